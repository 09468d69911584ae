"""The mixed-integer programme of an allocation: its columns and rows, as HiGHS takes them.

Maximise  sum of weight x (people reached by existing room + by what is new + worth x by the minimum model)
over      y: how many of each source stand (integers); z: townships that a roving worker serves (0 or 1);
          f: people that a source reaches in a township; s: share (0 to 1) to which a township is served at all;
          e, t, m: people of a group reached by existing room, by what is new, and by the minimum model.
The rows are numbered in docs/methods.md, which also says why each is there.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

import highspy
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.allocation_problem import PLACED, UNLIMITED, LeastShare, Option, Price, Problem
from analysis.allocation_rows import Columns, Rows, Terms
from analysis.allocation_sources import Source, Takes, sources

HARDLY_ANYBODY: Final = 1e-6  # people: fewer in a group are left out, since the solver could not tell them from none


@dataclass(frozen=True)
class Group:
    """People of one township, age class and corridor. township: position in Problem.order; worth: weight of one."""

    township: int
    is_child: bool
    corridor: str
    people: float
    worth: float


@dataclass(frozen=True, eq=False)
class Model:
    """The programme with the meaning of its columns.

    stands: column of each source's y (None: existing room that stands anyway). flows: for each source, column of f by
    township (missing where `floods`). chosen: for each source, column of z by township. floods: sources whose room is
    more than all the demand that they reach, so that no flow needs counting. existing, new, minimum: column by group.
    least_numbers: rows that ask for at least so many placements. least_people: row that asks for at least so many
    people in any way, where there is one.
    """

    problem: Problem
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]
    columns: Columns
    rows: Rows
    stands: tuple[int | None, ...]
    flows: tuple[dict[int, int], ...]
    chosen: tuple[dict[int, int], ...]
    floods: frozenset[int]
    existing: dict[int, int]
    new: dict[int, int]
    minimum: dict[int, int]
    least_numbers: tuple[int, ...]
    least_people: int | None = None

    def lp(self) -> highspy.HighsLp:
        """As HiGHS takes it."""
        made = highspy.HighsLp()
        made.num_col_, made.num_row_ = len(self.columns.worth), len(self.rows.terms)
        made.sense_ = highspy.ObjSense.kMaximize
        made.col_cost_ = np.array(self.columns.worth, float)
        made.col_lower_ = np.zeros(made.num_col_)
        made.col_upper_ = np.array(self.columns.upper, float)
        made.row_lower_, made.row_upper_ = np.array(self.rows.lower, float), np.array(self.rows.upper, float)
        starts = np.cumsum([0, *(len(terms) for terms in self.rows.terms)])
        made.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        made.a_matrix_.start_ = starts.astype(np.int32)
        made.a_matrix_.index_ = np.array([col for terms in self.rows.terms for col, _ in terms], np.int32)
        made.a_matrix_.value_ = np.array([value for terms in self.rows.terms for _, value in terms], float)
        kinds = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
        made.integrality_ = [kinds[whole] for whole in self.columns.is_integer]
        return made


def build(problem: Problem) -> Model:
    """The programme of a problem; the order of columns and rows does not depend on the townships' labels."""
    groups = _groups(problem)
    demand = _demand_by_township(groups, len(problem.order))
    found = tuple(_bounded(source, demand) for source in sources(problem))
    columns, rows = Columns(), Rows()
    floods = frozenset(k for k, source in enumerate(found) if _floods(source, demand))
    stands = tuple(_stand(source, problem, columns) for source in found)
    flows, chosen = [], []
    for k, source in enumerate(found):
        own_flows, own_choice = _reach(source, stands[k], k in floods, demand, columns, rows)
        flows.append(own_flows)
        chosen.append(own_choice)
    part = _Part(problem, groups, found, columns, rows, stands, tuple(flows), tuple(chosen), floods)
    existing, new = part.reached(of_new=False), part.reached(of_new=True)
    minimum = part.minimum()
    part.nobody_twice((existing, new, minimum))
    part.budget(minimum)
    least_numbers = part.numbers()
    part.least_shares(new, minimum)
    return Model(
        problem, groups, found, columns, rows, stands, tuple(flows), tuple(chosen), floods, existing, new, minimum,
        least_numbers,
    )  # fmt: skip


def reaching_at_least(model: Model, people: float) -> Model:
    """The same programme for plans that reach at least so many people in any way."""
    rows = Rows(list(model.rows.terms), list(model.rows.lower), list(model.rows.upper))
    columns = [*model.existing.values(), *model.new.values(), *model.minimum.values()]
    row = rows.at_least([(col, 1.0) for col in columns], people)
    return replace(model, rows=rows, least_people=row)


def _groups(problem: Problem) -> tuple[Group, ...]:
    at = {code: i for i, code in enumerate(problem.order)}
    rows = problem.demand[problem.demand["people"] > HARDLY_ANYBODY]
    made = [
        Group(at[str(r.ts_pcode)], bool(r.is_child), str(r.corridor), float(r.people), float(r.weight))
        for r in rows.itertuples()
    ]
    return tuple(sorted(made, key=lambda g: (g.township, not g.is_child, g.corridor)))


def _demand_by_township(groups: Sequence[Group], townships: int) -> dict[Takes, NDArray[np.float64]]:
    """People by township whom a source of each kind could take."""
    found = {takes: np.zeros(townships) for takes in Takes}
    for group in groups:
        found[Takes.ANYBODY][group.township] += group.people
        found[Takes.CHILDREN if group.is_child else Takes.ADULTS][group.township] += group.people
    return found


def _bounded(source: Source, demand: dict[Takes, NDArray[np.float64]]) -> Source:
    """Room without end is room for all whom the source could reach."""
    if np.isfinite(source.capacity_people):
        return source
    return replace(source, capacity_people=float(demand[source.takes][list(source.reach)].sum()))


def _floods(source: Source, demand: dict[Takes, NDArray[np.float64]]) -> bool:
    """True where one has room for all whom it could reach: then covering is all that counts."""
    if source.takes != Takes.ANYBODY or source.chooses is not None or source.option is None:
        return False
    return source.most == 1 and source.capacity_people >= float(demand[source.takes][list(source.reach)].sum())


def _stand(source: Source, problem: Problem, columns: Columns) -> int | None:
    if source.option is None and problem.limits.keeps_existing:
        return None
    return columns.add(0.0, source.most, is_integer=True)


def _reach(
    source: Source,
    stands: int | None,
    floods: bool,
    demand: dict[Takes, NDArray[np.float64]],
    columns: Columns,
    rows: Rows,
) -> tuple[dict[int, int], dict[int, int]]:
    """Rows (1)-(4): people reached only where a source stands, within its room, in townships that it serves."""
    if floods:
        return {}, {}
    flows: dict[int, int] = {}
    chosen: dict[int, int] = {}
    room = source.capacity_people * source.most
    for township in source.reach:
        most = min(float(demand[source.takes][township]), room)
        flows[township] = columns.add(0.0, most)
        gate = stands
        if source.chooses is not None and township != source.base and stands is not None:
            gate = chosen[township] = columns.add(0.0, 1.0, is_integer=True)
            rows.at_most([(gate, 1.0), (stands, -1.0)], 0.0)
        if gate is not None:
            one = min(most, source.capacity_people)
            rows.at_most([(flows[township], 1.0), (gate, -one)], 0.0)
    whole: Terms = [(col, 1.0) for col in flows.values()]
    if stands is None:
        rows.at_most(whole, room)
    elif len(whole) > 1 or source.most > 1:
        rows.at_most([*whole, (stands, -source.capacity_people)], 0.0)
    if stands is not None and source.chooses is not None and len(chosen) > source.chooses:
        rows.at_most([*((col, 1.0) for col in chosen.values()), (stands, -float(source.chooses))], 0.0)
    return flows, chosen


@dataclass(frozen=True, eq=False)
class _Part:
    """What the rows that join sources and groups need."""

    problem: Problem
    groups: tuple[Group, ...]
    sources: tuple[Source, ...]
    columns: Columns
    rows: Rows
    stands: tuple[int | None, ...]
    flows: tuple[dict[int, int], ...]
    chosen: tuple[dict[int, int], ...]
    floods: frozenset[int]

    def reached(self, of_new: bool) -> dict[int, int]:
        """Rows (5)-(7): people of the groups reached <= people that the sources reach there; column by group."""
        into = self._into(of_new)
        columns: dict[int, int] = {}
        members: dict[int, list[int]] = defaultdict(list)
        for g, group in enumerate(self.groups):
            terms = into.get(group.township, {})
            own = Takes.CHILDREN if group.is_child else Takes.ADULTS
            if terms.get(Takes.ANYBODY) or terms.get(own):
                columns[g] = self.columns.add(group.worth, group.people)
                members[group.township].append(g)
        for township, those in members.items():
            self._balance(those, columns, into[township])
        self._served(columns, of_new)
        return columns

    def _served(self, columns: dict[int, int], of_new: bool) -> None:
        """Row (7): of each group no larger share than its township is served; s: share to which something stands.

        Without it, a tenth of a source would reach a tenth of the people, but the heaviest of them.
        """
        gates = self._gates(of_new)
        served: dict[tuple[int, ...], int] = {}
        for g, col in columns.items():
            group = self.groups[g]
            own = tuple(gates[group.township, group.is_child])
            if not own:  # existing room that stands anyway
                continue
            if len(own) > 1 and own not in served:
                served[own] = self.columns.add(0.0, 1.0)
                self.rows.at_most([(served[own], 1.0), *((gate, -1.0) for gate in own)], 0.0)
            self.rows.at_most([(col, 1.0), (served.get(own, own[0]), -group.people)], 0.0)

    def _gates(self, of_new: bool) -> dict[tuple[int, bool], list[int]]:
        """By township and age class, the columns of which one at least has to stand so that anybody is reached."""
        gates: dict[tuple[int, bool], list[int]] = defaultdict(list)
        for k, source in enumerate(self.sources):
            stands = self.stands[k]
            if (source.option is not None) != of_new or stands is None:
                continue
            for township in source.reach:
                for is_child in (True, False):
                    if source.takes != (Takes.ADULTS if is_child else Takes.CHILDREN):
                        gates[township, is_child].append(self.chosen[k].get(township, stands))
        return gates

    def _balance(self, those: list[int], columns: dict[int, int], into: dict[Takes, Terms]) -> None:
        """With sources for children only or adults only, each class and the whole have to fit (Hall's condition)."""
        every = [term for terms in into.values() for term in terms]
        self.rows.at_most([*((columns[g], 1.0) for g in those), *_minus(every)], 0.0)
        for own, other in ((Takes.CHILDREN, Takes.ADULTS), (Takes.ADULTS, Takes.CHILDREN)):
            mine = [g for g in those if self.groups[g].is_child == (own == Takes.CHILDREN)]
            if mine and into.get(other):
                fits = [*into.get(Takes.ANYBODY, []), *into.get(own, [])]
                self.rows.at_most([*((columns[g], 1.0) for g in mine), *_minus(fits)], 0.0)

    def _into(self, of_new: bool) -> dict[int, dict[Takes, Terms]]:
        """For each township, the terms of what reaches it, by whom that takes."""
        into: dict[int, dict[Takes, Terms]] = defaultdict(lambda: defaultdict(list))
        people: dict[int, float] = defaultdict(float)
        for group in self.groups:
            people[group.township] += group.people
        for k, source in enumerate(self.sources):
            if (source.option is not None) != of_new:
                continue
            stands = self.stands[k]
            for township in source.reach:
                if k in self.floods and stands is not None:
                    term = (stands, people[township])
                else:
                    term = (self.flows[k][township], 1.0)
                into[township][source.takes].append(term)
        return into

    def minimum(self) -> dict[int, int]:
        """Columns of people reached by the minimum model; none in an excluded township."""
        columns = {}
        for g, group in enumerate(self.groups):
            option = Option.MINIMUM_CHILD if group.is_child else Option.MINIMUM_ADULT
            excluded = self.problem.order[group.township] in self.problem.limits.excluded
            if self.problem.price(option) is not None and not excluded:
                worth = group.worth * self.problem.limits.minimum_worth_0_1
                columns[g] = self.columns.add(worth, group.people)
        for option, is_child in ((Option.MINIMUM_CHILD, True), (Option.MINIMUM_ADULT, False)):
            price = self.problem.price(option)
            those: Terms = [(col, 1.0) for g, col in columns.items() if self.groups[g].is_child == is_child]
            if price is not None and price.most is not None and those:
                self.rows.at_most(those, float(price.most))
        return columns

    def nobody_twice(self, ways: Sequence[dict[int, int]]) -> None:
        """Row (8): nobody is reached twice."""
        for g, group in enumerate(self.groups):
            terms = [(way[g], 1.0) for way in ways if g in way]
            if len(terms) > 1:
                self.rows.at_most(terms, group.people)

    def budget(self, minimum: dict[int, int]) -> None:
        """Row (9): what stands and the minimum model cost no more than the budget."""
        if self.problem.limits.budget_usd == UNLIMITED:
            return
        terms = [
            (col, source.cost_usd)
            for source, col in zip(self.sources, self.stands, strict=True)
            if col is not None and source.cost_usd
        ]
        for g, col in minimum.items():
            terms.append((col, self._minimum_price(g).cost_usd))
        self.rows.at_most(terms, self.problem.limits.budget_usd)

    def _minimum_price(self, g: int) -> Price:
        return self.problem.prices[Option.MINIMUM_CHILD if self.groups[g].is_child else Option.MINIMUM_ADULT]

    def numbers(self) -> tuple[int, ...]:
        """Row (10): at most, and at least, so many of each option; a new worker only at a provider that is kept.

        Returns the rows of the least numbers.
        """
        least: list[int] = []
        by_option: dict[Option, Terms] = defaultdict(list)
        kept = {
            source.key: col
            for source, col in zip(self.sources, self.stands, strict=True)
            if source.option is None and col is not None
        }
        for source, col in zip(self.sources, self.stands, strict=True):
            if source.option is None or col is None:
                continue
            by_option[source.option].append((col, 1.0))
            if source.option == Option.CASE_WORKER and source.key in kept:
                self.rows.at_most([(col, 1.0), (kept[source.key], -float(source.most))], 0.0)
        for option in PLACED:
            price = self.problem.prices.get(option)
            if price is None:
                continue
            if price.most is not None and by_option[option]:
                self.rows.at_most(by_option[option], float(price.most))
            if price.least:
                least.append(self.rows.at_least(by_option[option], float(price.least)))
        return tuple(least)

    def least_shares(self, new: dict[int, int], minimum: dict[int, int]) -> None:
        """Row (11): of the people newly reached, at least such a share belongs to a corridor or a state."""
        states = self.problem.townships.set_index("ts_pcode")["st_pcode"].astype(str)
        state_of = [states[code] for code in self.problem.order]
        for asked in self.problem.limits.least_shares:
            terms = [
                (way[g], float(_belongs(group, asked, state_of)) - asked.share_0_1)
                for way in (new, minimum)
                for g, group in enumerate(self.groups)
                if g in way
            ]
            self.rows.at_least(terms, 0.0)


def _belongs(group: Group, asked: LeastShare, state_of: Sequence[str]) -> bool:
    return (group.corridor if asked.kind == "corridor" else state_of[group.township]) == asked.code


def _minus(terms: Terms) -> Terms:
    return [(col, -value) for col, value in terms]


def frame_of(model: Model, reached: NDArray[np.float64]) -> pd.DataFrame:
    """People by township and group of a solution (one value a column of the programme).

    ts_pcode, is_child, corridor, people, existing_people, new_people, minimum_people, unreached_people, worth.
    """

    def of(way: dict[int, int]) -> NDArray[np.float64]:
        return np.array([max(reached[way[g]], 0.0) if g in way else 0.0 for g in range(len(model.groups))])

    existing, new, minimum = of(model.existing), of(model.new), of(model.minimum)
    frame = pd.DataFrame({
        "ts_pcode": [model.problem.order[g.township] for g in model.groups],
        "is_child": [g.is_child for g in model.groups],
        "corridor": [g.corridor for g in model.groups],
        "people": [g.people for g in model.groups],
        "existing_people": existing, "new_people": new, "minimum_people": minimum,
        "worth": [g.worth for g in model.groups],
    })  # fmt: skip
    left = frame["people"] - frame["existing_people"] - frame["new_people"] - frame["minimum_people"]
    return frame.assign(unreached_people=left.clip(lower=0.0))
