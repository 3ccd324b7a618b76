"""Tables for spreadsheets as RFC 4180 has them: UTF-8 with its mark, every field of one line, no formulas."""

import csv
import re

BOM = "\ufeff"
CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]")
# A spreadsheet takes for a formula what begins so, also in the wide letters of East Asia.
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]")


class _Line:
    """What `csv.writer` writes to: it hands each line back."""

    def write(self, line):
        return line


def lines(header, rows):
    """The table in lines, each with its line break; the mark of UTF-8 stands before the first."""
    writer = csv.writer(_Line())
    yield BOM + writer.writerow(header)
    for row in rows:
        yield writer.writerow([field(value) for value in row])


def field(value):
    """Text as a cell shows it and never runs it: a sign that begins a formula stands behind an apostrophe."""
    text = " ".join(CONTROLS.sub("", str(value)).split())
    return f"'{text}" if FORMULA.match(text) else text
