"""Reviews of a product or a recipe: no part of the article beside them, and comments each where they stand one by one.

The widgets of shops have class words of their own, which stand in no article: Judge.me (jdgm), Shopify's (spr),
Stamped, Yotpo, Loox, Okendo (oke), Bazaarvoice (bv), Reviews.io (R-). Others write schema.org's Review as microdata; so
do magazines, whose one critic wrote all of them and the article as well. WooCommerce's are comments of WordPress.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...marks import microdata
from ...tree.soup import Element, Soup

REVIEW, REVIEWS, ANSWER = "review", "reviews", "answer"
_ITEM = re.compile(
    r"jdgm-rev|spr-review|stamped-review|yotpo-review|loox-review|(?:js-)?okeReviews-reviews-review|oke-w-review"
    r"|bv-content-review|R-ReviewsList__item"
)
_AREA = re.compile(
    r"judgeme_product_reviews|jdgm-(?:rev-widg|review-widget|all-reviews-widget)|shopify-product-reviews|spr-container"
    r"|stamped-(?:main-widget|container|reviews)|yotpo-(?:main-widget|reviews)|looxReviews|loox-reviews"
    r"|(?:js-)?okeReviews-reviewsWidget|bv-content-list-reviews|R-ReviewsList-container"
)
_ANSWER = re.compile(r"jdgm-rev__reply|spr-review-reply|stamped-review-reply|yotpo-(?:store-owner-)?reply")


def role_of_review(word: str) -> str | None:
    """What a class word or id of a widget names: one review, all of them, or the shop's answer to one."""
    if "rev" not in word and "Rev" not in word and word[:3] not in ("spr", "yot", "sta"):
        return None
    for role, pattern in ((REVIEW, _ITEM), (REVIEWS, _AREA), (ANSWER, _ANSWER)):
        if pattern.fullmatch(word):
            return role
    return None


def told_reviews(soup: Soup) -> Iterator[Element]:
    """The reviews in a page's microdata, if several people wrote them and the page is none itself."""
    found: dict[str, list[Element]] = {}
    for tag in microdata.items_of(soup, "Review"):
        if "review" in str(tag.attrs.get("itemprop", "")) and not soup.within(tag, "h1"):
            for author in microdata.properties(tag, soup, "author")[:1]:
                found.setdefault(microdata.value_of(author) or "", []).append(tag)
    if len(found) > 1:
        for tags in found.values():
            yield from tags
