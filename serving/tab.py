"""One page in the browser: opened, given its time, and asked what it has loaded and what it shows."""

from __future__ import annotations

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from .chromium import BrowserGone, Chromium, Event

WIDTH, HEIGHT = 1280, 900
TALLEST = 8_000
"""Pixels of a page that are brought into view, so that what waits for that is loaded."""
ITS_TIME = (5_000, 2_000)
"""Milliseconds by the page's clock, before and after all of it is in view; that clock stands while anything loads, and
runs on at once while nothing happens."""
PATIENCE = 60.0
"""Seconds by our clock that a page may take."""
MOST_NAMED = 2_000
MOST_SAID = 20

_NAMED = (Path(__file__).parent / "frames" / "named.js").read_text("utf-8")


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One request that a page made."""

    url: str
    kind: str
    """Chromium's word in lower case: document, stylesheet, image, font, script, media, fetch, xhr, ping, other."""
    method: str = "GET"
    range: str | None = None
    """The header of that name."""
    origin: str | None = None
    named_in: str | None = None
    """The document or style sheet that was being read; None: a script asks, or the browser of itself.

    Pictures that a script makes while a document is read are told as this document's, too.
    """
    status: int | None = None
    """What was answered; None if nothing was."""
    first: str | None = None
    """The address that was asked for at first, where this is what it redirects to."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a request is answered with."""

    status: int
    headers: tuple[tuple[str, str], ...] = ()
    body: bytes = b""


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A page as it stood when its time was over."""

    asked: tuple[Asked, ...]
    named: tuple[str, ...] = ()
    """What its elements name to be shown, whether it was asked for or not: icons, pictures for other screens."""
    broken: tuple[str, ...] = ()
    """Pictures that show nothing."""
    said: tuple[str, ...] = ()
    """Errors in the console, those about loading left out."""
    title: str = ""
    text: str = ""
    height: int = 0
    fault: str | None = None
    """Why it could not be opened."""


Answering = Callable[[Asked], Answer]


@asynccontextmanager
async def tab(
    chromium: Chromium, *, answering: Answering | None = None, width: int = WIDTH, height: int = HEIGHT
) -> AsyncIterator[Tab]:
    """A tab that shares nothing with others; what it asks for is answered by `answering`, else by the network."""
    context = (await chromium.call("Target.createBrowserContext"))["browserContextId"]
    try:
        await chromium.call("Browser.setDownloadBehavior", behavior="deny", browserContextId=context)
        target = (await chromium.call("Target.createTarget", url="about:blank", browserContextId=context))["targetId"]
        session = (await chromium.call("Target.attachToTarget", targetId=target, flatten=True))["sessionId"]
        made = Tab(chromium, session, answering, width, height)
        try:
            await made.prepare()
            yield made
        finally:
            await made.leave()
    finally:
        await chromium.call("Target.disposeBrowserContext", browserContextId=context)


class Tab:
    """A page's target in the browser, with those of its frames and workers."""

    def __init__(self, chromium: Chromium, session: str, answering: Answering | None, width: int, height: int) -> None:
        self._chromium = chromium
        self._session = session
        self._answering = answering
        self._size = (width, height)
        self._sessions = [session]
        self._tasks: set[asyncio.Task[object]] = set()
        self._asked: dict[tuple[str, int], Asked] = {}
        """By Chromium's number of the request, and the hop of its redirects."""
        self._hops: dict[str, int] = {}
        self._said: list[str] = []
        self._frame: str | None = None
        self._arrived: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._over: asyncio.Future[None] = asyncio.get_running_loop().create_future()

    async def prepare(self) -> None:
        """Make the tab ready for its page."""
        self._chromium.listeners[self._session] = self._heard
        for domain in ("Page", "Runtime", "Log", "Inspector"):
            await self._call(f"{domain}.enable")
        await self._resize(self._size[1])
        await self._prepare(self._session)
        self._frame = (await self._call("Page.getFrameTree"))["frameTree"]["frame"]["id"]

    async def leave(self) -> None:
        """Let go of the page, and of what it still asks for."""
        if self._answering is not None:
            with contextlib.suppress(BrowserGone):
                # What waits for an answer would go out when nobody answers any more.
                await self._call(
                    "Network.emulateNetworkConditions",
                    offline=True,
                    latency=0,
                    downloadThroughput=-1,
                    uploadThroughput=-1,
                )
        for session in self._sessions:
            self._chromium.listeners.pop(session, None)
        for task in self._tasks:
            task.cancel()

    async def open(self, url: str, *, at: float | None = None) -> Shown:
        """Open a page and give it its time, from Unix time `at` on; never raises for what the page does."""
        fault = None
        try:
            async with asyncio.timeout(PATIENCE):
                fault = await self._open(url, at)
        except TimeoutError:
            fault = f"did not come to rest within {PATIENCE:.0f} s"
        except BrowserGone as error:
            fault = str(error)
        shown = Shown(asked=tuple(self._asked.values()), said=tuple(self._said), fault=fault)
        if fault is not None:
            return shown
        try:
            return replace(shown, **await self._look())
        except BrowserGone as error:
            return replace(shown, fault=str(error))

    async def picture(self) -> bytes:
        """What is in view, as PNG."""
        return base64.b64decode((await self._call("Page.captureScreenshot"))["data"])

    async def evaluate(self, expression: str) -> Any:
        """The value of an expression in the page."""
        found = await self._call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return found["result"].get("value")

    async def _open(self, url: str, at: float | None) -> str | None:
        if at is not None:
            await self._call("Emulation.setVirtualTimePolicy", policy="pause", initialVirtualTime=at)
        navigated = await self._call("Page.navigate", url=url)
        if navigated.get("errorText"):
            return f"could not be opened ({navigated['errorText']})"
        await self._arrived
        await self._pass(ITS_TIME[0])
        found = await self.evaluate("document.documentElement ? document.documentElement.scrollHeight : 0")
        if isinstance(found, int) and found > self._size[1]:
            await self._resize(min(found, TALLEST))
            # A frame is drawn, so that what comes into view is asked for before the clock runs on.
            await self._call("Page.captureScreenshot", clip={"x": 0, "y": 0, "width": 1, "height": 1, "scale": 1})
            await self._pass(ITS_TIME[1])
        return None

    async def _pass(self, milliseconds: int) -> None:
        """Let the page's clock run."""
        self._over = asyncio.get_running_loop().create_future()
        policy = "pauseIfNetworkFetchesPending"
        await self._call("Emulation.setVirtualTimePolicy", policy=policy, budget=milliseconds)
        await self._over

    async def _resize(self, height: int) -> None:
        self._size = (self._size[0], height)
        await self._call(
            "Emulation.setDeviceMetricsOverride",
            width=self._size[0],
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    async def _look(self) -> dict[str, Any]:
        found = await self.evaluate(_NAMED)
        if not isinstance(found, dict):
            return {"fault": "shows nothing that could be looked at"}
        return {
            "named": tuple(map(str, found["named"][:MOST_NAMED])),
            "broken": tuple(map(str, found["broken"][:MOST_NAMED])),
            "title": str(found["title"]),
            "text": str(found["text"]),
            "height": self._size[1],
        }

    # What the browser tells

    async def _call(self, method: str, session: str | None = None, **params: object) -> Any:
        return await self._chromium.call(method, session or self._session, **params)

    def _begin(self, doing: Coroutine[Any, Any, object]) -> None:
        task = asyncio.create_task(doing)
        self._tasks.add(task)
        task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[object]) -> None:
        self._tasks.discard(task)
        # A frame or a worker that went while it was spoken to is no fault.
        if not task.cancelled() and (error := task.exception()) and not isinstance(error, BrowserGone):
            self._fail(error)

    async def _prepare(self, session: str, kind: str = "page") -> None:
        """Hear and answer what a target asks for, and whatever hangs on it."""
        await self._call("Network.enable", session)
        if kind in ("page", "iframe"):
            await self._call("Network.setCacheDisabled", session, cacheDisabled=True)
            if self._answering is not None:
                await self._call("Network.setBypassServiceWorker", session, bypass=True)
                await self._call("Fetch.enable", session, patterns=[{"urlPattern": "*"}])
        await self._call("Target.setAutoAttach", session, autoAttach=True, waitForDebuggerOnStart=True, flatten=True)

    async def _attached(self, session: str, kind: str) -> None:
        try:
            await self._prepare(session, kind)
        finally:
            await self._call("Runtime.runIfWaitingForDebugger", session)

    def _heard(self, event: Event) -> None:
        params, session = event["params"], event.get("sessionId", "")
        match event["method"]:
            case "Fetch.requestPaused":
                self._begin(self._answer(session, params))
            case "Network.requestWillBeSent":
                self._note(params)
            case "Network.responseReceived":
                self._told(params["requestId"], params["response"])
            case "Target.attachedToTarget":
                self._sessions.append(params["sessionId"])
                self._chromium.listeners[params["sessionId"]] = self._heard
                self._begin(self._attached(params["sessionId"], params["targetInfo"]["type"]))
            case "Page.javascriptDialogOpening":
                self._begin(self._call("Page.handleJavaScriptDialog", session, accept=False))
            case "Runtime.exceptionThrown" | "Runtime.consoleAPICalled" | "Log.entryAdded":
                if words := _error(params):
                    self._said.append(words[:500])
                    del self._said[MOST_SAID:]
            case method if session == self._session:
                self._step(method, params)

    def _step(self, method: str, params: Event) -> None:
        """What brings the page on its way, or ends it."""
        if method == "Page.frameNavigated" and "parentId" not in params["frame"] and not self._arrived.done():
            self._arrived.set_result(None)
        elif method == "Emulation.virtualTimeBudgetExpired" and not self._over.done():
            self._over.set_result(None)
        elif method == "Inspector.targetCrashed":
            self._fail(BrowserGone("had the browser crash"))

    def _fail(self, error: BaseException) -> None:
        for waited in (self._arrived, self._over):
            if not waited.done():
                waited.set_exception(error)

    def _note(self, params: Event) -> None:
        number, request = params["requestId"], params["request"]
        if params.get("redirectResponse"):
            self._told(number, params["redirectResponse"])
            self._hops[number] = self._hops.get(number, 0) + 1
        if not request["url"].startswith(("http://", "https://")):
            return
        kind = str(params.get("type", "Other")).lower()
        hop = self._hops.get(number, 0)
        self._asked[number, hop] = Asked(
            url=request["url"],
            first=self._asked[number, 0].url if hop and (number, 0) in self._asked else None,
            kind=kind,
            method=request["method"],
            named_in=params["initiator"].get("url") if params["initiator"].get("type") == "parser" else None,
        )

    def _told(self, number: str, response: Event) -> None:
        key = (number, self._hops.get(number, 0))
        if key in self._asked:
            self._asked[key] = replace(self._asked[key], status=response["status"])

    async def _answer(self, session: str, params: Event) -> None:
        assert self._answering is not None
        request, number = params["request"], params["requestId"]
        headers = {name.lower(): value for name, value in request["headers"].items()}
        is_page = params["resourceType"] == "Document" and params["frameId"] == self._frame
        if is_page and self._arrived.done():
            # What would lead away is not followed: this page is looked at.
            await self._call("Fetch.failRequest", session, requestId=number, errorReason="Aborted")
            return
        if not request["url"].startswith(("http://", "https://")):
            await self._call("Fetch.continueRequest", session, requestId=number)
            return
        answer = self._answering(
            Asked(
                url=request["url"],
                kind=params["resourceType"].lower(),
                method=request["method"],
                range=headers.get("range"),
                origin=headers.get("origin"),
            )
        )
        try:
            await self._call(
                "Fetch.fulfillRequest",
                session,
                requestId=number,
                responseCode=answer.status,
                responseHeaders=[{"name": name, "value": value} for name, value in answer.headers],
                body=base64.b64encode(answer.body).decode(),
            )
        except BrowserGone:
            # What it does not take (a status of 999, say) must not have the page wait for ever.
            await self._call("Fetch.failRequest", session, requestId=number, errorReason="Failed")


def _error(params: Event) -> str | None:
    """What an error says; None of what is none, or is about loading, which is seen elsewhere."""
    if details := params.get("exceptionDetails"):
        described = details.get("exception", {}).get("description") or details.get("text", "")
        return str(described).partition("\n")[0]
    if entry := params.get("entry"):
        return str(entry["text"]) if entry["level"] == "error" and entry["source"] != "network" else None
    if params.get("type") != "error":
        return None
    return " ".join(str(one.get("value", one.get("description", ""))) for one in params["args"])
