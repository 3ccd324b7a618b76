"""One person's post ends and the next one's begins, on one page."""

import datetime

from django import forms
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import reverse

from news import words
from news.assistant.dates import YEARS
from news.errors import NewsroomError, Problems
from news.models import Post
from news.record import directory
from news.record.entries import touch
from news.record.searchable import together
from news.rules import refusal

from .picking import pick_field


class HandoverForm(forms.Form):
    successor = pick_field(
        Post._meta.get_field("person"),
        label="Who comes?",
        required=True,
        add=True,
        error_messages={"required": "Choose who comes, or add them.", "invalid_choice": "This person is not there."},
    )
    rank = pick_field(
        Post._meta.get_field("rank"), label="Rank of who comes", help_text="Left empty, no rank is printed.", add=True
    )
    day = forms.DateField(
        label="First day",
        help_text="The day before is the last day of who leaves.",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Give the first day.", "invalid": "This is no day. Type it like 2025-01-31."},
    )

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day.year not in YEARS:
            raise forms.ValidationError(f"The year {day.year} cannot be right.")
        return day


def urls(model_admin):
    return (("<int:pk>/handover/<int:post_pk>/", "news_person_handover", handover),)


def beside(person, running, may):
    """For the form of a person: the posts that can be handed over."""
    return {
        "running": [
            {"words": str(post), "link": reverse("admin:news_person_handover", args=[person.pk, post.pk])}
            for post in (running if may else [])
        ]
    }


def handover(request, model_admin, pk, post_pk):
    post = Post.objects.select_related("person", "organization", "rank").filter(pk=post_pk).first()
    if post is None or post.person_id != pk:
        raise Http404("There is no such post.")
    if said := refusal(request.user, "change", post):
        raise PermissionDenied(said)
    form = HandoverForm(request.POST if request.method == "POST" else None)
    person = reverse("admin:news_person_change", args=[post.person_id])
    if request.method == "POST" and form.is_valid():
        try:
            begun = hand_over(post, form.cleaned_data, by=request.user)
        except Problems as problems:
            for name, sentences in problems.by_field.items():
                for sentence in sentences:
                    form.add_error(name if name in form.fields else None, sentence)
        except NewsroomError as error:
            form.add_error(None, str(error))
        else:
            last = words.day(begun.since - datetime.timedelta(days=1))
            said = f"{begun.person} holds this post from {words.day(begun.since)}. "
            said += f"The last day of {post.person} is {last}."
            model_admin.message_user(request, said, "success")
            return HttpResponseRedirect(person)
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": f"Handover: {post.position}",
        "post": post,
        "form": form,
        "back": person,
        "began": words.day(post.since) if post.since else "",
        "ended": words.day(post.until) if post.until else "",
    }
    return TemplateResponse(request, "desk/directory/handover.html", context)


@transaction.atomic
@together()
def hand_over(post, data, *, by):
    """The handover itself; a second press, or a second officer, does not begin the post twice."""
    post = Post.objects.select_for_update(of=("self",)).select_related("person", "organization").get(pk=post.pk)
    successor, day = data["successor"], data["day"]
    if successor.merged_into_id:
        raise Problems({"successor": ["This entry was merged into another. Choose that one."]})
    same = Post.objects.filter(person=successor, organization=post.organization, position=post.position, since=day)
    if same.exists():
        raise Problems({"successor": [f"{successor} holds this post from that day already."]})
    begun = directory.handover(post, successor, day, by=by, rank=data["rank"])
    touch(post.person, successor)
    return begun
