"""What the page shows of things that were found. At most nine queries, however many there are."""

import datetime
import re
import textwrap
from dataclasses import dataclass, replace

from django.db.models import Prefetch
from django.utils import timezone

from news.enums import SearchType
from news.models import Edition, Organization, Post, Programme
from news.search import snippets
from news.search import texts as kept_texts

from .. import cards, named

LONGEST = 240
# Where a line ends without a sentence: in a list, a table, after a heading.
BREAK = re.compile(r"(?<![.!?:;,…\s])\s*\n\s*")
KINDS = {
    SearchType.RELEASE: "Press release",
    SearchType.EVENT: "Event",
    SearchType.PERSON: "Person",
    SearchType.ORGANIZATION: "Organization",
    SearchType.PROGRAMME: "Programme",
}


@dataclass(frozen=True)
class Result:
    """`title` and `summary` are parts of text, some marked; `detail` says who somebody or where something is."""

    kind: str
    name: str
    url: str
    title: tuple[snippets.Part, ...] = ()
    summary: tuple[snippets.Part, ...] = ()
    plain: str = ""
    detail: str = ""
    flag: str = ""
    event: cards.EventLine | None = None
    published: datetime.datetime | None = None


def read(things, asked, *, now):
    """`{(thing_type, thing_id): Result}` of things; what is not public any more is not in it."""
    ids = {kind: [key for of_kind, key in things if of_kind == kind] for kind in SearchType}
    kept = kept_texts.of(things)
    found = _releases_and_events(ids[SearchType.RELEASE], ids[SearchType.EVENT])
    for kind, read_them in OTHERS.items():
        if ids[kind]:
            found |= {(kind.value, key): result for key, result in read_them(ids[kind], now)}
    return {thing: with_marks(result, asked, kept.get(thing)) for thing, result in found.items()}


def with_marks(result, asked, kept=None):
    """The result with what was looked for marked, and the place of its text that shows it best."""
    title = tuple(snippets.marked(result.name, asked))
    texts = (kept.summary, kept.text, kept.names) if kept else ()
    if result.plain and sum(part.marked for part in title) >= len(asked.wanted):
        # The title says why it was found; the summary, what it is about.
        texts = texts[:1]
    found = snippets.snippet([BREAK.sub(" · ", text) for text in texts], asked, LONGEST)
    if not found and result.plain:
        found = snippets.marked(textwrap.shorten(result.plain, LONGEST, placeholder=" …"), asked)
    return replace(result, title=title, summary=tuple(found))


def _releases_and_events(release_ids, event_ids):
    editions = facts = ()
    if release_ids:
        editions = list(cards.with_facts(Edition.objects.live()).filter(release__in=release_ids).order_by())
    if event_ids:
        facts = list(cards.live_events().filter(event__in=event_ids).order_by())
    organizers = cards.organizers_of(cards.facts_keys(editions) | {row.pk for row in facts})
    found = {}
    for edition, card in zip(editions, cards.release_cards(editions, organizers), strict=True):
        found[SearchType.RELEASE.value, edition.release_id] = Result(
            KINDS[SearchType.RELEASE],
            card.title,
            card.url,
            plain=card.summary,
            event=card.event,
            published=card.published,
        )
    for row, line in zip(facts, cards.event_lines(facts, organizers), strict=True):
        name = line.name
        found[SearchType.EVENT.value, row.event_id] = Result(KINDS[SearchType.EVENT], name, line.url, event=line)
    return found


def _people(ids, now):
    held = Post.objects.held_on(timezone.localdate(now)).select_related("organization")
    for person in (
        named.people().filter(pk__in=ids).order_by().prefetch_related(Prefetch("posts", held, to_attr="held"))
    ):
        post = f"{person.held[0].position}, {person.held[0].organization}" if person.held else ""
        yield person.pk, Result(KINDS[SearchType.PERSON], person.name, person.get_absolute_url(), detail=post)


def _organizations(ids, _):
    for entry in Organization.objects.current().filter(pk__in=ids).order_by().select_related("country"):
        yield (
            entry.pk,
            Result(
                KINDS[SearchType.ORGANIZATION],
                str(entry),
                entry.get_absolute_url(),
                detail=entry.country.name if entry.country else "",
                flag=(entry.country_id or "").lower(),
            ),
        )


def _programmes(ids, _):
    for entry in Programme.objects.current().filter(pk__in=ids).order_by():
        kind, url = KINDS[SearchType.PROGRAMME], entry.get_absolute_url()
        yield entry.pk, Result(kind, str(entry), url, plain=entry.summary)


OTHERS = {
    SearchType.PERSON: _people,
    SearchType.ORGANIZATION: _organizations,
    SearchType.PROGRAMME: _programmes,
}
