"""How text becomes tokens: folded, stemmed, in pairs of letters where a script writes no blanks."""


def tokens(text):
    """The tokens of a text in their order: [a-z0-9]+ only, none longer than 64, none beginning with "qk" (but "qku…")."""
    raise NotImplementedError


def spans(text):
    """`(token, start, end)` of each token, in places of the text as it is."""
    raise NotImplementedError


def joined(text):
    """The tokens with a blank before, between and behind, as the tables have them; " " without any."""
    raise NotImplementedError


def vocabulary(text):
    """`{word: (stem, shown)}` of the words that can be offered for others: folded, stemmed, as first printed."""
    raise NotImplementedError
