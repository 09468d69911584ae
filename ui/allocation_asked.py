"""What a planner asks for, as one record: read from the form, handed to the engine, kept with a saved plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final

from analysis.allocation_inputs import Choices, Facts, Number, problem
from analysis.allocation_problem import PLACED, LeastShare, Option, Problem

# Settings that a plan may have otherwise than the register, in the order of the form; option -> (cost, room).
PRICE_KEYS: Final = {
    Option.RESIDENT: ("cost_resident_usd", "capacity_resident_people"),
    Option.CASE_WORKER: ("cost_case_worker_usd", "capacity_case_worker_people"),
    Option.ROVING: ("cost_roving_usd", "capacity_roving_people"),
    Option.DSW_OUTREACH: ("cost_dsw_outreach_usd", "capacity_dsw_outreach_people"),
}
MINIMUM_KEYS: Final = {
    Option.MINIMUM_CHILD: "cost_minimum_child_usd",
    Option.MINIMUM_ADULT: "cost_minimum_adult_usd",
}
WEIGHT_KEYS: Final = (
    "weight_child", "special_case_weight", "weight_china", "weight_year_waiting", "weight_expected",
    "minimum_worth_percent",
)  # fmt: skip
LIMIT_KEYS: Final = ("roving_longest_km", "dsw_reach_km", "case_workers_each_most", "upkeep_provider_usd")
EFFORT_KEYS: Final = ("allocation_gap_percent", "allocation_time_limit_s")
KEYS: Final = (
    *(key for keys in PRICE_KEYS.values() for key in keys), *MINIMUM_KEYS.values(), *WEIGHT_KEYS, *LIMIT_KEYS,
    *EFFORT_KEYS,
)  # fmt: skip
FIRST_BUDGET_USD: Final = 100_000.0


@dataclass(frozen=True)
class Asked:
    """least, most: (option, number) pairs, most only where there is a limit; values: (setting, value) pairs that
    differ from the register's; shares in percent, 0 for none.
    """

    budget_usd: float = FIRST_BUDGET_USD
    least: tuple[tuple[str, int], ...] = ()
    most: tuple[tuple[str, int], ...] = ()
    minimum_child: bool = True
    minimum_adult: bool = True
    keeps_existing: bool = True
    excluded: tuple[str, ...] = ()
    corridor: str = ""
    corridor_percent: float = 0.0
    st_pcode: str = ""
    state_percent: float = 0.0
    values: tuple[tuple[str, float], ...] = ()

    def numbers(self) -> dict[Option, Number]:
        """How many of each option; the minimum model only where it is switched on."""
        least, most = dict(self.least), dict(self.most)
        found = {option: Number(most.get(str(option)), least.get(str(option), 0)) for option in PLACED}
        found |= {Option.MINIMUM_CHILD: Number()} if self.minimum_child else {}
        return found | ({Option.MINIMUM_ADULT: Number()} if self.minimum_adult else {})

    def choices(self) -> Choices:
        """As the engine takes them."""
        shares = [
            LeastShare(kind, code, share / 100)
            for kind, code, share in (
                ("corridor", self.corridor, self.corridor_percent),
                ("state", self.st_pcode, self.state_percent),
            )
            if code and share
        ]
        return Choices(
            self.budget_usd, self.numbers(), self.keeps_existing, frozenset(self.excluded), tuple(shares),
            dict(self.values),
        )  # fmt: skip

    def kept(self, settings: Mapping[str, float]) -> dict[str, float]:
        """Every setting that counts, the register's where the planner left it."""
        return {key: dict(self.values).get(key, settings[key]) for key in KEYS}

    def problem(self, facts: Facts, settings: Mapping[str, float]) -> Problem:
        """The question to solve."""
        return problem(facts, self.choices(), settings)

    def written(self) -> dict[str, Any]:
        """As JSON takes it."""
        return asdict(self)


def read(written: Mapping[str, Any]) -> Asked:
    """The record that written() gave. Raises TypeError for anything else."""
    pairs = {name: tuple(tuple(pair) for pair in written.get(name, ())) for name in ("least", "most", "values")}
    return Asked(**(dict(written) | pairs | {"excluded": tuple(written.get("excluded", ()))}))
