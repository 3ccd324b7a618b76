"""The block beside a version: who handed it in and who checks it, what was decided, when it goes out."""

from news import workflow
from news.admin.acts.pages import address
from news.enums import Act, State
from news.rules.wording import in_utc, moment, who_checks


def panel(request, edition):
    """None where there is nothing to say yet."""
    lines = [*_embargo(edition), *_standing(edition)]
    link = address(edition, "review") if edition.state in {State.IN_REVIEW, State.APPROVED} else ""
    if not lines and not link:
        return None
    return {
        "template": "desk/review/panel.html",
        "lines": lines,
        "link": link,
        "may_decide": edition.state == State.IN_REVIEW and not workflow.why_not(Act.RETURN, edition, by=request.user),
        "trouble": edition.not_published_why if edition.not_published_at else "",
        "trouble_at": edition.not_published_at,
        "ready_link": address(edition, "submit") if edition.state == State.IN_REVIEW else "",
    }


def _embargo(edition):
    until = getattr(edition, "embargo_until", None)
    if until:
        yield "Embargo", f"until {moment(until)} ({in_utc(until)})"


def _standing(edition):
    if edition.state == State.IN_REVIEW:
        yield "Handed in", f"{edition.submitted_by or 'the system'}, {moment(edition.submitted_at)}"
        yield "Waits for", who_checks(edition)
    if edition.state == State.APPROVED:
        yield "Approved", f"{edition.approved_by or 'the system'}, {moment(edition.approved_at)}"
        if edition.publish_at:
            yield "Goes out", f"{moment(edition.publish_at)} ({in_utc(edition.publish_at)})"
        if edition.waiting_for:
            yield "Waits for", f"{edition.waiting_for}. Any editor can then publish it."
    if edition.flagged_since:
        yield "Published alone", f"{edition.published_by or 'the system'}, {moment(edition.flagged_since)}"
        yield "Reason", edition.flag_reason
