"""The write door: everything or nothing, every problem at its field, rows known by their identity."""

import datetime
import json
import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from news.errors import ChangedMeanwhile, Impossible, Problems
from news.models import ActionLog, EventEdition, Participation, Session, Snapshot
from news.record import canonical, directory
from news.record import editions as door
from tests import factories as make

pytestmark = pytest.mark.django_db

AUGUST = {"starts": "2024-08-27", "ends": "2024-08-29"}


def new_event(**facts):
    return door.create_event({"name": "Workshop", **AUGUST, **facts})


def new_release(**content):
    return door.create_release({"title": "Title", "kind": "notice", "body": "<p>Text.</p>", **content})


def save(edition, data, **more):
    return door.save_edition(edition, data, by=None, lock_version=edition.lock_version, **more)


def test_what_is_written_is_what_is_read():
    person, force = make.make_person(), make.make_organization()
    edition = new_event(
        organizers=[{"organization": force, "role": "host"}],
        participations=[{"person": person, "role": "delegate"}],
        sessions=[{"title": "Opening ceremony", "participations": [{"person": person, "role": "speaker"}]}],
    )
    content = canonical.read(edition)
    again = canonical.read(save(edition, content))
    assert again == content
    assert json.loads(json.dumps(content)) == content
    assert content["sessions"][0]["participations"][0]["role"] == "speaker"
    assert [row["person"] for row in content["participations"]] == [person.pk]


def test_rows_keep_their_identity_and_take_their_place_from_the_list():
    one, two = make.make_person(), make.make_person()
    edition = new_event(participations=[{"person": one}, {"person": two}])
    content = canonical.read(edition)
    first, second = content["participations"]
    keys = dict(Participation.objects.values_list("uid", "pk"))
    edition = save(edition, {"participations": [second, first]})
    assert [row["uid"] for row in canonical.read(edition)["participations"]] == [second["uid"], first["uid"]]
    assert dict(Participation.objects.values_list("uid", "pk")) == keys


def test_a_list_that_is_not_given_is_left_alone():
    edition = new_event(participations=[{"label": "experts"}], sessions=[{"title": "Panel"}])
    edition = save(edition, {"name": "Another name"})
    content = canonical.read(edition)
    assert (content["name"], len(content["participations"]), len(content["sessions"])) == ("Another name", 1, 1)


def test_people_of_a_session_stay_when_only_the_session_is_given():
    edition = new_event(sessions=[{"title": "Panel", "participations": [{"label": "experts"}]}])
    (session,) = canonical.read(edition)["sessions"]
    edition = save(edition, {"sessions": [{"uid": session["uid"], "title": "Second panel"}]})
    (session,) = canonical.read(edition)["sessions"]
    assert (session["title"], len(session["participations"])) == ("Second panel", 1)


def test_a_person_moves_into_a_session_and_out_again():
    edition = new_event(participations=[{"label": "experts"}], sessions=[{"title": "Panel"}])
    content = canonical.read(edition)
    row = content["participations"][0]
    edition = save(edition, {"participations": [{**row, "session": content["sessions"][0]["uid"]}]})
    content = canonical.read(edition)
    assert content["participations"] == []
    assert [r["uid"] for r in content["sessions"][0]["participations"]] == [row["uid"]]
    moved = content["sessions"][0]["participations"].pop()
    edition = save(edition, {"participations": [moved], "sessions": content["sessions"]})
    assert [r["uid"] for r in canonical.read(edition)["participations"]] == [row["uid"]]


def test_a_session_that_goes_takes_its_people_along_but_not_those_who_moved():
    edition = new_event(sessions=[{"title": "Panel", "participations": [{"label": "experts"}, {"label": "judges"}]}])
    experts, _ = canonical.read(edition)["sessions"][0]["participations"]
    edition = save(edition, {"sessions": [], "participations": [experts]})
    assert Session.objects.count() == 0
    assert [row.label for row in Participation.objects.all()] == ["experts"]


def test_a_session_of_another_event_is_refused_at_its_field():
    other = new_event(sessions=[{"title": "Elsewhere"}])
    foreign = canonical.read(other)["sessions"][0]["uid"]
    edition = new_event()
    with pytest.raises(Problems) as refused:
        save(edition, {"participations": [{"label": "experts", "session": foreign}]})
    assert refused.value.by_field == {"participations.0.session": ["This session belongs to another event."]}
    assert not edition.participations.exists()


@pytest.mark.parametrize(
    ("data", "place", "sentence"),
    [
        ({"starts": "2024-08-29", "ends": "2024-08-27"}, "ends", "The last day is before the first day."),
        ({"precision": "day", "starts": None, "ends": None}, "starts", "Give the first and the last day"),
        ({"name": "x" * 251}, "name", "at most 250"),
        ({"name": ""}, "name", "cannot be blank"),
        ({"participations": [{"role": "delegate"}]}, "participations.0.person", "Name a person"),
        ({"participations": [{"label": "a", "headcount": 2, "women": 3}]}, "participations.0.women", "more women"),
        ({"organizers": [{"role": "host"}]}, "organizers.0.organization", "Choose an organization or a programme"),
        ({"sessions": [{"title": "P", "starts": "10:00", "ends": "09:00"}]}, "sessions.0.ends", "before it starts"),
        ({"sessions": [{"title": ""}]}, "sessions.0.title", "cannot be blank"),
        ({"programme": 99}, "programme", "no longer there"),
        ({"participations": [{"person": 99}]}, "participations.0.person", "no longer there"),
        ({"starts": "31 June"}, "starts", "invalid"),
        ({"colour": "red"}, "colour", "no such field"),
        ({"sessions": [{"uid": "x", "title": "P"}]}, "sessions.0", "identity"),
    ],
)
def test_bad_facts_get_a_sentence_at_their_field_and_nothing_is_written(data, place, sentence):
    edition = new_event()
    before, lines = canonical.read(edition), ActionLog.objects.count()
    with pytest.raises(Problems) as refused:
        save(edition, {"summary": "half", **data})
    assert sentence in " ".join(refused.value.by_field[place])
    edition.refresh_from_db()
    assert canonical.read(edition) == before
    assert (edition.lock_version, ActionLog.objects.count()) == (0, lines)


def test_all_problems_are_said_at_once():
    edition = new_event()
    with pytest.raises(Problems) as refused:
        save(edition, {"name": "", "website": "no address", "participations": [{"person": 99}]})
    assert set(refused.value.by_field) == {"name", "website", "participations.0.person"}


def test_the_same_row_twice_is_refused():
    edition = new_event(participations=[{"label": "experts"}])
    row = canonical.read(edition)["participations"][0]
    with pytest.raises(Problems, match="twice"):
        save(edition, {"participations": [row, row]})


def test_two_people_do_not_overwrite_each_other():
    edition = new_event()
    first = door.save_edition(edition, {"name": "First"}, by=None, lock_version=0)
    with pytest.raises(ChangedMeanwhile):
        door.save_edition(edition, {"name": "Second"}, by=None, lock_version=0)
    first.refresh_from_db()
    assert (first.name, first.lock_version) == ("First", 1)


def test_a_public_version_is_not_written():
    edition = make.publish_release()
    with pytest.raises(Impossible, match="not open"):
        door.save_edition(edition, {"title": "New"}, by=None, lock_version=edition.lock_version)


def test_each_save_leaves_a_snapshot_and_a_line_in_the_log():
    account = make.make_account()
    edition = door.create_event({"name": "Workshop"}, by=account)
    door.save_edition(edition, {"name": "Training"}, by=account, lock_version=0)
    after, before = Snapshot.objects.all()[:2]
    line = ActionLog.objects.first()
    assert (before.data["name"], after.data["name"]) == ("Workshop", "Training")
    assert (line.act, line.by, line.before, line.after) == ("edit", account, before, after)
    assert list(edition.authors.all()) == [account]


class TestAsOfThatDay:
    def test_rank_and_position_come_from_the_post_of_the_first_day(self):
        force = make.make_organization(name="Royal Malaysia Police", acronym="RMP")
        person = make.make_person(name="Bakri Zainal Abidin", honorific="Dr")
        make.make_post(
            person,
            force,
            position="Director",
            rank=make.make_rank(force, "Assistant Commissioner of Police", "ACP"),
            since=datetime.date(2023, 1, 1),
            until=datetime.date(2024, 8, 27),
        )
        make.make_post(person, force, position="Commissioner", since=datetime.date(2024, 8, 28))
        edition = new_event(participations=[{"person": person, "role": "delegate"}])
        row = edition.participations.get()
        assert (row.printed_as, row.honorific, row.rank_long, row.rank_short, row.position, row.organization_as) == (
            "Bakri Zainal Abidin",
            "Dr",
            "Assistant Commissioner of Police",
            "ACP",
            "Director",
            "Royal Malaysia Police (RMP)",
        )

    def test_a_later_change_in_the_directory_does_not_reach_the_row(self):
        force, person = make.make_organization(name="Old name"), make.make_person(name="Old Name")
        post = make.make_post(person, force, position="Officer")
        edition = new_event(participations=[{"person": person}], organizers=[{"organization": force}])
        type(force).objects.update(name="New name")
        type(person).objects.update(name="New Name")
        type(post).objects.update(position="Chief")
        edition = save(edition, canonical.read(edition))
        row = edition.participations.get()
        assert (row.printed_as, row.organization_as, row.position) == ("Old Name", "Old name", "Officer")
        assert edition.organizers.get().printed_as == "Old name"

    def test_what_a_person_typed_is_kept(self):
        person = make.make_person(name="CHO Ji Ho")
        make.make_post(person, make.make_organization(), position="Officer")
        row = {"person": person, "printed_as": "Cho Ji Ho", "position": "Commissioner General"}
        edition = new_event(participations=[row])
        row = edition.participations.get()
        assert (row.printed_as, row.position) == ("Cho Ji Ho", "Commissioner General")

    def test_another_person_in_the_row_brings_another_name(self):
        edition = new_event(participations=[{"person": make.make_person(name="One")}])
        (row,) = canonical.read(edition)["participations"]
        edition = save(edition, {"participations": [{**row, "person": make.make_person(name="Two").pk}]})
        assert edition.participations.get().printed_as == "Two"


def test_place_decides_mode_and_an_online_event_has_a_zone():
    assert new_event(place=make.make_place()).mode == "in_person"
    assert new_event(mode="online", place=None).zone == "Asia/Kuala_Lumpur"


def test_a_one_day_event_needs_no_last_day():
    edition = new_event(starts="2024-08-27", ends=None)
    assert edition.ends == datetime.date(2024, 8, 27)


def test_addresses_follow_the_title_until_something_was_public():
    edition = new_release(title="First title")
    assert edition.release.slug == "first-title"
    edition = save(edition, {"title": "Second title"})
    assert edition.release.slug == "second-title"
    assert new_release(title="Second title").release.slug == "second-title-2"


def test_reserved_words_are_no_addresses():
    assert new_release(title="Feeds").release.slug != "feeds"
    assert new_release(title="2024").release.slug.strip("0123456789-") != ""


def test_the_lead_picture_changes_places():
    one, two = make.make_picture(), make.make_picture()
    edition = new_release(pictures=[{"picture": one, "is_lead": True, "alt": "a"}, {"picture": two, "alt": "b"}])
    first, second = canonical.read(edition)["pictures"]
    edition = save(edition, {"pictures": [{**first, "is_lead": False}, {**second, "is_lead": True}]})
    assert [row.is_lead for row in edition.pictures.all()] == [False, True]


def test_saving_costs_the_same_for_one_row_and_for_three(django_assert_num_queries):
    """But for the row itself: one INSERT each."""

    def cost(rows):
        people = [make.make_person() for _ in range(rows)]
        edition = new_event()
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as queries:
            save(edition, {"participations": [{"person": person} for person in people]})
        return sum(not q["sql"].startswith('INSERT INTO "news_participation"') for q in queries)

    assert cost(1) == cost(3)


def test_every_field_and_relation_of_an_edition_is_content_or_says_why_not():
    from news.record.shapes import BOOKKEEPING, SHAPES

    not_content = {"event", "release", "facts", "tagged_items"} | BOOKKEEPING
    for model, shape in SHAPES.items():
        known = {f.name for f in shape.fields} | set(shape.many) | set(shape.rows) | {"topics", "topic_rows"}
        for field in model._meta.get_fields():
            name = field.get_accessor_name() if field.auto_created and not field.concrete else field.name
            if name and not name.endswith("+"):
                assert name in known | not_content, f"{model.__name__}.{name} is neither content nor excluded"
        for row_shape in shape.rows.values():
            columns = {f.name for f in row_shape.model._meta.concrete_fields}
            assert columns == {f.name for f in row_shape.fields} | (row_shape.excluded & columns)


def test_identities_are_unique_in_an_edition():
    from django.db import IntegrityError, transaction

    edition = new_event(sessions=[{"title": "Panel"}])
    session = edition.sessions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        Session.objects.create(edition=edition, title="Copy", uid=session.uid)
    assert isinstance(session.uid, uuid.UUID)
    assert EventEdition.objects.count() == 1


class TestFill:
    """A person with two posts on one day: each row speaks of the post at its own organization."""

    @pytest.fixture
    def force(self):
        return make.make_organization("Force")

    @pytest.fixture
    def person(self, force):
        person = make.make_person()
        rank = make.make_rank(force)
        make.make_post(person, force, "Chief of Staff", since=datetime.date(2020, 1, 1), rank=rank)
        make.make_post(person, make.make_organization("Secretariat"), "Director", since=datetime.date(2023, 1, 1))
        return person

    def test_the_post_at_the_organization_of_the_row(self, person, force):
        row = new_event(participations=[{"person": person, "organization": force}]).participations.get()
        assert (row.position, row.rank_short) == ("Chief of Staff", "PCOL")

    def test_without_an_organization_the_post_that_began_last(self, person):
        row = new_event(participations=[{"person": person}]).participations.get()
        assert (row.position, str(row.organization)) == ("Director", "Secretariat")

    def test_no_position_is_carried_to_an_organization_where_it_is_not_held(self, person):
        elsewhere = make.make_organization("Elsewhere")
        row = new_event(participations=[{"person": person, "organization": elsewhere}]).participations.get()
        assert (row.position, row.organization_as) == ("", "Elsewhere")

    def test_who_leads_an_organizer(self, person, force):
        edition = new_event(
            organizers=[
                {"organization": force, "led_by": person},
                {"organization": make.make_organization(), "led_by": person},
            ]
        )
        assert [row.position for row in edition.organizers.all()] == ["Chief of Staff", "Director"]


def test_the_place_and_date_line_goes_with_its_event_unless_it_was_typed():
    manila = make.make_event().event
    seoul = make.make_event(place=make.make_place("Seoul", make.make_country("KR"), "Asia/Seoul")).event
    edition = new_release(kind="event_report", event=manila)
    assert edition.dateline == "Manila, 17 September 2024"
    edition = save(edition, {"event": seoul, "dateline": edition.dateline})
    assert edition.dateline == "Seoul, 17 September 2024"
    edition = save(edition, {"event": manila, "dateline": "Kuala Lumpur, today"})
    assert edition.dateline == "Kuala Lumpur, today"


def test_a_form_opened_before_a_merge_does_not_take_it_back():
    loser, winner = make.make_person("Wu Ying"), make.make_person("Ying Wu")
    edition = new_event(participations=[{"person": loser}])
    content = canonical.read(edition)
    directory.merge(loser, winner, by=None)
    edition = save(edition, content)
    row = edition.participations.get()
    assert (row.person, row.printed_as) == (winner, "Wu Ying")


def test_a_set_with_something_that_is_gone_is_refused_at_its_field():
    topic = make.make_topic()
    topic_key = topic.pk
    topic.delete()
    edition = new_event()
    for data, field in [
        ({"also_in": ["ZZ"]}, "also_in"),
        ({"topics": [topic_key]}, "topics"),
        ({"topics": ["x"]}, "topics"),
    ]:
        with pytest.raises(Problems) as refused:
            save(edition, data)
        assert set(refused.value.by_field) == {field}


def test_the_record_holds_the_text_as_it_stands_cleaned():
    edition = new_release(body="<p>Text<script>alert(1)</script></p>")
    assert Snapshot.objects.get().data["body"] == edition.body == "<p>Text</p>"


@pytest.mark.django_db(transaction=True)
def test_two_at_once_with_one_title_each_get_an_address():
    together = threading.Barrier(2)

    def write():
        try:
            together.wait(10)
            return new_release(title="Same title").release.slug
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        slugs = [one.result() for one in [pool.submit(write), pool.submit(write)]]
    assert sorted(slugs) == ["same-title", "same-title-2"]
