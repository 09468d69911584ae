"""The figures of the Caseload page say what their frames say, and read no name as markup."""

from __future__ import annotations

import pandas as pd

from analysis.caseload import Bands, provider_loads
from tests.analysis.test_caseload import provider
from ui import caseload_sections as sections


def loads(*rows: dict[str, object]) -> pd.DataFrame:
    frame = pd.DataFrame([row | {"place": "Town"} for row in rows])
    return provider_loads(frame.astype({"capacity_people": "Int64", "caseload_people": "Int64"}), Bands(2, 80, 100))


def test_the_parts_of_a_bar_add_up_to_load_or_capacity():
    parts = sections.load_parts(
        loads(
            provider("over", 8, 3, 10),
            provider("free", 4, 0, 10),
            provider("untold", 5, 1, None),
            provider("none", 0, 0, 9),
        )
    ).set_index("name")
    assert parts.loc["over (Town)"].tolist() == [10, 0, 1, 0]
    assert parts.loc["free (Town)"].tolist() == [4, 0, 0, 6]
    assert parts.loc["untold (Town)"].tolist() == [0, 6, 0, 0]
    assert "none (Town)" not in parts.index


def test_only_the_fullest_are_drawn():
    many = [provider(f"P{n:02}", n + 1, 0, 40) for n in range(30)]
    names = sections.load_parts(loads(*many))["name"].tolist()
    assert len(names) == 20
    assert names[0] == "P29 (Town)"


def test_a_name_is_no_markup():
    row = provider("x", 1, 0, 2, organisation='<a href="javascript:alert(1)">A</a>')
    (name,) = sections.load_parts(loads(row))["name"]
    assert "<a" not in name
    assert name.replace("<br>", "").count("<") == 0


def test_the_title_of_the_months():
    rows = pd.DataFrame({"carried_people": [4] * 12 + [5]})
    assert sections.trend_title(rows) == "5 people are carried: 1 more than twelve months before"
    assert "as many as twelve months before" in sections.trend_title(rows.assign(carried_people=1))
    assert "1 person is carried" in sections.trend_title(rows.assign(carried_people=1))
    assert sections.trend_title(rows[::-1]).endswith("4 people are carried: 1 fewer than twelve months before")
