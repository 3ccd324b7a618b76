"""Whether a write raised the generation, on either database, within a test that never commits."""

import contextlib

from django.db import connection, transaction

from news.models import SiteState


def number():
    return SiteState.objects.values_list("generation", flat=True).get(pk=1)


def settle():
    """What a commit would do, within a test that never commits."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
            cursor.execute("UPDATE news_sitestate SET raised_by = 0")


def raised(write):
    """Whether the generation rose by `write()`."""
    settle()
    before = number()
    write()
    settle()
    assert number() >= before
    return number() > before


@contextlib.contextmanager
def undone():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def raw(statement, *values):
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
