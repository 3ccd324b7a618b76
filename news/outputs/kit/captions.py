"""What belongs to each picture of a kit, in plain text."""

from news import words
from news.outputs import text

HEADING = "The pictures of this kit"
MISSING = "This picture could not be read when the kit was made. Please ask the press desk for it."


def write(pictures, names, missing):
    """Captions of `KitPicture`s under the names of their files; `missing` are the names of those left out."""
    parts = [text.underlined(HEADING, "=")]
    if not pictures:
        parts.append("This release has no pictures.")
    parts += ["\n".join(_of(one, name, name in missing)) for one, name in zip(pictures, names, strict=True)]
    return text.clean("\n\n".join(parts)) + "\n"


def _of(one, name, missing):
    yield name
    if missing:
        yield f"Not in this kit: {MISSING}"
    taken = words.day(one.picture.taken_on) if one.picture.taken_on else ""
    for label, value in [
        ("Caption", one.caption),
        # In a text the credit may stand in the caption itself.
        ("Credit", "" if one.credit in one.caption else one.credit),
        ("What is seen", one.alt),
        ("Taken on", taken),
        ("Copyright", one.picture.copyright),
    ]:
        if value:
            yield f"{label}: {' '.join(value.split())}"
