"""The demonstration register's headline, worked out once more in plain pandas from the stored rows, and the same number
wherever a page shows it.

Nothing of queries/ or analysis/ is used here: the rows are read as they stand, the rules are written out anew.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from datetime import date

import pandas as pd
import pytest

from data.demo import make_demo
from data.vocabulary import Role
from tests.pages.visit import metrics, register, visit, words
from ui import cached

OVERVIEW, MAP, GAPS = "pages/see/overview.py", "pages/see/coverage_map.py", "pages/decide/gaps.py"
CASES = 900
REACH_KM, CONFIRMED_DAYS = 50, 365
VIEWS = [
    ({}, date(2025, 12, 31), {}),
    (
        {"years": "2017-2023", "sex": "female", "age": "adult", "as_of": "2024-06-30"},
        date(2024, 6, 30),
        {"years": (2017, 2023), "sex": "female", "adult": True},
    ),
    ({"destination": "CHN,THA", "special": "no"}, date(2025, 12, 31), {"destination": {"CHN", "THA"}, "special": 0}),
]


@pytest.fixture(scope="module", autouse=True)
def demonstration(tmp_path_factory):
    """A demonstration register of CASES as the app's own."""
    with (
        pytest.MonkeyPatch.context() as patch,
        register(tmp_path_factory.mktemp("demo"), patch, lambda store: make_demo(store, CASES)),
    ):
        yield


@dataclass(frozen=True)
class Truth:
    """Counts by the rules as the methods page words them. tiers: township -> 1 to 6."""

    victims: int
    unplaced: int
    unassigned: int
    unassigned_unplaced: int
    waiting_days: int
    with_room: int
    out_of_reach: int
    townships_alone: int
    gap_townships: int


def km_between(a: tuple[float, float], b: tuple[float, float]) -> float:
    """Great-circle distance by the haversine formula."""
    (lat1, lon1), (lat2, lon2) = (map(math.radians, a), map(math.radians, b))
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def rows_of(table: str) -> list[dict[str, object]]:
    """The stored rows with Python's own None and dates."""
    frame = cached.store().read(f"SELECT * FROM {table}")
    for column in frame.columns[frame.dtypes.astype(str).str.startswith("datetime")]:
        frame[column] = [None if pd.isna(value) else value.date() for value in frame[column]]
    return [{k: None if pd.isna(v) else v for k, v in row.items()} for row in frame.to_dict("records")]


def open_at(row: dict[str, object], on: date) -> bool:
    return row["valid_from"] <= on and (row["valid_to"] is None or row["valid_to"] > on)


def tiers_at(on: date) -> dict[str, int]:
    """Township -> tier, presence by presence."""
    carried: dict[str, int] = {}
    for row in rows_of("assignment"):
        if row["assignment_state"] == "assigned" and open_at(row, on):
            carried[row["presence_id"]] = carried.get(row["presence_id"], 0) + 1
    presences = rows_of("provider_presence")
    active = {
        row["presence_id"]: row
        for row in presences
        if row["activity_status"] == "ongoing"
        and (row["from_on"] is None or row["from_on"] <= on)
        and (row["to_on"] is None or row["to_on"] > on)
    }
    load: dict[str, int] = {}
    for row in presences:
        pool = row["base_presence_id"] or row["presence_id"]
        load[pool] = load.get(pool, 0) + carried.get(row["presence_id"], 0)
    offices = [(row["lat"], row["lon"]) for row in rows_of("dsw_office")]
    found = {}
    for place in rows_of("township"):
        near = any(km_between((place["lat"], place["lon"]), office) <= REACH_KM for office in offices)
        found[place["ts_pcode"]] = 4 if near else 6
    for row in active.values():
        base = active.get(row["base_presence_id"] or row["presence_id"])
        capacity = base["capacity_people"] if base else None
        has_room = capacity is not None and capacity > load[row["base_presence_id"] or row["presence_id"]]
        if not row["is_reintegration"]:
            tier = 5
        elif row["presence_type"] == "resident":
            tier = 1 if has_room else 2
        else:
            tier = 3 if has_room else 6
        found[row["ts_pcode"]] = min(found[row["ts_pcode"]], tier)
    return found


def fits(case: dict[str, object], on: date, wanted: dict[str, object]) -> bool:
    first, last = wanted.get("years", (0, 9999))
    return (
        case["recorded_on"] <= on
        and first <= case["identified_month"].year <= last
        and wanted.get("sex", case["sex"]) == case["sex"]
        and (not wanted.get("adult") or (case["age_years"] is not None and case["age_years"] >= 18))
        and ("destination" not in wanted or case["destination"] in wanted["destination"])
        and ("special" not in wanted or bool(case["is_special"]) == bool(wanted["special"]))
    )


def worked_out(on: date, wanted: dict[str, object]) -> Truth:
    cases = {row["case_code"]: row for row in rows_of("victim_case") if fits(row, on, wanted)}
    waits = [
        row
        for row in rows_of("assignment")
        if row["assignment_state"] == "unassigned" and open_at(row, on) and row["case_code"] in cases
    ]
    tiers = tiers_at(on)
    homes = [case["ts_pcode"] for case in cases.values()]
    placed = [home for home in homes if home]
    waiting_homes = {cases[row["case_code"]]["ts_pcode"] for row in waits} - {None}
    gap = {home for home in placed if tiers[home] >= 5} | {
        home for home in waiting_homes if tiers[home] in (2, 4, 5, 6)
    }
    return Truth(
        victims=len(cases),
        unplaced=len(homes) - len(placed),
        unassigned=len(waits),
        unassigned_unplaced=sum(cases[row["case_code"]]["ts_pcode"] is None for row in waits),
        waiting_days=sum((on - row["waiting_since"]).days for row in waits),
        with_room=sum(tiers[home] in (1, 3) for home in placed),
        out_of_reach=sum(tiers[home] >= 5 for home in placed),
        townships_alone=len({home for home in placed if tiers[home] >= 5}),
        gap_townships=len(gap),
    )


@pytest.fixture(scope="module", params=VIEWS, ids=["everything", "women_2017_2023_as_of_2024", "abroad_not_special"])
def view(request, demonstration):
    query, on, wanted = request.param
    return query, worked_out(on, wanted)


def test_the_views_tell_the_rules_apart(view):
    """A truth of noughts would agree with anything."""
    truth = view[1]
    assert min(truth.unplaced, truth.unassigned, truth.unassigned_unplaced, truth.with_room) > 0
    assert 0 < truth.townships_alone < truth.gap_townships


def test_overview(view):
    query, truth = view
    share = round(100 * truth.with_room / (truth.victims - truth.unplaced))
    assert metrics(visit(OVERVIEW, Role.PLANNER, query)) == {
        "Victims in the register": f"{truth.victims:,}",
        "From townships with a provider that has room": f"{share}%",
        "Unassigned now": f"{truth.unassigned:,}",
        "Time spent waiting": f"{truth.waiting_days:,}",
        "Townships with victims, without reintegration help": f"{truth.townships_alone:,}",
        "Records that cannot be mapped": f"{truth.unplaced:,}",
    }


def test_coverage_map(view):
    query, truth = view
    said = words(visit(MAP, Role.PLANNER, query))
    found = re.search(r"\*\*([\d,]+) of ([\d,]+) victims .*?\*\*([\d,]+)\*\* people are not assigned", said)
    assert found, said
    shown = [int(text.replace(",", "")) for text in found.groups()]
    assert shown == [truth.out_of_reach, truth.victims, truth.unassigned]
    lost = f"not on the map: {truth.unplaced:,} of all victims, {truth.unassigned_unplaced:,} of those not assigned"
    assert lost in said


def test_gaps(view):
    query, truth = view
    at = visit(GAPS, Role.PLANNER, query)
    assert metrics(at)["Townships with a gap"] == f"{truth.gap_townships:,}"
    assert metrics(at)["Township not known"] == f"{truth.unplaced:,}"
    changes = {metric.label: metric.delta for metric in at.metric}
    assert changes["Victims from them"].endswith(f" of {truth.victims:,} in the filter")
    assert changes["Not assigned"].endswith(f" of {truth.unassigned:,} in the filter")
    assert changes["People-days waited"].endswith(f" of {truth.waiting_days:,} in the filter")
    assert changes["Township not known"] == f"{truth.unassigned_unplaced:,} not assigned"
