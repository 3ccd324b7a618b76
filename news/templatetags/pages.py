"""What the pages of releases and events print: pictures and moments."""

from django import template
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeData, mark_safe

from news import html, words
from news.pictures.renditions import FORMS, SHAPES, crop_url, full_url, offered, picture_url, rendition_size, srcset
from news.queries.files import size_in_words

register = template.Library()

# The rendition for browsers that do not choose one themselves.
USUAL_WIDTH = 960
IN_TEXTS = "(min-width: 43rem) 40rem, 92vw"
CURRENT = mark_safe(' aria-current="true"')
CUT = {shape.prefix.removesuffix("-"): shape for shape in SHAPES}


@register.simple_tag
def picture(row, sizes="100vw", alt=None, first=False, shape=""):
    """The picture of a row as `picture`: forms and widths to choose from, its size, lazy unless it comes first.

    `alt` replaces the row's own: empty beside a headline that says where the link leads. `shape` is "3x2"
    or "2x1" for a part around the focal point.
    """
    if alt is None:
        alt = "" if row.is_decorative else row.alt
    return _drawn(row.picture, sizes, alt, CUT[shape], first=first)


@register.filter
def with_pictures(text, pictures):
    """Text that `rich` gave, with its pictures as readers get them. `pictures` are those shown, by their keys."""
    if not isinstance(text, SafeData):
        return text
    return mark_safe(
        html.with_pictures(text, lambda key, alt: key in pictures and _drawn(pictures[key], IN_TEXTS, alt, CUT[""]))
    )


def _drawn(picture, sizes, alt, shape, *, first=False):
    *others, usual = FORMS
    widths = [width for width, _ in offered(picture, shape)]
    middle = max((width for width in widths if width <= USUAL_WIDTH), default=widths[0])
    width, height = rendition_size(picture, middle, shape)
    loading = {"fetchpriority": "high"} if first else {"loading": "lazy", "decoding": "async"}
    return format_html(
        '<picture>{}<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}></picture>',
        format_html_join(
            "",
            '<source type="{}" srcset="{}" sizes="{}">',
            ((FORMS[form], srcset(picture, form, shape), sizes) for form in others),
        ),
        picture_url(picture, middle, usual) if shape.ratio is None else crop_url(picture, middle, usual, shape),
        srcset(picture, usual, shape),
        sizes,
        width,
        height,
        alt,
        flatatt(loading),
    )


@register.simple_tag(takes_context=True)
def choices(context, listed):
    """The lines of a facet, each a link to this list with or without it. A page has more than a hundred."""
    path = context["request"].path
    lines = (
        (
            path,
            f"?{choice.query}" if choice.query else "",
            CURRENT if choice.chosen else "",
            choice.label,
            choice.figure,
        )
        for choice in listed
    )
    return format_html_join("", '<li><a href="{}{}" rel="nofollow"{}>{} <span>{}</span></a></li>', lines)


@register.simple_tag
def viewed(row):
    """The attributes of a link around a picture: where it leads, and what `viewer.js` shows instead."""
    picture = row.picture
    widest, _ = offered(picture)[-1]
    width, height = rendition_size(picture, widest)
    attributes = {
        "href": picture_url(picture, widest),
        "data-full": full_url(picture),
        "data-pswp-width": width,
        "data-pswp-height": height,
        "data-pswp-srcset": srcset(picture),
    }
    if row.is_decorative or not row.alt:
        attributes["aria-label"] = "The picture alone"
    return flatatt(attributes)


@register.filter
def full(picture):
    """The address of the largest file, to download."""
    return full_url(picture)


@register.filter
def weight(picture):
    """What that file is, in words: "JPEG, 4.2 MB"."""
    kind = full_url(picture).rpartition(".")[2].upper().replace("JPG", "JPEG")
    return f"{kind}, {size_in_words(picture.size)}" if picture.size else kind


@register.filter
def moment(value):
    """When something was published, as a `time` with its zone. Midnight stands for a day without an hour."""
    here = timezone.localtime(value)
    whole_day = (here.hour, here.minute) == (0, 0)
    text = words.day(here) if whole_day else words.moment(here)
    machine = words.machine_day(here) if whole_day else here.isoformat(timespec="minutes")
    return format_html('<time datetime="{}">{}</time>', machine, text)


@register.filter
def local_day(value):
    """The day of a moment in Kuala Lumpur, for the filter `day`."""
    return timezone.localtime(value).date()
