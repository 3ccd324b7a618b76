"""What the newsroom fills in by itself when a row is made: ranks of that day, printed names, modes.

Nothing that a person typed is ever replaced.
"""

from collections import defaultdict

from news import words
from news.enums import Mode, Precision, ReleaseKind
from news.models import Event, Organization, Organizer, Participation, Person, Post, Programme


def event(edition):
    """Last day, mode and zone of an event edition, from what is there."""
    if edition.precision != Precision.TBA and edition.starts and not edition.ends:
        edition.ends = edition.starts
    if not edition.mode and edition.place_id:
        edition.mode = Mode.IN_PERSON
    if edition.place_id:
        edition.zone = ""
    elif edition.mode == Mode.ONLINE and not edition.zone:
        edition.zone = "Asia/Kuala_Lumpur"


def release(edition, former_event):
    """The place and date line, from the event's newest facts, unless somebody typed one.

    `former_event` is the key of the event that the edition had before: a line made from that one goes.
    """
    moved = former_event not in {None, edition.event_id}
    if moved and edition.dateline == _dateline(Event.objects.get(pk=former_event)):
        edition.dateline = ""
    if not edition.dateline and edition.event_id and edition.kind == ReleaseKind.EVENT_REPORT:
        edition.dateline = _dateline(edition.event)


def _dateline(of_event):
    facts = of_event.newest_edition
    if facts and facts.place_id and facts.ends and facts.precision == Precision.DAY:
        return f"{facts.place.city}, {words.span(facts.ends, facts.ends)}"
    return ""


def rows(edition, all_rows, *, before):
    """Printed names, ranks, positions and organizations of people and organizers.

    `before` has the columns that a row had before, by the id of the row object; a new row is not in
    it. Where another person or organization was chosen, what still speaks of the former one is filled
    anew. Five queries at most, however many rows.
    """
    for row in all_rows:
        _forget_former(row, before.get(id(row)))
    people = _by_key(Person, all_rows, "person_id", "led_by_id")
    organizations = _by_key(Organization, all_rows, "organization_id", "through_id")
    programmes = _by_key(Programme, all_rows, "programme_id")
    posts = _posts_held(people, getattr(edition, "starts", None))
    for row in all_rows:
        if isinstance(row, Participation):
            fresh = _is_fresh(row, before.get(id(row)), "person_id")
            _participation(row, people.get(row.person_id), posts[row.person_id], organizations, fresh)
        elif isinstance(row, Organizer):
            fresh = _is_fresh(row, before.get(id(row)), "led_by_id")
            _organizer(row, people.get(row.led_by_id), posts[row.led_by_id], organizations, programmes, fresh)


AS_OF = ("honorific", "rank_long", "rank_short", "position")
SPEAKS_OF = {
    Participation: {"person_id": ("printed_as", *AS_OF), "organization_id": ("organization_as",)},
    Organizer: {
        "organization_id": ("printed_as",),
        "programme_id": ("printed_as",),
        "through_id": ("through_as",),
        "led_by_id": ("led_by_as", *AS_OF),
    },
}


def _forget_former(row, before):
    for key, columns in SPEAKS_OF.get(type(row), {}).items():
        if before and before[key] != getattr(row, key):
            for name in columns:
                if getattr(row, name) == before[name]:
                    setattr(row, name, "")


def _is_fresh(row, before, key):
    return before is None or before[key] != getattr(row, key)


def posts_on(person_keys, day):
    """The post that each person held on a day, by the person's key; with several, the latest begun.

    Without a day: nobody's, since today's rank says nothing about an unknown day.
    """
    return {key: posts[0] for key, posts in _posts_held(person_keys, day).items()}


def _posts_held(person_keys, day):
    """The posts that each person held on a day, the latest begun first."""
    held = defaultdict(list)
    if day is not None and person_keys:
        rows = Post.objects.held_on(day).filter(person_id__in=person_keys)
        for post in rows.select_related("rank", "organization"):
            held[post.person_id].append(post)
    return held


def _at(posts, *organization_keys):
    """The post at one of these organizations; None if the person holds none there."""
    return next((post for post in posts if post.organization_id in organization_keys), None)


def as_of(person, post):
    """What a row about a person takes over from the directory, as a dict of its fields."""
    return {
        "honorific": person.honorific,
        "rank_long": post.rank.long if post and post.rank else "",
        "rank_short": post.rank.short if post and post.rank else "",
        "position": post.position if post else "",
    }


def _by_key(model, all_rows, *attributes):
    keys = {getattr(row, name, None) for row in all_rows for name in attributes} - {None}
    return model.objects.in_bulk(keys) if keys else {}


def _participation(row, person, posts, organizations, fresh):
    if person:
        latest = posts[0] if posts else None
        post = _at(posts, row.organization_id) if row.organization_id else latest
        row.printed_as = row.printed_as or person.name
        if fresh and not (row.rank_long or row.position or row.honorific):
            # A rank goes with the person; a position at another organization would be said of this one.
            _take_over(row, as_of(person, post) if post else as_of(person, latest) | {"position": ""})
            if post and not row.organization_id:
                row.organization = post.organization
                organizations[post.organization_id] = post.organization
    if row.organization_id and not row.organization_as:
        row.organization_as = str(organizations[row.organization_id])


def _organizer(row, leader, posts, organizations, programmes, fresh):
    main = organizations.get(row.organization_id) or programmes.get(row.programme_id)
    if main and not row.printed_as:
        row.printed_as = str(main)
    if row.through_id and not row.through_as:
        row.through_as = str(organizations[row.through_id])
    if leader:
        row.led_by_as = row.led_by_as or leader.name
        if fresh and not (row.rank_long or row.position or row.honorific):
            post = _at(posts, row.through_id, row.organization_id) or (posts[0] if posts else None)
            _take_over(row, as_of(leader, post))


def _take_over(row, values):
    for name, value in values.items():
        setattr(row, name, value)
