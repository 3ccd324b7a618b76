"""The pictures of a release for the second person: what no reader sees of them is what must be compared, too."""

from news.html.blocks import Figure, text_of
from news.html.read import read as blocks_of
from news.models import Edition
from news.pictures.renditions import crop_url, pictures_in
from news.queries import not_shown
from news.queries.files import KEY_LENGTH

SMALL = 240


def listed(edition):
    """Each picture with its words and who is in it, those of the text last. Five queries at most, however many."""
    if not isinstance(edition, Edition):
        return []
    shown = "picture__people_shown__person"
    rows = edition.pictures.select_related("picture").prefetch_related(shown).order_by("order", "pk")
    found = [
        _one(row.picture, row.alt, row.caption, main=row.is_lead, decorative=row.is_decorative, credit=row.credit)
        for row in rows
    ]
    found += _in_text(edition)
    if nobody := not_shown.people() if found else None:
        for one in found:
            one["stop"] += not_shown.named(nobody, f"{one['alt']}\n{one['caption']}")
    for one in found:
        one["stop"] = list(dict.fromkeys(one["stop"]))
    return found


def _in_text(edition):
    figures = [block for block in blocks_of(edition.body) if isinstance(block, Figure)]
    if not figures:
        return []
    pictures = {
        row.sha256[:KEY_LENGTH]: row for row in pictures_in(edition.body).prefetch_related("people_shown__person")
    }
    found = []
    for figure in figures:
        picture = next((row for key, row in pictures.items() if f"/{key}/" in figure.src), None)
        if picture is not None:
            found.append(_one(picture, figure.alt, text_of(figure.caption), in_text=True))
    return found


def _one(picture, alt, caption, **more):
    people = sorted(picture.people_shown.all(), key=lambda row: row.order)
    return {
        "small": crop_url(picture, SMALL),
        "alt": alt,
        "caption": caption,
        "hidden": picture.hidden_at is not None,
        "people": [str(row) for row in people],
        "stop": [row.person.name for row in people if row.person_id and row.person.do_not_show],
        **more,
    }
