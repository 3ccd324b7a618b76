"""What names an entry: every relation of the model is counted, or belongs to the entry itself."""

import datetime

import pytest

from news.models import Organization, Person, Place, Programme, Rank, Series, SiteState, Topic
from news.queries import naming
from tests import factories as make

# Rows of the entry itself; they go with it.
OWN = {
    Person: {"post.person", "alias.person"},
    Organization: {"standing.organization", "alias.organization"},
    Programme: {"programmepartner.programme", "alias.programme", "programme_countries.programme"},
    Place: {"alias.place"},
    Series: set(),
    Rank: set(),
    Topic: set(),
}
COUNTED = {
    Person: {"participation.person", "organizer.led_by", "edition.byline", "personshown.person", "person.merged_into"},
    Organization: {
        "participation.organization",
        "organizer.organization",
        "organizer.through",
        "edition_issued_jointly_with.organization",
        "post.organization",
        "rank.force",
        "programmepartner.organization",
        "organization.parent",
        "organization.merged_into",
        "sitestate.own_organization",
    },
    Programme: {"eventedition.programme", "organizer.programme", "programme.merged_into"},
    Place: {"eventedition.place", "session.place"},
    Series: {"event.series", "series.merged_into"},
    Rank: {"post.rank"},
    Topic: {"editiontopic.tag", "eventtopic.tag"},
}


@pytest.mark.parametrize("model", OWN)
def test_every_relation_is_own_or_counted(model):
    relations = {
        f"{field.related_model._meta.model_name}.{field.field.name}"
        for field in model._meta.get_fields(include_hidden=True)
        if field.auto_created and (field.one_to_many or field.one_to_one)
    }
    assert relations == OWN[model] | COUNTED[model]


@pytest.mark.django_db
class TestUses:
    def test_of_an_organization(self):
        force = make.make_organization()
        event = make.make_event()
        make.make_participation(event, organization=force)
        make.make_organizer(event, force)
        make.make_organizer(make.make_event(), make.make_organization(), through=force)
        make.make_release(issued_jointly_with=[force])
        make.make_post(organization=force, rank=make.make_rank(force))
        make.make_programme_partner(make.make_programme(), force)
        make.make_organization(parent=force), make.make_organization(merged_into=force)
        SiteState.objects.update_or_create(pk=1, defaults={"own_organization": force})
        assert naming.in_words(force) == (
            "2 events, 1 press release, 1 post, 1 rank, 1 programme, 1 organization below it, "
            "1 setting of this site and 1 merged entry"
        )

    def test_an_event_counts_once_with_all_its_versions(self):
        person = make.make_person()
        event = make.publish_event()
        make.make_participation(event, person)
        make.make_participation(event, person, role="speaker")
        again = make.make_event(event=event.event)
        make.make_organizer(again, led_by=person)
        assert naming.in_words(person) == "1 event"
        assert naming.events(person) == [again]

    def test_what_nobody_names(self):
        country = make.make_country()
        for entry in (make.make_person(), make.make_place(), make.make_series(), make.make_topic(), country):
            assert naming.uses(entry) == []
            assert naming.events(entry) == []
            assert naming.in_words(entry) == ""

    def test_constant_queries(self, django_assert_num_queries):
        person = make.make_person()

        def one():
            make.make_participation(make.make_event(), person)

        one()
        with django_assert_num_queries(5):
            naming.uses(person), naming.events(person)
        one(), one()
        with django_assert_num_queries(5):
            naming.uses(person), naming.events(person)

    def test_the_first_day_on_which_somebody_stands_with_a_body(self):
        person, force = make.make_person(), make.make_organization()
        for day in (20, 10, 15):
            event = make.make_event(starts=datetime.date(2024, 9, day))
            make.make_participation(event, person, organization=force)
        make.make_participation(make.make_event(starts=datetime.date(2020, 1, 1)), person)
        assert naming.first_seen(person) == {force.pk: datetime.date(2024, 9, 10)}
