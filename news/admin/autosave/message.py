"""What a form of the desk sends while somebody types, read and checked.

A JSON object: `thing` and `id` (a model's name and a key, empty for a new one), `device` (the window,
see `record/autosaves.py`), `number` (rises with each sending), `path`, `title`, `typing_in`,
`lock_version`, `left`, `instead_of`, `person` (whose page it is), and `form`: null, or
`{"fields": {name: [values]}, "loose": {name: words}}`, loose being words in a field to pick from
that are no choice yet.
"""

import json
import re
import uuid

from news.record.autosaves import UNCHANGED

LONGEST = 1_000_000  # bytes
FIELDS = 5000
LARGEST = 2**53
NAME = r"[a-z]{1,40}"  # of a model; what is none has no form
DEVICE = r"[0-9a-z.]{8,36}"
KEY = r"[0-9]{0,18}|[A-Za-z]{1,8}"  # a number, or a country's code
BROKEN = "What the page sent cannot be read. Load the page again."
_CONTROL = re.compile(r"[\x00-\x1f\x7f\u2028\u2029]+")


class Unreadable(Exception):
    """Carries the answer's status and the sentence."""

    def __init__(self, sentence=BROKEN, status=400):
        super().__init__(sentence)
        self.status = status


def read(request):
    """The message as a dict with every key above. Raises `Unreadable`."""
    if int(request.META.get("CONTENT_LENGTH") or 0) > LONGEST or len(request.body) > LONGEST:
        raise Unreadable("This is too much to be kept. Save it now.", 413)
    try:
        sent = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise Unreadable from error
    if not isinstance(sent, dict):
        raise Unreadable
    thing, key, device, number = (sent.get(name, "") for name in ("thing", "id", "device", "number"))
    if not (isinstance(thing, str) and isinstance(key, str) and re.fullmatch(KEY, key)):
        raise Unreadable
    thing = thing if re.fullmatch(NAME, thing) else ""
    if not isinstance(device, str) or not re.fullmatch(DEVICE, device):
        raise Unreadable
    if type(number) is not int or not 0 < number < LARGEST:
        raise Unreadable
    version = sent.get("lock_version")
    return {
        "thing": (thing, key),
        "device": device,
        "number": number,
        "person": sent.get("person"),
        "form": _form(sent["form"]) if "form" in sent else UNCHANGED,
        "left": sent.get("left") is True,
        "instead_of": _instead(sent.get("instead_of")),
        "path": _line(sent.get("path"), 300),
        "title": _line(sent.get("title"), 300),
        "typing_in": _line(sent.get("typing_in"), 120),
        "lock_version": version if type(version) is int and 0 <= version < 2**31 else None,
    }


def _instead(value):
    """`[key, number]` of an earlier copy, or None."""
    if not isinstance(value, list) or len(value) != 2:
        return None
    key, number = key_of(value[0]), value[1]
    return (key, number) if key and type(number) is int and 0 < number < LARGEST else None


def key_of(text):
    """A UUID, or None."""
    try:
        return uuid.UUID(text) if isinstance(text, str) else None
    except ValueError:
        return None


def _form(form):
    if form is None:
        return None
    fields, loose = (form.get("fields"), form.get("loose", {})) if isinstance(form, dict) else (None, None)
    if not isinstance(fields, dict) or not isinstance(loose, dict) or len(fields) + len(loose) > FIELDS:
        raise Unreadable
    return {
        "fields": {_text(name): [_text(value) for value in _list(values)] for name, values in fields.items()},
        "loose": {_text(name): _text(value) for name, value in loose.items()},
    }


def _list(values):
    if not isinstance(values, list):
        raise Unreadable
    return values


def _text(value):
    """Words without what no database takes: NUL and halves of a letter."""
    if not isinstance(value, str):
        raise Unreadable
    return value.replace("\x00", "").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _line(value, longest):
    return " ".join(_CONTROL.sub(" ", _text(value)).split())[:longest] if isinstance(value, str) else ""
