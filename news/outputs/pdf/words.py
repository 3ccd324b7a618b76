"""What a release says on paper, as plain values; a digest of them is its version.

Nothing here is markup: the words reach the typesetter as data.
"""

import dataclasses
import functools
import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from news import html, words
from news.html.blocks import Figure, Para, Table, text_of
from news.html.read import read
from news.outputs import text as plain
from news.outputs.paper import prose
from news.outputs.typesetting import printable, without_font
from news.queries import glance as of_glance
from news.queries.files import KEY_LENGTH

from . import facts

HERE = Path(__file__).resolve().parent
VERSION_LENGTH = 24
LANGUAGE = re.compile("[a-z]{2,3}")
LOWEST_HEADING = 4


@dataclass(frozen=True)
class Picture:
    """A picture that is printed: by the beginning of its hash, `wide` in parts of its height."""

    key: str
    wide: float
    alt: str
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Said:
    """`published` is (year, month, day, hour, minute) in Kuala Lumpur; `large` and `small` are the days of the event.

    `spot` is in parts of the chart's width. `body` is as `paper.prose` gives it, its figures with the key of their
    picture. `missing` are letters for which there is no font.
    """

    title: str
    kind: str
    language: str
    address: str
    short: str
    lead: Picture | None
    reference: str = ""
    standfirst: str = ""
    byline: str = ""
    published: tuple[int, ...] = ()
    published_as: str = ""
    changed_as: str = ""
    large: str = ""
    small: str = ""
    duration: str = ""
    status: str = ""
    former: tuple[str, ...] = ()
    city: str = ""
    country: str = ""
    spot: tuple[float, float] | None = None
    facts: tuple = ()
    names: tuple = ()
    dateline: str = ""
    body: list = dataclasses.field(default_factory=list)
    motto: str = ""
    more_pictures: int = 0
    documents: tuple[str, ...] = ()
    changes: tuple[tuple[str, str], ...] = ()
    contact: tuple = ()
    about: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    missing: str = ""


def say(found):
    """The words of a live `ReleasePage`."""
    moment = timezone.localtime(found.published) if found.published else None
    said = Said(
        title=found.title,
        kind=found.kind,
        language=found.language if LANGUAGE.fullmatch(found.language) else "en",
        address=settings.SITE_ORIGIN + found.url,
        short=(settings.SITE_ORIGIN + found.short_url).partition("://")[2],
        lead=_lead(found.lead),
        reference=found.reference,
        standfirst=found.standfirst,
        byline=_byline(found),
        published=(moment.year, moment.month, moment.day, moment.hour, moment.minute) if moment else (),
        published_as=plain.published(found),
        changed_as=f"Updated {words.day(timezone.localtime(found.changes[0].at))}" if found.changes else "",
        **_event(found),
        dateline=found.dateline,
        body=_body(found),
        motto=found.motto,
        more_pictures=len(found.pictures),
        documents=tuple(f"{file.title} ({file.type}, {file.facts})" for file in found.documents),
        changes=tuple((words.day(timezone.localtime(change.at)), change.note) for change in found.changes),
        contact=tuple(plain.contact(found.contact)[1]),
        about=tuple(filter(None, found.contact.about.splitlines())) if found.contact else (),
        topics=tuple(line.name for line in found.topics),
    )
    return dataclasses.replace(said, missing=without_font("".join(texts(said))))


def version(said):
    """Changes with whatever the PDF shows, and with its design."""
    shown = json.dumps(dataclasses.asdict(said), sort_keys=True)
    return hashlib.sha256(f"{_design()} {shown}".encode()).hexdigest()[:VERSION_LENGTH]


@functools.cache
def _design():
    files = sorted(path for path in HERE.iterdir() if path.suffix in {".typ", ".py"})
    return hashlib.sha256(b"".join(path.read_bytes() for path in files)).hexdigest()


def texts(value):
    """Every word in such values, wherever it stands."""
    match value:
        case str():
            yield value
        case dict():
            yield from texts(list(value.values()))
        case list() | tuple():
            for one in value:
                yield from texts(one)
        case _ if dataclasses.is_dataclass(value):
            yield from texts(list(vars(value).values()))


def _byline(found):
    """As "By Ngo Thanh Ly, ASEANAPOL Secretariat, issued jointly with INTERPOL"."""
    by = f"{found.byline.name}, ASEANAPOL Secretariat" if found.byline else "the ASEANAPOL Secretariat"
    jointly = words.listed(line.name for line in found.jointly_with)
    return f"By {by}" + (f", issued jointly with {jointly}" if jointly else "")


def _event(found):
    """What the head of the box says, with the facts below it; without an event about the release itself."""
    glance = found.glance
    if glance is None:
        day = words.split_span(timezone.localtime(found.published).date()) if found.published else ("", "")
        told = [
            ("Release", [facts.plain(found.reference)] if found.reference else []),
            ("Issued jointly with", [facts.Line(line.name) for line in found.jointly_with]),
            ("Topics", [facts.plain(words.listed(line.name for line in found.topics))] if found.topics else []),
        ]
        return {
            "large": day[0],
            "small": day[1],
            "duration": found.kind,
            "facts": tuple((label, tuple(lines)) for label, lines in told if lines),
        }
    event, where, at = glance.event, glance.event.where, glance.spot
    large, small = event.dates.parts if event.holds else ("", "")
    topics = (("Topics", (facts.plain(words.listed(line.name for line in found.topics)),)),) if found.topics else ()
    return {
        "large": large,
        "small": small,
        "duration": event.dates.duration if event.holds else "",
        "status": event.status,
        "former": tuple(facts.str_of(dates) for dates in event.former),
        "city": where.city or str(where),
        "country": "" if where.city in {"", where.country} else where.country,
        "spot": (2 * at.x / of_glance.WIDTH, 2 * at.y / of_glance.WIDTH) if at else None,
        "facts": (*facts.facts(glance), *topics),
        "names": facts.names(glance),
    }


# Pictures and text


def _lead(row):
    if row is None:
        return None
    alt = "" if row.is_decorative else row.alt
    return _picture(row.picture, alt or row.caption, row.caption, row.credit)


def _picture(picture, alt, caption="", credit=""):
    return Picture(
        key=picture.sha256[:KEY_LENGTH],
        wide=round(picture.width / picture.height, 4),
        alt=alt,
        caption=caption,
        credit=credit,
    )


def _body(found):
    """The text, in which no heading is more than one below the one above it, and none is empty."""
    found_blocks, level = [], 1
    for block, one in zip(read(found.body), prose.blocks(found.body), strict=True):
        if isinstance(block, Para) and block.tag.startswith("h"):
            if not block.text.strip():
                continue
            level = min(int(block.tag[1]), level + 1, LOWEST_HEADING)
            one |= {"kind": "heading", "level": level}
        elif isinstance(block, Table):
            one["heads"] = _heads(block, one["cells"])
            for cell in one["cells"]:
                cell["long"] = sum(map(len, texts(cell["blocks"]))) > facts.LONG
        elif isinstance(block, Figure):
            picture = found.inside.get(html.key_of(block.src))
            alt = block.alt or text_of(block.caption)
            one["picture"] = dataclasses.asdict(_picture(picture, alt)) if picture is not None else None
        found_blocks.append(one)
    return found_blocks


def _heads(table, cells):
    """How many rows of headings stand above; none if one of their cells reaches below them."""
    heads = table.head if table.head < len(table.rows) else 0
    return 0 if any(cell["y"] < heads < cell["y"] + cell["rowspan"] for cell in cells) else heads


def clean(value):
    """The same values with every word as the typesetter can take it; addresses stay whole."""
    match value:
        case str():
            return printable(value)
        case dict():
            return {name: one if name == "href" else clean(one) for name, one in value.items()}
        case list() | tuple():
            return [clean(one) for one in value]
    return value
