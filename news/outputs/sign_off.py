"""The request for a sign-off: by mail, and as words that an editor sends by messenger."""

import logging

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import timezone

from news.models import SignOff
from news.record.log import history_of, note
from news.workflow import link_path

from . import clock
from .post import one_line, post, quoted

log = logging.getLogger(__name__)

SENT = "sign_off_mailed"


def send(sign_off):
    """Send it to the person whom the sign-off with this key names.

    Nothing is sent for one that is gone, answered or ended, whose version is no longer in preparation, or
    that went out before: the log says which did. Raises the mail server's error, so that it is tried again.
    """
    found = SignOff.objects.select_related("preview", "asked_by", "edition", "event_edition").filter(pk=sign_off)
    request = found.first()
    if request is None or not _waits(request) or _was_sent(request):
        log.info("The request for sign-off %s is not sent: it is settled, gone or sent.", sign_off)
        return
    if post("mail/sign_off.txt", about(request), to=request.email, whom=f"sign-off {request.pk}"):
        note(SENT, request.version, by=None, details={"sign_off": request.pk})


def ready_text(sign_off):
    """The request in a few lines with its link, for WhatsApp and the like."""
    return render_to_string("mail/sign_off_message.txt", about(sign_off)).strip()


def about(sign_off):
    """What both templates need. Of the version they say its title and nothing else."""
    version = sign_off.version
    embargo = getattr(version, "embargo_until", None)
    return {
        "name": one_line(sign_off.name),
        # A name to sign in with is nobody's business outside.
        "asker": one_line(sign_off.asked_by.get_full_name()) or "The press desk",
        "asker_email": one_line(sign_off.asked_by.email),
        "kind": "press release" if sign_off.edition_id else "record of an event",
        "title": one_line(version),
        "message": quoted(sign_off.message),
        "link": settings.SITE_ORIGIN + link_path(sign_off.preview),
        "until": clock.with_utc(sign_off.preview.expires_at),
        "embargo": clock.with_utc(embargo) if embargo and embargo > timezone.now() else "",
    }


def _waits(sign_off):
    preview = sign_off.preview
    if preview is None or preview.revoked_at is not None or preview.expires_at <= timezone.now():
        return False
    return bool(sign_off.email) and not sign_off.answer and sign_off.version.is_open


def _was_sent(sign_off):
    return history_of(sign_off.version).filter(act=SENT, details__sign_off=sign_off.pk).exists()
