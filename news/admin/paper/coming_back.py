"""A file of Word comes back: it is read, compared with the version it came from, and what is accepted is saved.

The page carries what the file said, signed, so nothing is kept until something is accepted. If
somebody saves meanwhile, the page is made anew against what stands there, and the choices stay.
"""

import io
import re
from dataclasses import asdict, dataclass, replace

from django.contrib import messages
from django.core import signing
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from news import words, workflow
from news.admin import acts
from news.differences import word_by_word
from news.enums import Act
from news.errors import ChangedMeanwhile, NewsroomError, NotAllowed, Problems
from news.intake import word
from news.intake.word_comparison import Comparison, Texts
from news.models import Snapshot
from news.outputs import docx, paper
from news.outputs.paper.facts import rows as rows_of_facts
from news.record import canonical
from news.record.log import history_of
from news.rules import refusal

from . import identity

SALT = "news.word.returned"
CHOICES = {"accept", "refuse"}
# Of how many saved versions somebody may choose where a file came from.
LISTED = 20
SAVED_MEANWHILE = "Somebody saved meanwhile. The changes are shown again beside what stands there now. Look again."
FORGOTTEN = "This page is too old, or was cut off on its way. Send the file again."


@dataclass
class _Job:
    """What a file said, carried from page to page."""

    returned: dict
    base: int | None
    said: str = ""
    comments: list = ()
    facts: list = ()
    found: list = ()
    removed: list = ()
    tracked: bool = False
    name: str = ""

    def carried(self):
        return signing.dumps(asdict(self), salt=SALT, compress=True)

    @classmethod
    def arrived(cls, token):
        return cls(**signing.loads(token, salt=SALT, max_age=7 * 24 * 3600))


def view(request, model_admin, edition):
    """First the file, then its changes, then what was chosen."""
    if request.method not in {"GET", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    if said := refusal(request.user, Act.EDIT, edition):
        raise NotAllowed(said)
    if request.method == "GET":
        return _upload_page(request, model_admin, edition)
    if "job" not in request.POST:
        return _sent(request, model_admin, edition)
    try:
        job = _Job.arrived(request.POST["job"])
    except (signing.BadSignature, TypeError):
        return _upload_page(request, model_admin, edition, [FORGOTTEN])
    return _chosen(request, model_admin, edition, job)


def _sent(request, model_admin, edition):
    try:
        returned = word.read(
            request.FILES.get("file"), had_summary=bool(edition.standfirst), had_dateline=bool(edition.dateline)
        )
    except Problems as problems:
        return _upload_page(request, model_admin, edition, problems.by_field.get("file", [str(problems)]))
    base, said = identity.find(edition, returned)
    job = _Job(
        returned=asdict(Texts.of(returned)),
        base=base.pk if base else None,
        said=said,
        comments=list(returned.comments),
        facts=[list(row) for row in returned.facts],
        found=list(returned.found),
        removed=list(returned.removed),
        tracked=returned.tracked,
        name="".join(sign for sign in request.FILES["file"].name if sign.isprintable())[:120],
    )
    return _compare_page(request, model_admin, edition, job, {})


def _chosen(request, model_admin, edition, job):
    asked = request.POST.get("base", "")
    if asked.isdecimal() and len(asked) < 19 and _may_be_base(edition).filter(pk=asked).exists():
        job = replace(job, base=int(asked))
    chosen = {
        name.removeprefix("change-"): value
        for name, value in request.POST.items()
        if name.startswith("change-") and value in CHOICES
    }
    if request.POST.get("all") in CHOICES:
        return _compare_page(request, model_admin, edition, job, chosen, all_as=request.POST["all"])
    if "save" not in request.POST:
        return _compare_page(request, model_admin, edition, job, chosen)
    if acts.version_shown(request) != edition.lock_version:
        return _compare_page(request, model_admin, edition, job, chosen, said=[SAVED_MEANWHILE])
    compared = _compare(edition, job)
    left = sum(change.key not in chosen for change in compared.changes)
    if left:
        said = f"Choose for each change: {words.plural(left, 'change is', 'changes are')} left."
        return _compare_page(request, model_admin, edition, job, chosen, said=[said], compared=compared)
    return _save(request, model_admin, edition, job, chosen, compared)


def _save(request, model_admin, edition, job, chosen, compared):
    accepted = {change.key for change in compared.changes if chosen[change.key] == "accept"}
    refused = len(compared.changes) - len(accepted)
    content = compared.content(accepted)
    if content:
        try:
            edition = workflow.edit(edition, content, by=request.user, lock_version=edition.lock_version)
        except ChangedMeanwhile:
            edition.refresh_from_db()
            return _compare_page(request, model_admin, edition, job, chosen, said=[SAVED_MEANWHILE])
        except NotAllowed:
            raise
        except NewsroomError as error:
            said = [one for many in getattr(error, "by_field", {"": [str(error)]}).values() for one in many]
            return _compare_page(request, model_admin, edition, job, chosen, said=said, compared=compared)
        if job.removed:
            request.session["removed_from_text"] = job.removed
        at = timezone.localtime()
        messages.success(
            request,
            f"{words.plural(len(accepted), 'change')} accepted, {words.number(refused)} refused. "
            f"Saved at {at:%H:%M}. {acts.who_sees(edition)}",
        )
    else:
        messages.success(request, "Every change was refused. The text stays as it was.")
    return HttpResponseRedirect(_change_page(edition))


def _compare(edition, job):
    """Every text in the form that Word gives it, so that what Word itself changes is no change."""
    draft = Texts.of(canonical.read(edition))
    now = _through_word(draft)
    base = Texts.of(_base(edition, job).data)
    return Comparison(now if base == draft else _through_word(base), now, Texts(**job.returned), draft)


def _through_word(texts):
    sheet = paper.Sheet(
        what="",
        mark="",
        state="",
        reference="",
        title=texts.title or "Without a title",
        number=0,
        saved="",
        saved_by="",
        code="",
        standfirst=texts.standfirst,
        dateline=texts.dateline,
        body=paper.body_to_show(texts.body),
    )
    return Texts.of(word.read(io.BytesIO(docx.make(sheet, identity=""))))


def _base(edition, job):
    """The version a file is compared with: its own, else the newest."""
    found = _may_be_base(edition).filter(pk=job.base).first() if job.base else None
    return found or paper.kept_version(edition, by=None)


def _may_be_base(edition):
    keys = [str(key) for key in edition.release.editions.values_list("pk", flat=True)]
    return Snapshot.objects.filter(thing_type="edition", thing_id__in=keys)


# Pages


def _upload_page(request, model_admin, edition, said=()):
    context = {"title": "A file came back", "said": said}
    return _page(request, model_admin, edition, "desk/paper/upload.html", context)


def _compare_page(request, model_admin, edition, job, chosen, *, said=(), all_as="", compared=None):
    compared = compared or _compare(edition, job)
    base = _base(edition, job)
    if all_as:
        chosen = {change.key: all_as for change in compared.changes}
    missing = said and "save" in request.POST
    number, parts = 0, []
    for label, changes in compared.by_part:
        shown = []
        for change in changes:
            number += 1
            choice = chosen.get(change.key, "")
            shown.append(
                {
                    "change": change,
                    "number": number,
                    "choice": choice,
                    "missing": missing and not choice,
                    "pieces": word_by_word(change.old, change.new) if change.kind == "changed" else (),
                }
            )
        parts.append((label, shown))
    context = {
        "title": "What changed in Word",
        "said": list(said),
        "job": job,
        "token": job.carried(),
        "base": base,
        "base_sure": job.base is not None and not job.said,
        "bases": [] if job.base and not job.said else list(history_of(edition, Snapshot).select_related("by")[:LISTED]),
        "drifted": base.data != canonical.read(edition),
        "parts": parts,
        "total": number,
        "hints": compared.hints,
        "facts": _facts_hints(edition, job),
    }
    return _page(request, model_admin, edition, "desk/paper/compare.html", context)


def _facts_hints(edition, job):
    """`(label, in the file, at the event)` of the rows in which the table of the file says something else."""
    facts = workflow.facts_beside(edition)
    if facts is None or not job.facts:
        return []
    now = {}
    for label, lines in rows_of_facts(facts):
        now.setdefault(_plain(label), []).append("\n".join(lines))
    found = []
    for label, text in job.facts:
        there = now.get(_plain(label), [])
        stands = there.pop(0) if there else ""
        if _plain(text) != _plain(stands):
            found.append((label, text, stands))
    return found


def _plain(text):
    return re.sub(r"\s+", " ", docx.CONTROLS.sub("", text)).strip()


def _page(request, model_admin, edition, template, context):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "edition": edition,
        "back": _change_page(edition),
        **context,
    }
    return TemplateResponse(request, template, context)


def _change_page(edition):
    return reverse("admin:news_edition_change", args=[edition.pk])
