"""Text that can be printed, and in which fonts. Words reach the typesetter as data, never as its markup."""

import functools
import re
import unicodedata
from pathlib import Path

FONTS = Path(__file__).resolve().parent / "fonts"
# Behind a font for Latin letters stand these, in this order.
SANS = (
    "Noto Sans Thai",
    "Noto Sans Lao",
    "Noto Sans Khmer",
    "Noto Sans Myanmar",
    "Noto Sans Tamil",
    "Noto Naskh Arabic",
    "Noto Sans SC",
    "Noto Sans KR",
    "Libertinus Serif",
)
# What neither paper nor a file of Word can hold, and signs that turn words round: paper shows what is signed for.
CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028-\u202e\u2066-\u2069\ufffe\uffff]|[\ud800-\udfff]")
# Scripts that write no blanks: the typesetter knows where their words end, and a break elsewhere parts a letter
# from its vowel.
WITHOUT_BLANKS = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\ua960-\ua97f\uaa60-\uaa7f\uac00-\ud7ff"
    "\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff"
)
# A line of a title has room for about 30 wide letters; a longer word may break.
LONGEST_WORD = 24
LONG = re.compile(rf"[^\s\u200b{WITHOUT_BLANKS}]{{{LONGEST_WORD + 1},}}")
# What the typesetter brings along itself has no file to look into: these letters its own font has.
EMBEDDED = re.compile("[\u0370-\u052f\u0590-\u05ff\u2000-\u206f\u20a0-\u20bf\u2190-\u21ff\u2200-\u22ff]")


def printable(text, *, part=LONGEST_WORD):
    """The text without control characters, in composed letters; a word that no line holds may break each `part`."""
    clean = unicodedata.normalize("NFC", CONTROLS.sub("", str(text)))
    # Never between a letter and the mark over it.
    parts = re.compile(rf".{{{part}}}(?=.)(?![\u0300-\u036f])")
    return LONG.sub(lambda word: parts.sub("\\g<0>\u200b", word[0]), clean)


@functools.cache
def fonts():
    """Read once: what the machine has besides stands behind our own."""
    import typst

    return typst.Fonts(include_system_fonts=True, include_embedded_fonts=True, font_paths=[str(FONTS)])


def without_font(text):
    """The letters of a text for which neither the repository nor the machine has a font, as one string."""
    missing = {letter for letter in text if _needs_glyph(letter)} - _our_letters()
    missing = {letter for letter in missing if not EMBEDDED.match(letter)}
    for path, number in _of_the_machine():
        if not missing:
            break
        missing -= _letters_in(path, number)
    return "".join(sorted(missing))


def _needs_glyph(letter):
    return not letter.isspace() and unicodedata.category(letter) not in {"Cc", "Cf", "Cs", "Mn", "Me"}


@functools.cache
def _our_letters():
    return frozenset().union(*(_letters_in(str(path), 0) for path in FONTS.glob("*.ttf")))


@functools.cache
def _of_the_machine():
    """(path, number in the file) of every other font; only asked where our own do not do."""
    own = str(FONTS)
    found = {(font.path, font.index) for font in fonts().fonts() if font.path and not font.path.startswith(own)}
    return sorted(found)


@functools.cache
def _letters_in(path, number):
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with open(path, "rb") as file, TTFont(file, fontNumber=number, lazy=True) as font:
            return frozenset(map(chr, font.getBestCmap() or ()))
    except (OSError, TTLibError):
        return frozenset()
