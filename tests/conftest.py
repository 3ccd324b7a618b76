import pytest
from django.core.cache import cache
from django.db import connection
from hypothesis import settings as hypothesis

# Two busy cores make any deadline a matter of luck.
hypothesis.register_profile("tests", deadline=None)
hypothesis.load_profile("tests")


def pytest_report_header():
    return f"database: {connection.vendor}"


@pytest.fixture(autouse=True)
def _empty_surroundings(settings, tmp_path):
    """Each test has a media folder and a cache of its own."""
    settings.MEDIA_ROOT = tmp_path / "media"
    cache.clear()
