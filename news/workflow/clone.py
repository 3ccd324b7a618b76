"""What a new version begins with: everything of the old one, but what belongs to that version alone."""

from news.record.canonical import read
from news.record.shapes import OF_THIS_VERSION


def content_for_revision(edition):
    """The content of a public edition as the data of its next draft. Rows keep their `uid`."""
    return {name: value for name, value in read(edition).items() if name not in OF_THIS_VERSION}
