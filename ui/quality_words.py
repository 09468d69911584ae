"""What the data quality page calls its rules, fields and states; each rule says what cannot be."""

from __future__ import annotations

from typing import Final

from data.errors import N_

FIELDS: Final = {
    "ts_pcode": N_("Township of origin"),
    "age_years": N_("Age"),
    "sex": N_("Sex"),
    "destination": N_("Country of exploitation"),
    "purpose": N_("Purpose"),
    "recruitment_month": N_("Month of recruitment"),
}

# Codes of queries/sql/impossible_sequences.sql.
RULES: Final = {
    "recorded_before_identified": N_("Recorded before the month of identification"),
    "returned_before_identified": N_("Returned government to government before the identification"),
    "returned_later_than_today": N_("Returned later than the as-of date"),
    "inside_but_abroad": N_("Type says inside Myanmar, destination says abroad"),
    "cross_border_but_inside": N_("Type says cross-border, destination says inside Myanmar"),
    "helped_before_identified": N_("Shelter, return home, visit, service or closure before the identification"),
    "closed_before_returned": N_("Closed before the return"),
    "left_before_entered": N_("Left the shelter before entering one"),
    "visited_before_assigned": N_("First visit before the first assignment"),
    "closed_but_open": N_("Closed, but still assigned or waiting"),
    "open_twice": N_("Several open periods at once"),
    "nobody_and_not_waiting": N_("Needs support, but is neither assigned nor waiting"),
}

STANDS: Final = N_("stands")
UNDONE: Final = N_("undone")
