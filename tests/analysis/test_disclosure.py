"""Publication: what is shown is right and safe, and what is withheld leaves no number behind."""

from __future__ import annotations

import highspy
import pandas as pd

from analysis.disclosure import Periods, Rules, Table, publish
from tests.analysis.disclosure_small import base_of, shown

ONE_YEAR = Periods.of(2024, 2024)


def test_a_small_township_takes_another_with_it_and_the_state_is_shown() -> None:
    """T1 has 3 people, T2 20: S1 has 23. T1 alone would be 23 - 20."""
    base = base_of([("T1", 2024, 3), ("T2", 2024, 20), ("T3", 2024, 15), ("T4", 2024, 30)])
    found = publish(base, (Table("place", "ts"),), ONE_YEAR, Rules())
    assert set(shown(found.rows)["place"]) == {"T3", "T4", "S1", "S2", ""}
    people = dict(zip(shown(found.rows)["place"], shown(found.rows)["people"], strict=True))
    assert people == {"T3": 15, "T4": 30, "S1": 25, "S2": 45, "": 70}
    hidden = found.rows[found.rows["status"] == "withheld"]
    assert hidden["people"].isna().all()
    assert set(hidden["place"]) == {"T1", "T2"}
    (audit,) = found.audit.tables
    assert (audit.narrowest_from, audit.narrowest_to) == (0, 23)


def test_the_released_figures_are_those_shown_and_survive_json() -> None:
    base = base_of([("T1", 2024, 3), ("T2", 2024, 20), ("T3", 2024, 15), ("T4", 2024, 30)])
    found = publish(base, (Table("place", "ts"),), ONE_YEAR, Rules(), version="1")
    again = type(found.released).from_json(found.released.to_json())
    pd.testing.assert_frame_equal(again.cells, found.released.cells, check_dtype=False)
    assert sorted(found.released.cells["people"]) == [15, 23, 30, 45, 68]


def test_it_works_beside_another_search_in_the_same_process():
    """The solver's threads are shared by the whole process: the planner's searches settle their number."""
    other = highspy.Highs()
    other.setOptionValue("output_flag", False)
    other.addVar(0.0, 1.0)
    other.run()
    assert other.getModelStatus() == highspy.HighsModelStatus.kOptimal
    test_the_released_figures_are_those_shown_and_survive_json()
