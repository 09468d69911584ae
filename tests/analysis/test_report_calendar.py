"""Reports by quarter, worked out on paper."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.report_calendar import COLUMNS, report_calendar
from tests.small_register import records

Q1, Q2 = date(2024, 1, 1), date(2024, 4, 1)
DUE = {Q1: date(2024, 5, 1), Q2: date(2024, 7, 31)}
ASKED = ["organisation_id", "quarter_on", "n", "d", "inside"]
CAME = ["organisation_id", "quarter_on", "received_on", "due_on"]


def test_each_report_is_on_time_late_missing_not_due_or_came_unasked():
    """Five organisations: A on the due day, B nine days later, C never, D not due yet, E came though nobody asked."""
    asked = pd.DataFrame(
        [("A", Q1, 1, 1, 0), ("B", Q1, 0, 1, 0), ("C", Q1, 0, 1, 0), ("D", Q2, 0, 0, 1)], columns=ASKED
    )
    came = pd.DataFrame(
        [("A", Q1, DUE[Q1], DUE[Q1]), ("B", Q1, date(2024, 5, 10), DUE[Q1]), ("E", Q2, date(2024, 7, 1), DUE[Q2])],
        columns=CAME,
    )
    assert records(report_calendar(asked, came)) == [
        ("A", Q1, "on_time", DUE[Q1], None),
        ("B", Q1, "late", date(2024, 5, 10), 9),
        ("C", Q1, "missing", None, None),
        ("D", Q2, "not_due", None, None),
        ("E", Q2, "not_asked", date(2024, 7, 1), None),
    ]


def test_nothing_asked_and_nothing_received_is_an_empty_calendar():
    found = report_calendar(pd.DataFrame(columns=ASKED), pd.DataFrame(columns=CAME))
    assert found.empty
    assert tuple(found.columns) == COLUMNS
