"""The proposed order of a list of people: what the directory knows about each row, for `rules.protocol`."""

from django.db.models import Q

from news import words
from news.models import Organization, Rank, SiteState, Standing
from news.rules import protocol


def proposed(rows, *, day):
    """The rows in the order of protocol. Three queries, however many rows."""
    keys = {_key(row.get("organization")) for row in rows} - {None}
    organizations = Organization.objects.select_related("country").in_bulk(keys)
    standings = dict(_held(day).filter(organization__in=keys).values_list("organization_id", "kind"))
    ranks = {
        (force, words.fold(form)): order
        for force, long, short, order in Rank.objects.filter(force__in=keys).values_list(
            "force_id", "long", "short", "order"
        )
        for form in (long, short)
        if form
    }
    own = SiteState.own()
    places = []
    for row in rows:
        key = _key(row.get("organization"))
        organization = organizations.get(key)
        country = row.get("country") or (organization.country if organization else None)
        rank = row.get("rank_long") or row.get("rank_short") or ""
        places.append(
            protocol.Place(
                role=row.get("role") or "",
                standing=standings.get(key, ""),
                country=str(country or ""),
                organization=str(organization or ""),
                rank=ranks.get((key, words.fold(rank))),
                is_ours=bool(own and key == own.pk),
            )
        )
    return [rows[number] for number in protocol.proposed(places)]


def _held(day):
    if day is None:
        return Standing.objects.filter(until=None)
    return Standing.objects.filter(Q(since=None) | Q(since__lte=day), Q(until=None) | Q(until__gte=day))


def _key(value):
    return getattr(value, "pk", value)
