"""What the pages of releases and events print: pictures and moments."""

from django import template
from django.forms.utils import flatatt
from django.utils import timezone
from django.utils.html import format_html

from news import words
from news.pictures.renditions import offered, picture_url, rendition_size, srcset

register = template.Library()

# The rendition for browsers that do not choose one themselves.
USUAL_WIDTH = 960


@register.simple_tag
def picture(row, sizes="100vw", alt=None, first=False):
    """The picture of a row as `img`: three widths to choose from, its size, lazy unless it comes first.

    `alt` replaces the row's own: empty beside a headline that says where the link leads.
    """
    width, height = rendition_size(row.picture, USUAL_WIDTH)
    if alt is None:
        alt = "" if row.is_decorative else row.alt
    loading = {"fetchpriority": "high"} if first else {"loading": "lazy", "decoding": "async"}
    return format_html(
        '<img src="{}" srcset="{}" sizes="{}" width="{}" height="{}" alt="{}"{}>',
        picture_url(row.picture, USUAL_WIDTH),
        srcset(row.picture),
        sizes,
        width,
        height,
        alt,
        flatatt(loading),
    )


@register.filter
def large(picture):
    """The address of the largest rendition."""
    return picture_url(picture, offered(picture)[-1][0])


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
