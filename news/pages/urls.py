"""The public addresses: a promise. None changes without a redirect from where it was."""

from django.urls import path, re_path, register_converter

from . import (
    calendar_files,
    card,
    converters,
    corrections,
    directory,
    event_map,
    events,
    feeds,
    front,
    kit,
    machines,
    media,
    papers,
    preview,
    releases,
    search,
    subscribe,
)

register_converter(converters.Year, "year")
register_converter(converters.Number, "number")

urlpatterns = [
    path("", front.front, name="home"),
    path("news/", releases.listing, name="releases"),
    path("news/list.csv", releases.table, name="releases_csv"),
    path("news/<year:year>/<slug:slug>/", releases.one, name="release"),
    path("news/<year:year>/<slug:slug>/card.jpg", card.of_release, name="card"),
    path(f"news/<year:year>/<slug:slug>/{kit.FILE}", kit.one, name="kit"),
    *(
        path(f"news/<year:year>/<slug:slug>/{name}", papers.one, {"name": name}, name=name)
        for name in (papers.TEXT, papers.WORD, papers.PDF)
    ),
    path("r/<year:year>/<number:number>", releases.by_reference, name="reference"),
    # As people type it.
    path("r/<year:year>/<number:number>/", releases.by_reference),
    path("events/", events.listing, name="events"),
    path("events/map/", event_map.events_by_country, name="map"),
    path("events/calendar.ics", calendar_files.events, name="calendar"),
    path("events/<slug:slug>/", events.one, name="event"),
    path(f"events/<slug:slug>/{calendar_files.FILE}", calendar_files.one, name="event_file"),
    path("search/", search.results, name="search"),
    path("search/suggestions/", search.suggestions, name="suggestions"),
    path("organizations/", directory.organizations, name="organizations"),
    path("organizations/<slug:slug>/", directory.one_organization, name="organization"),
    path("people/", directory.people, name="people"),
    path("people/<slug:slug>/", directory.one_person, name="person"),
    re_path(directory.COUNTRY, directory.one_country, name="country"),
    path("programmes/", directory.programmes, name="programmes"),
    path("programmes/<slug:slug>/", directory.one_programme, name="programme"),
    path("topics/<slug:slug>/", directory.one_topic, name="topic"),
    path("feeds/news.rss", feeds.releases, {"name": "feed"}, name="feed"),
    path("feeds/news.atom", feeds.releases, {"name": "feed_atom"}, name="feed_atom"),
    path("feeds/news.json", feeds.releases, {"name": "feed_json"}, name="feed_json"),
    path("feeds/corrections.atom", feeds.corrections, name="corrections_feed"),
    path("subscribe/", subscribe.one, name="subscribe"),
    path("corrections/", corrections.corrected, name="corrections"),
    path("withdrawn/", corrections.withdrawals, name="withdrawn"),
    path("sitemap.xml", machines.sitemap, name="sitemap"),
    path("sitemap-news.xml", machines.sitemap_news, name="sitemap_news"),
    re_path(machines.SECTION, machines.sitemap_section, name="sitemap_section"),
    path("robots.txt", machines.robots, name="robots"),
    path(".well-known/security.txt", machines.security, name="security"),
    re_path(media.ROUTE, media.picture, name="picture"),
    re_path(media.DOCUMENT, media.document, name="document"),
    path("preview/<str:token>/", preview.one, name="preview"),
    # Without its last slash, too: a redirect would be an answer that may be kept.
    path("preview/<str:token>", preview.one),
    re_path(preview.PICTURE, preview.picture, name="preview_picture"),
    re_path(preview.DOCUMENT, preview.document, name="preview_document"),
    re_path(directory.WRITTEN, directory.written_page, name="page"),
]
