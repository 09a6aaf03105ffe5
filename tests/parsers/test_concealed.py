"""What a page hides is no part of its text, unless a reader can open it."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page

TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3
SECRET = "What nobody may see."


def body(inside: str, generator: str = "") -> str:
    page = f"<html lang=en><head><title>On reeds</title><meta name=generator content='{generator}'>"
    page += "</head><body><article class=post id=post-7><h1 class=entry-title>On reeds</h1>"
    page += f"<div class=entry-content>{TEXT}{inside}{TEXT}</div></article></body></html>"
    post = read_page(page.encode(), "https://heron.example/reeds").post
    assert post is not None
    assert (post.body_text or "").count("Reeds stand") == 6
    assert (SECRET in (post.body_text or "")) == (SECRET in (post.body_html or ""))
    return post.body_text or ""


@pytest.mark.parametrize("generator", ["", "WordPress 5.1"])
@pytest.mark.parametrize(
    "inside",
    [
        f"<div hidden>{SECRET}</div>",
        f"<div style='display:none'>{SECRET}</div>",
        f"<p style='color: red; DISPLAY : none;'>{SECRET}</p>",
        f"<div style='display:none'><p>{SECRET}</p></div>",
        f"<p>They bend. <a class=FlattrButton style='display:none' href=https://heron.example/reeds>{SECRET}</a></p>",
        f"<div id=error style='display:none'>{SECRET}</div>",
    ],
)
def test_what_is_hidden_is_no_text(inside: str, generator: str) -> None:
    assert SECRET not in body(inside, generator)


@pytest.mark.parametrize(
    "inside",
    [
        f"<h3>Who?</h3><div style='display:none'>{SECRET}</div>",
        f"<button>Show</button><div hidden>{SECRET}</div>",
        f"<p><a href='#'>Show</a></p><div style='display:none'>{SECRET}</div>",
        f"<div role=button>Show</div><div hidden>{SECRET}</div>",
        f"<div class=su-spoiler-content style='display:none'>{SECRET}</div>",
        f"<a href=#x>Show</a><p>Other words.</p><div id=x style='display:none'>{SECRET}</div>",
        f"<div aria-controls=x>Show</div><p>Other words.</p><div id=x hidden>{SECRET}</div>",
        f"<div style='display:none'><img src=/a.jpg alt=A>{SECRET}</div>",
        f"<div style='display:none'>{SECRET}<p>{'So much that a script must show it. ' * 20}</p></div>",
        f"<div aria-hidden=true>{SECRET}</div>",
        f"<div style='display: block'>{SECRET}</div>",
    ],
)
def test_what_a_reader_can_open_stays(inside: str) -> None:
    assert SECRET in body(inside)
