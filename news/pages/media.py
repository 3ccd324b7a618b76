"""Pictures by their address. Below MEDIA_ROOT nothing has an address of its own: this view decides."""

from django.http import FileResponse, Http404
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from news.enums import State
from news.models import EditionPicture, Picture
from news.pictures.renditions import KEY_LENGTH, WIDTHS, rendition_path, texts_with

FOR_EVERYBODY = "public, max-age=300"
FOR_STAFF = "private, no-store"

# The route of `picture`, for `re_path`.
ROUTE = rf"^media/(?P<key>[0-9a-f]{{{KEY_LENGTH}}})/(?P<width>{'|'.join(map(str, WIDTHS))})\.webp\Z"


@require_safe
def picture(request, key, width):
    """A rendition: for everybody while a published release shows it, for staff always; else 404."""
    shown = Picture.objects.filter(sha256__startswith=key).first()
    if shown is None:
        raise Http404("No such picture.")
    if is_public(shown):
        policy = FOR_EVERYBODY
    elif request.user.is_active and request.user.is_staff:
        policy = FOR_STAFF
    else:
        raise Http404("No such picture.")
    etag = f'"{shown.sha256[:32]}-{width}"'
    response = get_conditional_response(request, etag=etag) or _file(shown, int(width))
    response["Cache-Control"] = policy
    if policy == FOR_EVERYBODY:
        response["ETag"] = etag
    return response


def _file(shown, width):
    try:
        return FileResponse(rendition_path(shown, width).open("rb"), content_type="image/webp")
    except FileNotFoundError as error:
        raise Http404("The picture's file is missing.") from error


def is_public(shown):
    """True while a published release shows the picture, beside its text or in it, and nobody has hidden it."""
    if shown.hidden_at is not None:
        return False
    beside = EditionPicture.objects.filter(picture=shown, edition__state=State.PUBLISHED)
    return beside.exists() or texts_with(shown).live().exists()
