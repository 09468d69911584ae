"""Each tier worked out by hand on a 3×3 grid, and the rules that must hold whatever the directory says."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.coverage import RoomState, Tier, coverage
from geo.distance import distances_km
from tests.grid import (
    AS_OF,
    CODES,
    OFFICES,
    TOWNSHIPS,
    consistent,
    cover,
    directories,
    drawn_rows,
    here,
    office,
    other_project,
    presences,
    roving,
    row_of,
)


def tier(*rows, at="C", **more):
    return Tier(row_of(cover(*rows, **more), at)["tier"])


def test_nothing_at_all_is_nobody_in_reach_everywhere():
    found = cover()
    assert found.townships["tier"].tolist() == [6] * 9
    assert found.townships["room_people"].tolist() == [0] * 9
    assert found.townships["nearest_dsw_km"].isna().all()
    assert found.townships["dsw_place"].isna().all()
    assert found.as_of == AS_OF


def test_every_tier_on_one_grid():
    base = here("A-1", "NW", capacity=5, caseload=4)
    found = cover(
        base,
        here("B-1", "N", capacity=5, caseload=5),
        here("B-2", "NE", capacity=None),
        roving("A-2", "W", base),
        other_project("D-1", "C"),
        other_project("D-2", "S"),
        offices=office("Town", 20.1, 96.0, "S"),  # 11 km north of S, more than 100 km from the others
    )
    got = dict(zip(CODES, found.townships["tier"], strict=True))
    assert got == {"NW": 1, "N": 2, "NE": 2, "W": 3, "S": 4, "C": 5, "E": 6, "SW": 6, "SE": 6}
    assert row_of(found, "N")["resident_room"] == RoomState.FULL
    assert row_of(found, "NE")["resident_room"] == RoomState.NOT_TOLD
    assert row_of(found, "S")["dsw_place"] == "Town"
    assert row_of(found, "S")["nearest_dsw_km"] == pytest.approx(11.1, abs=0.05)
    assert not found.townships["is_unconfirmed"].any()


def test_one_place_left_is_room_and_none_left_is_not():
    assert tier(here("A-1", "C", capacity=8, caseload=7)) == Tier.RESIDENT_ROOM
    assert tier(here("A-1", "C", capacity=8, caseload=8)) == Tier.RESIDENT_FULL
    assert tier(here("A-1", "C", capacity=8, caseload=9)) == Tier.RESIDENT_FULL
    assert tier(here("A-1", "C", capacity=0, caseload=0)) == Tier.RESIDENT_FULL


def test_unknown_capacity_and_hidden_caseload_are_never_room():
    assert tier(here("A-1", "C", capacity=None, caseload=0)) == Tier.RESIDENT_FULL
    assert tier(here("A-1", "C", capacity=10, caseload=None)) == Tier.RESIDENT_FULL
    assert tier(roving("A-1", "C", pool_capacity_people=None)) == Tier.NONE


def test_a_roving_worker_without_room_leaves_what_else_is_there():
    full = roving("A-1", "C", pool_caseload_people=10)
    assert tier(full) == Tier.NONE
    assert tier(full, other_project("D-1", "C")) == Tier.REFERRAL_ONLY
    assert tier(full, offices=office("Town", 21.0, 96.0)) == Tier.NEAR_DSW
    assert row_of(cover(full), "C")["roving_without_room"] == 1


def test_outreach_counts_as_roving_and_inactive_rows_count_for_nothing():
    assert tier(roving("A-1", "C", presence_type="outreach")) == Tier.ROVING_ROOM
    assert tier(here("A-1", "C", is_active=False)) == Tier.NONE
    assert tier(other_project("D-1", "C", is_active=False)) == Tier.NONE


def test_a_pool_counts_once_in_a_township_and_in_each_township_that_it_serves():
    base = here("A-1", "C", capacity=10, caseload=7)
    found = cover(base, roving("A-2", "C", base), roving("A-3", "E", base), here("B-1", "C", capacity=4, caseload=9))
    assert row_of(found, "C")["room_people"] == 3
    assert row_of(found, "E")["room_people"] == 3
    assert row_of(found, "C")["providers_resident"] == 2
    assert row_of(found, "C")["providers_roving"] == 1


def test_room_is_null_only_where_nobody_tells_it():
    untold, told = here("A-1", "C", capacity=None), here("B-1", "C", capacity=3)
    assert pd.isna(row_of(cover(untold), "C")["room_people"])
    assert row_of(cover(untold, told), "C")["room_people"] == 3
    assert row_of(cover(untold, here("B-1", "C", capacity=3, caseload=3)), "C")["resident_room"] == RoomState.NOT_TOLD
    assert row_of(cover(other_project("D-1", "C")), "C")["room_people"] == 0


def test_two_activities_of_one_organisation_are_one_provider():
    found = row_of(cover(other_project("D-1", "C"), other_project("D-2", "C"), other_project("E-1", "C")), "C")
    assert found["providers_referral"] == 2


def test_dsw_distance_at_exactly_the_limit_is_near():
    away = office("Town", 21.3, 96.4)
    km = float(distances_km([21.0], [96.0], away["lat"], away["lon"])[0, 0])
    assert tier(offices=away, reach_km=km) == Tier.NEAR_DSW
    assert tier(offices=away, reach_km=math.nextafter(km, 0)) == Tier.NONE


def test_the_nearest_office_is_named():
    two = pd.concat([office("Far", 23.0, 96.0), office("Close", 21.2, 96.0)], ignore_index=True)
    assert row_of(cover(offices=two), "C")["dsw_place"] == "Close"


def test_a_tier_that_rests_on_unconfirmed_presences_says_so():
    unsure = here("A-1", "C", is_confirmed=False)
    found = row_of(cover(unsure), "C")
    assert (found["tier"], found["tier_confirmed"], found["is_unconfirmed"]) == (1, 6, True)
    both = row_of(cover(unsure, here("B-1", "C")), "C")
    assert (both["tier"], both["tier_confirmed"], both["is_unconfirmed"]) == (1, 1, False)
    weaker = row_of(cover(unsure, other_project("D-1", "C")), "C")
    assert (weaker["tier"], weaker["tier_confirmed"]) == (1, 5)
    dsw = row_of(cover(unsure, offices=office("Town", 21.0, 96.0)), "C")
    assert (dsw["tier"], dsw["tier_confirmed"]) == (1, 4)


def test_every_tier_has_its_words():
    assert [int(t) for t in Tier] == [1, 2, 3, 4, 5, 6]
    assert len({t.label for t in Tier}) == len({t.description for t in Tier}) == 6


def by_hand(directory, offices, reach_km, at, only_confirmed):
    """The definition, written down a second time in plain Python."""
    mine = [
        r for r in directory if r["is_active"] and r["ts_pcode"] == at and (r["is_confirmed"] or not only_confirmed)
    ]  # fmt: skip

    def room(r):
        return None not in (r["pool_capacity_people"], r["pool_caseload_people"]) and (
            r["pool_capacity_people"] > r["pool_caseload_people"]
        )

    place = TOWNSHIPS[TOWNSHIPS["ts_pcode"] == at].iloc[0]
    resident = [r for r in mine if r["is_reintegration"] and r["presence_type"] == "resident"]
    if any(room(r) for r in resident):
        return 1
    if resident:
        return 2
    if any(room(r) for r in mine if r["is_reintegration"]):
        return 3
    for _, o in offices.iterrows():
        a = math.sin(math.radians(place.lat)) * math.sin(math.radians(o.lat))
        b = (
            math.cos(math.radians(place.lat))
            * math.cos(math.radians(o.lat))
            * math.cos(math.radians(place.lon - o.lon))
        )
        if 6371.0088 * math.acos(min(1.0, a + b)) <= reach_km + 1e-6:
            return 4
    return 5 if any(not r["is_reintegration"] for r in mine) else 6


@settings(max_examples=50, deadline=None)
@given(directories, OFFICES)
def test_the_frame_equals_the_definition_in_plain_python(drawn, offices):
    directory = consistent(drawn)
    found = cover(*directory, offices=offices)
    for row in found.townships.itertuples():
        assert row.tier == by_hand(directory, offices, 50, row.ts_pcode, False)
        assert row.tier_confirmed == by_hand(directory, offices, 50, row.ts_pcode, True)


@settings(max_examples=30, deadline=None)
@given(directories, drawn_rows, OFFICES)
def test_one_more_presence_never_makes_a_tier_worse(drawn, more, offices):
    directory = consistent([*drawn, more])
    before, after = cover(*directory[:-1], offices=offices), cover(*directory, offices=offices)
    assert (after.townships["tier"] <= before.townships["tier"]).all()
    assert (after.townships["tier_confirmed"] <= before.townships["tier_confirmed"]).all()


@settings(max_examples=30, deadline=None)
@given(directories, st.integers(1, 5), OFFICES)
def test_less_room_never_improves_anything(drawn, less, offices):
    directory = consistent(drawn)
    busier = [
        r | {"pool_caseload_people": None if r["pool_caseload_people"] is None else r["pool_caseload_people"] + less}
        for r in directory
    ]  # fmt: skip
    before, after = cover(*directory, offices=offices), cover(*busier, offices=offices)
    assert (after.townships["tier"] >= before.townships["tier"]).all()
    assert (after.townships["room_people"].fillna(0) <= before.townships["room_people"].fillna(0)).all()


@settings(max_examples=30, deadline=None)
@given(directories, OFFICES, st.randoms(use_true_random=False))
def test_order_does_not_matter_and_confirmed_is_never_better(drawn, offices, draw):
    directory = consistent(drawn)
    shuffled = draw.sample(directory, len(directory))
    one, other = cover(*directory, offices=offices).townships, cover(*shuffled, offices=offices).townships
    pd.testing.assert_frame_equal(one, other)
    assert (one["tier_confirmed"] >= one["tier"]).all()
    assert (one["is_unconfirmed"] == (one["tier_confirmed"] > one["tier"])).all()


def test_townships_keep_the_order_in_which_they_were_given():
    mixed = TOWNSHIPS.sample(frac=1, random_state=np.random.default_rng(1))
    found = coverage(mixed, presences(here("A-1", "C")), office("Town", 22.0, 95.0), AS_OF, 50)
    assert found.townships["ts_pcode"].tolist() == mixed["ts_pcode"].tolist()
    assert row_of(found, "C")["tier"] == 1
    assert row_of(found, "NW")["tier"] == 4
