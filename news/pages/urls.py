"""The public addresses: a promise. None changes without a redirect from where it was."""

from django.urls import path, re_path, register_converter

from . import converters, directory, events, front, machines, media, releases

register_converter(converters.Year, "year")
register_converter(converters.Number, "number")

urlpatterns = [
    path("", front.front, name="home"),
    path("news/", releases.listing, name="releases"),
    path("news/<year:year>/<slug:slug>/", releases.one, name="release"),
    path("r/<year:year>/<number:number>", releases.by_reference, name="reference"),
    path("events/", events.listing, name="events"),
    path("events/<slug:slug>/", events.one, name="event"),
    path("organizations/", directory.organizations, name="organizations"),
    path("organizations/<slug:slug>/", directory.one_organization, name="organization"),
    path("people/", directory.people, name="people"),
    path("people/<slug:slug>/", directory.one_person, name="person"),
    re_path(directory.COUNTRY, directory.one_country, name="country"),
    path("programmes/", directory.programmes, name="programmes"),
    path("programmes/<slug:slug>/", directory.one_programme, name="programme"),
    path("topics/<slug:slug>/", directory.one_topic, name="topic"),
    path("feeds/news.rss", machines.feed, name="feed"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    re_path(media.ROUTE, media.picture, name="picture"),
    re_path(directory.WRITTEN, directory.written_page, name="page"),
]
