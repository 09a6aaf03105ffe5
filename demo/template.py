"""Posts as Squarespace 5 shows them: on their own page, and in lists.

What is known of the engine's markup is in `parsers/squarespace5`; the list of references is known
only as text ("References (6)", items "Response: title", a second line), so its markup here is a guess.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from . import markup
from .blog import MODULE, Blog, BlogComment, BlogPost, BlogReference, slug_of
from .chrome import MODULE_ID, PIXEL, Chrome, post_date, summary_of

LONG_SET = 200
"""More posts than this are not listed in one set of the archive page, which would have 7 MB on a blog of 20,000."""


@dataclass(frozen=True)
class Template:
    """All kinds of pages of one blog at one address."""

    blog: Blog
    chrome: Chrome

    def post_page(self, post: BlogPost, *, older: BlogPost | None, newer: BlogPost | None) -> str:
        content = (
            self._neighbours(older=older, newer=newer)
            + '\n  <div class="single-journal-entry-wrapper">\n'
            + self._entry(post)
            + "  </div>\n"
            + self._references(post)
            + self._comments(post)
            + self._comment_form(post)
        )
        return self.chrome.page(
            title=post.title,
            content=content,
            permalink=post.path,
            summary=summary_of(post, markup.to_text(post.body)),
            item=post.id,
        )

    def list_page(self, posts: tuple[BlogPost, ...], *, path: str, number: int, last: int, title: str = "") -> str:
        """Page `number` of `last` of a list: the posts in full, newest first."""
        size = self.blog.per_page
        parts = [f"<h2 class='caption'>{html.escape(title)}</h2>\n" if title else ""]
        parts += [self._entry(post) for post in posts[(number - 1) * size : number * size]]
        parts.append(self._pages(path, number, last))
        return self.chrome.page(title=title, content="".join(parts))

    def archive_page(self) -> str:
        """All posts by category and by year; where those are too many, links to lists of them by page and by month."""
        sets = []
        for name in self.blog.categories:
            posts = [post for post in self.blog.posts if name in post.categories]
            whole = [(f"/{MODULE}/category/{slug_of(name)}", f"All {len(posts)} of {name}")]
            sets.append(_archive_set(name, _titles(posts) if len(posts) <= LONG_SET else whole))
        for year in sorted({post.published.year for post in self.blog.posts}):
            posts = [post for post in self.blog.posts if post.published.year == year]
            months = dict.fromkeys((month_address(post), f"{post.published:%B %Y}") for post in posts)
            sets.append(_archive_set(str(year), _titles(posts) if len(posts) <= LONG_SET else list(months)))
        return self.chrome.page(title="Archive", content="".join(sets))

    def month_page(self, posts: Sequence[BlogPost]) -> str:
        """The posts of one month, for `archive_page`."""
        name = f"{posts[0].published:%B %Y}"
        return self.chrome.page(title=name, content=_archive_set(name, _titles(posts)))

    def about_page(self) -> str:
        body = markup.to_html(self.blog.about, self._address)
        return self.chrome.page(
            title="About", content=f'<div class="page-content"><div class="body">{body}</div></div>'
        )

    def print_page(self, post: BlogPost) -> str:
        title = html.escape(post.title)
        return (
            f"<html><head><title>{title} (printer friendly)</title></head><body><h1>{title}</h1>"
            f"{self._body(post)}<p>{post_date(post.published)}</p></body></html>"
        )

    def form_page(self, title: str) -> str:
        """The places a crawler has no business in: e-mail forms, logins, members, search."""
        return self.chrome.page(title=title, content=f'<form method="post" action="#"><h2>{title}</h2></form>')

    def error_page(self) -> str:
        return (
            "<html><head><title>\n Squarespace - Application Error\n </title>"
            '<meta name="robots" content="noindex" /></head><body><div id="error-page">'
            "<h1>The page was not found</h1><p>The page you asked for is not here, or is not here any more.</p>"
            "</div></body></html>"
        )

    def _address(self, target: str) -> str:
        """The URL of a link's target: ``post:slug``, an image's file name, or an address as it is."""
        if target.startswith("post:"):
            slug = target.removeprefix("post:")
            return next(post.path for post in self.blog.posts if post.slug == slug)
        return target if "/" in target else f"/storage/{target}"

    def _body(self, post: BlogPost) -> str:
        parts = [f"<p>By {html.escape(post.byline)}</p>\n" if post.byline else ""]
        parts.append(markup.to_html(post.body, self._address))
        for update in post.updates:
            parts.append(
                f'\n<div id="followup{update.id}" class="journal-entry-follow-up"><div class="follow-up-caption">'
                f"<strong>Update</strong> on {post_date(update.published)} by {self._member(update.by)}</div>"
                f'<div class="follow-up-body">{markup.to_html(update.body, self._address)}</div></div>'
            )
        return "".join(parts)

    def _neighbours(self, *, older: BlogPost | None, newer: BlogPost | None) -> str:
        # "prev", on the left, is the NEWER post; "next" the older one: so it is on real pages.
        parts = ['  <div class="journal-entry-navigation">\n']
        if newer:
            title = html.escape(newer.title)
            parts.append(f'    <a class="journal-entry-navigation-prev" href="{newer.path}">&laquo; {title}</a> |\n')
        parts.append(f'    <a class="journal-entry-navigation-main" href="/{MODULE}/">Main</a>\n')
        if older:
            title = html.escape(older.title)
            parts.append(f'    | <a class="journal-entry-navigation-next" href="{older.path}">{title} &raquo;</a>\n')
        return "".join(parts) + "  </div>\n"

    def _entry(self, post: BlogPost) -> str:
        day: datetime = post.published
        classes = " ".join(f"category-{slug_of(name)}" for name in post.categories)
        first, _, last_word = html.escape(post.title, quote=False).rpartition(" ")
        title = f"{first}&nbsp;{last_word}" if first else last_word  # the engine's way against widows
        return (
            f'<div class="journal-entry-wrapper post-text authored-by-{post.author} {classes}">\n'
            f'<div id="item{post.id}" class="journal-entry">\n'
            f'  <div class="journal-entry-float-day"><span class="name">{day:%A}</span></div>'
            f'<div class="journal-entry-float-date"><span class="month">{day:%b}</span>'
            f'<span class="date">{day.day}</span><span class="year">{day.year}</span></div>\n'
            '  <div class="journal-entry-text">\n    <h2 class="title">\n'
            f'      <a class="journal-entry-navigation-current" href="{post.path}">{title}</a>\n    </h2>\n'
            f'    <div class="body">\n{self._body(post)}\n    </div>\n  </div>\n'
            f"{self._meta(post)}\n"
            '  <div class="clearer"></div>\n</div>\n</div>\n'
        )

    def _meta(self, post: BlogPost) -> str:
        """The line under a post, in the order of the engine's older default."""
        parts = [
            f'<span class="posted-on">{_icon("Date")}Posted on {post_date(post.published)}</span>',
            f'by <span class="posted-by"><a href="/{MODULE}/author/{post.author}">'
            f"{_icon('Registered Commenter', 'user-registered')}{html.escape(self.blog.name_of(post.author))}</a></span>",
        ]
        if post.categories:
            parts.append(f'<span class="posted-in">in {self._terms(post.categories, "category")}</span>')
        line = " ".join(parts)
        if post.comments:
            words = f"{len(post.comments)} Comment{'s' if len(post.comments) != 1 else ''}"
            line += (
                f' | <span class="post-comments"><a href="{post.path}#comments">{_icon("Comments")}{words}</a></span>'
            )
        if post.references:
            words = f"{len(post.references)} Reference{'s' if len(post.references) != 1 else ''}"
            line += f' | <span class="post-references"><a href="{post.path}#references">{_icon("References")}{words}</a></span>'
        tagged = f'<span class="tagged-with">tagged {self._terms(post.tags, "tag")}</span>' if post.tags else ""
        tools = (
            f'<span class="print-item"><a href="{post.path}?printerFriendly=true">{_icon("PrintView")}Printer Friendly '
            "Version</a></span> "
            if self.blog.print_view
            else ""
        )
        tools += (
            f'<span class="email-item"><a href="/{MODULE}/recommend/{post.id}">{_icon("Email")}Email Article to Friend</a>'
            f'</span> <span class="permalink-item"><a class="permalink" href="{post.path}">Permalink</a></span>'
        )
        return (
            '  <div class="journal-entry-tag journal-entry-tag-post-body">\n'
            f'    <div class="journal-entry-tag-post-body-line1">{line}</div>\n'
            f'    <div class="journal-entry-tag-post-body-line2">{tagged}</div>\n'
            f'    <div class="journal-entry-tag-post-body-line3">{tools}</div>\n  </div>'
        )

    def _terms(self, names: tuple[str, ...], kind: str) -> str:
        return ", ".join(
            f'<span class="tag-element"><a rel="tag" href="/{MODULE}/{kind}/{slug_of(name)}">'
            f"{_icon(kind.title(), kind)}{html.escape(name)}</a></span>"
            for name in names
        )

    def _member(self, login: str) -> str:
        name = html.escape(self.blog.name_of(login))
        return (
            f'<a href="/member/{login}" title="Registered Commenter">{_icon("Registered Commenter", "user-registered")}'
            f"{name}</a>"
        )

    def _references(self, post: BlogPost) -> str:
        if not post.references:
            return ""
        items = "".join(_reference(reference) for reference in post.references)
        return (
            '  <div class="journal-reference-area-wrapper">\n  <div id="references" class="journal-reference-area">\n'
            f'    <h3 class="caption">References ({len(post.references)})</h3>\n'
            "    <div>References allow you to track sources for this article, as well as articles that were written "
            f"in response to this article.</div>\n    <ul>\n{items}    </ul>\n  </div>\n  </div>\n"
        )

    def _comments(self, post: BlogPost) -> str:
        comments = "".join(self._comment(comment) for comment in post.comments)
        if not comments:
            return ""
        return (
            '  <div class="journal-comment-area-wrapper">\n  <div id="comments" class="journal-comment-area">\n'
            f'    <h3 class="caption">Reader Comments  ({len(post.comments)}) </h3>\n{comments}  </div>\n  </div>\n'
        )

    def _comment(self, comment: BlogComment) -> str:
        kind = "Registered Commenter" if comment.member else "Unregistered Commenter"
        text = comment.body.strip().replace("\n\n", "<br/><br/>").replace("'", "&#39;")
        style = f"background:transparent url(/universal/images/core-resources/icons//{slug_of(kind)}.png) top left no-repeat;"
        return (
            f'  <div class="comment-wrapper authored-by-{comment.member}">\n'
            f'  <div class="comment" id="comment{comment.id}">\n'
            f'    <div id="item{comment.id}" class="body">\n      {text}\n    </div>\n'
            '    <div class="signature">\n'
            f"      {comment.published:%B} {comment.published.day}, {comment.published.year} |\n"
            f'      <a href="{html.escape(author_address(comment))}" title="{kind}">\n'
            f'      <img title="{kind}" alt="{kind}" class="inline-icon" rel="" src="{PIXEL}" style="{style}"/>'
            f"{html.escape(comment.name)}\n      </a>\n    </div>\n  </div>\n  </div>\n"
        )

    def _comment_form(self, post: BlogPost) -> str:
        base = self.chrome.base
        return (
            '  <div class="journal-add-comment-area-wrapper">\n'
            "  <!-- <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#' "
            "xmlns:trackback='http://madskills.com/public/xml/rss/module/trackback/'>"
            f'<rdf:Description rdf:about="{base}{post.path}" trackback:ping="{base}/{MODULE}/trackback/{post.id}" />'
            "</rdf:RDF> -->\n"
            '  <div class="journal-add-comment-area"><h3 class="caption">Post a New Comment</h3>\n'
            "  <p>Enter your information below to add a new comment.</p>\n"
            f'  <form id="postform" action="/process/CreateJournalEntryComment?moduleId={MODULE_ID}&amp;entryId={post.id}"'
            ' method="post">\n    <label>Author:</label><input name="author"/>\n'
            '    <label>Author Email (optional):</label><input name="author-email"/>\n'
            '    <label>Author URL (optional):</label><input name="author-url"/>\n'
            '    <label>Post:</label><textarea name="body"></textarea>\n'
            "    <p>Some HTML allowed: &lt;a href=&quot;&quot;&gt; &lt;b&gt; &lt;em&gt; &lt;i&gt; &lt;strong&gt;</p>\n"
            '    <input type="submit" value="Create Post"/>\n  </form></div>\n'
            '  <div id="add-reference-area" style="display:none"><form id="postreferenceform" '
            f'action="/process/CreateReference?moduleId={MODULE_ID}&amp;entryId={post.id}" method="post">\n'
            '    <label>Title:</label><input name="title"/><label>URL:</label><input name="url"/>'
            '<label>Excerpt:</label><textarea name="excerpt"></textarea><label>Blog:</label><input name="blog_name"/>'
            "</form></div>\n  </div>\n"
        )

    def _pages(self, path: str, number: int, last: int) -> str:
        if last == 1:
            return ""
        newer = f'<a href="{path}?currentPage={number - 1}">Previous</a>' if number > 1 else "Previous"
        size = self.blog.per_page
        older = f'<a href="{path}?currentPage={number + 1}">Next {size} Entries</a>' if number < last else "Next"
        near = sorted({1, last, *range(max(1, number - 3), min(last, number + 3) + 1)})
        links = " ".join(f'<a class="paginationPageNumber" href="{path}?currentPage={one}">{one}</a>' for one in near)
        return (
            '<div class="paginationControl">'
            f'<span class="paginationControlPreviousPageSuffix">{newer}</span> {links} '
            f'<span class="paginationControlNextPageSuffix">{older}</span></div>\n'
        )


def author_address(comment: BlogComment) -> str:
    """Where a comment's author links to: a site of their own, or the profile that the engine made."""
    if comment.url:
        return comment.url
    return f"/member/{comment.member}" if comment.member else f"/contributor/{comment.id + 4000000}"


def month_address(post: BlogPost) -> str:
    """The archive page of the month in which a post was published."""
    return f"/archive/{post.published.year}/{post.published.month}/"


def _titles(posts: Iterable[BlogPost]) -> list[tuple[str, str]]:
    return [(post.path, post.title) for post in posts]


def _archive_set(name: str, links: Iterable[tuple[str, str]]) -> str:
    items = "".join(f'<li><a href="{path}">{html.escape(text)}</a></li>\n' for path, text in links)
    heading = f'<h3 class="h3subtitle">{html.escape(name)}</h3>'
    return f'<div class="journal-archive-set">{heading}\n<ul>\n{items}</ul></div>\n'


def _reference(reference: BlogReference) -> str:
    kind = reference.kind
    title = (
        f'{kind}: <a href="{html.escape(reference.url)}" rel="nofollow">{html.escape(reference.title or "")}</a><br/>'
    )
    if not reference.title:
        title = f'<a href="{html.escape(reference.url)}" rel="nofollow"></a>'
    excerpt = f"<span>{html.escape(reference.excerpt)}</span>" if reference.excerpt else ""
    return f'      <li id="reference{reference.id}">{_icon(kind)}\n        {title}\n        {excerpt}</li>\n'


def _icon(name: str, kind: str = "") -> str:
    kind = kind or slug_of(name)
    return f'<img title="{name}" alt="{name}" class="inline-icon {kind}-icon" rel="" src="{PIXEL}" />'
