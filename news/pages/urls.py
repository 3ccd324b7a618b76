"""The public addresses: a promise. None changes without a redirect from where it was."""

from django.urls import path, re_path, register_converter

from . import converters, events, front, machines, media, releases

register_converter(converters.Year, "year")
register_converter(converters.Number, "number")

urlpatterns = [
    path("", front.front, name="home"),
    path("news/", releases.listing, name="releases"),
    path("news/<year:year>/<slug:slug>/", releases.one, name="release"),
    path("r/<year:year>/<number:number>", releases.by_reference, name="reference"),
    path("events/", events.listing, name="events"),
    path("events/<slug:slug>/", events.one, name="event"),
    path("feeds/news.rss", machines.feed, name="feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    re_path(media.ROUTE, media.picture, name="picture"),
]
from django.http import HttpResponse
nyet=lambda request, **k: HttpResponse(status=404)
urlpatterns += [path("organizations/", nyet, name="organizations"), path("people/", nyet, name="people"), path("programmes/", nyet, name="programmes"), path("<slug:slug>/", nyet, name="page")]
