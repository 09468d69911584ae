"""The assumptions of the demonstration register: their values stand in data/reference/demo_*.csv and nowhere else."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data import reference

AS_OF = date(2025, 12, 31)
FIRST_YEAR, LAST_YEAR = 2015, 2025


def values() -> dict[str, float]:
    """Name of each assumption -> its value, in the unit that the table states."""
    table = reference.demo_assumptions()
    return dict(zip(table["key"], table["value"].astype(float), strict=True))


VALUES = values()


def rows_by_year(cases: int | None) -> dict[int, int]:
    """Year -> rows of the register; the published totals, or `cases` in their proportion (largest remainder)."""
    margins = reference.demo_margins()
    totals = margins[margins["dimension"] == "total"].set_index("case_year")["people"].astype(int)
    if cases is None:
        return {int(year): int(people) for year, people in totals.items()}
    exact = totals * cases / totals.sum()
    rows = exact.astype(int)
    last = (exact - rows).sort_values(ascending=False, kind="stable").index[: cases - rows.sum()]
    rows[last] += 1
    return {int(year): int(people) for year, people in rows.items()}


def margin(year: int, dimension: str) -> pd.Series:
    """Category -> share of the year's victims (sums to 1)."""
    table = reference.demo_margins()
    people = table[(table["case_year"] == year) & (table["dimension"] == dimension)].set_index("category")["people"]
    return people / people.sum()
