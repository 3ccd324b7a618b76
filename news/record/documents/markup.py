"""XML of a document, walked through without being built: no entities, no depth, no length without end."""

from xml.parsers import expat

from .sentences import DAMAGED, TOO_FULL, refused

MOST_ELEMENTS, DEEPEST = 500_000, 400


def walk(data, *, begins=None, ends=None, words=None):
    """Call `begins(name, attributes)`, `ends(name)` and `words(text)` along the document.

    Names come without their namespaces. Raises `Problems` for what is broken or declares entities.
    """
    parser = expat.ParserCreate(namespace_separator=" ")
    count = depth = 0

    def begin(name, attributes):
        nonlocal count, depth
        count, depth = count + 1, depth + 1
        if count > MOST_ELEMENTS or depth > DEEPEST:
            raise refused(TOO_FULL)
        if begins:
            begins(local(name), {local(key): value for key, value in attributes.items()})

    def end(name):
        nonlocal depth
        depth -= 1
        if ends:
            ends(local(name))

    parser.StartDoctypeDeclHandler = _no_doctype
    parser.StartElementHandler, parser.EndElementHandler = begin, end
    if words:
        parser.buffer_text = True
        parser.CharacterDataHandler = words
    # In one piece: fed in pieces, one long token is read again with each.
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise refused(DAMAGED) from error


def local(name):
    return name.rpartition(" ")[2]


def _no_doctype(*declared):
    raise refused(DAMAGED)
