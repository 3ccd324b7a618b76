"""What typesetting has in common: cleaned words, fonts that are whole, and what no font has."""

import hashlib
from pathlib import Path

import pytest

from news.outputs import typesetting
from news.outputs.typesetting import letters

FONTS = Path(typesetting.__file__).parent / "fonts"
SENTENCES = {
    "vi": "Trưởng các đơn vị phòng chống tội phạm mạng họp tại Hà Nội, Đặng Thị Hường",
    "th": "หัวหน้าหน่วยปราบปรามอาชญากรรมไซเบอร์ประชุมที่กรุงเทพฯ",
    "lo": "ຫົວໜ້າໜ່ວຍງານຕ້ານອາຊະຍາກຳທາງໄຊເບີ ນະຄອນຫຼວງວຽງຈັນ",
    "km": "ប្រធានអង្គភាពប្រឆាំងឧក្រិដ្ឋកម្ម រាជធានីភ្នំពេញ",
    "my": "ဆိုက်ဘာရာဇဝတ်မှုတိုက်ဖျက်ရေးအဖွဲ့အကြီးအကဲများ",
    "zh-hans": "东盟警察组织秘书处代表团赴首尔出席网络犯罪应对研讨会，各国警方达成共识。《公报》：“合作”",
    "zh-hant": "東協警察組織秘書處代表團赴首爾出席網路犯罪應對研討會，各國警方達成共識。「合作」",
    "ko": "아세안경찰기구 사무국 대표단, 서울에서 열린 심포지엄 참석… 똠방각하 뷁 警察廳",
    "ta": "ஆசியான் காவல்துறை அமைப்பின் செயலகம் சைபர் குற்றங்கள் குறித்த கூட்டத்தில் பங்கேற்றது",
    "ms-arab": "سكريتاريت اسياناڤول مڠحاضيري مشوارت جنايه سايبر د کوالا لومڤور، ۲۰۲٤ ۏ ڽ ݢ چ",
    "ja": "アセアナポール事務局代表団、ソウルで開かれたサイバー犯罪対策シンポジウムに出席、働く込み峠",
}


@pytest.fixture
def bare(monkeypatch):
    """A machine without any font of its own."""
    import typst

    ours = typst.Fonts(include_system_fonts=False, include_embedded_fonts=True, font_paths=[str(FONTS)])
    monkeypatch.setattr(letters, "fonts", lambda: ours)
    of_the_machine = letters._of_the_machine
    of_the_machine.cache_clear()
    yield ours
    of_the_machine.cache_clear()


@pytest.mark.parametrize("language", SENTENCES)
def test_every_letter_of_the_languages_of_the_region_has_a_glyph_here(bare, language):
    assert typesetting.without_font(SENTENCES[language]) == ""


def test_all_of_the_common_sets_of_chinese_and_korean_are_here(bare):
    sets = [("gb2312", range(0xB0, 0xF8), range(0xA1, 0xFF)), ("big5", range(0xA4, 0xC7), range(0x40, 0xFF)),
            ("euc_kr", range(0xB0, 0xC9), range(0xA1, 0xFF))]  # fmt: skip
    for codec, rows, cells in sets:
        text = "".join(bytes([row, cell]).decode(codec, "ignore") for row in rows for cell in cells)
        assert len(text) > 2000
        assert typesetting.without_font(text) == "", codec
    assert typesetting.without_font("".join(map(chr, range(0xAC00, 0xD7A4)))) == ""


def test_what_no_font_has_is_said(bare):
    assert typesetting.without_font("Nguyễn 警察 हिन्दी 😀") == "".join(sorted({*"हनद", "ि", "ी", "😀"}))
    assert typesetting.without_font("Ελληνικά, Кириллица – “…” € ®") == ""


def test_fonts_of_the_machine_count(bare, monkeypatch):
    monkeypatch.setattr(letters, "_of_the_machine", lambda: [("/no/such/font.ttf", 0), (str(Path(__file__)), 0)])
    assert typesetting.without_font("ह") == "ह"


def test_the_families_that_templates_name_are_here(bare):
    assert {*typesetting.SANS, "Newsreader", "Newsreader Display", "Public Sans"} <= set(bare.families())


def test_words_are_cleaned_of_what_nothing_can_print():
    assert typesetting.printable("a\x00b\u202ec\u2066d\ud800e\tf") == "abcde\tf"
    assert typesetting.printable("Ha\u0300 No\u0323\u0302i") == "Hà Nội"
    assert typesetting.printable("counterterrorism") == "counterterrorism"
    assert typesetting.printable("w" * 60) == "\u200b".join(["w" * 24, "w" * 24, "w" * 12])
    assert typesetting.printable("w" * 26, part=10) == "\u200b".join(["w" * 10, "w" * 10, "w" * 6])


@pytest.mark.parametrize("language", ["th", "lo", "km", "my", "zh-hans", "ja"])
def test_scripts_without_blanks_are_left_to_the_typesetter(language):
    text = SENTENCES[language] * 3
    assert "\u200b" not in typesetting.printable(text, part=5)


def test_a_long_word_does_not_part_a_letter_from_its_mark():
    parts = typesetting.printable("m\u0304" * 40, part=5).split("\u200b")
    assert len(parts) > 2
    assert not any(part.startswith("\u0304") for part in parts)


def test_the_letters_are_as_listed_and_licensed():
    listed = dict(line.split("  ./")[::-1] for line in (FONTS / "SHA256SUMS").read_text().splitlines())
    there = {
        file.name: hashlib.sha256(file.read_bytes()).hexdigest()
        for file in FONTS.iterdir()
        if file.name != "SHA256SUMS"
    }
    assert there == listed, "fonts/README.md says how SHA256SUMS is made anew"
    families = {name.split("-4")[0].split("-5")[0].split("-6")[0] for name in there if name.endswith(".ttf")}
    scripts = ("thai", "lao", "khmer", "myanmar", "tamil", "sc", "kr")
    latin = {"newsreader", "newsreader-display", "public-sans"}
    assert families == latin | {"noto-naskh-arabic"} | {f"noto-sans-{s}" for s in scripts}
    licences = ("Newsreader", "PublicSans", "NotoSans", "NotoSansCJK", "NotoSansTamil", "NotoNaskhArabic")
    assert {f"OFL-{name}.txt" for name in licences} <= set(there)
    assert sum((FONTS / name).stat().st_size for name in there) < 7_500_000
