"""The header of a statement is a promise: it is parsed, checked and sets the types of what comes back."""

from __future__ import annotations

import pytest

from queries import ask as asking
from queries.ask import Column, ask, header_columns
from queries.filters import Filters
from tests.small_register import PLANNER, small_store


def test_header_is_question_then_columns_with_units():
    columns = "-- ts_pcode text (null: not known) | victims_people people |\n-- km_far km\n"
    text = f"-- How many, and\n-- of whom?\n{columns}SELECT 1\n"
    assert header_columns(text) == (
        Column("ts_pcode", "text", "not known"),
        Column("victims_people", "people", None),
        Column("km_far", "km", None),
    )


@pytest.mark.parametrize(
    "text",
    [
        "SELECT 1\n",
        "-- A question and no columns.\nSELECT 1\n",
        "-- victims_people people\nSELECT 1\n",
        "-- A question.\n-- victims_people people | second_column\nSELECT 1\n",
        "-- A question.\n-- victims_people people | second_column heads\nSELECT 1\n",
    ],
)
def test_a_header_that_breaks_the_form_is_refused(text):
    with pytest.raises(ValueError, match="header needs"):
        header_columns(text)


def test_parameters_must_be_those_declared():
    store = small_store()
    with pytest.raises(TypeError, match="declared"):
        ask(store, "recent_loads", PLANNER)
    with pytest.raises(TypeError, match="declared"):
        ask(store, "recent_loads", PLANNER, most=1, least=1)


def test_parameters_in_comments_do_not_count(monkeypatch):
    monkeypatch.setattr(asking, "statement", lambda _: "-- about $this\nSELECT $that -- and $those\n")
    assert asking.declared_parameters("anything") == {"that"}


def test_missing_counts_stay_missing_and_text_is_text():
    from datetime import date

    from queries.victims import register_totals, victims_by_township

    store = small_store()
    filters = Filters(as_of=date(2024, 1, 1))
    totals = register_totals(store, PLANNER, filters)
    assert str(totals["first_year"].dtype) == "Int64"
    assert totals["first_year"].isna().all()
    assert totals["victims_people"].tolist() == [0]
    assert str(victims_by_township(store, PLANNER, filters)["ts_pcode"].dtype) == "str"
