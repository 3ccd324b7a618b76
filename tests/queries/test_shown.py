import pytest

from news.models import Alias, PersonShown
from news.queries import shown
from tests import factories as make

pytestmark = pytest.mark.django_db


def named_in(edition, caption, **facts):
    return make.attach_picture(edition, make.make_picture(**facts), caption=caption).picture


def pictures_of(person):
    return [one.picture for one in shown.publicly(person)]


def test_whom_somebody_named_from_left_to_right():
    person, edition = make.make_person("Nguyen Huu Ngoc"), make.publish_release()
    picture, other = named_in(edition, "Two delegates"), named_in(edition, "Nobody")
    PersonShown.objects.create(picture=picture, person=person, order=2)
    PersonShown.objects.create(picture=other, person=make.make_person(), order=1)
    [one] = shown.publicly(person)
    assert one.picture == picture
    assert one.where == [(edition.title, edition.release.get_absolute_url())]


@pytest.mark.parametrize(
    "caption", ["From left: Nguyen Huu Ngoc and others", "NGUYEN HUU NGOC’s speech", "With Ngoc N. H."]
)
def test_whom_the_words_name_in_any_spelling(caption):
    person, edition = make.make_person("Nguyen Huu Ngoc"), make.publish_release()
    Alias.objects.create(person=person, text="Ngoc N. H.")
    picture = named_in(edition, caption)
    named_in(edition, "Nguyen Huu Ngocanh")
    assert pictures_of(person) == [picture]


def test_in_the_alternative_text_and_in_the_text_itself():
    person = make.make_person("Cho Ji Ho")
    edition = make.publish_release()
    alt = make.attach_picture(edition, alt="Cho Ji Ho speaks at a lectern").picture
    tagged, captioned, another = make.make_picture(), make.make_picture(), make.make_picture()
    PersonShown.objects.create(picture=tagged, person=person, order=1)
    figures = "".join(
        f'<figure><img src="/media/{picture.sha256[:16]}/960.webp" alt="A lectern"><figcaption>{words}</figcaption></figure>'
        for picture, words in [(tagged, "At the lectern"), (captioned, "Cho Ji Ho"), (another, "Somebody else")]
    )
    make.publish_release(body=f"<p>Cho Ji Ho came.</p>{figures}")
    assert set(pictures_of(person)) == {alt, tagged, captioned}


def test_only_what_readers_see():
    person = make.make_person("Cho Ji Ho")
    named_in(make.make_release(), "Cho Ji Ho")
    hidden = named_in(make.publish_release(), "Cho Ji Ho")
    type(hidden).objects.filter(pk=hidden.pk).update(hidden_at="2024-01-01T00:00Z")
    make.withdraw(named := make.publish_release(), "notice")
    named_in(named, "Cho Ji Ho")
    assert pictures_of(person) == []


def test_one_picture_of_two_releases_is_told_once():
    person, picture = make.make_person("Cho Ji Ho"), make.make_picture()
    for _ in range(2):
        make.attach_picture(make.publish_release(), picture, caption="Cho Ji Ho")
    [one] = shown.publicly(person)
    assert len(one.where) == 2


def test_the_same_number_of_queries(django_assert_num_queries):
    person, edition = make.make_person("Cho Ji Ho"), make.publish_release()
    PersonShown.objects.create(picture=named_in(edition, "Cho Ji Ho"), person=person, order=1)
    with django_assert_num_queries(7):
        shown.publicly(person)
    for _ in range(2):
        PersonShown.objects.create(picture=named_in(make.publish_release(), "Cho Ji Ho"), person=person, order=1)
    with django_assert_num_queries(7):
        shown.publicly(person)
