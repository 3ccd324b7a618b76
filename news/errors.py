"""The one family of errors that the domain raises. Each carries sentences a person can read.

`admin/` and `pages/` turn them into messages and form errors; nothing else catches them.
"""


class NewsroomError(Exception):
    """Something the newsroom will not do. `str()` is the sentence for the person."""


class NotAllowed(NewsroomError):
    """This person may not do this to this thing now."""


class Impossible(NewsroomError):
    """The act does not lead from the state that the thing is in."""


class ChangedMeanwhile(NewsroomError):
    """Somebody else saved first. Nothing was written."""

    def __init__(self, sentence="Somebody else saved this meanwhile. Nothing of yours was written."):
        super().__init__(sentence)


class Problems(NewsroomError):
    """Several things to put right at once.

    `by_field` maps the path of a field to its sentences: `"title"`, `"ends"`,
    `"sessions.0.participations.2.person"`; `""` holds what belongs to no field.
    """

    def __init__(self, by_field):
        self.by_field = {path: list(sentences) for path, sentences in by_field.items()}
        super().__init__(" ".join(s for sentences in self.by_field.values() for s in sentences))
