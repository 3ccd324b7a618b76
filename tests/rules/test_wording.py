"""The state of a thing in the desk's words."""

import datetime

import pytest

from news.enums import State, WithdrawalKind
from news.rules.wording import SIGNS, in_utc, moment, state_of
from tests import factories as make

pytestmark = pytest.mark.django_db
NOON = datetime.datetime(2024, 9, 17, 4, 0, tzinfo=datetime.UTC)


def release(state=State.DRAFT, **facts):
    return make.make_release(state=state, **facts)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({}, "Draft"),
        ({"returned_at": NOON}, "Sent back"),
        ({"state": State.IN_REVIEW}, "Handed in, waits for an editor"),
        ({"state": State.APPROVED}, "Approved"),
        ({"state": State.APPROVED, "waiting_for": "INTERPOL"}, "Approved, waiting for INTERPOL"),
        ({"state": State.APPROVED, "publish_at": NOON}, "Approved, goes out Tuesday 17 September 2024, 12:00"),
        (
            {"state": State.APPROVED, "publish_at": NOON, "not_published_at": NOON},
            "Could not be published at its time",
        ),
        ({"state": State.IN_REVIEW, "returned_at": NOON}, "Handed in, waits for an editor"),
    ],
)
def test_of_what_is_in_progress(facts, words):
    said = state_of(release(**facts), None)
    assert said.words == words
    assert said.sign == SIGNS[said.mark]


def test_who_shall_check_is_named():
    edition = release(State.IN_REVIEW)
    edition.asked_to_check.set([make.make_account("zoe"), make.make_account("ann")])
    assert state_of(edition, None).words == "Handed in, waits for ann and zoe"


def test_beside_a_public_version():
    public = make.publish_release()
    assert state_of(None, public).words == "Published"
    draft = make.make_release(release=public.release)
    assert state_of(draft, public).words == "Published, new version in progress"
    draft.state = State.APPROVED
    assert state_of(draft, public).words == "Published, new version in progress: approved"
    public.flagged_since = NOON
    assert state_of(None, public).words == "Published alone, not yet checked"


@pytest.mark.parametrize("kind", WithdrawalKind.values)
def test_what_was_withdrawn_says_how(kind):
    said = state_of(None, make.withdraw(make.publish_release(), kind))
    assert said.mark == "gone"
    assert said.words.startswith(("Withdrawn, ", "Moved "))


def test_what_is_left_of_nothing():
    assert state_of(None, None).words == "In the bin"


def test_moments_are_said_in_kuala_lumpur_and_in_utc():
    assert moment(NOON) == "Tuesday 17 September 2024, 12:00"
    assert in_utc(NOON) == "04:00 UTC"
    early = NOON.replace(hour=20)
    assert moment(early) == "Wednesday 18 September 2024, 04:00"
    assert in_utc(early) == "17 September 2024, 20:00 UTC"
