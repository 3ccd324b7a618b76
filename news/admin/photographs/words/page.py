"""The page of the words: one form for the set and all its pictures to publish."""

import json
import re
from datetime import date

from django.contrib import messages
from django.http import HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone

from news import words
from news.admin.autosave import moment
from news.admin.autosave.message import DEVICE
from news.admin.autosave.message import key_of as uuid_of
from news.admin.photographs import frame
from news.assistant.seen import NUMBERS, STARTERS, number_word
from news.enums import PictureChoice, Role
from news.errors import ChangedMeanwhile, Problems
from news.models import Event, Picture
from news.queries import captions, not_shown
from news.record import autosaves, picture_sets, picture_words
from news.record.picture_words import Sent, TwoVersions
from news.rules import people as rights
from news.rules.permissions import PICTURE_NAMED

from . import release
from .shown import LABELS, People, Shown, at
from .typed import PictureTyped, SetForm, json_of, key_of, keys_of

THING = "picturewords"


def words_page(request, model_admin, picture_set):
    if request.method == "POST":
        return _Posted(request, model_admin, picture_set).answer()
    kept = _kept(request, picture_set)
    form = _Form(request, picture_set, data=_as_posted(kept) if kept else None)
    return form.page(model_admin, kept=kept)


def _kept(request, picture_set):
    """What was typed here and not saved, if the address asks for it."""
    if "kept" not in request.GET:
        return None
    key = uuid_of(request.GET["kept"])
    kept = key and autosaves.find(request.user, key, (THING, str(picture_set.pk)))
    if not kept:
        messages.warning(request, "What was kept is no longer there. It was saved or thrown away.")
    return kept or None


def _as_posted(kept):
    posted = QueryDict(mutable=True)
    for name, values in kept.form["fields"].items():
        posted.setlist(name, values)
    return posted


class _Form:
    """What stands in the form, from the database or, with `data`, as it was sent."""

    def __init__(self, request, picture_set, data=None):
        self.request, self.picture_set, self.data = request, picture_set, data
        self.rows = picture_words.to_publish(picture_set)
        self.nobody = not_shown.people()
        self.locked = _locked(request.user, self.rows)
        self.general, self.looked_errors, self.questions, self.clash = [], [], [], None
        self.stored = picture_words.content_of_set(picture_set)
        self.was_looked = self.looked = picture_words.is_looked(picture_set, self.rows)
        self.order_was = [row.picture_id for row in self.rows]
        self.set_form, self.typed = self._set_form(), {}
        content = self.set_form.content if data is not None else None
        self.content = content or self.stored
        self.occasion = captions.occasion(self.content["event"])
        if data is None:
            self._begin_with_event()
        else:
            self._read(data)
        self.people = People(self.occasion, self._keys())

    def _set_form(self):
        if self.data is not None:
            return SetForm(self.data, prefix="set")
        initial = {"credit": self.picture_set.credit, "taken_on": self.picture_set.taken_on}
        form = SetForm(initial=initial | {"event": self.picture_set.event_id}, prefix="set")
        return form

    def _begin_with_event(self):
        if self.picture_set.taken_on is None and self.occasion.day:
            self.set_form.initial["taken_on"] = self.occasion.day

    def _read(self, data):
        self.set_was = json_of(data, "set-was")
        self.looked = "looked" in data
        self.was_looked = self.set_was.get("looked") is True
        sent = keys_of(data, "picture")
        there = {row.picture_id: row for row in self.rows}
        self.order = [key for key in sent if key in there] + [key for key in there if key not in sent]
        self.rows = [there[key] for key in self.order]
        carried = [key_of(text) for text in data.get("order-was", "")[:4000].split(",")]
        self.order_was = [key for key in carried if key is not None] or self.order_was
        self.typed = {row.picture_id: PictureTyped(data, row.picture, self.occasion) for row in self.rows}
        lost = [key for key in sent if key not in there][:50]
        self.lost = [(key, PictureTyped(data, Picture(pk=key), self.occasion)) for key in lost]

    def _keys(self):
        stored = {key.person_id for row in self.rows for key in row.picture.people_shown.all()}
        return stored | {key for one in self.typed.values() for key in one.people.keys}

    @property
    def day(self):
        """The day of the pictures as the form says it, as text; the event's if it says none."""
        typed = self.content["taken_on"]
        return typed or self.occasion.day

    def shown(self):
        day = date.fromisoformat(self.day) if isinstance(self.day, str) else self.day
        found = []
        for number, row in enumerate(self.rows, start=1):
            typed = self.typed.get(row.picture_id)
            found.append(
                Shown(
                    number,
                    row,
                    self.people,
                    day=day if row.picture.taken_on in {None, self.picture_set.taken_on} else row.picture.taken_on,
                    common_credit=self.picture_set.credit,
                    nobody=self.nobody,
                    typed=typed,
                    locked=row.picture_id in self.locked,
                )
            )
        return found

    def page(self, model_admin, *, kept=None, by_field=None, clashes=None):
        pictures = self.shown()
        self._say(pictures, by_field or {}, clashes or {})
        wrong = bool(self.general or self.looked_errors or self.questions or self.set_form.errors) or any(
            one.errors or one.questions for one in pictures
        )
        _open_one(self.request, pictures)
        way = release.Way(self.request.user, self.picture_set, self.rows, self.nobody)
        device = self.request.POST.get("_autosave", "")
        done = sum(one.standing.is_done for one in pictures)
        more = {
            "set_form": self.set_form,
            "set_was": json.dumps(self.set_was if self.data is not None else self.stored | {"looked": self.was_looked}),
            "set_seen": self._set_seen(),
            "set_questions": self.questions,
            "set_clash": self.clash,
            "pictures": pictures,
            "order_was": ",".join(map(str, self.order_was)),
            "own_credits": picture_words.own_credits(self.rows, self.picture_set.credit),
            "looked": self.looked,
            "looked_stands": picture_words.is_looked(self.picture_set, self.rows),
            "looked_at": timezone.localtime(self.picture_set.looked_at) if self.picture_set.looked_at else None,
            "looked_errors": self.looked_errors,
            "general": self.general,
            "lost": [one for _, one in getattr(self, "lost", []) if one.alt or one.caption],
            "wrong": wrong,
            "done": done,
            "to_settle": sum(bool(one.stop) for one in pictures),
            "groups": self.occasion.groups,
            "offered": sum(len(people) for _, people in self.occasion.groups),
            "starters": STARTERS,
            "numbers": [(number, number_word(number)) for number in NUMBERS],
            "way": way,
            "caption_link": frame.address(self.picture_set, "caption"),
            "choose_link": frame.address(self.picture_set, "choose"),
            "person_pick": person_pick(model_admin),
            "current": next((one.key for one in pictures if one.open), pictures[0].key if pictures else ""),
            "all_done": done == len(pictures) > 0,
        }
        context = frame.context(self.request, model_admin, self.picture_set, "words", **more)
        if context["may_change"]:
            context["autosave"] = {
                "thing_type": THING,
                "thing_id": str(self.picture_set.pk),
                "lock_version": self.picture_set.lock_version,
                "device": device if re.fullmatch(DEVICE, device) else "",
                "kept": kept,
                "kept_words": moment(kept.kept_at) if kept else "",
                "loose": json.dumps(kept.form.get("loose", {}) if kept else {}),
            }
        return TemplateResponse(self.request, "desk/photographs/words.html", context)

    def _set_seen(self):
        if self.clash:
            return self.clash.version
        return self.data.get("set-seen", "")[:20] if self.data is not None else ""

    def _say(self, pictures, by_field, clashes):
        by_key = {one.key: one for one in pictures}
        for path, sentences in by_field.items():
            head, _, name = path.partition(".")
            key = key_of(head)
            if key in by_key:
                by_key[key].add_problem(name, sentences)
            elif head == "looked":
                self.looked_errors += sentences
            elif head in self.set_form.fields:
                for sentence in sentences:
                    self.set_form.add_error(head, sentence)
            else:
                self.general += sentences
        for key, clash in clashes.items():
            if key is None:
                self._ask(clash)
            elif key in by_key:
                by_key[key].ask(clash, self.people)

    def _ask(self, clash):
        self.clash = {"by": clash.by, "at": at(clash.at), "version": clash.version}
        for name, theirs in clash.fields.items():
            self.questions.append(
                {
                    "name": name,
                    "field": f"set-keep-{name}",
                    "label": LABELS[name],
                    "mine": _said(name, self.content[name]),
                    "theirs": _said(name, theirs),
                    "chosen": self.data.get(f"set-keep-{name}", ""),
                }
            )


def _said(name, value):
    if not value:
        return "Nothing"
    if name == "event":
        return str(Event.objects.filter(pk=value).first() or "Nothing")
    if name == "taken_on":
        return words.day(date.fromisoformat(value))
    return value


def _locked(person, rows):
    """Keys of pictures that a public or approved release uses, if this person may not change those. One query."""
    if rights.at_least(person, Role.EDITOR):
        return frozenset()
    used = Picture.objects.filter(PICTURE_NAMED, pk__in=[row.picture_id for row in rows])
    return frozenset(used.values_list("pk", flat=True))


def _open_one(request, pictures):
    """The one that the address asks for, else those with problems, else the first that is not done."""
    asked = key_of(request.GET.get("at", ""))
    wrong = [one for one in pictures if one.errors or one.questions]
    left = [one for one in pictures if not one.standing.is_done]
    found = [one for one in pictures if one.key == asked] or left[:1]
    for one in wrong or found:
        one.open = True


def person_pick(model_admin):
    """The field with which anybody of the directory is found; each picture has one, with an id of its own."""
    return {"url": reverse(f"{model_admin.admin_site.name}:autocomplete"), "model": "personshown", "field": "person"}


class _Posted(_Form):
    """What somebody pressed a button with."""

    def __init__(self, request, model_admin, picture_set):
        super().__init__(request, picture_set, data=request.POST)
        self.model_admin = model_admin

    def answer(self):
        self._follow_names()
        problems = any(one.problems for one in self.typed.values() if one.is_there)
        if self.set_form.content is None or problems:
            return self.page(self.model_admin)
        try:
            notes = self._save()
        except Problems as error:
            return self.page(self.model_admin, by_field=error.by_field)
        except TwoVersions as error:
            return self.page(self.model_admin, clashes=error.clashes)
        except ChangedMeanwhile as error:
            return self.page(self.model_admin, by_field={"": [str(error)]})
        autosaves.forget(self.request.user, self.request.POST.get("_autosave", ""))
        self.picture_set.refresh_from_db()
        for note in notes:
            messages.warning(self.request, note)
        return HttpResponseRedirect(self._next())

    def _follow_names(self):
        """A caption that is still the proposed one is made anew from the names that were sent."""
        for one in self.shown():
            typed = self.typed[one.key]
            if typed.is_there and typed.follows and not typed.people.problems:
                typed.caption = one.proposal

    def _save(self):
        carried = {name: self.set_was[name] for name in picture_words.OF_A_SET if name in self.set_was}
        keep = {name: self.data.get(f"set-keep-{name}", "") for name in picture_words.OF_A_SET}
        common = Sent(None, self.content, carried, keep, key_of(self.data.get("set-seen", "")))
        credit_for_all = "credit-all" in self.data
        sent = []
        for key, one in [*self.typed.items(), *self.lost]:
            if one.is_there:
                content = one.content | ({"credit": ""} if credit_for_all else {})
                sent.append(Sent(key, content, one.was, one.keep, one.seen))
        return picture_words.save(
            self.picture_set,
            sent,
            by=self.request.user,
            common=common if "set-was" in self.data else None,
            looked=self.looked if self.looked is not self.was_looked else None,
            shown=self.order if "picture" in self.data else (),
            order=self._order(),
            order_was=self.order_was,
            locked=self.locked,
        )

    def _order(self):
        """As the pictures stood on the page, with what a button moves."""
        order = list(self.order)
        first = key_of(self.data.get("_first", ""))
        if first in order:
            order.insert(0, order.pop(order.index(first)))
        moved, _, way = self.data.get("_move", "").partition(":")
        if key_of(moved) in order:
            place = order.index(key_of(moved))
            order.insert(max(0, place - 1) if way == "up" else place + 1, order.pop(place))
        return order

    def _next(self):
        here = frame.address(self.picture_set, "words")
        data = self.data
        if "_later" in data:
            messages.success(self.request, f"Saved at {timezone.localtime():%H:%M}.")
            return frame.back(self.picture_set)["link"]
        if "_put" in data:
            return self._put(here)
        if key := key_of(data.get("_archive", "")):
            return self._archive(here, key)
        if "_release" in data:
            if said := release.choose(self.request, self.picture_set):
                messages.error(self.request, said)
            return f"{here}#release"
        for name in ("_first", "_move"):
            if key := key_of(data.get(name, "").partition(":")[0]):
                return f"{here}?at={key}#picture-{key}"
        messages.success(self.request, f"Saved at {timezone.localtime():%H:%M}.")
        if "_next" in data:
            return self._at(here, self._following(key_of(data["_next"])))
        current = key_of(data.get("_current", ""))
        return self._at(here, current if current in self.typed else None)

    def _at(self, here, key):
        return f"{here}?at={key}#picture-{key}" if key else f"{here}#release" if "_next" in self.data else here

    def _following(self, key):
        """The next picture that is not done, after this one and then from the beginning."""
        rows = picture_words.to_publish(self.picture_set)
        keys = [row.picture_id for row in rows]
        place = keys.index(key) + 1 if key in keys else 0
        ahead = [*rows[place:], *rows[:place]]
        left = [row.picture_id for row in ahead if not picture_words.standing(row.picture, self.nobody).is_done]
        others = [one for one in left if one != key]
        return (others or left or [None])[0]

    def _archive(self, here, key):
        row = self.picture_set.rows.filter(picture=key).first()
        if row is not None:
            picture_sets.choose(row, PictureChoice.ARCHIVE, by=self.request.user)
            messages.success(self.request, "The picture is in the archive. You can choose it again under 2 Choose.")
        return here

    def _put(self, here):
        edition, sentences = release.put(self.request, self.picture_set)
        for sentence in sentences:
            (messages.success if edition else messages.error)(self.request, sentence)
        return release_link(edition) if edition else f"{here}#release"


def release_link(edition):
    return reverse("admin:news_edition_change", args=[edition.pk])
