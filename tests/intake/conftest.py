import pytest
from django.db import transaction

from news.intake.demo.load import load_demo


@pytest.fixture(scope="module")
def demo_content(django_db_setup, django_db_blocker):
    """The demonstration content, loaded once for a module and taken back after it."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_demo()
        yield
        transaction.set_rollback(True)
