"""A press release as plain text: for mail, for a teletype, for whoever copies a paragraph into a page of their own.

Lines are not broken: a paragraph is one line, as long as it is. Links keep their addresses in angle brackets.
"""

from itertools import groupby

from django.conf import settings
from django.utils import timezone

from news import words
from news.html.blocks import Figure, List, Para, Quote, Rule, Table, text_of
from news.html.read import read

from .typesetting import CONTROLS

WIDEST_RULE = 72
QUOTED = "    "


def release(found):
    """The text of a `queries.release.ReleasePage` with headline, summary, reference, date, contact and address."""
    parts = [
        "\n".join(filter(None, [issuer(found), published(found)])),
        underlined(found.title, "="),
        found.standfirst,
        with_dateline(found),
        found.motto,
        *(section(heading, lines) for heading, lines in below(found)),
        address(found),
    ]
    return clean("\n\n".join(filter(None, map(str.strip, parts)))) + "\n"


def prose(html):
    """Rich text: blocks apart by a blank line; lists, quotations and tables in lines that can be told apart."""
    return "\n\n".join("\n".join(found) for block in read(html) if (found := _lines(block)))


def clean(text):
    """Without control characters and signs that turn words round."""
    return CONTROLS.sub("", text)


# Parts that other texts of a release share


def issuer(found):
    """As "ASEANAPOL Secretariat, issued jointly with INTERPOL. Press release ASP/PR/2024/031"."""
    jointly = words.listed(line.name for line in found.jointly_with)
    by = "ASEANAPOL Secretariat" + (f", issued jointly with {jointly}" if jointly else "")
    return f"{by}. Press release {found.reference}".rstrip()


def published(found):
    """As "Published 20 September 2024, 17:00 (UTC+8)". Midnight stands for a day without an hour."""
    if found.published is None:
        return ""
    here = timezone.localtime(found.published)
    return f"Published {words.day(here) if (here.hour, here.minute) == (0, 0) else words.moment(here)}"


def address(found):
    return settings.SITE_ORIGIN + found.url


def with_dateline(found):
    """The text, whose first paragraph begins with place and date as it does on the page."""
    text = prose(found.body)
    if not found.dateline:
        return text
    first = next(iter(read(found.body)), None)
    gap = " " if isinstance(first, Para) and first.tag == "p" else "\n\n"
    return f"{found.dateline}.{gap}{text}"


def below(found):
    """`(heading, lines)` of what stands under the text: changes since publication, whom to ask, who we are."""
    parts = [
        (
            "Changed since publication",
            [f"{words.day(timezone.localtime(change.at))}: {change.note}" for change in found.changes],
        ),
        contact(found.contact),
        ("About ASEANAPOL", found.contact.about.splitlines() if found.contact else []),
    ]
    return [(heading, lines) for heading, lines in parts if lines]


def contact(contact):
    """`(heading, lines)` of the press contact; no lines while there is none."""
    if contact is None:
        return "Press contact", []
    zone = f"{contact.zone.rpartition('/')[2].replace('_', ' ')} time"
    told = {
        "Telephone": contact.telephone,
        "WhatsApp": contact.whatsapp,
        "E-mail": contact.email,
        "Hours": f"{contact.hours}, {zone}" if contact.hours else "",
    }
    lines = [contact.name, *(f"{label}: {value}" for label, value in told.items() if value)]
    return "Press contact", [*lines, *contact.address.splitlines()]


def section(heading, lines):
    """A heading over lines; nothing where there are no lines."""
    return "\n".join([underlined(heading, "-"), *lines]) if lines else ""


def underlined(text, sign):
    return f"{text}\n{sign * min(WIDEST_RULE, max(1, len(text)))}"


# Blocks


def _lines(block):
    match block:
        case Para(tag="p" | "footer"):
            return _linked(block.runs).split("\n")
        case Para():
            return underlined(_linked(block.runs).replace("\n", " "), "-").split("\n")
        case List():
            return [
                line
                for number, item in enumerate(block.items, block.start)
                for line in _item(item, f"{number}. " if block.ordered else "- ")
            ]
        case Quote():
            inner = [line for one in block.blocks for line in _lines(one)]
            return [QUOTED + line for line in [*inner, *(_linked(block.footer).split("\n") if block.footer else [])]]
        case Table():
            caption = [_linked(block.caption)] if block.caption else []
            return [*caption, *(" | ".join(_cell(cell) for cell in row) for row in block.rows)]
        case Figure():
            said = _linked(block.caption) or block.alt
            return [f"[Picture: {said}]"] if said else []
        case Rule():
            return ["* * *"]
    return []


def _item(item, marker):
    found = [line for block in item for line in _lines(block)]
    return [(" " * len(marker) if at else marker) + line for at, line in enumerate(found)]


def _cell(cell):
    return "; ".join(line for block in cell.blocks for line in _lines(block))


def _linked(runs):
    """The words; behind those of a link its address, unless they are the address."""
    parts = []
    for href, group in groupby(runs, key=lambda run: run.marks.href):
        text = text_of(group)
        target = settings.SITE_ORIGIN + href if href.startswith("/") else href
        bare = target.removeprefix("mailto:").removeprefix("tel:")
        parts.append(f"{text} <{bare}>" if href and text.strip() != bare else text)
    return "".join(parts)
