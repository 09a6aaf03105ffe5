"""A browser without a window and without a network, told what to do over a pair of pipes.

The DevTools protocol is spoken over the pipes that `--remote-debugging-pipe` opens: there is no port that anybody else
could speak to, and nothing to install beside the browser. It ends when the pipes are closed, so it cannot outlive us.
"""

from __future__ import annotations

import asyncio
import contextlib
import fcntl
import json
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, BinaryIO

from ..archive.errors import BlogarkError, UsageError

NAMES = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
)  # fmt: skip
START = 60.0
"""Seconds that a browser may take to start; a second is usual."""
ANSWER = 60.0
"""Seconds that it may take to answer a command."""
MOST_STRAYS = 1_000
_LONGEST_MESSAGE = 2**28
_LAUNCH = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execv(sys.argv[3], sys.argv[3:])"
)
"""A shell knows descriptors of one digit only."""

Event = Mapping[str, Any]
"""A message of the browser's: `method`, `params`, and `sessionId` of whom it is about."""

_FLAGS = (
    "--headless", "--disable-gpu", "--no-first-run", "--no-default-browser-check", "--hide-scrollbars", "--mute-audio",
    "--disable-background-networking", "--disable-client-side-phishing-detection", "--disable-component-update",
    "--disable-default-apps", "--disable-domain-reliability", "--disable-extensions", "--disable-quic",
    "--disable-sync", "--disable-search-engine-choice-screen", "--metrics-recording-only", "--password-store=basic",
    "--use-mock-keychain", "--force-color-profile=srgb", "--disable-dev-shm-usage", "--no-pings", "--disable-breakpad",
    "--disable-component-extensions-with-background-pages",
    # What else it asks for by itself: components, accounts, the time, words for forms.
    "--component-updater=url-source=http://127.0.0.1:1/", "--gaia-url=http://127.0.0.1:1/",
    "--disable-features=NetworkTimeServiceQuerying,AutofillServerCommunication,OptimizationHints,MediaRouter,Translate,"
    "DialMediaRouteProvider,HttpsUpgrades,"
    # A page that was on loopback may load from there, as it could when it was alive.
    "LocalNetworkAccessChecks,BlockInsecurePrivateNetworkRequests",
    # WebRTC would speak UDP, which no proxy sees.
    "--webrtc-ip-handling-policy=disable_non_proxied_udp", "--force-webrtc-ip-handling-policy",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    "--remote-debugging-pipe",
)  # fmt: skip


class BrowserGone(BlogarkError):
    """The browser, or one of its pages, ended before it had answered, or refused."""


def find_browser(named: str | None = None) -> Path:
    """The browser that is `named`, or the first that is installed; raises `UsageError` if there is none."""
    for name in (named,) if named else NAMES:
        if (path := shutil.which(name)) is not None:
            return Path(path)
    if named:
        raise UsageError(f"{named}: there is no such program; name Chromium or Chrome with --browser")
    raise UsageError("no Chromium or Chrome is installed; install one, or name it with --browser PATH")


class Chromium:
    """A running browser: `call` gives a command, `listeners` hear what it tells, by session."""

    def __init__(self, writer: asyncio.WriteTransport, strays: list[str]) -> None:
        self.strays = strays
        """What it would have sent to somebody: the address, or host and port; the first `MOST_STRAYS`."""
        self.listeners: dict[str, Callable[[Event], None]] = {}
        self._writer = writer
        self._answers: dict[int, asyncio.Future[Mapping[str, Any]]] = {}
        self._number = 0
        self._has_ended = False

    async def call(self, method: str, session: str | None = None, **params: object) -> Mapping[str, Any]:
        """Give a command and wait for its result; raises `BrowserGone` where none comes."""
        if self._has_ended:
            raise BrowserGone("the browser has ended")
        self._number += 1
        number = self._number
        answer = self._answers[number] = asyncio.get_running_loop().create_future()
        message: dict[str, object] = {"id": number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        self._writer.write(json.dumps(message).encode() + b"\0")
        try:
            told = await asyncio.wait_for(answer, ANSWER)
        except TimeoutError as error:
            raise BrowserGone(f"the browser did not answer {method} within {ANSWER:.0f} s") from error
        finally:
            del self._answers[number]
        if "error" in told:
            raise BrowserGone(f"the browser refused {method}: {told['error'].get('message')}")
        result: Mapping[str, Any] = told.get("result", {})
        return result

    async def read(self, reader: asyncio.StreamReader) -> None:
        """Hand on what the browser says, to its end."""
        with contextlib.suppress(asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            while True:
                message = json.loads((await reader.readuntil(b"\0"))[:-1])
                if "id" in message:
                    answer = self._answers.get(message["id"])
                    if answer is not None and not answer.done():
                        answer.set_result(message)
                elif listener := self.listeners.get(message.get("sessionId", "")):
                    listener(message)
        self._has_ended = True
        for answer in self._answers.values():
            if not answer.done():
                answer.set_exception(BrowserGone("the browser has ended"))


@asynccontextmanager
async def running(browser: Path, *, reachable: tuple[str, ...] = ()) -> AsyncIterator[Chromium]:
    """A browser for as long as the context is open; raises `UsageError` if it does not start.

    All that it would send goes to a proxy of ours that notes it and answers nobody, but what is for the `reachable`:
    hosts as `--proxy-bypass-list` has them.
    """
    async with _nobody() as (port, strays):
        with (
            tempfile.TemporaryDirectory(prefix="blogark-browser-", ignore_cleanup_errors=True) as profile,
            tempfile.TemporaryFile() as said,
        ):
            command = [
                str(browser),
                *_FLAGS,
                *(["--no-sandbox"] if os.geteuid() == 0 else []),  # as root it does not start with one
                f"--user-data-dir={profile}",
                f"--proxy-server=http://127.0.0.1:{port}",
                f"--proxy-bypass-list={';'.join(('<-loopback>', *reachable))}",
                "about:blank",
            ]
            process, reader, writer = await _start(command, said)
            chromium = Chromium(writer, strays)
            reading = asyncio.create_task(chromium.read(reader))
            try:
                try:
                    await asyncio.wait_for(chromium.call("Browser.getVersion"), START)
                except (BrowserGone, TimeoutError) as error:
                    raise UsageError(f"{browser}: does not start ({_last_words(said)}); try it by hand") from error
                yield chromium
            finally:
                writer.close()
                await _end(process)
                reading.cancel()


@asynccontextmanager
async def _nobody() -> AsyncIterator[tuple[int, list[str]]]:
    """A proxy that reaches nobody: its port, and what was asked of it."""
    strays: list[str] = []

    async def refuse(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError, ValueError, TimeoutError):
            words = (await asyncio.wait_for(reader.readline(), ANSWER)).decode("latin-1").split()
            if len(words) > 1 and len(strays) < MOST_STRAYS:  # else a connection for what might come
                strays.append(words[1])
            writer.write(b"HTTP/1.1 502 Nobody is asked\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(refuse, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1], strays
    finally:
        server.close()


async def _start(
    command: list[str], said: BinaryIO
) -> tuple[asyncio.subprocess.Process, asyncio.StreamReader, asyncio.WriteTransport]:
    """The process, what it says, and where it listens: its descriptors 4 and 3, where `_LAUNCH` puts them."""
    loop = asyncio.get_running_loop()
    theirs_in, ours_in = _pipe()
    ours_out, theirs_out = _pipe()
    try:
        process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-ISc",
            _LAUNCH,
            str(theirs_in),
            str(theirs_out),
            *command,
            pass_fds=(theirs_in, theirs_out),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=said,
            start_new_session=True,  # Ctrl-C is for us to hear
        )
    finally:
        os.close(theirs_in)
        os.close(theirs_out)
    reader = asyncio.StreamReader(limit=_LONGEST_MESSAGE)
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), os.fdopen(ours_out, "rb"))
    writer, _ = await loop.connect_write_pipe(asyncio.Protocol, os.fdopen(ours_in, "wb"))
    return process, reader, writer


def _pipe() -> tuple[int, int]:
    """Both ends, above the descriptors that are to be given away."""
    ends = os.pipe()
    above = [fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10) for end in ends]
    for end in ends:
        os.close(end)
    return above[0], above[1]


async def _end(process: asyncio.subprocess.Process) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(process.wait(), 10)
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)  # what it may have left
    await process.wait()


def _last_words(said: BinaryIO) -> str:
    said.seek(0)
    lines = [line for line in said.read().decode(errors="replace").splitlines() if line.strip()]
    return lines[-1].strip()[:300] if lines else "it says nothing"
