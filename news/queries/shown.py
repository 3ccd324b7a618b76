"""Where readers see somebody: public pictures that show a person, and those whose words name them."""

from dataclasses import dataclass, field

from django.db.models import Q
from django.db.models.functions import Left

from news import html
from news.html.blocks import Figure, text_of
from news.html.read import read as blocks_of
from news.models import Edition, EditionPicture, Picture

from . import not_shown
from .files import KEY_LENGTH


@dataclass
class Shown:
    """A public picture, why it is thought to show the person, and (title, address) of the releases around it."""

    picture: Picture
    why: str
    where: list[tuple[str, str]] = field(default_factory=list)


def publicly(person):
    """The public pictures of a person that are not hidden, newest release first. Seven queries at most.

    A picture shows whom somebody named from left to right; and whom its caption or alternative text names,
    in any spelling known for this person.
    """
    texts = {text for text in not_shown.spellings({person.pk: person.name})[person.pk] if text.strip()}
    names = {person.name: not_shown.folded(texts)}
    found = {}
    for row in _rows(person, texts):
        tagged = row.picture_id in row.tagged
        if tagged or not_shown.named(names, f"{row.caption}\n{row.alt}"):
            _add(found, row.picture, "Named from left to right" if tagged else "Its words name them", row.edition)
    _in_texts(found, person, texts, names)
    return list(found.values())


def _rows(person, texts):
    tagged = set(person.shown_in.values_list("picture", flat=True))
    words = Q()
    for text in texts:
        words |= Q(caption__icontains=text) | Q(alt__icontains=text)
    rows = (
        EditionPicture.objects.filter(Q(picture__in=tagged) | words, picture__hidden_at=None)
        .filter(edition__in=Edition.objects.live())
        .select_related("picture", "edition__release")
        .order_by("-edition__published_at", "order", "pk")
    )
    for row in rows:
        row.tagged = tagged
        yield row


def _in_texts(found, person, texts, names):
    """Figures in the texts themselves."""
    words = Q(pk__in=[])
    for text in texts:
        words |= Q(body__icontains=text)
    keys = {sha[:KEY_LENGTH] for sha in person.shown_in.values_list("picture__sha256", flat=True)}
    for key in keys:
        words |= Q(body__contains=f"/media/{key}/")
    editions = Edition.objects.live().filter(words, body__contains="<figure>").select_related("release")
    wanted = {}
    for edition in editions.order_by("-published_at"):
        for block in blocks_of(edition.body):
            if isinstance(block, Figure):
                key = html.key_of(block.src)
                if key in keys or not_shown.named(names, f"{block.alt}\n{text_of(block.caption)}"):
                    wanted.setdefault(key, []).append(edition)
    if not wanted:
        return
    keyed = Picture.objects.filter(hidden_at=None).annotate(key=Left("sha256", KEY_LENGTH)).filter(key__in=wanted)
    for picture in keyed:
        why = "Named from left to right" if picture.key in keys else "Its words name them"
        for edition in wanted[picture.key]:
            _add(found, picture, why, edition)


def _add(found, picture, why, edition):
    shown = found.setdefault(picture.pk, Shown(picture, why))
    where = (edition.title, edition.release.get_absolute_url())
    if where not in shown.where:
        shown.where.append(where)
