"""Set later: no picture of a person may be shown, and readers see three."""

import pytest
from django.urls import reverse
from django_tasks_db.models import DBTaskResult

from news.enums import Role
from news.models import ActionLog, PersonShown
from tests import factories as make
from tests.admin.browserform import BrowserForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def person():
    return make.make_person("Cho Ji Ho")


@pytest.fixture
def pictures(person):
    """Three that readers see."""
    edition = make.publish_release()
    rows = [make.attach_picture(edition, caption="Cho Ji Ho at the lectern") for _ in range(2)]
    tagged = make.attach_picture(edition, caption="Delegates").picture
    PersonShown.objects.create(picture=tagged, person=person, order=1)
    return [*(row.picture for row in rows), tagged]


def address(person):
    return reverse("admin:news_person_pictures", args=[person.pk])


def tick(client, change):
    form = BrowserForm(client.get(change), "person_form")
    form["do_not_show"] = "on"
    return form.post(client, change)


def sign_in(client, role):
    account = make.make_account(role=role)
    client.force_login(account)
    return account


def keys(pictures):
    return [str(picture.pk) for picture in pictures]


def test_ticking_it_leads_to_the_pictures(client, person, pictures):
    sign_in(client, Role.EDITOR)
    change = reverse("admin:news_person_change", args=[person.pk])
    response = tick(client, change)
    assert response.url == address(person)
    page = client.get(response.url).content.decode()
    assert page.count('name="picture"') == page.count(" checked>") == 3
    assert "No picture of this person may be published." in page
    assert address(person) in client.get(change).content.decode()


def test_without_a_public_picture_the_form_stays(client, person):
    sign_in(client, Role.EDITOR)
    change = reverse("admin:news_person_change", args=[person.pk])
    assert tick(client, change).url == change
    assert "Readers see no picture of Cho Ji Ho." in client.get(address(person)).content.decode()


def test_all_at_once_and_readers_get_410(client, person, pictures):
    writer = sign_in(client, Role.WRITER)
    make.make_account(role=Role.EDITOR)
    response = client.post(address(person), {"picture": keys(pictures), "reason": "She asked for it."})
    assert response.status_code == 302
    for picture in pictures:
        picture.refresh_from_db()
        assert picture.hidden_by == writer
        assert picture.hidden_reason == "She asked for it."
    client.logout()
    assert client.get(f"/media/{pictures[0].sha256[:16]}/480.webp").status_code == 410
    letters = [job for job in DBTaskResult.objects.all() if job.args_kwargs["args"][0] == "send_mail"]
    assert [job.args_kwargs["args"][1]["what"] for job in letters] == ["pictures_hidden"]
    assert ActionLog.objects.filter(act="hide").count() == 3


def test_only_those_that_are_ticked(client, person, pictures):
    sign_in(client, Role.WRITER)
    client.post(address(person), {"picture": keys(pictures[:1]), "reason": "Asked."})
    assert [type(one).objects.get(pk=one.pk).hidden_at is None for one in pictures] == [False, True, True]


@pytest.mark.parametrize(
    ("posted", "sentence"),
    [
        ({"reason": "Asked."}, "Choose at least one picture."),
        ({"picture": "all", "reason": "  "}, "Say why it is hidden."),
        ({"picture": "all", "reason": "a\x00b"}, ""),
        ({"picture": ["x", "99999999999999999999"], "reason": "Asked."}, "Choose at least one picture."),
    ],
)
def test_what_is_refused_hides_nothing(client, person, pictures, posted, sentence):
    sign_in(client, Role.WRITER)
    if posted.get("picture") == "all":
        posted = posted | {"picture": keys(pictures)}
    response = client.post(address(person), posted)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert all(type(one).objects.get(pk=one.pk).hidden_at is None for one in pictures)


def test_another_persons_picture_is_not_hidden_along(client, person, pictures):
    sign_in(client, Role.WRITER)
    foreign = make.attach_picture(make.publish_release(), caption="Somebody else").picture
    client.post(address(person), {"picture": keys([foreign]), "reason": "Asked."})
    foreign.refresh_from_db()
    assert foreign.hidden_at is None


def test_who_only_reads_may_not(client, person, pictures):
    sign_in(client, Role.VIEWER)
    assert client.get(address(person)).status_code == 403
    assert client.post(address(person), {"picture": keys(pictures), "reason": "Asked."}).status_code == 403


def test_who_was_quicker(client, person, pictures):
    """Of those on the page one was hidden by somebody else meanwhile."""
    from news import workflow

    workflow.hide(pictures[0], by=make.make_account(role=Role.EDITOR), reason="Quicker")
    sign_in(client, Role.WRITER)
    assert client.post(address(person), {"picture": keys(pictures), "reason": "Asked."}).status_code == 302
    assert {type(one).objects.get(pk=one.pk).hidden_reason for one in pictures} == {"Quicker", "Asked."}


def test_the_same_number_of_queries(client, person, pictures, django_assert_num_queries):
    sign_in(client, Role.WRITER)
    client.get(address(person))
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as one:
        client.get(address(person))
    for _ in range(3):
        make.attach_picture(make.publish_release(), caption="Cho Ji Ho")
    with django_assert_num_queries(len(one)):
        client.get(address(person))
