"""Bands, room nearby and DSW's neighbourhood, worked out by hand on a 3×3 grid of townships one degree apart."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import caseload
from analysis.caseload import Band, Bands
from analysis.tiers import with_room
from tests.grid import CODES, TOWNSHIPS, here, office, other_project, presences, roving

BANDS = Bands(special_weight=2, busy_percent=80, over_percent=100)


def provider(pool_id: str, people: int | None, special: int, capacity: int | None, ts: str = "C", **more: object):
    row: dict[str, object] = {
        "pool_id": pool_id, "organisation": pool_id, "ts_pcode": ts, "is_active": True, "capacity_people": capacity,
        "caseload_people": people, "special_people": special,
    }  # fmt: skip
    return row | more


def loads(*rows: dict[str, object], bands: Bands = BANDS) -> pd.DataFrame:
    frame = pd.DataFrame(list(rows)).astype({"capacity_people": "Int64", "caseload_people": "Int64"})
    return caseload.provider_loads(frame, bands)


def bands_of(frame: pd.DataFrame) -> dict[str, str]:
    return dict(zip(frame["pool_id"], frame["band"], strict=True))


def test_a_special_case_weighs_double_in_the_band_and_once_in_the_room():
    found = loads(provider("full", 8, 2, 10), provider("over", 8, 3, 10), provider("free", 7, 0, 10)).set_index(
        "pool_id"
    )
    assert found["weighted_people"].to_dict() == {"over": 11, "full": 10, "free": 7}
    assert found["room_people"].to_dict() == {"over": 2, "full": 2, "free": 3}
    assert found["band"].to_dict() == {"over": "over", "full": "busy", "free": "room"}


@pytest.mark.parametrize(
    ("people", "capacity", "band"),
    [
        (16, 20, Band.BUSY), (15, 20, Band.ROOM), (20, 20, Band.BUSY), (21, 20, Band.OVER),
        (5, None, Band.NOT_TOLD), (0, 0, Band.BUSY), (1, 0, Band.OVER), (0, 3, Band.ROOM),
    ],
)  # fmt: skip
def test_where_the_bands_lie(people, capacity, band):
    assert bands_of(loads(provider("P", people, 0, capacity))) == {"P": band}


def test_limits_are_settings():
    strict = Bands(special_weight=1, busy_percent=50, over_percent=90)
    assert bands_of(loads(provider("P", 5, 5, 10), provider("Q", 10, 0, 10), bands=strict)) == {
        "P": "busy",
        "Q": "over",
    }


def test_who_left_and_still_carries_people_stands_apart():
    found = loads(provider("gone", 3, 0, None, is_active=False), provider("P", 1, 0, 10))
    assert bands_of(found) == {"P": "room", "gone": "left"}


def test_the_spread_adds_up():
    found = caseload.spread(
        loads(provider("over", 12, 2, 10), provider("free", 3, 0, 10), provider("untold", 5, 0, None),
              provider("gone", 1, 0, None, is_active=False))
    )  # fmt: skip
    assert found.by_band["providers"].tolist() == [1, 0, 1, 1, 1]
    assert found.by_band["people"].tolist() == [12, 0, 3, 5, 1]
    assert (found.people, found.weighted_people, found.capacity_people) == (21, 23, 20)
    assert (found.room_people, found.over_weighted) == (7, 4)
    assert (found.of(Band.OVER), found.of(Band.OVER, "people")) == (1, 12)


def test_nobody_at_all():
    found = caseload.spread(loads(provider("P", 0, 0, 1)).iloc[:0])
    assert (found.people, found.room_people, found.over_weighted) == (0, 0, 0)
    assert found.by_band["providers"].tolist() == [0] * 5


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30), st.none() | st.integers(0, 20)), max_size=8))
def test_every_provider_has_one_band_and_nobody_is_lost(drawn):
    rows = [provider(f"P{i}", people, min(people, special), room) for i, (people, special, room) in enumerate(drawn)]
    found = loads(*rows) if rows else loads(provider("P", 0, 0, 1)).iloc[:0]
    total = caseload.spread(found)
    assert total.by_band["providers"].sum() == len(rows)
    assert total.by_band["people"].sum() == total.people == sum(people for people, _, _ in drawn)
    told = found[found["capacity_people"].notna()]
    over = told["weighted_people"] > told["capacity_people"].astype(float)
    assert (told["band"] == "over").tolist() == over.tolist()


def test_case_workers_against_their_limit():
    workers = pd.DataFrame(
        [("P", "w1", "CW-1", True, 18, 3), ("P", "w2", "CW-2", True, 16, 0), ("P", "w3", "CW-3", False, 1, 0),
         ("P", None, None, False, 4, 1), ("P", "w4", "CW-4", True, 0, 0)],
        columns=["pool_id", "worker_id", "worker_code", "is_there", "people", "special_people"],
    )  # fmt: skip
    found = caseload.worker_loads(workers, BANDS, limit_people=20)
    assert found["worker_code"].tolist()[:4] == ["CW-1", "CW-2", "CW-3", "CW-4"]
    assert found["band"].tolist() == ["over", "busy", "left", "room", "not_told"]
    assert found["weighted_people"].tolist() == [21, 16, 1, 0, 5]


def around(*rows: dict[str, object]) -> pd.DataFrame:
    return with_room(presences(*rows))


def test_room_nearby_is_the_nearest_first_and_each_pool_once():
    base = here("B-1", "N", 10, 2)
    others = around(
        here("A-1", "C", 5, 9), here("E-1", "E", 3, 1), base, roving("B-2", "E", base), here("F-1", "W", 4, 4),
        here("U-1", "W", None, 1), other_project("O-1", "W"), here("S-1", "SE", 9, 0),
    )  # fmt: skip
    found = caseload.room_nearby(loads(provider("A-1", 9, 0, 5)), others, TOWNSHIPS, reach_km=120)
    # One degree: 111.2 km to the north, 103.7 km to the east at 21° N.
    assert found["other_pool_id"].tolist() == ["B-1", "E-1"]
    assert found["ts_pcode"].tolist() == ["E", "E"]
    assert found["distance_km"].round(1).tolist() == [103.8, 103.8]
    assert found["room_people"].tolist() == [8, 2]
    far = caseload.room_nearby(loads(provider("A-1", 9, 0, 5)), others, TOWNSHIPS, reach_km=200)
    assert far["other_pool_id"].tolist() == ["B-1", "E-1", "S-1"]
    assert len(caseload.room_nearby(loads(provider("A-1", 9, 0, 5)), others, TOWNSHIPS, 200, most=1)) == 1


def test_only_those_who_are_full_look_for_room():
    others = around(here("A-1", "C", 5, 1), here("E-1", "C", 3, 1))
    assert caseload.room_nearby(loads(provider("A-1", 1, 0, 5)), others, TOWNSHIPS, 100).empty
    assert caseload.room_nearby(loads(provider("A-1", 5, 0, 5)), others.iloc[:0], TOWNSHIPS, 100).empty
    found = caseload.room_nearby(loads(provider("A-1", 5, 0, 5)), others, TOWNSHIPS, 100)
    assert found[["other_pool_id", "distance_km"]].to_numpy().tolist() == [["E-1", 0.0]]


def support(**by_township: tuple[int, int, int]) -> pd.DataFrame:
    codes = [None if code == "unknown" else code for code in by_township]
    rows = pd.DataFrame(list(by_township.values()), columns=list(caseload.SUPPORT))
    return rows.assign(ts_pcode=pd.array(codes, "str"))


def test_people_stand_at_the_nearest_office_within_reach():
    offices = pd.concat([office("Centre", 21.0, 96.0, "C"), office("North", 22.0, 96.0, "N")], ignore_index=True)
    people = support(C=(1, 2, 3), N=(0, 1, 0), NW=(0, 0, 5), SE=(0, 4, 0), unknown=(0, 0, 2))
    found = caseload.near_offices(people, TOWNSHIPS, offices, reach_km=50)
    assert found.offices[["place", "townships", "people"]].to_numpy().tolist() == [["Centre", 1, 6], ["North", 1, 1]]
    assert (found.near.government_people, found.near.others_people, found.near.unassigned_people) == (1, 3, 3)
    assert (found.elsewhere.people, found.unplaced.people) == (9, 2)
    wide = caseload.near_offices(people, TOWNSHIPS, offices, reach_km=112)
    assert dict(zip(wide.offices["place"], wide.offices["townships"], strict=True)) == {"North": 3, "Centre": 4}
    assert wide.near.people == 12


@given(st.dictionaries(st.sampled_from([*CODES, "unknown"]), st.tuples(*[st.integers(0, 9)] * 3)), st.floats(0, 400))
def test_near_and_far_add_up_to_everybody(people, reach_km):
    frame = support(**people) if people else support(C=(0, 0, 0))
    found = caseload.near_offices(frame, TOWNSHIPS, office("Town", 21.3, 96.2), reach_km)
    everybody = sum(map(sum, people.values()))
    assert found.near.people + found.elsewhere.people + found.unplaced.people == everybody
    assert found.offices["people"].sum() == found.near.people


def test_without_an_office_nobody_is_near():
    found = caseload.near_offices(support(C=(0, 0, 1)), TOWNSHIPS, office("Town", 21.0, 96.0).iloc[:0], 50)
    assert (found.near.people, found.elsewhere.people, len(found.offices)) == (0, 1, 0)
