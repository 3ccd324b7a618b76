"""Words that a reader may have meant, and words that go on as somebody began them. Only words of public texts."""


def meant(asked):
    """The search written again with every unknown word replaced by the nearest known one, or "" if none is near."""
    raise NotImplementedError


def going_on(typed, most=4):
    """The words with the last one finished, the most frequent first, as texts to search for."""
    raise NotImplementedError
