"""What the form of an act says: which versions were on the screen, and a comment."""

from news.errors import Problems

LONGEST_COMMENT = 4000


def version_shown(request):
    """The version that the page showed; None if it did not say, and what no version has if it said nonsense."""
    return _number(request.POST.get("lock_version", ""))


def facts_shown(request):
    """The same of the open facts of a release's event: 0 where none were open."""
    return _number(request.POST.get("facts_lock_version", ""))


def comment(request, name="comment"):
    """What was typed. Raises `Problems` for what cannot be kept."""
    text = request.POST.get(name, "").strip()
    if "\x00" in text or len(text) > LONGEST_COMMENT:
        raise Problems({name: [f"At most {LONGEST_COMMENT} letters."]})
    return text


def _number(value):
    if not value:
        return None
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 10 else -1
