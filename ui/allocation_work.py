"""What a visit has asked and found in the planner of help, kept in plain session state; solving runs beside it."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, Final

import streamlit as st

from analysis.allocation import NothingFound, Plan, Problem, Progress, plan
from analysis.allocation_frontier import Frontier, frontier
from analysis.allocation_hand import Against, ByHand, against_best
from analysis.allocation_problem import Option
from data.errors import N_, AtlasError
from data.scope import Scope
from queries.filters import Filters
from ui import cached, state
from ui.allocation_asked import Asked
from ui.allocation_facts import Need, need
from ui.export import filters_in_words
from ui.jobs import Job, Stopped, Turns, taken_over

AT_ONCE: Final = 2  # solvers that one machine is asked to bear
_TURNS: Final = Turns(AT_ONCE)
_WORK: Final = "atlas_allocation"
_PATIENCE_S: Final = 1.0
FRONTIER_POINTS: Final = 12
FRONTIER_EACH_S: Final = 10.0


@dataclass
class NoPlanKeepsAll(AtlasError):
    """The solver proved that the limits exclude each other."""

    budget_usd: float
    template = N_(
        "No plan keeps to all of these limits with {budget_usd:,.0f} US dollars: together they exclude each other. "
        "Loosen a least number, a least share or the townships left out."
    )


@dataclass
class NoPlanInTime(AtlasError):
    """Time ran out before there was any plan."""

    seconds_s: float
    template = N_("No plan was found within {seconds_s:g} seconds. Allow more time, or ask for less at once.")


@dataclass(frozen=True)
class Doing:
    """How far a job is. best, bound: weighted people (None: none yet) of `worth` in all; done, all: plans.

    began_s: of the clock that only runs forward.
    """

    best: float | None = None
    bound: float | None = None
    seconds_s: float = 0.0
    worth: float = 0.0
    done: int = 0
    all: int = 1
    has_begun: bool = False
    began_s: float = 0.0


@dataclass(frozen=True, eq=False)
class Made:
    """What was asked, of which data, and what came of it. values: settings that counted, by key."""

    asked: Asked
    filters: Filters
    as_of: date
    fingerprint: str
    values: tuple[tuple[str, float], ...]
    settings: tuple[tuple[str, float], ...]
    result: Any = None

    @property
    def filters_words(self) -> str:
        """The filters in one line, in the language of whoever reads it now."""
        return filters_in_words(self.filters)

    @property
    def plan(self) -> Plan:
        """The plan; for results that are one."""
        found: Plan = self.result
        return found


@dataclass(frozen=True, eq=False)
class Work:
    """drawn: placements by hand; place_option: what a click on the map places; opened: saved plans by identifier."""

    owner: Scope
    asked: Asked = field(default_factory=Asked)
    job: Job | None = None
    plan: Made | None = None
    frontier: Made | None = None
    against: Made | None = None
    drawn: tuple[ByHand, ...] = ()
    place_option: Option = Option.ROVING
    opened: tuple[tuple[str, Plan], ...] = ()
    error: AtlasError | None = None
    note: str = ""


def current() -> Work:
    """The work of this visit and this reader; a new reader begins anew."""
    found, owner = st.session_state.get(_WORK), state.scope()
    if found is None or found.owner != owner:
        if found is not None and found.job:
            found.job.stop()
        found = Work(owner)
        st.session_state[_WORK] = found
    return found


def change(**fields: Any) -> None:
    """Change what is known."""
    st.session_state[_WORK] = replace(current(), **fields)


def the_need() -> Need:
    """Who needs a place in the present view."""
    return need(state.scope(), state.filters())


def is_current(made: Made) -> bool:
    """Whether it rests on what the view and the register say now."""
    return made.filters == state.filters() and made.fingerprint == cached.register_fingerprint()


def is_of_question(made: Made) -> bool:
    """Whether it answers what was asked last, with the settings as they are now."""
    now = current().asked
    return made.asked == now and made.values == tuple(now.kept(cached.settings()).items())


def _frame(asked: Asked) -> Made:
    settings = cached.settings()
    return Made(
        asked, state.filters(), state.as_of(), cached.register_fingerprint(),
        tuple(asked.kept(settings).items()), tuple(settings.items()),
    )  # fmt: skip


def present_problem() -> Problem:
    """The question as it stands, for drawing by hand. Raises AtlasError."""
    return current().asked.problem(the_need().facts, cached.settings())


# --- Work beside the visit --------------------------------------------------------------------------------------------


def begin_plan(asked: Asked) -> None:
    """Look for the best plan."""
    gap, limit_s = _effort(asked)

    def work(job: Job, problem: Problem) -> Plan:
        return plan(problem, gap, limit_s, _teller(job))

    _begin("plan", asked, work)


def begin_frontier() -> None:
    """Look for the best plan at each of a row of budgets."""
    asked = current().asked
    gap, limit_s = _effort(asked)

    def work(job: Job, problem: Problem) -> Frontier:
        def tell(done: int, every: int) -> bool:
            job.progress = replace(job.progress, done=done, all=every, has_begun=True)
            return not job.is_stopped

        each_s = min(limit_s, FRONTIER_EACH_S)
        return frontier(problem, points=FRONTIER_POINTS, gap_0_1=gap, time_limit_s=each_s, tell=tell)

    _begin("frontier", asked, work)


def begin_against() -> None:
    """Work out what the drawn plan reaches, and the best with the same money."""
    now = current()
    gap, limit_s = _effort(now.asked)
    drawn = now.drawn

    def work(job: Job, problem: Problem) -> Against:
        return against_best(problem, drawn, gap, limit_s, _teller(job))

    _begin("against", now.asked, work)


def _effort(asked: Asked) -> tuple[float, float]:
    kept = asked.kept(cached.settings())
    return kept["allocation_gap_percent"] / 100, kept["allocation_time_limit_s"]


def _teller(job: Job) -> Callable[[Progress], bool]:
    def tell(progress: Progress) -> bool:
        now = {"best": progress.best, "bound": progress.bound, "seconds_s": progress.seconds_s}
        job.progress = replace(job.progress, **now, has_begun=True)
        return not job.is_stopped

    return tell


def _begin(kind: str, asked: Asked, work: Callable[[Job, Problem], Any]) -> None:
    """Start a job; its result is a Made of `kind`."""
    made, facts, settings = _frame(asked), the_need().facts, cached.settings()
    limit_s = _effort(asked)[1]

    def whole(job: Job) -> Made:
        problem = asked.problem(facts, settings)
        worth = float((problem.demand["people"] * problem.demand["weight"]).sum())
        job.progress = replace(job.progress, worth=worth, has_begun=True, began_s=time.monotonic())
        try:
            return replace(made, result=work(job, problem))
        except NothingFound as nothing:
            if job.is_stopped:
                raise Stopped from nothing
            raise (NoPlanKeepsAll(asked.budget_usd) if nothing.is_infeasible else NoPlanInTime(limit_s)) from nothing

    job = Job(kind, whole, _TURNS, Doing())
    change(asked=asked, job=job.start(), error=None, note="")
    job.wait(_PATIENCE_S)
    collect()


def stop() -> None:
    """Ask the job to stop; what it has found is kept."""
    job = current().job
    if job is not None:
        job.stop()


def collect() -> None:
    """Take over what the job has finished. Raises what nobody expected."""
    done = taken_over(current().job, change)
    if done is None:
        return
    if done.result is None:
        change(note=N_("Stopped before there was any plan."))
    else:
        change(**{done.kind: done.result})
