"""Which provider reported for which quarter: on time, late, missing, not due yet (4.9)."""

from __future__ import annotations

import pandas as pd

from data.vocabulary import ReportState

COLUMNS = ("organisation_id", "quarter_on", "report_state", "received_on", "late_days")


def report_calendar(asked: pd.DataFrame, came: pd.DataFrame) -> pd.DataFrame:
    """One row a quarter and organisation that was asked for a report or sent one.

    asked: organisation_id, quarter_on, n, d, inside, as the indicator of 4.9 counts them: one row each, n of d is 1 of
    1 on time and 0 of 1 otherwise; inside is 1 where the due day has not come and nothing was received.
    came: organisation_id, quarter_on, received_on, due_on. late_days: null unless late.
    """
    asked = asked.astype({"quarter_on": "datetime64[us]"})
    came = came.astype({"quarter_on": "datetime64[us]", "received_on": "datetime64[us]", "due_on": "datetime64[us]"})
    rows = asked.merge(came, on=["organisation_id", "quarter_on"], how="outer")
    late = (rows["received_on"] - rows["due_on"]).dt.days.astype("Int64")
    states = pd.Series(str(ReportState.NOT_ASKED), index=rows.index, dtype=object)
    is_asked = rows["d"].notna()
    states[is_asked & (rows["d"] > 0) & rows["received_on"].isna()] = str(ReportState.MISSING)
    states[is_asked & (rows["d"] > 0) & rows["received_on"].notna()] = str(ReportState.LATE)
    states[is_asked & (rows["n"] > 0)] = str(ReportState.ON_TIME)
    states[is_asked & (rows["inside"] > 0)] = str(ReportState.NOT_DUE)
    told = rows.assign(report_state=states, late_days=late.where(states == str(ReportState.LATE)))
    return told[list(COLUMNS)].sort_values(["quarter_on", "organisation_id"], ignore_index=True)
