import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis

# Two busy cores make any deadline a matter of luck.
hypothesis.register_profile("tests", deadline=None)
hypothesis.load_profile("tests")


def pytest_report_header():
    return f"database: {connection.vendor}"


def pytest_collection_modifyitems(config, items):
    """What opens no database, or is about files, runs once, on SQLite."""
    if connection.vendor != "sqlite":
        config.hook.pytest_deselected(items=[item for item in items if not _is_about_rows(item)])
        items[:] = [item for item in items if _is_about_rows(item)]


def _is_about_rows(item):
    opens = item.get_closest_marker("django_db") or {"db", "transactional_db"} & set(item.fixturenames)
    return opens and not item.get_closest_marker("once")


@pytest.fixture(autouse=True)
def _empty_surroundings(settings, tmp_path):
    """Each test has a media folder and a cache of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
