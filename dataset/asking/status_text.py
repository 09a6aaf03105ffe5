"""The status of an archive for a terminal: a label and what is behind it, one below the other."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence

from .standing import Frontier, Growth, Hidden, Holdings, LastCrawl, Scheduled, Sizes, Status

SHOWN = 10
"""Of long lists, how much the terminal gets."""
LABEL = 11
BARS = "▁▂▃▄▅▆▇█"
YEARS, MONTHS = 40, 24
"""The newest so many are drawn."""
_COLUMNS = ("now", "in a day", "in a week", "in a month", "later")


def text(found: Status) -> str:
    """All lines of the status."""
    sections = (
        ("archive", _archive(found)),
        ("last run", _last_run(found)),
        ("next run", _next_run(found.frontier)),
        ("coverage", _coverage(found)),
        ("left out", _left_out(found.frontier, found.archive)),
        ("growth", _growth(found.growth)),
        ("size", _size(found.sizes, found.warc_files)),
        ("problems", _problems(found)),
    )
    lines = [f"{found.holdings.blog_title or found.archive}  {found.holdings.blog_url or ''}".strip()]
    for label, section in sections:
        for number, line in enumerate(section):
            lines.append(f"{'' if number else label:<{LABEL}}{line}")
    return "\n".join(lines)


def sparkline(numbers: Sequence[int]) -> str:
    """``▁▂█``: the largest is a whole block, nothing is a blank."""
    most = max(numbers, default=0)
    return "".join(" " if not number else BARS[(len(BARS) * number - 1) // most] for number in numbers)


def _archive(found: Status) -> Iterator[str]:
    has = found.holdings
    engine = f" on {has.platform}" if has.platform else ""
    posts = f"{_counted(has.posts, 'post')} and {_counted(has.pages, 'page')}"
    yield f"{posts}{engine}, from {_counted(has.captures, 'capture')}"
    yield f"{_comments(has)}, {_counted(has.references, 'reference')}, {has.media:,} media"
    if has.gone:
        yield f"{_counted(has.gone, 'post')} gone from the blog and kept here (`posts.gone_at`)"
    if has.hidden != Hidden():
        yield f"{_hidden(has.hidden)} (`blogark redact --list`)"


def _hidden(hidden: Hidden) -> str:
    kinds = (
        (hidden.posts, "post"),
        (hidden.comments, "comment"),
        (hidden.references, "reference"),
        (hidden.names, "name"),
    )
    *rest, last = [_counted(number, kind) for number, kind in kinds if number] or ["nothing"]
    redacted = " and ".join((", ".join(rest), last)) if rest else last
    withheld = f"; {_counted(hidden.withheld, 'capture')} withheld" if hidden.withheld else ""
    return f"{redacted} redacted{withheld}"


def _last_run(found: Status) -> Iterator[str]:
    if found.last_crawl is not None:
        yield _crawl_line(found.last_crawl, found.holder, found.crawls)
    elif found.holder is not None:
        yield f"a run holds this archive (PID {found.holder})"
    else:
        yield "none"


def _crawl_line(crawl: LastCrawl, holder: int | None, crawls: int) -> str:
    begun = f"crawl {crawls} began {_minute(crawl.started_at)} UTC"
    if crawl.status == "running":
        return f"{begun} and is running (PID {holder})"
    if crawl.status == "killed":
        return f"{begun} and was killed; run `blogark crawl` again to go on"
    ended = f" at {_minute(crawl.finished_at)}" if crawl.finished_at else ""
    on = "" if crawl.status == "complete" else "; run `blogark crawl` again to go on"
    code = "" if crawl.exit_code is None else f" (exit code {crawl.exit_code})"
    return f"{begun}, {crawl.status}{ended}{code}{on}"


def _next_run(known: Frontier) -> Iterator[str]:
    if waits := known.counts.pending + known.counts.in_flight:
        yield f"{_counted(waits, 'URL')} still to be fetched"
    for one in known.mementos:
        yield f"{_counted(one.pending, 'memento')} of {one.archive} still to be fetched, {one.done:,} are here"
    if (due := known.due) or known.next_due:
        now = f"{_counted(due, 'page')} due for another visit" if due else ""
        then = f"next due {_minute(known.next_due)} UTC" if known.next_due else ""
        yield "; ".join(filter(None, (now, then)))
    if known.every_run:
        yield f"{_counted(known.every_run, 'URL')} asked for in every run: front page, feeds, sitemaps"
    yield from _table(known.schedule)


def _table(schedule: Sequence[Scheduled]) -> Iterator[str]:
    if not schedule:
        return
    rows: list[tuple[str, ...]] = [("visited again", *_COLUMNS)]
    rows += [(one.kind, *(f"{n:,}" for n in (one.now, one.day, one.week, one.month, one.later))) for one in schedule]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *rest in rows:
        yield f"{first:<{widths[0]}}" + "".join(
            f"{cell:>{wide + 2}}" for cell, wide in zip(rest, widths[1:], strict=True)
        )


def _coverage(found: Status) -> Iterator[str]:
    counts, coverage = found.frontier.counts, found.coverage
    yield (
        f"URLs: {counts.done:,} done, {counts.pending + counts.in_flight:,} to be fetched, {counts.failed:,} failed, "
        f"{counts.skipped:,} skipped"
    )
    if named := coverage.archived + coverage.only_in_feed + coverage.missing:
        yield f"of {_counted(named, 'post')} that the blog names, {coverage.archived:,} are archived"
    for post in coverage.listed[:SHOWN]:
        yield f"  {post.state}: {post.url} ({post.reason})"


def _left_out(known: Frontier, archive: str) -> Iterator[str]:
    for reason in known.reasons[:SHOWN]:
        yield f"{reason.number:>7,} {reason.state}: {reason.reason}"
    if others := known.reasons[SHOWN:]:
        yield f"{sum(one.number for one in others):>7,} for {_counted(len(others), 'other reason')}"
    if known.closed_by_robots:
        yield f"robots.txt closes {_counted(known.closed_by_robots, 'URL')}"
        for left in known.closed[:SHOWN]:
            yield f"  {left.url}"
    for left in known.failed[:SHOWN]:
        yield f"failed: {left.url} ({left.reason})"
    if known.reasons:
        yield f"each of them: blogark status --left-out --archive {shlex.quote(archive)}"


def _growth(growth: Growth) -> Iterator[str]:
    if years := growth.published[-YEARS:]:
        posts, comments = sum(one.posts for one in growth.published), sum(one.comments for one in growth.published)
        span = f"{years[0].year} to {years[-1].year}"
        yield f"posts by year     {sparkline([one.posts for one in years])}  {posts:,}, {span}"
        yield f"comments by year  {sparkline([one.comments for one in years])}  {comments:,}"
    if months := growth.archived[-MONTHS:]:
        new, size = sum(one.new_captures for one in months), sum(one.bytes for one in months)
        span = f"{months[0].month} to {months[-1].month}" if len(months) > 1 else months[0].month
        yield f"captures by month {sparkline([one.new_captures for one in months])}  {new:,} new in {span}"
        yield f"received by month {sparkline([one.bytes for one in months])}  {_bytes(size)}"


def _size(sizes: Sizes, files: int) -> Iterator[str]:
    yield f"{_bytes(sizes.warcs)} in {_counted(files, 'WARC file')}; dataset {_bytes(sizes.dataset)}"
    yield (
        f"journal {_bytes(sizes.journal)}, index {_bytes(sizes.indexes)}, logs {_bytes(sizes.logs)}; "
        f"the disk has {_bytes(sizes.free)} left"
    )


def _problems(found: Status) -> Iterator[str]:
    if found.not_extracted:
        advice = "the run is at it" if found.holder is not None else "crawl again, or run `blogark extract`"
        yield f"{_counted(found.not_extracted, 'record')} not in the dataset yet; {advice}"
    if found.holdings.problems:
        yield f"{_counted(found.holdings.problems, 'problem')} noted in the dataset's table `problems`"
    yield from found.notes


def _comments(has: Holdings) -> str:
    claimed = f" (the posts claim {has.comments_claimed:,})" if has.comments_claimed > has.comments else ""
    return f"{_counted(has.comments, 'comment')}{claimed}"


def _counted(number: int, noun: str) -> str:
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def _minute(time: str) -> str:
    return time[:16].replace("T", " ")


def _bytes(size: int) -> str:
    for unit, least in (("GB", 1e9), ("MB", 1e6)):
        if size >= least:
            return f"{size / least:,.1f} {unit}"
    return f"{size / 1e3:,.1f} kB"
