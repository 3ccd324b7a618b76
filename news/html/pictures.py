"""Pictures in clean rich text: which ones stand in it, and the text without some of them."""

import re
from html import escape, unescape
from urllib.parse import unquote

# A picture is named by the first letters of its hash: `/media/<key>/960.webp`.
_KEY = re.compile(r"/media/([0-9a-f]{16})/")
_FIGURE = re.compile(r'<figure><img src="([^"]*)"[^>]*>(?:<figcaption>.*?</figcaption>)?</figure>', re.DOTALL)
_IMAGE = re.compile(r'<figure>(<img src="([^"]*)"([^>]*)>)')
_ALT = re.compile(r' alt="([^"]*)"')


def pictures(html: str) -> set[str]:
    """The keys of the pictures that a clean text shows."""
    return {key for found in _FIGURE.finditer(html) if (key := key_of(found[1]))}


def without_pictures(html: str, keys: set[str] | None = None) -> str:
    """The text without these figures and their captions; without any figure if no keys are given."""
    return _FIGURE.sub(lambda found: "" if keys is None or key_of(found[1]) in keys else found[0], html)


def without_words(html: str, keys: set[str], instead: str) -> str:
    """The text with these figures in their places, but with nothing said of them other than `instead`."""

    def blanked(found):
        if key_of(found[1]) not in keys:
            return found[0]
        return f'<figure><img src="{found[1]}" alt="{escape(instead)}"></figure>'

    return _FIGURE.sub(blanked, html)


def with_pictures(html: str, drawn) -> str:
    """The text with what `drawn(key, alt)` returns in the place of each picture; an empty answer leaves it as it is."""

    def replaced(found):
        alt = _ALT.search(found[3])
        markup = drawn(key_of(found[2]), unescape(alt[1]) if alt else "")
        return f"<figure>{markup}" if markup else found[0]

    return _IMAGE.sub(replaced, html)


def key_of(address: str) -> str:
    """The key in the address of a picture, or nothing."""
    found = _KEY.search(unquote(address))
    return found[1] if found else ""
