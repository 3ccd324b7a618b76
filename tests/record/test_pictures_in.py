"""Pictures that come into a release, whichever way: their renditions are made, and none comes from the bin."""

import pytest
from django_tasks_db.models import DBTaskResult

from news import workflow
from news.enums import PictureChoice
from news.errors import Problems
from news.pictures.renditions import picture_url
from news.record import editions, picture_sets, picture_words, pictures_in
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return make.make_account("writer")


def thrown(writer):
    row = picture_sets.put_in(picture_sets.new_set(by=writer), make.make_picture(), by=writer)
    picture_sets.choose(row, PictureChoice.THROWN, by=writer)
    return row.picture


def text_with(picture):
    return f'<p>Text</p><figure><img src="{picture_url(picture, 480)}" alt="What is seen"></figure>'


def beside(*pictures):
    return [{"picture": picture.pk, "alt": "What is seen"} for picture in pictures]


def jobs():
    """Pictures for which a job was written since the last look."""
    found = [job.args_kwargs["args"] for job in DBTaskResult.objects.order_by("enqueued_at")]
    DBTaskResult.objects.all().delete()
    return sorted(about["picture"] for name, about in found if name == "render_picture")


def test_each_that_is_new_gets_a_job_and_no_other(writer):
    one, two, three = (make.make_picture() for _ in range(3))
    edition = workflow.new_release({"title": "Talks", "pictures": beside(one)}, by=writer)
    assert jobs() == [one.pk]
    content = {"pictures": beside(one, two), "body": text_with(three)}
    edition = workflow.edit(edition, content, by=writer, lock_version=edition.lock_version)
    assert jobs() == [two.pk, three.pk]
    content = {"pictures": beside(two, one), "body": text_with(three) + "<p>More.</p>"}
    workflow.edit(edition, content, by=writer, lock_version=edition.lock_version)
    assert jobs() == []


def test_none_from_the_bin_and_nothing_is_written(writer):
    edition, gone = make.make_release(), thrown(writer)
    title = edition.title
    content = {"title": "Another", "pictures": beside(make.make_picture(), gone), "body": text_with(gone)}
    with pytest.raises(Problems) as refused:
        workflow.edit(edition, content, by=writer, lock_version=edition.lock_version)
    assert refused.value.by_field == {
        "pictures.1.picture": [pictures_in.IN_BIN],
        "body": [pictures_in.IN_BIN_IN_TEXT],
    }
    edition.refresh_from_db()
    assert (edition.title, edition.pictures.count(), jobs()) == (title, 0, [])
    with pytest.raises(Problems):
        workflow.new_release({"title": "New", "pictures": beside(gone)}, by=writer)


def test_a_new_version_keeps_what_the_public_one_has(writer):
    gone = thrown(writer)
    edition = make.publish_release()
    make.attach_picture(edition, gone)
    version = editions.create_version(edition.release, {"title": "Again", "pictures": beside(gone)}, by=writer)
    assert version.pictures.count() == 1
    # What is there already may stay when something else is saved.
    editions.save_edition(version, {"title": "Once more"}, by=writer, lock_version=version.lock_version)


def test_what_files_show_or_carry_is_made_anew(writer):
    row = picture_sets.put_in(picture_sets.new_set(by=writer), make.make_picture(), by=writer)
    picture_sets.choose(row, PictureChoice.PUBLISH, by=writer)
    jobs()
    for typed, written in (({"caption": "Who"}, 0), ({"focus": [30, 40]}, 1), ({"credit": "A. Writer"}, 1)):
        row.picture.refresh_from_db()
        was = picture_words.content_of(row.picture)
        picture_words.save(row.set, [picture_words.Sent(row.picture_id, was | typed, was)], by=writer)
        assert jobs() == [row.picture_id] * written
