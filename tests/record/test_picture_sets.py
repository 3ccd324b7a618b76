"""Sets of photographs: what comes in, what becomes of each, and when a thrown one goes for good."""

import datetime

import pytest
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from news.enums import PictureChoice, State
from news.errors import ChangedMeanwhile, Problems
from news.models import ActionLog, EditionPicture, Picture, PictureSet, SetPicture
from news.pictures.renditions import make_renditions
from news.record import picture_sets
from news.record.entries import delete_entry
from tests import factories as make

pytestmark = pytest.mark.django_db

UNDECIDED, PUBLISH, ARCHIVE, THROWN = PictureChoice
LONG_AGO = timezone.now() - datetime.timedelta(days=31)


@pytest.fixture
def by():
    return make.make_account()


@pytest.fixture
def photographs(by):
    return picture_sets.new_set(by=by, title="Seoul")


def put(photographs, by, number=1, **facts):
    rows = [picture_sets.put_in(photographs, make.make_picture(**facts), by=by) for _ in range(number)]
    return rows if number > 1 else rows[0]


def throw_long_ago(row, by):
    picture_sets.choose(row, THROWN, by=by)
    SetPicture.objects.filter(pk=row.pk).update(chosen_at=LONG_AGO)


def empty_bin(callbacks):
    with callbacks(execute=True):
        picture_sets.delete_thrown(before=timezone.now() - picture_sets.KEPT_IN_BIN)


class TestSets:
    def test_the_name_is_that_of_what_it_is_for(self, by):
        event = make.make_event(name="Symposium in Seoul")
        text = make.make_release(title="Directors meet in Seoul", event=event)
        of_release = picture_sets.new_set(by=by, release=text.release)
        assert (of_release.title, of_release.event) == ("Directors meet in Seoul", event.event)
        assert picture_sets.new_set(by=by, event=event.event).title == "Symposium in Seoul"
        assert picture_sets.new_set(by=by).title == "Photographs"
        assert picture_sets.new_set(by=by, title="  Ours ", release=text.release).title == "Ours"

    def test_a_title_longer_than_a_set_may_have_is_cut(self, by):
        text = make.make_release(title="x" * 250)
        assert picture_sets.set_for(text, by=by).title == "x" * 200

    @pytest.mark.parametrize("title", ["x" * 201, "a\0b"])
    def test_what_cannot_be_kept_is_refused(self, by, photographs, title):
        for act in (
            lambda: picture_sets.new_set(by=by, title=title),
            lambda: picture_sets.rename(photographs, title, by=by),
        ):
            with pytest.raises(Problems) as caught:
                act()
            assert list(caught.value.by_field) == ["title"]
        assert list(PictureSet.objects.values_list("title", flat=True)) == ["Seoul"]

    def test_one_set_for_a_thing_whoever_asks(self, by):
        text = make.make_release()
        first = picture_sets.set_for(text.release, by=by)
        assert picture_sets.set_for(text, by=make.make_account()) == first
        event = make.make_event()
        assert picture_sets.set_for(event, by=by) == picture_sets.set_for(event.event, by=by)

    def test_what_was_sent_for_the_event_becomes_the_releases(self, by):
        event = make.make_event()
        sent = picture_sets.set_for(event, by=by)
        text = make.make_release(event=event)
        assert picture_sets.set_for(text, by=by) == sent
        assert PictureSet.objects.get().release == text.release
        # Another report of the same event begins its own.
        assert picture_sets.set_for(make.make_release(event=event), by=by) != sent

    def test_renaming_and_the_second_person(self, by, photographs):
        mine, theirs = PictureSet.objects.get(), PictureSet.objects.get()
        picture_sets.rename(theirs, " Manila ", by=by)
        mine.title = "Bangkok"
        with pytest.raises(ChangedMeanwhile):
            picture_sets.save_set(mine, by=by, lock_version=0)
        assert PictureSet.objects.get().title == "Manila"
        assert picture_sets.save_set(mine, by=by, lock_version=1).lock_version == 2

    def test_nothing_changed_is_nothing_written(self, by, photographs):
        lines = ActionLog.objects.count()
        picture_sets.save_set(photographs, by=by, lock_version=0)
        assert ActionLog.objects.count() == lines
        assert PictureSet.objects.get().lock_version == 0

    def test_a_set_goes_and_its_pictures_stay(self, by, photographs):
        put(photographs, by, 2)
        picture_sets.delete_set(photographs, by=by)
        assert not SetPicture.objects.exists()
        assert Picture.objects.count() == 2


class TestPuttingIn:
    def test_at_the_end_and_only_once(self, by, photographs):
        one, two = put(photographs, by, 2)
        assert picture_sets.put_in(photographs, one.picture, by=by) == one
        assert list(photographs.rows.all()) == [one, two]

    def test_again_keeps_what_was_chosen(self, by, photographs):
        row = put(photographs, by)
        picture_sets.choose(row, PUBLISH, by=by)
        assert picture_sets.put_in(photographs, row.picture, by=by).choice == PUBLISH

    def test_the_sets_event_is_the_pictures_unless_it_has_one(self, by):
        event, other = make.make_event().event, make.make_event().event
        sent = picture_sets.new_set(by=by, event=event)
        put(sent, by)
        put(sent, by, event=other)
        assert set(Picture.objects.values_list("event", flat=True)) == {event.pk, other.pk}


class TestChoosing:
    def test_who_chose_what_and_when(self, by, photographs):
        row = put(photographs, by)
        assert picture_sets.choose(row, PUBLISH, by=by) == UNDECIDED
        assert picture_sets.choose(row, ARCHIVE, by=by) == PUBLISH
        row.refresh_from_db()
        assert (row.choice, row.chosen_by) == (ARCHIVE, by)
        assert timezone.now() - row.chosen_at < datetime.timedelta(minutes=1)

    def test_undone_it_is_as_before(self, by, photographs):
        row = put(photographs, by)
        former = picture_sets.choose(row, THROWN, by=by)
        assert picture_sets.choose(row, former, by=by) == THROWN
        row.refresh_from_db()
        assert (row.choice, row.chosen_by, row.chosen_at) == (UNDECIDED, None, None)

    def test_the_same_again_changes_nothing(self, by, photographs):
        row = put(photographs, by)
        picture_sets.choose(row, THROWN, by=by)
        SetPicture.objects.update(chosen_at=LONG_AGO)
        picture_sets.choose(row, THROWN, by=make.make_account())
        assert SetPicture.objects.values_list("chosen_by", "chosen_at").get() == (by.pk, LONG_AGO)

    @pytest.mark.parametrize("choice", ["", "burn", "PUBLISH", None])
    def test_what_is_no_choice(self, by, photographs, choice):
        with pytest.raises(Problems) as caught:
            picture_sets.choose(put(photographs, by), choice, by=by)
        assert list(caught.value.by_field) == ["choice"]
        assert SetPicture.objects.get().choice == UNDECIDED

    def test_a_row_that_is_gone(self, by, photographs):
        row = put(photographs, by)
        SetPicture.objects.all().delete()
        with pytest.raises(Problems, match="no longer in the set"):
            picture_sets.choose(row, PUBLISH, by=by)

    def test_one_more_to_publish_asks_for_another_look(self, by, photographs):
        one, two = put(photographs, by, 2)
        picture_sets.choose(one, PUBLISH, by=by)
        PictureSet.objects.update(looked_by=by, looked_at=timezone.now())
        picture_sets.choose(one, PUBLISH, by=by)
        picture_sets.choose(two, ARCHIVE, by=by)
        assert PictureSet.objects.get().looked_at is not None
        picture_sets.choose(two, PUBLISH, by=by)
        assert PictureSet.objects.values_list("looked_by", "looked_at").get() == (None, None)

    def test_a_hidden_one_is_not_to_publish(self, by, photographs):
        row = put(photographs, by, hidden_at=timezone.now())
        with pytest.raises(Problems, match="hidden"):
            picture_sets.choose(row, PUBLISH, by=by)
        assert picture_sets.choose(row, ARCHIVE, by=by) == UNDECIDED

    def test_what_a_release_uses_is_not_thrown(self, by, photographs):
        beside, inside, over, free = put(photographs, by, 4)
        text = make.make_release(title="Ours")
        make.attach_picture(text, beside.picture)
        source = f"/media/{inside.picture.sha256[:16]}/960.webp"
        make.make_release(title="In text", body=f'<figure><img src="{source}" alt=""></figure>')
        replaced = make.make_release(state=State.DISCARDED, discarded_at=timezone.now())
        make.attach_picture(replaced, over.picture)
        for row, title in ((beside, "Ours"), (inside, "In text")):
            with pytest.raises(Problems) as caught:
                picture_sets.choose(row, THROWN, by=by)
            assert caught.value.by_field == {"choice": [f"“{title}” uses this picture. Take it out there first."]}
        for row in (over, free):
            picture_sets.choose(row, THROWN, by=by)

    def test_the_rest_goes_to_the_archive(self, by, photographs):
        one, two, three = put(photographs, by, 3)
        other = put(picture_sets.new_set(by=by), by)
        picture_sets.choose(one, PUBLISH, by=by)
        picture_sets.choose(two, THROWN, by=by)
        assert picture_sets.archive_the_rest(photographs, by=by) == 1
        assert list(photographs.rows.values_list("choice", flat=True)) == [PUBLISH, THROWN, ARCHIVE]
        three.refresh_from_db()
        other.refresh_from_db()
        assert (three.chosen_by, other.choice) == (by, UNDECIDED)


class TestOrder:
    def keys(self, photographs):
        return list(photographs.rows.values_list("pk", flat=True))

    def test_some_change_places_and_others_stay(self, by, photographs):
        a, b, c, d = (row.pk for row in put(photographs, by, 4))
        picture_sets.arrange(photographs, [d, b])
        assert self.keys(photographs) == [a, d, c, b]

    def test_foreign_and_repeated_keys_do_nothing(self, by, photographs):
        a, b = (row.pk for row in put(photographs, by, 2))
        foreign = put(picture_sets.new_set(by=by), by).pk
        picture_sets.arrange(photographs, [foreign, b, b, a, 10**9])
        assert self.keys(photographs) == [b, a]

    def test_one_step_among_those_of_its_kind(self, by, photographs):
        a, b, c = put(photographs, by, 3)
        for row in (a, c):
            picture_sets.choose(row, PUBLISH, by=by)
        picture_sets.move(c, -1)
        assert self.keys(photographs) == [c.pk, b.pk, a.pk]
        picture_sets.move(SetPicture.objects.get(pk=c.pk), -1)
        assert self.keys(photographs) == [c.pk, b.pk, a.pk]


class TestBin:
    def test_the_day_on_which_it_goes(self, by, photographs):
        row = put(photographs, by)
        assert picture_sets.goes_on(row) is None
        row.choice, row.chosen_at = THROWN, datetime.datetime(2024, 11, 2, 20, tzinfo=datetime.UTC)
        # In Kuala Lumpur it is the 3rd already.
        assert picture_sets.goes_on(row) == datetime.date(2024, 12, 3)

    def test_after_thirty_days_it_goes_with_its_files(self, by, photographs, django_capture_on_commit_callbacks):
        gone, fresh, kept = put(photographs, by, 3)
        make_renditions(gone.picture)
        throw_long_ago(gone, by)
        picture_sets.choose(fresh, THROWN, by=by)
        assert any(files for _, _, files in walk("pictures/renditions"))
        empty_bin(django_capture_on_commit_callbacks)
        assert set(Picture.objects.all()) == {fresh.picture, kept.picture}
        assert not default_storage.exists(gone.picture.file.name)
        assert default_storage.exists(fresh.picture.file.name)
        assert not any(files for _, _, files in walk("pictures/renditions"))
        empty_bin(django_capture_on_commit_callbacks)
        assert Picture.objects.count() == 2

    def test_it_stays_while_another_set_or_any_version_has_it(
        self, by, photographs, django_capture_on_commit_callbacks
    ):
        in_set, in_version, in_text = put(photographs, by, 3)
        other = picture_sets.new_set(by=by)
        picture_sets.put_in(other, in_set.picture, by=by)
        bin_version = make.make_release(state=State.DISCARDED, discarded_at=timezone.now())
        make.attach_picture(bin_version, in_version.picture)
        source = f"/media/{in_text.picture.sha256[:16]}/960.webp"
        body = f'<figure><img src="{source}" alt=""></figure>'
        make.make_release(state=State.DISCARDED, discarded_at=timezone.now(), body=body)
        for row in (in_set, in_version, in_text):
            throw_long_ago(row, by)
        empty_bin(django_capture_on_commit_callbacks)
        assert not photographs.rows.exists()
        assert Picture.objects.count() == 3
        assert all(default_storage.exists(picture.file.name) for picture in Picture.objects.all())

    def test_taken_back_in_time_it_stays(self, by, photographs, django_capture_on_commit_callbacks):
        row = put(photographs, by)
        throw_long_ago(row, by)
        picture_sets.choose(row, ARCHIVE, by=by)
        empty_bin(django_capture_on_commit_callbacks)
        assert Picture.objects.exists()

    def test_the_worker_does_it_every_day(self):
        from news import worker

        assert "empty_picture_bin" in worker.EVERY_DAY
        worker.HANDLERS["empty_picture_bin"]()


class TestFilesOfWhatIsDeleted:
    def test_they_go_after_the_commit_and_not_before(self, by, django_capture_on_commit_callbacks):
        picture = make.make_picture()
        name = picture.file.name
        with django_capture_on_commit_callbacks(execute=True):
            delete_entry(picture, by=by)
            assert default_storage.exists(name)
        assert not default_storage.exists(name)

    def test_they_stay_if_it_was_taken_back(self, by, django_capture_on_commit_callbacks):
        picture = make.make_picture()
        with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
            delete_entry(picture, by=by)
            transaction.set_rollback(True)
        assert default_storage.exists(Picture.objects.get().file.name)

    def test_they_stay_if_it_may_not_be_deleted(self, by, django_capture_on_commit_callbacks):
        picture = make.make_picture()
        make.attach_picture(make.make_release(), picture)
        with django_capture_on_commit_callbacks(execute=True), pytest.raises(Problems):
            delete_entry(picture, by=by)
        assert EditionPicture.objects.get().picture == picture
        assert default_storage.exists(picture.file.name)

    def test_they_stay_if_the_same_bytes_came_in_again(self, by, django_capture_on_commit_callbacks):
        picture = make.make_picture()
        name = picture.file.name
        facts = {"sha256": picture.sha256, "format": "png", "width": 60, "height": 40}
        with django_capture_on_commit_callbacks(execute=True):
            delete_entry(picture, by=by)
            Picture.objects.create(file=name, **facts)
        assert default_storage.exists(name)

    def test_documents_too(self, by, django_capture_on_commit_callbacks):
        document = make.make_document()
        with django_capture_on_commit_callbacks(execute=True):
            delete_entry(document, by=by)
        assert not default_storage.exists(document.file.name)


def walk(folder):
    folders, files = default_storage.listdir(folder) if default_storage.exists(folder) else ([], [])
    yield folder, folders, files
    for below in folders:
        yield from walk(f"{folder}/{below}")
