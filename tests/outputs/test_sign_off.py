import datetime

import pytest
from django.core import mail
from django.utils import timezone

from news import workflow
from news.enums import Role, State
from news.models import ActionLog
from news.outputs import sign_off as letter
from tests.factories import make_account, make_event, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor():
    return make_account(role=Role.EDITOR, first_name="Edi", last_name="Lim", email="edi@newsroom.test")


def ask(edition, editor, **facts):
    usual = {"name": "Dato' P", "email": "p@example.org", "message": "Please look at the ranks.\nThank you."}
    return workflow.ask_sign_off(edition, by=editor, **usual | facts)


def test_the_person_gets_the_link_and_who_asks_until_when(editor):
    request = ask(make_release(title="A title & more"), editor)
    letter.send(request.pk)
    (message,) = mail.outbox
    assert message.to == ["p@example.org"]
    assert message.subject == "Edi Lim asks for your approval"
    assert f"http://newsroom.test{workflow.link_path(request.preview)}" in message.body
    for words in [
        "Dear Dato' P,",
        "A title & more",
        "> Please look at the ranks.",
        "confidential",
        "edi@newsroom.test",
    ]:
        assert words in message.body
    assert "The link is valid until " in message.body
    assert "EMBARGO" not in message.body


def test_the_link_in_the_mail_opens_the_page(client, editor):
    request = ask(make_release(title="A title"), editor)
    letter.send(request.pk)
    path = mail.outbox[0].body.split("http://newsroom.test")[1].split()[0]
    assert "A title" in client.get(path).content.decode()


def test_an_embargo_is_said_in_subject_and_words(editor):
    request = ask(make_release(embargo_until=timezone.now() + datetime.timedelta(days=1)), editor)
    letter.send(request.pk)
    assert mail.outbox[0].subject.startswith("Embargo: ")
    assert "EMBARGO until " in mail.outbox[0].body
    assert "EMBARGO until " in letter.ready_text(request)


def test_sent_again_it_goes_out_once(editor):
    request = ask(make_release(), editor)
    letter.send(request.pk)
    letter.send(request.pk)
    assert len(mail.outbox) == 1
    assert ActionLog.objects.filter(act=letter.SENT).count() == 1


def test_two_people_each_get_theirs(editor):
    edition = make_release()
    for address in ("a@example.org", "b@example.org"):
        letter.send(ask(edition, editor, email=address).pk)
    assert [message.to for message in mail.outbox] == [["a@example.org"], ["b@example.org"]]


def test_a_name_to_sign_in_with_is_told_to_nobody():
    nameless = make_account("night-shift-7", role=Role.EDITOR)
    request = ask(make_release(), nameless)
    letter.send(request.pk)
    assert mail.outbox[0].subject == "The press desk asks for your approval"
    assert "night-shift-7" not in mail.outbox[0].body + letter.ready_text(request)


def test_nothing_is_sent_for_what_is_settled_or_gone(editor):
    letter.send(10**9)
    ended = ask(make_release(), editor)
    workflow.revoke(ended.preview, by=editor)
    letter.send(ended.pk)
    answered = ask(make_release(), editor)
    workflow.answer(answered, answer="approved", name="P", digest=workflow.digest_now(answered.version))
    letter.send(answered.pk)
    public = ask(make_release(), editor)
    publish(public.edition)
    letter.send(public.pk)
    binned = ask(make_release(), editor)
    binned.edition.state = State.DISCARDED
    binned.edition.save()
    letter.send(binned.pk)
    expired = ask(make_release(), editor)
    expired.preview.expires_at = timezone.now()
    expired.preview.save()
    letter.send(expired.pk)
    letter.send(ask(make_release(), editor, email="").pk)
    assert mail.outbox == []


def test_ready_words_hold_the_link_for_an_event_too(editor):
    request = ask(make_event(name="A meeting"), editor)
    text = letter.ready_text(request)
    assert "A meeting" in text
    assert f"http://newsroom.test{workflow.link_path(request.preview)}" in text
    assert "Edi Lim" in text
