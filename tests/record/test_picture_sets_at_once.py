"""Several people work on the photographs of one set at the same moment: nobody waits for ever."""

import threading

import pytest
from django.db import connections

from news.enums import PictureChoice
from news.models import SetPicture
from news.record import picture_sets
from tests import factories as make

pytestmark = pytest.mark.django_db(transaction=True)

TIMES, PHOTOGRAPHS = 15, 8


def together(*acts):
    """Each act many times, on a connection of its own."""
    start, errors = threading.Barrier(len(acts)), []

    def does(act):
        try:
            start.wait(timeout=30)
            for number in range(TIMES):
                act(number)
        except Exception as error:
            errors.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=does, args=[act], daemon=True) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
        assert not thread.is_alive(), "they wait for each other"
    assert errors == []


@pytest.fixture
def by():
    make.make_own_organization()
    return make.make_account()


@pytest.fixture
def photographs(by):
    made = picture_sets.new_set(by=by, title="Seoul")
    for _ in range(PHOTOGRAPHS):
        picture_sets.put_in(made, make.make_picture(), by=by)
    return made


def test_one_chooses_while_another_moves_pictures(photographs, by):
    keys = list(photographs.rows.values_list("pk", flat=True))

    def choosing(number):
        wanted = PictureChoice.PUBLISH if number % 2 else PictureChoice.ARCHIVE
        for key in reversed(keys):
            picture_sets.choose(SetPicture.objects.get(pk=key), wanted, by=by)

    def moving(number):
        picture_sets.arrange(photographs, keys if number % 2 else keys[::-1])

    together(choosing, moving)
    assert photographs.rows.filter(choice=PictureChoice.ARCHIVE).count() == PHOTOGRAPHS


def test_what_is_left_goes_to_the_archive_while_another_moves_pictures(photographs, by):
    keys = list(photographs.rows.values_list("pk", flat=True))

    def archiving(number):
        for row in photographs.rows.all():
            picture_sets.choose(row, PictureChoice.UNDECIDED, by=by)
        picture_sets.archive_the_rest(photographs, by=by)

    def moving(number):
        picture_sets.arrange(photographs, keys if number % 2 else keys[::-1])

    together(archiving, moving)
    assert photographs.rows.filter(choice=PictureChoice.ARCHIVE).count() == PHOTOGRAPHS
