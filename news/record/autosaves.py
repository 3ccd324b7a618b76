"""What is being typed, kept apart from saved versions.

Each open form keeps one copy, in its own place: the `device`, which names the device and the window
on it, so two windows never write over each other. A thing is named by its model and key, as in
`("edition", "12")`; the key of a new one is empty.
"""

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from news.models import Autosave

OPEN = datetime.timedelta(seconds=25)  # an open form gives a sign of life every ten
TYPED_KEPT = datetime.timedelta(days=30)
PRESENCE_KEPT = datetime.timedelta(days=1)
UNCHANGED = object()


class Late(Exception):
    """Something newer of this form was kept already. `number` is its number."""

    def __init__(self, number):
        super().__init__(number)
        self.number = number


def keep(person, thing, device, *, number, form=UNCHANGED, left=False, instead_of=None, **about):
    """Keep what stands in a form, or only that it is open.

    `form` is what was typed, None if nothing differs from what was saved; left out, it stays. `left`
    says that the form is closed now. `instead_of` is the key and number of an earlier copy that this one
    holds; if something else was kept there meanwhile, that copy stays.
    `about` has path, title, device_name, typing_in, lock_version. Returns the `Autosave`; None for a
    form that was closed with nothing typed. Raises `Late`.
    """
    now = timezone.now()
    values = {**about, "number": number, "seen_at": now - OPEN if left else now}
    if form is not UNCHANGED:
        values |= {"form": form, "kept_at": None if form is None else now}
    place = {"person": person, "device": device, "thing_type": thing[0], "thing_id": thing[1]}
    here = Autosave.objects.filter(**place)
    with transaction.atomic():
        if not here.filter(number__lt=number).update(**values):
            _add(here, place | values)
        kept = here.get()
        if instead_of and form not in (UNCHANGED, None):
            _replace(kept, *instead_of)
        if left and kept.form is None:
            kept.delete()
            return None
    return kept


def _replace(kept, key, number):
    earlier = Autosave.objects.filter(person=kept.person, key=key).exclude(pk=kept.pk).first()
    if earlier is not None and (earlier.number <= number or earlier.form == kept.form):
        earlier.delete()


def _add(here, values):
    later = here.first()
    if later is not None:
        raise Late(later.number)
    try:
        with transaction.atomic():
            Autosave.objects.create(**values)
    except IntegrityError as error:
        raise Late(values["number"]) from error


def is_known(person, thing, device):
    """Whether this window of this person has said anything about the thing before."""
    here = Autosave.objects.filter(person=person, thing_type=thing[0], thing_id=thing[1], device=device)
    return here.exists()


def find(person, key, thing=None):
    """One of this person's own copies with something typed in it, or None. `thing` narrows it to that thing."""
    found = typed(person).filter(key=key)
    return (found.filter(thing_type=thing[0], thing_id=thing[1]) if thing else found).first()


def typed(person):
    """What this person typed and did not save, the newest first."""
    return Autosave.objects.filter(person=person, form__isnull=False).order_by("-kept_at")


def forget(person, device):
    """A form was saved: what was kept of it while typing goes. Returns how many copies went."""
    if not device or "\x00" in device:
        return 0
    return Autosave.objects.filter(person=person, device=device).delete()[0]


def throw_away(person, key):
    """Delete one of this person's own copies. Returns whether there was one."""
    return bool(Autosave.objects.filter(person=person, key=key).delete()[0])


def open_elsewhere(thing, device):
    """Who has a form of this thing open now, but for that one window. Nobody has "a new thing" open together."""
    if not thing[1]:
        return Autosave.objects.none()
    now_open = Autosave.objects.filter(seen_at__gt=timezone.now() - OPEN, thing_type=thing[0], thing_id=thing[1])
    return now_open.exclude(device=device).select_related("person").order_by("opened_at", "pk")


def prune_autosaves():
    """Forget what nobody came back for: words after 30 days, forms that were only open after one."""
    now = timezone.now()
    Autosave.objects.filter(form__isnull=True, seen_at__lt=now - PRESENCE_KEPT).delete()
    Autosave.objects.filter(kept_at__lt=now - TYPED_KEPT).delete()
