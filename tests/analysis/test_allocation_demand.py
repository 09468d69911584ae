"""Demand worked out on paper: what each person weighs, how those expected are divided, who has no place on the map."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.allocation_demand import MIX_PRIOR_PEOPLE, Weights, demand

WEIGHTS = Weights(child=1.5, special=2.0, china=1.25, year_waiting=0.25, expected=0.5)
PARTS = ("china_people", "thailand_people", "internal_people", "other_abroad_people", "unknown_destination_people")
NOBODY_EXPECTED = pd.DataFrame({"ts_pcode": ["A"], "expected_people": [0.0]})


def waiting(*rows):
    columns = ["ts_pcode", "is_child", "corridor", "is_special", "people", "waiting_days"]
    return pd.DataFrame(rows, columns=columns)


def victims(**by_township):
    """ts: (victims, children, china); the others went to Thailand."""
    rows = [
        {"ts_pcode": ts, "victims_people": n, "children_people": children, **dict.fromkeys(PARTS, 0)}
        | {"china_people": china, "thailand_people": n - china}
        for ts, (n, children, china) in by_township.items()
    ]
    return pd.DataFrame(rows)


def test_weights_of_those_who_wait_are_as_on_paper():
    rows = waiting(
        ("A", False, "thailand", False, 2, 0),  # an adult who has just begun: 1
        ("B", True, "thailand", False, 1, 0),  # a child: 1.5
        ("C", False, "china", True, 1, 0),  # China and special: 1.25 x 2
        ("D", True, "china", False, 2, 2 * 365.25),  # two children, a year each: 1.25 x 1.5 x 1.25
    )
    found, unplaced = demand(rows, NOBODY_EXPECTED, victims(A=(1, 0, 0)), WEIGHTS)
    assert unplaced == 0
    by_place = found.set_index("ts_pcode")
    assert by_place["weight"].to_dict() == pytest.approx({"A": 1.0, "B": 1.5, "C": 2.5, "D": 1.25 * 1.5 * 1.25})
    assert by_place["people"].to_dict() == {"A": 2, "B": 1, "C": 1, "D": 2}
    assert (by_place["waiting_people"] == by_place["people"]).all()


def test_people_of_one_group_share_their_mean_weight():
    rows = waiting(("A", False, "china", False, 1, 0), ("A", False, "china", True, 3, 0))
    found, _ = demand(rows, NOBODY_EXPECTED, victims(A=(1, 0, 0)), WEIGHTS)
    (row,) = found.itertuples()
    assert (row.people, row.weight) == (4, pytest.approx((1.25 + 3 * 2.5) / 4))


def test_those_without_a_known_township_are_counted_apart():
    found, unplaced = demand(
        waiting((None, False, "china", False, 7, 70), ("A", False, "china", False, 1, 0)),
        NOBODY_EXPECTED,
        victims(A=(1, 0, 0)),
        WEIGHTS,
    )
    assert unplaced == 7
    assert found["people"].sum() == 1


def test_those_expected_are_divided_by_the_township_s_mix_drawn_to_the_country_s():
    """20 victims, 10 to China, 5 children in all; township A: 10 of whom 10 to China, none a child."""
    past = victims(A=(10, 0, 10), B=(10, 5, 0))
    expected = pd.DataFrame({"ts_pcode": ["A"], "expected_people": [6.0]})
    found, _ = demand(waiting(), expected, past, WEIGHTS)
    china = (10 + MIX_PRIOR_PEOPLE * 0.5) / (10 + MIX_PRIOR_PEOPLE)
    child = (0 + MIX_PRIOR_PEOPLE * 0.25) / (10 + MIX_PRIOR_PEOPLE)
    people = found.set_index(["corridor", "is_child"])["people"]
    assert people["china", True] == pytest.approx(6 * china * child)
    assert people["china", False] == pytest.approx(6 * china * (1 - child))
    assert people.sum() == pytest.approx(6)
    weight = found.set_index(["corridor", "is_child"])["weight"]
    assert weight["china", True] == pytest.approx(0.5 * 1.5 * 1.25)
    assert weight["thailand", False] == pytest.approx(0.5)
    assert (found["waiting_people"] == 0).all()


def test_a_township_without_victims_gets_the_country_s_mix():
    expected = pd.DataFrame({"ts_pcode": ["Z"], "expected_people": [4.0]})
    found, _ = demand(waiting(), expected, victims(A=(10, 0, 10), B=(10, 5, 0)), WEIGHTS)
    by_corridor = found.groupby("corridor")["people"].sum()
    assert by_corridor.to_dict() == pytest.approx({"china": 2.0, "thailand": 2.0})


def test_nobody_at_all_is_an_empty_demand():
    found, unplaced = demand(waiting(), NOBODY_EXPECTED, victims(A=(0, 0, 0)), WEIGHTS)
    assert found.empty
    assert unplaced == 0
