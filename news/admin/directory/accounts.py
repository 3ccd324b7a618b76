"""Accounts of the staff: roles with their words, duty editors, passwords."""

from django import forms
from django.contrib import admin, messages
from django.contrib.auth import update_session_auth_hash
from django.contrib.auth.password_validation import password_validators_help_texts, validate_password
from django.core.exceptions import PermissionDenied
from django.core.validators import RegexValidator
from django.db.models import Q
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.html import format_html
from django.views.decorators.debug import sensitive_post_parameters

from news import words
from news.enums import Role
from news.models import Account
from news.record.accounts import save_account, set_password

from .entry import EntryAdmin, EntryForm
from .listing import EntryList, View, with_note

WHAT_ROLES_DO = {
    Role.VIEWER: "reads everything at the desk, changes nothing",
    Role.WRITER: "writes texts and facts, adds people and places",
    Role.EDITOR: "checks, publishes, withdraws, keeps the directory",
    Role.ADMINISTRATOR: "does all this, and keeps accounts and settings",
}
CLOSED = Q(is_active=False)
TAKEN = "Somebody signs in with this name already."


class AccountForm(EntryForm):
    has_lock = False
    full_name = forms.CharField(
        label="Name", max_length=150, help_text="As others at the desk shall read it, in the person’s own order."
    )

    class Meta:
        model = Account
        fields = ["username", "email", "position", "role", "duty_until", "is_active"]
        labels = {
            "username": "Name to sign in",
            "email": "E-mail",
            "position": "Position",
            "role": "What may this person do?",
            "duty_until": "Duty editor until",
            "is_active": "May sign in",
        }
        help_texts = {
            "username": "Letters, digits and . _ - @ +",
            "duty_until": "Only for an editor. Until then they may publish alone.",
            "is_active": "Take the tick out when somebody leaves. Their name stays in the log.",
        }
        error_messages = {
            "username": {
                "required": "Type the name to sign in.",
                "unique": "Somebody signs in with this name already.",
            },
            "email": {"invalid": "This is no e-mail address."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "full_name" in self.fields:
            self.initial["full_name"] = self.instance.get_full_name()
            self.fields["full_name"].error_messages["required"] = "Type the name."
        if "role" in self.fields:
            choices = [(role.value, f"{role.label}: {WHAT_ROLES_DO[role]}") for role in Role]
            self.fields["role"].choices = choices
            self.fields["role"].widget = forms.RadioSelect(choices=choices)
        if "username" in self.fields:
            for validator in self.fields["username"].validators:
                if isinstance(validator, RegexValidator):
                    validator.message = "Only letters, digits and . _ - @ + are possible."

    def clean_username(self):
        username = self.cleaned_data["username"]
        others = Account.objects.exclude(pk=self.instance.pk)
        if others.filter(username__iexact=username).exists():
            raise forms.ValidationError(TAKEN)
        return username

    def clean(self):
        cleaned = super().clean()
        until = cleaned.get("duty_until")
        if until and "role" in cleaned and cleaned["role"] != Role.EDITOR:
            self.add_error("duty_until", "Only an editor can be duty editor. An administrator needs no such day.")
        elif until and "duty_until" in self.changed_data and until <= timezone.now():
            self.add_error("duty_until", "This time is over already.")
        if "full_name" in cleaned:
            self.instance.first_name, self.instance.last_name = " ".join(cleaned["full_name"].split()), ""
        return cleaned

    def _look_for_alike(self, cleaned):
        """Two colleagues may have one name."""


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Password",
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Type a password."},
    )
    again = forms.CharField(
        label="The same once more",
        strip=False,
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        error_messages={"required": "Type the password once more."},
    )

    def __init__(self, account, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.account = account
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        cleaned = super().clean()
        check_password(self, cleaned, self.account)
        return cleaned


def check_password(form, cleaned, account):
    password, again = cleaned.get("password"), cleaned.get("again")
    if password and again and password != again:
        form.add_error("again", "The two are not the same.")
    if password:
        try:
            validate_password(password, account)
        except forms.ValidationError as error:
            form.add_error("password", error)


class NewAccountForm(AccountForm):
    password = PasswordForm.base_fields["password"]
    again = PasswordForm.base_fields["again"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password"].help_text = " ".join(password_validators_help_texts())

    def clean(self):
        cleaned = super().clean()
        self.instance.username = cleaned.get("username", "")
        self.instance.email = cleaned.get("email", "")
        check_password(self, cleaned, self.instance)
        return cleaned


@admin.register(Account)
class AccountAdmin(EntryList, EntryAdmin):
    form = AccountForm
    search_fields = ["username"]
    search_help_text = "Name"
    none_yet = "There is no account yet."
    list_display = ["name_shown", "role_shown", "position", "last_login_shown"]
    list_display_links = ["name_shown"]
    ordering = ["first_name", "last_name", "username"]
    views = (
        View("", "Who may sign in", ~CLOSED),
        View("editors", "Editors", ~CLOSED & Q(role__in=[Role.EDITOR, Role.ADMINISTRATOR])),
        View("closed", "Closed", CLOSED),
    )
    fieldsets = [
        ("Who", {"fields": [("full_name", "username"), ("email", "position")]}),
        ("Role", {"fields": ["role", "duty_until", "is_active"]}),
    ]
    add_fieldsets = [
        ("Who", {"fields": [("full_name", "username"), ("email", "position")]}),
        ("Role", {"fields": ["role"]}),
        ("Password", {"fields": [("password", "again")]}),
    ]

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None:
            kwargs.setdefault("form", NewAccountForm)
        return super().get_form(request, obj, change=change, **kwargs)

    def has_view_permission(self, request, obj=None):
        """Who has an account is an administrator's business alone."""
        return not self.why_not(request, "change", obj)

    def has_delete_permission(self, request, obj=None):
        """Accounts are closed: the log names them."""
        return False

    @method_decorator(sensitive_post_parameters())
    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        return super().changeform_view(request, object_id, form_url, extra_context)

    def get_search_results(self, request, queryset, search_term):
        for word in search_term.replace("\0", " ")[:200].split()[:8]:
            names = Q(first_name__icontains=word) | Q(last_name__icontains=word) | Q(username__icontains=word)
            queryset = queryset.filter(names)
        return queryset, False

    def lookup_allowed(self, lookup, value, request=None):
        """What is made of a password is not searched for, not even by an administrator."""
        return not lookup.startswith("password") and super().lookup_allowed(lookup, value, request)

    def write_entry(self, request, form, lists, change):
        account = form.instance
        if not change:
            account.set_password(form.cleaned_data["password"])
        return save_account(account, by=request.user)

    def beside(self, request, obj):
        return super().beside(request, obj) | {"password_link": reverse("admin:news_account_password", args=[obj.pk])}

    def get_custom_urls(self):
        return (("<int:pk>/password/", "news_account_password", change_password),)

    @admin.display(description="Name", ordering="first_name")
    def name_shown(self, account):
        return with_note(str(account), account.username if account.get_full_name() else "")

    @admin.display(description="Role", ordering="role")
    def role_shown(self, account):
        duty = ""
        if account.on_duty:
            duty = f"duty editor until {words.day(timezone.localtime(account.duty_until).date())}"
        return (
            format_html("{}<small>{}</small>", account.get_role_display(), duty) if duty else account.get_role_display()
        )

    @admin.display(description="Signed in last", ordering="last_login")
    def last_login_shown(self, account):
        return words.day(timezone.localtime(account.last_login).date()) if account.last_login else "never"


@sensitive_post_parameters()
def change_password(request, model_admin, pk):
    account = Account.objects.filter(pk=pk).first()
    if not model_admin.has_change_permission(request):
        raise PermissionDenied(model_admin.why_not(request, "change"))
    if account is None:
        raise Http404("There is no such account.")
    form = PasswordForm(account, request.POST if request.method == "POST" else None)
    back = reverse("admin:news_account_change", args=[account.pk])
    if request.method == "POST" and form.is_valid():
        set_password(account, form.cleaned_data["password"], by=request.user)
        if account.pk == request.user.pk:
            update_session_auth_hash(request, account)
        messages.success(request, f"{account} has a new password. Tell it in person, not by mail.")
        return HttpResponseRedirect(back)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"New password: {account}",
        "account": account,
        "form": form,
        "back": back,
    }
    return TemplateResponse(request, "desk/directory/password.html", context)
