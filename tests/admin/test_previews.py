import re
from html import unescape

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from news import workflow
from news.admin.previews import frame_address
from news.enums import Role
from news.models import Preview, SignOff
from tests.factories import make_account, make_event, make_release, publish

pytestmark = pytest.mark.django_db


@pytest.fixture(params=["edition", "eventedition"])
def version(request):
    return make_release(title="A title") if request.param == "edition" else make_event(name="A title")


@pytest.fixture
def login(client):
    def sign_in(role, **facts):
        account = make_account(role=role, **facts)
        client.force_login(account)
        return account

    return sign_in


def at(version, what="change", *keys):
    return reverse(f"admin:news_{version._meta.model_name}_{what}", args=[version.pk, *keys])


def words(response):
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split()).replace(" .", ".")


def panel(response):
    html = response.content.decode()
    found = re.search(r'<details class="block desk-previews".*?</details>', html, re.DOTALL)
    return found[0] if found else ""


def ask(version, editor, **facts):
    return workflow.ask_sign_off(version, by=editor, **{"name": "Dato' P"} | facts)


# Links


def test_a_writer_makes_a_link_that_opens_without_an_account(client, login, version):
    login(Role.WRITER)
    response = client.post(at(version, "preview"), {"days": "3"}, follow=True)
    assert "The link is made." in words(response)
    address = re.search(r'value="http://newsroom\.test(/preview/[^"]+/)" readonly', panel(response))[1]
    client.logout()
    assert "A title" in client.get(address).content.decode()


def test_a_link_is_ended_and_opens_nothing(client, login, version):
    writer = login(Role.WRITER)
    preview = workflow.make_preview(version, by=writer)
    assert at(version, "end_preview", preview.pk) in panel(client.get(at(version)))
    response = client.post(at(version, "end_preview", preview.pk), follow=True)
    assert "The link has ended." in words(response)
    assert "/preview/" not in panel(response).replace(at(version, "preview"), "")
    assert client.get(workflow.link_path(preview)).status_code == 410
    assert "has ended already" in words(client.post(at(version, "end_preview", preview.pk), follow=True))


@pytest.mark.parametrize("days", ["", "0", "31", "x", "9" * 50, "-1", "\x00", "²"])
def test_a_number_of_days_that_cannot_be_is_said(client, login, version, days):
    login(Role.WRITER)
    response = client.post(at(version, "preview"), {"days": days}, follow=True)
    assert "Give a number of days from 1 to 30." in words(response)
    assert not Preview.objects.exists()


def test_a_viewer_sees_no_link_and_makes_none(client, login, version):
    preview = workflow.make_preview(version, by=make_account())
    login(Role.VIEWER)
    assert "preview/" not in panel(client.get(at(version)))
    assert client.post(at(version, "preview"), {"days": "7"}).status_code == 403
    assert client.post(at(version, "end_preview", preview.pk)).status_code == 403
    assert client.get(at(version, "ask")).status_code == 403
    assert Preview.objects.filter(revoked_at=None).count() == 1


def test_nobody_without_an_account_does_anything(client, version):
    preview = workflow.make_preview(version, by=make_account())
    sign_off = ask(version, make_account(role=Role.EDITOR))
    for path in [
        at(version, "preview"),
        at(version, "ask"),
        at(version, "end_preview", preview.pk),
        at(version, "asked", sign_off.pk),
    ]:
        for send in (client.get, client.post):
            response = send(path)
            assert (response.status_code, "/login/" in response["Location"]) == (302, True)
    assert Preview.objects.filter(revoked_at=None).count() == 2


def test_links_of_another_version_are_not_found(client, login, version):
    login(Role.EDITOR)
    other = workflow.make_preview(make_release(), by=make_account())
    asked = ask(make_release(), make_account(role=Role.EDITOR))
    for key in (other.pk, 10**17, 10**30):
        assert client.post(at(version, "end_preview", key)).status_code == 404
    for key in (asked.pk, 10**17, 10**30):
        assert client.get(at(version, "asked", key)).status_code == 404
    missing = at(version, "ask").replace(f"/{version.pk}/", f"/{10**18}/")
    assert client.get(missing).status_code == 404
    assert client.get(at(version, "preview")).status_code == 405
    assert client.get(at(version, "end_preview", other.pk)).status_code == 405


# Asking


def test_an_editor_asks_and_sends_the_ready_words(client, login, version):
    login(Role.EDITOR)
    page = client.get(at(version, "ask"))
    assert "Ask somebody to approve" in words(page)
    data = {"name": "Dato' P", "organization": "INTERPOL", "email": "p@example.org", "message": "Ranks?", "days": "5"}
    response = client.post(at(version, "ask"), data, follow=True)
    sign_off = SignOff.objects.get()
    assert response.redirect_chain[-1][0] == at(version, "asked", sign_off.pk)
    assert "Dato' P is asked. A mail goes to p@example.org." in words(response)
    assert workflow.link_path(sign_off.preview) in unescape(response.content.decode())
    assert "https://wa.me/?text=" in response.content.decode()
    shown = panel(client.get(at(version)))
    assert "Not answered" in shown
    assert "Dato&#x27; P, INTERPOL" in shown


def test_a_writer_sees_why_not(client, login, version):
    login(Role.WRITER)
    assert "Only an editor can do this." in panel(client.get(at(version)))
    assert client.get(at(version, "ask")).status_code == 403
    assert client.post(at(version, "ask"), {"name": "X", "days": "7"}).status_code == 403
    assert not SignOff.objects.exists()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({}, "Say whom you ask."),
        ({"name": "\x00"}, "Null characters are not allowed."),
        ({"name": "x" * 10_000}, "at most 120"),
        ({"email": "nobody"}, "This is no e-mail address."),
        ({"days": "99"}, "Give a number of days from 1 to 30."),
        ({"days": ""}, "Give a number of days from 1 to 30."),
        ({"days": "9" * 5000}, "Give a number of days from 1 to 30."),
        ({"message": "x" * 10_000}, "at most 2000"),
    ],
)
def test_a_request_that_cannot_be_is_said_beside_its_field(client, login, version, data, said):
    login(Role.EDITOR)
    usual = {"name": "Dato' P", "days": "7", "message": "My words"} if data else {"message": "My words"}
    response = client.post(at(version, "ask"), usual | data)
    assert response.status_code == 200
    assert said in words(response)
    if "message" not in data:
        assert "My words" in words(response)
    assert not SignOff.objects.exists()


def test_what_is_public_is_not_sent_for_approval(client, login, version):
    login(Role.EDITOR)
    publish(version)
    assert "Only a version that is not public yet" in words(client.get(at(version, "ask"), follow=True))
    assert panel(client.get(at(version))) == ""


# What was answered


def test_answers_stand_beside_the_version_until_they_are_stale(client, login, version):
    editor = login(Role.EDITOR)
    sign_off = ask(version, editor)
    digest = workflow.digest_now(version)
    workflow.answer(sign_off, answer="comments", name="<b>Dato' P</b>", comment="<script>Rank</script>", digest=digest)
    shown = panel(client.get(at(version)))
    assert "&lt;b&gt;Dato&#x27; P&lt;/b&gt;" in shown
    assert "&lt;script&gt;Rank&lt;/script&gt;" in shown
    assert "Stale" not in shown
    field = "title" if version._meta.model_name == "edition" else "name"
    workflow.edit(version, {field: "Another"}, by=editor, lock_version=version.lock_version)
    assert "Stale: changed since" in panel(client.get(at(version)))
    client.force_login(make_account(role=Role.VIEWER))
    shown = panel(client.get(at(version)))
    assert "Stale: changed since" in shown
    assert "/preview/" not in shown


def test_the_ready_words_of_an_ended_link_are_gone(client, login, version):
    editor = login(Role.EDITOR)
    sign_off = ask(version, editor)
    workflow.revoke(sign_off.preview, by=editor)
    page = client.get(at(version, "asked", sign_off.pk))
    assert "This link has ended." in words(page)
    assert workflow.link_path(sign_off.preview) not in page.content.decode()
    assert "the link has ended" in panel(client.get(at(version)))


@pytest.mark.parametrize("number", [1, 3])
def test_the_panel_costs_the_same_however_much_it_lists(login, rf, version, number, django_assert_num_queries):
    from news.admin import previews

    editor = login(Role.EDITOR)
    for _ in range(number):
        workflow.make_preview(version, by=editor)
        sign_off = ask(version, editor)
        workflow.answer(sign_off, answer="approved", name="P", digest=workflow.digest_now(version))
    request = rf.get("/")
    request.user = editor
    with django_assert_num_queries(8 if version._meta.model_name == "edition" else 10):
        found = previews.panel(request, version)
    assert len(found["links"]) == 2 * number


# The frame of the review page


def test_a_frame_address_shows_any_version_to_whoever_has_it_and_writes_nothing(client, rf, version):
    request = rf.get("/")
    request.user = make_account(role=Role.VIEWER)
    address = frame_address(request, publish(version))
    response = client.get(address)
    assert "A title" in response.content.decode()
    assert response["X-Frame-Options"] == "SAMEORIGIN"
    assert not Preview.objects.exists()


def test_who_may_not_read_the_desk_gets_no_frame_address(rf, version):
    request = rf.get("/")
    request.user = make_account(is_active=False)
    with pytest.raises(PermissionDenied):
        frame_address(request, version)
