"""The dataset: datasette over `dataset.sqlite`, with what the schema tells of it and ways to the pages and records."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import closing
from pathlib import Path

import uvicorn
from datasette.app import Datasette
from datasette.plugins import pm

from .child import begin, room
from .hooks import DATABASE, Hooks
from .metadata import metadata

LOOKS = "looks"
SETTINGS = {
    "default_page_size": 50,
    "sql_time_limit_ms": 5000,
    "facet_time_limit_ms": 2000,
    "suggest_facets": False,  # what can be told apart is named in the metadata; ids and texts cannot
    "truncate_cells_html": 300,
    "default_cache_ttl": 0,
    "max_csv_mb": 0,
}


def main() -> None:
    """Serve until the owner closes the pipe."""
    connection, order, listener = begin()
    here = Path(__file__).parent
    file = f"{DATABASE}.sqlite"
    with room(**{file: order.archive / file}):
        told = _blog(file)
        pm.register(Hooks(order))
        datasette = Datasette(
            files=[file] if order.is_written else [],
            immutables=[] if order.is_written else [file],
            metadata=metadata(DATABASE, **told),
            template_dir=str(here / "pages"),
            static_mounts=[(LOOKS, str(here / LOOKS))],
            settings=SETTINGS,
        )

        async def run() -> None:
            await datasette.invoke_startup()
            server = uvicorn.Server(uvicorn.Config(datasette.app(), log_level="critical", lifespan="on"))
            asyncio.get_running_loop().add_reader(connection.fileno(), _end, server)
            connection.send("ready")
            await server.serve(sockets=[listener])

        asyncio.run(run())


def _end(server: uvicorn.Server) -> None:
    server.should_exit = server.force_exit = True


def _blog(file: str) -> dict[str, str]:
    with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as db:
        title, description, url = db.execute("SELECT title, description, url FROM blogs").fetchone() or ("", "", "")
    return {"title": title or "", "description": description or "", "url": url}
