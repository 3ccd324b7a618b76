"""The saved versions of a thing: looked at, compared, brought back. With it goes the page of two versions."""

from django.urls import reverse

from news.admin.two_versions import views as two_versions
from news.queries import saved

from . import views


def panel(request, edition):
    rows = saved.latest(edition)
    if not rows:
        return None
    link = reverse(f"admin:news_{edition._meta.model_name}_versions", args=[edition.pk])
    return {"template": "desk/versions/panel.html", "rows": rows, "link": link}


def urls(model_admin):
    return [*two_versions.urls(model_admin), *views.urls(model_admin)]
