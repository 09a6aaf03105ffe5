"""A blog on Puput, in Wagtail, with Django's own comments: ``python puput_site.py FOLDER PORT``."""

# ruff: noqa: E402  # Django is told its settings before its models are imported

import sys
import types

import django
from django.conf import settings
from django_site import CONTENT, PORT, WORK, gold_of, moment, serve
from puput import PUPUT_APPS

DJANGO = "admin auth contenttypes sessions messages staticfiles sites sitemaps".split()
settings.configure(
    SECRET_KEY="quay",
    ALLOWED_HOSTS=["*"],
    ROOT_URLCONF="quay_urls",
    SITE_ID=1,
    USE_TZ=True,
    TIME_ZONE="Europe/Berlin",
    DEFAULT_AUTO_FIELD="django.db.models.AutoField",
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(WORK / "blog.sqlite")}},
    INSTALLED_APPS=[*(f"django.contrib.{name}" for name in DJANGO), "django_comments", *PUPUT_APPS],
    MIDDLEWARE=[
        "django.middleware.http.ConditionalGetMiddleware",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
    ],
    TEMPLATES=[
        {
            "BACKEND": "django.template.backends.django.DjangoTemplates",
            "APP_DIRS": True,
            "OPTIONS": {
                "context_processors": [
                    "django.template.context_processors.request",
                    "django.contrib.auth.context_processors.auth",
                    "django.contrib.messages.context_processors.messages",
                ]
            },
        }
    ],
    STATIC_URL="/static/",
    WAGTAIL_SITE_NAME="Der lange Steg",
    WAGTAILADMIN_BASE_URL=f"http://127.0.0.1:{PORT}",
    WAGTAILSEARCH_BACKENDS={"default": {"BACKEND": "wagtail.search.backends.database", "AUTO_UPDATE": False}},
    PUPUT_COMMENTS_PROVIDER="puput.comments.DjangoCommentsProvider",
)
django.setup()

from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.urls import include, path
from django.utils.text import slugify
from django_comments.models import Comment
from puput.models import BlogPage, Category, CategoryEntryPage, EntryPage
from wagtail.models import Page, Site

urls = sys.modules["quay_urls"] = types.ModuleType("quay_urls")
urls.urlpatterns = [path("comments/", include("django_comments.urls")), path("", include("puput.urls"))]

call_command("migrate", verbosity=0)
users = {login: User.objects.create_user(login) for login in CONTENT["authors"]}
Site.objects.all().delete()
for page in Page.objects.filter(depth=2):
    page.delete()
home = BlogPage(title="Der lange Steg", slug="blog", description="Notes from a boatyard", display_comments=True)
Page.get_first_root_node().add_child(instance=home)
Site.objects.create(hostname="127.0.0.1", port=PORT, root_page=home, is_default_site=True)
gold = []
for told in CONTENT["posts"]:
    when = moment(told["when"])
    post = EntryPage(
        title=told["title"],
        slug=told["slug"],
        body=told["html"],
        date=when,
        owner=users[told["author"]],
        live=told["is_public"],
    )
    post.num_comments = sum(not one["is_held"] for one in told["comments"])
    home.add_child(instance=post)
    for name in told["categories"]:
        category, _ = Category.objects.get_or_create(name=name, defaults={"slug": slugify(name)})
        CategoryEntryPage.objects.create(category=category, page=post)
    post.tags.add(*told["tags"])
    post.save()
    post = EntryPage.objects.get(pk=post.pk)
    made = [
        Comment.objects.create(
            content_type=ContentType.objects.get_for_model(EntryPage),
            object_pk=post.pk,
            site_id=1,
            user_name=one["name"],
            comment=one["text"],
            submit_date=moment(one["when"]),
            is_public=not one["is_held"],
        )
        for one in told["comments"]
    ]
    if told["is_public"]:
        # Django's own template shows neither the address nor what is answered
        comments = [({**one, "url": ""}, comment.pk, None) for one, comment in zip(told["comments"], made, strict=True)]
        gold.append(gold_of(told, f"/{post.date:%Y/%m/%d}/{post.slug}/", told["author"], comments))
serve(gold)
