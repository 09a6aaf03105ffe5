"""What the sites on Django share; run by the engine's own Python, which knows nothing of blogark."""

import json
import sys
from datetime import datetime
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

WORK, PORT = Path(sys.argv[1]), int(sys.argv[2])
CONTENT = json.loads((WORK / "content.json").read_text("utf-8"))


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_):
        pass


def moment(text):
    """A time of content.json."""
    return datetime.fromisoformat(text)


def gold_of(told, url, author, comments):
    """A post as the engine's database has it; comments as (told, its number, that of what it answers)."""
    names = ("title", "when", "categories", "tags", "text")
    said = [
        {name: one[name] for name in ("name", "url", "when", "text")} | {"id": str(number), "parent": answered}
        for one, number, answered in comments
        if not one["is_held"]
    ]
    return {**{name: told[name] for name in names}, "url": url, "author": author, "comments": said}


def serve(gold):
    """Say what is there, and answer until killed."""
    from django.core.wsgi import get_wsgi_application

    with make_server("127.0.0.1", PORT, get_wsgi_application(), _Server, _Quiet) as server:
        (WORK / "gold.json").write_text(json.dumps(gold), "utf-8")
        server.serve_forever()
