"""The last step of every mail: a template becomes one plain message to one address."""

import logging
import re
import smtplib
import unicodedata

from django.core.mail import EmailMessage
from django.template.loader import render_to_string

log = logging.getLogger(__name__)

# A mail program shows some eighty letters of a subject; a server refuses a very long one.
LONGEST_SUBJECT = 200


def one_line(text):
    """Text that may stand in a header: no line ends, no control characters."""
    kept = "".join(" " if unicodedata.category(letter) in {"Cc", "Zl", "Zp"} else letter for letter in str(text))
    return " ".join(kept.split())


def quoted(text):
    """What a person wrote, with a mark before each line, so that nobody takes it for the newsroom's words."""
    return "\n".join(f"> {line}".rstrip() for line in text.strip().splitlines())


def post(template, context, *, to, whom):
    """Send one letter. The first line of the rendered template is its subject. Returns whether it went.

    An address that is refused for good is logged under `whom`, and False is returned. Everything else
    that goes wrong at the mail server is raised, so that the job is tried again.
    """
    subject, _, body = render_to_string(template, context).strip().partition("\n")
    subject = one_line(subject)
    if len(subject) > LONGEST_SUBJECT:
        subject = subject[: LONGEST_SUBJECT - 1].rstrip() + "…"
    # Blocks of a template that stay empty leave gaps.
    body = re.sub(r"\n{3,}", "\n\n", body.strip()) + "\n"
    message = EmailMessage(subject, body, to=[to], headers={"Auto-Submitted": "auto-generated"})
    try:
        message.send()
    except (smtplib.SMTPRecipientsRefused, smtplib.SMTPNotSupportedError, ValueError) as error:
        if _is_temporary(error):
            raise
        log.warning("The mail address of %s is refused. The letter “%s” was not sent.", whom, subject)
        return False
    return True


def _is_temporary(error):
    if not isinstance(error, smtplib.SMTPRecipientsRefused):
        return False
    return any(code < 500 for code, _ in error.recipients.values())
