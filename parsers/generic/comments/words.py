"""What class words and ids that speak of comments name: an area of them, one, the text of one, the form for one."""

from __future__ import annotations

import re

from ...tree.known import known
from ...tree.soup import words
from .reviews import role_of_review

AREA, ITEM, PART, FORM, PINGS = "area", "item", "part", "form", "pings"

_WORDS = words(
    "comment comments comm usercomment usercomments kommentar kommentare commentaire commentaires comentario"
    " comentarios"
    " commento commenti komentarz komentarze komentar komentare reactie reacties kommentti kommentit"
    " leserbrief leserbriefe"
    " leserkommentar leserkommentare leserpost cmt cmts hozzaszolas hozzaszolasok yorum yorumlar webmention"
    " webmentions"
    " testimonialcomment discussioncomment forumpost blogcomment"
)
_AREA = words(
    "list lists area areas section sections container containers wrapper wrap block box holder inner outer"
    " thread threads module"
    " panel template region group feed all links ul ol main tab tabs app root embed view content column page stream"
)
_PART = words("content body text message copy entry description desc inner main txt texte inhalt texto")
_NO_ITEM = words(
    "form forms respond reply replies link count counter number num author date time meta header footer"
    " avatar name title heading"
    " headline more button btn buttons input field fields login policy open closed toggle icon bubble info notes"
    " notice"
    " pagination nav navigation navi add new write post submit submitted rules hint sort filter tools"
    " actions action like likes"
    " vote votes rating rss feed subscribe subscription permalink edit delete report share bar bottom top"
    " label teaser recent"
    " latest popular widget intro footnote separator status total load show hide enabled disabled allowed off on user"
    " print small username image img photo pic picture thumb says timestamp url website email captcha cancel error"
    " success awaiting"
    " moderation login head"
    " area-title off-canvas indicator badge anchor id ids level depth even odd parent children child"
)
_SPLIT = re.compile(r"[\s_\-:/]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
_KNOWN = {
    "ccm-conversation-message": ITEM,
    "ccm-conversation-messages": AREA,
    "ccm-conversation-message-body": PART,
    "vcards": AREA,
}
"""Words that do not speak of comments, and name nothing else: concrete5's conversations, Valine's list."""
_STATE = re.compile(
    r"^(?:no|has|with|is|not|without|show|hide|js|page|body|template|single|category|type|hentry)[-_]", re.I
)


_PINGS = re.compile(
    r"^(?:[a-z]{1,6}[-_])?(?:(?:track|ping)backs?|pings|webmentions?-list|retroliens?)(?:[-_]?list)?$", re.I
)
_COUNT = re.compile(
    r"\W*(?:(?P<before>\d{1,3}(?:[.,\u202f\xa0 ]?\d{3})*|no|zero|one|a|two|three|four|five|keine?|eine?|ein|zwei"
    r"|drei|vier|fünf|"
    r"aucun|un|une|deux|trois|ningún|sin|uno?|dos|tres|nessun|due|tre|geen|één|nenhum|um|dois|brak|ingen|inga|en"
    r"|ett|et)"
    r"\s?(?:件の)?\s*)?"
    r"(?:(?:reader|user|blog|your|latest|vos|les|ihre|eure|leser|i|os|los)\s?)?"
    r"(?:comments?|responses?|replies|reply|thoughts?|reactions?|feedback|kommentare?|antwort(?:en)?"
    r"|reaktion(?:en)?|leserbriefe|"
    r"meinung(?:en)?|commentaires?|réponses?|réactions?|comentarios?|respuestas?|commenti|commento|risposte"
    r"|comentários?|"
    r"respostas?|reacties?|reactie|komentarz(?:e|y)?|komentář(?:e|ů)?|kommentarer|kommenttia?|kommentit"
    r"|hozzászólás(?:ok)?|"
    r"yorum(?:lar)?|комментари(?:й|я|ев|и)|コメント(?:一覧)?|댓글|评论|評論|留言)"
    r"\s*(?:[(\[:#]\s*(?P<after>\d{1,6})\s*[)\]]?|(?P<last>\d{1,6})(?:개|条|件)?)?"
    r"(?:\W*|\s*(?:so far|yet)\W*|\s*(?:to|on|for|zu|zum|sur|à|en|a|su|para|op|till|til)\s*[:“\"«„‘'].{1,200}"
    r"|\s*(?:on this post|for this entry|zu diesem (?:artikel|beitrag)|sur cet article).{0,120})",
    re.I,
)
_NUMERALS = {
    **dict.fromkeys("no zero keine kein aucun ningún sin nessun geen nenhum brak ingen inga".split(), 0),
    **dict.fromkeys("one a eine ein un une uno één um en ett et".split(), 1),
    **dict.fromkeys("two zwei deux dos due dois".split(), 2),
    **dict.fromkeys("three drei trois tres tre".split(), 3),
    **dict.fromkeys("four vier".split(), 4),
    **dict.fromkeys("five fünf".split(), 5),
}


def counted(text: str) -> int | None:
    """How many comments a label tells of: "4 comments", "Kommentare (12)"; -1: no number, None: no label."""
    match = _COUNT.fullmatch(text) if len(text) < 300 else None
    if match is None:
        return None
    told = match["before"] or match["after"] or match["last"]
    if told is None:
        return -1
    digits = re.sub(r"\D", "", told)
    return int(digits) if digits else _NUMERALS.get(told.casefold(), -1)


def hints(word: str) -> bool:
    """Whether a word may speak of comments: all that do hold one of a few stems, and looking for those is cheap."""
    lower = word.lower()
    # written out: asked for each word of a page, and three times as fast as any() with a generator
    return (
        "comm" in lower or "kom" in lower or "react" in lower or "leser" in lower or "cmt" in lower or "yorum" in lower
        or "hozza" in lower or "webmention" in lower or "forumpost" in lower or "respond" in lower or "reply" in lower
        or "disqus" in lower or "isso-" in lower or "livefyre" in lower or "discourse" in lower
    )  # fmt: skip


@known
def is_of_pings(word: str) -> bool:
    """Whether a class word or id names trackbacks and pingbacks, one or a list of them."""
    lower = word.lower()
    speaks = "back" in lower or "ping" in lower or "mention" in lower or "trolien" in lower
    return speaks and len(word) < 40 and _PINGS.match(word) is not None


@known
def role_of(word: str) -> str | None:
    """What a class word or id names: an area of comments, one, the text of one, the form for one; None for all else."""
    if len(word) > 60 or not hints(word):
        return None
    return _role_of_parts(word) or (FORM if _FORM.match(word) else None)


@known
def named(word: str) -> str | None:
    """What a class word or id names: the same, or pings, or what ``reviews`` tells; None for nearly all."""
    return role_of(word) or _KNOWN.get(word) or (PINGS if is_of_pings(word) else role_of_review(word))


def _role_of_parts(word: str) -> str | None:
    if _STATE.match(word):
        return None
    parts = [part for whole in _SPLIT.split(word) if whole for part in _unglued(whole.lower())]
    at = next((at for at, part in enumerate(parts) if part in _WORDS), None)
    if at is None:
        return None
    rest = [part for part in (*parts[:at], *parts[at + 1 :]) if not part.isdigit()]
    after = [part for part in parts[at + 1 :] if not part.isdigit()]
    if any(part in _NO_ITEM for part in rest):
        return None
    if any(part in _PART for part in after):
        return PART
    plural = parts[at] not in _SINGULAR
    if plural or any(part in _AREA for part in after):
        return AREA if len(parts) < 5 else None
    return ITEM


def _unglued(part: str) -> tuple[str, ...]:
    """The parts of a glued word: "commentbody" → comment, body; a commentary is no comment."""
    if part in _WORDS:
        return (part,)
    for word in ("comments", "comment", "kommentare", "kommentar"):
        if part.startswith(word) and not part.startswith(("commentar", "commentat", "kommentat")):
            return word, part[len(word) :]
    return (part,)


_SINGULAR = words(
    "comment comm usercomment kommentar commentaire comentario commento komentarz komentar reactie kommentti"
    " leserbrief"
    " leserkommentar leserpost cmt hozzaszolas yorum webmention forumpost blogcomment"
)
_FORM = re.compile(
    r"^(?:(?:comment|reply|respond|kommentar|commentaire|comentario)s?[-_]?(?:form|respond|reply|box|wrap|"
    r"area|container)?s?|respond|disqus_thread|fb-comments|isso-thread"
    r"|(?:add|post|new|leave|write)[-_]?(?:a[-_]?)?(?:comment|reply)[-_\w]*|commentform[-_\w]*|"
    r"comment-form[-_\w]*|discourse-comments|livefyre[-_\w]*)$",
    re.I,
)
