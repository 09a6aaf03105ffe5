"""The order of day and month in the dates of answers, told by the day of their post."""

import pytest

from blogark.parsers import read_page

PAGE = """<!DOCTYPE html><html lang="{language}"><head><meta name="generator" content="WordPress 6.1">
<title>Low water</title></head><body class="single single-post postid-7">
<article id="post-7" class="post type-post"><h1 class="entry-title">Low water</h1>
<time class="entry-date published" datetime="{posted}">that day</time>
<div class="entry-content"><p>The whole harbour lay dry, and one could walk to the old hull.</p></div></article>
<div id="comments"><ol class="commentlist">{comments}</ol></div></body></html>"""

COMMENT = """<li class="comment" id="comment-{n}">
<div class="comment-author vcard"><cite class="fn">Reader {n}</cite></div>
<div class="comment-meta"><a href="#comment-{n}">{said}</a></div>
<div class="comment-content"><p>Words {n}.</p></div></li>"""


def days_of(posted: str, *said: str, language: str = "en-US", url: str = "https://example.org/low-water/") -> list[str]:
    comments = "".join(COMMENT.format(n=n, said=text) for n, text in enumerate(said, 1))
    page = read_page(PAGE.format(language=language, posted=posted, comments=comments).encode(), url=url)
    assert len(page.comments) == len(said)
    return [(comment.published or "")[:10] for comment in page.comments]


@pytest.mark.parametrize("said", [("11/10/2010", "06/11/2010"), ("10/11/2010", "11/06/2010")])
def test_nobody_answers_before_the_post_is_there(said: tuple[str, str]) -> None:
    assert days_of("2010-10-05T08:00:00+00:00", *said) == ["2010-10-11", "2010-11-06"]


def test_an_answer_of_the_same_day_tells_the_order_of_all() -> None:
    said = ("05/01/2009 at 8:37", "06/01/2009 at 21:13", "07/02/2009 at 3:19")
    assert days_of("2009-01-05T08:30:00+00:00", *said) == ["2009-01-05", "2009-01-06", "2009-02-07"]


def test_where_both_orders_fit_the_language_decides() -> None:
    assert days_of("2009-01-05T08:30:00+00:00", "02/03/2009") == ["2009-02-03"]
    assert days_of("2009-01-05T08:30:00+00:00", "02/03/2009", language="en-GB") == ["2009-03-02"]


def test_where_neither_order_fits_the_language_decides() -> None:
    assert days_of("2012-01-05T08:30:00+00:00", "02/03/2009", "04/05/2009") == ["2009-02-03", "2009-04-05"]


def test_a_post_of_which_the_order_is_open_itself_proves_nothing() -> None:
    assert days_of("", "02/03/2009", "03/03/2009") == ["2009-02-03", "2009-03-03"]


def test_a_language_with_one_order_keeps_it() -> None:
    assert days_of("2010-10-05T08:00:00+00:00", "10/11/2010", language="fr") == ["2010-11-10"]


def test_weekdays_and_exact_dates_stay() -> None:
    said = ("05/01/2009 at 8:37", "Wed, 04/01/2009 at 9:00", "March 4, 2009", "2009-02-11T10:00:00Z")
    assert days_of("2009-01-05T08:30:00+00:00", *said) == ["2009-01-05", "2009-04-01", "2009-03-04", "2009-02-11"]


def test_the_order_that_a_page_shows_outweighs_the_month_in_its_address() -> None:
    said = ("04/05/2010 at 9:00", "30/04/2010 at 8:00")
    assert days_of("", *said, url="https://example.org/2010/04/low-water/") == ["2010-05-04", "2010-04-30"]
