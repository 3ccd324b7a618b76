"""The demonstration content as a whole: its releases, pictures and accounts, and loading it again."""

import datetime
import html
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command

from news import html as rich
from news.enums import Role, State
from news.intake.demo.files import identity, read_events, read_releases
from news.intake.demo.load import load_demo
from news.intake.demo.placeholders import DRAWINGS
from news.models import Account, ActionLog, Edition, EditionPicture, Event, Person, Picture, PressRelease, Programme
from news.record.editions import create_version
from news.workflow import publish_imported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_content")]

TEXTS = Path(__file__).parents[1] / "texts"
FILES = Path(__file__).parents[2] / "news" / "intake" / "demo"


def release(key):
    return Edition.objects.live().get(release__uuid=identity("release", key))


# The releases


def test_releases_are_public_on_the_days_of_the_originals_with_numbers_in_their_order():
    found = PressRelease.objects.order_by("display_date").values_list("display_date__date", "ref_year", "ref_number")

    assert [f"{day} {year}/{number}" for day, year, number in found] == [
        "2021-12-02 2021/1",
        "2022-10-27 2022/1",
        "2023-01-16 2023/1",
        "2023-06-19 2023/2",
        "2023-09-19 2023/3",
        "2024-05-20 2024/1",
        "2024-06-29 2024/2",
        "2024-07-15 2024/3",
        "2024-08-29 2024/4",
        "2024-09-20 2024/5",
    ]
    assert all(each.first_published_at == each.display_date for each in PressRelease.objects.all())


def test_every_report_has_the_public_facts_of_its_event_and_one_release_has_no_event():
    without = [edition for edition in Edition.objects.live() if edition.event_id is None]

    assert [edition.kind for edition in without] == ["advisory"]
    for edition in Edition.objects.live().exclude(event=None):
        assert edition.facts == edition.event.editions.live().get()


def test_titles_and_summaries_are_short_enough_and_each_ends_with_the_motto():
    for edition in Edition.objects.all():
        assert len(edition.title) <= 110
        assert 0 < len(edition.standfirst) <= 300
        assert edition.motto == "Together We Keep This Region Safe"
        assert edition.dateline


def test_texts_pass_the_schema_untouched_and_have_a_fitting_length():
    for entry in read_releases():
        assert rich.clean(entry["body"]).removed == []
        lower, upper = (200, 400) if entry["key"] in {"iscr-seoul-2024", "aspjoc-manila-2024"} else (120, 250)
        assert lower <= rich.words(entry["body"]) <= upper, entry["key"]


def test_links_in_texts_lead_to_what_is_there():
    paths = {event.get_absolute_url() for event in Event.objects.all()} | {"/contact/"}
    linked = {path for entry in read_releases() for path in re.findall(r'href="(/[^"]+)"', entry["body"])}

    assert linked <= paths


def test_one_release_is_a_second_version_with_a_public_note():
    edition = release("aspjoc-manila-2024")

    assert (edition.number, edition.is_minor) == (2, False)
    assert "FCDO" in edition.change_note
    assert edition.published_at > edition.release.first_published_at
    assert edition.release.editions.get(number=1).state == State.SUPERSEDED
    assert edition.pictures.count() == 4


def test_pictures_are_marked_as_placeholders_and_described():
    for key in ["iscr-seoul-2024", "aspjoc-manila-2024"]:
        assert list(release(key).pictures.values_list("is_lead", flat=True)) == [True, False, False, False]
    uses = EditionPicture.objects.select_related("picture")
    assert uses
    for use in uses:
        assert use.picture.is_placeholder
        assert (use.picture.width, use.picture.height) == (1600, 1067)
        assert use.caption.startswith("Placeholder")
        assert use.alt.startswith("Drawing")
        assert use.credit == "ASEANAPOL Secretariat"


def sentences(text):
    """Sentences of eight words or more, in lower case without punctuation."""
    text = html.unescape(re.sub(r"<(/?(p|li|h2|td|th|tr|table|ul|ol)[^>]*)>", ". ", text))
    found = re.split(r"[.!?;:]\s", re.sub(r"<[^>]+>", "", text).replace("\n", " "))
    return {words for part in found if len((words := " ".join(re.findall(r"\w+", part.lower()))).split()) >= 8}


def test_no_sentence_is_one_of_the_source_texts():
    sources = set().union(*(sentences(path.read_text()) for path in TEXTS.glob("*-2024.txt")))
    assert len(sources) > 20
    for entry in read_releases():
        ours = sentences(f"{entry['body']}. {entry['title']}. {entry['standfirst']}. ")
        assert not ours & sources, entry["key"]
    for entry in read_events():
        assert not sentences(entry.get("summary", "")) & sources, entry["key"]


def test_no_text_states_how_many_members_there_are_or_says_this_week():
    for path in FILES.rglob("*.[jh][st][om][nl]"):
        text = path.read_text()
        assert not re.search(r"(?i)\bthis week\b|\b(ten|10|eleven|11) (member|asean|police|force|countr)", text), (
            path.name
        )


# Loading


def everything():
    return {model.__name__: model._base_manager.count() for model in apps.get_app_config("news").get_models()}


def test_loading_again_adds_nothing():
    before = everything()

    loaded = load_demo()

    assert everything() == before
    assert not any(loaded.added.values())
    assert loaded.password == ""


def test_what_an_officer_changed_stays():
    person = Person.objects.get(slug="cho-ji-ho")
    Person.objects.filter(pk=person.pk).update(slug="cho", name="Cho Ji-ho")
    old = release("iscr-seoul-2024")
    PressRelease.objects.filter(pk=old.release_id).update(slug="seoul")
    changed = create_version(
        old.release, {"title": "Changed", "standfirst": "So.", "body": "<p>New.</p>", "change_note": "New."}
    )
    publish_imported(changed, at=datetime.datetime(2024, 9, 1, tzinfo=datetime.UTC))
    Programme.objects.filter(slug="glacy-e").update(slug="glacy", name="GLACY")
    before = everything()

    load_demo()

    assert everything() == before
    assert release("iscr-seoul-2024").title == "Changed"
    assert Person.objects.get(pk=person.pk).name == "Cho Ji-ho"


def test_a_load_that_was_stopped_goes_on():
    key = identity("release", "advisory-messages-2024")
    PressRelease.objects.filter(uuid=key).delete()

    assert {kind: number for kind, number in load_demo().added.items() if number} == {"releases": 1}
    assert PressRelease.objects.get(uuid=key).editions.live().exists()


def test_the_accounts_and_their_roles(settings):
    accounts = {account.username: account for account in Account.objects.all()}

    assert {name: account.role for name, account in accounts.items()} == {
        "writer": Role.WRITER,
        "editor": Role.EDITOR,
        "second-editor": Role.EDITOR,
        "administrator": Role.ADMINISTRATOR,
    }
    for account in accounts.values():
        assert account.check_password(settings.DEMO_PASSWORD)
        assert not account.is_superuser
    assert str(accounts["second-editor"]) == "Demo Second Editor"


def test_a_site_in_production_gets_no_accounts_unless_a_password_is_set(settings):
    settings.DEMO, settings.DEMO_PASSWORD = False, ""
    ActionLog.objects.filter(act="load_demo").delete()
    Account.objects.all().delete()

    load_demo()

    assert not Account.objects.exists()


def test_without_a_password_in_the_settings_one_is_made_and_printed_once(settings, capsys):
    settings.DEMO_PASSWORD = ""
    ActionLog.objects.filter(act="load_demo").delete()
    Account.objects.all().delete()

    call_command("load_demo")
    printed = capsys.readouterr().out
    call_command("load_demo")

    password = re.search(r"accounts: (\S+)", printed)[1]
    assert Account.objects.get(username="writer").check_password(password)
    assert password not in capsys.readouterr().out


def test_every_placeholder_that_a_release_asks_for_is_drawn_and_none_is_left_over():
    asked = [picture["drawing"] for entry in read_releases() for picture in entry["pictures"]]

    assert sorted(asked) == sorted(DRAWINGS)
    assert Picture.objects.count() == len(DRAWINGS)
