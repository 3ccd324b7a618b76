"""The acts that lead on from a version, possible for this person or not."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse

from news import workflow
from news.enums import Act, State
from news.models import Edition
from news.rules import can, line_for
from news.rules.wording import in_utc, moment


@dataclass(frozen=True)
class Offer:
    """How an act is offered. With `page` it has a page of its own, at that name and place of it."""

    icon: str
    hint: str = ""
    page: str = ""
    part: str = ""
    # The field that is asked for beside the button, and the question.
    asks: str = ""
    question: str = ""
    confirms: bool = False
    red: bool = False


@dataclass(frozen=True)
class Button:
    """What a person may do now. `why_not` is empty if it is possible; `more` leads to what is in the way.

    One that is no link is a form: with `asks` it has a field of that name, with `confirms` sentences to
    read first. `facts_version` is that of the open facts that go along, 0 if there are none.
    """

    act: Act
    label: str
    icon: str
    link: str
    is_link: bool
    why_not: str = ""
    more: str = ""
    asks: str = ""
    question: str = ""
    required: bool = False
    confirms: tuple[str, ...] = ()
    hint: str = ""
    red: bool = False
    solid: bool = False
    facts_version: int = 0


# In the order on the page: the act that leads on comes first.
OFFERED = {
    Act.SUBMIT: Offer("send", "You choose who shall check it.", page="submit"),
    Act.APPROVE: Offer("check", "Read it, see what changed, tick what you compared.", page="review"),
    Act.RETURN: Offer("undo", page="review", part="#send-back"),
    Act.PUBLISH: Offer("public", confirms=True),
    Act.CHECK: Offer("check_circle", "You have read it, and it is right.", asks="comment", question="A word about it"),
    Act.TAKE_BACK: Offer("undo", "It is a draft again. Who was asked can no longer approve it."),
    Act.STOP: Offer("block", asks="comment", question="Why? Its writers read this."),
    Act.PUBLISH_ALONE: Offer(
        "public",
        "Publishing cannot be undone. A second person checks it afterwards.",
        asks="reason",
        question="Why can nobody else check it now?",
    ),
    Act.RESTORE: Offer("redo", "Readers see it again.", page="restore"),
    Act.REVISE: Offer("edit_square", "The public version does not change until the new one is published."),
    Act.WITHDRAW: Offer("remove", "Readers find a notice, or why it is gone.", page="withdraw", red=True),
    Act.DISCARD: Offer("delete", "From the bin you can take it back for 30 days.", red=True),
    Act.UNDO_DISCARD: Offer("undo"),
}


# Acts that bring a version nearer to its readers. Only one of these is ever the solid button.
LEADS_ON = frozenset({Act.SUBMIT, Act.APPROVE, Act.PUBLISH, Act.CHECK, Act.RESTORE, Act.REVISE, Act.UNDO_DISCARD})


def buttons(request, edition):
    """`[Button]` in the order on the page. The first possible one is solid where there is no form to save."""
    person = request.user
    facts = edition.event.editions.open().first() if isinstance(edition, Edition) and edition.event_id else None
    has_form = can(person, Act.EDIT, edition)
    found = []
    for act, offer in OFFERED.items():
        if line_for(act, edition.state) is None or _is_beside_the_point(act, edition):
            continue
        if act == Act.PUBLISH and edition.state == State.IN_REVIEW:
            continue  # part of *Approve*
        link = _link(edition, act, offer)
        if link is None:
            continue
        why_not = workflow.why_not(act, edition, by=person)
        solid = act in LEADS_ON and not why_not and not has_form and not any(button.solid for button in found)
        found.append(
            Button(
                act=act,
                label=Act(act).label,
                icon=offer.icon,
                link=link,
                is_link=bool(offer.page),
                why_not=why_not,
                more=_link(edition, act, offer) if act == Act.SUBMIT and why_not.endswith("put right first.") else "",
                asks=offer.asks,
                question=offer.question,
                required=offer.asks in line_for(act, edition.state).needs,
                confirms=tuple(_what_goes_out(edition, facts)) if offer.confirms and not why_not else (),
                hint=_hint(act, edition, offer),
                red=offer.red,
                solid=solid,
                facts_version=facts.lock_version if facts else 0,
            )
        )
    return found


def _is_beside_the_point(act, edition):
    return act == Act.CHECK and edition.flagged_since is None


def _link(edition, act, offer):
    try:
        return reverse(f"admin:news_{edition._meta.model_name}_{offer.page or act}", args=[edition.pk]) + offer.part
    except NoReverseMatch:
        return None


def _hint(act, edition, offer):
    if act == Act.DISCARD and isinstance(edition, Edition) and edition.event_id:
        return f"{offer.hint} Draft facts of its event go along."
    if act == Act.REVISE and edition.state == State.WITHDRAWN:
        return "It stays withdrawn until the new one is published."
    if act == Act.STOP and isinstance(edition, Edition) and edition.publish_at:
        return f"It does not go out {moment(edition.publish_at)} then."
    return offer.hint


def _what_goes_out(edition, facts):
    """Read before publishing what was approved: what, when it was meant for, and that it is for good."""
    yield f"“{edition}” goes out now. Readers see it within seconds."
    if facts is not None:
        yield f"The facts of “{facts}” go out with it."
    if edition.publish_at:
        yield f"It was approved for {moment(edition.publish_at)} ({in_utc(edition.publish_at)})."
    if edition.waiting_for:
        yield f"It was approved, waiting for {edition.waiting_for}."
    yield "This cannot be undone. It can be withdrawn afterwards."
