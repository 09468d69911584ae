"""The benchmark of lists asks what the app asks, and is stopped by a list that comes back empty."""

from __future__ import annotations

import pandas as pd
import pytest

from benchmarks import lists
from benchmarks.common import Timing


@pytest.fixture(scope="module")
def rows():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lists, "measure", lambda ask: Timing(1.0, 1.0, 1.0, 5 if len(ask()) >= 0 else 0))
        return lists.run_size(600)


def test_a_page_is_a_page_and_both_readers_ask(rows):
    found = {(row.question, row.reader): row for row in rows}
    whole = found["cases, first page", "planner"]
    assert (whole.all_rows, whole.answer_rows) == (600, lists.PAGE)
    assert found["cases, searched by a code", "planner"].answer_rows == 1
    assert found["cases, first page", "ngo_manager"].all_rows < 600
    assert found["what is due, first page", "planner"].answer_rows == lists.PAGE
    assert {row.reader for row in rows if row.question.startswith("unassigned")} == {"planner"}
    assert all(row.answer_rows <= lists.PAGE for row in rows if "first page" in row.question)


def test_a_list_that_loses_its_rows_stops_the_benchmark():
    with pytest.raises(AssertionError, match="no row of 3 came back"):
        lists._row("list", lists.PLANNER, 10, 3, lambda: pd.DataFrame({"a": []}))


def test_the_report_shows_the_sizes_side_by_side(rows):
    more = [lists.Row(r.question, r.reader, 6000, r.all_rows, r.answer_rows, Timing(3.0, 3.0, 3.0, 5)) for r in rows]
    lines = lists.report([*rows, *more]).splitlines()
    assert "600 cases, ms" in lines[0]
    assert "6,000 cases, ms" in lines[0]
    assert len(lines) == 2 + len(rows)
    assert all("× 3.0 for × 10" in line for line in lines[2:])
