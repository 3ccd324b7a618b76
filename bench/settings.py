"""The site's settings with one bare view more, by which its pages are measured."""

from aseanapol_site.settings import *  # noqa: F403

ROOT_URLCONF = "bench.urls"
# Names as in production, but compressing the files takes longer than the bench.
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"}  # noqa: F405
