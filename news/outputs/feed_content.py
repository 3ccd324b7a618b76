"""A press release as one piece of HTML, as feed readers show it: full addresses, plain pictures, nothing to run."""

import re
from itertools import chain

from django.conf import settings
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from news import html, words
from news.pictures.renditions import offered, picture_url, rendition_size

FORM = "jpg"  # every reader shows it
USUAL_WIDTH = 960
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")  # what XML cannot hold
# In clean HTML no text can be taken for a tag, and the address is the first that a tag has.
OWN = re.compile(r'<(a href|img src)="/(?!/)')


def of(entry):
    """The content of a `queries.feed.Entry`: event, main picture, text, documents, who issued it."""
    parts = [_event(entry.card.event), _lead(entry.card.picture), _text(entry), _documents(entry), _issued(entry)]
    return clean("\n".join(filter(None, parts)))


def clean(text):
    return CONTROLS.sub("", text)


def image(picture, longest=USUAL_WIDTH):
    """`(address, width, height)` of the rendition of a picture that is no wider, or of the smallest."""
    widths = [width for width, _ in offered(picture)]
    chosen = max((width for width in widths if width <= longest), default=widths[0])
    return settings.SITE_ORIGIN + picture_url(picture, chosen, FORM), *rendition_size(picture, chosen)


def alt_of(row):
    return "" if row.is_decorative else row.alt


def _event(event):
    """Name, dates, place and organizers; what was postponed or cancelled says so, with the dates that were."""
    if event is None:
        return ""
    name = format_html('<a href="{}">{}</a>', settings.SITE_ORIGIN + event.url, event.name)
    status = [format_html("<strong>{}</strong>", event.status)] if event.status else []
    dates = [_span(event.dates)] if event.holds else []
    former = [format_html("formerly <s>{}</s>", _span(dates)) for dates in event.former]
    when = format_html_join(", ", "{}", ((part,) for part in chain(status, dates, former)))
    by = f"by {event.organizers}" if event.organizers else ""
    line = format_html_join(" · ", "{}", ((part,) for part in (when, str(event.where), by) if part))
    note = format_html("<br>{}", event.status_note) if event.status_note else ""
    return format_html("<p>{}<br>{}{}</p>", name, line, note)


def _span(dates):
    return words.span(dates.starts, dates.ends, dates.precision)


def _lead(row):
    if row is None:
        return ""
    credit = f"Picture: {row.credit}" if row.credit else ""
    said = format_html_join(" ", "{}", ((part,) for part in (row.caption, credit) if part))
    caption = format_html("<figcaption>{}</figcaption>", said) if said else ""
    return format_html("<figure>{}{}</figure>", _drawn(row.picture, alt_of(row)), caption)


def _drawn(picture, alt):
    address, width, height = image(picture)
    return format_html('<img src="{}" width="{}" height="{}" alt="{}">', address, width, height, alt)


def _text(entry):
    text = html.with_pictures(entry.body, lambda key, alt: key in entry.inside and _drawn(entry.inside[key], alt))
    if entry.dateline:
        line = format_html("<b>{}.</b> ", entry.dateline)
        text = f"<p>{line}{text.removeprefix('<p>')}" if text.startswith("<p>") else f"<p>{line}</p>{text}"
    motto = format_html("<p>{}</p>", entry.motto) if entry.motto else ""
    return mark_safe(OWN.sub(rf'<\1="{settings.SITE_ORIGIN}/', text) + motto)


def _documents(entry):
    lines = ((settings.SITE_ORIGIN + file.url, file.title, file.type, file.facts) for file in entry.documents)
    found = format_html_join("", '<li><a href="{}">{}</a> ({}, {})</li>', lines)
    return format_html("<p>Documents</p><ul>{}</ul>", found) if found else ""


def _issued(entry):
    by = "ASEANAPOL Secretariat"
    if entry.jointly_with:
        by = f"{by}, jointly with {words.listed(entry.jointly_with)}"
    number = f" Press release {entry.reference}." if entry.reference else ""
    return format_html("<p><small>Issued by the {}.{}</small></p>", by, number)
