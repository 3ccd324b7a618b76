"""Places with their zones, and countries under their house names."""

from django import forms
from django.contrib import admin
from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Q

from news import words
from news.models import Country, Place

from . import zones
from .entry import EntryAdmin, EntryForm
from .listing import EntryList, View, with_flag, with_note
from .rows import aliases_of


class PlaceForm(EntryForm):
    zone = forms.ChoiceField(
        label="Time zone",
        required=False,
        help_text="Left empty, it is taken from the country.",
        error_messages={"invalid_choice": "This is no time zone. Choose one of the list."},
    )

    class Meta:
        model = Place
        fields = ["city", "country", "latitude", "longitude", "zone"]
        labels = {"city": "City", "country": "Country"}
        help_texts = {"latitude": "Degrees, north is positive.", "longitude": "Degrees, east is positive."}
        error_messages = {
            "city": {"required": "Type the city."},
            "country": {"required": "Choose the country."},
            NON_FIELD_ERRORS: {"unique_together": "This country has this place already."},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "zone" in self.fields:
            self.fields["zone"].choices = zones.choices(self.instance.zone)
        for name, most in [("latitude", 90), ("longitude", 180)]:
            if name in self.fields:
                # No field of numbers: those lose what they do not understand, on phones even the minus.
                self.fields[name].widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off"})
                self.fields[name].error_messages["invalid"] = f"Type degrees as a number, from −{most} to {most}."

    def clean_latitude(self):
        return self._within("latitude", 90)

    def clean_longitude(self):
        return self._within("longitude", 180)

    def _within(self, name, most):
        degrees = self.cleaned_data[name]
        if degrees is not None and abs(degrees) > most:
            raise forms.ValidationError(f"Type degrees as a number, from −{most} to {most}.")
        return degrees

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("zone") and cleaned.get("country") and "zone" not in self.errors:
            zone, known = zones.proposed(cleaned["country"], cleaned.get("latitude"), cleaned.get("longitude"))
            if zone:
                cleaned["zone"] = zone
            else:
                self.add_error("zone", _which(cleaned["country"], known))
        return cleaned


def _which(country, known):
    if not known:
        return "Choose the time zone."
    if len(known) > 6:
        return f"{country} has {words.number(len(known))} time zones. Choose one."
    return f"{country} has several time zones. Choose one: {words.listed(known, 'or')}."


@admin.register(Place)
class PlaceAdmin(EntryList, EntryAdmin):
    form = PlaceForm
    inlines = [aliases_of("place")]
    autocomplete_fields = ["country"]
    readers = ("city",)
    exact_first = ("city",)
    search_help_text = "City, country or another spelling"
    none_yet = "There is no place yet."
    list_display = ["city_shown", "country_shown", "zone_shown"]
    list_display_links = ["city_shown"]
    ordering = ["city", "pk"]
    views = (View("", "All", Q()),)
    fieldsets = [("Place", {"fields": [("city", "country"), "zone", ("latitude", "longitude")]})]
    short_fieldsets = [(None, {"fields": ["city", "country", "zone"]})]

    def for_pick(self, queryset):
        return queryset.select_related("country")

    for_list = for_pick

    def get_changeform_initial_data(self, request):
        initial = super().get_changeform_initial_data(request)
        # What was typed into the field with which one picks a place.
        return initial | ({"city": request.GET["name"]} if request.GET.get("name") else {})

    def note_on(self, place):
        return place.zone.replace("_", " ")

    @admin.display(description="City", ordering="city")
    def city_shown(self, place):
        return with_note(place.city, "")

    @admin.display(description="Country", ordering="country__name")
    def country_shown(self, place):
        return with_flag(place.country)

    @admin.display(description="Time zone", ordering="zone")
    def zone_shown(self, place):
        return place.zone.replace("_", " ")


class CountryForm(EntryForm):
    has_lock = False

    class Meta:
        model = Country
        fields = ["name"]
        labels = {"name": "Name, as our pages print it"}
        help_texts = {"name": "Pages that name the country alone print this name at once."}
        error_messages = {"name": {"required": "Type the name.", "unique": "Another country has this name."}}


@admin.register(Country)
class CountryAdmin(EntryList, EntryAdmin):
    form = CountryForm
    inlines = [aliases_of("country")]
    readers = ("name",)
    exact_first = ("name", "code")
    search_help_text = "Name, code or another spelling"
    none_yet = "There is no country yet. Ask for the directory to be loaded."
    list_display = ["name_shown", "iso_name", "code"]
    list_display_links = ["name_shown"]
    ordering = ["name"]
    views = (View("", "All", Q()),)
    # Some flags are heavy drawings.
    list_per_page = 30
    readonly_fields = ["iso_name", "code"]
    fieldsets = [("Country", {"fields": ["name", ("iso_name", "code")]})]

    def has_add_permission(self, request):
        """The countries of ISO 3166 are all here."""
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def note_on(self, country):
        return country.iso_name if country.iso_name != country.name else ""

    @admin.display(description="Name", ordering="name")
    def name_shown(self, country):
        return with_flag(country)
