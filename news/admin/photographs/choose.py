"""Choosing: one photograph after the other is published, archived or thrown away, one key or swipe each.

Each choice is sent by itself. With the page's script the answer is JSON; without it the three buttons are
a form, and the answer is the page at the next picture.
"""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import date_format

from news import words
from news.enums import PictureChoice
from news.errors import Problems
from news.models import SetPicture
from news.pictures.renditions import crop_url, picture_url
from news.queries import picture_sets as counts
from news.record import picture_sets

from . import frame

LARGE = 960
STRIP = 240

# The word on a picture of the film strip, and what is said aloud.
WORDS = {
    PictureChoice.UNDECIDED: "",
    PictureChoice.PUBLISH: "publish",
    PictureChoice.ARCHIVE: "archive",
    PictureChoice.THROWN: "thrown",
}
NOT_HERE = "This picture is no longer in the set. Load the page again."


@dataclass(frozen=True)
class Button:
    choice: str
    title: str
    key: str
    swipe: str


BUTTONS = (
    Button(PictureChoice.PUBLISH, "Publish", "1", "right"),
    Button(PictureChoice.ARCHIVE, "Archive", "2", "up"),
    Button(PictureChoice.THROWN, "Throw away", "3", "left"),
)


def urls(model_admin):
    return [
        frame.room(model_admin, "choose", _choose),
        frame.room(model_admin, "chosen", _chosen, below="choose/done/", methods=("POST",), act="change"),
    ]


def _choose(request, model_admin, picture_set):
    if request.method == "POST":
        return _one(request, picture_set)
    rows = list(picture_set.rows.select_related("picture").order_by("order", "pk"))
    current = _current(request, rows)
    context = frame.context(
        request,
        model_admin,
        picture_set,
        "choose",
        film=[_shown(row, number) for number, row in enumerate(rows, start=1)],
        current=_shown(current, rows.index(current) + 1) if current else None,
        total=len(rows),
        buttons=BUTTONS,
        undo=_undo(request, rows),
        send=frame.address(picture_set, "choose"),
        done=frame.address(picture_set, "chosen"),
        upload=frame.address(picture_set, "upload"),
    )
    return TemplateResponse(request, "desk/photographs/choose.html", context)


def _shown(row, number):
    """A picture of the film strip."""
    picture, going = row.picture, picture_sets.goes_on(row)
    return {
        "key": row.pk,
        "number": number,
        "choice": row.choice,
        "words": WORDS[PictureChoice(row.choice)],
        "goes": date_format(going, "j F") if going else "",
        "hidden": picture.hidden_at is not None,
        "small": crop_url(picture, STRIP),
        "large": picture_url(picture, LARGE),
        "width": picture.width,
        "height": picture.height,
        "name": picture.original_name,
        "alt": picture.alt or f"Photograph {number}",
    }


def _current(request, rows):
    """The picture that the address asks for, else the first that is not decided, else the first."""
    asked = request.GET.get("at", "")
    undecided = (row for row in rows if row.choice == PictureChoice.UNDECIDED)
    first = next(undecided, rows[0] if rows else None)
    return next((row for row in rows if str(row.pk) == asked), first)


def _undo(request, rows):
    """The choice before the last, as the address of this page carries it where there is no script."""
    key, _, former = request.GET.get("undo", "").partition("-")
    if former in PictureChoice.values and any(str(row.pk) == key for row in rows):
        return {"row": key, "choice": former}
    return None


def _one(request, picture_set):
    """Keep one choice."""
    key, choice = request.POST.get("row", ""), request.POST.get("choice", "")
    row, said, former = _row(picture_set, key), NOT_HERE, ""
    if row is not None:
        try:
            former = picture_sets.choose(row, choice, by=request.user)
            said = ""
        except Problems as problems:
            said = str(problems)
    if request.headers.get("Accept") == "application/json":
        return _as_json(picture_set, said, former)
    if said:
        messages.error(request, said)
        return _back_to(picture_set, at=row.pk if row else None)
    if "undo" in request.POST:
        return _back_to(picture_set, at=row.pk)
    return _back_to(picture_set, at=_next(picture_set, row), undo=f"{row.pk}-{former}")


def _row(picture_set, key):
    if not (key.isascii() and key.isdecimal() and len(key) < 19):
        return None
    return SetPicture.objects.filter(set=picture_set, pk=key).first()


def _as_json(picture_set, said, former):
    """What was chosen before, and how all pictures of the set stand: somebody else may be choosing, too."""
    choices = {str(key): choice for key, choice in picture_set.rows.order_by().values_list("pk", "choice")}
    answer = {"choices": choices, "former": former, "said": said}
    return JsonResponse(answer, status=409 if said else 200)


def _next(picture_set, row):
    """The key of the next picture that is not decided, after this one and then from the beginning; else of this one."""
    keys = list(picture_set.rows.order_by("order", "pk").values_list("pk", "choice"))
    place = [key for key, _ in keys].index(row.pk)
    left = [key for key, choice in keys[place + 1 :] + keys[:place] if choice == PictureChoice.UNDECIDED]
    return left[0] if left else row.pk


def _back_to(picture_set, **asked):
    query = urlencode({name: value for name, value in asked.items() if value is not None})
    return HttpResponseRedirect(f"{frame.address(picture_set, 'choose')}{'?' if query else ''}{query}")


def _chosen(request, model_admin, picture_set):
    """On to the words. What nobody chose goes to the archive."""
    archived = picture_sets.archive_the_rest(picture_set, by=request.user)
    if archived:
        messages.success(request, f"{words.plural(archived, 'picture')} went to the archive.")
    if counts.counted(picture_set).publish:
        return HttpResponseRedirect(frame.address(picture_set, "words"))
    return HttpResponseRedirect(reverse("admin:news_pictureset_changelist"))
