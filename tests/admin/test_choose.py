"""The room in which photographs are chosen: with its script, without it, and for whoever means harm."""

import pytest
from django.urls import reverse
from django.utils import timezone

from news.enums import PictureChoice, Role
from news.models import ActionLog, Picture, PictureSet, SetPicture
from news.record import picture_sets
from tests import factories as make

pytestmark = pytest.mark.django_db

UNDECIDED, PUBLISH, ARCHIVE, THROWN = PictureChoice
JSON = {"accept": "application/json"}


@pytest.fixture
def writer():
    return make.make_account("writer")


@pytest.fixture
def signed_in(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def photographs(writer):
    return picture_sets.new_set(by=writer, title="Seoul")


def put(photographs, number, **facts):
    return [picture_sets.put_in(photographs, make.make_picture(**facts), by=None) for _ in range(number)]


def address(photographs, what="choose"):
    return reverse(f"admin:news_pictureset_{what}", args=[photographs.pk])


def page(client, photographs, **asked):
    return client.get(address(photographs), asked).content.decode()


def choices(photographs):
    return list(photographs.rows.values_list("choice", flat=True))


class TestThePage:
    def test_it_begins_at_the_first_that_is_not_decided(self, signed_in, writer, photographs):
        rows = put(photographs, 3)
        picture_sets.choose(rows[0], PUBLISH, by=writer)
        found = page(signed_in, photographs)
        assert "Picture <span data-number>2</span> of 3." in found
        assert f'name="row" value="{rows[1].pk}"' in found
        assert "2 left. What you do not choose goes to the archive." in found
        assert "Words for 1" in found
        assert 'aria-label="Picture 1, publish"' in found
        assert f"/media/{rows[1].picture.sha256[:16]}/960.webp" in found

    def test_one_that_was_asked_for(self, signed_in, photographs):
        rows = put(photographs, 3)
        assert "<span data-number>3</span> of 3" in page(signed_in, photographs, at=rows[2].pk)
        for nonsense in ("0", "x", "9" * 40, "\0", "-1"):
            assert "<span data-number>1</span> of 3" in page(signed_in, photographs, at=nonsense, undo=nonsense)

    def test_without_photographs(self, signed_in, photographs):
        found = page(signed_in, photographs)
        assert "No photographs yet." in found
        assert address(photographs, "upload") in found
        assert "choose.js" not in found

    def test_all_decided(self, signed_in, writer, photographs):
        for row in put(photographs, 2):
            picture_sets.choose(row, ARCHIVE, by=writer)
        found = page(signed_in, photographs)
        assert "All are decided." in found
        assert ">Done</button>" in found

    def test_a_thrown_one_says_its_day(self, signed_in, writer, photographs):
        (row,) = put(photographs, 1)
        picture_sets.choose(row, THROWN, by=writer)
        day = picture_sets.goes_on(row)
        assert f"This one goes on {day.day} {day:%B}." in page(signed_in, photographs)

    def test_a_file_name_is_never_the_alternative_text(self, signed_in, photographs):
        put(photographs, 1, original_name='IMG_1<b>"x".jpg')
        found = page(signed_in, photographs)
        assert "IMG_1" not in found
        assert 'alt="Photograph 1"' in found

    def test_words_of_a_person_are_never_markup(self, signed_in, photographs):
        picture_sets.rename(photographs, "<script>alert(1)</script>{{ 1 }}", by=None)
        put(photographs, 1, alt='"><script>alert(2)</script>')
        found = page(signed_in, photographs)
        assert "<script>alert" not in found

    def test_it_costs_as_much_with_three_as_with_one(self, signed_in, photographs, django_assert_num_queries):
        put(photographs, 1)
        signed_in.get(address(photographs))
        with django_assert_num_queries(6):
            signed_in.get(address(photographs))
        put(photographs, 2)
        with django_assert_num_queries(6):
            signed_in.get(address(photographs))

    def test_to_look_changes_nothing(self, signed_in, photographs):
        (row,) = put(photographs, 1)
        lines = ActionLog.objects.count()
        signed_in.get(address(photographs), {"row": row.pk, "choice": PUBLISH, "undo": f"{row.pk}-{PUBLISH}"})
        assert signed_in.get(address(photographs, "chosen")).status_code == 405
        assert (choices(photographs), ActionLog.objects.count()) == ([UNDECIDED], lines)


class TestWithoutScript:
    def test_each_choice_leads_to_the_next_and_can_be_taken_back(self, signed_in, photographs):
        rows = put(photographs, 3)
        answer = signed_in.post(address(photographs), {"row": rows[1].pk, "choice": PUBLISH})
        assert answer.status_code == 302
        found = signed_in.get(answer["Location"]).content.decode()
        assert "<span data-number>3</span> of 3" in found
        answer = signed_in.post(address(photographs), {"row": rows[2].pk, "choice": THROWN})
        assert "<span data-number>1</span> of 3" in signed_in.get(answer["Location"]).content.decode()
        shown = signed_in.get(answer["Location"]).context["undo"]
        assert shown == {"row": str(rows[2].pk), "choice": UNDECIDED}
        answer = signed_in.post(address(photographs), shown | {"undo": "1"})
        assert "<span data-number>3</span> of 3" in signed_in.get(answer["Location"]).content.decode()
        assert choices(photographs) == [UNDECIDED, PUBLISH, UNDECIDED]

    def test_a_refusal_is_a_sentence_at_the_same_picture(self, signed_in, photographs):
        rows = put(photographs, 2)
        make.attach_picture(make.make_release(title="Ours"), rows[1].picture)
        answer = signed_in.post(address(photographs), {"row": rows[1].pk, "choice": THROWN}, follow=True)
        found = answer.content.decode()
        assert "“Ours” uses this picture. Take it out there first." in found
        assert "<span data-number>2</span> of 2" in found
        assert choices(photographs) == [UNDECIDED, UNDECIDED]


class TestWithScript:
    def test_the_answer_says_how_all_stand(self, signed_in, photographs):
        one, two = put(photographs, 2)
        picture_sets.choose(two, ARCHIVE, by=make.make_account())
        answer = signed_in.post(address(photographs), {"row": one.pk, "choice": PUBLISH}, headers=JSON)
        assert answer.json() == {
            "choices": {str(one.pk): PUBLISH, str(two.pk): ARCHIVE},
            "former": UNDECIDED,
            "said": "",
        }

    def test_a_refusal_says_how_it_stands(self, signed_in, photographs):
        (row,) = put(photographs, 1, hidden_at=timezone.now())
        answer = signed_in.post(address(photographs), {"row": row.pk, "choice": PUBLISH}, headers=JSON)
        assert answer.status_code == 409
        assert answer.json()["said"] == "This picture is hidden. An editor can show it again."
        assert answer.json()["choices"] == {str(row.pk): UNDECIDED}

    @pytest.mark.parametrize(
        "posted",
        [
            {},
            {"row": ""},
            {"choice": PUBLISH},
            {"row": "x" * 10_000, "choice": PUBLISH},
            {"row": "\0", "choice": "\0"},
            {"row": "9" * 18, "choice": PUBLISH},
            {"row": "²", "choice": PUBLISH},
            {"row": "-1", "choice": PUBLISH},
            {"row": "HERE", "choice": "burn"},
            {"row": "HERE", "choice": "x" * 10_000},
            {"row": "HERE"},
            {"row": "FOREIGN", "choice": PUBLISH},
        ],
    )
    def test_nonsense_is_a_sentence_and_writes_nothing(self, signed_in, photographs, posted):
        (here,) = put(photographs, 1)
        (foreign,) = put(picture_sets.new_set(by=None), 1)
        keys = {"HERE": here.pk, "FOREIGN": foreign.pk}
        posted = {name: keys.get(value, value) for name, value in posted.items()}
        answer = signed_in.post(address(photographs), posted, headers=JSON)
        assert answer.status_code == 409
        assert answer.json()["said"]
        answer = signed_in.post(address(photographs), posted, follow=True)
        assert answer.status_code == 200
        assert not SetPicture.objects.exclude(choice=UNDECIDED).exists()


class TestGoingOn:
    def test_the_rest_goes_to_the_archive_and_the_words_come(self, signed_in, photographs):
        rows = put(photographs, 3)
        picture_sets.choose(rows[0], PUBLISH, by=None)
        answer = signed_in.post(address(photographs, "chosen"))
        assert answer["Location"] == address(photographs, "words")
        assert choices(photographs) == [PUBLISH, ARCHIVE, ARCHIVE]

    def test_with_nothing_to_publish_the_list_comes(self, signed_in, photographs):
        put(photographs, 2)
        answer = signed_in.post(address(photographs, "chosen"), follow=True)
        assert "2 pictures went to the archive." in answer.content.decode()
        assert choices(photographs) == [ARCHIVE, ARCHIVE]


class TestWho:
    def test_a_viewer_looks_and_chooses_nothing(self, client, photographs):
        client.force_login(make.make_account("viewer", Role.VIEWER))
        (row,) = put(photographs, 1)
        found = page(client, photographs)
        assert "You can look. A writer chooses." in found
        assert 'name="choice"' not in found
        assert "choose.js" not in found
        for what in ("choose", "chosen"):
            assert client.post(address(photographs, what), {"row": row.pk, "choice": PUBLISH}).status_code == 403
        assert choices(photographs) == [UNDECIDED]

    def test_who_is_signed_out_is_asked_to_sign_in(self, client, photographs):
        for what, ask in (("choose", client.get), ("choose", client.post), ("chosen", client.post)):
            assert "/login/" in ask(address(photographs, what))["Location"]

    def test_a_set_that_is_gone(self, signed_in, photographs):
        where = address(photographs)
        PictureSet.objects.all().delete()
        assert signed_in.get(where)["Location"] == reverse("admin:news_pictureset_changelist")
        assert signed_in.post(where)["Location"] == reverse("admin:news_pictureset_changelist")
        assert signed_in.get(f"/admin/news/pictureset/{10**30}/choose/").status_code == 302

    @pytest.mark.parametrize("method", ["put", "delete", "patch"])
    def test_other_methods(self, signed_in, photographs, method):
        assert getattr(signed_in, method)(address(photographs)).status_code == 405
        assert Picture.objects.count() == 0
