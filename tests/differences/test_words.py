"""What is different between two texts: nothing is lost, and what is said reads well."""

import itertools
import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from news.differences import Piece, paragraphs, word_by_word

WORDS = st.sampled_from(
    ["the", "a", "Manila", "Seoul", "17–19", "1,200", "Dato’", "ລາວ", "  ", "\n", ", ", ". ", " ", "—"]
)
TEXT = st.one_of(st.text(max_size=60), st.lists(WORDS, max_size=40).map("".join))


def said(old, new):
    signs = {"same": "{}", "gone": "[-{}-]", "new": "{{+{}+}}"}
    return "".join(signs[piece.kind].format(piece.words) for piece in word_by_word(old, new))


def joined(pieces, *kinds):
    return "".join(piece.words for piece in pieces if piece.kind in kinds)


@given(TEXT, TEXT)
@settings(max_examples=300)
def test_nothing_is_lost(old, new):
    pieces = word_by_word(old, new)
    assert joined(pieces, "same", "gone") == old
    assert joined(pieces, "same", "new") == new
    assert all(piece.words for piece in pieces)
    assert all(one.kind != other.kind for one, other in itertools.pairwise(pieces))


@given(st.lists(TEXT, max_size=8), st.lists(TEXT, max_size=8))
@settings(max_examples=200)
def test_no_paragraph_is_lost(old, new):
    found = paragraphs(old, new)
    assert [joined(p.pieces, "same", "gone") for p in found if p.kind != "new"] == old
    assert [joined(p.pieces, "same", "new") for p in found if p.kind != "gone"] == new
    assert all((p.kind == "same") == all(x.kind == "same" for x in p.pieces) for p in found)


@given(TEXT)
def test_the_same_is_one_piece(text):
    assert word_by_word(text, text) == ((Piece("same", text),) if text else ())


class TestReading:
    def test_a_word(self):
        assert said("He spoke in Manila today.", "He spoke in Seoul today.") == "He spoke in [-Manila-]{+Seoul+} today."

    def test_a_comma_marks_no_word(self):
        assert said("He spoke, then left.", "He spoke then left.") == "He spoke[-,-] then left."

    def test_a_number_is_one_word(self):
        assert said("1,200 people", "1,300 people") == "[-1,200-]{+1,300+} people"
        assert said("17–19 September", "17–20 September") == "17–[-19-]{+20+} September"

    def test_words_at_the_end(self):
        assert said("a working group.", "a working group on crime.") == "a working group{+ on crime+}."

    def test_a_rewritten_stretch_is_one(self):
        assert said("Red, green and x", "Blue, white and x") == "[-Red, green-]{+Blue, white+} and x"

    def test_blanks_alone(self):
        assert said("a  b", "a b") == "a [- -]b"
        assert said("a\nb", "a b") == "a[-\n-]{+ +}b"

    def test_similar_paragraphs_are_one_that_changed(self):
        old = ["First one stays.", "The director of police spoke on two panels.", "Goes away entirely."]
        new = ["First one stays.", "Something quite other", "The director of police spoke on three panels."]
        assert [p.kind for p in paragraphs(old, new)] == ["same", "new", "changed", "gone"]


class TestLong:
    def test_twenty_thousand_words(self):
        chance = random.Random(3)
        words = [f"word{chance.randrange(2000)}" for _ in range(20_000)]
        other = [w if chance.random() > 0.05 else "the" for w in words]
        self.quick(" ".join(words), " ".join(other))

    def test_all_other_words(self):
        self.quick(" ".join(f"a{n}" for n in range(20_000)), " ".join(f"b{n}" for n in range(20_000)))

    def test_one_word_again_and_again(self):
        self.quick("la " * 20_000 + "one", "lo " + "la " * 19_000 + "two " + "la " * 900)

    def test_many_changed_paragraphs(self):
        old = [f"Paragraph {n} of the text has so many words that it is long" for n in range(400)]
        new = [f"Paragraph {n} of our text has so many words that it is longer" for n in range(400)]
        started = time.monotonic()
        assert {p.kind for p in paragraphs(old, new)} == {"changed"}
        assert time.monotonic() - started < 10

    def quick(self, old, new):
        started = time.monotonic()
        pieces = word_by_word(old, new)
        assert time.monotonic() - started < 10
        assert joined(pieces, "same", "gone") == old
        assert joined(pieces, "same", "new") == new
