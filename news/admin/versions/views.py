"""All saved versions of a release or event; one to read, two compared, one brought back."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.views.decorators.http import require_GET, require_POST

from news import workflow
from news.admin.acts import version_shown, who_sees
from news.enums import Act, State
from news.errors import NewsroomError, NotAllowed, Problems
from news.models import Edition
from news.queries import saved
from news.queries.versions import changes
from news.record.canonical import read
from news.record.shapes import OF_THIS_VERSION
from news.rules import people, refusal


def urls(model_admin):
    model = model_admin.model
    views = {
        "versions": ("<int:key>/versions/", _list),
        "versions_compare": ("<int:key>/versions/compare/", _compare),
        "version": ("<int:key>/versions/<int:snapshot>/", _look),
        "version_bring_back": ("<int:key>/versions/<int:snapshot>/bring-back/", _bring_back),
    }
    return [
        path(
            address,
            model_admin.admin_site.admin_view(_for(model_admin, view)),
            name=f"news_{model._meta.model_name}_{name}",
        )
        for name, (address, view) in views.items()
    ]


def _for(model_admin, view):
    def found(request, key, **more):
        edition = model_admin.model.objects.select_related(_thing(model_admin.model)).filter(pk=key).first()
        if edition is None:
            raise Http404("There is no such version.")
        if said := refusal(request.user, "view", edition):
            raise PermissionDenied(said)
        return view(model_admin, request, edition, **more)

    # The method is asked first, whoever it is.
    return require_POST(found) if view is _bring_back else require_GET(found)


def _thing(model):
    return "release" if model is Edition else "event"


def _link(edition, name, *more):
    return reverse(f"admin:news_{edition._meta.model_name}_{name}", args=[edition.pk, *more])


def _page(model_admin, request, edition, template, **context):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "edition": edition,
        "back": _link(edition, "change"),
        "all_link": _link(edition, "versions"),
        **context,
    }
    return TemplateResponse(request, template, context)


def _list(model_admin, request, edition):
    rows, page = saved.page(edition, request.GET.get("page", "1")[:9])
    entries = [{"row": row, "link": _link(edition, "version", row.key)} for row in rows]
    compare = _link(edition, "versions_compare")
    title = "All saved versions"
    return _page(
        model_admin,
        request,
        edition,
        "desk/versions/list.html",
        title=title,
        entries=entries,
        page=page,
        compare=compare,
    )


def _found(edition, key):
    found = saved.one(edition, key)
    if found is None:
        raise Http404("There is no such saved version.")
    return found


def _look(model_admin, request, edition, snapshot):
    """One saved version to read, and what it changed."""
    row, kept = _found(edition, snapshot)
    before = saved.before(edition, kept)
    return _page(
        model_admin,
        request,
        edition,
        "desk/versions/look.html",
        title=f"Saved on {row.when}",
        row=row,
        content=changes(model_admin.model, None, kept.data),
        compare=f"{_link(edition, 'versions_compare')}?new={row.key}" if before else "",
        **_bringing_back(request, edition, kept),
    )


def _compare(model_admin, request, edition):
    """Two saved versions, by default one with the one before it; the older stands first whatever was asked."""
    new = _asked(request, "new")
    old = _asked(request, "old")
    later = saved.newest(edition) if new is None else _found(edition, new)[1]
    if later is None:
        raise Http404("Nothing of this was saved yet.")
    earlier = saved.before(edition, later) if old is None else _found(edition, old)[1]
    if earlier is not None and earlier.pk > later.pk:
        earlier, later = later, earlier
    rows = [saved.one(edition, kept.pk)[0] if kept else None for kept in (earlier, later)]
    return _page(
        model_admin,
        request,
        edition,
        "desk/versions/compare.html",
        title="What changed",
        old=rows[0],
        new=rows[1],
        old_link=_link(edition, "version", rows[0].key) if rows[0] else "",
        new_link=_link(edition, "version", rows[1].key),
        changes=changes(model_admin.model, earlier.data if earlier else None, later.data),
    )


def _asked(request, name):
    value = request.GET.get(name, "")
    if not value:
        return None
    if not (value.isascii() and value.isdecimal() and len(value) < 19):
        raise Http404("There is no such saved version.")
    return int(value)


# Bringing back


def _open(edition):
    """The version of the thing that is in progress, or None."""
    return edition if edition.is_open else edition.thing.editions.open().first()


def _bringing_back(request, edition, kept):
    """Whether this person can bring it back now: the button's address, or why not and what would help."""
    goes_to = _open(edition)
    if goes_to is not None:
        said = _why_not(request.user, goes_to)
        if not said and _brought(kept.data) == _brought(read(goes_to)):
            said = f"Version {goes_to.number} says the same already."
        link = "" if said else _link(edition, "version_bring_back", kept.pk)
        return {"goes_to": goes_to, "bring_back": link, "why_not": said}
    public = edition.thing.editions.public().first()
    said = people.writer(request.user) or "No version is in progress."
    revise = ""
    if public is not None and not workflow.why_not(Act.REVISE, public, by=request.user):
        said = "Readers see the public version. Begin a new version first, then bring this back into it."
        revise = _link(public, Act.REVISE)
    return {"goes_to": public, "bring_back": "", "why_not": said, "revise": revise}


def _why_not(person, edition):
    if edition.state == State.APPROVED:
        return people.writer(person) or "This version is approved. Stop it first."
    return workflow.why_not(Act.EDIT, edition, by=person)


def _brought(data):
    return {name: value for name, value in data.items() if name not in OF_THIS_VERSION}


def _bring_back(model_admin, request, edition, snapshot):
    _, kept = _found(edition, snapshot)
    goes_to = _open(edition)
    if said := people.writer(request.user):
        raise PermissionDenied(said)
    here = HttpResponseRedirect(_link(edition, "version", kept.pk))
    if goes_to is None:
        messages.error(request, "No version is in progress. Begin a new version first.")
        return here
    version = version_shown(request)
    try:
        workflow.bring_back(goes_to, kept, by=request.user, lock_version=-1 if version is None else version)
    except NotAllowed as error:
        raise PermissionDenied(str(error)) from error
    except Problems as problems:
        for sentences in problems.by_field.values():
            for sentence in sentences:
                messages.error(request, sentence)
        return here
    except NewsroomError as error:
        messages.error(request, str(error))
        return here
    messages.success(request, f"It is as it was on {saved.when(kept.at)}. {who_sees(goes_to)}")
    return HttpResponseRedirect(_link(goes_to, "change"))
