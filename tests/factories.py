"""Rows for tests. Each function makes what it says and what that cannot do without, nothing else.

Names and slugs are numbered where a test does not care; whatever a test cares about it gives by
keyword, under the model's own field names. Nothing here passes through `record/` or `workflow/`.
"""

import datetime
import hashlib
import io
import itertools

from django.core.files.base import ContentFile
from django.utils import timezone

from news import words
from news.enums import ParticipationRole, Precision, ReleaseKind, Role, State
from news.models import (
    Account,
    Contact,
    Country,
    Document,
    Edition,
    EditionDocument,
    EditionPicture,
    EditionTopic,
    Event,
    EventEdition,
    EventTopic,
    Organization,
    Organizer,
    Page,
    Participation,
    Person,
    Picture,
    Place,
    Post,
    PressRelease,
    Programme,
    ProgrammePartner,
    Rank,
    Series,
    Session,
    SiteState,
    Standing,
    Topic,
)

numbers = itertools.count(1)
PASSWORD = "a password for tests only"


def _numbered(word):
    return f"{word} {next(numbers)}"


def _slug(text):
    return f"{words.slug(text)}-{next(numbers)}"


# People who work here


def make_account(username="", role=Role.WRITER, **facts):
    username = username or _numbered("writer").replace(" ", "-")
    return Account.objects.create_user(username=username, password=PASSWORD, role=role, **facts)


# The directory


def make_country(code="PH", name="", **facts):
    """The country of that code; made if it is not there yet."""
    name = name or {"PH": "Philippines", "MY": "Malaysia", "KR": "Republic of Korea", "SG": "Singapore"}.get(code, code)
    defaults = {"name": name, "iso_name": name, "folded": words.fold(name), **facts}
    return Country.objects.get_or_create(code=code, defaults=defaults)[0]


def make_place(city="Manila", country=None, zone="Asia/Manila", **facts):
    """The place of that city and country; made if it is not there yet."""
    country = country or make_country()
    defaults = {"zone": zone, "folded": words.fold(city), **facts}
    return Place.objects.get_or_create(city=city, country=country, defaults=defaults)[0]


def make_organization(name="", **facts):
    name = name or _numbered("Organization")
    return Organization.objects.create(**{"name": name, "slug": _slug(name), "folded": words.fold(name)} | facts)


def make_own_organization(name="ASEANAPOL Secretariat", **facts):
    """The organization whose people are our side."""
    organization = make_organization(name, **facts)
    SiteState.objects.update_or_create(pk=1, defaults={"own_organization": organization})
    return organization


def make_standing(organization, kind="member", **facts):
    return Standing.objects.create(organization=organization, kind=kind, **facts)


def make_rank(force, long="Police Colonel", short="PCOL", order=1):
    return Rank.objects.create(force=force, long=long, short=short, order=order)


def make_person(name="", **facts):
    name = name or _numbered("Person")
    defaults = {"name": name, "sort_key": name, "slug": _slug(name), "folded": words.fold(name)}
    return Person.objects.create(**defaults | facts)


def make_post(person=None, organization=None, position="Director", **facts):
    return Post.objects.create(
        person=person or make_person(), organization=organization or make_organization(), position=position, **facts
    )


def make_programme(name="", **facts):
    name = name or _numbered("Programme")
    return Programme.objects.create(**{"name": name, "slug": _slug(name), "folded": words.fold(name)} | facts)


def make_programme_partner(programme, organization, role="member"):
    return ProgrammePartner.objects.create(programme=programme, organization=organization, role=role)


def make_series(name="", **facts):
    name = name or _numbered("Series")
    return Series.objects.create(**{"name": name, "slug": _slug(name), "folded": words.fold(name)} | facts)


def make_topic(name=""):
    name = name or _numbered("Topic")
    return Topic.objects.create(name=name, slug=words.slug(name))


# Events


def make_event(event=None, topics=(), also_in=(), **facts):
    """A draft of an event's facts: a new event's, unless `event` is given. One day in Manila.

    `slug`, `series`, `ordinal` and `merged_into` are the event's.
    """
    name = facts.setdefault("name", "" if event else _numbered("Meeting")) or str(event)
    facts["name"] = name
    if event is None:
        mine = {key: facts.pop(key) for key in ("series", "ordinal", "merged_into") if key in facts}
        event = Event.objects.create(slug=facts.pop("slug", None) or _slug(name), folded=words.fold(name), **mine)
    if facts.get("precision") != Precision.TBA:
        facts.setdefault("starts", datetime.date(2024, 9, 17))
        facts.setdefault("ends", facts["starts"])
    if facts.get("mode") != "online" and "place" not in facts:
        facts["place"] = make_place()
    facts.setdefault("number", event.editions.count() + 1)
    edition = EventEdition.objects.create(event=event, **facts)
    EventTopic.objects.bulk_create(EventTopic(tag=topic, content_object=edition) for topic in topics)
    edition.also_in.set(also_in)
    return edition


def make_organizer(edition, organization=None, role="organizer", **facts):
    if organization is None and "programme" not in facts:
        organization = make_organization()
    facts.setdefault("printed_as", str(organization or facts["programme"]))
    facts.setdefault("order", next(numbers))
    if facts.get("led_by"):
        facts.setdefault("led_by_as", facts["led_by"].name)
    if facts.get("through"):
        facts.setdefault("through_as", str(facts["through"]))
    return Organizer.objects.create(edition=edition, organization=organization, role=role, **facts)


def make_session(edition, title="", **facts):
    facts.setdefault("order", next(numbers))
    return Session.objects.create(edition=edition, title=title or _numbered("Session"), **facts)


def make_participation(edition, person=None, role=ParticipationRole.ATTENDEE, **facts):
    """A row of an event or, with `session`, of its session. With nobody named, a new person takes part."""
    if person is None and not {"organization", "country", "label"} & facts.keys():
        person = make_person()
    if person:
        facts.setdefault("printed_as", person.name)
    if facts.get("organization"):
        facts.setdefault("organization_as", str(facts["organization"]))
    facts.setdefault("order", next(numbers))
    return Participation.objects.create(edition=edition, person=person, role=role, **facts)


# Press releases


def make_release(release=None, topics=(), also_covers=(), issued_jointly_with=(), **facts):
    """A draft of a press release: a new one's, unless `release` is given. An event report of `event`,
    or a notice where there is none. `slug` and `display_date` are the release's.
    """
    title = facts.setdefault("title", _numbered("Title"))
    event = facts.get("event")
    if isinstance(event, EventEdition):
        facts["event"] = event.event
    facts.setdefault("kind", ReleaseKind.EVENT_REPORT if event else ReleaseKind.NOTICE)
    facts.setdefault("body", "<p>Text.</p>")
    if release is None:
        release = PressRelease.objects.create(
            slug=facts.pop("slug", None) or _slug(title), display_date=facts.pop("display_date", None)
        )
    facts.setdefault("number", release.editions.count() + 1)
    edition = Edition.objects.create(release=release, **facts)
    EditionTopic.objects.bulk_create(EditionTopic(tag=topic, content_object=edition) for topic in topics)
    edition.also_covers.set(e.event if isinstance(e, EventEdition) else e for e in also_covers)
    edition.issued_jointly_with.set(issued_jointly_with)
    return edition


def publish(edition, at=None):
    """Make an edition the public one of its thing, whatever it was. Returns it."""
    at = at or timezone.now()
    thing = edition.thing
    thing.editions.filter(state__in=State.public).exclude(pk=edition.pk).update(state=State.SUPERSEDED)
    if isinstance(edition, Edition) and thing.first_published_at is None:
        thing.display_date = thing.display_date or at
        thing.first_published_at = at
        thing.url_year = thing.ref_year = timezone.localtime(thing.display_date).year
        last = PressRelease.objects.filter(ref_year=thing.ref_year).order_by("ref_number").last()
        thing.ref_number = last.ref_number + 1 if last else 1
        thing.save()
    edition.state, edition.published_at, edition.publish_at = State.PUBLISHED, at, None
    edition.save()
    return edition


def withdraw(edition, kind, explanation=""):
    """Withdraw a public edition. Returns it."""
    edition.state, edition.withdrawn_at = State.WITHDRAWN, timezone.now()
    edition.withdrawal_kind, edition.withdrawal_explanation = kind, explanation
    edition.save()
    return edition


def publish_event(**facts):
    return publish(make_event(**facts))


def publish_release(at=None, **facts):
    return publish(make_release(**facts), at=at)


# Pictures, pages and the press contact


def make_image(width=60, height=40, colour="navy", kind="PNG"):
    """The bytes of a picture, made in memory."""
    from PIL import Image

    buffer = io.BytesIO()
    Image.new("RGB", (width, height), colour).save(buffer, kind)
    return buffer.getvalue()


def make_picture(width=60, height=40, colour="", **facts):
    """A stored picture with its file; each colour is another one."""
    colour = colour or f"#{next(numbers):06x}"
    data = make_image(width, height, colour)
    digest = hashlib.sha256(data).hexdigest()
    picture = Picture(sha256=digest, format="png", width=width, height=height, **facts)
    picture.file.save(f"{digest}.png", ContentFile(data), save=True)
    return picture


def attach_picture(edition, picture=None, **facts):
    facts.setdefault("alt", "What is seen")
    facts.setdefault("order", next(numbers))
    return EditionPicture.objects.create(edition=edition, picture=picture or make_picture(), **facts)


def make_document(title="Joint statement", **facts):
    """A stored document with its file, some bytes that are no real PDF; each is another one."""
    data = f"%PDF {next(numbers)}".encode()
    digest = hashlib.sha256(data).hexdigest()
    document = Document(**{"sha256": digest, "format": "pdf", "size": len(data), "pages": 2, "title": title} | facts)
    document.file.save(f"{digest}.pdf", ContentFile(data), save=True)
    return document


def attach_document(edition, document=None, **facts):
    document = document or make_document()
    facts.setdefault("title", document.title)
    facts.setdefault("order", next(numbers))
    return EditionDocument.objects.create(edition=edition, document=document, **facts)


def make_contact(**facts):
    defaults = {
        "telephone": "+60 3-1234 5678",
        "whatsapp": "+60 12-345 6789",
        "email": "press@newsroom.test",
        "hours": "Monday to Friday, 8:30 to 17:00",
        "about": "About us, in a paragraph.",
    }
    return Contact.objects.create(**defaults | facts)


def make_page(slug="about", title="About", body="<p>Words.</p>", **facts):
    return Page.objects.create(slug=slug, title=title, body=body, **facts)
