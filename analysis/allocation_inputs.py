"""From what the register, the directory and the planner say to one problem; every choice has one place here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import pandas as pd

from analysis.allocation_demand import Weights, demand
from analysis.allocation_problem import (
    EXISTING_COLUMNS,
    UNLIMITED,
    LeastShare,
    Limits,
    Option,
    Price,
    Problem,
)
from analysis.tiers import Coverage


@dataclass(frozen=True)
class Number:
    """How many of an option a plan may (most; None: no limit) and must (least) have."""

    most: int | None = None
    least: int = 0


@dataclass(frozen=True)
class Choices:
    """What the planner asks for. numbers: options that are not in it are not for sale; settings: values that are to
    count instead of the register's, by the key of data/settings.py.
    """

    budget_usd: float
    numbers: Mapping[Option, Number]
    keeps_existing: bool = True
    excluded: frozenset[str] = frozenset()
    least_shares: tuple[LeastShare, ...] = ()
    settings: Mapping[str, float] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Facts:
    """What is known on a day.

    townships: ts_pcode, st_pcode, lat, lon; coverage of that day; links: ts_a, ts_b of townships that touch; offices:
    office_id, place, ts_pcode, lat, lon; waiting, expected, victims: as analysis.allocation_demand.demand takes them.
    """

    townships: pd.DataFrame
    coverage: Coverage
    links: pd.DataFrame
    offices: pd.DataFrame
    waiting: pd.DataFrame
    expected: pd.DataFrame
    victims: pd.DataFrame


def problem(facts: Facts, choices: Choices, settings: Mapping[str, float]) -> Problem:
    """The problem to solve. settings: every value of data/settings.py by its key, in its unit."""
    kept = {**settings, **choices.settings}
    weights = Weights(
        kept["weight_child"], kept["special_case_weight"], kept["weight_china"], kept["weight_year_waiting"],
        kept["weight_expected"],
    )  # fmt: skip
    wanted, unplaced = demand(facts.waiting, facts.expected, facts.victims, weights)
    return Problem(
        facts.townships[["ts_pcode", "st_pcode", "lat", "lon"]].reset_index(drop=True),
        wanted,
        facts.links[["ts_a", "ts_b"]].reset_index(drop=True),
        existing(facts.coverage),
        facts.offices[["office_id", "place", "ts_pcode", "lat", "lon"]].reset_index(drop=True),
        _prices(choices.numbers, kept),
        _limits(choices, kept),
        unplaced,
    )


def existing(coverage: Coverage) -> pd.DataFrame:
    """EXISTING_COLUMNS: every pool that takes on victims for reintegration, its base first, and where it comes."""
    active = coverage.presences[coverage.presences["is_reintegration"].astype(bool)].copy()
    active["is_beside"] = active["presence_id"].astype(str) != active["pool_id"].astype(str)
    active = active.sort_values(["pool_id", "is_beside", "ts_pcode", "presence_id"])
    active = active.drop_duplicates(["pool_id", "ts_pcode"])
    return active[list(EXISTING_COLUMNS)].reset_index(drop=True)


def _prices(numbers: Mapping[Option, Number], kept: Mapping[str, float]) -> dict[Option, Price]:
    every = {
        Option.RESIDENT: (kept["cost_resident_usd"], kept["capacity_resident_people"]),
        Option.CASE_WORKER: (kept["cost_case_worker_usd"], kept["capacity_case_worker_people"]),
        Option.ROVING: (kept["cost_roving_usd"], kept["capacity_roving_people"]),
        Option.DSW_OUTREACH: (kept["cost_dsw_outreach_usd"], kept["capacity_dsw_outreach_people"]),
        Option.MINIMUM_CHILD: (kept["cost_minimum_child_usd"], UNLIMITED),
        Option.MINIMUM_ADULT: (kept["cost_minimum_adult_usd"], UNLIMITED),
    }
    return {option: Price(*every[option], number.most, number.least) for option, number in numbers.items()}


def _limits(choices: Choices, kept: Mapping[str, float]) -> Limits:
    return Limits(
        budget_usd=choices.budget_usd,
        minimum_worth_0_1=kept["minimum_worth_percent"] / 100,
        keeps_existing=choices.keeps_existing,
        upkeep_usd=kept["upkeep_provider_usd"],
        excluded=choices.excluded,
        least_shares=choices.least_shares,
        longest_km=kept["roving_longest_km"],
        dsw_reach_km=kept["dsw_reach_km"],
        case_workers_each=int(kept["case_workers_each_most"]),
    )
