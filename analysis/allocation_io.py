"""A plan as text and back, exactly: what is frozen can be opened again with all that it was asked."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, fields
from typing import Any, Final

import pandas as pd

from analysis.allocation_plan import MinimumLine, Placement, Plan
from analysis.allocation_problem import LeastShare, Limits, Option, Price, Problem
from analysis.allocation_solve import Ended
from analysis.sentence import Sentence

FORMAT: Final = 1
_FRAMES: Final = ("townships", "demand", "links", "existing", "offices")


def to_json(plan: Plan) -> str:
    """The plan with its problem; infinity is written as the text "inf"."""
    kept = {
        "format": FORMAT,
        "problem": inputs_of(plan.problem),
        "placements": [_flat(placement) for placement in plan.placements],
        "minimum": [_flat(line) for line in plan.minimum],
        "left_providers": list(plan.left_providers),
        "people": _frame(plan.people),
        "unreached": _frame(plan.unreached),
        "ended": str(plan.ended),
        **{name: plan.__dict__[name] for name in _NUMBERS},
    }
    return json.dumps(_plain(kept), ensure_ascii=False, allow_nan=False)


_NUMBERS: Final = (
    "as_today_people", "as_today_worth", "cost_usd", "objective", "bound", "gap_0_1", "seconds_s",
)  # fmt: skip


def from_json(text: str) -> Plan:
    """The plan that to_json wrote. Raises ValueError for text of another format."""
    kept = json.loads(text)
    if not isinstance(kept, dict) or kept.get("format") != FORMAT:
        raise ValueError("this is no plan of the format that can be read here")
    return Plan(
        problem=_problem(kept["problem"]),
        placements=tuple(_placement(one) for one in kept["placements"]),
        minimum=tuple(MinimumLine(**{**one, "option": Option(one["option"])}) for one in kept["minimum"]),
        left_providers=tuple(kept["left_providers"]),
        people=_read(kept["people"]),
        unreached=_read(kept["unreached"]),
        ended=Ended(kept["ended"]),
        **{name: _number(kept[name]) for name in _NUMBERS},
    )


def inputs_of(problem: Problem) -> dict[str, Any]:
    """Everything that was asked, as JSON takes it."""
    limits = {**asdict(problem.limits), "excluded": sorted(problem.limits.excluded)}
    return {
        **{name: _frame(getattr(problem, name)) for name in _FRAMES},
        "prices": {str(option): asdict(price) for option, price in problem.prices.items()},
        "limits": limits,
        "unplaced_people": problem.unplaced_people,
    }


def _problem(kept: dict[str, Any]) -> Problem:
    limits = {name: _number(value) for name, value in kept["limits"].items()}
    limits["excluded"] = frozenset(limits["excluded"])
    limits["least_shares"] = tuple(LeastShare(**share) for share in limits["least_shares"])
    prices = {
        Option(option): Price(**{name: _number(value) for name, value in price.items()})
        for option, price in kept["prices"].items()
    }
    frames = {name: _read(kept[name]) for name in _FRAMES}
    return Problem(**frames, prices=prices, limits=Limits(**limits), unplaced_people=kept["unplaced_people"])


def _placement(kept: dict[str, Any]) -> Placement:
    why = Sentence(kept["why"]["template"], tuple((name, value) for name, value in kept["why"]["facts"]))
    numbers = {name: _number(value) for name, value in kept.items()}
    return Placement(**{**numbers, "option": Option(kept["option"]), "serves": tuple(kept["serves"]), "why": why})


def _flat(one: Placement | MinimumLine) -> dict[str, Any]:
    made = {f.name: getattr(one, f.name) for f in fields(one)}
    return {name: asdict(value) if isinstance(value, Sentence) else value for name, value in made.items()}


def _frame(frame: pd.DataFrame) -> dict[str, Any]:
    columns = {str(name): [None if pd.isna(v) else v for v in frame[name].tolist()] for name in frame.columns}
    return {"columns": columns, "dtypes": {str(name): str(kind) for name, kind in frame.dtypes.items()}}


def _read(kept: dict[str, Any]) -> pd.DataFrame:
    columns = {
        name: pd.Series([_number(v) for v in values], dtype="object").astype(kept["dtypes"][name])
        for name, values in kept["columns"].items()
    }
    return pd.DataFrame(columns)


def _plain(value: Any) -> Any:
    """Infinity as text, codes as text, tuples as lists."""
    if isinstance(value, dict):
        return {str(name): _plain(one) for name, one in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(one) for one in value]
    if isinstance(value, float) and math.isinf(value):
        return "inf" if value > 0 else "-inf"
    return str(value) if isinstance(value, str) else value


def _number(value: Any) -> Any:
    return float(value) if value in ("inf", "-inf") else value
