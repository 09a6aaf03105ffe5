"""Whether a date is that of a change: "Updated: 3 May 2019" does not tell when a post was published."""

from __future__ import annotations

import re

from ..tree.known import known

_CHANGED = re.compile(
    r"updat|modif|edited|chang|geändert|aktualisiert|stand\s?:|letzte|mis à jour|mise à jour|actualizad|atualizad"
    r"|aggiornat|bijgewerkt|laatst|reviewed|zuletzt|opdater|oppdater|uppdater|ändrad|päivitetty|muokattu|zaktualizowan"
    r"|aktualizov|upraven|frissítve|módosítva|actualizat|обновлен|обновлён|изменен|изменён|оновлен|ενημερώθηκε"
    r"|güncelle|diperbarui|cập nhật|更新|수정|업데이트|עודכן|تحديث|به‌روز"
)
"""Of a text in lower case: so many words without regard to case take three times as long."""
_FIGURE = re.compile(r"\d")


@known
def _says_change(classes: str) -> bool:
    return says_change(classes)


def says_change(text: str) -> bool:
    """Whether a text speaks of a change."""
    return _CHANGED.search(text.lower()) is not None


def is_change(text: str, before: str = "", classes: str = "") -> bool:
    """Whether the first date in ``text`` is one of a change, for the label in or ``before`` it, or its ``classes``.

    "Dec. 20, 2016 / Updated Dec. 21" tells a day of publication first. So does a class "published updated", which
    WordPress' own themes give to a post that was never changed.

    >>> is_change("Updated: 3 May 2019"), is_change("Dec. 20, 2016 / Updated 1 PM"), is_change("3 May 2019 (updated)")
    (True, False, True)
    """
    if _says_change(classes) and "publish" not in classes.lower():
        return True
    # "Updated 3 May 2019", and behind it the day of publication
    if before and says_change(_FIGURE.split(before)[-1]):
        return True
    text = text.lower()
    said = _CHANGED.search(text)
    if said is None:
        return False
    figure = _FIGURE.search(text)
    return figure is None or said.start() < figure.start() or not _FIGURE.search(text, said.end())
