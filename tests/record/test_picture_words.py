"""Words of photographs: saved all or nothing, two who write, the tick, the way into a release."""

import datetime

import pytest
from django.utils import timezone

from news import workflow
from news.enums import PictureChoice, Role
from news.errors import ChangedMeanwhile, Impossible, NotAllowed, Problems
from news.models import ActionLog, PersonShown, Picture
from news.queries import not_shown
from news.record import picture_sets, picture_words
from news.record.picture_words import Sent, TwoVersions, content_of, content_of_set
from news.workflow import attaching
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make.make_account("writer")


def a_set(by, number=2, event=None, release=None, **facts):
    made = picture_sets.new_set(by=by, title="Talks", event=event, release=release)
    for place in range(number):
        picture = make.make_picture(original_name=f"IMG_{place}.JPG", **facts)
        picture_sets.choose(picture_sets.put_in(made, picture, by=by), PictureChoice.PUBLISH, by=by)
    made.refresh_from_db()
    return made


def pictures(picture_set):
    return [row.picture for row in picture_words.to_publish(picture_set)]


def sent(picture, *, was=None, **typed):
    now = content_of(picture)
    return Sent(picture.pk, (was or now) | typed, was or now)


def common(picture_set, **typed):
    now = content_of_set(picture_set)
    return Sent(None, now | typed, now)


def finish(picture_set, by):
    """Words for all, and the tick."""
    texts = [
        sent(one, alt=f"Two officers talk beside a map {one.pk}.", caption=f"Caption {one.pk}")
        for one in pictures(picture_set)
    ]
    keys = [one.key for one in texts]
    picture_words.save(picture_set, texts, by=by, common=common(picture_set, credit="Us"), looked=True, shown=keys)


def test_words_and_people_are_saved_with_a_line_in_the_log(writer):
    picture_set = a_set(writer)
    one, other = pictures(picture_set)
    person = make.make_person("Ana Cruz")
    picture_words.save(
        picture_set,
        [sent(one, alt="A flag waves.", people=[None, person.pk], focus=[10, 90]), sent(other)],
        by=writer,
        common=common(picture_set, credit="Secretariat", taken_on="2024-08-27"),
    )
    one.refresh_from_db()
    assert (one.alt, one.focus_x, one.focus_y, one.credit) == ("A flag waves.", 10, 90, "Secretariat")
    assert one.taken_on == datetime.date(2024, 8, 27)
    assert list(one.people_shown.values_list("person", "order")) == [(None, 1), (person.pk, 2)]
    other.refresh_from_db()
    assert (other.credit, other.alt) == ("Secretariat", "")
    assert ActionLog.objects.filter(thing_type="picture", thing_id=one.pk, act="rows").exists()
    # Again, with nothing new: nothing is written.
    before = ActionLog.objects.count()
    one, other = pictures(picture_set)
    picture_set.refresh_from_db()
    same = Sent(one.pk, content_of(one, "Secretariat"), content_of(one, "Secretariat"))
    picture_words.save(picture_set, [same], by=writer, common=common(picture_set))
    assert ActionLog.objects.count() == before


def test_people_move_and_go(writer):
    picture_set = a_set(writer, 1)
    [one] = pictures(picture_set)
    a, b = make.make_person(), make.make_person()
    for keys in ([a.pk, b.pk], [b.pk, None, a.pk], [b.pk], []):
        [one] = pictures(picture_set)
        picture_words.save(picture_set, [sent(one, people=keys)], by=writer)
        assert [row.person_id for row in PersonShown.objects.filter(picture=one)] == keys


def test_a_credit_of_its_own_stays(writer):
    picture_set = a_set(writer)
    other = pictures(picture_set)[1]
    Picture.objects.filter(pk=other.pk).update(credit="INTERPOL")
    picture_words.save(picture_set, [], by=writer, common=common(picture_set, credit="Secretariat"))
    rows = picture_words.to_publish(picture_set)
    assert [row.picture.credit for row in rows] == ["Secretariat", "INTERPOL"]
    assert picture_words.own_credits(rows, "Secretariat") == [(2, "INTERPOL")]
    # Those that had the common one go along with the next.
    picture_set.refresh_from_db()
    picture_words.save(picture_set, [], by=writer, common=common(picture_set, credit="Press office"))
    assert [one.credit for one in pictures(picture_set)] == ["Press office", "INTERPOL"]
    # Taken away from the picture, it has the common one.
    other = pictures(picture_set)[1]
    picture_words.save(picture_set, [sent(other, credit="")], by=writer)
    assert pictures(picture_set)[1].credit == "Press office"


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"alt": "IMG_1234"}, "alt"),
        ({"alt": "IMG_0.JPG"}, "alt"),
        ({"caption": "DSC0001.JPG"}, "caption"),
        ({"alt": "x " * 200}, "alt"),
        ({"caption": "x " * 2000}, "caption"),
        ({"credit": "x" * 121}, "credit"),
        ({"people": [10**9]}, "people"),
        ({"people": [None] * 61}, "people"),
    ],
)
def test_what_is_wrong_is_said_at_its_field_and_nothing_is_written(writer, typed, field):
    picture_set = a_set(writer)
    one, other = pictures(picture_set)
    with pytest.raises(Problems) as found:
        picture_words.save(picture_set, [sent(other, alt="Good words."), sent(one, **typed)], by=writer)
    assert list(found.value.by_field) == [f"{one.pk}.{field}"]
    assert pictures(picture_set)[1].alt == ""


def test_somebody_twice(writer):
    picture_set = a_set(writer, 1)
    [one] = pictures(picture_set)
    person = make.make_person()
    with pytest.raises(Problems, match="twice"):
        picture_words.save(picture_set, [sent(one, people=[person.pk, person.pk])], by=writer)


def test_of_a_merged_person_the_one_who_stayed_is_shown(writer):
    picture_set = a_set(writer, 1)
    stays = make.make_person()
    gone = make.make_person(merged_into=stays)
    [one] = pictures(picture_set)
    picture_words.save(picture_set, [sent(one, people=[gone.pk])], by=writer)
    assert PersonShown.objects.get().person == stays


# Two people


def test_what_the_other_did_not_touch_goes_together(writer):
    picture_set = a_set(writer, 1)
    [one] = pictures(picture_set)
    mine = sent(one, alt="A flag waves.")
    picture_words.save(picture_set, [sent(one, caption="Theirs")], by=make.make_account("other"))
    picture_words.save(picture_set, [mine], by=writer)
    [one] = pictures(picture_set)
    assert (one.alt, one.caption) == ("A flag waves.", "Theirs")


def test_where_both_wrote_the_second_chooses(writer):
    picture_set = a_set(writer, 1)
    other = make.make_account("other")
    [one] = pictures(picture_set)
    mine = sent(one, alt="Mine is this.", caption="Also mine")
    picture_words.save(picture_set, [sent(one, alt="Theirs is that.")], by=other)
    with pytest.raises(TwoVersions) as found:
        picture_words.save(picture_set, [mine], by=writer)
    clash = found.value.clashes[one.pk]
    assert clash.fields == {"alt": "Theirs is that."}
    assert clash.by == str(other)
    [now] = pictures(picture_set)
    assert (now.alt, now.caption) == ("Theirs is that.", "")
    # Not chosen is asked again; chosen for words that are not there any more, too.
    for keep, seen in (({}, clash.version), ({"alt": "mine"}, clash.version - 1), ({"alt": "mine"}, None)):
        mine.keep, mine.seen = keep, seen
        with pytest.raises(TwoVersions):
            picture_words.save(picture_set, [mine], by=writer)
    mine.keep, mine.seen = {"alt": "theirs"}, clash.version
    picture_words.save(picture_set, [mine], by=writer)
    [now] = pictures(picture_set)
    assert (now.alt, now.caption) == ("Theirs is that.", "Also mine")


def test_mine_after_having_seen_theirs(writer):
    picture_set = a_set(writer, 1)
    [one] = pictures(picture_set)
    mine = sent(one, alt="Mine is this.")
    picture_words.save(picture_set, [sent(one, alt="Theirs is that.")], by=make.make_account("other"))
    [now] = pictures(picture_set)
    mine.keep, mine.seen = {"alt": "mine"}, now.lock_version
    picture_words.save(picture_set, [mine], by=writer)
    assert pictures(picture_set)[0].alt == "Mine is this."


def test_two_credits_for_all(writer):
    picture_set = a_set(writer)
    mine = common(picture_set, credit="Mine")
    picture_words.save(picture_set, [], by=make.make_account("other"), common=common(picture_set, credit="Theirs"))
    with pytest.raises(TwoVersions) as found:
        picture_words.save(picture_set, [], by=writer, common=mine)
    assert found.value.clashes[None].fields == {"credit": "Theirs"}


def test_order(writer):
    picture_set = a_set(writer, 3)
    a, b, c = (one.pk for one in pictures(picture_set))
    assert picture_words.save(picture_set, [], by=writer, order=[c, a, b], order_was=[a, b, c]) == []
    assert [one.pk for one in pictures(picture_set)] == [c, a, b]
    # Somebody who still saw the old order does not move them back without a word.
    assert "order stays" in picture_words.save(picture_set, [], by=writer, order=[b, a, c], order_was=[a, b, c])[0]
    assert [one.pk for one in pictures(picture_set)] == [c, a, b]


# The tick


def test_the_tick_says_who_and_goes_with_another_picture(writer):
    picture_set = a_set(writer)
    keys = [one.pk for one in pictures(picture_set)]
    picture_words.save(picture_set, [], by=writer, looked=True, shown=keys)
    picture_set.refresh_from_db()
    assert picture_set.looked_by == writer
    assert picture_words.is_looked(picture_set, picture_words.to_publish(picture_set))
    row = picture_sets.put_in(picture_set, make.make_picture(), by=writer)
    picture_sets.choose(row, PictureChoice.PUBLISH, by=writer)
    picture_set.refresh_from_db()
    assert not picture_words.is_looked(picture_set, picture_words.to_publish(picture_set))
    # A tick for pictures that were not on the screen is none.
    with pytest.raises(Problems) as found:
        picture_words.save(picture_set, [], by=writer, looked=True, shown=keys)
    assert list(found.value.by_field) == ["looked"]
    picture_words.save(picture_set, [], by=writer, looked=True, shown=[*keys, row.picture_id])
    picture_words.save(picture_set, [], by=writer, looked=False)
    picture_set.refresh_from_db()
    assert picture_set.looked_at is None


def test_a_tick_before_the_last_choice_does_not_count(writer):
    picture_set = a_set(writer, 1)
    picture_set.looked_by, picture_set.looked_at = writer, timezone.now() - datetime.timedelta(hours=1)
    assert not picture_words.is_looked(picture_set, picture_words.to_publish(picture_set))


# Where a picture stands


def standing(picture_set):
    return picture_words.standing(pictures(picture_set)[0], not_shown.people())


def test_standing(writer):
    picture_set = a_set(writer, 1)
    assert standing(picture_set).hinders == ["The alt text is missing."]
    [one] = pictures(picture_set)
    picture_words.save(picture_set, [sent(one, alt="Five people sit at a long table on a stage.")], by=writer)
    assert standing(picture_set).hinders == ["Finish this sentence. What can be seen?"]
    person = make.make_person("Ana Cruz")
    [one] = pictures(picture_set)
    words = {"alt": "A woman speaks to officers.", "caption": "Ana Cruz", "people": [person.pk]}
    picture_words.save(picture_set, [sent(one, **words)], by=writer)
    assert standing(picture_set).is_done
    person.do_not_show = True
    person.save()
    found = standing(picture_set)
    assert found.who == ("Ana Cruz",)
    assert found.hinders == ["Must not be published. One person in it must not be shown."]


# Into the release


def a_release(by, **facts):
    return workflow.new_release(
        {"title": "Talks", "standfirst": "S", "body": "<p>T</p>", "kind": "notice"} | facts, by=by
    )


def put(picture_set, edition, by, **options):
    edition.refresh_from_db()
    return attaching.put_in_release(picture_set, edition, by=by, lock_version=edition.lock_version, **options)


def rows_of(edition):
    return list(edition.pictures.order_by("order").values_list("picture", "alt", "caption", "credit", "is_lead"))


def test_put_into_the_release(writer):
    edition = a_release(writer)
    before = make.attach_picture(edition, caption="There before")
    picture_set = a_set(writer, release=edition.release)
    finish(picture_set, writer)
    one, other = pictures(picture_set)
    put(picture_set, edition, writer)
    assert rows_of(edition) == [
        (before.picture_id, "What is seen", "There before", "", False),
        (one.pk, one.alt, one.caption, "Us", True),
        (other.pk, other.alt, other.caption, "Us", False),
    ]
    # Again: nothing changes, and no version is written for it.
    edition.refresh_from_db()
    version = edition.lock_version
    put(picture_set, edition, writer)
    edition.refresh_from_db()
    assert edition.lock_version == version


def test_words_follow_unless_somebody_changed_them_in_the_release(writer):
    edition = a_release(writer)
    picture_set = a_set(writer, release=edition.release)
    finish(picture_set, writer)
    put(picture_set, edition, writer)
    one, other = pictures(picture_set)
    edition.pictures.filter(picture=other).update(caption="By hand, there")
    picture_words.save(
        picture_set,
        [Sent(p.pk, content_of(p, "Us") | {"caption": f"New words {p.pk}"}, content_of(p, "Us")) for p in (one, other)],
        by=writer,
    )
    _, plan = put(picture_set, edition, writer)
    assert [row.picture_id for row in plan.follow] == [one.pk]
    assert [row.picture_id for row in plan.differ] == [other.pk]
    assert [row[2] for row in rows_of(edition)] == [f"New words {one.pk}", "By hand, there"]
    put(picture_set, edition, writer, anew={other.pk})
    assert [row[2] for row in rows_of(edition)] == [f"New words {one.pk}", f"New words {other.pk}"]


def test_the_order_of_the_set_and_the_lead_that_is_there(writer):
    edition = a_release(writer)
    picture_set = a_set(writer, 2, release=edition.release)
    finish(picture_set, writer)
    one, other = pictures(picture_set)
    lead = make.attach_picture(edition, is_lead=True, order=0)
    make.attach_picture(edition, other, order=1, alt=other.alt, caption=other.caption, credit="Us")
    last = make.attach_picture(edition, order=2)
    put(picture_set, edition, writer)
    assert [row[0] for row in rows_of(edition)] == [lead.picture_id, one.pk, last.picture_id, other.pk]
    assert [row[4] for row in rows_of(edition)] == [True, False, False, False]


def test_refused_with_reasons(writer):
    edition = a_release(writer)
    picture_set = a_set(writer, 2, release=edition.release)
    with pytest.raises(Problems) as found:
        put(picture_set, edition, writer)
    assert found.value.by_field[""] == [
        "Picture 1: The alt text is missing.",
        "Picture 2: The alt text is missing.",
        attaching.NOT_LOOKED,
    ]
    finish(picture_set, writer)
    Picture.objects.filter(pk=pictures(picture_set)[0].pk).update(hidden_at=timezone.now())
    with pytest.raises(Problems, match="Picture 1: It is hidden"):
        put(picture_set, edition, writer)
    assert rows_of(edition) == []


def test_a_person_not_to_be_shown_stops_it(writer):
    edition = a_release(writer)
    picture_set = a_set(writer, 1, release=edition.release)
    finish(picture_set, writer)
    PersonShown.objects.create(picture=pictures(picture_set)[0], person=make.make_person(do_not_show=True), order=1)
    with pytest.raises(Problems, match="Must not be published"):
        put(picture_set, edition, writer)


def test_rights_and_states_of_the_release_count(writer):
    edition = a_release(writer)
    picture_set = a_set(writer, 1, release=edition.release)
    finish(picture_set, writer)
    with pytest.raises(NotAllowed):
        put(picture_set, edition, make.make_account("viewer", Role.VIEWER))
    other = a_release(writer, title="Another")
    with pytest.raises(Impossible):
        put(picture_set, other, writer)
    with pytest.raises(ChangedMeanwhile):
        attaching.put_in_release(picture_set, edition, by=writer, lock_version=edition.lock_version + 1)
    edition.state = "in_review"
    edition.save()
    with pytest.raises(NotAllowed):
        put(picture_set, edition, writer)
    editor = make.make_account("editor", Role.EDITOR)
    edition.state = "approved"
    edition.save()
    with pytest.raises(Impossible):
        put(picture_set, edition, editor)
    edition.state = "in_review"
    edition.save()
    put(picture_set, edition, editor)
    assert len(rows_of(edition)) == 1
