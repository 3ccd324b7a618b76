"""Which entries of the directory readers may know of: those that something public names.

`kept_back` holds the keys of event editions of which readers see name, dates, city and organizers only
(`visibility.keeping_back`): their other rows name nobody yet. What is not public names nothing.
"""

from django.db.models import Exists, OuterRef

from news.enums import State
from news.models import (
    Country,
    Edition,
    EditionTopic,
    Event,
    EventEdition,
    EventTopic,
    Organization,
    Organizer,
    Participation,
    Person,
    Programme,
    ProgrammePartner,
    Standing,
    Topic,
)

from . import cards

OF_LIVE_EVENT = {"edition__state": State.PUBLISHED, "edition__event__merged_into": None}
LONGEST_CHAIN = 10


# Rows of public events


def organizers(kept_back):
    """Who organized: of whole events always, of sessions once the facts are shown."""
    return Organizer.objects.filter(**OF_LIVE_EVENT).exclude(session__isnull=False, edition__in=kept_back)


def participations(kept_back):
    """Everybody in the facts, those too who were only mentioned or represented."""
    return Participation.objects.filter(**OF_LIVE_EVENT).exclude(edition__in=kept_back)


def events(kept_back):
    """Events of which readers see everything."""
    # The few that were merged as a list: as a join the database may look through all events for one that it needs.
    merged = Event.objects.filter(merged_into__gt=0).values("pk")
    found = EventEdition.objects.live().exclude(event__in=merged).exclude(pk__in=kept_back)
    return found.select_related("place__country", "event")


# Entries


def organizations(kept_back):
    """Organizers, those they act through, participants, co-issuers, partners of programmes, holders of a standing."""
    jointly = Edition.issued_jointly_with.through.objects.filter(edition__state=State.PUBLISHED)
    partners = ProgrammePartner.objects.filter(_is_one_of(programmes(kept_back), "programme"))
    return Organization.objects.current().filter(
        _named_by(Standing.objects.all(), "organization")
        | _named_by(organizers(kept_back), "organization")
        | _named_by(participations(kept_back), "organization")
        | _named_by(organizers(kept_back), "through")
        | _named_by(partners, "organization")
        | _named_by(jointly, "organization")
    )


def programmes(kept_back):
    """Those that events belong to or that organized something."""
    return Programme.objects.current().filter(
        _named_by(events(kept_back), "programme") | _named_by(organizers(kept_back), "programme")
    )


def countries(kept_back):
    """Where events are, who takes part, whose organizations and programmes have a page."""
    of_programmes = Programme.countries.through.objects.filter(_is_one_of(programmes(kept_back), "programme"))
    return Country.objects.filter(
        _named_by(organizations(kept_back), "country")
        | _named_by(cards.live_events(), "place__country")
        | _named_by(events(kept_back), "also_in")
        | _named_by(participations(kept_back), "country")
        | _named_by(of_programmes, "country")
    )


def topics(kept_back):
    """Those that releases and events have."""
    of_releases = EditionTopic.objects.filter(content_object__state=State.PUBLISHED)
    of_events = EventTopic.objects.filter(_is_one_of(events(kept_back), "content_object"))
    return Topic.objects.filter(_named_by(of_releases, "tag") | _named_by(of_events, "tag"))


def people():
    """Those who have a page of their own, whether something names them or not."""
    return Person.objects.current().filter(public_profile=True)


def _named_by(rows, column):
    """Whether one of the rows names the entry. It stops at the first, so a thousand rows cost no more than one."""
    return Exists(rows.order_by().filter(**{column: OuterRef("pk")}))


def _is_one_of(entries, column):
    return Exists(entries.order_by().filter(pk=OuterRef(column)))


# Merged entries


def survivor(model, slug):
    """What the entry of that slug was merged into in the end; None if there is none or it was not merged."""
    entry = model.objects.filter(slug=slug).exclude(merged_into=None).select_related("merged_into").first()
    for _ in range(LONGEST_CHAIN):
        if entry is None or entry.merged_into_id is None:
            return entry
        entry = entry.merged_into
    return None
