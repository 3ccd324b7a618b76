"""Which fields and rows make up a thing.

A shape says what belongs to the content of a model: every concrete field that is not listed as
something else, its many-to-many sets, and its lists of rows, in order. `canonical.py` reads and
`write.py` writes by shapes, so a new field is content unless somebody says why not; a test walks
`_meta` and fails for a relation that is in no shape.
"""

from dataclasses import dataclass, field

from django.db import models

from news.models import Edition, EditionDocument, EditionPicture, EventEdition, Organizer, Participation, Session

# Who did what when, and what only the workflow may set.
BOOKKEEPING = frozenset(
    """
    id number state authors lock_version created_by created_at changed_by changed_at submitted_by
    submitted_at approved_by approved_at published_by published_at withdrawn_by withdrawn_at
    discarded_by discarded_at publish_at waiting_for asked_to_check withdrawal_kind
    withdrawal_explanation flagged_since flag_reason returned_by returned_at return_comment
    not_published_at not_published_why
    """.split()
)

# Content of this one version: not carried over into the next.
OF_THIS_VERSION = frozenset({"change_note", "is_minor", "embargo_until"})


@dataclass(frozen=True)
class Shape:
    model: type[models.Model]
    excluded: frozenset[str] = frozenset()
    many: tuple[str, ...] = ()
    topics: bool = False
    rows: dict[str, "Shape"] = field(default_factory=dict)

    @property
    def fields(self):
        """The model's own columns that are content, in the model's order."""
        return [f for f in self.model._meta.concrete_fields if f.name not in self.excluded]


ROW = frozenset({"id", "uid", "order", "edition", "session"})

PARTICIPATION = Shape(Participation, excluded=ROW)
ORGANIZER = Shape(Organizer, excluded=ROW)
SESSION = Shape(Session, excluded=ROW, rows={"organizers": ORGANIZER, "participations": PARTICIPATION})
EVENT_EDITION = Shape(
    EventEdition,
    excluded=BOOKKEEPING | {"event"},
    many=("also_in",),
    topics=True,
    rows={"organizers": ORGANIZER, "participations": PARTICIPATION, "sessions": SESSION},
)
EDITION = Shape(
    Edition,
    excluded=BOOKKEEPING | {"release", "facts"},
    many=("also_covers", "issued_jointly_with"),
    topics=True,
    rows={"pictures": Shape(EditionPicture, excluded=ROW), "documents": Shape(EditionDocument, excluded=ROW)},
)

SHAPES = {EventEdition: EVENT_EDITION, Edition: EDITION}
