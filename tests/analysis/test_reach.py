"""Who can help one township, and what would help: worked out by hand."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings

from analysis.coverage import (
    ROVING_TOWNSHIPS_MOST,
    Action,
    Tier,
    candidate_bases,
    in_reach,
    neighbours_of,
    what_would_help,
    what_would_help_each,
)
from tests.grid import (
    CODES,
    NEIGHBOURS,
    OFFICES,
    consistent,
    cover,
    directories,
    here,
    office,
    other_project,
    roving,
    row_of,
)


def actions(found, unassigned_people=0, at="C"):
    return [s.action for s in what_would_help(at, found, NEIGHBOURS, unassigned_people)]


def test_best_first_with_room_distance_and_confirmation():
    base = here("A-1", "N", capacity=10, caseload=2)
    found = cover(
        other_project("D-1", "C"),
        here("B-1", "C", capacity=3, caseload=3),
        roving("A-2", "C", base),
        roving("E-1", "C", pool_capacity_people=None),
        here("F-1", "C", capacity=9, is_confirmed=False),
        here("G-1", "C", capacity=5),
        base,
        here("H-1", "C", is_active=False),
        offices=office("Town", 21.0, 96.0),
    )
    rows = in_reach("C", found)
    assert rows["via"].tolist() == ["resident", "resident", "resident", "roving", "roving", "dsw_office", "referral"]
    assert rows["organisation"].str[-1].tolist() == ["G", "F", "B", "A", "E", "n", "D"]  # n: the office of Town
    assert rows["tier"].fillna(0).tolist() == [1, 1, 2, 3, 0, 4, 5]
    assert rows["room_people"].fillna(-1).tolist() == [5, 9, 0, 8, -1, -1, -1]
    assert rows["distance_km"].round().tolist() == [0, 0, 0, 111, 0, 0, 0]
    assert rows["is_confirmed"].isna().tolist() == [False] * 5 + [True] + [False]
    assert rows["base_ts_pcode"].tolist()[3] == "N"


def test_nobody_is_an_empty_frame_with_the_same_columns():
    assert in_reach("C", cover()).columns.tolist() == in_reach("C", cover(here("A-1", "C"))).columns.tolist()
    assert len(in_reach("C", cover())) == 0


@settings(max_examples=25, deadline=None)
@given(directories, OFFICES)
def test_the_best_row_gives_the_tier_of_the_township(drawn, offices):
    found = cover(*consistent(drawn), offices=offices)
    for code in CODES:
        rows = in_reach(code, found)
        best = rows["tier"].min()
        assert row_of(found, code)["tier"] == (Tier.NONE if pd.isna(best) else best)


def test_neighbours_both_ways_nearest_first():
    assert neighbours_of("C", NEIGHBOURS)["ts_pcode"].tolist() == ["W", "E", "N", "S"]
    twice = pd.concat([NEIGHBOURS, NEIGHBOURS.rename(columns={"ts_a": "ts_b", "ts_b": "ts_a"})])
    assert neighbours_of("NW", twice)["ts_pcode"].tolist() == ["N", "W"]


def test_room_and_nobody_waiting_needs_nothing():
    assert actions(cover(here("A-1", "C"))) == []


def test_room_and_people_waiting_is_an_assignment():
    (only,) = what_would_help("C", cover(here("A-1", "C", capacity=10, caseload=4)), NEIGHBOURS, 3)
    assert only.action == Action.ASSIGN
    assert str(only.why) == "People waiting: 3; room in reach: 6."


def test_room_of_a_roving_worker_beside_a_full_resident_is_room():
    (only,) = what_would_help("C", cover(here("A-1", "C", 1, 1), roving("B-1", "C", caseload=8)), NEIGHBOURS, 5)
    assert str(only.why) == "People waiting: 5; room in reach: 2."


def test_an_unconfirmed_record_is_confirmed_first():
    assert actions(cover(here("A-1", "C", is_confirmed=False)), 2) == [Action.CONFIRM, Action.ASSIGN]


def test_full_and_untold_residents():
    assert actions(cover(here("A-1", "C", capacity=1, caseload=1))) == [Action.ADD_CAPACITY]
    assert actions(cover(here("A-1", "C", capacity=None))) == [Action.ASK_CAPACITY]


def test_nobody_but_a_neighbour_with_room_is_a_base_for_a_roving_worker():
    found = cover(
        here("A-1", "N", capacity=10, caseload=7),
        here("B-1", "E", capacity=10, caseload=5),
        here("F-1", "S", capacity=50, is_confirmed=False),
        here("G-1", "W", capacity=2, caseload=2),
        here("H-1", "NE"),
    )
    (only,) = what_would_help("C", found, NEIGHBOURS, 1)
    assert only.action == Action.ROVING_WORKER
    assert only.from_ts_pcodes == ("E", "N", "S")
    assert str(only.why) == "Organisation B next door, 13 km away, has room for 5."


def test_a_base_that_already_serves_four_others_takes_no_fifth():
    base = here("A-1", "N", capacity=10)
    four = [roving(f"A-{i}", code, base) for i, code in enumerate(["NW", "NE", "W", "E"], 2)]
    assert len(candidate_bases("C", cover(base, *four[:3]), NEIGHBOURS)) == 1
    assert len(candidate_bases("C", cover(base, *four), NEIGHBOURS)) == 0


def test_dsw_outreach_and_referral_and_otherwise_somebody_new():
    assert actions(cover(offices=office("Town", 21.0, 96.0))) == [Action.DSW_OUTREACH]
    assert actions(cover(other_project("D-1", "C"))) == [Action.REFER, Action.NEW_PROVIDER]
    assert actions(cover()) == [Action.NEW_PROVIDER]


@settings(max_examples=25, deadline=None)
@given(directories, OFFICES)
def test_there_is_always_something_to_do_where_somebody_waits(drawn, offices):
    found = cover(*consistent(drawn), offices=offices)
    for code in CODES:
        assert actions(found, 1, code)


def test_a_reason_can_be_translated_and_its_places_named_anew():
    (only,) = what_would_help("C", cover(offices=office("Town", 21.0, 96.0)), NEIGHBOURS, 0)
    shouted = only.why.text(translate=lambda s: f"[{s}]", dsw_place="Village")
    assert shouted == "[The DSW office in Village is 0 km away.]"


def bases_one_by_one(code, found):
    """The bases next door by the rule's own words, presence by presence."""
    rows = [row for row in found.presences.to_dict("records") if row["is_reintegration"]]
    touching = {b if a == code else a for a, b in NEIGHBOURS[["ts_a", "ts_b"]].to_numpy() if code in (a, b)}
    return {
        row["presence_id"]
        for row in rows
        if row["ts_pcode"] in touching and row["presence_type"] == "resident" and row["room_state"] == "room"
        and len({other["ts_pcode"] for other in rows if other["pool_id"] == row["pool_id"]}) - 1 < ROVING_TOWNSHIPS_MOST
    }  # fmt: skip


@settings(max_examples=25, deadline=None)
@given(directories, OFFICES)
def test_many_townships_at_once_get_what_each_alone_would_get(drawn, offices):
    found = cover(*consistent(drawn), offices=offices)
    waiting = [i % 3 for i in range(len(CODES))]
    together = what_would_help_each(list(reversed(CODES)), found, NEIGHBOURS, waiting)
    for code, people, got in zip(reversed(CODES), waiting, together, strict=True):
        assert got == what_would_help(code, found, NEIGHBOURS, people)
        assert set(candidate_bases(code, found, NEIGHBOURS)["presence_id"]) == bases_one_by_one(code, found)
