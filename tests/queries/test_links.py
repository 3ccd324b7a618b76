"""Links of a text: which lead to no page that readers can open."""

import pytest

from news.enums import WithdrawalKind
from news.models import PastAddress
from news.queries import links
from tests import factories as make

pytestmark = pytest.mark.django_db


def is_dead(address):
    return links.dead([address]) == [address]


@pytest.mark.parametrize(
    "address",
    [
        "/", "/news/", "/news/?country=PH&page=2", "/events/", "/organizations/", "/people/", "/programmes/", "/about/",
        "/news", "http://newsroom.test/news/", "https://NEWSROOM.test/events/#top",
        "#part", "mailto:a@b.test", "tel:+60312345678", "https://elsewhere.test/nothing/", "https://elsewhere.test/admin/",
        "//elsewhere.test/x", "https://[broken", "",
    ],
)  # fmt: skip
def test_lists_anchors_and_other_hosts_are_left_alone(address):
    assert not is_dead(address)


@pytest.mark.parametrize(
    "address",
    [
        "/admin/", "/admin/news/edition/1/change/", "/preview/abc/", "/accounts/login/", "http://newsroom.test/admin/",
        "/news/2024/nothing/", "/r/2024/77", "/events/nothing/", "/people/nobody/", "/countries/zz/", "/nowhere/",
        "/topics/x/", "/news/2024/%00/", "/display/2014/01/01/x", "/news/" + "x" * 3000 + "/", "https://testserver/nowhere/",
    ],
)  # fmt: skip
def test_what_is_not_there(address):
    assert is_dead(address)


def test_releases_by_address_and_by_number():
    release = make.publish_release().release
    assert not is_dead(release.get_absolute_url())
    assert not is_dead(f"http://localhost:8000{release.get_absolute_url()}?a=b#c")
    assert not is_dead(f"/r/{release.ref_year}/{release.ref_number}")
    assert not is_dead(f"/r/{release.ref_year}/{release.ref_number:03}")


def test_drafts_are_nowhere():
    assert is_dead(make.make_event().event.get_absolute_url())


@pytest.mark.parametrize(("kind", "dead"), [("notice", False), ("explained", True), ("erased", True), ("moved", True)])
def test_withdrawn(kind, dead):
    release = make.withdraw(make.publish_release(), WithdrawalKind(kind)).release
    event = make.withdraw(make.publish_event(), WithdrawalKind(kind)).event
    assert is_dead(release.get_absolute_url()) is dead
    assert is_dead(event.get_absolute_url()) is dead


def test_moved_to_another_page():
    gone, here = make.withdraw(make.publish_release(), WithdrawalKind.MOVED).release, make.publish_release().release
    PastAddress.objects.create(path=gone.get_absolute_url(), thing_type="pressrelease", thing_id=str(here.pk))
    assert not is_dead(gone.get_absolute_url())


def test_addresses_of_the_past():
    here = make.publish_release().release
    PastAddress.objects.create(path="/display/2014/01/01/Caf%C3%A9", thing_type="pressrelease", thing_id=str(here.pk))
    PastAddress.objects.create(path="/events/old/", thing_type="event", thing_id=str(make.make_event().event.pk))
    PastAddress.objects.create(path="/organizations/odd/", thing_type="organization", thing_id="x")
    assert not is_dead("/display/2014/01/01/Café")
    assert not is_dead("/display/2014/01/01/Caf%C3%A9/")
    assert is_dead("/events/old/"), "it leads to a draft"
    assert is_dead("/organizations/odd/")


def test_entries_that_something_public_names():
    event = make.publish_event()
    named, unnamed = make.make_organization(country=make.make_country("KR")), make.make_organization()
    make.make_organizer(event, named)
    known, unknown = make.make_person(public_profile=True), make.make_person()
    topic = make.make_topic("Fraud")
    make.publish_release(topics=[topic])
    assert links.dead(
        [
            named.get_absolute_url(), unnamed.get_absolute_url(), known.get_absolute_url(), unknown.get_absolute_url(),
            "/countries/kr/", "/countries/KR/", "/countries/sg/", topic.get_absolute_url(), event.event.get_absolute_url(),
        ]
    ) == [unnamed.get_absolute_url(), unknown.get_absolute_url(), "/countries/sg/"]  # fmt: skip


def test_merged_entries_lead_on():
    event = make.publish_event()
    here = make.make_organization()
    make.make_organizer(event, here)
    middle = make.make_organization(merged_into=here)
    first = make.make_organization(merged_into=middle)
    lost = make.make_organization(merged_into=make.make_organization())
    assert links.dead([first.get_absolute_url(), lost.get_absolute_url()]) == [lost.get_absolute_url()]


def test_the_addresses_of_a_text():
    html = '<p><a href="/a/?x=1&amp;y=2">a</a> <a href="#b">b</a> <a href="/a/?x=1&amp;y=2">c</a></p>'
    assert links.hrefs(html) == ["/a/?x=1&y=2", "#b"]
    assert links.hrefs("") == []


def test_what_goes_public_with_the_text():
    assert links.dead(["/events/mine", "/events/other/"], public_too={"/events/mine/"}) == ["/events/other/"]


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_many_as_for_one(number, django_assert_num_queries):
    addresses = []
    for _ in range(number):
        event, person = make.publish_event(), make.make_person(public_profile=True)
        organization = make.make_organization()
        make.make_organizer(event, organization)
        release = make.publish_release().release
        things = (event.event, person, organization, release)
        addresses += [thing.get_absolute_url() for thing in things]
        addresses += [f"/r/{release.ref_year}/{release.ref_number}", make.make_person().get_absolute_url(), "/nowhere/"]
    with django_assert_num_queries(13):
        assert len(links.dead(addresses)) == number + 1
    with django_assert_num_queries(0):
        assert links.dead(["#a", "/news/", "https://elsewhere.test/"]) == []
