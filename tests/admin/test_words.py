"""The room of the words: who may, what is typed, what two people type, and the way into the release."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from news import workflow
from news.enums import ParticipationRole, PictureChoice, Role
from news.models import Edition, PersonShown, Picture, PictureSet
from news.record import autosaves, picture_sets, picture_words
from tests import factories as make
from tests.admin.browserform import BrowserForm

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make.make_account("writer")


@pytest.fixture
def client(writer):
    client = Client()
    client.force_login(writer)
    return client


def a_set(by, number=2, event=None, release=None):
    made = picture_sets.new_set(by=by, title="Talks", event=event, release=release)
    for place in range(number):
        picture = make.make_picture(original_name=f"IMG_{place}.JPG")
        picture_sets.choose(picture_sets.put_in(made, picture, by=by), PictureChoice.PUBLISH, by=by)
    made.refresh_from_db()
    return made


def address(picture_set, what="words"):
    return reverse(f"admin:news_pictureset_{what}", args=[picture_set.pk])


def keys(picture_set):
    return [row.picture_id for row in picture_words.to_publish(picture_set)]


def form(client, picture_set, at=""):
    answer = client.get(address(picture_set) + at)
    assert answer.status_code == 200
    return BrowserForm(answer, "words").data


def post(client, picture_set, fields, button="_save", value="1", **typed):
    return client.post(address(picture_set), {**fields, **typed, button: value})


def alt_of(key):
    return Picture.objects.get(pk=key).alt


# Who may


def test_who_gets_what(writer):
    picture_set = a_set(writer)
    [key, _] = keys(picture_set)
    for role, may in ((None, None), (Role.VIEWER, False), (Role.WRITER, True), (Role.EDITOR, True)):
        client = Client()
        if role:
            client.force_login(make.make_account(f"some-{role}", role))
        page, caption = client.get(address(picture_set)), client.get(address(picture_set, "caption"))
        sent = client.post(address(picture_set), {"picture": key, f"p-{key}-was": "{}", f"p-{key}-alt": f"By {role}."})
        if role is None:
            assert {page.status_code, caption.status_code, sent.status_code} == {302}
            assert "/login/" in sent["Location"]
        else:
            assert page.status_code == 200
            assert (b'name="_save"' in page.content) is may
            assert (caption.status_code, sent.status_code) == ((200, 302) if may else (403, 403))
        assert (alt_of(key) == f"By {role}.") is bool(may)
        assert client.put(address(picture_set)).status_code in {302, 405}
    assert client.post(address(picture_set, "caption")).status_code == 405
    assert client.get("/admin/news/pictureset/999999/words/").status_code == 302
    assert client.get(f"/admin/news/pictureset/{10**30}/words/").status_code in {302, 404}


def test_a_public_picture_is_an_editors(client, writer):
    picture_set = a_set(writer)
    one, other = keys(picture_set)
    make.attach_picture(make.publish_release(), Picture.objects.get(pk=one))
    page = client.get(address(picture_set)).content.decode()
    assert page.count("Only an editor can change its words here.") == 1
    fields = form(client, picture_set)
    answer = post(client, picture_set, fields, **{f"p-{one}-alt": "Changed words.", f"p-{one}-was": "{}"})
    assert "Only an editor can change it." in answer.content.decode()
    answer = post(client, picture_set, fields, **{f"p-{other}-alt": "Changed words.", "set-credit": "Us"})
    assert answer.status_code == 302
    assert [one.credit for one in Picture.objects.order_by("pk")] == ["", "Us"]


# Typing


def test_an_errand(client, writer):
    facts = make.make_event(name="Talks", starts="2024-08-27", ends="2024-08-28", acronym="TALKS 2024")
    speaker = make.make_person("Ana Cruz")
    make.make_participation(facts, speaker, role=ParticipationRole.SPEAKER, rank_long="Colonel")
    picture_set = a_set(writer, 2, event=facts.event)
    one, other = keys(picture_set)
    fields = form(client, picture_set)
    assert fields["set-taken_on"] == ["2024-08-27"]
    assert fields["set-event"] == [str(facts.event_id)]
    typed = {
        "set-credit": "Secretariat",
        f"p-{one}-shown": [str(speaker.pk), "unnamed"],
        f"p-{one}-alt": "A woman speaks beside a man.",
        f"p-{one}-focus_x": "20",
        f"p-{one}-focus_y": "30",
        "looked": "on",
    }
    answer = post(client, picture_set, fields, "_next", str(one), **typed)
    assert answer["Location"] == f"{address(picture_set)}?at={other}#picture-{other}"
    picture = Picture.objects.get(pk=one)
    said = "From left: Colonel Ana Cruz and an unnamed participant at TALKS 2024 in Manila."
    assert (picture.caption, picture.credit, picture.focus_x) == (said, "Secretariat", 20)
    picture_set.refresh_from_db()
    assert picture_set.looked_by == writer
    page = client.get(address(picture_set)).content.decode()
    assert "1 of 2 done" in page
    assert "Ticked by writer on" in page
    assert "Made from the names." in page
    # The caption follows the names.
    post(client, picture_set, form(client, picture_set), **{f"p-{one}-shown": [str(speaker.pk)]})
    assert Picture.objects.get(pk=one).caption == "Colonel Ana Cruz at TALKS 2024 in Manila."
    # One that somebody typed does not, and the proposal stands beside it.
    post(client, picture_set, form(client, picture_set), **{f"p-{one}-caption": "Colonel Cruz opens the talks."})
    post(client, picture_set, form(client, picture_set), **{f"p-{one}-shown": [str(speaker.pk), "unnamed"]})
    assert Picture.objects.get(pk=one).caption == "Colonel Cruz opens the talks."
    assert said in client.get(address(picture_set)).content.decode()


def test_without_a_script(client, writer):
    facts = make.make_event(name="Talks", starts="2024-08-27")
    speaker = make.make_participation(facts, make.make_person("Ana Cruz")).person
    outside = make.make_person("Lê Văn Bình")
    picture_set = a_set(writer, 3, event=facts.event)
    one, other, last = keys(picture_set)
    typed = {
        f"p-{one}-shown": ["le van binh", "", "Ana Cruz", "Someone unnamed"],
        f"p-{one}-starter": "panel",
        f"p-{one}-number": "5",
    }
    assert post(client, picture_set, form(client, picture_set), **typed).status_code == 302
    picture = Picture.objects.get(pk=one)
    assert [row.person for row in picture.people_shown.select_related("person")] == [outside, speaker, None]
    assert picture.alt == "Five people sit at a long table on a stage."
    assert "Finish this sentence. What can be seen?" in client.get(address(picture_set)).content.decode()
    # The arrows and the main picture are buttons.
    post(client, picture_set, form(client, picture_set), "_move", f"{one}:down")
    assert keys(picture_set) == [other, one, last]
    post(client, picture_set, form(client, picture_set), "_first", str(last))
    assert keys(picture_set) == [last, other, one]


def test_a_name_nobody_knows(client, writer):
    picture_set = a_set(writer, 1)
    [one] = keys(picture_set)
    make.make_person("Kim Min")
    make.make_person("Kim Min")
    for name, said in (("Nobody Such", "is not in the directory"), ("Kim Min", "fits 2 people")):
        typed = {f"p-{one}-shown": ["unnamed", name], f"p-{one}-caption": "Typed & kept"}
        answer = post(client, picture_set, form(client, picture_set), **typed)
        page = answer.content.decode()
        assert answer.status_code == 200
        assert said in page
        assert f'value="{name}"' in page
        assert "Typed &amp; kept" in page
    assert not PersonShown.objects.exists()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("alt", "IMG_1234", "This is the name of a file. Say what can be seen."),
        ("caption", "img_0", "This is the name of a file. Say who it is."),
        ("alt", "x " * 5000, "At most 250 letters."),
        ("focus_x", "101", "Give two numbers from 0 to 100"),
        ("focus_x", "²", "Give two numbers from 0 to 100"),
        ("shown", "9" * 30, "is not in the directory"),
        ("shown", "999999999", "Somebody of these is no longer in the directory."),
        ("shown", "x" * 20_000, "is not in the directory"),
    ],
)
def test_hostile_fields(client, writer, field, value, said):
    picture_set = a_set(writer, 2)
    one, other = keys(picture_set)
    typed = {f"p-{one}-{field}": value, f"p-{other}-alt": "Typed words stay here."}
    answer = post(client, picture_set, form(client, picture_set), **typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert said in page
    assert "Typed words stay here." in page
    assert alt_of(other) == ""


def test_hostile_forms(client, writer):
    picture_set = a_set(writer, 2)
    one, other = keys(picture_set)
    nul = {f"p-{one}-alt": "A\x00 flag waves.", f"p-{one}-caption": "\x00\ud83d", "set-credit": "U"}
    fields = form(client, picture_set)
    assert post(client, picture_set, fields | {"set-credit": "a\x00b"}).status_code in {200, 302}
    answer = client.post(address(picture_set), fields | {k: v.encode("utf-8", "replace") for k, v in nul.items()})
    assert answer.status_code in {200, 302}
    for broken in ("[", "[]", "{}", '{"people": 3, "alt": 4, "focus": "x"}', "[" * 90_000, "null"):
        answer = post(client, picture_set, fields, **{"set-was": broken, f"p-{one}-was": broken, "order-was": broken})
        assert answer.status_code in {200, 302}, broken
    for typed in (
        {},
        {"picture": "999999"},
        {"picture": ["x", "9" * 30, str(other)]},
        {"set-event": "9" * 30},
        {"set-event": "x"},
        {"set-taken_on": "31 June"},
        {"set-taken_on": "0001-01-01"},
        {"set-taken_on": "9999-12-31"},
        {"_put": "1", "edition": "x", "edition_version": "-1"},
        {"_put": "1", "edition": "9" * 18, "anew": ["x", "9" * 40]},
        {"_release": "1", "release": "x"},
        {"_release": "1", "release": "1"},
        {"_next": "x"},
        {"_move": "x:up"},
        {"_move": f"{one}:sideways"},
        {"_archive": "9" * 18},
        {"_first": "9" * 40},
        {"_autosave": "\x00"},
    ):
        assert client.post(address(picture_set), typed).status_code in {200, 302}, typed
    for query in ("?kept=x", "?kept=00000000-0000-0000-0000-000000000000", "?at=x", f"?at={'9' * 30}"):
        assert client.get(address(picture_set) + query).status_code == 200
    people = {"person": ["x", "unnamed", "9" * 30, "99999"] * 50, "day": "\x00"}
    assert client.get(address(picture_set, "caption"), people).status_code == 200


def test_a_day_that_cannot_be_stays_as_typed(client, writer):
    picture_set = a_set(writer, 1)
    page = post(client, picture_set, form(client, picture_set), **{"set-taken_on": "31 June"}).content.decode()
    assert "This is no day." in page
    assert 'value="31 June"' in page
    assert PictureSet.objects.get().taken_on is None


def test_own_credits_are_said_and_go_only_by_a_tick(client, writer):
    picture_set = a_set(writer)
    one, other = keys(picture_set)
    Picture.objects.filter(pk=other).update(credit="INTERPOL")
    post(client, picture_set, form(client, picture_set), **{"set-credit": "Us"})
    assert [Picture.objects.get(pk=key).credit for key in (one, other)] == ["Us", "INTERPOL"]
    assert "picture 2 “INTERPOL”" in client.get(address(picture_set)).content.decode()
    post(client, picture_set, form(client, picture_set), **{"credit-all": "on"})
    assert Picture.objects.get(pk=other).credit == "Us"


# Two people


def test_the_second_sees_both_and_chooses(client, writer):
    picture_set = a_set(writer)
    one, other = keys(picture_set)
    second = make.make_account("second", first_name="Second", last_name="Officer")
    two = Client()
    two.force_login(second)
    early = form(two, picture_set)
    post(client, picture_set, form(client, picture_set), **{f"p-{one}-alt": "The first says this."})
    typed = {f"p-{one}-alt": "The second says that.", f"p-{other}-alt": "Only mine is this."}
    answer = post(two, picture_set, early, **typed)
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "writer saved other words meanwhile" in page
    assert "The first says this." in page
    assert page.count("The second says that.") >= 2
    assert alt_of(other) == ""
    # Sent once more without a choice, it is asked again.
    again = BrowserForm(answer, "words").data
    assert post(two, picture_set, again).status_code == 200
    assert alt_of(one) == "The first says this."
    assert post(two, picture_set, again, **{f"p-{one}-keep-alt": "mine"}).status_code == 302
    assert alt_of(one) == "The second says that."
    assert alt_of(other) == "Only mine is this."


def test_words_of_a_picture_that_is_no_longer_published_are_shown(client, writer):
    picture_set = a_set(writer)
    one, _ = keys(picture_set)
    fields = form(client, picture_set)
    row = picture_set.rows.get(picture=one)
    picture_sets.choose(row, PictureChoice.ARCHIVE, by=writer)
    page = post(client, picture_set, fields, **{f"p-{one}-alt": "These words are not lost."}).content.decode()
    assert "These words are not lost." in page
    assert "Copy them" in page


# People who must not be shown


def test_somebody_not_to_be_shown(client, writer):
    facts = make.make_event(name="Talks", starts="2024-08-27")
    person = make.make_person("Ana Cruz", do_not_show=True)
    make.make_participation(facts, person)
    picture_set = a_set(writer, 1, event=facts.event)
    [one] = keys(picture_set)
    said = client.get(address(picture_set, "caption"), {"person": person.pk}).json()
    assert said["stop"] == ["Ana Cruz"]
    typed = {f"p-{one}-shown": [str(person.pk)], f"p-{one}-alt": "A woman speaks."}
    post(client, picture_set, form(client, picture_set), **typed)
    page = client.get(address(picture_set)).content.decode()
    assert "Must not be published" in page
    assert "Ana Cruz must not be shown." in page
    assert "1 must be settled before publication." in page
    answer = post(client, picture_set, form(client, picture_set), "_archive", str(one))
    assert answer.status_code == 302
    assert keys(picture_set) == []
    assert "No picture is chosen to publish." in client.get(address(picture_set)).content.decode()


# The release


def ready(client, picture_set):
    fields = form(client, picture_set)
    typed = {f"p-{key}-alt": f"Two officers talk, {key}." for key in keys(picture_set)}
    typed |= {f"p-{key}-caption": f"Caption {key}" for key in keys(picture_set)}
    post(client, picture_set, fields, looked="on", **typed)


def test_put_into_the_release(client, writer):
    edition = workflow.new_release({"title": "Talks held", "body": "<p>T</p>", "kind": "notice"}, by=writer)
    picture_set = a_set(writer, 2, release=edition.release)
    page = client.get(address(picture_set)).content.decode()
    assert "Put 2 pictures into the release" in page
    assert "Picture 2: The alt text is missing." in page
    answer = post(client, picture_set, form(client, picture_set), "_put")
    assert answer["Location"].endswith("#release")
    assert not edition.pictures.exists()
    ready(client, picture_set)
    answer = post(client, picture_set, form(client, picture_set), "_put")
    assert answer["Location"] == reverse("admin:news_edition_change", args=[edition.pk])
    assert [row.caption for row in edition.pictures.order_by("order")] == [f"Caption {k}" for k in keys(picture_set)]
    assert edition.pictures.get(is_lead=True).picture_id == keys(picture_set)[0]
    assert "2 pictures are in the release now." in client.get(answer["Location"]).content.decode()
    assert "All 2 are in the release." in client.get(address(picture_set)).content.decode()
    # Changed in the release by hand: asked, and taken only by a tick.
    row = edition.pictures.order_by("order").first()
    edition.pictures.filter(pk=row.pk).update(caption="By hand")
    assert "The release has other words for these" in client.get(address(picture_set)).content.decode()
    post(client, picture_set, form(client, picture_set), "_put", anew=str(row.picture_id))
    assert edition.pictures.get(picture=row.picture_id).caption == f"Caption {row.picture_id}"


def test_somebody_saved_the_release_meanwhile(client, writer):
    edition = workflow.new_release({"title": "Talks held", "body": "<p>T</p>", "kind": "notice"}, by=writer)
    picture_set = a_set(writer, 1, release=edition.release)
    ready(client, picture_set)
    fields = form(client, picture_set)
    workflow.edit(edition, {"title": "Talks were held"}, by=writer, lock_version=edition.lock_version)
    answer = client.post(address(picture_set), fields | {"_put": "1"}, follow=True)
    assert "Somebody saved the press release meanwhile." in answer.content.decode()
    assert not Edition.objects.get().pictures.exists()


def test_no_open_version(client, writer):
    edition = make.publish_release(title="Talks held")
    picture_set = a_set(writer, 1, release=edition.release)
    page = client.get(address(picture_set)).content.decode()
    assert "no version in progress" in page
    revise = reverse("admin:news_edition_revise", args=[edition.pk])
    assert f'action="{revise}"' in page
    client.post(revise)
    assert "Put 1 picture into the release" in client.get(address(picture_set)).content.decode()


def test_handed_in_is_an_editors(client, writer):
    edition = make.make_release(title="Talks held", state="in_review")
    picture_set = a_set(writer, 1, release=edition.release)
    ready(client, picture_set)
    page = client.get(address(picture_set)).content.decode()
    assert 'name="_put"' not in page
    fields = form(client, picture_set) | {"_put": "1"}
    client.post(address(picture_set), fields)
    assert not edition.pictures.exists()
    editor = Client()
    editor.force_login(make.make_account("editor", Role.EDITOR))
    editor.post(address(picture_set), form(editor, picture_set) | {"_put": "1"})
    assert edition.pictures.count() == 1


def test_a_set_without_a_release_takes_a_draft_of_its_event(client, writer):
    facts = make.make_event(name="Talks")
    picture_set = a_set(writer, 1, event=facts.event)
    assert "Begin a press release" in client.get(address(picture_set)).content.decode()
    draft, other = make.make_release(event=facts), make.make_release(title="Foreign")
    fields = form(client, picture_set)
    client.post(address(picture_set), fields | {"_release": "1", "release": str(other.release_id)})
    picture_set.refresh_from_db()
    assert picture_set.release is None
    client.post(address(picture_set), fields | {"_release": "1", "release": str(draft.release_id)})
    picture_set.refresh_from_db()
    assert picture_set.release == draft.release


# Kept while one types


def test_what_was_kept_is_shown_again_and_forgotten_when_saved(client, writer):
    picture_set = a_set(writer, 2)
    one, other = keys(picture_set)
    fields = form(client, picture_set)
    kept = fields | {
        "picture": [str(other), str(one)],
        f"p-{one}-alt": ["Kept and not saved."],
        f"p-{one}-shown": ["unnamed"],
    }
    message = {
        "thing": "picturewords",
        "id": str(picture_set.pk),
        "device": "device0001",
        "number": 1,
        "person": writer.pk,
        "path": address(picture_set),
        "form": {"fields": kept, "loose": {}},
    }
    said = client.post(reverse("admin:news_autosave_keep"), message, content_type="application/json").json()
    answer = client.get(f"{address(picture_set)}?kept={said['key']}")
    page = answer.content.decode()
    assert "Here is what you typed." in page
    assert "Kept and not saved." in page
    assert alt_of(one) == ""
    assert re.search(rf'id="picture-{other}".*id="picture-{one}"', page, re.DOTALL)
    listed = client.get(reverse("admin:news_autosave_changelist")).content.decode()
    assert f"{address(picture_set)}?kept={said['key']}" in listed
    post(client, picture_set, BrowserForm(answer, "words").data, _autosave="device0001")
    assert alt_of(one) == "Kept and not saved."
    assert not autosaves.typed(writer).exists()
    # Of a set that is not there nothing is kept.
    for key in ("", "999999"):
        answer = client.post(
            reverse("admin:news_autosave_keep"), message | {"id": key}, content_type="application/json"
        )
        assert answer.status_code in {403, 404}


# As many queries for three as for one


def test_constant_queries(client, writer, django_assert_max_num_queries):
    counts = []
    for number in (1, 3):
        facts = make.make_event(name="Talks")
        edition = make.make_release(event=facts)
        picture_set = a_set(writer, number, event=facts.event, release=edition.release)
        for key in keys(picture_set):
            PersonShown.objects.create(picture_id=key, person=make.make_participation(facts).person, order=1)
            PersonShown.objects.create(picture_id=key, person=make.make_post().person, order=2)
            make.attach_picture(edition, Picture.objects.get(pk=key))
        client.get(address(picture_set))
        with django_assert_max_num_queries(60) as found:
            client.get(address(picture_set))
        counts.append(len(found))
    assert counts[0] == counts[1]
