"""How what was read becomes a `Document`: texts each once, keys of what readers may know."""

from django.conf import settings

from news.queries import visibility
from news.search import keys

HOME = visibility.zone(settings.TIME_ZONE)


def each(texts):
    """Texts each once, in their order, empty ones left out."""
    return tuple(dict.fromkeys(text for text in (str(text).strip() for text in texts) if text))


def joined(texts, between=", "):
    """The same as one text."""
    return between.join(each(texts))


def also(named, called):
    """Every other name of the entries that are named."""
    return joined((text for model, key in sorted(named, key=_order) for text in called.of(model, key)), "\n")


def narrowed(found, called):
    """The keys of (facet, model, key)."""
    slugs = ((facet, called.slug(model, key)) for facet, model, key in found)
    return {keys.key(facet, slug) for facet, slug in slugs if slug is not None}


def wanted(*named):
    """`{model: keys}` of (model, key), as `Called` takes them."""
    found = {}
    for pairs in named:
        for model, key in pairs:
            found.setdefault(model, set()).add(key)
    return found


def _order(pair):
    model, key = pair
    return model.__name__, str(key)
