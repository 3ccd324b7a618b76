"""A file of Word, Excel or PowerPoint (Office Open XML), by what it says its main part is."""

import posixpath
import re
from urllib.parse import unquote

from .markup import walk
from .packed import check_parts
from .sentences import DAMAGED, FETCHES, INSIDE, MACROS, OTHER_OFFICE, refused

MAIN = "application/vnd.openxmlformats-officedocument."
FORMATS = {
    f"{MAIN}wordprocessingml.document.main+xml": "docx",
    f"{MAIN}spreadsheetml.sheet.main+xml": "xlsx",
    f"{MAIN}presentationml.presentation.main+xml": "pptx",
}
COUNTED = {"xlsx": f"{MAIN}spreadsheetml.worksheet+xml", "pptx": f"{MAIN}presentationml.slide+xml"}
# Words in the type of a part or of what leads to it.
RUN = re.compile(r"macroenabled|vbaproject|vbadata|macrosheet|activex|webextension|/control$|usercustomization")
# What may stand elsewhere: a reader goes there by a press, if at all.
MAY_LEAD_AWAY = re.compile(r"/(hyperlink|video|audio|media|(xl)?externallink\w*|xlpathmissing)$")
# A template on the writer's own disk, as Word notes it in every letter made from one. Readers have no such disk.
ON_A_DISK = re.compile(r"^(?:file:/{2,3})?(?:[a-z]:[\\/]|macintosh hd:)|^[^:/\\]+$", re.IGNORECASE)
HOLDS = re.compile(r"/(oleobject|afchunk)$")
ACTIONS = re.compile(rb"ppaction://(?:program|macro|ole)", re.IGNORECASE)
DDE = re.compile(r'^[\s"]*DDE(?:AUTO)?\b', re.IGNORECASE)
MOST_PAGES = 50_000


def opened(file, look):
    """(format, pages or slides or sheets, or None). `look(bytes, opener=file)` examines a file found inside."""
    parts, kinds = _types(file)
    if any(RUN.search(kind) for kind in kinds):
        raise refused(MACROS)
    if any(name.endswith("vbaproject.bin") for name in file.names):
        raise refused(MACROS)
    main = _check_relations(file)
    form = FORMATS.get(parts(main))
    if form is None or main not in file.names:
        raise refused(OTHER_OFFICE if main in file.names else DAMAGED)

    def inside(name, data):
        # The sheet behind a chart.
        if "/embeddings/" not in name:
            raise refused(INSIDE)
        look(data, opener=file)

    check_parts(file, look=inside)
    _check_words(file, form)
    return form, _count(file, form, parts)


def _types(file):
    """(what gives the type of a part, all types), both in small letters."""
    by_ending, by_part = {}, {}

    def begins(name, attributes):
        kind = attributes.get("ContentType", "").strip().lower()
        if name == "Default":
            by_ending[attributes.get("Extension", "").lower()] = kind
        elif name == "Override":
            by_part[attributes.get("PartName", "").lower().lstrip("/")] = kind

    walk(file.read("[content_types].xml"), begins=begins)
    return lambda part: by_part.get(part, by_ending.get(part.rpartition(".")[2], "")), {
        *by_ending.values(),
        *by_part.values(),
    }


def _check_relations(file):
    """Look at every reference; return the main part, in small letters, or nothing."""
    found = []
    for name in [name for name in file.names if name.endswith(".rels")]:

        def begins(tag, attributes, of_root=name == "_rels/.rels"):
            if tag != "Relationship":
                return
            kind = attributes.get("Type", "").strip().lower()
            away = attributes.get("TargetMode", "").strip().lower() == "external"
            if RUN.search(kind):
                raise refused(MACROS)
            own_disk = kind.endswith("/attachedtemplate") and ON_A_DISK.match(unquote(attributes.get("Target", "")))
            if away and not own_disk and not MAY_LEAD_AWAY.search(kind):
                raise refused(FETCHES)
            if HOLDS.search(kind):
                raise refused(INSIDE)
            if of_root and kind.endswith("/officedocument"):
                found.append(posixpath.normpath("/" + attributes.get("Target", "")).lstrip("/").lower())

        walk(file.read(name), begins=begins)
    if len(found) != 1:
        raise refused(DAMAGED)
    return found[0]


def _check_words(file, form):
    """Fields and links that start a program when the file is opened."""
    for name in file.names:
        if not name.endswith(".xml"):
            continue
        if form == "docx" and name.startswith("word/"):
            _check_fields(file.read(name))
        elif form == "xlsx" and "externallink" in name:
            walk(file.read(name), begins=_no_dde_link)
        elif form == "pptx" and name.startswith("ppt/slide") and ACTIONS.search(file.read(name)):
            raise refused(MACROS)


def _no_dde_link(name, attributes):
    if name == "ddeLink":
        raise refused(FETCHES)


def _check_fields(data):
    """Word may cut the instruction of a field into many pieces: they are put together again."""
    fields, within = [""], [False]

    def begins(name, attributes):
        if name == "fldSimple":
            _check_field(attributes.get("instr", ""))
        elif name == "fldChar":
            kind = attributes.get("fldCharType")
            if kind == "begin":
                fields.append("")
            elif len(fields) > 1:
                _check_field(fields.pop() if kind == "end" else fields[-1])
        within[0] = name == "instrText"

    def ends(name):
        within[0] = False

    def words(text):
        if within[0] and len(fields[-1]) < 1000:
            fields[-1] += text

    walk(data, begins=begins, ends=ends, words=words)
    for field in fields:
        _check_field(field)


def _check_field(instruction):
    if DDE.search(instruction):
        raise refused(FETCHES)


def _count(file, form, parts):
    if form in COUNTED:
        number = sum(parts(name) == COUNTED[form] for name in file.names)
    else:
        number = _pages(file.read("docprops/app.xml"))
    return number if 0 < number <= MOST_PAGES else None


def _pages(data):
    """As the program that saved the file counted; where it counted no words either, it did not count."""
    found, here = {}, [""]

    def begins(name, attributes):
        here[0] = name

    def words(text):
        if here[0] in {"Pages", "Words"} and text.strip().isdecimal():
            found[here[0]] = int(text.strip()[:9])

    if data:
        walk(data, begins=begins, words=words)
    return found.get("Pages", 0) if found.get("Words") else 0
