"""What feed readers fetch."""

from django.views.decorators.http import require_safe

from news.outputs.feeds import CorrectionFeed, ReleaseFeed
from news.queries.filters import NoSuchListError

from . import errors


@require_safe
def releases(request, name):
    """The feed whose address has this name: "feed" (RSS), "feed_atom", "feed_json"."""
    return _feed(request, ReleaseFeed(name))


@require_safe
def corrections(request):
    return _feed(request, CorrectionFeed())


def _feed(request, wanted):
    try:
        response = wanted(request)
    except NoSuchListError as error:
        raise errors.NoSuchPage(str(error)) from error
    # The newest date says nothing of what was withdrawn since.
    del response["Last-Modified"]
    return response
