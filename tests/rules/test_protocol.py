from hypothesis import given
from hypothesis import strategies as st

from news.enums import ParticipationRole, StandingKind
from news.rules.protocol import Place, proposed

R = ParticipationRole
MEMBER, PARTNER, OBSERVER = StandingKind.MEMBER, StandingKind.DIALOGUE_PARTNER, StandingKind.OBSERVER


def order(*places):
    return proposed(list(places))


def test_guest_of_honour_then_host_then_chair():
    assert order(Place(R.CHAIR), Place(R.DELEGATE), Place(R.HOST), Place(R.GUEST_OF_HONOUR)) == [3, 2, 0, 1]


def test_members_by_their_country_then_partners_then_observers():
    rows = [
        Place(R.DELEGATE, OBSERVER, "Italy"),
        Place(R.DELEGATE, PARTNER, "Australia"),
        Place(R.DELEGATE, MEMBER, "Viet Nam"),
        Place(R.DELEGATE, MEMBER, "Brunei Darussalam"),
        Place(R.DELEGATE, "", "Albania"),
    ]
    assert order(*rows) == [3, 2, 1, 0, 4]


def test_countries_stand_by_name_without_accents():
    turkiye, tuvalu, thailand = (Place(R.DELEGATE, PARTNER, name) for name in ["Türkiye", "Tuvalu", "Thailand"])
    assert order(tuvalu, turkiye, thailand) == [2, 1, 0]


def test_within_a_force_the_head_then_by_rank():
    force = {"standing": MEMBER, "country": "Malaysia", "organization": "Royal Malaysia Police"}
    rows = [
        Place(R.DELEGATE, rank=None, **force),
        Place(R.DELEGATE, rank=5, **force),
        Place(R.DELEGATE, rank=2, **force),
        Place(R.HEAD_OF_DELEGATION, rank=5, **force),
    ]
    assert order(*rows) == [3, 2, 1, 0]


def test_an_organization_without_a_country_stands_after_those_with_one():
    assert order(Place(R.DELEGATE, PARTNER, "", "INTERPOL"), Place(R.DELEGATE, PARTNER, "Japan")) == [1, 0]


def test_who_was_not_there_stands_last_whatever_else():
    assert order(Place(R.REPRESENTED, MEMBER, "Brunei Darussalam"), Place(R.ATTENDEE)) == [1, 0]


def test_our_own_officers_stand_before_the_delegations():
    ours = Place(R.DELEGATE, is_ours=True)
    assert order(Place(R.DELEGATE, MEMBER, "Brunei Darussalam"), ours) == [1, 0]


@given(st.lists(st.builds(Place, st.sampled_from(list(R)), st.sampled_from(["", *StandingKind]), st.text(max_size=3))))
def test_each_row_once_and_a_second_time_changes_nothing(places):
    first = proposed(places)
    assert sorted(first) == list(range(len(places)))
    assert proposed([places[number] for number in first]) == list(range(len(places)))
