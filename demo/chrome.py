"""What stands around the content of every Squarespace 5 page: head, scripts, banner, navigation, sidebar, footer.

Shapes are those of real pages of that engine; the words are the demo's. Most of a page's 20 kB is this.
"""

from __future__ import annotations

import html
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from .blog import MODULE, Blog, BlogPost, slug_of

MODULE_ID = 817806
WEBSITE_ID = 93510
PIXEL = "/universal/images/transparent.png"

_YUI = ("yahoo-dom-event/yahoo-dom-event", "connection/connection_core-min", "json/json-min", "animation/animation-min")
_SCRIPTS = ("global", "lightbox", "api", "base64", "census", "yui2-yui3-bridge", "squarespace-gallery-slideshow")
_TIP = """
  <script type="text/javascript">
  YAHOO.util.Event.onDOMReady(function() {
    if (document.location.href.indexOf("%s") != -1) {
      new Squarespace.FixedPositionTip("%s", "%s", { xMargin: 15, yMargin: 15, icon: "/universal/images/helptip-info.png",
        orientation: "upper-right", viewportFixed: true, autoHide: 5000, opacity: 0.92, container: document.body });
    }
  });
  </script>
"""
_TIPS = (
    ("SSLogoutOk=true", "Logout Successful", "You have been successfully logged out."),
    ("SSLoginOk=true", "Login Successful", "You have been successfully logged in."),
)


@dataclass(frozen=True)
class Chrome:
    """The frame of all pages of one blog at one address."""

    blog: Blog
    base: str
    """``http://127.0.0.1:8000``, without a slash at its end."""

    def page(self, *, title: str, content: str, permalink: str | None = None, summary: str = "", item: int = 0) -> str:
        """A whole page; `item` is the id of the entry it shows, 0 on lists."""
        shown = html.escape(f"{title} - Journal - {self.blog.title}" if title else self.blog.title, quote=False)
        constants = f'Squarespace.Constants.OBJECT_PERMALINK = "{self.base}{permalink}";' if permalink else ""
        description = f'<meta property="og:description" content=" {html.escape(summary)}..." />' if summary else ""
        body_class = f"objectId{item}" if item else ""
        return (
            f"{self._head}\n    {constants}\n  // ]]>\n  </script>\n\n"
            f'  <title>{shown}</title>\n  <meta property="og:title" content="{shown}" />\n  {description}\n\n'
            f"  <!-- End Heading -->\n</head>\n\n"
            f'<body  id="modulePage{MODULE_ID}"   class="{body_class}"  >\n{self._above}{content}{self._below}'
        )

    @cached_property
    def _head(self) -> str:
        scripts = [f"yui/{name}" for name in _YUI] + [f"scripts/{name}" for name in _SCRIPTS]
        feeds = (("atom+xml", "ATOM", "atom"), ("rss+xml", "RSS", "rss"))
        return (
            '<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" '
            '"http://www.w3.org/TR/xhtml1/DTD/xhtml1-strict.dtd">\n\n'
            '<html xmlns="http://www.w3.org/1999/xhtml" lang="en" xml:lang="en">\n\n<head>\n'
            '  <meta http-equiv="Content-Type" content="text/html; charset=utf-8"/>\n'
            '  <meta name="Robots" content="index,follow" />\n\n'
            '  <link rel="shortcut icon" href="/favicon.ico" type="image/x-icon" />\n'
            '  <link id="primaryStylesheet" rel="stylesheet" type="text/css" href="/display/common.css?styleId=1856155"/>\n'
            + "".join(
                f'  <link rel="alternate" type="application/{kind}" title="{name}" '
                f'href="{self.base}/{MODULE}/{file}.xml" />\n'
                for kind, name, file in feeds
            )
            + "".join(
                f'<script type="text/javascript" src="/universal/{name}.js?CE=75"></script>\n' for name in scripts
            )
            + '\n  <script type="text/javascript">\n  // <![CDATA[\n'
            '    Squarespace.Constants.SS_AUTHKEY = encodeURIComponent("");\n'
            f'    Squarespace.Constants.WEBSITE_TITLE =  "{self.blog.title}";\n'
            f'    Squarespace.Constants.CURRENT_MODULE_ID = "{MODULE_ID}";\n'
            "    Squarespace.Constants.ADMINISTRATION_UI =  false;\n"
            '    Squarespace.Constants.CORE_APPLICATION_DOMAIN = "squarespace.com";\n'
            '    Squarespace.Constants.V5_FRONTSITE = "http://www.squarespace.com";\n'
            f'    Squarespace.Constants.WEBSITE_ID = "{WEBSITE_ID}";'
        )

    @cached_property
    def _above(self) -> str:
        blog = self.blog
        return (
            "".join(_TIP % tip for tip in _TIPS)
            + '\n  <div id="canvasWrapper"><div id="canvas">\n'
            + '  <div id="pageHeaderWrapper"><div id="pageHeader">\n'
            + f'    <div id="navigationTop">{self._navigation("navigationTop-", "horizontalNavigationBar")}</div>\n'
            + '    <div id="bannerAreaWrapper"><div id="bannerArea"><div id="siteTitleWrapper">\n'
            + f'      <h1 id="siteTitle"><a href="{self.base}/">{html.escape(blog.title)}</a></h1>\n'
            + f'      <div id="siteSubtitle" class="h1subtitle">{html.escape(blog.subtitle)}</div>\n'
            + "    </div></div></div>\n  </div></div>\n\n"
            + '  <div id="pageBodyWrapper"><div id="pageBody">\n'
            + self._sidebar
            + '\n  <div id="contentWrapper"><div id="content">\n'
        )

    @property
    def _below(self) -> str:
        return (
            "\n  </div></div> <!-- Content -->\n  </div></div>\n"
            '  <div id="pageFooterWrapper"><div id="pageFooter">\n'
            f"    Copyright &copy; 2009-2012, {html.escape(self.blog.title)}. All rights reserved.\n"
            '  </div></div>\n  </div></div>\n\n  <script type="text/javascript">\n'
            "    YAHOO.util.Event.onDOMReady(function() { new Squarespace.Census.hit(); } );\n"
            "  </script>\n</body>\n</html>\n"
        )

    def _navigation(self, prefix: str, bar: str) -> str:
        places = (("Journal", f"/{MODULE}/"), ("Archive", "/archive/"), ("About", "/about/"))
        items = "".join(
            f'  <li class="module   " id="{prefix}moduleContentWrapper{MODULE_ID + number}">\n'
            f'    <div id="{prefix}moduleContent{MODULE_ID + number}">\n'
            f'      <a id="{prefix}moduleLink{MODULE_ID + number}" class=" " href="{href}" ><span>{name}</span></a>\n'
            "    </div>\n  </li>\n"
            for number, (name, href) in enumerate(places)
        )
        return f'<div class="{bar}"><ul class="content-navigation">\n{items}</ul><br class="clearer"/></div>'

    @cached_property
    def _sidebar(self) -> str:
        sections = (
            ("Navigation", self._navigation("", "verticalNavigationBar")),
            (
                "About",
                f'<div class="content-passthrough widget-type-page"><p>{html.escape(self.blog.subtitle)}.</p></div>',
            ),
            ("Latest Comments", self._latest_comments()),
            ("Subjects", self._subjects()),
            (
                "Search",
                '<div class="widget-wrapper widget-type-search"><form action="/display/Search" method="get">'
                f'<input type="hidden" name="moduleId" value="{MODULE_ID + 9}"/>'
                '<input type="text" name="searchQuery"/><input type="submit" value="Search"/></form></div>',
            ),
            (
                "Login",
                '<div class="widget-wrapper widget-type-login">'
                '<a href="http://www.squarespace.com/login/?returnUrl=%2Fjournal%2F">Login</a></div>',
            ),
        )
        frame = '<div class="iw-s1"><div class="iw-s2"><div class="iw-s3"><div class="iw-s4"><div class="section">'
        return (
            '  <div id="sidebar1Wrapper" class="verticalNavigationBarWrapper"><div class="iw-vnb1"><div class="iw-vnb2">'
            '<div id="sidebar1" class="verticalNavigationBar">\n'
            + "".join(
                f'    <div id="sectionContent{8187113 + number}" class="sectionWrapper  ">{frame}\n'
                f'      <div class="caption">{name}</div>\n      {inner}\n    </div></div></div></div></div></div>\n'
                for number, (name, inner) in enumerate(sections)
            )
            + "  </div></div></div></div>\n"
        )

    def _latest_comments(self) -> str:
        latest = [(comment, post) for post in self.blog.posts[-60:] for comment in post.comments]
        latest.sort(key=lambda pair: (pair[0].published, pair[0].id), reverse=True)
        items = "".join(
            f'  <li><span title="{comment.published:%A, %d %B %Y} 12:00:00 PM GMT">{comment.published:%B} '
            f"{comment.published.day}</span> - {html.escape(comment.name)} on "
            f'<a href="{post.path}#comment{comment.id}">{html.escape(post.title)}</a></li>\n'
            for comment, post in latest[:8]
        )
        return (
            f'<div class="widget-wrapper widget-type-recent-comments"><ul class="change-list-pt">\n{items}</ul></div>'
        )

    def _subjects(self) -> str:
        counts = dict.fromkeys(self.blog.categories, 0)
        for post in self.blog.posts:
            for name in post.categories:
                counts[name] += 1
        items = "".join(
            f'  <li><a href="/{MODULE}/category/{slug_of(name)}">{html.escape(name)}</a> ({count})</li>\n'
            for name, count in counts.items()
        )
        return f'<ul class="archive-item-list-pt">\n{items}</ul>'


def post_date(when: datetime) -> str:
    """``Tuesday, October 19, 2010 at 03:30PM``: site-local, no zone, hour padded, no blank before PM."""
    return f"{when:%A}, {when:%B} {when.day}, {when.year} at {when:%I:%M%p}"


def summary_of(post: BlogPost, text: str) -> str:
    """The beginning of a post, as og:description and lists show it."""
    return " ".join(text.split())[:160].rsplit(" ", 1)[0]
