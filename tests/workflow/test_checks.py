"""What keeps a version back: all at once, each at its field; and nothing that should not."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from news import workflow
from news.enums import WithdrawalKind
from news.models import Alias, Edition, PersonShown
from news.pictures.renditions import picture_url
from tests import factories as make

pytestmark = pytest.mark.django_db


def draft(**facts):
    return make.make_release(**{"title": "Title", "standfirst": "Summary.", **facts})


def problems(edition):
    both = workflow.problems_for_submit(edition), workflow.problems_for_publish(edition)
    assert both[0] == both[1]
    return both[0]


def figure(picture=None, alt="What is seen", caption=""):
    picture = picture or make.make_picture()
    caption = f"<figcaption>{caption}</figcaption>" if caption else ""
    return f'<figure><img src="{picture_url(picture, 480)}" alt="{alt}">{caption}</figure>'


def test_nothing_keeps_a_complete_one():
    edition = draft(body=f"<p>Text</p>{figure()}")
    make.attach_picture(edition)
    make.attach_picture(edition, alt="", is_decorative=True)
    assert problems(edition) == {}


def test_everything_at_once_each_at_its_field():
    edition = draft(title=" ", standfirst="", body="", kind="event_report")
    make.attach_picture(edition)
    make.attach_picture(edition, alt="")
    assert set(problems(edition)) == {"title", "standfirst", "body", "event", "pictures.1.alt"}


def test_facts_are_asked_of_event_reports_alone():
    for kind in ("advisory", "statement", "notice"):
        assert problems(draft(kind=kind)) == {}
    assert "event" in problems(draft(kind="event_report"))


class TestPictures:
    def test_the_very_row_is_named(self):
        edition = draft()
        for caption in ("One", "Two", "Three"):
            make.attach_picture(edition, caption=caption, alt="" if caption == "Three" else "x")
        found = problems(edition)
        assert list(found) == ["pictures.2.alt"]
        assert "Picture 3, “Three”" in found["pictures.2.alt"][0]

    def test_one_in_the_text_without_words(self):
        found = problems(draft(body=f"<p>Text</p>{figure()}{figure(alt='', caption='The hall')}"))
        assert found == {"body": ["Picture 2 in the text, “The hall”, has no alternative text. Say what is seen."]}

    def test_a_beginning_alone_is_no_text(self):
        begun = "Two people shake hands."
        edition = draft(body=f"<p>Text</p>{figure(alt=begun, caption='The hall')}")
        make.attach_picture(edition, alt=begun, caption="One")
        make.attach_picture(edition, alt=f"{begun} Behind them hangs a banner.")
        assert problems(edition) == {
            "pictures.0.alt": ["Picture 1, “One”: the alternative text is not finished. Say what is seen."],
            "body": ["Picture 1 in the text, “The hall”: the alternative text is not finished. Say what is seen."],
        }

    def test_the_name_of_a_file_in_the_text(self):
        picture = make.make_picture(original_name="Delegates in Seoul.jpg")
        body = figure(picture, alt="delegates in seoul", caption="IMG_2041.JPG") + figure(alt="Delegates in Seoul")
        assert problems(draft(body=f"<p>Text</p>{body}"))["body"] == [
            "Picture 1 in the text, “IMG_2041.JPG”, has the name of a file there. Say what is seen.",
            "Picture 1 in the text, “IMG_2041.JPG”, has the name of a file there. Say who it is.",
        ]

    @pytest.mark.parametrize(
        "caption",
        ["Nguyen Huu Ngoc (left)", "With NGUYỄN HỮU NGỌC’s team", "N. H. Ngoc speaks", "Colonel Ngoc Nguyen Huu"],
    )
    @pytest.mark.parametrize("where", ["caption", "alt"])
    def test_a_person_who_is_not_to_be_shown(self, caption, where):
        person = make.make_person("Nguyen Huu Ngoc", do_not_show=True)
        Alias.objects.create(text="N. H. Ngoc", person=person)
        make.make_participation(make.make_event(), person, printed_as="Ngoc Nguyen Huu")
        edition = draft()
        make.attach_picture(edition, **{where: caption})
        found = problems(edition)
        assert found[f"pictures.0.{where}"][0].endswith(
            "names Nguyen Huu Ngoc. No picture of this person may be published."
        )
        assert "Picture 1" in found[f"pictures.0.{where}"][0]

    def test_in_the_text_too(self):
        make.make_person("Tan Ah Kow", do_not_show=True)
        assert "names Tan Ah Kow" in problems(draft(body=f"<p>x</p>{figure(caption='Tan Ah Kow, left')}"))["body"][0]
        assert "names Tan Ah Kow" in problems(draft(body=f"<p>x</p>{figure(alt='Tan Ah Kow speaks')}"))["body"][0]

    def test_others_and_parts_of_words_may_be_shown(self):
        make.make_person("Tan Ah", do_not_show=True)
        make.make_person("Lim Boon")
        edition = draft(body="<p>Tan Ah spoke.</p>")
        make.attach_picture(edition, caption="Tan Ahmad and Lim Boon")
        assert problems(edition) == {}


class TestLinks:
    def test_a_dead_one_is_named(self):
        found = problems(
            draft(body='<p><a href="/news/2020/nothing/">a</a> <a href="https://elsewhere.test/news/2020/x/">b</a></p>')
        )
        assert found == {"body": ["The link to “/news/2020/nothing/” leads to no page that readers can open."]}

    def test_the_event_that_goes_out_with_it_may_be_linked(self):
        event = make.make_event()
        address = event.event.get_absolute_url()
        assert problems(draft(event=event, body=f'<p><a href="{address}">The event</a></p>')) == {}
        assert "body" in problems(draft(body=f'<p><a href="{address}">The event</a></p>'))

    def test_a_withdrawn_release_that_links_to_itself_can_come_back(self):
        edition = make.publish_release(standfirst="Summary.")
        address = edition.release.get_absolute_url()
        Edition.objects.filter(pk=edition.pk).update(body=f'<p><a href="{address}">Here it is</a></p>')
        edition.refresh_from_db()
        make.withdraw(edition, WithdrawalKind.ERASED)
        assert problems(edition) == {}


class TestWhatChanged:
    BODY = "<p>The visit took place in Manila on 5 May. Police Colonel Lim met two experts, and the director spoke.</p>"

    def version(self, body=None, **facts):
        old = make.publish_release(title="A visit to Manila", standfirst="Summary.", body=self.BODY)
        return draft(
            release=old.release,
            **{"title": "A visit to Manila", "body": body or self.BODY, "is_minor": True, **facts},
        )

    def test_readers_are_told(self):
        assert problems(self.version(is_minor=False)) == {
            "change_note": ["Say for readers what is different from the public version."]
        }
        assert problems(self.version(is_minor=False, change_note="The date is 6 May.")) == {}

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("Manila", "Cebu"),
            ("5 May", "6 May"),
            ("5 May", "5 June"),
            ("Lim", "Lím"),
            ("Colonel", "General"),
            ("two", "three"),
            ("5 May", "15 May"),
            ("met two", "met no"),
            ("The visit", "Lim’s visit"),
        ],
    )
    def test_never_minor(self, old, new):
        assert "is_minor" in problems(self.version(self.BODY.replace(old, new, 1)))

    @pytest.mark.parametrize(
        ("old", "new"),
        [
            ("experts, and", "experts and"),
            ("took place", "took  place"),
            ("The visit", "This visit"),
            ("and the director spoke", "and then spoke the director"),
            ("on 5 May.", "on 5 May:"),
            ("<p>The", "<p><strong>The</strong>"),
        ],
    )
    def test_minor(self, old, new):
        assert problems(self.version(self.BODY.replace(old, new, 1))) == {}

    def test_positions_in_the_facts_count_in_small_letters(self):
        event = make.publish_event()
        make.make_participation(event, position="Director of operations")
        body = self.BODY.replace("the director spoke", "the speaker spoke")
        assert problems(self.version(body)) == {}
        assert "is_minor" in problems(self.version(body, event=event.event, kind="notice"))

    def test_any_field_beside_the_text(self):
        assert "is_minor" in problems(self.version(motto="Together"))
        assert "is_minor" in problems(self.version(title="A visit to Cebu"))
        version = self.version()
        make.attach_picture(version)
        assert "is_minor" in problems(version)

    def test_of_facts_a_rank(self):
        old = make.publish_event()
        row = make.make_participation(old, rank_long="Police Colonel")
        writer = make.make_account()
        new = workflow.revise(old, by=writer)
        rows = [
            {"uid": str(row.uid), "person": row.person_id, "printed_as": row.printed_as, "rank_long": "Police General"}
        ]
        workflow.edit(new, {"participations": rows, "is_minor": True}, by=writer, lock_version=0)
        new.refresh_from_db()
        assert "is_minor" in problems(new)

    @pytest.mark.parametrize(("summary", "minor"), [("About 30 people, met.", True), ("About 40 people met.", False)])
    def test_of_facts_the_summary(self, summary, minor):
        old = make.publish_event(summary="About 30 people met.")
        new = make.make_event(event=old.event, name=old.name, summary=summary, is_minor=True)
        assert ("is_minor" not in problems(new)) is minor


def test_an_event_alone_needs_its_name():
    assert problems(make.make_event()) == {}
    assert "name" in problems(make.make_event(name="?"))


def test_as_many_queries_for_much_as_for_little():
    def costs(number):
        make.make_person(do_not_show=True)
        links = "".join(
            f'<p><a href="{make.publish_release().release.get_absolute_url()}">r</a></p>' for _ in range(number)
        )
        edition = draft(body=f"<p>Text</p>{links}{figure() * number}")
        for _ in range(number):
            make.attach_picture(edition, caption="Somebody")
            edition.also_covers.add(make.publish_event().event)
        edition = Edition.objects.get(pk=edition.pk)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert workflow.problems_for_publish(edition) == {}
        return len(queries)

    assert costs(1) == costs(3) <= 16


# Pictures: who is in them, and names of files


def test_somebody_shown_who_must_not_be_stops_it():
    edition = draft()
    person = make.make_person("Ana Cruz")
    first, second = make.attach_picture(edition, caption="A room"), make.attach_picture(edition, caption="A hall")
    in_text = make.make_picture(caption="A stage")
    edition.body = f"<p>Text.</p>{figure(in_text)}"
    edition.save()
    for picture in (second.picture, in_text):
        PersonShown.objects.create(picture=picture, person=person, order=1)
        PersonShown.objects.create(picture=picture, order=2)
    PersonShown.objects.create(picture=first.picture, person=make.make_person(), order=1)
    assert problems(edition) == {}
    person.do_not_show = True
    person.save()
    shows = "shows Ana Cruz. No picture of this person may be published."
    wanted = {
        "pictures.1.picture": [f"Picture 2, “A hall”, {shows}"],
        "body": [f"The picture “A stage” in the text, {shows}"],
    }
    assert problems(edition) == wanted


@pytest.mark.parametrize("number", [1, 3])
def test_looking_who_is_shown_costs_the_same_for_many(number, django_assert_num_queries):
    edition = draft()
    for _ in range(number):
        picture = make.attach_picture(edition, caption="A room").picture
        PersonShown.objects.create(picture=picture, person=make.make_person(do_not_show=True), order=1)
    with django_assert_num_queries(8):
        assert len(workflow.problems_for_submit(edition)) == number


def test_the_name_of_a_file_is_no_word():
    edition = draft()
    picture = make.make_picture(original_name="Opening day.jpg")
    make.attach_picture(edition, picture, alt="Opening day", caption="IMG_1234.JPG")
    assert list(problems(edition)) == ["pictures.0.caption", "pictures.0.alt"]
