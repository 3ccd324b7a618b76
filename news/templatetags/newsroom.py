"""How the public pages say things: dates, flags, numbers to dial. The words themselves are in `words`."""

import re
from functools import cache

from django import template
from django.templatetags.static import static
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

from news import html, words

register = template.Library()

FLAGS = "vendor/flag-icons-7.5.0/4x3"


# Dates


@register.simple_tag
def dates(start, end=None, precision="day"):
    """A span in words, each end a `time` of its own: `{% dates event.starts event.ends event.precision %}`."""
    return format_html_join("", "{}", ((_time(*piece),) for piece in words.pieces(start, end, precision)))


@register.simple_tag
def big_dates(start, end=None, precision="day"):
    """The span with its days large and, beside them, its month and year small."""
    large, small = words.split_span(start, end, precision)
    *pieces, (text, value) = words.pieces(start, end, precision)
    pieces.append((text.removesuffix(f" {small}"), value))
    return format_html(
        '<p class="{}"><span>{}</span>{}</p>',
        "big long" if len(large) > 6 else "big",
        format_html_join("", "{}", ((_time(*piece),) for piece in pieces)),
        format_html(" <small>{}</small>", small) if small else "",
    )


@register.filter
def day(value):
    """A day or moment as a `time`: 17 September 2024."""
    return _time(words.day(value), words.machine_day(value))


def _time(text, value):
    return format_html('<time datetime="{}">{}</time>', value, text) if value else text


# Addresses


@register.simple_tag
@cache
def address(name, *arguments):
    """As `url` gives it. The frame of a page has some thirty, the same for every reader: each is made once."""
    return reverse(name, args=arguments)


# Numbers to dial, zones, flags


@register.filter
def digits(number):
    """From "+60 3-2266 8821" to "60322668821"."""
    return re.sub(r"\D", "", number)


@register.filter
def dialled(number):
    """A telephone number as a tel: address takes it."""
    return ("+" if number.strip().startswith("+") else "") + digits(number)


@register.filter
def thousands(number):
    """As "1,200"."""
    return f"{number:,}"


@register.filter
def clock_of(zone):
    """From "Asia/Kuala_Lumpur" to "Kuala Lumpur time"."""
    return f"{zone.rpartition('/')[2].replace('_', ' ')} time"


@register.simple_tag
def flag(code):
    """The address of a country's flag."""
    return static(f"{FLAGS}/{code.lower()}.svg")


# Rich text


@register.filter
def rich(value, dateline=""):
    """Text that the HTML schema has cleaned, as pages show it. A dateline begins its first paragraph."""
    text = html.for_page(value or "")
    if dateline:
        line = format_html('<span class="dateline">{}.</span> ', dateline)
        text = f"<p>{line}{text.removeprefix('<p>')}" if text.startswith("<p>") else f"<p>{line}</p>{text}"
    return mark_safe(text)
