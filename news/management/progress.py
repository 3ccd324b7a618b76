"""How far a long command has come."""

from news import words

BAR = 30


class Progress:
    """A bar that is drawn over itself; where nobody sees it drawn, a line at every tenth part.

    `one` and `many` are the words for what is counted: "entry", "entries".
    """

    def __init__(self, out, total, one, many):
        self.out, self.total, self.one, self.many = out, total, one, many
        self.drawn = out.isatty()
        self.told = 0

    def now(self, number):
        # What is counted may grow meanwhile.
        self.total = max(self.total, number)
        text = f"{number} of {words.plural(self.total, self.one, self.many)}"
        if self.drawn:
            full = BAR * number // self.total
            self.out.write(f"\r[{'#' * full}{'.' * (BAR - full)}] {text}", ending="\n" if number == self.total else "")
            self.out.flush()
        elif number * 10 // self.total > self.told or number == self.total:
            self.told = number * 10 // self.total
            self.out.write(text)

    def clear(self):
        if self.drawn:
            self.out.write("\r\x1b[K", ending="")
