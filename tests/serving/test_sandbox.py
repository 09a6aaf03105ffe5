"""What an archived page does in Chromium stays in Chromium's sandbox, unless root runs it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

NOBODY = 65534
LOOK = """
import asyncio, os, sys
from pathlib import Path
from blogark.serving.chromium import find_browser, running

def renderers():
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            words = path.read_bytes()
            lines = (path.parent / "status").read_text().splitlines()
            status = dict(line.split(":\\t", 1) for line in lines if ":\\t" in line)
        except OSError:
            continue
        if b"--type=renderer" in words and b"chrom" in words.split()[0] and status["Uid"].split()[0] == sys.argv[1]:
            yield words, status

async def look():
    async with running(find_browser()) as browser:
        target = await browser.call("Target.createTarget", url="data:text/html,<p>x</p>")
        await browser.call("Target.attachToTarget", targetId=target["targetId"], flatten=True)
        for words, status in renderers():
            print(b"--no-sandbox" in words, status["Seccomp"].strip(), len(status["NSpid"].split()))

if not os.access(sys.executable, os.X_OK):
    # A virtual environment in a folder of root's.
    sys.executable = "/usr/bin/python3"
asyncio.run(look())
"""


@pytest.mark.skipif(not Path("/proc/self/ns").exists(), reason="looks at processes as Linux shows them")
@pytest.mark.skipif(shutil.which("chromium") is None, reason="needs Chromium")
def test_who_is_not_root_runs_pages_in_the_sandbox(tmp_path: Path) -> None:
    program: list[str] = [sys.executable, "-P", "-c", LOOK]
    user = os.geteuid()
    if user == 0:
        if shutil.which("setpriv") is None:
            pytest.skip("needs setpriv to be somebody else than root")
        user = NOBODY
        program = ["setpriv", f"--reuid={user}", f"--regid={user}", "--clear-groups", *program]
        os.chown(tmp_path, user, user)
        for folder in (tmp_path, *tmp_path.parents[:2]):
            folder.chmod(folder.stat().st_mode | 0o111)
    home = {**os.environ, "HOME": str(tmp_path), "TMPDIR": str(tmp_path)}
    done = subprocess.run([*program, str(user)], env=home, capture_output=True, text=True, timeout=120, check=False)
    if os.geteuid() == 0 and "No module named 'blogark'" in done.stderr:
        pytest.skip("this checkout lies in a folder that root alone may read")
    if "No usable sandbox" in done.stderr:
        pytest.skip("this system lets nobody but root make a sandbox")
    assert done.returncode == 0, done.stderr
    found = {tuple(line.split()) for line in done.stdout.splitlines()}
    assert found
    # A filter of system calls (2), and numbers of processes of its own.
    assert {one[:2] for one in found} == {("False", "2")}
    assert all(int(spaces) > 1 for *_, spaces in found)
