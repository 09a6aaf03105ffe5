"""What datasette shows otherwise here: cells that lead to replay and to records, pages of our own, closed doors."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from datasette import NotFound, Response, hookimpl

from ..archive.errors import ArchiveError
from ..archive.folder import ArchiveFolder
from ..archive.indexes.cdxj import timestamp
from ..dataset.keys import url_key
from ..dataset.tables.schema import TABLES
from . import cells
from .child import Order
from .places import COLLECTION, is_meant
from .questions import QUESTIONS
from .record import BY_ID, member, read_record_page

DATABASE = "dataset"
REFERENCES = {
    (one.name, column.name): column.references for one in TABLES for column in one.columns if column.references
}
LATEST = "9999-12-31"
MOST = 200
"""Captures of one address that can be chosen from."""
_FOUND = """
SELECT id, url, captured_at FROM captures WHERE url_key = :key AND status IS NOT NULL
ORDER BY captured_at > :at, abs(julianday(captured_at) - julianday(:at)), id LIMIT 1
"""
"""The capture of an address that a page of this moment had: the nearest before, else the nearest after."""
_BESIDE = "SELECT id, captured_at, status, record_type FROM captures WHERE url_key = ? ORDER BY captured_at, id LIMIT ?"
_WITHHELD = """
SELECT reason, authority FROM redacted_captures JOIN redactions ON redactions.id = redaction_id
WHERE capture_id = ? AND lifted_at IS NULL ORDER BY redactions.id
"""
"""Why a record is not given."""
_POST = "SELECT posts.id, title FROM posts JOIN post_urls ON post_urls.post_id = posts.id WHERE url_key = ?"
_FIGURES = """
SELECT (SELECT count(*) FROM posts WHERE kind = 'post') AS posts, (SELECT count(*) FROM comments) AS comments,
  (SELECT count(*) FROM post_references) AS refs, (SELECT count(*) FROM captures) AS captures,
  (SELECT min(published) FROM posts WHERE kind = 'post') AS first,
  (SELECT max(published) FROM posts WHERE kind = 'post') AS last,
  (SELECT max(captured_at) FROM captures) AS captured, (SELECT url FROM blogs) AS url,
  (SELECT count(*) FROM coverage WHERE state NOT IN ('archived', 'not a post')) AS missing
"""
_NEWEST = "SELECT id, title, url, published FROM posts WHERE kind = 'post' ORDER BY published DESC LIMIT 8"


class Hooks:
    """The plugin; datasette calls its hooks by their names."""

    __name__ = __name__  # datasette lists plugins by it

    def __init__(self, order: Order) -> None:
        self._order = order
        self._folder = ArchiveFolder(order.archive)

    # Cells

    @hookimpl
    def render_cell(
        self, row: Any, value: object, column: str, table: str | None, datasette: Any
    ) -> Awaitable[str | None] | str | None:
        """An address to its page, a capture to its record, a view's ids to their rows."""
        names = row.keys()
        if column in cells.CAPTURES and (capture := cells.number(value)) is not None:
            return cells.record(capture)
        if column == "record_id" and table == "captures":
            return cells.record(row["id"], str(value))
        if isinstance(value, int) and (referred := REFERENCES.get((table or "", column))):
            return cells.row(referred, value, str(value))
        if column == "post_id" and isinstance(value, int):
            return cells.row("posts", value, f"post {value}")
        if table in ("post_overview", "comment_thread") and column == "id" and isinstance(value, int):
            return cells.row("posts" if table == "post_overview" else "comments", value, str(value))
        if column == "found" and isinstance(value, str):
            return cells.marked(value)
        if cells.is_address(value):
            assert isinstance(value, str)
            at = row["captured_at"] if "captured_at" in names else None
            capture = cells.number(row["capture_id"]) if "capture_id" in names else None
            return self._address(datasette, value, at if isinstance(at, str) else None, capture)
        return None

    async def _address(self, datasette: Any, url: str, at: str | None, capture: int | None) -> str:
        if at is None and capture is not None:
            found = await self._rows(datasette, "SELECT captured_at FROM captures WHERE id = ?", [capture])
            at = found[0]["captured_at"] if found else None
        nearest = await self._nearest(datasette, url, at or LATEST)
        if nearest is None:
            return cells.elsewhere(url)
        return cells.archived(url, timestamp(nearest["captured_at"]), self._order.places)

    async def _nearest(self, datasette: Any, url: str, at: str) -> Any:
        found = await self._rows(datasette, _FOUND, {"key": url_key(url), "at": at})
        return found[0] if found else None

    @staticmethod
    async def _rows(datasette: Any, sql: str, values: object = None) -> list[Any]:
        return list((await datasette.get_database(DATABASE).execute(sql, values)).rows)

    # Pages

    @hookimpl
    def register_routes(self) -> list[tuple[str, Callable[..., Awaitable[Any]]]]:
        return [
            (r"^/-/replay$", self._replay),
            (r"^/-/replay/bar$", self._bar),
            (r"^/-/record/(?P<id>\d+)$", self._record),
            (r"^/-/record/(?P<id>\d+)\.warc\.gz$", self._member),
        ]

    async def _replay(self, request: Any, datasette: Any) -> Any:
        told = await self._frame(request, datasette)
        places = self._order.places
        told["source"] = f"{places.replay}/{COLLECTION}/{told['moment']}mp_/{cells.href(told['url'])}"
        told["origin"] = places.replay
        return Response.html(await datasette.render_template("replay.html", told, request=request))

    async def _bar(self, request: Any, datasette: Any) -> Any:
        told = await self._frame(request, datasette)
        return Response.html(await datasette.render_template("_bar.html", told, request=request))

    async def _frame(self, request: Any, datasette: Any) -> dict[str, Any]:
        """What the bar over a replayed page tells: when it was captured, what else there is of it."""
        url = request.args.get("url") or ""
        if not cells.is_address(url):
            raise NotFound("Replay needs ?url=, the address of a page")
        at = request.args.get("at") or ""
        key = url_key(url)
        asked = f"{at[:4]}-{at[4:6]}-{at[6:8]}T{at[8:10]}:{at[10:12]}:{at[12:14]}" if len(at) == 14 else LATEST
        # A moment names a second, a capture its fraction.
        nearest = await self._nearest(datasette, url, f"{asked}.999999Z" if asked != LATEST else LATEST)
        beside = await self._rows(datasette, _BESIDE, [key, MOST])
        post = await self._rows(datasette, _POST, [key])
        place = next((number for number, one in enumerate(beside) if nearest and one["id"] == nearest["id"]), None)

        def moved(by: int) -> str | None:
            if place is None or not 0 <= place + by < len(beside):
                return None
            return self._order.places.replayed(url, timestamp(beside[place + by]["captured_at"]))

        return {
            "url": url,
            "capture": nearest,
            "moment": timestamp(nearest["captured_at"]) if nearest else "",
            "number": None if place is None else place + 1,
            "of": len(beside),
            "earlier": moved(-1),
            "later": moved(1),
            "post": post[0] if post else None,
            "timemap": f"{self._order.places.replay}/{COLLECTION}/timemap/link/{cells.href(url)}",
        }

    async def _record(self, request: Any, datasette: Any) -> Any:
        row = await self._capture(request, datasette)
        page = await asyncio.to_thread(read_record_page, self._folder, row)
        moment = timestamp(page.capture.captured_at)
        told = {
            "page": page,
            "capture": page.capture,
            "replayed": self._order.places.replayed(page.capture.url, moment),
            "raw": f"{self._order.places.replay}/{COLLECTION}/{moment}id_/{cells.href(page.capture.url)}",
            "file": self._folder.warcs / page.capture.warc_file,
        }
        return Response.html(await datasette.render_template("record.html", told, request=request))

    async def _member(self, request: Any, datasette: Any) -> Any:
        row = await self._capture(request, datasette)
        if reasons := await self._rows(datasette, _WITHHELD, [row[0]]):
            told = "; ".join(f"{one['reason']} (authority: {one['authority']})" for one in reasons)
            return Response.text(f"This record holds what is redacted: {told}\n", status=451)
        try:
            body = await asyncio.to_thread(member, self._folder, row)
        except ArchiveError as error:
            raise NotFound(str(error)) from error
        name = f"record-{row[0]}.warc.gz"
        headers = {"Content-Disposition": f'attachment; filename="{name}"', "X-Content-Type-Options": "nosniff"}
        return Response(body, headers=headers, content_type="application/warc")

    async def _capture(self, request: Any, datasette: Any) -> tuple[object, ...]:
        found = await self._rows(datasette, BY_ID, [int(request.url_vars["id"][:18])])
        if not found:
            raise NotFound("There is no such capture")
        return tuple(found[0])

    @hookimpl
    def extra_template_vars(self, template: str, datasette: Any) -> Callable[[], Awaitable[Mapping[str, object]]]:
        """For the front page: figures, the newest posts, and what can be asked."""

        async def told() -> Mapping[str, object]:
            if template != "index.html":
                return {}
            (figures,) = await self._rows(datasette, _FIGURES)
            return {
                "figures": figures,
                "newest": await self._rows(datasette, _NEWEST),
                "questions": QUESTIONS,
                "front": self._order.places.replayed(figures["url"], "") if figures["url"] else None,
            }

        return told

    @hookimpl
    def extra_css_urls(self) -> list[str]:
        return ["/looks/ark.css"]

    # Doors

    @hookimpl
    def asgi_wrapper(self) -> Callable[[Any], Any]:
        """Answer to our own name only, and let nothing in a page reach beyond the two servers."""
        places, anywhere = self._order.places, self._order.anywhere
        policy = (
            "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; "
            f"img-src 'self' data:; frame-src {places.replay}; frame-ancestors 'none'; form-action 'self'; "
            "base-uri 'none'; object-src 'none'"
        )
        doors = [
            (b"content-security-policy", policy.encode()),
            (b"x-content-type-options", b"nosniff"),
            (b"referrer-policy", b"same-origin"),
            (b"cross-origin-opener-policy", b"same-origin"),
            (b"cross-origin-resource-policy", b"same-origin"),
        ]

        def wrap(app: Any) -> Any:
            async def wrapped(scope: Any, receive: Any, send: Any) -> None:
                if scope["type"] != "http":
                    await app(scope, receive, send)
                    return
                host = dict(scope["headers"]).get(b"host", b"").decode("latin-1")
                if not anywhere and not is_meant(host, places.dataset):
                    await Response.text("This name is not this server's.\n", status=403).asgi_send(send)
                    return

                async def guarded(event: Any) -> None:
                    if event["type"] == "http.response.start":
                        event = {**event, "headers": [*event["headers"], *doors]}
                    await send(event)

                await app(scope, receive, guarded)

            return wrapped

        return wrap
