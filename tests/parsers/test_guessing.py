"""The charset of pages that declare none."""

from __future__ import annotations

import pytest

from blogark.parsers.tree.encoding import decode

TEXTS = {
    "ru": "Весной вода поднимается выше мостков, и лодки приходится привязывать к старым ивам на берегу.",
    "uk": "Навесні вода піднімається вище містків, і човни доводиться прив'язувати до старих верб на березі.",
    "el": "Την άνοιξη το νερό ανεβαίνει πάνω από την προβλήτα και δένουμε τις βάρκες στις παλιές ιτιές της όχθης.",
    "he": "באביב המים עולים מעל למזח ואנחנו קושרים את הסירות לערבות הישנות שעל הגדה",
    "ar": "في الربيع يرتفع الماء فوق الرصيف ونربط القوارب في أشجار الصفصاف القديمة على الضفة",
    "th": "ในฤดูใบไม้ผลิน้ำจะสูงกว่าท่าเรือ และเราต้องผูกเรือไว้กับต้นหลิวเก่าริมฝั่ง",
    "ja": "春になると水が桟橋より高くなるので、ボートを岸の古い柳につながなければならない。",
    "zh": "春天水位高过码头，我们只好把小船系在岸边的老柳树上，等到夏天再说。",
    "ko": "봄이 되면 물이 선착장보다 높아져서 배를 강가의 오래된 버드나무에 묶어야 한다.",
    "tw": "春天水位高過碼頭，我們只好把小船繫在岸邊的老柳樹上，等到夏天再說。",
    "de": "Im Frühjahr steht das Wasser höher als der Steg, und wir hängen die Kähne an die alten Weiden am Ufer.",
    "fr": "Au printemps, l’eau s’élève au-dessus du ponton ; nous attachons les bateaux aux vieux saules, là-bas.",
    "pl": "Wiosną woda sięga wyżej niż pomost, więc łodzie trzeba wiązać do starych wierzb, które rosną na brzegu.",
    "cs": "Na jaře voda stoupá výš než molo, a tak lodě vážeme ke starým vrbám, které ještě stojí na břehu řeky.",
    "tr": "İlkbaharda su iskeleden yükseğe çıkar, biz de kayıkları kıyıdaki yaşlı söğütlere bağlamak zorunda kalırız.",
    "lt": "Pavasarį vanduo pakyla aukščiau lieptelio, todėl valtis rišame prie senų gluosnių, kurie auga ant kranto.",
}


@pytest.mark.parametrize(
    ("language", "encoding"),
    [
        ("ru", "cp1251"), ("ru", "koi8-r"), ("ru", "iso8859-5"), ("uk", "cp1251"), ("uk", "koi8-u"), ("el", "cp1253"),
        ("he", "cp1255"), ("ar", "cp1256"), ("th", "cp874"), ("ja", "cp932"), ("ja", "euc_jp"), ("zh", "gb18030"),
        ("ko", "cp949"), ("tw", "big5hkscs"), ("de", "cp1252"), ("fr", "cp1252"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("header", [None, "text/html; charset=utf-8"])
def test_a_charset_that_is_not_declared_or_falsely_is_seen_in_the_text(
    language: str, encoding: str, header: str | None
) -> None:
    page = f"<html><head><title>x</title></head><body><p>{TEXTS[language]}</p></body></html>" + "<!-- ASCII -->" * 20
    assert decode(page.encode(encoding), header) == page


@pytest.mark.parametrize(
    ("language", "encoding"),
    [("pl", "iso8859-2"), ("pl", "cp1250"), ("cs", "iso8859-2"), ("cs", "cp1250"), ("tr", "cp1254"), ("lt", "cp1257")],
)
def test_latin_letters_are_those_of_the_language_of_the_page(language: str, encoding: str) -> None:
    page = f'<html lang="{language}"><body><p>{TEXTS[language]}</p>'
    assert decode(page.encode(encoding)) == page


@pytest.mark.parametrize(
    "text", ["café", "\xa0" * 40 + "x", "Â©Ã©â€™ " * 20, "ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ", "— – “ ” • " * 9]
)
def test_what_tells_nothing_is_windows_1252(text: str) -> None:
    # the last byte makes it no UTF-8
    assert decode(text.encode("cp1252") + b" \xe9 ") == f"{text} é "
