"""A new index beside the live one: what changes meanwhile, what is killed, what is left over."""

import threading

import pytest

from news.models import SearchCount, SearchEntry, SearchName, SearchSpelling, SearchState, SearchWord
from news.search import asking, builds, looking, names, store
from tests.search.documents import make_document
from tests.search.test_store import check_against

pytestmark = pytest.mark.django_db


def things(numbers, words="Police"):
    return [make_document(number, f"{words} {number}", called=(f"Thing {number}",)) for number in numbers]


def in_steps(*steps):
    """What `builds.step` asks: documents behind a position."""

    def batch(after):
        number = 0 if after is None else after[0]
        return (steps[number], [number + 1]) if number < len(steps) else None

    return batch


def found(word):
    return sorted(key for _, key in looking.search(asking.read(word), most=100).things)


def rows_of(build):
    return sum(model.objects.filter(build=build).count() for model in builds.OF_BUILDS)


def test_readers_search_the_old_one_until_the_new_one_is_whole():
    store.write(things(range(1, 4), "Old"))
    build = builds.begin().next
    batch = in_steps(things([1, 2], "New"), things([3], "New"))
    assert builds.step(build, batch) == 2
    assert (found("old"), found("new")) == ([1, 2, 3], [])
    assert looking.archive().total == 3
    assert names.called("Thing 1") == [names.Named("release", 1, "Thing 1")]
    assert builds.step(build, batch) == 3
    assert builds.step(build, batch) is False
    builds.go_live(build)
    assert (found("old"), found("new")) == ([], [1, 2, 3])
    assert sum(builds.sweep()) > 0
    assert rows_of(1) == 0
    check_against(things(range(1, 4), "New"), build)
    assert not SearchSpelling.objects.filter(word="old").exists()
    assert SearchSpelling.objects.filter(word="new").exists()


def test_what_changes_meanwhile_is_in_both():
    store.write(things([1, 2, 3, 4]))
    build = builds.begin().next
    batch = in_steps(things([1, 2]), things([3]))
    builds.step(build, batch)
    store.write(things([1, 5], "Changed"))
    store.remove([("release", 2), ("release", 4)])
    assert (found("changed"), found("police")) == ([1, 5], [3])
    while builds.step(build, batch):
        pass
    builds.go_live(build)
    assert (found("changed"), found("police")) == ([1, 5], [3])
    assert len(list(builds.sweep())) > 0
    check_against([*things([1, 5], "Changed"), *things([3])], build)


def test_it_goes_on_where_it_was_killed():
    build = builds.begin().next
    builds.step(build, in_steps(things([1]), things([2])))

    def killed(after):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        builds.step(build, killed)
    assert builds.begin().next == build
    assert SearchState.objects.get().done == {"after": [1], "number": 1}
    assert builds.step(build, in_steps(things([1]), things([2]))) == 2


def test_anew_forgets_what_was_begun():
    first = builds.begin().next
    builds.step(first, in_steps(things([1]), things([2])))
    second = builds.begin(anew=True)
    assert (second.next, second.done) == (first + 1, {})
    for act in (lambda: builds.step(first, in_steps()), lambda: builds.go_live(first)):
        with pytest.raises(builds.OvertakenError):
            act()
    while builds.step(second.next, in_steps(things([3]))):
        pass
    builds.go_live(second.next)
    list(builds.sweep())
    assert rows_of(first) == 0
    check_against(things([3]), second.next)


def test_a_build_that_another_call_made_live_is_not_made_live_again():
    build = builds.begin().next
    builds.go_live(build)
    with pytest.raises(builds.OvertakenError):
        builds.go_live(build)
    assert SearchState.objects.get().live == build


def test_sweeping_leaves_alone_what_is_kept_up(monkeypatch):
    monkeypatch.setattr(builds, "AT_ONCE", 2)
    store.write(things([1, 2, 3]))
    build = builds.begin().next
    builds.step(build, in_steps(things([1, 2, 3])))
    kept = rows_of(1), rows_of(build)
    SearchEntry.objects.create(build=77, thing_type="release", thing_id=1, day=1, title="Left over")
    assert all(number <= builds.SPELLINGS_AT_ONCE for number in builds.sweep())
    assert (rows_of(1), rows_of(build)) == kept
    assert rows_of(77) == 0


def test_a_new_build_never_has_the_number_of_something_left_over():
    for number, model in enumerate((SearchCount, SearchWord), 50):
        values = {"key": "x"} if model is SearchCount else {"word": "x", "stem": "x", "shown": "x"}
        model.objects.create(build=number, **values)
    SearchName.objects.create(build=49, thing_type="event", thing_id=1, folded="x", shown="x")
    assert builds.begin().next == 52


@pytest.mark.django_db(transaction=True)
def test_what_was_read_ahead_and_changed_meanwhile_is_read_again():
    """While the first are written, the next are read; then one of these changes before they are written."""
    truth = {1: "Old 1", 2: "Old 2", 3: "Old 3"}
    read = {number: threading.Event() for number in truth}
    times = []

    def batch(after):
        number = after[0] + 1 if after else 1
        if number not in truth:
            return None
        times.append(number)
        found = [make_document(number, truth[number])]
        read[number].set()
        return found, [number]

    build = builds.begin().next
    filling = builds.fill(build, batch)
    assert next(filling) == 1
    assert read[2].wait(20)
    truth[2] = "Changed 2"
    store.write([make_document(2, truth[2])])
    assert list(filling) == [2, 3]
    builds.go_live(build)
    assert (found("changed"), found("old")) == ([2], [1, 3])
    assert times == [1, 2, 2, 3]


@pytest.mark.django_db(transaction=True)
def test_what_fails_while_it_is_read_ahead_is_told():
    def batch(after):
        if after:
            raise RuntimeError("The table is gone")
        return things([1]), [1]

    filling = builds.fill(builds.begin().next, batch)
    assert next(filling) == 1
    with pytest.raises(RuntimeError, match="gone"):
        next(filling)
