"""Which parts of addresses change nothing: pages that say what the page says that is known without that part.

That a page is known without a parameter or segment tells little where few pages are known; that both say the same
tells all. What pages said is kept for the latest ones only.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Collection, Iterable

KEPT = 5_000
"""Pages whose runs of text are remembered, 250 bytes each."""
SHARE = 0.8
"""Of the runs of text of the longer address: sidebars differ from answer to answer. It may say less, as for print."""
ENOUGH = 3
"""Pairs that say the same, and none that does not."""


class Twins:
    """Compares pages with those whose addresses are theirs without a part."""

    def __init__(self) -> None:
        self._said: dict[int, array[int]] = {}
        self._alike: Counter[str] = Counter()
        self._unlike: set[str] = set()

    def compare(self, url: str, shorter: Iterable[tuple[str, str]], sayings: Collection[int]) -> bool:
        """Whether a page said what the page says that is known without a part of its address, as others did before.

        `shorter` are the addresses without a part, each with the part's name.
        """
        if not sayings:
            return False
        is_twin = False
        for name, bare in shorter:
            other = self._said.get(hash(bare))
            if other is None or name in self._unlike:
                continue
            shared = sum(run in sayings for run in other)
            if shared >= SHARE * len(sayings):
                self._alike[name] += 1
                is_twin = is_twin or self.are_alike(name)
            else:
                self._unlike.add(name)
                del self._alike[name]
        self._said[hash(url)] = array("q", sayings)
        if len(self._said) > KEPT:
            del self._said[next(iter(self._said))]
        return is_twin

    def are_alike(self, name: str) -> bool:
        """Whether the part with that name has changed nothing so far."""
        return self._alike[name] >= ENOUGH
