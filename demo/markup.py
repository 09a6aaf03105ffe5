"""The small markup that the demo's posts are written in, as HTML and as plain text.

Blocks are parted by blank lines: paragraphs, ``- `` and ``1. `` lists, ``> `` quotes, ``## `` headings, four blanks for
code, ``![what it shows](name.png)`` for an image. Inside: ``*emphasis*``, ``**strong**``, ``[words](address)``.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_STRONG = re.compile(r"\*\*([^*]+)\*\*")
_EMPHASIS = re.compile(r"\*([^*]+)\*")
_IMAGE = re.compile(r"!\[([^\]]+)\]\(([^)]+)\)")
_LIST_ITEM = re.compile(r"(?:- |\d+\. )(.*)")


def to_html(text: str, address: Callable[[str], str]) -> str:
    """HTML as the Squarespace 5 editor left it; `address` turns a link's or image's target into a URL."""
    return "\n".join(_block(block, address) for block in _blocks(text))


def to_text(text: str) -> str:
    """What a reader sees: paragraphs parted by one blank line, list items by a line break."""
    return "\n\n".join(_plain(block) for block in _blocks(text) if not _IMAGE.fullmatch(block))


def images(text: str) -> tuple[tuple[str, str], ...]:
    """Name and description of each image, in order."""
    return tuple((match[2], match[1]) for match in _IMAGE.finditer(text))


def _blocks(text: str) -> list[str]:
    return [block.strip("\n") for block in re.split(r"\n\s*\n", text) if block.strip()]


def _block(block: str, address: Callable[[str], str]) -> str:
    if image := _IMAGE.fullmatch(block):
        return (
            '<p><span class="full-image-block ssNonEditable"><span>'
            f'<img src="{address(image[2])}?__SQUARESPACE_CACHEVERSION=1268593500" alt="{html.escape(image[1])}"/>'
            "</span></span></p>"
        )
    lines = block.split("\n")
    if block.startswith("    "):
        return "<pre>" + html.escape("\n".join(line[4:] for line in lines)) + "</pre>"
    if block.startswith("## "):
        return f"<h3>{_inline(block[3:], address)}</h3>"
    if block.startswith("> "):
        return f"<blockquote><p>{_inline(' '.join(line[2:] for line in lines), address)}</p></blockquote>"
    if items := _items(lines):
        kind = "ul" if block.startswith("- ") else "ol"
        return f"<{kind}>\n" + "".join(f"<li>{_inline(item, address)}</li>\n" for item in items) + f"</{kind}>"
    return f"<p>{_inline(' '.join(lines), address)}</p>"


def _items(lines: list[str]) -> list[str]:
    matches = [_LIST_ITEM.fullmatch(line) for line in lines]
    return [match[1] for match in matches if match] if all(matches) else []


def _inline(text: str, address: Callable[[str], str]) -> str:
    text = html.escape(text, quote=False).replace("'", "&rsquo;")
    text = _LINK.sub(lambda match: f'<a href="{address(match[2])}">{match[1]}</a>', text)
    return _EMPHASIS.sub(r"<em>\1</em>", _STRONG.sub(r"<strong>\1</strong>", text))


def _plain(block: str) -> str:
    lines = block.split("\n")
    if block.startswith("    "):
        return "\n".join(line[4:] for line in lines)
    if items := _items(lines):
        return "\n".join(_words(item) for item in items)
    marker = 3 if block.startswith("## ") else 0
    return _words(" ".join(line.removeprefix("> ") for line in lines)[marker:])


def _words(text: str) -> str:
    text = _LINK.sub(r"\1", text)
    return _EMPHASIS.sub(r"\1", _STRONG.sub(r"\1", text)).replace("'", "’")
