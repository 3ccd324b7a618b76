import datetime

import pytest
from django.utils import timezone

from tests.factories import (
    attach_picture,
    make_contact,
    make_event,
    make_organization,
    make_organizer,
    make_own_organization,
    make_participation,
    make_person,
    make_programme,
    make_release,
    publish,
    publish_event,
    publish_release,
)

from .test_releases import text

pytestmark = pytest.mark.django_db


def test_an_empty_site_says_so(client):
    page = text(client.get("/"))
    assert "Nothing is published yet" in page
    assert "No event is announced at the moment." in page


def test_the_front_page_shows_lead_latest_events_programmes_and_partners(client):
    own = make_own_organization()
    make_contact(telephone="+60 3-1234 5678")
    facts = make_event(programme=make_programme("A programme", starts=datetime.date(2024, 6, 1)))
    make_organizer(facts, make_organization("INTERPOL"))
    make_participation(facts, make_person("Our Officer"), organization=own, role="head_of_delegation")
    older = publish_release(title="Older")
    lead = make_release(event=publish(facts), title="Lead")
    attach_picture(lead, is_lead=True)
    publish(lead)
    publish_event(name="Coming", starts=timezone.localdate() + datetime.timedelta(days=30))
    response = client.get("/")
    page = text(response)
    for words in [
        "Lead",
        "Our Officer Led the delegation",
        "Older",
        "Coming",
        "A programme Since June 2024",
        "INTERPOL",
    ]:
        assert words in page
    assert "+60 3-1234 5678" in page
    assert page.index("Lead") < page.index("Older")
    html = response.content.decode()
    assert f'href="{older.release.get_absolute_url()}"' in html
    assert html.count('alt=""') >= 1
    assert "Saturday" not in page
