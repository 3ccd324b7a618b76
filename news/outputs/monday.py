"""The Monday mail: what waits, once a week, to everybody who writes. Nothing is sent where nothing waits."""

import datetime

from django.urls import reverse
from django.utils import timezone

from news import words
from news.enums import Role
from news.models import Account, EventEdition
from news.queries import desk
from news.queries.desk import waits

from . import clock
from .letters import absolute, desk_link
from .post import one_line, post

HOUR = datetime.time(8)
# What is longer is read at the desk.
LONGEST = 20


def week_of(day):
    """The ISO week of a day, as in "2026-W48"."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def moment_of(day):
    """Monday 08:00 in Kuala Lumpur of the week of a day."""
    monday = day - datetime.timedelta(days=day.weekday())
    return datetime.datetime.combine(monday, HOUR, tzinfo=timezone.get_default_timezone())


def readers():
    """The keys of everybody who gets it: writers and above who are active and have an address."""
    staff = Account.objects.filter(is_active=True).exclude(email="").exclude(role=Role.VIEWER)
    return list(staff.order_by("pk").values_list("pk", flat=True))


def send(account):
    """Send one person what waits now: editors everything, writers what is theirs.

    An account that has gone, or has no address by now, gets nothing. A repeat sends the letter again.
    Returns whether one was sent.
    """
    reader = Account.objects.filter(pk=account, is_active=True).exclude(email="").first()
    groups = groups_for(reader) if reader else []
    if not groups:
        return False
    context = {
        "reader": one_line(reader),
        "groups": groups,
        "number": sum(group["number"] for group in groups),
        "delay": desk.delay(),
        "link": absolute(reverse("admin:index")),
    }
    return post("mail/monday.txt", context, to=reader.email, whom=f"account {reader.pk}")


def groups_for(reader):
    """`[{"title", "number", "lines", "more"}]`, empty ones left out. A line is two texts: what, and where."""
    groups = [
        ("Ended, nothing published yet", _ended(reader)),
        ("Handed in, waits for a check", _versions(waits.in_review, reader, "submitted_at", _handed_in, page="review")),
        ("Published alone, not yet checked", _versions(waits.not_checked, reader, "flagged_since", _alone)),
        ("Sign-off asked for, no answer yet", [_sign_off(each) for each in waits.unanswered(reader)]),
    ]
    return [
        {"title": title, "number": len(lines), "lines": lines[:LONGEST], "more": max(len(lines) - LONGEST, 0)}
        for title, lines in groups
        if lines
    ]


def _ended(reader):
    found = desk.ended_without_release()
    if reader.role == Role.WRITER:
        found = found.filter(waits.theirs(EventEdition, reader))
    editions = list(found)
    there = desk.who_was_there(editions)
    lines = []
    for edition in editions:
        days = words.plural((timezone.localdate() - edition.ends).days, "day")
        names = words.listed(one_line(name) for name in there.get(edition.pk, []))
        who = f" There: {names}." if names else ""
        lines.append((f"{one_line(edition)}: ended {days} ago, on {words.day(edition.ends)}.{who}", desk_link(edition)))
    return lines


def _versions(condition, reader, order, sentence, page="change"):
    return [
        (f"{one_line(version)}: {sentence(version)}", desk_link(version, page))
        for model in waits.VERSIONS
        for version in waits.rows(model, condition(model, reader), order)
    ]


def _handed_in(version):
    asked = words.listed((one_line(account) for account in version.asked), "or") or "an editor"
    return (
        f"waits for {asked} since {clock.local(version.submitted_at)}."
        if version.submitted_at
        else f"waits for {asked}."
    )


def _alone(version):
    by = f" by {one_line(version.published_by)}" if version.published_by else ""
    return f"published{by} on {clock.local(version.flagged_since)}. Reason: {one_line(version.flag_reason)}"


def _sign_off(sign_off):
    whom = one_line(sign_off.name)
    ended = " The link has run out." if waits.link_has_ended(sign_off) else ""
    sentence = f"{one_line(sign_off.version)}: {whom} was asked on {clock.local(sign_off.asked_at)}.{ended}"
    return sentence, desk_link(sign_off.version)
