"""People at the desk: added, changed, found; what is refused, by whom it may be done, who saved first."""

import datetime

import pytest
from django.urls import reverse

from news.enums import Role
from news.models import ActionLog, Alias, PastAddress, Person, Post
from news.record.directory import refold
from tests import factories as make
from tests.admin.browserform import BrowserForm

pytestmark = pytest.mark.django_db
ADD = reverse("admin:news_person_add")


def change(person):
    return reverse("admin:news_person_change", args=[person.pk])


@pytest.fixture
def editor(client):
    account = make.make_account("editor", Role.EDITOR, first_name="Aung Kyaw")
    client.force_login(account)
    return account


def form_of(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return BrowserForm(response, "person_form")


def said(response):
    """All sentences of refusal on the page."""
    form = response.context["adminform"].form
    found = {name: list(errors) for name, errors in form.errors.items()}
    for inline in response.context["inline_admin_formsets"]:
        for number, errors in enumerate(inline.formset.errors):
            found |= {f"{inline.formset.prefix}-{number}-{name}": list(words) for name, words in errors.items()}
    return found


class TestAdd:
    def test_a_person_with_post_and_spelling(self, client, editor):
        force = make.make_organization("Royal Thai Police", acronym="RTP")
        rank = make.make_rank(force)
        form = form_of(client, ADD)
        form["name"] = "  Éléonore   Đặng "
        form["honorific"] = "Dr"
        form.add_row("posts", position="Director", organization=force.pk, rank=rank.pk, since="2024-02-01")
        form.add_row("aliases", text="Dang Eleonore", kind="also_correct")
        response = form.post(client, ADD)
        person = Person.objects.get()
        assert response.status_code == 302
        assert response.url == change(person)
        assert (person.name, person.slug, person.sort_key) == ("Éléonore Đặng", "eleonore-dang", "Éléonore Đặng")
        assert not person.public_profile
        post = person.posts.get()
        assert (post.position, post.organization, post.rank) == ("Director", force, rank)
        assert post.since == datetime.date(2024, 2, 1)
        assert list(Person.objects.matching("eleonore", "dang")) == [person]
        lines = ActionLog.objects.order_by("pk")
        assert [line.act for line in lines] == ["add", "rows"]
        assert lines[1].by == editor
        assert lines[1].details["aliases"]["after"][0]["text"] == "Dang Eleonore"

    def test_an_empty_new_row_is_left_out(self, client, editor):
        form = form_of(client, ADD)
        form["name"] = "Ngo"
        form.add_row("posts")
        form.add_row("aliases")
        assert form.post(client, ADD).status_code == 302
        assert not Post.objects.exists()
        assert not Alias.objects.exists()

    @pytest.mark.parametrize(
        ("fields", "rows", "where", "sentence"),
        [
            ({"name": " "}, {}, "name", "Type the name."),
            ({"name": "x" * 201}, {}, "name", "At most 200 letters. This has 201."),
            ({"name": "a\0b"}, {}, "name", "There is a character in it that no page can show."),
            ({"name": "A"}, {"position": "Director"}, "posts-0-organization", "Choose one."),
            (
                {"name": "A"},
                {"position": "D", "organization": "ORG", "since": "2024-02-01", "until": "2024-01-31"},
                "posts-0-until",
                "This is before the first day, 1 February 2024.",
            ),
            (
                {"name": "A"},
                {"position": "D", "organization": "ORG", "since": "0004-02-01"},
                "posts-0-since",
                "The year 4 cannot be right.",
            ),
            ({"name": "A"}, {"position": "D", "organization": "99999999999999999999999"}, "posts-0-organization", ""),
            ({"name": "A"}, {"position": "D", "organization": "ORG", "since": "31 June"}, "posts-0-since", ""),
        ],
    )
    def test_bad_input_is_said_at_its_field_and_nothing_is_half_saved(
        self, client, editor, fields, rows, where, sentence
    ):
        force = make.make_organization()
        form = form_of(client, ADD)
        for name, value in fields.items():
            form[name] = value
        if rows:
            form.add_row("posts", **{k: force.pk if v == "ORG" else v for k, v in rows.items()})
        response = form.post(client, ADD)
        assert response.status_code == 200
        problems = said(response)
        assert set(problems) == {where}
        assert sentence in problems[where][0]
        assert not Person.objects.exists()
        assert not ActionLog.objects.exists()
        if fields["name"].strip() and "\0" not in fields["name"]:
            assert fields["name"] in response.content.decode()

    def test_the_same_spelling_twice(self, client, editor):
        form = form_of(client, ADD)
        form["name"] = "Ngo"
        form.add_row("aliases", text="Ngô", kind="also_correct")
        form.add_row("aliases", text="NGO", kind="also_correct")
        response = form.post(client, ADD)
        assert said(response) == {"aliases-1-text": ["This spelling stands here twice."]}

    def test_hostile_words_are_words(self, client, editor):
        name = "<script>alert(1)</script> O’'\"; DROP TABLE --%_\\"
        form = form_of(client, ADD)
        form["name"] = name
        form.add_row("aliases", text="{{ settings.SECRET_KEY }}", kind="misspelling")
        response = form.post(client, ADD, follow=True)
        person = Person.objects.get()
        assert person.name == name
        assert "<script>alert(1)" not in response.content.decode()
        listed = client.get(reverse("admin:news_person_changelist"), {"q": name})
        assert listed.context["cl"].result_count == 1
        assert "<script>alert(1)" not in listed.content.decode()


class TestAlike:
    @pytest.mark.parametrize("typed", ["Nguyễn Hữu Ngọc", "NGOC Nguyen Huu", "Ngyuen Huu Ngoc"])
    def test_a_near_namesake_is_shown_first(self, client, editor, typed):
        there = make.make_person("Nguyen Huu Ngoc")
        form = form_of(client, ADD)
        form["name"] = typed
        response = form.post(client, ADD)
        page = response.content.decode()
        assert change(there) in page
        assert "Open that one" in page
        assert typed in page
        assert Person.objects.count() == 1
        assert BrowserForm(response, "person_form").post(client, ADD, button="_another").status_code == 302
        assert Person.objects.count() == 2

    def test_the_namesake_is_found_among_many_who_share_a_word(self, client, editor):
        there = make.make_person("Ahmad bin Salleh")
        for number in range(320):
            make.make_person(f"Person{number} bin Other{number}")
        form = form_of(client, ADD)
        form["name"] = "Ahmad bin Saleh"
        assert change(there) in form.post(client, ADD).content.decode()

    def test_a_spelling_counts_a_merged_entry_and_a_stranger_do_not(self, client, editor):
        there = make.make_person("Nguyen Huu Ngoc")
        Alias.objects.create(person=there, text="Ngoc N.H.")
        make.make_person("Somebody Merged", merged_into=there)
        refold(there)
        for typed, found in [("ngoc n.h", 1), ("Somebody Merged", 0), ("Huu Thien", 0)]:
            form = form_of(client, ADD)
            form["name"] = typed
            response = form.post(client, ADD)
            assert (response.status_code == 200) == bool(found), typed
        assert Person.objects.count() == 4


class TestChange:
    def test_rows_are_changed_added_and_taken_out_at_once(self, client, editor):
        post = make.make_post(position="Old")
        gone = make.make_post(post.person, position="Gone", until=datetime.date(2020, 1, 1))
        form = form_of(client, change(post.person))
        # The present post stands first.
        assert form["posts-0-position"] == "Old"
        form["posts-0-position"] = "New"
        form["posts-1-DELETE"] = "on"
        form.add_row("posts", position="Third", organization=post.organization_id)
        form["name"] = "Renamed"
        assert form.post(client, change(post.person)).status_code == 302
        person = Person.objects.get(pk=post.person_id)
        assert person.name == "Renamed"
        assert person.lock_version == 1
        assert set(person.posts.values_list("position", flat=True)) == {"New", "Third"}
        assert not Post.objects.filter(pk=gone.pk).exists()
        rows = ActionLog.objects.get(act="rows").details["posts"]
        assert {row["position"] for row in rows["before"]} == {"Old", "Gone"}
        assert {row["position"] for row in rows["after"]} == {"New", "Third"}

    def test_the_second_of_two_is_told_and_keeps_what_was_typed(self, client, editor):
        person = make.make_person("Ngoc")
        mine, theirs = form_of(client, change(person)), form_of(client, change(person))
        theirs["short_form"] = "Mr Ngoc"
        assert theirs.post(client, change(person)).status_code == 302
        mine["short_form"] = "Colonel Ngoc"
        mine.add_row("aliases", text="Typed", kind="also_correct")
        response = mine.post(client, change(person))
        page = response.content.decode()
        assert response.status_code == 200
        assert "Aung Kyaw saved this entry at" in page
        assert "Colonel Ngoc" in page
        assert "Typed" in page
        person.refresh_from_db()
        assert person.short_form == "Mr Ngoc"
        assert not Alias.objects.exists()

    @pytest.mark.parametrize("version", ["", "-1", "x", "99999999999999999999", None])
    def test_a_garbled_version_does_not_overwrite(self, client, editor, version):
        person = make.make_person("Ngoc")
        form = form_of(client, change(person))
        form["name"], form["lock_version"] = "Other", version
        assert form.post(client, change(person)).status_code == 200
        person.refresh_from_db()
        assert person.name == "Ngoc"

    def test_the_web_address_keeps_the_old_one_and_takes_nobodys(self, client, editor):
        make.make_person("There", slug="there")
        person = make.make_person("Ngoc", slug="ngoc", public_profile=True)
        form = form_of(client, change(person))
        for typed, free in [("there", "“there-2” is free"), ("new", "“new-2”"), ("a b", ""), ("2024", "is free")]:
            form["slug"] = typed
            response = form.post(client, change(person))
            assert set(said(response)) == {"slug"}
            assert free in said(response)["slug"][0]
        form["slug"] = "Huu-Ngoc"
        assert form.post(client, change(person)).status_code == 302
        person.refresh_from_db()
        assert person.slug == "huu-ngoc"
        assert PastAddress.objects.get().path == "/people/ngoc/"

    def test_the_sort_key_follows_the_name_until_somebody_types_one(self, client, editor):
        person = make.make_person("Ngoc")
        form = form_of(client, change(person))
        form["name"] = "Huu Ngoc"
        form.post(client, change(person))
        person.refresh_from_db()
        assert person.sort_key == "Huu Ngoc"
        form = form_of(client, change(person))
        form["sort_key"] = "Ngoc, Huu"
        form.post(client, change(person))
        form = form_of(client, change(person))
        form["name"] = "Nguyen Huu Ngoc"
        form.post(client, change(person))
        person.refresh_from_db()
        assert person.sort_key == "Ngoc, Huu"

    def test_rows_of_another_person_cannot_be_written(self, client, editor):
        mine, other = make.make_post(position="Mine"), make.make_post(position="Theirs")
        form = form_of(client, change(mine.person))
        form["posts-0-id"] = other.pk
        form["posts-0-position"] = "Stolen"
        response = form.post(client, change(mine.person))
        assert response.status_code in {200, 302}
        other.refresh_from_db()
        assert other.position == "Theirs"

    @pytest.mark.parametrize("key", ["0", "999999999999999999999999", "x", "1%00"])
    def test_an_unknown_person_is_no_error_of_ours(self, client, editor, key):
        response = client.get(f"/admin/news/person/{key}/change/")
        assert response.status_code in {302, 404}


class TestWho:
    @pytest.mark.parametrize(
        ("role", "public", "may"),
        [
            (Role.VIEWER, False, False),
            (Role.VIEWER, True, False),
            (Role.WRITER, False, True),
            (Role.WRITER, True, False),
            (Role.EDITOR, True, True),
            (Role.ADMINISTRATOR, True, True),
        ],
    )
    def test_who_may_change(self, client, role, public, may):
        client.force_login(make.make_account("one", role))
        post = make.make_post(make.make_person("Ngoc"))
        if public:
            make.publish(make.make_participation(make.make_event(), post.person).edition)
        page = client.get(change(post.person)).content.decode()
        assert ("You can read this entry." in page) == (not may)
        assert ('name="posts-TOTAL_FORMS"' in page and 'name="posts-0-position"' in page) == may
        posted = {
            "name": "Changed",
            "lock_version": "0",
            **{f"{rows}-{name}": "0" for rows in ("posts", "aliases") for name in ("TOTAL_FORMS", "INITIAL_FORMS")},
        }
        assert client.post(change(post.person), posted).status_code == (302 if may else 403)
        post.person.refresh_from_db()
        assert post.person.name == ("Changed" if may else "Ngoc")
        if not may:
            sentence = (
                "Your account may only read."
                if role == Role.VIEWER
                else "Public or approved pages name this entry. Only an editor can change it."
            )
            assert sentence in page

    @pytest.mark.parametrize(("role", "may"), [(Role.VIEWER, False), (Role.WRITER, True), (Role.EDITOR, True)])
    def test_who_may_add(self, client, role, may):
        client.force_login(make.make_account("one", role))
        listed = client.get(reverse("admin:news_person_changelist"))
        assert listed.status_code == 200
        assert (ADD in listed.content.decode()) == may
        assert client.get(ADD).status_code == (200 if may else 403)

    def test_a_writer_opens_no_public_page(self, client):
        client.force_login(make.make_account("writer", Role.WRITER))
        person = make.make_person("Ngoc")
        form = form_of(client, change(person))
        assert "public_profile" not in form
        form["public_profile"] = "on"
        assert form.post(client, change(person)).status_code == 302
        person.refresh_from_db()
        assert not person.public_profile

    def test_nobody_comes_in_without_signing_in(self, client):
        person = make.make_person()
        for address in [change(person), ADD, reverse("admin:news_person_merge", args=[person.pk])]:
            assert client.get(address).status_code == 302


class TestList:
    def address(self):
        return reverse("admin:news_person_changelist")

    def test_constant_queries(self, client, editor, django_assert_num_queries):
        def one():
            force = make.make_organization(country=make.make_country())
            rank = make.make_rank(force)
            make.make_post(organization=force, rank=rank)

        one()
        client.get(self.address())
        with django_assert_num_queries(8):
            client.get(self.address())
        one(), one()
        with django_assert_num_queries(8):
            assert client.get(self.address()).context["cl"].result_count == 3

    def test_the_form_asks_the_same_number_of_queries_however_many_posts(
        self, client, editor, django_assert_num_queries
    ):
        force = make.make_organization(country=make.make_country())
        person = make.make_post(organization=force, rank=make.make_rank(force)).person
        client.get(change(person))
        with django_assert_num_queries(17):
            client.get(change(person))
        for _ in range(2):
            make.make_post(person, force, rank=force.ranks.get())
        with django_assert_num_queries(17):
            client.get(change(person))

    def test_post_organization_and_country_of_now(self, client, editor):
        force = make.make_organization("Royal Malaysia Police", country=make.make_country("MY"))
        own = make.make_organization("ASEANAPOL Secretariat")
        person = make.make_person("Bakri")
        make.make_post(person, own, "Old post", until=datetime.date(2020, 1, 1))
        make.make_post(person, own, "Director", rank=make.make_rank(force, "ACP"))
        page = client.get(self.address()).content.decode()
        assert "Director" in page
        assert "Old post" not in page
        assert "Malaysia" in page
        assert "my.svg" in page

    def test_merged_ones_only_where_they_are_asked_for(self, client, editor):
        winner = make.make_person("Winner")
        make.make_person("Loser", merged_into=winner)
        assert client.get(self.address()).context["cl"].result_count == 1
        merged = client.get(self.address(), {"show": "merged"})
        assert [row.name for row in merged.context["cl"].result_list] == ["Loser"]
        assert "Merged into Winner" in merged.content.decode()
        assert client.get(self.address(), {"show": "nonsense"}).context["cl"].result_count == 1

    @pytest.mark.parametrize("typed", ["x" * 10_000, "'\";--", "a\0b", "%%__", "( OR ) AND", "☃ 😀"])
    def test_a_hostile_search_finds_nothing_and_says_so(self, client, editor, typed):
        make.make_person("Ngoc")
        response = client.get(self.address(), {"q": typed})
        assert response.status_code in {200, 302}
        if response.status_code == 200 and "\0" not in typed:
            assert "Nothing has" in response.content.decode()

    @pytest.mark.parametrize("query", ["p=99999", "o=99.-1", "o=x", "show=", "all=", "nonsense=1", "e=1"])
    def test_unknown_parameters(self, client, editor, query):
        assert client.get(f"{self.address()}?{query}").status_code in {200, 302}

    def test_the_empty_list_says_how_to_begin(self, client, editor):
        page = client.get(self.address()).content.decode()
        assert "There is nobody yet." in page
