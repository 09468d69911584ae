"""The synthetic provider directory: who is where, with what room, uneven as in life."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from data import reference
from data.demonstration.assumptions import AS_OF, FIRST_YEAR, LAST_YEAR, margin, rows_by_year
from data.demonstration.draw import normal, uniform
from data.demonstration.names import organisations
from data.demonstration.profiles import place_group

RESIDENTS, ROVING_BASES, OUTREACH_BASES, OTHER_PROJECTS = 108, 33, 18, 215
REINTEGRATION_ORGANISATIONS = {"un": 1, "ingo": 9, "ngo": 16, "cbo": 10}
CARE = ("case_management", "psychosocial", "livelihood", "health", "financial", "education", "legal", "shelter")
OTHER_ACTIVITIES = (
    ("Vocational training for young people", "education"),
    ("Savings groups and small grants", "livelihood"),
    ("Primary health care", "health"),
    ("Cash transfers", "financial"),
    ("Food distributions", "food"),
    ("Non-formal education", "education"),
    ("Legal aid clinic", "legal"),
    ("Farming inputs", "livelihood"),
)
CASES_A_WORKER = 10
DEMAND_POWER = 1.15  # providers settle where many victims come from, a little more than in proportion
YEARS_CARRIED = 1.6  # mean time from assignment to closure, years: 500 days at the median, skewed


@dataclass(frozen=True)
class Directory:
    """Frames in the columns of the tables organisation, provider_presence and presence_service."""

    organisations: pd.DataFrame
    presences: pd.DataFrame
    services: pd.DataFrame


def directory(seed: int, weights: pd.DataFrame, scale: float) -> Directory:
    """The whole directory.

    weights: case_year, place_group, ts_pcode, share. scale: rows of the register against the published totals;
    capacities and workers grow with it.
    """
    demand = _yearly_people(weights)
    orgs = organisations()
    residents = _residents(seed, orgs, demand)
    reached = _reached(seed, residents)
    presences = pd.concat([residents, reached, _others(seed, orgs), _dsw(orgs), _maaf(seed, orgs)])
    presences = presences.reset_index(drop=True)
    presences["presence_id"] = presences["presence_id"].where(
        presences["presence_id"].notna(), [f"DEMO-P-{number:03d}" for number in range(1, len(presences) + 1)]
    )
    presences = _with_room(seed, presences, demand, scale)
    services = [(row.presence_id, service) for row in presences.itertuples() for service in _services(seed, row)]
    return Directory(
        orgs[["organisation_id", "name", "acronym", "kind"]],
        presences.drop(columns=["other_service", "is_dsw"]),
        pd.DataFrame(services, columns=["presence_id", "service"], dtype="str"),
    )


def _yearly_people(weights: pd.DataFrame) -> pd.Series:
    """ts_pcode -> expected people a year, mean of the last three years (2023-2025), at the published size."""
    rows = rows_by_year(None)
    people: dict[tuple[int, str], float] = {}
    for year in range(LAST_YEAR - 2, LAST_YEAR + 1):
        shares = margin(year, "destination")
        groups = shares.groupby(shares.index.map(place_group)).sum()
        people |= {(year, group): share * rows[year] for group, share in groups.items()}
    recent = weights[weights["case_year"] > LAST_YEAR - 3].set_index(["case_year", "place_group"])
    asked = recent["share"] * recent.index.map(people)
    return asked.groupby(recent["ts_pcode"].to_numpy()).sum().rename_axis("ts_pcode") / 3


def _pick(seed: int, name: str, odds: pd.Series, count: int) -> list[str]:
    """`count` different keys, each the likelier the larger its odds (Efraimidis and Spirakis 2006)."""
    keys = {key: math.log(uniform(seed, name, key)) / weight for key, weight in odds.items() if weight > 0}
    return sorted(keys, key=lambda key: -keys[key])[:count]


def _residents(seed: int, orgs: pd.DataFrame, demand: pd.Series) -> pd.DataFrame:
    # Reintegration services grew up along the Thai corridor; recommendation 4.1 asks for more for China's townships.
    lean = reference.demo_places().set_index("st_pcode")["providers"]
    odds = demand**DEMAND_POWER * demand.index.str[:6].map(lean).to_numpy()
    towns = _pick(seed, "resident", odds, int(RESIDENTS * 0.82))
    towns += _pick(seed, "second resident", odds[towns], RESIDENTS - len(towns))
    pool = pd.concat([orgs[orgs["kind"] == kind].head(n) for kind, n in REINTEGRATION_ORGANISATIONS.items()])
    rows = []
    for number, town in enumerate(towns):
        who = pool.iloc[int(uniform(seed, "whose", number) * len(pool))]
        began, ended = _span(seed, f"resident {number}")
        status = "ongoing" if uniform(seed, "status", number) < 0.9 else "suspended"
        if ended is None and uniform(seed, "planned", number) < 0.05:
            status, began = "planned", date(2026, 1, 1) + timedelta(days=int(120 * uniform(seed, "start", number)))
        rows.append(
            _row(
                f"DEMO-R-{number + 1:03d}",
                who["organisation_id"],
                town,
                "resident",
                True,
                "Reintegration of victims",
                status,
                began,
                ended,
                serves_children=uniform(seed, "children", number) < 0.85 or None,
                serves_adults=uniform(seed, "adults", number) < 0.97 or None,
            )
        )
    return pd.DataFrame(rows)


def _span(seed: int, name: str) -> tuple[date | None, date | None]:
    """First day (null: not told) and last day (null: not ended)."""
    drawn = uniform(seed, "from", name)
    began = date(2009, 1, 1) + timedelta(days=int(365 * 15 * drawn**1.6))
    ended = began + timedelta(days=int(700 + 2500 * uniform(seed, "lasts", name)))
    ends = uniform(seed, "ends", name) < 0.2 and ended < date(LAST_YEAR, 10, 1) and ended > date(FIRST_YEAR, 6, 1)
    return (None if drawn < 0.12 and not ends else began), (ended if ends else None)


def _row(
    presence_id: str | None,
    organisation_id: str,
    ts_pcode: str,
    presence_type: str,
    is_reintegration: bool,
    activity: str,
    status: str,
    from_on: date | None,
    to_on: date | None,
    **more: object,
) -> dict[str, object]:
    given = {
        "presence_id": presence_id,
        "organisation_id": organisation_id,
        "ts_pcode": ts_pcode,
        "presence_type": presence_type,
        "is_reintegration": is_reintegration,
        "activity": activity,
        "activity_status": status,
        "from_on": from_on,
        "to_on": to_on,
        "base_presence_id": None,
        "serves_children": None,
        "serves_adults": None,
        "people_reached": None,
        "other_service": None,
        "is_dsw": False,
    }
    return given | more


def _reached(seed: int, residents: pd.DataFrame) -> pd.DataFrame:
    """Roving sets of 3 or 4 and outreach rows of 1 or 2 neighbouring townships, each sharing its base's room (4.2)."""
    pairs = reference.township_adjacency()[["ts_a", "ts_b", "seat_km"]]
    both = pd.concat([pairs, pairs.rename(columns={"ts_a": "ts_b", "ts_b": "ts_a"})]).sort_values(["seat_km", "ts_b"])
    near = both.groupby("ts_a")["ts_b"].agg(list)
    ongoing = residents[residents["activity_status"] == "ongoing"].drop_duplicates(["organisation_id", "ts_pcode"])
    ongoing = ongoing.set_index("presence_id", drop=False)
    own = set(zip(residents["organisation_id"], residents["ts_pcode"], strict=True))
    left = {"roving": ROVING_BASES, "outreach": OUTREACH_BASES}
    rows: list[dict[str, object]] = []
    for base_id in _pick(seed, "base", pd.Series(1.0, ongoing.index), len(ongoing)):
        base = ongoing.loc[base_id]
        kind = "roving" if left["roving"] else "outreach"
        least = 3 if kind == "roving" else 1
        free = [town for town in near[base["ts_pcode"]] if (base["organisation_id"], town) not in own]
        if left[kind] and len(free) >= least:
            left[kind] -= 1
            towns = free[: least + (uniform(seed, "neighbours", base_id) < 0.5)]
            own |= {(base["organisation_id"], town) for town in towns}
            rows += [_shared(base, town, kind) for town in towns]
    return pd.DataFrame(rows)


def _shared(base: pd.Series, town: str, kind: str) -> dict[str, object]:
    """A roving or outreach row of the base's workers."""
    activity = "Roving case worker" if kind == "roving" else "Outreach visits"
    more = {name: base[name] for name in ("serves_children", "serves_adults")}
    span = (base["from_on"], base["to_on"])
    more["base_presence_id"] = base["presence_id"]
    return _row(None, base["organisation_id"], town, kind, True, activity, "ongoing", *span, **more)


def _others(seed: int, orgs: pd.DataFrame) -> pd.DataFrame:
    """Projects that are not for victims of trafficking: for referral only (3.7)."""
    who = orgs[orgs["kind"].isin(["un", "ingo", "ngo", "cbo"])]["organisation_id"].tolist()
    towns = reference.townships().set_index("ts_pcode")["population_2014"].fillna(100_000) ** 0.5
    rows = []
    for number in range(OTHER_PROJECTS):
        town = _pick(seed, f"project {number}", towns, 1)[0]
        activity, service = OTHER_ACTIVITIES[int(uniform(seed, "activity", number) * len(OTHER_ACTIVITIES))]
        began, ended = _span(seed, f"project {number}")
        drawn = uniform(seed, "project status", number)
        status = "completed" if ended else "planned" if drawn < 0.05 else "suspended" if drawn < 0.12 else "ongoing"
        reached = int(math.exp(5 + 1.3 * normal(seed, "people reached", number)))
        rows.append(
            _row(
                None,
                who[number % len(who)],
                town,
                "resident",
                False,
                activity,
                status,
                began,
                ended,
                people_reached=reached if uniform(seed, "told", number) < 0.7 else None,
                other_service=service,
            )
        )
    return pd.DataFrame(rows)


def _dsw(orgs: pd.DataFrame) -> pd.DataFrame:
    """DSW's own offices, as rows of the directory; tier 4 of coverage comes from the office list itself (4.3)."""
    who = orgs.loc[orgs["kind"] == "government", "organisation_id"].iloc[0]
    towns = reference.dsw_offices()["ts_pcode"]
    return pd.DataFrame(
        [
            _row(None, who, town, "resident", False, "Social welfare office", "ongoing", None, None, is_dsw=True)
            for town in towns
        ]
    )


def _maaf(seed: int, orgs: pd.DataFrame) -> pd.DataFrame:
    """One MAAF group a state or region, in its most populous township: community help, not case work."""
    towns = reference.townships().sort_values("population_2014", ascending=False).drop_duplicates("sr_pcode")
    groups = orgs[orgs["kind"] == "maaf"].merge(towns[["sr_pcode", "ts_pcode"]], on="sr_pcode")
    return pd.DataFrame(
        [
            _row(
                None,
                group.organisation_id,
                group.ts_pcode,
                "outreach",
                False,
                "Community watch and accompaniment",
                "ongoing" if uniform(seed, "maaf", group.ts_pcode) < 0.8 else "suspended",
                None,
                None,
            )
            for group in groups.itertuples()
        ]
    )


def _with_room(seed: int, presences: pd.DataFrame, demand: pd.Series, scale: float) -> pd.DataFrame:
    """Capacity against what the pool's townships can be expected to ask for; confirmation dates; sources."""
    pool = presences["base_presence_id"].fillna(presences["presence_id"])
    rivals = presences[presences["is_reintegration"]].groupby("ts_pcode")["presence_id"].transform("count")
    asked = (presences["ts_pcode"].map(demand) / rivals.reindex(presences.index)).groupby(pool).transform("sum")
    capacity, workers, confirmed = [], [], []
    for row, people in zip(presences.itertuples(), asked, strict=True):
        holds_room = row.is_reintegration and row.base_presence_id is None
        tightness = 0.5 + 3.2 * uniform(seed, "room", row.presence_id)
        room = max(3, round(people * YEARS_CARRIED * tightness * scale)) if holds_room else None
        workers.append(max(1, math.ceil(room / CASES_A_WORKER)) if room else None)
        capacity.append(room if uniform(seed, "room told", row.presence_id) < 0.85 else None)
        confirmed.append(_confirmed(seed, row.presence_id, row.from_on, row.to_on))
    return presences.assign(
        capacity_people=pd.array(capacity, dtype="Int64"),
        case_workers=pd.array(workers, dtype="Int64"),
        last_confirmed_on=confirmed,
        source="Demonstration directory (synthetic)",
    )


def _confirmed(seed: int, presence_id: str, from_on: date | None, to_on: date | None) -> date | None:
    """Day of the last confirmation: two thirds within a year, a quarter older, the rest never."""
    drawn = uniform(seed, "confirmed", presence_id)
    if drawn > 0.92:
        return None
    days = 360 * drawn / 0.67 if drawn < 0.67 else 366 + 900 * (drawn - 0.67) / 0.25
    found = min(AS_OF, to_on or AS_OF) - timedelta(days=int(days))
    return found if from_on is None or from_on > AS_OF or found >= from_on else from_on


def _services(seed: int, row: object) -> list[str]:
    presence = getattr(row, "presence_id")  # noqa: B009 a row of itertuples has no static type
    if row.is_reintegration:  # type: ignore[attr-defined]
        return [CARE[0], *[s for s in CARE[1:] if uniform(seed, "service", presence, s) < 0.45]]
    if row.is_dsw:  # type: ignore[attr-defined]
        return ["case_management", "financial"]
    return [row.other_service or "other"]  # type: ignore[attr-defined]
