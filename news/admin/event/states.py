"""An event's state in words, the same in the list, on the form and in its messages."""

from news.enums import State

# The look of the mark, and its sign: never colour alone.
MARKS = {
    State.DRAFT: ("draft", "edit_note"),
    State.IN_REVIEW: ("check", "hourglass_top"),
    State.APPROVED: ("ok", "check"),
    State.PUBLISHED: ("pub", "public"),
    State.SUPERSEDED: ("draft", "history"),
    State.WITHDRAWN: ("gone", "block"),
    State.DISCARDED: ("gone", "delete"),
}

ALONE = {
    State.DRAFT: "Internal, draft",
    State.IN_REVIEW: "Handed in",
    State.APPROVED: "Approved",
    State.PUBLISHED: "Published",
    State.SUPERSEDED: "Replaced by a newer version",
    State.WITHDRAWN: "Withdrawn",
    State.DISCARDED: "In the bin",
}
BESIDE_A_PUBLIC_ONE = {
    State.DRAFT: "new version in progress",
    State.IN_REVIEW: "new version handed in",
    State.APPROVED: "new version approved",
}


def words_of(state, has_public, has_live, flagged_since=None):
    """`has_public`: whether the event has a public or withdrawn version; `has_live`: whether readers see it."""
    state = State(state)
    if state == State.PUBLISHED and flagged_since:
        return "Published alone, not yet checked"
    if has_public and state in BESIDE_A_PUBLIC_ONE:
        return f"{'Published' if has_live else 'Withdrawn'}, {BESIDE_A_PUBLIC_ONE[state]}"
    return ALONE[state]


def words_for(edition, public):
    """`public` is the event's public version, or None."""
    live = public is not None and public.state == State.PUBLISHED
    return words_of(edition.state, public is not None, live, edition.flagged_since)


def who_sees(edition):
    """Said after each save: what readers see now."""
    if edition.event.editions.live().exists():
        return "Readers still see the public version."
    return "It is internal until a release or an announcement makes it public."
