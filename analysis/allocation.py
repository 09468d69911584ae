"""Where the next provider, roving case worker or DSW visit does most good with a budget, proven close to the best.

The parts: problem (what is asked), sources (what could stand where), model (the programme), solve (HiGHS), chain
(marginals), plan (the answer), checks (what no plan can satisfy). Other packages import from here. docs/methods.md
writes the programme out.
"""

from __future__ import annotations

from analysis.allocation_checks import check
from analysis.allocation_plan import MinimumLine, Placement, Plan, plan
from analysis.allocation_problem import (
    DEMAND_COLUMNS,
    EXISTING_COLUMNS,
    MINIMUM,
    PLACED,
    UNLIMITED,
    LeastShare,
    Limits,
    Option,
    Price,
    Problem,
)
from analysis.allocation_solve import DEFAULT_GAP, DEFAULT_TIME_LIMIT_S, Ended, NothingFound, Progress, Tell
from analysis.allocation_unreached import UnreachedReason

__all__ = [
    "DEFAULT_GAP",
    "DEFAULT_TIME_LIMIT_S",
    "DEMAND_COLUMNS",
    "EXISTING_COLUMNS",
    "MINIMUM",
    "PLACED",
    "UNLIMITED",
    "Ended",
    "LeastShare",
    "Limits",
    "MinimumLine",
    "NothingFound",
    "Option",
    "Placement",
    "Plan",
    "Price",
    "Problem",
    "Progress",
    "Tell",
    "UnreachedReason",
    "check",
    "plan",
]
