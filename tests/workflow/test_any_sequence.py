"""Whatever anybody does in whatever order: one open and one public version, a log that tells it, nothing unapproved outside.

The machine knows nothing of the rules' code. It keeps its own book: which words somebody wrote, and
which of them a second person let through. Each word is a number that stands nowhere else.
"""

import datetime
import itertools
import os
import re

import pytest
from django.db import connection, transaction
from django.test import Client
from django.utils import timezone
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from news import workflow
from news.enums import Role, State, WithdrawalKind
from news.errors import NewsroomError
from news.models import ActionLog, Edition, Event, EventEdition, PressRelease, Snapshot
from news.record import canonical
from tests import factories as make
from tests import indexed

LONG = bool(os.environ.get("SOAK"))
WORD = re.compile(r"zq\d+zq")
LISTS = ["/", "/news/", "/events/", "/feeds/news.rss", "/sitemap.xml", "/organizations/", "/people/"]
ALWAYS_ASKED = ["/corrections/", "/withdrawn/", "/feeds/corrections.atom"]

NAMES = ["reader", "writer", "other writer", "editor", "second editor", "duty editor", "administrator"]
# Besides anybody: whoever wrote at it, so that two pairs of eyes are tried in earnest, and editors.
people = st.sampled_from([*NAMES, "an author", "an author", "an author", "editor", "second editor", "administrator"])
deciders = st.sampled_from(["an author", "an author", "writer", "editor", "second editor", "administrator"])
SINGLE = ["take_back", "send_back", "publish_alone", "stop", "check", "revise", "withdraw", "restore", "discard"]
places = st.integers(0, 30)
stale = st.integers(0, 9)


class Newsroom(RuleBasedStateMachine):
    is_open = False

    @initialize()
    def open(self):
        self.outer = transaction.atomic()
        self.outer.__enter__()
        roles = {"reader": "viewer", "writer": "writer", "other writer": "writer", "administrator": "administrator"}
        later = timezone.now() + datetime.timedelta(days=1)
        self.people = {
            name: make.make_account(name.replace(" ", "-"), role=Role(roles.get(name, "editor"))) for name in NAMES
        }
        self.people["duty editor"].duty_until = later
        self.people["duty editor"].save()
        self.numbers = itertools.count(1)
        self.wrote = {}  # word: who wrote it
        self.let_through = set()  # words that a second person, or somebody who may alone, let through
        self.client = Client()
        writer = self.people["writer"]
        self.events = [self.new_event(writer) for _ in range(2)]
        for kind, event in [("event_report", 0), ("event_report", 0), ("event_report", 1), ("notice", None)]:
            about = {"event": self.events[event].event} if event is not None else {}
            workflow.new_release({**self.text(writer), "kind": kind, **about}, by=writer)
        self.seen = None
        self.is_open = True

    def teardown(self):
        if self.is_open:
            self.outer.__exit__(RuntimeError, RuntimeError("undo"), None)

    # What is written

    def word(self, by):
        found = f"zq{next(self.numbers)}zq"
        self.wrote[found] = by.pk
        return found

    def text(self, by):
        return {
            "title": f"Title {self.word(by)}",
            "standfirst": self.word(by),
            "body": f"<p>{self.word(by)}</p>",
            "dateline": self.word(by),
            "change_note": f"Now {self.word(by)}.",
        }

    def facts(self, by):
        return {
            "name": f"Workshop {self.word(by)}",
            "venue": self.word(by),
            "change_note": f"Then {self.word(by)}.",
            "participations": [{"label": self.word(by), "role": "delegate"}],
            "sessions": [{"title": self.word(by), "kind": "plenary"}],
        }

    def new_event(self, by):
        return workflow.new_event({**self.facts(by), "starts": "2024-05-01", "ends": "2024-05-02"}, by=by)

    def words_of(self, edition):
        return set(WORD.findall(str(canonical.read(edition))))

    # What is done

    def version(self, place, *states):
        """Mostly one from which the act leads on; now and then any other."""
        rows = [*EventEdition.objects.order_by("pk"), *Edition.objects.order_by("pk")]
        fitting = [row for row in rows if row.state in states]
        rows = fitting if fitting and place < 28 else rows
        return rows[place % len(rows)]

    def person(self, who, edition):
        return edition.authors.order_by("pk").last() if who == "an author" else self.people[who]

    def does(self, act, *args, **kwargs):
        try:
            return act(*args, **kwargs)
        except NewsroomError:
            return None

    @rule(place=places, who=people, old=stale)
    def edit(self, place, who, old):
        edition = self.version(place, *State.open)
        by = self.person(who, edition)
        content = self.text(by) if isinstance(edition, Edition) else self.facts(by)
        if isinstance(edition, EventEdition):
            row = edition.participations.first()
            if row is not None and old % 2:
                content["participations"][0]["uid"] = str(row.uid)
        before = self.words_of(edition)
        done = self.does(workflow.edit, edition, content, by=by, lock_version=edition.lock_version - (old == 0))
        if done is None:
            edition.refresh_from_db()
            assert self.words_of(edition) == before, "refused, and yet written"

    def submit(self, place, who):
        edition = self.version(place, State.DRAFT)
        self.does(workflow.submit, edition, by=self.person(who, edition))

    def take_back(self, place, who):
        edition = self.version(place, State.IN_REVIEW)
        self.does(workflow.take_back, edition, by=self.person(who, edition))

    def send_back(self, place, who):
        edition = self.version(place, State.IN_REVIEW)
        self.does(workflow.send_back, edition, by=self.person(who, edition), comment="Again, please.")

    def approve(self, place, who, hold):
        when = {"waiting_for": "INTERPOL"} if hold else {"publish_at": timezone.now() + datetime.timedelta(hours=1)}
        edition = self.version(place, State.IN_REVIEW)
        self.decided(workflow.approve, edition, by=self.person(who, edition), **when)

    def publish(self, place, who):
        edition = self.version(place, State.IN_REVIEW, State.APPROVED)
        if edition.state == State.APPROVED:
            # Whoever releases it adds no pair of eyes: nothing new is let through.
            self.does(workflow.publish, edition, by=self.person(who, edition))
        else:
            self.decided(workflow.publish, edition, by=self.person(who, edition))

    @rule(hours=st.integers(0, 2))
    def the_time_comes(self, hours):
        workflow.publish_due(now=timezone.now() + datetime.timedelta(hours=hours))

    def publish_alone(self, place, who):
        edition = self.version(place, State.DRAFT, State.IN_REVIEW)
        by = self.person(who, edition)
        words = self.words_with_facts(edition)
        if self.does(workflow.publish_alone, edition, by=by, reason="Nobody is here."):
            assert by in {self.people["administrator"], self.people["duty editor"]}
            self.let_through |= words
            edition.refresh_from_db()
            assert edition.flagged_since is not None

    def stop(self, place, who):
        edition = self.version(place, State.APPROVED)
        self.does(workflow.stop, edition, by=self.person(who, edition))

    def check(self, place, who):
        edition = self.version(place, State.PUBLISHED, State.SUPERSEDED)
        by = self.person(who, edition)
        if self.does(workflow.check, edition, by=by):
            assert edition.published_by_id != by.pk

    def revise(self, place, who):
        edition = self.version(place, *State.public)
        self.does(workflow.revise, edition, by=self.person(who, edition))

    def withdraw(self, place, who):
        live = PressRelease.objects.live().first()
        kind = WithdrawalKind.values[place % len(WithdrawalKind.values)]
        why = {"kind": kind, "explanation": "It was not right.", "moved_to": live, "event_too": place % 2 == 0}
        edition = self.version(place, State.PUBLISHED)
        self.does(workflow.withdraw, edition, by=self.person(who, edition), **why)

    def restore(self, place, who):
        edition = self.version(place, State.WITHDRAWN)
        self.does(workflow.restore, edition, by=self.person(who, edition), comment="It was right.")

    def discard(self, place, who):
        edition = self.version(place, State.DRAFT)
        self.does(workflow.discard, edition, by=self.person(who, edition))

    def undo_discard(self, place, who):
        for model in (EventEdition, Edition):
            if binned := model.objects.filter(state=State.DISCARDED).first():
                self.does(workflow.undo_discard, binned, by=self.person(who, binned))

    @rule(place=places, who=people)
    def bring_back(self, place, who):
        """What any version of the thing once said; so that it can hold the words of somebody who is not there."""
        edition = self.version(place, State.DRAFT)
        keys = [str(key) for key in edition.thing.editions.values_list("pk", flat=True)]
        saved = Snapshot.objects.filter(thing_type=edition._meta.model_name, thing_id__in=keys)
        snapshot = saved[place % len(saved)]
        by = self.person(who, edition)
        self.does(workflow.bring_back, edition, snapshot, by=by, lock_version=edition.lock_version)

    @rule(place=places, who=people, act=st.sampled_from(SINGLE))
    def any_act(self, place, who, act):
        getattr(self, act)(place, who)
        if place % 4 == 0:
            self.undo_discard(place, who)

    @rule(place=places, who=st.sampled_from(NAMES[1:]), other=deciders, then=st.sampled_from(["publish", "approve"]))
    def a_round(self, place, who, other, then):
        """The usual way, mostly to its end: begun anew, written, handed in, decided about, released."""
        if place % 2:
            self.revise(place, who)
        self.edit(place, who, 1)
        if place % 5 == 0:
            self.edit(place, other, 1)
        self.submit(place, "an author")
        if then == "publish":
            self.publish(place, other)
        else:
            self.approve(place, other, place % 3 == 0)

    def words_with_facts(self, edition):
        words = self.words_of(edition)
        facts = workflow.facts_now(edition)
        return words | self.words_of(facts) if facts is not None else words

    def decided(self, act, edition, *, by, **how):
        """Approval, or publication by a second person: if it works, that person wrote none of the new words."""
        words, submitter = self.words_with_facts(edition), edition.submitted_by_id
        if self.does(act, edition, by=by, **how):
            new = words - self.let_through
            assert by.pk not in {self.wrote[word] for word in new}, "approved their own words"
            assert by.pk != submitter, "approved what they handed in"
            self.let_through |= words

    # What always holds

    @invariant()
    def at_most_one_open_and_one_public(self):
        for model in (PressRelease, Event) if self.is_open else ():
            for thing in model.objects.all():
                states = [State(state) for state in thing.editions.values_list("state", flat=True)]
                assert sum(state in State.open for state in states) <= 1
                assert sum(state in State.public for state in states) <= 1

    @invariant()
    def the_log_replays_to_the_same_state(self):
        for model in (Edition, EventEdition) if self.is_open else ():
            states = {}
            for line in ActionLog.objects.filter(thing_type=model._meta.model_name).order_by("pk"):
                if line.to_state:
                    assert line.from_state == states.get(line.thing_id, ""), (line, line.from_state)
                    states[line.thing_id] = line.to_state
            assert states == {str(key): state for key, state in model.objects.values_list("pk", "state")}

    @invariant()
    def nothing_that_nobody_let_through_is_public(self):
        if not self.is_open:
            return
        # Pages are read when something happened to what is public, and else now and then.
        at_public = {State.PUBLISHED, State.WITHDRAWN, State.SUPERSEDED}
        now = ActionLog.objects.filter(to_state__in=at_public).count()
        if now == self.seen and next(self.numbers) % 5:
            return
        if now != self.seen:
            self.search_knows_what_readers_see()
        self.seen = now
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
        pages = [release.get_absolute_url() for release in PressRelease.objects.exclude(first_published_at=None)]
        pages += [event.get_absolute_url() for event in Event.objects.all()]
        for path in [*LISTS, *ALWAYS_ASKED, *pages]:
            response = self.client.get(path)
            assert response.status_code in {200, 301, 404, 410}, path
            found = set(WORD.findall(response.content.decode()))
            assert found <= self.let_through, (path, found - self.let_through)

    def search_knows_what_readers_see(self):
        held = indexed.content()
        live = [*Edition.objects.live(), *EventEdition.objects.live()]
        assert set(WORD.findall(str(held))) <= set().union(*map(self.words_of, live))
        assert held == indexed.made_anew()


@pytest.mark.django_db
def test_any_sequence_of_acts_by_any_people():
    how = {"max_examples": 60, "stateful_step_count": 60} if LONG else {"max_examples": 8, "stateful_step_count": 40}
    run_state_machine_as_test(
        Newsroom,
        settings=settings(
            deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=not LONG, **how
        ),
    )
