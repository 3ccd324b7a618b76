"""What the social card of a release shows. One query, or none for a page that was read already."""

import datetime
from dataclasses import dataclass

from news.enums import State, WithdrawalKind
from news.models import Edition, EditionPicture

from . import cards, glance
from .release import Gone


@dataclass(frozen=True)
class SocialCard:
    """`kind` is the release's own. Of an event readers may always know what an `EventLine` says."""

    title: str
    kind: str
    reference: str
    language: str
    published: datetime.datetime
    event: cards.EventLine | None = None
    spot: glance.Spot | None = None
    lead: EditionPicture | None = None
    url: str = ""
    short_url: str = ""


def read(year, slug):
    """A `SocialCard`, `Gone` for whatever was withdrawn, or None."""
    edition = cards.with_facts(Edition.objects.public()).filter(release__url_year=year, release__slug=slug).first()
    if edition is None:
        return None
    if edition.state == State.WITHDRAWN:
        return Gone(moved=edition.withdrawal_kind == WithdrawalKind.MOVED)
    return _card(edition)


def of_edition(edition):
    """The card of a published edition; None for any other."""
    found = cards.with_facts(Edition.objects.live()).filter(pk=edition.pk).first()
    return _card(found) if found else None


def of_page(page):
    """The same card from a `ReleasePage` that readers see; None for a withdrawn one."""
    if page.withdrawn or page.published is None:
        return None
    return SocialCard(
        title=page.title,
        kind=page.kind,
        reference=page.reference,
        language=page.language,
        published=page.published,
        event=page.glance.event if page.glance else None,
        spot=page.glance.spot if page.glance else None,
        lead=page.lead,
        url=page.url,
        short_url=page.short_url,
    )


def _card(edition):
    facts, release = cards.facts_of(edition), edition.release
    return SocialCard(
        title=edition.title,
        kind=facts.get_kind_display() if facts else edition.get_kind_display(),
        reference=release.reference,
        language=edition.language,
        published=release.display_date,
        event=cards.event_line(facts) if facts else None,
        spot=glance.spot(facts.place) if facts else None,
        lead=cards.shown_picture(getattr(edition, "lead", None)),
        url=release.get_absolute_url(),
        short_url=f"/r/{release.ref_year}/{release.ref_number}" if release.ref_number else release.get_absolute_url(),
    )
