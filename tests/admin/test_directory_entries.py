"""Organizations, ranks, places, countries, programmes, series and topics at the desk."""

import datetime

import pytest
from django.urls import reverse

from news.admin.directory import zones
from news.enums import Role
from news.models import (
    ActionLog,
    Country,
    Organization,
    PastAddress,
    Place,
    Programme,
    Rank,
    Series,
    Standing,
    Topic,
)
from news.record.directory import refold
from tests import factories as make
from tests.admin.browserform import BrowserForm

pytestmark = pytest.mark.django_db

JUNE, MARCH = datetime.date(2024, 6, 1), datetime.date(2025, 3, 1)


@pytest.fixture
def editor(client):
    account = make.make_account("editor", Role.EDITOR)
    client.force_login(account)
    return account


def add(model):
    return reverse(f"admin:news_{model}_add")


def change(entry):
    return reverse(f"admin:news_{entry._meta.model_name}_change", args=[entry.pk])


def listed(model):
    return reverse(f"admin:news_{model}_changelist")


def form_of(client, address, model):
    response = client.get(address)
    assert response.status_code == 200
    return BrowserForm(response, f"{model}_form")


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


class TestOrganizations:
    def test_added_with_standing_and_spelling(self, client, editor):
        country = make.make_country("TH", "Thailand")
        form = form_of(client, add("organization"), "organization")
        for name, value in {"name": "Royal Thai Police", "acronym": "RTP", "kind": "police"}.items():
            form[name] = value
        form["country"] = country.pk
        form.add_row("standings", kind="member", since="1984-01-01")
        form.add_row("aliases", text="Police de Thaïlande", kind="also_correct")
        assert form.post(client, add("organization")).status_code == 302
        force = Organization.objects.get()
        assert force.slug == "royal-thai-police-rtp"
        assert force.standings.get().since == datetime.date(1984, 1, 1)
        assert list(Organization.objects.matching("thailande")) == [force]
        page = client.get(change(force)).content.decode()
        assert f"{listed('rank')}?force={force.pk}" in page

    @pytest.mark.parametrize(
        ("typed", "where", "sentence"),
        [
            ({"website": "nonsense"}, "website", "This is no web address."),
            ({"website": "javascript:alert(1)"}, "website", "This is no web address."),
            ({"kind": "nonsense"}, "kind", ""),
            ({"kind": ""}, "kind", "Choose what it is."),
            ({"country": "ZZ"}, "country", ""),
            ({"name": ""}, "name", "Type the name."),
            ({"acronym": "x" * 31}, "acronym", "At most 30 letters. This has 31."),
        ],
    )
    def test_bad_input(self, client, editor, typed, where, sentence):
        form = form_of(client, add("organization"), "organization")
        form["name"], form["kind"] = "Somebody", "other"
        for name, value in typed.items():
            form[name] = value
        found = errors(form.post(client, add("organization")))
        assert set(found) == {where}
        assert sentence in found[where][0]
        assert not Organization.objects.exists()

    def test_it_stands_neither_below_itself_nor_in_a_circle(self, client, editor):
        whole = make.make_organization("Whole")
        part = make.make_organization("Part", parent=whole)
        for entry, parent in [(whole, whole), (whole, part)]:
            form = form_of(client, change(entry), "organization")
            form["parent"] = parent.pk
            assert "It cannot be part of itself" in errors(form.post(client, change(entry)))["parent"][0]

    def test_a_standing_that_ends_before_it_begins(self, client, editor):
        force = make.make_organization()
        form = form_of(client, change(force), "organization")
        form.add_row("standings", kind="observer", since="2024-01-01", until="2023-01-01")
        response = form.post(client, change(force))
        assert "This is before the first day" in response.content.decode()
        assert not Standing.objects.exists()

    def test_a_new_name_is_found_at_its_ranks(self, client, editor):
        force = make.make_organization("Old Force")
        rank = make.make_rank(force)
        refold(rank)
        form = form_of(client, change(force), "organization")
        form["name"] = "New Force"
        assert form.post(client, change(force)).status_code == 302
        assert "new force" in Rank.objects.get().folded

    def test_lists_by_standing(self, client, editor, django_assert_num_queries):
        def one(kind, **facts):
            force = make.make_organization(country=make.make_country(), parent=make.make_organization())
            make.make_standing(force, kind, **facts)

        one("member")
        client.get(listed("organization"))
        with django_assert_num_queries(8):
            client.get(listed("organization"))
        one("observer"), one("member", until=datetime.date(2020, 1, 1))
        with django_assert_num_queries(8):
            assert client.get(listed("organization")).context["cl"].result_count == 6
        for show, number in [("member", 1), ("observer", 1), ("dialogue-partner", 0), ("merged", 0), ("x", 6)]:
            page = client.get(listed("organization"), {"show": show})
            assert page.context["cl"].result_count == number, show
        empty = client.get(listed("organization"), {"show": "merged"}).content.decode()
        assert "There is none of these." in empty


class TestRanks:
    def test_added_and_found_by_its_force(self, client, editor):
        force = make.make_organization("Royal Thai Police", acronym="RTP")
        form = form_of(client, f"{add('rank')}?force={force.pk}&name=Police+Colonel", "rank")
        assert (form["force"], form["long"]) == (str(force.pk), "Police Colonel")
        form["short"], form["order"] = "Pol. Col.", 5
        assert form.post(client, add("rank")).status_code == 302
        rank = Rank.objects.get()
        assert "rtp" in rank.folded
        make.make_rank(make.make_organization("Other"))
        page = client.get(f"{listed('rank')}?force={force.pk}")
        assert page.context["cl"].result_count == 1
        assert "Ranks of Royal Thai Police (RTP)" in page.content.decode()
        assert f"{add('rank')}?force={force.pk}" in page.content.decode()
        for odd in ("x", "9" * 30, ""):
            assert client.get(f"{listed('rank')}?force={odd}").context["cl"].result_count == 2

    @pytest.mark.parametrize(
        ("typed", "where"),
        [({"order": "-1"}, "order"), ({"order": "x"}, "order"), ({"long": ""}, "long"), ({"force": ""}, "force")],
    )
    def test_bad_input(self, client, editor, typed, where):
        force = make.make_organization()
        form = form_of(client, add("rank"), "rank")
        for name, value in ({"force": force.pk, "long": "Colonel", "order": "1"} | typed).items():
            form[name] = value
        assert set(errors(form.post(client, add("rank")))) == {where}
        assert not Rank.objects.exists()

    def test_once_a_force(self, client, editor):
        rank = make.make_rank(make.make_organization(), "Colonel")
        form = form_of(client, add("rank"), "rank")
        form["force"], form["long"], form["order"] = rank.force_id, "Colonel", 2
        page = form.post(client, add("rank")).content.decode()
        assert "This force has this rank already." in page
        assert Rank.objects.count() == 1

    def test_constant_queries(self, client, editor, django_assert_num_queries):
        make.make_rank(make.make_organization())
        client.get(listed("rank"))
        with django_assert_num_queries(7):
            client.get(listed("rank"))
        make.make_rank(make.make_organization()), make.make_rank(make.make_organization())
        with django_assert_num_queries(7):
            assert client.get(listed("rank")).context["cl"].result_count == 3


class TestPlaces:
    def post(self, client, **typed):
        form = form_of(client, add("place"), "place")
        for name, value in typed.items():
            form[name] = value
        return form.post(client, add("place"))

    @pytest.mark.parametrize(
        ("code", "more", "zone"),
        [
            ("SG", {}, "Asia/Singapore"),
            ("ID", {"latitude": "-8.65", "longitude": "115.22"}, "Asia/Makassar"),
            ("ID", {"latitude": "-6.2", "longitude": "106.8"}, "Asia/Jakarta"),
            ("ID", {"zone": "Asia/Jayapura"}, "Asia/Jayapura"),
        ],
    )
    def test_the_zone_comes_from_country_and_coordinates(self, client, editor, code, more, zone):
        if not zones._of_world():
            pytest.skip("this machine has no table of time zones")
        make.make_country(code)
        assert self.post(client, city="Somewhere", country=code, **more).status_code == 302
        assert Place.objects.get().zone == zone

    def test_clocks_that_agree_are_one(self, client, editor):
        country = make.make_country("MY", "Malaysia")
        (
            make.make_place("Kuala Lumpur", country, "Asia/Kuala_Lumpur"),
            make.make_place("Kuching", country, "Asia/Kuching"),
        )
        make.make_place("Ipoh", country, "Asia/Kuala_Lumpur")
        assert self.post(client, city="Klang", country="MY").status_code == 302
        assert Place.objects.get(city="Klang").zone == "Asia/Kuala_Lumpur"

    def test_a_country_with_several_asks(self, client, editor):
        country = make.make_country("ID", "Indonesia")
        make.make_place("Jakarta", country, "Asia/Jakarta"), make.make_place("Bali", country, "Asia/Makassar")
        found = errors(self.post(client, city="Somewhere", country="ID"))
        assert "Indonesia has several time zones. Choose one" in found["zone"][0]
        assert Place.objects.count() == 2

    @pytest.mark.parametrize(
        ("typed", "where"),
        [
            ({"city": ""}, "city"),
            ({"country": ""}, "country"),
            ({"latitude": "north"}, "latitude"),
            ({"latitude": "90.1"}, "latitude"),
            ({"longitude": "-181"}, "longitude"),
            ({"longitude": "nan"}, "longitude"),
            ({"latitude": "1e400"}, "latitude"),
            ({"zone": "Asia/Nowhere"}, "zone"),
        ],
    )
    def test_bad_input(self, client, editor, typed, where):
        make.make_country("MY")
        make.make_place("Kuala Lumpur", make.make_country("MY"), "Asia/Kuala_Lumpur")
        found = errors(self.post(client, **({"city": "Ipoh", "country": "MY"} | typed)))
        assert set(found) == {where}
        assert Place.objects.count() == 1

    def test_the_same_city_of_the_country_but_not_of_another(self, client, editor):
        make.make_place("Georgetown", make.make_country("MY"), "Asia/Kuala_Lumpur")
        make.make_place("Elsewhere", make.make_country("SG"), "Asia/Singapore")
        page = self.post(client, city="GEORGETOWN", country="MY").content.decode()
        assert "Open that one" in page
        assert self.post(client, city="Georgetown", country="SG").status_code == 302

    def test_constant_queries(self, client, editor, django_assert_num_queries):
        make.make_place()
        client.get(listed("place"))
        with django_assert_num_queries(7):
            client.get(listed("place"))
        make.make_place("Cebu"), make.make_place("Davao")
        with django_assert_num_queries(7):
            assert client.get(listed("place")).context["cl"].result_count == 3


class TestCountries:
    def test_the_house_name_and_spellings(self, client, editor):
        country = make.make_country("VN", "Vietnam")
        place = make.make_place("Hanoi", country)
        form = form_of(client, change(country), "country")
        assert "code" not in form
        form["name"] = "Viet Nam"
        form.add_row("aliases", text="Việt Nam", kind="also_correct")
        assert form.post(client, change(country)).status_code == 302
        country = Country.objects.get()
        assert (country.name, country.iso_name) == ("Viet Nam", "Vietnam")
        place.refresh_from_db()
        assert "viet nam" in place.folded
        assert list(Country.objects.values_list("folded", flat=True)) == ["viet nam vietnam vn viet nam"]

    def test_a_name_of_another(self, client, editor):
        make.make_country("MY", "Malaysia")
        country = make.make_country("VN", "Viet Nam")
        form = form_of(client, change(country), "country")
        form["name"] = "Malaysia"
        assert errors(form.post(client, change(country)))["name"] == ["Another country has this name."]

    def test_nobody_adds_one_and_writers_only_read(self, client, editor):
        country = make.make_country()
        assert client.get(add("country")).status_code == 403
        client.force_login(make.make_account("writer", Role.WRITER))
        assert "Only an editor can do this." in client.get(change(country)).content.decode()
        assert client.post(change(country), {"name": "X"}).status_code == 403

    def test_constant_queries(self, client, editor, django_assert_num_queries):
        make.make_country("PH")
        client.get(listed("country"))
        with django_assert_num_queries(7):
            client.get(listed("country"))
        make.make_country("MY"), make.make_country("KR")
        with django_assert_num_queries(7):
            assert client.get(listed("country")).context["cl"].result_count == 3


class TestProgrammes:
    def test_with_months_countries_and_partners(self, client, editor):
        lead = make.make_organization("INTERPOL")
        for code in ("PH", "MY"):
            make.make_country(code)
        form = form_of(client, add("programme"), "programme")
        form["name"], form["acronym"] = "Joint Operations", "ASPJOC"
        form["starts"], form["ends"], form["country_count"] = "2024-06", "2025-03", "20"
        form["countries"] = ["PH", "MY"]
        form.add_row("partners", organization=lead.pk, role="lead")
        assert form.post(client, add("programme")).status_code == 302
        programme = Programme.objects.get()
        assert (programme.starts, programme.ends, programme.country_count) == (JUNE, MARCH, 20)
        assert set(programme.countries.values_list("code", flat=True)) == {"PH", "MY"}
        assert programme.partners.get().organization == lead
        form = form_of(client, change(programme), "programme")
        assert (form["starts"], form["ends"]) == ("2024-06", "2025-03")
        assert set(form.data["countries"]) == {"PH", "MY"}
        form["countries"] = []
        assert form.post(client, change(programme)).status_code == 302
        assert not programme.countries.exists()
        assert ActionLog.objects.filter(act="rows").first().details["countries"]["before"] == ["MY", "PH"]

    @pytest.mark.parametrize("typed", ["2024-06", "2024-06-17", "June 2024", "june 2024"])
    def test_months_as_they_are_typed(self, client, editor, typed):
        form = form_of(client, add("programme"), "programme")
        form["name"], form["starts"] = "P", typed
        assert form.post(client, add("programme")).status_code == 302
        assert Programme.objects.get().starts == JUNE

    @pytest.mark.parametrize(
        ("typed", "where", "sentence"),
        [
            ({"starts": "2025-03", "ends": "2024-06"}, "ends", "This is before the first month, March 2025."),
            ({"starts": "2024-13"}, "starts", "This is no month."),
            ({"starts": "0000-01"}, "starts", "This is no month."),
            ({"starts": "0001-01"}, "starts", "This is no month."),
            ({"ends": "May to June 2024"}, "ends", "This is no month."),
            ({"ends": "x" * 10_000}, "ends", "This is no month."),
            ({"country_count": "-1"}, "country_count", ""),
            ({"country_count": "1", "countries": ["PH", "MY"]}, "country_count", "Two are named. It cannot be fewer."),
            ({"countries": ["ZZ"]}, "countries", ""),
        ],
    )
    def test_bad_input(self, client, editor, typed, where, sentence):
        make.make_country("PH"), make.make_country("MY")
        form = form_of(client, add("programme"), "programme")
        form["name"] = "Programme"
        for name, value in typed.items():
            form[name] = value
        found = errors(form.post(client, add("programme")))
        assert set(found) == {where}
        assert sentence in found[where][0]
        assert not Programme.objects.exists()

    def test_a_partner_twice_in_one_role(self, client, editor):
        lead = make.make_organization()
        programme = make.make_programme()
        make.make_programme_partner(programme, lead, "lead")
        form = form_of(client, change(programme), "programme")
        form.add_row("partners", organization=lead.pk, role="lead")
        assert "This organization has this role twice." in form.post(client, change(programme)).content.decode()
        form = form_of(client, change(programme), "programme")
        form.add_row("partners", organization=lead.pk, role="funder")
        assert form.post(client, change(programme)).status_code == 302

    def test_constant_queries(self, client, editor, django_assert_num_queries):
        def one():
            make.make_programme_partner(make.make_programme(), make.make_organization(), "lead")

        one()
        client.get(listed("programme"))
        with django_assert_num_queries(8):
            client.get(listed("programme"))
        one(), one()
        with django_assert_num_queries(8):
            assert client.get(listed("programme")).context["cl"].result_count == 3


class TestSeriesAndTopics:
    def test_a_series(self, client, editor, django_assert_num_queries):
        form = form_of(client, add("series"), "series")
        form["name"], form["acronym"] = "Symposium on Cybercrime Response", "ISCR"
        assert form.post(client, add("series")).status_code == 302
        series = Series.objects.get()
        make.make_event(series=series), make.make_event(series=series)
        client.get(listed("series"))
        with django_assert_num_queries(7):
            assert [row.event_count for row in client.get(listed("series")).context["cl"].result_list] == [2]
        make.make_series(), make.make_series()
        with django_assert_num_queries(7):
            client.get(listed("series"))
        form = form_of(client, add("series"), "series")
        form["name"] = "Symposium on cybercrime response"
        page = form.post(client, add("series")).content.decode()
        assert "Open that one" in page

    def test_a_topic(self, client, editor, django_assert_num_queries):
        form = form_of(client, add("topic"), "topic")
        form["name"] = "Cybercrime"
        assert form.post(client, add("topic")).status_code == 302
        topic = Topic.objects.get()
        assert topic.slug == "cybercrime"
        form = form_of(client, change(topic), "topic")
        form["name"], form["slug"] = "Cyber crime", "cyber-crime"
        assert form.post(client, change(topic)).status_code == 302
        assert PastAddress.objects.get().path == "/topics/cybercrime/"
        assert [line.act for line in ActionLog.objects.order_by("pk")] == ["add", "change"]
        form = form_of(client, add("topic"), "topic")
        form["name"] = "CYBER CRIME"
        assert "There is a topic" in errors(form.post(client, add("topic")))["name"][0]
        client.get(listed("topic"))
        with django_assert_num_queries(7):
            client.get(listed("topic"))
        make.make_topic(), make.make_topic()
        with django_assert_num_queries(7):
            client.get(listed("topic"))

    def test_topics_are_the_editors(self, client):
        topic = make.make_topic()
        client.force_login(make.make_account("writer", Role.WRITER))
        assert client.get(add("topic")).status_code == 403
        assert client.post(change(topic), {"name": "X"}).status_code == 403


@pytest.mark.parametrize("model", ["organization", "rank", "place", "programme", "series"])
@pytest.mark.parametrize(("role", "status"), [(Role.VIEWER, 403), (Role.WRITER, 200), (Role.EDITOR, 200)])
def test_who_adds(client, model, role, status):
    client.force_login(make.make_account("one", role))
    assert client.get(add(model)).status_code == status


@pytest.mark.parametrize("role", [Role.VIEWER, Role.WRITER, Role.EDITOR])
def test_what_public_names_is_an_editors(client, role):
    client.force_login(make.make_account("one", role))
    place, programme = make.make_place("Cebu"), make.make_programme()
    event = make.make_event(place=place, programme=programme, series=make.make_series())
    force = make.make_organizer(event, make.make_organization()).organization
    rank = make.make_rank(force)
    make.publish(event)
    for entry in (place, programme, event.event.series, force, rank):
        page = client.get(change(entry)).content.decode()
        assert ("You can read this entry." in page) == (role != Role.EDITOR), entry
        assert ("data-save" in page) == (role == Role.EDITOR), entry


def test_every_list_and_form_weighs_little(client, editor):
    make.make_country(), make.make_person(), make.make_place()
    for model in ("person", "organization", "rank", "place", "country", "programme", "series", "topic"):
        assert len(client.get(listed(model)).content) < 60_000, model
    assert len(client.get(add("place")).content) < 120_000
