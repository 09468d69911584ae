"""Coverage, defined once: who is in reach of each township on a date, and where nobody is.

The parts: tiers (the best tier that holds, room, distance to DSW), reach (who can help one township), gaps (ranked
townships and totals), equity (capacity against victims by corridor), help (what would help). Other packages import
from here. The definition in words stands in docs/methods.md.
"""

from __future__ import annotations

from analysis.equity import CORRIDOR_COLUMNS, CorridorEquity, corridor_equity
from analysis.gaps import (
    GAP_TIERS,
    OUT_OF_REACH,
    Burden,
    GapTotals,
    burden_by_township,
    gap_totals,
    gaps,
    reason,
    victims_by_tier,
)
from analysis.help import (
    ROVING_TOWNSHIPS_MOST,
    Action,
    Suggestion,
    candidate_bases,
    neighbours_of,
    what_would_help,
    what_would_help_each,
)
from analysis.reach import IN_REACH, Via, in_reach
from analysis.sentence import Sentence
from analysis.tiers import Coverage, RoomState, Tier, coverage, with_room

__all__ = [
    "CORRIDOR_COLUMNS",
    "GAP_TIERS",
    "IN_REACH",
    "OUT_OF_REACH",
    "ROVING_TOWNSHIPS_MOST",
    "Action",
    "Burden",
    "CorridorEquity",
    "Coverage",
    "GapTotals",
    "RoomState",
    "Sentence",
    "Suggestion",
    "Tier",
    "Via",
    "burden_by_township",
    "candidate_bases",
    "corridor_equity",
    "coverage",
    "gap_totals",
    "gaps",
    "in_reach",
    "neighbours_of",
    "reason",
    "victims_by_tier",
    "what_would_help",
    "what_would_help_each",
    "with_room",
]
