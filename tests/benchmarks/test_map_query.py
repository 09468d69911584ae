"""The benchmark measures what it says: three engines with one answer, medians of at least five runs."""

from __future__ import annotations

import pytest

from benchmarks import map_query
from benchmarks.common import machine, measure, table


@pytest.fixture(scope="module")
def rows():
    return map_query.run_size(1500)


def test_every_engine_answers_every_question_alike(rows):
    asked = {(row.question, row.view) for row in rows}
    assert len(asked) == 4
    for question, view in asked:
        same = [row for row in rows if (row.question, row.view) == (question, view)]
        assert {row.engine for row in same} == {"DuckDB", "pandas", "SQLite"}
        assert len({row.answer_rows for row in same}) == 1
        assert same[0].answer_rows > 10
    assert all(row.timing.runs >= 5 and row.timing.least_ms <= row.timing.median_ms for row in rows)


def test_an_engine_that_disagrees_stops_the_benchmark():
    engines = {"DuckDB": lambda: {"a": (1,)}, "pandas": lambda: {"a": (2,)}}
    with pytest.raises(AssertionError, match="disagree"):
        map_query._measured("question", "view", 1, engines)


def test_the_report_shows_them_side_by_side_with_growth(rows):
    text = map_query.report(rows)
    assert text.count("\n") == 5
    bigger = [map_query.Row(r.question, r.view, r.engine, r.cases * 10, r.timing, r.answer_rows) for r in rows]
    assert "× 1.0 for × 10" in map_query.report(rows + bigger)


def test_a_median_needs_five_runs_and_leaves_out_the_first():
    calls = []
    assert measure(lambda: calls.append(1)).runs == 5
    assert len(calls) == 6
    with pytest.raises(ValueError, match="at least 5"):
        measure(lambda: None, 3)


def test_the_machine_and_the_table_are_told():
    assert "cores" in machine().line()
    assert table(["name", "ms"], [["a", 1234.5], ["b", 2.0]]).splitlines()[2:] == [
        "| a    | 1,234 |",
        "| b    |   2.0 |",
    ]
