"""Mail about what happened: to whom, with which words and links, and what never goes out."""

import re
import smtplib
from pathlib import Path

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.models import Account, Correction, Edition, SignOff
from news.outputs import letters
from news.worker import work_once
from news.workflow import telling
from tests import factories as make

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent.parent
LONGEST_SENTENCE = 20


def account(role="writer", name="", **facts):
    first, _, last = name.partition(" ")
    facts.setdefault("email", f"{role}-{Account.objects.count()}@newsroom.test")
    return make.make_account(role=role, first_name=first, last_name=last, **facts)


@pytest.fixture
def writer():
    return account(name="Aisyah Rahman")


@pytest.fixture
def editor():
    return account("editor", "Boon Tan")


def draft(by, **content):
    content = {"title": "Police chiefs meet", "standfirst": "S", "body": "<p>Text</p>", "kind": "notice", **content}
    return workflow.new_release(content, by=by)


def sent():
    """What goes out by the jobs that wait."""
    mail.outbox.clear()
    work_once()
    return mail.outbox


def send(what, thing, to, by=None, comment=""):
    mail.outbox.clear()
    keys = [person.pk for person in to]
    letters.send(
        what=what, to=keys, thing_type=thing._meta.model_name, thing_id=str(thing.pk), by=by and by.pk, comment=comment
    )
    return mail.outbox


# Every name has its letter


def names_told():
    for path in (ROOT / "news").rglob("*.py"):
        yield from re.findall(r"\btell\(\s*\"(\w+)\"", path.read_text())


def test_whatever_is_told_has_a_letter():
    told = set(names_told())
    assert {"handed_in", "sent_back", "published", "not_published"} <= told
    assert told <= letters.LETTERS.keys()


def test_every_letter_has_its_words_and_no_words_are_left_over():
    others = {"letter", "monday"}  # the frame, and what goes out on Mondays
    written = {path.stem for path in (ROOT / "templates/mail").glob("*.txt")} - others
    assert {name for name in written if not name.startswith("sign_off")} == letters.LETTERS.keys()


@pytest.mark.parametrize("what", ["", "unknown", "letter", "../letter"])
def test_an_unknown_name_raises(writer, editor, what):
    with pytest.raises(letters.UnknownLetterError, match="There is no letter"):
        send(what, draft(writer), [editor])


@pytest.mark.parametrize("what", sorted(letters.LETTERS))
def test_every_letter_is_plain_and_short(what, writer, editor):
    edition = draft(writer)
    thing = edition
    if what == "hidden":
        thing = workflow.hide(make.make_picture(caption="Two officers"), by=writer, reason="The wrong person.")
    elif what in {"correction", "corrected", "correction_sent_back"}:
        thing = Correction.objects.create(old="PCOL Cruz", new="PBGEN Cruz", what="rank", note="N", made_by=writer)
        if what == "corrected":
            thing.done_at = timezone.now()
            thing.save()
    elif what in {"handed_in", "approved", "stopped", "unsettled", "published", "withdrawn", "restored"}:
        thing = workflow.submit(edition, by=writer)
        if what == "approved":
            thing = workflow.approve(thing, by=editor, waiting_for="INTERPOL")
        if what in {"published", "withdrawn", "restored"}:
            thing = workflow.publish(thing, by=editor)
        if what == "withdrawn":
            thing = workflow.withdraw(thing, by=editor, kind="explained", explanation="It was wrong.")
    elif what == "not_published":
        Edition.objects.update(not_published_at=timezone.now())
    (letter,) = send(what, thing, [editor], by=writer, comment="A comment.")
    text = f"{letter.subject}.\n{letter.body}"
    assert "http://newsroom.test/" in letter.body
    assert "> A comment." in letter.body
    assert not re.search(
        r"[!{}<]|None|edition|submit|slug|standfirst|supersede|invalid", text.replace("/edition/", "/")
    )
    prose = re.sub(r"\S*https?://\S+", "", text)
    for sentence in re.split(r"(?<=[.:?])\s", prose):
        assert len(sentence.split()) <= LONGEST_SENTENCE, sentence


# Errands


def test_handing_in_asks_exactly_who_was_asked_with_a_link_to_the_page_for_checking(writer, editor):
    account("editor", "Not Asked")
    edition = workflow.submit(draft(writer), by=writer, asked=[editor], comment="Please look at the ranks.")
    (letter,) = sent()
    assert letter.to == [editor.email]
    assert letter.subject == "Handed in, waits for your check: Police chiefs meet"
    assert "Aisyah Rahman handed in this press release" in letter.body
    assert "> Please look at the ranks." in letter.body
    assert f"http://newsroom.test/admin/news/edition/{edition.pk}/review/" in letter.body
    assert "You are asked to check it." in letter.body


def test_a_second_time_is_said(writer, editor):
    edition = workflow.submit(draft(writer), by=writer, asked=[editor])
    edition = workflow.send_back(edition, by=editor, comment="The rank is wrong.")
    workflow.submit(edition, by=writer, asked=[editor])
    subjects = [letter.subject for letter in sent()]
    assert "Handed in again, waits for your check: Police chiefs meet" in subjects


def test_without_anybody_asked_every_editor_who_may_check_hears(writer, editor):
    other = account("administrator", "Chan Sok")
    workflow.submit(draft(writer), by=writer)
    found = sent()
    assert {letter.to[0] for letter in found} == {editor.email, other.email}
    assert all(len(letter.to) == 1 and not letter.cc and not letter.bcc for letter in found)
    assert "Any editor who did not write at it may check it." in found[0].body


def test_sent_back_brings_the_comment_to_the_writer(writer, editor):
    edition = workflow.submit(draft(writer), by=writer, asked=[editor])
    sent()
    workflow.send_back(edition, by=editor, comment="The rank is wrong.\n\nAnd the date.")
    (letter,) = sent()
    assert (letter.to, letter.subject) == ([writer.email], "Sent back: Police chiefs meet")
    assert "Boon Tan sent this press release back" in letter.body
    assert "> The rank is wrong.\n>\n> And the date." in letter.body
    assert f"/admin/news/edition/{edition.pk}/change/" in letter.body


def test_approved_for_a_time_says_it_in_kuala_lumpur_and_utc(writer, editor):
    far = timezone.now().replace(year=timezone.now().year + 1, month=3, day=4, hour=17, minute=30)
    workflow.approve(workflow.submit(draft(writer), by=writer, asked=[editor]), by=editor, publish_at=far)
    letter = next(letter for letter in sent() if letter.to == [writer.email])
    assert re.search(r"5 March \d{4}, 01:30 in Kuala Lumpur \(\w+day 17:30 UTC\)\.", letter.body)


def test_published_leads_to_the_page_that_readers_see(writer, editor):
    edition = workflow.publish(workflow.submit(draft(writer), by=writer), by=editor)
    letter = next(letter for letter in sent() if letter.to == [writer.email])
    assert letter.subject == "Published: Police chiefs meet"
    assert f"http://newsroom.test{edition.release.get_absolute_url()}" in letter.body


def test_a_page_that_is_erased_is_not_linked(writer, editor):
    edition = workflow.publish(workflow.submit(draft(writer), by=writer), by=editor)
    address = edition.release.get_absolute_url()
    workflow.withdraw(edition, by=editor, kind="erased")
    (letter,) = [letter for letter in sent() if "Withdrawn" in letter.subject and letter.to == [writer.email]]
    assert address not in letter.body


def test_a_hidden_picture_is_told_to_editors_with_its_reason(writer, editor):
    picture = workflow.hide(make.make_picture(caption="Two officers"), by=writer, reason="A minor is seen.")
    (letter,) = sent()
    assert letter.subject == "Hidden, a picture: Two officers"
    assert "> A minor is seen." in letter.body
    assert f"/admin/news/picture/{picture.pk}/change/" in letter.body


def test_an_answer_from_outside_says_who_and_what(writer, editor):
    edition = draft(writer)
    facts = {"answered_at": timezone.now(), "asked_by": writer, "edition": edition}
    SignOff.objects.create(name="INTERPOL", answered_by="Mr Late", answer="comments", **facts)
    SignOff.objects.create(name="Executive Director", answered_by="Ms Nguyen", answer="approved", **facts)
    (letter,) = send("signed_off", edition, [writer], comment="Mr Late: Comments. Please add us.")
    assert letter.subject == "Comments, Mr Late: Police chiefs meet"
    assert "> Mr Late: Comments. Please add us." in letter.body
    assert "Asked was: INTERPOL." in letter.body


# What never goes out


def test_who_acted_is_not_told_and_nobody_without_address_or_who_left(writer, editor):
    account("editor", email="")
    account("editor", is_active=False)
    workflow.submit(draft(writer), by=writer)
    assert [letter.to for letter in sent()] == [[editor.email]]


def test_a_thing_that_is_gone_is_no_letter_and_no_failure(writer, editor, caplog):
    edition = draft(writer)
    workflow.submit(edition, by=writer, asked=[editor])
    Edition.objects.all().delete()
    with caplog.at_level("INFO"):
        assert sent() == []
    assert "is not sent" in caplog.text
    assert not DBTaskResult.objects.failed().exists()


@pytest.mark.parametrize(("kind", "key"), [("nothing", "1"), ("edition", "x"), ("edition", "9" * 30), ("", "")])
def test_a_thing_that_never_was(editor, kind, key):
    letters.send(what="published", to=[editor.pk], thing_type=kind, thing_id=key, by=None, comment="")
    assert mail.outbox == []


def test_a_request_that_is_settled_is_not_made(writer, editor):
    edition = workflow.submit(draft(writer), by=writer, asked=[editor])
    workflow.take_back(edition, by=writer)
    assert sent() == []


# Hostile input


@pytest.mark.parametrize(
    "title", ["Chiefs\r\nBcc: all@enemy.test", "Chiefs\nTo: x@enemy.test", "A\u2028B", "A\x0bB\x85C"]
)
def test_a_title_cannot_add_a_header(writer, editor, title):
    edition = draft(writer)
    Edition.objects.filter(pk=edition.pk).update(title=title)
    (letter,) = send("sent_back", edition, [editor], by=writer)
    message = letter.message()
    assert set(message.keys()) == {
        "Content-Type", "MIME-Version", "Content-Transfer-Encoding", "Subject", "From", "To", "Date", "Message-ID",
        "Auto-Submitted",
    }  # fmt: skip
    assert message["To"] == editor.email
    assert len(letter.subject.splitlines()) == 1


def test_names_and_comments_are_plain_text(writer, editor):
    writer.first_name = "Evil\nSubject: x"
    writer.save()
    edition = draft(writer, title="A & B <b>meet</b>")
    (letter,) = send("sent_back", edition, [editor], by=writer, comment="Don't.\nAt the desk: http://enemy.test/")
    assert "A & B <b>meet</b>" in letter.body
    assert "> Don't.\n> At the desk: http://enemy.test/" in letter.body
    assert not re.search("^(Subject|At the desk: http://enemy)", letter.body, re.MULTILINE)


def test_a_very_long_title_is_cut_in_the_subject_only(writer, editor):
    (letter,) = send("sent_back", draft(writer, title="Long " * 49), [editor])
    assert len(letter.subject) <= 200
    assert letter.subject.endswith("…")
    assert "Long " * 48 in letter.body


# The mail server


class Refusing(EmailBackend):
    """A server that refuses some addresses, for good or for now, and one that is away."""

    def send_messages(self, messages):
        (message,) = messages
        (address,) = message.to
        if address.startswith("gone"):
            raise smtplib.SMTPRecipientsRefused({address: (550, b"No such user")})
        if address.startswith("later"):
            raise smtplib.SMTPRecipientsRefused({address: (451, b"Come back later")})
        if address.startswith("away"):
            raise ConnectionRefusedError("no mail server")
        return super().send_messages(messages)


@pytest.fixture
def refusing(settings):
    settings.EMAIL_BACKEND = f"{__name__}.Refusing"


def test_one_address_that_is_refused_stops_no_other(refusing, writer, editor, caplog):
    gone, away, later = (account("editor", email=f"{word}@newsroom.test") for word in ("gone", "away", "later"))
    telling.tell("stopped", draft(writer), [gone, away, later, editor], by=writer)
    assert [letter.to for letter in sent()] == [[editor.email]]
    jobs = {job.args_kwargs["args"][1]["to"][0]: job.status for job in DBTaskResult.objects.all()}
    # Refused for good is not tried again; a server that is away is.
    assert jobs == {gone.pk: "SUCCESSFUL", away.pk: "READY", later.pk: "READY", editor.pk: "SUCCESSFUL"}
    assert f"The mail address of account {gone.pk} is refused" in caplog.text


def test_of_several_in_one_letter_all_others_get_theirs_before_it_fails(refusing, writer, editor):
    away = account("editor", email="away@newsroom.test")
    with pytest.raises(ConnectionRefusedError):
        send("stopped", draft(writer), [away, editor], by=writer)
    assert [letter.to for letter in mail.outbox] == [[editor.email]]
