"""Both ends of the way, in nh3's hands: any text to a well-formed tree, our own text to the strict schema."""

from dataclasses import dataclass, field
from html.parser import HTMLParser

import nh3

from . import schema

# Understood on the way in and translated, though the schema has no such tags.
_UNDERSTOOD = frozenset(
    "b i h1 h5 h6 div span font section article main header aside address pre center dl dt dd tfoot dir".split()
)
_IN_ATTRIBUTES = schema.ATTRIBUTES | {
    tag: {"style", "class"} | schema.ATTRIBUTES.get(tag, set())
    for tag in ("p", "div", "span", "b", "i", "li", "h1", "h2", "h3", "h4", "h5", "h6")
}
_VOID = frozenset({"br", "hr", "img"})
_DEEPEST = 40


@dataclass
class Node:
    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list = field(default_factory=list)  # Node or str


def tree(html: str) -> list:
    """The nodes and texts of the HTML. What is nested deeper than forty tags lies flat in the fortieth."""
    parser = _Tree()
    parser.feed(
        nh3.clean(
            html,
            tags=set(schema.TAGS | _UNDERSTOOD),
            attributes=_IN_ATTRIBUTES,
            clean_content_tags=set(schema.DROPPED_WHOLE),
            url_schemes=set(schema.SCHEMES),
            link_rel=None,
        )
    )
    parser.close()
    return parser.root.children


def strict(html: str) -> str:
    """The HTML with nothing in it that the schema does not name."""
    return nh3.clean(
        html,
        tags=set(schema.TAGS),
        attributes=schema.ATTRIBUTES,
        clean_content_tags=set(schema.DROPPED_WHOLE),
        url_schemes=set(schema.SCHEMES),
        link_rel=None,
    )


class _Tree(HTMLParser):
    """Reads what nh3 wrote: every tag is closed, every entity known."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.root = Node("root")
        self.open = [self.root]

    def handle_starttag(self, tag, attrs):
        node = Node(tag, {name: value or "" for name, value in attrs})
        parent = self.open[min(len(self.open), _DEEPEST) - 1]
        parent.children.append(node)
        if tag not in _VOID:
            self.open.append(node if len(self.open) < _DEEPEST else parent)

    def handle_endtag(self, tag):
        if tag not in _VOID and len(self.open) > 1:
            self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)
