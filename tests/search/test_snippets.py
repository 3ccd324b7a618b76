import time
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.search import asking
from news.search.snippets import marked, snippet


def printed(parts):
    return "".join(f"[{part.text}]" if part.marked else part.text for part in parts)


def title(text, typed):
    return printed(marked(text, asking.read(typed)))


def place(text, typed, **limits):
    texts = (text,) if isinstance(text, str) else text
    return printed(snippet(texts, asking.read(typed), **limits))


@pytest.mark.parametrize(
    ("text", "typed", "shown"),
    [
        ("Police meet in Manila", "meeting MANILA", "Police [meet] in [Manila]"),
        ("INTERPOL’s “Café”, Éléonore", "interpol cafe eleonore", "[INTERPOL’s] “[Café]”, [Éléonore]"),
        ("Heads of Units, heads or units", '"heads of units"', "[Heads of Units], heads or units"),
        ("cyber crime of cyber-crime units", "cyber-crime crime", "[cyber crime] of [cyber-crime] units"),
        ("Vinluan and Vinson", "vinlu*", "[Vinluan] and Vinson"),
        ("David Vinluan, David Vinson", '"david vinl*"', "[David Vinluan], David Vinson"),
        ("David Vinluan", "person:vinluan", "David [Vinluan]"),
        ("Manila, not Seoul", "manila -seoul country:PH", "[Manila], not Seoul"),
        ("สำนักงานตำรวจแห่งชาติ", "ตำรวจ", "สำนักงาน[ตำรวจ]แห่งชาติ"),
        ("中国公安部", "公", "中国[公安]部"),
        ("<b>Police</b> & co", "police b", "<[b]>[Police]</[b]> & co"),
        ("Nothing of it", "manila", "Nothing of it"),
        ("", "manila", ""),
        ("Everything", "", "Everything"),
        ("press press press", "press", "[press] [press] [press]"),
    ],
)
def test_marked(text, typed, shown):
    assert title(text, typed) == shown


LONG = (
    "The delegation came to Seoul on Tuesday. It was received by the host. "
    "On the second day experts spoke about cybercrime and how evidence is kept. "
    "Nobody spoke of anything else for a long while, and the hall was full. "
    "In the evening the Executive Director thanked INTERPOL for its help against cybercrime in the region. "
    "The next conference will be held in Manila."
)


def test_the_first_text_that_says_it_is_shown():
    texts = ("A summary of nothing.", "Cybercrime is here.", "More cybercrime.")
    assert place(texts, "cybercrime") == "[Cybercrime] is here."
    assert place(texts, "manila") == ""
    assert place((), "manila") == ""
    assert place(texts, "-manila") == ""


def test_the_place_that_says_most_of_what_was_looked_for():
    shown = place(LONG, "interpol cybercrime", longest=140)
    assert shown.startswith("…In the evening the Executive Director")
    assert "[INTERPOL]" in shown
    assert "[cybercrime]" in shown


def test_of_equal_places_the_first():
    assert "experts spoke about [cybercrime]" in place(LONG, "cybercrime", longest=90)


def test_it_begins_with_a_sentence_and_ends_between_words():
    shown = place(LONG, "evidence", longest=120)
    assert shown.startswith("…On the second day experts")
    assert shown.endswith("…")
    assert LONG[LONG.index("On the second") :].startswith(shown.strip("…").replace("[", "").replace("]", ""))
    assert LONG[LONG.index("On the second") + len(shown.strip("…")) - 2].isspace()


def test_where_no_sentence_begins_near_it_begins_with_a_word():
    shown = place("word " * 100 + "cybercrime " + "word " * 100, "cybercrime", longest=60)
    assert printed_words(shown) <= {"word", "[cybercrime]"}
    assert shown.startswith("…word")
    assert len(shown.strip("…")) - 2 <= 60


def printed_words(shown):
    return set(shown.strip("…").split())


def test_the_beginning_and_the_end_are_not_cut():
    assert place(LONG, "seoul", longest=60).startswith("The delegation came to [Seoul]")
    assert place(LONG, "manila", longest=60).endswith("[Manila].")
    assert place("Short, in Manila", "manila") == "Short, in [Manila]"


def test_white_space_is_one_blank_and_lines_are_parted():
    assert place("in\t Metro\u00a0 Manila", "manila") == "in Metro [Manila]"
    assert place("A sentence.\n\nSymposium \n\n in Manila\n\n", "manila") == "A sentence. Symposium · in [Manila]"


def test_a_line_is_a_beginning_and_no_dot_stands_at_an_end():
    lines = "\n".join(["Executive Director of something long"] * 3 + ["In Manila", "And more of this"])
    assert place(lines, "manila", longest=40) == "…In [Manila] · And more of this"
    assert place("In Manila\n" + "Something that is long", "manila", longest=14) == "In [Manila]…"


def test_scripts_without_blanks_are_cut_between_letters_with_their_signs():
    text = "ก็" * 200 + "ตำรวจ" + "ที่" * 200
    shown = place(text, "ตำรวจ", longest=50)
    assert "[ตำรวจ]" in shown
    assert shown.startswith("…ก็")
    assert shown.endswith(("ที่…", "ท…")) is shown.endswith("ที่…")
    assert len(shown) <= 50 + 4


def test_a_phrase_that_is_longer_than_the_place_is_cut():
    shown = place("x " * 40, '"' + "x " * 30 + '"', longest=20)
    assert len(shown) <= 20 + 4
    assert "[" in shown


def test_a_word_that_goes_on_without_an_end():
    shown = place("manila " + "x" * 500, "manila", longest=50)
    assert shown == "[manila]…"
    assert place("y" * 500 + " manila " + "x" * 500, "manila", longest=50) == "…[manila]…"
    assert len(place("警" * 500, "警", longest=50)) <= 50 + 4


def test_only_the_beginning_of_a_very_long_text_is_looked_at():
    assert place("x " * 30_000 + "manila", "manila") == ""


def test_many_places_cost_little():
    begin = time.perf_counter()
    for typed in ("a", "a*", "abc*", '"a b"', "警"):
        place("a b abc 警 " * 5_000, typed)
    assert time.perf_counter() - begin < 5


WORDS = st.text("abc ก็ำ警.\n’é-", max_size=200)


@given(
    WORDS | st.text(),
    st.lists(st.sampled_from(["a", "ab*", '"a b"', "警", "กำ", "person:c", "-a", "abc*", "é"])).map(" ".join),
)
@example("a" * 100, "a*")
def test_whatever_the_text_and_the_search(text, typed):
    asked = asking.read(typed)
    whole = marked(text, asked)
    assert "".join(part.text for part in whole) == text
    assert all(part.text for part in whole)
    assert not any(one.marked and other.marked for one, other in pairwise(whole))
    parts = snippet((text,), asked, longest=30)
    assert bool(parts) == any(part.marked for part in parts)
    shown = "".join(part.text for part in parts)
    assert len(shown) <= 32
    if parts:
        bare = shown.removeprefix("…" if parts[0].text == "…" else "").removesuffix(
            "…" if parts[-1].text == "…" else ""
        )
        assert bare.replace(" · ", " ") in " ".join(text.split())
