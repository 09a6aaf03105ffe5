"""Facts that a page only hands to its own scripts: ``"publishedAt": "2016-11-04T20:37:27Z"``.

The scripts of a page tell of its teasers, too: a fact counts only where all that tell it agree.
"""

from __future__ import annotations

import re

from ..tree.soup import Soup

_LONGEST = 2_000_000
_DATE = re.compile(
    r"""["'](?:date_?published|published_?(?:at|date|time|on)?|publi(?:sh|cation)_?(?:date|time)"""
    r"""|first_?published(?:_?at|_?date)?|date_?created|created_?(?:at|date)?|pub_?date|(?:page_?)?post_?date)"""
    r"""["']\s*:\s*["'](\d{4}-\d\d-\d\d[^"']{0,20})["']""",
    re.I,
)


def date_in_scripts(soup: Soup) -> str | None:
    """The only day of publication that scripts tell, in their precision."""
    found = _DATE.findall(_text(soup))
    return found[0] if len({raw[:10] for raw in found}) == 1 else None


def _text(soup: Soup) -> str:
    texts = []
    for script in soup.by_name("script"):
        if "ld+json" not in str(script.attrs.get("type", "")):
            texts += [str(part) for part in script.contents]
    return "\n".join(texts)[:_LONGEST].replace('\\"', '"')
