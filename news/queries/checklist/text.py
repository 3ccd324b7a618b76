"""The entries of a release's text and of the sentences in facts: dates, numbers, and names beside the facts."""

import datetime
import difflib
import re
from dataclasses import replace

from django.utils import timezone

from news import html, words
from news.assistant import mentions
from news.assistant.names import read_name
from news.enums import Precision

from .entry import Draft
from .facts import person_words

# Words of offices that stand before a name. A rank that the directory does not know has one of them.
RANK_WORDS = frozenset(
    """
    general colonel commissioner inspector superintendent major captain lieutenant brigadier sergeant constable
    commander admiral marshal commodore corporal
    """.split()
)
# What is counted where a number of people who were there is told.
THERE = frozenset("participants delegates attendees".split())
ALIKE = 0.84
LONGEST_FRONT = 6
MOST_NAMES = 200
_SENTENCE = re.compile(r"[^.!?\n]*")


def parts(text, facts):
    """`[(where, words)]`: all running text that readers will see."""
    found = []
    if text is not None:
        found += [("title", text.get("title")), ("summary", text.get("standfirst"))]
        found += [("date line", text.get("dateline")), ("text", html.plain(text.get("body")))]
        found.append(("motto", text.get("motto")))
        for row in text.get("pictures", []):
            found += [("caption", row["caption"]), ("alternative text", row["alt"]), ("credit", row.get("credit"))]
        found += [("document", row["title"]) for row in text.get("documents", [])]
        found.append(("note for readers", text.get("change_note")))
    if facts is not None:
        found += [("summary of the event", facts["summary"]), ("subjects of the event", facts["subjects"])]
        found += [("sentence about the event", facts["status_note"])]
        if text is None:
            found.append(("note for readers", facts.get("change_note")))
        found += [(f"summary of {row['title']}", row["summary"]) for row in facts["sessions"]]
    return [(where, said) for where, said in found if said and said.strip()]


def signed(text, loaded):
    """Who signs and issues a release."""
    if text is None:
        return []
    found = []
    if name := loaded.people.get(text.get("byline")):
        found.append(Draft("name", "byline", name, "byline"))
    for key in text.get("issued_jointly_with", []):
        if name := loaded.organizations.get(key):
            found.append(Draft("organization", f"joint:{key}", name, "issued jointly with"))
    return found


def drafts(parts, facts, of_facts, ranks):
    """The drafts of running text, and the keys of entries of the facts that stand there as well."""
    found, also = {}, set()
    people = {draft.words_key: draft for draft in of_facts if draft.kind == "name" and _is_person(draft)}
    known = {draft.words_key for draft in of_facts if draft.words_key}
    named = known | _offices(facts)
    ranks = ranks + [(row["rank_long"], row["rank_short"]) for row in _ranked(facts)]
    for where, text in parts:
        folded = f" {mentions.key_of(text)} "
        also |= {key for key in known if f" {key} " in folded}
        for draft in [
            *_dates(where, text, facts, also),
            *_numbers(where, text, facts, known, also),
            *_ranks(where, text, facts, people, ranks),
            *(_names(where, text, people, named) if where != "motto" else ()),
        ]:
            first = found.setdefault((draft.identity, draft.why), draft)
            if first is not draft and draft.where not in first.where:
                found[draft.identity, draft.why] = replace(first, where=f"{first.where}, {draft.where}")
    return list(found.values()), also


def _offices(facts):
    """Positions, organizations and ranks of the rows: names that stand in entries of others."""
    names = ("position", "organization_as", "rank_long", "led_what")
    rows = [*facts["participations"], *facts["organizers"]] if facts else []
    return {mentions.key_of(row[name]) for row in rows for name in names if row.get(name)}


def _is_person(draft):
    return draft.identity.startswith(("person:", "led:"))


def _ranked(facts):
    rows = [*facts["participations"], *facts["organizers"]] if facts else []
    return [row for row in rows if row["rank_long"] or row["rank_short"]]


# Dates


def _dates(where, text, facts, also):
    days = _days_of(facts)
    today = days[0][0] if days else timezone.localdate()
    for mention in mentions.dates_in(text, today=today):
        read = mention.dates
        note = ""
        if read is not None and read.problem:
            note = read.problem
        elif read is not None and days:
            if (read.start, read.end, read.precision) == days[0]:
                also.add("dates")
                continue
            note = _contradicts(read, days)
        yield Draft("date", f"text:{words.fold(mention.words)}", mention.words, where, "differs" if note else "", note)
    for mention in mentions.times_in(text):
        yield Draft("date", f"text:{words.fold(mention.words)}", mention.words, where)


def _days_of(facts):
    """The event's dates, then those of its sessions and of who was there for some days."""
    if not facts or not facts["starts"] or facts["precision"] == Precision.TBA:
        return []
    parse = datetime.date.fromisoformat
    found = [(parse(facts["starts"]), parse(facts["ends"] or facts["starts"]), str(facts["precision"]))]
    found += [(parse(row["day"]), parse(row["day"]), "day") for row in facts["sessions"] if row["day"]]
    for row in facts["participations"]:
        if row["from_day"] and row["to_day"]:
            found.append((parse(row["from_day"]), parse(row["to_day"]), "day"))
    return found


def _contradicts(read, days):
    """The sentence where a date of the text cannot go together with the event's."""
    first, last, precision = days[0]
    said = words.span(first, last, precision)
    if read.precision != "day" or precision != "day" or read.start is None:
        return ""
    if (read.start, read.end, "day") in days:
        return ""
    if read.start != read.end and read.start <= last and first <= read.end:
        return f"The facts say {said}"
    near = abs(read.start.year - first.year) == 1
    if near and (read.start.month, read.start.day) == (first.month, first.day):
        return f"The facts say {said}"
    return ""


# Numbers


def _numbers(where, text, facts, known, also):
    dates = mentions.dates_in(text, today=datetime.date(2000, 1, 1))
    taken = [*dates, *mentions.times_in(text)]
    there = facts["attendance"] if facts else None
    heads = {row[name] for row in (facts["participations"] if facts else []) for name in ("headcount", "women")}
    for _mention, counted, value in mentions.numbers_in(text, but=taken):
        nouns = set(words.fold(counted).split()[1:])
        note = ""
        if value is not None and f"number:{value}" in known and nouns & (THERE | {"people", "women", "officers"}):
            also.add(f"number:{value}")
            continue
        if nouns & THERE and there is not None and value not in {there, *heads}:
            note = f"The facts say {words.plural(there, 'person', 'people')}"
        yield Draft("number", f"text:{words.fold(counted)}", counted, where, "differs" if note else "", note)


# Names and what stands before them


def _ranks(where, text, facts, people, ranks):
    """Names of the facts before which the text has another rank or honorific."""
    if not people or facts is None:
        return
    rows = _rows_by_name(facts)
    tokens = mentions.folded_words(text)
    by_first = {}
    for key in people:
        by_first.setdefault(key.split()[0], []).append(key.split())
    for place, (token, *_) in enumerate(tokens):
        for name in by_first.get(token, ()):
            if [key for key, *_ in tokens[place : place + len(name)]] == name:
                key = " ".join(name)
                front = _front(text, tokens, place)
                said, note = _front_differs(front, rows.get(key, []), text, tokens, place, len(name), ranks)
                if note:
                    identity = f"text:rank:{key}:{words.fold(said)}"
                    yield Draft("rank", identity, said, where, "differs", note)


def _rows_by_name(facts):
    found = {}
    for row in facts["participations"]:
        found.setdefault(mentions.key_of(row["printed_as"]), []).append(row)
    for row in facts["organizers"]:
        if row["led_by_as"]:
            found.setdefault(mentions.key_of(row["led_by_as"]), []).append(row)
    return found


def _front(text, tokens, place):
    """The words before a name that belong to it: with capitals, in one piece."""
    start = place
    while start > max(0, place - LONGEST_FRONT):
        between = text[tokens[start - 1][2] : tokens[start][1]]
        before = text[tokens[start - 1][1] : tokens[start - 1][2]]
        ends_sentence = re.search(r"[,;:!?]$", before) or (before.endswith(".") and len(before) > 5)
        if between.strip() or "\n" in between or ends_sentence:
            break
        if not (before[:1].isupper() or before[:1] == "(") and before not in {"of", "the"}:
            break
        start -= 1
    while start < place and not (text[tokens[start][1]].isupper() or text[tokens[start][1]] == "("):
        start += 1
    return text[tokens[start][1] : tokens[place][1]].strip() if start < place else ""


def _front_differs(front, rows, text, tokens, place, length, ranks):
    """`(the words of the text, the sentence)` where rank or honorific is not that of any row of this person."""
    if not front or not rows:
        return "", ""
    name = text[tokens[place][1] : tokens[place + length - 1][2]].strip(".,;:()")
    pieces = front.split()
    for skip in range(len(pieces)):
        said = " ".join([*pieces[skip:], name])
        read = read_name(said, ranks)
        if read and mentions.key_of(read.name) == mentions.key_of(name):
            return _compared(said, read.rank_long, read.rank_short, read.honorific, rows)
        if read and skip == len(pieces) - 1:
            break
    folded = words.fold(front)
    offices = [words.fold(row["position"]) for row in rows]
    if set(folded.split()) & RANK_WORDS and not any(
        folded in office or office in folded for office in offices if office
    ):
        return _compared(f"{front} {name}", front, front, "", rows)
    return "", ""


def _compared(said, long, short, honorific, rows):
    keys = {words.fold(form).rstrip(".") for form in (long, short) if form}
    for row in rows:
        own = {words.fold(form).rstrip(".") for form in (row["rank_long"], row["rank_short"]) if form}
        rank_fits = not keys or bool(keys & own)
        own_honorific = words.fold(row["honorific"]).replace(".", "")
        said_honorific = words.fold(honorific).replace(".", "")
        if rank_fits and (not said_honorific or not own_honorific or said_honorific in own_honorific):
            return "", ""
    row = rows[0]
    fact = person_words(row, row.get("printed_as") if "led_by_as" not in row else row["led_by_as"])
    return said, f"The facts say {fact}"


def _names(where, text, people, known):
    """Names that stand in the text alone; one that is nearly somebody's of the facts is pointed at."""
    seen = 0
    for mention in mentions.names_in(text):
        key = mentions.key_of(mention.words)
        if _is_known(key, known) or seen >= MOST_NAMES:
            continue
        seen += 1
        near = _nearly(key, people)
        note = f"The facts write {people[near].words}" if near else ""
        beside = "not in the facts" if known else ""
        yield Draft("name", f"text:{key}", mention.words, where, "differs" if note else "", note, beside=beside)


def _is_known(key, known):
    """Whether a run of capitals is, holds or is part of something that the facts name."""
    spaced = f" {key} "
    return any(f" {other} " in spaced or spaced in f" {other} " for other in known)


def _nearly(key, people):
    pieces = key.split()
    for name in people:
        length = len(name.split())
        for start in range(max(1, len(pieces) - length + 1)):
            window = " ".join(pieces[start : start + length])
            if window != name and difflib.SequenceMatcher(None, window, name).ratio() >= ALIKE:
                return name
    return ""
