"""A plan drawn by hand: what it reaches, and what the best plan with the same money would."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from analysis.allocation_checks import check_all_but_budget
from analysis.allocation_model import Model, build
from analysis.allocation_plan import Plan, plan, read_plan
from analysis.allocation_problem import PLACED, Option, Price, Problem
from analysis.allocation_solve import DEFAULT_GAP, DEFAULT_TIME_LIMIT_S, Tell, solve
from analysis.sentence import Sentence
from data.errors import N_, AtlasError

HEADLINE = N_(
    "Your plan supports {hand_people} of {demand_people} people, and {hand_minimum_people} more by the minimum model; "
    "the best plan with the same budget supports {best_people}, and {best_minimum_people} more by the minimum model."
)


@dataclass(frozen=True)
class ByHand:
    """One placement that a person chose.

    key: base P-code of a resident provider or roving worker; pool of a provider that gets more workers; DSW office.
    serves: P-codes that a roving worker is to serve beside the base (None: those where it does most good).
    """

    option: Option
    key: str
    number: int = 1
    serves: tuple[str, ...] | None = None


@dataclass
class NotPossibleThere(AtlasError):
    """A placement drawn where it cannot stand or would reach nobody."""

    option: str
    key: str
    template = N_(
        "“{option}” at {key} would reach nobody: the township is left out, unknown or not in reach, or nobody there "
        "needs support. Take it off the drawing or place it elsewhere."
    )


@dataclass
class ServesTooMany(AtlasError):
    """A roving worker drawn with more townships, or others, than it may serve."""

    key: str
    asked: tuple[str, ...]
    most: int
    template = N_(
        "The roving worker based in {key} may serve at most {most} townships that touch it and lie within the longest "
        "way; drawn were: {asked}. Take some off."
    )


@dataclass(frozen=True, eq=False)
class Against:
    """hand: the plan drawn; best: the best plan with budget_usd; both in people reached of demand_people."""

    hand: Plan
    best: Plan
    budget_usd: float
    demand_people: float

    def headline(self) -> Sentence:
        """Both in one line. The minimum model is told apart, since it reaches many for little."""
        facts = {
            "hand_people": self.hand.existing_people + self.hand.new_people,
            "demand_people": self.demand_people,
            "hand_minimum_people": self.hand.minimum_people,
            "best_people": self.best.existing_people + self.best.new_people,
            "best_minimum_people": self.best.minimum_people,
        }
        return Sentence(HEADLINE, tuple((name, round(people)) for name, people in facts.items()))


def by_hand(problem: Problem, placements: Sequence[ByHand]) -> Plan:
    """What the placements reach, the rest of the budget going into the minimum model (if that is for sale).

    Numbers, shares and the budget do not bind a drawn plan: it may cost more than the budget, and then nothing is
    left for the minimum model. Raises NotPossibleThere, ServesTooMany, or what check raises.
    """
    drawn_usd = sum(_cost(problem, one) for one in placements) + _upkeep_usd(problem, placements)
    prices = {o: replace(p, most=None if o in PLACED else p.most, least=0) for o, p in problem.prices.items()}
    limits = replace(problem.limits, budget_usd=max(problem.limits.budget_usd, drawn_usd), least_shares=())
    limits = replace(limits, case_workers_each=max([limits.case_workers_each, *(one.number for one in placements)]))
    drawn = replace(problem, prices=prices, limits=limits)
    check_all_but_budget(drawn)
    model = build(drawn)
    found = solve(model, 0.0, DEFAULT_TIME_LIMIT_S, fixed=_fixed(model, placements))
    return read_plan(model, found, keep_all=True)


def as_today(problem: Problem) -> Plan:
    """What the room of existing providers alone reaches, all of them kept, as a plan without placements."""
    limits = replace(problem.limits, budget_usd=0.0, keeps_existing=True, least_shares=())
    nothing = replace(problem, prices={Option.RESIDENT: Price(1.0, 1.0)}, limits=limits)
    return by_hand(nothing, ())


@lru_cache(maxsize=16)
def today_people(plan: Plan) -> float:
    """People reached by existing room alone, all providers kept; Plan.as_today_people counts those that it keeps."""
    return as_today(plan.problem).existing_people if plan.left_providers else plan.as_today_people


def against_best(
    problem: Problem,
    placements: Sequence[ByHand],
    gap_0_1: float = DEFAULT_GAP,
    time_limit_s: float = DEFAULT_TIME_LIMIT_S,
    tell: Tell | None = None,
) -> Against:
    """The drawn plan beside the best one with the same money: the budget, or what the drawing costs if that is more."""
    hand = by_hand(problem, placements)
    budget = max(problem.limits.budget_usd, hand.cost_usd)
    limits = replace(problem.limits, budget_usd=budget)
    best = plan(replace(problem, limits=limits), gap_0_1, time_limit_s, tell)
    return Against(hand, best, budget, hand.demand_people)


def _cost(problem: Problem, one: ByHand) -> float:
    price = problem.prices.get(one.option)
    if price is None or one.option not in PLACED:
        raise NotPossibleThere(str(one.option.label), _place(problem, one.option, one.key))
    return price.cost_usd * one.number


def _upkeep_usd(problem: Problem, placements: Sequence[ByHand]) -> float:
    """What the providers that get workers cost, where they are not kept anyway."""
    pools = {one.key for one in placements if one.option == Option.CASE_WORKER}
    return 0.0 if problem.limits.keeps_existing else len(pools) * problem.limits.upkeep_usd


def _place(problem: Problem, option: Option, key: str) -> str:
    """P-code of the base; the key itself where nothing of that key is known."""
    rows, column = (problem.existing, "pool_id") if option == Option.CASE_WORKER else (problem.offices, "office_id")
    found = rows.loc[rows[column].astype(str) == key, "ts_pcode"]
    return str(found.iloc[0]) if len(found) and option in (Option.CASE_WORKER, Option.DSW_OUTREACH) else key


def _fixed(model: Model, placements: Sequence[ByHand]) -> dict[int, float]:
    """Columns held: what was drawn stands, nothing else does; a roving worker serves whom it was drawn to serve."""
    wanted = {(one.option, one.key): one for one in placements}
    known = {(s.option, s.key) for s in model.sources if s.option is not None}
    for option, key in wanted:
        if (option, key) not in known:
            raise NotPossibleThere(str(option.label), _place(model.problem, option, key))
    fixed: dict[int, float] = {}
    for k, source in enumerate(model.sources):
        column = model.stands[k]
        if column is None or source.option is None:
            continue
        one = wanted.get((source.option, source.key))
        fixed[column] = float(one.number) if one else 0.0
        if one and one.serves is not None:
            fixed.update(_served(model, k, one))
        elif not one:
            fixed.update(dict.fromkeys(model.chosen[k].values(), 0.0))
    return fixed


def _served(model: Model, k: int, one: ByHand) -> dict[int, float]:
    source, order = model.sources[k], model.problem.order
    beside = {code for code in one.serves or () if code != order[source.base]}
    most = model.problem.limits.roving_townships
    if len(beside) > most or not beside <= _may_serve(model, k):
        raise ServesTooMany(one.key, tuple(sorted(beside)), most)
    return {column: float(order[i] in beside) for i, column in model.chosen[k].items()}


def _may_serve(model: Model, k: int) -> set[str]:
    """Townships in the source's reach, and those that nobody comes from: serving them is no mistake."""
    problem = model.problem
    base = problem.order[model.sources[k].base]
    links = problem.links
    touching = {*links.loc[links["ts_a"] == base, "ts_b"], *links.loc[links["ts_b"] == base, "ts_a"]}
    needed = {problem.order[group.township] for group in model.groups}
    return {problem.order[i] for i in model.sources[k].reach} | (touching - needed - problem.limits.excluded)
