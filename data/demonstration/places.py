"""Where the synthetic victims come from: a weight for every township, year and corridor, with drift."""

from __future__ import annotations

import math

import pandas as pd

from data import reference
from data.demonstration.assumptions import FIRST_YEAR, LAST_YEAR
from data.demonstration.draw import normal, uniform

GROUPS = ("china", "thailand", "sea", "other", "internal")
SPLIT_PARENT_PEOPLE = reference.POPULATION_2014_BEFORE_SPLIT["MMR013008"]
MIDDLE_YEAR = (FIRST_YEAR + LAST_YEAR) / 2


def township_lean(seed: int, values: dict[str, float]) -> pd.DataFrame:
    """ts_pcode, dt_pcode, st_pcode, lean (before drift, no unit), trend (-1 falling, 0, 1 rising; by district)."""
    towns = reference.townships()[["ts_pcode", "dt_pcode", "st_pcode", "population_2014"]].copy()
    people = towns["population_2014"].fillna(SPLIT_PARENT_PEOPLE / 2) ** values["place_population_power"]
    chance = towns["ts_pcode"].map(lambda code: math.exp(values["place_spread"] * normal(seed, "lean", code)))
    chance *= towns["dt_pcode"].map(
        lambda code: math.exp(values["place_district_spread"] * normal(seed, "district", code))
    )
    border = towns["ts_pcode"].isin(reference.border_crossings()["ts_pcode"])
    towns["lean"] = people * chance * border.map({True: values["place_border_factor"], False: 1.0})
    towns["trend"] = towns["dt_pcode"].map({code: _trend(seed, code, values) for code in towns["dt_pcode"].unique()})
    return towns


def _trend(seed: int, district: str, values: dict[str, float]) -> int:
    drawn = uniform(seed, "trend", district)
    if drawn < values["drift_rising_share"]:
        return 1
    return -1 if drawn > 1 - values["drift_falling_share"] else 0


def place_weights(seed: int, values: dict[str, float]) -> pd.DataFrame:
    """case_year, place_group, ts_pcode, share, share_from (cumulative, from 0 within year and group)."""
    towns = township_lean(seed, values)
    states = (
        reference.demo_places()
        .drop(columns=["st_name_en", "providers"])
        .melt("st_pcode", var_name="place_group", value_name="state")
    )
    tables = []
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        pace = (year - MIDDLE_YEAR) / (LAST_YEAR - MIDDLE_YEAR)
        drift = towns["trend"].map(lambda trend, pace=pace: values["drift_factor"] ** (trend * pace))
        chance = towns["ts_pcode"].map(
            lambda code, year=year: math.exp(values["place_year_spread"] * normal(seed, "year", year, code))
        )
        tables.append(towns[["ts_pcode", "st_pcode"]].assign(case_year=year, lean=towns["lean"] * drift * chance))
    table = pd.concat(tables, ignore_index=True)
    table["within"] = table["lean"] / table.groupby(["case_year", "st_pcode"])["lean"].transform("sum")
    table = table.merge(states, on="st_pcode").sort_values(["case_year", "place_group", "ts_pcode"], ignore_index=True)
    groups = table.assign(weight=table["within"] * table["state"]).groupby(["case_year", "place_group"])["weight"]
    table["share"] = table["within"] * table["state"] / groups.transform("sum")
    table["share_from"] = table.groupby(["case_year", "place_group"])["share"].cumsum() - table["share"]
    return table[["case_year", "place_group", "ts_pcode", "share", "share_from"]]
