"""The demonstration content, served for a whole module: loaded once, emptied after its last test.

A module takes it by giving these names to itself:

    demo = demonstration.demo
    transactional_db = demonstration.transactional_db
    window, screen = demonstration.window, demonstration.screen

`live_server`, and so every page that `new_page` opens, then shows this content; `screen` is one page
that all tests of the module use. Such a module changes nothing that its other tests look at, and marks
no test with `django_db`.
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
from news.enums import PictureChoice, ReleaseKind, WithdrawalKind
from news.intake.demo.files import identity
from news.intake.demo.load import load_demo
from news.models import (
    Account,
    Contact,
    Correction,
    Country,
    Document,
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
from news.queries import occurrences
from news.record import autosaves, canonical, picture_sets
from news.record.log import last_snapshot
from news.record.searchable import refresh_everything
from news.workflow import correcting
from tests import factories as make

WIDE = {"width": 1280, "height": 900}


class Demonstration:
    """The content, and where its things are; `media` is the folder of the pictures."""

    def __init__(self, media):
        self.media = media
        self._add_events()
        self._add_withdrawn()
        self._add_drafts()
        self._add_review()
        self._add_links()
        self._add_correction()
        self._add_photographs()
        # The factories wrote past the doors.
        refresh_everything()

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
        edition = self.crowded.editions.live().get()
        make.attach_document(edition)
        make.attach_document(edition, make.make_document("Private numbers", hidden_at=timezone.now()))

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
        self.event_with_notice, self.event_explained = (
            make.withdraw(make.publish_event(name=f"A meeting, withdrawn: {kind}"), kind, "It was listed twice.").event
            for kind in kinds[:2]
        )

    def _add_drafts(self):
        """A release and an event with many rows, each with a new version in progress."""
        self.writer, self.editor = (Account.objects.get(username=name) for name in ("writer", "editor"))
        self.draft, self.event_draft = (
            workflow.revise(thing.editions.live().get(), by=self.writer)
            for thing in (self.release("iscr-seoul-2024"), self.event("iscr-seoul-2024"))
        )
        make.attach_document(self.draft, Document.objects.get(title="Joint statement"))
        in_three_days = timezone.now() + datetime.timedelta(days=3)
        self.draft = self._edit(self.draft, change_note="The joint statement is attached.", embargo_until=in_three_days)

    def _edit(self, edition, **content):
        data = canonical.read(edition) | content
        return workflow.edit(edition, data, by=self.writer, lock_version=edition.lock_version)

    def _add_review(self):
        """A new version of a release that is handed in, and what its writer typed meanwhile."""
        manila = self.release("aspjoc-manila-2024").editions.live().get()
        edition = self._edit(workflow.revise(manila, by=self.writer), change_note="The two panels are named in full.")
        self.in_review = workflow.submit(edition, by=self.writer, asked=[self.editor], comment="Please look today.")
        administrator = Account.objects.get(username="administrator")
        about = {"path": _change(self.draft), "title": str(self.draft), "device_name": "Firefox on Linux"}
        autosaves.keep(
            administrator, ("edition", self.draft.pk), "a-window", number=1, form={"title": ["Typed"]}, **about
        )

    def _add_links(self):
        """Previews of the drafts, and two people who are asked: one has answered."""
        self.preview, self.event_preview, ended = (
            workflow.make_preview(version, by=self.writer) for version in (self.draft, self.event_draft, self.draft)
        )
        self.ended = workflow.revoke(ended, by=self.writer)
        self.asked, self.answered = (
            workflow.ask_sign_off(self.draft, by=self.editor, name=name, message="Please look at the names.")
            for name in ("A counterpart", "Executive Director")
        )
        workflow.answer(
            self.answered,
            answer="comments",
            name="Executive Director",
            comment="Add the hours.",
            digest=workflow.digest_now(self.draft),
        )

    def _add_correction(self):
        """A name that is corrected everywhere, waiting for its approval."""
        old, new = "Person number 3", "Person number three"
        found = occurrences.find(old, "name")
        chosen = [f"{item.key}|{place.key}" for item in found.public for place in item.places]
        self.correction = correcting.prepare(old, new, "name", "The name is printed in full.", chosen, by=self.writer)

    def _add_photographs(self):
        """A set in which something is published, archived, thrown away and not decided; and an empty one."""
        self.photographs = picture_sets.set_for(self.draft, by=self.writer)
        self.no_photographs = picture_sets.new_set(by=self.writer, title="Nothing sent yet")
        for choice in (*PictureChoice, *[PictureChoice.UNDECIDED] * 5):
            row = picture_sets.put_in(self.photographs, make.make_picture(960, 640), by=self.writer)
            picture_sets.choose(row, choice, by=self.writer)

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
    "event with documents": lambda demo: _event_of(demo.crowded),
    "event withdrawn with a notice": lambda demo: demo.event_with_notice.get_absolute_url(),
    "corrections": lambda demo: "/corrections/",
    "withdrawn": lambda demo: "/withdrawn/",
    "search": lambda demo: "/search/?q=cybercrime",
    "search, empty": lambda demo: "/search/",
    "search, nothing found": lambda demo: "/search/?q=intrepol+zzzzzz",
    "search, narrowed, with a box": lambda demo: "/search/?q=INTERPOL&year=2024",
    "events of a month": lambda demo: "/events/?year=2024&month=9",
    "map": lambda demo: "/events/map/",
    "map of a year": lambda demo: "/events/map/?year=2024",
    "subscribe": lambda demo: "/subscribe/",
    "preview of a release": lambda demo: workflow.link_path(demo.preview),
    "preview of an event": lambda demo: workflow.link_path(demo.event_preview),
    "sign-off, asked": lambda demo: workflow.link_path(demo.asked.preview),
    "sign-off, answered": lambda demo: workflow.link_path(demo.answered.preview),
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
    "reuse": lambda demo: "/reuse/",
}
# Those that come with an error's status: it, and the address.
MISSING = {
    "404": (404, lambda demo: "/news/2024/there-is-no-such-release/"),
    "404 of a filter": (404, lambda demo: "/news/?year=0"),
    "410, explained": (410, lambda demo: demo.explained.get_absolute_url()),
    "410, erased": (410, lambda demo: demo.erased.get_absolute_url()),
    "410, event explained": (410, lambda demo: demo.event_explained.get_absolute_url()),
    "410, preview ended": (410, lambda demo: workflow.link_path(demo.ended)),
}


def _event_of(release):
    return release.editions.live().get().event.get_absolute_url()


def _change(entry, view="change", *more):
    return reverse(f"admin:news_{entry._meta.model_name}_{view}", args=[entry.pk, *more])


def _first(model, view="change", **facts):
    return lambda demo: _change(model.objects.filter(**facts).order_by("pk").first(), view)


def _handover(demo):
    vinluan = Person.objects.get(slug="david-martinez-vinluan")
    return _change(vinluan, "handover", vinluan.posts.get().pk)


def _live(thing):
    return thing.editions.live().get()


def _public_edition(thing):
    return _change(_live(thing))


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
    "release, a saved version": lambda demo: _change(demo.draft, "version", last_snapshot(demo.draft).pk),
    "release, hand in": lambda demo: _change(demo.draft, "submit"),
    "release, handed in": lambda demo: _change(demo.in_review),
    "release, review": lambda demo: _change(demo.in_review, "review"),
    "release, approve": lambda demo: _change(demo.in_review, "approve"),
    "release, send back": lambda demo: _change(demo.in_review, "send_back"),
    "release, ask for approval": lambda demo: _change(demo.draft, "ask"),
    "release, asked for approval": lambda demo: _change(demo.draft, "asked", demo.asked.pk),
    "release, approval on paper": lambda demo: _change(demo.draft, "record_approval"),
    "release, back from Word": lambda demo: _change(demo.draft, "word_back"),
    "release, withdraw": lambda demo: _change(_live(demo.release("iscr-seoul-2024")), "withdraw"),
    "release, put back": lambda demo: _change(demo.with_notice.editions.get(), "restore"),
    "events": lambda demo: "/admin/news/eventedition/",
    "new event": lambda demo: "/admin/news/eventedition/add/",
    "new courtesy call": lambda demo: "/admin/news/eventedition/add/?kind=courtesy_call",
    "same as": lambda demo: "/admin/news/eventedition/same-as/",
    "event": lambda demo: _change(demo.event_draft),
    "event, public": lambda demo: _public_edition(demo.event("courtesy-call-ispo-2024")),
    "event, withdraw": lambda demo: _change(_live(demo.event("iscr-seoul-2024")), "withdraw"),
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
    "settings": lambda demo: "/admin/news/sitestate/1/change/",
    "picture sets": lambda demo: "/admin/news/pictureset/",
    "new picture set": lambda demo: "/admin/news/pictureset/add/",
    "picture set": lambda demo: _change(demo.photographs),
    "photographs, upload": lambda demo: _change(demo.photographs, "upload"),
    "photographs, choose": lambda demo: _change(demo.photographs, "choose"),
    "photographs, none to choose": lambda demo: _change(demo.no_photographs, "choose"),
    "photographs, words": lambda demo: _change(demo.photographs, "words"),
    "pictures": lambda demo: "/admin/news/picture/",
    "pictures, bin": lambda demo: "/admin/news/picture/?show=bin",
    "picture": _first(Picture),
    "new picture, in the dialog": lambda demo: "/admin/news/picture/add/?_popup=1",
    "picture, hide": _first(Picture, "hide"),
    "documents": lambda demo: "/admin/news/document/",
    "document": _first(Document),
    "correct everywhere, list": lambda demo: "/admin/news/correction/",
    "correct everywhere, begin": lambda demo: "/admin/news/correction/add/?old=INTERPOL&new=Interpol&what=text",
    "correct everywhere": _first(Correction),
    "typed and not saved": lambda demo: reverse("admin:news_autosave_changelist"),
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
    """Signs in without the page for it: puts the cookie of a new session into the page's context."""
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


@pytest.fixture(scope="module")
def window(browser, live_server):
    """One page for a whole module: to open another takes longer than most pages need to be looked at."""
    context = browser.new_context(base_url=live_server.url, locale="en-GB", reduced_motion="reduce", viewport=WIDE)
    page = context.new_page()
    page.set_default_timeout(30_000)
    page.lines = []

    def note(line):
        page.lines.append(f"{page.url}: {line}")

    page.on("console", lambda message: note(message.text) if message.type in {"error", "warning"} else None)
    page.on("pageerror", lambda error: note(error))
    yield page
    context.close()


@pytest.fixture
def screen(window):
    """The window as a newcomer finds it, signed out; its console stays silent, as in `new_page`."""
    window.lines.clear()
    window.expected_console = []
    window.context.clear_cookies()
    window.set_viewport_size(WIDE)
    window.emulate_media(media="screen", color_scheme="light")
    yield window
    window.unroute_all()
    window.goto("about:blank")
    lines = [line for line in window.lines if not any(part in line for part in window.expected_console)]
    assert not lines, "The console did not stay silent:\n" + "\n".join(lines)
