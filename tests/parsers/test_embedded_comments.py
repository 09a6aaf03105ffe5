"""Comment systems inside any engine: each is named with its account, mentions are not, endpoints stay on the blog."""

from __future__ import annotations

import json
import time

import pytest

from blogark.parsers import endpoints_of, read_page
from blogark.parsers.engines.embedded_comments import systems_in

URL = "https://fen.example/2021/sedge/"
POST = (
    "<html><head><title>Sedge</title><meta property='og:type' content='article'></head><body><article><h1>Sedge</h1>"
    "<p>Sedges have edges, rushes are round, and grasses have nodes all the way to the ground.</p></article>{}"
)


def told(inside: str, url: str = URL) -> list[str]:
    problems = read_page(POST.replace("{}", inside).encode(), url).problems
    return [problem.message for problem in problems if problem.stage == "comments"]


@pytest.mark.parametrize(
    ("name", "account", "inside"),
    [
        (
            "Disqus",
            "forum fenland;",
            "<a id='disqus_thread'></a><script>var disqus_shortname='fenland';</script>",
        ),
        (
            "Disqus",
            "forum fen-land;",
            "<div id=\"disqus_thread\"></div><script>(function(){var s=d.createElement('script');"
            "s.src='https://fen-land.disqus.com/embed.js';})();</script>",
        ),
        (
            "Isso",
            "https://c.fen.example/",
            '<script data-isso="//c.fen.example/" src="//c.fen.example/x.js">',
        ),
        ("Isso", "https://fen.example/isso", '<section id="isso-thread"></section><script data-isso="/isso">'),
        ("utterances", "github.com/fen/talk", '<script src="https://utteranc.es/client.js" repo="fen/talk" async>'),
        ("giscus", "github.com/fen/talk", '<script src="https://giscus.app/client.js" data-repo="fen/talk" async>'),
        (
            "Facebook",
            "https://fen.example/2021/sedge/?a=1&b=2",
            '<div class="fb-comments" data-href="https://fen.example/2021/sedge/?a=1&amp;b=2" data-width="500"></div>',
        ),
        ("Facebook", "https://fen.example/x", '<fb:comments href="https://fen.example/x" num_posts="5"></fb:comments>'),
        (
            "Commento",
            "cdn.commento.io",
            '<p id="commento"></p><script src="https://cdn.commento.io/js/commento.js">',
        ),
        ("Remark42", "https://r.fen.example", "<script>var remark_config = {host: 'https://r.fen.example'}</script>"),
        (
            "Hyvor Talk",
            "website 123",
            '<script src="https://talk.hyvor.com/embed/embed.js"></script><x website-id="123">',
        ),
        (
            "IntenseDebate",
            "account ab12",
            "<script>var idcomments_acct = 'ab12';</script><script src='https://www.intensedebate.com/js/x.js'></script>",
        ),
        (
            "Waline",
            "https://w.fen.example",
            "<script>Waline.init({el:'#waline',serverURL:'https://w.fen.example'})",
        ),
        ("Disqus", "does not say", '<div id="disqus_thread"></div>'),
        (
            "Hyvor Talk",
            "website 321",
            "<script>var HYVOR_TALK_WEBSITE = 321;</script><script src='//talk.hyvor.com/web-api/embed'></script>",
        ),
        (
            "IntenseDebate",
            "account 9f0e",
            "<script src='http://www.intensedebate.com/js/wordpressTemplateCommentWrapper2.php?acct=9f0e&postid=7'></script>",
        ),
        (
            "Cusdis",
            "app 51f0-aa",
            '<div id="cusdis_thread" data-host="https://cusdis.com" data-app-id="51f0-aa" data-page-id="7"></div>'
            '<script async defer src="https://cusdis.com/js/cusdis.es.js"></script>',
        ),
        (
            "Livefyre",
            "site 303827",
            '<div id="livefyre-comments"></div><script src="http://zor.livefyre.com/wjs/v3.0/javascripts/livefyre.js">'
            "</script><script>fyre.conv.load({}, [{siteId: '303827', articleId: '7'}]);</script>",
        ),
        (
            "Discourse",
            "topics of https://talk.fen.example/",
            "<div id='discourse-comments'></div><script>DiscourseEmbed = { discourseUrl: 'https://talk.fen.example/' };"
            "</script>",
        ),
        (
            "Coral",
            "https://coral.fen.example",
            "<script>Coral.createStreamEmbed({id: 'x', rootURL: 'https://coral.fen.example'});</script>",
        ),
        ("OpenWeb", "spot sp_ab12", '<script async src="https://launcher.spot.im/spot/sp_ab12"></script>'),
        (
            "Gitalk",
            "repository notes",
            "<script>new Gitalk({clientID: 'c', repo: 'notes', owner: 'fen'}).render('gitalk')</script>",
        ),
        (
            "Twikoo",
            "https://twikoo.fen.example",
            "<script>twikoo.init({envId: 'https://twikoo.fen.example', el: '#tc'})</script>",
        ),
        (
            "Artalk",
            "https://artalk.fen.example",
            "<script>Artalk.init({el: '#c', server: 'https://artalk.fen.example'})</script>",
        ),
        (
            "Valine",
            "application fenAbC-gzGzoHsz",
            "<script>const c = {el: '#v', appId: 'fenAbC-gzGzoHsz', appKey: 'k'}; new Valine(c)</script>",
        ),
        ("DisqusJS", "forum fen", "<div id='disqusjs-wrap'></div><script>new DisqusJS({shortname: 'fen'})</script>"),
        (
            "LiveRe",
            "user MTAy/8x",
            "<div id='lv-container' data-uid='MTAy/8x'></div><script>s('https://cdn-city.livere.com/js/embed.dist.js')"
            "</script>",
        ),
        (
            "Changyan",
            "application cyFen",
            "<div id='SOHUCS'></div><script>load('https://changyan.sohu.com/upload/changyan.js', () =>"
            ' { window.changyan.api.config({"appid": "cyFen"}) })</script>',
        ),
        ("Gitment", "repository notes", "<script>new Gitment({owner: 'fen', repo: 'notes'}).render('c')</script>"),
        (
            "Beaudar",
            "github.com/fen/notes",
            "<script src='https://beaudar.lipk.org/client.js' repo='fen/notes'></script>",
        ),
        (
            "Discuss",
            "https://discuss.fen.example",
            '<script>discuss.init(Object.assign({"serverURLs": "https://discuss.fen.example"}, {el: "#d"}))</script>',
        ),
        ("FastComments", "tenant fen", "<script>FastCommentsUI(document.body, {tenantId: 'fen'})</script>"),
        (
            "VK",
            "application 4077",
            "<script>VK.init({apiId: 4077, onlyWidgets: true}); VK.Widgets.Comments('vk_comments');</script>",
        ),
        (
            "Google+",
            "https://fen.example/x; the service ended",
            '<div class="g-comments" data-href="https://fen.example/x" data-width="600"></div>',
        ),
        (
            "Echo (JS-Kit)",
            "those of https://fen.example/sedge;",
            '<div class="js-kit-comments" permalink="/sedge"></div><script src="http://js-kit.com/comments.js"></script>',
        ),
    ],
)
def test_a_system_is_named_with_where_its_comments_are(name: str, account: str, inside: str) -> None:
    [message] = told(inside)
    assert message.startswith(f"{name} loads comments by a script: ")
    assert account in message


@pytest.mark.parametrize(
    "inside",
    [
        "<p>I left Disqus for Isso, utteranc.es and giscus.app; Waline and Commento I never tried.</p>",
        '<p>See <a href="https://disqus.com/">disqus.com</a> and <a href="https://giscus.app/">giscus</a>.</p>',
        '<p>An isosceles "isso" is Portuguese.</p>',
        "<p>Livefyre, Cusdis and Coral. were services; Gitalk and Twikoo are programs; fyre.conv was an API.</p>",
    ],
)
def test_a_mention_is_no_system(inside: str) -> None:
    assert told(inside) == []


def test_two_systems_are_both_named() -> None:
    both = told("<div id='disqus_thread'></div><div class='fb-comments' data-href='https://fen.example/x'></div>")
    assert [message.split()[0] for message in both] == ["Disqus", "Facebook"]


def test_a_list_of_posts_has_no_problem_with_comments() -> None:
    page = b'<html><head><meta name="generator" content="Hugo 0.1"></head><body><div id="disqus_thread"></div>'
    problems = read_page(page, "https://fen.example/tags/").problems
    assert not [problem for problem in problems if problem.stage == "comments"]


@pytest.mark.parametrize(
    ("api", "found"),
    [
        ("/isso/", ("https://fen.example/isso/?uri=%2F2021%2Fsedge%2F",)),
        ("https://fen.example/isso", ("https://fen.example/isso/?uri=%2F2021%2Fsedge%2F",)),
        ("//c.fen.example/", ()),
        ("https://other.example/", ()),
        ("javascript:alert(1)", ()),
        ("http://[", ()),
    ],
)
def test_isso_is_asked_on_the_blogs_own_host_only(api: str, found: tuple[str, ...]) -> None:
    isso = f'<script data-isso="{api}" src="x.js"></script>'
    assert endpoints_of(POST.replace("{}", isso).encode(), URL) == found


@pytest.mark.parametrize("url", ["http://[x", "", "not an address"])
def test_endpoints_of_an_odd_address_are_none(url: str) -> None:
    assert endpoints_of(b'<script data-isso="/isso/">', url) == ()


@pytest.mark.parametrize(
    "content",
    [
        b"disqus_shortname" * 200_000,
        b'id="disqus_thread"' + b".disqus.com/embed.js" * 100_000,
        b'<script data-isso="' * 150_000,
        b"fb-comments " * 250_000,
        b"fb-comments<" + b"x" * 3_000_000 + b' href="',
        b"remark_config host: " * 150_000,
    ],
)
def test_hostile_bytes_are_searched_in_time(content: bytes) -> None:
    begun = time.process_time()
    systems_in(content)
    assert time.process_time() - begun < 0.5


FRAME = "https://disqus.com/embed/comments/?base=default&f=fen&t_u=https%3A%2F%2Ffen.example%2F2021%2Fsedge%2F"


def frame(posts: object) -> bytes:
    data = json.dumps({"response": {"posts": posts}})
    return f'<html><body><script type="text/json" id="disqus-threadData">{data}</script></body></html>'.encode()


def test_a_frame_without_its_thread_takes_the_post_from_its_address() -> None:
    post = {"id": "5", "message": "<p>Round.</p>", "createdAt": "2021-04-05T06:07:08", "author": {"name": "Rush"}}
    [comment] = read_page(frame([post]), FRAME).comments
    assert (comment.post_url, comment.url) == (URL, f"{URL}#comment-5")
    assert comment.published_utc == "2021-04-05T06:07:08Z"


@pytest.mark.parametrize(
    "posts",
    [
        {"0": {"id": 1}},
        [None, [], "x", {"id": {}, "message": [], "author": "x", "parent": {}, "createdAt": {"a": 1}}],
        [{"id": 1, "parent": 1, "message": "<p>self</p>", "author": {"name": 5, "url": "javascript:alert(1)"}}],
        [{"id": str(number), "parent": str(number - 1), "message": "<p>x</p>"} for number in range(20_000)],
    ],
)
def test_a_hostile_frame_is_read(posts: object) -> None:
    read = read_page(frame(posts), FRAME)
    assert read.platform == "disqus"
    assert not [problem for problem in read.problems if problem.stage == "parse"]
    assert not [comment for comment in read.comments if (comment.author_url or "").startswith("javascript")]


ISSO = "https://fen.example/isso/?uri=%2F2021%2Fsedge%2F"


@pytest.mark.parametrize(
    "answer",
    [
        '{"total_replies":1,"hidden_replies":0,"replies":',
        '{"total_replies":1,"hidden_replies":0,"replies":{"a":1}}',
        '{"total_replies":1,"hidden_replies":0,"replies":[{"id":[],"text":{},"created":"x","replies":[[{}]]}]}',
        '{"total_replies":1,"hidden_replies":0,"replies":[{"id":1,"text":"<p>x</p>","created":1e300}]}',
        '{"total_replies":1,"hidden_replies":0,"replies":' + '[{"id":1,"replies":' * 20_000,
    ],
)
def test_a_hostile_answer_is_read(answer: str) -> None:
    read = read_page(answer.encode(), ISSO)
    assert read.platform == "isso"
    assert not [problem for problem in read.problems if problem.stage == "parse"]


def test_a_deleted_comment_of_isso_keeps_its_answers() -> None:
    said = {"id": 2, "parent": 1, "mode": 1, "text": "<p>Edges.</p>", "author": "Sedge", "created": 1617602828.5}
    gone = {"id": 1, "mode": 4, "text": "", "author": None, "created": 1.0, "replies": [said]}
    answer = {"total_replies": 2, "hidden_replies": 0, "replies": [gone]}
    [comment] = read_page(json.dumps(answer).encode(), ISSO).comments
    assert (comment.native_id, comment.parent_native_id, comment.depth) == ("2", "1", 1)
    assert (comment.published_utc, comment.post_url) == ("2021-04-05T06:07:08Z", URL)
