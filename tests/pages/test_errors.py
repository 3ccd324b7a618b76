import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError
from django.test import Client, RequestFactory

from news.models import PastAddress
from news.pages import errors
from tests.factories import make_release, publish_release

from .test_releases import text


@pytest.mark.django_db
def test_a_404_helps_on(client):
    publish_release(title="Newest release")
    make_release(title="Draft")
    response = client.get("/no/such/page/")
    assert response.status_code == 404
    assert "Newest release" in text(response)
    assert "Draft" not in text(response)
    assert "noindex" in response.content.decode()


@pytest.mark.django_db
def test_a_404_costs_few_queries(client, django_assert_num_queries):
    for _ in range(3):
        publish_release()
    with django_assert_num_queries(3):
        client.get("/no/such/page/")


@pytest.mark.django_db
def test_a_past_address_leads_to_the_present_one_in_one_step(client):
    release = publish_release().release
    old = "/display/2024/05/20/aseanapol–secretariat"
    PastAddress.objects.create(path=old, thing_type="pressrelease", thing_id=release.pk)
    PastAddress.objects.create(path="/news/2023/old/", thing_type="pressrelease", thing_id=release.pk)
    for path in (old, f"{old}/", "/news/2023/old/", "/news/2023/old", "/news/2023/old/?utm_source=mail"):
        response = client.get(path)
        assert (response.status_code, response.url) == (301, release.get_absolute_url())


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/a%00b/", 400),
        ("/news/2024/a%00b/", 400),
        ("/events/%00/", 400),
        ("/news/2024/%FF%FE/", 404),
        ("/events/../../etc/passwd", 404),
        ("/" + "a" * 5000 + "/", 404),
        ("/news/2024/" + "a" * 500 + "/", 404),
        ("/events/%F0%9F%98%80/", 404),
        ("/%2F%2Fevil.example/", 404),
        ("/events/<script>/", 404),
    ],
)
def test_hostile_paths_are_400_or_404(client, path, status):
    response = client.get(path)
    assert response.status_code == status
    assert b"<script>" not in response.content


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/", "/news/", "/events/", "/feeds/news.rss", "/sitemap.xml"])
@pytest.mark.parametrize(
    "query", ["year=0", "page=99999", "q=%00", "country=%27%20OR%201", "x=" + "y" * 5000, "%00=1", "&&=;"]
)
def test_no_query_string_is_a_500(client, path, query):
    assert client.get(f"{path}?{query}").status_code in {200, 404}


def test_an_unknown_host_is_refused():
    response = Client(headers={"host": "evil.example"}).get("/")
    assert response.status_code == 400
    assert "We cannot read that address" in text(response)


def test_the_pages_for_errors_read_no_database():
    """Without the mark `django_db`, any query raises."""
    request = RequestFactory().get("/")
    assert errors.bad_request(request).status_code == 400
    assert errors.forbidden(request, PermissionDenied()).status_code == 403
    response = errors.server_error(request)
    assert response.status_code == 500
    assert "Something went wrong on our side" in text(response)


def test_a_broken_page_is_a_500(monkeypatch):
    def break_down():
        raise DatabaseError("The database is away.")

    monkeypatch.setattr("news.queries.home.read", break_down)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    assert "Something went wrong on our side" in text(response)
    assert "database" not in text(response)


def test_the_500_page_needs_no_template(monkeypatch, settings):
    settings.TEMPLATES = []
    response = errors.server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert "Something went wrong" in response.content.decode()
