"""The page for whoever saves second: what clashes is asked, what does not is taken and listed.

Nothing is written until every question is answered; until then what was typed travels in the page, sealed.
"""

from dataclasses import dataclass, replace

from django.contrib import messages
from django.core import signing
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone

from news import words
from news.admin.acts import who_sees
from news.differences.three_way import merge
from news.enums import Act, State
from news.errors import ChangedMeanwhile, NewsroomError, Problems
from news.models import EventEdition, Snapshot
from news.queries.versions import changes
from news.record import autosaves
from news.record.canonical import read
from news.rules import people, refusal

from . import mine as typed
from .questions import RULES, questions, series_question

SERIES = "series"


@dataclass
class Second:
    """What is known of somebody who saves second."""

    edition: object
    base: dict
    began: object
    mine: dict
    sealed: str
    series: dict | None = None
    autosave: str = ""


def page_for(model_admin, request, key, mine, *, series=None):
    """The first page, reached by the save itself. `series` is `[key, ordinal]` as typed, for events."""
    shown = request.as_shown
    edition = _edition(model_admin.model, key)
    series = {"mine": series, "base": shown.series} if series is not None else None
    sealed = typed.seal(
        edition=[edition._meta.model_name, edition.pk],
        person=request.user.pk,
        base=shown.snapshot.pk,
        mine=mine,
        series=series,
    )
    second = Second(
        edition, shown.content, shown.snapshot.at, mine, sealed, series, request.POST.get("_autosave", "")[:64]
    )
    if not _closed(request, edition) and (done := _nothing_to_choose(model_admin, request, second)):
        return done
    return _page(model_admin, request, second, {})


def urls(model_admin):
    name = f"news_{model_admin.model._meta.model_name}_two_versions"

    def view(request, key):
        return choose(model_admin, request, key)

    return [path("<int:key>/two-versions/", model_admin.admin_site.admin_view(view), name=name)]


def choose(model_admin, request, key):
    """The answers, as far as they are given; another page while something is open."""
    if said := people.writer(request.user):
        raise PermissionDenied(said)
    edition = _edition(model_admin.model, key)
    if request.method != "POST":
        return HttpResponseRedirect(_change(edition))
    try:
        second = _unsealed(request, edition)
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        messages.error(request, "What you typed was changed on its way. Nothing was saved.")
        return HttpResponseRedirect(_change(edition))
    if "_copy" in request.POST:
        return _copy(model_admin, request, second)
    if _closed(request, edition):
        return _page(model_admin, request, second, {})
    answers = _answers(request)
    seen = request.POST.get("seen", "")
    if request.POST.get("_all") or seen != str(edition.lock_version):
        return _page(model_admin, request, second, answers, again=seen != str(edition.lock_version))
    return _save(model_admin, request, second, answers)


def _edition(model, key):
    names = ["changed_by", "event" if model is EventEdition else "release"]
    edition = model.objects.select_related(*names).filter(pk=key).first()
    if edition is None:
        raise Http404("There is no such version.")
    return edition


def _unsealed(request, edition):
    sealed = request.POST.get("typed", "")
    said = typed.unseal(sealed)
    if said["edition"] != [edition._meta.model_name, edition.pk] or said["person"] != request.user.pk:
        raise PermissionDenied("This was typed by somebody else, or at another place.")
    snapshot = Snapshot.objects.filter(pk=said["base"]).first()
    if snapshot is None:
        raise ValueError("The version this began with is no longer there.")
    autosave = request.POST.get("_autosave", "")[:64]
    return Second(edition, snapshot.data, snapshot.at, said["mine"], sealed, said["series"], autosave)


def _answers(request):
    prefix = "answer-"
    return {name.removeprefix(prefix): value for name, value in request.POST.items() if name.startswith(prefix)}


def _closed(request, edition):
    """Why nothing more can be saved here, or an empty string."""
    if getattr(edition.thing, "merged_into_id", None):
        return "This event was merged into another one meanwhile."
    if edition.state not in State.open or edition.state == State.APPROVED:
        return f"This version is not open any more. It is now: {edition.get_state_display().lower()}."
    if said := refusal(request.user, Act.EDIT, edition):
        return f"It was handed in meanwhile. {said}" if edition.state == State.IN_REVIEW else said
    return ""


# Saving


def _merged(second, answers):
    theirs = read(second.edition)
    merged = merge(second.base, second.mine, theirs, answers=answers, rules=RULES)
    return theirs, merged, _series(second, answers)


def _series(second, answers):
    """`(chosen, whether it is asked, whether the answer is missing)`; chosen is None for releases."""
    if second.series is None:
        return None, False, False
    theirs = typed.series_of(second.edition.event)
    mine, base = second.series["mine"], second.series["base"] or theirs
    if mine in (theirs, base):
        return theirs, False, False
    if theirs == base:
        return mine, False, False
    answer = answers.get(SERIES)
    return (mine if answer == "mine" else theirs), True, answer not in {"mine", "theirs"}


def _nothing_to_choose(model_admin, request, second):
    """What was sent twice is saved already; nothing is written again."""
    theirs, merged, (series, asked, _) = _merged(second, {})
    of_now = typed.series_of(second.edition.event) if second.series else None
    if merged.clashes or asked or changes(model_admin.model, theirs, merged.content) or series != of_now:
        return None
    return _done(request, second, second.edition, "This was saved already.")


def _save(model_admin, request, second, answers):
    _, merged, (series, _, series_missing) = _merged(second, answers)
    if merged.missing or series_missing:
        return _page(model_admin, request, second, answers, asked=True)
    try:
        saved = typed.write(
            second.edition, merged.content, by=request.user, lock_version=second.edition.lock_version, series=series
        )
    except ChangedMeanwhile:
        second = replace(second, edition=_edition(model_admin.model, second.edition.pk))
        return _page(model_admin, request, second, answers, again=True)
    except NewsroomError as error:
        return _page(model_admin, request, second, answers, problems=_sentences(error))
    return _done(request, second, saved, f"Saved at {timezone.localtime():%H:%M}. {who_sees(saved)}")


def _copy(model_admin, request, second):
    series = (second.series or {}).get("mine")
    try:
        saved = typed.write_copy(model_admin.model, second.mine, by=request.user, series=series)
    except NewsroomError as error:
        return _page(model_admin, request, second, _answers(request), problems=_sentences(error))
    return _done(request, second, saved, "What you typed is kept here, as a draft of its own.")


def _done(request, second, edition, said):
    autosaves.forget(request.user, second.autosave)
    messages.success(request, said)
    return HttpResponseRedirect(_change(edition))


def _sentences(error):
    if isinstance(error, Problems):
        return [sentence for said in error.by_field.values() for sentence in said]
    return [str(error)]


# The page


def _page(model_admin, request, second, answers, *, asked=False, again=False, problems=()):
    edition, model = second.edition, model_admin.model
    closed = _closed(request, edition)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Two versions: choose" if not closed else "What you typed is kept here",
        "second": second,
        "edition": edition,
        "closed": closed,
        "problems": list(problems),
        "back": _change(edition),
        "action": reverse(f"admin:news_{model._meta.model_name}_two_versions", args=[edition.pk]),
        "who": _who(request, edition),
        "other": _other(request, edition),
        "their_time": _time(edition.changed_at),
        "began": _time(second.began),
        "again": again,
    }
    if closed:
        context["typed"] = changes(model, None, second.mine)
    else:
        context |= _asked(request, second, model, answers, asked)
    return TemplateResponse(request, "desk/two_versions/page.html", context)


def _asked(request, second, model, answers, asked):
    theirs, merged, (_, series_asked, series_missing) = _merged(second, answers)
    everything = request.POST.get("_all")
    if everything in {"mine", "theirs"}:
        answers = {clash.key: everything for clash in merged.clashes} | {SERIES: everything}
        theirs, merged, (_, series_asked, series_missing) = _merged(second, answers)
    missing = merged.missing if asked else ()
    sides = (second.base, second.mine, theirs)
    found = questions(model, merged.clashes, sides, answers=answers, missing=missing)
    if series_asked:
        both = (second.series["mine"], typed.series_of(second.edition.event))
        found.append(
            series_question(len(found) + 1, SERIES, both, answers=answers, is_missing=asked and series_missing)
        )
    given = {"mine", "theirs", "both"}
    open_ones = [question.number for question in found if question.chosen not in given]
    all_mine, all_theirs = (merge(*sides, answers=side, rules=RULES).content for side in ("mine", "theirs"))
    return {
        "questions": found,
        "unanswered": open_ones,
        "missing": words.listed(str(question.number) for question in found if question.is_missing),
        # With theirs chosen everywhere, what still differs from theirs is mine that clashes with nothing.
        "taken_mine": changes(model, theirs, all_theirs),
        "taken_theirs": changes(model, second.mine, all_mine),
    }


def _who(request, edition):
    by = edition.changed_by
    if by is None:
        return "Somebody"
    return "You" if by.pk == request.user.pk else str(by)


def _other(request, edition):
    """How the other side is named at the options."""
    who = _who(request, edition)
    return "Saved by you before" if who == "You" else who


def _time(moment):
    """The hour today, else the day with it."""
    if moment is None:
        return ""
    moment, today = timezone.localtime(moment), timezone.localdate()
    hour = f"{moment:%H:%M}"
    return hour if moment.date() == today else f"{hour} on {words.day(moment.date())}"


def _change(edition):
    return reverse(f"admin:news_{edition._meta.model_name}_change", args=[edition.pk])
