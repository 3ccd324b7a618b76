"""The directory at the desk. Importing it registers its admins.

`entry` is what they share, `rows` the rows inside their forms, `listing` their lists, `picking` how
entries are found; `alike`, `merging`, `handover` and `deleting` are what can be done besides saving.
"""

from django.contrib import admin

from . import accounts, organizations, people, picking, places, programmes, site_pages, topics

picking.install(admin.site)

__all__ = ["accounts", "organizations", "people", "places", "programmes", "site_pages", "topics"]
