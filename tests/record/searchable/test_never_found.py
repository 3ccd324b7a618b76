"""What is not public is never found, suggested or counted: after every act, in every state, of every sort."""

import datetime

import pytest
import time_machine
from django.utils import timezone

from news import workflow
from news.enums import WithdrawalKind
from news.models import ProgrammePartner, SearchCount, Standing
from news.record import directory, searchable
from news.record.entries import Rows, delete_entry, save_with_rows
from news.search import looking
from tests import factories as make
from tests.indexed import content, found, made_anew, offered, traces

pytestmark = pytest.mark.django_db
SECRET = "quokkaville"
TOMORROW = datetime.timedelta(days=1)


@pytest.fixture
def writer():
    return make.make_account(role="writer")


@pytest.fixture
def editor():
    return make.make_account(role="editor")


@pytest.fixture
def administrator():
    return make.make_account(role="administrator")


@pytest.fixture
def _as_if_made_anew():
    """After whatever a test did, the index is what it would be if it were made from nothing."""
    yield
    assert content() == made_anew()


def text(by, **facts):
    facts = {"title": f"About {SECRET}", "standfirst": "Summary", "body": "<p>Text</p>", "kind": "notice", **facts}
    return workflow.new_release(facts, by=by)


def facts(by, **more):
    return workflow.new_event(
        {"name": f"Workshop {SECRET}", "starts": "2024-05-01", "ends": "2024-05-02", **more}, by=by
    )


def releases_counted():
    return sum(SearchCount.objects.filter(key="qktyperelease").values_list("number", flat=True))


@pytest.mark.usefixtures("_as_if_made_anew")
class TestVersions:
    @pytest.mark.parametrize("make_draft", [text, facts])
    def test_not_before_it_is_published_and_not_after_it_is_withdrawn(self, writer, editor, make_draft):
        version = make_draft(writer)
        assert traces(SECRET) == set()
        workflow.submit(version, by=writer)
        assert traces(SECRET) == set()
        version = workflow.approve(version, by=editor, publish_at=timezone.now() + TOMORROW)
        assert traces(SECRET) == set()
        workflow.publish_due(now=timezone.now() + 2 * TOMORROW)
        kind = "release" if make_draft is text else "event"
        assert kind in traces(SECRET)
        version.refresh_from_db()
        assert found(SECRET) == {(kind, version.thing.pk)}
        workflow.withdraw(version, by=editor, kind=WithdrawalKind.ERASED)
        assert traces(SECRET) == set()
        assert found(SECRET) == set()

    @pytest.mark.parametrize("kind", WithdrawalKind.values)
    def test_withdrawn_in_any_way_and_put_back(self, editor, administrator, kind):
        other = workflow.publish_alone(text(administrator, title="Other"), by=administrator, reason="Alone.")
        version = workflow.publish_alone(text(administrator), by=administrator, reason="Nobody is here.")
        assert looking.archive().total == releases_counted() == 2
        workflow.withdraw(version, by=editor, kind=kind, explanation="It was wrong.", moved_to=other.release)
        assert traces(SECRET) == set()
        assert looking.archive().things == (("release", other.release_id),)
        assert releases_counted() == 1
        version.refresh_from_db()
        workflow.restore(version, by=editor, comment="It was right.")
        assert found(SECRET) == {("release", version.release_id)}
        assert releases_counted() == 2

    def test_what_a_new_version_no_longer_says(self, administrator):
        version = workflow.publish_alone(
            text(administrator, body="<p>The old word wallabytown.</p>"), by=administrator, reason="Alone."
        )
        assert found("wallabytown") == {("release", version.release_id)}
        draft = workflow.revise(version, by=administrator)
        draft = workflow.edit(
            draft,
            {"body": "<p>Only numbatcity.</p>", "change_note": "Right now."},
            by=administrator,
            lock_version=draft.lock_version,
        )
        assert traces("numbatcity") == set()
        workflow.discard(draft, by=administrator)
        assert traces("numbatcity") == set()
        workflow.undo_discard(draft, by=administrator)
        draft.refresh_from_db()
        workflow.publish_alone(draft, by=administrator, reason="Alone.")
        assert traces("wallabytown") == set()
        assert found("numbatcity") == {("release", version.release_id)}

    def test_what_went_wrong_leaves_nothing(self, writer, administrator):
        version = text(writer)
        for refused in (
            lambda: workflow.publish_alone(version, by=administrator, reason=""),
            lambda: workflow.publish(version, by=writer),
        ):
            with pytest.raises(Exception):  # noqa: B017, PT011
                refused()
        assert traces(SECRET) == set()

    def test_facts_that_are_withdrawn_with_their_release(self, editor, administrator):
        event = facts(administrator, venue="Hall wombatdome")
        version = text(administrator, kind="event_report", event=event.event)
        version = workflow.publish_alone(version, by=administrator, reason="Alone.")
        assert found("wombatdome") == {("release", version.release_id), ("event", event.event_id)}
        workflow.withdraw(version, by=editor, kind=WithdrawalKind.ERASED, event_too=True)
        assert traces("wombatdome") == set()


class TestBeforeAnEventBegins:
    @pytest.fixture
    def event(self, administrator):
        """Begins on 10 March in Manila: eight hours before Greenwich."""
        force = make.make_organization("Numbat Constabulary", acronym="NUMC")
        shown = make.make_organization("Bilby Institute")
        person = make.make_person("Amaroo Kestrelwood", public_profile=True)
        save_with_rows(person, by=administrator)
        content = {
            "name": "Conference on Care",
            "starts": "2030-03-10",
            "ends": "2030-03-11",
            "place": make.make_place().pk,
            "venue": "Quollhouse",
            "summary": "About dunnarts.",
            "organizers": [
                {"organization": shown.pk, "role": "host", "led_by": person.pk, "led_by_as": person.name},
            ],
            "participations": [
                {"organization": force.pk, "role": "attendee"},
                {"person": person.pk, "printed_as": person.name, "role": "speaker"},
            ],
            "sessions": [{"title": "Opening of the kowarihall", "kind": "plenary"}],
        }
        return workflow.new_event(content, by=administrator)

    def test_a_place_that_gets_another_zone(self, administrator, event):
        with time_machine.travel("2030-03-09T17:00Z", tick=False):
            workflow.publish_alone(event, by=administrator, reason="Alone.")
            assert "organization" in traces("Numbat")
            place = make.make_place()
            place.zone = "America/Los_Angeles"
            save_with_rows(place, by=administrator)
            for word in self.HELD_BACK:
                assert traces(word) == set(), word
            place.zone = "Asia/Manila"
            save_with_rows(place, by=administrator)
            assert "organization" in traces("Numbat")
            assert content() == made_anew()

    HELD_BACK = ("Quollhouse", "dunnarts", "Numbat", "NUMC", "kowarihall")

    def test_only_name_dates_city_and_organizers_until_the_moment(self, administrator, event):
        with time_machine.travel("2030-03-01T00:00Z", tick=False):
            text_ = text(administrator, title="The conference comes", kind="event_report", event=event.event)
            release = workflow.publish_alone(text_, by=administrator, reason="Alone.").release
            for word in self.HELD_BACK:
                assert traces(word) == set(), word
            assert found("Bilby Manila") == {("release", release.pk), ("event", event.event_id)}
            assert {kind for kind, _ in found("Bilby")} == {"release", "event", "organization"}
            # The person has a page, and nothing says that they come.
            assert {kind for kind, _ in found("Kestrelwood")} <= {"person"}
            assert not [key for key in looking.archive().counts if "amaroo" in key or "numbat" in key]
        with time_machine.travel("2030-03-09T15:59:59Z", tick=False):
            assert searchable.refresh_due() == 0
            assert traces("Quollhouse") == set()
        with time_machine.travel("2030-03-09T16:00:00Z", tick=False):
            assert searchable.refresh_due() == 2
            for word in self.HELD_BACK:
                assert {("release", release.pk), ("event", event.event_id)} <= found(word), word
            assert "organization" in traces("Numbat")
            assert found("person:kestrelwood") >= {("release", release.pk), ("event", event.event_id)}
            assert searchable.refresh_due() == 0
            assert content() == made_anew()

    @pytest.mark.parametrize("change", ["cancelled", "postponed", "shown", "hidden again"])
    def test_what_an_editor_changes_before(self, administrator, event, change):
        with time_machine.travel("2030-03-01T00:00Z", tick=False):
            workflow.publish_alone(event, by=administrator, reason="Alone.")
            more = {
                "cancelled": {"status": "cancelled"},
                "postponed": {"status": "postponed", "starts": "2030-04-10", "ends": "2030-04-11"},
                "shown": {"show_all_before": True},
                "hidden again": {"show_all_before": True},
            }[change]
            self._again(event, administrator, **more)
            assert bool(traces("Quollhouse")) == ("show_all_before" in more)
            if change == "hidden again":
                self._again(event, administrator, show_all_before=False)
                for word in self.HELD_BACK:
                    assert traces(word) == set(), word
            assert content() == made_anew()
        with time_machine.travel("2030-03-20T00:00Z", tick=False):
            searchable.refresh_due()
            assert bool(traces("Quollhouse")) == (change in {"shown", "hidden again"})
            assert content() == made_anew()

    def _again(self, event, by, **more):
        public = event.event.editions.live().get()
        draft = workflow.revise(public, by=by)
        draft = workflow.edit(draft, {"change_note": "New.", **more}, by=by, lock_version=draft.lock_version)
        return workflow.publish_alone(draft, by=by, reason="Alone.")


@pytest.mark.usefixtures("_as_if_made_anew")
class TestEntries:
    def test_a_person_without_a_profile_is_found_by_what_is_printed_only(self, administrator):
        person = make.make_person("Amaroo Kestrelwood", short_form="Mr Barramundi")
        person.aliases.create(text="Kestrellwode")
        event = facts(
            administrator,
            participations=[{"person": person.pk, "printed_as": "Amaroo Printedname", "role": "speaker"}],
        )
        workflow.publish_alone(event, by=administrator, reason="Alone.")
        assert found("Printedname") == found("person:printedname") == {("event", event.event_id)}
        for word in ("Kestrelwood", "Kestrellwode", "Barramundi", "qkperson"):
            assert traces(word) == set(), word
        person.public_profile = True
        save_with_rows(person, by=administrator)
        assert found("Kestrelwood") == {("person", person.pk), ("event", event.event_id)}
        assert found("person:kestrellwode") == {("person", person.pk), ("event", event.event_id)}
        assert traces("qkperson" + person.slug.replace("0", "00").replace("-", "0h")) == {"event"}
        person.public_profile = False
        save_with_rows(person, by=administrator)
        for word in ("Kestrelwood", "Kestrellwode", "Barramundi", "qkperson"):
            assert traces(word) == set(), word

    def test_an_organization_that_nothing_public_names(self, administrator, editor):
        hidden = directory.save_entry(make.make_organization(f"{SECRET} Police", acronym="QVP"), by=administrator)
        hidden.aliases.create(text="Quokka Patrol")
        save_with_rows(hidden, by=administrator)
        draft = facts(administrator, name="Workshop", organizers=[{"organization": hidden.pk, "role": "host"}])
        for word in (SECRET, "QVP", "Quokka"):
            assert traces(word) == set()
        public = workflow.publish_alone(draft, by=administrator, reason="Alone.")
        both = {("event", draft.event_id), ("organization", hidden.pk)}
        assert found("QVP") == found("Patrol") == both
        workflow.withdraw(public, by=editor, kind=WithdrawalKind.EXPLAINED, explanation="Wrong.")
        for word in (SECRET, "QVP", "Quokka"):
            assert traces(word) == set()

    def test_a_partner_of_a_programme_that_loses_its_last_event(self, administrator, editor):
        partner = make.make_organization("Bilby Institute")
        programme = make.make_programme("Care for Quolls")
        row = make.make_programme_partner(programme, partner)
        assert traces("Bilby") == traces("Quolls") == set()
        event = workflow.publish_alone(facts(administrator, programme=programme.pk), by=administrator, reason="Alone.")
        assert "organization" in traces("Bilby")
        assert "programme" in traces("Quolls")
        save_with_rows(programme, [Rows("partners", "programme", gone=[row])], by=administrator)
        assert traces("Bilby") == set()
        save_with_rows(programme, [Rows("partners", "programme", keep=[_partner(partner)])], by=administrator)
        assert "organization" in traces("Bilby")
        workflow.withdraw(event, by=editor, kind=WithdrawalKind.ERASED)
        assert traces("Bilby") == traces("Quolls") == set()

    def test_people_are_listed_under_an_organization_only_while_readers_know_it(self, administrator, editor):
        force = make.make_organization("Bilby Police", slug="bilby")
        person = make.make_person("Amaroo Kestrelwood", public_profile=True)
        make.make_post(person, force)
        save_with_rows(person, by=administrator)
        assert found("Kestrelwood", "qkorganizationbilby") == set()
        draft = facts(administrator, organizers=[{"organization": force.pk, "role": "host"}])
        event = workflow.publish_alone(draft, by=administrator, reason="Alone.")
        assert found("Kestrelwood", "qkorganizationbilby") == {("person", person.pk)}
        workflow.withdraw(event, by=editor, kind=WithdrawalKind.ERASED)
        assert traces("qkorganizationbilby") == set()

    def test_a_standing_makes_an_organization_known(self, administrator):
        force = make.make_organization("Bilby Police")
        lists = [Rows("standings", "organization", keep=[Standing(kind="member")])]
        save_with_rows(force, lists, by=administrator)
        assert "organization" in traces("Bilby")
        gone = [Rows("standings", "organization", gone=list(force.standings.all()))]
        save_with_rows(force, gone, by=administrator)
        assert traces("Bilby") == set()

    @pytest.mark.parametrize("sort", ["person", "organization", "programme"])
    def test_merged_and_taken_back(self, administrator, sort):
        loser, winner = (getattr(make, f"make_{sort}")(name) for name in ("Quokka Kestrelwood", "Amaroo Bilbyfield"))
        for entry in (loser, winner):
            if sort == "person":
                entry.public_profile = True
                save_with_rows(entry, by=administrator)
        row = {"person": {"person": loser.pk, "printed_as": "Q. K.", "role": "speaker"}}.get(sort)
        more = {"participations": [row]} if row else {"organizers": [{sort: loser.pk, "role": "host"}]}
        event = workflow.publish_alone(facts(administrator, name="Workshop", **more), by=administrator, reason="Alone.")
        assert (sort, loser.pk) in found("Kestrelwood")
        directory.merge(loser, winner, by=administrator)
        assert (sort, loser.pk) not in found("Kestrelwood")
        assert found("Bilbyfield") == {(sort, winner.pk), ("event", event.event_id)}
        assert content() == made_anew()
        directory.unmerge(loser, by=administrator)
        assert (sort, loser.pk) in found("Kestrelwood")
        assert ("event", event.event_id) not in found("Bilbyfield")

    def test_a_merged_event(self, administrator):
        loser = workflow.publish_alone(facts(administrator), by=administrator, reason="Alone.")
        winner = workflow.publish_alone(facts(administrator, name="The other"), by=administrator, reason="Alone.")
        report = text(administrator, title="Report", kind="event_report", event=loser.event)
        report = workflow.publish_alone(report, by=administrator, reason="Alone.")
        assert found(SECRET) == {("event", loser.event_id), ("release", report.release_id)}
        directory.merge(loser.event, winner.event, by=administrator)
        assert traces(SECRET) == set()
        assert found("other") == {("event", winner.event_id), ("release", report.release_id)}
        assert content() == made_anew()
        loser.event.refresh_from_db()
        directory.unmerge(loser.event, by=administrator)
        assert found(SECRET) == {("event", loser.event_id), ("release", report.release_id)}

    def test_deleted(self, administrator):
        person = make.make_person("Amaroo Kestrelwood", public_profile=True)
        save_with_rows(person, by=administrator)
        assert found("Kestrelwood") == {("person", person.pk)}
        delete_entry(person, by=administrator)
        assert traces("Kestrelwood") == set()

    def test_an_alias_is_found_but_never_offered(self, administrator):
        force = make.make_organization("Korean National Police Agency", acronym="KNPA")
        force.aliases.create(text="Kapybarapol", kind="misspelling")
        event = facts(administrator, name="Workshop", organizers=[{"organization": force.pk, "role": "host"}])
        workflow.publish_alone(event, by=administrator, reason="Alone.")
        assert found("kapybarapol") == {("event", event.event_id), ("organization", force.pk)}
        assert all(
            "apybara" not in words for typed in ("Kapyb", "Kapibarapol", "Kapybarapol") for words in offered(typed)
        )


@pytest.mark.usefixtures("_as_if_made_anew")
class TestFiles:
    def test_the_caption_of_a_hidden_picture_and_the_title_of_a_hidden_document(self, writer, editor, administrator):
        beside, inside, document = make.make_picture(), make.make_picture(), make.make_document("Wombatpaper")
        figure = f'<figure><img src="/media/{inside.sha256[:16]}/960.webp" alt="Seen"><figcaption>In quollcourt</figcaption></figure>'
        version = text(
            administrator,
            body=f"<p>Text</p>{figure}",
            pictures=[{"picture": beside.pk, "caption": "At bilbyfield", "alt": "Seen"}],
            documents=[{"document": document.pk, "title": "Wombatpaper"}],
        )
        release = workflow.publish_alone(version, by=administrator, reason="Alone.").release
        for word, stored in {"bilbyfield": beside, "quollcourt": inside, "wombatpaper": document}.items():
            assert found(word) == {("release", release.pk)}
            workflow.hide(stored, by=writer, reason="Must not be seen.")
            assert traces(word) == set(), word
            workflow.show(type(stored).objects.get(pk=stored.pk), by=editor)
            assert found(word) == {("release", release.pk)}


def _partner(organization):
    return ProgrammePartner(organization=organization, role="lead")
