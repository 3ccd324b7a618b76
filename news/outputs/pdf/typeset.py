"""From what a release says to a PDF, tagged for screen readers and made to be kept (PDF/UA-1 and PDF/A-2a)."""

import datetime
import json
import logging
from pathlib import Path
from zoneinfo import ZoneInfo

from django.conf import settings

from news.outputs import typesetting

from .words import clean

HERE = Path(__file__).resolve().parent
CHART = HERE.parent / "card" / "chart.svg"
MARK = HERE.parent / "card" / "mark.svg"
# Readers' programs, screen readers and archives can rely on these.
STANDARDS = ["a-2a", "ua-1"]
RUNNING = 76

logger = logging.getLogger(__name__)


def make(said, pictures=None, form="pdf"):
    """The PDF as bytes; with `form` "png" or "svg" a list of pages, for a look at it.

    `pictures` are JPEGs by their keys; a picture that is not among them is left out. The same words and pictures
    give the same bytes. Letters without a font are boxes, and the file then keeps to no standard, since neither
    allows that; it is tagged all the same.
    """
    import typst

    compiler = typst.Compiler(font_paths=typesetting.fonts(), sys_inputs={"said": json.dumps(_plain(said, pictures))})
    source = (HERE / "release.typ").read_bytes()
    if form != "pdf":
        made = compiler.compile(input=source, format=form, **({"ppi": 110} if form == "png" else {}))
        return [made] if isinstance(made, bytes) else made
    if not said.missing:
        try:
            return compiler.compile(input=source, format="pdf", pdf_standards=STANDARDS, timestamp=_moment(said))
        except RuntimeError:  # a sign that only the typesetter knows to be without a glyph, for example
            logger.exception("The PDF of %s keeps to no standard", said.address)
    return compiler.compile(input=source, format="pdf", pdf_standards=["1.7"], timestamp=_moment(said))


def _plain(said, pictures):
    found = clean({name: _of(value) for name, value in vars(said).items()})
    title = found["title"].replace("\u200b", "")
    return found | {
        "address": said.address,
        "short": said.short,
        "running": title if len(title) <= RUNNING else f"{title[: RUNNING - 1].rstrip()}…",
        "plain_title": title,
        "origin": settings.SITE_ORIGIN,
        "pictures": {key: list(data) for key, data in (pictures or {}).items()},
        "chart": CHART.read_text(encoding="utf-8"),
        "mark": MARK.read_text(encoding="utf-8"),
        "sans": typesetting.SANS,
    }


def _of(value):
    """Dataclasses within a value as dicts."""
    if isinstance(value, list | tuple):
        return [_of(one) for one in value]
    return vars(value) | {} if hasattr(value, "__dataclass_fields__") else value


def _moment(said):
    """The moment that the file gives as its own, so that it depends on nothing else."""
    if not said.published:
        return 0
    return int(datetime.datetime(*said.published, tzinfo=ZoneInfo(settings.TIME_ZONE)).timestamp())
