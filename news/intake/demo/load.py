"""The demonstration content: the whole of it, again and again without doubling."""

from typing import NamedTuple

from news.intake.directory import load_directory

from .entries import add_accounts, add_entries
from .files import read_events, read_releases
from .references import References
from .things import add_event, add_release


class Loaded(NamedTuple):
    """How many were added by kind; a password if one had to be made for the accounts."""

    added: dict[str, int]
    password: str


def load_demo():
    """Add directory, accounts, people, programmes, events and releases that are missing.

    Whatever is there stays as it is, also if an officer has changed, withdrawn or merged it. Each
    event and each release is a transaction of its own, so a load that was stopped goes on where it
    stopped.
    """
    load_directory()
    accounts, password = add_accounts()
    added = {"accounts": accounts, **add_entries()}
    references = References()
    added["events"] = sum(add_event(entry, references) for entry in read_events())
    added["releases"] = sum(add_release(entry, references) for entry in read_releases())
    return Loaded(added, password)
