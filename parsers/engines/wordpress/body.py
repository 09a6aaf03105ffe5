"""The text of a WordPress post: the element that holds ``the_content()``, without what plugins hang on it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...generic.body import BodyFinder
from ...tree.soup import Element, attribute, walk, words, words_of
from ...tree.text import Region
from .place import Place

CONTENT = (
    "wp-block-post-content elementor-widget-theme-post-content et_pb_post_content brxe-post-content"
    " entry-content post-content td-post-content tdb_single_content post_content entry__content"
    " entry-content__the-content the-content single-content entrytext entry-text post-entry post__content"
    " storycontent post__entry post-body postentry format_text entry article-content post-text post_text"
    " content-inner fl-post-content oxy-post-content inner-post-entry snap_preview postarea entry_content"
    " article-body post-bodycopy post-single-content mkd-post-text-inner e-content"
).split()
SURE = frozenset(CONTENT[:4])
"""Only ever around ``the_content()``; other names also stand around teasers."""
NO_CONTENT = frozenset(("body", "html", "a", "span", "article"))
PLUGINS = words(
    # sharing
    "sharedaddy sd-sharing sd-block jp-post-flair robots-nocontent addtoany_share_save_container addtoany_content"
    " heateor_sss_sharing_container ssba ssbp-wrap sociable shariff essb_links mashsb-container swp_social_panel"
    " dpsp-content-wrapper a2a_kit addthis_toolbox sfsi_Sicons social-share share-buttons ultimate-social-icons"
    " wp_social_bookmarking_light tweetthis juiz_sps_links simplesocialbuttons et_social_inline monarch"
    " wpsr-share-icons wp-block-jetpack-sharing-buttons really_simple_share sharethis-inline-share-buttons"
    " st-post-share social-links twitter-share ss-inline-share-wrapper printfriendly pf-button reblog-source"
    # related posts, advertisements
    " jp-relatedposts yarpp yarpp-related crp_related rp4wp-related-posts wp_rp_wrap zem_rp_wrap related-posts"
    " relatedposts related_post srp wordads-ad-wrapper wpcnt wpa outbrain shareaholic-canvas st-related-posts"
    " similar-posts nrelate linkwithin_div contextual-related-posts wp-embedded-content adsbygoogle code-block"
    " google-auto-placed ai-viewport quads-location"
    # author boxes, ratings, likes
    " saboxplugin-wrap abh_box author-box molongui-author-box pp-multiple-authors-boxes-wrapper m-a-box"
    " post-ratings kk-star-ratings pd-rating cs-rating rate-post yasr-vvs-container wpulike zilla-likes"
    " likebtn_container"
    # navigation, meta lines, forms
    " page-links page-link post-nav-links pagelinks wp-pagenavi link-pages post-page-numbers pgntn-page-pagination"
    " wp-link-pages entry-meta post-meta postmetadata entry-footer entry-utility post-tags tags-links cat-links"
    " post-navigation nav-links navigation post-views pvc_stats tptn_counter wp-block-post-navigation-link wpcf7"
    " mc4wp-form wp-block-jetpack-subscriptions jetpack_subscription_widget wp-block-jetpack-contact-form"
    " post-edit-link edit-link more-link screen-reader-text lwptoc ez-toc-container wp-block-post-terms"
    " wp-block-post-date wp-block-post-author simpletoc toc_container rank-math-toc wp-dark-mode-switcher gdpr"
    " pmpro_content_message feedzy-rss seriesmeta"
)
PLUGIN_IDS = words(
    "jp-post-flair jp-relatedposts sharing_email likes-other-gravatars toc_container ez-toc-container related-posts"
    " author-box authorbox author-info entry-author-info wp_rp_first post-author atatags postnav post-navigation"
    " nav-below nav-above breadcrumbs social lwptoc"
)
_LIKE = re.compile(
    r"(?:sharedaddy|shareaholic|heateor|addtoany|a2a_|addthis_|ssba|ssbp|swp_|essb|mashsb|dpsp|sfsi|jp-relatedposts"
    r"|atatags|wpcnt|ez-toc|lwptoc|wp-block-jetpack-(?:sharing|like|subscri|related)|yarpp|crp_|molongui|saboxplugin"
    r"|ai_widget|like-post-wrapper)",
    re.I,
)
_ASKS_PASSWORD = re.compile(r"/wp-pass\.php|[?&]action=postpass")
_SHORT_PAGE = 600
"""Characters that a theme says around a post: footer, author box."""
_NEVER = frozenset(("nav", "form", "button", "dialog"))


def content_of(place: Place) -> Element | None:
    """The element with the text: of the first of these classes that holds any, or of one that holds far more."""
    best: Element | None = None
    for name in CONTENT:
        tags = [tag for tag in place.classed(name) if tag.name not in NO_CONTENT]
        most = max(tags, key=lambda tag: tag.chars, default=None)
        if most is not None and most.chars > (2 * best.chars if best is not None else 0):
            best = most
    return best


class ContentFinder(BodyFinder):
    """Reads the element that holds ``the_content()``, if it does; else the page as any other."""

    content: Element | None = None
    article: Element | None = None

    def find_in(self, content: Element | None, article: Element | None) -> Region | None:
        """The article's region: ``content`` with a standfirst before it, or what the generic reader finds."""
        self.content, self.article = content, article
        found = self.find()
        if content is None or found is None:
            return found
        if not self.orders:
            # all that is said is shorter than a sentence: a picture and its caption
            return region_of(content, self.away)
        if content not in found.nodes:
            return found
        nodes = (node for top in found.nodes for node in (content.contents if top is content else (top,)))
        return Region(tuple(nodes), found.without).minus(added(content))

    def _named(self, container: Element) -> Element:
        content = self.content
        if content is not None:
            if self._holds_most(content, self.article) or not SURE.isdisjoint(content.attrs.get("class") or ()):
                return content
            # a post of one line in a theme that says much around it: date, author, sharing, footer
            around = self.good(self.article) if self.article is not None else 0
            if self.article is not None and (around <= 2 * self.good(content) or self._is_all(content)):
                return content
            if self.good(content) >= 0.5 * self.good(self.soup.by_name("body")[0]):
                return content
        return super()._named(container)

    def _is_all(self, content: Element) -> bool:
        """Whether a page says too little elsewhere for the text of a post to stand there."""
        return self.good(self.soup.by_name("body")[0]) < max(_SHORT_PAGE, 4 * content.chars)

    def _holds_most(self, content: Element, article: Element | None) -> bool:
        """Whether most of the article's text, comments aside, stands in ``content``."""
        if article is None:
            return False
        beside = [tag for tag in self.away if article.order < tag.order <= article.last]
        whole = article.chars - sum(tag.chars for tag in beside)
        own = content.chars - sum(tag.chars for tag in beside if content.order < tag.order <= content.last)
        return own > 0.5 * whole


def region_of(content: Element, away: tuple[Element, ...]) -> Region:
    """The content without comments, and without what plugins hang on it."""
    return Region.of(*content.contents, without=[*away, *added(content)])


def is_locked(place: Place) -> bool:
    """Whether core asks for a password where the text would stand."""
    return any(
        "post-password-form" in words_of(form) or _ASKS_PASSWORD.search(attribute(form, "action") or "")
        for form in place.named("form")
    )


def added(content: Element) -> Iterator[Element]:
    """What plugins and themes add to the content: share buttons, related posts, author boxes, page links."""
    for tag in walk(content):
        if tag.name in _NEVER:
            yield tag
            continue
        attributes = tag.attrs
        if not attributes:
            continue
        names = attributes.get("class") or ()
        ident = str(attributes.get("id", ""))
        if tag.chars > 0.5 * content.chars + 20:
            continue
        if (
            not PLUGINS.isdisjoint(names)
            or ident.lower() in PLUGIN_IDS
            or any(_LIKE.match(name) for name in (*names, ident))
        ):
            yield tag
