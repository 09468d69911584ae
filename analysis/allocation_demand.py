"""Who needs a place: people unassigned now and people expected next year, each with a weight that planners set."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from analysis.allocation_problem import DEMAND_COLUMNS
from data.vocabulary import Corridor

DAYS_A_YEAR: Final = 365.25
LONGEST_COUNTED_DAYS: Final = 730  # a longer wait weighs no more: two years
MIX_PRIOR_PEOPLE: Final = 10.0  # how many people's worth the national mix of groups counts beside a township's own


@dataclass(frozen=True)
class Weights:
    """How much reaching one person counts, beside 1 for an adult who has just begun to wait.

    child, special, china: factors (1: none). year_waiting: added for each year of waiting, LONGEST_COUNTED_DAYS at
    most. expected: factor for a person expected next year, who does not wait yet.
    """

    child: float = 1.5
    special: float = 2.0
    china: float = 1.25
    year_waiting: float = 0.25
    expected: float = 0.5


def demand(
    waiting: pd.DataFrame, expected: pd.DataFrame, victims: pd.DataFrame, weights: Weights
) -> tuple[pd.DataFrame, float]:
    """Demand as an allocation takes it (DEMAND_COLUMNS), and the people waiting whose township is not known.

    waiting: ts_pcode (null: not known), is_child (null: age not recorded, weighed as an adult), corridor, is_special,
      people, waiting_days (people-days, each person at most LONGEST_COUNTED_DAYS).
    expected: ts_pcode, expected_people. victims: ts_pcode, victims_people,
      children_people and, by corridor, {corridor}_people: who came from there before, by which those expected are
      divided into groups (a township's own mix, with the country's mix as a prior).
    """
    known = waiting[waiting["ts_pcode"].notna()]
    known = known.assign(is_child=known["is_child"].astype("boolean").fillna(False).astype(bool))
    unplaced = float(waiting.loc[waiting["ts_pcode"].isna(), "people"].sum())
    rows = pd.concat([_of_waiting(known, weights), _of_expected(expected, victims, weights)], ignore_index=True)
    rows = rows[rows["people"] > 0]
    rows["_worth"] = rows["people"] * rows["weight"]
    keys = ["ts_pcode", "is_child", "corridor"]
    found = rows.groupby(keys, as_index=False)[["people", "waiting_people", "_worth"]].sum()
    found["weight"] = found["_worth"] / found["people"]
    return found[list(DEMAND_COLUMNS)], unplaced


def _of_waiting(waiting: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """The wait is added to 1, then the factors multiply."""
    people = waiting["people"].astype(float)
    years = waiting["waiting_days"].astype(float) / DAYS_A_YEAR / people.where(people > 0, 1.0)
    weight = (1.0 + weights.year_waiting * years) * _factor(waiting["is_child"], waiting["corridor"], weights)
    weight *= np.where(waiting["is_special"].astype(bool), weights.special, 1.0)
    return pd.DataFrame({
        "ts_pcode": waiting["ts_pcode"].astype(str), "is_child": waiting["is_child"].astype(bool),
        "corridor": waiting["corridor"].astype(str), "people": people, "waiting_people": people, "weight": weight,
    })  # fmt: skip


def _factor(is_child: pd.Series, corridor: pd.Series, weights: Weights) -> pd.Series:
    child = pd.Series(np.where(is_child.astype(bool), weights.child, 1.0), index=is_child.index)
    return child * np.where(corridor.astype(str) == str(Corridor.CHINA), weights.china, 1.0)


def _of_expected(expected: pd.DataFrame, victims: pd.DataFrame, weights: Weights) -> pd.DataFrame:
    """Expected people by township, age class and corridor; age and corridor are taken as independent in a township."""
    known = victims[victims["ts_pcode"].notna()].set_index("ts_pcode")
    codes = expected["ts_pcode"].astype(str).to_list()
    child = _shares(known[["children_people"]], known["victims_people"], codes)["children_people"]
    columns = [
        f"{corridor.value}_people" if corridor != Corridor.UNKNOWN else "unknown_destination_people"
        for corridor in Corridor
    ]
    by_corridor = _shares(known[columns], known["victims_people"], codes)
    people = expected["expected_people"].astype(float).to_numpy()
    parts = []
    for corridor, column in zip(Corridor, columns, strict=True):
        for is_child in (True, False):
            share = by_corridor[column].to_numpy() * (child if is_child else 1.0 - child).to_numpy()
            parts.append(pd.DataFrame({
                "ts_pcode": codes, "is_child": is_child, "corridor": str(corridor), "people": people * share,
                "waiting_people": 0.0,
            }))  # fmt: skip
    rows = pd.concat(parts, ignore_index=True)
    return rows.assign(weight=_factor(rows["is_child"], rows["corridor"], weights) * weights.expected)


def _shares(parts: pd.DataFrame, whole: pd.Series, codes: list[str]) -> pd.DataFrame:
    """Share of each part in a township's people, drawn towards the country's share; that alone where nobody came."""
    total = float(whole.sum())
    national = parts.sum() / total if total else parts.sum() * 0.0
    if not total:
        national[:] = 1.0 / max(len(parts.columns), 1)
    own, people = parts.reindex(codes).fillna(0.0), whole.reindex(codes).fillna(0.0)
    return (own + MIX_PRIOR_PEOPLE * national).div(people + MIX_PRIOR_PEOPLE, axis=0)
