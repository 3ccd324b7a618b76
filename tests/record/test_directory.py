"""Directory entries: saved with history, handed over, merged and taken apart again."""

import datetime

import pytest

from news.errors import ChangedMeanwhile, Problems
from news.models import ActionLog, Alias, Organization, PastAddress, Person, PersonShown, Post, Snapshot
from news.record import directory
from tests import factories as make

pytestmark = pytest.mark.django_db

FIRST = datetime.date(2024, 9, 1)


class TestSave:
    def test_slug_sort_key_and_folded_words_make_themselves(self):
        person = directory.save_entry(Person(name="Éléonore Đặng"))
        assert person.slug
        assert person.sort_key == "Éléonore Đặng"
        assert list(Person.objects.matching("eleonore", "dang")) == [person]

    def test_acronyms_and_aliases_are_found(self):
        force = make.make_organization("Korean National Police Agency", acronym="KNPA")
        Alias.objects.create(text="Corée police", organization=force)
        directory.refold(force)
        for words in (["knpa"], ["coree"], ["national", "agency"]):
            assert list(Organization.objects.matching(*words)) == [force]

    def test_the_old_address_is_kept(self):
        force = make.make_organization(slug="old-slug")
        force.slug = "new-slug"
        directory.save_entry(force)
        assert PastAddress.objects.get().path == "/organizations/old-slug/"

    def test_a_change_leaves_before_and_after(self):
        force = make.make_organization("Old")
        force.name = "New"
        directory.save_entry(force)
        line = ActionLog.objects.get()
        assert (line.act, line.before.data["name"], line.after.data["name"]) == ("change", "Old", "New")

    def test_the_second_of_two_is_told(self):
        force = make.make_organization()
        directory.save_entry(force, lock_version=0)
        with pytest.raises(ChangedMeanwhile):
            directory.save_entry(Organization.objects.get(), lock_version=0)

    def test_what_the_model_refuses_is_said_at_its_field(self):
        programme = make.make_programme()
        programme.starts, programme.ends = datetime.date(2025, 3, 1), datetime.date(2024, 6, 1)
        with pytest.raises(Problems) as refused:
            directory.save_entry(programme)
        assert refused.value.by_field
        programme.refresh_from_db()
        assert programme.starts is None
        assert not Snapshot.objects.exists()


class TestHandover:
    def test_one_post_ends_and_the_next_begins(self):
        post = make.make_post(since=datetime.date(2022, 1, 1))
        successor = make.make_person()
        begun = directory.handover(post, successor, FIRST, by=None)
        post.refresh_from_db()
        assert (post.until, begun.since, begun.until) == (datetime.date(2024, 8, 31), FIRST, None)
        assert (begun.person, begun.position, begun.organization) == (successor, post.position, post.organization)
        assert [p.person for p in Post.objects.held_on(datetime.date(2024, 8, 31))] == [post.person]
        assert [p.person for p in Post.objects.held_on(FIRST)] == [successor]

    def test_not_to_oneself_not_before_it_began_not_after_it_ended(self):
        post = make.make_post(since=FIRST, until=datetime.date(2024, 12, 31))
        for successor, day, field in [
            (post.person, FIRST, "successor"),
            (make.make_person(), FIRST, "day"),
            (make.make_person(), datetime.date(2025, 6, 1), "day"),
        ]:
            with pytest.raises(Problems) as refused:
                directory.handover(post, successor, day, by=None)
            assert set(refused.value.by_field) == {field}
        assert Post.objects.count() == 1


class TestMerge:
    def test_everything_that_names_one_names_the_other(self):
        loser, winner = (
            make.make_organization("Royal Malaysian Police"),
            make.make_organization("Royal Malaysia Police"),
        )
        event = make.publish_event()
        organizer = make.make_organizer(event, loser)
        taken = make.make_participation(event, organization=loser)
        post = make.make_post(organization=loser)
        directory.merge(loser, winner, by=None)
        for row in (organizer, taken, post):
            row.refresh_from_db()
            assert row.organization == winner
        assert organizer.printed_as == "Royal Malaysian Police"
        loser.refresh_from_db()
        assert loser.merged_into == winner
        assert list(Organization.objects.current()) == [winner]
        assert list(Organization.objects.matching("malaysian").current()) == [winner]
        assert PastAddress.objects.get(path=loser.get_absolute_url()).thing_id == str(winner.pk)

    def test_it_can_be_taken_back(self):
        loser, winner = make.make_person("Wu Ying"), make.make_person("Ying Wu")
        event = make.make_event()
        first, second = make.make_participation(event, loser), make.make_participation(event, winner)
        directory.merge(loser, winner, by=None)
        later = make.make_participation(event, winner)
        directory.unmerge(loser, by=None)
        for row, person in [(first, loser), (second, winner), (later, winner)]:
            row.refresh_from_db()
            assert row.person == person
        loser.refresh_from_db()
        assert loser.merged_into is None
        assert not Alias.objects.exists()
        assert not PastAddress.objects.exists()

    def test_many_to_many_sets_move_without_doubling(self):
        loser, winner = make.make_organization(), make.make_organization()
        both = make.make_release(issued_jointly_with=[loser, winner])
        one = make.make_release(issued_jointly_with=[loser])
        directory.merge(loser, winner, by=None)
        assert winner in both.issued_jointly_with.all()
        assert list(one.issued_jointly_with.all()) == [winner]

    def test_not_with_itself_not_with_another_kind_not_twice(self):
        one, two, three = make.make_person(), make.make_person(), make.make_person()
        for loser, winner in [(one, one), (one, make.make_organization())]:
            with pytest.raises(Problems):
                directory.merge(loser, winner, by=None)
        directory.merge(one, two, by=None)
        with pytest.raises(Problems, match="already"):
            directory.merge(three, one, by=None)
        with pytest.raises(Problems):
            directory.unmerge(three, by=None)

    def test_events_merge(self):
        loser, winner = make.make_event().event, make.make_event().event
        release = make.make_release(event=loser)
        directory.merge(loser, winner, by=None)
        release.refresh_from_db()
        assert release.event == winner

    def test_what_both_had_stands_once_and_comes_back(self):
        loser, winner = make.make_organization(), make.make_organization()
        programme, release = make.make_programme(), make.make_release(issued_jointly_with=[loser, winner])
        for partner in (loser, winner):
            make.make_programme_partner(programme, partner)
        directory.merge(loser, winner, by=None)
        assert list(release.issued_jointly_with.all()) == [winner]
        assert [part.organization for part in programme.partners.all()] == [winner]
        directory.unmerge(loser, by=None)
        assert set(release.issued_jointly_with.all()) == {loser, winner}
        assert {part.organization for part in programme.partners.all()} == {loser, winner}

    def test_what_was_dropped_does_not_come_back_to_what_is_gone(self):
        loser, winner = make.make_organization(), make.make_organization()
        release = make.make_release(issued_jointly_with=[loser, winner])
        directory.merge(loser, winner, by=None)
        release.delete()
        directory.unmerge(loser, by=None)
        assert not loser.joint_editions.exists()

    def test_a_spelling_that_was_there_before_outlives_the_way_back(self):
        loser, winner = make.make_person("Wu Ying"), make.make_person("Ying Wu")
        spelling = Alias.objects.create(text="Wu Ying", person=winner)
        directory.merge(loser, winner, by=None)
        assert list(winner.aliases.all()) == [spelling]
        directory.unmerge(loser, by=None)
        assert list(winner.aliases.all()) == [spelling]

    def test_not_with_a_body_above_or_below(self):
        top = make.make_organization()
        middle = make.make_organization(parent=top)
        bottom = make.make_organization(parent=middle)
        for loser, winner in [(top, bottom), (bottom, top), (middle, bottom)]:
            with pytest.raises(Problems, match="below the other"):
                directory.merge(loser, winner, by=None)

    def test_two_that_merge_each_other_do_not_both_go(self):
        one, two = make.make_person(), make.make_person()
        seen_by_another = Person.objects.get(pk=two.pk), Person.objects.get(pk=one.pk)
        directory.merge(one, two, by=None)
        with pytest.raises(Problems, match="already"):
            directory.merge(*seen_by_another, by=None)

    def test_no_release_covers_its_own_event_twice(self):
        loser, winner = make.make_event().event, make.make_event().event
        one, other = (
            make.make_release(event=loser, also_covers=[winner]),
            make.make_release(event=winner, also_covers=[loser]),
        )
        directory.merge(loser, winner, by=None)
        assert not one.also_covers.exists()
        assert not other.also_covers.exists()
        directory.unmerge(loser, by=None)
        assert (list(one.also_covers.all()), list(other.also_covers.all())) == ([winner], [loser])

    def test_neither_our_own_side_nor_what_readers_see_is_lost(self):
        with pytest.raises(Problems, match="our own"):
            directory.merge(make.make_own_organization(), make.make_organization(), by=None)
        with pytest.raises(Problems, match="Readers see"):
            directory.merge(make.publish_event().event, make.make_event().event, by=None)


def test_two_who_stand_in_one_picture_are_merged_and_parted_again():
    by, one, two = make.make_account(), make.make_person("One"), make.make_person("Two")
    both, alone = make.make_picture(), make.make_picture()
    for picture, shown in [(both, [two, None, one]), (alone, [two])]:
        for place, person in enumerate(shown, start=1):
            PersonShown.objects.create(picture=picture, person=person, order=place)

    directory.merge(two, one, by=by)
    assert list(both.people_shown.values_list("person", flat=True)) == [None, one.pk]
    assert list(alone.people_shown.values_list("person", flat=True)) == [one.pk]

    two.refresh_from_db()
    directory.unmerge(two, by=by)
    assert list(both.people_shown.values_list("person", flat=True)) == [two.pk, None, one.pk]
    assert list(alone.people_shown.values_list("person", flat=True)) == [two.pk]
