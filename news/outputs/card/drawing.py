"""From what a card says to a JPEG: words, chart and flag are set by the typesetter, a picture is laid under them."""

import io
import json
import logging
import re
from pathlib import Path

from django.contrib.staticfiles import finders

from news.outputs import typesetting

from .words import drawable

HERE = Path(__file__).resolve().parent
FLAGS = "vendor/flag-icons-7.5.0/4x3"
WIDTH, HEIGHT = 1200, 630
# Where the main picture lies: right of the headline, above the edge.
PICTURE_X, PICTURE_WIDTH, PICTURE_HEIGHT = 520, 680, 618
NAVY = "#0b2142"
# Bytes. Messengers leave out a card that is larger.
LARGEST = 280_000
QUALITIES = (90, 84, 78, 70, 60, 50, 40, 30, 20, 10, 5)
FULL_COLOUR = 84

SIZES = (62, 54, 46, 40, 35, 31, 28)
SIZES_BESIDE_PICTURE = (54, 48, 42, 37, 33, 29, 26, 24)
# Scripts with signs over and under their letters need more room between lines.
TALL = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u0900-\u0dff\u0600-\u06ff]")
SQUARE = re.compile("[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")

logger = logging.getLogger(__name__)


def jpeg(said, picture=None):
    """The card as bytes of a JPEG of 1200 × 630, at most `LARGEST`. `picture` is a JPEG of the main one, or None."""
    from PIL import Image

    with Image.open(io.BytesIO(typeset(said, pictured=picture is not None))) as drawn:
        over = drawn.convert("RGBA")
    card = Image.new("RGB", (WIDTH, HEIGHT), NAVY)
    if picture is not None:
        card.paste(_sized(picture), (PICTURE_X, 0))
    card.paste(over, (0, 0), over)
    return _small_enough(card)


def smaller(card):
    """A card at half its size, for a look at it: a fifth of the bytes."""
    from PIL import Image

    made = io.BytesIO()
    with Image.open(io.BytesIO(card)) as opened:
        opened.resize((WIDTH // 2, HEIGHT // 2), Image.Resampling.LANCZOS).save(made, "JPEG", quality=82)
    return made.getvalue()


def typeset(said, *, pictured):
    """The drawn part as PNG; transparent where a picture shall be seen."""
    import typst

    compiler = typst.Compiler(
        font_paths=typesetting.fonts(), root=str(HERE), sys_inputs={"card": json.dumps(_plain(said, pictured))}
    )
    return compiler.compile(input=str(HERE / "card.typ"), format="png", ppi=72)


def _plain(said, pictured):
    clean = typesetting.printable
    title = drawable(said.title)
    tall, square = TALL.search(title), SQUARE.search(title)
    return {
        "title": title or said.kind,
        "kind": said.kind if title else "",
        "reference": clean(said.reference),
        "lang": said.language,
        "large": clean(said.large),
        "small": clean(said.small),
        "place": clean(said.place),
        "flag": _flag(said.country),
        "alert": clean(said.alert),
        "struck": said.struck,
        "spot": said.spot,
        "pictured": pictured,
        "sizes": SIZES_BESIDE_PICTURE if pictured else SIZES,
        "leading": 0.36 if tall else 0.3 if square else 0.16,
        "deep": 0.36 if tall else 0.2,
        "dense": bool(tall or square),
        "sans": typesetting.SANS,
    }


def _flag(code):
    """The flag as SVG text; empty for a code without one."""
    path = finders.find(f"{FLAGS}/{code}.svg") if re.fullmatch("[a-z]{2}", code) else None
    return Path(path).read_text(encoding="utf-8") if path else ""


def _sized(picture):
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(picture)) as opened:
        return ImageOps.fit(opened.convert("RGB"), (PICTURE_WIDTH, PICTURE_HEIGHT), Image.Resampling.LANCZOS)


def _small_enough(card):
    for quality in QUALITIES:
        made = io.BytesIO()
        # Fine letters in colour keep their edges as long as there is room for them.
        how = {"subsampling": 0 if quality >= FULL_COLOUR else 2, "optimize": True, "progressive": True}
        card.save(made, "JPEG", quality=quality, **how)
        if made.tell() <= LARGEST:
            break
    return made.getvalue()
