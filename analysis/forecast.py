"""How many victims each unit is to expect next year, within which limits, and how well that would have gone before.

Expected: the country's total, carried on with a damped trend, times each unit's share of it, pulled towards its state's
and the country's rate (analysis/forecast_model.py). Limits: the shortest interval of a negative binomial.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.forecast_model import (
    Floats,
    Hierarchy,
    Total,
    base_shares,
    fit,
    held_by,
    joint_shape,
    next_total,
    shortest_interval,
    unit_shares,
)
from analysis.units import Panel

INTERVAL = 0.9
HALF_A_PERSON_EACH = 0.5
"""Counted for each township of a unit when it is split, so that a township without victims keeps a small share."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """Of one year: .frame has one row a unit, in the panel's order.

    unit_pcode; expected_people (a mean, so with decimals; it lies above high_people where it is far below one person);
    low_people, high_people (whole people, both counted in, holding at least `interval`); shape (of the Gamma around
    the mean: the smaller, the less sure). total: the country's people with a known township, with its limits.
    """

    year: int
    interval: float
    frame: pd.DataFrame
    total: Total
    total_low_people: int
    total_high_people: int
    hierarchy: Hierarchy


@dataclass(frozen=True, eq=False)
class Backtest:
    """Each past year told from the years before it alone.

    coverage_0_1: share of units and years whose people lay within their interval; promised_0_1: share that the
    intervals said they hold (above `interval`, since people are whole). mae_people: mean absolute error of the
    expectation; rmse_people: root of its mean square; ..._same_as_last_year_people: of the year before taken as it was.
    by_year: the same a row a year, with expected_total_people, total_people and total_within (bool).
    """

    coverage_0_1: float
    promised_0_1: float
    mae_people: float
    mae_same_as_last_year_people: float
    rmse_people: float
    rmse_same_as_last_year_people: float
    by_year: pd.DataFrame


def forecast(panel: Panel, *, interval: float = INTERVAL) -> Forecast:
    """The year after the panel's last one. Its years are whole and follow each other; one is enough (then no trend).

    Raises ValueError for years that do not follow each other, no unit, or an interval outside 0 to 1.
    """
    _refuse_what_cannot_be_told(panel, interval)
    state = np.unique(np.array(panel.units.st_pcode), return_inverse=True)[1]
    base = base_shares(panel.units.population, state)
    hierarchy = fit(panel.counts, base, state)
    share, share_shape = unit_shares(panel.counts, base, state, hierarchy)
    total = next_total(panel.counts.sum(axis=0))
    expected, shape = total.expected_people * share, joint_shape(share_shape, total.shape)
    low, high = shortest_interval(expected, shape, interval)
    whole_low, whole_high = shortest_interval(np.array([total.expected_people]), np.array([total.shape]), interval)
    frame = pd.DataFrame({
        "unit_pcode": list(panel.units.codes), "expected_people": expected, "low_people": low, "high_people": high,
        "shape": shape,
    })  # fmt: skip
    return Forecast(panel.years[-1] + 1, interval, frame, total, int(whole_low[0]), int(whole_high[0]), hierarchy)


def _refuse_what_cannot_be_told(panel: Panel, interval: float) -> None:
    if not panel.years or tuple(panel.years) != tuple(range(panel.years[0], panel.years[0] + len(panel.years))):
        raise ValueError(f"years must follow each other without a gap, at least one: {panel.years}")
    if not len(panel.units.codes):
        raise ValueError("no unit to expect anybody in")
    if not 0 < interval < 1:
        raise ValueError(f"an interval holds between 0 and 1 of what may come, not {interval}")


def by_township(told: Forecast, panel: Panel, victims_by_township_year: pd.DataFrame | None = None) -> pd.DataFrame:
    """The same by township: ts_pcode, unit_pcode, share_0_1 (of its unit), expected_people, low_people, high_people.

    A unit of several townships is split by the victims counted in each over the panel's years (ts_pcode, case_year,
    victims_people), half a person added to each; without that frame, equally. The limits are those of a part of a
    negative binomial, which is one of the same shape.
    """
    counted = pd.Series(dtype=float)
    if victims_by_township_year is not None:
        rows = victims_by_township_year[victims_by_township_year["case_year"].isin(panel.years)]
        counted = rows.groupby("ts_pcode")["victims_people"].sum().astype(float)
    parts = []
    for unit, members in zip(panel.units.codes, panel.units.members, strict=True):
        people = np.array([float(counted.get(ts, 0.0)) for ts in members]) + HALF_A_PERSON_EACH
        parts += [(ts, unit, share) for ts, share in zip(members, people / people.sum(), strict=True)]
    out = pd.DataFrame(parts, columns=["ts_pcode", "unit_pcode", "share_0_1"]).merge(told.frame, on="unit_pcode")
    out["expected_people"] *= out["share_0_1"]
    low, high = shortest_interval(out["expected_people"].to_numpy(float), out["shape"].to_numpy(float), told.interval)
    return out.assign(low_people=low, high_people=high).drop(columns="shape")


def backtest(panel: Panel, first_year: int, *, interval: float = INTERVAL) -> Backtest:
    """Every year from `first_year` to the panel's last, each told from the years before it (rolling origin).

    Raises ValueError where no year of the panel lies before `first_year`, or none from it on.
    """
    if not panel.years or not panel.years[0] < first_year <= panel.years[-1]:
        raise ValueError(f"the first year told must have a year before it and be one of {panel.years}")
    origins = range(panel.years.index(first_year), len(panel.years))
    rows = pd.DataFrame([_told_year(panel, number, interval) for number in origins])
    squares = rows[["rmse_people", "rmse_same_as_last_year_people"]].pow(2).mean().pow(0.5)
    return Backtest(
        coverage_0_1=float(rows["coverage_0_1"].mean()),
        promised_0_1=float(rows["promised_0_1"].mean()),
        mae_people=float(rows["mae_people"].mean()),
        mae_same_as_last_year_people=float(rows["mae_same_as_last_year_people"].mean()),
        rmse_people=float(squares["rmse_people"]),
        rmse_same_as_last_year_people=float(squares["rmse_same_as_last_year_people"]),
        by_year=rows,
    )


def _told_year(panel: Panel, number: int, interval: float) -> dict[str, object]:
    """One year (its number in the panel) against what the years before it would have told."""
    before = replace(
        panel, years=panel.years[:number], counts=panel.counts[:, :number], unplaced=panel.unplaced[:number]
    )
    told, people = forecast(before, interval=interval), panel.counts[:, number]
    mean, shape = told.frame["expected_people"].to_numpy(float), told.frame["shape"].to_numpy(float)
    low, high = told.frame["low_people"].to_numpy("int64"), told.frame["high_people"].to_numpy("int64")
    last = panel.counts[:, number - 1].astype(float)
    return {
        "year": told.year,
        "expected_total_people": told.total.expected_people,
        "total_people": int(people.sum()),
        "total_within": told.total_low_people <= int(people.sum()) <= told.total_high_people,
        "coverage_0_1": float(np.mean((low <= people) & (people <= high))),
        "promised_0_1": float(held_by(mean, shape, low, high).mean()),
        "mae_people": _mean_absolute(people - mean),
        "mae_same_as_last_year_people": _mean_absolute(people - last),
        "rmse_people": _root_mean_square(people - mean),
        "rmse_same_as_last_year_people": _root_mean_square(people - last),
    }


def _mean_absolute(error: Floats) -> float:
    return float(np.abs(error).mean())


def _root_mean_square(error: Floats) -> float:
    return float(np.sqrt(np.mean(error**2)))
