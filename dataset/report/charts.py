"""Pictures of the report: SVG inside the page, with a number or a name at everything that colour tells."""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence

from .figures import Counted, Tally, Thread

WIDTH, HEIGHT = 920, 190
_LEFT, _BOTTOM, _TOP = 46, 24, 14


def columns(points: Counted, *, unit: str) -> str:
    """A column for each period, with the largest value and some of the periods written beside it."""
    if not points:
        return "<p class='none'>none with a date</p>"
    most = max(number for _, number in points) or 1
    step = (WIDTH - _LEFT) / len(points)
    room = HEIGHT - _BOTTOM - _TOP
    every = -(-len(points) // 12)
    parts = [_axis(most, room)]
    for place, (period, number) in enumerate(points):
        tall = room * number / most
        left = _LEFT + place * step
        parts.append(
            f"<rect x='{left:.1f}' y='{_TOP + room - tall:.1f}' width='{max(step - 1.5, 0.8):.1f}' "
            f"height='{tall:.1f}'><title>{period}: {number:,} {unit}</title></rect>"
        )
        if place % every == 0 and left < WIDTH - 50:
            parts.append(f"<text class='tick' x='{left:.1f}' y='{HEIGHT - 8}'>{period}</text>")
    told = f"{unit} from {points[0][0]} to {points[-1][0]}, at most {most:,}"
    return _svg(WIDTH, HEIGHT, told, "".join(parts), "columns")


def bars(rows: Iterable[Tally], *, head: tuple[str, str, str]) -> str:
    """A table whose numbers are drawn as bars too."""
    told = list(rows)
    if not told:
        return "<p class='none'>none</p>"
    most = max(row.number for row in told) or 1
    body = "".join(
        f"<tr><th scope='row'>{link(row.label, row.url)}</th><td class='number'>{row.number:,}</td>"
        f"<td class='bar'>{_svg(200, 12, '', _bar(200 * row.number / most), 'bar')}</td>"
        f"<td class='note'>{html.escape(row.note)}</td></tr>\n"
        for row in told
    )
    label, number, note = (html.escape(text) for text in head)
    return (
        f"<table><thead><tr><th scope='col'>{label}</th><th scope='col' class='number'>{number}</th><td></td>"
        f"<th scope='col' class='note'>{note}</th></tr></thead><tbody>\n{body}</tbody></table>"
    )


def spark(values: Sequence[float], label: str) -> str:
    """A small line: how a value went, the oldest on the left."""
    most = max(values) or 1
    step = 118 / max(len(values) - 1, 1)
    points = " ".join(f"{1 + place * step:.1f},{21 - 19 * value / most:.1f}" for place, value in enumerate(values))
    return _svg(120, 23, label, f"<polyline points='{points}'/>", "spark")


def thread_map(thread: Thread) -> str:
    """A dot for each comment, from left to right as they stand on the page; a line leads up to what it answers."""
    wide = min(WIDTH, 40 + 16 * len(thread.comments))
    step = (wide - 40) / max(len(thread.comments), 1)
    deepest = max((one.depth for one in thread.comments), default=0)
    row = min(26, 150 / (deepest + 1))
    places = {
        one.id: (20 + place * step, 12 + row * one.depth) for place, one in enumerate(thread.comments)
    }  # fmt: skip
    parts = []
    for one in thread.comments:
        x, y = places[one.id]
        if one.parent_id in places:
            above_x, above_y = places[one.parent_id]
            parts.append(f"<path d='M{above_x:.1f},{above_y:.1f} V{y:.1f} H{x:.1f}'/>")
    for one in thread.comments:
        x, y = places[one.id]
        told = html.escape(f"{one.author or 'somebody'}, {(one.published or 'no date')[:10]}")
        parts.append(f"<circle cx='{x:.1f}' cy='{y:.1f}' r='{min(4.5, step / 2.4):.1f}'><title>{told}</title></circle>")
    told = f"{len(thread.comments)} comments, answers to answers down to level {deepest}"
    return _svg(wide, 24 + row * deepest, told, "".join(parts), "thread")


def link(text: str, url: str | None) -> str:
    """Text, as a link where there is an address of the web."""
    shown = html.escape(text)
    if url is None or not url.lower().startswith(("http://", "https://")):
        return shown
    return f"<a href='{html.escape(url)}' rel='nofollow noreferrer'>{shown}</a>"


def _axis(most: int, room: float) -> str:
    base = _TOP + room
    return (
        f"<line x1='{_LEFT}' x2='{WIDTH}' y1='{base}' y2='{base}'/>"
        f"<line class='grid' x1='{_LEFT}' x2='{WIDTH}' y1='{_TOP}' y2='{_TOP}'/>"
        f"<text class='tick end' x='{_LEFT - 6}' y='{_TOP + 4}'>{most:,}</text>"
        f"<text class='tick end' x='{_LEFT - 6}' y='{base}'>0</text>"
    )


def _bar(width: float) -> str:
    return f"<rect width='{max(width, 1):.1f}' height='12'/>"


def _svg(width: float, height: float, told: str, inside: str, kind: str) -> str:
    role = f"role='img' aria-label='{html.escape(told)}'" if told else "aria-hidden='true'"
    return (
        f"<svg class='{kind}' viewBox='0 0 {width:.0f} {height:.0f}' width='{width:.0f}' height='{height:.0f}' {role}>"
        f"{inside}</svg>"
    )
