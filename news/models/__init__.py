"""Fields, constraints and querysets. Nothing here knows HTTP, and nothing above this floor."""

from .accounts import Account
from .directory import (
    Alias,
    Country,
    Organization,
    Person,
    Place,
    Post,
    Programme,
    ProgrammePartner,
    Rank,
    Series,
    Standing,
)
from .events import Event, EventEdition, Organizer, Participation, Session
from .history import ActionLog, Snapshot
from .pictures import Picture
from .releases import Edition, EditionPicture, EditionTopic, EventTopic, PressRelease, Topic
from .site import Contact, Page, PastAddress, ReferenceCounter, SiteState

__all__ = [
    "Account",
    "ActionLog",
    "Alias",
    "Contact",
    "Country",
    "Edition",
    "EditionPicture",
    "EditionTopic",
    "Event",
    "EventEdition",
    "EventTopic",
    "Organization",
    "Organizer",
    "Page",
    "Participation",
    "PastAddress",
    "Person",
    "Picture",
    "Place",
    "Post",
    "PressRelease",
    "Programme",
    "ProgrammePartner",
    "Rank",
    "ReferenceCounter",
    "Series",
    "Session",
    "SiteState",
    "Snapshot",
    "Standing",
    "Topic",
]
