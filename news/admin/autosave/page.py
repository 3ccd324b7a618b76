"""The addresses below /admin/news/autosave/: keep and hear who else is there, read, throw away, sign in again."""

import functools

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect, JsonResponse
from django.middleware.csrf import get_token
from django.template.response import TemplateResponse
from django.urls import path, reverse

from news import html, words
from news.admin.base import DeskAdmin
from news.models import Autosave
from news.record import autosaves
from news.rules import people

from . import ROOMS, KeepsTyped, is_dialog, message, moment

NOT_YOURS = "You may not change this any more."
GONE = "This is no longer there."


def only(method):
    def around(view):
        @functools.wraps(view)
        def asked(self, request, *args, **kwargs):
            return (
                view(self, request, *args, **kwargs) if request.method == method else HttpResponseNotAllowed([method])
            )

        return asked

    return around


@admin.register(Autosave)
class AutosaveAdmin(DeskAdmin):
    """No form and no list of its own: everybody sees only what they typed themselves."""

    def get_urls(self):
        views = [
            ("", "changelist", self.list_view),
            ("keep/", "keep", self.keep_view),
            ("token/", "token", self.token_view),
            ("signed-in/", "signed_in", self.signed_in_view),
            ("<uuid:key>/", "read", self.read_view),
            ("<uuid:key>/throw-away/", "throw_away", self.throw_away_view),
        ]
        return [path(at, self.admin_site.admin_view(view), name=f"news_autosave_{name}") for at, name, view in views]

    def has_module_permission(self, request):
        return False

    def has_view_permission(self, request, obj=None):
        return not people.writer(request.user)

    def has_add_permission(self, request):
        return False

    has_change_permission = has_delete_permission = lambda self, request, obj=None: False

    # What the form's script asks

    @only("POST")
    def keep_view(self, request):
        """Keeps, and answers who else has the thing open and what of it was kept before and not saved."""
        try:
            sent = message.read(request)
        except message.Unreadable as error:
            return _no(str(error), error.status)
        if sent.pop("person") != request.user.pk:
            # Somebody else signed in beside the open page: what it holds is not theirs.
            return JsonResponse({"other": str(request.user)}, status=409)
        if said := people.writer(request.user):
            return _no(said, 403)
        thing, device = sent.pop("thing"), sent.pop("device")
        said = ""
        try:
            sent["title"] = self._title(request, thing) or sent["title"]
        except (Http404, PermissionDenied) as error:
            said = str(error)
            # A form that was opened while it was possible goes on keeping: its words shall not be lost.
            if not autosaves.is_known(request.user, thing, device):
                return _no(f"{said} Copy what you typed.", 404 if isinstance(error, Http404) else 403)
        sent["device_name"] = device_name(request.headers.get("User-Agent", ""))
        try:
            kept = autosaves.keep(request.user, thing, device, **sent)
        except autosaves.Late as late:
            return JsonResponse({"late": late.number})
        return JsonResponse(
            {
                "key": str(kept.key) if kept else "",
                "said": said,
                "others": _others(request.user, thing, device),
                "offers": [] if said else _offers(request.user, thing, device, sent["path"]),
            }
        )

    @only("GET")
    def token_view(self, request):
        """Who is signed in here now, and what their forms must send along."""
        return JsonResponse({"person": request.user.pk, "name": str(request.user), "token": get_token(request)})

    def _title(self, request, thing):
        """The thing's name, empty for a new one. Raises Http404, PermissionDenied."""
        name, key = ROOMS[thing[0]][0] if thing[0] in ROOMS and thing[1] else thing[0], thing[1]
        asked = next((a for model, a in self.admin_site._registry.items() if model._meta.model_name == name), None)
        if not isinstance(asked, KeepsTyped) or asked is self:
            raise Http404("There is no such form.")
        if not key:
            if not asked.has_add_permission(request):
                raise PermissionDenied(NOT_YOURS)
            return ""
        obj = asked.get_object(request, key)
        if obj is None:
            raise Http404(GONE)
        if not asked.has_change_permission(request, obj):
            raise PermissionDenied(NOT_YOURS)
        return " ".join(str(obj).split())[:300]

    # Pages

    def list_view(self, request):
        """What this person typed and did not save, whatever it belongs to."""
        if said := people.writer(request.user):
            raise PermissionDenied(said)
        rows = [
            {
                "kept": kept,
                "at": moment(kept.kept_at),
                "kind": _kind(kept),
                "link": "" if is_dialog(kept.path) else _form_link(kept),
            }
            for kept in autosaves.typed(request.user).defer("form")
        ]
        return self._page(request, "desk/autosave_list.html", "Typed and not saved", rows=rows)

    def read_view(self, request, key):
        """The words alone, to read and to copy: also where the form cannot be opened any more."""
        kept = self._own(request, key)
        typed = [
            (_label(name), html.plain(text) if name == "body" else text)
            for name, values in kept.form["fields"].items()
            for text in [", ".join(values)]
            if _is_words(name, text)
        ]
        return self._page(
            request,
            "desk/autosave_read.html",
            words.capital(_kind(kept)),
            kept=kept,
            at=moment(kept.kept_at),
            typed=typed,
        )

    @only("POST")
    def throw_away_view(self, request, key):
        self._own(request, key)
        autosaves.throw_away(request.user, key)
        if request.headers.get("Accept") == "application/json":
            return JsonResponse({"gone": True})
        messages.success(request, "It is thrown away.")
        return HttpResponseRedirect(reverse("admin:news_autosave_changelist"))

    def signed_in_view(self, request):
        """Where somebody lands who signed in again beside an open form."""
        return self._page(request, "desk/autosave_signed_in.html", "You are signed in")

    def _own(self, request, key):
        kept = autosaves.find(request.user, key)
        if kept is None:
            raise Http404("What was kept is no longer there.")
        return kept

    def _page(self, request, template, title, **context):
        context |= {**self.admin_site.each_context(request), "title": title, "subtitle": None}
        return TemplateResponse(request, template, context)


def _no(sentence, status):
    return JsonResponse({"said": sentence}, status=status)


def _others(person, thing, device):
    """A sentence for each person who has the thing open; for windows of one's own, which device."""
    said = {}
    for other in autosaves.open_elsewhere(thing, device).defer("form"):
        if other.person_id == person.pk:
            said[other.device] = f"You have it open in another window, too: {other.device_name}."
            continue
        who = str(other.person)
        if other.typing_in:
            said[other.person_id] = f"{who} is typing in {other.typing_in}."
        elif other.kept_at:
            said.setdefault(other.person_id, f"{who} has it open, with words that are not saved yet.")
        else:
            said.setdefault(other.person_id, f"{who} has it open, reading only.")
    return list(said.values())


def _offers(person, thing, device, at):
    found = autosaves.typed(person).filter(thing_type=thing[0], thing_id=thing[1]).exclude(device=device).defer("form")
    return [
        {
            "key": str(kept.key),
            "device": kept.device,
            "at": moment(kept.kept_at),
            "where": kept.device_name,
            "title": "" if thing[1] else kept.title,
            "take": _form_link(kept),
            "throw": reverse("admin:news_autosave_throw_away", args=[kept.key]),
        }
        for kept in found
        if is_dialog(kept.path) == is_dialog(at)
    ]


def _form_link(kept):
    """The form's address with what was kept. Made here, never taken from what a browser sent."""
    if kept.thing_type in ROOMS:
        return f"{reverse(ROOMS[kept.thing_type][1], args=[kept.thing_id])}?kept={kept.key}"
    name = f"admin:news_{kept.thing_type}"
    at = reverse(f"{name}_change", args=[kept.thing_id]) if kept.thing_id else reverse(f"{name}_add")
    return f"{at}?kept={kept.key}{'&_popup=1' if is_dialog(kept.path) else ''}"


def _kind(kept):
    if kept.thing_type in ROOMS:
        return ROOMS[kept.thing_type][2]
    model = next(m for m in admin.site._registry if m._meta.model_name == kept.thing_type)
    return model._meta.verbose_name if kept.thing_id else f"new {model._meta.verbose_name}"


def _label(name):
    """`sessions-0-title` as "Sessions 1, title"."""
    parts = (f"{int(part) + 1}," if part.isdecimal() else part for part in name.split("-"))
    return words.capital(" ".join(parts).replace("_", " "))


def _is_words(name, text):
    """Not the counters and keys of rows: words that a hand may have typed."""
    last = name.rpartition("-")[2]
    return (
        text.strip() and not text.strip().isdecimal() and not last.isupper() and last not in {"order", "lock_version"}
    )


BROWSERS = [("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox")]
BROWSERS += [("Chrom", "Chrome"), ("CriOS", "Chrome"), ("Safari", "Safari")]
SYSTEMS = [("Android", "Android"), ("iPhone", "an iPhone"), ("iPad", "an iPad"), ("Windows", "Windows")]
SYSTEMS += [("Mac OS", "a Mac"), ("CrOS", "a Chromebook"), ("Linux", "Linux")]


def device_name(agent):
    """ "Chrome on Android"; "a browser" where nothing is known."""
    browser = next((said for mark, said in BROWSERS if mark in agent), "a browser")
    system = next((said for mark, said in SYSTEMS if mark in agent), "")
    return f"{browser} on {system}" if system else browser
