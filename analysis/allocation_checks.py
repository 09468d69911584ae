"""What no plan can satisfy is told before anything is solved, with its numbers."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from analysis.allocation_problem import MINIMUM, PLACED, Option, Problem
from analysis.allocation_sources import Source, sources
from data.errors import N_, AtlasError


@dataclass
class NothingToAllocate(AtlasError):
    """No demand in any township."""

    unplaced_people: float
    template = N_(
        "There is nobody to plan for: no one waits and no one is expected in any township of this choice. People "
        "waiting whose township is not known: {unplaced_people:g}. Choose other filters, or record their townships."
    )


@dataclass
class NothingForSale(AtlasError):
    """No option may be used."""

    template = N_("Every way to help is set to 0. Allow at least one of: {options}.")
    options: tuple[str, ...] = tuple(str(option.label) for option in Option)


@dataclass
class BelowNought(AtlasError):
    """A cost, capacity, number or share outside its bounds."""

    name: str
    value: float
    template = N_("{name} is {value:g}; it has to be 0 or more, and a share at most 1 (100 %). Correct it.")


@dataclass
class BudgetTooSmall(AtlasError):
    """Not even the cheapest option can be paid."""

    budget_usd: float
    cheapest: str
    cheapest_usd: float
    template = N_(
        "The budget of {budget_usd:,.0f} US dollars pays for nothing: the cheapest is “{cheapest}” at "
        "{cheapest_usd:,.0f}. Raise the budget or lower the cost."
    )


@dataclass
class LeastTooDear(AtlasError):
    """The numbers that must be placed cost more than the budget."""

    budget_usd: float
    least_usd: float
    template = N_(
        "What has to be placed at least costs {least_usd:,.0f} US dollars, more than the budget of {budget_usd:,.0f}. "
        "Raise the budget or ask for fewer."
    )


@dataclass
class LeastOverMost(AtlasError):
    """More asked for than allowed."""

    option: str
    least: int
    most: int
    template = N_("“{option}”: at least {least} are asked for, but at most {most} are allowed. Change one of the two.")


@dataclass
class TooFewPlaces(AtlasError):
    """Fewer places than must be filled."""

    option: str
    least: int
    places: int
    template = N_(
        "“{option}”: at least {least} are asked for, but only {places} could stand anywhere where somebody would be "
        "reached. Ask for fewer, or leave fewer townships out."
    )


@dataclass
class NobodyBelongs(AtlasError):
    """A least share for a corridor or state of which nobody could be reached."""

    code: str
    share_percent: float
    template = N_(
        "At least {share_percent:g} % of those reached should belong to {code}, but nobody in the demand does. The "
        "only plan that keeps to it would reach nobody. Take the share out."
    )


@dataclass
class SharesTooLarge(AtlasError):
    """Least shares of different states, or of different corridors, that add up to more than everybody."""

    kind: str
    sum_percent: float
    template = N_(
        "The least shares by {kind} add up to {sum_percent:g} %. More than 100 % cannot be kept: lower one of them."
    )


def check(problem: Problem) -> None:
    """Raises the first of the errors above that holds; None where a plan may be looked for."""
    check_all_but_budget(problem)
    check_budget(problem)


def check_all_but_budget(problem: Problem) -> None:
    """The same for a problem that is asked at several budgets."""
    _bounds(problem)
    if problem.demand.empty or not (problem.demand["people"] > 0).any():
        raise NothingToAllocate(problem.unplaced_people)
    if not _for_sale(problem):
        raise NothingForSale()
    _numbers(problem, sources(problem))
    _shares(problem)


def _for_sale(problem: Problem) -> list[Option]:
    return [option for option in Option if problem.price(option) is not None]


def _bounds(problem: Problem) -> None:
    limits = problem.limits
    named: list[tuple[str, float]] = [
        ("budget_usd", limits.budget_usd), ("minimum_worth_0_1", limits.minimum_worth_0_1),
        ("upkeep_usd", limits.upkeep_usd), ("longest_km", limits.longest_km),
        ("resident_reach_km", limits.resident_reach_km), ("dsw_reach_km", limits.dsw_reach_km),
        ("roving_townships", limits.roving_townships), ("case_workers_each", limits.case_workers_each),
    ]  # fmt: skip
    for option, price in problem.prices.items():
        named += [(f"{option}: cost_usd", price.cost_usd), (f"{option}: capacity_people", price.capacity_people)]
        named += [(f"{option}: least", price.least), (f"{option}: most", 0 if price.most is None else price.most)]
    shares = [("minimum_worth_0_1", limits.minimum_worth_0_1), *((s.code, s.share_0_1) for s in limits.least_shares)]
    wrong = [pair for pair in [*named, *shares] if not pair[1] >= 0] + [pair for pair in shares if pair[1] > 1]
    demand = problem.demand
    for column in ("people", "weight"):
        bad = demand.loc[~(demand[column] >= 0), ["ts_pcode", column]]
        wrong += [(f"{row.ts_pcode}: {column}", float(row[2])) for row in bad.itertuples()]
    if wrong:
        raise BelowNought(*wrong[0])


def _numbers(problem: Problem, found: Sequence[Source]) -> None:
    for option in PLACED:
        price = problem.prices.get(option)
        if price is None or not price.least:
            continue
        if price.most is not None and price.least > price.most:
            raise LeastOverMost(str(option.label), price.least, price.most)
        places = sum(source.most for source in found if source.option == option)
        if places < price.least:
            raise TooFewPlaces(str(option.label), price.least, places)


def check_budget(problem: Problem) -> None:
    """Raises LeastTooDear, or BudgetTooSmall where the budget pays for nothing at all."""
    for_sale = _for_sale(problem)
    budget = problem.limits.budget_usd
    least_usd = sum(problem.prices[o].least * problem.prices[o].cost_usd for o in for_sale if o not in MINIMUM)
    if Option.CASE_WORKER in for_sale and not problem.limits.keeps_existing:
        providers = math.ceil(problem.prices[Option.CASE_WORKER].least / max(problem.limits.case_workers_each, 1))
        least_usd += providers * problem.limits.upkeep_usd  # new workers only at a provider that is paid for
    if least_usd > budget:
        raise LeastTooDear(budget, least_usd)
    if any(option in MINIMUM for option in for_sale) and budget > 0:
        return  # the minimum model can be bought for a part of the people expected
    cheapest = min(for_sale, key=lambda option: problem.prices[option].cost_usd)
    if problem.prices[cheapest].cost_usd > budget:
        raise BudgetTooSmall(budget, str(cheapest.label), problem.prices[cheapest].cost_usd)


def _shares(problem: Problem) -> None:
    states = problem.townships.set_index("ts_pcode")["st_pcode"].astype(str)
    demand = problem.demand[problem.demand["people"] > 0]
    present = {
        "corridor": set(demand["corridor"].astype(str)),
        "state": set(demand["ts_pcode"].map(states).astype(str)),
    }
    for kind, names in present.items():
        asked = [share for share in problem.limits.least_shares if share.kind == kind]
        for share in asked:
            if share.share_0_1 > 0 and share.code not in names:
                raise NobodyBelongs(share.code, share.share_0_1 * 100)
        if sum(share.share_0_1 for share in asked) > 1 + 1e-9:
            raise SharesTooLarge(kind, sum(share.share_0_1 for share in asked) * 100)
