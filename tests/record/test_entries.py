"""Entries with their rows: saved as one, refused as one, deleted only where nothing names them."""

import datetime

import pytest

from news.enums import Role
from news.errors import ChangedMeanwhile, Problems
from news.models import Account, ActionLog, Alias, PastAddress, Person, Post, Snapshot
from news.record.accounts import save_account, set_password
from news.record.directory import refold
from news.record.entries import Rows, delete_entry, save_with_rows, touch
from tests import factories as make

pytestmark = pytest.mark.django_db


def test_rows_are_found_at_once():
    person = Person(name="Ngoc")
    save_with_rows(person, [Rows("aliases", "person", keep=[Alias(text="Éléonore")])], by=None)
    assert list(Person.objects.matching("eleonore")) == [person]
    assert ActionLog.objects.get(act="rows").details["aliases"]["before"] == []


def test_one_bad_row_and_nothing_is_written():
    person, force = make.make_person("Old"), make.make_organization()
    person.name = "New"
    good = Post(organization=force, position="Good")
    bad = Post(organization=force, since=datetime.date(2024, 2, 1), until=datetime.date(2024, 1, 1))
    with pytest.raises(Problems) as refused:
        save_with_rows(person, [Rows("posts", "person", keep=[good, bad])], by=None)
    assert set(refused.value.by_field) == {"posts.1.position", "posts.1"}
    person.refresh_from_db()
    assert person.name == "Old"
    assert not Post.objects.exists()
    assert not Snapshot.objects.exists()


def test_the_second_of_two_writes_no_rows():
    person = make.make_person()
    touch(person)
    with pytest.raises(ChangedMeanwhile):
        save_with_rows(person, [Rows("aliases", "person", keep=[Alias(text="A")])], by=None, lock_version=0)
    assert not Alias.objects.exists()


def test_without_a_change_of_rows_there_is_no_line_about_them():
    post = make.make_post()
    save_with_rows(post.person, [Rows("posts", "person", keep=[post])], by=None)
    assert [line.act for line in ActionLog.objects.all()] == ["change"]


def test_places_are_found_by_the_new_name_of_their_country():
    country = make.make_country("VN", "Vietnam")
    place = make.make_place("Hanoi", country)
    refold(place)
    country.name = "Viet Nam"
    save_with_rows(country, by=None)
    place.refresh_from_db()
    assert "viet nam" in place.folded


def test_a_deleted_entry_keeps_its_address_and_its_snapshot():
    force = make.make_organization("Gone", slug="gone")
    delete_entry(force, by=None)
    assert PastAddress.objects.get().path == "/organizations/gone/"
    assert ActionLog.objects.get(act="delete").before.data["name"] == "Gone"


def test_what_is_named_or_merged_is_not_deleted():
    post = make.make_post()
    with pytest.raises(Problems, match="named by 1 post"):
        delete_entry(post.organization, by=None)
    with pytest.raises(Problems, match="Take the merge back first"):
        delete_entry(make.make_person(merged_into=post.person), by=None)


class TestAccounts:
    def test_the_log_knows_no_password(self):
        account = Account(username="ngoc", role=Role.WRITER)
        account.set_password("a long and good password")
        save_account(account, by=None)
        set_password(account, "another good password", by=None)
        for line in ActionLog.objects.all():
            assert "password" not in str(line.details)
        assert not Snapshot.objects.exists()
        assert [line.act for line in ActionLog.objects.order_by("pk")] == ["add", "password"]

    def test_somebody_can_always_administer(self):
        boss = make.make_account("boss", Role.ADMINISTRATOR)
        for name, value, field in [("role", Role.EDITOR, "role"), ("is_active", False, "is_active")]:
            before = getattr(boss, name)
            setattr(boss, name, value)
            with pytest.raises(Problems) as refused:
                save_account(boss, by=None)
            assert set(refused.value.by_field) == {field}
            setattr(boss, name, before)
        make.make_account("second", Role.ADMINISTRATOR)
        boss.role = Role.EDITOR
        save_account(boss, by=None)

    def test_what_the_model_refuses_is_said_at_its_field(self):
        make.make_account("ngoc")
        with pytest.raises(Problems) as refused:
            save_account(Account(username="ngoc", password="x", role="king"), by=None)
        assert set(refused.value.by_field) >= {"username", "role"}
