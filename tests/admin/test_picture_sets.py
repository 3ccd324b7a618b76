"""Sets of photographs and single pictures at the desk: lists, forms, who may do what, the ways in."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from news.enums import PictureChoice, Role
from news.models import ActionLog, EditionPicture, PersonShown, Picture, PictureSet, SetPicture
from news.record import picture_sets
from tests import factories as make

pytestmark = pytest.mark.django_db

UNDECIDED, PUBLISH, ARCHIVE, THROWN = PictureChoice
SETS = reverse("admin:news_pictureset_changelist")
ADD = reverse("admin:news_pictureset_add")
PICTURES = reverse("admin:news_picture_changelist")


@pytest.fixture
def writer():
    return make.make_account("writer")


@pytest.fixture
def signed_in(client, writer):
    client.force_login(writer)
    return client


def put(photographs, number=1, choice=UNDECIDED, **facts):
    rows = [picture_sets.put_in(photographs, make.make_picture(**facts), by=None) for _ in range(number)]
    for row in rows:
        picture_sets.choose(row, choice, by=None)
    return rows if number > 1 else rows[0]


def room(photographs, what):
    return reverse(f"admin:news_pictureset_{what}", args=[photographs.pk])


def text(client, address, **asked):
    answer = client.get(address, asked)
    assert answer.status_code == 200
    return answer.content.decode()


class TestTheListOfSets:
    def test_what_each_holds_and_where_it_leads(self, signed_in, writer):
        event = make.make_event(name="Symposium in Seoul")
        full = picture_sets.new_set(
            by=writer, title="Full", release=make.make_release(title="Report", event=event).release
        )
        put(full, 3, PUBLISH)
        put(full, 1, PUBLISH, alt="A stage", caption="Who")
        put(full, 2, ARCHIVE)
        begun = picture_sets.new_set(by=writer, event=event.event)
        put(begun, 2)
        empty = picture_sets.new_set(by=writer, title="Empty")
        found = text(signed_in, SETS)
        assert "6 sent, 4 to publish, 3 without words" in found
        assert "2 sent, 2 not decided" in found
        assert "nothing sent yet" in found
        for row, what in ((full, "words"), (begun, "choose"), (empty, "upload")):
            assert f'href="{room(row, what)}"' in found
        assert "Report" in found
        assert "Symposium in Seoul" in found

    def test_nothing_yet(self, signed_in):
        assert "<b>No photographs yet.</b> Photographs are not needed to publish." in text(signed_in, SETS)

    def test_found_by_title_and_event(self, signed_in, writer):
        event = make.make_event(name="Symposium in Séoul").event
        picture_sets.new_set(by=writer, title="First", event=event)
        picture_sets.new_set(by=writer, title="Second")
        assert "Second" not in text(signed_in, SETS, q="seoul SYMPOSIUM")
        assert "First" not in text(signed_in, SETS, q="second")
        for hostile in ("%", "\0", "x" * 10_000, "'\"<b>"):
            assert signed_in.get(SETS, {"q": hostile}).status_code == 200

    def test_it_costs_as_much_with_three_as_with_one(self, signed_in, writer, django_assert_num_queries):
        def more():
            event = make.make_event()
            row = picture_sets.new_set(by=make.make_account(), release=make.make_release(event=event).release)
            put(row, 2)
            picture_sets.new_set(by=writer, event=make.make_event().event)

        more()
        with django_assert_num_queries(8):
            signed_in.get(SETS)
        more()
        more()
        with django_assert_num_queries(8):
            signed_in.get(SETS)


class TestTheForm:
    def test_a_new_one_leads_to_the_upload(self, signed_in, writer):
        event = make.make_event(name="Symposium in Seoul").event
        answer = signed_in.post(ADD, {"title": "", "event": event.pk, "release": ""})
        made = PictureSet.objects.get()
        assert answer["Location"] == room(made, "upload")
        assert (made.title, made.event, made.created_by) == ("Symposium in Seoul", event, writer)

    @pytest.mark.parametrize(
        ("posted", "sentence"),
        [
            ({"title": "x" * 201}, "at most 200"),
            ({"title": "a\0b"}, "Null characters are not allowed"),
            ({"title": "Ours", "event": "9" * 30}, "errorlist"),
            ({"title": "Ours", "release": "x"}, "errorlist"),
        ],
    )
    def test_what_cannot_be_is_said_beside_the_field(self, signed_in, posted, sentence):
        answer = signed_in.post(ADD, posted)
        assert answer.status_code == 200
        assert sentence in answer.content.decode()
        assert not PictureSet.objects.exists()

    def test_renaming(self, signed_in, writer):
        made = picture_sets.new_set(by=writer, title="Old")
        assert 'name="version_shown" value="0"' in text(signed_in, room(made, "change"))
        posted = {"title": " New ", "event": "", "release": "", "version_shown": "0"}
        answer = signed_in.post(room(made, "change"), posted)
        assert answer["Location"] == room(made, "upload")
        made.refresh_from_db()
        assert (made.title, made.lock_version) == ("New", 1)

    def test_the_second_person_is_told_and_keeps_what_they_typed(self, signed_in, writer):
        made = picture_sets.new_set(by=writer, title="Old")
        picture_sets.rename(PictureSet.objects.get(), "Theirs", by=writer)
        for shown in ("0", "", "x", "-5"):
            posted = {"title": "Mine", "event": "", "release": "", "version_shown": shown}
            answer = signed_in.post(room(made, "change"), posted)
            assert answer.status_code == 200
            assert 'value="Mine"' in answer.content.decode()
        assert PictureSet.objects.get().title == "Theirs"

    def test_an_empty_title_is_refused_for_one_that_has_one(self, signed_in, writer):
        made = picture_sets.new_set(by=writer, title="Old")
        answer = signed_in.post(room(made, "change"), {"title": "", "version_shown": "0"})
        assert "Type a title." in answer.content.decode()

    def test_releases_are_found_by_words_of_their_title(self, signed_in):
        edition = make.make_release(title="Directors meet in Seoul")
        asked = {"app_label": "news", "model_name": "pictureset", "field_name": "release", "term": "seoul directors"}
        answer = signed_in.get(reverse("admin:autocomplete"), asked).json()
        assert [(row["id"], row["note"]) for row in answer["results"]] == [
            (str(edition.release.pk), "Directors meet in Seoul")
        ]


class TestWho:
    @pytest.mark.parametrize(
        ("role", "adds", "deletes"),
        [(Role.VIEWER, False, False), (Role.WRITER, True, False), (Role.EDITOR, True, True)],
    )
    def test_by_role(self, client, role, adds, deletes):
        made = picture_sets.new_set(by=None, title="Ours")
        put(made)
        client.force_login(make.make_account(role=role))
        assert client.get(SETS).status_code == 200
        assert client.post(ADD, {"title": "Theirs"}).status_code == (302 if adds else 403)
        assert client.get(room(made, "delete")).status_code == (200 if deletes else 403)
        assert client.post(room(made, "delete"), {"post": "yes"}).status_code == (302 if deletes else 403)
        assert PictureSet.objects.filter(title="Ours").exists() is not deletes
        assert Picture.objects.count() == 1

    def test_to_ask_changes_nothing(self, signed_in, writer):
        made = picture_sets.new_set(by=writer, title="Ours")
        put(made)
        lines = ActionLog.objects.count()
        for what in ("change", "choose", "upload", "words", "history"):
            assert signed_in.get(room(made, what)).status_code < 400
        assert ActionLog.objects.count() == lines
        assert SetPicture.objects.get().choice == UNDECIDED


class TestWaysIn:
    @pytest.mark.parametrize("of", ["edition", "eventedition"])
    def test_from_a_version_to_its_set(self, signed_in, of):
        version = make.make_release(title="Ours") if of == "edition" else make.make_event(name="Ours")
        change = reverse(f"admin:news_{of}_change", args=[version.pk])
        begin = reverse(f"admin:news_{of}_photographs", args=[version.pk])
        assert f'action="{begin}"' in text(signed_in, change)
        assert not PictureSet.objects.exists()
        assert signed_in.get(begin).status_code == 405
        answer = signed_in.post(begin)
        made = PictureSet.objects.get()
        assert answer["Location"] == room(made, "upload")
        put(made, 2)
        assert signed_in.post(begin)["Location"] == room(made, "choose")
        assert PictureSet.objects.count() == 1
        assert "2 sent, 2 not decided" in text(signed_in, change)

    def test_the_pictures_of_a_release_name_it(self, signed_in):
        version = make.make_release()
        assert "Many photographs? Send them together" in text(
            signed_in, reverse("admin:news_edition_change", args=[version.pk])
        )

    def test_a_viewer_reads_what_there_is_and_begins_nothing(self, client):
        version = make.make_release()
        client.force_login(make.make_account(role=Role.VIEWER))
        change, begin = (reverse(f"admin:news_edition_{what}", args=[version.pk]) for what in ("change", "photographs"))
        assert "panel-photographs" not in text(client, change)
        assert client.post(begin).status_code == 403
        picture_sets.set_for(version, by=None)
        found = text(client, change)
        assert "panel-photographs" in found
        assert begin not in found

    def test_the_first_page_says_what_waits(self, signed_in, writer):
        assert "to be chosen" not in text(signed_in, "/admin/")
        made = picture_sets.new_set(by=writer)
        put(made, 2)
        found = text(signed_in, "/admin/")
        assert "2 pictures wait to be chosen." in found
        assert room(made, "choose") in found
        put(picture_sets.new_set(by=writer))
        assert room(made, "choose") not in text(signed_in, "/admin/")

    def test_the_menu(self, signed_in):
        for address in (SETS, PICTURES):
            assert f'<a href="{SETS}" aria-current="page">' in text(signed_in, address)


class TestSinglePictures:
    @pytest.fixture
    def photographs(self, writer):
        return picture_sets.new_set(by=writer, title="Ours")

    def test_parted_by_what_was_chosen(self, signed_in, photographs):
        rows = {choice: put(photographs, 1, choice, caption=f"Caption {choice}") for choice in PictureChoice}
        make.make_picture(caption="Caption hidden", hidden_at=timezone.now())

        def shown(**asked):
            found = text(signed_in, PICTURES, **asked)
            return {word for word in (*PictureChoice.values, "hidden") if f"Caption {word}" in found}

        assert shown() == {UNDECIDED, PUBLISH, ARCHIVE, "hidden"}
        assert shown(show="publish") == {PUBLISH}
        assert shown(show="archive") == {ARCHIVE}
        assert shown(show="undecided") == {UNDECIDED}
        assert shown(show="hidden") == {"hidden"}
        assert shown(show="bin") == {THROWN}
        day = picture_sets.goes_on(rows[THROWN])
        assert f"in the bin, goes on {day.day} {day:%B}" in text(signed_in, PICTURES, show="bin")

    def test_thrown_in_one_set_and_kept_in_another_is_not_in_the_bin(self, signed_in, writer, photographs):
        row = put(photographs, 1, THROWN, caption="Both")
        picture_sets.put_in(picture_sets.new_set(by=writer), row.picture, by=writer)
        assert "Both" not in text(signed_in, PICTURES, show="bin")
        assert "Both" in text(signed_in, PICTURES)

    def test_found_by_event_people_and_words(self, signed_in):
        event = make.make_event(name="Symposium in Séoul").event
        one = make.make_picture(caption="Alpha", event=event)
        two = make.make_picture(caption="Beta")
        PersonShown.objects.create(picture=two, person=make.make_person("Nguyen Huu Ngoc"), order=1)
        for asked, wanted in (("seoul", one), ("nguyen ngoc", two), ("alpha", one), ("BETA", two)):
            found = text(signed_in, PICTURES, q=asked)
            assert [picture.caption in found for picture in (one, two)] == [wanted == one, wanted == two]
        assert "Alpha" in text(signed_in, PICTURES, event=event.pk)
        assert "Beta" not in text(signed_in, PICTURES, event=event.pk)
        for nonsense in ("x", "9" * 40, "\0", "-1", ""):
            assert signed_in.get(PICTURES, {"event": nonsense, "q": nonsense}).status_code == 200

    def test_it_costs_as_much_with_three_as_with_one(self, signed_in, photographs, django_assert_num_queries):
        put(photographs, 1, PUBLISH, event=make.make_event().event)
        with django_assert_num_queries(9):
            signed_in.get(PICTURES)
        put(photographs, 2, PUBLISH, event=make.make_event().event)
        with django_assert_num_queries(9):
            signed_in.get(PICTURES)

    def test_no_words_are_no_file_name(self, signed_in):
        make.make_picture(original_name="IMG_1.jpg")
        assert "Without words" in text(signed_in, PICTURES)

    def test_the_form_of_one(self, signed_in, photographs):
        picture = put(photographs, 1, PUBLISH).picture
        PersonShown.objects.create(picture=picture, person=make.make_person("Nguyen Huu Ngoc"), order=1)
        draft = make.make_release(title="In progress")
        make.attach_picture(draft, picture)
        change = reverse("admin:news_picture_change", args=[picture.pk])
        found = text(signed_in, change)
        assert 'name="version_shown" value="0"' in found
        for words in ("Nguyen Huu Ngoc", "Ours", "to publish", "In progress"):
            assert words in found
        event = make.make_event().event
        posted = {
            "alt": "A stage",
            "caption": "Who",
            "credit": "C",
            "copyright": "INTERPOL",
            "taken_on": "2024-09-17",
            "event": event.pk,
            "version_shown": picture.lock_version,
        }
        assert signed_in.post(change, posted).status_code == 302
        picture.refresh_from_db()
        assert (picture.copyright, picture.event, picture.lock_version) == ("INTERPOL", event, 1)
        assert picture.taken_on == datetime.date(2024, 9, 17)
        # Who comes second with the version of before.
        answer = signed_in.post(change, posted | {"alt": "Mine"})
        assert 'value="Mine"' in answer.content.decode()
        picture.refresh_from_db()
        assert picture.alt == "A stage"

    def test_what_was_thrown_is_offered_nowhere(self, signed_in, photographs):
        thrown = put(photographs, 1, THROWN, caption="Thrown")
        put(photographs, 1, ARCHIVE, caption="Kept")
        asked = {"app_label": "news", "model_name": "editionpicture", "field_name": "picture", "term": ""}
        answer = signed_in.get(reverse("admin:autocomplete"), asked).json()
        assert [row["text"] for row in answer["results"]] == ["Kept"]
        answer = signed_in.get(reverse("admin:news_edition_pictures")).json()
        assert [row["caption"] for row in answer["results"]] == ["Kept"]
        draft = make.make_release()
        form = {
            "title": "T",
            "kind": "notice",
            "lock_version": "0",
            "pictures-TOTAL_FORMS": "1",
            "pictures-INITIAL_FORMS": "0",
            "pictures-0-picture": thrown.picture_id,
            "pictures-0-order": "0",
            "documents-TOTAL_FORMS": "0",
            "documents-INITIAL_FORMS": "0",
        }
        answer = signed_in.post(reverse("admin:news_edition_change", args=[draft.pk]), form)
        assert not EditionPicture.objects.exists()
        assert answer.status_code in {200, 302}

    def test_sent_again_a_thrown_one_says_so(self, signed_in, photographs, writer):
        from news.pictures.ingest import ingest

        data = make.make_image(colour="teal")
        picture = ingest(SimpleUploadedFile("a.png", data), by=writer, name="a.png")
        picture_sets.choose(picture_sets.put_in(photographs, picture, by=writer), THROWN, by=writer)
        posted = {"upload": SimpleUploadedFile("b.png", data), "alt": "", "caption": "", "credit": ""}
        answer = signed_in.post(reverse("admin:news_picture_add"), posted)
        assert "This picture was thrown away." in answer.content.decode()
