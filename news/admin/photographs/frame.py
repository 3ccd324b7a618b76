"""The frame around the three rooms of a set: where they lead back to, the steps with what is left, the bar."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.text import Truncator

from news.models import PictureSet
from news.queries import picture_sets
from news.rules import refusal

STEPS = (("upload", "Upload"), ("choose", "Choose"), ("words", "Words"))


@dataclass(frozen=True)
class Step:
    """`note` says what is left there, as in "23 left"; empty if there is nothing to say."""

    name: str
    number: int
    title: str
    link: str
    note: str
    current: bool


def address(picture_set, what, *keys):
    """`/admin/news/pictureset/<key>/<what>/`, of a set or of its key."""
    key = getattr(picture_set, "pk", picture_set)
    return reverse(f"admin:news_pictureset_{what}", args=[key, *keys])


def room(model_admin, what, view, *, below="", methods=("GET", "HEAD", "POST"), act="view"):
    """The path of a room: `view(request, model_admin, picture_set, **keys)` behind the desk's door.

    `act` is what the person must be allowed to do to the set: "view", or "change" for what is only
    written. Whoever may only read gets a refusal for every method that writes.
    """

    def found(request, key, **keys):
        if request.method not in methods:
            return HttpResponseNotAllowed(methods)
        sets = PictureSet.objects.select_related("release", "event", "looked_by", "created_by")
        picture_set = sets.filter(pk=key).first() if key < 2**63 else None
        asked = "change" if request.method == "POST" else act
        if said := refusal(request.user, asked, picture_set or PictureSet):
            raise PermissionDenied(said)
        if picture_set is None:
            messages.error(request, "These photographs are no longer there.")
            return HttpResponseRedirect(reverse("admin:news_pictureset_changelist"))
        return view(request, model_admin, picture_set, **keys)

    return path(
        f"<int:key>/{below or f'{what}/'}",
        model_admin.admin_site.admin_view(found),
        name=f"news_pictureset_{what}",
    )


def context(request, model_admin, picture_set, step, **more):
    """What `desk/photographs/frame.html` shows around a room. `step` is upload, choose or words; empty beside them."""
    counted = picture_sets.counted(picture_set)
    return {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "Photographs",
        "subtitle": None,
        "picture_set": picture_set,
        "counted": counted,
        "steps": steps(picture_set, step, counted),
        "desk_back": back(picture_set),
        "may_change": not refusal(request.user, "change", picture_set),
        **more,
    }


def room_that_fits(picture_set, counted=None):
    """The address of the first room in which something is left to do; of the words, if nothing is."""
    counted = counted or picture_sets.counted(picture_set)
    return address(picture_set, "upload" if not counted.sent else "choose" if counted.undecided else "words")


def steps(picture_set, current, counted):
    notes = {
        "upload": f"{counted.sent} sent" if counted.sent else "",
        "choose": f"{counted.undecided} left" if counted.undecided else "",
        "words": f"{counted.without_words} without" if counted.without_words else "",
    }
    return [
        Step(name, number, title, address(picture_set, name), notes[name], name == current)
        for number, (name, title) in enumerate(STEPS, start=1)
    ]


def back(picture_set):
    """To the release's newest version, else the event's, else the list, in the words of the set's title."""
    thing = picture_set.release or picture_set.event
    edition = picture_sets.newest(thing) if thing else None
    link = reverse("admin:news_pictureset_changelist")
    if edition is not None:
        link = reverse(f"admin:news_{edition._meta.model_name}_change", args=[edition.pk])
    return {"link": link, "words": Truncator(picture_set.title).chars(70)}
