"""The public pictures of somebody, to be hidden all at once: asked when no picture of a person may be shown."""

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news import words, workflow
from news.errors import NewsroomError, Problems
from news.models import Person
from news.pictures.renditions import picture_url
from news.queries import shown
from news.rules import people


def urls(model_admin):
    return (("<int:pk>/pictures/", "news_person_pictures", pictures_of),)


def link(person):
    return reverse("admin:news_person_pictures", args=[person.pk])


def pictures_of(request, model_admin, pk):
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "HEAD", "POST"])
    person = Person.objects.filter(pk=pk).first() if pk < 2**63 else None
    if person is None:
        raise Http404("There is no such person.")
    if said := people.writer(request.user):
        raise PermissionDenied(said)
    found = shown.publicly(person)
    chosen = {str(one.picture.pk) for one in found}
    typed, problems = _proposal(person), {}
    if request.method == "POST":
        chosen, typed = set(request.POST.getlist("picture")), request.POST.get("reason", "")
        # What was taken from readers meanwhile is gone from the list, and hidden already.
        wanted = [one.picture for one in found if str(one.picture.pk) in chosen]
        try:
            hidden = workflow.hide_pictures_of(person, wanted, by=request.user, reason=typed)
        except Problems as error:
            problems = error.by_field
        except NewsroomError as error:
            problems = {"": [str(error)]}
        else:
            said = f"{words.plural(len(hidden), 'picture')} of {person} hidden. Readers no longer find them anywhere."
            model_admin.message_user(request, said, "success")
            return HttpResponseRedirect(reverse("admin:news_person_change", args=[person.pk]))
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Pictures of {person}",
        "person": person,
        "found": [{"key": str(one.picture.pk), "src": picture_url(one.picture, 480), "shown": one} for one in found],
        "chosen": chosen,
        "typed": typed,
        "problems": problems,
        "back": reverse("admin:news_person_change", args=[person.pk]),
    }
    return TemplateResponse(request, "desk/directory/shown.html", context)


def _proposal(person):
    return "No picture of this person may be published." if person.do_not_show else ""
