"""The demonstration content, served for a whole module: loaded once, emptied after its last test.

A module takes it by giving these names to itself:

    demo = demonstration.demo
    transactional_db = demonstration.transactional_db

`live_server`, and so every page that `new_page` opens, then shows this content. Such a module changes
nothing that its other tests look at, and marks no test with `django_db`.
"""

import datetime

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.management import call_command
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from news import workflow
from news.enums import ReleaseKind, WithdrawalKind
from news.intake.demo.files import identity
from news.intake.demo.load import load_demo
from news.models import (
    Account,
    Contact,
    Country,
    Event,
    Organization,
    Page,
    Person,
    Picture,
    Place,
    PressRelease,
    Rank,
    Series,
    Topic,
)
from tests import factories as make


class Demonstration:
    """The content, and where its things are; `media` is the folder of the pictures."""

    def __init__(self, media):
        self.media = media
        self._add_events()
        self._add_withdrawn()
        self._add_drafts()

    def _add_events(self):
        """What the demonstration does not have: an announced event, and one with many people."""
        own = Organization.objects.get(slug="aseanapol-secretariat")
        begins = timezone.localdate() + datetime.timedelta(days=40)
        coming = make.make_event(name="Meeting of heads of training", starts=begins, status="planned")
        make.make_organizer(coming, own, role="host")
        self.coming = make.publish(coming).event
        crowded = make.make_event(name="Course with fourteen people", kind="training")
        make.make_organizer(crowded, own)
        for number in range(14):
            role = "trainee" if number else "guest_of_honour"
            make.make_participation(crowded, make.make_person(f"Person number {number}"), role=role)
        make.publish(crowded)
        self.crowded = make.publish_release(
            title="A course for fourteen people", standfirst="All of them are named.", event=crowded
        ).release

    def _add_withdrawn(self):
        kinds = [WithdrawalKind.NOTICE, WithdrawalKind.EXPLAINED, WithdrawalKind.ERASED]
        self.with_notice, self.explained, self.erased = (
            make.withdraw(
                make.publish_release(
                    kind=ReleaseKind.STATEMENT, title=f"A statement, withdrawn: {kind}", standfirst="Two lines."
                ),
                kind,
                "" if kind == WithdrawalKind.ERASED else "The date was wrong. It was another week.",
            ).release
            for kind in kinds
        )

    def _add_drafts(self):
        """A release and an event with many rows, each with a new version in progress."""
        writer = Account.objects.get(username="writer")
        self.draft, self.event_draft = (
            workflow.revise(thing.editions.live().get(), by=writer)
            for thing in (self.release("iscr-seoul-2024"), self.event("iscr-seoul-2024"))
        )

    def release(self, key):
        return PressRelease.objects.get(uuid=identity("release", key))

    def event(self, key):
        return Event.objects.get(uuid=identity("event", key))

    def programme(self):
        manila = self.event("cybercrime-heads-of-units-manila-2024")
        return manila.editions.live().get().programme


# Type of page: its address, of a demonstration.
PUBLIC = {
    "home": lambda demo: "/",
    "archive": lambda demo: "/news/",
    "archive, filtered": lambda demo: "/news/?year=2024&topic=cybercrime",
    "archive, empty": lambda demo: "/news/?year=2021&topic=cybercrime",
    "release with event": lambda demo: demo.release("iscr-seoul-2024").get_absolute_url(),
    "release with a correction": lambda demo: demo.release("aspjoc-manila-2024").get_absolute_url(),
    "release without event": lambda demo: demo.release("advisory-messages-2024").get_absolute_url(),
    "release with many people": lambda demo: demo.crowded.get_absolute_url(),
    "release withdrawn with a notice": lambda demo: demo.with_notice.get_absolute_url(),
    "event": lambda demo: demo.event("iscr-seoul-2024").get_absolute_url(),
    "event of a programme": lambda demo: demo.event("cybercrime-heads-of-units-manila-2024").get_absolute_url(),
    "announced event": lambda demo: demo.coming.get_absolute_url(),
    "events": lambda demo: "/events/",
    "events of a year": lambda demo: "/events/?year=2024",
    "organizations": lambda demo: "/organizations/",
    "organization": lambda demo: "/organizations/aseanapol-secretariat/",
    "people": lambda demo: "/people/",
    "person": lambda demo: "/people/david-martinez-vinluan/",
    "country": lambda demo: "/countries/kr/",
    "programmes": lambda demo: "/programmes/",
    "programme": lambda demo: demo.programme().get_absolute_url(),
    "topic": lambda demo: "/topics/cybercrime/",
    "about": lambda demo: "/about/",
    "contact": lambda demo: "/contact/",
    "accessibility": lambda demo: "/accessibility/",
    "privacy": lambda demo: "/privacy/",
}
# Those that come with an error's status: it, and the address.
MISSING = {
    "404": (404, lambda demo: "/news/2024/there-is-no-such-release/"),
    "404 of a filter": (404, lambda demo: "/news/?year=0"),
    "410, explained": (410, lambda demo: demo.explained.get_absolute_url()),
    "410, erased": (410, lambda demo: demo.erased.get_absolute_url()),
}


def _change(entry, view="change", *more):
    return reverse(f"admin:news_{entry._meta.model_name}_{view}", args=[entry.pk, *more])


def _first(model, view="change", **facts):
    return lambda demo: _change(model.objects.filter(**facts).order_by("pk").first(), view)


def _handover(demo):
    vinluan = Person.objects.get(slug="david-martinez-vinluan")
    return _change(vinluan, "handover", vinluan.posts.get().pk)


def _public_edition(thing):
    return _change(thing.editions.live().get())


DESK = {
    "what waits": lambda demo: "/admin/",
    "releases": lambda demo: "/admin/news/edition/",
    "releases, none found": lambda demo: "/admin/news/edition/?q=zzzz",
    "new release": lambda demo: "/admin/news/edition/add/",
    "release": lambda demo: _change(demo.draft),
    "release, public": lambda demo: _public_edition(demo.release("aspjoc-manila-2024")),
    "release, saved versions": lambda demo: _change(demo.draft, "versions"),
    "release, what changed": lambda demo: _change(demo.draft, "versions_compare"),
    "event, saved versions": lambda demo: _change(demo.event_draft, "versions"),
    "events": lambda demo: "/admin/news/eventedition/",
    "new event": lambda demo: "/admin/news/eventedition/add/",
    "new courtesy call": lambda demo: "/admin/news/eventedition/add/?kind=courtesy_call",
    "same as": lambda demo: "/admin/news/eventedition/same-as/",
    "event": lambda demo: _change(demo.event_draft),
    "event, public": lambda demo: _public_edition(demo.event("courtesy-call-ispo-2024")),
    "event, merge": lambda demo: _change(demo.event_draft, "merge"),
    "people": lambda demo: "/admin/news/person/",
    "people, none found": lambda demo: "/admin/news/person/?q=zzzz",
    "new person": lambda demo: "/admin/news/person/add/",
    "new person, in the dialog": lambda demo: "/admin/news/person/add/?_popup=1",
    "person": _first(Person, slug="david-martinez-vinluan"),
    "person, handover": _handover,
    "person, merge": _first(Person, "merge", slug="david-martinez-vinluan"),
    "person, delete": _first(Person, "delete", name="Muhammad Anas"),
    "organizations": lambda demo: "/admin/news/organization/",
    "new organization, in the dialog": lambda demo: "/admin/news/organization/add/?_popup=1",
    "organization": _first(Organization, slug="aseanapol-secretariat"),
    "programmes": lambda demo: "/admin/news/programme/",
    "programme": lambda demo: _change(demo.programme()),
    "series": _first(Series),
    "places": lambda demo: "/admin/news/place/",
    "new place, in the dialog": lambda demo: "/admin/news/place/add/?_popup=1",
    "place": _first(Place, city="Seoul"),
    "countries": lambda demo: "/admin/news/country/",
    "country": _first(Country, code="KR"),
    "ranks": lambda demo: "/admin/news/rank/",
    "rank": _first(Rank),
    "topics": lambda demo: "/admin/news/topic/",
    "topic": _first(Topic),
    "pages": lambda demo: "/admin/news/page/",
    "page": _first(Page, slug="about"),
    "press contact": _first(Contact),
    "accounts": lambda demo: "/admin/news/account/",
    "account": _first(Account, username="writer"),
    "pictures": lambda demo: "/admin/news/picture/",
    "picture": _first(Picture),
    "new picture, in the dialog": lambda demo: "/admin/news/picture/add/?_popup=1",
    "password": lambda demo: "/admin/password_change/",
}


@pytest.fixture(scope="module")
def demo(django_db_setup, django_db_blocker, tmp_path_factory):
    media = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock():
        try:
            with override_settings(MEDIA_ROOT=media):
                load_demo()
                loaded = Demonstration(media)
            yield loaded
        finally:
            call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def transactional_db(demo, settings, _empty_surroundings):
    """Takes the place of the one that empties the database after each test."""
    settings.MEDIA_ROOT = demo.media


def sign_in(page, username):
    """Signs in without the page for it: puts the cookie of a session of its own into the page's context."""
    account = Account.objects.get(username=username)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    page.context.add_cookies(
        [{"name": "sessionid", "value": session.session_key, "domain": "localhost", "path": "/", "httpOnly": True}]
    )
    return page
