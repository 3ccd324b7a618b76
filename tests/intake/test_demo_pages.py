"""What the two source texts say stands on the pages of their releases and events."""

import html
import re

import pytest

from news.intake.demo.files import identity
from news.models import Event, Person, PressRelease

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_content")]

SEOUL = """
2024 International Symposium on Cybercrime Response (ISCR 2024)
27–29 August 2024
Seoul
Republic of Korea
Korean National Police Agency (KNPA)
Host
David Martinez Vinluan
Executive Director
Dr. Bakri Zainal Abidin
Assistant Commissioner of Police (ACP)
Director for Police Services
Nguyen Huu Ngoc
Police Senior Lieutenant Colonel
Director for Plans and Programmes
Guest of honour
H.E. Yoon Seok-yeol
President
Opening ceremony
27 August 2024
Welcome reception
CHO Ji Ho
Commissioner General
Meeting of the ASEANAPOL Secretariat with the Korean National Police Agency
Representatives of ASEANAPOL member countries
International law enforcement agencies
Cybersecurity experts
Academic professionals
"""

MANILA = """
Asia and South Pacific Working Group Meeting on Cybercrime for Heads of Units
17–20 September 2024
Metro Manila
Philippines
Organizer
INTERPOL
Funder
UK Foreign, Commonwealth & Development Office (FCDO)
Co-sponsor
Global Action on Cybercrime Enhanced (GLACY-E) Project
Co-hosts
Philippine Department of Information and Communication Technology (DICT)
through Cybercrime Investigation and Coordinating Center (CICC)
Mr. Alexander K. Ramos
Philippine Center for Transnational Crime
Amb. Anthony J Alcantara
David Martinez Vinluan
Executive Director
Panellist
Regional Counter-Cybercrime Initiatives – Challenges and Opportunities
Challenges and Opportunities in Information and Intelligence Sharing in Law Enforcement
Asia and South Pacific Joint Operations Against Cybercrime (ASPJOC)
June 2024 – March 2025
20 countries
Royal Brunei Police Force
Cambodian National Police
Indonesian National Police
Royal Malaysia Police
Royal Thai Police
Philippine National Police
"""

ON_RELEASES_ALONE = "Muhammad Anas\nTogether We Keep This Region Safe"


def words(client, path):
    """What a reader of the page sees, on one line."""
    page = client.get(path)
    assert page.status_code == 200
    main = re.search(r"<main.*</main>", page.content.decode(), re.DOTALL)[0]
    text = re.sub(r"</?(a|abbr|b|small|span|strong|time)\b[^>]*>", "", main)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", text)).split())


def missing(text, facts):
    return [fact for fact in facts.strip().splitlines() if fact not in text]


@pytest.mark.parametrize(
    ("release", "event", "facts"),
    [
        ("iscr-seoul-2024", "iscr-seoul-2024", SEOUL),
        ("aspjoc-manila-2024", "cybercrime-heads-of-units-manila-2024", MANILA),
    ],
)
def test_every_fact_stands_on_the_release_and_on_its_event(client, release, event, facts):
    release = PressRelease.objects.get(uuid=identity("release", release))
    event = Event.objects.get(uuid=identity("event", event))

    assert missing(words(client, release.get_absolute_url()), f"{facts}{ON_RELEASES_ALONE}") == []
    assert missing(words(client, event.get_absolute_url()), facts) == []


def test_the_correction_is_said_on_the_page(client):
    release = PressRelease.objects.get(uuid=identity("release", "aspjoc-manila-2024"))

    text = words(client, release.get_absolute_url())

    assert "23 September 2024" in text
    assert "The summary now names the funder in full" in text
    assert "British funds" not in text


def test_every_public_address_of_the_content_answers(client):
    for thing in [*PressRelease.objects.all(), *Event.objects.all()]:
        assert client.get(thing.get_absolute_url()).status_code == 200, thing


def test_every_picture_on_a_page_is_there(client, settings, demo_content):
    settings.MEDIA_ROOT = demo_content
    release = PressRelease.objects.get(uuid=identity("release", "iscr-seoul-2024"))

    page = client.get(release.get_absolute_url()).content.decode()

    addresses = set(re.findall(r"/media/[0-9a-f]{16}/\d+\.webp", page))
    assert len(addresses) >= 4
    for address in addresses:
        response = client.get(address)
        assert response.status_code == 200
        assert response.getvalue()[8:12] == b"WEBP"


def test_nobody_but_the_secretariat_s_officers_is_named_in_a_link(client):
    release = PressRelease.objects.get(uuid=identity("release", "aspjoc-manila-2024"))

    page = client.get(release.get_absolute_url()).content.decode()

    linked = set(re.findall(r'href="/people/([^/"]+)/', page))
    assert linked <= set(Person.objects.filter(public_profile=True).values_list("slug", flat=True))
