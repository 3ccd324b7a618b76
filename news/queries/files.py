"""Files that belong to a press release: documents to download, and which pictures of its text are hidden.

A picture or document is public while a published release uses it and nobody has hidden it.
"""

from dataclasses import dataclass

from django.db.models import Q

from news import html, words
from news.models import Document, Edition, EditionDocument, EditionPicture, Picture

from .prepared import Part, Prepared

KEY_LENGTH = 16
_OFFICE, _OPEN = "application/vnd.openxmlformats-officedocument", "application/vnd.oasis.opendocument"
# Of each format: what readers are told it is, and what their browser is told.
KINDS = {
    "pdf": ("PDF", "application/pdf"),
    "docx": ("Word", f"{_OFFICE}.wordprocessingml.document"),
    "xlsx": ("Excel", f"{_OFFICE}.spreadsheetml.sheet"),
    "pptx": ("PowerPoint", f"{_OFFICE}.presentationml.presentation"),
    "odt": ("ODT", f"{_OPEN}.text"),
    "ods": ("ODS", f"{_OPEN}.spreadsheet"),
    "odp": ("ODP", f"{_OPEN}.presentation"),
    "jpeg": ("JPEG", "image/jpeg"),
    "png": ("PNG", "image/png"),
}
ENDINGS = {form: form for form in KINDS} | {"jpeg": "jpg"}
TYPES = {form: word for form, (word, _) in KINDS.items()}
CONTENT_TYPES = {form: sent_as for form, (_, sent_as) in KINDS.items()}
# A scan is evidence for the desk. Readers get it as PDF.
FOR_READERS = frozenset(KINDS) - {"jpeg", "png"}
UNITS = {"xlsx": "sheet", "ods": "sheet", "pptx": "slide", "odp": "slide"}
LANGUAGES = {
    "en": "English",
    "id": "Indonesian",
    "km": "Khmer",
    "lo": "Lao",
    "ms": "Malay",
    "my": "Burmese",
    "ta": "Tamil",
    "th": "Thai",
    "tl": "Filipino",
    "vi": "Vietnamese",
    "zh": "Chinese",
    "ko": "Korean",
    "ja": "Japanese",
    "fr": "French",
}
SEEN = ("sha256", "format", "width", "height", "hidden_at")


@dataclass(frozen=True)
class File:
    """A document as pages list it. `facts` is "2 pages, 180 KB, English", `size` in bytes."""

    title: str
    url: str
    type: str
    facts: str
    size: int


def document_url(document):
    """`/media/documents/<first 16 of the hash>/<title>.pdf`, or as it ends. The key decides, not the title."""
    ending = ENDINGS[document.format]
    return f"/media/documents/{document.sha256[:KEY_LENGTH]}/{words.slug(document.title, 'document')}.{ending}"


def facts_of(document):
    """Pages (slides, sheets), size and language in words."""
    parts = [
        words.plural(document.pages, UNITS.get(document.format, "page")) if document.pages else "",
        size_in_words(document.size),
        LANGUAGES.get(document.language, document.language),
    ]
    return ", ".join(filter(None, parts))


def size_in_words(number):
    """From bytes to "180 KB" or "1.4 MB"."""
    if number < 1_000_000:
        return f"{max(1, round(number / 1000)):,} KB"
    return f"{number / 1_000_000:.1f} MB".replace(".0 ", " ")


def of_release(edition, *, any_documents=True):
    """(the documents of an edition that are not hidden, its text without hidden pictures, those in it).

    A query for the documents, if there may be any, and one for the pictures if it names any. The pictures come by
    their keys, as rows that know their hash, format and size only.
    """
    rows = _DOCUMENTS.rows(edition.pk) if any_documents else []
    documents = tuple(listed(row.title, row.document) for row in rows if row.document.hidden_at is None)
    if not (keys := html.pictures(edition.body)):
        return documents, edition.body, {}
    found = {picture.sha256[:KEY_LENGTH]: picture for picture in keyed(keys).only(*SEEN)}
    gone = {key for key, picture in found.items() if picture.hidden_at}
    body = html.without_pictures(edition.body, gone) if gone else edition.body
    return documents, body, {key: picture for key, picture in found.items() if key not in gone}


def keyed(keys):
    """The pictures of these keys, hidden or not."""
    # As spans: the index on the whole hash serves, which it does not for its first letters.
    spans = Q()
    for key in keys:
        spans |= Q(sha256__gte=key, sha256__lt=f"{key}g")
    return Picture.objects.filter(spans).order_by()


_DOCUMENTS = Prepared(
    lambda edition: EditionDocument.objects.filter(edition=edition),
    Part("", EditionDocument, "title order"),
    Part("document", Document, "sha256 title format language size pages hidden_at"),
)


def listed(title, document):
    return File(title, document_url(document), TYPES[document.format], facts_of(document), document.size)


def of_releases(editions):
    """The documents of these editions that are not hidden, each once, in the order of the editions. One query."""
    place = {edition.pk: at for at, edition in enumerate(editions)}
    rows = EditionDocument.objects.filter(edition__in=place, document__hidden_at=None).select_related("document")
    found = {}
    for row in sorted(rows, key=lambda row: (place[row.edition_id], row.order, row.pk)):
        found.setdefault(row.document_id, listed(row.title, row.document))
    return tuple(found.values())


# Where a file is public


def uses_of(stored):
    """The editions that use a picture or a document, whatever their state."""
    if isinstance(stored, Document):
        return Edition.objects.filter(pk__in=EditionDocument.objects.filter(document=stored).values("edition"))
    beside = Edition.objects.filter(pk__in=EditionPicture.objects.filter(picture=stored).values("edition"))
    return beside | Edition.objects.filter(body__contains=f"/media/{stored.sha256[:KEY_LENGTH]}/")


def is_used_publicly(stored):
    """Whether a published release uses it, hidden or not."""
    return uses_of(stored).live().exists()


def is_used_elsewhere(stored, edition):
    """Whether a published release other than that of this edition uses it."""
    return uses_of(stored).live().exclude(release=edition.release_id).exists()
