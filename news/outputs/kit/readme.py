"""The first file that somebody opens: what is in the kit, what may be used how, whom to ask."""

from django.conf import settings
from django.urls import reverse

from news.outputs import text

HELD = (
    ("release.txt", "the press release as plain text"),
    ("release.docx", "the same for Word"),
    ("facts.txt", "the facts, with the spelling of every name and rank"),
    ("captions.txt", "caption and credit of each picture"),
)
LATER = "A release can be corrected. Before you publish, look at its page: it says what was changed and when."


def write(found, reuse, *, pictures, documents):
    """The text; `reuse` is the page on reuse as HTML, which may be empty."""
    held = [f"{name}: {what}" for name, what in HELD]
    held += ["the numbered files: the pictures in full size"] if pictures else []
    held += ["documents: files that belong to the release"] if documents else []
    parts = [
        text.underlined(f"Press kit: {found.title}", "="),
        "\n".join(filter(None, [text.issuer(found), text.published(found), text.address(found)])),
        LATER,
        text.section("What is in it", held),
        text.section("What may be used how", [settings.SITE_ORIGIN + reverse("page", args=["reuse"])]),
        text.prose(reuse),
        text.section(*text.contact(found.contact)),
    ]
    return text.clean("\n\n".join(filter(None, parts))) + "\n"
