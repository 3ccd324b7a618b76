"""What may be better, and what somebody called right as it stands."""

import pytest

from news import workflow
from news.errors import Impossible, NotAllowed
from news.models import ActionLog, Alias, Dismissal, Edition
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make.make_account("writer")


def draft(**facts):
    edition = make.make_release(**{"title": "Title", "standfirst": "Summary.", "body": "<p>Text</p>", **facts})
    if "picture" not in facts:
        make.attach_picture(edition)
    return edition


def rules(edition):
    return [finding.rule for finding in workflow.findings(edition)]


def test_nothing_to_find():
    assert rules(draft(body="<h2>One</h2><h3>Two</h3><p><a href='/news/'>All releases</a></p><h2>Three</h2>")) == []


def test_lengths():
    assert rules(draft(title="x" * 110, standfirst="y" * 300)) == []
    assert rules(draft(title="x" * 111, standfirst="y" * 301)) == ["long_title", "long_summary"]


def test_no_picture():
    assert rules(make.make_release(title="Title")) == ["no_picture"]
    assert (
        rules(
            make.make_release(title="T", body='<figure><img src="/media/0123456789abcdef/480.webp" alt="a"></figure>')
        )
        == []
    )


@pytest.mark.parametrize("body", ["<h2>A</h2><h4>B</h4>", "<h3>B</h3>", "<h2>A</h2><p>t</p><h4>B</h4><h2>C</h2>"])
def test_a_skipped_heading_is_named(body):
    found = workflow.findings(draft(body=body))
    assert [finding.rule for finding in found] == ["skipped_heading"]
    assert found[0].field == "body"
    assert "“B”" in found[0].sentence


@pytest.mark.parametrize(
    ("link", "rule"),
    [
        ("Click here", ["link_words"]),
        ("here", ["link_words"]),
        ("<strong>Read</strong> more…", ["link_words"]),
        ("https://www.interpol.int/en", ["bare_address"]),
        ("www.interpol.int", ["bare_address"]),
        ("The report of INTERPOL", []),
        ("Here is the report", []),
    ],
)
@pytest.mark.parametrize(
    "around", ["<p>{}</p>", "<ul><li>a</li><li>{}</li></ul>", "<blockquote><p>{}</p></blockquote>"]
)
def test_words_of_links(link, rule, around):
    anchor = f'<a href="https://www.interpol.int/en">{link}</a>'
    assert rules(draft(body=around.format(f"See {anchor} for that."))) == rule


def test_a_mail_address_is_good_link_text():
    assert rules(draft(body='<p><a href="mailto:press@newsroom.test">press@newsroom.test</a></p>')) == []


def test_capitals_and_full_stops():
    assert rules(draft(title="THE MEETING OF THE CHIEFS OF POLICE")) == ["capitals"]
    assert rules(draft(title="ASEANAPOL meets")) == []
    assert rules(draft(title="The chiefs met.")) == ["full_stop"]


def test_a_spelling_that_the_directory_calls_a_mistake():
    person = make.make_person("Nguyen Huu Ngoc")
    Alias.objects.create(text="Nguyen Hu Ngoc", person=person, kind="misspelling")
    Alias.objects.create(text="Huu Ngoc", person=person, kind="misspelling")
    Alias.objects.create(text="Mr Ngoc", person=person)
    found = workflow.findings(draft(standfirst="Nguyen Huu Ngoc and Mr Ngoc", body="<p>Nguyen Hu Ngoc spoke.</p>"))
    assert [(finding.rule, finding.field) for finding in found] == [("mistake", "body")]
    assert found[0].sentence == "“Nguyen Hu Ngoc” is on the list of mistakes. Right is “Nguyen Huu Ngoc”."


def test_the_gravest_first_and_not_hundreds():
    body = "<h3>B</h3>" + "".join(f'<p><a href="/news/?page={n}">here</a></p>' for n in range(50))
    found = rules(make.make_release(title="x" * 120, body=body))
    assert found == ["skipped_heading", *["link_words"] * 5, "long_title", "no_picture"]


def test_facts():
    event = make.make_event()
    assert rules(event) == ["no_people"]
    make.make_participation(event)
    assert rules(event) == []


def test_two_queries_however_much_there_is(django_assert_max_num_queries):
    for number in range(3):
        Alias.objects.create(text=f"Wrong {number}", person=make.make_person(), kind="misspelling")
    edition = Edition.objects.get(pk=draft(body="<p>Wrong 1 Wrong 2</p>" + "<p><a href='/x/'>here</a></p>" * 9).pk)
    with django_assert_max_num_queries(2):
        workflow.findings(edition)


class TestRightAsItStands:
    def test_said_signed_logged_and_taken_back(self, writer):
        edition = draft(title="x" * 120)
        (finding,) = workflow.findings(edition)
        workflow.dismiss(edition, finding.fingerprint, by=writer)
        left, right = workflow.judged(edition)
        assert left == ()
        assert [(found, said.by) for found, said in right] == [(finding, writer)]
        workflow.dismiss(edition, finding.fingerprint, by=make.make_account())
        assert Dismissal.objects.get().by == writer, "the first one counts"
        workflow.undo_dismiss(edition, finding.fingerprint, by=writer)
        assert workflow.judged(edition) == ((finding,), ())
        assert [line.act for line in ActionLog.objects.order_by("pk")] == ["dismiss", "undo_dismiss"]

    def test_holds_for_these_words_in_every_later_version(self, writer):
        old = make.publish_release(title="x" * 120)
        make.attach_picture(old)
        new = workflow.revise(old, by=writer)
        workflow.dismiss(new, workflow.findings(new)[0].fingerprint, by=writer)
        make.publish(new)
        third = workflow.revise(new, by=writer)
        assert workflow.judged(third)[0] == ()
        workflow.undo_dismiss(third, workflow.findings(third)[0].fingerprint, by=writer)
        third = workflow.edit(third, {"title": "y" * 120}, by=writer, lock_version=0)
        assert [found.rule for found in workflow.judged(third)[0]] == ["long_title"]

    def test_other_words_are_looked_at_again(self, writer):
        edition = workflow.new_release({"title": "x" * 120, "kind": "notice"}, by=writer)
        workflow.dismiss(edition, workflow.findings(edition)[0].fingerprint, by=writer)
        edition = workflow.edit(edition, {"title": "x" * 121}, by=writer, lock_version=0)
        assert "long_title" in [found.rule for found in workflow.judged(edition)[0]]

    def test_not_for_another_release(self, writer):
        one, two = draft(title="x" * 120), draft(title="x" * 120)
        workflow.dismiss(one, workflow.findings(one)[0].fingerprint, by=writer)
        assert workflow.judged(two)[0] != ()

    def test_refusals(self, writer):
        edition = draft(title="x" * 120)
        fingerprint = workflow.findings(edition)[0].fingerprint
        with pytest.raises(NotAllowed):
            workflow.dismiss(edition, fingerprint, by=make.make_account(role="viewer"))
        with pytest.raises(Impossible, match="no longer found"):
            workflow.dismiss(edition, "nonsense\x00", by=writer)
        with pytest.raises(Impossible, match="Nobody said"):
            workflow.undo_dismiss(edition, fingerprint, by=writer)
        make.publish(edition)
        with pytest.raises(Impossible, match="not in progress"):
            workflow.dismiss(edition, fingerprint, by=writer)
        assert not Dismissal.objects.exists()
