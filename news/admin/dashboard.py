"""What waits: the first page of the desk."""

from django.urls import reverse
from django.utils import timezone

from news import words
from news.models import Edition
from news.queries import desk
from news.rules import people
from news.rules.wording import state_of


def waiting(request):
    """The number beside *What waits*: things that this person can do something about now."""
    person = request.user
    if not people.at_least(person, "viewer"):
        return 0
    return desk.drafts_of(person).count() + desk.flagged_for(person).count()


def context(request, context):
    """Unfold's hook: the dashboard's content, as lists of plain rows."""
    today = timezone.localdate()
    ended = list(desk.ended_without_release(today)[:10])
    drafts = list(desk.drafts_of(request.user))
    public = desk.public_beside(drafts, "release")
    mine = [_draft(edition, public.get(edition.release_id)) for edition in drafts]
    flagged = [_flagged(edition) for edition in desk.flagged_for(request.user)[:10]]
    return context | {
        "title": "What waits",
        "now": timezone.localtime(),
        "may_write": not people.writer(request.user),
        "mine": mine,
        "flagged": flagged,
        "todo": len(mine) + len(flagged),
        "ended": _ended(ended, today),
        "coming": [_coming(edition, today) for edition in desk.coming_events(today)],
        "months": _months(desk.published_each_month(today)),
        "last_published": Edition.objects.live().order_by("-published_at").first(),
    }


def _draft(edition, public):
    return {
        "title": str(edition),
        "link": reverse("admin:news_edition_change", args=[edition.pk]),
        "state": state_of(edition, public),
        "changed": edition.changed_at,
        "event": edition.event_id and str(edition.event),
    }


def _flagged(edition):
    return {
        "state": state_of(None, edition),
        "title": str(edition),
        "link": edition.release.get_absolute_url(),
        "by": str(edition.published_by or "the system"),
        "since": edition.flagged_since,
        "reason": edition.flag_reason,
    }


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
                "ended": edition.ends,
                "there": words.listed(there.get(edition.pk, [])),
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
