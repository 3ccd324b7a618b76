"""Merging: what only one changed is there, what both changed is asked, nothing is lost."""

import copy

from hypothesis import given, settings
from hypothesis import strategies as st

from news.differences import paragraphs
from news.differences.three_way import Rules, completed, merge

RULES = Rules(
    together=(("starts", "ends"),),
    identity=frozenset({"person"}),
    texts={"body": (lambda text: text.split("|") if text else [], "|".join)},
    single={"pictures": "is_lead"},
)

LETTER = st.sampled_from("abc")


def row(uid, **values):
    return {"uid": uid, "person": 1, "role": "a", **values}


def rows(uids):
    return st.lists(st.sampled_from(uids), unique=True, max_size=4).flatmap(
        lambda chosen: st.tuples(
            *(st.builds(row, st.just(uid), person=st.sampled_from([1, 2]), role=LETTER) for uid in chosen)
        ).map(list)
    )


@st.composite
def contents(draw):
    people = draw(rows(["p1", "p2", "p3", "p4"]))
    free = [uid for uid in ("p1", "p2", "p3", "p4") if uid not in {r["uid"] for r in people}]
    sessions = []
    for uid in draw(st.lists(st.sampled_from(["s1", "s2"]), unique=True)):
        inner = draw(rows(free)) if free else []
        free = [u for u in free if u not in {r["uid"] for r in inner}]
        sessions.append({"uid": uid, "title": draw(LETTER), "people": inner})
    pictures = draw(rows(["x1", "x2", "x3"]))
    lead = draw(st.sampled_from([None, "x1", "x2"]))
    for picture in pictures:
        picture["is_lead"] = picture["uid"] == lead
    return {
        "title": draw(LETTER),
        "starts": draw(LETTER),
        "ends": draw(LETTER),
        "topics": sorted(draw(st.sets(st.integers(1, 4)))),
        "body": "|".join(draw(st.lists(st.sampled_from(["one two", "one three", "x", "y", "z"]), max_size=4))),
        "people": people,
        "sessions": sessions,
        "pictures": pictures,
    }


def by(base, mine, theirs, answers=None):
    return merge(base, mine, theirs, answers=answers, rules=RULES)


@given(contents(), contents())
@settings(max_examples=150)
def test_the_same_on_both_sides_is_that(base, side):
    merged = by(base, side, side)
    assert (merged.content, merged.clashes) == (side, ())


@given(contents(), contents())
@settings(max_examples=150)
def test_what_only_one_changed_is_taken(base, side):
    for merged in (by(base, side, base), by(base, base, side)):
        assert (merged.content, merged.clashes) == (side, ())


@given(contents(), contents(), contents())
@settings(max_examples=300)
def test_answers_decide(base, mine, theirs):
    asked = by(base, mine, theirs)
    assert asked.missing == asked.clashes
    keys = [clash.key for clash in asked.clashes]
    assert len(keys) == len(set(keys))
    for side in ("mine", "theirs"):
        one_by_one = by(base, mine, theirs, dict.fromkeys(keys, side))
        assert one_by_one.missing == ()
        assert one_by_one.content == by(base, mine, theirs, side).content
    if asked.clashes:
        assert by(base, mine, theirs, {keys[0]: "mine"}).missing[:1] != asked.clashes[:1]
    # Each value of the outcome stands in one of the two.
    for merged in (by(base, mine, theirs, "mine").content, asked.content):
        assert merged["title"] in {mine["title"], theirs["title"]}
        assert (merged["starts"], merged["ends"]) in {(s["starts"], s["ends"]) for s in (mine, theirs)}
        people = [r["uid"] for r in merged["people"]] + [r["uid"] for s in merged["sessions"] for r in s["people"]]
        assert len(people) == len(set(people)), "a row stands once"
        assert sum(bool(picture["is_lead"]) for picture in merged["pictures"]) <= 1


@given(contents(), contents(), contents())
@settings(max_examples=150)
def test_nobody_s_row_is_lost_without_a_question(base, mine, theirs):
    def uids(content):
        return {r["uid"] for r in content["people"]} | {r["uid"] for s in content["sessions"] for r in s["people"]}

    merged = by(base, mine, theirs)
    if not merged.clashes:
        new = (uids(mine) | uids(theirs)) - uids(base)
        assert new <= uids(merged.content)
        assert not (uids(base) - uids(mine) - uids(theirs)) & uids(merged.content)


BASE = {
    "title": "Title",
    "starts": "1",
    "ends": "2",
    "topics": [1],
    "body": "First one here|Second two here|Third three here",
    "people": [row("p1"), row("p2"), row("p3")],
    "sessions": [{"uid": "s1", "title": "Panel", "people": [row("p4")]}],
    "pictures": [{"uid": "x1", "is_lead": True}, {"uid": "x2", "is_lead": False}, {"uid": "x3", "is_lead": False}],
}


def sides():
    return copy.deepcopy(BASE), copy.deepcopy(BASE), copy.deepcopy(BASE)


def only(merged):
    assert len(merged.clashes) == 1, merged.clashes
    return merged.clashes[0]


def test_two_changes_that_do_not_clash():
    base, mine, theirs = sides()
    mine["title"], theirs["starts"] = "Mine", "0"
    mine["topics"], theirs["topics"] = [1, 2], [3]
    mine["people"][0]["role"], theirs["people"][0]["rank"] = "b", "Colonel"
    merged = by(base, mine, theirs)
    assert not merged.clashes
    assert (merged.content["title"], merged.content["starts"], merged.content["topics"]) == ("Mine", "0", [2, 3])
    assert merged.content["people"][0] == row("p1", role="b", rank="Colonel")


def test_a_value_that_both_changed():
    base, mine, theirs = sides()
    mine["title"], theirs["title"] = "Mine", "Theirs"
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.path, clash.choices) == ("value", "title", ("mine", "theirs"))
    assert by(base, mine, theirs, {clash.key: "mine"}).content["title"] == "Mine"
    assert by(base, mine, theirs, {clash.key: "both"}).missing, "that is no choice here"


def test_dates_are_one():
    base, mine, theirs = sides()
    mine["starts"], theirs["ends"] = "0", "9"
    assert only(by(base, mine, theirs)).mine == {"starts": "0", "ends": "2"}


def test_a_row_field_by_field():
    base, mine, theirs = sides()
    mine["people"][1]["role"], theirs["people"][1]["role"] = "b", "c"
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.path, clash.name) == ("value", "people.p2.role", "people")


def test_another_person_and_another_role_are_one_question():
    base, mine, theirs = sides()
    mine["people"][1]["person"], theirs["people"][1]["role"] = 7, "c"
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.path) == ("row", "people.p2")
    assert by(base, mine, theirs, "mine").content["people"][1] == row("p2", person=7)


def test_taken_out_and_changed():
    base, mine, theirs = sides()
    del mine["people"][0]
    theirs["people"][0]["role"] = "c"
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.mine, clash.theirs["role"]) == ("row", None, "c")
    assert len(by(base, mine, theirs, "mine").content["people"]) == 2
    assert by(base, mine, theirs, "theirs").content["people"][0]["role"] == "c"


def test_taken_out_and_left_alone():
    base, mine, theirs = sides()
    del theirs["people"][0]
    merged = by(base, mine, theirs)
    assert not merged.clashes
    assert [r["uid"] for r in merged.content["people"]] == ["p2", "p3"]


def test_a_session_taken_out_while_somebody_was_added_to_it():
    base, mine, theirs = sides()
    mine["sessions"] = []
    theirs["sessions"][0]["people"].append(row("p9"))
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.path) == ("row", "sessions.s1")
    assert by(base, mine, theirs, "mine").content["sessions"] == []
    assert [r["uid"] for r in by(base, mine, theirs, "theirs").content["sessions"][0]["people"]] == ["p4", "p9"]


def test_both_added_at_the_end():
    base, mine, theirs = sides()
    mine["people"].append(row("p8"))
    theirs["people"].append(row("p9"))
    merged = by(base, mine, theirs)
    assert not merged.clashes
    assert [r["uid"] for r in merged.content["people"]] == ["p1", "p2", "p3", "p9", "p8"]


def test_the_order_is_a_place_of_its_own():
    base, mine, theirs = sides()
    mine["people"].reverse()
    theirs["people"][0]["role"] = "c"
    merged = by(base, mine, theirs)
    assert not merged.clashes
    assert [r["uid"] for r in merged.content["people"]] == ["p3", "p2", "p1"]
    theirs["people"].insert(0, theirs["people"].pop())
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.mine, clash.theirs) == ("order", ["p3", "p2", "p1"], ["p3", "p1", "p2"])
    assert [r["uid"] for r in by(base, mine, theirs, "mine").content["people"]] == ["p3", "p2", "p1"]


def test_one_main_picture():
    base, mine, theirs = sides()
    for side, lead in ((mine, 1), (theirs, 2)):
        for number, picture in enumerate(side["pictures"]):
            picture["is_lead"] = number == lead
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.mine, clash.theirs) == ("single", "x2", "x3")
    assert [p["is_lead"] for p in by(base, mine, theirs, "mine").content["pictures"]] == [False, True, False]


def test_paragraphs_one_by_one():
    base, mine, theirs = sides()
    mine["body"] = "First one here|Second two there|Third three mine"
    theirs["body"] = "A new one|First one here|Second two theirs|Third three here"
    clash = only(by(base, mine, theirs))
    assert (clash.kind, clash.mine, clash.theirs) == ("part", ("Second two there",), ("Second two theirs",))
    both = by(base, mine, theirs, {clash.key: "both"}).content["body"]
    assert both == "A new one|First one here|Second two there|Second two theirs|Third three mine"


def test_a_paragraph_taken_out_beside_a_new_one():
    base, mine, theirs = sides()
    mine["body"] = "First one here|Third three here"
    theirs["body"] = "First one here|Second two here|Quite other words|Third three here"
    merged = by(base, mine, theirs)
    assert not merged.clashes
    assert merged.content["body"] == "First one here|Quite other words|Third three here"


def test_line_breaks_of_a_browser_are_no_change():
    base, mine, theirs = sides()
    base["title"], mine["title"], theirs["title"] = "a\nb", "a\r\nb", "c"
    assert by(base, mine, theirs).content["title"] == "c"


def test_without_a_common_beginning_everything_that_differs_is_asked():
    _, mine, theirs = sides()
    mine["title"] = "Mine"
    mine["people"][0]["role"] = "b"
    assert {clash.path for clash in by(None, mine, theirs).clashes} == {"title", "people.p1.role"}


def test_an_answer_holds_while_its_place_is_the_same():
    base, mine, theirs = sides()
    mine["title"], theirs["title"] = "Mine", "Theirs"
    key = only(by(base, mine, theirs)).key
    theirs["topics"] = [5]
    assert only(by(base, mine, theirs)).key == key
    theirs["title"] = "Third"
    assert only(by(base, mine, theirs)).key != key


def test_what_is_left_out_is_as_it_was():
    given_ = {
        "title": "Mine",
        "people": [{"uid": "p2", "role": "b"}, {"uid": "new", "person": 5}, row("p4")],
        "sessions": [{"uid": "s1", "title": "P"}],
    }
    found = completed(given_, BASE)
    assert found["body"] == BASE["body"]
    assert found["people"] == [row("p2", role="b"), {"uid": "new", "person": 5}, row("p4")]
    assert found["sessions"] == [{"uid": "s1", "title": "P", "people": []}], "p4 stands elsewhere by now"


@given(
    st.lists(st.sampled_from(["one two", "one three", "x"]), max_size=5),
    st.lists(st.sampled_from(["one two", "x y"]), max_size=5),
)
def test_paragraph_pairs_keep_their_order(old, new):
    assert len([p for p in paragraphs(old, new) if p.kind != "new"]) == len(old)
