"""Saved versions at the desk: listed, read, compared, brought back; by whom, and what hostile addresses get."""

import re
from html import unescape

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from news import workflow
from news.enums import Role, State
from news.models import ActionLog, Edition, Snapshot
from news.record.log import history_of
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    account = make.make_account("writer", first_name="Wan", last_name="Writer")
    client.force_login(account)
    return account


@pytest.fixture
def release(writer):
    """Three saved versions, the second one sent back."""
    edition = workflow.new_release(
        {"title": "First title", "standfirst": "Short.", "kind": "notice", "body": "<p>One.</p>"}, by=writer
    )
    return save(save(edition, writer, title="Second title"), writer, title="Third title", body="<p>One.</p><p>Two.</p>")


def save(edition, by, **data):
    edition.refresh_from_db()
    return workflow.edit(edition, data, by=by, lock_version=edition.lock_version)


def kept(edition):
    """Its saved versions, the oldest first."""
    return list(history_of(edition, Snapshot).order_by("pk"))


def link(edition, name, *more):
    return reverse(f"admin:news_{edition._meta.model_name}_{name}", args=[edition.pk, *more])


def words_of(response):
    return unescape(" ".join(re.sub(r"<[^>]*>", " ", response.content.decode()).split()))


class TestReading:
    def test_the_panel_has_the_latest_and_leads_to_all(self, client, writer, release):
        page = client.get(link(release, "change"))
        assert link(release, "versions") in page.content.decode()
        assert "Saved versions" in words_of(page)

    def test_all_are_listed_with_their_acts(self, client, writer, release):
        editor = make.make_account("editor", role=Role.EDITOR, first_name="Ed", last_name="Itor")
        Edition.objects.filter(pk=release.pk).update(state=State.IN_REVIEW)
        release.refresh_from_db()
        workflow.send_back(release, by=editor, comment="The <b>rank</b> is wrong.", lock_version=release.lock_version)
        page = client.get(link(release, "versions"))
        said = words_of(page)
        assert [entry["row"].key for entry in page.context["entries"]] == [row.pk for row in reversed(kept(release))]
        assert "Sent back Ed Itor" in said
        assert "The <b>rank</b> is wrong." in said
        assert "<b>rank</b>" not in page.content.decode()
        assert "Begun" in said

    def test_those_of_earlier_numbers_too(self, client, writer, release):
        administrator = make.make_account(role=Role.ADMINISTRATOR)
        public = workflow.publish_alone(release, by=administrator, reason="Night.")
        draft = workflow.revise(public, by=writer)
        page = client.get(link(draft, "versions"))
        rows = [entry["row"] for entry in page.context["entries"]]
        assert {row.number for row in rows} == {1, 2}
        assert "Published alone" in words_of(page)

    def test_one_is_read_in_words(self, client, writer, release):
        page = client.get(link(release, "version", kept(release)[1].pk))
        assert "Second title" in words_of(page)
        assert "Third title" not in words_of(page)

    def test_two_are_compared_by_default_with_the_one_before(self, client, writer, release):
        first, second, third = kept(release)
        page = client.get(f"{link(release, 'versions_compare')}?new={third.pk}")
        assert (page.context["old"].key, page.context["new"].key) == (second.pk, third.pk)
        assert "<del>Second</del>" in page.content.decode()
        page = client.get(f"{link(release, 'versions_compare')}?new={first.pk}&old={third.pk}")
        assert (page.context["old"].key, page.context["new"].key) == (first.pk, third.pk)
        assert client.get(link(release, "versions_compare")).context["new"].key == third.pk
        assert "All of it is new." in words_of(client.get(f"{link(release, 'versions_compare')}?new={first.pk}"))

    def test_they_are_paged(self, client, writer, release):
        for number in range(21):
            save(release, writer, title=f"Title {number}")
        assert len(client.get(link(release, "versions")).context["entries"]) == 20
        assert len(client.get(f"{link(release, 'versions')}?page=2").context["entries"]) == 4
        for page in ("0", "x", "99999", "-1", "\x00"):
            assert client.get(link(release, "versions"), {"page": page}).status_code == 200

    def test_a_thing_without_any(self, client, writer):
        edition = make.make_release()
        assert "Nothing of this was saved yet." in words_of(client.get(link(edition, "versions")))
        assert client.get(link(edition, "versions_compare")).status_code == 404
        assert client.get(link(edition, "change")).status_code == 200

    def test_an_event_with_its_rows(self, client, writer):
        person = make.make_person("David Martinez Vinluan")
        people = [{"person": person.pk, "rank_long": "Police Colonel"}]
        event = workflow.new_event({"name": "Meeting", "starts": "2024-09-17", "participations": people}, by=writer)
        rows = kept(event)[0].data["participations"]
        rows[0]["rank_long"] = "Police General"
        save(event, writer, participations=rows)
        page = client.get(link(event, "versions_compare"))
        assert "Participant: Police General David Martinez Vinluan" in words_of(page)
        assert "<del>Colonel</del><ins>General</ins>" in page.content.decode()

    @pytest.mark.parametrize("name", ["versions", "versions_compare"])
    def test_as_many_queries_for_many_as_for_few(self, client, writer, release, name):
        numbers = []
        for _ in range(2):
            client.get(link(release, name))
            with CaptureQueriesContext(connection) as captured:
                client.get(link(release, name))
            numbers.append(len(captured))
            for number in range(3):
                save(release, writer, title=f"Title {number}")
        assert numbers[0] == numbers[1]


class TestBringingBack:
    def test_it_is_as_it_was(self, client, writer, release):
        second = kept(release)[1]
        page = client.get(link(release, "version", second.pk))
        assert "Bring it back" in words_of(page)
        response = client.post(page.context["bring_back"], {"lock_version": release.lock_version})
        assert response.url == link(release, "change")
        release.refresh_from_db()
        assert (release.title, release.body) == ("Second title", "<p>One.</p>")
        assert kept(release)[-1].data["title"] == "Second title"
        assert ActionLog.objects.first().comment.startswith("Brought back as it was on")

    def test_what_it_says_already_is_not_offered(self, client, writer, release):
        page = client.get(link(release, "version", kept(release)[-1].pk))
        assert page.context["bring_back"] == ""
        assert "Version 1 says the same already." in words_of(page)

    def test_what_was_saved_meanwhile_is_not_overwritten(self, client, writer, release):
        address = link(release, "version_bring_back", kept(release)[0].pk)
        save(release, writer, title="Meanwhile")
        for version in (2, "x", "", None):
            data = {} if version is None else {"lock_version": version}
            assert "Somebody else saved this meanwhile." in words_of(client.post(address, data, follow=True))
        release.refresh_from_db()
        assert release.title == "Meanwhile"

    def test_only_the_public_one_exists(self, client, writer, release):
        workflow.publish_alone(release, by=make.make_account(role=Role.ADMINISTRATOR), reason="Night.")
        old = kept(release)[0]
        page = client.get(link(release, "version", old.pk))
        assert "Begin a new version first" in words_of(page)
        assert page.context["revise"]
        response = client.post(link(release, "version_bring_back", old.pk), {"lock_version": 3}, follow=True)
        assert "Begin a new version first." in words_of(response)
        client.post(page.context["revise"], {"lock_version": page.context["goes_to"].lock_version})
        draft = release.release.editions.open().get()
        page = client.get(link(draft, "version", old.pk))
        client.post(page.context["bring_back"], {"lock_version": draft.lock_version})
        draft.refresh_from_db()
        release.refresh_from_db()
        assert (draft.title, release.title) == ("First title", "Third title")

    def test_an_entry_that_is_gone_by_now_is_said(self, client, writer, release):
        topic = make.make_topic()
        save(release, writer, topics=[topic.pk])
        save(release, writer, topics=[])
        with_topic = kept(release)[-2]
        topic.delete()
        page = client.get(link(release, "version", with_topic.pk))
        assert "no longer there" in words_of(page)
        release.refresh_from_db()
        page = client.post(
            link(release, "version_bring_back", with_topic.pk), {"lock_version": release.lock_version}, follow=True
        )
        assert "no longer there" in words_of(page)


class TestWhoMay:
    def addresses(self, release):
        key = kept(release)[0].pk
        return [link(release, "versions"), link(release, "versions_compare"), link(release, "version", key)]

    def test_a_viewer_reads_and_changes_nothing(self, client, writer, release):
        client.force_login(make.make_account(role=Role.VIEWER))
        for address in self.addresses(release):
            page = client.get(address)
            assert page.status_code == 200
            assert "Bring it back" not in words_of(page)
        response = client.post(link(release, "version_bring_back", kept(release)[0].pk), {"lock_version": 2})
        assert response.status_code == 403
        release.refresh_from_db()
        assert release.title == "Third title"

    def test_a_writer_cannot_change_what_is_handed_in(self, client, writer, release):
        Edition.objects.filter(pk=release.pk).update(state=State.IN_REVIEW)
        page = client.get(link(release, "version", kept(release)[0].pk))
        assert "Only an editor can do this." in words_of(page)
        response = client.post(link(release, "version_bring_back", kept(release)[0].pk), {"lock_version": 2})
        assert response.status_code == 403

    def test_nobody_without_an_account(self, client, writer, release):
        client.logout()
        for address in self.addresses(release):
            assert "/login/" in client.get(address).url

    def test_wrong_methods(self, client, writer, release):
        for address in self.addresses(release):
            assert client.post(address).status_code == 405
        assert client.get(link(release, "version_bring_back", kept(release)[0].pk)).status_code == 405

    def test_what_is_not_there_or_another_thing_s(self, client, writer, release):
        other = workflow.new_release({"title": "Other"}, by=writer)
        foreign = kept(other)[0].pk
        assert client.get(link(release, "version", foreign)).status_code == 404
        assert client.post(link(release, "version_bring_back", foreign), {"lock_version": 2}).status_code == 404
        assert client.get(link(release, "version", 99999999)).status_code == 404
        for value in ("x", "9" * 40, "-1", "\x00", "²", foreign):
            assert client.get(link(release, "versions_compare"), {"new": value}).status_code == 404
        assert client.get("/admin/news/edition/99999999/versions/").status_code == 404
