"""How many victims each unit is to expect next year, within which limits, and how well that would have gone before.

Expected: the country's total, carried on with a damped trend, times each unit's share of it, pulled towards its state's
and the country's rate (analysis/forecast_model.py). Limits: of a negative binomial, over what the total may be.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analysis.forecast_model import Floats, Hierarchy, People, Total, base_shares, fit, next_total, unit_shares
from analysis.units import Panel

INTERVAL = 0.9
HALF_A_PERSON_EACH = 0.5
"""Counted for each township of a unit when it is split, so that a township without victims keeps a small share."""


@dataclass(frozen=True, eq=False)
class Forecast:
    """Of one year: .frame has one row a unit, in the panel's order.

    unit_pcode; expected_people (with decimals: the unit's share of the middle of the total); low_people, high_people
    (whole people, both counted in, holding at least `interval`; where hardly anybody is expected, high_people is 0);
    shape (of the Gamma around the share: the smaller, the less sure). total: the country's people with a known
    township, with its limits total_low_people, total_high_people.
    """

    year: int
    interval: float
    frame: pd.DataFrame
    total: Total
    total_low_people: int
    total_high_people: int
    hierarchy: Hierarchy

    def people(self) -> People:
        """What the people of each unit may be."""
        expected = self.frame["expected_people"].to_numpy(float)
        return People(expected / self.total.middle_people, self.frame["shape"].to_numpy(float), self.total)


@dataclass(frozen=True, eq=False)
class Backtest:
    """Each past year told from the years before it alone.

    coverage_0_1: share of units and years whose people lay within their interval; promised_0_1: share that the
    intervals said they hold (above `interval`, since people are whole); coverage_one_expected_0_1: where at least one
    person was expected (NaN without such a unit). mae_people: mean absolute error of the expectation;
    mae_median_people: of the median instead, which keeps that error least; rmse_people: root of the mean square of the
    expectation's error; ..._same_as_last_year_people: of the year before taken as it was.
    by_year: the same a row a year, with expected_total_people, total_people and total_within (bool).
    """

    coverage_0_1: float
    promised_0_1: float
    coverage_one_expected_0_1: float
    mae_people: float
    mae_median_people: float
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
    total = next_total(panel.counts.sum(axis=0))
    people = People(*unit_shares(panel.counts, base, state, hierarchy), total)
    low, high = people.limits(interval)
    frame = pd.DataFrame({
        "unit_pcode": list(panel.units.codes), "expected_people": total.middle_people * people.share,
        "low_people": low, "high_people": high, "shape": people.shape,
    })  # fmt: skip
    return Forecast(panel.years[-1] + 1, interval, frame, total, *total.limits(interval), hierarchy)


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
    low, high = replace(told, frame=out).people().limits(told.interval)
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
        coverage_one_expected_0_1=float(rows["one_expected_within"].sum() / (rows["one_expected"].sum() or np.nan)),
        mae_people=float(rows["mae_people"].mean()),
        mae_median_people=float(rows["mae_median_people"].mean()),
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
    mean = told.frame["expected_people"].to_numpy(float)
    low, high = told.frame["low_people"].to_numpy("int64"), told.frame["high_people"].to_numpy("int64")
    median = told.people().least(np.full(len(mean), 0.5))
    last = panel.counts[:, number - 1].astype(float)
    within, busy = (low <= people) & (people <= high), mean >= 1
    return {
        "year": told.year,
        "expected_total_people": told.total.middle_people,
        "total_people": int(people.sum()),
        "total_within": told.total_low_people <= int(people.sum()) <= told.total_high_people,
        "coverage_0_1": float(within.mean()),
        "promised_0_1": float(told.people().held(low, high).mean()),
        "one_expected": int(busy.sum()),
        "one_expected_within": int((within & busy).sum()),
        "mae_people": _mean_absolute(people - mean),
        "mae_median_people": _mean_absolute(people - median),
        "mae_same_as_last_year_people": _mean_absolute(people - last),
        "rmse_people": _root_mean_square(people - mean),
        "rmse_same_as_last_year_people": _root_mean_square(people - last),
    }


def _mean_absolute(error: Floats) -> float:
    return float(np.abs(error).mean())


def _root_mean_square(error: Floats) -> float:
    return float(np.sqrt(np.mean(error**2)))
