"""The form of a set: what it is called and what it belongs to."""

from django import forms

from news.models import PictureSet
from news.queries import picture_sets


class SetForm(forms.ModelForm):
    version_shown = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = PictureSet
        fields = ["title", "event", "release"]
        labels = {"release": "Press release"}
        help_texts = {
            "title": "For the desk. Left empty, it is the name of the event or the release.",
            "release": "The pictures go there, once they have their words.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "version_shown" in self.fields:
            self.initial["version_shown"] = self.instance.lock_version
        if "release" in self.fields and (release := self.instance.release):
            # Its own words are its number.
            widget = self.fields["release"].widget
            newest = picture_sets.newest(release)
            getattr(widget, "widget", widget).known = {str(release.pk): str(newest or release)}
        if "title" in self.fields:
            # A new set finds its name itself; one that has a name keeps one.
            self.fields["title"].required = not self.instance._state.adding
            self.fields["title"].error_messages["required"] = "Type a title."

    def _get_validation_exclusions(self):
        # An empty title is filled in by the door.
        excluded = super()._get_validation_exclusions()
        return excluded | {"title"} if self.instance._state.adding else excluded
