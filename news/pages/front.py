from django.urls import reverse
from django.views.decorators.http import require_safe

from news.outputs import jsonld
from news.queries import home

from .frame import page


@require_safe
def front(request):
    return page(
        request,
        "news/home.html",
        {
            "home": (found := home.read()),
            "contact": found.contact,
            "description": DESCRIPTION,
            "jsonld": jsonld.home(),
        },
        path=reverse("home"),
    )


DESCRIPTION = "Press releases, events and records of the ASEANAPOL Secretariat in Kuala Lumpur."
