"""Each indicator on the demonstration register equals a computation in pandas written by itself; parts add up."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pandas as pd
import pytest

from data.demo import DEMO_AS_OF
from data.indicator_files import Indicator, shipped
from data.vocabulary_indicators import Dimension
from queries.filters import Filters
from queries.indicators import values
from tests.data.demo_registers import published
from tests.indicators import recomputed, recomputed_later
from tests.indicators.recomputed import Raw, raw
from tests.indicators.recomputed_counts import COLUMNS, Counted, again, count
from tests.small_register import PLANNER

Records = Callable[[Indicator], pd.DataFrame]
YEARS = (2019, 2022, 2025)
OTHERS = (
    Dimension.BODY, Dimension.SITE, Dimension.TOPIC, Dimension.REASON, Dimension.WAIT, Dimension.DESTINATION,
    Dimension.PROVIDER,
)  # fmt: skip


@pytest.fixture(scope="module")
def register() -> Raw:
    return raw(published(), pd.Timestamp(DEMO_AS_OF))


@pytest.fixture(scope="module")
def records(register: Raw) -> Records:
    """The records of an indicator: the same, whatever they are broken down by, so they are computed once."""
    return cache(lambda one: again(one, register))


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


def compare(records: Records, dimension: Dimension | None, chosen: list[Indicator]) -> int:
    """How many numbers were the same; fails with the first that is not."""
    frame = values(published(), PLANNER, Filters(as_of=DEMO_AS_OF), chosen, dimension)
    frame["year"] = frame["period_on"].dt.year
    column = None if dimension is None else COLUMNS.get(dimension, str(dimension))
    cells = dict(list(frame[frame["level"].isin(["cell", "period"])].groupby("indicator")))
    compared = 0
    for one in chosen:
        rows = records(one)
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
def test_the_registry_says_what_pandas_says(records: Records, dimension: Dimension | None) -> None:
    chosen = [one for one in shipped() if dimension is None or dimension in one.dimensions]
    assert compare(records, dimension, chosen) > 100


@pytest.mark.parametrize("dimension", OTHERS)
def test_those_that_do_not_count_cases_have_parts_of_their_own(records: Records, dimension: Dimension) -> None:
    chosen = [
        one for one in shipped()
        if dimension in one.dimensions and (not one.counts_cases or dimension in (Dimension.REASON, Dimension.WAIT))
    ]  # fmt: skip
    assert chosen
    assert compare(records, dimension, chosen) > 0


def test_every_indicator_has_something_to_tell() -> None:
    frame = values(published(), PLANNER, Filters(as_of=DEMO_AS_OF), shipped())
    whole = frame[frame["level"] == "all"].set_index("indicator")
    assert set(whole.index) == {one.key for one in shipped()}
    assert (whole["d"].isna() | (whole["d"] > 0)).all()
    assert (whole["n"] != 0).all()
