"""The crawl's log: `logs/crawl-<UTC>.jsonl`, one JSON object a line, for people and programs alike."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

KEPT = 50
"""So many logs stay in the folder; the oldest go first."""
LONGEST_TEXT = 4_000
"""A URL or message from the web is cut here, so that a hostile page cannot fill the disk through the log."""

log = logging.getLogger("blogark")


class JsonLines(logging.Formatter):
    """A record as one line: time, level, event, and the fields given as `extra={"fields": {...}}`."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "event": record.getMessage()[:LONGEST_TEXT],
        }
        for name, value in getattr(record, "fields", {}).items():
            line[name] = value[:LONGEST_TEXT] if isinstance(value, str) else value
        if record.exc_info:
            line["traceback"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str).encode("utf-8", "replace").decode()


class _LogFile(logging.FileHandler):
    """A log whose lines are lost on a full disk, without a word: the run itself tells of it."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802  # logging calls it so
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)


@contextmanager
def crawl_log(folder: Path, *, level: int = logging.INFO) -> Iterator[Path]:
    """Write what `blogark` logs, and what Scrapy warns of, to a new file in `folder` while inside."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"crawl-{datetime.now(UTC):%Y%m%dT%H%M%S.%fZ}.jsonl"
    for old in sorted(folder.glob("crawl-*.jsonl"))[: -KEPT + 1]:
        old.unlink(missing_ok=True)
    handler = _LogFile(path, encoding="utf-8", errors="replace")
    handler.setFormatter(JsonLines())
    heard = (log, level), (logging.getLogger("scrapy"), logging.WARNING)
    before = [(logger.level, logger.propagate) for logger, _ in heard]
    for logger, threshold in heard:
        logger.addHandler(handler)
        logger.setLevel(threshold)
        logger.propagate = False
    try:
        yield path
    finally:
        for (logger, _), (threshold, propagate) in zip(heard, before, strict=True):
            logger.removeHandler(handler)
            logger.setLevel(threshold)
            logger.propagate = propagate
        with suppress(OSError):
            handler.close()


@contextmanager
def echoed_log(*, quiet: bool = False) -> Iterator[None]:
    """Write the log to stderr, too, as the file has it; if `quiet`, only what somebody should hear."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setLevel(logging.ERROR if quiet else logging.NOTSET)
    handler.setFormatter(JsonLines())
    log.addHandler(handler)
    try:
        yield
    finally:
        log.removeHandler(handler)
