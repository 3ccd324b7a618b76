"""From the words of the demonstration's files to keys in the database, and what earlier loads added."""

from news.errors import NewsroomError
from news.intake.directory import ACT as DIRECTORY_ACT
from news.models import ActionLog, Country, Organization, Person, Place, Programme, Rank, Series, SiteState, Topic
from news.record.log import thing_key

ACT = "load_demo"
BY = "load_demo"

MODELS = {"organizations": Organization, "people": Person, "programmes": Programme, "series": Series}


def added_before():
    """Keys that a load added, by kind and the word in the file, also if they are gone by now."""
    thing_type, thing_id = thing_key(SiteState(pk=1))
    runs = ActionLog.objects.filter(act__in=[DIRECTORY_ACT, ACT], thing_type=thing_type, thing_id=thing_id)
    found = {}
    for details in runs.order_by("pk").values_list("details", flat=True):
        for kind, keys in details["added"].items():
            found.setdefault(kind, {}).update(keys)
    return found


class References:
    """Looks words up. An entry that was renamed is still found; a merged one stands for its winner."""

    def __init__(self):
        earlier = added_before()
        self.entries = {kind: _entries(model, earlier.get(kind, {})) for kind, model in MODELS.items()}
        self.places = {f"{city}, {country}": key for key, city, country in _rows(Place, "city", "country_id")}
        self.places |= _still_there(Place, {_city_first(word): key for word, key in earlier.get("places", {}).items()})
        self.topics = {slug: key for key, slug in _rows(Topic, "slug")}
        self.countries = set(Country.objects.values_list("pk", flat=True))

    def entry(self, kind, slug):
        """The key of an organization, person, programme or series."""
        return self._found(self.entries[kind], slug, kind)

    def place(self, words):
        return self._found(self.places, words, "places")

    def country(self, code):
        return self._found({key: key for key in self.countries}, code, "countries")

    def topic_keys(self, slugs):
        """Topics that editors have taken off their list since are left out."""
        return [self.topics[slug] for slug in slugs if slug in self.topics]

    def rank(self, force, long):
        """A rank, or None if the force's list has it no longer."""
        return Rank.objects.filter(force=self.entry("organizations", force), long=long).first()

    @staticmethod
    def _found(known, word, kind):
        if word not in known:
            raise NewsroomError(f"The demonstration needs “{word}” among the {kind}, and it is not there.")
        return known[word]


def _rows(model, *fields):
    return model._base_manager.values_list("pk", *fields)


def _entries(model, earlier):
    rows = list(_rows(model, "slug", "merged_into_id"))
    stands_for = {key: winner or key for key, _, winner in rows}
    by_slug = {slug: stands_for[key] for key, slug, _ in rows}
    return by_slug | {slug: stands_for[key] for slug, key in earlier.items() if key in stands_for}


def _still_there(model, keys):
    there = set(model._base_manager.values_list("pk", flat=True))
    return {word: key for word, key in keys.items() if key in there}


def _city_first(word):
    country, _, city = word.partition("/")
    return f"{city}, {country}"
