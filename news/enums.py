"""States, roles and kinds: what a row can be, with the words of the desk as labels.

Groups of states are attributes (`edition.state in State.open`), so no list of states is repeated.
"""

from django.db.models import TextChoices


class State(TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "Handed in"
    APPROVED = "approved", "Approved"
    PUBLISHED = "published", "Published"
    SUPERSEDED = "superseded", "Replaced"
    WITHDRAWN = "withdrawn", "Withdrawn"
    DISCARDED = "discarded", "In the bin"


State.open = frozenset({State.DRAFT, State.IN_REVIEW, State.APPROVED})
State.public = frozenset({State.PUBLISHED, State.WITHDRAWN})
State.over = frozenset({State.SUPERSEDED, State.DISCARDED})


class Act(TextChoices):
    """What a person can do to an edition. The labels are the desk's buttons."""

    EDIT = "edit", "Save"
    SUBMIT = "submit", "Hand in"
    TAKE_BACK = "take_back", "Take back"
    RETURN = "return", "Send back"
    APPROVE = "approve", "Approve"
    STOP = "stop", "Stop"
    PUBLISH = "publish", "Publish"
    PUBLISH_ALONE = "publish_alone", "Publish alone"
    CHECK = "check", "Check"
    REVISE = "revise", "New version"
    WITHDRAW = "withdraw", "Withdraw"
    RESTORE = "restore", "Put back"
    DISCARD = "discard", "To the bin"
    UNDO_DISCARD = "undo_discard", "Take it back from the bin"
    IMPORT = "import", "Import"
    HIDE = "hide", "Hide"
    SHOW = "show", "Show again"


class Role(TextChoices):
    """Staff roles. Each may do what the one before it may."""

    VIEWER = "viewer", "Viewer"
    WRITER = "writer", "Writer"
    EDITOR = "editor", "Editor"
    ADMINISTRATOR = "administrator", "Administrator"


class PictureChoice(TextChoices):
    """What becomes of a photograph that was sent in."""

    UNDECIDED = "undecided", "Not decided"
    PUBLISH = "publish", "Publish"
    ARCHIVE = "archive", "Archive"
    THROWN = "thrown", "Thrown away"


class EventKind(TextChoices):
    MEETING = "meeting", "Meeting"
    CONFERENCE = "conference", "Conference"
    SYMPOSIUM = "symposium", "Symposium"
    WORKING_GROUP = "working_group", "Working group"
    TRAINING = "training", "Training"
    WORKSHOP = "workshop", "Workshop"
    WEBINAR = "webinar", "Webinar"
    EXERCISE = "exercise", "Exercise"
    OPERATION = "operation", "Operation"
    COURTESY_CALL = "courtesy_call", "Courtesy call"
    VISIT = "visit", "Visit"
    CEREMONY = "ceremony", "Ceremony"
    OTHER = "other", "Other"


class ReleaseKind(TextChoices):
    EVENT_REPORT = "event_report", "Event report"
    ADVISORY = "advisory", "Advisory"
    STATEMENT = "statement", "Statement"
    NOTICE = "notice", "Notice"


class SearchType(TextChoices):
    RELEASE = "release", "Press releases"
    EVENT = "event", "Events"
    PERSON = "person", "People"
    ORGANIZATION = "organization", "Organizations"
    PROGRAMME = "programme", "Programmes"


class EventStatus(TextChoices):
    PLANNED = "planned", "Planned"
    CONFIRMED = "confirmed", "Confirmed"
    POSTPONED = "postponed", "Postponed"
    CANCELLED = "cancelled", "Cancelled"


EventStatus.off = frozenset({EventStatus.POSTPONED, EventStatus.CANCELLED})


class Precision(TextChoices):
    DAY = "day", "To the day"
    MONTH = "month", "To the month"
    TBA = "tba", "To be announced"


class Mode(TextChoices):
    IN_PERSON = "in_person", "In person"
    ONLINE = "online", "Online"
    HYBRID = "hybrid", "In person and online"


class OrganizerRole(TextChoices):
    ORGANIZER = "organizer", "Organizer"
    HOST = "host", "Host"
    CO_HOST = "co_host", "Co-host"
    FUNDER = "funder", "Funder"
    SPONSOR = "sponsor", "Sponsor"
    CO_SPONSOR = "co_sponsor", "Co-sponsor"
    PARTNER = "partner", "Partner"


OrganizerRole.examples = {
    OrganizerRole.ORGANIZER: "calls the event, like INTERPOL in Manila",
    OrganizerRole.HOST: "gives the place and invites, like the KNPA in Seoul",
    OrganizerRole.CO_HOST: "hosts with others, like the DICT in Manila",
    OrganizerRole.FUNDER: "pays, like the FCDO in Manila",
    OrganizerRole.SPONSOR: "gives money or goods and is named for it",
    OrganizerRole.CO_SPONSOR: "sponsors with others, like GLACY-E in Manila",
    OrganizerRole.PARTNER: "helps to prepare it, like OCLAESP in Bangkok",
}


class ParticipationRole(TextChoices):
    """In protocol order, as far as the role alone decides it."""

    GUEST_OF_HONOUR = "guest_of_honour", "Guest of honour"
    HOST = "host", "Host"
    CHAIR = "chair", "Chair"
    CO_CHAIR = "co_chair", "Co-chair"
    HEAD_OF_DELEGATION = "head_of_delegation", "Head of delegation"
    DELEGATE = "delegate", "Delegate"
    KEYNOTE_SPEAKER = "keynote_speaker", "Keynote speaker"
    SPEAKER = "speaker", "Speaker"
    MODERATOR = "moderator", "Moderator"
    PANELLIST = "panellist", "Panellist"
    RAPPORTEUR = "rapporteur", "Rapporteur"
    TRAINER = "trainer", "Trainer"
    TRAINEE = "trainee", "Trainee"
    ATTENDEE = "attendee", "Attendee"
    OBSERVER = "observer", "Observer"
    REPRESENTED = "represented", "Represented, not present"
    MENTIONED = "mentioned", "Mentioned"


ParticipationRole.absent = frozenset({ParticipationRole.REPRESENTED, ParticipationRole.MENTIONED})


class SessionKind(TextChoices):
    OPENING_CEREMONY = "opening_ceremony", "Opening ceremony"
    PLENARY = "plenary", "Plenary"
    PANEL = "panel", "Panel"
    WORKSHOP = "workshop", "Workshop"
    MEETING = "meeting", "Meeting"
    RECEPTION = "reception", "Reception"
    SITE_VISIT = "site_visit", "Site visit"
    CLOSING_CEREMONY = "closing_ceremony", "Closing ceremony"


class OrganizationKind(TextChoices):
    POLICE = "police", "Police force"
    GOVERNMENT = "government", "Government body"
    INTERNATIONAL = "international", "International organization"
    ACADEMIC = "academic", "University or institute"
    CIVIL_SOCIETY = "civil_society", "Civil society"
    COMPANY = "company", "Company"
    OTHER = "other", "Other"


class StandingKind(TextChoices):
    MEMBER = "member", "Member"
    DIALOGUE_PARTNER = "dialogue_partner", "Dialogue partner"
    OBSERVER = "observer", "Observer"


class PartnerRole(TextChoices):
    LEAD = "lead", "Lead"
    FUNDER = "funder", "Funder"
    MEMBER = "member", "Member"


class AliasKind(TextChoices):
    ALSO_CORRECT = "also_correct", "Also correct"
    MISSPELLING = "misspelling", "A mistake, never print it"


class WithdrawalKind(TextChoices):
    NOTICE = "notice", "Keep the text with a notice"
    EXPLAINED = "explained", "Remove the text, keep a page saying why"
    ERASED = "erased", "Remove everything"
    MOVED = "moved", "Moved to another page"


class SignedHow(TextChoices):
    """In which way somebody without an account approves."""

    LINK = "link", "By a link"
    PAPER = "paper", "On paper"
    MESSAGE = "message", "By message"


class Answer(TextChoices):
    APPROVED = "approved", "Approved"
    COMMENTS = "comments", "Comments"
    REFUSED = "refused", "Not approved"
