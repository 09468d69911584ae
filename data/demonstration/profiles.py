"""Who the synthetic victims are: destination x sex and age x purpose, fitted to the published totals of each year."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from data import reference
from data.demonstration import assumptions

PLACE_GROUPS = {"CHN": "china", "THA": "thailand", "MYS": "sea", "IDN": "sea", "SGP": "sea", "MMR": "internal"}
ROUNDS = 200
CLOSE_ENOUGH = 1e-5
MARGINS = ("destination", "sex_age", "purpose_group")


def fit(year: int) -> pd.DataFrame:
    """Cells of one year: destination, sex_age, purpose_group, purpose, share (sums to 1).

    Iterative proportional fitting (Deming and Stephan 1940) of the affinities in demo_purposes.csv to three margins.
    """
    affinity = reference.demo_purposes()
    targets = {dimension: assumptions.margin(year, dimension) for dimension in MARGINS}
    destinations = pd.DataFrame({"destination": targets["destination"].index})
    everywhere = affinity[affinity["destination"] == "*"].drop(columns="destination")
    named = affinity[affinity["destination"].isin(destinations["destination"])]
    cells = pd.concat([destinations.merge(everywhere, how="cross"), named]).rename(columns={"weight": "share"})
    keys = ["destination", "sex_age", "purpose_group", "purpose"]
    cells = cells.groupby(keys, as_index=False)["share"].sum()
    parts = {dimension: pd.factorize(cells[dimension]) for dimension in reversed(MARGINS)}
    wanted = {dimension: targets[dimension].reindex(labels).to_numpy() for dimension, (_, labels) in parts.items()}
    share = cells["share"].to_numpy(copy=True)
    for _ in range(ROUNDS):
        before = share.copy()
        for dimension, (codes, _labels) in parts.items():
            present = np.array([math.fsum(share[codes == code]) for code in range(len(wanted[dimension]))])
            with np.errstate(invalid="ignore", divide="ignore"):
                factor = wanted[dimension] / present
            share *= np.where(np.isnan(factor), 0.0, factor)[codes]
        if np.abs(share - before).max() < CLOSE_ENOUGH:
            break
    cells["share"] = share
    cells["share"] /= cells["share"].sum()
    return cells


def profiles(rows: dict[int, int], double_share: float) -> pd.DataFrame:
    """Cells of all years with whole people.

    Columns: case_year, destination, place_group, sex, age_group, purpose, people, first_no (number of the first).

    People of a year = its rows less the doubles; cumulative rounding keeps the order's margins within one person.
    """
    years = []
    for year, total in rows.items():
        cells = fit(year).sort_values(["destination", "sex_age", "purpose"], ignore_index=True)
        people = total - doubles(total, double_share)
        reached = (cells["share"].cumsum() * people + 0.5).astype(int)
        cells["people"] = reached.diff().fillna(reached).astype(int)
        cells.insert(0, "case_year", year)
        years.append(cells)
    table = pd.concat(years, ignore_index=True)
    table[["sex", "age_group"]] = table["sex_age"].str.split(" ", expand=True)
    table["place_group"] = table["destination"].map(place_group)
    table["first_no"] = table["people"].cumsum() - table["people"]
    columns = ["case_year", "destination", "place_group", "sex", "age_group", "purpose", "people", "first_no"]
    return table.loc[table["people"] > 0, columns].reset_index(drop=True)


def place_group(destination: str) -> str:
    """The corridor that decides where people come from."""
    return PLACE_GROUPS.get(destination, "other")


def doubles(total: int, double_share: float) -> int:
    """Rows of a year's total that repeat another row."""
    return round(total * double_share)
