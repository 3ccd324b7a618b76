import pytest
from django.db import transaction
from django.test import override_settings

from news.intake.demo.load import load_demo


@pytest.fixture(scope="module")
def demo_content(django_db_setup, django_db_blocker, tmp_path_factory):
    """The demonstration content, loaded once for a module and taken back after it. Gives its media folder."""
    folder = tmp_path_factory.mktemp("media")
    with django_db_blocker.unblock(), transaction.atomic():
        with override_settings(MEDIA_ROOT=folder):
            load_demo()
        yield folder
        transaction.set_rollback(True)
