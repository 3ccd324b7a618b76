"""Names of folders and files that every system takes: small ASCII letters, digits, hyphens; never twice the same.

Each begins with a number or with `aseanapol`, so none is a name that Windows keeps for itself.
"""

from news import words

LONGEST = 50
FEWEST_DIGITS = 2


def folder(found):
    """As "aseanapol-pr-2024-031-secretariat-delegation-joins-seoul-symposium"; without a number, the slug alone."""
    number = "-".join(found.reference.split("/")[1:]).lower()
    slug = words.slug(found.url.strip("/").rpartition("/")[2], "release", LONGEST)
    return "-".join(filter(None, ["aseanapol", number, slug]))


def numbered(texts, endings, otherwise):
    """As `01-panel-seoul.jpg`, for each text with its ending; `otherwise` stands for a text without a Latin letter."""
    digits = max(FEWEST_DIGITS, len(str(len(texts))))
    return [
        f"{at:0{digits}}-{words.slug(text, otherwise, LONGEST)}.{ending}"
        for at, (text, ending) in enumerate(zip(texts, endings, strict=True), 1)
    ]
