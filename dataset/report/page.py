"""The verb `report`: one HTML file, without network, that shows the blog and how it was archived."""

from __future__ import annotations

import html
from collections.abc import Iterator, Sequence
from pathlib import Path

from ... import __version__
from ...archive.replacing import replacing
from ..opened import opened
from .charts import bars, columns, link, spark, thread_map
from .figures import Counted, Figures, Tally, figures
from .style import STYLE
from .words import Word, moving_words


def report(dataset: Path, to: Path) -> Path:
    """Write the report on a dataset to the file `to`, whole or not at all; the same dataset gives the same bytes.

    Raises `ArchiveError` if there is no dataset, `UsageError` if it is of a newer schema.
    """
    with opened(dataset) as db:
        db.execute("BEGIN")
        found = figures(db)
        words = moving_words(db)
    with replacing(to) as file:
        file.writelines(part.encode() for part in _page(found, *words))
    return to


def _page(found: Figures, rising: Sequence[Word], falling: Sequence[Word]) -> Iterator[str]:
    title = html.escape(found.title)
    yield (
        "<!DOCTYPE html>\n<html lang='en'><head><meta charset='utf-8'>\n"
        # Nothing from anywhere: neither a script that slipped through nor a picture can load.
        "<meta http-equiv='Content-Security-Policy' content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        "<meta name='viewport' content='width=device-width'>\n"
        f"<title>{title}: what is archived</title>\n<style>{STYLE}</style></head>\n<body>\n"
    )
    yield from _head(found)
    yield from _blog(found, rising, falling)
    yield from _crawl(found)
    yield f"<footer>Made by blogark {__version__} from the archive's dataset.</footer>\n</body></html>\n"


def _head(found: Figures) -> Iterator[str]:
    yield f"<header><h1>{html.escape(found.title)}</h1>\n"
    if found.description:
        yield f"<p class='description'>{html.escape(found.description)}</p>\n"
    facts = [link(found.url, found.url)]
    if found.first and found.last:
        facts.append(f"{_day(found.first)} to {_day(found.last)}")
    facts += [html.escape(fact) for fact in (found.platform, found.language) if fact]
    if found.crawls:
        facts.append(f"archived {_day(found.crawls[-1].started_at)}")
    yield f"<p>{' · '.join(facts)}</p></header>\n<section class='tiles'>"
    missing = sum(number for state, number in found.coverage if state in ("missing", "only in feed"))
    tiles = (
        (found.posts, "post" if found.posts == 1 else "posts"),
        (found.pages, "page" if found.pages == 1 else "pages"),
        (found.comments, "comment" if found.comments == 1 else "comments"),
        (found.references, "reference" if found.references == 1 else "references"),
        (found.pictures_archived, f"of {found.pictures:,} pictures"),
        (missing, "posts known but not archived"),
    )
    for number, label in tiles:
        yield f"<div><b>{number:,}</b> {label}</div>"
    yield "</section>\n"


def _blog(found: Figures, rising: Sequence[Word], falling: Sequence[Word]) -> Iterator[str]:
    undated = f" <small>{found.undated:,} without a date are not drawn</small>" if found.undated else ""
    yield f"<section><h2>Posts over time{undated}</h2>\n{columns(found.posts_over_time, unit='posts')}</section>\n"
    yield f"<section><h2>Comments over time</h2>\n{columns(found.comments_over_time, unit='comments')}</section>\n"
    yield "<section class='pair'><div><h2>Most discussed</h2>\n"
    yield bars(found.discussed, head=("post", "comments", "published"))
    yield f"</div><div><h2>Who comments <small>{found.commenters_in_all:,} names in all</small></h2>\n"
    yield bars(found.commenters, head=("name", "comments", "on"))
    yield "</div></section>\n<section class='pair'><div><h2>Categories and tags</h2>\n"
    yield bars(found.categories, head=("name", "posts", ""))
    yield "</div><div><h2>Where links go</h2>\n"
    yield bars(_plain(found.links), head=("host", "links", ""))
    if found.references_from:
        yield "<h2>Where references come from</h2>\n"
        yield bars(_plain(found.references_from), head=("host", "references", ""))
    yield "</div></section>\n"
    if rising or falling:
        yield "<section class='pair'><div><h2>Words that rise</h2>\n"
        yield f"{_words(rising)}</div><div><h2>Words that fall</h2>\n{_words(falling)}</div>"
        yield "<p class='note'>Per thousand words: the line over stretches of as many posts each, the oldest on the "
        yield "left, the numbers for the earlier and the later half. Words that stand everywhere, and those that may "
        yield "have moved by chance, are left out.</p>"
        yield "</section>\n"
    if found.threads:
        yield "<section><h2>How people talked with each other</h2>\n"
        for thread in found.threads:
            yield f"<h3>{link(thread.title, thread.url)}</h3>\n{thread_map(thread)}\n"
        yield (
            "<p class='note'>Each dot is a comment, in page order; a line leads from an answer up to what it "
            "answers.</p></section>\n"
        )


def _crawl(found: Figures) -> Iterator[str]:
    yield "<section><h2>What is archived</h2>\n"
    yield bars(_plain(found.coverage), head=("posts that the blog names", "posts", ""))
    if found.gaps:
        yield "<h3>What is missing, and why</h3>\n"
        yield bars(_plain(found.reasons), head=("reason", "posts", ""))
        rows = (f"<li>{link(gap.url, gap.url)}: {html.escape(gap.reason or gap.state)}</li>\n" for gap in found.gaps)
        yield f"<ul>{''.join(rows)}</ul>\n"
    yield "</section>\n<section><h2>The crawls</h2>\n<table><thead><tr>"
    heads = ("began", "ended", "how", "requests", "new", "as before", "failed", "size")
    yield (
        "".join(f"<th scope='col'{_right(n >= 3)}>{head}</th>" for n, head in enumerate(heads)) + "</tr></thead><tbody>"
    )
    for crawl in found.crawls[-20:]:
        cells = (
            _minute(crawl.started_at), _minute(crawl.finished_at), crawl.status, f"{crawl.requests:,}",
            f"{crawl.new_captures:,}", f"{crawl.revisits:,}", f"{crawl.failures:,}", _size(crawl.bytes),
        )  # fmt: skip
        yield (
            "<tr>" + "".join(f"<td{_right(n >= 3)}>{html.escape(cell)}</td>" for n, cell in enumerate(cells)) + "</tr>"
        )
    yield "</tbody></table>\n"
    if len(found.crawls) > 20:
        yield f"<p class='note'>The last 20 of {len(found.crawls):,}.</p>"
    yield (
        f"<p>{found.captures:,} answers in {_size(found.bytes)} of WARC records. {found.revisits:,} were the same as "
        f"before and are kept as revisits, which saved about {_size(found.bytes_saved)}.</p></section>\n"
    )
    yield "<section class='pair'><div><h2>Hosts</h2>\n"
    yield bars(_sized(found.hosts), head=("host", "answers", "size"))
    yield "<h2>Status codes</h2>\n" + bars(_plain(found.statuses), head=("status", "answers", ""))
    yield "</div><div><h2>Types</h2>\n" + bars(_sized(found.media_types), head=("type", "answers", "size"))
    if found.problems:
        yield "<h2>Problems</h2>\n" + bars(_plain(found.problems), head=("where", "times", ""))
    yield "</div></section>\n"
    if found.edits:
        more = f" <small>the last {len(found.edits)} of {found.edits_in_all:,}</small>"
        yield f"<section><h2>Edits that were seen{more if found.edits_in_all > len(found.edits) else ''}</h2>\n<ul>"
        for edit in found.edits:
            yield f"<li>{_minute(edit.seen_at)}: {link(edit.title, edit.url)}, {edit.words:+,} words</li>\n"
        yield "</ul></section>\n"


def _day(moment: str) -> str:
    return f"<span class='day'>{html.escape(moment[:10])}</span>"


def _words(words: Sequence[Word]) -> str:
    rows = "".join(
        f"<tr><th scope='row'>{html.escape(word.word)}</th><td>{spark(word.shares, _told(word))}</td>"
        f"<td class='number'>{word.earlier:.1f} → {word.later:.1f}</td></tr>\n"
        for word in words
    )
    return f"<table><tbody>{rows}</tbody></table>" if rows else "<p class='none'>none</p>"


def _told(word: Word) -> str:
    return f"{word.word}: {', '.join(f'{share:.1f}' for share in word.shares)} per thousand words"


def _plain(found: Counted) -> tuple[Tally, ...]:
    return tuple(Tally(label=label, number=number) for label, number in found)


def _sized(found: Sequence[Tally]) -> tuple[Tally, ...]:
    return tuple(Tally(label=one.label, number=one.number, note=_size(int(one.note or 0))) for one in found)


def _right(is_number: bool) -> str:
    return " class='number'" if is_number else ""


def _minute(moment: str | None) -> str:
    return (moment or "not ended")[:16].replace("T", " ")


def _size(number: int) -> str:
    return f"{number / 1e3:,.0f} kB" if number < 1e6 else f"{number / 1e6:,.1f} MB"
