"""A file of LibreOffice (OpenDocument), by the type that it carries as its first part."""

import re

from .markup import walk
from .packed import check_parts
from .sentences import DAMAGED, FETCHES, INSIDE, LOCKED, MACROS, OTHER_OFFICE, refused

MAIN = b"application/vnd.oasis.opendocument."
FORMATS = {MAIN + b"text": "odt", MAIN + b"spreadsheet": "ods", MAIN + b"presentation": "odp"}
PROGRAM_FOLDERS = {"basic", "scripts", "dialogs"}
READ = re.compile(r"(^|/)(content|styles)\.xml$")
RUN = {"event-listener", "script", "macro-name"}
HELD = {"object-ole", "plugin", "applet"}
FETCHED = {"dde-source", "dde-connection-decl", "dde-connection", "floating-frame"}
# These show what their address leads to as soon as the file is opened; a link waits for a press.
SHOWN = {"image", "object", "section-source", "table-source", "fill-image", "cell-range-source", "font-face-uri"}
AWAY = re.compile(r"^\s*(?:[a-z][a-z0-9+.-]*:|[/\\]{2})", re.IGNORECASE)
MOST_PAGES = 50_000


def opened(file):
    """(format, pages or slides or sheets, or None)."""
    form = FORMATS.get(file.read("mimetype").strip())
    if form is None:
        raise refused(OTHER_OFFICE)
    if "content.xml" not in file.names:
        raise refused(DAMAGED)
    if any(PROGRAM_FOLDERS & set(name.split("/")[:-1]) for name in file.names):
        raise refused(MACROS)
    walk(file.read("meta-inf/manifest.xml") or b"<none/>", begins=_not_locked)
    check_parts(file)
    count = 0
    for name in filter(READ.search, file.names):
        found = _looked_through(file.read(name), form)
        count = found if name == "content.xml" else count
    if form == "odt":
        count = _pages(file.read("meta.xml"))
    return form, count if 0 < count <= MOST_PAGES else None


def _not_locked(name, attributes):
    if name == "encryption-data":
        raise refused(LOCKED)


def _looked_through(data, form):
    """Refuse what runs or fetches by itself; return the number of slides or sheets."""
    counted = {"odp": ("presentation", "page"), "ods": ("spreadsheet", "table")}.get(form)
    above, count = [], 0

    def begins(name, attributes):
        nonlocal count
        if name in RUN:
            raise refused(MACROS)
        if name in HELD:
            raise refused(INSIDE)
        if name in FETCHED or (name in SHOWN and AWAY.search(attributes.get("href", ""))):
            raise refused(FETCHES)
        count += bool(above) and (above[-1], name) == counted
        above.append(name)

    def ends(name):
        above.pop()

    walk(data, begins=begins, ends=ends)
    return count


def _pages(data):
    found = [0]

    def begins(name, attributes):
        number = attributes.get("page-count", "")
        if name == "document-statistic" and number.isdecimal():
            found[0] = int(number[:9])

    if data:
        walk(data, begins=begins)
    return found[0]
