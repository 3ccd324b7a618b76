"""The settings of the site."""

from django.db import transaction

from news.models import SiteState

from .log import note


@transaction.atomic
def show_map(shows, *, by):
    """Whether readers have the map of events. Nothing is written if nothing changes.

    Only this column is written: the number of the generation rises meanwhile.
    """
    if SiteState.objects.filter(pk=1).exclude(shows_map=shows).update(shows_map=shows):
        details = {"shows_map": {"before": not shows, "after": shows}}
        note("change", SiteState(pk=1), by=by, details=details)
