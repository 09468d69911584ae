"""The places whose rates can be compared, their victims year by year, and who touches whom; nobody is dropped silently.

A unit is a township, or townships that the census counted as one (Hlaingtharya East and West, under their old code).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from libpysal.weights import W
from numpy.typing import NDArray

from geo.census import census_unit, population_of_unit


@dataclass(frozen=True, eq=False)
class Units:
    """n units sorted by code.

    codes: unit codes; members: the townships of each; population: (n,) people of the 2014 census; st_pcode: state or
    region as MIMU codes it; lat, lon: (n,) degrees, the mean of the members' main towns.
    """

    codes: tuple[str, ...]
    members: tuple[tuple[str, ...], ...]
    population: NDArray[np.float64]
    st_pcode: tuple[str, ...]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]

    def unit_of(self) -> dict[str, str]:
        """Township -> unit; a unit's own code leads to itself."""
        own = {code: code for code in self.codes}
        return own | {ts: code for code, inside in zip(self.codes, self.members, strict=True) for ts in inside}

    def __len__(self) -> int:
        return len(self.codes)


@dataclass(frozen=True, eq=False)
class Panel:
    """counts: (n unit, n year) people by year of identification; unplaced: people a year without a known township."""

    units: Units
    years: tuple[int, ...]
    counts: NDArray[np.int64]
    unplaced: tuple[int, ...]

    def of(self, year: int) -> NDArray[np.int64]:
        """(n unit,) people of one year. Raises ValueError for a year that is not in the panel."""
        if year not in self.years:
            raise ValueError(f"{year} is none of the years {self.years}")
        return self.counts[:, self.years.index(year)]


def pooled(panel: Panel, years: int) -> Panel:
    """Each year's people together with those of the years before it, `years` in all: for classes where counts are tiny.

    The panel's first years - 1 years are left out, since nothing is known of the years before them. Raises ValueError
    for fewer than 1 year, and where the panel has fewer years than that.
    """
    if not 1 <= years <= len(panel.years):
        raise ValueError(f"{years} years cannot be pooled in a panel of {len(panel.years)}")
    counts = np.lib.stride_tricks.sliding_window_view(panel.counts, years, axis=1).sum(axis=2)
    unplaced = np.lib.stride_tricks.sliding_window_view(np.array(panel.unplaced), years).sum(axis=1)
    return Panel(panel.units, panel.years[years - 1 :], counts, tuple(int(n) for n in unplaced))


def units_of(townships: pd.DataFrame) -> Units:
    """Units of the townships given: ts_pcode, st_pcode, lat, lon (degrees), population_2014 (people, null: see below).

    A township whose population is null must belong to a unit that the census counted as one; else ValueError.
    """
    table = townships.assign(unit_pcode=[census_unit(code) for code in townships["ts_pcode"]])
    table = table.sort_values(["unit_pcode", "ts_pcode"], ignore_index=True)
    grouped = table.assign(is_unknown=table["population_2014"].isna()).groupby("unit_pcode", sort=True)
    members: dict[str, list[str]] = {}
    for unit, township in zip(table["unit_pcode"].tolist(), table["ts_pcode"].tolist(), strict=True):
        members.setdefault(str(unit), []).append(str(township))
    codes = tuple(members)
    known = grouped["population_2014"].sum().astype("Float64").mask(grouped["is_unknown"].any())
    people = [_population(code, value) for code, value in zip(codes, known, strict=True)]
    return Units(
        codes,
        tuple(tuple(found) for found in members.values()),
        np.array(people, np.float64),
        tuple(str(code) for code in grouped["st_pcode"].first()),
        grouped["lat"].mean().to_numpy(np.float64),
        grouped["lon"].mean().to_numpy(np.float64),
    )


def _population(code: str, summed: Any) -> float:
    """People of a unit: the sum of its townships', or the census's own figure for the unit."""
    people = population_of_unit(code) if summed is pd.NA else float(summed)
    if people is None or not people > 0:
        raise ValueError(f"no population is known for {code}")
    return float(people)


def panel(units: Units, victims_by_township_year: pd.DataFrame, years: Sequence[int]) -> Panel:
    """Counts of the units in the years given, nought where nobody was identified.

    victims_by_township_year: ts_pcode (null: not known), case_year, victims_people; rows of other years are left out.
    Raises ValueError for a code that is in no unit.
    """
    wanted = tuple(int(year) for year in years)
    rows = victims_by_township_year[victims_by_township_year["case_year"].isin(wanted)]
    known = rows.dropna(subset=["ts_pcode"])
    unit = known["ts_pcode"].map(units.unit_of())
    if unit.isna().any():
        raise ValueError(f"in no unit: {sorted(set(known['ts_pcode'][unit.isna()]))}")
    people = known["victims_people"].astype("int64").groupby([unit, known["case_year"].astype("int64")]).sum()
    counts = np.zeros((len(units), len(wanted)), np.int64)
    row = {code: i for i, code in enumerate(units.codes)}
    for (code, year), number in people.items():
        counts[row[code], wanted.index(year)] = number
    lost = rows[rows["ts_pcode"].isna()].groupby("case_year")["victims_people"].sum()
    return Panel(units, wanted, counts, tuple(int(lost.get(year, 0)) for year in wanted))


def links(units: Units, neighbours: pd.DataFrame) -> W:
    """Binary contiguity of the units, in their order: units touch if any of their townships do, or by a sea link.

    neighbours: ts_a, ts_b, as geo.neighbours gives them; pairs with a township in no unit are left out.
    Raises ValueError where a unit has no neighbour: a local statistic would not be defined there.
    """
    unit = units.unit_of()
    touching: dict[str, set[str]] = {code: set() for code in units.codes}
    for a, b in zip(neighbours["ts_a"].map(unit), neighbours["ts_b"].map(unit), strict=True):
        if isinstance(a, str) and isinstance(b, str) and a != b:
            touching[a].add(b)
            touching[b].add(a)
    alone = [code for code, others in touching.items() if not others]
    if alone:
        raise ValueError(f"without a neighbour: {alone}")
    lists = {code: sorted(others) for code, others in touching.items()}
    return W(lists, id_order=list(units.codes), silence_warnings=True)
