"""The entries of an event's facts: rows of organizers and participants, dates, places, numbers."""

import datetime

from news import words
from news.assistant.mentions import key_of
from news.enums import OrganizerRole, ParticipationRole, Precision

from .entry import Draft

# Roles that say no more than that somebody was there.
PLAIN_ROLES = {ParticipationRole.ATTENDEE}


def drafts(facts, loaded):
    """The drafts of one content of facts, in the order of a page."""
    if facts is None or not facts["name"]:
        return []
    found = [*_event(facts, loaded)]
    for row in facts["organizers"]:
        found += _organizer(row)
    found += _people(facts)
    for row in facts["participations"]:
        if row["person"] is None:
            found += _group(row, loaded)
        elif row["headcount"] or row["women"]:
            found += _numbers(row, row["printed_as"])
    for row in facts["sessions"]:
        found += _session(row, loaded)
    return found


def person_words(row, name):
    """As "Police Colonel (PCOL) Dr Juan dela Cruz"."""
    short = f"({row['rank_short']})" if row["rank_short"] and row["rank_long"] else row["rank_short"]
    return " ".join(filter(None, (row["rank_long"], short, row["honorific"], name)))


def _event(facts, loaded):
    name = f"{facts['name']} ({facts['acronym']})" if facts["acronym"] else facts["name"]
    yield Draft("name", "event", name, "the event", words_key=key_of(facts["name"]))
    if facts.get("ordinal"):
        yield Draft("number", "ordinal", words.ordinal(facts["ordinal"]), f"of the series {facts['series']}")
    if facts["precision"] != Precision.TBA and facts["starts"]:
        said = words.span(_day(facts["starts"]), _day(facts["ends"]), facts["precision"])
        yield Draft("date", "dates", said, "dates of the event", words_key="dates")
    for first, last, precision in facts["former_dates"] or []:
        said = words.span(_day(first), _day(last), precision)
        yield Draft("date", f"former:{first}", said, "dates that no longer hold")
    if place := loaded.places.get(facts["place"]):
        yield Draft("place", "place", place, "place", words_key=key_of(place.partition(",")[0]))
    if facts["venue"]:
        yield Draft("place", "venue", facts["venue"], "venue", words_key=key_of(facts["venue"]))
    for key in facts["also_in"]:
        if country := loaded.countries.get(key):
            yield Draft("place", f"also:{key}", country, "also in", words_key=key_of(country))
    if programme := loaded.programmes.get(facts["programme"]):
        yield Draft("organization", "programme", programme, "programme", words_key=key_of(programme))
    if facts["attendance"] is not None:
        about = "about " if facts["attendance_approximate"] else ""
        yield Draft(
            "number",
            "attendance",
            f"{about}{words.plural(facts['attendance'], 'person', 'people')}",
            "all who were there",
            words_key=f"number:{facts['attendance']}",
        )


def _organizer(row):
    role = OrganizerRole(row["role"]).label.lower()
    at = f", {row['session']}" if row["session"] else ""
    name, uid = row["printed_as"], row["uid"]
    yield Draft("organization", f"organizer:{uid}", name, role + at, words_key=key_of(name))
    if row["through_as"]:
        where = f"{role}, acts for {name}{at}"
        yield Draft("organization", f"through:{uid}", row["through_as"], where, words_key=key_of(row["through_as"]))
    if row["led_by_as"]:
        led = f"led {row['led_what'] or row['through_as'] or name}"
        where = ", ".join(filter(None, (row["position"], led))) + at
        said = person_words(row, row["led_by_as"])
        yield Draft("name", f"led:{uid}", said, where, words_key=key_of(row["led_by_as"]))


def _people(facts):
    """One entry a person, however many sessions; a second one where a row names the same person otherwise."""
    rows = {}
    for row in facts["participations"]:
        if row["person"] is not None:
            office = ", ".join(filter(None, (row["position"], row["organization_as"])))
            said = (person_words(row, row["printed_as"]), office)
            rows.setdefault(row["person"], {}).setdefault(said, []).append(row)
    for person, spellings in rows.items():
        first = next(iter(spellings))
        for number, (said, same) in enumerate(spellings.items()):
            name, office = said
            differs = ""
            if number:
                differs = f"Elsewhere in the facts: {', '.join(filter(None, first))}"
            yield Draft(
                "name",
                f"person:{person}",
                name,
                "; ".join(filter(None, (office, _roles(same)))),
                why="differs" if differs else "",
                note=differs,
                words_key=key_of(same[0]["printed_as"]),
            )


def _roles(rows):
    """As "panellist in 2 sessions", "guest of honour; there 17–18 September 2024"."""
    said = {}
    for row in rows:
        said.setdefault(row["role"], []).append(row)
    parts = []
    for role, same in said.items():
        label = ParticipationRole(role).label.lower()
        sessions = [row["session"] for row in same if row["session"]]
        if sessions:
            label += f" in {sessions[0]}" if len(sessions) == 1 else f" in {len(sessions)} sessions"
        elif role in PLAIN_ROLES and len(said) > 1:
            continue
        days = {words.span(*_days(row)) for row in same if row["from_day"] or row["to_day"]}
        parts.append(", ".join([label, *sorted(days)]))
    return ", ".join(parts)


def _group(row, loaded):
    country = loaded.countries.get(row["country"], "")
    name = row["organization_as"] or row["label"] or country
    role = ParticipationRole(row["role"]).label.lower()
    where = f"{role} in {row['session']}" if row["session"] else role
    if row["organization_as"]:
        yield Draft("organization", f"group:{row['uid']}", name, where, words_key=key_of(name))
    else:
        kind = "place" if country and not row["label"] else "name"
        yield Draft(kind, f"group:{row['uid']}", name, where, words_key=key_of(name))
    yield from _numbers(row, name)


def _numbers(row, name):
    if row["headcount"] is not None:
        said = words.plural(row["headcount"], "person", "people")
        yield Draft("number", f"heads:{row['uid']}", said, name, words_key=f"number:{row['headcount']}")
    if row["women"] is not None:
        said = words.plural(row["women"], "woman", "women")
        yield Draft("number", f"women:{row['uid']}", said, name, words_key=f"number:{row['women']}")


def _session(row, loaded):
    uid, title = row["uid"], row["title"]
    yield Draft("name", f"session:{uid}", title, "session", words_key=key_of(title))
    hours = words.hours(_time(row["starts"]), _time(row["ends"]))
    when = ", ".join(filter(None, (words.day(_day(row["day"])) if row["day"] else "", hours)))
    if when:
        yield Draft("date", f"session:{uid}", when, title)
    place = loaded.places.get(row["place"], "")
    if where := ", ".join(filter(None, (row["venue"], place))):
        yield Draft("place", f"session:{uid}", where, title)


def _days(row):
    first, last = row["from_day"] or row["to_day"], row["to_day"] or row["from_day"]
    return _day(first), _day(last)


def _day(value):
    return datetime.date.fromisoformat(value) if value else None


def _time(value):
    return datetime.time.fromisoformat(value) if value else None
