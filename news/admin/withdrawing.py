"""Withdrawing and putting back: one page each, alike for releases and events."""

from dataclasses import dataclass

from django.contrib import messages
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import workflow
from news.enums import Act, State, WithdrawalKind
from news.errors import ChangedMeanwhile, NewsroomError, NotAllowed, Problems
from news.models import Edition, EventEdition
from news.queries import destinations
from news.queries.files import is_used_elsewhere
from news.rules import line_for, refusal

from .acts.pages import address, context, found, gone, refused
from .acts.posted import version_shown
from .ready import OF_A_WITHDRAWAL

LOOK_AGAIN = "Somebody changed this meanwhile. Look again, then withdraw."
LONGEST_TYPED = 2000


@dataclass(frozen=True)
class Card:
    """A way of withdrawing: its name, and in a sentence what readers find then."""

    kind: WithdrawalKind
    label: str
    says: str


def cards(is_event):
    text = "facts" if is_event else "text"
    return [
        Card(WithdrawalKind.NOTICE, f"Keep the {text}, with a notice", "Readers can still read it, below your notice."),
        Card(
            WithdrawalKind.EXPLAINED,
            f"Remove the {text}, say why",
            f"Readers find the {'name' if is_event else 'title'} and your reason, nothing else.",
        ),
        Card(WithdrawalKind.ERASED, "Remove everything", "Readers find that something was removed, and not what."),
        Card(WithdrawalKind.MOVED, "Lead to another page", "Readers who come here find the other page."),
    ]


def urls(model_admin):
    name, view = model_admin.model._meta.model_name, model_admin.admin_site.admin_view
    return [
        path("<int:key>/withdraw/", view(_page(model_admin, Act.WITHDRAW, _withdraw)), name=f"news_{name}_withdraw"),
        path("<int:key>/restore/", view(_page(model_admin, Act.RESTORE, _restore)), name=f"news_{name}_restore"),
    ]


def _page(model_admin, act, answer):
    """A page that asks before an act. Who may not do it is told why; who comes too late is led back."""

    def view(request, key):
        if request.method not in {"GET", "HEAD", "POST"}:
            return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
        edition = found(model_admin.model, key)
        if edition is None:
            return gone(request, model_admin.model)
        if line_for(act, edition.state) is None:
            messages.error(request, f"“{act.label}” is not possible now: {State(edition.state).label.lower()}.")
            return HttpResponseRedirect(address(edition, "change"))
        if said := refusal(request.user, act, edition):
            return refused(model_admin, request, edition, said)
        try:
            return answer(model_admin, request, edition)
        except NotAllowed as error:
            return refused(model_admin, request, edition, str(error))

    return view


# Withdraw


@dataclass
class Form:
    """What was typed, as it was typed."""

    kind: str = ""
    explanation: str = ""
    where: str = ""
    to: str = ""
    event_too: bool = False
    searched: bool = False

    @classmethod
    def of(cls, request):
        def typed(name):
            return request.POST.get(name, "").replace("\r\n", "\n")

        return cls(
            kind=typed("kind"),
            explanation=typed("explanation"),
            where=typed("where"),
            to=typed("to"),
            event_too=bool(request.POST.get("event_too")),
            searched="find" in request.POST,
        )

    @property
    def target(self):
        return destinations.by_token(self.to) or destinations.at(self.where)


def _withdraw(model_admin, request, edition):
    form, problems = Form(), {}
    if request.method == "POST":
        form = Form.of(request)
        if not form.searched:
            try:
                return _withdrawn(request, edition, form)
            except Problems as error:
                problems = error.by_field
            except ChangedMeanwhile:
                problems = {"": [LOOK_AGAIN]}
            except NotAllowed:
                raise
            except NewsroomError as error:
                problems = {"": [str(error)]}
    return TemplateResponse(
        request,
        "desk/withdraw.html",
        context(model_admin, request, edition, f"Withdraw “{edition}”")
        | _about(edition)
        | {
            "form": form,
            "problems": {path or "page": said for path, said in problems.items()},
            "matches": _matches(edition, form),
            "sentences": OF_A_WITHDRAWAL,
        },
    )


def _withdrawn(request, edition, form):
    edition = workflow.withdraw(
        edition,
        by=request.user,
        kind=form.kind,
        explanation=form.explanation.replace("\x00", "\ufffd"),
        moved_to=form.target if form.kind == WithdrawalKind.MOVED else None,
        event_too=form.event_too,
        lock_version=version_shown(request),
    )
    messages.success(request, f"Withdrawn. {DONE[edition.withdrawal_kind]} It can be put back.")
    return HttpResponseRedirect(address(edition, "change"))


DONE = {
    WithdrawalKind.NOTICE: "Readers see your notice above it.",
    WithdrawalKind.EXPLAINED: "Readers find your reason in its place.",
    WithdrawalKind.ERASED: "Nothing of it is public.",
    WithdrawalKind.MOVED: "Readers are led to the other page.",
}


def _matches(edition, form):
    """Pages to choose from: those with the typed words, and the one that is chosen already."""
    if not form.searched and not (form.kind == WithdrawalKind.MOVED and form.where and form.target is None):
        return []
    if thing := destinations.at(form.where):
        title, url = str(_name(thing)), thing.get_absolute_url()
        token = f"{thing._meta.model_name} {thing.pk}"
        return [destinations.Destination(token, title, "At this address", url)]
    return destinations.search(form.where[:LONGEST_TYPED], but=edition.thing)


def _name(thing):
    public = thing.editions.public().first() if hasattr(thing, "editions") else None
    return public or thing


def _about(edition):
    """What goes away with it: its event, its files, its lists."""
    is_event = isinstance(edition, EventEdition)
    if is_event:
        return {"is_event": True, "cards": cards(True), "holding": _titles(workflow.covering(edition.event_id))}
    facts = EventEdition.objects.live().filter(event=edition.event_id).first() if edition.event_id else None
    others = workflow.covering(edition.event_id, but=edition.release_id) if facts else Edition.objects.none()
    files = [row.picture for row in edition.pictures.select_related("picture")]
    files += [row.document for row in edition.documents.select_related("document")]
    shown = [stored for stored in files if stored.hidden_at is None]
    return {
        "is_event": False,
        "cards": cards(False),
        "facts": facts,
        "others": _titles(others),
        "files": len(shown),
        "kept_files": sum(is_used_elsewhere(stored, edition) for stored in shown),
        "waiting": edition.release.editions.filter(state=State.APPROVED).exists(),
    }


def _titles(editions):
    """(title, the desk's address) of releases."""
    return [(str(e), reverse("admin:news_edition_change", args=[e.pk])) for e in editions[:5]]


# Put back


def _restore(model_admin, request, edition):
    typed, problems = "", {}
    if request.method == "POST":
        typed = request.POST.get("comment", "")
        try:
            edition = workflow.restore(edition, by=request.user, comment=typed, lock_version=version_shown(request))
            messages.success(request, "It is back. Readers see it now.")
            return HttpResponseRedirect(address(edition, "change"))
        except Problems as error:
            problems = error.by_field
        except ChangedMeanwhile:
            problems = {"": ["Somebody changed this meanwhile. Look again, then put it back."]}
        except NotAllowed:
            raise
        except NewsroomError as error:
            problems = {"": [str(error)]}
    facts = workflow.comes_back(edition)
    at_comment = problems.pop("comment", [])
    return TemplateResponse(
        request,
        "desk/restore.html",
        context(model_admin, request, edition, f"Put back “{edition}”")
        | {
            "facts": facts,
            "typed": typed,
            "at_comment": at_comment,
            "problems": [sentence for said in problems.values() for sentence in said],
            "address": edition.thing.get_absolute_url(),
        },
    )
