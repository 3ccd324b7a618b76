"""What stands in the form: each picture with its fields, its state, the other words if there are two."""

import json

from django.utils import timezone

from news import words
from news.assistant.seen import names_in
from news.pictures.renditions import crop_url, picture_url
from news.queries import captions
from news.record import picture_words

LARGE, SMALL = 960, 240

LABELS = {
    "alt": "Alt text",
    "caption": "Caption",
    "credit": "Credit",
    "people": "Who is in it",
    "focus": "What must stay in view",
    "taken_on": "Taken on",
    "event": "Event",
}


class People:
    """Everybody who stands in one of the pictures, of the event or not, by key and day."""

    def __init__(self, occasion, keys):
        self.occasion = occasion
        self._outside = captions.Outside({key for key in keys if key is not None} - set(occasion.people))

    def named(self, key, day):
        return self.occasion.people.get(key) or self._outside.named(key, day)

    def caption(self, keys, day):
        """The proposed caption of these keys from the left; people who are not there are left out."""
        found = [None if key is None else self.named(key, day) for key in keys]
        shown = [person for person, key in zip(found, keys, strict=True) if key is None or person]
        return captions.caption(shown, captions.where(self.occasion.facts))


class Shown:
    """One picture of the form. With `typed` its fields stand as they were sent, else as they are stored."""

    def __init__(self, number, row, people, *, day, common_credit, nobody, typed=None, locked=False):
        self.number, self.row, self.picture = number, row, row.picture
        self.key, self.prefix = self.picture.pk, f"p-{self.picture.pk}"
        self.locked = locked
        self.stored = picture_words.content_of(self.picture, common_credit)
        self.typed = typed if typed is not None and typed.is_there else None
        content = self.typed.content if self.typed else self.stored
        self.alt, self.caption, self.credit = content["alt"], content["caption"], content["credit"]
        self.day = day
        self.was = json.dumps(self.typed.was if self.typed else self.stored)
        self.seen = self.typed.seen if self.typed else None
        self.focus_x, self.focus_y = content["focus"] or ("", "")
        self.starter = self.typed.starter if self.typed else ""
        self.starter_number = self.typed.number if self.typed else ""
        if self.typed:
            self.alt, self.focus_x, self.focus_y = self.typed.alt, self.typed.focus_x, self.typed.focus_y
        self.chips = [_chip(people, key, self.day) for key in content["people"]]
        self.loose = []
        if self.typed and self.typed.people.problems:
            self.chips, self.loose = [], self.typed.people.tokens
        self.proposal = people.caption(content["people"], self.day)
        self.follows = self.caption == self.proposal or bool(self.typed and self.typed.follows)
        # What the script compares with: a caption that is still the proposed one follows the names.
        self.proposed = self.caption if self.follows else self.proposal
        self.errors = dict(self.typed.problems) if self.typed else {}
        self.questions = []
        self.clash_said = None
        self.standing = picture_words.standing(self.picture, nobody)
        self.stop = [chip["name"] for chip in self.chips if chip["stop"]] or list(self.standing.who)
        named = [chip["plain"] for chip in self.chips if chip["plain"]]
        self.names_in_alt = names_in(self.alt, named)
        self.large, self.small = picture_url(self.picture, LARGE), crop_url(self.picture, SMALL)
        self.is_main = number == 1
        self.open = False

    @property
    def ranks_as_of(self):
        return words.day(self.day) if self.day else ""

    @property
    def state(self):
        """`(class, icon, words)`: a mark and words, never colour alone."""
        if self.errors or self.questions:
            return "back", "error", "To be put right"
        if self.stop:
            return "back", "do_not_disturb_on", "Must not be published"
        if self.picture.hidden_at:
            return "back", "visibility_off", "Hidden"
        if self.standing.is_done:
            return "ok", "check_circle", "Done"
        if self.alt or self.caption:
            return "check", "edit", "Not finished"
        return "draft", "radio_button_unchecked", "Words are missing"

    @property
    def note(self):
        if self.stop:
            return "One person in it must not be shown." if len(self.stop) == 1 else "Some people must not be shown."
        if self.picture.hidden_at:
            return "Readers cannot see it. Show it again, or archive it."
        left = [said for said in (self.standing.alt, self.standing.caption) if said]
        return " ".join(left) or self.caption

    @property
    def general(self):
        """What was wrong with none of its fields."""
        return self.errors.get("", [])

    @property
    def alt_note(self):
        return self.standing.alt if self.alt and self.standing.alt == picture_words.FINISH else ""

    def add_problem(self, name, sentences):
        self.errors.setdefault(name, [])
        self.errors[name] = [*self.errors[name], *sentences]

    def ask(self, clash, people):
        """Both versions of what two people wrote, to choose from; nothing is chosen beforehand."""
        self.clash_said, self.seen = {"by": clash.by, "at": at(clash.at)}, clash.version
        mine = self.typed.content if self.typed else self.stored
        self.questions = [
            {
                "name": name,
                "field": f"{self.prefix}-keep-{name}",
                "label": LABELS[name],
                "mine": self._said(name, mine[name], people),
                "theirs": self._said(name, theirs, people),
                "chosen": self.typed.keep.get(name, "") if self.typed else "",
            }
            for name, theirs in clash.fields.items()
        ]

    def _said(self, name, value, people):
        if name == "people":
            return words.listed(_chip(people, key, self.day)["name"] for key in value) or "Nobody"
        if name == "focus":
            return f"{value[0]} per cent from the left, {value[1]} from the top" if value else "Nothing in particular"
        return value or "Nothing"


def _chip(people, key, day):
    if key is None:
        return {"key": "unnamed", "name": captions.UNNAMED, "plain": "", "note": "", "stop": False}
    person = people.named(key, day)
    if person is None:
        return {"key": key, "name": "No longer in the directory", "plain": "", "note": "", "stop": False}
    return {
        "key": key,
        "name": person.label,
        "plain": person.name,
        "note": person.note,
        "stop": person.do_not_show,
    }


def at(moment):
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""
