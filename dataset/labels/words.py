"""Words by which spam is known, in the languages of those who send it.

`SOLD` stands in hardly any honest comment. `TRADE` does: it counts only where somebody bears it as a name, or ends with
it. Written for this project from what such comments sell: medicines, gambling, loans, counterfeits, escorts, essays,
links, followers.
"""

from __future__ import annotations

import re

SOLD = frozenset(
    "viagra cialis levitra tramadol xanax phentermine ambien kamagra sildenafil tadalafil valium modafinil "
    "casino casinos blackjack baccarat jackpot betting sportsbook "
    "payday backlinks backlink escorts porn camgirls hentai "
    "vuitton louboutin rolex ugg "
    "forex bitcoin crypto ponzi botox "
    "казино виагра сиалис порно займы займ ставки букмекер проститутки эскорт "
    "kredit schufafrei potenzmittel sportwetten spielautomaten "
    "casinò scommesse prestiti prestito préstamos apuestas tragamonedas emagrecer seguidores apostas "
    "chwilówki pożyczki pozycjonowanie kasyno bahis bonusu iddaa "
    "judi togel gacor pragmatic bandarqq taruhan pinjaman "
    "카지노 바카라 토토 먹튀 슬롯 คาสิโน บาคาร่า สล็อต แทงบอล كازينو فياجرا".split()
)
"""Single words, in lower case."""

SOLD_TOGETHER = (
    "louis vuitton", "nike shoes", "air jordan", "air max", "ray ban", "michael kors", "north face", "online pharmacy",
    "weight loss", "lose weight", "male enhancement", "make money online", "work from home", "payday loan",
    "personal loan", "essay writing", "buy essay", "cheap flights", "replica watches", "online poker", "sex dating",
    "adult dating", "free download", "без рецепта", "купить диплом", "скачать бесплатно", "ohne schufa",
    "günstig kaufen", "acheter viagra", "pas cher", "casino en ligne", "casino en línea", "comprar viagra",
    "comprar seguidores", "sùi mào gà", "phá thai", "cá độ", "cá cược", "nhà cái", "vay tiền", "situs slot",
    "judi online",
    "代孕", "博彩", "彩票", "发票", "办证", "娱乐城", "赌场", "成人视频", "壮阳",
    "ブランドコピー", "スーパーコピー", "出会い系", "激安",
)  # fmt: skip
"""Words that sell side by side, and words of scripts that set no blanks."""

TRADE = frozenset(
    "cheap cheapest buy discount discounts outlet wholesale coupon coupons promo prices shop store online "
    "free download loans mortgage insurance credit debt lawyer lawyers attorney attorneys dentist dentists plumber "
    "plumbing roofing locksmith realtor movers remodeling cleaning repair rental rentals hosting software marketing "
    "seo replica "
    "agency supplements diet pills pharmacy shoes handbags watches jewelry sunglasses jerseys furniture mattress games "
    "tickets essays dating singles hotels flights "
    "недорого дешево купить цена цены скачать бесплатно ремонт заказать продвижение "
    "günstig kaufen billig angebot versicherung acheter assurance crédit voyance serrurier plombier dépannage "
    "comprar barato barata ofertas descuento seguro préstamo comprare offerte assicurazione tanio sklep "
    "kupić ucuz satın".split()
)
"""Single words, in lower case; none that is a family name (Price, Sale, Loan)."""

_FLATTERY = (
    r"(?:great|nice|good|awesome|excellent|amazing|wonderful|fantastic|interesting|informative|superb|useful|helpful) "
    r"(?:post|article|blog|site|website|weblog|information|info|read|share|work)",
    r"thank(?:s| you) for (?:sharing|posting|the (?:info|information|post|article))",
    r"keep (?:up the|it) (?:good|great|up)",
    r"i (?:have |'ve )?(?:really )?(?:enjoyed?|bookmarked|stumbled)",
    r"visit(?:ed)? my (?:web|site|blog|page|home)",
    r"(?:go back|return) the fav",
    r"my (?:web|blog) ?(?:site|page|log|post)",
    r"this is (?:a )?(?:really |very )?(?:great|nice|good|helpful|informative|useful)",
    r"your (?:blog|site|website|post|article) (?:is|was|has)",
    r"(?:toller|schöner|guter|interessanter) (?:beitrag|artikel|blog)",
    r"(?:super|très bon|excellent) (?:article|billet|site)",
    r"(?:excelente|muy buen|gran) (?:artículo|post|aporte|blog)",
    r"(?:спасибо за|отличная|интересная|хорошая) (?:статья|статью|сайт|блог)",
)
FLATTERY = re.compile("|".join(_FLATTERY))
"""What a robot says anywhere, in lower case; many people say it too."""
