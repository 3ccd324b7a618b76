"""Merging at the desk: the other one chosen, both compared, one button, and the way back."""

import datetime

import pytest
from django.urls import reverse

from news.enums import AliasKind, Role
from news.models import ActionLog, Alias, Organization, Participation, Person, Rank
from news.record.directory import merge, refold
from tests import factories as make

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    account = make.make_account("editor", Role.EDITOR)
    client.force_login(account)
    return account


def page_of(entry, other=None):
    address = reverse(f"admin:news_{entry._meta.model_name}_merge", args=[entry.pk])
    return f"{address}?with={other.pk}" if other else address


def change(entry):
    return reverse(f"admin:news_{entry._meta.model_name}_change", args=[entry.pk])


def back(entry):
    return reverse(f"admin:news_{entry._meta.model_name}_unmerge", args=[entry.pk])


def two_people():
    winner, loser = make.make_person("Nguyen Huu Ngoc"), make.make_person("Ngyuen Huu Ngoc")
    make.make_post(loser)
    make.publish(make.make_participation(make.make_event(), loser).edition)
    return winner, loser


def test_a_person_is_merged_and_taken_back(client, editor):
    winner, loser = two_people()
    # The form shows who may be the same.
    assert page_of(winner, loser).replace("&", "&amp;") in client.get(change(winner)).content.decode()
    compared = client.get(page_of(loser, winner)).content.decode()
    for words in ("1 event", "1 post", "What changes", "What stays", "You can take the merge back"):
        assert words in compared
    response = client.post(page_of(loser, winner), {"stays": winner.pk, "spelling": AliasKind.MISSPELLING}, follow=True)
    page = response.content.decode()
    assert "“Ngyuen Huu Ngoc” is merged into this entry." in page
    assert f'action="{back(loser)}"' in page
    loser.refresh_from_db()
    assert loser.merged_into == winner
    assert Participation.objects.get().person == winner
    assert winner.posts.count() == 1
    alias = winner.aliases.get()
    assert (alias.text, alias.kind) == ("Ngyuen Huu Ngoc", AliasKind.MISSPELLING)
    assert list(Person.objects.matching("ngyuen").current()) == [winner]
    assert ActionLog.objects.get(act="merge").by == editor

    # The merged one can be read, and leads on.
    read = client.get(change(loser)).content.decode()
    assert "This entry is merged into" in read
    assert change(winner) in read
    assert 'name="posts-0-position"' not in read
    assert client.post(change(loser), {"name": "Other"}).status_code == 403

    response = client.post(back(loser), follow=True)
    assert "The merge is taken back" in response.content.decode()
    loser.refresh_from_db()
    assert loser.merged_into is None
    assert Participation.objects.get().person == loser
    assert loser.posts.count() == 1
    assert not winner.aliases.exists()
    assert ActionLog.objects.filter(act="unmerge").count() == 1


def test_whichever_stays(client, editor):
    winner, loser = two_people()
    client.post(page_of(winner, loser), {"stays": loser.pk, "spelling": AliasKind.ALSO_CORRECT})
    winner.refresh_from_db()
    assert winner.merged_into == loser
    assert loser.aliases.get().kind == AliasKind.ALSO_CORRECT


@pytest.mark.parametrize("kind", ["organization", "programme", "series"])
def test_other_entries(client, editor, kind):
    made = getattr(make, f"make_{kind}")
    winner, loser = made("One name"), made("Another name")
    posted = {"stays": winner.pk} | ({"spelling": "also_correct"} if kind != "series" else {})
    assert client.post(page_of(loser, winner), posted).status_code == 302
    loser.refresh_from_db()
    assert loser.merged_into == winner
    assert client.post(back(loser)).status_code == 302
    loser.refresh_from_db()
    assert loser.merged_into is None


def test_nothing_is_chosen_beforehand_and_each_answer_is_asked_for(client, editor):
    winner, loser = two_people()
    page = client.get(page_of(loser, winner)).content.decode()
    assert "checked" not in page
    response = client.post(page_of(loser, winner), {})
    assert set(response.context["form"].errors) == {"stays", "spelling"}
    for bad in ("0", "x", "999999999999999999999", str(make.make_person().pk)):
        response = client.post(page_of(loser, winner), {"stays": bad, "spelling": "misspelling"})
        assert "Choose one of the two." in response.content.decode()
    assert not Person.objects.exclude(merged_into=None).exists()


@pytest.mark.parametrize("other", ["itself", "merged", "unknown", "", "x", "9" * 30, "\0"])
def test_the_other_one_is_one_that_can_be(client, editor, other):
    person = make.make_person("One")
    merged = make.make_person("Merged", merged_into=make.make_person("Third"))
    key = {"itself": person.pk, "merged": merged.pk, "unknown": 10**6}.get(other, other)
    response = client.get(page_of(person), {"with": key})
    assert response.status_code == 200
    assert response.context["choose"].errors
    assert client.post(f"{page_of(person)}?with={merged.pk}", {"stays": person.pk}).status_code == 200
    assert Person.objects.exclude(merged_into=None).get() == merged


def test_two_with_the_same_name_need_no_word_about_the_spelling(client, editor):
    one, other = make.make_person("Bakri"), make.make_person("BAKRI")
    assert client.post(page_of(one, other), {"stays": one.pk}).status_code == 302
    assert not Alias.objects.exists()


def test_our_own_organization_stays(client, editor):
    own, other = make.make_own_organization(), make.make_organization("ASEANAPOL")
    response = client.post(page_of(own, other), {"stays": other.pk, "spelling": "also_correct"})
    assert "This is our own organization. It must stay." in response.content.decode()
    assert not Alias.objects.exists()
    assert client.post(page_of(own, other), {"stays": own.pk, "spelling": "also_correct"}).status_code == 302


def test_neither_of_a_body_and_its_part_goes(client, editor):
    whole = make.make_organization("DICT")
    part = make.make_organization("CICC", parent=whole)
    response = client.post(page_of(part, whole), {"stays": whole.pk, "spelling": "also_correct"})
    assert "One of the two stands below the other." in response.content.decode()
    part.refresh_from_db()
    assert part.merged_into is None


def test_ranks_are_found_by_the_force_that_stays(client, editor):
    winner, loser = make.make_organization("Royal Malaysia Police"), make.make_organization("Royal Malaysian Force")
    rank = make.make_rank(loser)
    refold(rank)
    client.post(page_of(loser, winner), {"stays": winner.pk, "spelling": "misspelling"})
    assert Rank.objects.get().force == winner
    assert "royal malaysia police" in Rank.objects.get().folded
    client.post(back(loser))
    assert "royal malaysian force" in Rank.objects.get().folded


def test_what_protects_a_person_is_kept(client, editor):
    winner, loser = make.make_person("One"), make.make_person("Two", do_not_show=True, public_profile=True)
    page = client.get(page_of(winner, loser)).content.decode()
    assert "No picture of this person may be published: that stays so." in page
    assert "Only Two has a public page." in page
    client.post(page_of(winner, loser), {"stays": winner.pk, "spelling": "also_correct"})
    winner.refresh_from_db()
    assert winner.do_not_show
    assert not winner.public_profile


def test_whoever_has_the_winner_open_is_told(client, editor):
    winner, loser = two_people()
    merge(loser, winner, by=None)
    loser.refresh_from_db()
    client.post(back(loser))
    winner.refresh_from_db()
    assert winner.lock_version == 1


def test_a_merge_that_was_taken_back_is_said_once_more(client, editor):
    winner, loser = two_people()
    response = client.post(back(loser), follow=True)
    assert "This entry is not merged." in response.content.decode()
    client.post(page_of(winner, loser), {"stays": winner.pk, "spelling": "misspelling"})
    response = client.get(page_of(loser), follow=True)
    assert "This entry is merged into another already." in response.content.decode()


@pytest.mark.parametrize("role", [Role.VIEWER, Role.WRITER])
def test_only_editors_merge(client, role):
    client.force_login(make.make_account("one", role))
    winner, loser = two_people()
    assert client.get(page_of(winner, loser)).status_code == 403
    assert client.post(page_of(winner, loser), {"stays": winner.pk, "spelling": "misspelling"}).status_code == 403
    assert page_of(winner) not in client.get(change(winner)).content.decode()
    merge(loser, winner, by=None)
    assert client.post(back(loser)).status_code == 403
    assert back(loser) not in client.get(change(loser)).content.decode()
    loser.refresh_from_db()
    assert loser.merged_into == winner


def test_a_get_does_not_take_a_merge_back(client, editor):
    winner, loser = two_people()
    merge(loser, winner, by=None)
    assert client.get(back(loser)).status_code == 405


@pytest.mark.parametrize("key", ["0", "123456", "9" * 30])
def test_unknown_entries(client, editor, key):
    assert client.get(f"/admin/news/person/{key}/merge/").status_code == 404
    assert client.post(f"/admin/news/person/{key}/unmerge/").status_code == 404


class TestDelete:
    def address(self, entry):
        return reverse(f"admin:news_{entry._meta.model_name}_delete", args=[entry.pk])

    def test_what_nobody_names_goes_with_its_own_rows(self, client, editor):
        person = make.make_person("Nobody", public_profile=True)
        Alias.objects.create(person=person, text="No body")
        address = self.address(person)
        assert "Delete Nobody?" in client.get(address).content.decode()
        assert Person.objects.exists()
        response = client.post(address, follow=True)
        assert "“Nobody” is deleted." in response.content.decode()
        assert not Person.objects.exists()
        line = ActionLog.objects.get(act="delete")
        assert line.before.data["name"] == "Nobody"
        # Its web address is nobody else's from now on.
        from news.record.slugs import free_slug

        assert free_slug(Person, "nobody-x") == "nobody-x"
        assert free_slug(Person, person.slug) != person.slug

    def test_what_something_names_stays_and_the_sentence_lists_it(self, client, editor):
        force = make.make_organization("Royal Thai Police")
        make.make_participation(make.make_event(), organization=force)
        make.make_organizer(make.make_event(), force)
        make.make_post(organization=force)
        make.make_rank(force)
        make.make_programme_partner(make.make_programme(), force)
        make.make_organization(parent=force)
        make.make_release(issued_jointly_with=[force])
        page = client.get(self.address(force)).content.decode()
        named = ("2 events", "1 press release", "1 post", "1 rank", "1 programme", "1 organization below it")
        for words in ("Royal Thai Police cannot be deleted", *named):
            assert words in page
        assert 'id="delete"' not in page
        response = client.post(self.address(force), follow=True)
        said = "It cannot be deleted. It is named by 2 events, 1 press release, 1 post, 1 rank, 1 programme"
        assert said in response.content.decode()
        assert Organization.objects.filter(pk=force.pk).exists()

    def test_a_rank_a_place_a_series_and_a_topic_in_use(self, client, editor):
        force = make.make_organization()
        rank = make.make_rank(force)
        make.make_post(organization=force, rank=rank)
        topic = make.make_topic("Cybercrime")
        event = make.make_event(topics=[topic], series=make.make_series("Conference"))
        make.make_session(make.make_event(), place=make.make_place("Cebu"))
        from news.models import Place

        for entry in (rank, topic, event.event.series, *Place.objects.all()):
            client.post(self.address(entry))
            assert type(entry).objects.filter(pk=entry.pk).exists(), entry

    def test_a_post_is_the_persons_own_but_an_event_is_not(self, client, editor):
        person = make.make_post().person
        client.post(self.address(person))
        assert not Person.objects.exists()
        led = make.make_person()
        make.make_organizer(make.make_event(), led_by=led)
        client.post(self.address(led))
        assert Person.objects.get() == led

    def test_a_merged_one_and_one_that_took_another_in_stay(self, client, editor):
        winner, loser = make.make_person("W"), make.make_person("L")
        merge(loser, winner, by=None)
        for entry in (winner, loser):
            client.post(self.address(entry))
        assert Person.objects.count() == 2

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.WRITER])
    def test_only_editors(self, client, role):
        client.force_login(make.make_account("one", role))
        person = make.make_person()
        assert client.get(self.address(person)).status_code == 403
        assert client.post(self.address(person)).status_code == 403
        assert Person.objects.exists()

    def test_countries_pages_accounts_and_the_contact_are_never_deleted(self, client):
        client.force_login(make.make_account("one", Role.ADMINISTRATOR))
        for entry in (make.make_country(), make.make_page(), make.make_account("two"), make.make_contact()):
            assert client.post(self.address(entry)).status_code == 403
            assert type(entry).objects.filter(pk=entry.pk).exists()


class TestHandover:
    def address(self, post):
        return reverse("admin:news_person_handover", args=[post.person_id, post.pk])

    def test_a_post_is_handed_over(self, client, editor):
        force = make.make_organization("Royal Thai Police")
        rank = make.make_rank(force)
        post = make.make_post(make.make_person("Zaw"), position="Executive Director", since=datetime.date(2022, 1, 1))
        comes = make.make_person("Vinluan")
        assert self.address(post) in client.get(change(post.person)).content.decode()
        page = client.get(self.address(post)).content.decode()
        for words in ("Executive Director", "Zaw", "1 January 2022", "What changes", "What stays"):
            assert words in page
        posted = {"successor": comes.pk, "rank": rank.pk, "day": "2024-01-12"}
        response = client.post(self.address(post), posted, follow=True)
        assert "Vinluan holds this post from 12 January 2024." in response.content.decode()
        assert "The last day of Zaw is 11 January 2024." in response.content.decode()
        post.refresh_from_db()
        begun = comes.posts.get()
        assert post.until == datetime.date(2024, 1, 11)
        assert (begun.since, begun.rank, begun.position) == (datetime.date(2024, 1, 12), rank, "Executive Director")
        for person in (post.person, comes):
            person.refresh_from_db()
            assert person.lock_version == 1
            assert ActionLog.objects.filter(act="handover", thing_id=str(person.pk)).exists()

        # The second press does not begin it again.
        response = client.post(self.address(post), posted)
        assert "Vinluan holds this post from that day already." in response.content.decode()
        assert comes.posts.count() == 1

    @pytest.mark.parametrize(
        ("changes", "where", "sentence"),
        [
            ({"successor": ""}, "successor", "Choose who comes, or add them."),
            ({"successor": "SAME"}, "successor", "A person cannot take over from themselves."),
            ({"successor": "9" * 30}, "successor", "This person is not there."),
            ({"successor": "MERGED"}, "successor", "This person is not there."),
            ({"day": ""}, "day", "Give the first day."),
            ({"day": "31 June"}, "day", "This is no day."),
            ({"day": "2024-02-30"}, "day", "This is no day."),
            ({"day": "0001-01-01"}, "day", "The year 1 cannot be right."),
            ({"day": "9999-12-31"}, "day", "The year 9999 cannot be right."),
            ({"day": "2022-01-01"}, "day", "The post began on 1 January 2022. Choose a later day."),
            ({"day": "2025-06-01"}, "day", "The post ended on 31 December 2024 already."),
            ({"rank": "x"}, "rank", ""),
        ],
    )
    def test_what_is_refused_is_said_at_its_field(self, client, editor, changes, where, sentence):
        since, until = datetime.date(2022, 1, 1), datetime.date(2024, 12, 31)
        post = make.make_post(since=since, until=until)
        comes = make.make_person("Vinluan")
        keys = {"SAME": post.person_id, "MERGED": make.make_person("M", merged_into=comes).pk}
        posted = {"successor": comes.pk, "day": "2024-03-01"} | {k: keys.get(v, v) for k, v in changes.items()}
        response = client.post(self.address(post), posted)
        assert response.status_code == 200
        assert set(response.context["form"].errors) == {where}
        assert sentence in response.context["form"].errors[where][0]
        post.refresh_from_db()
        assert (post.until, comes.posts.count()) == (until, 0)
        if where != "successor":
            assert "Vinluan" in response.content.decode()

    def test_who_may(self, client):
        post = make.make_post()
        make.publish(make.make_participation(make.make_event(), post.person).edition)
        comes = make.make_person()
        for role, status in [(Role.VIEWER, 403), (Role.WRITER, 403), (Role.EDITOR, 302)]:
            client.force_login(make.make_account("", role))
            shown = self.address(post) in client.get(change(post.person)).content.decode()
            posted = {"successor": comes.pk, "day": "2024-03-01"}
            assert client.post(self.address(post), posted).status_code == status
            assert shown == (status == 302)

    def test_the_post_of_another_person(self, client, editor):
        post, other = make.make_post(), make.make_person()
        address = reverse("admin:news_person_handover", args=[other.pk, post.pk])
        assert client.get(address).status_code == 404
        assert client.get(f"/admin/news/person/{'9' * 30}/handover/1/").status_code == 404
