"""The whole table: state × act × role × authorship, with the sentence of each refusal."""

import datetime
import itertools

import pytest
from django.utils import timezone

from news.enums import Act, Role, State
from news.rules import TABLE, can, line_for, lines_of, refusal
from tests import factories as make

pytestmark = pytest.mark.django_db

READS = "Your account may only read."
EDITOR = "Only an editor can do this."
ALONE = "Only an administrator or the duty editor can publish alone."
AUTHOR = "Only who wrote it, or an editor, can do this."
WROTE = "You wrote at this version. Somebody else must check it."
HANDED_IN = "You handed this in. Somebody else must check it."
TOOK = "Only who handed it in can take it back."
NOTHING = "There is nothing to check afterwards."
COMMAND = "Only a command can import."

V, W, E, A = Role.VIEWER, Role.WRITER, Role.EDITOR, Role.ADMINISTRATOR
ALL = {V: READS, W: "", E: "", A: ""}
EDITORS = {V: EDITOR, W: EDITOR, E: "", A: ""}

# What somebody gets who neither wrote nor handed in, from the states from which the act leads on.
STRANGER = {
    (Act.EDIT, State.DRAFT): ALL,
    (Act.EDIT, State.IN_REVIEW): EDITORS,
    (Act.SUBMIT, State.DRAFT): {V: READS, W: AUTHOR, E: "", A: ""},
    (Act.TAKE_BACK, State.IN_REVIEW): {V: READS, W: TOOK, E: TOOK, A: TOOK},
    (Act.RETURN, State.IN_REVIEW): EDITORS,
    (Act.APPROVE, State.IN_REVIEW): EDITORS,
    (Act.STOP, State.APPROVED): ALL,
    (Act.PUBLISH, State.IN_REVIEW): EDITORS,
    (Act.PUBLISH, State.APPROVED): EDITORS,
    (Act.PUBLISH_ALONE, State.DRAFT): {V: ALONE, W: ALONE, E: ALONE, A: ""},
    (Act.PUBLISH_ALONE, State.IN_REVIEW): {V: ALONE, W: ALONE, E: ALONE, A: ""},
    (Act.CHECK, State.PUBLISHED): {V: EDITOR, W: EDITOR, E: NOTHING, A: NOTHING},
    (Act.CHECK, State.SUPERSEDED): {V: EDITOR, W: EDITOR, E: NOTHING, A: NOTHING},
    (Act.REVISE, State.PUBLISHED): ALL,
    (Act.REVISE, State.WITHDRAWN): ALL,
    (Act.WITHDRAW, State.PUBLISHED): EDITORS,
    (Act.RESTORE, State.WITHDRAWN): EDITORS,
    (Act.DISCARD, State.DRAFT): {V: READS, W: AUTHOR, E: "", A: ""},
    (Act.UNDO_DISCARD, State.DISCARDED): {V: READS, W: AUTHOR, E: "", A: ""},
    (Act.IMPORT, State.DRAFT): {V: COMMAND, W: COMMAND, E: COMMAND, A: ""},
}
# Where it differs for who wrote it, and for who handed it in.
WRITER_OF_IT = {
    (Act.SUBMIT, State.DRAFT): ALL,
    (Act.APPROVE, State.IN_REVIEW): {**EDITORS, E: WROTE, A: WROTE},
    (Act.PUBLISH, State.IN_REVIEW): {**EDITORS, E: WROTE, A: WROTE},
    (Act.DISCARD, State.DRAFT): ALL,
    (Act.UNDO_DISCARD, State.DISCARDED): ALL,
}
SUBMITTER_OF_IT = {
    (Act.TAKE_BACK, State.IN_REVIEW): ALL,
    (Act.APPROVE, State.IN_REVIEW): {**EDITORS, E: HANDED_IN, A: HANDED_IN},
    (Act.PUBLISH, State.IN_REVIEW): {**EDITORS, E: HANDED_IN, A: HANDED_IN},
}
ON_EDITIONS = [act for act in Act if act not in {Act.HIDE, Act.SHOW}]


@pytest.mark.parametrize("thing", ["release", "event"])
@pytest.mark.parametrize("part", ["stranger", "writer of it", "submitter of it"])
def test_matrix(thing, part):
    edition = make.make_release() if thing == "release" else make.make_event()
    people = {role: make.make_account(role=role) for role in Role}
    differs = {"stranger": {}, "writer of it": WRITER_OF_IT, "submitter of it": SUBMITTER_OF_IT}[part]
    for (role, person), state, act in itertools.product(people.items(), State, ON_EDITIONS):
        edition.state = state
        edition.submitted_by = person if part == "submitter of it" else None
        edition.authors.set([person] if part == "writer of it" else [])
        if (act, state) in STRANGER:
            expected = differs.get((act, state), STRANGER[act, state])[role]
        else:
            expected = f"This cannot be done: the version is {state.label.lower()}."
        assert refusal(person, act, edition) == expected, (role, state, act)
        assert can(person, act, edition) == (expected == "")


def test_the_table_and_the_matrix_know_the_same_lines():
    assert {(line.act, state) for line in TABLE for state in line.sources} == set(STRANGER)


def test_who_wrote_only_the_facts_does_not_approve_the_text():
    facts = make.make_event()
    edition = make.make_release(event=facts)
    edition.state = State.IN_REVIEW
    editor = make.make_account(role=Role.EDITOR)
    assert can(editor, Act.APPROVE, edition)
    facts.authors.add(editor)
    assert refusal(editor, Act.APPROVE, edition) == WROTE


def test_the_duty_editor_publishes_alone_until_the_date():
    edition = make.make_release()
    hour = datetime.timedelta(hours=1)
    for until, allowed in [(timezone.now() + hour, True), (timezone.now() - hour, False), (None, False)]:
        assert can(make.make_account(role=Role.EDITOR, duty_until=until), Act.PUBLISH_ALONE, edition) is allowed
    assert not can(make.make_account(role=Role.WRITER, duty_until=timezone.now() + hour), Act.PUBLISH_ALONE, edition)


def test_who_published_alone_does_not_check_it():
    edition = make.publish_release()
    editor, other = make.make_account(role=Role.EDITOR), make.make_account(role=Role.EDITOR)
    edition.flagged_since, edition.published_by = timezone.now(), editor
    assert refusal(editor, Act.CHECK, edition) == "You published this alone. Somebody else must check it."
    assert can(other, Act.CHECK, edition)
    edition.authors.add(other)
    assert refusal(other, Act.CHECK, edition) == WROTE


def test_the_system_only_publishes_what_is_approved_and_imports():
    edition = make.make_release()
    for state, act in itertools.product(State, ON_EDITIONS):
        edition.state = state
        allowed = (act, state) in {(Act.PUBLISH, State.APPROVED), (Act.IMPORT, State.DRAFT)}
        assert can(None, act, edition) is allowed, (state, act)


def test_an_unknown_act_raises():
    with pytest.raises(ValueError, match="dance"):
        lines_of("dance")
    with pytest.raises(ValueError, match="dance"):
        refusal(make.make_account(), "dance", make.make_release())
    with pytest.raises(ValueError, match="dance"):
        refusal(make.make_account(), "dance", make.make_person())


def test_a_line_leads_from_each_state_at_most_once():
    for act, state in itertools.product(Act, State):
        assert len([line for line in lines_of(act) if state in line.sources]) <= 1
        line_for(act, state)
