"""Where words stand that readers see."""

import pytest

from news import workflow
from news.queries import occurrences
from tests import factories as make

pytestmark = pytest.mark.django_db
OLD = "Nguyen Huu Ngok"


def paths(found):
    return sorted(place.path.rpartition(".")[2] for item in found for place in item.places)


def test_texts_and_facts_that_readers_see():
    edition = make.publish_release(
        title=f"{OLD} speaks", standfirst=f"By {OLD}.", dateline=OLD, body=f"<p>{OLD}’s <em>{OLD}</em></p>"
    )
    make.attach_picture(edition, caption=OLD, alt=f"{OLD} stands")
    event = make.publish_event()
    make.make_participation(event, make.make_person(OLD))
    make.make_organizer(event, led_by=make.make_person(OLD))
    found = occurrences.find(OLD, "name")
    assert paths(found.public) == [
        "alt",
        "body",
        "body",
        "caption",
        "dateline",
        "led_by_as",
        "printed_as",
        "standfirst",
        "title",
    ]
    assert not found.in_progress
    assert not found.more


def test_whole_words_with_accents_and_capitals():
    make.publish_release(title="Ngoked", standfirst="ngok", body="<p>Ngok̂ Ngōk <a href='/news/?q=Ngok'>x</a></p>")
    assert not occurrences.find("Ngok")


def test_any_blank_and_escaped_signs():
    make.publish_release(body="<p>R&amp;D\u00a0Centre</p>", title="R&D  Centre")
    assert paths(occurrences.find("R&D Centre").public) == ["body", "title"]


def test_an_excerpt_of_the_place():
    make.publish_release(body=f"<p>{'word ' * 30}then {OLD} said &lt;b&gt; {'word ' * 30}</p>")
    place = occurrences.find(OLD).public[0].places[0]
    assert place.before.startswith("…")
    assert place.before.endswith("then ")
    assert place.words == OLD
    assert place.after.startswith(" said <b> ")
    assert len(place.before) < 70


def test_a_column_is_searched_if_it_is_what_is_corrected():
    event = make.publish_event()
    make.make_participation(event, make.make_person("Marshal"), rank_long="Marshal", position="Marshal")
    for sort, path in [("name", "printed_as"), ("rank", "rank_long"), ("position", "position")]:
        assert paths(occurrences.find("Marshal", sort).public) == [path]
    assert len(occurrences.find("Marshal", "text").public[0].places) == 3


def test_sure_is_only_the_column_of_that_very_person():
    event, person = make.publish_event(), make.make_person(OLD)
    make.make_participation(event, person)
    make.make_participation(event, make.make_person(OLD))
    make.make_participation(event, person, printed_as=f"{OLD} the Elder")
    make.publish_release(title=OLD)
    found = occurrences.find(OLD, "name", entry=person)
    assert [place.is_sure for item in found.public for place in item.places].count(True) == 1
    assert not any(place.is_sure for item in occurrences.find(OLD, "name").public for place in item.places)


def test_partly_bold_and_words_of_a_picture_are_for_a_person():
    picture = f'<figure><img src="/media/0123456789abcdef/480.webp" alt="{OLD} speaks"></figure>'
    make.publish_release(body=f"<p>{OLD} and Nguyen <strong>Huu Ngok</strong></p>{picture}")
    places = occurrences.find(OLD).public[0].places
    assert [place.by_hand for place in places] == [False, True, True]


def test_drafts_bins_and_what_was_replaced_are_not_what_readers_see():
    make.make_release(title=OLD, state="discarded")
    old = make.publish_release(title=OLD)
    make.publish(make.make_release(release=old.release, title="Other"))
    assert not occurrences.find(OLD)


def test_what_is_in_progress_stands_apart():
    writer = make.make_account()
    kept, mended = make.publish_release(title=OLD), make.publish_release(title=OLD)
    first = workflow.revise(kept, by=writer)
    second = workflow.revise(mended, by=writer)
    workflow.edit(second, {"title": "Right"}, by=writer, lock_version=0)
    alone = make.make_release(title=OLD)
    found = occurrences.find(OLD)
    assert not found.public
    items = {item.version.pk: item for item in found.in_progress}
    assert set(items) == {first.pk, second.pk, alone.pk}
    assert items[first.pk].public == kept
    assert not items[second.pk].places
    assert items[alone.pk].public is None


@pytest.mark.parametrize("old", ["", " ", "a", "…", "a\x00bc", "%", "_", "\\"])
def test_what_cannot_be_looked_for(old):
    make.publish_release(title="100 % a_b \\ …")
    assert not occurrences.find(old)
    assert occurrences.count(old) == 0


def test_bounded():
    for _ in range(4):
        make.publish_release(title=OLD)
    found = occurrences.find(OLD, most=2)
    assert found.more
    assert len(found.public) == 2
    assert not occurrences.find(OLD, most=4).more


def test_counting():
    make.publish_release(body=f"<p>{OLD}</p>")
    event, person = make.publish_event(), make.make_person(OLD)
    make.make_participation(event, person, rank_long="Police Colonel")
    make.make_participation(make.publish_event(), rank_long="Police Colonel")
    make.make_release(title=OLD)
    assert occurrences.count(OLD, "name") == 2
    assert occurrences.count_of(person, "Police Colonel") == 1


@pytest.mark.parametrize("number", [1, 3])
def test_as_many_queries_for_many_as_for_one(number, django_assert_num_queries):
    writer = make.make_account()
    for _ in range(number):
        edition = make.publish_release(title=OLD)
        make.attach_picture(edition, caption=OLD)
        event = make.publish_event()
        make.make_participation(event, make.make_person(OLD), session=make.make_session(event))
        workflow.revise(make.publish_release(title=OLD), by=writer)
    with django_assert_num_queries(9):
        assert len(occurrences.find(OLD, "name").public) == 2 * number
    with django_assert_num_queries(2):
        assert occurrences.count(OLD, "name") == 3 * number
