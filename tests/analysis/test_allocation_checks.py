"""Each thing that no plan can satisfy is told with its numbers."""

from __future__ import annotations

import pytest

from analysis.allocation import LeastShare, Limits, Option, Price, check
from analysis.allocation_checks import (
    BelowNought,
    BudgetTooSmall,
    LeastOverMost,
    LeastTooDear,
    NobodyBelongs,
    NothingForSale,
    NothingToAllocate,
    SharesTooLarge,
    TooFewPlaces,
)
from data.errors import AtlasError
from tests.analysis.allocation_small import problem_of

DEMAND = [("C", False, "china", 4.0, 1.0, 1.0), ("W", True, "thailand", 2.0, 1.0, 1.0)]
RESIDENT = {Option.RESIDENT: Price(1000.0, 5.0)}


def shares(*parts: tuple[str, str, float]) -> Limits:
    return Limits(5000.0, least_shares=tuple(LeastShare(*part) for part in parts))


CASES = [
    ([], RESIDENT, Limits(5000.0), NothingToAllocate, "not known: 2."),
    (DEMAND, {Option.RESIDENT: Price(1.0, most=0)}, Limits(5000.0), NothingForSale, "Every way to help is set to 0"),
    (DEMAND, RESIDENT, Limits(-1.0), BelowNought, "budget_usd is -1"),
    (DEMAND, {Option.RESIDENT: Price(float("nan"))}, Limits(5.0), BelowNought, "resident: cost_usd is nan"),
    (DEMAND, RESIDENT, Limits(5000.0, minimum_worth_0_1=1.2), BelowNought, "minimum_worth_0_1 is 1.2"),
    (DEMAND, RESIDENT, shares(("state", "E", 1.5)), BelowNought, "E is 1.5"),
    ([("C", False, "china", -2.0, 0.0, 1.0)], RESIDENT, Limits(5000.0), BelowNought, "C: people is -2"),
    (DEMAND, RESIDENT, Limits(999.0), BudgetTooSmall, "The budget of 999 US dollars pays for nothing"),
    (DEMAND, {Option.RESIDENT: Price(1000.0, 5.0, least=2)}, Limits(1500.0), LeastTooDear, "costs 2,000 US dollars"),
    (DEMAND, {Option.RESIDENT: Price(1.0, 5.0, 1, 2)}, Limits(9.0), LeastOverMost, "at least 2 are asked for"),
    (DEMAND, {Option.RESIDENT: Price(1.0, 5.0, least=3)}, Limits(9.0), TooFewPlaces, "only 2 could stand"),
    (DEMAND, RESIDENT, shares(("corridor", "other", 0.5)), NobodyBelongs, "At least 50 % of those reached"),
    (DEMAND, RESIDENT, shares(("state", "W", 0.6), ("state", "E", 0.7)), SharesTooLarge, "add up to 130 %"),
]


@pytest.mark.parametrize(("demand", "prices", "limits", "error", "words"), CASES)
def test_what_cannot_be_is_told(demand, prices, limits: Limits, error: type[AtlasError], words: str) -> None:
    with pytest.raises(error) as told:
        check(problem_of(demand, prices, limits))
    assert words in str(told.value)


def test_upkeep_of_the_providers_that_take_new_workers_counts_too() -> None:
    limits = Limits(25.0, keeps_existing=False, upkeep_usd=10.0, case_workers_each=1)
    prices = {Option.CASE_WORKER: Price(5.0, 5.0, least=2)}
    pools = [("P", "O", "C", 1, None, None), ("Q", "O", "W", 0, None, None)]
    with pytest.raises(LeastTooDear) as told:
        check(problem_of(DEMAND, prices, limits, pools))
    assert told.value.least_usd == 30.0
    check(problem_of(DEMAND, prices, Limits(30.0, keeps_existing=False, upkeep_usd=10.0, case_workers_each=1), pools))


def test_what_can_be_is_let_through() -> None:
    check(problem_of(DEMAND, {Option.RESIDENT: Price(1000.0, 5.0, 2, 2)}, shares(("state", "W", 0.3))))
    check(problem_of(DEMAND, {Option.MINIMUM_ADULT: Price(250.0)}, Limits(10.0)))
