"""Internal comments: about any version of the same thing, by writers, never public."""

from html import unescape

import pytest
from django.urls import reverse

from news import workflow
from news.enums import Role
from news.models import Comment
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(client):
    account = make.make_account("wren", Role.WRITER)
    client.force_login(account)
    return account


def link(edition, what, *more):
    return reverse(f"admin:news_{edition._meta.model_name}_{what}", args=[edition.pk, *more])


def words_of(response):
    return unescape(" ".join(response.content.decode().split()))


@pytest.mark.parametrize("thing", [make.make_release, make.make_event])
class TestComments:
    def test_said_answered_done_and_opened_again(self, client, writer, thing):
        edition = thing()
        page = words_of(client.post(link(edition, "comment"), {"text": "Is this <b>rank</b> right?"}, follow=True))
        assert "Your comment stands below." in page
        assert "Is this &lt;b&gt;rank" in client.get(link(edition, "change")).content.decode()
        comment = Comment.objects.get()
        client.post(link(edition, "settle", comment.pk), {"done": "yes"})
        comment.refresh_from_db()
        assert comment.done_by == writer
        assert "1 done" in words_of(client.get(link(edition, "change")))
        client.post(link(edition, "settle", comment.pk), {"done": "no"})
        comment.refresh_from_db()
        assert comment.done_at is None

    def test_it_stays_with_the_next_version(self, client, writer, thing):
        edition = make.publish(thing())
        client.post(link(edition, "comment"), {"text": "Look at the date."})
        draft = workflow.revise(edition, by=writer)
        page = words_of(client.get(link(draft, "change")))
        assert "Look at the date." in page
        assert "on version 1" in page
        client.post(link(draft, "settle", Comment.objects.get().pk), {"done": "yes"})
        assert Comment.objects.get().done_at

    def test_readers_never_see_it(self, client, writer, thing):
        edition = make.publish(thing())
        client.post(link(edition, "comment"), {"text": "A secret between us"})
        client.logout()
        response = client.get(edition.thing.get_absolute_url())
        assert response.status_code == 200
        assert "A secret between us" not in response.content.decode()

    @pytest.mark.parametrize("text", ["", "  ", "x\x00y", "x" * 4001])
    def test_bad_words_get_a_sentence_and_stay(self, client, writer, thing, text):
        page = words_of(client.post(link(edition := thing(), "comment"), {"text": text}, follow=True))
        assert "Write the comment first." in page or "At most 4000 letters." in page
        assert not Comment.objects.exists()
        if len(text) > 4000:
            client.post(link(edition, "comment"), {"text": text})
            assert text in client.get(link(edition, "change")).content.decode()

    def test_a_refused_comment_does_not_turn_up_on_another_version(self, client, writer, thing):
        edition = thing()
        client.post(link(edition, "comment"), {"text": "Zebra " * 900})
        other = client.get(link(workflow.new_release({"kind": "notice"}, by=writer), "change"))
        assert "Zebra" not in other.content.decode()
        assert "Zebra" in client.get(link(edition, "change")).content.decode()

    def test_who_may_only_read_reads(self, client, writer, thing):
        edition = thing()
        client.post(link(edition, "comment"), {"text": "Look at the date."})
        comment = Comment.objects.get()
        client.force_login(make.make_account("vera", Role.VIEWER))
        page = words_of(client.get(link(edition, "change")))
        assert "Look at the date." in page
        assert "Add the comment" not in page
        for address in (link(edition, "comment"), link(edition, "settle", comment.pk)):
            response = client.post(address, {"text": "x"})
            assert response.status_code == 403
            assert "Your account may only read." in words_of(response)
        assert Comment.objects.get().done_at is None

    def test_another_things_comment_is_not_settled_here(self, client, writer, thing):
        mine, other = thing(), thing()
        client.post(link(other, "comment"), {"text": "Theirs"})
        page = words_of(client.post(link(mine, "settle", Comment.objects.get().pk), {"done": "yes"}, follow=True))
        assert "This comment is no longer there." in page
        assert Comment.objects.get().done_at is None
        assert client.get(link(mine, "comment")).status_code == 405


def test_three_comments_cost_as_much_as_one(client, writer, django_assert_max_num_queries):
    edition = make.make_release()
    client.post(link(edition, "comment"), {"text": "One"})
    client.get(link(edition, "change"))
    with django_assert_max_num_queries(80) as before:
        client.get(link(edition, "change"))
    for name in ("ann", "ben"):
        Comment.objects.create(edition=edition, text="More", by=make.make_account(name, Role.WRITER))
    with django_assert_max_num_queries(len(before)):
        client.get(link(edition, "change"))
