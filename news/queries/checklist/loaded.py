"""What the list is made of, as plain values: of a version, and of the content that it is compared with."""

from dataclasses import dataclass, field

from django.db.models import F

from news.models import Country, Organization, Person, Place, Programme, Rank

ORGANIZER = """
    uid role printed_as through_as led_by led_by_as honorific rank_long rank_short position led_what organization
    programme
""".split()
PARTICIPATION = """
    uid role person organization country label honorific rank_long rank_short position printed_as organization_as
    headcount women from_day to_day
""".split()
SESSION = "uid title day starts ends place venue summary".split()
FACTS = """
    name acronym status_note former_dates starts ends precision place venue programme attendance attendance_approximate
    summary change_note subjects
""".split()
TEXT = "title standfirst body dateline motto byline change_note".split()


@dataclass
class Loaded:
    """Contents as dicts of plain values, or None where there is none, and the names that their keys stand for."""

    text: dict | None = None
    facts: dict | None = None
    text_before: dict | None = None
    facts_before: dict | None = None
    places: dict = field(default_factory=dict)
    countries: dict = field(default_factory=dict)
    programmes: dict = field(default_factory=dict)
    organizations: dict = field(default_factory=dict)
    people: dict = field(default_factory=dict)
    ranks: list = field(default_factory=list)


def load(text, facts, before_text, before_facts):
    loaded = Loaded(
        text=_text(text) if text is not None else None,
        facts=_facts(facts) if facts is not None else None,
        text_before=before_text,
        facts_before=_flat(before_facts) if before_facts is not None else None,
    )
    both = [part for part in (loaded.facts, loaded.facts_before) if part]
    texts = [part for part in (loaded.text, loaded.text_before) if part]
    sessions = [session for part in both for session in part["sessions"]]
    rows = [row for part in both for row in part["participations"]]
    loaded.places = _named(Place.objects.select_related("country"), [part["place"] for part in [*both, *sessions]])
    loaded.countries = _named(
        Country.objects, [key for part in both for key in part["also_in"]] + [row["country"] for row in rows]
    )
    loaded.programmes = _named(Programme.objects, [part["programme"] for part in both])
    loaded.organizations = _named(
        Organization.objects, [key for part in texts for key in part.get("issued_jointly_with", [])]
    )
    loaded.people = _named(Person.objects, [part.get("byline") for part in texts])
    loaded.ranks = list(Rank.objects.values_list("long", "short"))
    return loaded


def _named(queryset, keys):
    return {row.pk: str(row) for row in queryset.filter(pk__in={key for key in keys if key is not None})}


def _text(edition):
    found = {name: _value(edition, name) for name in TEXT}
    found["issued_jointly_with"] = list(edition.issued_jointly_with.order_by("pk").values_list("pk", flat=True))
    found["pictures"] = [_row(row, ["uid", "caption", "alt", "credit"]) for row in edition.pictures.all()]
    found["documents"] = [_row(row, ["uid", "title"]) for row in edition.documents.all()]
    return found


def _facts(edition):
    found = {name: _value(edition, name) for name in FACTS}
    found["also_in"] = sorted(edition.also_in.values_list("pk", flat=True))
    found["sessions"] = [_row(row, SESSION) for row in edition.sessions.all()]
    for name, columns in [("organizers", ORGANIZER), ("participations", PARTICIPATION)]:
        in_order = (F("session__order").asc(nulls_first=True), "order", "pk")
        rows = getattr(edition, name).select_related("session").order_by(*in_order)
        found[name] = [_row(row, columns) | {"session": row.session.title if row.session_id else ""} for row in rows]
    event = edition.event
    found["ordinal"], found["series"] = event.ordinal, str(event.series) if event.series_id else ""
    return found


def _flat(content):
    """A content of facts with the rows of its sessions beside the others."""
    found = {name: content.get(name) for name in [*FACTS, "also_in"]}
    found["also_in"] = found["also_in"] or []
    found["sessions"] = content.get("sessions", [])
    for name in ("organizers", "participations"):
        rows = [row | {"session": ""} for row in content.get(name, [])]
        for session in found["sessions"]:
            rows += [row | {"session": session.get("title", "")} for row in session.get(name, [])]
        found[name] = rows
    return found


def _row(row, columns):
    return {name: _value(row, name) for name in columns}


def _value(thing, name):
    value = getattr(thing, thing._meta.get_field(name).attname)
    return value.isoformat() if hasattr(value, "isoformat") else str(value) if name == "uid" else value
