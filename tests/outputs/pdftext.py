"""The words of a PDF that the typesetter made, page by page: enough of the format to read what we write."""

import re
import zlib

OBJECT = re.compile(rb"(\d+) 0 obj\b(.*?)\bendobj", re.DOTALL)
SHOWN = re.compile(
    rb"/(\w+) [\d.]+ Tf|<([0-9A-Fa-f\s]*)>|\(((?:\\.|[^\\()]|\((?:\\.|[^\\()])*\))*)\)|(T\*|Td|TD|Tm|ET)\b", re.DOTALL
)
ESCAPED = re.compile(rb"\\([nrtbf()\\]|[0-7]{1,3})")
SIGNS = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pages(pdf):
    """The words of each page, in the order in which they were written."""
    objects = {int(key): body for key, body in OBJECT.findall(pdf)}
    for body in list(objects.values()):
        if b"/ObjStm" in body:
            objects |= _packed(body)
    return [_words(objects, body) for body in objects.values() if re.search(rb"/Type\s*/Page\b", body)]


def _packed(body):
    number, first = (int(re.search(rb"/%s (\d+)" % name, body)[1]) for name in (b"N", b"First"))
    data = _stream(body)
    places = list(map(int, data[:first].split()))
    keys, starts = places[0 : 2 * number : 2], [*places[1 : 2 * number : 2], len(data) - first]
    return {key: data[first + starts[at] : first + starts[at + 1]] for at, key in enumerate(keys)}


def _stream(body):
    data = body.split(b"stream", 1)[1].lstrip(b"\r\n").rsplit(b"endstream", 1)[0]
    return zlib.decompressobj().decompress(data) if b"/FlateDecode" in body else data


def _words(objects, page):
    fonts = {name: _letters(objects, objects[int(key)]) for name, key in _fonts(objects, page)}
    found, letters = [], {}
    contents = re.search(rb"/Contents (?:\[\s*)?(\d+) 0 R", page)
    for name, hexed, plain, moved in SHOWN.findall(_stream(objects[int(contents[1])])):
        if name:
            letters = fonts.get(name, {})
        elif moved:
            found.append("\n" if moved != b"ET" else "")
        else:
            codes = bytes.fromhex(hexed.decode()) if hexed else ESCAPED.sub(_unescaped, plain)
            found += [letters.get(codes[at : at + 2], "") for at in range(0, len(codes), 2)]
    return re.sub(r"\n+", "\n", "".join(found))


def _unescaped(match):
    return SIGNS.get(match[1]) or (bytes([int(match[1], 8)]) if match[1].isdigit() else match[1])


def _fonts(objects, page):
    resources = page
    if found := re.search(rb"/Resources (\d+) 0 R", page):
        resources = objects[int(found[1])]
    fonts = re.search(rb"/Font\s*(?:(\d+) 0 R|<<(.*?)>>)", resources, re.DOTALL)
    body = objects[int(fonts[1])] if fonts and fonts[1] else fonts[2] if fonts else b""
    return re.findall(rb"/(\w+) (\d+) 0 R", body)


def _letters(objects, font):
    found = re.search(rb"/ToUnicode (\d+) 0 R", font)
    table = _stream(objects[int(found[1])]) if found else b""
    letters = {}
    for part in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for code, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            letters[bytes.fromhex(code.decode())] = bytes.fromhex(text.decode()).decode("utf-16-be")
    for part in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for low, high, text in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", part):
            first = int(text, 16)
            for code in range(int(low, 16), int(high, 16) + 1):
                letters[code.to_bytes(2, "big")] = chr(first + code - int(low, 16))
    return letters
