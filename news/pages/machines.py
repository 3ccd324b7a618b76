"""What search engines and whoever looks for weaknesses ask for."""

import datetime

from django.conf import settings
from django.contrib.sitemaps.views import sitemap as django_sitemap
from django.http import HttpResponse
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from news.outputs import sitemaps
from news.queries.contact import press_contact

from .frame import absolute

PRIVATE = ("/admin/", "/accounts/", "/preview/")
# Every search makes another page, and none of them is one to be found.
ENDLESS = ("/search/",)
XML = "application/xml"
# The route of one part of the sitemap, for `re_path`.
SECTION = rf"^sitemap-(?P<section>{'|'.join(sitemaps.SITEMAPS)})\.xml$"
# At most a year by RFC 9116. It moves on by itself once a day.
SECURITY_HOLDS = datetime.timedelta(days=180)


@require_safe
def sitemap(request):
    """The index of all sitemaps. It stands here however few pages there are, so the address stays."""
    found = [
        {"location": absolute(_section(section, number)), "last_mod": latest}
        for section, number, latest in sitemaps.parts()
    ]
    return TemplateResponse(request, "sitemap_index.xml", {"sitemaps": found}, content_type=XML)


def _section(section, number):
    path = reverse("sitemap_section", args=[section])
    return path if number == 1 else f"{path}?p={number}"


@require_safe
def sitemap_section(request, section):
    return django_sitemap(request, sitemaps.SITEMAPS, section, content_type=XML)


@require_safe
def sitemap_news(request):
    news = {"news": sitemaps.News}
    return django_sitemap(request, news, "news", template_name="news/sitemap_news.xml", content_type=XML)


@require_safe
def robots(request):
    rules = ["User-agent: *", *(f"Disallow: {path}" for path in (*PRIVATE, *ENDLESS)), ""]
    rules += [f"Sitemap: {absolute(reverse(name))}" for name in ("sitemap", "sitemap_news")]
    return _plain(rules)


@require_safe
def security(request):
    """Whom to tell of a weakness, as RFC 9116 has it: the press contact, else the page with all ways to reach us."""
    contact = press_contact()
    reach = f"mailto:{contact.email}" if contact and contact.email else absolute(reverse("page", args=["contact"]))
    until = timezone.now().astimezone(datetime.UTC).date() + SECURITY_HOLDS
    lines = [f"Contact: {reach}", f"Expires: {until.isoformat()}T00:00:00Z", "Preferred-Languages: en"]
    # An address without https is not allowed here.
    if settings.SITE_ORIGIN.startswith("https://"):
        lines.append(f"Canonical: {absolute(reverse('security'))}")
    return _plain(lines)


def _plain(lines):
    return HttpResponse("\n".join([*lines, ""]), content_type="text/plain; charset=utf-8")
