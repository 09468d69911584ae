"""The benchmark of next year's expectation shows what the back-test found, year by year."""

from __future__ import annotations

import pytest

from analysis.forecast import backtest
from analysis.units import panel, units_of
from benchmarks import forecast
from data.reference import townships
from queries.victims import victims_by_township_year
from tests.data.demo_registers import published


@pytest.fixture(scope="module")
def row() -> forecast.Row:
    return forecast._measured(published(), "children", "seed 2010")


def test_it_measures_the_view_that_it_names(row: forecast.Row) -> None:
    victims = victims_by_township_year(published(), forecast.PLANNER, forecast.VIEWS["children"])
    counted = panel(units_of(townships()), victims, forecast.YEARS)
    assert row.people == counted.counts.sum() == victims.dropna(subset=["ts_pcode"])["victims_people"].sum()
    assert row.told.mae_people == backtest(counted, 2016).mae_people


def test_the_report_tells_coverage_and_both_errors_of_every_row_and_year(row: forecast.Row) -> None:
    first, years = forecast.report([row, row]).split("\n\nchildren, seed 2010:\n\n")
    for shown in (f"{row.told.coverage_0_1:.1%}", f"{row.told.mae_people:.3f}",
                  f"{row.told.mae_same_as_last_year_people:.3f}"):  # fmt: skip
        assert first.count(shown) >= 2
    assert [line.split("|")[1].strip() for line in years.splitlines()[2:]] == [str(y) for y in range(2016, 2026)]
