"""What the newcomer's page says about the code is printed from the code."""

import pathlib
import re

from news.enums import State
from news.rules import TABLE

README = pathlib.Path("news/README.md")


def table_of_acts():
    lines = ["| act | from | to | who | gate |", "|---|---|---|---|---|"]
    for line in TABLE:
        sources = ", ".join(state.label.lower() for state in State if state in line.sources)
        needs = ", ".join([*([f"no problem for {line.gate}"] if line.gate else []), *(f"a {n}" for n in line.needs)])
        who = line.who.__name__.replace("_", " ")
        to = line.to.label.lower() if line.to else "the same"
        lines.append(f"| {line.act.label} | {sources} | {to} | {who} | {needs} |")
    return "\n".join(lines)


def test_the_table_of_acts_is_that_of_the_code():
    written = re.search(
        r"<!-- table of acts: begin -->\n(.*)\n<!-- table of acts: end -->", README.read_text(), re.DOTALL
    )
    assert written, "the marks of the table are gone"
    assert written[1] == table_of_acts()
