"""A blog on Mezzanine, made in a folder from its content.json and served: ``python mezzanine_site.py FOLDER PORT``."""

# ruff: noqa: E402  # Django is told its settings before its models are imported

import os
import subprocess
import sys
from pathlib import Path

from django_site import CONTENT, PORT, WORK, gold_of, moment, serve

SETTINGS = f"""
DEBUG = False
ALLOWED_HOSTS = ["*"]
SITE_TITLE = "Der lange Steg"
TIME_ZONE = "Europe/Berlin"
DATABASES = {{"default": {{"ENGINE": "django.db.backends.sqlite3", "NAME": {str(WORK / "blog.sqlite")!r}}}}}
"""

subprocess.run([Path(sys.executable).with_name("mezzanine-project"), "quay", WORK], check=True)
with (WORK / "quay" / "local_settings.py").open("a", encoding="utf-8") as local:
    local.write(SETTINGS)
sys.path.insert(0, str(WORK))
os.environ["DJANGO_SETTINGS_MODULE"] = "quay.settings"

import django

django.setup()

from django.contrib.auth.models import User
from django.contrib.sites.models import Site
from django.core.management import call_command
from mezzanine.blog.models import BlogCategory, BlogPost
from mezzanine.generic.models import AssignedKeyword, Keyword, ThreadedComment
from mezzanine.pages.models import RichTextPage

call_command("migrate", verbosity=0)
Site.objects.update_or_create(pk=1, defaults={"domain": f"127.0.0.1:{PORT}", "name": "Der lange Steg"})
users = {
    login: User.objects.create_user(login, first_name=first, last_name=last)
    for login, (first, last) in CONTENT["authors"].items()
}
RichTextPage.objects.create(title="Blog", slug="blog", content="")
gold = []
for told in CONTENT["posts"]:
    post = BlogPost.objects.create(
        title=told["title"],
        slug=told["slug"],
        content=told["html"],
        publish_date=moment(told["when"]),
        status=2 if told["is_public"] else 1,
        user=users[told["author"]],
    )
    post.categories.set(BlogCategory.objects.get_or_create(title=name)[0] for name in told["categories"])
    for name in told["tags"]:
        post.keywords.add(AssignedKeyword(keyword=Keyword.objects.get_or_create(title=name)[0]), bulk=False)
    made = []
    for one in told["comments"]:
        comment = ThreadedComment(
            content_object=post,
            user_name=one["name"],
            user_url=one["url"],
            comment=one["text"],
            submit_date=moment(one["when"]),
            replied_to=None if one["parent"] is None else made[one["parent"]],
        )
        comment.save()
        if one["is_held"]:
            comment.is_public = False
            comment.save()
        made.append(comment)
    if told["is_public"]:
        comments = [
            (one, comment.pk, comment.replied_to_id and str(comment.replied_to_id))
            for one, comment in zip(told["comments"], made, strict=True)
        ]
        gold.append(gold_of(told, post.get_absolute_url(), users[told["author"]].get_full_name(), comments))
serve(gold)
