"""What every page is given beside its own content."""

from django.conf import settings
from django.shortcuts import render


def page(request, template, context, *, path, query="", section="", status=200):
    """A rendered page. `path` and `query` are its canonical address: nothing that was asked beside it."""
    address = f"{path}?{query}" if query else path
    frame = {"canonical": absolute(address), "section": section}
    return render(request, template, frame | context, status=status)


def absolute(path):
    """The full address of a path of this site, on its canonical host."""
    return settings.SITE_ORIGIN + path
