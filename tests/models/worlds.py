"""Rows of any model, made from its `_meta`, in a world where editions are public or in one of drafts."""

import datetime
import itertools
import string

from django.apps import apps
from django.db import models
from django.utils import timezone

from news.enums import State, WithdrawalKind
from news.models import Edition, EventEdition, SiteState
from news.models.public import PUBLIC, visible_columns

# Public by being named. A row of every other public model is public as soon as it is there.
NAMED = frozenset(
    "country document event organization person picture place pressrelease programme rank series topic".split()
)
ALWAYS = frozenset("contact page pastaddress sitestate standing".split())

# Foreign keys to such a model by which nothing is shown to readers.
NOT_SHOWN = {
    "edition.event": "an event is public by its own facts",
    "edition_also_covers.event": "an event is public by its own facts",
    "event.merged_into": "its address leads there, which shows nothing of it that is not public",
    "organization.merged_into": "the same",
    "picture.event": "the desk finds photographs by it",
    "person.merged_into": "the same",
    "programme.merged_into": "the same",
    "series.merged_into": "a series has no address",
    "post.person": "whose post it is decides, not the post",
    "programme_countries.programme": "the programme decides",
    "programmepartner.programme": "the programme decides",
    "rank.force": "a rank is shown beside a post, which names its own organization",
}

CODES = ("".join(pair) for pair in itertools.product(string.ascii_uppercase, repeat=2))
COUNT = itertools.count(1)


def public_models():
    return [apps.get_model("news", name) for name in sorted(PUBLIC)]


def naming_fields():
    """Every foreign key by which a public row can name an entry."""
    return [
        field
        for model in public_models()
        for field in model._meta.local_concrete_fields
        if field.is_relation and field.related_model._meta.model_name in NAMED and label(field) not in NOT_SHOWN
    ]


def label(field):
    return f"{field.model._meta.model_name}.{field.name}"


class World:
    """`member(model)` is a saved row of this world, named in it if that is what makes it public."""

    def __init__(self, state):
        self.state = State(state)
        self.public = self.state in State.public
        self.edition = self.make(Edition)
        self.facts = self.make(EventEdition)
        self.programme = None
        self.programme = self.member(apps.get_model("news", "Programme"))

    def shows(self, model):
        return self.public or model._meta.model_name in ALWAYS

    def member(self, model):
        row = self.make(model)
        if model._meta.model_name in NAMED:
            self.name(row)
        return row

    def name(self, entry):
        """Name an entry in an edition of this world, through another entry if there is no nearer way."""
        fields = [field for field in naming_fields() if field.related_model is type(entry)]
        by = min(fields, key=lambda field: field.model._meta.model_name in NAMED)
        row = self.make(by.model, **{by.name: entry})
        if by.model._meta.model_name in NAMED:
            self.name(row)

    def make(self, model, **given):
        row = self.build(model, **given)
        row.save()
        return row

    def build(self, model, **given):
        """An unsaved row. Whatever it needs is saved."""
        if model is SiteState:
            row = SiteState.objects.get(pk=1)
            for name, value in given.items():
                setattr(row, name, value)
            return row
        values = self.odd_ones(model, given) | given
        for field in model._meta.local_concrete_fields:
            if field.name in values or field.null or isinstance(field, models.AutoField):
                continue
            if field.is_relation:
                values[field.name] = self.owner(field.related_model)
            elif not field.has_default():
                values[field.name] = other_value(field)
        return model(**values)

    def odd_ones(self, model, given):
        match model._meta.model_name:
            case "country":
                return {"code": next(CODES)}
            case "edition":
                return {"state": self.state, "title": "Title", "body": "Text", **self.acts()}
            case "eventedition":
                return {"state": self.state, "precision": "tba", **self.acts()}
            case "organizer" if "programme" not in given:
                return {"organization": self.make(apps.get_model("news", "Organization"))}
            case "participation":
                return {"label": "a group"}
            case "post":
                return {"person": self.make(apps.get_model("news", "Person"), public_profile=self.public)}
        return {}

    def acts(self):
        kind = WithdrawalKind.NOTICE if self.state == State.WITHDRAWN else ""
        return {"published_at": timezone.now(), "withdrawal_kind": kind}

    def owner(self, model):
        match model._meta.model_name:
            case "edition":
                return self.edition
            case "eventedition":
                return self.facts
            case "programme":
                return self.programme or self.make(model)
        return self.make(model)


def visible_field(model):
    """A column that readers see and that takes any value of its kind."""
    kinds = [models.CharField, models.TextField, models.DateField, models.IntegerField, models.ForeignKey]
    fields = [
        field
        for field in model._meta.local_concrete_fields
        if not field.primary_key and field.column in visible_columns(model) and not field.choices
        if not field.is_relation or field.related_model._meta.model_name in NAMED
    ]
    return next(field for kind in kinds for field in fields if isinstance(field, kind))


def other_value(field, world=None):
    number = next(COUNT)
    match field:
        case models.ForeignKey():
            return world.make(field.related_model)
        case models.DateTimeField():
            return timezone.now() + datetime.timedelta(days=number)
        case models.DateField():
            return datetime.date(2024, 1, 1) + datetime.timedelta(days=number)
        case models.IntegerField():
            return number
        case _ if field.choices:
            return field.choices[0][0]
    return f"v{number}"
