"""Districts and states worked out by hand from a 3×3 grid of townships."""

from __future__ import annotations

import pandas as pd
from hypothesis import given, settings

from analysis.levels import Level, by_level, coverage_by_level
from tests.grid import OFFICES, TOWNSHIPS, consistent, cover, directories, here, people, roving, waits
from tests.small_register import records


def test_people_are_summed_the_longest_wait_is_kept_and_the_unknown_stay_apart():
    frame = people(NW=1, W=2, C=3, unknown=4).merge(
        waits(NW=(1, 10, 9), W=(1, 20, 15), unknown=(1, 2, 2)), on="ts_pcode", how="left"
    )
    frame["room_people"] = 5
    rolled = by_level(frame, TOWNSHIPS, Level.DISTRICT)
    assert list(rolled.columns) == [
        "place_pcode", "victims_people", "unassigned_people", "waiting_days", "longest_wait_days",
    ]  # fmt: skip
    assert records(rolled) == [("east", 3, 0, 0, None), ("west", 3, 2, 30, 15), (None, 4, 1, 2, 2)]


def test_a_code_that_no_township_has_counts_as_unknown():
    rolled = by_level(people(NW=1, elsewhere=2), TOWNSHIPS, Level.STATE)
    assert records(rolled) == [("all", 1), (None, 2)]


def test_township_level_is_the_frame_itself():
    assert records(by_level(people(N=2, C=1), TOWNSHIPS, Level.TOWNSHIP)) == [("C", 1), ("N", 2)]


def test_coverage_of_a_district_is_that_of_most_of_its_victims():
    base = here("A-1", "NW", capacity=9, caseload=2)
    found = cover(base, roving("A-2", "W", base), here("B-1", "C", capacity=1, caseload=1, is_confirmed=False))
    rows = coverage_by_level(found, people(NW=2, W=5, C=3, unknown=8), TOWNSHIPS, Level.DISTRICT)
    west, east = rows.set_index("place_pcode").loc["west"], rows.set_index("place_pcode").loc["east"]
    assert west[["tier", "best_tier", "worst_tier", "townships", "victims_people"]].tolist() == [3, 1, 6, 3, 7]
    assert west[["tier_1_people", "tier_3_people", "tier_6_people"]].tolist() == [2, 5, 0]
    assert west["tier_3_share_0_1"] == 5 / 7
    assert west["room_people"] == 7  # one pool, although it serves two townships
    assert east[["tier", "room_people", "unconfirmed_people", "victims_people"]].tolist() == [2, 0, 3, 3]


def test_without_victims_the_most_townships_decide_and_equal_ones_go_to_the_worse():
    nobody = coverage_by_level(cover(here("A-1", "C")), people(), TOWNSHIPS, Level.STATE).iloc[0]
    assert (nobody["tier"], nobody["best_tier"]) == (6, 1)
    assert pd.isna(nobody["tier_1_share_0_1"])
    tied = coverage_by_level(cover(here("A-1", "C")), people(C=2, E=2), TOWNSHIPS, Level.STATE).iloc[0]
    assert tied["tier"] == 6


def test_room_of_a_place_is_null_only_where_nobody_tells_it():
    found = cover(here("A-1", "NW", capacity=None))
    rows = coverage_by_level(found, people(), TOWNSHIPS, Level.DISTRICT).set_index("place_pcode")
    assert pd.isna(rows.loc["west", "room_people"])
    assert rows.loc["east", "room_people"] == 0


@settings(max_examples=30, deadline=None)
@given(directories, OFFICES)
def test_sums_are_kept_at_every_level(drawn, offices):
    found = cover(*consistent(drawn), offices=offices)
    victims = people(NW=1, N=2, C=4, SE=8)
    for level in Level:
        rows = coverage_by_level(found, victims, TOWNSHIPS, level)
        tiers = rows[[f"tier_{t}_people" for t in range(1, 7)]]
        assert tiers.sum(axis=1).tolist() == rows["victims_people"].tolist()
        assert rows["victims_people"].sum() == 15
        assert rows["townships"].sum() == 9
        assert ((rows["best_tier"] <= rows["tier"]) & (rows["tier"] <= rows["worst_tier"])).all()
