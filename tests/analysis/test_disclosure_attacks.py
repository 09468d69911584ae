"""Every known attack on published tables, by name: none of them recovers a withheld figure."""

from __future__ import annotations

import json
import pickle

import pandas as pd
import pytest

from analysis.disclosure import Periods, Publication, Rules, Table, UnsafeToPublish, percent, publish
from tests.analysis.disclosure_attacker import Outsider, assert_nothing_is_worked_out, true_people, withheld
from tests.analysis.disclosure_small import PLACES, base_of

YEAR = Periods.of(2024, 2024)
YEARS = Periods.of(2023, 2024, (1, 2))
CODES = {"purpose": ("p", "q", "r"), "corridor": ("c", "d")}
PLACE, PURPOSE, CORRIDOR = (
    Table("place", "ts"),
    Table("purpose", "st", ("purpose",)),
    Table("corridor", "st", ("corridor",)),
)
QUICK = Rules(time_limit_s=0.1)


def rows_of(table: list[tuple[str, str, int]], year: int = 2024) -> list[tuple[object, ...]]:
    """(township, purpose, people) with everybody in one corridor or shared by two."""
    return [
        (ts, year, purpose, c, n)
        for ts, purpose, whole in table
        for c, n in (("c", whole - whole // 3), ("d", whole // 3))
    ]


MIXED = rows_of([
    ("T1", "p", 24), ("T1", "q", 3), ("T1", "r", 3), ("T2", "p", 31), ("T2", "q", 18), ("T2", "r", 2),
    ("T3", "p", 40), ("T3", "q", 22), ("T3", "r", 15), ("T4", "p", 1), ("T4", "q", 30), ("T4", "r", 27),
])  # fmt: skip


def safe(base, tables, periods, rules=QUICK, **more) -> Publication:
    found = publish(base, tables, periods, rules, **more)
    assert withheld(found), "nothing is withheld: the attack would be on nothing"
    earlier = more.get("before", ())
    assert_nothing_is_worked_out(base, periods, [*earlier, found], rules.least_shown)
    return found


def is_shown(found: Publication, **key: str) -> bool:
    rows = found.rows
    for column, value in key.items():
        rows = rows[rows[column] == value]
    assert len(rows) == 1
    return rows["status"].iloc[0] == "shown"


def test_attack_01_row_total_minus_visible_cells() -> None:
    found = safe(base_of(MIXED, CODES), (PURPOSE,), YEAR)
    for place in ("S1", "S2"):
        row = found.rows[found.rows["place"] == place]
        assert (row["status"] == "withheld").sum() != 1


def test_attack_02_column_total_minus_visible_cells() -> None:
    found = safe(base_of(MIXED, CODES), (PURPOSE,), YEAR)
    for purpose in CODES["purpose"]:
        column = found.rows[found.rows["purpose"] == purpose]
        assert (column["status"] == "withheld").sum() != 1


def test_attack_03_two_tables_that_share_a_margin() -> None:
    """The total of T1 and T2 is in both tables: withheld in one, it may not follow from the other."""
    found = safe(base_of(MIXED, CODES), (PLACE, PURPOSE, CORRIDOR), YEAR)
    shared = found.rows[(found.rows["level"] == "st")]
    for place in ("S1", "S2"):
        margins = shared[
            (shared["place"] == place) & shared["purpose"].isin(["", "all"]) & shared["corridor"].isin(["", "all"])
        ]
        assert margins["status"].nunique() == 1


def test_attack_04_consecutive_publications_differenced() -> None:
    first = base_of(MIXED, CODES)
    one = publish(first, (PURPOSE,), YEAR, QUICK, version="1")
    base = base_of(MIXED, CODES)
    two = publish(base, (PLACE, PURPOSE, CORRIDOR), YEAR, QUICK, earlier=(one.released,), version="2")
    assert_nothing_is_worked_out(base, YEAR, [one, two])


def test_attack_05_all_townships_minus_all_but_one() -> None:
    found = safe(base_of([("T1", 2024, 4), ("T2", 2024, 25), ("T3", 2024, 30), ("T4", 2024, 41)]), (PLACE,), YEAR)
    towns = found.rows[found.rows["level"] == "ts"]
    assert (towns["status"] == "withheld").sum() >= 2


def test_attack_06_state_minus_its_townships() -> None:
    base = base_of([("T1", 2024, 9), ("T2", 2024, 60), ("T3", 2024, 10), ("T4", 2024, 11)])
    found = safe(base, (PLACE,), YEAR)
    assert is_shown(found, place="S1")
    assert not is_shown(found, place="T2")


def test_attack_07_percentage_times_total() -> None:
    """A share comes from published values alone, so a withheld part has none."""
    found = safe(base_of(MIXED, CODES), (PURPOSE,), YEAR)
    (total,) = found.rows.query("level == 'country' and purpose == 'all'")["people"]
    assert [percent(row["people"], total) for row in withheld(found)] == [None] * len(withheld(found))
    shown = found.rows[found.rows["status"] == "shown"]
    assert all(percent(part, total) == int(100 * part / total + 0.5) for part in shown["people"])


def test_attack_08_mean_of_one() -> None:
    """Nothing but counts leaves the module: no mean, sum or share that one person could be read from."""
    found = safe(base_of(MIXED, CODES), (PURPOSE,), YEAR)
    assert found.rows.select_dtypes("number").columns.tolist() == ["first_year", "last_year", "people"]
    assert found.released.cells["people"].min() >= 10


def test_attack_09_a_row_all_in_one_category() -> None:
    """Everybody of S1 is in purpose p: whoever is known to come from S1 would be known to be in p."""
    base = base_of(rows_of([("T1", "p", 30), ("T3", "p", 25), ("T3", "q", 25), ("T4", "r", 25)]), CODES)
    found = safe(base, (PURPOSE,), YEAR)
    assert not (is_shown(found, place="S1", purpose="p") and is_shown(found, place="S1", purpose="all"))


def one_organisation(people: int, own: int, elsewhere: int = 40):
    rows = [("T1", 2024, people), ("T2", 2024, elsewhere), ("T3", 2024, 30), ("T4", 2024, 30)]
    return base_of(rows, known=[("T1", 2024, own, "NGO")])


def test_attack_10_a_single_organisation_in_a_township() -> None:
    """14 people, 12 of them with the only organisation there: it would see that 2 are with nobody."""
    found = safe(one_organisation(14, 12), (PLACE,), YEAR)
    assert not is_shown(found, place="T1")
    assert is_shown(publish(one_organisation(14, 2), (PLACE,), YEAR, QUICK), place="T1")


def test_attack_11_an_organisation_subtracts_its_own_caseload() -> None:
    base = base_of(
        [("T1", 2024, 14), ("T2", 2024, 20), ("T3", 2024, 30), ("T4", 2024, 30)],
        known=[("T1", 2024, 12, "A"), ("T2", 2024, 17, "A"), ("T3", 2024, 5, "B")],
    )
    found = publish(base, (PLACE,), YEAR, QUICK)
    inside = Outsider(base, YEAR, {("T1", 2024): 12, ("T2", 2024): 17}).learns(found)
    for row in withheld(found):
        if row["place"] in ("T1", "T2", "S1"):
            low, high = inside.range_of(row)
            assert (low, high >= 9) == (0, True)


def test_attack_12_a_late_correction_changes_one_cell() -> None:
    """One girl more in T1, a year later: nothing published before changes, and no table tells her apart."""
    one = publish(base_of(MIXED, CODES), (PLACE, PURPOSE, CORRIDOR), YEAR, QUICK, version="1")
    later = base_of([*MIXED, ("T1", 2024, "r", "d", 1)], CODES)
    two = publish(later, (PLACE, PURPOSE, CORRIDOR), YEAR, QUICK, earlier=(one.released,), version="2")
    both = one.rows.merge(two.rows, on=[c for c in one.rows if c not in ("people", "status", "finest")])
    before = both[both["status_x"] == "shown"]
    assert (before["people_x"] == before["people_y"]).all()
    assert_nothing_is_worked_out(later, YEAR, [one, two])


@pytest.mark.parametrize("people", [0, 1, 9, 10, 11])
def test_attack_13_counts_at_the_threshold(people: int) -> None:
    base = base_of([("T1", 2024, people), ("T2", 2024, 50), ("T3", 2024, 30), ("T4", 2024, 30)])
    found = publish(base, (PLACE,), YEAR, QUICK)
    assert is_shown(found, place="T1") == (people >= 10)
    assert_nothing_is_worked_out(base, YEAR, [found])


def test_attack_14_the_only_small_cell_of_a_table() -> None:
    table = [(ts, p, 30) for ts in PLACES["ts"] for p in CODES["purpose"]]
    table[0] = ("T1", "p", 1)
    found = safe(base_of(rows_of(table), CODES), (Table("t", "ts", ("purpose",)),), YEAR)
    assert len(withheld(found)) >= 4, (
        "a single small figure needs at least three others: its row, its column, their corner"
    )


def test_attack_15_a_withheld_value_is_left_in_nothing_that_leaves_the_module() -> None:
    """Odd numbers of people that occur nowhere else are looked for in texts, reprs and pickles."""
    rows = [("T1", 2024, 20_003), ("T2", 2024, 8), ("T3", 2024, 50_021), ("T4", 2024, 30_011)]
    base = base_of(rows)
    found = publish(base, (PLACE,), YEAR, QUICK)
    assert not is_shown(found, place="T1")
    texts = (found.to_json(), repr(found), str(found.rows.to_dict()), found.rows.to_csv(), found.released.to_json())
    for text in texts:
        assert "20003" not in text
        assert "20005" not in text
    people = {
        row["place"]: row["people"] for row in json.loads(found.released.to_json())["cells"]["data"] and withheld(found)
    }
    assert all(pd.isna(value) for value in people.values())
    for leaving in (found, found.rows, found.released, found.audit, found.withheld):
        kept = pickle.dumps(leaving)
        assert (20_003).to_bytes(8, "little") not in kept
        assert (20_005).to_bytes(8, "little") not in kept


def test_a_refusal_tells_no_figure() -> None:
    """Published once with k = 5: a threshold of 40 cannot be kept any more, and the refusal says so without a number
    of people.
    """
    base = base_of([("T1", 2024, 6), ("T2", 2024, 17), ("T3", 2024, 8), ("T4", 2024, 14)])
    one = publish(base, (Table("towns", "ts"),), YEAR, Rules(least_shown=5), version="1")
    cells = one.released.cells
    kept = type(one.released)("1", cells[cells["place"].isin(["", "T2", "T3", "T4"])])
    with pytest.raises(UnsafeToPublish) as refused:
        publish(base, (Table("towns", "ts"),), YEAR, Rules(least_shown=40), earlier=(kept,))
    assert set(refused.value.facts()) == {"withheld", "unsafe", "tables"}
    assert true_people(base, {"level": "ts", "place": "T1", "first_year": 2024, "last_year": 2024}) == 6
