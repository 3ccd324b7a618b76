"""What waits: the first page of the desk."""

from dataclasses import dataclass

from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from news import words
from news.models import Edition
from news.outputs import clock
from news.queries import desk, picture_sets
from news.queries.desk import waits
from news.record import autosaves
from news.rules import people
from news.rules.wording import Said, state_of

from .machinery import how_work_goes

# What is longer is read in the lists.
LONGEST = 20


@dataclass(frozen=True)
class Row:
    """One thing that waits. `act` is the button's label; lines are plain text, `quote` a person's own words."""

    title: str
    link: str
    state: Said | None = None
    lines: tuple[str, ...] = ()
    quote: str = ""
    act: str = ""
    act_link: str = ""


def waiting(request):
    """The number beside *What waits*: things that this person can do something about now."""
    person = request.user
    return waits.waiting_for(person) if people.at_least(person, "viewer") else 0


def context(request, context):
    """Unfold's hook: the dashboard's content, as lists of plain rows."""
    now = timezone.now()
    today = timezone.localdate(now)
    todo, others = _for_you(request.user), _for_others(request.user)
    number = waiting(request)
    ended = desk.ended_without_release(today)
    published = Edition.objects.live().order_by("-published_at").values_list("published_at", flat=True).first()
    return context | {
        "title": "What waits",
        "now": timezone.localtime(now),
        "work": how_work_goes(now),
        "may_write": not people.writer(request.user),
        "typed": autosaves.typed(request.user).count(),
        "photographs": _photographs(),
        "todo": todo[:LONGEST],
        "todo_number": number,
        "todo_more": max(number - LONGEST, 0),
        "ended": _ended(list(ended[:LONGEST]), today),
        "ended_number": ended.count(),
        "others": others[:LONGEST],
        "others_number": len(others),
        "scheduled": _scheduled(),
        "coming": [_coming(edition, today) for edition in desk.coming_events(today)],
        "months": _months(desk.published_each_month(today)),
        "delay": desk.delay(today),
        "last_published": published and clock.lately(published, now),
    }


def _photographs():
    """How many photographs wait to be chosen, and where."""
    found = picture_sets.undecided()
    link = reverse("admin:news_pictureset_changelist")
    if found["sets"] == 1:
        link = reverse("admin:news_pictureset_choose", args=[found["one"]])
    return {"number": found["pictures"], "link": link}


def _for_you(person):
    """To check, sent back, published alone, corrections, drafts: what holds others up comes first."""
    found = [
        *_rows(waits.to_check, person, _to_check, "submitted_at"),
        *_rows(waits.flagged, person, _flagged, "flagged_since"),
        *[_correction(each, "check", "waits for your check", "Check it") for each in waits.corrections_for(person)],
        *[_correction(each, "back", "sent back to you", "Open and mend") for each in waits.corrections_back(person)],
        *_rows(waits.drafts, person, _draft, "-changed_at"),
    ]
    # What was sent back stands before what is being written; what is to be checked before both.
    return sorted(found, key=lambda row: {"back": 1, "draft": 2}.get(row.state.mark, 0))


def _for_others(person):
    def in_review(model, person):
        return waits.in_review(model, person) & ~waits.to_check(model, person)

    return [
        *_rows(in_review, person, _handed_in, "submitted_at"),
        *_rows(waits.waiting_outside, person, _outside, "approved_at", may_edit=not people.editor(person)),
        *[_sign_off(each) for each in waits.unanswered(person)],
        *[_correction(each, "check", "waits for another editor", "Open it") for each in waits.corrections_of(person)],
    ]


def _rows(condition, person, shape, order, **more):
    return [
        shape(version, **more)
        for model in waits.VERSIONS
        for version in waits.rows(model, condition(model, person), order)[:LONGEST]
    ]


def _row(version, state, *lines, act, to="change", quote=""):
    kind = "" if isinstance(version, Edition) else "Facts of an event"
    beside = f"Version {version.number}; version {version.number - 1} stays public" if version.number > 1 else ""
    link = _page(version, "change")
    return Row(
        title=str(version),
        link=link,
        state=state,
        lines=tuple(f"{line}." for line in (kind, beside if version.is_open else "", *lines) if line),
        quote=quote,
        act=act,
        act_link=_page(version, to, otherwise=link),
    )


def _page(thing, page, otherwise=""):
    """The address of a page about a thing; `otherwise` where the desk has none."""
    try:
        return reverse(f"admin:news_{thing._meta.model_name}_{page}", args=[thing.pk])
    except NoReverseMatch:
        return otherwise or reverse("admin:index")


def _to_check(version):
    said = Said("check", "Handed in, waits for your check")
    return _row(version, said, _by(version.submitted_by, version.submitted_at), act="Check it", to="review")


def _flagged(version):
    by = _by(version.published_by, version.flagged_since)
    days = clock.since(version.flagged_since)
    public = "Public since today" if days == "today" else f"Public for {days}"
    said = Said("flag", "Published alone, not yet checked")
    return _row(version, said, by, public, act="Check it now", quote=version.flag_reason)


def _draft(version):
    if version.returned_at is None:
        saved = f"Saved {clock.lately(version.changed_at)}" if version.changed_at else ""
        return _row(version, Said("draft", "Draft"), saved, act="Go on writing")
    by = _by(version.returned_by, version.returned_at)
    return _row(version, Said("back", "Sent back to you"), by, act="Open and mend", quote=version.return_comment)


def _handed_in(version):
    asked = words.listed(version.asked, "or") or "an editor"
    by = _by(version.submitted_by, version.submitted_at)
    since = _since(version.submitted_at)
    return _row(version, Said("check", f"Handed in, waits for {asked}"), by, since, act="Open it", to="review")


def _outside(version, *, may_edit):
    by = version.approved_by and f"Approved by {version.approved_by}"
    act = "They agreed: publish" if version.waiting_for else "Publish it"
    since = _since(version.approved_at)
    return _row(version, state_of(version, None), by, since, act=act if may_edit else "Open it")


def _sign_off(sign_off):
    version = sign_off.version
    sent = f"Sent to {sign_off.name} {clock.lately(sign_off.asked_at)}, by {sign_off.asked_by}"
    ended = "The link has run out. Ask again" if waits.link_has_ended(sign_off) else ""
    said = Said("check", "Sign-off: no answer yet")
    return _row(version, said, sent, _since(sign_off.asked_at), ended, act="Open it")


def _correction(correction, mark, state, act):
    link = _page(correction, "change")
    lines = (f"{correction.made_by}, {clock.lately(correction.made_at)}.", f"Note for readers: {correction.note}")
    said = Said(mark, f"Correct everywhere, {state}")
    return Row(str(correction), link, said, lines, act=act, act_link=link)


def _scheduled():
    rows = []
    for model in waits.VERSIONS:
        for version in waits.rows(model, waits.scheduled(model), "publish_at")[:LONGEST]:
            by = f"Approved by {version.approved_by}" if version.approved_by else ""
            said = Said("time", clock.with_utc(version.publish_at))
            if version.not_published_at:
                said = Said("gone", f"Could not go out {clock.lately(version.publish_at)}")
            row = _row(version, said, by, act="Open it")
            rows.append((version.publish_at, row, version.not_published_why if version.not_published_at else ""))
    return [{"row": row, "why": why} for _, row, why in sorted(rows, key=lambda each: each[0])][:LONGEST]


def _by(person, moment):
    said = [str(person)] if person else []
    return ", ".join([*said, clock.lately(moment)] if moment else said)


def _since(moment):
    days = clock.since(moment) if moment else ""
    return f"For {days}" if days not in {"", "today"} else ""


WRITING = {"draft": "the text is being written", "in_review": "the text waits for a check", "approved": "approved"}


def _ended(editions, today):
    there, texts = desk.who_was_there(editions), desk.open_release_of(editions)
    rows = []
    for edition in editions:
        text = texts.get(edition.event_id)
        rows.append(
            {
                "title": str(edition),
                "link": reverse("admin:news_eventedition_change", args=[edition.pk]),
                "ago": words.plural((today - edition.ends).days, "day"),
                "place": edition.place.city if edition.place else "",
                "ended": words.day(edition.ends),
                "there": words.listed(there.get(edition.pk, [])),
                "writing": WRITING[text.state] if text else "no text yet",
                "text": reverse("admin:news_edition_change", args=[text.pk]) if text else "",
                "start": f"{reverse('admin:news_edition_add')}?event={edition.event_id}",
            }
        )
    return rows


def _coming(edition, today):
    return {
        "title": str(edition),
        "link": reverse("admin:news_eventedition_change", args=[edition.pk]),
        "dates": words.span(edition.starts, edition.ends, edition.precision),
        "place": edition.place.city if edition.place else "",
        "running": edition.starts <= today,
    }


def _months(rows):
    """Bars for a small chart: heights in the units of its viewBox."""
    most = max([number for _, number in rows] + [1])
    bars = []
    for place, (first, number) in enumerate(rows):
        height = round(77 * number / most)
        bars.append(
            {
                "x": place * 50 + 10,
                "middle": place * 50 + 25,
                "y": 96 - height,
                "height": height,
                "label_y": 91 - height,
                "number": number,
                "name": first.strftime("%b"),
                "full": first.strftime("%B"),
            }
        )
    return bars
