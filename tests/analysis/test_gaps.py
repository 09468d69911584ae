"""Gaps and corridor equity worked out by hand; nobody is dropped."""

from __future__ import annotations

import math

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import (
    CORRIDOR_COLUMNS,
    GAP_TIERS,
    Burden,
    Tier,
    corridor_equity,
    gap_totals,
    gaps,
    victims_by_tier,
)
from tests.grid import (
    CODES,
    OFFICES,
    consistent,
    cover,
    directories,
    here,
    office,
    other_project,
    people,
    roving,
    waits,
)

# NW has room; N is full; W has a roving worker with room; S is near DSW; C has a project for referral; the rest nobody.
BASE = here("A-1", "NW", capacity=5, caseload=4)
ROWS = (BASE, here("B-1", "N", capacity=5, caseload=5), roving("A-2", "W", BASE), other_project("D-1", "C"))
GRID = cover(*ROWS, offices=office("Town", 20.0, 96.0, "S"))
VICTIMS = people(NW=50, N=40, W=30, S=20, C=10, E=9, SE=8, unknown=7)
WAITS = waits(NW=(1, 5, 5), N=(2, 70, 60), C=(2, 90, 80), E=(0, 0, 0), SW=(1, 300, 300), unknown=(3, 33, 20))


def test_ranked_by_who_waits_then_how_long_then_victims():
    found = gaps(GRID, VICTIMS, WAITS)
    # S is near DSW and nobody waits there, so it is no gap; NW has room; SW has no victims in view but one waits.
    assert found["ts_pcode"].tolist() == ["C", "N", "SW", "E", "SE"]
    assert found["rank"].tolist() == [1, 2, 3, 4, 5]
    assert found["is_out_of_reach"].tolist() == [True, False, True, True, True]
    assert found[["victims_people", "unassigned_people", "waiting_days", "longest_wait_days"]].to_numpy().tolist() == [
        [10, 2, 90, 80], [40, 2, 70, 60], [0, 1, 300, 300], [9, 0, 0, 0], [8, 0, 0, 0],
    ]  # fmt: skip


def test_each_gap_says_why():
    found = gaps(GRID, VICTIMS, waits(N=(2, 70, 60), S=(1, 1, 1))).set_index("ts_pcode")["reason"].map(str)
    assert found["C"] == "No reintegration provider with known room; other projects for referral: 1."
    assert found["N"] == "Resident providers are full: 1."
    assert found["S"] == "No provider with known room; DSW office in Town, 0 km away."
    assert found["SE"] == "No active provider; the nearest DSW office is Town, 104 km away."


def test_other_reasons():
    untold = gaps(cover(here("A-1", "C", capacity=None)), people(C=1), waits(C=(1, 1, 1)))
    assert str(untold["reason"].iloc[0]) == "Resident providers do not tell whether they have room: 1."
    full = gaps(cover(roving("A-1", "C", pool_caseload_people=10)), people(C=1), waits())
    assert str(full["reason"].iloc[0]) == "Roving workers come here but have no known room: 1."
    assert (
        str(gaps(cover(), people(C=1), waits())["reason"].iloc[0]) == "No active provider, and no DSW office is known."
    )
    roving_room = (roving("B-1", "C", pool_capacity_people=3), people(C=1), waits(C=(1, 1, 1)))
    for capacity, said in ((0, "are full: 1;"), (None, "do not tell whether they have room: 1;")):
        found = gaps(cover(here("A-1", "C", capacity), roving_room[0]), *roving_room[1:])
        assert str(found["reason"].iloc[0]) == f"Resident providers {said} roving workers have room for 3."
    chosen = gaps(cover(here("A-1", "C", capacity=4)), people(C=1), waits(C=(1, 1, 1)), tiers=list(Tier))
    assert str(chosen["reason"].iloc[0]) == "People can still be taken on here: room for 4."


def test_what_was_not_confirmed_can_be_left_out_of_account():
    found = cover(here("A-1", "C", is_confirmed=False))
    assert len(gaps(found, people(C=1), waits())) == 0
    strict = gaps(found, people(C=1), waits(), confirmed_only=True)
    assert str(strict["reason"].iloc[0]) == "Help is listed here, but nobody has confirmed it lately."


def test_totals_add_up_with_those_whose_township_is_unknown_apart():
    totals = gap_totals(GRID, VICTIMS, WAITS)
    assert totals.gap_townships == 5
    assert totals.gap == Burden(10 + 40 + 0 + 9 + 8, 2 + 2 + 1, 90 + 70 + 300)
    assert totals.elsewhere == Burden(50 + 30 + 20, 1, 5)
    assert totals.unplaced == Burden(7, 3, 33)
    assert totals.everybody == Burden(174, 9, 498)


numbers = st.integers(0, 30)
victim_frames = st.dictionaries(st.sampled_from([*CODES, "unknown"]), numbers).map(lambda d: people(**d))
wait_frames = st.dictionaries(st.sampled_from([*CODES, "unknown"]), st.tuples(numbers, numbers, numbers)).map(
    lambda d: waits(**d)
)


@settings(max_examples=40, deadline=None)
@given(directories, OFFICES, victim_frames, wait_frames, st.sets(st.sampled_from(list(Tier))), st.booleans())
def test_nobody_is_dropped_whatever_is_chosen(drawn, offices, victims, unassigned, tiers, strict):
    found = cover(*consistent(drawn), offices=offices)
    totals = gap_totals(found, victims, unassigned, tiers, strict)
    for name in ("victims_people", "unassigned_people", "waiting_days"):
        parts = [getattr(part, name) for part in (totals.gap, totals.elsewhere, totals.unplaced)]
        assert min(parts) >= 0
        assert sum(parts) == getattr(totals.everybody, name)
    assert totals.everybody.victims_people == victims["victims_people"].sum()
    listed = gaps(found, victims, unassigned, tiers, strict)
    judged = listed["tier_confirmed"] if strict else listed["tier"]
    assert set(judged) <= {int(t) for t in tiers}
    assert all(str(reason) for reason in listed["reason"])
    assert listed["unassigned_people"].is_monotonic_decreasing


def test_victims_by_tier():
    found = victims_by_tier(GRID, VICTIMS)
    assert found["tier"].fillna(0).tolist() == [1, 2, 3, 4, 5, 6, 0]
    assert found["victims_people"].tolist() == [50, 40, 30, 20, 10, 17, 7]
    assert found["townships"].tolist() == [1, 1, 1, 1, 1, 4, 0]
    assert found["victims_share_0_1"].sum() == pytest.approx(1)
    assert victims_by_tier(GRID, people())["victims_share_0_1"].isna().all()


def test_unconfirmed_help_moves_victims_to_a_lower_tier_in_the_second_count():
    found = victims_by_tier(cover(here("A-1", "C", is_confirmed=False)), people(C=4))
    assert found["victims_people"].tolist() == [4, 0, 0, 0, 0, 0, 0]
    assert found["confirmed_victims_people"].tolist() == [0, 0, 0, 0, 0, 4, 0]


def corridors(**by_township: tuple[int, int]) -> pd.DataFrame:
    """Victims of China and of Thailand by township."""
    codes = [None if code == "unknown" else code for code in by_township]
    frame = pd.DataFrame(list(by_township.values()), columns=["china_people", "thailand_people"])
    frame["ts_pcode"] = pd.array(codes, "str")
    return frame.reindex(columns=["ts_pcode", *CORRIDOR_COLUMNS.values()], fill_value=0)


def test_corridor_equity_by_hand():
    """Pool A (12 people) serves NW and W: 30 victims of China, 10 of Thailand there: 9 and 3 people of capacity.

    Pool B (5 people) serves E: 40 of Thailand. Pool D (7) serves SE, where nobody comes from. Pool F tells nothing.
    China: 30 of 80 victims, 9 of 17 places: (9/17)/(30/80) = 1.4118. Thailand: 50 of 80, 8 of 17: 0.7529.
    """
    base = here("A-1", "NW", capacity=12, caseload=12)
    found = cover(
        base, roving("A-2", "W", base), roving("A-3", "W", base), here("B-1", "E", capacity=5),
        here("D-1", "SE", capacity=7), here("F-1", "NW", capacity=None), other_project("G-1", "E"),
    )  # fmt: skip
    equity = corridor_equity(found, corridors(NW=(20, 10), W=(10, 0), E=(0, 40), unknown=(0, 6)))
    rows = equity.corridors.set_index("corridor")
    assert rows.loc["china", ["victims_people", "capacity_people"]].tolist() == [30, pytest.approx(9)]
    assert rows.loc["thailand", ["victims_people", "unplaced_people"]].tolist() == [50, 6]
    assert rows.loc["china", "ratio"] == pytest.approx((9 / 17) / (30 / 80))
    assert rows.loc["thailand", "ratio"] == pytest.approx((8 / 17) / (50 / 80))
    assert math.isnan(rows.loc["internal", "ratio"])
    assert (equity.pools, equity.pools_untold, equity.capacity_elsewhere_people, equity.unplaced_people) == (4, 1, 7, 6)


def test_equal_corridors_have_a_ratio_of_one():
    equity = corridor_equity(cover(here("A-1", "C"), here("B-1", "E")), corridors(C=(5, 10), E=(4, 8)))
    assert equity.corridors["ratio"].dropna().tolist() == [pytest.approx(1)] * 2


def test_without_capacity_or_victims_the_ratio_is_undefined_not_zero():
    assert corridor_equity(cover(), corridors(C=(5, 10))).corridors["ratio"].isna().all()
    assert corridor_equity(cover(here("A-1", "C")), corridors()).corridors["ratio"].isna().all()


def test_the_default_tiers_leave_out_those_with_room():
    assert set(Tier) - set(GAP_TIERS) == {Tier.RESIDENT_ROOM, Tier.ROVING_ROOM}
