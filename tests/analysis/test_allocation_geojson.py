"""A plan as GeoJSON, on three townships in a row: what stands where, whom it serves, and who is left."""

from __future__ import annotations

import json
import math
from collections import Counter

import pandas as pd
import pytest

from analysis.allocation import Limits, Option, Price, Problem, plan
from analysis.allocation_geojson import to_geojson


@pytest.fixture(scope="module")
def three():
    """A–B–C in a row; 4, 3 and 2 people wait; one roving worker carries 6."""
    townships = pd.DataFrame({
        "ts_pcode": ["A", "B", "C"], "st_pcode": "S", "lat": [20.0, 20.1, 20.2], "lon": [96.0, 96.123456789, 96.2],
    })  # fmt: skip
    demand = pd.DataFrame({
        "ts_pcode": ["A", "B", "C"], "is_child": False, "corridor": "china", "people": [4.0, 3.0, 2.0],
        "waiting_people": [4.0, 3.0, 2.0], "weight": 1.0,
    })  # fmt: skip
    columns = ["pool_id", "organisation", "ts_pcode", "room_people", "serves_children", "serves_adults"]
    nobody = pd.DataFrame({name: pd.Series(dtype="object") for name in columns})
    offices = pd.DataFrame(
        {name: pd.Series(dtype="object") for name in ("office_id", "place", "ts_pcode", "lat", "lon")}
    )
    links = pd.DataFrame({"ts_a": ["A", "B"], "ts_b": ["B", "C"]})
    prices = {Option.ROVING: Price(100.0, 6.0, most=1)}
    return plan(Problem(townships, demand, links, nobody, offices, prices, Limits(100.0)))


def read(found, **more):
    return json.loads(to_geojson(found, **more))


def test_one_placement_its_ways_and_every_township(three):
    kinds = Counter(f["properties"]["kind"] for f in read(three)["features"])
    others = len(three.placements[0].serves) - 1
    assert kinds == {"placement": 1, "township": 3, **({"way": others} if others else {})}


def test_longitude_comes_first_and_is_rounded(three):
    townships = [f for f in read(three)["features"] if f["properties"]["kind"] == "township"]
    assert {f["properties"]["ts_pcode"]: f["geometry"]["coordinates"] for f in townships} == {
        "A": [96.0, 20.0], "B": [96.12346, 20.1], "C": [96.2, 20.2],
    }  # fmt: skip


def test_counts_add_up_to_the_plan_and_a_reason_stands_where_somebody_is_left(three):
    rows = [f["properties"] for f in read(three)["features"] if f["properties"]["kind"] == "township"]
    assert math.isclose(sum(row["new_people"] for row in rows), 6.0)
    assert math.isclose(sum(row["unreached_people"] for row in rows), 3.0)
    assert all((row["unreached_people"] > 0) == (row["why"] is not None) for row in rows)


def test_names_and_sources_are_taken_along(three):
    found = read(three, names={"A": "မြို့"}, about={"source": "a test"})
    assert found["source"] == "a test"
    names = {f["properties"].get("name") for f in found["features"] if f["properties"].get("ts_pcode") == "A"}
    assert names == {"မြို့"}
