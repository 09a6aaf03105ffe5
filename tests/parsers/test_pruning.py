"""What hangs on an article goes; what an article says stays, however much it looks like what hangs on others."""

from __future__ import annotations

import pytest

from blogark.parsers import read_page

URL = "https://weir.example/2009/03/gate.html"
FIRST = "The gate at the upper weir had not been moved for eleven years, and it showed in every bolt of it."
SECOND = "We lifted it on a Saturday with a borrowed tractor, a chain and more advice than we needed or cared to take."
THIRD = "What is left to do is the sill, which has to be cut to fit the stones, because no two of them are level."
ARTICLE = f"<p>{FIRST}</p><p>{SECOND}</p><p>{THIRD}</p>"
TEXT = f"{FIRST}\n\n{SECOND}\n\n{THIRD}"
HEAD = "<html lang=en><head><title>A new gate - The weir book</title></head><body>"


def body(html: str) -> str | None:
    post = read_page(f"{HEAD}{html}</body></html>".encode(), URL, "text/html; charset=utf-8").post
    return post.body_text if post else None


def entry(inside: str) -> str | None:
    return body(f"<div class=post><h1>A new gate</h1><div class=entry-content>{inside}</div></div>")


BIO = "Rowan Pike keeps the weir and writes of it when the water is low and the eels are slow."


@pytest.mark.parametrize(
    "extra",
    [
        f"<div class=saboxplugin-wrap><div class=saboxplugin-desc><p>{BIO}</p></div></div>",
        f"<div class=author-description><p>{BIO}</p></div>",
        f"<div class=blog-content-author><p>{BIO}</p></div>",
        f"<div class=single-post-author><p>{BIO}</p></div>",
        "<div class=single-share-buttons><p>Tell the others of the gate.</p></div>",
        f"<div class=m-a-box><p>{BIO}</p></div>",
        "<p class=aawp-disclaimer>Prices as of March 13 / pictures of the shop's own programme interface</p>",
        "<div class='w-form-done'><div>Thank you! Please look into your letter box.</div></div>",
        "<section class=vc_cta3-container><h2>Weir seminar</h2><p>Learn with us how gates are hung.</p></section>",
        "<div class=wp-block-theme-recirculation-box><p>What others made of it: ice, eels and herons.</p></div>",
        "<div class=table-of-contents><p>1 The gate</p><p>2 The sill</p></div>",
        "<div class=essb_links><span>Tell others of it</span></div>",
    ],
    ids=[
        *(
            "sabox",
            "author-description",
            "content-author",
            "single-author",
            "single-share",
            "molongui",
            "disclaimer",
            "webflow-form",
            "call",
        ),
        *("block", "contents", "essb"),
    ],
)
def test_boxes_of_plugins_and_theme_families_are_no_text(extra: str) -> None:
    assert entry(ARTICLE + extra) == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "This entry was posted on Friday, March 13th, 2009 at 1:20 am and is filed under Gates. You can follow any"
        " responses to this entry through the RSS 2.0 feed.",
        "This entry was posted in Gates and tagged oak, sill by Rowan. Bookmark the permalink.",
        "Dieser Beitrag wurde am 13. März 2009 von Rowan unter Wehre veröffentlicht.",
        "Cette entrée a été publiée dans Vannes. Vous pouvez la mettre en favoris avec ce permalien.",
        "Esta entrada fue publicada en Compuertas y etiquetada roble. Guarda el enlace permanente.",
        "Already have an account? Log in",
        "Follow the weir book on Facebook, Instagram and YouTube",
        "If you buy something through a link on this site, I may earn a small commission.",
        "Our editors handpick every gate we feature. We may receive a commission from your purchases.",
        "Wenn du über diese Links kaufst, erhalte ich eine kleine Provision.",
        "Zum Vergrößern auf das Bild klicken",
        "Click on the image to enlarge it",
        "Bild anzeigen",
        "Was this article helpful?",
        "War dieser Artikel hilfreich?",
        "Thanks for your feedback!",
        "Showing gates 1 to 10 of 19",
        "Es werden die Tore 1 bis 10 von insgesamt 19 angezeigt!",
        "Last updated March 3, 2009 by Rowan Pike.",
        "Den Artikel mit anderen teilen:",
        "Asked Mar 13, 2009 at 20:37",
        "Posted March 13, 2009",
        "Titelbild: Rowan Pike",
        "Beitragsbild: Das Wehr im März, aufgenommen von Rowan Pike mit der alten Kamera seines Vaters, Abzug 1987",
        "Teile den Beitrag mit Freunden",
        "The post A new gate appeared first on The weir book.",
        "Der Beitrag A new gate erschien zuerst auf The weir book.",
        "La entrada A new gate se publicó primero en The weir book.",
        "Copyright © 2009 The weir book. Ask the keeper for the permission to print it elsewhere, and for the boat.",
        "Loading comments…",
        "Please read our comment policy before commenting.",
        "Report a correction or typo",
        "Posted: 03/13/2009 4:58 pm",
        "Veröffentlicht: 13.03.2009",
        "1 - 5 of 218 results",
        "17 von 17",
        "- Anúncio -",
        "Schlagworte: Wehre, Tore, Eichenholz, Schwellen, Schrauben, Reiher, Aale, Eis, Traktoren, Ketten, Wasser",
        "ZurückWeiter",
        "Facebook Twitter WhatsApp",
        "Want more of the weir? Sign up for our newsletter and hear of it.",
        "For all the latest news of the river, visit our front page.",
    ],
)
def test_lines_that_templates_print_are_no_text(line: str) -> None:
    assert entry(f"{ARTICLE}<p>{line}</p>") == TEXT


@pytest.mark.parametrize(
    "line",
    [
        "This entry into the pond was posted with a sign that nobody reads, and so the geese are many.",
        "The agent earns a commission when a mill is sold, and that is why mills are sold so often.",
        "We may receive visitors on Sundays, and they bring cake.",
        "Was this gate helpful? The herons would say so, the eels would not.",
        "We counted 1 to 10 eels of a length on each of the nights, and that was all.",
        "Follow the path on the left bank until the oak.",
        "Click, said the bolt, and the image of the gate in the water broke.",
        "The author of the old gate is not known.",
        "The post of the old gate appeared in spring, when the water was low.",
        "Facebook and Twitter had nothing to say of it.",
        "She subscribes to a newsletter on oak. So do I.",
        "Tags: there are two kinds of them. One is nailed to the gate.",
        "Posted: the notice of the miller, in large letters.",
        "Asked in March of 2009, the miller said that he knew of no gate.",
        "Posted men stood at the gate in March, 13 of them.",
        "7 of the 17 boards were sound.",
    ],
)
def test_sentences_that_begin_like_such_lines_are_text(line: str) -> None:
    assert entry(f"{ARTICLE}<p>{line}</p>") == f"{TEXT}\n\n{line}"


def test_a_heading_over_nothing_but_what_was_left_out_goes_with_it() -> None:
    share = "<div class=sharedaddy><ul><li><a href=//f>Facebook</a></li></ul></div>"
    assert entry(f"{ARTICLE}<h2>Did you like the gate?</h2>{share}") == TEXT
    assert entry(f"<p>{FIRST}</p><h3>Your turn</h3><form><input></form><h3>The sill</h3><p>{SECOND}</p>") == (
        f"{FIRST}\n\nThe sill\n\n{SECOND}"
    )
    assert entry(f"{ARTICLE}<h2>For the mill</h2><h3>Your turn</h3>{share}") == TEXT


@pytest.mark.parametrize(
    "end",
    ["<h2>The end</h2>", "<h4>Ice,</h4><h4>eels,</h4><h4>herons.</h4>", "<h2>Pictures</h2><p><img src=/g.jpg></p>"],
    ids=["last word", "lines", "pictures"],
)
def test_a_heading_at_the_end_with_nothing_left_out_behind_it_stays(end: str) -> None:
    told = entry(f"{ARTICLE}{end}<div class=sharedaddy></div>")
    assert told is not None
    assert told != TEXT


def test_a_heading_over_pictures_stays_when_what_stands_behind_them_goes() -> None:
    share = "<div class=sharedaddy><a href=//f>Facebook</a></div>"
    assert entry(f"{ARTICLE}<h2>Pictures</h2><p><img src=/g.jpg></p>{share}") == f"{TEXT}\n\nPictures"


@pytest.mark.parametrize(
    "word",
    [
        "<a class=recommendation-inline-link href=/eels>counting the eels</a>",
        "<span>more than <a href=/half>half a hundred</a></span>",
        "<span>Sign up now</span>",
        "<span class=tags>gates</span>",
    ],
    ids=["named", "link line", "promotion", "tags"],
)
def test_words_are_never_taken_out_of_a_sentence(word: str) -> None:
    said = f"After {word} of the year that lay behind us there was not much to say of it, and what was left was told."
    told = entry(f"{ARTICLE}<p>{said}, and so it went on.</p>")
    assert told is not None
    assert "After of" not in told
    assert "the year that lay" in told


def test_a_label_over_a_box_goes_with_the_box() -> None:
    assert entry(f"{ARTICLE}<div>About the author</div><div class=saboxplugin-wrap><p>{BIO}</p></div>") == TEXT


def test_links_in_a_text_without_paragraphs_stay_under_a_label() -> None:
    told = entry(
        f"<div>{FIRST}<h4>More on the sill</h4>The notes on <a href=/oak>sills of oak</a> are by the miller.</div>"
    )
    assert told is not None
    assert "The notes on sills of oak are by the miller." in told


def test_the_first_paragraphs_stay_before_a_heading_that_repeats_the_title_between_them() -> None:
    title = "<html lang=en><head><title>What is a sluice gate?</title></head><body>"
    inside = f"<p>{FIRST}</p><p>{SECOND}</p><h2>What is a sluice gate?</h2>{f'<p>{THIRD}</p>' * 9}"
    post = read_page(f"{title}<div class=entry-content>{inside}</div></body></html>".encode(), URL, None).post
    assert post is not None
    assert FIRST in (post.body_text or "")


def test_a_text_whose_class_says_that_more_can_be_read_is_the_text() -> None:
    others = (
        "<div class=box>" + "<p>What else was told of weirs and of those who keep them in this year.</p>" * 9 + "</div>"
    )
    text = f"<h1>A new gate</h1><div class='entry-content entry-content-read-more'>{ARTICLE}</div>"
    assert body(f"{others}<main>{text}</main>") == TEXT


def test_a_list_of_points_between_title_and_text_is_the_standfirst() -> None:
    points = (
        "<li>The gate of the upper weir has been lifted for the first time in eleven years.</li>"
        "<li>The sill is still to be cut, and the stones are the trouble with it.</li>"
    )
    stand = f"<div class=teaser-text><ul>{points}</ul></div>"
    told = body(f"<main><h1>A new gate</h1>{stand}<div class=article-body>{ARTICLE * 9}</div></main>")
    assert told is not None
    assert told.startswith("The gate of the upper weir has been lifted")


def test_ingredients_stay_though_a_template_calls_them_printable() -> None:
    items = "".join(f"<li>{n} oak boards of the length of a gate and the width of a hand</li>" for n in range(2, 9))
    told = entry(f"{ARTICLE * 9}<div class='ingredients print-links'><ul>{items}</ul></div>")
    assert told is not None
    assert "2 oak boards" in told


def test_what_is_not_to_be_printed_is_not_the_text() -> None:
    notes = (
        "<div class=d-print-none><p>"
        + "The words of the moving picture above, as they were spoken. " * 4
        + "</p></div>"
    )
    assert entry(ARTICLE * 9 + notes) == "\n\n".join([TEXT] * 9)


def test_answers_that_a_page_gives_to_its_own_questions_are_its_text() -> None:
    def asked(question: str, answer: str) -> str:
        said = f"<div itemscope itemtype=https://schema.org/Answer><p itemprop=text>{answer}</p></div>"
        return (
            "<div itemprop=mainEntity itemscope itemtype=https://schema.org/Question>"
            f"<h3 itemprop=name>{question}</h3>{said}</div>"
        )

    told = entry(f"{ARTICLE}{asked('Is it heavy?', SECOND)}{asked('Is it old?', THIRD)}")
    assert told == f"{TEXT}\n\nIs it heavy?\n\n{SECOND}\n\nIs it old?\n\n{THIRD}"


@pytest.mark.parametrize("date", ["13.03.2009", "March 13, 2009", "Freitag, 13. März 2009", "2009-03-13"])
def test_a_date_alone_before_the_first_sentence_is_none_of_the_text(date: str) -> None:
    html = f"<div id=text><h2>Of gates</h2><p>{date}</p>{ARTICLE}</div>"
    assert date not in (body(html) or "")
    assert date in (body(f"<div id=text><h2>Of gates</h2>{ARTICLE}<p>{date}</p>{ARTICLE}</div>") or "")


def test_ingredients_beside_a_recipe_are_of_its_text() -> None:
    items = "".join(f"<li>{n} oak boards of the length of a gate</li>" for n in range(2, 9))
    told = entry(f"<aside class=recipe__ingredients><ul>{items}</ul></aside>{ARTICLE * 3}")
    assert told is not None
    assert "2 oak boards" in told


def test_notices_between_heading_and_text_are_no_standfirst() -> None:
    notice = "<div><p>Products are chosen independently by our editors. Our links earn us a commission.</p></div>"
    told = body(f"<main><h1>A new gate</h1>{notice}<div class=article-body>{ARTICLE * 9}</div></main>")
    assert told is not None
    assert told.startswith(FIRST)


def test_a_last_line_that_is_only_an_address_is_none_of_the_text() -> None:
    assert entry(f"{ARTICLE}<p><a href='mailto:rowan@weir.example'>rowan@weir.example</a></p>") == TEXT
