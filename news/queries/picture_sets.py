"""Sets of photographs as pages show them: how many were sent, what is left to choose, what has no words yet."""

from dataclasses import dataclass

from django.db.models import Count, Max, Q

from news.enums import PictureChoice, State
from news.models import Edition, EventEdition, Picture, PictureSet, SetPicture
from news.queries import files

CHOSEN = Q(rows__choice=PictureChoice.PUBLISH)
WORDLESS = CHOSEN & (Q(rows__picture__alt="") | Q(rows__picture__caption=""))


@dataclass(frozen=True)
class Counted:
    """`without_words` are those to publish whose caption or alternative text is still empty."""

    sent: int
    undecided: int
    publish: int
    archived: int
    thrown: int
    without_words: int


NOTHING = Counted(0, 0, 0, 0, 0, 0)


def with_counts(sets):
    """A queryset of sets, each with `sent`, `undecided`, `publish`, `archived`, `thrown` and `without_words`."""
    return sets.annotate(
        sent=Count("rows"),
        undecided=Count("rows", filter=Q(rows__choice=PictureChoice.UNDECIDED)),
        publish=Count("rows", filter=CHOSEN),
        archived=Count("rows", filter=Q(rows__choice=PictureChoice.ARCHIVE)),
        thrown=Count("rows", filter=Q(rows__choice=PictureChoice.THROWN)),
        without_words=Count("rows", filter=WORDLESS),
    )


def counted(picture_set):
    """What is in one set now, in one query."""
    row = with_counts(PictureSet.objects.filter(pk=picture_set.pk)).order_by().values(*Counted.__annotations__).first()
    return Counted(**row) if row else NOTHING


def complete(sets):
    """Give each set of a list `counted` and `belongs_to`: the title of its release, else the name of its event.

    Three queries, however many sets.
    """
    found = with_counts(PictureSet.objects.filter(pk__in=[row.pk for row in sets])).order_by()
    counts = {row.pop("pk"): Counted(**row) for row in found.values("pk", *Counted.__annotations__)}
    titles = _newest_words(Edition, "release", "title", {row.release_id for row in sets})
    names = _newest_words(EventEdition, "event", "name", {row.event_id for row in sets})
    for row in sets:
        row.counted = counts.get(row.pk, NOTHING)
        row.belongs_to = titles.get(row.release_id) or names.get(row.event_id) or ""


def _newest_words(model, thing, words, keys):
    """`{key of the thing: these words of its newest version that is not in the bin}`."""
    rows = model.objects.filter(**{f"{thing}__in": keys - {None}}).exclude(state=State.DISCARDED)
    return dict(rows.order_by("pk").values_list(f"{thing}_id", words))


def of_version(edition):
    """The sets of a version's release or event. A release has those of its event, too, that no release has yet."""
    if isinstance(edition, Edition):
        waiting = Q(event=edition.event_id, release=None) if edition.event_id else Q()
        return PictureSet.objects.filter(Q(release=edition.release_id) | waiting)
    return PictureSet.objects.filter(event=edition.event_id)


def undecided():
    """How many pictures wait to be chosen, in how many sets, and the key of one of these. One query."""
    rows = SetPicture.objects.filter(choice=PictureChoice.UNDECIDED)
    return rows.aggregate(pictures=Count("pk"), sets=Count("set", distinct=True), one=Max("set"))


# Single pictures


def chosen(choice):
    """The condition on pictures of which a set says this."""
    return Q(pk__in=SetPicture.objects.filter(choice=choice).values("picture"))


def in_bin():
    """The condition on pictures that were thrown away in every set that has them."""
    kept = SetPicture.objects.exclude(choice=PictureChoice.THROWN).values("picture")
    return chosen(PictureChoice.THROWN) & ~Q(pk__in=kept)


def is_in_bin(picture):
    return Picture.objects.filter(in_bin(), pk=picture.pk).exists()


def offered():
    """Pictures that may go on a release: neither hidden nor thrown away."""
    return Picture.objects.filter(~in_bin(), hidden_at=None)


def in_progress_with(picture):
    """The versions in progress that use a picture, in their text or beside it."""
    return files.uses_of(picture).open().order_by("-pk")


def newest(thing):
    """The newest version of a release or event that is not in the bin, or None."""
    return thing.editions.exclude(state=State.DISCARDED).order_by("-pk").first()
