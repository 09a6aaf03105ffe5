"""Many sightings of a post, one post: whatever their order, the most exact source is believed."""

from datetime import UTC, datetime, timedelta, timezone
from functools import reduce

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from blogark.dataset.moments import Moment, decide, reconcile
from blogark.dataset.writing.merge import Sighting, choose, combine, facts_of, from_json, to_json
from blogark.parsers.model import Post, Term


def sighting(capture_id=1, *, epoch=1, source="dom", standing="own", **post):
    told = {"url": "http://blog.example/a"} | post
    return Sighting(
        post=Post(**told),
        capture_id=capture_id,
        epoch=epoch,
        source=source,
        standing=standing,
        platform="squarespace5",
        parser_version="1",
    )


def merged(*sightings):
    return choose(reduce(combine, (facts_of(one) for one in sightings)))


words = st.none() | st.text(min_size=1, max_size=5)
dates = st.sampled_from(
    (None, "2010-10-19", "2010-10-19T15:30:00", "2010-10-20", "2010-10-19T22:30:17+00:00", "2010-10-19T15:30:17-07:00")
)
SOURCES = ("api", "structured", "dom", "heuristic")
terms = st.lists(st.builds(Term, kind=st.just("category"), name=st.text(min_size=1, max_size=3)), max_size=2).map(tuple)
posts = st.fixed_dictionaries(
    {
        "url": st.sampled_from((None, "http://blog.example/a", "http://blog.example/b")),
        "kind": st.sampled_from(("post", "page")),
        "title": words,
        "author_name": words,
        "author_url": words,
        "byline": words,
        "published": dates,
        "published_raw": words,
        "published_utc": st.sampled_from((None, "2010-10-19T22:30:17Z")),
        "excerpt": words,
        "body_text": words,
        "comments_claimed": st.none() | st.integers(0, 9),
        "categories": terms,
        "field_sources": st.fixed_dictionaries(
            {},
            optional={
                "published": st.sampled_from((*SOURCES, "relative")),
                **dict.fromkeys(("title", "body_text", "categories"), st.sampled_from(SOURCES)),
            },
        ),
    }
)


@st.composite
def sightings_of_a_crawl(draw, epoch=1, first=1):
    ways = draw(
        st.lists(
            st.tuples(st.sampled_from(("feed", "dom", "api")), st.sampled_from(("own", "view", "cut")), posts),
            min_size=1,
            max_size=5,
        )
    )
    return [
        sighting(number, epoch=epoch, source=source, standing=standing, **post)
        for number, (source, standing, post) in enumerate(ways, start=first)
    ]


@given(sightings_of_a_crawl(), st.randoms())
def test_any_order_of_the_sightings_of_a_crawl_gives_the_same_post(sightings, random):
    shuffled = list(sightings)
    random.shuffle(shuffled)
    assert merged(*sightings) == merged(*shuffled)


@given(sightings_of_a_crawl(), sightings_of_a_crawl(epoch=2, first=10), st.randoms())
def test_any_order_within_a_later_crawl_gives_the_same_post(first, second, random):
    shuffled = list(second)
    random.shuffle(shuffled)
    assert merged(*first, *second) == merged(*first, *shuffled)


@given(sightings_of_a_crawl())
def test_seeing_the_same_captures_twice_is_seeing_them_once(sightings):
    assert merged(*sightings) == merged(*sightings, *sightings)


@given(sightings_of_a_crawl(), sightings_of_a_crawl(epoch=2, first=10))
def test_facts_come_back_from_json_as_they_were(first, second):
    facts = reduce(combine, (facts_of(one) for one in [*first, *second]))
    assert facts == from_json(to_json(facts))


@pytest.mark.parametrize(
    ("best", "other"), [("api", "feed"), ("feed", "structured"), ("structured", "dom"), ("dom", "heuristic")]
)
def test_the_more_exact_source_is_believed(best, other):
    post = merged(sighting(1, source=best, title="exact"), sighting(2, source=other, title="less"))
    assert ("exact", best) == (post.title, post.field_sources["title"])


def test_among_equals_the_later_capture_is_believed():
    assert "later" == merged(sighting(1, title="sooner"), sighting(2, title="later")).title


def test_a_field_that_a_later_capture_does_not_tell_stays():
    assert "Liz Koch" == merged(sighting(1, byline="Liz Koch"), sighting(2, title="T")).byline


def test_a_page_gives_the_body_though_feeds_are_more_exact():
    post = merged(sighting(1, body_text="The whole text."), sighting(2, source="feed", body_text="The …", title="T"))
    assert (1, "dom", "T") == (post.body, post.field_sources["body_text"], post.title)


def test_a_feed_gives_the_body_if_no_page_was_archived():
    post = merged(sighting(2, source="feed", body_text="The …"))
    assert (2, 2, "feed") == (post.body, post.capture_id, post.field_sources["body_text"])


def test_of_two_feeds_the_longer_text_is_taken():
    atom = sighting(1, source="feed", body_text="The whole text.")
    assert 1 == merged(atom, sighting(2, source="feed", body_text="The …")).body


def test_a_cut_answer_never_takes_the_body_from_a_whole_one():
    assert 1 == merged(sighting(1, body_text="All."), sighting(2, standing="cut", body_text="A")).body


def test_a_print_view_yields_to_the_post_s_own_page():
    page, view = sighting(1, title="Post", body_text="x"), sighting(2, standing="view", title="Print", body_text="y")
    assert ("Post", 1) == ((post := merged(page, view)).title, post.body)


def ago(capture_id, published, raw, **more):
    told = {"published": published, "published_raw": raw, "field_sources": {"published": "relative"}}
    return sighting(capture_id, **told, **more)


@pytest.mark.parametrize("others", ["structured", "heuristic", "feed"])
def test_a_date_that_is_told_is_believed_before_one_that_was_counted_back(others):
    told = sighting(1, source=others, published="2010-10-19T22:30:17Z", published_raw="October 19")
    for pair in ((told, ago(2, "2010-10-20", "3 days ago", epoch=2)), (ago(0, "2010-10-20", "2 days ago"), told)):
        chosen = merged(*pair)
        assert ("2010-10-19T22:30:17Z", "October 19") == (chosen.published, chosen.published_raw)
        assert others == chosen.field_sources["published"]


def test_a_date_that_was_counted_back_stays_when_a_later_capture_counts_otherwise():
    first = ago(1, "2010-10-20", "3 days ago")
    later = ago(2, "2010-10-19", "4 days ago", epoch=2)
    weeks = ago(3, "2010-10", "2 weeks ago", epoch=3)
    for order in ((first, later, weeks), (weeks, later, first)):
        chosen = merged(*order)
        assert ("2010-10-20", "3 days ago") == (chosen.published, chosen.published_raw)
        assert "relative" == chosen.field_sources["published"]


def test_a_date_that_was_counted_back_more_precisely_is_believed():
    chosen = merged(ago(1, "2010-10", "2 weeks ago"), ago(2, "2010-10-20", "16 days ago", epoch=2))
    assert "2010-10-20" == chosen.published


def test_categories_come_from_the_page_because_rss_calls_tags_categories():
    page = sighting(1, categories=(Term(kind="category", name="Core"),), tags=(Term(kind="tag", name="psoas"),))
    feed = sighting(2, source="feed", categories=tuple(Term(kind="category", name=name) for name in ("Core", "psoas")))
    post = merged(page, feed)
    assert (["Core"], ["psoas"]) == ([term.name for term in post.categories], [term.name for term in post.tags])


def test_the_blog_itself_is_no_category_beside_those_of_a_feed():
    blog = sighting(1, source="structured", categories=(Term(kind="category", name="Blog"),))
    feed = sighting(2, source="feed", categories=(Term(kind="category", name="Core"),))
    assert ["Core"] == [term.name for term in merged(blog, feed).categories]
    assert ["Blog"] == [term.name for term in merged(blog).categories]


def test_what_the_page_tags_a_feed_does_not_make_a_category():
    page = sighting(1, tags=(Term(kind="tag", name="psoas"),))
    terms = tuple(Term(kind="category", name=name) for name in ("Core", "Psoas"))
    for told in ({}, {"field_sources": {"categories": "heuristic"}}):
        post = merged(page, sighting(2, source="feed", categories=terms, **told))
        assert (["Core"], ["psoas"]) == ([term.name for term in post.categories], [term.name for term in post.tags])


def test_a_page_completes_the_author_whom_a_feed_names():
    page = sighting(1, author_name="Pilates-Pro", author_url="http://blog.example/member/p", author_kind="registered")
    post = merged(page, sighting(2, source="feed", author_name="Pilates-Pro"))
    assert ("http://blog.example/member/p", "registered") == (post.author_url, post.author_kind)


def test_another_author_is_not_completed_with_the_link_of_the_first():
    page = sighting(1, author_name="Pilates-Pro", author_url="http://blog.example/member/p")
    assert merged(page, sighting(2, source="feed", author_name="liz")).author_url is None


def test_counts_are_those_of_the_latest_crawl():
    old = sighting(1, source="feed", comments_claimed=4)
    assert 6 == merged(old, sighting(2, epoch=2, comments_claimed=6)).comments_claimed


def test_a_count_of_the_latest_crawl_is_believed_though_only_another_view_tells_it():
    own = sighting(1, comments_claimed=4)
    assert 6 == merged(own, sighting(2, epoch=2, standing="view", comments_claimed=6)).comments_claimed
    assert 4 == merged(own, sighting(2, standing="view", comments_claimed=6)).comments_claimed


def test_a_page_that_changed_its_title_outdates_the_feed_of_an_earlier_crawl():
    before = (sighting(1, source="feed", title="Old"), sighting(2, title="Old"))
    assert "New" == merged(*before, sighting(3, epoch=2, title="New")).title
    assert "New" == merged(*before, sighting(3, epoch=2, title="New"), sighting(4, epoch=3, title="New")).title


def test_a_page_that_says_what_it_always_said_does_not_outdate_the_feed():
    before = (sighting(1, source="feed", title="A & B"), sighting(2, title="A amp; B"))
    assert "A & B" == merged(*before, sighting(3, epoch=2, title="A amp; B")).title


def test_text_that_sqlite_cannot_keep_is_replaced():
    post = merged(sighting(title="a\ud800b\x00c", author_name="\udfff"))
    assert ("a\ufffdb\ufffdc", "\ufffd") == (post.title, post.author_name)


def test_a_feed_s_instant_and_a_page_s_clock_give_the_time_with_its_offset():
    page = sighting(1, published="2010-10-19T15:30:00", published_raw="Tuesday, October 19, 2010 at 03:30PM")
    feed = sighting(2, source="feed", published="2010-10-19T22:30:17+00:00", published_raw="Tue, 19 Oct 2010 22:30:17")
    post = merged(page, feed)
    assert "2010-10-19T15:30:17-07:00" == post.published
    assert "2010-10-19T22:30:17Z" == post.published_utc
    assert "Tuesday, October 19, 2010 at 03:30PM" == post.published_raw
    assert ("dom", "feed") == (post.field_sources["published"], post.field_sources["published_utc"])


def test_of_two_tellings_of_one_instant_the_blog_s_own_clock_is_believed():
    feed = sighting(1, source="feed", published="2012-08-02T22:33:41+00:00")
    page = sighting(2, published="2012-08-03T00:33:00+02:00")
    assert "2012-08-03T00:33:00+02:00" == merged(feed, page).published
    assert "2012-08-02T22:33:00Z" == merged(feed, page).published_utc


def test_of_two_instants_the_more_exact_source_s_is_believed():
    feed = sighting(1, source="feed", published="2012-08-02T22:33:41+00:00")
    page = sighting(2, published="2012-08-03T09:00:00+02:00")
    assert "2012-08-02T22:33:41+00:00" == merged(feed, page).published


def test_a_page_that_moved_its_date_is_not_given_an_offset_by_an_older_feed():
    feed = sighting(1, source="feed", published="2010-10-19T22:30:00+00:00")
    page = sighting(2, published="2010-10-19T15:30:00")
    moved = sighting(3, epoch=2, published="2010-10-19T17:30:00")
    assert ("2010-10-19T17:30:00", None) == ((post := merged(feed, page, moved)).published, post.published_utc)


def test_a_date_that_cannot_be_read_keeps_its_raw_text():
    post = merged(sighting(published_raw="the third moon of autumn"))
    assert (None, None, "the third moon of autumn") == (post.published, post.published_utc, post.published_raw)


@given(
    st.integers(min_value=788_918_400, max_value=4_102_444_800).map(lambda second: datetime.fromtimestamp(second, UTC)),
    st.integers(-14 * 4, 14 * 4),
)
@example(datetime(2010, 10, 19, 22, 30, 59, tzinfo=UTC), 23)
def test_every_offset_in_use_is_found(instant, quarters):
    local = instant.astimezone(timezone(timedelta(minutes=15 * quarters)))
    wall = local.replace(second=0, tzinfo=None).isoformat()
    found = reconcile(wall, instant.isoformat())
    assert (local.isoformat(), instant.isoformat().replace("+00:00", "Z")) == found


@pytest.mark.parametrize(
    "wall", ["2010-10-20T12:31:00", "2010-10-20T12:45:00", "2010-10-19T08:29:00", "2010-10-19T15:37:00"]
)
def test_a_difference_that_is_no_offset_is_a_contradiction(wall):
    assert reconcile(wall, "2010-10-19T22:30:00Z") is None


def test_where_two_dates_contradict_each_other_the_more_exact_source_alone_is_believed():
    page = sighting(1, published="2009-01-01T08:00:00", published_raw="page")
    feed = sighting(2, source="feed", published="2010-10-19T22:30:17+00:00", published_raw="feed")
    post = merged(page, feed)
    assert ("2010-10-19T22:30:17+00:00", "2010-10-19T22:30:17Z", "feed") == (
        post.published,
        post.published_utc,
        post.published_raw,
    )


@pytest.mark.parametrize(
    ("day", "exact", "published"),
    [
        ("2010-10-19", "2010-10-19T22:30:17Z", "2010-10-19T22:30:17Z"),
        ("2010-10", "2010-10-19T22:30:17Z", "2010-10-19T22:30:17Z"),
        ("2010-10-20", "2010-10-19T22:30:17Z", "2010-10-20"),
        ("2010-10-19", "2010-10-20T01:00:00+13:00", "2010-10-19"),
    ],
)
def test_a_day_on_the_page_is_never_contradicted_by_the_time_of_a_feed(day, exact, published):
    found = reconcile(day, exact)
    assert found is not None
    assert published == found[0]


def test_a_day_that_no_offset_explains_is_a_contradiction():
    assert reconcile("2010-10-17", "2010-10-19T22:30:17Z") is None


@given(st.lists(st.builds(Moment, published=dates, published_utc=dates, published_raw=words), min_size=1, max_size=3))
def test_precision_is_never_invented(told):
    decided = decide(told).moment
    assume(decided.published is not None and "T" in decided.published)
    assert any("T" in text for one in told for text in (one.published, one.published_utc) if text)


@pytest.mark.parametrize(
    "odd", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", "T", "yesterdayTZ", "2010-13-45T99:00Z"]
)
def test_dates_at_the_edge_or_beyond_it_do_no_harm(odd):
    for wall in (None, "0001-01-01", "9999-12-31", "9999-12-31T23:59:59", "T", odd):
        decide([Moment(published=wall), Moment(published=odd), Moment(published_utc=odd)])


def test_what_a_feed_guesses_never_displaces_what_the_page_says():
    guess = {"field_sources": {"categories": "heuristic"}}
    page = sighting(2, categories=(Term(kind="category", name="Boats"),), **guess)
    feed = {"source": "feed", "categories": (Term(kind="category", name="a tag"),), **guess}
    for seen in (
        (sighting(1, **feed), page),
        (page, sighting(3, **feed)),
        (page, sighting(3, epoch=2, **feed)),
    ):
        assert [term.name for term in merged(*seen).categories] == ["Boats"]
