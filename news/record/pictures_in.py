"""Pictures that a save brings into a press release: none from the bin, and each gets its renditions."""

from news.errors import Problems
from news.models import Edition, Picture
from news.pictures.renditions import pictures_in
from news.queries.picture_sets import in_bin

from .jobs import later

IN_BIN = "This picture was thrown away. Choose another, or take it back from the bin."
IN_BIN_IN_TEXT = "A picture in the text was thrown away. Take it out, or take it back from the bin."


def now(edition):
    """What is in a version: keys of the pictures beside the text, and its text. One query; nothing for facts."""
    if not isinstance(edition, Edition):
        return None
    return set(edition.pictures.values_list("picture", flat=True)), edition.body


def settle(edition, before=(frozenset(), ""), *, take_from_bin=False):
    """After a save: refuse what came from the bin, write a job for each picture that is new since `before`.

    Raises `Problems`. A version that begins with the content of another takes its pictures wherever they are.
    """
    if before is None or not isinstance(edition, Edition):
        return
    there, body = before
    rows = list(edition.pictures.order_by("order", "pk").values_list("picture", flat=True))
    new = {key for key in rows if key not in there}
    in_text = set()
    if edition.body != body and "/media/" in edition.body:
        had = {picture.pk for picture in pictures_in(body)} if "/media/" in body else set()
        in_text = {picture.pk for picture in pictures_in(edition.body)} - had
    if not new | in_text:
        return
    if not take_from_bin:
        _refuse(rows, new, in_text)
    for key in sorted(new | in_text):
        later("render_picture", picture=key)


def _refuse(rows, new, in_text):
    thrown = set(Picture.objects.filter(in_bin(), pk__in=new | in_text).values_list("pk", flat=True))
    problems = {f"pictures.{place}.picture": [IN_BIN] for place, key in enumerate(rows) if key in thrown & new}
    if thrown & in_text:
        problems["body"] = [IN_BIN_IN_TEXT]
    if problems:
        raise Problems(problems)
