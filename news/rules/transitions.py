"""The one transition table, for editions of releases and of events alike.

A line says: this act leads from these states to that one, for these people, once this gate is open.
`news/README.md` prints the table from here; a test walks it.
"""

from dataclasses import dataclass

from news.enums import Act, State

from . import people


@dataclass(frozen=True)
class Transition:
    """One line of the table.

    `who` is a function `(person, edition) -> sentence of refusal, or ""`. `to` is None where the state
    stays. `gate` names the check in `workflow/checks.py` that must find no problem.
    """

    act: Act
    sources: frozenset[State]
    to: State | None
    who: object
    gate: str = ""
    needs: tuple[str, ...] = ()

    @property
    def target(self):
        return self.to or "the same"


def _line(act, sources, to, who, gate="", needs=()):
    return Transition(act, frozenset(sources), to, who, gate, tuple(needs))


TABLE = (
    _line(Act.EDIT, {State.DRAFT}, None, people.writer),
    _line(Act.EDIT, {State.IN_REVIEW}, None, people.editor),
    _line(Act.SUBMIT, {State.DRAFT}, State.IN_REVIEW, people.author_or_editor, gate="submit"),
    _line(Act.TAKE_BACK, {State.IN_REVIEW}, State.DRAFT, people.submitter),
    _line(Act.RETURN, {State.IN_REVIEW}, State.DRAFT, people.editor, needs=["comment"]),
    _line(Act.APPROVE, {State.IN_REVIEW}, State.APPROVED, people.second_editor, gate="publish"),
    _line(Act.STOP, {State.APPROVED}, State.IN_REVIEW, people.writer),
    _line(Act.PUBLISH, {State.IN_REVIEW}, State.PUBLISHED, people.second_editor, gate="publish"),
    _line(Act.PUBLISH, {State.APPROVED}, State.PUBLISHED, people.editor_or_system, gate="publish"),
    _line(
        Act.PUBLISH_ALONE,
        {State.DRAFT, State.IN_REVIEW},
        State.PUBLISHED,
        people.may_publish_alone,
        gate="publish",
        needs=["reason"],
    ),
    _line(Act.CHECK, {State.PUBLISHED, State.SUPERSEDED}, None, people.checker),
    _line(Act.REVISE, State.public, State.DRAFT, people.writer),
    _line(Act.WITHDRAW, {State.PUBLISHED}, State.WITHDRAWN, people.editor, needs=["kind"]),
    _line(Act.RESTORE, {State.WITHDRAWN}, State.PUBLISHED, people.editor, gate="publish", needs=["comment"]),
    _line(Act.DISCARD, {State.DRAFT}, State.DISCARDED, people.author_or_editor),
    _line(Act.UNDO_DISCARD, {State.DISCARDED}, State.DRAFT, people.author_or_editor),
    _line(Act.IMPORT, {State.DRAFT}, State.PUBLISHED, people.command_line),
)


def lines_of(act):
    """The lines of one act. An unknown act raises ValueError."""
    act = Act(act)
    return [line for line in TABLE if line.act == act]


def line_for(act, state):
    """The line that leads on from a state, or None."""
    return next((line for line in lines_of(act) if state in line.sources), None)
