"""The numbers behind the map: one row a unit of the chosen level, and the people that no map can hold."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.coverage import Coverage, burden_by_township
from analysis.levels import Level, by_level, coverage_by_level
from data.scope import Scope
from geo.published import Boundaries
from queries.filters import Filters
from ui import cached
from ui.assets import unit_codes
from ui.map_choice import LEVEL_KEYS
from ui.state import WAITING_ROLES

_PEOPLE = ("victims_people", "unassigned_people", "waiting_days", "longest_wait_days")


@dataclass(frozen=True, eq=False)
class Unplaced:
    """People that the map does not show. unknown: their township is not recorded; undrawn: it has no polygon."""

    victims_total: int
    victims_unknown: int
    victims_undrawn: int
    unassigned_total: int
    unassigned_unknown: int
    unassigned_undrawn: int


@dataclass(frozen=True, eq=False)
class MapValues:
    """units: one row a unit, in the order of ui.assets.unit_codes, with place_pcode, victims_people,
    unassigned_people, waiting_days, longest_wait_days, tier (1-6), is_unconfirmed, room_people (null: not told).
    shows_waiting: False where the reader may not know who waits; the numbers of the unassigned then mean nothing.
    """

    level: Level
    units: pd.DataFrame
    unplaced: Unplaced
    coverage: Coverage
    victims: pd.DataFrame
    unassigned: pd.DataFrame
    shows_waiting: bool = True


def map_values(scope: Scope, filters: Filters, level: Level, boundaries: Boundaries) -> MapValues:
    """Everything that the map of a level shows, for one reader and one set of filters."""
    victims = cached.victims_by_township(scope, filters)
    unassigned = cached.unassigned_by_township(scope, filters)
    coverage = cached.coverage(scope, filters.as_of)
    units = _units(coverage, victims, unassigned, level)
    unplaced = _unplaced(victims, unassigned, boundaries)
    return MapValues(level, units, unplaced, coverage, victims, unassigned, scope.role in WAITING_ROLES)


def _units(coverage: Coverage, victims: pd.DataFrame, unassigned: pd.DataFrame, level: Level) -> pd.DataFrame:
    if level == Level.TOWNSHIP:
        rows = burden_by_township(coverage, victims, unassigned).rename(columns={"ts_pcode": "place_pcode"})
    else:
        rows = _rolled_up(coverage, victims, unassigned, level)
    kept = ["place_pcode", *_PEOPLE, "tier", "is_unconfirmed", "room_people"]
    return rows[kept].set_index("place_pcode").reindex(unit_codes(LEVEL_KEYS[level])).reset_index()


def _rolled_up(coverage: Coverage, victims: pd.DataFrame, unassigned: pd.DataFrame, level: Level) -> pd.DataFrame:
    """A larger unit is unconfirmed where most of its victims live where the tier rests on unconfirmed records."""
    townships = cached.townships()
    rows = coverage_by_level(coverage, victims, townships, level)
    waiting = by_level(unassigned, townships, level).drop(columns="victims_people", errors="ignore")
    rows = rows.merge(waiting[waiting["place_pcode"].notna()], on="place_pcode", how="left")
    for name in _PEOPLE[1:]:
        rows[name] = rows[name].fillna(0).astype("int64")
    return rows.assign(is_unconfirmed=rows["unconfirmed_people"] * 2 > rows["victims_people"])


def _unplaced(victims: pd.DataFrame, unassigned: pd.DataFrame, boundaries: Boundaries) -> Unplaced:
    known = set(unit_codes("t"))
    missing = set(boundaries.missing)

    def count(frame: pd.DataFrame, column: str) -> tuple[int, int, int]:
        unknown = ~frame["ts_pcode"].isin(known)
        undrawn = frame["ts_pcode"].isin(missing)
        return int(frame[column].sum()), int(frame.loc[unknown, column].sum()), int(frame.loc[undrawn, column].sum())

    return Unplaced(*count(victims, "victims_people"), *count(unassigned, "unassigned_people"))
