"""The numbers that a highlighter sets beside the lines of code are no part of the text."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page

TEXT = "<p>Reeds stand in water and in wind, and bend to both of them without a word of complaint.</p>" * 3
CODE = "cut = reeds[:7]\ndry(cut)\nthatch(cut)"
NUMBERED = {
    "Hexo": "<figure class='highlight'><table><tr><td class=gutter><pre><span class=line>1</span><br>"
    "<span class=line>2</span><br><span class=line>3</span><br></pre></td><td class=code><pre>"
    "<span class=line>cut = reeds[:7]</span><br><span class=line>dry(cut)</span><br>"
    "<span class=line>thatch(cut)</span><br></pre></td></tr></table></figure>",
    "Rouge": "<pre class=highlight><code><table class=rouge-table><tbody><tr><td class='rouge-gutter gl'>"
    f"<pre class=lineno>1\n2\n3\n</pre></td><td class=rouge-code><pre>{CODE}\n</pre></td></tr></tbody></table>"
    "</code></pre>",
    "Pygments": "<div class=highlight><table class=highlighttable><tr><td class=linenos><div class=linenodiv>"
    f"<pre>41\n42\n43</pre></div></td><td class=code><div><pre>{CODE}</pre></div></td></tr></table></div>",
    "Pygments, inline": "<div class=highlight><pre><span class=linenos>1</span>cut = reeds[:7]\n"
    "<span class=linenos>2</span>dry(cut)\n<span class=linenos>3</span>thatch(cut)</pre></div>",
    "Chroma": "<div class=highlight><div class=chroma><table class=lntable><tr><td class=lntd><pre class=chroma><code>"
    "<span class=lnt>1\n</span><span class=lnt>2\n</span><span class=lnt>3\n</span></code></pre></td>"
    f"<td class=lntd><pre class=chroma><code>{CODE}</code></pre></td></tr></table></div></div>",
    "Chroma, inline": "<div class=highlight><pre class=chroma><code><span class=line><span class=ln>1</span>"
    "<span class=cl>cut = reeds[:7]\n</span></span><span class=line><span class=ln>2</span><span class=cl>dry(cut)\n"
    "</span></span><span class=line><span class=ln>3</span><span class=cl>thatch(cut)</span></span></code></pre></div>",
    "SyntaxHighlighter": "<div class=syntaxhighlighter><table><tr><td class=gutter><div class='line number1'>1</div>"
    "<div class='line number2'>2</div><div class='line number3'>3</div></td><td class=code><div class=container>"
    "<div class=line><code>cut = reeds[:7]</code></div><div class=line><code>dry(cut)</code></div>"
    "<div class=line><code>thatch(cut)</code></div></div></td></tr></table></div>",
    "a line a row": "<table>"
    + "".join(
        f"<tr><td class=blob-num>{number}</td><td class=blob-code><code>{line}</code></td></tr>"
        for number, line in enumerate(CODE.split("\n"), 1)
    )
    + "</table>",
}


def words(text: str | None) -> list[str]:
    return (text or "").split()


@pytest.mark.parametrize("how", NUMBERED)
def test_numbers_beside_code_are_left_out_of_a_page(how: str) -> None:
    page = (
        f"<title>On reeds</title><article><h1>On reeds</h1><div class=entry-content>{TEXT}{NUMBERED[how]}{TEXT}</div>"
    )
    post = read_page(page.encode(), "https://heron.example/reeds").post
    assert post is not None
    bare = read_page(page.replace(NUMBERED[how], f"<pre>{CODE}</pre>").encode(), "https://heron.example/reeds").post
    assert bare is not None
    assert words(bare.body_text) == words(post.body_text)


@pytest.mark.parametrize("how", NUMBERED)
def test_numbers_beside_code_are_left_out_of_a_feed(how: str) -> None:
    feed = (
        "<rss version='2.0'><channel><title>Heron</title><item><title>On reeds</title>"
        f"<link>https://heron.example/reeds</link><description><![CDATA[{TEXT}{NUMBERED[how]}]]></description></item>"
        "</channel></rss>"
    )
    told = read_page(feed.encode(), "https://heron.example/rss.xml", content_type="application/rss+xml")
    assert words(told.entries[0].body_text)[-5:] == ["cut", "=", "reeds[:7]", "dry(cut)", "thatch(cut)"]


@pytest.mark.parametrize(
    "table",
    [
        "<table><tr><td>1</td><td>Cut the <code>reeds</code></td></tr><tr><td>2</td><td>Dry them</td></tr></table>",
        "<table><tr><td>7</td><td>9</td></tr><tr><td>8</td><td>10</td></tr></table>",
        "<pre><span class=line>1</span>\n<span class=line>2</span>\n<span class=mi>3</span></pre>",
        "<table><tr><td>2019</td><td><pre>reeds</pre></td></tr></table>",
    ],
)
def test_numbers_that_the_text_says_stay(table: str) -> None:
    page = f"<title>On reeds</title><article><h1>On reeds</h1><div class=entry-content>{TEXT}{table}{TEXT}</div>"
    post = read_page(page.encode(), "https://heron.example/reeds").post
    assert post is not None
    assert {"1", "2", "7", "8", "3", "2019"} & set(words(post.body_text)) == {
        word for word in ("1", "2", "7", "8", "3", "2019") if f">{word}<" in table
    }
