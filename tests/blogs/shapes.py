"""The five shapes of test blogs, by name."""

from __future__ import annotations

from blogark.tests.blogs.blogger import Blogger
from blogark.tests.blogs.site import Site
from blogark.tests.blogs.squarespace5 import Squarespace5
from blogark.tests.blogs.static import Static
from blogark.tests.blogs.wordpress_plain import WordPressPlain
from blogark.tests.blogs.wordpress_rest import WordPressRest

SHAPES: dict[str, type[Site]] = {
    site.shape: site for site in (Squarespace5, WordPressRest, WordPressPlain, Blogger, Static)
}
