"""What the page that explains feeds offers: a choice of what to follow. Four queries and those of the index."""

from dataclasses import dataclass

from news.models import Contact
from news.search import looking

from . import facets, filters
from .contact import press_contact

OFFERED = ("topic", "country", "programme", "organization", "kind")


@dataclass(frozen=True)
class Option:
    value: str
    label: str
    chosen: bool


@dataclass(frozen=True)
class Picker:
    """One field of the form."""

    name: str
    label: str
    options: tuple[Option, ...]

    @property
    def chosen(self):
        return any(option.chosen for option in self.options)


@dataclass(frozen=True)
class SubscribePage:
    """`others` are (name, value) of filters that came with the address and that no field offers."""

    filters: filters.Filters
    pickers: tuple[Picker, ...]
    others: tuple[tuple[str, str], ...]
    query: str
    contact: Contact | None


def read(parameters):
    """What can be followed, and what a query string has chosen of it. Raises `NoSuchListError`."""
    chosen = filters.read(parameters)
    counts = looking.archive((), first=0, most=0).counts
    found = {facet.name: facet for facet in facets.read(OFFERED, {}, counts, None, _value)}
    pickers = [_picker(name, found.get(name), chosen) for name in OFFERED]
    return SubscribePage(
        filters=chosen,
        pickers=tuple(picker for picker in pickers if picker.options),
        others=tuple((name, value) for name, value in chosen.chosen.items() if name not in OFFERED),
        query=chosen.query,
        contact=press_contact(),
    )


def _value(picked):
    """Of a facet that nothing else narrows, the value itself, where a list has its address."""
    return "".join(picked.values())


def _picker(name, facet, chosen):
    value = chosen.chosen.get(name, "")
    options = {choice.query: choice.label for choice in facet.choices} if facet else {}
    if value and value not in options:
        options[value] = dict(chosen.labels)[name]
    return Picker(name, facets.TITLES[name], tuple(Option(key, label, key == value) for key, label in options.items()))
