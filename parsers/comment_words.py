"""What class words and ids that speak of comments name: an area of them, one, the text of one, the form for one."""

from __future__ import annotations

import re
from functools import lru_cache

from .soup import words

AREA, ITEM, PART, FORM = "area", "item", "part", "form"

_WORDS = words(
    "comment comments comm usercomment usercomments kommentar kommentare commentaire commentaires comentario"
    " comentarios"
    " commento commenti komentarz komentarze komentar komentare reactie reacties kommentti kommentit"
    " leserbrief leserbriefe"
    " leserkommentar leserkommentare leserpost cmt cmts hozzaszolas hozzaszolasok yorum yorumlar webmention webmentions"
    " testimonialcomment discussioncomment forumpost blogcomment"
)
_AREA = words(
    "list lists area areas section sections container containers wrapper wrap block box holder inner outer"
    " thread threads module"
    " panel template region group feed all links ul ol main tab tabs app root embed view content column page"
)
_PART = words("content body text message copy entry description desc inner main txt texte inhalt texto")
_NO_ITEM = words(
    "form forms respond reply replies link count counter number num author date time meta header footer"
    " avatar name title heading"
    " headline more button btn buttons input field fields login policy open closed toggle icon bubble info notes notice"
    " pagination nav navigation navi add new write post submit submitted rules hint sort filter tools"
    " actions action like likes"
    " vote votes rating rss feed subscribe subscription permalink edit delete report share bar bottom top"
    " label teaser recent"
    " latest popular widget intro footnote separator status total load show hide enabled disabled allowed off on user"
    " username image img photo pic picture thumb says timestamp url website email captcha cancel error success awaiting"
    " moderation login area-title off-canvas indicator badge anchor id ids level depth even odd parent children child"
)
_SPLIT = re.compile(r"[\s_\-:/]+|(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)")
HINT = re.compile(
    r"comm|kom+ent|react|leser|cmt|yorum|hozza|webmention|forumpost|respond|reply|disqus|isso-|livefyre|"
    r"discourse",
    re.I,
)
_STATE = re.compile(
    r"^(?:no|has|with|is|not|without|show|hide|js|page|body|template|single|category|type|hentry)[-_]", re.I
)


@lru_cache(maxsize=50_000)
def role_of(word: str) -> str | None:
    """What a class word or id names: an area of comments, one, the text of one, the form for one; None for all else."""
    if len(word) > 60 or not HINT.search(word):
        return None
    return _role_of_parts(word) or (FORM if _FORM.match(word) else None)


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
    "comment comm usercomment kommentar commentaire comentario commento komentarz komentar reactie kommentti leserbrief"
    " leserkommentar leserpost cmt hozzaszolas yorum webmention forumpost blogcomment"
)
_FORM = re.compile(
    r"^(?:(?:comment|reply|respond|kommentar|commentaire|comentario)s?[-_]?(?:form|respond|reply|box|wrap|"
    r"area|container)?s?|respond|disqus_thread|fb-comments|isso-thread"
    r"|(?:add|post|new|leave|write)[-_]?(?:a[-_]?)?(?:comment|reply)[-_\w]*|commentform[-_\w]*|"
    r"comment-form[-_\w]*|discourse-comments|livefyre[-_\w]*)$",
    re.I,
)
