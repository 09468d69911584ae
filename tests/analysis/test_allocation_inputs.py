"""Every setting and every choice of the planner reaches the problem; existing pools come from the directory."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.allocation import LeastShare, Limits, Option, Price
from analysis.allocation_inputs import Choices, Facts, Number, existing, problem
from data.settings import SETTINGS
from tests.grid import NEIGHBOURS, TOWNSHIPS, cover, here, other_project, roving

DEFAULTS = {key: setting.default for key, setting in SETTINGS.items()}
WAITING = pd.DataFrame(
    [("C", True, "china", True, 2.0, 2 * 365.25), ("E", False, "thailand", False, 1.0, 0.0)],
    columns=["ts_pcode", "is_child", "corridor", "is_special", "people", "waiting_days"],
)
EXPECTED = pd.DataFrame({"ts_pcode": ["NW"], "expected_people": [3.0]})
VICTIMS = pd.DataFrame(
    {"ts_pcode": ["NW"], "victims_people": [4], "children_people": [1], "china_people": [4], "thailand_people": [0],
     "internal_people": [0], "other_abroad_people": [0], "unknown_destination_people": [0]}
)  # fmt: skip
OFFICES = pd.DataFrame({"office_id": ["O"], "place": ["Town"], "ts_pcode": ["C"], "lat": [21.0], "lon": [96.0]})
EVERY = {option: Number(5, 0) for option in Option}


def facts(*presences):
    return Facts(TOWNSHIPS, cover(*presences), NEIGHBOURS, OFFICES, WAITING, EXPECTED, VICTIMS)


def asked(settings=None, **choices):
    return problem(
        facts(), Choices(**{"budget_usd": 1000.0, "numbers": EVERY, **choices}), {**DEFAULTS, **(settings or {})}
    )


@pytest.mark.parametrize("key", [
    "cost_resident_usd", "capacity_resident_people", "cost_case_worker_usd", "capacity_case_worker_people",
    "case_workers_each_most", "cost_roving_usd", "capacity_roving_people", "roving_longest_km", "cost_dsw_outreach_usd",
    "capacity_dsw_outreach_people", "cost_minimum_child_usd", "cost_minimum_adult_usd", "minimum_worth_percent",
    "upkeep_provider_usd", "weight_child", "weight_china", "weight_year_waiting", "weight_expected",
    "special_case_weight", "dsw_reach_km",
])  # fmt: skip
def test_each_setting_changes_the_problem_and_so_does_the_planner_s_own_value(key):
    before, other = asked(), DEFAULTS[key] + 1
    changed = asked({key: other})
    assert (changed.prices, changed.limits, changed.demand["weight"].tolist()) != (
        before.prices,
        before.limits,
        before.demand["weight"].tolist(),
    )
    chosen = problem(facts(), Choices(1000.0, EVERY, settings={key: other}), DEFAULTS)
    assert (chosen.prices, chosen.limits) == (changed.prices, changed.limits)
    assert chosen.demand.equals(changed.demand)


def test_choices_become_limits_and_prices():
    share = LeastShare("corridor", "china", 0.4)
    found = asked(
        keeps_existing=False, excluded=frozenset({"SE"}), least_shares=(share,), numbers={Option.ROVING: Number(2, 1)}
    )
    assert found.prices == {Option.ROVING: Price(9600, 15, 2, 1)}
    assert found.limits == Limits(1000.0, 0.4, False, 12000, frozenset({"SE"}), (share,), 150, 0.0, 50, 4, 3)


def test_existing_pools_have_their_base_first_and_only_reintegration_counts():
    base = here("A-1", "C", 10, 4)
    rows = existing(cover(roving("A-2", "W", base), base, other_project("B-1", "C"), here("D-1", "N", None, 1)))
    assert rows["pool_id"].tolist() == ["A-1", "A-1", "D-1"]
    assert rows["ts_pcode"].tolist() == ["C", "W", "N"]
    assert rows["room_people"].tolist()[:2] == [6, 6]
    assert pd.isna(rows["room_people"].iloc[2])


def test_demand_holds_those_who_wait_and_those_expected():
    found = asked()
    assert found.demand["people"].sum() == pytest.approx(6)
    assert found.demand["waiting_people"].sum() == pytest.approx(3)
    assert found.unplaced_people == 0
