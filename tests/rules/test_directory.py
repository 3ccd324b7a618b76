"""Who may change the directory: a writer adds; what the public reads is an editor's."""

import pytest

from news.enums import Role
from news.models import Account, Contact, Country, EventEdition, Organization, Page, Person, Snapshot, Topic
from news.rules import can, named_publicly, refusal
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return {role: make.make_account(role=role) for role in Role}


def allowed(people, verb, thing):
    return {role for role, person in people.items() if can(person, verb, thing)}


ALL_BUT_VIEWERS = {Role.WRITER, Role.EDITOR, Role.ADMINISTRATOR}
EDITORS = {Role.EDITOR, Role.ADMINISTRATOR}


def test_everybody_with_an_account_reads(people):
    assert allowed(people, "view", Person) == set(Role)
    assert not can(None, "view", Person)


@pytest.mark.parametrize("model", [Person, Organization])
def test_a_writer_adds_entries(people, model):
    assert allowed(people, "add", model) == ALL_BUT_VIEWERS
    assert allowed(people, "merge", model) == EDITORS
    assert allowed(people, "delete", model) == EDITORS


@pytest.mark.parametrize("model", [Country, Topic, Page, Contact])
def test_what_stands_on_every_page_is_an_editors(people, model):
    for verb in ("add", "change", "delete"):
        assert allowed(people, verb, model) == EDITORS


def test_accounts_are_an_administrators(people):
    assert allowed(people, "add", Account) == allowed(people, "change", people[Role.WRITER]) == {Role.ADMINISTRATOR}


def test_the_record_is_nobodys(people):
    assert allowed(people, "change", Snapshot) == set()


def test_a_writer_changes_what_nothing_public_names(people):
    person = make.make_person()
    event = make.make_event()
    make.make_participation(event, person)
    assert allowed(people, "change", person) == ALL_BUT_VIEWERS
    EventEdition.objects.update(state="approved")
    assert allowed(people, "change", person) == EDITORS, "it goes out without another look"
    make.publish(event)
    assert allowed(people, "change", person) == EDITORS
    assert refusal(people[Role.WRITER], "change", person) == (
        "Public or approved pages name this entry. Only an editor can change it."
    )


def test_a_post_follows_its_person(people):
    post = make.make_post()
    assert allowed(people, "change", post) == ALL_BUT_VIEWERS
    Person.objects.update(public_profile=True)
    post.refresh_from_db()
    assert allowed(people, "change", post) == EDITORS


def test_every_way_of_being_named():
    event = make.publish_event(programme=make.make_programme(), series=make.make_series())
    host, through, leader = make.make_organization(), make.make_organization(), make.make_person()
    make.make_organizer(event, host, through=through, led_by=leader)
    guest, force = make.make_person(), make.make_organization()
    make.make_participation(event, guest, organization=force)
    release = make.publish_release(byline=make.make_person(), issued_jointly_with=[make.make_organization()])
    use = make.attach_picture(release)
    named = [host, through, leader, guest, force, event.programme, event.place, event.event.series]
    in_text = make.make_picture()
    figure = f'<figure><img src="/media/{in_text.sha256[:16]}/960.webp" alt="A hall"></figure>'
    make.publish_release(body=f"<p>Text.</p>{figure}")
    named += [release.byline, release.issued_jointly_with.get(), use.picture, in_text]
    assert all(named_publicly(entry) for entry in named)
    private = [make.make_organization(), make.make_person(), make.make_programme(), make.make_series()]
    assert not any(named_publicly(entry) for entry in [*private, make.make_picture(), make.make_place("Cebu")])
