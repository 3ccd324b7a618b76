"""What cleaning takes out, in words. It only reports: what is safe is decided elsewhere."""

import re
from collections import Counter
from html import unescape

from . import schema

_TAG = re.compile(r"<([a-zA-Z][\w:-]*)([^<>]*)>")
_ATTRIBUTE = re.compile(r"""([^\s"'<>/=]+)(?:\s*=\s*("[^"]*"|'[^']*'|[^\s"'>]+))?""")

_THINGS = {
    "script": ("a script", "scripts"),
    "style": ("a style sheet", "style sheets"),
    "page": ("an embedded page", "embedded pages"),
    "film": ("a film or sound", "films or sounds"),
    "form": ("a form field", "form fields"),
    "drawing": ("a drawing", "drawings"),
    "styled": ("the style of a paragraph", "the style of {} paragraphs"),
}
_KINDS = (
    {"script": "script", "style": "style", "link": "style", "video": "film", "audio": "film"}
    | dict.fromkeys(("iframe", "frame", "object", "embed", "applet"), "page")
    | dict.fromkeys(("input", "textarea", "select", "button"), "form")
    | dict.fromkeys(("svg", "math", "canvas"), "drawing")
)
_STYLES = {"style", "align", "bgcolor", "background", "color", "face", "size", "valign", "border", "cellpadding"}
_TEXT = {"p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "table", "tr", "td", "th"}
# What the editor itself writes on tables, and what only marks Word's lists, is nobody's style.
_NO_STYLE = re.compile(r"\s*((min-)?width\s*:[^;]*|mso-list\s*:[^;]*|height\s*:[^;]*)?\s*", re.IGNORECASE)


def in_words(html: str) -> list[str]:
    """What `clean` takes out of this text, each thing once, with its number: ["2 scripts", "a link to javascript:"]."""
    counts, actions, others = Counter(), [], Counter()
    for tag, attributes in _tags(html):
        if tag in _KINDS:
            counts[_KINDS[tag]] += 1
        actions += [name for name in attributes if name.startswith("on") and len(name) > 2]
        if tag == "font" or any(_is_style(name, value) for name, value in attributes.items()):
            counts["styled" if tag in _TEXT else "words"] += 1
        if tag == "a" and attributes.get("href"):
            others[_link(attributes["href"])] += 1
        if tag == "img":
            others[_picture(attributes.get("src", ""))] += 1
    del others[""]
    found = [_counted(*_THINGS[kind], counts[kind]) for kind in _THINGS if counts[kind]]
    if counts["words"]:
        found.append("the fonts and colours of some words")
    if actions:
        names = ", ".join(dict.fromkeys(actions))
        found.append(f"{_counted('a hidden action', 'hidden actions', len(actions))} ({names})")
    return found + [_counted(what, _several(what), count) for what, count in others.items()]


def _several(what):
    return re.sub(r"^a (link|picture)", r"\1s", what)


def _counted(one, many, count):
    if count == 1:
        return one
    return many.format(count) if "{}" in many else f"{count} {many}"


def _tags(html):
    """(tag, attributes) of every opening tag, in lower case; comments and the inside of scripts are passed over."""
    at, low = 0, html.lower()
    while (opening := html.find("<", at)) >= 0:
        if html.startswith("<!--", opening):
            at = html.find("-->", opening + 4)
            if at < 0:
                return
            continue
        found = _TAG.match(html, opening)
        if not found:
            at = opening + 1
            continue
        tag = found[1].lower()
        yield tag, {name.lower(): unescape(value.strip("\"'")) for name, value in _ATTRIBUTE.findall(found[2]) if value}
        at = found.end()
        if tag in ("script", "style"):
            at = low.find(f"</{tag}", at)
            if at < 0:
                return


def _is_style(name, value):
    return name in _STYLES and any(not _NO_STYLE.fullmatch(part) for part in value.split(";"))


def _link(href):
    if href.startswith("#") or schema.link_address(href):
        return ""
    bare = re.sub(r"[\x00-\x20]", "", href)
    scheme = re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", bare)
    if not scheme:
        return f"a link to “{bare[:60]}”, which is no full web address"
    if scheme[0].lower() == "file:":
        return "a link to a file on somebody’s computer"
    if scheme[0].lower() in ("http:", "https:"):
        return f"a link to “{bare[:60]}”, which is no web address"
    return f"a link to {scheme[0].lower()}"


def _picture(src):
    if schema.picture_address(src):
        return ""
    scheme = src.strip().lower().partition(":")[0]
    return {
        "data": "a picture pasted into the text",
        "blob": "a picture pasted into the text",
        "file": "a picture on somebody’s computer",
        "": "a picture without an address",
    }.get(scheme, "a picture from another site")
