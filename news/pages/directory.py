"""The directory as readers see it: organizations, people, countries, programmes, topics; and written pages."""

from django.http import Http404
from django.urls import reverse
from django.views.decorators.http import require_safe

from news.outputs import jsonld
from news.queries import country, organization, person, programme, topic, written
from news.queries.filters import NoSuchListError

from . import errors
from .frame import moved, page

# The routes of a country and of the written pages, for `re_path`.
COUNTRY = r"^countries/(?P<code>[A-Za-z]{2})/$"
WRITTEN = rf"^(?P<slug>{'|'.join(written.TITLES)})/$"


# Lists


@require_safe
def organizations(request):
    description = "Police forces and partners of the ASEANAPOL Secretariat, with what each took part in."
    return _listing(request, organization, "organizations", description)


@require_safe
def people(request):
    description = "Officers of the ASEANAPOL Secretariat, with their posts and engagements on record."
    return _listing(request, person, "people", description)


@require_safe
def programmes(request):
    description = "Programmes that the ASEANAPOL Secretariat works in, with months, countries and partners."
    return _listing(request, programme, "programmes", description)


def _listing(request, kind, name, description):
    found = _asked(kind.listing, request.GET)
    context = {"list": found, "contact": found.contact, "description": description}
    return page(request, f"news/{name}.html", context, path=reverse(name), query=found.page.query, section=name)


# One entry


@require_safe
def one_organization(request, slug):
    found = _asked(organization.read, slug, request.GET)
    return _entry(request, found, "organization", section="organizations")


@require_safe
def one_person(request, slug):
    return _entry(request, _asked(person.read, slug, request.GET), "person", section="people")


@require_safe
def one_programme(request, slug):
    return _entry(request, _asked(programme.read, slug, request.GET), "programme", section="programmes")


@require_safe
def one_country(request, code):
    if code != code.lower():
        return moved(request, reverse("country", args=[code.lower()]))
    return _entry(request, _asked(country.read, code, request.GET), "country")


@require_safe
def one_topic(request, slug):
    return _entry(request, _asked(topic.read, slug, request.GET), "topic")


def _entry(request, found, name, section=""):
    if found is None:
        raise Http404(f"No such {name}.")
    if isinstance(found, organization.Merged):
        return moved(request, found.url)
    context = {
        name: found,
        "contact": found.contact,
        "headline": found.name,
        "description": DESCRIPTIONS[name].format(found=found),
        "jsonld": MACHINE_READABLE[name](found),
    }
    return page(request, f"news/{name}.html", context, path=found.url, query=found.query, section=section)


DESCRIPTIONS = {
    "organization": "{found.name}: events, programmes and press releases in the records of the ASEANAPOL Secretariat.",
    "person": "{found.name}: posts and engagements in the records of the ASEANAPOL Secretariat.",
    "programme": "{found.name}: months, partners, events and press releases.",
    "country": "{found.name}: organizations and events in the records of the ASEANAPOL Secretariat.",
    "topic": "{found.name}: press releases and events of the ASEANAPOL Secretariat.",
}


MACHINE_READABLE = {
    "organization": jsonld.organization,
    "person": jsonld.person,
    "programme": lambda found: jsonld.entry(found, ("Programmes", reverse("programmes"))),
    "country": jsonld.entry,
    "topic": jsonld.entry,
}


def _asked(read, *arguments):
    """What a query module reads; a list that cannot be is a 404 that says why."""
    try:
        return read(*arguments)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error


# Written at the desk


@require_safe
def written_page(request, slug):
    found = written.read(slug)
    context = {
        "page": found,
        "contact": found.contact,
        "headline": found.title,
        "description": found.excerpt,
    }
    return page(request, "news/page.html", context, path=found.url)
