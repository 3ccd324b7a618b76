"""Pages for machines: what a page says in the words of schema.org, as one block of JSON-LD.

Only what the page itself shows: people without a page of their own are not named here.
"""

import json

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from news.pictures.renditions import full_url

from . import jsonld_event

CONTEXT = "https://schema.org"
NEWSROOM = "ASEANAPOL Newsroom"
SECRETARIAT = "ASEANAPOL Secretariat"
# Headlines above this are cut by whoever shows them.
LONGEST_HEADLINE = 110
# In HTML these could end the block or begin a comment; the other two end a line of a script.
UNSAFE = {ord(sign): f"\\u{ord(sign):04x}" for sign in "<>&\u2028\u2029"}
KINDS = {"Police force": "GovernmentOrganization", "Government body": "GovernmentOrganization"}
OVER_A_NAME = {"University or institute": "EducationalOrganization", "Company": "Corporation"}


def script(*things):
    """Things as one block for a page, safe inside of `<script type="application/ld+json">`."""
    found = {"@context": CONTEXT, "@graph": [_filled(thing) for thing in things]}
    # Every sign with which markup begins is escaped.
    return mark_safe(json.dumps(found, ensure_ascii=False, separators=(",", ":")).translate(UNSAFE))


def release(found, card=""):
    """A live `ReleasePage`. `card` is the full address of its social card."""
    changes = [change for change in found.changes if found.published and change.at > found.published]
    article = {
        "@type": "NewsArticle",
        "@id": absolute(found.url),
        "mainEntityOfPage": absolute(found.url),
        "url": absolute(found.url),
        "headline": _short(found.title),
        "description": found.standfirst,
        "image": list(filter(None, [absolute(full_url(found.lead.picture)) if found.lead else "", card])),
        "datePublished": _moment(found.published),
        "dateModified": _moment(max([found.published, *(change.at for change in changes)])) if found.published else "",
        "identifier": found.reference,
        "inLanguage": found.language,
        "articleSection": found.kind,
        "keywords": [line.name for line in found.topics],
        "dateline": found.dateline,
        "author": _authors(found),
        "publisher": secretariat(),
        "correction": [
            {"@type": "CorrectionComment", "text": change.note, "datePublished": _moment(change.at)}
            for change in changes
        ],
        "about": jsonld_event.of_glance(found.glance) if found.glance else None,
        # Their facts stand on their own pages.
        "mentions": [{"@id": absolute(line.url), "name": line.name} for line in found.also_covers],
        "isAccessibleForFree": True,
    }
    year = timezone.localtime(found.published).year if found.published else ""
    path = [("Releases", reverse("releases"))]
    path += [(str(year), f"{reverse('releases')}?year={year}")] if year else []
    return script(article, breadcrumbs(*path, (found.title, found.url)))


def event(found):
    """An `EventPage` that was not withdrawn."""
    told = jsonld_event.of_glance(found.glance) | {
        "@id": absolute(found.url),
        "description": found.summary,
        "image": [absolute(full_url(row.picture)) for row in found.pictures[:3]],
        "subjectOf": [
            {"@type": "NewsArticle", "headline": _short(card.title), "url": absolute(card.url)}
            for card in found.coverage
        ],
    }
    path = [("Events", reverse("events"))]
    path += [(str(found.year), f"{reverse('events')}?year={found.year}")] if found.year else []
    return script(told, breadcrumbs(*path, (found.name, found.url)))


def organization(found):
    told = {
        "@type": (KINDS | OVER_A_NAME).get(found.kind, "Organization"),
        "@id": absolute(found.url),
        "url": absolute(found.url),
        "name": found.name,
        "legalName": found.official_name,
        "sameAs": found.website,
        "address": _address(found.country),
        "parentOrganization": _entry("Organization", found.parent),
        "subOrganization": [_entry("Organization", line) for line in found.units],
    }
    return script(told, breadcrumbs(("Organizations", reverse("organizations")), (found.name, found.url)))


def person(found):
    """A `PersonPage`, which nobody has without a public profile."""
    post = found.post if found.post and not found.post.is_over else None
    told = {
        "@type": "Person",
        "@id": absolute(found.url),
        "url": absolute(found.url),
        "name": found.name,
        "jobTitle": post.position if post else "",
        "worksFor": _entry("Organization", post.organization) if post else None,
    }
    return script(told, breadcrumbs(("People", reverse("people")), (found.name, found.url)))


def entry(found, *path):
    """The page of a country, programme or topic, whose place in the site is all that schema.org has words for."""
    return script(breadcrumbs(*path, (found.name, found.url)))


def home():
    search = absolute(reverse("search"))
    site = {
        "@type": "WebSite",
        "name": NEWSROOM,
        "url": absolute("/"),
        "publisher": secretariat(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": f"{search}?q={{search_term_string}}"},
            "query-input": "required name=search_term_string",
        },
    }
    return script(site)


# Parts


def absolute(path):
    return path if "://" in path else settings.SITE_ORIGIN + path


def secretariat():
    return {
        "@type": "Organization",
        "name": SECRETARIAT,
        "url": absolute("/"),
        "logo": {"@type": "ImageObject", "url": absolute(static("img/mark.svg"))},
    }


def breadcrumbs(*path):
    """`(name, path)` of the pages above a page and of itself; the newsroom stands before them."""
    items = [
        {"@type": "ListItem", "position": at, "name": name, "item": absolute(address)}
        for at, (name, address) in enumerate([("Newsroom", "/"), *path], 1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _authors(found):
    issuers = [_entry("Organization", line) for line in found.jointly_with]
    if found.byline and found.byline.url:
        return [_entry("Person", found.byline), *issuers]
    return [secretariat(), *issuers]


def _entry(kind, line):
    """A `Line` as a thing with a name, and a page if it has one."""
    if line is None or not line.name:
        return None
    return {"@type": kind, "name": line.name, "url": absolute(line.url) if line.url else ""}


def _address(country):
    if country is None:
        return None
    code = country.url.strip("/").rpartition("/")[2].upper() if country.url else country.name
    return {"@type": "PostalAddress", "addressCountry": code}


def _short(headline):
    return headline if len(headline) <= LONGEST_HEADLINE else f"{headline[: LONGEST_HEADLINE - 1].rstrip()}…"


def _moment(moment):
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""


def _filled(value):
    """Without what is empty: a property with nothing in it is an error for whoever checks."""
    if isinstance(value, dict):
        return {name: inner for name, one in value.items() if (inner := _filled(one)) not in ("", None, [], {})}
    if isinstance(value, list | tuple):
        return [inner for one in value if (inner := _filled(one)) not in ("", None, [], {})]
    return value
