"""People recorded late: one changes nothing, many join the figures they fall into, and none is given away by it."""

from __future__ import annotations

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.disclosure import Base, NothingToPublish, Periods, Publication, Released, Rules, Table, publish
from analysis.publication import Asked, Counts, as_figures, make
from analysis.publication_late import as_first_counted, beyond, first_days, late_of, with_late
from tests.analysis.disclosure_attacker import Outsider
from tests.analysis.disclosure_small import base_of
from tests.analysis.test_publication import NOBODY_KNOWS, TOWNSHIPS, counts

YEAR = Periods.of(2024, 2024)
CODES = {"purpose": ("p", "q")}
TABLES = (Table("place", "ts"), Table("purpose", "st", ("purpose",)))
RULES = Rules(time_limit_s=0.1)
FIRST = [
    ("T1", 2024, "p", 24), ("T1", 2024, "q", 18), ("T2", 2024, "p", 31), ("T2", 2024, "q", 14),
    ("T3", 2024, "p", 40), ("T3", 2024, "q", 22), ("T4", 2024, "p", 4), ("T4", 2024, "q", 30),
]  # fmt: skip


def base(rows: list[tuple[object, ...]]) -> Base:
    return base_of(rows, CODES)


def next_version(first: Base, late: Base, *earlier: Publication) -> Publication:
    """As analysis.publication.make does it, for the small tables."""
    before = tuple(Released(str(n), one.released.cells, one.released.late) for n, one in enumerate(earlier))
    made = publish(first, TABLES, YEAR, RULES, before)
    found = late_of(late, TABLES, YEAR, RULES, before, made.released.cells)
    return made if found is None else with_late(made, found, TABLES, YEAR, RULES)


class Twofold:
    """Who knows two versions before rounding; first and late people are unknowns apart: an attacker of its own."""

    def __init__(self, counted: Base, one: Publication, two: Publication) -> None:
        self.of = Outsider(counted, YEAR)
        self.joint = Outsider(counted, YEAR)
        self.joint.lower = np.zeros(2 * len(self.of.atoms))
        for row in one.released.cells.to_dict("records"):
            self._learn(row, int(row["people"]), late=False)
        more = two.released.late if two.released.late is not None else two.released.cells.iloc[:0]
        keys = [c for c in two.released.cells if c != "people"]
        added = two.released.cells.merge(more.rename(columns={"people": "more"}), on=keys, how="left")
        for row in added[added["more"].notna()].to_dict("records"):
            self._learn(row, int(row["people"] + row["more"]), late=True)

    def _learn(self, row, people: int, late: bool) -> None:
        sums = self.of.sums(row)
        self.joint.rows.append(np.concatenate([sums, sums * late]))
        self.joint.sides.append(people)

    def range_of(self, row, first: bool = True, late: bool = True) -> tuple[float, float]:
        sums = self.of.sums(row)
        aim = np.concatenate([sums * first, sums * late])
        return self.joint._end(aim, 1), self.joint._end(aim, -1)


def assert_nobody_is_worked_out(counted: Base, late: Base, one: Publication, two: Publication) -> None:
    attacker = Twofold(counted, one, two)
    true = Outsider(late, YEAR)
    amount = late.people.groupby(["ts", "purpose"])["people"].sum().to_dict()
    n = np.array([amount.get((a["ts"], a["purpose"]), 0) for a in true.atoms])
    checked = {}
    for row in two.rows.to_dict("records"):
        key = (true.sums(row).tobytes(), row["status"])
        if key in checked:
            continue
        checked[key] = True
        if row["status"] == "withheld":
            low, high = attacker.range_of(row)
            assert low <= 0, row
            assert high >= 9, row
        if 0 < float(true.sums(row) @ n) < 10:
            low, high = attacker.range_of(row, first=False)
            assert low <= 0, f"late people are seen: {row}"
            assert high >= 9, f"late people are seen: {row}"


def test_one_late_girl_changes_nothing():
    one = publish(base(FIRST), TABLES, YEAR, RULES)
    two = next_version(base(FIRST), base([("T4", 2024, "p", 1)]), one)
    pd.testing.assert_frame_equal(one.rows, two.rows)
    assert two.released.late is None
    assert two.audit.late == 0


LATE = [("T1", 2024, "p", 25), ("T1", 2024, "q", 12), ("T2", 2024, "p", 11), ("T3", 2024, "q", 3), ("T4", 2024, "q", 8)]


def test_many_late_people_join_what_is_shown_and_few_stay_unseen():
    """T1 gains 37 and T2 11; T3 gains 3 and T4 8, who are 11 in S2. All 59 are in the country's: 183 and 59 are 242."""
    one = publish(base(FIRST), TABLES, YEAR, RULES)
    two = next_version(base(FIRST), base(LATE), one)

    def of(found: Publication, place: str) -> object:
        rows = found.rows[(found.rows["table"] == "place") & (found.rows["place"] == place)]
        return rows["people"].iloc[0]

    assert (of(one, ""), of(two, "")) == (185, 240)
    assert of(two, "T1") == 80  # 42 and 37 are 79
    assert of(two, "T2") == 55  # 45 and 11 are 56
    assert of(two, "S2") == 105  # 96 and 11 are 107
    assert of(one, "T3") == of(two, "T3") == 60
    assert two.audit.late >= 3
    assert_nobody_is_worked_out(base(FIRST), base(LATE), one, two)


def test_a_leak_would_be_found():
    """The same two versions with every late figure published: the attacker of these tests sees the 3 people of T3."""
    one = publish(base(FIRST), TABLES, YEAR, RULES)
    two = next_version(base(FIRST), base(LATE), one)
    cells = two.released.cells
    late = Outsider(base(LATE), YEAR)
    amount = base(LATE).people.groupby(["ts", "purpose"])["people"].sum().to_dict()
    n = np.array([amount.get((a["ts"], a["purpose"]), 0) for a in late.atoms])
    everything = cells.assign(people=[int(late.sums(row) @ n) for row in cells.to_dict("records")])
    leaky = type(two)(two.rows, Released("", cells, everything), two.audit, two.withheld)
    with pytest.raises(AssertionError, match="late people are seen"):
        assert_nobody_is_worked_out(base(FIRST), base(LATE), one, leaky)


def test_a_late_figure_once_added_stays_and_later_ones_join_it_only_in_numbers():
    one = publish(base(FIRST), TABLES, YEAR, RULES)
    two = next_version(base(FIRST), base(LATE), one)
    three = next_version(base(FIRST), base([*LATE, ("T1", 2024, "p", 2)]), one, two)
    pd.testing.assert_frame_equal(two.rows, three.rows)
    none = next_version(base(FIRST), base([]), one, two)
    pd.testing.assert_frame_equal(two.rows, none.rows)


@settings(max_examples=4, deadline=None, suppress_health_check=[*HealthCheck])
@given(st.lists(st.sampled_from([0, 0, 1, 3, 9, 10, 12, 40]), min_size=8, max_size=8))
def test_no_drawn_late_people_are_worked_out(people):
    late = [(*row[:-1], n) for row, n in zip(FIRST, people, strict=True)]
    try:
        one = publish(base(FIRST), TABLES, YEAR, RULES)
    except NothingToPublish:
        return
    two = next_version(base(FIRST), base(late), one)
    assert_nobody_is_worked_out(base(FIRST), base(late), one, two)
    before = one.released.cells.merge(two.released.cells, on=[c for c in one.released.cells if c != "people"])
    assert (before["people_x"] == before["people_y"]).all()


def test_the_day_of_a_year_is_that_of_its_first_version():
    versions = [(2020, 2022, date(2023, 1, 1)), (2019, 2023, date(2024, 1, 1))]
    days = first_days(versions, range(2019, 2025), date(2025, 1, 1))
    assert [days[year].year for year in range(2019, 2025)] == [2024, 2023, 2023, 2023, 2024, 2025]
    seen = as_first_counted(days, lambda day: pd.DataFrame({"year": [2019, 2021, 2024], "people": day.year}))
    assert dict(zip(seen["year"], seen["people"], strict=True)) == {2019: 2024, 2021: 2023, 2024: 2025}


def test_what_is_beyond_is_never_negative():
    whole = pd.DataFrame({"ts": ["T1", "T2", "T3"], "people": [5, 3, 2]})
    first = pd.DataFrame({"ts": ["T1", "T2", "T4"], "people": [2, 4, 9]})
    assert beyond(whole, first).to_dict("records") == [{"ts": "T1", "people": 3}, {"ts": "T3", "people": 2}]


def test_late_people_reach_the_fixed_tables():
    """T1 has 104 people of two years and kinds, and 14 more of each recorded late: 56, together 160."""
    first = counts(T1=26, T2=20, T3=1, XX=15)
    one = make(Counts(first, NOBODY_KNOWS), TOWNSHIPS, Asked(2023, 2024))
    late = Counts(first, NOBODY_KNOWS, counts(T1=14, T2=12, T3=11, XX=13), NOBODY_KNOWS)
    two = make(late, TOWNSHIPS, Asked(2023, 2024), (Released("1", one.released.cells),))
    rows = as_figures(two)
    rows = rows[(rows["table_name"] == "place") & (rows["from_year"] < rows["to_year"])].set_index("place")["people"]
    assert rows["T1"] == 160
    again = Released.from_json(two.released.to_json())
    assert again.late is not None
    assert again.late["people"].min() >= 10
