"""Correct everywhere at the desk: from the hint after a name changed to *Approve all* by a second person."""

import pytest
from django.urls import reverse

from news import workflow
from news.enums import Role, State
from news.models import Correction, Edition
from news.workflow import correcting
from tests import factories as make

from .browserform import BrowserForm

pytestmark = pytest.mark.django_db
OLD, NEW = "Nguyen Huu Ngok", "Nguyễn Hữu Ngọc"
ADD, LIST = "/admin/news/correction/add/", "/admin/news/correction/"
WORDS = {"old": OLD, "new": NEW, "what": "name"}


@pytest.fixture
def editor(client):
    account = make.make_account("editor", role=Role.EDITOR)
    client.force_login(account)
    return account


@pytest.fixture
def writer(client):
    account = make.make_account("officer", role=Role.WRITER)
    client.force_login(account)
    return account


def page(correction, what="change"):
    return reverse(f"admin:news_correction_{what}", args=[correction.pk])


def prepared(by, number=1, **facts):
    for _ in range(number):
        make.publish_release(body=f"<p>{OLD}</p>", standfirst="Summary.", **facts)
    keys = [f"edition-{edition.pk}|body:0" for edition in Edition.objects.live()]
    return correcting.prepare(OLD, NEW, "name", f"The name is {NEW}.", keys, by=by)


def test_from_the_name_in_the_directory_to_every_page(client, editor):
    person, event = make.make_person(OLD), make.publish_event()
    make.make_participation(event, person)
    release = make.publish_release(title=f"{OLD} speaks", standfirst="Summary.")
    change = reverse("admin:news_person_change", args=[person.pk])
    form = BrowserForm(client.get(change), "person_form")
    form["name"] = NEW
    html = form.post(client, change, follow=True).content.decode()
    assert "2 public pages may still print" in html
    link = html.split("may still print")[1].split('href="')[1].split('"')[0].replace("&amp;", "&")

    response = client.get(link)
    form = BrowserForm(response, "places")
    assert len(form.data["chosen"]) == 1, "the row of that very person alone is sure"
    assert NEW in form["note"]
    form["chosen"] = [place["value"] for row in response.context["public"] for place in row["places"]]
    response = form.post(client, link, follow=True)
    assert "Handed in." in response.content.decode()
    correction = Correction.objects.get()
    assert "aria-disabled" in response.content.decode()

    client.force_login(make.make_account("second", role=Role.EDITOR))
    html = client.get(page(correction)).content.decode()
    assert "<del>" in html
    response = client.post(page(correction, "approve"), follow=True)
    assert "Published everywhere." in response.content.decode()
    assert NEW in client.get(release.release.get_absolute_url()).content.decode()
    assert OLD not in client.get(event.event.get_absolute_url()).content.decode()


class TestTheHint:
    def save(self, client, person, **values):
        change = reverse("admin:news_person_change", args=[person.pk])
        form = BrowserForm(client.get(change), "person_form")
        for name, value in values.items():
            form[name] = value
        return form.post(client, change, follow=True).content.decode()

    def test_silent_where_nothing_prints_it(self, client, editor):
        person = make.make_person(OLD)
        make.make_release(title=OLD)
        assert "may still print" not in self.save(client, person, name=NEW)

    def test_silent_where_nothing_changed(self, client, editor):
        person = make.make_person(OLD)
        make.make_participation(make.publish_event(), person)
        assert "may still print" not in self.save(client, person, honorific="Dr")

    def test_a_rank_in_a_post(self, client, editor):
        person, force = make.make_person(), make.make_organization()
        colonel, general = make.make_rank(force), make.make_rank(force, "Police General", "PGEN", 0)
        make.make_post(person, force, rank=colonel)
        make.make_participation(make.publish_event(), person, rank_long="Police Colonel")
        make.make_participation(make.publish_event(), rank_long="Police Colonel")
        html = self.save(client, person, **{"posts-0-rank": str(general.pk)})
        assert "1 public page may still print “Police Colonel”" in html
        assert f"of=person-{person.pk}" in html

    def test_a_name_with_markup_stays_words(self, client, editor):
        person = make.make_person("<b>Ngok</b> Huu")
        make.make_participation(make.publish_event(), person)
        assert "“&lt;b&gt;Ngok" in self.save(client, person, name="Ngoc")


class TestPreparing:
    def test_without_words_it_asks_for_them(self, client, writer):
        assert client.get(ADD).status_code == 200
        html = client.get(ADD, {"old": "", "new": "", "what": ""}).content.decode()
        assert "Type the words that are wrong." in html
        assert "Choose what is corrected." in html

    @pytest.mark.parametrize("values", [{"old": "a\x00b"}, {"old": "x" * 10_000}, {"new": OLD}, {"what": "x"}])
    def test_bad_words(self, values, client, writer):
        response = client.get(ADD, WORDS | values)
        assert response.status_code == 200
        assert "errorlist" in response.content.decode()

    def test_nothing_is_ticked_by_itself(self, client, writer):
        make.publish_release(title=OLD)
        assert "chosen" not in BrowserForm(client.get(ADD, WORDS), "places")

    def test_nothing_found(self, client, writer):
        assert "No public page prints these words." in client.get(ADD, WORDS).content.decode()

    @pytest.mark.parametrize("of", ["person-99999", "person-x", "rank-1", "person-" + "9" * 40, "\x00"])
    def test_somebody_who_is_not_there(self, of, client, writer):
        assert client.get(ADD, WORDS | {"of": of}).status_code == 200

    def test_what_is_refused_stands_beside_the_ticks_and_they_stay(self, client, writer):
        edition = make.publish_release(title=f"{OLD} speaks", standfirst="Summary.")
        good = f"edition-{edition.pk}|title:0"
        html = client.post(ADD, WORDS | {"note": f"Not {OLD}.", "chosen": [good]}).content.decode()
        assert "Do not repeat the mistake." in html
        assert "checked" in html.split(f'value="{good}"')[1][:12]
        html = client.post(ADD, WORDS | {"note": "Right.", "chosen": []}).content.decode()
        assert "Tick at least one place." in html
        html = client.post(ADD, WORDS | {"note": "Right.", "chosen": [good, "edition-77777|title:0"]}).content.decode()
        assert "no longer there" in html
        assert not Edition.objects.open().exists()

    def test_what_is_in_progress_says_so(self, client, writer):
        edition = make.publish_release(title=OLD)
        workflow.revise(edition, by=writer)
        html = client.get(ADD, WORDS).content.decode()
        assert "A version is in progress here" in html
        assert "goes out with them" in html

    def test_a_viewer_does_not(self, client):
        client.force_login(make.make_account(role=Role.VIEWER))
        assert client.get(ADD).status_code == 403
        assert client.post(ADD, WORDS).status_code == 403
        assert client.get(LIST).status_code == 200

    @pytest.mark.parametrize("number", [1, 3])
    def test_as_many_queries_for_many_as_for_one(self, number, client, writer, django_assert_num_queries):
        from django.contrib.admin import site

        for _ in range(number):
            make.publish_release(title=OLD)
            workflow.revise(make.publish_release(title=OLD), by=writer)
        client.get(ADD)
        with django_assert_num_queries(self.count(client)):
            client.get(ADD, WORDS)
        assert Correction in site._registry

    def count(self, client):
        """Of the frame, which stands around every page of the desk, and five for the places."""
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        with CaptureQueriesContext(connection) as frame:
            client.get(ADD)
        return len(frame) + 5


class TestTheSecondPerson:
    def test_who_prepared_it_cannot(self, client, editor):
        correction = prepared(editor)
        assert "Somebody else must approve it." in client.get(page(correction)).content.decode()
        assert client.post(page(correction, "approve")).status_code == 403
        assert not Edition.objects.live().filter(body__contains=NEW).exists()

    def test_what_keeps_it_is_named(self, client, editor):
        other = make.make_account(role=Role.WRITER)
        correction = prepared(other, 2, title="Speech")
        one = Edition.objects.open().first()
        workflow.send_back(one, by=editor, comment="Wait.")
        html = client.post(page(correction, "approve")).content.decode()
        assert "Nothing was done." in html
        assert "“Speech”" in html
        assert not Edition.objects.live().filter(body__contains=NEW).exists()

    def test_sent_back_with_a_comment_and_handed_in_again(self, client, editor):
        other = make.make_account("maker", role=Role.WRITER)
        correction = prepared(other)
        assert (
            "Say what is to be changed." in client.post(page(correction, "send_back"), {"comment": ""}).content.decode()
        )
        client.post(page(correction, "send_back"), {"comment": "The accents."})
        assert "Sent back" in client.get(LIST).content.decode()
        client.force_login(other)
        assert "Hand in" in client.get(page(correction)).content.decode()
        client.post(page(correction, "hand_in"))
        assert Edition.objects.open().get().state == State.IN_REVIEW

    def test_given_up(self, client, writer):
        correction = prepared(writer)
        response = client.post(page(correction, "cancel"), follow=True)
        assert "Given up." in response.content.decode()
        assert not Correction.objects.exists()
        assert client.get(page(correction)).status_code == 404

    @pytest.mark.parametrize("what", ["approve", "send_back", "hand_in", "cancel"])
    def test_wrong_ways(self, what, client, editor):
        correction = prepared(make.make_account(role=Role.WRITER))
        assert client.get(page(correction, what)).status_code == 405
        assert client.post(page(correction, what).replace(str(correction.pk), "99999")).status_code == 404
        client.force_login(make.make_account(role=Role.VIEWER))
        assert client.post(page(correction, what), {"comment": "x"}).status_code == 403
        client.logout()
        assert "login" in client.post(page(correction, what)).url
        assert Edition.objects.open().get().state == State.IN_REVIEW

    @pytest.mark.parametrize("key", ["0", "abc", "9" * 30])
    def test_no_such_correction(self, key, client, editor):
        assert client.get(f"/admin/news/correction/{key}/change/").status_code == 404

    def test_done_twice_is_said(self, client, editor):
        correction = prepared(make.make_account(role=Role.WRITER))
        client.post(page(correction, "approve"))
        assert "This correction is done." in client.post(page(correction, "approve"), follow=True).content.decode()
        assert "Approved by editor" in client.get(page(correction)).content.decode()

    def test_words_of_a_text_stay_words(self, client, editor):
        make.publish_release(title=f"<i>{OLD}</i>", standfirst="S.")
        edition = Edition.objects.live().get()
        correction = correcting.prepare(
            OLD, "<b>x</b>", "name", "Right.", [f"edition-{edition.pk}|title:0"], by=make.make_account()
        )
        html = client.get(page(correction)).content.decode()
        assert "<b>x</b>" not in html
        assert "<i>" not in html.split("<main")[1]

    @pytest.mark.parametrize("number", [1, 3])
    def test_as_many_queries_for_many_as_for_one(self, number, client, editor, django_assert_num_queries):
        correction = prepared(make.make_account(role=Role.WRITER), number)
        empty = Correction.objects.create(old="a b", new="c", what="text", note="n", made_by=editor)
        from django.db import connection
        from django.test.utils import CaptureQueriesContext

        client.get(page(empty))
        with CaptureQueriesContext(connection) as frame:
            client.get(page(empty))
        with django_assert_num_queries(len(frame) + 2):
            client.get(page(correction))
