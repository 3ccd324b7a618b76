"""Every address of the desk that is about a version: who gets what, with nothing in hand, and with what is another's.

The addresses are found in the URL configuration, so one that somebody adds is refused here until it
stands in the table.
"""

import io
import logging
import re
import uuid

import pytest
from django.db import transaction
from django.test import Client
from django.urls import get_resolver, reverse
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.enums import Role
from news.models import (
    ActionLog,
    Autosave,
    Comment,
    Correction,
    Dismissal,
    Document,
    Edition,
    EventEdition,
    PictureSet,
    Preview,
    SetPicture,
    SignOff,
    SiteState,
    Snapshot,
    Ticks,
    Upload,
)
from news.record import autosaves, comments, picture_sets, uploads
from news.record.documents import store_document
from tests import factories as make

pytestmark = pytest.mark.django_db

ROOMS = re.compile(
    r"news_(edition|eventedition|autosave|correction|pictureset)_(\w+)|news_(picture|document)_(hide|show)"
)
RUNGS = {"signed out": 0, "viewer": 1, "stranger": 2, "author": 2, "editor": 3, "administrator": 4}
VIEWER, WRITER, EDITOR, NOBODY = 1, 2, 3, 9

# From which rung on an address answers at all; one that does not stand here answers nobody.
GET = (
    dict.fromkeys("change history review submit versions versions_compare version print word scan".split(), VIEWER)
    | dict.fromkeys("withdraw restore changelist signed_in token".split(), VIEWER)
    | dict.fromkeys("asked record_approval two_versions read add hide".split(), WRITER)
    | dict.fromkeys("approve send_back ask merge word_back".split(), EDITOR)
    | {("autosave", "changelist"): WRITER, ("correction", "approve"): NOBODY, ("correction", "send_back"): NOBODY}
    | {("pictureset", what): VIEWER for what in ("upload", "choose", "words")}
    | {("pictureset", "caption"): WRITER, ("pictureset", "delete"): EDITOR}
)
# The same for a form that was sent empty, where the answer is a page.
POST = (
    dict.fromkeys("history change changelist signed_in".split(), VIEWER)
    | dict.fromkeys("record_approval read add hide".split(), WRITER)
    | dict.fromkeys("send_back ask merge word_back".split(), EDITOR)
    | {("autosave", "changelist"): WRITER, ("pictureset", "change"): WRITER, ("pictureset", "upload"): WRITER}
    | {("pictureset", "delete"): EDITOR}
)
# Who does something by pressing a button that asks for nothing else.
DOES = {
    ("edition", "take_back"): {"author"},
    # Their ticks, all of which are taken away.
    ("edition", "review"): {"editor", "administrator"},
    ("eventedition", "review"): {"editor", "administrator"},
    ("edition", "end_preview"): {"stranger", "author", "editor", "administrator"},
    ("eventedition", "end_preview"): {"stranger", "author", "editor", "administrator"},
    ("edition", "photographs"): {"stranger", "author", "editor", "administrator"},
    ("eventedition", "photographs"): {"stranger", "author", "editor", "administrator"},
    ("pictureset", "chosen"): {"stranger", "author", "editor", "administrator"},
    ("autosave", "throw_away"): {"author"},
    ("correction", "cancel"): {"author", "editor", "administrator"},
}


def addresses():
    """`{(room, what): names of the keys in the address}` of everything in the rooms that is about one thing."""
    found = {}

    def walk(patterns, keys):
        for pattern in patterns:
            here = keys | pattern.pattern.converters.keys()
            if hasattr(pattern, "url_patterns"):
                walk(pattern.url_patterns, here)
            elif named := ROOMS.fullmatch(pattern.name or ""):
                room, what = (part for part in named.groups() if part)
                if here or room in {"autosave", "correction"}:
                    found[room, what] = sorted(here)

    walk(get_resolver().url_patterns, frozenset())
    return found


ADDRESSES = addresses()
NO_FILE = uuid.UUID(int=1)
SECOND_KEYS = {"snapshot", "comment", "preview_key", "sign_off_key"}
KEPT = [ActionLog, Autosave, Comment, Correction, Dismissal, Document, PictureSet, Preview, SetPicture, SignOff]
KEPT += [Snapshot, Ticks, Upload, DBTaskResult]
VERSIONS = [Edition, EventEdition]


def test_they_are_found():
    assert {"review", "two_versions", "version_bring_back", "scan", "word_back"} <= {what for _, what in ADDRESSES}
    assert len(ADDRESSES) > 70


@pytest.fixture(autouse=True)
def _quiet():
    """Refusals by the hundred are what is asked for here."""
    logging.disable(logging.CRITICAL)
    yield
    logging.disable(logging.NOTSET)


@pytest.fixture
def people():
    made = {name: make.make_account(name.replace(" ", "-"), Role.WRITER) for name in ("stranger", "author")}
    made |= {name: make.make_account(name, Role(name)) for name in ("viewer", "editor", "administrator")}
    return made


@pytest.fixture
def clients(people):
    made = {name: Client(raise_request_exception=False) for name in RUNGS}
    for name, account in people.items():
        made[name].force_login(account)
    return made


def world(by, title="Ours"):
    """A report in review with its facts, and one of everything that may hang on it."""
    facts = workflow.new_event({"name": title, "starts": "2024-05-01", "ends": "2024-05-02"}, by=by)
    text = {"title": title, "standfirst": "Summary", "body": "<p>Text.</p>", "kind": "event_report"}
    release = workflow.submit(workflow.new_release(text | {"event": facts.event}, by=by), by=by)
    facts.refresh_from_db()
    made = {"edition": {"key": release.pk}, "eventedition": {"key": facts.pk}}
    for version, keys in ((release, made["edition"]), (facts, made["eventedition"])):
        keys["snapshot"] = Snapshot.objects.filter(thing_type=version._meta.model_name, thing_id=version.pk).last().pk
        keys["comment"] = comments.add(version, "Look.", by=by).pk
        comments.settle(version, keys["comment"], by=by)
        keys["preview_key"] = workflow.make_preview(version, by=by).pk
        scan = store_document(io.BytesIO(make.make_image(colour=f"#{next(make.numbers):06x}")), by=by)
        sign_off = workflow.record_approval(
            version, by=by, how="paper", name="Chief", answered_at=timezone.now(), answer="approved", scan=scan
        )
        keys["sign_off_key"] = sign_off.pk
        keys["pk"] = keys["object_id"] = version.pk
    kept = autosaves.keep(
        by,
        ("edition", str(release.pk)),
        f"device{release.pk:04}",
        number=1,
        form={"fields": {"title": ["Typed"]}, "loose": {}},
        path="/",
        title="",
        typing_in="",
        device_name="",
        lock_version=0,
        left=False,
        instead_of=None,
    )
    made["autosave"] = {"key": kept.key}
    correction = Correction.objects.create(old="Onetwo", new="Onethree", what="words", note="Right.", made_by=by)
    made["correction"] = {"key": correction.pk, "object_id": correction.pk}
    photographs = picture_sets.new_set(by=by, title=title)
    row = picture_sets.put_in(photographs, make.make_picture(), by=by)
    upload = uploads.begin(photographs, by=by, name="a.jpg", size=9, fingerprint="a")
    made["pictureset"] = {"key": photographs.pk, "object_id": photographs.pk, "uuid": upload.uuid, "row": row.pk}
    made["picture"] = {"key": (picture := make.make_picture()).pk, "object_id": picture.pk}
    made["document"] = {"key": scan.pk, "object_id": scan.pk}
    return made


def link(room, what, keys):
    return reverse(f"admin:news_{room}_{what}", kwargs={name: keys[name] for name in ADDRESSES[room, what]})


def book():
    """What would be different if anything had been written."""
    rows = [model.objects.count() for model in KEPT]
    states = [list(model.objects.order_by("pk").values_list("state", "lock_version")) for model in VERSIONS]
    choices = list(SetPicture.objects.order_by("pk").values_list("choice", flat=True))
    return rows, states, choices, SiteState.objects.values_list("generation", flat=True).first()


def least(table, room, what):
    return table.get((room, what), table.get(what, NOBODY))


@pytest.mark.parametrize("room", sorted({room for room, _ in ADDRESSES}))
def test_who_gets_what_with_nothing_in_hand(clients, people, room):
    made = world(people["author"])
    wrong, before = [], book()
    for what in sorted(what for of, what in ADDRESSES if of == room):
        address = link(room, what, made[room])
        for method, table in (("get", GET), ("post", POST)):
            for who, rung in RUNGS.items():
                if who in {"author", "administrator"} and method == "get":
                    continue  # reading asks for the rung alone
                with transaction.atomic():
                    answer = getattr(clients[who], method)(address)
                    if answer.streaming:
                        list(answer.streaming_content)  # closes the file
                    wrote = book() != before
                    transaction.set_rollback(True)
                found = (what, method, who, answer.status_code, "wrote" if wrote else "")
                may_do = method == "post" and who in DOES.get((room, what), ())
                if wrote is not may_do or answer.status_code >= 500:
                    wrong.append(found)
                elif rung == 0:
                    wrong += [] if answer.status_code == 302 and "/login/" in answer["Location"] else [found]
                elif rung >= least(table, room, what):
                    wrong += [] if answer.status_code in {200, 302, 404} else [found]
                elif not may_do and answer.status_code not in {400, 403, 404, 405, 412} | (
                    {302} if method == "post" else set()
                ):
                    wrong.append(found)
    assert not wrong, "\n".join(map(str, wrong))


def test_what_hangs_on_another_thing_is_not_found(clients, people):
    ours, theirs = world(people["author"]), world(people["stranger"], "Theirs")
    before = book()
    for room, what in sorted(ADDRESSES):
        if not SECOND_KEYS & set(ADDRESSES[room, what]):
            continue
        keys = ours[room] | {name: theirs[room][name] for name in SECOND_KEYS}
        for method in ("get", "post"):
            answer = getattr(clients["administrator"], method)(link(room, what, keys))
            assert answer.status_code in {302, 404, 405}, (room, what, method, answer.status_code)
            assert book() == before, (room, what, method)
    for room in ("edition", "eventedition"):
        compare = link(room, "versions_compare", ours[room])
        for query in ("old", "new"):
            assert clients["editor"].get(compare, {query: theirs[room]["snapshot"]}).status_code == 404
    for who in ("editor", "administrator", "author"):
        assert clients[who].get(link("autosave", "read", theirs["autosave"])).status_code == 404
        form = link("edition", "change", theirs["edition"])
        assert b"Typed" not in clients[who].get(form, {"kept": str(theirs["autosave"]["key"])}).content


@pytest.mark.parametrize("key", [0, 2**31 + 1, 2**63 + 1, 10**30])
def test_keys_of_nothing(clients, people, key):
    for room, what in sorted(ADDRESSES):
        names = ADDRESSES[room, what]
        if not names or room == "autosave" or {"object_id"} & set(names):
            continue
        address = link(room, what, dict.fromkeys(names, key) | ({"uuid": NO_FILE} if "uuid" in names else {}))
        for method in ("get", "post"):
            answer = getattr(clients["administrator"], method)(address)
            # 412: asked without the header of the protocol in which files come in.
            assert answer.status_code in {302, 403, 404, 405, 412}, (room, what, method, answer.status_code)
