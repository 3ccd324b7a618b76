"""The part of the page about the press release: which one, what would come in, what is in the way."""

from django.urls import reverse

from news import workflow
from news.enums import Act, State
from news.errors import ChangedMeanwhile, NewsroomError, Problems
from news.models import Edition
from news.record import attaching, picture_sets
from news.rules import refusal
from news.workflow import attaching as act

from .typed import key_of, keys_of

CHANGED = "Somebody saved the press release meanwhile. Look at it, then put the pictures in again."


class Way:
    """How the pictures get into the release. `why_not` are sentences; empty if nothing is in the way."""

    def __init__(self, person, picture_set, rows, nobody):
        self.release = picture_set.release
        self.edition = self.public = self.plan = None
        self.refusal = self.revise = self.begin = ""
        self.drafts, self.differ = [], []
        self.hinders = act.hindrances(picture_set, rows, nobody)
        if self.release is None:
            self._no_release(picture_set)
            return
        versions = list(self.release.editions.exclude(state=State.DISCARDED).order_by("-number"))
        self.edition = next((one for one in versions if one.is_open), None)
        if self.edition is None:
            self._nothing_open(person, versions)
            return
        self.refusal = refusal(person, Act.EDIT, self.edition)
        self.plan = attaching.plan(picture_set, rows, self.edition)
        numbers = {row.picture_id: number for number, row in enumerate(rows, start=1)}
        self.differ = [
            {"number": numbers[row.picture_id], "picture": row.picture, "there": self.plan.there[row.picture_id]}
            for row in self.plan.differ
        ]

    def _no_release(self, picture_set):
        self.refusal = "These pictures belong to no press release yet."
        if picture_set.event_id:
            drafts = Edition.objects.open().filter(event=picture_set.event_id).select_related("release")
            self.drafts = list(drafts.order_by("-pk")[:20])
            self.begin = f"{reverse('admin:news_edition_add')}?event={picture_set.event_id}"

    def _nothing_open(self, person, versions):
        self.public = versions[0] if versions else None
        self.refusal = "The press release has no version in progress."
        if self.public is not None and not workflow.why_not(Act.REVISE, self.public, by=person):
            self.revise = reverse("admin:news_edition_revise", args=[self.public.pk])

    @property
    def is_in(self):
        """Whether the release has everything already."""
        return self.plan is not None and not self.plan.changes

    @property
    def is_ready(self):
        return self.plan is not None and not self.refusal and not self.hinders and self.plan.changes

    @property
    def link(self):
        edition = self.edition or self.public
        return reverse("admin:news_edition_change", args=[edition.pk]) if edition else ""


def choose(request, picture_set):
    """The draft that was chosen becomes that of the set. Returns a sentence if it cannot."""
    key = key_of(request.POST.get("release", ""))
    if key is None:
        return "Choose a press release."
    drafts = Edition.objects.open().filter(event=picture_set.event_id, release=key, event__isnull=False)
    if not drafts.exists():
        return "This press release is no longer a draft of the event. Choose another."
    picture_set.release_id = key
    picture_sets.save_set(picture_set, by=request.user)
    return ""


def put(request, picture_set):
    """Returns `(version or None, sentences)`."""
    key, version = key_of(request.POST.get("edition", "")), key_of(request.POST.get("edition_version", ""))
    edition = Edition.objects.filter(pk=key, release=picture_set.release_id).first() if key else None
    if edition is None:
        return None, ["The press release has no version in progress. Begin one first."]
    anew = frozenset(keys_of(request.POST, "anew"))
    try:
        edition, found = act.put_in_release(
            picture_set, edition, by=request.user, lock_version=-1 if version is None else version, anew=anew
        )
    except Problems as error:
        return None, [sentence for sentences in error.by_field.values() for sentence in sentences]
    except ChangedMeanwhile:
        return None, [CHANGED]
    except NewsroomError as error:
        return None, [str(error)]
    return edition, [act.said(found)]
