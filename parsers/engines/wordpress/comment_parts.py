"""How themes and plugins name the parts of a comment: author, date, text, and what is none of these."""

from __future__ import annotations

import re

from ...tree.known import known
from ...tree.soup import Element, attribute, walk, words


def _ranked(names: str) -> dict[str, int]:
    """Class names and how sure they are, 0 for the surest."""
    return {name: rank for rank, name in enumerate(names.split())}


PINGS = frozenset(("pingback", "trackback"))
AUTHOR = _ranked(
    "wp-block-comment-author-name comment-author-name fn wpd-comment-author wc-comment-author comment_author"
    " commentauthor comment-author-link epoch-author-link author-name authorname comment-name commenter"
    " comment_name username comment-author author name vcard p-author"
)
"""The surest first; ``vcard`` often holds the avatar alone."""
AUTHOR_LIKE = re.compile(r"(?:^|[-_])(?:author|authorname|author-name|commenter|username|user-name|nickname)$", re.I)
DATE = _ranked(
    "wp-block-comment-date comment-metadata commentmetadata comment-date comment_date commentdate comment-time"
    " comment_time comment-meta wpd-comment-date wc-comment-date date time timestamp comment-permalink published"
    " posted-on comment-info datetime time-info"
)
DATE_LIKE = re.compile(r"(?:^|[-_])(?:date|time|datum|timendate|datetime|posted-when|timestamp)$", re.I)
TEXT = _ranked(
    "wp-block-comment-content wpd-comment-text wc-comment-text epoch-comment-content comment-text comment_text"
    " commenttext contenttext comment-content comment_content commentcontent e-content comment-entry comment-copy"
    " comment-message comment-the-content comment-p the-comment-content comment-body commentbody comment_body entry"
    " entry-content format_text text content"
)
TEXT_LIKE = (
    re.compile(r"(?:^|[-_])(?:comments?[-_].*(?:text|content|entry)|comment(?:text|content)|item-text)$", re.I),
    re.compile(r"(?:^|[-_])comment[-_]?body$", re.I),
)
NO_TEXT_NAMES = frozenset(("span", "a", "li", "ul"))
ACTIONS = words(
    "reply comment-reply comment-reply-link comment-reply-login reply-link replylink comment_reply"
    " comment-edit-link edit-link comment-edit edit-comment comment-tools comment-actions tools comment-likes"
    " comment-like says comment_quote_link comment_direct_link"
)
NOT_TEXT = ACTIONS | words(
    "vcard comment-author comment-meta commentmetadata comment-metadata comment-date comment_date avatar"
    " moderation comment-awaiting-moderation awaiting-moderation comment-moderation"
    " jetpack-comment-likes-widget-wrapper pd-rating cs-rating likebtn_container comment-number comment-count"
    " commentnumber counter comment-counter comment_num commentcount sharedaddy sd-sharing share comment-share"
    " comment-footer wpd-comment-header wpd-comment-footer wpd-comment-left wpulike cld-like-dislike-wrap"
    " comment-rating ckratingli wpd-comment-last-edited comment-permalink comment-link permalink"
    " screen-reader-text comment-header comment-info-reply wp-block-comment-reply-link wp-block-comment-edit-link"
    " wp-block-comment-author-name wp-block-comment-date wp-block-avatar wpdiscuz-hellip wpdiscuz-readmore"
    " comment-report report-comment thumbblock_parent star-rating"
)
_META_LIKE = re.compile(
    r"(?:^|[-_])comment[-_](?:header|footer|meta|metadata|actions|toolbar|buttons|info|details|date|time)$", re.I
)
_ACTION_LIKE = re.compile(
    r"(?:^|[-_])(?:report|reply|edit|flag|share|quote|permalink|like|vote)s?[-_]?(?:link|btn|button|box)s?$", re.I
)
_LONGEST_ASIDE = 200
_LOCAL = re.compile(r"^#|replytocom=|/wp-(?:admin|login)|#respond|#comment")
_REPLIES = frozenset(("comment-reply-link", "comment-edit-link", "comment-reply-login"))


@known
def _looks_meta(name: str) -> bool:
    return bool(_META_LIKE.search(name))


@known
def _looks_action(name: str) -> bool:
    return bool(_ACTION_LIKE.search(name))


def is_aside(tag: Element) -> bool:
    """Whether an element of a comment is not its text: by class, or as a link to reply, edit, log in."""
    names = (attribute(tag, "class") or "").split()
    if not NOT_TEXT.isdisjoint(names) or any(map(_looks_action, names)):
        return True
    if any(map(_looks_meta, names)) and tag.chars < _LONGEST_ASIDE and not has_paragraph(tag):
        return True
    if tag.name == "a":
        return bool(_LOCAL.search(attribute(tag, "href") or ""))
    return tag.name in ("form", "button", "time")


def is_action(tag: Element, number: str | None) -> bool:
    """Whether an element lets the reader do something: reply, edit, quote, like."""
    names = (attribute(tag, "class") or "").split()
    acts = not ACTIONS.isdisjoint(names) or any(map(_looks_action, names))
    if tag.name == "a":
        return not is_permalink(tag, number) and (acts or bool(_LOCAL.search(attribute(tag, "href") or "")))
    return acts or tag.name in ("button", "form")


def has_paragraph(tag: Element) -> bool:
    """Whether an element holds a plain ``<p>``, as ``wpautop()`` makes them of a comment's text."""
    return any(one.name == "p" and one.chars and not one.attrs.get("class") for one in walk(tag))


def is_local(tag: Element) -> bool:
    """Whether a link stays with the comment (permalink, reply) or leads nowhere."""
    names = (attribute(tag, "class") or "").split()
    return bool(_LOCAL.search(attribute(tag, "href") or "#")) or not _REPLIES.isdisjoint(names)


def is_permalink(tag: Element, number: str | None) -> bool:
    """Whether a link leads to the comment of this number."""
    href = attribute(tag, "href") or ""
    return number is not None and href.endswith((f"comment-{number}", f"#{number}", f"#comment{number}", f"#c{number}"))


def is_time(tag: Element) -> bool:
    """Whether an element is for a date: what it says ("yesterday") is one, even if it cannot be read."""
    return tag.name == "time" or any("date" in name or "time" in name for name in tag.attrs.get("class") or ())
