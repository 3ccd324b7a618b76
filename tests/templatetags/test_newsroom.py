from datetime import date

from django.template import Context, Template


def shown(source, **context):
    return Template("{% load newsroom %}" + source).render(Context(context))


def test_each_end_of_a_span_is_a_time():
    span = shown("{% dates a b 'day' %}", a=date(2024, 9, 17), b=date(2024, 9, 20))
    assert span == '<time datetime="2024-09-17">17</time>–<time datetime="2024-09-20">20 September 2024</time>'
    assert shown("{% dates a b 'tba' %}", a=None, b=None) == "To be announced"


def test_large_dates_keep_month_and_year_beside_them():
    assert shown("{% big_dates a b 'day' %}", a=date(2024, 9, 17), b=date(2024, 9, 20)) == (
        '<p class="big"><span><time datetime="2024-09-17">17</time>–<time datetime="2024-09-20">20</time></span>'
        " <small>September 2024</small></p>"
    )
    assert 'class="big long"' in shown("{% big_dates a b 'day' %}", a=date(2024, 7, 30), b=date(2024, 8, 1))


def test_numbers_to_dial():
    assert shown("{{ '+60 3-2266 8821'|dialled }} {{ '+60 12-345'|digits }}") == "+60322668821 6012345"
    assert shown("{{ 'Asia/Kuala_Lumpur'|clock_of }}") == "Kuala Lumpur time"


def test_flags_are_found_by_country_code():
    assert shown("{% flag 'PH' %}").endswith("/4x3/ph.svg")
    assert shown("{% include 'parts/flag.html' with code='' %}").strip() == ""


def test_rich_text_is_shown_as_it_is_kept():
    assert shown("{{ text|rich }}", text="<p>A</p>") == "<p>A</p>"
    assert shown("{{ text|rich }}", text=None) == ""


def test_large_numbers_have_commas():
    assert shown("{{ a|thousands }} {{ b|thousands }}", a=999, b=1_234_567) == "999 1,234,567"
