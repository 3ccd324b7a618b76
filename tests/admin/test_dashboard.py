"""The first page of the desk: each person's list, what stands still, and that words of people stay words."""

import datetime
from html import unescape

import pytest
from django.urls import reverse
from django.utils import timezone

from news import workflow
from news.admin import machinery
from news.models import CorrectedVersion, Correction, Edition, EventEdition, Preview, SignOff
from news.record import autosaves, jobs
from tests import factories as make

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
HOUR = datetime.timedelta(hours=1)


def person(role, name):
    return make.make_account(role=role, first_name=name)


@pytest.fixture
def writer():
    return person("writer", "Aisyah")


@pytest.fixture
def editor():
    return person("editor", "Boon")


@pytest.fixture
def boss():
    return person("administrator", "Chan")


def text(by, title="Title", **content):
    content = {"title": title, "standfirst": "Summary", "body": "<p>Text</p>", "kind": "notice", **content}
    return workflow.new_release(content, by=by)


def facts(by, name="Workshop", **content):
    return workflow.new_event({"name": name, "starts": "2024-05-01", "ends": "2024-05-02", **content}, by=by)


def page(client, account):
    client.force_login(account)
    return client.get("/admin/")


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


def titles(response, group="todo"):
    rows = response.context[group]
    return [row.title if hasattr(row, "title") else row["row"].title for row in rows]


def correction(by):
    """A correction by *Correct everywhere* with one version, which is handed in."""
    made = Correction.objects.create(old="PCOL", new="PBGEN", what="rank", note="The rank is right.", made_by=by)
    CorrectedVersion.objects.create(correction=made, edition=workflow.submit(text(by, "Corrected"), by=by))
    return made


# For you to do


def test_the_badge_is_the_number_under_for_you_to_do(client, writer, editor, boss):
    workflow.submit(text(writer, "Handed in"), by=writer, asked=[editor])
    workflow.publish_alone(text(boss, "Alone"), by=boss, reason="Night.")
    text(editor, "My draft")
    facts(editor, "My facts")
    back = workflow.submit(text(editor, "Back"), by=editor)
    workflow.send_back(back, by=boss, comment="Write the rank in full.")
    correction(boss)
    response = page(client, editor)
    assert titles(response) == ["Handed in", "Alone", "“PCOL” becomes “PBGEN”", "Back", "My draft", "My facts"]
    assert '<span class="n">6</span>' in response.content.decode()
    assert 'desk-badge"><span class="vh">, </span>6<' in response.content.decode()
    words = words_of(response)
    for said in (
        "Handed in, waits for your check",
        "Published alone, not yet checked",
        "“Night.”",
        "Sent back to you",
        "“Write the rank in full.”",
        "Chan, today",
        "Facts of an event.",
        "Note for readers: The rank is right.",
    ):
        assert said in words
    assert "Nothing waits for you." not in words


def test_nothing_waits(client, editor):
    response = page(client, editor)
    words = words_of(response)
    assert "Nothing waits for you." in words
    assert "desk-badge" not in response.content.decode()
    for heading in ("For you to do", "Ended, nothing published yet", "Waits for others", "Goes out next"):
        assert heading not in words


def test_a_new_version_says_that_the_old_one_stays_public(client, writer, editor):
    public = workflow.publish(workflow.submit(text(writer), by=writer), by=editor)
    new = workflow.revise(public, by=writer)
    new = workflow.edit(new, {"title": "Right", "change_note": "N"}, by=writer, lock_version=0)
    workflow.submit(new, by=writer)
    assert "Version 2; version 1 stays public." in words_of(page(client, editor))


def test_more_than_fit_are_counted(client, writer):
    for number in range(23):
        text(writer, f"Draft {number}")
    response = page(client, writer)
    assert response.context["todo_number"] == 23
    assert len(titles(response)) == 20
    assert "And 3 more in the lists" in words_of(response)


# For others


def test_a_writer_reads_for_whom_it_waits_and_since_when(client, writer, editor):
    edition = workflow.submit(text(writer), by=writer, asked=[editor])
    Edition.objects.filter(pk=edition.pk).update(submitted_at=timezone.now() - 3 * DAY)
    response = page(client, writer)
    assert (titles(response), titles(response, "others")) == ([], ["Title"])
    assert "Handed in, waits for Boon" in words_of(response)
    assert "For 3 days." in words_of(response)


def test_approved_for_somebody_outside_and_unanswered_sign_offs(client, writer, editor, boss):
    edition = text(writer)
    preview = Preview.objects.create(made_by=editor, edition=edition, expires_at=timezone.now() - DAY)
    SignOff.objects.create(name="Executive Director", edition=edition, preview=preview, asked_by=editor)
    workflow.approve(workflow.submit(text(writer), by=writer), by=editor, waiting_for="INTERPOL")
    words = words_of(page(client, boss))
    assert "Approved, waiting for INTERPOL" in words
    assert "They agreed: publish" in words
    assert "Sign-off: no answer yet" in words
    assert "Sent to Executive Director today" in words
    assert "The link has run out. Ask again." in words
    assert "They agreed: publish" not in words_of(page(client, writer))


def test_one_s_own_correction_waits_for_another_editor(client, editor):
    correction(editor)
    response = page(client, editor)
    assert (titles(response), titles(response, "others")) == ([], ["“PCOL” becomes “PBGEN”"])


def test_one_s_own_correction_that_was_sent_back_waits_for_oneself(client, editor, boss):
    workflow.send_back(correction(editor).versions.get().edition, by=boss, comment="Not this one.")
    response = page(client, editor)
    assert (titles(response), titles(response, "others")) == (["“PCOL” becomes “PBGEN”"], [])
    assert "Correct everywhere, sent back to you" in words_of(response)


# Goes out next


def test_times_in_kuala_lumpur_with_utc_and_what_failed_with_its_reason(client, writer, editor):
    at = (timezone.now() + 30 * DAY).replace(hour=17, minute=30, second=0, microsecond=0)
    workflow.approve(workflow.submit(text(writer, "Later"), by=writer), by=editor, publish_at=at)
    workflow.approve(workflow.submit(facts(writer, "Facts"), by=writer), by=editor, publish_at=at - HOUR)
    failed = workflow.approve(workflow.submit(text(writer, "Failed"), by=writer), by=editor, publish_at=at)
    Edition.objects.filter(pk=failed.pk).update(
        publish_at=timezone.now() - HOUR, not_published_at=timezone.now(), not_published_why="The title is missing."
    )
    response = page(client, writer)
    assert titles(response, "scheduled") == ["Failed", "Facts", "Later"]
    words = words_of(response)
    assert "01:30 in Kuala Lumpur (" in words
    assert "17:30 UTC)" in words
    assert "Could not go out" in words
    assert '<p class="desk-why">The title is missing.</p>' in words


# Ended, nothing published yet; figures


def test_ended_says_how_long_who_was_there_and_where_the_text_stands(client, writer):
    own = make.make_own_organization()
    for ago, name in ((3, "Short"), (12, "Long")):
        day = timezone.localdate() - ago * DAY
        event = facts(writer, name, starts=day, ends=day)
    make.make_participation(event, make.make_person("Nguyen Huu Ngoc"), organization=own)
    workflow.submit(text(writer, kind="event_report", event=event.event), by=writer)
    response = page(client, writer)
    assert [row["title"] for row in response.context["ended"]] == ["Long", "Short"]
    words = words_of(response)
    assert "<b>12 days ago</b>" in words
    assert "There: Nguyen Huu Ngoc" in words
    assert "the text waits for a check" in words
    assert "no text yet" in words


def test_the_median_delay_is_honest_with_few_data(client, writer):
    def report(number):
        for _ in range(number):
            event = make.publish_event(starts=timezone.localdate() - 30 * DAY)
            make.publish_release(event=event, at=timezone.now() - 26 * DAY)

    assert "median" not in words_of(page(client, writer))
    report(1)
    assert "Only 1 event reported in twelve months: too few for a median delay." in words_of(page(client, writer))
    report(2)
    words = words_of(page(client, writer))
    assert "<b>4 days</b> from the end of an event to its release. It is the median of 3 events" in words


# Work that stopped


class TestWork:
    def test_it_runs(self, client, writer):
        jobs.beat()
        jobs.later("empty_bin")
        assert "Background work runs: 1 job waits." in words_of(page(client, writer))
        assert "notice red" not in page(client, writer).content.decode()

    def test_it_never_ran_and_nothing_is_late(self, client, writer):
        words = words_of(page(client, writer))
        assert "Background work has not begun here yet." in words
        assert 'role="alert"' not in words

    def test_it_stopped_so_it_says_when_and_what_will_not_happen(self, client, writer, editor):
        jobs.beat()
        at = timezone.now() + DAY
        workflow.approve(workflow.submit(text(writer), by=writer), by=editor, publish_at=at)
        work = machinery.how_work_goes(timezone.now() + datetime.timedelta(minutes=3))
        assert work.trouble.startswith("Background work stopped ")
        assert work.sentences[0] == "Nothing goes out at its time until it runs again."
        assert any(sentence.startswith("Next at its time: ") for sentence in work.sentences)
        assert all(len(sentence.split()) <= 20 for sentence in (work.trouble, *work.sentences))
        jobs.DBTaskResult.objects.update(finished_at=timezone.now() - HOUR)
        words = words_of(page(client, writer))
        assert "Background work stopped " in words
        assert "publishes it by hand" in words

    def test_something_should_have_gone_out(self, client, writer, editor):
        at = timezone.now() + HOUR
        for _ in range(2):
            workflow.approve(workflow.submit(text(writer), by=writer), by=editor, publish_at=at)
        jobs.DBTaskResult.objects.all().delete()
        assert not machinery.how_work_goes(at + datetime.timedelta(seconds=30)).trouble
        late = machinery.how_work_goes(at + datetime.timedelta(minutes=2))
        assert late.trouble == "Background work does not run."
        assert late.sentences[1].startswith("2 versions should have gone out, the first today")
        jobs.beat()
        jobs.DBTaskResult.objects.filter(status="SUCCESSFUL").update(finished_at=at + HOUR)
        assert machinery.how_work_goes(at + HOUR).trouble == "Background work is stuck."

    def test_a_job_that_nobody_takes(self, writer):
        jobs.later("empty_bin")
        soon, late = timezone.now() + datetime.timedelta(minutes=4), timezone.now() + datetime.timedelta(minutes=6)
        assert not machinery.how_work_goes(soon).trouble
        assert machinery.how_work_goes(late).trouble == "Background work does not run."
        jobs.beat()
        jobs.DBTaskResult.objects.filter(status="SUCCESSFUL").update(finished_at=late)
        slow = machinery.how_work_goes(late)
        assert (slow.trouble, slow.line, slow.is_well) == ("", "Background work is slow: 1 job waits.", False)

    def test_a_job_for_later_does_not_wait(self):
        jobs.later("empty_bin", run_after=timezone.now() + DAY)
        assert not machinery.how_work_goes(timezone.now() + HOUR).trouble

    def test_beats_are_one_row(self):
        jobs.beat()
        first = jobs.last_beat()
        jobs.beat()
        assert jobs.last_beat() > first
        assert jobs.DBTaskResult.objects.count() == 1


# Whoever looks


@pytest.mark.parametrize("role", ["viewer", "writer", "editor", "administrator"])
def test_every_role_sees_the_page(client, role, writer, editor):
    workflow.submit(text(writer), by=writer)
    response = page(client, person(role, "Somebody"))
    assert response.status_code == 200
    assert ("New release" in words_of(response)) == (role != "viewer")


def test_words_of_people_are_never_markup(client, writer, editor):
    evil = "<img src=x onerror=alert(1)>{{ 7|add:7 }}"
    edition = workflow.submit(text(writer, evil), by=writer, asked=[editor])
    workflow.send_back(edition, by=editor, comment=evil)
    EventEdition.objects.filter(pk=facts(writer).pk).update(name=evil)
    content = page(client, writer).content.decode()
    assert "<img src=x" not in content
    assert content.count("&lt;img src=x onerror=alert(1)&gt;{{ 7|add:7 }}") >= 3


def test_it_costs_as_much_with_three_of_everything_as_with_one(client, writer, editor, boss, django_assert_num_queries):
    def more():
        workflow.submit(text(writer), by=writer, asked=[editor])
        workflow.submit(facts(writer), by=writer)
        workflow.publish_alone(text(boss), by=boss, reason="Night.")
        workflow.publish_alone(facts(boss), by=boss, reason="Night.")
        workflow.send_back(workflow.submit(text(editor), by=editor), by=boss, comment="C")
        correction(boss)
        correction(editor)
        workflow.send_back(correction(editor).versions.get().edition, by=boss, comment="C")
        workflow.approve(workflow.submit(text(writer), by=writer), by=editor, waiting_for="INTERPOL")
        at = timezone.now() + DAY
        workflow.approve(workflow.submit(text(writer), by=writer), by=editor, publish_at=at)
        day = timezone.localdate() - 3 * DAY
        event = facts(writer, starts=day, ends=day)
        make.make_participation(event, organization=own)
        text(writer, kind="event_report", event=event.event)
        edition = text(writer)
        preview = Preview.objects.create(made_by=editor, edition=edition, expires_at=at)
        SignOff.objects.create(name="Executive Director", edition=edition, preview=preview, asked_by=editor)
        make.publish_event(starts=timezone.localdate() + 3 * DAY)

    own = make.make_own_organization()
    more()
    client.force_login(editor)
    with django_assert_num_queries(44):
        assert len(client.get("/admin/").context["todo"]) == 7
    more()
    more()
    with django_assert_num_queries(44):
        assert len(client.get("/admin/").context["todo"]) == 20


def test_what_was_typed_and_not_saved_is_said_to_whom_typed_it(client, writer, editor):
    kept = "Typed and not saved: 1 text."
    draft = text(writer)
    about = {"title": "Title", "device_name": "a laptop"}
    autosaves.keep(writer, ("edition", draft.pk), "a-window", number=1, form={"title": ["Typed"]}, **about)
    assert kept in words_of(page(client, writer))
    assert reverse("admin:news_autosave_changelist") in words_of(page(client, writer))
    assert "Typed and not saved" not in words_of(page(client, editor))
