"""The pages that editors write at the desk: about, contact, reuse, accessibility, privacy."""

from dataclasses import dataclass

from news import html
from news.models import Contact, Page

from .contact import press_contact

TITLES = {
    "about": "About",
    "contact": "Contact",
    "reuse": "Using our texts and pictures",
    "accessibility": "Accessibility",
    "privacy": "Privacy",
}


@dataclass(frozen=True)
class WrittenPage:
    title: str
    slug: str
    url: str
    body: str
    excerpt: str
    contact: Contact | None


def read(slug):
    """The page of one of `TITLES`; without text while nobody has written it. Two queries."""
    page = Page.objects.filter(slug=slug).first() or Page(slug=slug, title=TITLES[slug])
    return WrittenPage(page.title, slug, page.get_absolute_url(), page.body, html.excerpt(page.body), press_contact())
