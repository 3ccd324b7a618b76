"""What is being typed: kept, found, forgotten, and who else is there."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from news.models import Autosave
from news.record import autosaves
from tests import factories as make

pytestmark = pytest.mark.django_db
FORM = {"fields": {"title": ["Half a sent"]}, "loose": {}}
THING = ("edition", "7")
ONE, TWO = "0123456789abcdef.aaaaaaaaaaaa", "0123456789abcdef.bbbbbbbbbbbb"


@pytest.fixture
def writer():
    return make.make_account("writer")


def keep(person, device=ONE, number=1, thing=THING, **more):
    return autosaves.keep(person, thing, device, number=number, path="/admin/", **more)


def test_one_copy_for_each_open_form(writer):
    first = keep(writer, form=FORM)
    again = keep(writer, number=2, form={"fields": {"title": ["Half a sentence"]}, "loose": {}})
    assert (first.pk, first.key) == (again.pk, again.key)
    assert again.form["fields"]["title"] == ["Half a sentence"]
    keep(writer, TWO, form=FORM)
    keep(make.make_account(), form=FORM)
    keep(writer, thing=("edition", "8"), form=FORM)
    assert Autosave.objects.count() == 4


def test_a_late_one_is_dropped(writer):
    keep(writer, number=5, form={"fields": {"title": ["New"]}, "loose": {}})
    for number in (4, 5):
        with pytest.raises(autosaves.Late) as late:
            keep(writer, number=number, form=FORM)
        assert late.value.number == 5
    assert Autosave.objects.get().form["fields"]["title"] == ["New"]


def test_a_sign_of_life_leaves_what_is_kept_alone(writer):
    kept = keep(writer, form=FORM)
    beat = keep(writer, number=2, typing_in="Summary")
    assert (beat.form, beat.kept_at, beat.typing_in) == (FORM, kept.kept_at, "Summary")


def test_what_is_as_it_was_saved_is_not_kept(writer):
    keep(writer, form=FORM)
    assert keep(writer, number=2, form=None).kept_at is None
    assert not autosaves.typed(writer).exists()


def test_a_form_that_is_left_stays_only_with_something_typed(writer):
    assert keep(writer, left=True) is None
    assert not Autosave.objects.exists()
    keep(writer, form=FORM)
    assert keep(writer, number=2, left=True).form == FORM
    assert not autosaves.open_elsewhere(THING, TWO).exists()


def test_taking_back_moves_the_copy_into_the_new_form(writer):
    old = keep(writer, form=FORM)
    # As long as the new form has said nothing of its own, the old copy stays.
    keep(writer, TWO, instead_of=(old.key, 1))
    assert Autosave.objects.filter(pk=old.pk).exists()
    keep(writer, number=2, form={"fields": {"title": ["Typed meanwhile"]}, "loose": {}})
    new = keep(writer, TWO, number=2, form=FORM, instead_of=(old.key, 1))
    assert set(autosaves.typed(writer)) == {old, new}
    keep(writer, number=3, form=FORM)
    new = keep(writer, TWO, number=3, form=FORM, instead_of=(old.key, 1))
    assert list(autosaves.typed(writer)) == [new]


def test_nobody_deletes_or_finds_what_somebody_else_typed(writer):
    kept = keep(writer, form=FORM)
    other = make.make_account(role="administrator")
    keep(other, TWO, form=FORM, instead_of=(kept.key, 9))
    assert autosaves.find(other, kept.key) is None
    assert not autosaves.throw_away(other, kept.key)
    assert autosaves.forget(other, ONE) == 0
    assert autosaves.find(writer, kept.key) == kept


def test_saving_forgets_only_that_form(writer):
    keep(writer, form=FORM)
    other_window = keep(writer, TWO, form=FORM)
    assert autosaves.forget(writer, ONE) == 1
    assert autosaves.forget(writer, "") == 0
    assert list(autosaves.typed(writer)) == [other_window]


def test_find_asks_for_the_thing(writer):
    kept = keep(writer, form=FORM)
    assert autosaves.find(writer, kept.key, THING) == kept
    assert autosaves.find(writer, kept.key, ("edition", "8")) is None
    assert autosaves.find(writer, kept.key, ("page", "7")) is None


def test_who_is_there_is_forgotten_after_half_a_minute(writer):
    kept = keep(make.make_account("second"))
    assert [row.person.username for row in autosaves.open_elsewhere(THING, ONE + "x")] == ["second"]
    assert not autosaves.open_elsewhere(THING, ONE).exists()
    Autosave.objects.update(seen_at=timezone.now() - datetime.timedelta(seconds=30))
    assert not autosaves.open_elsewhere(THING, TWO).exists()
    assert kept.thing_id == "7"
    keep(writer, thing=("edition", ""))
    assert not autosaves.open_elsewhere(("edition", ""), TWO).exists()


def test_pruning(writer):
    def ago(device, form, **since):
        row = keep(writer, device, form=form)
        then = timezone.now() - datetime.timedelta(**since)
        Autosave.objects.filter(pk=row.pk).update(seen_at=then, kept_at=then if form else None)

    ago("typed.new000", FORM, days=29)
    ago("typed.old000", FORM, days=31)
    ago("open.now0000", None, hours=23)
    ago("open.once000", None, hours=25)
    autosaves.prune_autosaves()
    assert set(Autosave.objects.values_list("device", flat=True)) == {"typed.new000", "open.now0000"}


def test_keeping_costs_the_same_however_much_is_kept(writer):
    counts = []
    for rows in (1, 3):
        for number in range(rows):
            keep(make.make_account(), f"{number}aaaaaaaa", form=FORM)
        keep(writer, number=rows * 10, form=FORM)
        with CaptureQueriesContext(connection) as asked:
            keep(writer, number=rows * 10 + 1, form=FORM)
            list(autosaves.open_elsewhere(THING, ONE))
        counts.append(len(asked))
    assert counts[0] == counts[1] <= 6
