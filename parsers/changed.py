"""Whether a date is that of a change: "Updated: 3 May 2019" does not tell when a post was published."""

from __future__ import annotations

import re

_CHANGED = re.compile(
    r"updat|modif|edited|chang|geändert|aktualisiert|stand\s?:|letzte|mis à jour|mise à jour|actualizad|atualizad"
    r"|aggiornat|bijgewerkt|laatst|reviewed|zuletzt|opdater|oppdater|uppdater|ändrad|päivitetty|muokattu|zaktualizowan"
    r"|aktualizov|upraven|frissítve|módosítva|actualizat|обновлен|обновлён|изменен|изменён|оновлен|ενημερώθηκε"
    r"|güncelle|diperbarui|cập nhật|更新|수정|업데이트|עודכן|تحديث|به‌روز",
    re.I,
)
_FIGURE = re.compile(r"\d")


def says_change(text: str) -> bool:
    """Whether a text speaks of a change."""
    return _CHANGED.search(text) is not None


def is_change(text: str, before: str = "", classes: str = "") -> bool:
    """Whether the first date in ``text`` is one of a change, for the label in or ``before`` it, or its ``classes``.

    "Dec. 20, 2016 / Updated Dec. 21" tells a day of publication first. So does a class "published updated", which
    WordPress' own themes give to a post that was never changed.

    >>> is_change("Updated: 3 May 2019"), is_change("Dec. 20, 2016 / Updated 1 PM"), is_change("3 May 2019 (updated)")
    (True, False, True)
    """
    if _CHANGED.search(classes) and "publish" not in classes.lower():
        return True
    figure = _FIGURE.search(text)
    start = figure.start() if figure else len(text)
    # "Updated 3 May 2019", and behind it the day of publication
    label = _FIGURE.split(before)[-1]
    if _CHANGED.search(label) or _CHANGED.search(text, 0, start):
        return True
    later = _CHANGED.search(text, start)
    return later is not None and not _FIGURE.search(text, later.end())
