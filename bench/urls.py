"""The site's addresses and one bare view: a query and a template of 20 kB, what Django costs by itself here."""

from django.http import HttpResponse
from django.template import Context, Engine
from django.urls import path

from aseanapol_site import urls
from news.models import SiteState

LINES = 100
PAGE = Engine().from_string(
    """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body><h1>{{ title }}</h1>
{% for line in lines %}<section id="s{{ forloop.counter }}"><h2>{{ line.title }}</h2><p>{{ line.text }}</p></section>
{% endfor %}</body></html>
"""
)


def bare(request):
    generation = SiteState.objects.values_list("generation", flat=True).get(pk=1)
    lines = [{"title": f"Line {number}", "text": "Words of a page. " * 8} for number in range(LINES)]
    return HttpResponse(PAGE.render(Context({"title": f"Bare, {generation}", "lines": lines})))


urlpatterns = [path("bare/", bare), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
