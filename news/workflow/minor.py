"""What is never minor: a change of a name, rank, position, date, place or number, however small it looks."""

import re
from difflib import SequenceMatcher

from news import html, words
from news.html.blocks import Figure
from news.html.read import read as blocks_of
from news.models import Edition, Organizer, Participation, Session
from news.record.canonical import read

from .facts import facts_now

# What may differ in a version that is called minor, whatever stands there.
LOOSE = {"topics", "change_note", "is_minor", "embargo_until", "website", "show_all_before"}
# What may differ in it if no word that counts does.
TEXTS = {"title", "standfirst", "body", "dateline", "summary", "subjects"}
ROW_TEXTS = {"caption", "alt"}

NEVER = "A name, rank, position, date, place or number has changed. That is never minor."

# A word; a number with what stands inside it; a sign that changes a number.
_TOKEN = re.compile(r"\d+(?:[.,:/]\d+)*|[^\W\d_]+|[%‰$€£¥°+−]")
_ENDS_SENTENCE = re.compile(r"[.!?…:][”’\")\]]*\s*[“‘\"(\[]*$|\n\s*[-•“‘\"(\[]*\s*$|^\s*[-•“‘\"(\[]*\s*$")
_NUMBERS = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen
    eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion dozen half
    first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth once twice
    no not never none nor without
    """.split()
)
# Words that stand in names and positions and everywhere else as well.
_LOOSE_WORDS = frozenset("a an and at by for from in of on or the to with".split())


def never_minor(edition, public):
    """What differs from the public version though it never may in a minor one: the sentence for each such field."""
    now, before = read(edition), read(public)
    changed = {name for name in now if now[name] != before.get(name)} - LOOSE
    if not changed:
        return ()
    counts = _Counting(edition, [*_all_texts(now), *_all_texts(before)])
    found = []
    for name in changed:
        if name in TEXTS:
            says = counts.differs(_plain(name, before.get(name)), _plain(name, now[name]))
            says = says or (name == "body" and _pictures(before.get(name)) != _pictures(now[name]))
        elif name == "pictures":
            says = _rows_differ(before.get(name, []), now[name], counts)
        else:
            says = True
        if says:
            found.append(name)
    return tuple(sorted(found))


class _Counting:
    """Which words of two texts count: numbers, names, and what stands in the facts as somebody's position."""

    def __init__(self, edition, texts):
        self.of_facts = _words_of_facts(edition)
        self.names = {token for text in texts for token, starts in _tokens(text) if token[0].isupper() and not starts}

    def differs(self, before, after):
        """Whether a word that counts was put in, taken out or moved."""
        old, new = _tokens(before), _tokens(after)
        matcher = SequenceMatcher(None, [token for token, _ in old], [token for token, _ in new], autojunk=False)
        return any(
            self.counts(*token)
            for tag, a, b, c, d in matcher.get_opcodes()
            if tag != "equal"
            for token in [*old[a:b], *new[c:d]]
        )

    def counts(self, token, starts_sentence):
        folded = words.fold(token)
        if not token[0].isalpha() or folded in _NUMBERS or folded in self.of_facts:
            return True
        return token[0].isupper() and (not starts_sentence or token in self.names)


def _tokens(text):
    """(word, whether it begins a sentence); a capital letter there says nothing."""
    return [
        (found[0], bool(_ENDS_SENTENCE.search(text[max(0, found.start() - 12) : found.start()])))
        for found in _TOKEN.finditer(text)
    ]


def _plain(name, value):
    return html.plain(value) if name == "body" else str(value or "")


def _all_texts(content):
    yield from (_plain(name, content[name]) for name in TEXTS if content.get(name))
    yield from (row[name] for row in content.get("pictures", ()) for name in ROW_TEXTS)


def _pictures(body):
    return [block.src for block in blocks_of(body or "") if isinstance(block, Figure)]


def _rows_differ(before, now, counts):
    if [row["uid"] for row in before] != [row["uid"] for row in now]:
        return True
    return any(
        counts.differs(old[name], new[name]) if name in ROW_TEXTS else old[name] != new[name]
        for old, new in zip(before, now, strict=True)
        for name in new
        if name in old
    )


def _words_of_facts(edition):
    """Every word of names, ranks, positions and places in the facts, folded. Four queries."""
    facts = facts_now(edition) if isinstance(edition, Edition) else edition
    if facts is None:
        return frozenset()
    texts = [facts.name, facts.acronym, facts.venue, str(facts.place or "")]
    for model, names in _FACTS.items():
        for row in model.objects.filter(edition=facts).values_list(*names):
            texts += row
    found = {word for text in texts for word in re.findall(r"\w+", words.fold(text))}
    return frozenset(found - _LOOSE_WORDS)


_AS_OF = ("honorific", "rank_long", "rank_short", "position", "printed_as")
_FACTS = {
    Participation: (*_AS_OF, "organization_as", "label"),
    Organizer: (*_AS_OF, "through_as", "led_by_as", "led_what"),
    Session: ("title", "venue"),
}
