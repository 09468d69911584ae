"""The hot spots that the workshop of October 2010 named (recommendation 4.1), and what of a later year lies in them."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from analysis.rates import PER_PEOPLE
from data.errors import N_
from data.vocabulary import Code


class HotSpot2010(Code):
    """A state or region that recommendation 4.1 names; its P-codes as MIMU divides it today."""

    NORTHERN_SHAN = "northern_shan", N_("Northern Shan")
    YANGON = "yangon", N_("Yangon")
    BAGO = "bago", N_("Bago")
    MON = "mon", N_("Mon")
    KAYIN = "kayin", N_("Kayin")


ST_PCODES: dict[HotSpot2010, tuple[str, ...]] = {
    HotSpot2010.NORTHERN_SHAN: ("MMR015",),
    HotSpot2010.YANGON: ("MMR013",),
    HotSpot2010.BAGO: ("MMR007", "MMR008"),
    HotSpot2010.MON: ("MMR011",),
    HotSpot2010.KAYIN: ("MMR003",),
}
ALL_ST_PCODES: tuple[str, ...] = tuple(code for codes in ST_PCODES.values() for code in codes)


@dataclass(frozen=True)
class Against2010:
    """victims, top, population: shares (0-1) that lie in the five places; null where the whole is 0.

    top_units: units of the top list inside, of top_all that have a victim; victims_people: inside, of placed_people.
    """

    victims_0_1: float | None
    top_0_1: float | None
    population_0_1: float
    victims_people: int
    placed_people: int
    top_units: int
    top_all: int


def against_2010(frame: pd.DataFrame, most: int) -> Against2010:
    """What of a year lies in the five places. frame: st_pcode, population, victims_people, rank; a row a unit.

    most: length of the top list (by rank; units without a victim are never on it).
    """
    inside = frame["st_pcode"].isin(ALL_ST_PCODES)
    top = _top(frame, most)
    people, all_people = int(frame.loc[inside, "victims_people"].sum()), int(frame["victims_people"].sum())
    top_inside = int(top["st_pcode"].isin(ALL_ST_PCODES).sum())
    return Against2010(
        people / all_people if all_people else None,
        top_inside / len(top) if len(top) else None,
        float(frame.loc[inside, "population"].sum() / frame["population"].sum()),
        people,
        all_people,
        top_inside,
        len(top),
    )


def by_place(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    """One row a place of 2010, and a last one for everywhere else (hotspot null).

    hotspot (HotSpot2010), victims_people, victims_0_1 (share; NaN without victims), population_0_1, per_100k (victims
    per 100,000), top_units (of the `most` highest ranks with a victim), hot_units (is_hot).
    """
    place = {code: str(name) for name, codes in ST_PCODES.items() for code in codes}
    rows = frame.assign(hotspot=frame["st_pcode"].map(place), in_top=frame.index.isin(_top(frame, most).index))
    order = [*map(str, HotSpot2010), None]
    summed = [rows[rows["hotspot"] == name if name else rows["hotspot"].isna()] for name in order]
    all_people, population = int(frame["victims_people"].sum()), float(frame["population"].sum())
    people = [int(part["victims_people"].sum()) for part in summed]
    return pd.DataFrame({
        "hotspot": pd.Series(order, dtype=object), "victims_people": people,
        "victims_0_1": [n / all_people if all_people else float("nan") for n in people],
        "population_0_1": [float(part["population"].sum()) / population for part in summed],
        "per_100k": [PER_PEOPLE * n / _population(part) for n, part in zip(people, summed, strict=True)],
        "top_units": [int(part["in_top"].sum()) for part in summed],
        "hot_units": [int(part["is_hot"].sum()) for part in summed],
    })  # fmt: skip


def _population(part: pd.DataFrame) -> float:
    return float(part["population"].sum()) or float("nan")


def _top(frame: pd.DataFrame, most: int) -> pd.DataFrame:
    return frame[(frame["rank"] <= most) & (frame["victims_people"] > 0)]
