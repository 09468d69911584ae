"""The fixed list, and what becomes of the register's counts before any of them is published."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.disclosure import Released
from analysis.publication import (
    CODES,
    Asked,
    Counts,
    PublishedTable,
    PurposeGroup,
    as_figures,
    make,
    rules_of,
    usual_years,
)
from data.vocabulary import Purpose

TOWNSHIPS = pd.DataFrame(
    {"ts_pcode": ["T1", "T2", "T3"], "dt_pcode": ["D1", "D1", "D2"], "st_pcode": ["S1", "S1", "S2"]}
)


KINDS = (("forced_labour", "china", "female", "adult"), ("servitude", "thailand", "male", "child"))


def counts(**people: int) -> pd.DataFrame:
    """So many people of each of two kinds in each of two years, by township."""
    rows = [(ts, year, *kind, n) for ts, n in people.items() for year in (2023, 2024) for kind in KINDS]
    return pd.DataFrame(rows, columns=["ts_pcode", "year", "purpose", "corridor", "sex", "age_group", "people"])


NOBODY_KNOWS = counts(T1=1).iloc[:0].assign(provider=pd.Series(dtype=str))


@pytest.fixture(scope="module")
def made():
    return make(Counts(counts(T1=26, T2=20, T3=1, XX=15), NOBODY_KNOWS), TOWNSHIPS, Asked(2023, 2024))


def test_a_place_that_is_not_listed_counts_as_not_recorded(made):
    rows = as_figures(made)
    whole = rows[(rows["table_name"] == "place") & (rows["level"] == "ts_pcode")].set_index("place")["people"]
    assert set(whole.index) == {"T1", "T2", "T3", "unknown"}
    assert whole["T1"] == 105  # 104
    assert pd.isna(whole["T3"])  # 4


def test_rare_purposes_are_published_together():
    """Twice as many in servitude as in forced labour, so that of the two the former is worth more and shown."""
    people = counts(T1=26, T2=20, T3=1, XX=15)
    people.loc[people["purpose"] == "servitude", "people"] *= 2
    rows = as_figures(make(Counts(people, NOBODY_KNOWS), TOWNSHIPS, Asked(2023, 2024)))
    rows = rows[(rows["table_name"] == "purpose") & (rows["from_year"] < rows["to_year"])].set_index("purpose_group")
    assert rows.loc["other", "people"] == 250  # 2 · 2 · (26 + 20 + 1 + 15) = 248
    assert set(rows.index) == {*map(str, PurposeGroup), "all"}
    assert set(CODES["purpose"]) & set(map(str, Purpose)) == {
        "forced_marriage", "forced_labour", "sexual_exploitation", "other"
    }  # fmt: skip


def test_the_list_is_fixed_and_told_with_the_publication(made):
    told = rules_of(Asked(2023, 2024))
    assert [table["name"] for table in told["tables"]] == [str(table) for table in PublishedTable]
    assert (told["least_shown"], told["rounded_to"], told["zeros"]) == (10, 5, "withheld")
    assert set(as_figures(made)["table_name"]) == {str(table) for table in PublishedTable}


def test_the_same_counts_again_give_the_same_figures(made):
    earlier = Released("1", made.released.cells)
    again = make(Counts(counts(T1=26, T2=20, T3=1, XX=15), NOBODY_KNOWS), TOWNSHIPS, Asked(2023, 2024), (earlier,))
    pd.testing.assert_frame_equal(as_figures(again), as_figures(made))


def test_the_years_proposed_are_whole_and_hold_what_was_published():
    assert usual_years(date(2025, 12, 31), 2015, 2025) == (2021, 2025)
    assert usual_years(date(2025, 12, 30), 2015, 2025) == (2020, 2024)
    assert usual_years(date(2025, 6, 30), 2023, 2025) == (2023, 2024)
    assert usual_years(date(2025, 6, 30), 2025, 2025) == (2025, 2025)
    assert usual_years(date(2026, 12, 31), 2015, 2026, earlier=(2019, 2024)) == (2019, 2026)
