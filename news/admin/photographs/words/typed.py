"""What the form of the words sent, read without trust: keys, tokens of people, numbers, lines."""

import datetime
import json
import re

from django import forms
from django.utils import timezone

from news import words
from news.admin.directory.picking import pick_field
from news.assistant.dates import YEARS
from news.assistant.seen import STARTERS, beginning, is_unfinished
from news.models import Person, PictureSet
from news.queries import captions

UNNAMED = "unnamed"
LONGEST = 10_000
MOST_TOKENS = 100
FIELDS = ("alt", "caption", "credit", "people", "focus")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029]")
_ENCODING = ("utf-16", "surrogatepass")


def key_of(text):
    """A key that a database can hold, or None."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


def text_of(data, name):
    """Several lines as typed, without what no database takes."""
    text = data.get(name, "").replace("\r\n", "\n").replace("\r", "\n")
    text = text.encode(*_ENCODING).decode("utf-16", "replace")
    return _CONTROL.sub("", text)[:LONGEST].strip()


def line_of(data, name):
    return " ".join(text_of(data, name).split())


def json_of(data, name):
    """A dict that the page carried along; empty if it is none."""
    try:
        found = json.loads(data.get(name, "")[: LONGEST * 4])
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class SetForm(forms.Form):
    """What is said once for all pictures."""

    credit = forms.CharField(
        label="Credit",
        required=False,
        max_length=120,
        help_text="Only the name, without “Picture:”.",
        widget=forms.TextInput(attrs={"data-readers": ""}),
    )
    taken_on = forms.DateField(
        label="Taken on",
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "This is no day. Type it like 2025-01-31."},
    )
    event = pick_field(
        PictureSet._meta.get_field("event"),
        label="Event",
        error_messages={"invalid_choice": "This event is no longer there. Choose another."},
    )

    def clean_credit(self):
        return " ".join(self.cleaned_data["credit"].split())

    def clean_taken_on(self):
        day = self.cleaned_data["taken_on"]
        if day and day.year not in YEARS:
            raise forms.ValidationError(f"The year {day.year} cannot be right.")
        if day and day > timezone.localdate() + datetime.timedelta(days=1):
            raise forms.ValidationError("This day is still to come.")
        return day

    @property
    def content(self):
        """As `record.picture_words.content_of_set` says it; None if something is wrong."""
        if not self.is_valid():
            return None
        day, event = self.cleaned_data["taken_on"], self.cleaned_data["event"]
        return {
            "credit": self.cleaned_data["credit"],
            "taken_on": day.isoformat() if day else None,
            "event": event.pk if event else None,
        }


class PeopleTyped:
    """Who was chosen from the left: keys, None for somebody unnamed, or a name somebody wrote without the script."""

    def __init__(self, tokens, occasion):
        self.tokens = [token for token in (" ".join(one.split()) for one in tokens) if token][:MOST_TOKENS]
        self.keys, self.problems = [], []
        by_label = {words.fold(person.label): key for key, person in occasion.people.items()}
        for token in self.tokens:
            folded = words.fold(token)
            if folded in {UNNAMED, words.fold(captions.UNNAMED)}:
                self.keys.append(None)
            elif (key := key_of(token)) is not None:
                self.keys.append(key)
            elif folded in by_label:
                self.keys.append(by_label[folded])
            else:
                self._find(token, folded)

    def _find(self, token, folded):
        """A name of the directory, written in full, with or without its honorific."""
        found = list(Person.objects.current().matching(*folded.split()[:8])[:20])
        same = [person for person in found if words.fold(person.name) == folded] or found
        if len(same) == 1:
            self.keys.append(same[0].pk)
        elif same:
            self.problems.append(
                f"“{token[:80]}” fits {words.plural(len(same), 'person', 'people')}. Write more of it."
            )
        else:
            self.problems.append(f"“{token[:80]}” is not in the directory. Add this person first.")


class PictureTyped:
    """The fields of one picture as sent. `content` is as `record.picture_words.content_of` says it."""

    def __init__(self, data, picture, occasion):
        prefix = f"p-{picture.pk}-"
        self.is_there = f"{prefix}was" in data
        self.problems = {}
        self.was = _content_carried(json_of(data, f"{prefix}was"))
        self.seen = key_of(data.get(f"{prefix}seen", ""))
        self.keep = {name: data.get(f"{prefix}keep-{name}", "") for name in FIELDS}
        self.starter = data.get(f"{prefix}starter", "")
        self.number = data.get(f"{prefix}number", "")
        self.people = PeopleTyped(data.getlist(f"{prefix}shown"), occasion)
        if self.people.problems:
            self.problems["people"] = self.people.problems
        self.alt = line_of(data, f"{prefix}alt")
        begun = beginning(self.starter, self.number or "2") if self.starter in {s.key for s in STARTERS} else ""
        if begun and (not self.alt or is_unfinished(self.alt)) and not self.alt.startswith(begun.strip()):
            self.alt = begun
        self.caption = text_of(data, f"{prefix}caption")
        self.proposed = text_of(data, f"{prefix}proposed")
        self.credit = line_of(data, f"{prefix}credit")
        self.focus_x, self.focus_y = (data.get(f"{prefix}focus_{axis}", "").strip()[:8] for axis in "xy")
        self.focus = self._focus()

    @property
    def follows(self):
        """Whether the caption is still the one that was proposed, so that it goes with the names."""
        return self.caption == self.proposed

    def _focus(self):
        if not self.focus_x and not self.focus_y:
            return None
        found = [key_of(text) for text in (self.focus_x, self.focus_y)]
        if any(number is None or number > 100 for number in found):
            self.problems["focus"] = ["Give two numbers from 0 to 100, or leave both empty."]
            return None
        return found

    @property
    def content(self):
        return {
            "alt": self.alt.strip(),
            "caption": self.caption,
            "credit": self.credit,
            "people": self.people.keys,
            "focus": self.focus,
        }


def _content_carried(found):
    """What the page carried along of what it showed, in proper shapes."""
    people, focus = found.get("people"), found.get("focus")
    return {
        **{name: found[name] for name in ("alt", "caption", "credit") if isinstance(found.get(name), str)},
        **({"people": people} if isinstance(people, list) else {}),
        **({"focus": focus} if "focus" in found and (focus is None or isinstance(focus, list)) else {}),
    }


def keys_of(data, name):
    """Keys in the order in which they were sent, each once."""
    found = (key_of(text) for text in data.getlist(name)[:1000])
    return list(dict.fromkeys(key for key in found if key is not None))
