import pytest

from news.models import PastAddress
from news.queries import addresses
from tests.factories import (
    make_event,
    make_organization,
    make_person,
    make_programme,
    make_release,
    make_standing,
    make_topic,
    publish_event,
    publish_release,
    withdraw,
)

pytestmark = pytest.mark.django_db


def remember(path, thing):
    PastAddress.objects.create(path=path, thing_type=thing._meta.model_name, thing_id=str(thing.pk))


def test_a_past_address_leads_to_the_present_one():
    release = publish_release().release
    remember("/news/2024/old/", release)
    assert addresses.present("/news/2024/old/") == release.get_absolute_url()
    assert addresses.present("/news/2024/old") == release.get_absolute_url()
    assert addresses.present("/news/2024/older/") is None


def test_the_old_sites_addresses_are_found_encoded_and_not():
    release = publish_release().release
    remember("/display/2021/12/02/1st-korea-(15-%E2%80%93-19)", release)
    assert addresses.present("/display/2021/12/02/1st-korea-(15-–-19)") == release.get_absolute_url()
    remember("/display/2021/12/02/korea–asean", release)
    assert addresses.present("/display/2021/12/02/korea–asean") == release.get_absolute_url()
    remember("/display/2021/12/02/caf%C3%A9", release)
    assert addresses.present("/display/2021/12/02/café") == release.get_absolute_url()


def test_merged_things_lead_to_their_last_winner_in_one_step(django_assert_num_queries):
    last = make_organization(slug="last")
    make_standing(last)
    middle = make_organization(slug="middle", merged_into=last)
    first = make_organization(slug="first", merged_into=middle)
    remember("/organizations/first/", first)
    assert addresses.present("/organizations/first/") == "/organizations/last/"


def test_merged_events_lead_to_the_winner():
    winner = publish_event(slug="winner").event
    publish_event(slug="loser", merged_into=winner)
    remember("/events/loser/", winner)
    assert addresses.present("/events/loser/") == "/events/winner/"


def test_what_has_no_page_is_not_given_away():
    remember("/news/2024/draft/", make_release().release)
    remember("/events/draft/", make_event().event)
    remember("/people/private/", make_person())
    remember("/accounts/1/", make_topic())
    PastAddress.objects.filter(path="/accounts/1/").update(thing_type="account")
    internal = {
        "/organizations/a/": make_organization(),
        "/programmes/a/": make_programme(),
        "/topics/a/": make_topic(),
    }
    for path, entry in internal.items():
        remember(path, entry)
    for path in ("/news/2024/draft/", "/events/draft/", "/people/private/", "/accounts/1/", *internal):
        assert addresses.present(path) is None


def test_a_thing_that_is_gone_or_unknown_leads_nowhere():
    PastAddress.objects.create(path="/a/", thing_type="pressrelease", thing_id="999")
    PastAddress.objects.create(path="/b/", thing_type="nothing", thing_id="1")
    PastAddress.objects.create(path="/c/", thing_type="pressrelease", thing_id="not-a-number")
    assert [addresses.present(path) for path in ("/a/", "/b/", "/c/")] == [None, None, None]


def test_an_address_never_leads_to_itself():
    release = withdraw(publish_release(), "moved").release
    remember(release.get_absolute_url(), release)
    assert addresses.present(release.get_absolute_url()) is None


def test_hostile_paths_are_not_looked_up(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert addresses.present("/a\x00b/") is None
        assert addresses.present("/" + "a" * 5000) is None
