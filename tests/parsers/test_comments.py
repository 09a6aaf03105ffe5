"""Comments of pages that nobody described: what is one, who signed it, what it says, what it answers."""

from __future__ import annotations

import time

import pytest

from blogark.parsers import Page, read_page
from blogark.parsers.dates import parse_date
from blogark.parsers.generic.comments.ids import by_id, number_in
from blogark.parsers.generic.comments.lines import name_in
from blogark.parsers.generic.comments.says import ACTION, AWAITING
from blogark.parsers.generic.comments.words import counted, is_of_pings, role_of
from blogark.parsers.model import Comment

URL = "https://weir.example/2009/03/gate.html"
ARTICLE = (
    "<p>The gate at the upper weir had not been moved for eleven years, and it showed in every bolt of it.</p>"
    "<p>We lifted it on a Saturday with a borrowed tractor, a chain and more advice than we needed.</p>"
)
SAID = "My grandfather kept a mill on the Drava. He said that silt tells you more than the gauge does."


def page(comments: str) -> Page:
    html = (
        f"<html lang=en><body><h1>A new gate</h1><div class=post><p>March 13, 2009</p>{ARTICLE}</div>{comments}</body>"
    )
    return read_page(html.encode(), URL, "text/html; charset=utf-8")


def only(comments: str) -> Comment:
    [one] = page(comments).comments
    return one


def told(one: Comment) -> tuple[str | None, str | None, str | None]:
    return one.author_name, one.published, one.body_text


@pytest.mark.parametrize(
    "html",
    [
        f"<div id=comments><div id=comment-7><b>Agnes</b> March 14, 2009 19:28<p>{SAID}</p></div></div>",
        f"<div class=comment><p>{SAID}</p><p class=posted>Posted by Agnes on March 14, 2009 at 7:28 PM</p></div>",
        f"<dl id=comments><dt>March 14, 2009 19:28, Agnes</dt><dd>{SAID}</dd></dl>",
        f"<div id=comments><p>Agnes wrote on March 14, 2009 at 19:28:</p><blockquote>{SAID}</blockquote></div>",
        f"<div class=comments><p>{SAID}</p>Posted by: <a href='//a.example'>Agnes</a> at March 14, 2009 19:28</div>",
        f"<h3>1 comment</h3><p><b>Agnes</b>, March 14, 2009, 19:28</p><blockquote>{SAID}</blockquote>",
        f"<ol class=commentlist><li><cite>Agnes</cite> <time datetime=2009-03-14T19:28>1 year</time><p>{SAID}</p></ol>",
        f"<div class=comments-body><p>{SAID}</p><span>Posted by: Agnes at March 14, 2009 7:28 PM</span></div>",
        f"<table class=comments><tr><td>{SAID}<br><span>Agnes | 03.14.2009 - 7:28 pm | <a href=#c9>#</a></span>",
    ],
    ids=["id", "class", "definition", "quote", "area", "label", "list", "part", "table"],
)
def test_one_comment_is_read_whatever_its_markup(html: str) -> None:
    read = page(html)
    assert [("Agnes", "2009-03-14T19:28", SAID)] == [
        (one.author_name, (one.published or "")[:16], one.body_text) for one in read.comments
    ]
    assert read.post is not None
    assert SAID not in (read.post.body_text or "")


@pytest.mark.parametrize(
    "html",
    [
        f"<aside><ul class=recentcomments><li id=comment-3>Agnes on March 14, 2009: {SAID}</li></ul></aside>",
        f"<div class='widget'><h3>Recent</h3><div class=comment><b>Agnes</b> March 14, 2009 {SAID}</div></div>",
        "<form id=commentform><div class=comment-error>Your comment was not saved. Please try again.</div></form>",
        "<div class=comment-dialog><h3>Report this comment</h3><p>Are you sure that it is against the rules?</p></div>",
        "<h2>Comments</h2><p>The old parish book has none on the weir before 1820, and few after it.</p>",
    ],
    ids=["recent", "widget", "form", "dialog", "section"],
)
def test_what_only_looks_like_a_comment_is_none(html: str) -> None:
    assert () == page(html).comments


@pytest.mark.parametrize(
    "sentence",
    [
        "Your comment is awaiting moderation.",
        "Dein Kommentar muss noch freigegeben werden.",
        "Votre commentaire est en attente de modération.",
        "Tu comentario está pendiente de moderación.",
        "Il tuo commento è in attesa di moderazione.",
        "Je reactie wacht op goedkeuring.",
        "Twój komentarz oczekuje na moderację.",
        "Ваш комментарий ожидает одобрения.",
        "コメントは承認待ちです。",
        "您的评论正在等待审核。",
    ],
)
def test_what_only_the_author_of_a_held_comment_sees_is_not_its_text(sentence: str) -> None:
    html = f"<div id=comment-7><b>Agnes</b> March 14, 2009<br><em>{sentence}</em><p>{SAID}</p></div>"
    assert ("Agnes", "2009-03-14", SAID) == told(only(html))
    assert AWAITING.fullmatch(sentence)


def test_a_comment_on_waiting_comments_keeps_its_words() -> None:
    words = "Your comment is awaiting moderation, it said. That was in March, and it still does."
    assert words == only(f"<div id=comment-7><b>Agnes</b> March 14, 2009<p>{words}</p></div>").body_text


@pytest.mark.parametrize(
    ("line", "name"),
    [
        ("Posted by Agnes Lind on 03/14/2009 at 07:28 PM", "Agnes Lind"),
        ("Le samedi 14 mars 2009, 19:28 par Agnès", "Agnès"),
        ("Geschrieben von Agnes am 14.03.2009, 19:28 Uhr", "Agnes"),
        ("Agnes wrote on March 14, 2009 at 19:28:", "Agnes"),
        ("Agnes sagt:", "Agnes"),
        ("Mar 14, 2009 Agnes Lind said...", "Agnes Lind"),
        ("by Agnes » Sat Mar 14, 2009 7:28 pm", "Agnes"),
        ("Agnes | 03.14.09 - 07:28 pm | #", "Agnes"),
        ("March 14, 2009 19:28 - Agnes", "Agnes"),
        ("Agnes 2009-03-14 19:28:00", "Agnes"),
        ("María de la Cruz | 14 de marzo de 2009", "María de la Cruz"),
        ("Comment from: Agnes [Visitor]", "Agnes"),
        ("14 March 2009, 19:28", None),
        ("Reply | Permalink", None),
    ],
)
def test_a_signature_names_who_wrote(line: str, name: str | None) -> None:
    assert name == name_in(line, parse_date)


ANSWERS = {
    "nested": "<li id=comment-1>{0}<ul class=children><li id=comment-2>{1}</li></ul></li><li id=comment-3>{2}</li>",
    "list behind": "<li id=comment-1>{0}</li><ul class=children><li id=comment-2>{1}</ul><li id=comment-3>{2}</li>",
    "depth": "<li id=comment-1 class=depth-1>{0}<li id=comment-2 class=depth-2>{1}<li id=comment-3 class=depth-1>{2}",
    "level": "<li id=comment-1 class=level0>{0}<li id=comment-2 class=level1>{1}<li id=comment-3 class=level0>{2}",
    "margin": "<li id=comment-1>{0}<li id=comment-2 style='margin-left:25px'>{1}<li id=comment-3>{2}",
    "attribute": "<li id=comment-1>{0}<li id=comment-2 data-parent-id=1>{1}<li id=comment-3 data-parent-id=0>{2}",
    "link": "<li id=comment-1>{0}<li id=comment-2><i class=in-reply-to><a href='#c1'>@</a></i>{1}<li id=comment-3>{2}",
}


@pytest.mark.parametrize("markup", ANSWERS.values(), ids=ANSWERS)
def test_an_answer_names_what_it_answers_and_its_depth(markup: str) -> None:
    texts = [f"<b>Agnes</b> March 14, 2009<p>{SAID} ({number})</p>" for number in range(3)]
    comments = page(f"<ol id=comments>{markup.format(*texts)}</ol>").comments
    assert [("1", None, 0), ("2", "1", 1), ("3", None, 0)] == [
        (one.native_id, one.parent_native_id, one.depth) for one in comments
    ]


@pytest.mark.parametrize(
    "ping",
    [
        "<div id=comment-5 class=pingback>{}</div>",
        "<div id=comment-5>Trackback from: {}</div>",
        "<div id=comment-5>Pingback: {}</div>",
        "<ol id=trackbacks><li>{}</li></ol>",
        "<h4>Trackbacks</h4><div class=trackback-list><p>{}</p></div>",
    ],
    ids=["class", "from", "word", "list", "apart"],
)
def test_a_ping_is_a_reference_and_no_comment(ping: str) -> None:
    link = "<a href='https://river.example/gates'>The lower river</a> March 15, 2009"
    comment = f"<div id=comment-4><b>Agnes</b> March 14, 2009<p>{SAID}</p></div>"
    read = page(f"<div>{comment}{ping.format(link)}</div>")
    assert ["4"] == [one.native_id for one in read.comments]
    assert [("The lower river", "https://river.example/gates", "2009-03-15")] == [
        (one.title, one.url, one.published) for one in read.references
    ]


def test_a_permalink_leads_to_the_anchor_before_the_comment() -> None:
    one = only(f"<a name='c77'></a><div class=comment><b>Agnes</b> March 14, 2009<p>{SAID}</p></div>")
    assert ("77", f"{URL}#c77") == (one.native_id, one.url)


def test_the_link_to_answer_a_comment_tells_its_number() -> None:
    reply = "<a href='/spip.php?page=forum&amp;id_article=9&amp;id_forum=77'>Répondre</a>"
    one = only(f"<div class=comment><b>Agnes</b> March 14, 2009<p>{SAID}</p>{reply}</div>")
    assert ("77", SAID) == (one.native_id, one.body_text)


def test_the_name_of_an_author_never_links_to_the_page_itself() -> None:
    html = f"<div id=comment-7><h4><a href='#comment-7'>Agnes</a></h4>March 14, 2009<p>{SAID}</p></div>"
    assert None is only(html).author_url


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("4 comments", 4),
        ("Comments (12)", 12),
        ("1.024 Kommentare", 1024),
        ("One Response to “A new gate”", 1),
        ("No comments yet", 0),
        ("Aucun commentaire", 0),
        ("3 comentarios", 3),
        ("コメント(2)", 2),
        ("댓글 5", 5),
        ("Comments", -1),
        ("Leave a comment", None),
        ("Comment on the weather", None),
    ],
)
def test_a_label_tells_how_many_comments_there_are(text: str, number: int | None) -> None:
    assert number == counted(text)


@pytest.mark.parametrize(
    ("word", "role"),
    [
        ("comment", "item"),
        ("mo-comment-card", "item"),
        ("comments", "area"),
        ("commentList", "area"),
        ("comment-body", "part"),
        ("commentBodyStyle", "part"),
        ("comment-form", "form"),
        ("comment-author", None),
        ("commentary", None),
        ("no-comments", None),
        ("community", None),
    ],
)
def test_a_class_word_says_what_part_of_the_comments_it_names(word: str, role: str | None) -> None:
    assert role == role_of(word)


def test_shopping_is_no_ping() -> None:
    assert [True, True, False, False] == [
        is_of_pings(word) for word in ("pings", "trackback-list", "shopping", "ping-pong")
    ]


@pytest.mark.parametrize(
    ("ident", "number"),
    [("comment-12", "12"), ("kommentar42", "42"), ("dsq-comment-7", "7"), ("comments", None), ("commenter-7", None)],
)
def test_an_id_that_speaks_of_a_comment_holds_its_number(ident: str, number: str | None) -> None:
    assert number == by_id(ident)


def test_a_guid_is_a_number_too() -> None:
    assert "5f0e2101-7c1a-4d51-9b11-a3c2e9d02101" == number_in("id_5f0e2101-7c1a-4d51-9b11-a3c2e9d02101")


@pytest.mark.parametrize("text", ["Reply", "Antworten", "Répondre", "[ Reply to This ]", "#12", "답글"])
def test_what_a_button_says_is_no_text(text: str) -> None:
    assert ACTION.fullmatch(text)


@pytest.mark.parametrize(
    "html",
    [
        "<div class=comment>" * 20_000,
        "<li class=comment-body>x" * 20_000,
        "<div class=comments>March 3, 2009" * 5_000,
        "<p class=trackback><a href=/x>x</a></p><div id=comment-1>x</div>" * 5_000,
        "<div id=comments>" + "<p>March 3, 2009</p><div>x</div>" * 10_000,
        "<h3>4 comments</h3><p>x</p>" * 5_000,
    ],
    ids=["nested", "items", "areas", "pings", "turns", "labels"],
)
def test_pages_made_of_comments_are_read_in_time(html: str) -> None:
    started = time.process_time()
    page(html)
    assert time.process_time() - started < 4


REVIEW = (
    "<div itemprop=review itemscope itemtype=https://schema.org/Review><b itemprop=author>{}</b>"
    "<p itemprop=reviewBody>{}</p><meta itemprop=datePublished content=2009-03-14></div>"
)


def test_reviews_by_one_critic_are_the_article() -> None:
    reviews = REVIEW.format("Agnes", SAID) + REVIEW.format("Agnes", "The second gate is the better of the two.")
    read = page(f"<div itemscope itemtype=https://schema.org/Product>{reviews}</div>")
    assert read.comments == ()
    others = REVIEW.format("Agnes", SAID) + REVIEW.format("Bo", "The second gate is the better of the two.")
    read = page(f"<div itemscope itemtype=https://schema.org/Product>{others}</div>")
    assert [one.author_name for one in read.comments] == ["Agnes", "Bo"]


def test_the_answer_of_a_shop_answers_the_review() -> None:
    answer = "<div class=stamped-review-reply><p class=stamped-review-content-body>Thank you, Agnes.</p></div>"
    body = f"<div class=stamped-review-body><p class=stamped-review-content-body>{SAID}</p></div>"
    read = page(f"<div class=stamped-review data-review-id=77><b class=author>Agnes</b>{body}{answer}</div>")
    assert [(one.native_id, one.parent_native_id, one.body_text) for one in read.comments] == [
        ("77", None, SAID),
        (None, "77", "Thank you, Agnes."),
    ]


def test_reviews_stand_beside_comments() -> None:
    review = f"<div class=spr-review id=spr-review-5><div class=spr-review-content><p>{SAID}</p></div></div>"
    comment = "<div id=comment-7><b>Agnes</b> March 14, 2009<p>A good gate.</p></div>"
    read = page(f"{review}<div id=comments>{comment}</div>")
    assert [(one.native_id, one.body_text) for one in read.comments] == [("5", SAID), ("7", "A good gate.")]
