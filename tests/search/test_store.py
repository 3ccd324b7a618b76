"""What is kept beside the entries is what one would count: after any writes, in any order."""

import datetime
import random
import threading
from collections import Counter

import pytest
from django.db import connection, transaction

from news.enums import SearchType
from news.models import SearchCount, SearchEntry, SearchName, SearchSpelling, SearchState, SearchWord
from news.search import analyser, asking, counted, keys, looking, store
from news.search.spelling import one_letter_less
from tests.search.documents import FIRST_DAY, make_document

pytestmark = pytest.mark.django_db

NAMES = ["Royal Malaysia Police", "KNPA", "INTERPOL", "Bali Process"]


def written_by_chance(chance, number):
    return make_document(
        number,
        " ".join(chance.choices(["Police", "meets", "Manila", "drugs"], k=3)),
        text=" ".join(chance.choices(["border", "police", "Seoul", "training"], k=5)),
        thing_type=chance.choice(["release", "event"]),
        day=chance.randint(-400, 400),
        also_keys=[("country", chance.choice(["PH", "MY"]))],
        called=tuple(chance.sample(NAMES, chance.randint(0, 2))),
    )


def check_against(documents, build=1):
    """Every table of the build holds what the documents bring, and nothing else."""
    numbers, entries, stems = Counter(), Counter(), {}
    for document in documents:
        month = f"qkd{document.moment:%Y%m}{document.thing_type}"
        numbers.update([month, counted.ALL])
        if document.thing_type == SearchType.RELEASE:
            numbers.update({*document.keys, "qktyperelease"})
        found = analyser.vocabulary("\n".join([document.title, document.names, document.summary, document.text]))
        entries.update(found.keys())
        stems |= {word: stem for word, (stem, _) in found.items()}
    counts = SearchCount.objects.filter(build=build).exclude(number=0)
    assert dict(counts.values_list("key", "number")) == dict(numbers)
    words = SearchWord.objects.filter(build=build).exclude(entries=0)
    assert {word.word: (word.entries, word.stem) for word in words} == {
        word: (number, stems[word]) for word, number in entries.items()
    }
    spelled = set(SearchSpelling.objects.values_list("left", "word"))
    assert {(left, word) for word in entries for left in one_letter_less(word)} <= spelled
    wanted = {(str(document.thing_type), document.thing_id, name) for document in documents for name in document.called}
    names = SearchName.objects.filter(build=build, start=0)
    assert set(names.values_list("thing_type", "thing_id", "folded")) == {(*row[:2], row[2].lower()) for row in wanted}
    listed = SearchEntry.objects.filter(build=build).values_list("thing_type", "thing_id", "title")
    assert set(listed) == {(str(document.thing_type), document.thing_id, document.title) for document in documents}


@pytest.mark.parametrize("seed", range(4))
def test_after_any_writes_and_removals_everything_is_as_if_written_once(seed):
    chance = random.Random(seed)
    there = {}
    for _ in range(12):
        some = [written_by_chance(chance, chance.randint(1, 15)) for _ in range(chance.randint(1, 6))]
        store.write(some)
        there |= {(str(document.thing_type), document.thing_id): document for document in some}
        gone = chance.sample(sorted(there), min(len(there), chance.randint(0, 2)))
        store.remove([*gone, ("person", 999)])
        for thing in gone:
            del there[thing]
        check_against(list(there.values()))
    for word in ("police", "border", "manila"):
        expected = {thing for thing, document in there.items() if word in f"{document.title} {document.text}".lower()}
        assert set(looking.search(asking.read(word), most=100).things) == expected
    store.remove(list(there))
    check_against([])


def test_nothing_to_write_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        store.write([])
        store.remove([])


def test_what_is_the_same_stays_untouched(django_assert_max_num_queries):
    document = make_document(1, "Police in Manila", called=("Manila meeting",))
    store.write([document])
    key = SearchEntry.objects.get().pk
    with django_assert_max_num_queries(6) as queries:
        store.write([document])
    assert not [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    store.write([make_document(1, "Police in Cebu", called=("Manila meeting",))])
    assert SearchEntry.objects.get().pk == key


@pytest.mark.parametrize("number", [1, 3])
def test_a_constant_number_of_queries(number, django_assert_max_num_queries):
    store.write([make_document(key, f"Police {key}", called=("Some name",)) for key in range(number)])
    with django_assert_max_num_queries(18):
        store.write([make_document(key, f"Manila {key}", called=("Other name",)) for key in range(number)])
    with django_assert_max_num_queries(18):
        store.remove([("release", key) for key in range(number)])


def test_of_the_same_thing_twice_the_last_is_kept():
    store.write([make_document(1, "Police"), make_document(1, "Manila")])
    assert looking.search(asking.read("manila")).total == 1
    assert looking.search(asking.read("police")).total == 0


def test_very_long_texts_and_signs_of_control_are_taken():
    store.write([make_document(1, "Police\0Manila", text=" ".join(f"word{number:x}" for number in range(120_000)))])
    assert looking.search(asking.read("manila")).total == 1
    assert looking.search(asking.read("word10")).total == 1


def test_who_carries_a_key():
    store.write(
        [
            make_document(1, also_keys=[("organization", "knpa")]),
            make_document(2, also_keys=[("organization", "knpa-2")]),
            make_document(3, also_keys=[("organization", "knpa")], thing_type="event"),
        ]
    )
    key = keys.key("organization", "knpa")
    assert store.carrying(key) == [("event", 3), ("release", 1)]
    assert store.carrying(key, types=["event"]) == [("event", 3)]
    assert store.carrying(keys.key("organization", "none")) == []


def test_what_is_due():
    later = FIRST_DAY + datetime.timedelta(days=1)
    store.write([make_document(1, again_at=later), make_document(2, again_at=FIRST_DAY), make_document(3)])
    assert store.due(FIRST_DAY - datetime.timedelta(seconds=1)) == []
    assert store.due(FIRST_DAY) == [("release", 2)]
    assert store.due(later) == [("release", 2), ("release", 1)]


def test_a_change_that_is_taken_back_was_never_there():
    store.write([make_document(1, "Police")])
    with transaction.atomic():
        store.write([make_document(2, "Police")])
        store.remove([("release", 1)])
        transaction.set_rollback(True)
    assert looking.search(asking.read("police")).things == (("release", 1),)
    check_against([make_document(1, "Police")])


def test_it_works_where_the_row_of_the_state_is_missing():
    SearchState.objects.all().delete()
    assert looking.archive() == looking.NOTHING
    store.write([make_document(1, "Police")])
    assert looking.search(asking.read("police")).total == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_lose_nothing():
    """Each writes the same words, keys and months in another order, twice in one transaction."""
    failed = []

    def write(numbers):
        try:
            with transaction.atomic():
                for number in numbers:
                    store.write([make_document(number, f"Police {number} border", day=number % 3)])
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=write, args=(numbers,)) for numbers in (range(1, 9), range(20, 8, -1))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    check_against([make_document(number, f"Police {number} border", day=number % 3) for number in range(1, 21)])
