"""A 3×3 grid of townships, one degree apart, and presences as queries.providers.presences_at gives them.

NW N NE
W  C  E      two districts (western column; the rest) in one state each
SW S SE
"""

from __future__ import annotations

from datetime import date

import pandas as pd
from hypothesis import strategies as st

from analysis.coverage import Coverage, coverage

AS_OF = date(2024, 12, 31)
CODES = ("NW", "N", "NE", "W", "C", "E", "SW", "S", "SE")
ROWS = [(code, 22.0 - i // 3, 95.0 + i % 3) for i, code in enumerate(CODES)]
TOWNSHIPS = pd.DataFrame(ROWS, columns=["ts_pcode", "lat", "lon"])
TOWNSHIPS["dt_pcode"] = ["west" if code.endswith("W") else "east" for code in CODES]
TOWNSHIPS["st_pcode"] = "all"
NO_OFFICE = pd.DataFrame({"place": [], "ts_pcode": [], "lat": [], "lon": []}).astype({"lat": float, "lon": float})

# Townships that share a side; seat_km is made up to be easy to read.
SIDES = [("NW", "N"), ("N", "NE"), ("W", "C"), ("C", "E"), ("SW", "S"), ("S", "SE"),
         ("NW", "W"), ("N", "C"), ("NE", "E"), ("W", "SW"), ("C", "S"), ("E", "SE")]  # fmt: skip
NEIGHBOURS = pd.DataFrame([(a, b, 10.0 + i) for i, (a, b) in enumerate(SIDES)], columns=["ts_a", "ts_b", "seat_km"])

COLUMNS = {
    "presence_id": "str", "organisation_id": "str", "organisation": "str", "acronym": "str", "kind": "str",
    "ts_pcode": "str", "presence_type": "str", "is_reintegration": "bool", "services": "str",
    "serves_children": "boolean", "serves_adults": "boolean", "pool_id": "str", "pool_capacity_people": "Int64",
    "pool_caseload_people": "Int64", "last_confirmed_on": "datetime64[us]", "is_active": "bool", "is_confirmed": "bool",
}  # fmt: skip


def here(
    presence_id: str, ts_pcode: str, capacity: int | None = 10, caseload: int | None = 0, **values: object
) -> dict[str, object]:
    """A resident reintegration presence, active and confirmed, in a pool of its own."""
    row: dict[str, object] = {
        "presence_id": presence_id, "organisation_id": presence_id.split("-")[0], "acronym": None, "kind": "ngo",
        "organisation": f"Organisation {presence_id.split('-')[0]}", "ts_pcode": ts_pcode, "presence_type": "resident",
        "is_reintegration": True, "services": None, "serves_children": None, "serves_adults": None,
        "pool_id": presence_id, "pool_capacity_people": capacity, "pool_caseload_people": caseload,
        "last_confirmed_on": pd.Timestamp(AS_OF), "is_active": True, "is_confirmed": True,
    }  # fmt: skip
    return row | values


def roving(presence_id: str, ts_pcode: str, base: dict[str, object] | None = None, **values: object):
    """A roving worker: of `base`, sharing its pool, or with a pool of its own."""
    shared = {k: base[k] for k in ("pool_id", "pool_capacity_people", "pool_caseload_people")} if base else {}
    return here(presence_id, ts_pcode, **({"presence_type": "roving"} | shared | values))


def other_project(presence_id: str, ts_pcode: str, **values: object):
    """A project that is not specific to trafficking."""
    return here(presence_id, ts_pcode, None, None, is_reintegration=False, **values)


def presences(*rows: dict[str, object]) -> pd.DataFrame:
    return pd.DataFrame(list(rows), columns=list(COLUMNS)).astype(COLUMNS)


def office(place: str, lat: float, lon: float, ts_pcode: str = "C") -> pd.DataFrame:
    return pd.DataFrame({"place": [place], "ts_pcode": [ts_pcode], "lat": [lat], "lon": [lon]})


def cover(*rows: dict[str, object], offices: pd.DataFrame = NO_OFFICE, reach_km: float = 50) -> Coverage:
    return coverage(TOWNSHIPS, presences(*rows), offices, AS_OF, reach_km)


def row_of(found: Coverage, ts_pcode: str) -> dict[str, object]:
    return found.townships.set_index("ts_pcode").loc[ts_pcode].to_dict()


def people(**by_township: int) -> pd.DataFrame:
    """victims frame; the keyword `unknown` stands for a township that is not known."""
    codes = [None if code == "unknown" else code for code in by_township]
    return pd.DataFrame({"ts_pcode": pd.array(codes, "str"), "victims_people": list(by_township.values())})


def waits(**by_township: tuple[int, int, int]) -> pd.DataFrame:
    """unassigned frame: people, people-days, longest wait in days."""
    codes = [None if code == "unknown" else code for code in by_township]
    numbers = pd.DataFrame(
        list(by_township.values()), columns=["unassigned_people", "waiting_days", "longest_wait_days"], dtype="int64"
    )
    return numbers.assign(ts_pcode=pd.array(codes, "str"))


# Directories for rules that must hold whatever is written in them.
numbers = st.none() | st.integers(0, 4)
drawn_rows = st.builds(
    lambda place, kind, helps, capacity, load, active, sure, n: here(
        f"{'ABC'[n % 3]}-{n}", place, capacity, load, presence_type=kind, is_reintegration=helps, is_active=active,
        is_confirmed=sure, pool_id=f"pool{n % 4}",
    ),
    st.sampled_from(CODES), st.sampled_from(["resident", "roving", "outreach"]), st.booleans(), numbers, numbers,
    st.booleans(), st.booleans(), st.integers(0, 999),
)  # fmt: skip
directories = st.lists(drawn_rows, max_size=12)
OFFICES = st.sampled_from([NO_OFFICE, office("Town", 21.3, 96.2), office("Town", 22.0, 95.0)])


def consistent(rows_in):
    """The rows with one capacity and caseload a pool, and with identifiers of their own, as the store gives them."""
    pools: dict[str, dict[str, object]] = {}
    out = []
    for i, row in enumerate(rows_in):
        first = pools.setdefault(row["pool_id"], row)
        shared = {k: first[k] for k in ("pool_capacity_people", "pool_caseload_people")}
        out.append(row | shared | {"presence_id": f"{row['organisation_id']}-{i}"})
    return out
