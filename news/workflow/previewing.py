"""Addresses at which somebody without an account reads a version that is not public, and their end.

A token is a signed key, so nobody guesses one and a broken one says nothing. There are two kinds:
that of a *link*, which is a row, can be ended and outlives the day; and that of a *look*, by which a
page of the desk shows a version in a frame for an hour and of which nothing is kept.
"""

import datetime
from dataclasses import dataclass

from django.core.signing import BadSignature, SignatureExpired, Signer, TimestampSigner
from django.db import transaction
from django.utils import timezone

from news.enums import State
from news.errors import Impossible, NotAllowed, Problems
from news.models import Edition, EventEdition, Preview
from news.record.log import note
from news.rules import people

from .gate import lock

USUAL_DAYS = 7
MOST_DAYS = 30
LOOK_LASTS = datetime.timedelta(hours=1)

SEPARATOR = "."  # in no signature, and no browser or messenger breaks an address at it
WAS_PUBLIC = State.public | {State.SUPERSEDED}


@dataclass(frozen=True)
class Opened:
    """What a token leads to. `preview` is None for a look; `over` says whether it leads there no longer."""

    version: Edition | EventEdition
    preview: Preview | None
    over: bool

    @property
    def public_path(self):
        """Where readers find it, once the version was published; else an empty string."""
        return self.version.thing.get_absolute_url() if self.version.state in WAS_PUBLIC else ""

    @property
    def sign_off(self):
        return getattr(self.preview, "sign_off", None)


def link_path(preview):
    """The path of a preview's page."""
    return f"/preview/{_links().sign(preview.key.hex)}/"


def look_path(edition):
    """A path at which anybody reads a version, whatever its state, for an hour from now."""
    letter = "t" if isinstance(edition, Edition) else "f"
    return f"/preview/{_looks().sign(f'{letter}{edition.pk}')}/"


def opened(token, *, now=None):
    """What a token leads to, or None for one that was not made here. One query."""
    if token.count(SEPARATOR) == 1:
        return _opened_link(token, now or timezone.now())
    return _opened_look(token)


def _opened_link(token, now):
    try:
        key = _links().unsign(token)
    except BadSignature:
        return None
    found = Preview.objects.select_related("edition__release", "event_edition__event", "made_by", "sign_off__asked_by")
    preview = found.filter(key=key).first()
    if preview is None:
        return None
    version = preview.version
    merged = isinstance(version, EventEdition) and version.event.merged_into_id is not None
    over = preview.revoked_at is not None or preview.expires_at <= now or version.state == State.DISCARDED or merged
    return Opened(version, preview, over)


def _opened_look(token):
    over = False
    try:
        value = _looks().unsign(token, max_age=LOOK_LASTS)
    except SignatureExpired:
        value, over = _looks().unsign(token), True
    except BadSignature:
        return None
    model, thing = (Edition, "release") if value[0] == "t" else (EventEdition, "event")
    version = model.objects.select_related(thing).filter(pk=value[1:]).first()
    return Opened(version, None, over) if version else None


def _links():
    return Signer(salt="news.preview.link", sep=SEPARATOR)


def _looks():
    return TimestampSigner(salt="news.preview.look", sep=SEPARATOR)


@transaction.atomic
def make_preview(edition, *, by, days=USUAL_DAYS):
    """A link to an open version, valid for so many days. Raises `NotAllowed`, `Impossible`, `Problems`.

    Any writer may: officers check names and dates with their counterparts before anything is handed
    in, and a link can be ended at once. Asking for an approval speaks for the newsroom: see `ask_sign_off`.
    """
    if said := people.writer(by):
        raise NotAllowed(said)
    preview = new_preview(edition, by=by, days=days)
    note("preview", preview.version, by=by, details=about_link(preview))
    return preview


def new_preview(edition, *, by, days):
    """The row, in the transaction of an act that writes the log."""
    edition = lock(edition)
    if not edition.is_open:
        raise Impossible("Only a version that is not public yet has a preview.")
    if not isinstance(edition, Edition) and edition.event.merged_into_id:
        raise Impossible("This event was merged into another one. Work on that one.")
    if said := wrong_days(days):
        raise Problems({"days": [said]})
    until = timezone.now() + datetime.timedelta(days=days)
    return Preview.objects.create(**{Preview.column(edition): edition}, made_by=by, expires_at=until)


def wrong_days(days):
    fits = isinstance(days, int) and 1 <= days <= MOST_DAYS
    return "" if fits else f"Give a number of days from 1 to {MOST_DAYS}."


def about_link(preview):
    """For the log: which link, never its secret."""
    return {"preview": preview.pk, "until": preview.expires_at.isoformat()}


@transaction.atomic
def revoke(preview, *, by):
    """End a link now. Any writer may, also another's: one that went to the wrong person cannot wait.

    Raises `NotAllowed`, `Impossible`.
    """
    if said := people.writer(by):
        raise NotAllowed(said)
    preview = lock(preview)
    if preview.revoked_at is not None or preview.expires_at <= timezone.now():
        raise Impossible("This link has ended already.")
    preview.revoked_at, preview.revoked_by = timezone.now(), by
    preview.save(update_fields=["revoked_at", "revoked_by"])
    note("revoke_preview", preview.version, by=by, details=about_link(preview))
    return preview


def valid_previews(edition, *, now=None):
    """Links to a version that still lead to it, newest first. One query."""
    found = Preview.objects.about(edition).filter(revoked_at=None, expires_at__gt=now or timezone.now())
    return found.select_related("made_by", "sign_off")
