"""What rich text may hold, as data. The editor's configuration and the cleaning follow it."""

import re

import nh3

HEADINGS = ("h2", "h3", "h4")

# Every tag with its attributes.
ATTRIBUTES = {
    "p": set(),
    "h2": set(),
    "h3": set(),
    "h4": set(),
    "ul": set(),
    "ol": {"start"},
    "li": set(),
    "blockquote": set(),
    "footer": set(),  # of a quotation: "— " and who said it
    "cite": set(),  # in a footer or caption: a work, a photographer
    "table": set(),
    "caption": set(),
    "thead": set(),
    "tbody": set(),
    "tr": set(),
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "figure": set(),
    "img": {"src", "alt", "width", "height"},
    "figcaption": set(),
    "hr": set(),
    "a": {"href"},  # no rel and no target: links open where the reader wants them
    "strong": set(),
    "em": set(),
    "br": set(),
}
TAGS = frozenset(ATTRIBUTES)

SCHEMES = frozenset({"http", "https", "mailto", "tel"})

# Pictures are our own.
MEDIA = "/media/"

# These go with all that is in them. The text in any other unknown tag stays.
DROPPED_WHOLE = frozenset(
    "script style title noscript template iframe frame frameset noframes object embed applet video audio svg math "
    "canvas select textarea button datalist xml".split()
)

_WEB = re.compile(r"https?://[\w.-]+(:\d{1,5})?([/?#].*)?", re.IGNORECASE)
_BLANKS_AND_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff]")


def link_address(href: str) -> str | None:
    """The address as it is kept, or None if it may not be linked.

    Allowed: a full web address without a user name in it, mailto:, tel:, and a path of this site.
    "www.…" gets its https://.
    """
    address = _BLANKS_AND_CONTROLS.sub("", href).strip().replace(" ", "%20").replace("\\", "%5C")
    if address.lower().startswith("www."):
        address = f"https://{address}"
    scheme = re.match(r"([a-z][a-z0-9+.-]*):", address, re.IGNORECASE)
    if scheme and scheme[1].lower() in {"http", "https"}:
        allowed = bool(_WEB.fullmatch(address))
    elif scheme:
        allowed = scheme[1].lower() in SCHEMES and len(address) > scheme.end()
    else:
        allowed = address.startswith("/") and not address.startswith("//")
    return address if allowed and _parses(address) else None


def picture_address(src: str) -> str | None:
    """The path of one of our own pictures, or None."""
    src = src.strip()
    return src if re.fullmatch(rf"{MEDIA}[\w./%~+-]+", src) and ".." not in src else None


def _parses(address):
    """Whether nh3, which has the last word, takes the address for one."""
    escaped = address.replace("&", "&amp;").replace('"', "&quot;")
    return "href" in nh3.clean(f'<a href="{escaped}">x</a>', url_schemes=set(SCHEMES), link_rel=None)
