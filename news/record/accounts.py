"""Accounts of the staff. They are closed, never deleted: the log names them. No password is ever kept in it."""

from django.core.exceptions import ValidationError
from django.db import transaction

from news.enums import Role
from news.errors import Problems
from news.models import Account

from .canonical import plain
from .log import note

# What the log says about an account. A list, so a new column stays out of it until somebody decides.
LOGGED = ("username", "first_name", "last_name", "email", "position", "role", "duty_until", "is_active")


@transaction.atomic
def save_account(account, *, by):
    """Save an account that a form has filled. Raises `Problems`, also where nobody could administer any more."""
    new = account._state.adding
    before = {} if new else _logged(Account.objects.get(pk=account.pk))
    _refuse_lockout(account, by)
    try:
        account.full_clean()
    except ValidationError as error:
        by_field = {("" if field == "__all__" else field): said for field, said in error.message_dict.items()}
        raise Problems(by_field) from error
    account.save()
    after = _logged(account)
    changed = {name: {"before": before.get(name), "after": now} for name, now in after.items()}
    changed = {name: pair for name, pair in changed.items() if new or pair["before"] != pair["after"]}
    note("add" if new else "change", account, by=by, details=changed)
    return account


@transaction.atomic
def set_password(account, password, *, by):
    """A new password, said in the log without itself. It ends the account's sessions."""
    account.set_password(password)
    account.save(update_fields=["password"])
    note("password", account, by=by)


def _refuse_lockout(account, by):
    """Somebody can always administer, and nobody shuts themselves out by mistake."""
    administers = account.role == Role.ADMINISTRATOR and account.is_active
    # Locked, so two administrators cannot take the role from each other at the same moment.
    others = Account.objects.select_for_update().filter(role=Role.ADMINISTRATOR, is_active=True)
    keys = set(others.values_list("pk", flat=True))
    if by is not None and by.pk == account.pk and not account.is_active:
        raise Problems({"is_active": ["You cannot close your own account. Another administrator can."]})
    if account.pk in keys and not administers and keys == {account.pk}:
        field = "role" if account.is_active else "is_active"
        raise Problems({field: ["This is the last administrator. Make somebody else one first."]})


def _logged(account):
    return {name: plain(getattr(account, name)) for name in LOGGED}
