"""Columns with a rule of their own."""

import uuid

from django.db import models

from news import html


class LineField(models.CharField):
    """One line of text, never NULL. SQLite does not enforce `varchar(n)`, so a CHECK does."""

    def __init__(self, *args, **kwargs):
        kwargs.setdefault("max_length", 200)
        super().__init__(*args, **kwargs)

    def db_check(self, connection):
        if connection.vendor == "sqlite":
            column = connection.ops.quote_name(self.column)
            return f"length({column}) <= {self.max_length}"
        return super().db_check(connection)


class HTMLField(models.TextField):
    """Rich text. Whatever way it is written (save, bulk_create, update), it is cleaned."""

    def clean(self, value, model_instance):
        """What is checked before it is written is what will stand there: a snapshot holds the same."""
        return html.clean(super().clean(value, model_instance)).html

    def get_db_prep_save(self, value, connection):
        if isinstance(value, str):
            value = html.clean(value).html
        return super().get_db_prep_save(value, connection)


class WebsiteField(models.URLField):
    """The address of a website, `https` unless somebody says otherwise."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{"blank": True, "default": "", **kwargs})

    def formfield(self, **kwargs):
        return super().formfield(**{"assume_scheme": "https", **kwargs})

    def deconstruct(self):
        name, _, args, kwargs = super().deconstruct()
        return name, "django.db.models.URLField", args, kwargs


class Row(models.Model):
    """A row of an edition. `uid` names the same row in every version; `order` is its place."""

    uid = models.UUIDField(default=uuid.uuid4, editable=False)
    order = models.PositiveIntegerField(default=0, db_index=True)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]
