import re
import time

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from news.search import analyser, keys

TOKEN = re.compile("[a-z0-9]{1,64}")
ODD = "aqk's’.,-0๑ตำ警경ﾞé́\u200b\u0000😀１Ⅷ½ﷺİ\U00020000 \n"


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", ""),
        ("— … !? 😀 \x00 \u200b", ""),
        ("Éléonore Nguyễn Trần Quốc Tỏ", "eleonor nguyen tran quoc to"),
        ("INTERPOL’s INTERPOL's INTERPOL`S Interpol", "interpol interpol interpol interpol"),
        ("O'Brien O’Brien OBrien", "obrien obrien obrien"),
        ("Dato’ Sri", "dato sri"),
        ("ASP/PR/2024/031", "asp pr 2024 031"),
        ("intelligence-led intelligence led", "intellig led intellig led"),
        ("17–20 September 2024", "17 20 septemb 2024"),
        ("1,200 officers, 12,345,678 messages, 1,2 and 1,2000", "1200 offic 12345678 messag 1 2 and 1 2000"),
        ("press.desk@aseanapol.org", "press desk aseanapol org"),
        ("https://www.aseanapol.org/display/2024", "https www aseanapol org display 2024"),
        ("U.S.A. U.S. U.N.’s U.S.-led J.P. Cruz", "usa us un us led jp cruz"),
        ("a.b@c.org", "a b c org"),
        ("The 44th, the 1ST, the 22nd and the 43rd", "the 44 the 1 the 22 and the 43"),
        ("AT&T R&D snake_case", "at t r d snake case"),
        ("２０２４ ＡＳＥＡＮ", "2024 asean"),
        ("٢٠٢٤ ๒๕๖๗ २०२४", "2024 2567 2024"),
        ("co\u00adop\u200beration", "cooper"),
        ("½ ﬁnd", "1 2 find"),
        ("qk qkyear2024 qkwyear2024 qku0e15", "qkw qkwyear2024 qkwwyear2024 qkwu0e15"),
        ("x" * 100, "x" * 64),
    ],
)
def test_tokens(text, tokens):
    assert analyser.tokens(text) == tokens.split()


@pytest.mark.parametrize(
    "spellings",
    [
        "organize organized organizing organises organised organising",
        "organization organizations organisation organisations",
        "programme programmes program",
        "centre centres center Centers",
        "defence defense Defences",
        "licence license licences",
        "harbour harbor",
        "meeting meet meets Meeting’s",
        "Philippines Philippine",
        "cybercrime cybercrimes",
        "criticise criticize criticising",
    ],
)
def test_forms_and_spellings_of_one_word_are_one_token(spellings):
    assert len(set(analyser.tokens(spellings))) == 1


@pytest.mark.parametrize("word", "supervise revise exercise surprise promise raise likewise precise enterprise".split())
def test_what_is_no_british_spelling_stays(word):
    assert "iz" not in analyser.tokens(word)[0]
    assert analyser.tokens("supervise") == analyser.tokens("supervision")


def test_scripts_without_blanks_are_kept_in_pairs_of_letters():
    assert analyser.tokens("警察署") == ["qku8b665bdf", "qku5bdf7f72"]
    assert analyser.tokens("경찰청") == ["qkuacbdcc30", "qkucc30ccad"]
    assert analyser.tokens("ร") == ["qku0e23"]


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("สำนักงานตำรวจแห่งชาติ", "ตำรวจ"),  # Thai
        ("ກະຊວງປ້ອງກັນຄວາມສະຫງົບ", "ຄວາມສະຫງົບ"),  # Lao
        ("អគ្គស្នងការដ្ឋាននគរបាលជាតិ", "នគរបាល"),  # Khmer
        ("မြန်မာနိုင်ငံရဲတပ်ဖွဲ့", "ရဲတပ်ဖွဲ့"),  # Burmese
        ("中国公安部国际合作局", "公安部"),
        ("警察庁サイバー警察局", "サイバー"),
        ("대한민국경찰청", "경찰청"),
        ("𠀀𠀁𠀂𠀃", "𠀁𠀂"),
    ],
)
def test_a_part_of_a_run_is_found_as_a_phrase(text, part):
    whole, tokens = analyser.tokens(text), analyser.tokens(part)
    assert tokens in [whole[start : start + len(tokens)] for start in range(len(whole))]
    assert all(TOKEN.fullmatch(token) for token in whole)


def test_spellings_of_other_scripts_meet():
    assert analyser.tokens("ｶﾞｲﾄﾞ") == analyser.tokens("ガイド")
    assert analyser.tokens("경찰청") == analyser.tokens("경찰청")  # in its parts, as one system writes names of files
    assert analyser.tokens("ตำ\u200bรวจ") == analyser.tokens("ตำรวจ")
    assert analyser.tokens("ПОЛИЦИЯ") == analyser.tokens("полиция") == ["qku043f043e043b043804460438044f"]
    assert analyser.tokens("தமிழ்") == ["qku0ba40bae0bbf0bb40bcd"]  # with its vowel signs


def test_scripts_part_from_each_other():
    assert analyser.tokens("2024年ASEAN警察") == ["2024", "qku5e74", "asean", "qku8b665bdf"]


def test_long_words_of_other_scripts_are_cut_between_letters():
    token = analyser.tokens("превысокомногорассмотрительствующий")[0]
    assert len(token) == 3 + 15 * 4
    assert analyser.tokens("превысокомногорассмотреть")[0] == token


def test_joined():
    assert analyser.joined("Police, meeting") == " polic meet "
    assert analyser.joined(" … ") == analyser.joined("") == " "


def test_spans_are_places_of_the_text_as_it_is():
    text = "Café  “Dato’ Sri”\nU.S.A. ตำรวจ ½"
    assert [(token, text[start:end]) for token, start, end in analyser.spans(text)] == [
        ("cafe", "Café"),
        ("dato", "Dato"),
        ("sri", "Sri"),
        ("usa", "U.S.A."),
        ("qku0e150e4d", "ตำ"),
        ("qku0e4d0e32", "ำ"),
        ("qku0e320e23", "ำร"),
        ("qku0e230e27", "รว"),
        ("qku0e270e08", "วจ"),
        ("1", "½"),
        ("2", "½"),
    ]


@given(st.text() | st.text(ODD))
@example("𐀀" * 20)
@example("ำ")
@example("\u0301a")
@example("ｶ\u200bﾞ")
def test_whatever_the_text(text):
    tokens = analyser.tokens(text)
    spans = analyser.spans(text)
    assert [token for token, _, _ in spans] == tokens == [piece.token for piece in analyser.pieces(text)]
    assert analyser.joined(text).split() == tokens
    for token in tokens:
        assert TOKEN.fullmatch(token)
        assert not token.startswith("qk") or token.startswith(("qku", "qkw"))
        assert not token.startswith(keys.PEOPLE)
    for _, start, end in spans:
        assert 0 <= start < end <= len(text)
    assert [start for _, start, _ in spans] == sorted(start for _, start, _ in spans)


@given(st.lists(st.text(ODD.replace(" ", "").replace("\n", "")), max_size=5))
def test_words_do_not_depend_on_what_stands_beside_them(chunks):
    alone = [token for chunk in chunks for token in analyser.tokens(chunk)]
    assert analyser.tokens(" ".join(chunks)) == alone == analyser.tokens("\n\t".join(chunks))


def test_tokens_of_ascii_words_are_what_is_found_again():
    """What is a token of an English word may be typed itself by a reader who copies a part of it."""
    assert analyser.tokens("polic intellig cybercrim") == ["polic", "intellig", "cybercrim"]


@pytest.mark.parametrize(
    ("typed", "tokens"),
    [
        ("vinlu", "vinlu"),
        ("policing", "polic"),
        ("country", "countr"),
        ("programme", "program"),
        ("centre", "cent"),
        ("intelligence-le", "intellig le"),
        ("2024", "2024"),
        ("polic", "polic"),
        ("qkyear", "qkwyear"),
        ("1st", "1"),
        ("警察", "qku8b665bdf"),
        ("поли", "qku043f043e043b0438"),
        ("…", ""),
    ],
)
def test_begun(typed, tokens):
    assert analyser.begun(typed) == tokens.split()


@given(st.text(ODD))
def test_what_is_begun_is_the_beginning_of_what_it_becomes(text):
    begun, whole = analyser.begun(text), analyser.tokens(text)
    assert begun[:-1] == whole[:-1]
    assert not whole or whole[-1].startswith(begun[-1]) or begun[-1] == whole[-1]


def test_vocabulary():
    assert analyser.vocabulary("INTERPOL’s Interpol Vinluan, Meeting meeting, 2024 G20 of ตำรวจ полиция O'Brien é") == {
        "interpol": ("interpol", "INTERPOL"),
        "vinluan": ("vinluan", "Vinluan"),
        "meeting": ("meet", "meeting"),
        "полиция": ("qku043f043e043b043804460438044f", "полиция"),
        "obrien": ("obrien", "O'Brien"),
    }
    assert analyser.vocabulary("desk@aseanapol.org https://aseanapol.org/news www.aseanapol.org") == {}
    assert analyser.vocabulary("x" * 41) == analyser.vocabulary("") == {}


@given(st.text() | st.text(ODD))
def test_a_vocabulary_fits_its_table(text):
    for word, (stem, shown) in analyser.vocabulary(text).items():
        assert 3 <= len(word) <= 40
        assert TOKEN.fullmatch(stem)
        assert 0 < len(shown) <= 80


def test_what_is_kept_is_bounded(monkeypatch):
    made = []
    kept = analyser._Kept(lambda text: made.append(text) or text.upper())
    monkeypatch.setattr(analyser, "MOST_KEPT", 2)
    assert [kept[text] for text in ("a", "b", "a", "c", "a")] == ["A", "B", "A", "C", "A"]
    assert made == ["a", "b", "c", "a"]
    long = "x" * (analyser.LONGEST + 1)
    assert kept[long] == kept[long] == long.upper()
    assert long not in kept


@pytest.mark.parametrize("sign", ["a'", "a.", "1,", "111,", "ำ", "警", "'", "\u200b", "ᄀ", "q"])
def test_hostile_texts_cost_no_more_than_their_length(sign):
    begin = time.perf_counter()
    analyser.joined(sign * 20_000)
    assert time.perf_counter() - begin < 2
