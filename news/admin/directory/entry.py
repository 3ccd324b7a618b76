"""What the admins of all directory entries share: form, saving through the door, what stands at the side."""

from django import forms
from django.contrib import messages
from django.contrib.admin.options import IS_POPUP_VAR
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from news import words
from news.admin.base import DeskAdmin
from news.admin.correcting import hint
from news.admin.posted import kept_forms
from news.admin.rights import ByRules
from news.admin.saving import SavesThroughDoor
from news.models.fields import LineField
from news.queries import naming
from news.record.entries import Rows, save_with_rows
from news.record.log import history_of
from news.record.slugs import free_slug
from news.rules import people, refusal

from . import alike, deleting, merging, sentences
from .picking import Found, is_pick


class EntryForm(forms.ModelForm):
    """Lines lose their superfluous spaces; a web address that is taken, and a second person, are said."""

    lock_version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    has_lock = True

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.alike = []
        if self.has_lock and self.instance.pk:
            self.initial["lock_version"] = self.instance.lock_version
        sentences.put_plainly(self.fields)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].error_messages["invalid"] = "Use small letters, digits and hyphens only."

    def clean_slug(self):
        slug = self.cleaned_data["slug"].strip().lower()
        if not slug or slug == self.initial.get("slug"):
            return slug
        free = free_slug(type(self.instance), slug, of=self.instance)
        if free != slug:
            raise forms.ValidationError(f"This address is taken, or cannot be one. “{free}” is free.")
        return slug

    def clean(self):
        cleaned = super().clean()
        for name, value in cleaned.items():
            if isinstance(value, str) and isinstance(_column(self.instance, name), LineField):
                cleaned[name] = " ".join(value.split())
        if self.has_lock and self.instance.pk and cleaned.get("lock_version") != self.instance.lock_version:
            self.add_error(None, changed_meanwhile(self.instance))
        self._look_for_alike(cleaned)
        return cleaned

    def _look_for_alike(self, cleaned):
        if self.instance.pk or not self.is_bound or "_another" in self.data:
            return
        name = "city" if "city" in self.fields else "name"
        if cleaned.get(name):
            country = cleaned.get("country")
            self.alike = alike.found(
                type(self.instance), cleaned[name], acronym=cleaned.get("acronym", ""), country=country
            )
        if self.alike:
            self.add_error(name, "This looks like an entry that is here already.")


def _column(instance, name):
    return next((f for f in instance._meta.concrete_fields if f.name == name), None)


def changed_meanwhile(entry):
    line = history_of(entry).first()
    who, moment = "Somebody", ""
    if line:
        at = timezone.localtime(line.at)
        who, moment = line.by_name or "Somebody", f" at {at:%H:%M on} {words.day(at.date())}"
    return (
        f"{who} saved this entry{moment}, after you opened it. What you typed is still here. "
        "Nothing of it is saved. Open the entry in a new tab and compare."
    )


class EntryAdmin(Found, SavesThroughDoor, ByRules, DeskAdmin):
    """`short_fieldsets` are the essentials that a dialog asks for; `many` names sets that the door writes."""

    form = EntryForm
    short_form = None
    short_fieldsets = ()
    add_fieldsets = ()
    many = ()
    list_per_page = 40
    show_full_result_count = False
    change_form_template = "desk/directory/change_form.html"
    change_list_template = "desk/directory/change_list.html"
    list_before_template = "desk/directory/views.html"
    # Words for "There is no person yet".
    none_yet = ""

    # What is read

    def get_queryset(self, request):
        queryset = super().get_queryset(request)
        if is_pick(request):
            queryset = queryset.filter(merged_into=None) if hasattr(self.model, "merged_into") else queryset
            return self.for_pick(queryset)
        if getattr(request.resolver_match, "url_name", "").endswith("_changelist"):
            return self.for_list(queryset)
        return queryset

    def for_pick(self, queryset):
        return queryset

    def for_list(self, queryset):
        return queryset

    # Who may

    def has_change_permission(self, request, obj=None):
        return not self.why_not(request, "change", obj)

    def why_not(self, request, act, obj=None):
        """The sentence of a refusal. Asked many times a page, answered once."""
        answers = request.__dict__.setdefault("_directory_answers", {})
        key = (act, self.model, obj and obj.pk)
        if key not in answers:
            merged = obj is not None and getattr(obj, "merged_into_id", None)
            answers[key] = "This entry is merged into another." if merged else self.refusal(request, act, obj)
        return answers[key]

    def refusal(self, request, act, obj):
        # A reader's own reason first, whatever else stands against it.
        return people.writer(request.user) or refusal(request.user, act, obj or self.model)

    # The form

    def is_short(self, request):
        return bool(self.short_fieldsets) and (IS_POPUP_VAR in request.GET or IS_POPUP_VAR in request.POST)

    def get_fieldsets(self, request, obj=None):
        if obj is None and self.is_short(request):
            return self.short_fieldsets
        return super().get_fieldsets(request, obj)

    def get_form(self, request, obj=None, change=False, **kwargs):
        if obj is None and self.short_form and self.is_short(request):
            kwargs.setdefault("form", self.short_form)
        return super().get_form(request, obj, change=change, **kwargs)

    def get_inline_instances(self, request, obj=None):
        return [] if obj is None and self.is_short(request) else super().get_inline_instances(request, obj)

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        if object_id is None and (entry := self._taken_instead(request)):
            return self.response_add(request, entry)
        obj = self.get_object(request, object_id) if object_id else None
        context = {"show_close": False, "title": f"New {self.opts.verbose_name}", "subtitle": None}
        if obj is not None:
            context |= {"title": str(obj), "read_only": self.why_not(request, "change", obj)} | self.beside(
                request, obj
            )
        return super().changeform_view(request, object_id, form_url, context | (extra_context or {}))

    def _taken_instead(self, request):
        """The entry that is there already and that a dialog hands back, instead of adding another."""
        key = request.POST.get("_take", "")
        if IS_POPUP_VAR not in request.POST or not key.isdecimal() or not self.has_add_permission(request):
            return None
        return self.model.objects.filter(pk=key).first()

    def render_change_form(self, request, context, *args, **kwargs):
        context["alike"] = [
            {
                "key": pair.entry.pk,
                "words": str(pair.entry),
                "why": pair.why,
                "note": self.note_on(pair.entry),
                "link": reverse(f"admin:news_{self.opts.model_name}_change", args=[pair.entry.pk]),
            }
            for pair in getattr(context["adminform"].form, "alike", [])
        ]
        context["thing"] = self.opts.verbose_name
        return super().render_change_form(request, context, *args, **kwargs)

    def beside(self, request, obj):
        """What stands at the side of the form, as plain rows."""
        line = history_of(obj).first()
        uses = naming.uses(obj)
        events = naming.events(obj) if any(use.sort == "events" for use in uses) else []
        return {
            "entry": obj,
            "uses": uses,
            "events": [
                {
                    "words": str(event),
                    "note": ", ".join(filter(None, [_dates(event), str(event.place or "")])),
                    "link": reverse("admin:news_eventedition_change", args=[event.pk]),
                }
                for event in events
            ],
            "last": line and {"by": line.by_name, "at": timezone.localtime(line.at), "command": line.by_id is None},
            **merging.beside(self, request, obj),
            **deleting.beside(self, request, obj),
        }

    # Saving

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        if change:
            hint.say(request, form, formsets)

    def _one_dict(self, form, formsets):
        """The form, and its lists as `Rows`: what changed and what goes; `places` are the forms by their path."""
        lists, places = [], {"": form}
        for formset in formsets:
            name = formset.get_default_prefix()
            changed = [row for row in kept_forms(formset) if row.has_changed()]
            places |= {f"{name}.{number}": row for number, row in enumerate(changed)}
            gone = [row.instance for row in formset.deleted_forms if row.instance.pk]
            lists.append(Rows(name, formset.fk.name, keep=[row.instance for row in changed], gone=gone))
        return {"form": form, "lists": lists}, places

    def write(self, request, obj, data, change):
        return self.write_entry(request, data["form"], data["lists"], change)

    def write_entry(self, request, form, lists, change):
        return save_with_rows(
            form.instance,
            lists,
            by=request.user,
            lock_version=form.cleaned_data["lock_version"] if change and form.has_lock else None,
            many={name: form.cleaned_data[name] for name in self.many if name in form.cleaned_data},
        )

    def response_add(self, request, obj, post_url_continue=None):
        if IS_POPUP_VAR in request.POST:
            return super().response_add(request, obj, post_url_continue)
        return self.saved(request, obj)

    def response_change(self, request, obj):
        return self.saved(request, obj)

    def saved(self, request, obj):
        messages.success(request, f"Saved at {timezone.localtime():%H:%M}.")
        return HttpResponseRedirect(reverse(f"admin:news_{self.opts.model_name}_change", args=[obj.pk]))

    # Views of our own

    def get_custom_urls(self):
        return (*merging.urls(self), *super().get_custom_urls())

    def delete_view(self, request, object_id, extra_context=None):
        return deleting.delete(request, self, object_id)


def _dates(event):
    return words.span(event.starts, event.ends, event.precision) if event.starts else ""
