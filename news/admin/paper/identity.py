"""Which saved version a file of Word came from: signed, so that nobody's guess is taken for it."""

from django.core.signing import BadSignature, Signer

from news.models import Snapshot
from news.outputs.paper import code_of
from news.record.log import history_of

# A file that forgot its mark is looked for among so many versions by the code on its pages.
SEARCHED = 60


def sign(edition, snapshot):
    return _signer().sign(f"{edition.pk}.{snapshot.pk}")


def find(edition, returned):
    """`(snapshot, sentence)`: the version a file came from, or None; the sentence says what is odd about it."""
    try:
        key, snapshot = _signer().unsign(returned.identity).split(".")
    except (BadSignature, ValueError):
        return _by_code(history_of(edition, Snapshot), returned.code)
    other = edition if int(key) == edition.pk else edition.release.editions.filter(pk=int(key)).first()
    if other is None:
        return None, "This file was made from another release. Look whether it belongs here."
    found = history_of(other, Snapshot).filter(pk=int(snapshot)).first()
    said = "" if other == edition else f"This file came from version {other.number} of this release."
    return found, said


def _by_code(kept, code):
    if code:
        for snapshot in kept[:SEARCHED]:
            if code_of(snapshot.data) == code:
                return snapshot, "The file forgot where it came from. It was found by the code on its pages."
    return None, "This file does not say from which version it came. Choose the version yourself."


def _signer():
    return Signer(salt="news.word")
