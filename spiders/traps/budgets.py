"""What bounds the places where a crawl would never end, whatever software made them.

A calendar of endless months, session ids, sort orders, forms that thank for a vote, searches that suggest searches,
errors that answer 200 and lead deeper: they are told from a blog's own pages by what they bring. A *pattern* of
addresses may be asked ``BARREN`` times in vain; visits that lead to something new outside of it, or say what was not
said before, cost nothing. What seems to be another view of known pages is visited last. A parameter that selects a
page belongs to no pattern, and of the places where posts lie only those are closed that say mostly nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from ..links.names import links_named, name_of, titles_of
from ..links.url import Role
from .patterns import BARREN, SESSION, Pattern, Patterns, Proof, doubt, is_token, without_session
from .sayings import Said, is_list, sayings_of

LITTLE = 100
"""Bytes of text that a page of a pattern has to say, beside what others say: a title and a date are less."""
LONGEST_CHAIN = 8
"""Style sheets that import style sheets."""
PLACES = frozenset((Proof.TEXT, Proof.PLACE))
"""Where posts may lie."""
BROUGHT_NOTHING = "brought nothing new: "
"""How the reason begins that is kept with a URL; the pattern follows."""


@dataclass(slots=True)
class Account:
    """The visits to a pattern."""

    vain: int = 0
    borne: int = 0
    """Those that were not in vain."""
    out: int = 0
    """On their way."""


class Budgets:
    """Which patterns have had their visits; `known` says whether a URL is in the queue."""

    def __init__(self, known: Callable[[str], bool], closed: Iterable[str] = ()) -> None:
        self._known = known
        self._patterns = Patterns(known)
        self._closed = set(closed)
        self._accounts: dict[str, Account] = {}
        self._out: dict[str, frozenset[Pattern]] = {}
        """What is on its way, with the patterns that it was sent out under."""
        self._said = Said()

    def objection(self, url: str, role: Role, *, vouched: bool = False) -> str | None:
        """Why a URL is not to be fetched; None if its patterns have visits left.

        A `vouched` one is the blog's own by a headline, feed or sitemap, however little it says.
        """
        if (bare := without_session(url)) != url and self._known(bare):
            return SESSION
        patterns = self.patterns(url, role)
        if "?" in url and {pattern.proof for pattern in patterns} == {Proof.NEW}:
            # A view of a page is not worth more than the page.
            patterns |= self.patterns(url.partition("?")[0], role)
        for pattern in patterns:
            if vouched and pattern.proof in PLACES:
                continue
            if pattern.name in self._closed or self._left(pattern) <= 0:
                self._closed.add(pattern.name)
                return BROUGHT_NOTHING + pattern.name
        return None

    def must_wait(self, url: str, role: Role) -> bool:
        """Whether so many of a URL's kind are on their way that these should come back first."""
        return any(0 < self._account(pattern).out >= self._left(pattern) > 0 for pattern in self.patterns(url, role))

    def spend(self, url: str, role: Role, *, vouched: bool = False) -> None:
        """A visit goes out."""
        self._patterns.learn(url, role)
        patterns = self._patterns.of(url, role, views=1)
        if vouched:
            # A post is worth its visit, and others may lie in its place.
            for pattern in patterns:
                if pattern.proof in PLACES:
                    self._book(pattern, vain=False)
            patterns = frozenset(pattern for pattern in patterns if pattern.proof not in PLACES)
        self._out[url] = patterns
        for pattern in patterns:
            self._accounts.setdefault(pattern.name, Account()).out += 1

    def release(self, url: str) -> frozenset[Pattern]:
        """A visit has ended, and says nothing about its patterns; these are returned."""
        patterns = self._out.pop(url, frozenset())
        for pattern in patterns:
            self._accounts[pattern.name].out -= 1
        return patterns

    def settle(self, url: str, *, fruit: bool = False, fails: bool = False) -> None:
        """A visit has brought what is no page: an error, a redirect, a feed, a requisite."""
        for pattern in self.release(url):
            if pattern.proof not in PLACES and not (fails and pattern.proof in (Proof.HOME, Proof.OWN)):
                self._book(pattern, vain=not fruit)

    def judge(self, url: str, content: bytes, *, fruit: bool, single: bool) -> None:
        """A visit has brought a page; `single` if it can be the one place of its text: neither a list nor a view."""
        patterns = self.release(url)
        said = sayings_of(content)
        sayings = self._said.distinct(said)
        if self._patterns.is_twin(url, sayings):
            for pattern in patterns:
                self._book(pattern, vain=not (fruit and pattern.proof not in PLACES))
            return
        new = self._said.hear("", sayings).new
        elsewhere = self._said.unheard("home", sayings) if doubt(patterns) else 0
        titles = self._titles(url, content) if doubt(patterns) < 2 else frozenset()
        self._hear_names(url, content)
        verdicts = {
            pattern: self._is_vain(pattern, sayings, new=new, elsewhere=elsewhere, fruit=fruit)
            and not (pattern.proof in (Proof.TEXT, Proof.HOME) and self._is_own_title(pattern, titles))
            for pattern in patterns
            # What a script fills in (or nothing at all) can be any page.
            if pattern.proof is not Proof.PLACE and (said or pattern.proof not in (Proof.TEXT, Proof.HOME))
        }
        place = [vain for pattern, vain in verdicts.items() if pattern.proof is Proof.TEXT]
        verdicts |= {pattern: place[0] for pattern in patterns if pattern.proof is Proof.PLACE and place}
        # A print view of ?post=7 says nothing against ?post=: of parameters, the one that has borne least is to blame.
        least = min((self._account(pattern).borne for pattern, vain in verdicts.items() if vain), default=0)
        is_view = any(
            pattern.proof is Proof.NEW and verdicts.get(pattern) for pattern in self._patterns.of(url, "page")
        )
        for pattern, vain in verdicts.items():
            blamed = not is_view and self._account(pattern).borne == least
            if not vain or pattern.proof is not Proof.HOME or blamed:
                self._book(pattern, vain=vain)
        if single and not doubt(patterns) and not any(map(is_token, patterns)) and not is_list(content):
            self._said.hear("home", sayings)

    def _is_vain(self, pattern: Pattern, sayings: Mapping[int, int], *, new: int, elsewhere: int, fruit: bool) -> bool:
        heard = self._said.hear(pattern.name, sayings)
        told = {
            Proof.FRUIT: 0,
            Proof.NEW: new,
            Proof.OWN: heard.own,
            Proof.TEXT: heard.own,
            Proof.HOME: min(heard.new, elsewhere),
        }[pattern.proof]
        return told < LITTLE and not (fruit and pattern.proof is not Proof.TEXT)

    def _hear_names(self, url: str, content: bytes) -> None:
        """Note by which names a page leads to others."""
        for attributes, inside in links_named(content):
            # Most links of a page stand on others, too.
            if self._said.hear("links", {hash((attributes, inside)): 1}).new and (
                one := name_of(attributes, inside, url)
            ):
                self._said.hear("names", {hash(one): 1})

    def _titles(self, url: str, content: bytes) -> frozenset[int]:
        """The titles of a page by which others have linked it."""
        titles = titles_of(content)
        return frozenset(
            hash(re.sub(r"\d+", "#", title))
            for title in titles
            if self._said.unheard("names", {hash((url, title)): 1}) == 0
        )

    def _is_own_title(self, pattern: Pattern, titles: frozenset[int]) -> bool:
        """Whether no page of the kind has had one of these titles."""
        return bool(titles) and self._said.hear(f"titles of {pattern.name}", dict.fromkeys(titles, 1)).new > 0

    def unmet(self, series: str, links: Iterable[str]) -> int:
        """How many links no page of a series has named before."""
        return self._said.hear(series, {hash(link): 1 for link in links}).new

    def led_away(self, url: str) -> None:
        """The visit was redirected to another site: a script that does so for all its parameters shares or counts."""
        if "?" in url:
            self._book(_script(url), vain=True)

    def is_fruit(self, url: str, role: Role, source: frozenset[Pattern]) -> bool:
        """Whether a URL that was new is something that a page of the patterns `source` may be visited for."""
        if role == "requisite":
            return False
        own = self.patterns(url, role)
        if own & source or doubt(own) or (own and self.objection(url, role)):
            return False
        # What has brought nothing more often than not is nothing to go on for.
        return all(account.vain < BARREN // 2 or account.vain <= account.borne for account in map(self._account, own))

    def doubt(self, url: str, role: Role) -> int:
        """How much a URL seems to be another view of what other pages show; 0 if it does not, 3 at most."""
        return doubt(self.patterns(url, role))

    def patterns(self, url: str, role: Role) -> frozenset[Pattern]:
        """The patterns a URL belongs to; most belong to none that matters."""
        found = self._patterns.of(url, role)
        if "?" in url and role != "requisite" and (script := _script(url)).name in self._accounts:
            return found | {script}
        return found

    def learn(self, url: str, role: Role) -> None:
        """Note what a URL that was found tells of parameters and segments."""
        self._patterns.learn(url, role)

    def _account(self, pattern: Pattern) -> Account:
        return self._accounts.get(pattern.name) or Account()

    def _left(self, pattern: Pattern) -> int:
        account = self._account(pattern)
        return max(pattern.most, int(account.borne * pattern.share)) - account.vain

    def _book(self, pattern: Pattern, *, vain: bool) -> None:
        account = self._accounts.setdefault(pattern.name, Account())
        if vain:
            account.vain += 1
        else:
            account.borne += 1


def _script(url: str) -> Pattern:
    return Pattern(f"{urlsplit(url).path}? (leads elsewhere)", Proof.FRUIT)


def patterns_closed(reasons: Iterable[str]) -> set[str]:
    """The patterns that reasons kept with URLs name."""
    return {reason.removeprefix(BROUGHT_NOTHING) for reason in reasons if reason.startswith(BROUGHT_NOTHING)}


def chained(hops: str) -> bool:
    """Whether the path to a requisite is a chain of nothing but requisites, of a length that no style sheet needs."""
    return hops.endswith("E" * LONGEST_CHAIN)
