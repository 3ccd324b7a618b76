"""The frame around every page of the desk: what stands in the sidebar, and which site this is."""

from dataclasses import dataclass

from django.conf import settings
from django.contrib import admin
from django.urls import reverse
from django.utils.module_loading import import_string

# A function of the request: the number of things under "For you to do".
WAITING = "news.admin.dashboard.waiting"


@dataclass(frozen=True)
class Entry:
    """A link to the list of one model, shown to whoever may read it. It stands for those `along`, too."""

    title: str
    icon: str
    model: str
    along: tuple[str, ...] = ()


GROUPS = [
    [
        Entry("Press releases", "article", "edition"),
        Entry("Events", "event", "eventedition"),
        Entry("Pictures", "image", "pictureset", along=("picture",)),
        Entry("Documents", "attach_file", "document"),
        Entry("Corrections", "edit_square", "correction"),
    ],
    [
        Entry("People", "group", "person"),
        Entry("Organizations", "account_balance", "organization"),
        Entry("Programmes", "school", "programme"),
        Entry("Series", "lan", "series"),
        Entry("Places", "location_on", "place"),
        Entry("Countries", "flag", "country"),
        Entry("Ranks", "military_tech", "rank"),
        Entry("Topics", "sell", "topic"),
    ],
    [
        Entry("Pages", "description", "page"),
        Entry("Press contact", "call", "contact"),
        Entry("Accounts", "badge", "account"),
        Entry("Settings", "settings", "sitestate"),
    ],
]


def navigation(request):
    """The sidebar, as unfold wants it. A model without an admin, or hidden from this person, is left out."""
    shown = {
        model._meta.model_name
        for model, model_admin in admin.site._registry.items()
        if model._meta.app_label == "news"
        and model_admin.has_module_permission(request)
        and model_admin.has_view_or_change_permission(request)
    }
    groups = [[_link(request, entry) for entry in group if entry.model in shown] for group in GROUPS]
    groups[0].insert(0, _home(request))
    return [{"separator": place > 0, "items": items} for place, items in enumerate(groups) if items]


def _home(request):
    link = reverse("admin:index")
    return {
        "title": "What waits",
        "icon": "home",
        "link": link,
        "active": request.path == link,
        "waiting": import_string(WAITING)(request),
    }


def _link(request, entry):
    link = reverse(f"admin:news_{entry.model}_changelist")
    inside = [reverse(f"admin:news_{model}_changelist") for model in (entry.model, *entry.along)]
    return {
        "title": entry.title,
        "icon": entry.icon,
        "link": link,
        "active": any(request.path.startswith(address) for address in inside),
    }


def environment(request):
    """The words beside the title where this is not the real newsroom."""
    return ["Demonstration", "warning"] if settings.DEMO else None
