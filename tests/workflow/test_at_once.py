"""Two people act at the same moment, each on a connection of their own: nobody waits for ever, nothing is done twice."""

import datetime
import threading

import pytest
from django.db import connections
from django.utils import timezone

from news import workflow
from news.enums import Role, State, WithdrawalKind
from news.errors import NewsroomError
from news.models import ActionLog, Edition, EventEdition, SignOff
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)
HOUR = datetime.timedelta(hours=1)


@pytest.fixture
def people():
    # The one row of the site is gone between these tests.
    make.make_own_organization()
    roles = {"writer": Role.WRITER, "first": Role.EDITOR, "second": Role.EDITOR, "administrator": Role.ADMINISTRATOR}
    return {name: make.make_account(name, role) for name, role in roles.items()}


def at_once(*acts):
    """What each act returned, or the sentence with which it was refused. Any other error is raised."""
    found, start = [None] * len(acts), threading.Barrier(len(acts))

    def does(number, act):
        try:
            start.wait(timeout=30)
            found[number] = act()
        except NewsroomError as refusal:
            found[number] = str(refusal)
        except BaseException as error:
            found[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=does, args=pair, daemon=True) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "they wait for each other"
    for result in found:
        if isinstance(result, BaseException):
            raise result
    return found


def refusals(found):
    return [said for said in found if isinstance(said, str)]


def report(by, event=None, title="Title"):
    """A report in review; of a new event with its open facts unless one is given."""
    if event is None:
        event = workflow.new_event({"name": "Workshop", "starts": "2024-05-01", "ends": "2024-05-02"}, by=by).event
    text = {"title": title, "standfirst": "Summary", "body": "<p>Text.</p>", "kind": "event_report", "event": event}
    return workflow.submit(workflow.new_release(text, by=by), by=by)


def again(edition):
    return type(edition).objects.get(pk=edition.pk)


def done(edition, act):
    return ActionLog.objects.filter(thing_type=edition._meta.model_name, thing_id=edition.pk, act=act).count()


def act(name, edition, **how):
    """An act on the version as it is on the screen now."""
    seen = again(edition)
    return lambda: getattr(workflow, name)(seen, lock_version=seen.lock_version, **how)


FIRST = {
    "publish": lambda edition, by: act("publish", edition, by=by),
    "approve": lambda edition, by: act("approve", edition, by=by, waiting_for="INTERPOL"),
    "send_back": lambda edition, by: act("send_back", edition, by=by, comment="Again, please."),
    "edit": lambda edition, by: act("edit", edition, data={"title": "Other words"}, by=by),
    "take_back": lambda edition, by: act("take_back", edition, by=edition.submitted_by),
}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("publish", "publish"),
        ("approve", "approve"),
        ("publish", "send_back"),
        ("approve", "edit"),
        ("publish", "edit"),
        ("send_back", "take_back"),
    ],
)
def test_of_two_decisions_one_holds(people, one, other):
    edition = report(people["writer"])
    found = at_once(FIRST[one](edition, people["first"]), FIRST[other](edition, people["second"]))
    (said,) = refusals(found)
    assert said.endswith("."), said
    state, facts = again(edition).state, edition.event.editions.get().state
    assert (state == facts) or (one == "approve" and other == "edit"), (state, facts)
    assert sum(done(edition, name) for name in {one, other} - {"edit", "send_back"}) <= 1


def test_a_release_and_its_facts_alone(people):
    edition = report(people["writer"])
    facts = edition.event.editions.get()
    found = at_once(act("publish", edition, by=people["first"]), act("publish", facts, by=people["second"]))
    assert not isinstance(found[0], str) or again(edition).state == State.IN_REVIEW
    assert (again(facts).state, done(facts, "publish")) == (State.PUBLISHED, 1)


def test_two_releases_take_the_same_facts_along(people):
    one = report(people["writer"])
    other = report(people["writer"], event=one.event, title="Another")
    found = at_once(act("publish", one, by=people["first"]), act("publish", other, by=people["second"]))
    assert refusals(found) == []
    assert done(one.event.editions.get(), "publish") == 1
    assert [again(edition).state for edition in (one, other)] == [State.PUBLISHED] * 2


def test_two_begin_a_new_version(people):
    edition = workflow.publish(report(people["writer"]), by=people["first"])
    found = at_once(
        lambda: workflow.revise(again(edition), by=people["first"]),
        lambda: workflow.revise(again(edition), by=people["second"]),
    )
    assert refusals(found) == ["There is already a version in progress."]
    assert Edition.objects.open().count() == 1


def test_withdrawn_when_its_next_version_is_due(people):
    edition = workflow.publish(report(people["writer"]), by=people["first"])
    new = workflow.revise(edition, by=people["writer"])
    workflow.edit(new, {"change_note": "Better words."}, by=people["writer"], lock_version=new.lock_version)
    new = workflow.submit(again(new), by=people["writer"])
    workflow.approve(new, by=people["first"], publish_at=timezone.now() + HOUR)
    why = {"kind": WithdrawalKind.ERASED, "by": people["second"]}
    found = at_once(act("withdraw", edition, **why), lambda: workflow.publish_due(now=timezone.now() + 2 * HOUR))
    states = again(edition).state, again(new).state
    if isinstance(found[0], str):
        assert states == (State.SUPERSEDED, State.PUBLISHED)
    else:
        assert states == (State.WITHDRAWN, State.IN_REVIEW)
    assert EventEdition.objects.public().count() == 1


def test_hidden_while_it_is_published(people):
    edition = report(people["writer"])
    picture = make.attach_picture(edition).picture
    hide = lambda: workflow.hide(picture, by=people["second"], reason="Not ours.")  # noqa: E731
    found = at_once(act("publish", edition, by=people["first"]), hide)
    assert not isinstance(found[1], str)
    if isinstance(found[0], str):
        assert again(edition).state == State.IN_REVIEW
    picture.refresh_from_db()
    assert picture.hidden_at


def test_two_answers_from_outside(people):
    edition = report(people["writer"])
    asked = workflow.ask_sign_off(edition, by=people["first"], name="Executive Director")
    digest = workflow.digest_now(edition)

    def answer(said):
        row = SignOff.objects.get(pk=asked.pk)
        return lambda: workflow.answer(row, answer=said, name="Director", comment="Words.", digest=digest)

    assert refusals(at_once(answer("approved"), answer("refused"))) == []
    assert done(edition, "sign_off") == 2
    asked.refresh_from_db()
    assert asked.answer in {"approved", "refused"}


def test_an_answer_while_somebody_writes(people):
    edition = report(people["writer"])
    asked = workflow.ask_sign_off(edition, by=people["first"], name="Executive Director")
    digest = workflow.digest_now(edition)
    answer = lambda: workflow.answer(asked, answer="approved", name="Director", digest=digest)  # noqa: E731
    found = at_once(answer, FIRST["edit"](edition, people["second"]))
    assert not isinstance(found[1], str)
    asked.refresh_from_db()
    # Whoever was first: nothing counts as approved that was not seen.
    assert not asked.answer or workflow.is_stale(asked)
