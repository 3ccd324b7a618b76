"""Fields, constraints and querysets. Nothing here knows HTTP, and nothing above this floor."""

from . import among  # noqa: F401  a lookup of every field
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
from .pictures import Document, PersonShown, Picture, PictureSet, SetPicture, Upload
from .releases import Edition, EditionDocument, EditionPicture, EditionTopic, EventTopic, PressRelease, Topic
from .review import Comment, CorrectedVersion, Correction, Dismissal, Preview, SignOff, Ticks
from .search import SearchCount, SearchEntry, SearchName, SearchSpelling, SearchState, SearchWord
from .site import Contact, Page, PastAddress, ReferenceCounter, SiteState
from .writing import Autosave

__all__ = [
    "Account",
    "ActionLog",
    "Alias",
    "Autosave",
    "Comment",
    "Contact",
    "CorrectedVersion",
    "Correction",
    "Country",
    "Dismissal",
    "Document",
    "Edition",
    "EditionDocument",
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
    "PersonShown",
    "Picture",
    "PictureSet",
    "Place",
    "Post",
    "PressRelease",
    "Preview",
    "Programme",
    "ProgrammePartner",
    "Rank",
    "ReferenceCounter",
    "SearchCount",
    "SearchEntry",
    "SearchName",
    "SearchSpelling",
    "SearchState",
    "SearchWord",
    "Series",
    "Session",
    "SetPicture",
    "SignOff",
    "SiteState",
    "Snapshot",
    "Standing",
    "Ticks",
    "Topic",
    "Upload",
]
