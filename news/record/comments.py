"""Internal comments on a version: never public, shown with every version of the same thing."""

from django.db import transaction
from django.utils import timezone

from news.errors import Impossible, NotAllowed, Problems
from news.models import Comment
from news.rules import people

LONGEST = Comment._meta.get_field("text").max_length


def about(version):
    """All comments on the release or event of a version, oldest first, with who wrote them. One query."""
    rows = Comment.objects.about_thing(version)
    return rows.select_related("by", "done_by", "edition", "event_edition")


def add(version, text, *, by):
    """Raises `NotAllowed`, `Problems`."""
    if said := people.writer(by):
        raise NotAllowed(said)
    text = text.strip()
    if not text:
        raise Problems({"text": ["Write the comment first."]})
    if len(text) > LONGEST or "\x00" in text:
        raise Problems({"text": [f"At most {LONGEST} letters."]})
    return Comment.objects.create(**{Comment.column(version): version}, text=text, by=by)


@transaction.atomic
def settle(version, key, *, by, done=True):
    """Mark a comment on the thing of this version as done, or open again. Raises `NotAllowed`, `Impossible`."""
    if said := people.writer(by):
        raise NotAllowed(said)
    found = Comment.objects.about_thing(version).filter(pk=key).values("pk")
    comment = Comment.objects.select_for_update().filter(pk__in=list(found.values_list("pk", flat=True))).first()
    if comment is None:
        raise Impossible("This comment is no longer there.")
    if done != (comment.done_at is not None):
        comment.done_by, comment.done_at = (by, timezone.now()) if done else (None, None)
        comment.save(update_fields=["done_by", "done_at"])
    return comment
