"""All press releases of a list as rows, for spreadsheets: read in batches, so that none is too long."""

from array import array

from django.utils import timezone

from news import words
from news.enums import OrganizerRole, Precision
from news.models import Edition, EditionTopic

from . import cards, filters

BATCH = 500
COLUMNS = (
    "Reference",
    "Published",
    "Title",
    "Summary",
    "Kind",
    "Topics",
    "Event",
    "Begins",
    "Ends",
    "Status",
    "Formerly",
    "City",
    "Country",
    "Country code",
    "Organizers",
    "Language",
    "Address",
)


def read(chosen, *, now=None):
    """Rows as `COLUMNS` says, newest first, of the releases that pass the filters (`filters.read`).

    Which ones these are is read at once, their content batch by batch: three queries for each. What is
    withdrawn meanwhile is left out. Addresses are paths; a day is "2024-09-17", a month "2024-09".
    """
    kept_back = filters.kept_back_for(chosen, now or timezone.now())
    listed = filters.apply(cards.with_facts(Edition.objects.live()).select_related(None), chosen, kept_back=kept_back)
    keys = array("q", cards.newest_first(listed).values_list("pk", flat=True).iterator(chunk_size=10_000))
    return _rows(keys)


def _rows(keys):
    for first in range(0, len(keys), BATCH):
        place = {key: at for at, key in enumerate(keys[first : first + BATCH])}
        found = cards.with_facts(Edition.objects.live()).filter(pk__in=place).order_by()
        # Without their pictures.
        found = found.select_related(None).select_related("release", "facts_now__place__country", "facts_now__event")
        editions = sorted(found, key=lambda edition: place[edition.pk])
        organizers = cards.organizers_of(cards.facts_keys(editions))
        topics = _topics(place)
        for edition in editions:
            yield _row(edition, organizers, topics)


def _topics(keys):
    found = {}
    rows = EditionTopic.objects.filter(content_object__in=keys).order_by("tag__name")
    for edition, name in rows.values_list("content_object", "tag__name"):
        found.setdefault(edition, []).append(name)
    return found


def _row(edition, organizers, topics):
    card = cards.release_card(edition, organizers)
    facts = cards.facts_of(edition)
    return (
        edition.release.reference,
        words.machine_day(timezone.localtime(card.published)),
        card.title,
        card.summary,
        card.kind,
        _listed(topics.get(edition.pk, ())),
        *(_event(facts, card.event, organizers.get(facts.pk, ())) if facts else [""] * 9),
        edition.language,
        card.url,
    )


def _event(facts, line, organizers):
    return (
        line.name,
        *(_days(line.dates) if line.holds else ("", "")),
        line.status,
        _listed(words.span(former.starts, former.ends, former.precision) for former in line.former),
        line.where.city or str(line.where),
        line.where.country,
        line.where.code.upper(),
        _listed(f"{row.printed_as} ({OrganizerRole(row.role).label.lower()})" for row in organizers),
    )


def _days(dates):
    if dates.precision == Precision.TBA or dates.starts is None:
        return "", ""
    value = words.machine_month if dates.precision == Precision.MONTH else words.machine_day
    return value(dates.starts), value(dates.ends or dates.starts)


def _listed(items):
    return "; ".join(items)
