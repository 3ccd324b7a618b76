import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.search import asking
from news.search.asking import Term, read


def said(asked):
    """What is wanted and what is not, as short words: "phrase of tokens", begun*, @people, -unwanted."""
    terms = [("", term) for term in asked.wanted] + [("-", term) for term in asked.unwanted]
    return [
        sign + "@" * term.people + " ".join(term.tokens) + "*" * term.begins for sign, term in terms
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("cybercrime meetings", ["cybercrim", "meet"]),
        ('"cyber crime" units', ["cyber crime", "unit"]),
        ("“cyber crime” „units‟ «heads of units» 「警察」", ["cyber crime", "unit", "head of unit", "qku8b665bdf"]),
        ('"cyber crime', ["cyber crime"]),
        ('19" screens', ["19", "screen"]),
        ("vinlu*", ["vinlu*"]),
        ('"david vinlu*"', ["david vinlu*"]),
        ("policing*", ["polic*"]),
        ("vinlu＊", ["vinlu*"]),
        ("cybercrime -Manila", ["cybercrim", "-manila"]),
        (
            'cybercrime -"heads of units" –seoul —busan −tokyo',
            ["cybercrim", "-head of unit", "-seoul", "-busan", "-tokyo"],
        ),
        ("cyber - crime -- units --seoul", ["cyber", "crime", "unit", "-seoul"]),
        ("intelligence-led 17-20 ASP/PR/2024/031", ["intellig led", "17 20", "asp pr 2024 031"]),
        ("person:vinluan", ["@vinluan"]),
        ('Person: "David Vinluan" people:vinl* NAME:li*', ["@david vinluan", "@vinl*", "@li*"]),
        ("person:david-martinez-vinluan -person:tan", ["@david martinez vinluan", "-@tan"]),
        ("ตำรวจ", ["qku0e150e4d qku0e4d0e32 qku0e320e23 qku0e230e27 qku0e270e08"]),
        ("警", ["qku8b66*"]),
        ("полиц* поли", ["qku043f043e043b04380446*", "qku043f043e043b0438"]),
        ("foo:bar and baz", ["foo bar", "baz"]),
        ("person:", ["person"]),
        ("Meeting meeting MEETINGS", ["meet"]),
        ("qkyear2024", ["qkwyear2024"]),
        # So few letters stand for half of all words, and "q" for every key.
        ("a* ab* abc* x-ab* x-a*", ["a", "ab", "abc*", "x ab*", "x a"]),
        ("q* qk*", ["q", "qkw*"]),
        ("person:q* person:q", ["@q"]),
    ],
)
def test_what_was_typed(typed, terms):
    assert said(read(typed)) == terms


@pytest.mark.parametrize(
    ("typed", "narrowed"),
    [
        ("country:PH", [("country", "PH")]),
        ("country:Philippines year:2024", [("country", "Philippines"), ("year", "2024")]),
        ('COUNTRY: "South Korea"', [("country", "South Korea")]),
        ("country：PH", [("country", "PH")]),
        ("org:KNPA organisation:INTERPOL", [("organization", "KNPA"), ("organization", "INTERPOL")]),
        ("topic:cybercrime kind:training program:aspjoc type:event", [("topic", "cybercrime"), ("kind", "training"), ("programme", "aspjoc"), ("type", "event")]),
        ("year:2024 year:2024", [("year", "2024")]),
        ("year:abc", [("year", "abc")]),
        ('country:"" year:*', []),
        ('organization:"Korean National Police', [("organization", "Korean National Police")]),
    ],
)  # fmt: skip
def test_what_narrows(typed, narrowed):
    asked = read(typed)
    assert list(asked.narrowed) == narrowed
    assert not asked.wanted
    assert bool(asked) == bool(narrowed)


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("-country:PH", ["-qkcountryph"]),
        ("-year:2024 -month:2024-09", ["-qkyear2024", "-qkmonth202409"]),
        ('-kind:"Working group" -type:event', ["-qkkindworking0ugroup", "-qktypeevent"]),
        ('-topic:"Human Trafficking"', ["-qktopichuman0htrafficking", "-human traffick"]),
        ("-country:Philippines", ["-qkcountryphilippines", "-philippin"]),
        ('-year:abc -country:""', []),
    ],
)
def test_what_is_left_out_by_its_key(typed, terms):
    assert said(read(typed)) == terms


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("what did INTERPOL and ASEANAPOL do on cybercrime in 2024?", ["interpol", "aseanapol", "cybercrim", "2024"]),
        ("When is the next conference", ["next", "confer"]),
        ("who was in Seoul?", ["seoul"]),
        ("the", ["the"]),
        ("who is it?", ["who", "is", "it"]),
        ("the … -manila", ["the", "-manila"]),
        ("the person:vinluan", ["@vinluan"]),
        ("WHO and the US in Manila", ["who", "us", "manila"]),
        ("WHO WAS IN SEOUL", ["seoul"]),
        ('"the police of the Philippines"', ["the polic of the philippin"]),
        ("police -the", ["polic", "-the"]),
    ],
)
def test_small_words_of_a_question_are_left_out(typed, terms):
    assert said(read(typed)) == terms


@pytest.mark.parametrize(
    "typed",
    ["", "   ", '"', '""', "-", "--", "*", "-*", '-""', ":", "“”", "😀 🚓", "\x00", "…", "\u202e\u200b", "( ) | & ! < >", None],
)  # fmt: skip
def test_what_asks_for_nothing(typed):
    asked = read(typed)
    assert not asked
    assert not asked.wanted
    assert not asked.narrowed


def test_only_what_is_not_wanted_asks_for_nothing():
    assert read("-manila").unwanted
    assert not read("-manila")


def test_typed_is_what_can_be_shown_again():
    assert read("  cyber\x00crime \u202e 警察\n 👩\u200d✈️ \ud800 ").typed == "cyber crime 警察 👩\u200d✈️"
    read("\udfff\ud800").typed.encode()
    assert read(2024).typed == "2024"


def test_long_searches_are_shortened():
    asked = read("officers " * 2000)
    assert len(asked.typed) <= asking.LONGEST
    assert asked.shortened
    assert said(asked) == ["offic"]
    asked = read(" ".join(f"word{number}" for number in range(20)))
    assert len(asked.wanted) == asking.MOST_TERMS
    assert asked.shortened
    assert read(" ".join(f"year:{number}" for number in range(20))).shortened
    assert not read("meeting " * 30).shortened


def test_typed_of_a_term_is_how_the_reader_wrote_it():
    assert read('“Heads of Units” Vinlu* person:"D. Vinluan"').wanted == (
        Term(("head", "of", "unit"), "Heads of Units"),
        Term(("vinlu",), "Vinlu*", begins=True),
        Term(("d", "vinluan"), "D. Vinluan", people=True),
    )


def test_places_are_those_of_wanted_words():
    typed = 'the “heads of” -manila country:PH person: "D. Vinluan" 19"'
    assert [typed[start:end] for start, end in asking.places(typed)] == ["the", "heads of", "D. Vinluan", '19"']


HOSTILE = "\"“-–*: apersonyearcountry0ตำ警\u202e\x00😀()|&!'’"


@given(
    st.text(max_size=400)
    | st.text(HOSTILE, max_size=400)
    | st.lists(st.sampled_from(['"', "-", "*", "person:", "year:", "-topic:", "abc", " ", "q", "警"])).map("".join)
)
@example("-" * 10_000)
@example('"' * 9_999)
@example("person:" * 2_000)
@example("-year:" * 2_000)
@example('* -* "*" person:* -person:"*"')
def test_anything_is_understood(typed):
    asked = read(typed)
    assert len(asked.typed) <= asking.LONGEST
    assert max(len(asked.wanted), len(asked.unwanted), len(asked.narrowed)) <= asking.MOST_TERMS
    asked.typed.encode()
    for term in asked.wanted + asked.unwanted:
        assert term.tokens
        assert all(token.isascii() and token.isalnum() for token in term.tokens)
        assert not (term.begins and "qk".startswith(term.tokens[-1]))
    assert all(value for _, value in asked.narrowed)
    assert len(asking.plain(asked.typed)) == len(asked.typed)
    assert read(asked.typed).wanted == asked.wanted


def test_ten_thousand_signs_are_answered_at_once():
    begin = time.perf_counter()
    for sign in ('"', "-", "*", "a:", "person:", "警", "‮", "a'", '-"'):
        read(sign * 10_000)
    assert time.perf_counter() - begin < 1
