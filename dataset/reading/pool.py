"""Worker processes that read pages: started when they are needed, replaced when a page kills them."""

from __future__ import annotations

import selectors
import signal
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from multiprocessing.reduction import ForkingPickler
from pathlib import Path
from typing import cast

from ...archive.capture import Capture
from ...archive.checking.child import Child, Death
from ...archive.errors import BlogarkError
from ...parsers.model import Page
from ..writing.lesson import Lesson, Rules
from . import worker
from .child import READ_PAGE, TIME_LIMIT

AHEAD = 3
"""Tasks that wait in a worker's pipe, so that it never waits for the writer."""
SMALL = 16 * 1024
"""A longer task is sent to an idle worker only: the pipe's buffer (some 200 KB) never fills, so a send never blocks
while the worker itself is blocked in sending its answer."""
WORTH = 12
"""Pages that must wait before one more worker is started: to start one takes as long as to read 25 pages."""
MAX_FAILED_STARTS = 3


@dataclass(frozen=True, kw_only=True)
class Task:
    """A capture to be read; for a revisit, from the bytes of `referred`."""

    capture: Capture
    referred: Capture | None = None
    retried: bool = False
    """A worker died on it once. It is tried again, alone, because the cause may have been outside (the
    kernel short of memory), and a rebuild must come to the same rows."""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What was read from the capture; None if its bytes are no page."""

    capture_id: int
    page: Page | None


@dataclass(eq=False)
class _Worker:
    child: Child
    tasks: deque[Task] = field(default_factory=deque)
    ready: bool = False
    """It has said that it is there."""
    rules: tuple[str, ...] = ()
    """What it reads pages by."""


class Pool:
    """At most `size` workers; answers come in any order. Close it, or use it in a `with`."""

    def __init__(self, warcs: Path, *, size: int, reader: str = READ_PAGE, time_limit: float = TIME_LIMIT) -> None:
        self._warcs = warcs.resolve()
        self._size = max(1, size)
        self._reader = reader
        self._time_limit = time_limit
        self._workers: list[_Worker] = []
        self._queue: deque[Task] = deque()
        self._failed_starts = 0
        self.rules: tuple[str, ...] = ()
        """What the pages that are submitted from now on are read by; no page may be on its way when they change."""
        self._selector = selectors.DefaultSelector()
        self._start_worker()

    def submit(self, capture: Capture, referred: Capture | None = None) -> None:
        """Have a capture read; never blocks."""
        self._queue.append(Task(capture=capture, referred=referred))
        self._dispatch()

    def answers(self, timeout: float | None = None) -> Iterator[Answer]:
        """The answers that are there, or that come first within `timeout` seconds."""
        for key, _ in self._selector.select(timeout):
            answer = self._receive(key.data)
            if answer is not None:
                yield answer
        self._dispatch()

    def learn(self, lesson: Lesson) -> str | None:
        """The rule that a lesson brings; waits for it, while no page may be on its way. None if it kills workers."""
        for _ in range(2):
            if not self._workers:
                self._start_worker()
            one = self._workers[0]
            try:
                one.child.connection.send(lesson)
                while (message := one.child.connection.recv()) is None:
                    one.ready = True
            except (EOFError, OSError):
                self._replace(one)
            else:
                return cast("str | None", message[1])
        return None

    def close(self) -> None:
        """End the workers, whatever they do: they keep nothing."""
        for one in self._workers:
            one.child.kill()
        for one in self._workers:
            one.child.close()
        self._workers.clear()
        self._selector.close()

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _start_worker(self) -> None:
        one = _Worker(Child(worker.__name__, str(self._warcs), self._reader, str(self._time_limit)))
        self._workers.append(one)
        self._selector.register(one.child.connection, selectors.EVENT_READ, one)

    def _dispatch(self) -> None:
        """Give waiting tasks to the workers that have the least to do; start one more if all are busy for long."""
        while self._queue:
            chosen = min(self._workers, key=lambda one: len(one.tasks), default=None)
            if chosen is None or (chosen.tasks and len(self._queue) > WORTH and len(self._workers) < self._size):
                self._start_worker()
                continue
            task = self._queue[0]
            if len(chosen.tasks) >= AHEAD or (chosen.tasks and (task.retried or chosen.tasks[0].retried)):
                return
            message = ForkingPickler.dumps((task.capture, task.referred))
            if chosen.rules != self.rules and not self._tell_rules(chosen):
                return
            if chosen.tasks and len(message) > SMALL:
                return
            self._queue.popleft()
            chosen.tasks.append(task)
            try:
                chosen.child.connection.send_bytes(message)
            except OSError:
                # It has died; `_receive` finds out from the end of its pipe.
                return

    def _tell_rules(self, one: _Worker) -> bool:
        """Say what to read by; False if the worker has died, which `_receive` finds out."""
        try:
            one.child.connection.send(Rules(texts=self.rules))
        except OSError:
            return False
        one.rules = self.rules
        return True

    def _receive(self, one: _Worker) -> Answer | None:
        try:
            message = one.child.connection.recv()
        except (EOFError, OSError):
            return self._replace(one)
        if message is None:
            one.ready = True
            self._failed_starts = 0
            return None
        capture_id, page = message
        task = one.tasks.popleft()
        assert task.capture.id == capture_id
        return Answer(capture_id=capture_id, page=page)

    def _replace(self, one: _Worker) -> Answer | None:
        """A worker died: the first of its tasks is to blame, the others go to another worker."""
        self._selector.unregister(one.child.connection)
        self._workers.remove(one)
        death = one.child.bury()
        answer = None
        if not one.ready:
            self._failed_starts += 1
            if self._failed_starts == MAX_FAILED_STARTS:
                raise BlogarkError(f"the processes that read pages do not start ({death.cause})")
        elif one.tasks:
            blamed = one.tasks.popleft()
            if blamed.retried or death.signal == signal.SIGALRM:
                page = worker.failed(blamed.capture, self._reason(death))
                answer = Answer(capture_id=blamed.capture.id, page=page)
            else:
                one.tasks.appendleft(replace(blamed, retried=True))
        self._queue.extendleft(reversed(one.tasks))
        return answer

    def _reason(self, death: Death) -> str:
        if death.signal == signal.SIGALRM:
            return f"reading it took more than {self._time_limit:g} s and was given up"
        return f"reading it killed the process that reads ({death.cause})"
