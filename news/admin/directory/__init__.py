"""The directory at the desk. Importing it registers its admins.

`entry` is what they share, `rows` the rows inside their forms, `listing` their lists, `picking` how
entries are found; `alike`, `merging`, `handover` and `deleting` are what can be done besides saving.
"""

from django.contrib import admin
from django.contrib.auth.models import Group
from django_tasks_db.models import DBTaskResult
from taggit.models import Tag

from . import accounts, organizations, people, picking, places, programmes, site_pages, site_settings, topics

# The desk knows roles, topics and its own worker; each of these would also ask for permissions on every page.
for model in (Group, Tag, DBTaskResult):
    if admin.site.is_registered(model):
        admin.site.unregister(model)

picking.install(admin.site)

__all__ = ["accounts", "organizations", "people", "places", "programmes", "site_pages", "site_settings", "topics"]
