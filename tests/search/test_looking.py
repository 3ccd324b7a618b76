"""What is written is found, in the right order and with the right numbers, alike on both databases.

`tests/run.py` runs this file on each of them.
"""

import datetime
import random
from collections import Counter

import pytest

from news.enums import SearchType
from news.search import analyser, asking, keys, looking, store
from tests.search.documents import FIRST_DAY, make_document

pytestmark = pytest.mark.django_db


def found(typed, narrowed=(), **options):
    chosen = [keys.key(facet, value) for facet, value in narrowed]
    return [key for _, key in looking.search(asking.read(typed), chosen, **options).things]


def test_words_are_found_wherever_they_stand():
    store.write(
        [
            make_document(1, "Police meet in Manila"),
            make_document(2, names="Manila"),
            make_document(3, summary="In Manila"),
            make_document(4, text="They met in Manila."),
            make_document(5, also="Maynila Manila"),
            make_document(6, "Police meet in Jakarta"),
        ]
    )
    assert sorted(found("manila")) == [1, 2, 3, 4, 5]
    assert found("MANILA police") == [1]
    assert found("nowhere") == []


def test_a_better_place_comes_first_and_of_the_same_the_newer():
    store.write(
        [
            make_document(1, "Cybercrime", day=0),
            make_document(2, text="Cybercrime", day=500),
            make_document(3, summary="Cybercrime", day=300),
            make_document(4, names="Cybercrime", day=200),
            make_document(5, text="Cybercrime", day=501),
        ]
    )
    assert found("cybercrime") == [1, 4, 3, 5, 2]


def test_much_newer_comes_before_a_better_place():
    store.write(
        [make_document(1, summary="Drugs", moment=FIRST_DAY.replace(year=1990)), make_document(2, text="Drugs")]
    )
    assert found("drugs") == [2, 1]


def test_what_has_no_moment_stands_beside_the_newest():
    agency = make_document(7, "Police of Somewhere", thing_type=SearchType.ORGANIZATION, moment=None)
    store.write([make_document(1, "Police", day=0), agency])
    assert looking.search(asking.read("police")).things[0] == ("organization", 7)


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ('"national police"', {1}),
        ('"police national"', {2}),
        ('"national police" -manila', set()),
        ('police -"national police"', {2, 3}),
        ("polic*", {1, 2, 3}),
        ('"national pol*"', {1}),
        ("-police", set()),
        ("manila -police", {4}),
        ("223e0e5", {3}),
        ("1e4c", {4}),
        ("1e4", set()),
        ("qkyear2024", set()),
        ("qktyperelease", set()),
        ("ตำรวจ", {4}),
    ],
)
def test_operators(typed, expected):
    store.write(
        [
            make_document(1, "National Police", summary="Manila"),
            make_document(2, "Police National"),
            make_document(3, "The national", names="Police 223e0e5"),
            make_document(4, "Manila 1e4c", text="สำนักงานตำรวจแห่งชาติ"),
        ]
    )
    assert set(found(typed)) == expected


def test_a_phrase_runs_neither_across_fields_nor_across_people():
    store.write([make_document(1, "National", names="Police", people=("Juan Cruz", "Maria Santos"))])
    assert found('"national police"') == found('person:"cruz maria"') == []
    assert found("national police") == found('person:"juan cruz"') == [1]


def test_only_people_are_found_as_people():
    store.write([make_document(1, "Vinluan Street"), make_document(2, people=("Nestor Vinluan",))])
    assert found("person:vinluan") == [2]
    assert found("person:vinl*") == [2]
    assert found("vinluan") == [1]
    assert found("vinluan -person:vinluan") == [1]


def test_keys_narrow_and_are_counted():
    store.write(
        [
            make_document(1, "Police", also_keys=[("country", "PH"), ("topic", "drugs")]),
            make_document(2, "Police", also_keys=[("country", "PH"), ("topic", "human-trafficking")]),
            make_document(3, "Police", also_keys=[("country", "MY")]),
            make_document(4, "Music", also_keys=[("country", "PH")]),
        ]
    )
    in_the_philippines = looking.search(asking.read("police"), [keys.key("country", "PH")])
    assert sorted(in_the_philippines.things) == [("release", 1), ("release", 2)]
    assert (in_the_philippines.total, in_the_philippines.more) == (2, False)
    assert {keys.value_of(key): number for key, number in in_the_philippines.counts.items()} == {
        ("country", "PH"): 2,
        ("topic", "drugs"): 1,
        ("topic", "human-trafficking"): 1,
        ("type", "release"): 2,
        ("year", "2024"): 2,
    }
    assert found("", [("country", "PH"), ("topic", "human-trafficking")]) == [2]
    assert found("-police", [("country", "PH")]) == [4]
    total, more, numbers = looking.counts(asking.read("police"))
    assert (total, more, numbers[keys.key("country", "PH")]) == (3, False, 2)
    assert looking.search(asking.read("police"), counts=False).counts == {}


def test_pages_follow_each_other_without_gap():
    store.write([make_document(number, "Police", text="x " * (number % 7)) for number in range(1, 31)])
    all_of_them = found("police", most=30)
    assert sorted(all_of_them) == list(range(1, 31))
    assert [key for first in range(0, 30, 7) for key in found("police", first=first, most=7)] == all_of_them
    assert found("police", first=30) == []


def test_nothing_is_asked_for():
    store.write([make_document(1)])
    assert looking.search(asking.read("")) == looking.NOTHING
    assert looking.search(asking.read("-x")) == looking.NOTHING
    assert looking.search(asking.read("country:PH")) == looking.NOTHING  # what it means, others say


WORDS = "police drugs manila seoul cybercrime training conference border".split()


def many(number, seed):
    chance = random.Random(seed)
    documents = []
    for key in range(1, number + 1):
        title, text = chance.sample(WORDS, 2), chance.choices(WORDS, k=4)
        moment = FIRST_DAY + datetime.timedelta(days=chance.randint(-900, 900), hours=chance.randint(0, 23))
        documents.append(
            make_document(
                key,
                " ".join(title),
                text=" ".join(text),
                thing_type=chance.choice([SearchType.RELEASE, SearchType.RELEASE, SearchType.EVENT]),
                moment=None if chance.random() < 0.03 else moment,
                also_keys=[("country", chance.choice(["PH", "MY", "SG"]))],
            )
        )
    return documents


def expected_of(documents, words, country, exact):
    """The same by hand: matches newest first, and the numbers of their keys."""
    wanted = set(analyser.tokens(words))
    matches = [
        document
        for document in documents
        if wanted <= set(analyser.tokens(f"{document.title} {document.text}"))
        and (not country or keys.key("country", country) in document.keys)
    ]
    beyond = datetime.datetime(9999, 1, 1, tzinfo=datetime.UTC)
    matches.sort(key=lambda document: str(document.thing_type))
    matches.sort(key=lambda document: (document.moment or beyond, document.thing_id), reverse=True)
    numbers = Counter()
    for document in matches[:exact]:
        numbers.update({*document.keys, keys.key("type", document.thing_type)})
    return matches, numbers


def worth(document, words):
    title = analyser.tokens(document.title)
    points = sum(8 if token in title else 1 for token in analyser.tokens(words))
    day = document.moment or datetime.datetime.now(datetime.UTC)
    return points * looking.A_POINT + day.toordinal()


@pytest.mark.parametrize(("spare", "exact", "most_of_all"), [(0.1, 30, 2), (1.25, 60, 0.6), (100, 60, 0.6)])
def test_the_newest_of_very_many_are_the_same_however_they_are_looked_for(monkeypatch, spare, exact, most_of_all):
    """With small numbers for the large ones: windows, exact numbers, ranking."""
    ranked = 30
    numbers = {"EXACT": exact, "RANKED": ranked, "SPARE": spare, "MOST_OF_ALL": most_of_all, "SOME_MONTHS": 5}
    for name, number in numbers.items():
        monkeypatch.setattr(looking, name, number)
    documents = many(400, exact)
    store.write(documents)
    for words, country in [("police", ""), ("police drugs", ""), ("police", "PH"), ("seoul border training", "MY")]:
        matches, numbers = expected_of(documents, words, country, exact)
        narrowed = [keys.key("country", country)] if country else []
        asked = asking.read(words)
        answer = looking.search(asked, narrowed, most=25)
        assert (answer.total, answer.more) == (min(len(matches), exact), len(matches) > exact)
        assert answer.counts == dict(numbers)
        newest, rest = matches[:ranked], matches[ranked:]
        newest.sort(key=lambda document: worth(document, words), reverse=True)
        in_order = [(str(document.thing_type), document.thing_id) for document in [*newest, *rest]]
        assert list(answer.things) == in_order[:25]
        assert list(looking.search(asked, narrowed, first=25, most=30).things) == in_order[25:55]


def releases_newest_first(documents, key=None):
    listed = [
        document
        for document in documents
        if document.thing_type == SearchType.RELEASE and document.moment and (not key or key in document.keys)
    ]
    listed.sort(key=lambda document: (document.moment, document.thing_id), reverse=True)
    return [("release", document.thing_id) for document in listed]


def test_the_archive_lists_releases_newest_first_at_any_page():
    documents = [document for document in many(300, 1) if document.moment]
    store.write(documents)
    listed = releases_newest_first(documents)
    pages = [looking.archive(first=first, most=12) for first in range(0, len(listed) + 12, 12)]
    assert [thing for page in pages for thing in page.things] == listed
    assert {page.total for page in pages} == {len(listed)}
    numbers = Counter()
    for document in documents:
        if document.thing_type == SearchType.RELEASE:
            numbers.update({*document.keys, "qktyperelease"})
    assert pages[0].counts == pages[-1].counts == dict(numbers)
    assert looking.archive(first=10_000).things == ()


def test_the_narrowed_archive(monkeypatch):
    documents = [document for document in many(300, 2) if document.moment]
    store.write(documents)
    key = keys.key("country", "PH")
    listed = releases_newest_first(documents, key)
    assert looking.archive([key]).total == looking.archive([key]).counts[key] == len(listed) > 40
    assert list(looking.archive([key], first=24, most=12).things) == listed[24:36]
    monkeypatch.setattr(looking, "EXACT", 30)
    assert list(looking.archive([key], most=12).things) == listed[:12]
    assert looking.archive([key]).more
    assert looking.archive([key]).counts[key] == 30
    assert list(looking.archive([key], first=24, most=12).things) == listed[24:30]
    assert looking.archive([key], first=10**9, most=12).things == ()


def test_the_archive_of_nothing():
    assert looking.archive() == looking.NOTHING
    assert looking.archive([keys.key("country", "PH")]) == looking.NOTHING


def test_people_are_not_counted_in_the_whole_archive():
    store.write([make_document(1, also_keys=[("person", "juan-cruz"), ("country", "PH")])])
    assert set(looking.archive().counts) == {"qkcountryph", "qktyperelease", "qkyear2024"}
    assert looking.archive([keys.key("person", "juan-cruz")]).total == 1


@pytest.mark.parametrize("number", [1, 3])
def test_a_constant_number_of_queries(number, django_assert_num_queries):
    store.write([make_document(key, "Police") for key in range(number)])
    asked = asking.read('police "police" -manila')
    with django_assert_num_queries(3):  # the live build, how many there are, the matches
        looking.search(asked)
    with django_assert_num_queries(4):  # the live build, numbers, months, the page
        looking.archive()
    with django_assert_num_queries(3):
        looking.archive(["qkyear2024"])


HOSTILE = [
    "'", '"', "\\", "a' OR '1'='1", "a & b", "a | !b", "(", "))", "* *", ":*", "NEAR(a b)", "a AND OR NOT", "{x}: y",
    "%", "_", "%s", "\0", "\ud800", "‮abc", "👮", "-", "--", "person:", "person:'", "x" * 10_000, "a " * 5_000,
    '"' * 10_000, "qks", "qkd2024", "qkp0vinluan", "^a", "+a", "a^2", "ก", "ก*", "a;DROP TABLE news_searchentry",
]  # fmt: skip


@pytest.mark.parametrize("typed", HOSTILE)
def test_whatever_is_typed_has_an_answer(typed):
    printed = typed.encode(errors="ignore").decode()  # half a letter stands in no database
    store.write([make_document(1, "Police % _ 'x'", text=printed)])
    looking.search(asking.read(typed))
    assert found("police") == [1]


def test_a_phrase_of_frequent_words_is_looked_for_in_the_newest(monkeypatch):
    monkeypatch.setattr(looking, "VERIFIED", 10)
    store.write(
        [
            make_document(number, text="police officers" if number % 2 else "officers of the police")
            for number in range(1, 41)
        ]
    )
    everything = looking.search(asking.read("police officers"))
    assert (everything.total, everything.partly) == (40, False)
    some = looking.search(asking.read('"police officers"'), most=20)
    assert [key for _, key in some.things] == [39, 37, 35, 33, 31]
    assert (some.total, some.more, some.partly) == (5, False, True)
    assert some.counts["qkyear2024"] == 5
    without = looking.search(asking.read('officers -"police officers"'), most=20)
    assert ([key for _, key in without.things], without.partly) == ([40, 38, 36, 34, 32], True)
    store.remove([("release", number) for number in range(1, 31)])
    few = looking.search(asking.read('"police officers"'))
    assert (few.total, few.partly) == (5, False)


def test_words_that_stand_in_no_text_are_found_in_windows_too(monkeypatch):
    """Of an acronym that only `also` has nobody knows how frequent it is."""
    monkeypatch.setattr(looking, "EXACT", 10)
    store.write([make_document(number, text="police", also="KNPA" if number < 30 else "") for number in range(1, 61)])
    answer = looking.search(asking.read("knpa"), most=3)
    assert [key for _, key in answer.things] == [29, 28, 27]
    assert (answer.total, answer.more) == (10, True)
