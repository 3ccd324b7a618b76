"""The database itself refuses what may never be, on SQLite as on PostgreSQL."""

import datetime

import pytest
from django.db import DataError, IntegrityError, transaction

from news.models import (
    Alias,
    Edition,
    EventEdition,
    Organizer,
    Participation,
    PersonShown,
    PictureSet,
    PressRelease,
    SetPicture,
    SiteState,
    Upload,
)
from tests import factories as make

pytestmark = pytest.mark.django_db

DAY = datetime.date(2024, 9, 17)
BEFORE = datetime.date(2024, 9, 16)


def refused(write):
    with pytest.raises((IntegrityError, DataError)), transaction.atomic():
        write()


def test_an_event_that_ends_before_it_starts():
    refused(lambda: make.make_event(starts=DAY, ends=BEFORE))


def test_an_event_without_dates_that_is_not_to_be_announced():
    refused(lambda: make.make_event(starts=None, ends=None))
    make.make_event(precision="tba")


def test_a_second_open_edition():
    edition = make.make_event()
    refused(lambda: make.make_event(event=edition.event))
    release = make.make_release()
    refused(lambda: make.make_release(release=release.release))


def test_a_second_public_edition():
    release = make.publish_release().release
    second = make.make_release(release=release)
    refused(lambda: Edition.objects.filter(pk=second.pk).update(state="published", published_at="2024-01-01T00:00Z"))
    refused(
        lambda: Edition.objects.filter(pk=second.pk).update(
            state="withdrawn", withdrawal_kind="erased", published_at="2024-01-01T00:00Z"
        )
    )


def test_the_same_number_twice():
    edition = make.publish_release()
    refused(lambda: make.make_release(release=edition.release, number=1))


def test_a_participation_with_nobody_in_it():
    edition = make.make_event()
    refused(lambda: Participation.objects.create(edition=edition))


def test_more_women_than_people():
    edition = make.make_event()
    refused(lambda: Participation.objects.create(edition=edition, label="experts", headcount=1, women=2))


def test_an_organizer_that_is_two_things_or_none():
    edition = make.make_event()
    refused(lambda: Organizer.objects.create(edition=edition))
    refused(
        lambda: Organizer.objects.create(
            edition=edition, organization=make.make_organization(), programme=make.make_programme()
        )
    )


def test_a_session_that_ends_before_it_starts():
    edition = make.make_event()
    refused(lambda: make.make_session(edition, starts=datetime.time(10), ends=datetime.time(9)))


@pytest.mark.parametrize("maker", [make.make_organization, make.make_person, make.make_programme, make.make_series])
def test_a_duplicate_slug(maker):
    maker(slug="the-same")
    refused(lambda: maker(slug="the-same"))


def test_a_duplicate_slug_of_a_release_or_event():
    make.make_release(slug="the-same")
    refused(lambda: make.make_release(slug="the-same"))
    make.make_event(slug="the-same")
    refused(lambda: make.make_event(slug="the-same"))


def test_a_slug_without_a_letter():
    refused(lambda: make.make_organization(slug="2024"))
    refused(lambda: PressRelease.objects.create(slug="123"))


def test_programme_months_reversed():
    refused(lambda: make.make_programme(starts=DAY, ends=BEFORE))


def test_a_title_of_400_characters():
    refused(lambda: make.make_release(title="x" * 400))
    edition = make.make_release()
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(title="x" * 400))


def test_an_unknown_state_or_kind():
    edition = make.make_event()
    refused(lambda: EventEdition.objects.filter(pk=edition.pk).update(state="lost"))
    refused(lambda: EventEdition.objects.filter(pk=edition.pk).update(kind="party"))


def test_public_without_a_moment_or_without_text():
    edition = make.make_release()
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(state="published"))
    refused(
        lambda: Edition.objects.filter(pk=edition.pk).update(
            state="published", published_at="2024-01-01T00:00Z", body=""
        )
    )


def test_withdrawn_without_a_kind():
    edition = make.publish_release()
    refused(lambda: Edition.objects.filter(pk=edition.pk).update(state="withdrawn"))


def test_a_reference_number_twice():
    first, second = make.publish_release().release, make.publish_release().release
    refused(lambda: PressRelease.objects.filter(pk=second.pk).update(ref_number=first.ref_number))


def test_a_thing_merged_into_itself():
    person = make.make_person()
    refused(lambda: type(person).objects.filter(pk=person.pk).update(merged_into=person))


def test_an_alias_of_two_things_or_none():
    refused(lambda: Alias.objects.create(text="KNPA"))
    refused(lambda: Alias.objects.create(text="K", person=make.make_person(), organization=make.make_organization()))


def test_two_lead_pictures():
    edition = make.make_release()
    make.attach_picture(edition, is_lead=True)
    refused(lambda: make.attach_picture(edition, is_lead=True))


def test_a_second_row_of_the_sites_state():
    refused(lambda: SiteState.objects.create(pk=2))


@pytest.mark.parametrize("point", [(50, None), (None, 50), (101, 50), (50, 101)])
def test_a_focal_point_outside_of_the_picture(point):
    picture = make.make_picture()
    refused(lambda: type(picture).objects.filter(pk=picture.pk).update(focus_x=point[0], focus_y=point[1]))


def test_one_person_twice_in_a_picture():
    picture, person = make.make_picture(), make.make_person()
    PersonShown.objects.create(picture=picture, person=person, order=1)
    refused(lambda: PersonShown.objects.create(picture=picture, person=person, order=2))
    refused(lambda: PersonShown.objects.create(picture=picture, order=1))
    PersonShown.objects.create(picture=picture, order=2)
    PersonShown.objects.create(picture=picture, order=3)


def test_a_picture_twice_in_a_set():
    pictures, picture = PictureSet.objects.create(title="Seoul"), make.make_picture()
    SetPicture.objects.create(set=pictures, picture=picture)
    refused(lambda: SetPicture.objects.create(set=pictures, picture=picture))
    refused(lambda: SetPicture.objects.filter(set=pictures).update(choice="perhaps"))


def test_more_bytes_than_a_file_has():
    upload = Upload.objects.create(
        set=PictureSet.objects.create(title="Seoul"), by=make.make_account(), fingerprint="a", size=10
    )
    refused(lambda: Upload.objects.filter(pk=upload.pk).update(received=11))
    refused(lambda: Upload.objects.create(set=upload.set, by=upload.by, fingerprint="a", size=10))
    refused(lambda: Upload.objects.create(set=upload.set, by=upload.by, fingerprint="b", size=0))
