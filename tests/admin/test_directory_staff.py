"""Accounts, the site's own pages and the press contact at the desk."""

import datetime

import pytest
from django.contrib import admin
from django.contrib.auth.models import Group
from django.urls import reverse
from django.utils import timezone
from taggit.models import Tag

from news.enums import Role
from news.models import Account, ActionLog, Contact, Page, Snapshot
from tests import factories as make
from tests.admin.browserform import BrowserForm

pytestmark = pytest.mark.django_db

ACCOUNTS = reverse("admin:news_account_changelist")
ADD = reverse("admin:news_account_add")
GOOD = "a long and good password"


def change(entry):
    return reverse(f"admin:news_{entry._meta.model_name}_change", args=[entry.pk])


def form_of(client, address, model="account"):
    response = client.get(address)
    assert response.status_code == 200
    return BrowserForm(response, f"{model}_form")


def errors(response):
    assert response.status_code == 200
    return response.context["adminform"].form.errors


@pytest.fixture
def boss(client):
    account = make.make_account("boss", Role.ADMINISTRATOR)
    client.force_login(account)
    return account


class TestAccounts:
    def typed(self, client, **values):
        form = form_of(client, ADD)
        given = {"full_name": "Nguyen Huu Ngoc", "username": "ngoc", "role": "writer", "password": GOOD, "again": GOOD}
        for name, value in (given | values).items():
            form[name] = value
        return form.post(client, ADD)

    def test_added(self, client, boss):
        assert self.typed(client).status_code == 302
        account = Account.objects.get(username="ngoc")
        assert (str(account), account.role, account.is_active) == ("Nguyen Huu Ngoc", Role.WRITER, True)
        assert account.check_password(GOOD)
        line = ActionLog.objects.get()
        assert (line.act, line.by, line.details["role"]["after"]) == ("add", boss, "writer")
        # Neither the password nor what is made of it stands in log or snapshots.
        assert "password" not in str(line.details)
        assert not Snapshot.objects.exists()
        client.logout()
        assert client.login(username="ngoc", password=GOOD)

    @pytest.mark.parametrize(
        ("typed", "where"),
        [
            ({"username": ""}, "username"),
            ({"username": "a b"}, "username"),
            ({"username": "BOSS"}, "username"),
            ({"username": "x" * 151}, "username"),
            ({"full_name": "  "}, "full_name"),
            ({"email": "nonsense"}, "email"),
            ({"role": "superuser"}, "role"),
            ({"role": None}, "role"),
            ({"password": "short", "again": "short"}, "password"),
            ({"password": "password1234", "again": "password1234"}, "password"),
            ({"again": "another password"}, "again"),
            ({"password": "", "again": ""}, "password"),
            ({"password": "x" * 100_000, "again": "x" * 100_000}, "password"),
        ],
    )
    def test_bad_input(self, client, boss, typed, where):
        assert where in errors(self.typed(client, **typed))
        assert Account.objects.get() == boss
        assert not ActionLog.objects.exists()

    def test_a_role_is_changed_and_the_words_say_what_it_may(self, client, boss):
        account = make.make_account("one", Role.WRITER)
        page = client.get(change(account)).content.decode()
        assert "Editor: checks, publishes, withdraws, keeps the directory" in page
        for word in ("superuser", "is_staff", "user_permissions", "Groups"):
            assert word not in page
        form = form_of(client, change(account))
        form["role"], form["full_name"] = "editor", "Aung"
        assert form.post(client, change(account)).status_code == 302
        account.refresh_from_db()
        assert account.role == Role.EDITOR
        assert ActionLog.objects.get().details == {
            "role": {"before": "writer", "after": "editor"},
            "first_name": {"before": "", "after": "Aung"},
        }

    def test_a_duty_editor_until_a_day(self, client, boss):
        account = make.make_account("one", Role.EDITOR)
        later = timezone.localtime() + datetime.timedelta(days=3)
        form = form_of(client, change(account))
        form["full_name"], form["duty_until"] = "Aung", later.strftime("%Y-%m-%dT%H:%M")
        assert form.post(client, change(account)).status_code == 302
        account.refresh_from_db()
        assert account.on_duty
        assert "duty editor until" in client.get(ACCOUNTS).content.decode()
        for role, until, sentence in [
            ("writer", later, "Only an editor can be duty editor."),
            ("administrator", later, "Only an editor can be duty editor."),
            ("editor", timezone.localtime() - datetime.timedelta(days=1), "This time is over already."),
        ]:
            form = form_of(client, change(account))
            form["role"], form["duty_until"] = role, until.strftime("%Y-%m-%dT%H:%M")
            assert sentence in errors(form.post(client, change(account)))["duty_until"][0]

    def test_the_last_administrator_stays_one(self, client, boss):
        for name, value, where, sentence in [
            ("role", "editor", "role", "This is the last administrator."),
            ("is_active", None, "is_active", "You cannot close your own account."),
        ]:
            form = form_of(client, change(boss))
            form["full_name"] = "Boss"
            form[name] = value
            found = errors(form.post(client, change(boss)))
            assert sentence in found[where][0]
            boss.refresh_from_db()
            assert boss.is_active
            assert boss.role == Role.ADMINISTRATOR
        # Neither does a closed administrator count.
        make.make_account("closed", Role.ADMINISTRATOR, is_active=False)
        form = form_of(client, change(boss))
        form["full_name"], form["role"] = "Boss", "editor"
        assert "role" in errors(form.post(client, change(boss)))

    def test_with_a_second_one_the_first_may_go(self, client, boss):
        second = make.make_account("second", Role.ADMINISTRATOR)
        form = form_of(client, change(second))
        form["full_name"], form["is_active"] = "Second", None
        assert form.post(client, change(second)).status_code == 302
        second.refresh_from_db()
        assert not second.is_active
        assert client.get(ACCOUNTS, {"show": "closed"}).context["cl"].result_count == 1
        assert client.get(ACCOUNTS).context["cl"].result_count == 1
        make.make_account("third", Role.ADMINISTRATOR)
        form = form_of(client, change(boss))
        form["full_name"], form["role"] = "Boss", "editor"
        assert form.post(client, change(boss)).status_code == 302
        assert client.get(ACCOUNTS).status_code == 403

    def test_a_new_password(self, client, boss):
        account = make.make_account("one")
        address = reverse("admin:news_account_password", args=[account.pk])
        assert address in client.get(change(account)).content.decode()
        for password, again, where in [("", "", "password"), ("short", "short", "password"), (GOOD, "x", "again")]:
            response = client.post(address, {"password": password, "again": again})
            assert where in response.context["form"].errors
            assert GOOD not in response.content.decode()
        response = client.post(address, {"password": GOOD, "again": GOOD}, follow=True)
        assert "has a new password." in response.content.decode()
        account.refresh_from_db()
        assert account.check_password(GOOD)
        assert ActionLog.objects.get().act == "password"
        assert not Snapshot.objects.exists()

    def test_one_s_own_password_does_not_sign_out(self, client, boss):
        address = reverse("admin:news_account_password", args=[boss.pk])
        assert client.post(address, {"password": GOOD, "again": GOOD}).status_code == 302
        assert client.get(ACCOUNTS).status_code == 200

    @pytest.mark.parametrize("role", [Role.VIEWER, Role.WRITER, Role.EDITOR])
    def test_accounts_are_the_administrators(self, client, role):
        account = make.make_account("one", role)
        client.force_login(account)
        password = reverse("admin:news_account_password", args=[account.pk])
        for address in (ACCOUNTS, ADD, change(account), password):
            assert client.get(address).status_code == 403
            assert client.post(address, {"role": "administrator", "password": GOOD, "again": GOOD}).status_code == 403
        account.refresh_from_db()
        assert account.role == role
        assert ACCOUNTS not in client.get(reverse("admin:index")).content.decode()

    def test_unknown_accounts(self, client, boss):
        assert client.get("/admin/news/account/999999/password/").status_code == 404
        assert client.get(f"/admin/news/account/{'9' * 30}/password/").status_code == 404

    def test_a_search_does_not_reach_passwords(self, client, boss):
        response = client.get(ACCOUNTS, {"password__startswith": "md5"})
        assert response.status_code in {302, 400}

    def test_constant_queries(self, client, boss, django_assert_num_queries):
        client.get(ACCOUNTS)
        with django_assert_num_queries(7):
            client.get(ACCOUNTS)
        make.make_account(), make.make_account()
        with django_assert_num_queries(7):
            assert client.get(ACCOUNTS).context["cl"].result_count == 3


def test_groups_and_tags_are_not_the_desk_s():
    assert not admin.site.is_registered(Group)
    assert not admin.site.is_registered(Tag)


class TestPages:
    def test_changed_and_cleaned(self, client):
        client.force_login(make.make_account("editor", Role.EDITOR))
        page = make.make_page("about", "About")
        form = form_of(client, change(page), "page")
        form["title"] = "About us"
        form["body"] = "<p>Hello <script>alert(1)</script><b>you</b></p>"
        response = form.post(client, change(page), follow=True)
        page.refresh_from_db()
        assert page.title == "About us"
        assert "script" not in page.body
        assert page.lock_version == 1
        assert "Something was taken out of the text." in response.content.decode()
        assert 'href="/about/"' in response.content.decode()

    def test_the_second_of_two_is_told(self, client):
        client.force_login(make.make_account("editor", Role.EDITOR))
        page = make.make_page()
        mine, theirs = form_of(client, change(page), "page"), form_of(client, change(page), "page")
        theirs["title"], mine["title"] = "Theirs", "Mine"
        theirs.post(client, change(page))
        response = mine.post(client, change(page))
        assert "after you opened it" in response.content.decode()
        assert Page.objects.get().title == "Theirs"

    def test_an_editors_business_and_never_more_or_fewer(self, client):
        page = make.make_page()
        client.force_login(make.make_account("writer", Role.WRITER))
        assert "Only an editor can do this." in client.get(change(page)).content.decode()
        assert client.post(change(page), {"title": "X"}).status_code == 403
        client.force_login(make.make_account("boss", Role.ADMINISTRATOR))
        assert client.get(reverse("admin:news_page_add")).status_code == 403


class TestContact:
    def test_its_form_is_its_list(self, client):
        client.force_login(make.make_account("editor", Role.EDITOR))
        contact = make.make_contact()
        response = client.get(reverse("admin:news_contact_changelist"))
        assert response.url == change(contact)
        assert client.get(reverse("admin:news_contact_add")).status_code == 403
        page = client.get(change(contact)).content.decode()
        assert f'<a class="desk-back" href="{reverse("admin:index")}">' in page
        form = form_of(client, change(contact), "contact")
        form["telephone"], form["hours"] = "+60 3-2266 8821", "Always"
        assert form.post(client, change(contact)).status_code == 302
        assert Contact.objects.get().hours == "Always"

    @pytest.mark.parametrize(
        ("typed", "where"),
        [
            ({"telephone": "call us"}, "telephone"),
            ({"whatsapp": "１２３４５６"}, "whatsapp"),
            ({"email": "press at"}, "email"),
            ({"zone": "Mars/Olympus"}, "zone"),
            ({"name": ""}, "name"),
        ],
    )
    def test_bad_input(self, client, typed, where):
        client.force_login(make.make_account("editor", Role.EDITOR))
        contact = make.make_contact()
        form = form_of(client, change(contact), "contact")
        for name, value in typed.items():
            form[name] = value
        assert set(errors(form.post(client, change(contact)))) == {where}

    def test_made_once(self, client):
        client.force_login(make.make_account("editor", Role.EDITOR))
        form = form_of(client, reverse("admin:news_contact_add"), "contact")
        assert form.post(client, reverse("admin:news_contact_add")).status_code == 302
        assert Contact.objects.get().name == "Media enquiries"
