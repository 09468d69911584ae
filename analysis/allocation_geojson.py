"""A plan for other map programs: GeoJSON (RFC 7946) with placements, the ways to the townships served, and who is left.

Degrees of WGS 84, longitude first; nothing in it but counts by township.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from typing import Any, Final

from analysis.allocation_plan import Placement, Plan

DECIMALS: Final = 5  # of a degree: about a metre
_COUNTS: Final = ("people", "existing_people", "new_people", "minimum_people", "unreached_people")


def to_geojson(plan: Plan, names: Mapping[str, str] | None = None, about: Mapping[str, str] | None = None) -> str:
    """A FeatureCollection; property `kind` tells its features apart.

    placement: a point at the main town of the base; way: a line from there to each other township served; township: a
    point at the main town of each township with demand, with its people and the reason why some stay without (null
    where nobody does). names: P-code -> name; about: further members of the collection, such as sources.
    """
    named = dict(names or {})
    seats = {row.ts_pcode: _point(row.lon, row.lat) for row in plan.problem.townships.itertuples()}
    features = [_placement(one, seats, named) for one in plan.placements]
    features += [way for one in plan.placements for way in _ways(one, seats)]
    features += _townships(plan, seats, named)
    members = {**(about or {}), "plan": _totals(plan)}
    return json.dumps({"type": "FeatureCollection", **members, "features": features}, ensure_ascii=False,
                      allow_nan=False)  # fmt: skip


def _totals(plan: Plan) -> dict[str, float | str | None]:
    """What the plan was asked and what it reaches; null for a limit that was not set."""
    budget, gap = plan.budget_usd, plan.gap_0_1
    return {
        "budget_usd": None if math.isinf(budget) else budget,
        "cost_usd": round(plan.cost_usd, 2),
        "demand_people": round(plan.demand_people, 3),
        "supported_people": round(plan.existing_people + plan.new_people, 3),
        "minimum_people": round(plan.minimum_people, 3),
        "unreached_people": round(plan.unreached_people, 3),
        "unplaced_people": plan.unplaced_people,
        "objective_weighted_people": round(plan.objective, 3),
        "bound_weighted_people": round(plan.bound, 3),
        "gap_0_1": None if math.isinf(gap) else round(gap, 5),
        "ended": str(plan.ended),
    }


def _point(lon: float, lat: float) -> list[float]:
    return [round(float(lon), DECIMALS), round(float(lat), DECIMALS)]


def _feature(kind: str, geometry: str, coordinates: Any, properties: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "type": "Feature",
        "geometry": {"type": geometry, "coordinates": coordinates},
        "properties": {"kind": kind, **properties},
    }


def _placement(one: Placement, seats: Mapping[str, list[float]], names: Mapping[str, str]) -> dict[str, Any]:
    return _feature(
        "placement", "Point", seats[one.ts_pcode],
        {
            "option": str(one.option), "ts_pcode": one.ts_pcode, "name": names.get(one.ts_pcode), "order": one.order,
            "number": one.number, "cost_usd": round(one.cost_usd, 2), "capacity_people": one.capacity_people,
            "supported_people": round(one.reached_people, 3), "adds_people": round(one.marginal_people, 3),
            "serves": list(one.serves), "why": str(one.why),
        },
    )  # fmt: skip


def _ways(one: Placement, seats: Mapping[str, list[float]]) -> list[dict[str, Any]]:
    start = seats[one.ts_pcode]
    about = {"option": str(one.option), "order": one.order, "from_ts_pcode": one.ts_pcode}
    return [
        _feature("way", "LineString", [start, seats[code]], {**about, "to_ts_pcode": code})
        for code in one.serves
        if code != one.ts_pcode
    ]


def _townships(plan: Plan, seats: Mapping[str, list[float]], names: Mapping[str, str]) -> list[dict[str, Any]]:
    why = dict(zip(plan.unreached["ts_pcode"], plan.unreached["why"], strict=True))
    rows = plan.people.groupby("ts_pcode")[list(_COUNTS)].sum()
    made = []
    for code in (code for code in plan.problem.order if code in rows.index):
        counts = {column: round(float(rows.at[code, column]), 3) for column in _COUNTS}
        reason = str(why[code]) if code in why else None
        properties = {"ts_pcode": code, "name": names.get(code), **counts, "why": reason}
        made.append(_feature("township", "Point", seats[code], properties))
    return made
