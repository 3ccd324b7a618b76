"""The public addresses: a promise. None changes without a redirect from where it was."""

from django.urls import path, re_path, register_converter

from . import card, converters, corrections, directory, events, front, kit, machines, media, preview, releases

register_converter(converters.Year, "year")
register_converter(converters.Number, "number")

urlpatterns = [
    path("", front.front, name="home"),
    path("news/", releases.listing, name="releases"),
    path("news/<year:year>/<slug:slug>/", releases.one, name="release"),
    path("news/<year:year>/<slug:slug>/card.jpg", card.of_release, name="card"),
    path(f"news/<year:year>/<slug:slug>/{kit.FILE}", kit.one, name="kit"),
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
    path("feeds/corrections.atom", machines.corrections_feed, name="corrections_feed"),
    path("corrections/", corrections.corrected, name="corrections"),
    path("withdrawn/", corrections.withdrawals, name="withdrawn"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("robots.txt", machines.robots, name="robots"),
    re_path(media.ROUTE, media.picture, name="picture"),
    re_path(media.DOCUMENT, media.document, name="document"),
    path("preview/<str:token>/", preview.one, name="preview"),
    # Without its last slash, too: a redirect would be an answer that may be kept.
    path("preview/<str:token>", preview.one),
    re_path(preview.PICTURE, preview.picture, name="preview_picture"),
    re_path(preview.DOCUMENT, preview.document, name="preview_document"),
    re_path(directory.WRITTEN, directory.written_page, name="page"),
]
