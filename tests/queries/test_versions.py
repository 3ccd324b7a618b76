"""What changed between two versions: nothing that is content is left out, and it is said in the desk's words."""

import copy
import datetime
import uuid

import pytest
from django.db import connection, models
from django.test.utils import CaptureQueriesContext

from news.models import Edition, EventEdition
from news.queries.versions import changes, flat
from news.record import canonical, shapes
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def event():
    edition = make.make_event(name="Heads of units", acronym="HOU", starts=datetime.date(2024, 9, 17))
    force = make.make_organization("Philippine National Police")
    one = make.make_person("David Martinez Vinluan")
    make.make_participation(edition, one, organization=force, rank_long="Police Colonel", role="head_of_delegation")
    make.make_participation(edition, make.make_person("Muhammad Anas"), role="speaker")
    make.make_organizer(edition, force, role="host")
    session = make.make_session(edition, "Panel 2", starts=datetime.time(9), ends=datetime.time(10, 30))
    make.make_participation(edition, session=session, role="panellist")
    make.make_organizer(edition, session=session)
    return edition


@pytest.fixture
def release(event):
    edition = make.make_release(
        title="Units meet", body="<p>One two.</p><ul><li>First</li><li>Second</li></ul>", event=event
    )
    make.attach_picture(edition, caption="The hall")
    return edition


def read(edition):
    return canonical.read(type(edition).objects.get(pk=edition.pk))


def only(found):
    assert len(found) == 1, found
    return found[0]


# Every field


def other_value(field, value):
    """A value that differs, as canonical JSON has it."""
    if field.is_relation:
        return (value or 0) + 1_000_000 if not isinstance(value, str) else "ZZ"
    match field:
        case models.BooleanField():
            return not value
        case models.DateTimeField():
            return "2031-02-03T04:05:00+00:00"
        case models.DateField():
            return "2031-02-03"
        case models.TimeField():
            return "23:59:00"
        case models.IntegerField():
            return (value or 0) + 7
        case models.JSONField():
            return [["2024-01-01", "2024-01-02", "day"]]
    if field.choices:
        return next(key for key, _ in field.flatchoices if key != value)
    return f"{value or ''} something else"


def each_dict(shape, content, path=""):
    """`(shape, dict, path)` of the content and of the first row of each of its lists."""
    yield shape, content, path
    for name, row_shape in shape.rows.items():
        assert content[name], f"the fixture has no row of {path}{name}"
        yield from each_dict(row_shape, content[name][0], f"{path}{name}.{content[name][0]['uid']}.")


@pytest.mark.parametrize("name", ["event", "release"])
def test_no_field_of_the_content_is_left_out(name, request):
    edition = request.getfixturevalue(name)
    if name == "release":
        make.attach_document(edition) if hasattr(make, "attach_document") else add_document(edition)
    shape, before = shapes.SHAPES[type(edition)], read(edition)
    checked = 0
    for number, (part, _, path) in enumerate(each_dict(shape, before)):
        for field in part.fields:
            after = copy.deepcopy(before)
            changed = [content for _, content, _ in each_dict(shape, after)][number]
            changed[field.name] = other_value(field, changed[field.name])
            found = list(changes(type(edition), before, after))
            assert found, f"{path}{field.name} is not said"
            assert all(change.label and change.path for change in flat(found))
            said = only(list(flat(found))[:1])
            assert said.path.startswith(path), (path, said)
            assert said.old != said.new or said.what == "formatting" or said.paragraphs, said
            checked += 1
        for many in [*part.many, *(["topics"] if part.topics else [])]:
            after = copy.deepcopy(before)
            after[many] = [*after[many], 1_000_001 if many != "also_in" else "ZZ"]
            assert "no longer there" in only(changes(type(edition), before, after)).new
    assert checked > 10


def add_document(edition):
    from news.models import Document, EditionDocument

    document = Document.objects.create(sha256="0" * 64, title="Agenda", original_name="agenda.pdf", size=3)
    EditionDocument.objects.create(edition=edition, document=document, title="Agenda")


def test_nothing_changed_says_nothing(event, release):
    assert changes(EventEdition, read(event), read(event)) == ()
    assert changes(Edition, read(release), read(release)) == ()


def test_all_is_new_without_a_version_before(event):
    found = changes(EventEdition, None, read(event))
    assert {"Name", "Dates", "Place"} <= {change.label for change in found}
    assert {change.what for change in found if change.kind == "row"} == {"new"}
    assert "Participant: Police Colonel David Martinez Vinluan" in {change.label for change in found}
    assert not [change for change in found if change.new in {"no", ""}]


# In words


def changed(edition, **values):
    before = read(edition)
    return changes(type(edition), before, {**before, **values})


def test_a_text_word_by_word(release):
    change = only(changed(release, title="Units meet again"))
    assert (change.label, change.kind, change.path) == ("Title", "words", "title")
    assert [(p.kind, p.words) for p in change.pieces] == [("same", "Units meet"), ("new", " again")]


def test_dates_in_words(event):
    change = only(changed(event, ends="2024-09-20"))
    assert (change.label, change.old, change.new) == ("Dates", "17 September 2024", "17–20 September 2024")
    assert only(changed(event, starts=None, ends=None, precision="tba")).new == "To be announced"


def test_choices_names_and_sets(event):
    country = make.make_country("KR")
    place = make.make_place("Seoul", country)
    found = {c.label: (c.old, c.new) for c in changed(event, kind="training", place=place.pk, also_in=["KR"])}
    assert found == {
        "Kind": ("Meeting", "Training"),
        "Place": ("Manila, Philippines", "Seoul, Republic of Korea"),
        "Also in": ("", "Republic of Korea"),
    }


def test_what_is_no_longer_there_says_so(event):
    assert only(changed(event, place=999_999)).new == "an entry that is no longer there"
    assert only(changed(event, place="nonsense")).new == "an entry that is no longer there"


def test_two_entries_of_one_name_are_told_apart(event):
    one, other = make.make_programme("Same"), make.make_programme("Same")
    before = read(event) | {"programme": one.pk}
    change = only(changes(EventEdition, before, before | {"programme": other.pk}))
    assert change.old != change.new


def test_zero_is_not_nothing(event):
    assert only(changed(event, attendance=0)).new == "0"


def test_a_field_that_the_model_no_longer_has(event):
    before = read(event)
    change = only(changes(EventEdition, before | {"old_field": "x"}, before))
    assert (change.label, change.old) == ("Old field", "x")


# Rows


def test_a_row_by_its_uid_field_by_field(event):
    before = read(event)
    after = copy.deepcopy(before)
    after["participations"][0]["rank_long"] = "Police Brigadier General"
    row = only(changes(EventEdition, before, after))
    assert (row.kind, row.what) == ("row", "changed")
    assert row.label == "Participant: Police Brigadier General David Martinez Vinluan"
    change = only(row.rows)
    assert (change.label, change.old, change.new) == ("Rank", "Police Colonel", "Police Brigadier General")


def test_rows_that_are_new_gone_and_moved(event):
    for name in ("Third", "Fourth", "Fifth"):
        make.make_participation(event, make.make_person(name))
    before = read(event)
    after = copy.deepcopy(before)
    rows = after["participations"]
    rows.append(rows.pop(0))
    assert [(c.what, c.old, c.new) for c in changes(EventEdition, before, after)] == [("moved", "1st", "5th")]
    gone = rows.pop(0)
    rows.append({**gone, "uid": str(uuid.uuid4()), "person": None, "printed_as": "", "label": "Experts"})
    found = [(c.what, c.label) for c in changes(EventEdition, before, after)]
    assert ("gone", "Participant: Muhammad Anas") in found
    assert ("new", "Participant: Experts") in found
    assert len(found) == 3


def test_a_row_of_a_session(event):
    before = read(event)
    after = copy.deepcopy(before)
    after["sessions"][0]["ends"] = "11:00:00"
    change = only(list(flat(changes(EventEdition, before, after))))
    assert (change.label, change.old, change.new) == ("Session “Panel 2”: Time", "09:00–10:30", "09:00–11:00")


def test_a_row_that_moved_into_a_session_is_said_once(event):
    before = read(event)
    after = copy.deepcopy(before)
    after["sessions"][0]["participations"].append(after["participations"].pop(0))
    change = only(list(flat(changes(EventEdition, before, after))))
    assert (change.what, change.old, change.new) == ("moved", "the whole event", "Session “Panel 2”")
    # Its session is taken out, and the row stays.
    change = changes(EventEdition, after, before | {"sessions": []})
    assert [c.what for c in change] == ["moved", "gone"]
    assert "Vinluan" not in str(change[1].rows)


# Rich text


def test_the_text_by_paragraph_and_item(release):
    change = only(changed(release, body="<p>One three.</p><ul><li>First</li><li>Zero</li><li>Second</li></ul>"))
    assert [p.kind for p in change.paragraphs] == ["changed", "same", "new", "same"]
    assert change.label == "Text"


def test_only_the_look(release):
    change = only(changed(release, body="<p>One <strong>two</strong>.</p><ul><li>First</li><li>Second</li></ul>"))
    assert (change.label, change.what) == ("Text: formatting", "formatting")
    change = only(changed(release, body="<h2>One two.</h2><ol><li>First</li><li>Second</li></ol>"))
    assert len(change.paragraphs) == 3


def test_where_a_link_leads_is_not_a_look(release):
    before = read(release) | {"body": '<p><a href="https://a.test/">Here</a></p>'}
    change = only(changes(Edition, before, before | {"body": '<p><a href="https://b.test/">Here</a></p>'}))
    assert change.label == "Text: links"
    assert "https://b.test/" in change.new


@pytest.mark.parametrize("rows", [1, 3])
def test_a_constant_number_of_queries(event, rows):
    for _ in range(rows):
        make.make_participation(event, organization=make.make_organization(), country=make.make_country("KR"))
    before = read(event)
    after = copy.deepcopy(before)
    for row in after["participations"]:
        row["role"] = "observer"
    with CaptureQueriesContext(
        connection,
    ) as captured:
        changes(EventEdition, before, after)
    # Places, countries, people, organizations.
    assert len(captured) == 4
