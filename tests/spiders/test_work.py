"""A visit's URL goes out as it was found."""

from blogark.archive.journal.queue import Visit
from blogark.spiders.work import request_for


def test_a_url_that_browsers_send_as_it_is_is_not_quoted_anew():
    url = "http://b.example/a|b?q=[1]"
    visit = Visit(id=1, url=url, via=None, hops="L", attempts=0, priority=200, found_in="page")

    assert request_for(visit).url == url
