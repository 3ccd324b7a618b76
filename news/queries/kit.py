"""What belongs into the press kit of a release besides what its page shows."""

from dataclasses import dataclass

from django.db.models.functions import Left

from news import html
from news.html.blocks import Figure, text_of
from news.html.read import read as blocks_of
from news.models import Edition, EditionDocument, Page, Picture

from .files import KEY_LENGTH

REUSE = "reuse"


@dataclass(frozen=True)
class KitPicture:
    """A public picture with its words as they stand in the release."""

    picture: Picture
    caption: str
    credit: str
    alt: str


@dataclass(frozen=True)
class KitRows:
    pictures: tuple[KitPicture, ...]
    documents: tuple[EditionDocument, ...]
    reuse: str


def read(found):
    """The rows for a `ReleasePage` that is live: pictures in the order of the page, each once; documents; the text
    of the page on reuse as HTML. Nothing hidden is among them. Three queries at most.
    """
    pictures = {
        row.picture.sha256: KitPicture(row.picture, row.caption, row.credit, "" if row.is_decorative else row.alt)
        for row in _attached(found)
    }
    for one in _in_text(found.body):
        pictures.setdefault(one.picture.sha256, one)
    live = Edition.objects.live().filter(release__uuid=found.uuid)
    documents = EditionDocument.objects.filter(edition__in=live, document__hidden_at=None)
    page = Page.objects.filter(slug=REUSE).values_list("body", flat=True).first()
    return KitRows(
        tuple(pictures.values()), tuple(documents.select_related("document").order_by("order", "pk")), page or ""
    )


def offer(found):
    """What the kit holds, in words: "8 pictures, text and names; about 24 MB". No query.

    The size is that of pictures and documents as they are stored; it is not told where that of one is not known.
    """
    attached = {row.picture.sha256[:KEY_LENGTH]: row.picture.size for row in _attached(found)}
    in_text = html.pictures(found.body) - attached.keys()
    number = len(attached) + len(in_text)
    parts = [f"{number} {'picture' if number == 1 else 'pictures'}"] if number else []
    parts += [*(["documents"] if found.documents else []), "text", "names"]
    held = ", ".join(parts)
    sizes = [*attached.values(), *(file.size for file in found.documents)]
    return f"{held}; {_about(sum(sizes))}" if sizes and all(sizes) and not in_text else held


def _about(size):
    return f"about {round(size / 1_000_000)} MB" if size >= 1_000_000 else "less than 1 MB"


def _attached(found):
    return [*([found.lead] if found.lead else []), *found.pictures]


def _in_text(body):
    """The pictures that stand in a text from which the hidden ones are gone."""
    figures = {}
    for block in blocks_of(body):
        if isinstance(block, Figure):
            figures.setdefault(html.key_of(block.src), block)
    if not figures:
        return []
    keyed = Picture.objects.annotate(key=Left("sha256", KEY_LENGTH)).filter(key__in=figures, hidden_at=None)
    rows = {picture.key: picture for picture in keyed}
    return [
        KitPicture(rows[key], text_of(figure.caption), rows[key].credit, figure.alt)
        for key, figure in figures.items()
        if key in rows
    ]
