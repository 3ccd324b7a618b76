"""Lists of the desk: one row a thing, narrowed by state, with their counts."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery

from news.enums import State

OPEN, PUBLIC = sorted(State.open), sorted(State.public)


def one_row_a_thing(model, thing, *, binned=False):
    """The edition that stands for each thing at the desk: the open one, else the public one.

    With `binned`, the last discarded version of things of which nothing else is left. `thing` names
    the foreign key.
    """
    same = model.objects.filter(**{thing: OuterRef(thing)})
    if binned:
        alive = same.filter(state__in=[*OPEN, *PUBLIC])
        newest = same.filter(state=State.DISCARDED).order_by("-number").values("pk")[:1]
        return model.objects.filter(~Exists(alive), pk=Subquery(newest))
    return model.objects.filter(Q(state__in=OPEN) | Q(state__in=PUBLIC) & ~Exists(same.filter(state__in=OPEN)))


def public_beside(editions, thing):
    """`{thing's key: its public edition}` for a page of rows, in one query."""
    keys = [getattr(edition, f"{thing}_id") for edition in editions]
    model = type(editions[0]) if editions else None
    if model is None:
        return {}
    return {getattr(e, f"{thing}_id"): e for e in model.objects.public().filter(**{f"{thing}__in": keys})}


STATES = {
    "drafts": Q(state=State.DRAFT),
    "handed-in": Q(state=State.IN_REVIEW),
    "approved": Q(state=State.APPROVED),
}


def by_state(rows, model, thing, state, person):
    """The rows that a link above the list asks for. An unknown word shows all."""
    if state == "mine":
        return rows.filter(authors=person)
    if state in STATES:
        return rows.filter(STATES[state])
    if state in {"published", "withdrawn"}:
        wanted = State.PUBLISHED if state == "published" else State.WITHDRAWN
        return rows.filter(**{f"{thing}__in": model.objects.filter(state=wanted).values(thing)})
    return rows


def counts(model, thing, person):
    """Numbers for the links above the list, in three queries."""
    rows = one_row_a_thing(model, thing)
    found = rows.aggregate(
        all=Count("pk"),
        mine=Count(
            "pk",
            filter=Exists(
                model.authors.through.objects.filter(**{model._meta.model_name: OuterRef("pk"), "account": person})
            ),
        ),
        **{name.replace("-", "_"): Count("pk", filter=condition) for name, condition in STATES.items()},
    )
    public = model.objects.aggregate(
        published=Count("pk", filter=Q(state=State.PUBLISHED)), withdrawn=Count("pk", filter=Q(state=State.WITHDRAWN))
    )
    return {**found, **public, "bin": one_row_a_thing(model, thing, binned=True).count()}
