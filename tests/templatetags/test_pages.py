import datetime

import pytest
from django.template import Context, Template

from news.queries.facets import Choice
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
    assert f'<picture><source type="image/avif" srcset="/media/{key}/480.avif 480w, /media/{key}/800.avif 800w' in html
    assert f'<source type="image/webp" srcset="/media/{key}/480.webp 480w' in html
    assert html.count('sizes="50vw"') == 3
    assert f'<img src="/media/{key}/960.jpg" srcset="/media/{key}/480.jpg 480w' in html
    assert 'sizes="50vw" width="960" height="640" alt="A &quot;hall&quot;"' in html
    assert 'loading="lazy"' in html
    assert 'alt=""' in shown("{% picture row alt='' %}", row=row)
    first = shown("{% picture row first=True %}", row=row)
    assert 'fetchpriority="high"' in first
    assert "lazy" not in first


@pytest.mark.django_db
def test_a_link_around_a_picture_leads_to_the_largest_and_tells_the_viewer_what_to_show():
    row = attach_picture(make_release(), make_picture(1200, 800, size=4_200_000), alt="A hall")
    key = row.picture.sha256[:16]
    html = shown("{% viewed row %}", row=row)
    assert f' href="/media/{key}/1440.webp"' in html
    assert f' data-full="/media/{key}/full.png"' in html
    assert ' data-pswp-height="800"' in html
    assert ' data-pswp-width="1200"' in html
    assert "aria-label" not in html
    row.is_decorative = True
    assert ' aria-label="The picture alone"' in shown("{% viewed row %}", row=row)
    assert shown("{{ row.picture|full }}, {{ row.picture|weight }}", row=row) == f"/media/{key}/full.png, PNG, 4.2 MB"


@pytest.mark.django_db
def test_a_part_of_a_picture_has_the_size_of_the_part():
    row = attach_picture(make_release(), make_picture(1200, 1200))
    key = row.picture.sha256[:16]
    html = shown("{% picture row '5rem' shape='3x2' %}", row=row)
    assert f'srcset="/media/{key}/3x2-240.avif 240w, /media/{key}/3x2-480.avif 480w"' in html
    assert 'width="480" height="320"' in html
    assert 'width="800" height="400"' in shown("{% picture row '5rem' shape='2x1' %}", row=row)


@pytest.mark.django_db
def test_a_small_picture_is_offered_in_its_own_size():
    row = attach_picture(make_release(), make_picture(60, 40))
    html = shown("{% picture row %}", row=row)
    assert f'<img src="/media/{row.picture.sha256[:16]}/480.jpg"' in html
    assert 'width="60" height="40"' in html


@pytest.mark.django_db
def test_pictures_in_a_text_are_drawn_with_their_sizes_and_others_stay():
    picture = make_picture(1200, 800)
    key = picture.sha256[:16]
    figure = '<figure><img src="/media/{}/960.webp" alt="A &quot;hall&quot; &lt;b&gt;"><figcaption>Then</figcaption></figure>'
    text = figure.format(key) + "<p>Between</p>" + figure.format("0" * 16)

    html = shown("{{ text|rich|with_pictures:pictures }}", text=text, pictures={key: picture})

    assert html.count("<picture>") == 1
    assert f'<figure><picture><source type="image/avif" srcset="/media/{key}/480.avif 480w' in html
    assert 'width="960" height="640" alt="A &quot;hall&quot; &lt;b&gt;"' in html
    assert 'loading="lazy"' in html
    assert "</picture><figcaption>Then</figcaption></figure><p>Between</p>" in html
    assert html.endswith(figure.format("0" * 16))
    assert shown("{{ text|rich|with_pictures:pictures }}", text=text, pictures={}) == text


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


def test_text_that_nobody_cleaned_stays_text():
    assert shown("{{ text|with_pictures:pictures }}", text="<script>", pictures={}) == "&lt;script&gt;"


def test_choices_are_links_to_this_list_with_and_without_them(rf):
    listed = [
        Choice("Fraud & scams", "topic=fraud&year=2024", 1200),
        Choice("<b>", "", 1, chosen=True),
    ]
    assert shown("{% choices listed %}", request=rf.get("/news/?page=2"), listed=listed) == (
        '<li><a href="/news/?topic=fraud&amp;year=2024" rel="nofollow">Fraud &amp; scams <span>1,200</span></a></li>'
        '<li><a href="/news/" rel="nofollow" aria-current="true">&lt;b&gt; <span>1</span></a></li>'
    )
