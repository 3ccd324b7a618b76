"""What a second person compares: every name, rank, position, date and number, and where to look first."""

import datetime

import pytest

from news import workflow
from news.models import Participation
from news.queries import checklist
from news.record import canonical
from tests import factories as make

pytestmark = pytest.mark.django_db


def manila():
    """The facts of a working group with an organizer, two officers, a session and a force."""
    force = make.make_organization("Philippine National Police")
    make.make_rank(force, "Police Brigadier General", "PBGEN")
    make.make_rank(force)
    facts = make.make_event(
        name="Working Group Meeting on Cybercrime",
        acronym="WGMC",
        starts=datetime.date(2024, 9, 17),
        ends=datetime.date(2024, 9, 20),
        attendance=120,
    )
    make.make_organizer(
        facts,
        make.make_organization("INTERPOL"),
        led_by=make.make_person("Alexander K. Ramos"),
        honorific="Mr",
        position="Director",
    )
    session = make.make_session(
        facts, "Panel on crime", day=facts.starts, starts=datetime.time(9), ends=datetime.time(10, 30)
    )
    officer = make.make_person("Juan dela Cruz")
    titles = {"rank_long": "Police Colonel", "rank_short": "PCOL", "position": "Chief", "organization": force}
    make.make_participation(facts, officer, role="delegate", **titles)
    make.make_participation(facts, officer, session=session, role="panellist", **titles)
    make.make_participation(facts, organization=force, headcount=12, women=5)
    return facts


def entry(found, words):
    matching = [one for one in found if one.words == words]
    assert len(matching) == 1, [(one.words, one.where) for one in found]
    return matching[0]


def of(facts, body="", **text):
    release = make.make_release(event=facts, body=f"<p>{body}</p>", title=text.pop("title", "A meeting"), **text)
    return checklist.entries(release, workflow.facts_now(release))


class TestFacts:
    def test_every_name_rank_position_date_and_number_is_there(self):
        found = checklist.entries(manila())
        assert entry(found, "Police Colonel (PCOL) Juan dela Cruz").where == (
            "Chief, Philippine National Police; delegate, panellist in Panel on crime"
        )
        assert entry(found, "Mr Alexander K. Ramos").where == "Director, led INTERPOL"
        assert entry(found, "INTERPOL").where == "organizer"
        assert entry(found, "17–20 September 2024").kind == "date"
        assert entry(found, "17 September 2024, 09:00–10:30").where == "Panel on crime"
        assert entry(found, "120 people").kind == "number"
        assert entry(found, "12 people").where == "Philippine National Police"
        assert entry(found, "5 women").kind == "number"
        assert entry(found, "Manila, Philippines").kind == "place"
        assert entry(found, "Working Group Meeting on Cybercrime (WGMC)")
        assert not any(one.why for one in found)
        assert [one.kind for one in found] == sorted((one.kind for one in found), key=list(checklist.KINDS).index)

    def test_one_person_written_in_two_ways_is_pointed_at(self):
        facts = manila()
        Participation.objects.filter(session__isnull=False).update(rank_long="Police General", rank_short="")
        found = checklist.entries(facts)
        second = entry(found, "Police General Juan dela Cruz")
        assert second.why == "differs"
        assert "Police Colonel (PCOL) Juan dela Cruz" in second.note

    def test_facts_without_dates_or_people(self):
        bare = make.make_event(name="Meeting", precision="tba", starts=None, ends=None, place=None, mode="online")
        assert [one.words for one in checklist.entries(bare)] == ["Meeting"]


class TestText:
    def test_what_stands_in_both_is_one_entry(self):
        found = of(
            manila(), "Juan dela Cruz and Alexander K. Ramos met at INTERPOL’s request, 17 to 20 September 2024."
        )
        assert entry(found, "Police Colonel (PCOL) Juan dela Cruz").beside == "also in the text"
        assert entry(found, "Mr Alexander K. Ramos").beside == "also in the text"
        assert entry(found, "INTERPOL").beside == "also in the text"
        assert entry(found, "17–20 September 2024").beside == "also in the text"
        assert len([one for one in found if "Juan" in one.words]) == 1

    @pytest.mark.parametrize(
        ("text", "words", "note"),
        [
            ("Police Brigadier General Juan dela Cruz spoke.", "Police Brigadier General Juan dela Cruz", "Colonel"),
            ("PBGEN Juan dela Cruz spoke.", "PBGEN Juan dela Cruz", "Police Colonel (PCOL)"),
            ("Police Lieutenant General Juan dela Cruz spoke.", "Police Lieutenant General Juan dela Cruz", "Colonel"),
            ("Dr Alexander K. Ramos spoke.", "Dr Alexander K. Ramos", "Mr Alexander K. Ramos"),
            ("With Juan dela Krus they spoke.", "Juan dela Krus", "Juan dela Cruz"),
            ("From 17 to 19 September 2024 they met.", "17 to 19 September 2024", "17–20 September 2024"),
            ("On 17 September 2023 they met.", "17 September 2023", "17–20 September 2024"),
            ("On 31 June 2024 they met.", "31 June 2024", "31 June does not exist."),
            ("There were 130 participants.", "130 participants", "120 people"),
        ],
    )
    def test_what_contradicts_the_facts_is_pointed_at(self, text, words, note):
        found = entry(of(manila(), text), words)
        assert found.why == "differs"
        assert note in found.note

    @pytest.mark.parametrize(
        "text",
        [
            "Police Colonel Juan dela Cruz spoke.",
            "PCOL Juan dela Cruz spoke.",
            "Police Colonel (PCOL) Juan dela Cruz spoke.",
            "Chief Juan dela Cruz spoke.",
            "Then Juan dela Cruz spoke with Mr. Alexander K. Ramos.",
            "On 18 September 2024 they met from 17–20 September 2024.",
            "There were 120 participants, among them 12 officers.",
        ],
    )
    def test_what_agrees_with_the_facts_is_not(self, text):
        assert not [one for one in of(manila(), text) if one.why]

    def test_names_dates_and_numbers_of_the_text_alone_are_there(self):
        found = of(
            manila(),
            "Ambassador Anthony J. Alcantara gave RM 3.5 million in Cebu City to twenty-one forces in March 2023.",
            standfirst="Ten countries came at 09:30.",
            title="Six forces meet",
        )
        assert entry(found, "Ambassador Anthony J. Alcantara").beside == "not in the facts"
        for words, kind in [
            ("Cebu City", "name"),
            ("RM 3.5 million", "number"),
            ("twenty-one forces", "number"),
            ("March 2023", "date"),
            ("Ten countries came", "number"),
            ("09:30", "date"),
            ("Six forces meet", "number"),
        ]:
            assert entry(found, words).kind == kind

    def test_captions_byline_and_partners_are_read_as_well(self):
        release = make.make_release(
            byline=make.make_person("Ann Writer"), issued_jointly_with=[make.make_organization("UNODC")]
        )
        make.attach_picture(release, caption="Colonel Tan Ah Kow on 3 May 2024")
        found = checklist.entries(release)
        assert entry(found, "Ann Writer").where == "byline"
        assert entry(found, "UNODC").where == "issued jointly with"
        assert entry(found, "3 May 2024").where == "caption"
        assert entry(found, "Colonel Tan Ah Kow").kind == "name"

    def test_names_in_other_scripts_and_with_small_words(self):
        found = of(manila(), "Nguyễn Hữu Ngọc and Ahmad bin Abdullah met Đặng Ước.")
        for name in ("Nguyễn Hữu Ngọc", "Ahmad bin Abdullah", "Đặng Ước"):
            assert any(name in one.words for one in found)


class TestCompared:
    def test_what_is_new_and_changed_comes_first(self):
        facts = manila()
        release = make.make_release(event=facts, body="<p>Ten countries met.</p>")
        before = {"before_text": canonical.read(release), "before_facts": canonical.read(facts)}
        assert not any(one.why for one in checklist.entries(release, facts, **before))
        facts.ends = datetime.date(2024, 9, 19)
        facts.save()
        facts.participations.filter(session=None, person__isnull=False).update(position="Director")
        facts.participations.exclude(session=None).update(position="Director")
        make.make_participation(facts, make.make_person("Nguyen Huu Ngoc"))
        release.body = "<p>20 countries met.</p>"
        release.save()
        first, _ = checklist.look_first(checklist.entries(release, facts, **before))
        assert {(one.words, one.why, one.note) for one in first} == {
            ("17–19 September 2024", "changed", "It said: 17–20 September 2024 (dates of the event)"),
            (
                "Police Colonel (PCOL) Juan dela Cruz",
                "changed",
                "It said: Police Colonel (PCOL) Juan dela Cruz (Chief, Philippine National Police; delegate, "
                "panellist in Panel on crime)",
            ),
            ("Nguyen Huu Ngoc", "new", "New"),
            ("20 countries met", "new", "New"),
        }

    def test_a_tick_stays_on_what_did_not_change(self):
        facts = manila()
        release = make.make_release(event=facts, body="<p>Ten countries met.</p>")
        before = {one.words: one.fingerprint for one in checklist.entries(release, facts)}
        release.body = "<p>Ten countries met in Cebu City.</p>"
        release.save()
        facts.attendance = 121
        facts.save()
        after = {one.words: one.fingerprint for one in checklist.entries(release, facts)}
        assert {words for words in before if before[words] != after.get(words)} == {"120 people"}

    def test_all_facts_are_new_where_there_were_none(self):
        release = make.make_release(event=manila())
        found = checklist.entries(
            release, workflow.facts_now(release), before_text=canonical.read(release), before_facts={}
        )
        assert {one.why for one in found if one.where != "title"} == {"new"}

    def test_every_entry_has_a_fingerprint_of_its_own(self):
        found = of(manila(), "On 3 May 2024 and 4 May 2024, ten men and ten women of Cebu City met Cebu City.")
        assert len({one.fingerprint for one in found}) == len(found)


def test_three_rows_cost_as_much_as_one(django_assert_num_queries):
    def release(number):
        facts = make.make_event(programme=make.make_programme(), also_in=[make.make_country("MY")])
        for _ in range(number):
            make.make_organizer(facts, led_by=make.make_person(), through=make.make_organization())
            session = make.make_session(facts, place=make.make_place())
            make.make_participation(facts, make.make_person(), session=session, country=make.make_country())
        edition = make.make_release(event=facts, issued_jointly_with=[make.make_organization() for _ in range(number)])
        for _ in range(number):
            make.attach_picture(edition)
        return edition, facts

    for number in (1, 3):
        edition, facts = release(number)
        with django_assert_num_queries(12):
            assert checklist.entries(edition, facts, before_text={}, before_facts=canonical_of(facts))


def canonical_of(facts):
    return {"name": facts.name, "starts": facts.starts.isoformat(), "ends": facts.ends.isoformat(), "precision": "day"}


def test_hostile_text_is_read_in_good_time():
    for text in ("A " * 20_000, "1, 2 " * 15_000, "17 September " * 5_000, "Police General " * 5_000, "x" * 60_000):
        assert checklist.entries(make.make_release(body=f"<p>{text}</p>")) is not None
