"""Each indicator on the demonstration register equals a computation in pandas written by itself; parts add up."""

from __future__ import annotations

import math
from pathlib import Path

import pandas as pd
import pytest
from lifelines import KaplanMeierFitter

from data.demo import DEMO_AS_OF
from data.indicator_files import Indicator, shipped
from data.vocabulary_indicators import Dimension, IndicatorKind
from queries.filters import Filters
from queries.indicators import values
from tests.data.demo_registers import published
from tests.indicators import recomputed, recomputed_later
from tests.indicators.recomputed import Raw, raw
from tests.small_register import PLANNER

YEARS = (2019, 2022, 2025)
COLUMNS = {Dimension.SEX: "sex_told", Dimension.STATE: "state"}
OTHERS = (
    Dimension.BODY, Dimension.SITE, Dimension.TOPIC, Dimension.REASON, Dimension.WAIT, Dimension.DESTINATION,
    Dimension.PROVIDER,
)  # fmt: skip
Counted = tuple[float, float | None, int, int, float | None]


@pytest.fixture(scope="module")
def register() -> Raw:
    return raw(published(), pd.Timestamp(DEMO_AS_OF))


def again(one: Indicator, register: Raw) -> pd.DataFrame:
    """The records of an indicator, with its year and, of cases, sex and state."""
    rows = getattr(recomputed, one.key, None) or getattr(recomputed_later, one.key)
    found = rows(register).copy()
    found["year"] = pd.to_datetime(found["day"]).dt.year
    if one.counts_cases:
        for column in COLUMNS.values():
            found[column] = found["case_code"].map(register.cases[column])
    return found


def count(one: Indicator, rows: pd.DataFrame) -> Counted:
    """n, d, missing, inside and value of some records."""
    if one.kind is IndicatorKind.COUNT:
        n = float(rows["amount"].sum())
        return n, None, int(rows["amount"].isna().sum()), 0, n
    if one.kind is IndicatorKind.RATIO:
        lacks = rows["amount"].isna() | rows["out_of"].isna()
        n, d = float(rows.loc[~lacks, "amount"].sum()), float(rows.loc[~lacks, "out_of"].sum())
        return n, d, int(lacks.sum()), 0, (n / d * (100 if one.unit == "per-100" else 1) if d else None)
    if one.kind is IndicatorKind.MEDIAN:
        told = rows["days"].dropna()
        return len(told), len(told), int(rows["days"].isna().sum()), 0, (float(told.median()) if len(told) else None)
    met, missing, inside = (int(rows[column].sum()) for column in ("met", "missing", "inside"))
    if one.kind is IndicatorKind.WAITING:
        waits = rows[~rows["missing"].astype(bool)]
        half = math.inf
        if len(waits):
            curve = KaplanMeierFitter().fit(waits["days"], waits["over"].astype(bool)).survival_function_.iloc[:, 0]
            half = min(
                curve.index[curve <= 0.5 + 1e-9], default=math.inf
            )  # lifelines' own median stumbles over rounding
        return met, met + inside, missing, inside, (None if math.isinf(half) else float(half))
    d = len(rows) - missing - inside
    return met, d, missing, inside, (met / d if d else None)


def told(row: pd.Series) -> Counted:
    d, value = row["d"], row["value"]
    return (
        float(row["n"]), None if pd.isna(d) else float(d), int(row["missing"]), int(row["inside"]),
        None if pd.isna(value) else float(value),
    )  # fmt: skip


def test_every_indicator_has_an_example_on_paper() -> None:
    told = "".join(path.read_text(encoding="utf-8") for path in Path(__file__).parent.glob("test_*.py"))
    assert [one.key for one in shipped() if f'"{one.key}"' not in told] == []


def test_every_indicator_is_computed_again() -> None:
    there = {*vars(recomputed), *vars(recomputed_later)}
    assert {one.key for one in shipped()} <= there


def compare(register: Raw, dimension: Dimension | None, chosen: list[Indicator]) -> int:
    """How many numbers were the same; fails with the first that is not."""
    frame = values(published(), PLANNER, Filters(as_of=DEMO_AS_OF), chosen, dimension)
    frame["year"] = frame["period_on"].dt.year
    column = None if dimension is None else COLUMNS.get(dimension, str(dimension))
    cells = dict(list(frame[frame["level"].isin(["cell", "period"])].groupby("indicator")))
    compared = 0
    for one in chosen:
        rows = again(one, register)
        found = cells[one.key]
        found = found[(found["level"] == ("period" if column is None else "cell")) & found["year"].isin(YEARS)]
        keys = ["year"] if column is None else ["year", column]
        wanted = {key: count(one, part) for key, part in rows[rows["year"].isin(YEARS)].groupby(keys)}
        got = {
            ((int(row["year"]),) if column is None else (int(row["year"]), row["part"])): told(row)
            for _index, row in found.iterrows()
        }
        assert {key for key, counted in wanted.items() if counted[:4] != (0, 0, 0, 0)} <= set(got), one.key
        for key, counted in got.items():
            assert counted == pytest.approx(wanted[key], nan_ok=False), (one.key, key)
            compared += 1
    return compared


@pytest.mark.parametrize("dimension", [None, *COLUMNS])
def test_the_registry_says_what_pandas_says(register: Raw, dimension: Dimension | None) -> None:
    chosen = [one for one in shipped() if dimension is None or dimension in one.dimensions]
    assert compare(register, dimension, chosen) > 100


@pytest.mark.parametrize("dimension", OTHERS)
def test_those_that_do_not_count_cases_have_parts_of_their_own(register: Raw, dimension: Dimension) -> None:
    chosen = [
        one for one in shipped()
        if dimension in one.dimensions and (not one.counts_cases or dimension in (Dimension.REASON, Dimension.WAIT))
    ]  # fmt: skip
    assert chosen
    assert compare(register, dimension, chosen) > 0


def test_every_indicator_has_something_to_tell(register: Raw) -> None:
    frame = values(published(), PLANNER, Filters(as_of=DEMO_AS_OF), shipped())
    whole = frame[frame["level"] == "all"].set_index("indicator")
    assert set(whole.index) == {one.key for one in shipped()}
    assert (whole["d"].isna() | (whole["d"] > 0)).all()
    assert (whole["n"] != 0).all()
