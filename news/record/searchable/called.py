"""What readers may type for an entry of the directory: its names, its acronym, every other spelling."""

from collections import defaultdict

from news.models import Alias, Country, Organization, Person, Place, Programme

# Columns of an entry's own names: how it is printed is made of the first two.
NAMES = {
    Country: ("name", "iso_name"),
    Organization: ("name", "acronym", "official_name"),
    Person: ("name", "short_form"),
    Place: ("city",),
    Programme: ("name", "acronym"),
}
ALIAS = {Country: "country", Organization: "organization", Person: "person", Place: "place", Programme: "programme"}


class Called:
    """Names and slugs of entries, read for many at once: a query a sort, and one for all other spellings.

    Of people without a public profile the directory tells nothing: they are found by what is printed.
    """

    def __init__(self, keys):
        """`keys` is `{model: keys}`; empty ones are left out."""
        self.texts, self.slugs = defaultdict(list), {}
        keys = {model: found for model, wanted in keys.items() if (found := set(wanted) - {None})}
        for model, wanted in keys.items():
            entries = model._base_manager.filter(pk__among=wanted)
            if model is Person:
                entries = entries.filter(public_profile=True, merged_into=None)
            slug = "slug" if hasattr(model, "slug") else "pk"
            for key, value, *names in entries.order_by().values_list("pk", slug, *NAMES[model]):
                self.slugs[model, key] = value
                self.texts[model, key] = [name for name in names if name]
        columns = {ALIAS[model]: model for model in keys}
        if columns:
            for text, *owners in self._spellings(keys, columns):
                for model, key in zip(columns.values(), owners, strict=True):
                    if key is not None and (model, key) in self.slugs:
                        self.texts[model, key].append(text)

    @staticmethod
    def _spellings(keys, columns):
        first, *others = [
            Alias.objects.filter(**{f"{column}__pk__among": keys[model]}) for column, model in columns.items()
        ]
        for part in others:
            first = first | part
        return first.order_by("pk").values_list("text", *columns)

    def of(self, model, key):
        """Every name of an entry; nothing where readers may not know it."""
        return self.texts.get((model, key), [])

    def slug(self, model, key):
        """As addresses have it; None where readers may not know it."""
        return self.slugs.get((model, key))

    def people(self, named):
        """Every name of the people among (model, key)."""
        keys = sorted(key for model, key in named if model is Person and key is not None)
        return [text for key in keys for text in self.of(Person, key)]
