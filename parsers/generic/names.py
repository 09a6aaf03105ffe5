"""What class names and ids say of an element: part of the article, something beside it, or something to look at.

A class word is cut into its parts ("post-author__bio" → post, author, bio); a part, or two together, decides. The words
are those of templates in English and, where they differ, German, French, Spanish and Italian; none belongs to one site.
"""

from __future__ import annotations

import re
from itertools import pairwise

from ..tree.known import known
from ..tree.soup import Element, words, words_of

FOREIGN = 3
"""Never the article: cookie banners, dialogs, sharing, related posts, sidebars, newsletters, advertisements."""
BESIDE = 2
"""Of the article, but not its text: author boxes, dates, lists of tags, ratings, tables of contents."""
TEASER = 1
"""Not the article where it links to other pages."""

_FOREIGN = words(
    "cookie cookies cookiebar cookienotice consent gdpr dsgvo ccpa popup popups modal modals overlay lightbox paywall"
    " onetrust usercentrics share shares sharing sharedaddy sharebar sharethis sharebuttons sharelinks"
    " shareicons social"
    " socials socialmedia socialshare sociallinks addtoany addthis shariff sociable heateor ssba related relatedposts"
    " relatedarticles relatednews relatedcontent recommended recommend recommends recommendation recommendations recirc"
    " recirculation yarpp outbrain taboola readmore readnext morenews moreposts morearticles morestories similar"
    " similarposts popularposts mostread mostpopular trending upnext youmaylike newsletter newsletters subscribe"
    " subscription signup optin mailchimp followus feedburner breadcrumb breadcrumbs crumbs pagination pager paging"
    " pagenav pagenavi postnav postnavigation navbar navigation sidebar sidebars widgetarea advert adverts"
    " advertisement"
    " advertisements advertising adsense adsbygoogle adslot adcontainer adbox sponsor sponsored anzeige"
    " werbung publicidad"
    " publicite commentform commentlist respond disqus livefyre promobox skiplink skiplinks screenreadertext sronly"
    " visuallyhidden followbuttons socialicons socialbar sharewidget relatedpost relatedarticle relatedstories"
    " recposts recommendedposts contentblocker borlabs embedprivacy privacypopup thirdparty tagged"
    " taggedwith moretopics"
    " saibamais leiatambem appstores appsection backlink wpembeddedcontent"
    # buttons for sharing, and forms: plugins of WordPress, Webflow
    " a2a essb mashsb dpsp apss sfsi jssocials meksess formdone formfail"
)
_BESIDE = words(
    "authorbox authorbio aboutauthor abouttheauthor authorinfo authorcard authorprofile postauthor byline"
    " bylines dateline"
    " postmeta entrymeta articlemeta metadata postmetadata postinfo entryinfo articleinfo postedon posttags entrytags"
    " taglist taglinks tagcloud catlinks entryfooter postfooter articlefooter entryutility timestamp rating ratings"
    " postratings votes voting likes printfriendly printbutton toolbar copyright imprint toc tableofcontents"
    " eztoc lwptoc"
    " credit credits photocredit imagecredit fotocredit bildnachweis license licenseinfo calltoaction"
    " readingtime readtime wordcount postdate entrydate articledate publishdate pubdate postcategories"
    " postviews viewcount entrytitle readers cta ctas inlinecta ctabox menu menus submenu flyout print printing"
    " newsrate ratebox rater ofcontent ofcontents disclaimer disclaimers affiliatedisclosure"
    # boxes of the author, and calls to act: plugins and page builders of WordPress
    " saboxplugin abhbox wpautbox tsfab authorsboxes vccta cta3"
    " authordesc authordescription authordetails authorblock authorsection authorarea authorwrap authorwrapper"
    " authorcontainer authorblurb authorabout authorbiography biobox contentauthor"
)
_CAPTION = words("imagemetadata photometadata mediametadata")
_WHOLE_BESIDE = words(
    "author meta tags tag-list cta bio byline widget post-author entry-author article-author author-name author-info"
    " date published submitted topics keywords post-terms print nav menu footer banner ad ads promo promotion"
    " m-a-box like-button reading-time post-title print-only no-web noprint no-print"
)
TEASERS = words(
    "teaser teasers teaserlist linklist cards card snippet snippets newsteaser infobox linkbox promo"
    " box-links articlelist newslist postlist"
)

_SPLIT = re.compile(r"[\s_\-:/]+|(?<=[a-z])(?=[A-Z])")
_JOINT = re.compile(r"[_\-:/]+")
_JOINTS = str.maketrans("_-:/", "    ")
_STATE = re.compile(
    r"^(?:no|has|with|is|not|without|show|hide|js|page|body|template|category|cat|tag|format|status|"
    r"type|postid|wp(?!-block))[-_]|^anchorTarget",
    re.I,
)
"""What such a word says holds for the page, not for what stands in the element: "has-sidebar", "no-comments";
Docusaurus: "anchorTargetStickyNavbar_WchK", a heading that links lead to."""

_WIDGET = re.compile(
    r"^widget_[\w-]+$|^sidebar-widget|^wp-block-(?:buttons?|social-links|latest-posts|tag-cloud|post-(?:terms|"
    r"author|date|comments|navigation)|query)"
)
_WIDGETS = ("widget_", "sidebar-widget", "wp-block-")
"""How all begin that ``_WIDGET`` matches."""
_RANKED = _FOREIGN | _BESIDE | TEASERS
_NOTHING = (0, "")


@known
def parts_of(word: str) -> tuple[str, ...]:
    """The parts of a class word in lower case, then each two together: "post-tag" → post tag posttag."""
    if len(word) > 60:
        return ()
    # most words are in lower case, and splitting those needs no pattern
    plain = word.islower()
    parts = word.translate(_JOINTS).split() if plain else [part.lower() for part in _SPLIT.split(word) if part]
    if len(parts) == 2:
        parts.append(parts[0] + parts[1])
    elif len(parts) > 2:
        parts += [one + two for one, two in pairwise(parts)]
    return tuple(parts)


@known
def rank_of(word: str) -> tuple[int, str]:
    """The rank of one class word or id and the part that decided it; (0, "") where it says nothing."""
    parts = parts_of(word)
    if _RANKED.isdisjoint(parts) and not word.startswith(_WIDGETS) and word.lower() not in _WHOLE_BESIDE:
        return _NOTHING
    rank, reason = _rank_of_parts(word, parts)
    return _NOTHING if rank and _STATE.match(word) else (rank, reason)


def _rank_of_parts(word: str, parts: tuple[str, ...]) -> tuple[int, str]:
    if not _FOREIGN.isdisjoint(parts):
        return FOREIGN, next(part for part in parts if part in _FOREIGN)
    if not _BESIDE.isdisjoint(parts) and _CAPTION.isdisjoint(parts):
        return BESIDE, next(part for part in parts if part in _BESIDE)
    if word.lower() in _WHOLE_BESIDE or word.startswith(_WIDGETS) and _WIDGET.match(word):
        return BESIDE, word.lower()
    if not TEASERS.isdisjoint(parts):
        return TEASER, next(part for part in parts if part in TEASERS)
    return _NOTHING


_ARTICLE = re.compile(
    r"(?:^|[_-])(?:(?:entry|post|article|story|blog|news|single|content|text|node|item|rich|detail|page|main|"
    r"td|inner|the)[_-]?)*"
    r"(?:content|body|bodytext|text|copy|copytext|richtext|wysiwyg|prose|articlebody|artikel|beitrag|"
    r"maincontent|fulltext|contenu|contenido|contenuto|texto|testo|texte)"
    r"(?:[_-](?:inner|wrap(?:per)?|main|area|container|block|full|text|html|body))*$",
    re.I,
)


@known
def is_article(word: str) -> bool:
    """Whether a class word or id says that an element holds an article's text: "entry-content", "story-body"."""
    lower = word.lower()
    # one of these is in all that _ARTICLE matches; written out, a word without takes a tenth of the time
    if not (
        "cont" in lower or "body" in lower or "tex" in lower or "copy" in lower or "arti" in lower or "prose" in lower
        or "wysiwyg" in lower or "beitrag" in lower or "testo" in lower
    ):  # fmt: skip
        return False
    return len(word) < 60 and bool(_ARTICLE.search(word))


def unmodified(tags: list[Element], word: str) -> list[Element]:
    """Those of a word's elements where it does not only vary another: "entry-content entry-content-read-more"."""
    varied = _varied_by(word)
    return [tag for tag in tags if varied.isdisjoint(tag.attrs.get("class") or ())] if varied else tags


@known
def _varied_by(word: str) -> frozenset[str]:
    """The beginnings of a class word, up to one of its joints, that say article."""
    return frozenset(word[: joint.start()] for joint in _JOINT.finditer(word) if is_article(word[: joint.start()]))


def holds_ingredients(tag: Element) -> bool:
    """Whether an element is named after the ingredients of a recipe, which templates set beside its steps."""
    return any("ingredient" in word.lower() for word in words_of(tag))
