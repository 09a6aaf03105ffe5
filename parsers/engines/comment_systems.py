"""Comment systems that live inside the pages of any engine, by what they write there."""

from __future__ import annotations

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class System:
    """How a comment system shows in a page: bytes that only it writes, and the pattern of its account or address."""

    name: str
    word: bytes
    """Stands in all its signs: most pages are done with after looking for it."""
    signs: tuple[bytes, ...]
    account: re.Pattern[bytes]
    where: str
    """What the problem says of where the comments are; ``{}`` is the account."""
    is_sure: bool = True
    """Whether the signs are enough without an account."""


def _attribute(name: str, after: str = "") -> re.Pattern[bytes]:
    before = rf"{after}[^<>]{{0,600}}?" if after else ""
    return re.compile(rf"{before}\b{name}\s*=\s*[\"']([^\"'<>]{{1,300}})[\"']".encode())


_URL = rb"[\"'](https?://[^\"'\s]{1,200})[\"']"

ISSO = System(
    name="Isso",
    word=b"isso",
    signs=(b"data-isso=", b'id="isso-thread"'),
    account=_attribute("data-isso"),
    where="{}?uri=<path of the page>",
)
SYSTEMS = (
    System(
        name="Disqus",
        word=b"disqus",
        signs=(b'id="disqus_thread"', b"id='disqus_thread'", b".disqus.com/embed.js", b"disqus_shortname"),
        account=re.compile(rb"disqus_shortname['\"]?\s*[=:]\s*['\"]([\w-]{1,60})|([\w-]{1,60})\.disqus\.com/embed\.js"),
        where="forum {}; disqus.com/embed/comments/?base=default&f={} shows them, the owner can export them",
    ),
    ISSO,
    System(
        name="utterances",
        word=b"utteranc.es",
        signs=(b"utteranc.es/client.js",),
        account=_attribute("repo", r"utteranc\.es/client\.js"),
        where="issues of github.com/{}",
    ),
    System(
        name="giscus",
        word=b"giscus.app",
        signs=(b"giscus.app/client.js",),
        account=_attribute("data-repo"),
        where="discussions of github.com/{}",
    ),
    System(
        name="Facebook",
        word=b"comments",
        signs=(b"fb-comments", b"<fb:comments"),
        account=_attribute("(?:data-)?href", r"fb[-:]comments\b"),
        where="the comments plugin for {}",
    ),
    System(
        name="Commento",
        word=b"commento",
        signs=(b"/commento.js", b'id="commento"'),
        account=re.compile(rb"//([\w.-]{1,200})/js/commento\.js"),
        where="{}",
    ),
    System(
        name="Remark42",
        word=b"remark_config",
        signs=(b"remark_config",),
        account=re.compile(rb"\bhost\s*:\s*" + _URL),
        where="{}",
    ),
    System(
        name="Hyvor Talk",
        word=b"talk.hyvor.com",
        signs=(b"talk.hyvor.com",),
        account=re.compile(rb"(?:website-id|HYVOR_TALK_WEBSITE)\s*=\s*[\"']?(\d{1,12})"),
        where="website {}",
    ),
    System(
        name="IntenseDebate",
        word=b"intensedebate",
        signs=(b"intensedebate.com/js/",),
        account=re.compile(rb"(?:idcomments_acct\s*=\s*['\"]|[?&;]acct=)(\w{1,64})"),
        where="account {}",
    ),
    System(
        name="Cusdis",
        word=b"cusdis",
        signs=(b"cusdis_thread", b"/cusdis.es.js"),
        account=re.compile(rb"data-app-id\s*=\s*[\"']([\w-]{1,64})"),
        where="app {}",
    ),
    System(
        name="Livefyre",
        word=b"fyre",
        signs=(b"fyre.conv", b".livefyre.com/", b"livefyre-comments"),
        account=re.compile(rb"\b(?:siteId|site_id)[\"']?\s*[:=]\s*[\"']?(\d{1,12})"),
        where="site {}; the service ended in 2021",
        is_sure=False,
    ),
    System(
        name="Waline",
        word=b"waline",
        signs=(b"waline",),
        account=re.compile(rb"serverURL\s*:\s*" + _URL),
        where="{}",
        is_sure=False,
    ),
    System(
        name="Discourse",
        word=b"DiscourseEmbed",
        signs=(b"DiscourseEmbed",),
        account=re.compile(rb"discourseUrl\s*:\s*" + _URL),
        where="topics of {}",
    ),
    System(
        name="Coral",
        word=b"Coral.",
        signs=(b"Coral.createStreamEmbed", b"Coral.Talk.render"),
        account=re.compile(rb"(?:rootURL|talk)\s*:\s*" + _URL),
        where="{}",
    ),
    System(
        name="OpenWeb",
        word=b"spot.im",
        signs=(b"launcher.spot.im/spot/",),
        account=re.compile(rb"launcher\.spot\.im/spot/(sp_\w{1,40})"),
        where="spot {}",
    ),
    System(
        name="Gitalk",
        word=b"Gitalk",
        signs=(b"new Gitalk(",),
        account=re.compile(rb"\brepo[\"']?\s*:\s*[\"']([\w./-]{1,120})"),
        where="issues of the repository {} on GitHub",
    ),
    System(
        name="Twikoo",
        word=b"twikoo",
        signs=(b"twikoo.init(",),
        account=re.compile(rb"\benvId[\"']?\s*:\s*[\"']([^\"'\s<>]{1,200})"),
        where="{}",
    ),
    System(
        name="Artalk",
        word=b"Artalk",
        signs=(b"Artalk.init(", b"new Artalk("),
        account=re.compile(rb"\bserver[\"']?\s*:\s*" + _URL),
        where="{}",
    ),
    System(
        name="Valine",
        word=b"Valine",
        signs=(b"new Valine(",),
        account=re.compile(rb"\bappId[\"']?\s*:\s*[\"']([\w-]{6,80})"),
        where="LeanCloud application {}",
    ),
    System(
        name="DisqusJS",
        word=b"DisqusJS",
        signs=(b"new DisqusJS(",),
        account=re.compile(rb"\bshortname[\"']?\s*:\s*[\"']([\w-]{1,60})"),
        where="forum {} of Disqus",
    ),
    System(
        name="LiveRe",
        word=b"livere",
        signs=(b".livere.com/js/",),
        account=re.compile(rb"\bdata-uid\s*=\s*[\"']([\w=+/-]{1,80})"),
        where="user {}",
    ),
    System(
        name="Changyan",
        word=b"changyan",
        signs=(b"changyan.sohu.com/",),
        account=re.compile(rb"\bapp_?id[\"']?\s*[:=]\s*[\"']([\w-]{1,60})"),
        where="application {}",
    ),
    System(
        name="Gitment",
        word=b"Gitment",
        signs=(b"new Gitment(",),
        account=re.compile(rb"\brepo[\"']?\s*:\s*[\"']([\w./-]{1,120})"),
        where="issues of the repository {} on GitHub",
    ),
    System(
        name="Beaudar",
        word=b"beaudar",
        signs=(b"beaudar.lipk.org/client.js",),
        account=_attribute("repo", r"beaudar\.lipk\.org/client\.js"),
        where="issues of github.com/{}",
    ),
    System(
        name="Discuss",
        word=b"discuss.init(",
        signs=(b"discuss.init(",),
        account=re.compile(rb"\bserverURLs?[\"']?\s*:\s*" + _URL),
        where="{}",
    ),
    System(
        name="FastComments",
        word=b"FastComments",
        signs=(b"FastCommentsUI(",),
        account=re.compile(rb"\btenantId[\"']?\s*:\s*[\"']([\w-]{1,64})"),
        where="tenant {}",
    ),
    System(
        name="VK",
        word=b"VK.Widgets",
        signs=(b"VK.Widgets.Comments(",),
        account=re.compile(rb"\bapiId[\"']?\s*:\s*[\"']?(\d{1,12})"),
        where="application {}",
    ),
    System(
        name="Google+",
        word=b"comments",
        signs=(b'class="g-comments"', b"<g:comments", b"gapi.comments.render("),
        account=re.compile(rb"(?:g[-:]comments\b[^<>]{0,300}?\bhref\s*=|\bhref[\"']?\s*:)\s*[\"']([^\"'<>]{1,300})"),
        where="those of {}; the service ended in 2019",
    ),
    System(
        name="Echo (JS-Kit)",
        word=b"js-kit",
        signs=(b"js-kit-comments", b"js-kit.com/comments"),
        account=re.compile(rb"js-kit-comments[^<>]{0,200}?\b(?:permalink|uniq)\s*=\s*[\"']([^\"'<>]{1,300})"),
        where="those of {}; the service ended in 2012",
    ),
)
