"""The REST API of a test blog, as WordPress has it below /wp-json/wp/v2/."""

# ruff: noqa: E501  # objects as they stand in answers

from __future__ import annotations

import json
from functools import cached_property
from html import escape
from math import ceil
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from blogark.tests.blogs.content import Comment, Post
from blogark.tests.blogs.resources import JSON, Resource
from blogark.tests.blogs.site import Site, escaped, slug_of

API = "/wp-json/wp/v2/"


class WordPressApi(Site):
    """Collections and objects; what is closed to robots or a draft is not public there."""

    def add_api(self) -> None:
        self.add("/wp-json/", "aside", self._text(self._api_root), JSON)
        for name, things in self._collections.items():
            for number in range(1, max(1, ceil(len(things) / 100)) + 1):
                target = f"{API}{name}?per_page=100&page={number}"
                found = self._collection(target)
                assert found is not None
                self.resources[target] = found

    def answer(self, target: str) -> Resource | None:
        return self._collection(target) or self._object(target)

    @cached_property
    def _collections(self) -> dict[str, list[dict[str, Any]]]:
        """Every object of the API, newest first; the draft and the closed post are not public there."""
        posts = list(self.blog.named)
        comments = sorted(
            ((one, post) for post in posts for one in post.comments), key=lambda pair: pair[0].published, reverse=True
        )
        page = {
            "id": 2,
            "type": "page",
            "slug": "about",
            "link": f"{self.names.base}/about/",
            "status": "publish",
            "title": {"rendered": "About"},
            "content": {"rendered": "\n".join(f"<p>{text}</p>" for text in self.blog.about), "protected": False},
            "author": 1,
            "date": "2008-01-01T09:00:00",
            "date_gmt": "2008-01-01T09:00:00",
            "modified": "2008-01-01T09:00:00",
            "modified_gmt": "2008-01-01T09:00:00",
        }
        return {
            "posts": [self._post_object(post) for post in posts],
            "pages": [page],
            "comments": [self._comment_object(one, post) for one, post in comments],
            "categories": [
                self._term_object("category", place, name) for place, name in enumerate(self.blog.categories)
            ],
            "tags": [self._term_object("tag", place, name) for place, name in enumerate(self.blog.tags)],
            "users": [
                {
                    "id": place,
                    "name": author.name,
                    "slug": author.login,
                    "link": f"{self.names.base}/author/{author.login}/",
                }
                for place, author in enumerate(self.blog.authors, 1)
            ],
        }

    def _collection(self, target: str) -> Resource | None:
        """A page of a collection, as `per_page` (10, at most 100), `page`, `order`, `orderby=id`, `_embed`, `post`, `after`
        and `modified_after` ask for it."""
        parts = urlsplit(target)
        asked = dict(parse_qsl(parts.query, keep_blank_values=True))
        route = asked.pop("rest_route", parts.path.removeprefix("/wp-json"))
        name = route.removeprefix("/wp/v2/").strip("/")
        if name not in self._collections or not route.startswith("/wp/v2/"):
            return None
        size, number = int(asked.get("per_page", "10")), int(asked.get("page", "1"))
        if not 1 <= size <= 100:
            return _error(400, "rest_invalid_param")
        things = [one for one in self._collections[name] if _wanted(one, asked)]
        if asked.get("orderby") == "id":
            things.sort(key=lambda one: int(one["id"]), reverse=True)
        if asked.get("order") == "asc":
            things.reverse()
        if "_embed" in asked and name == "posts":
            things = [one | {"_embedded": self._embedded(one)} for one in things]
        pages = ceil(len(things) / size)
        if number > max(1, pages):
            return _error(400, "rest_post_invalid_page_number")
        shown = things[(number - 1) * size : number * size]
        headers = [("X-WP-Total", str(len(things))), ("X-WP-TotalPages", str(pages))]
        if number < pages:
            following = urlencode({**asked, "page": str(number + 1)})
            headers.append(("Link", f'<{self.names.base}{API}{name}?{following}>; rel="next"'))
        body = self._text(json.dumps, shown)
        return Resource(kind="api", body=body, media_type=JSON, headers=tuple(headers))

    def _embedded(self, post: dict[str, Any]) -> dict[str, Any]:
        """What `_embed` brings with a post: its author and its terms."""
        terms = [
            [{**one, "taxonomy": kind} for one in self._collections[name] if one["id"] in post[name]]
            for name, kind in (("categories", "category"), ("tags", "post_tag"))
        ]
        return {"author": [one for one in self._collections["users"] if one["id"] == post["author"]], "wp:term": terms}

    def _object(self, target: str) -> Resource | None:
        parts = urlsplit(target)
        name, _, number = parts.path.removeprefix(API).partition("/")
        if parts.path.startswith("/wp-json/oembed/"):
            return Resource(kind="aside", body=lambda: "{}", media_type=JSON)
        found = next((one for one in self._collections.get(name, ()) if str(one["id"]) == number), None)
        return None if found is None else Resource(kind="aside", body=self._text(json.dumps, found), media_type=JSON)

    def _api_root(self) -> str:
        base = self.names.base
        routes = {
            f"/wp/v2/{name}": {"_links": {"self": [{"href": f"{base}{API}{name}"}]}} for name in self._collections
        }
        return json.dumps(
            {
                "name": self.blog.title,
                "url": base,
                "home": base,
                "gmt_offset": "0",
                "timezone_string": "UTC",
                "namespaces": ["oembed/1.0", "wp/v2"],
                "routes": routes,
            }
        )

    def _post_object(self, post: Post) -> dict[str, Any]:
        base, changed = self.names.base, post.updated or post.published
        places = {name: place for place, name in enumerate(self.blog.categories, 10)}
        tags = {name: place for place, name in enumerate(self.blog.tags, 100)}
        return {
            "id": post.id, "date": post.published.isoformat(), "date_gmt": post.published.isoformat(), "guid": {"rendered": f"{base}/?p={post.id}"},
            "modified": changed.isoformat(), "modified_gmt": changed.isoformat(), "slug": post.slug, "status": "publish", "type": "post",
            "link": self.url(post), "title": {"rendered": escape(post.title, quote=False)}, "content": {"rendered": self.body_of(post), "protected": False},
            "excerpt": {"rendered": f"<p>{escaped(post.paragraphs[0])[:200]} [&hellip;]</p>\n", "protected": False},
            "author": 1 + [author.login for author in self.blog.authors].index(post.author), "featured_media": 0, "comment_status": "open",
            "ping_status": "open", "sticky": False, "format": "standard", "categories": [places[name] for name in post.categories],
            "tags": [tags[name] for name in post.tags],
            "_links": {
                "self": [{"href": f"{base}{API}posts/{post.id}"}], "collection": [{"href": f"{base}{API}posts"}],
                "replies": [{"embeddable": True, "href": f"{base}{API}comments?post={post.id}"}],
            },
        }  # fmt: skip

    def _comment_object(self, comment: Comment, post: Post) -> dict[str, Any]:
        return {
            "id": comment.id, "post": post.id, "parent": comment.parent or 0, "author": 0, "author_name": comment.author, "author_url": comment.url or "",
            "date": comment.published.isoformat(), "date_gmt": comment.published.isoformat(), "status": "approved", "type": "comment",
            "content": {"rendered": "".join(f"<p>{escaped(text)}</p>\n" for text in comment.paragraphs)}, "link": f"{self.url(post)}#comment-{comment.id}",
            "_links": {"up": [{"embeddable": True, "post_type": "post", "href": f"{self.names.base}{API}posts/{post.id}"}]},
        }  # fmt: skip

    def _term_object(self, kind: str, place: int, name: str) -> dict[str, Any]:
        number = place + (10 if kind == "category" else 100)
        return {
            "id": number,
            "name": escape(name, quote=False),
            "slug": slug_of(name),
            "taxonomy": "category" if kind == "category" else "post_tag",
            "link": f"{self.names.base}/{kind}/{slug_of(name)}/",
            "count": 1,
        }


def _wanted(one: dict[str, Any], asked: dict[str, str]) -> bool:
    if "post" in asked and str(one.get("post")) not in asked["post"].split(","):
        return False
    if "after" in asked and one.get("date", "") <= asked["after"][:19]:
        return False
    return "modified_after" not in asked or one.get("modified", "") > asked["modified_after"][:19]


def _error(status: int, code: str) -> Resource:
    body = json.dumps({"code": code, "message": "Invalid.", "data": {"status": status}})
    return Resource(kind="aside", body=lambda: body, media_type=JSON, status=status)
