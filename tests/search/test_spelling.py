import pytest
from hypothesis import given
from hypothesis import strategies as st

from news.enums import SearchType
from news.models import SearchState
from news.search import asking, spelling, store
from news.search.document import Document


def write(*texts, called=(), first=1):
    """A release for each text."""
    store.write(
        Document(SearchType.RELEASE, number, title=text, called=called) for number, text in enumerate(texts, first)
    )


def meant(typed):
    return spelling.meant(asking.read(typed))


@pytest.fixture
def _newsroom(db):
    write(
        "David Martinez Vinluan of INTERPOL speaks on intelligence sharing",
        "INTERPOL and the police of the Philippines against cybercrime",
        "Cybercrime: police of Malaysia meet",
        "Human trafficking and cybercrime in Manila",
    )


def test_one_letter_less():
    assert spelling.one_letter_less("knpa") == {"knpa", "npa", "kpa", "kna", "knp"}
    assert spelling.one_letter_less("ll") == {"ll", "l"}


@pytest.mark.parametrize(
    ("one", "other", "steps"),
    [
        ("vinluan", "vinluan", 0),
        ("vinlaun", "vinluan", 1),
        ("vinlan", "vinluan", 1),
        ("vinlluan", "vinluan", 1),
        ("vinlwan", "vinluan", 1),
        ("phillipines", "philippines", 2),
        ("abc", "", 3),
        ("", "abc", 3),
        ("abc", "cab", 2),
    ],
)
def test_distance(one, other, steps):
    assert spelling.distance(one, other) == steps


@given(st.text("abc", max_size=8), st.text("abc", max_size=8))
def test_distance_is_the_same_both_ways(one, other):
    assert spelling.distance(one, other) == spelling.distance(other, one)
    assert abs(len(one) - len(other)) <= spelling.distance(one, other) <= max(len(one), len(other))


@given(st.text("abcd", min_size=3, max_size=8), st.data())
def test_words_that_are_one_mistake_apart_share_a_row(word, data):
    place = data.draw(st.integers(0, len(word) - 2))
    letter = data.draw(st.sampled_from("abcd"))
    mistakes = [
        word[:place] + word[place + 1 :],
        word[:place] + letter + word[place:],
        word[:place] + letter + word[place + 1 :],
        word[:place] + word[place + 1] + word[place] + word[place + 2 :],
    ]
    for mistaken in mistakes:
        assert spelling.distance(word, mistaken) <= 1
        assert spelling.one_letter_less(word) & spelling.one_letter_less(mistaken)


@pytest.mark.usefixtures("_newsroom")
class TestMeant:
    @pytest.mark.parametrize(
        ("typed", "written"),
        [
            ("vinlaun", "Vinluan"),
            ("intrepol", "INTERPOL"),
            ("Inteligence sharing", "intelligence sharing"),
            ("inteligence", "intelligence"),
            ("phillipines", "Philippines"),
            ("malasya", "Malaysia"),
            ("cybrecrmie", "cybercrime"),
            ('"inteligence sharing" -seuol', '"intelligence sharing" -seuol'),
            ("person:vinlaun country:phillipines", "person:Vinluan country:phillipines"),
            ("vinlaun* 2024", "Vinluan* 2024"),
            ("  intrepol   vinlaun ", "INTERPOL Vinluan"),
            ("inter pol", "INTERPOL"),
            ("cyber-crime police", "cybercrime police"),
            ("the cyber crime", "the cybercrime"),
            ("policecybercrime", "police cybercrime"),
            ("ıntrepol", "INTERPOL"),
        ],
    )
    def test_what_is_near(self, typed, written):
        assert meant(typed).lower() == written.lower()
        if written not in {"intelligence sharing", "cybercrime"}:
            assert set(meant(typed).split()) & set(written.split())

    @pytest.mark.parametrize(
        "typed",
        [
            "interpol",
            "INTERPOL’s meetings",
            "policing",  # another form of a word that is known
            "xyzzy",
            "poli",
            "manl",
            "abc",
            "intrepol2",
            "警察",
            "полиция",
            "-intrepol",
            "country:phillipines",
            '"',
            "",
            "kualalumpurish",
        ],
    )
    def test_what_is_known_or_far(self, typed):
        assert meant(typed) == ""

    def test_as_it_is_printed_in_any_script(self):
        write("Полиция и полицейские", first=50)
        assert meant("полция") == "Полиция"

    def test_of_words_as_near_the_more_frequent(self):
        write("Marina", "Marine", "Marine", first=60)
        assert meant("marinx") == "Marine"

    def test_of_words_as_near_the_one_that_begins_alike(self):
        write("bangkok", "bangkok", "zangkoo", first=60)
        assert meant("zangkok") == "zangkoo"

    def test_the_words_of_a_name_are_known_though_no_text_says_them(self):
        assert meant("sharinn") == "sharing"
        write("Another", called=("Another", "Sharinn Bureau"), first=70)
        assert meant("sharinn") == ""

    def test_what_is_no_longer_public_is_not_offered(self):
        assert meant("vinlaun")
        store.remove([(SearchType.RELEASE, 1)])
        assert meant("vinlaun") == ""

    def test_only_the_live_build_is_asked(self):
        SearchState.objects.update(live=7)
        assert meant("vinlaun") == ""

    def test_a_search_of_many_mistakes_is_answered(self, django_assert_max_num_queries):
        with django_assert_max_num_queries(1 + 5 * spelling.MOST_LOOKED_AT):
            assert meant(" ".join(f"intrepol{letter * 3}" for letter in "abcdefghijklmnop")) == ""

    def test_a_known_search_costs_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            meant("interpol police cybercrime")
        with django_assert_num_queries(0):
            meant("2024 警察")


@pytest.mark.usefixtures("_newsroom")
class TestGoingOn:
    @pytest.mark.parametrize(
        ("typed", "texts"),
        [
            ("cyb", ["cybercrime"]),
            ("Intel", ["intelligence"]),
            ("inter", ["INTERPOL"]),
            ("Vin", ["Vinluan"]),
            ("police against cyb", ["police against cybercrime"]),
            ('"human tra', ['"human trafficking']),
            ("person:vin", ["person:vinluan"]),
            ("manila", []),
            ("cyb ", []),
            ("cyb.", []),
            ("c", []),
            ("", []),
            ('"', []),
            ("-cyb", []),
            ("country:mal", []),
            ("2024", []),
            ("ตำ", []),
            ("cybercrime cyb", []),
            ("%", []),
            ("cy%", []),
        ],
    )
    def test_the_last_word_is_finished(self, typed, texts):
        assert spelling.going_on(typed) == texts

    def test_the_most_frequent_first_each_word_once(self):
        write("Border", "Borders", "Border", "Boron", "Bored", "Boredom", "Borobudur", first=80)
        assert spelling.going_on("bor") == ["border", "bored", "boredom", "borobudur"]
        assert spelling.going_on("bor", most=2) == ["border", "bored"]

    def test_in_one_query(self, django_assert_num_queries):
        with django_assert_num_queries(1):
            spelling.going_on("cyb")

    def test_long_texts_are_not_gone_on_with(self):
        assert spelling.going_on("x " * 200 + "cyb") == []

    def test_what_is_no_longer_public_is_not_offered(self):
        store.remove([(SearchType.RELEASE, 1)])
        assert spelling.going_on("vinl") == []


@pytest.mark.django_db
def test_an_empty_newsroom_has_no_words():
    assert meant("vinlaun") == ""
    assert spelling.going_on("vin") == []
