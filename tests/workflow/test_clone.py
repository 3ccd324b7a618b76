"""A new version begins with everything of the old one. A field that is neither copied nor excluded fails here."""

import datetime

import pytest

from news import workflow
from news.enums import State
from news.models import Edition, EventEdition
from news.models.fields import Row
from news.record.canonical import read
from news.record.shapes import BOOKKEEPING, OF_THIS_VERSION, ROW, SHAPES
from news.workflow.clone import content_for_revision
from tests import factories as make

pytestmark = pytest.mark.django_db
BOTH = [Edition, EventEdition]

# What belongs to a version without being its content, and why.
NOT_CONTENT = {
    Edition: {"release": "the thing itself", "facts": "what was approved with that version"},
    EventEdition: {"event": "the thing itself"},
}
# Rows elsewhere that point to a version: they are about that very version, or come from the other side.
POINT_TO_IT = {
    Edition: {"Comment", "CorrectedVersion", "Dismissal", "Preview", "SignOff", "Ticks"},
    EventEdition: {"Comment", "CorrectedVersion", "Dismissal", "Preview", "SignOff", "Ticks", "Edition.facts"},
}


def copied(model):
    shape = SHAPES[model]
    names = {field.name for field in shape.fields} | set(shape.many) | set(shape.rows)
    return (names | ({"topics", "topic_rows"} if shape.topics else set())) - OF_THIS_VERSION


@pytest.mark.parametrize("model", BOTH)
def test_every_field_of_a_version_is_copied_or_excluded(model):
    excluded = BOOKKEEPING | OF_THIS_VERSION | NOT_CONTENT[model].keys()
    own = {field.name for field in [*model._meta.concrete_fields, *model._meta.many_to_many]}
    assert own - copied(model) - excluded == set(), "neither copied nor excluded"
    assert copied(model) & excluded == set(), "both copied and excluded"
    assert excluded - own <= {"embargo_until"}, "excluded, and not there"


@pytest.mark.parametrize("model", BOTH)
def test_every_relation_to_a_version_is_copied_or_excluded(model):
    found = set()
    for relation in model._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and relation.is_relation) or relation.concrete:
            continue
        if relation.related_model._meta.auto_created:
            continue  # the table of a many-to-many set, walked above
        if relation.get_accessor_name() in copied(model):
            continue
        name = relation.related_model.__name__
        found.add(f"{name}.{relation.field.name}" if name in {"Edition", "EventEdition"} else name)
    assert found == POINT_TO_IT[model]


def shapes_of_rows(shape):
    for inner in shape.rows.values():
        yield inner
        yield from shapes_of_rows(inner)


@pytest.mark.parametrize("model", BOTH)
def test_every_field_of_a_row_is_copied_or_excluded(model):
    for shape in shapes_of_rows(SHAPES[model]):
        assert issubclass(shape.model, Row)
        own = {field.name for field in shape.model._meta.concrete_fields}
        names = {field.name for field in shape.fields}
        assert own - names - ROW == set(), shape.model
        assert not shape.model._meta.many_to_many, shape.model
        reverse = {
            relation.get_accessor_name()
            for relation in shape.model._meta.get_fields(include_hidden=True)
            if relation.auto_created and not relation.concrete
        }
        assert reverse - set(shape.rows) == set(), shape.model


@pytest.mark.parametrize("model", BOTH)
def test_every_list_of_rows_is_in_the_shape(model):
    lists = {
        relation.get_accessor_name()
        for relation in model._meta.related_objects
        if issubclass(relation.related_model, Row)
    }
    assert lists == set(SHAPES[model].rows)


@pytest.mark.parametrize("model", BOTH)
def test_the_clone_takes_what_is_copied_and_nothing_else(model):
    edition = make.publish_release() if model is Edition else make.publish_event()
    assert set(content_for_revision(edition)) == copied(model) - {"topic_rows"}


def full_event():
    country, topic = make.make_country("KR"), make.make_topic("Fraud")
    event = make.publish_event(
        name="Conference", acronym="CONF", topics=[topic], also_in=[country], venue="Hall", subjects="One\nTwo",
        programme=make.make_programme(), attendance=120, attendance_approximate=True, summary="Words.",
        website="https://conference.test", status_note="As planned.", former_dates=[["2024-01-01", "2024-01-02", "day"]],
        show_all_before=True, mode="hybrid",
    )  # fmt: skip
    session = make.make_session(event, "Panel", day=event.starts, starts=datetime.time(9), venue="Room 2", summary="x")
    make.make_participation(event, rank_long="Police Colonel", rank_short="PCOL", position="Director", honorific="Dr")
    make.make_participation(event, country=country, headcount=5, women=2)
    make.make_participation(event, label="experts from industry")
    make.make_participation(event, session=session, role="speaker")
    make.make_organizer(event, led_by=make.make_person(), through=make.make_organization(), led_what="The group")
    make.make_organizer(event, session=session, role="host")
    return event


def full_release(event):
    edition = make.publish_release(
        title="Title", standfirst="Summary.", body="<p>Text</p>", event=event, topics=[make.make_topic("Cyber")],
        also_covers=[make.publish_event().event, make.publish_event().event], dateline="Manila, 1 May",
        issued_jointly_with=[make.make_organization()], byline=make.make_person(), motto="Together", language="ms",
        change_note="Of the last version", embargo_until=None,
    )  # fmt: skip
    make.attach_picture(edition, caption="One", credit="AFP", is_lead=True)
    make.attach_picture(edition, alt="", is_decorative=True)
    attach_document(edition)
    return edition


def attach_document(edition):
    from news.models import Document, EditionDocument

    number = next(make.numbers)
    document = Document.objects.create(sha256=f"{number:064}", format="pdf", size=10, file="documents/x.pdf", title="T")
    return EditionDocument.objects.create(edition=edition, document=document, title="Joint statement", order=number)


def test_a_full_version_and_its_clone_are_equal():
    event = full_event()
    edition = full_release(event)
    writer = make.make_account()
    for old in (edition, event):
        before, new = read(old), workflow.revise(old, by=writer)
        after = read(new)
        assert {name for name in before if before[name] != after[name]} <= OF_THIS_VERSION
        assert not any(after.get(name) for name in OF_THIS_VERSION)
        assert all(value not in (None, "", []) for name, value in before.items() if name not in LEFT_EMPTY), before
        assert new.state == State.DRAFT
        assert [author.pk for author in new.authors.all()] == [writer.pk]
        assert read(old) == before, "the public one stays as it was"


# What the full versions above leave empty; everything else in them is worth copying.
LEFT_EMPTY = OF_THIS_VERSION | {"zone"}


def test_rows_are_new_rows_with_the_same_identity():
    event = full_event()
    new = workflow.revise(event, by=make.make_account())
    for name in ("participations", "organizers", "sessions"):
        old_rows, new_rows = (getattr(version, name).all() for version in (event, new))
        assert {row.uid for row in old_rows} == {row.uid for row in new_rows}
        assert not {row.pk for row in old_rows} & {row.pk for row in new_rows}
    session = new.sessions.get()
    assert {row.session_id for row in new.participations.exclude(session=None)} == {session.pk}


def test_a_writers_additions_to_a_public_event_wait_with_the_draft_and_go_live_with_it(client):
    writer, editor = make.make_account(), make.make_account(role="editor")
    event = make.publish_event(name="Conference")
    first = make.make_participation(event, make.make_person("Police Colonel First"))
    release = workflow.new_release(
        {"title": "T", "standfirst": "S", "body": "<p>B</p>", "kind": "event_report", "event": event.event}, by=writer
    )
    facts = workflow.revise(event, by=writer)
    second = make.make_person("Second Newcomer")
    rows = [*read(facts)["participations"], {"person": second.pk, "role": "speaker"}]
    workflow.edit(facts, {"participations": rows, "change_note": "More names."}, by=writer, lock_version=0)
    page = event.event.get_absolute_url()
    workflow.submit(release, by=writer)
    html = client.get(page).content.decode()
    assert first.printed_as in html
    assert "Second Newcomer" not in html, "it waits with the draft"
    release.refresh_from_db()
    workflow.publish(release, by=editor)
    assert "Second Newcomer" in client.get(page).content.decode(), "it went live with the release"
    assert EventEdition.objects.live().get(event=event.event).pk == facts.pk
