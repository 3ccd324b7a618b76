"""What of a public thing is found, and which lists it stands in: as `queries/filters.py` says it."""

import datetime

import pytest
from django.utils import timezone

from news.enums import SearchType
from news.models import Country, Organization, Person, Programme, SearchEntry, Topic
from news.queries import cards, filters, visibility
from news.record.searchable import batch, batches, number, refresh_everything
from news.record.searchable.things import documents
from news.search import asking, keys, looking
from tests import factories as make

pytestmark = pytest.mark.django_db
COMING = timezone.localdate() + datetime.timedelta(days=40)


def document(thing_type, key):
    found = documents([(thing_type, key)], timezone.now())
    return found[0] if found else None


def narrowed(document):
    return {keys.value_of(key) for key in document.keys}


class TestReleases:
    def test_day_month_and_year_find_it_though_its_text_does_not_say_them(self):
        at = datetime.datetime(2024, 9, 20, 9, tzinfo=datetime.UTC)
        event = make.publish_event(name="Meeting on scams", starts=datetime.date(2023, 11, 2))
        release = make.publish_release(title="Scams reviewed", body="<p>Words.</p>", event=event, at=at).release
        refresh_everything()
        things = {(SearchType.RELEASE, release.pk): "scams 2024", (SearchType.EVENT, event.event_id): "scams 2023"}
        for thing, typed in things.items():
            assert thing in looking.search(asking.read(typed)).things
        assert (SearchType.RELEASE, release.pk) in looking.search(asking.read("scams 20 september 2024")).things

    def test_the_text_and_everything_that_its_page_prints(self):
        force = make.make_organization("Korean National Police Agency", acronym="KNPA", official_name="Gyeongchal")
        force.aliases.create(text="Korea Police")
        person = make.make_person("David Martinez Vinluan", public_profile=True, short_form="Mr Vinluan")
        other = make.publish_event(name="Second event", acronym="SECEV")
        event = make.publish_event(
            name="Symposium on Cybercrime",
            acronym="ISCR",
            venue="Grand Hall",
            subjects="Ransomware\nDeepfakes",
            place=make.make_place("Seoul", make.make_country("KR")),
        )
        make.make_organizer(event, force, role="host", through=make.make_organization("Seoul Metropolitan Police"))
        make.make_participation(
            event, person, printed_as="David M. Vinluan", position="Executive Director", rank_long="Police Colonel"
        )
        make.make_session(event, "Opening ceremony", venue="Room 5", summary="With music.")
        edition = make.publish_release(
            title="Three days in Seoul",
            standfirst="A summary.",
            body="<p>The <strong>text</strong> itself.</p>",
            event=event,
            byline=make.make_person("Noor Farida"),
            also_covers=[other],
            issued_jointly_with=[make.make_organization("INTERPOL")],
            topics=[make.make_topic("Online Fraud")],
            dateline="SEOUL, 17 September",
        )
        made = document("release", edition.release_id)
        assert (made.title, made.summary) == ("Three days in Seoul", "A summary.")
        assert made.text.startswith("The text itself.\n\n")
        for printed in (
            "David M. Vinluan",
            "Noor Farida",
            "Symposium on Cybercrime (ISCR)",
            "Seoul",
            "Republic of Korea",
            "Korean National Police Agency (KNPA)",
            "Seoul Metropolitan Police",
            "INTERPOL",
            "Second event SECEV",
        ):
            assert printed in made.names, printed
        for printed in ("SEOUL, 17 September", "Grand Hall", "Ransomware", "Police Colonel", "Executive Director"):
            assert printed in made.text, printed
        for printed in ("Opening ceremony", "Room 5", "With music.", "Online Fraud", edition.release.reference):
            assert printed in made.text, printed
        for unprinted in ("KNPA", "Gyeongchal", "Korea Police", "Mr Vinluan", "David Martinez Vinluan"):
            assert unprinted in made.also.splitlines(), unprinted
        assert {"David M. Vinluan", "Mr Vinluan", "Noor Farida"} <= set(made.people)
        assert made.called == ()
        assert made.again_at is None

    def test_the_lists_it_stands_in(self):
        event = make.publish_event(
            kind="training",
            programme=make.make_programme(slug="eat-pandas"),
            also_in=[make.make_country("SG")],
        )
        make.make_organizer(event, make.make_organization(slug="host"), through=make.make_organization(slug="through"))
        make.make_organizer(event, programme=make.make_programme(slug="organizing"))
        session = make.make_session(event)
        make.make_organizer(event, make.make_organization(slug="of-session"), session=session)
        make.make_participation(event, make.make_person(slug="with-page", public_profile=True), session=session)
        make.make_participation(event, make.make_person(slug="without-page"))
        make.make_participation(event, make.make_person(slug="absent", public_profile=True), role="mentioned")
        make.make_participation(event, organization=make.make_organization(slug="far"), role="represented")
        make.make_participation(event, organization=make.make_organization(slug="there"))
        make.make_participation(event, country=make.make_country("MY"))
        edition = make.publish_release(
            event=event,
            at=datetime.datetime(2023, 12, 31, 16, 30, tzinfo=datetime.UTC),
            topics=[make.make_topic("Online Fraud")],
            issued_jointly_with=[make.make_organization(slug="jointly")],
        )
        assert narrowed(document("release", edition.release_id)) == {
            ("type", "release"),
            ("year", "2024"),
            ("month", "202401"),
            ("kind", "training"),
            ("country", "PH"),
            ("country", "SG"),
            ("organization", "host"),
            ("organization", "through"),
            ("organization", "of-session"),
            ("organization", "there"),
            ("organization", "jointly"),
            ("person", "with-page"),
            ("programme", "eat-pandas"),
            ("programme", "organizing"),
            ("topic", "online-fraud"),
        }

    def test_it_stands_where_the_filters_say(self):
        """Every release carries the keys of exactly the lists that its filters let it into."""
        self._events()
        for edition in cards.live_releases():
            carried = narrowed(document("release", edition.release_id))
            for name, values in self._values().items():
                for value in values:
                    chosen = filters.Filters(**{name: value})
                    listed = filters.apply(
                        cards.live_releases(), chosen, kept_back=visibility.keeping_back(timezone.now())
                    )
                    assert ((name, value) in carried) == listed.filter(pk=edition.pk).exists(), (name, value)

    def _events(self):
        for begins in (datetime.date(2024, 9, 17), COMING):
            for extra in ({}, {"show_all_before": True}, {"status": "cancelled"}, {"precision": "tba"}):
                event = make.make_event(
                    starts=None if extra.get("precision") else begins,
                    programme=make.make_programme(),
                    kind="workshop",
                    also_in=[make.make_country("SG")],
                    **extra,
                )
                make.publish(event)
                person = make.make_person(public_profile=True)
                make.make_organizer(event, through=make.make_organization(), led_by=person, led_by_as="")
                session = make.make_session(event)
                make.make_organizer(event, session=session)
                make.make_organizer(event, programme=make.make_programme(), session=session)
                for role in ("speaker", "mentioned", "represented"):
                    there = make.make_person(public_profile=True)
                    make.make_participation(event, there, role=role, organization=make.make_organization())
                make.publish_release(event=event, issued_jointly_with=[make.make_organization()])
        draft = make.make_event()
        make.publish_release(event=draft, kind="statement", topics=[make.make_topic()])

    def _values(self):
        found = {"country": Country.objects.values_list("code", flat=True)}
        for name, model in {
            "organization": Organization,
            "person": Person,
            "programme": Programme,
            "topic": Topic,
        }.items():
            found[name] = list(model.objects.values_list("slug", flat=True))
        return found | {
            "kind": ["workshop", "statement", "event_report", "meeting"],
            "year": [str(timezone.localdate().year)],
        }


class TestOthers:
    def test_an_event_is_called_by_its_name_and_its_acronym(self):
        series = make.make_series("ASEANAPOL Conference")
        event = make.publish_event(name="Symposium on Cybercrime", acronym="ISCR", series=series, ordinal=41)
        made = document("event", event.event_id)
        assert made.called == ("Symposium on Cybercrime (ISCR)", "Symposium on Cybercrime", "ISCR")
        assert "41st ASEANAPOL Conference" in made.names
        assert made.moment.isoformat() == "2024-09-17T00:00:00+08:00"
        assert {("year", "2024"), ("month", "202409"), ("type", "event"), ("kind", "meeting")} <= narrowed(made)

    def test_an_event_without_dates_stands_where_it_was_made_known(self):
        event = make.publish(make.make_event(precision="tba"), at=datetime.datetime(2024, 5, 1, tzinfo=datetime.UTC))
        made = document("event", event.event_id)
        assert made.moment == event.published_at
        assert not {facet for facet, _ in narrowed(made)} & {"year", "month"}

    def test_a_person_with_the_posts_that_have_begun(self):
        force = make.make_organization("Korean National Police Agency", acronym="KNPA")
        make.make_standing(force)
        unnamed = make.make_organization("Unheard Office")
        person = make.make_person("Cho Ji-ho", public_profile=True, short_form="Commissioner General Cho")
        make.make_post(person, force, "Director", rank=make.make_rank(force, "Superintendent", "SUPT"))
        make.make_post(person, unnamed, "Adviser")
        make.make_post(person, force, "Chief to be", since=COMING)
        made = document("person", person.pk)
        assert "Superintendent (SUPT), Director, Korean National Police Agency (KNPA)" in made.text
        assert "Chief to be" not in made.text
        assert timezone.localdate(made.again_at) == COMING
        assert made.called == ("Cho Ji-ho", "Commissioner General Cho")
        assert narrowed(made) == {("type", "person"), ("organization", force.slug)}
        assert document("person", make.make_person().pk) is None

    def test_an_organization_is_called_by_every_name(self):
        force = make.make_organization("Korean National Police Agency", acronym="KNPA", country=make.make_country("KR"))
        force.aliases.create(text="Korea Police")
        assert document("organization", force.pk) is None
        make.make_standing(force)
        made = document("organization", force.pk)
        assert made.title == "Korean National Police Agency (KNPA)"
        assert made.called == (made.title, "Korean National Police Agency", "KNPA", "Korea Police")
        assert narrowed(made) == {("type", "organization"), ("country", "KR")}

    def test_a_programme_with_partners_and_countries(self):
        programme = make.make_programme("Care for Pandas", acronym="CFP", summary="What it does.")
        programme.countries.add(make.make_country("SG"))
        make.make_programme_partner(programme, make.make_organization("INTERPOL", slug="interpol"))
        assert document("programme", programme.pk) is None
        make.publish_event(programme=programme)
        made = document("programme", programme.pk)
        assert (made.title, made.summary) == ("Care for Pandas (CFP)", "What it does.")
        assert "INTERPOL, Singapore" in made.names
        assert narrowed(made) == {("type", "programme"), ("country", "SG"), ("organization", "interpol")}


class TestInBatches:
    def _things(self, number):
        for _ in range(number):
            picture, programme = make.make_picture(), make.make_programme()
            programme.countries.add(make.make_country("SG"))
            make.make_programme_partner(programme, make.make_organization(country=make.make_country("SG")))
            event = make.publish_event(
                programme=programme, topics=[make.make_topic()], also_in=[make.make_country("SG")]
            )
            session = make.make_session(event, place=make.make_place("Cebu"))
            make.make_organizer(event, led_by=make.make_person(public_profile=True))
            make.make_participation(event, make.make_person(public_profile=True), session=session)
            make.make_post(make.make_person(public_profile=True), make.make_organization())
            address = f"/media/{picture.sha256[:16]}/960.webp"
            edition = make.publish_release(
                event=event,
                body=f'<p>Text</p><figure><img src="{address}" alt="Seen"></figure>',
                also_covers=[make.publish_event()],
                topics=[make.make_topic()],
                issued_jointly_with=[make.make_organization()],
            )
            make.attach_picture(edition, caption="Caption")
            make.attach_document(edition)

    @pytest.mark.parametrize("number", [1, 3])
    @pytest.mark.parametrize(
        ("thing_type", "queries"),
        [("release", 19), ("event", 12), ("person", 6), ("organization", 5), ("programme", 8)],
    )
    def test_a_batch_costs_the_same_however_many(self, number, thing_type, queries, django_assert_num_queries):
        self._things(number)
        refresh_everything()
        things = list(SearchEntry.objects.filter(thing_type=thing_type).values_list("thing_type", "thing_id"))
        assert len(things) >= number
        with django_assert_num_queries(queries):
            assert len(documents(things, timezone.now())) == len(things)

    def test_everything_comes_once_whatever_the_size_and_goes_on_behind_a_position(self):
        self._things(2)
        whole = [(one.thing_type, one.thing_id) for found, _ in batches() for one in found]
        assert len(whole) == len(set(whole)) == number()
        assert {thing_type for thing_type, _ in whole} == set(SearchType)
        in_ones = [(one.thing_type, one.thing_id) for found, _ in batches(size=1) for one in found]
        assert in_ones == whole
        first, position = batch(size=2)
        rest = [(one.thing_type, one.thing_id) for found, _ in batches(position, size=3) for one in found]
        assert [(one.thing_type, one.thing_id) for one in first] + rest == whole

    def test_nothing_at_all(self):
        assert batch() is None
        refresh_everything()
