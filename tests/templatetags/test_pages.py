import datetime

import pytest
from django.template import Context, Template

from tests.factories import attach_picture, make_picture, make_release

KUALA_LUMPUR = datetime.timezone(datetime.timedelta(hours=8))


def shown(source, **context):
    return Template("{% load pages newsroom %}" + source).render(Context(context))


def test_a_moment_has_its_zone():
    at = datetime.datetime(2024, 9, 20, 9, 0, tzinfo=datetime.UTC)
    assert shown("{{ at|moment }}", at=at) == (
        '<time datetime="2024-09-20T17:00+08:00">20 September 2024, 17:00 (UTC+8)</time>'
    )


def test_midnight_stands_for_a_day_without_an_hour():
    at = datetime.datetime(2024, 9, 20, tzinfo=KUALA_LUMPUR)
    assert shown("{{ at|moment }}", at=at) == '<time datetime="2024-09-20">20 September 2024</time>'


def test_a_day_is_that_of_kuala_lumpur():
    at = datetime.datetime(2024, 9, 20, 20, 0, tzinfo=datetime.UTC)
    assert shown("{{ at|local_day|day }}", at=at) == '<time datetime="2024-09-21">21 September 2024</time>'


@pytest.mark.django_db
def test_a_picture_has_its_size_and_its_widths():
    row = attach_picture(make_release(), make_picture(1200, 800), alt='A "hall"')
    html = shown("{% picture row '50vw' %}", row=row)
    key = row.picture.sha256[:16]
    assert f'src="/media/{key}/960.webp"' in html
    assert f"/media/{key}/480.webp 480w" in html
    assert 'sizes="50vw" width="960" height="640" alt="A &quot;hall&quot;"' in html
    assert 'loading="lazy"' in html
    assert 'alt=""' in shown("{% picture row alt='' %}", row=row)
    first = shown("{% picture row first=True %}", row=row)
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first
    assert shown("{{ row.picture|large }}", row=row) == f"/media/{key}/1440.webp"


@pytest.mark.django_db
def test_a_decorative_picture_says_nothing():
    assert 'alt=""' in shown("{% picture row %}", row=attach_picture(make_release(), is_decorative=True))


def test_a_dateline_begins_the_first_paragraph_or_stands_alone():
    rich = "{{ text|rich:line }}"
    assert shown(rich, text="<p>Text.</p>", line="Manila <b>") == (
        '<p><span class="dateline">Manila &lt;b&gt;.</span> Text.</p>'
    )
    assert shown(rich, text="<h2>Head</h2>", line="Manila") == (
        '<p><span class="dateline">Manila.</span> </p><h2>Head</h2>'
    )
    assert shown("{{ text|rich }}", text="<p>Text.</p>") == "<p>Text.</p>"
