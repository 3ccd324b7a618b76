"""What a change writes anew: at once, together, later; and what two changes at one moment leave."""

import datetime
import threading
import time

import pytest
from django.db import IntegrityError, connection, connections, transaction
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.errors import Problems
from news.models import Alias, Country, Organization, PressRelease, SearchEntry, Topic
from news.record import directory, searchable
from news.record.entries import Rows, save_with_rows
from news.record.searchable import changes
from news.record.searchable.things import documents
from news.record.series import place_in_series
from news.search import store
from news.worker import work_once
from tests import factories as make
from tests.indexed import content, found, made_anew, traces

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return make.make_account(role="administrator")


@pytest.fixture
def event():
    """Public, with a release about it, and in the index."""
    force = make.make_organization("Korean National Police Agency", acronym="KNPA", country=make.make_country("KR"))
    event = make.publish_event(
        name="Symposium", place=make.make_place("Seoul", force.country), topics=[make.make_topic("Online Fraud")]
    )
    make.make_organizer(event, force, printed_as="Korean Police")
    make.publish_release(title="Report", event=event)
    searchable.refresh_everything()
    return event


def both(event):
    return {("event", event.event_id), ("release", event.event.release_editions.get().release_id)}


class TestEntries:
    def test_another_name_of_an_organization_finds_what_prints_it(self, by, event):
        force = Organization.objects.get(acronym="KNPA")
        assert found("KNPA") == {*both(event), ("organization", force.pk)}
        force.name, force.acronym = "National Police of Korea", "NPK"
        save_with_rows(force, [Rows("aliases", "organization", keep=[Alias(text="Gyeongchalcheong")])], by=by)
        for word in ("NPK", "gyeongchalcheong"):
            assert found(word) == {*both(event), ("organization", force.pk)}
        assert traces("KNPA") == set()
        save_with_rows(force, [Rows("aliases", "organization", gone=list(force.aliases.all()))], by=by)
        assert traces("gyeongchalcheong") == set()
        assert content() == made_anew()

    def test_a_new_web_address_is_the_one_that_lists_know(self, by, event):
        force = Organization.objects.get(acronym="KNPA")
        force.slug = "npk"
        directory.save_entry(force, by=by)
        assert found("Symposium", "qkorganizationnpk") == both(event)
        assert content() == made_anew()

    @pytest.mark.parametrize("sort", ["country", "topic", "place", "series", "programme"])
    def test_what_else_a_page_prints(self, by, event, sort):
        if sort == "country":
            entry = Country.objects.get(code="KR")
            entry.name = "Quollland"
        elif sort == "topic":
            entry = Topic.objects.get()
            entry.name, entry.slug = "Quollland", "quollland"
        elif sort == "place":
            entry = event.place
            entry.city = "Quollland"
        elif sort == "series":
            entry = make.make_series("Before")
            place_in_series(event.event, entry, 41, by=by)
            assert found("Before") == both(event)
            entry.name = "Quollland"
        else:
            entry = make.make_programme("Before")
            draft = workflow.revise(event, by=by)
            more = {"programme": entry.pk, "change_note": "Now."}
            draft = workflow.edit(draft, more, by=by, lock_version=draft.lock_version)
            workflow.publish_alone(draft, by=by, reason="Alone.")
            entry.name = "Quollland"
        save_with_rows(entry, by=by)
        assert both(event) <= found("Quollland")
        assert content() == made_anew()

    def test_a_rank_and_a_post_of_somebody_with_a_page(self, by):
        force = make.make_organization("Quoll Police")
        rank = make.make_rank(force, "Superintendent", "SUPT")
        person, successor = (make.make_person(name, public_profile=True) for name in ("Cho Ji-ho", "Noor Farida"))
        post = make.make_post(person, force, "Chief of Quolls", rank=rank)
        searchable.refresh_everything()
        assert found("Chief of Quolls") == {("person", person.pk)}
        rank.long = "Wombatintendent"
        save_with_rows(rank, by=by)
        assert found("Wombatintendent") == {("person", person.pk)}
        directory.handover(post, successor, datetime.date(2024, 5, 1), by=by)
        assert found("Chief of Quolls") == {("person", person.pk), ("person", successor.pk)}
        force.name = "Bilby Police"
        save_with_rows(force, by=by)
        assert found("Bilby") == {("person", person.pk), ("person", successor.pk)}
        assert content() == made_anew()


class TestAtOnceAndLater:
    def test_the_newest_at_once_and_the_rest_by_jobs(self, by, monkeypatch):
        monkeypatch.setattr("news.record.searchable.changes.AT_ONCE", 3)
        monkeypatch.setattr("news.record.searchable.changes.A_JOB", 2)
        partner = make.make_organization("INTERPOL")
        releases = [make.publish_release(issued_jointly_with=[partner]).release for _ in range(6)]
        searchable.refresh_everything()
        partner.acronym = "QUOLL"
        save_with_rows(partner, by=by)
        newest = {("release", release.pk) for release in releases[-2:]}
        assert found("QUOLL") == {("organization", partner.pk), *newest}
        assert DBTaskResult.objects.filter(args_kwargs__args__0="search_again").count() == 2
        work_once()
        assert found("QUOLL") == {("organization", partner.pk), *(("release", one.pk) for one in releases)}
        assert content() == made_anew()

    def test_a_job_writes_what_is_there_when_it_runs(self, by):
        edition = make.publish_release(title="Quollland")
        searchable.refresh_everything()
        make.withdraw(edition, "erased")
        searchable.search_again([["release", edition.release_id], ["person", 12345]])
        assert traces("Quollland") == set()

    def test_many_acts_write_once(self, by, monkeypatch):
        written = []
        monkeypatch.setattr(store, "write", lambda documents: written.append([one.thing_type for one in documents]))
        event = workflow.new_event({"name": "Symposium", "starts": "2024-05-01", "ends": "2024-05-02"}, by=by)
        release = {"title": "Report", "body": "<p>Text</p>", "kind": "event_report", "event": event.event}
        release = workflow.new_release({"standfirst": "Summary", **release}, by=by)
        workflow.publish_alone(release, by=by, reason="Alone.")
        assert [sorted(types) for types in written] == [["event", "release"]]

    def test_what_fails_writes_nothing_and_does_not_hold_up_the_next(self, by):
        @transaction.atomic
        @searchable.together()
        def fails():
            searchable.refresh([("release", 1)])
            raise IntegrityError

        with pytest.raises(IntegrityError):
            fails()
        edition = make.publish_release(title="Quollland")
        searchable.refresh([("release", edition.release_id)])
        assert found("Quollland") == {("release", edition.release_id)}

    def test_drafts_and_private_people_cost_nothing(self, by, django_assert_num_queries):
        person = make.make_person()
        edition = make.make_release()
        with django_assert_num_queries(0):
            searchable.edition_moved(edition, "draft", "in_review")
            searchable.entry_changed(by)
        directory.save_entry(type(person)(name="Somebody new"), by=by)
        assert not SearchEntry.objects.exists()

    def test_nothing_is_left_of_things_that_are_gone_without_a_word(self, by):
        """What a door did not see, `refresh_everything` puts right."""
        edition = make.publish_release(title="Quollland")
        searchable.refresh_everything()
        make.withdraw(edition, "erased")
        searchable.refresh_everything()
        assert traces("Quollland") == set()


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one write at a time")
def test_of_two_at_one_moment_nothing_withdrawn_comes_back(by, monkeypatch):
    """Somebody renames an organization while somebody else withdraws the release that names it."""
    partner = make.make_organization("INTERPOL")
    edition = make.publish_release(title="Quollland", issued_jointly_with=[partner])
    searchable.refresh_everything()
    has_read = threading.Event()

    def read_slowly(*args):
        read = documents(*args)
        if not has_read.is_set():
            has_read.set()
            time.sleep(2)
        return read

    def rename():
        partner.acronym = "QUOLL"
        directory.save_entry(partner, by=by)

    def withdraw():
        assert has_read.wait(10)
        workflow.withdraw(edition, by=by, kind="erased")

    def alone(act):
        try:
            act()
        finally:
            connections.close_all()

    monkeypatch.setattr(changes, "documents", read_slowly)
    threads = [threading.Thread(target=alone, args=[act]) for act in (rename, withdraw)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert not PressRelease.objects.live().exists()
    assert traces("Quollland") == set()
    assert content() == made_anew()


def test_refused_changes_leave_the_index_alone(by):
    force = make.make_organization("Quoll Police")
    make.make_standing(force)
    searchable.refresh_everything()
    before = content()
    force.name = ""
    with pytest.raises(Problems):
        save_with_rows(force, by=by)
    assert content() == before
