"""What leaves the module: published values and what was checked about them; a withheld figure has no number here."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import pandas as pd

from analysis.disclosure_cells import FIRST, KEYS, LAST
from analysis.disclosure_rules import ALL, COUNTRY, PEOPLE
from data.errors import N_
from data.vocabulary import Code


class Status(Code):
    """What stands in a published cell. Why a figure is withheld is not told: that would give its size away."""

    SHOWN = "shown", N_("Shown")
    WITHHELD = "withheld", N_("Withheld: fewer than the threshold, or withheld to protect others")
    IMPOSSIBLE = "impossible", N_("Cannot occur")


class Method(Code):
    """How the pattern of withheld figures was chosen."""

    OPTIMAL = "optimal", N_("Proven to lose the least information")
    HEURISTIC = "heuristic", N_("Found by a heuristic, with a proven bound")


class Stage(Code):
    """Where the work stands."""

    COUNTING = "counting", N_("Adding up the figures")
    PROTECTING = "protecting", N_("Choosing what to withhold")
    CLEANING = "cleaning", N_("Trying to show more")
    PROVING = "proving", N_("Proving how little had to be withheld")
    AUDITING = "auditing", N_("Attacking every withheld figure")


@dataclass(frozen=True)
class Step:
    """done of `of` pieces of a stage."""

    stage: Stage
    done: int
    of: int


@dataclass(frozen=True)
class TableAudit:
    """Of one table: figures, those withheld, and the tightest range that an outsider can deduce for any of these
    (whole people; narrowest_to None: no upper limit; both None: nothing is withheld).
    """

    table: str
    cells: int
    withheld: int
    narrowest_from: int | None
    narrowest_to: int | None


@dataclass(frozen=True)
class Audit:
    """What was tried and found. programmes: linear and integer programmes solved. cost, bound: loss of information by
    figures that are withheld only for others, and the proven least; gap_0_1 = (cost - bound) / cost. insiders:
    organisations whose own cases were taken as known; earlier: publications taken in; late: figures that people
    recorded late have joined.
    """

    tables: tuple[TableAudit, ...]
    method: Method
    cost: float
    bound: float
    gap_0_1: float
    programmes: int
    insiders: int
    earlier: int
    seconds_s: float
    late: int = 0


@dataclass(frozen=True)
class Withheld:
    """Of one table, from published values alone. cells: without impossible ones; people_percent: of the published total
    that is in no shown figure of the finest level, category and period (None: the total itself is withheld).
    """

    table: str
    cells: int
    withheld_cells: int
    withheld_cells_percent: int
    people_percent: int | None


@dataclass(frozen=True, eq=False)
class Released:
    """Shown figures of one publication before rounding, for the audit of the next: no withheld one, and not for donors.

    cells: table, level, place, first_year, last_year, the categories, people. late: the same of the people recorded
    late who have joined such a figure (analysis/publication_late.py); None: nobody has.
    """

    version: str
    cells: pd.DataFrame
    late: pd.DataFrame | None = None

    def to_json(self) -> str:
        """A text from which from_json makes the same again."""
        kept = {"version": self.version, "cells": _split(self.cells)}
        if self.late is not None:
            kept["late"] = _split(self.late)
        return json.dumps(kept, ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> Released:
        kept = json.loads(text)
        return cls(kept["version"], _joined(kept["cells"]), _joined(kept["late"]) if "late" in kept else None)


def _split(cells: pd.DataFrame) -> Any:
    return json.loads(cells.to_json(orient="split", index=False))


def _joined(kept: dict[str, Any]) -> pd.DataFrame:
    cells = pd.DataFrame(kept["data"], columns=kept["columns"])
    return cells.astype({FIRST: int, LAST: int, PEOPLE: "Int64"})


@dataclass(frozen=True, eq=False)
class Publication:
    """rows: everything that may be displayed: table, level, place, first_year, last_year, one column a category, people
    (rounded; <NA> where not shown), status, finest (shown, and not made up of shown places of a finer level).
    """

    rows: pd.DataFrame
    released: Released
    audit: Audit
    withheld: tuple[Withheld, ...]

    def table(self, name: str) -> pd.DataFrame:
        """Rows of one table with its own categories alone. Raises KeyError."""
        rows = self.rows[self.rows["table"] == name]
        if rows.empty:
            raise KeyError(name)
        categories = [c for c in _categories(self.rows) if (rows[c] != "").any()]
        return rows[[*KEYS, *categories, PEOPLE, "status", "finest"]].reset_index(drop=True)

    def to_json(self) -> str:
        """rows, audit without its seconds, and withheld: published values only, the same text for the same result."""
        audit = {name: value for name, value in asdict(self.audit).items() if name not in ("seconds_s", "programmes")}
        rows = json.loads(self.rows.to_json(orient="split", index=False))
        kept = {"rows": rows, "audit": audit, "withheld": [asdict(part) for part in self.withheld]}
        return json.dumps(kept, ensure_ascii=False, sort_keys=True)


def _categories(rows: pd.DataFrame) -> list[str]:
    return [c for c in rows.columns if c not in (*KEYS, PEOPLE, "status", "finest")]


def rounded(people: np.ndarray, to: int) -> np.ndarray:
    """To the nearest multiple; a half goes up."""
    return np.floor(people / to + 0.5).astype(np.int64) * to


def percent(part: int | None, whole: int | None) -> int | None:
    """Whole per cent of two published values; None where one of them is not published or the whole is 0."""
    if part is None or whole is None or pd.isna(part) or pd.isna(whole) or not whole:
        return None
    return int(np.floor(100 * part / whole + 0.5))


def withheld_of(rows: pd.DataFrame, table: str, finest_level: str, shortest: int) -> Withheld:
    """How much of a table is withheld, worked out from its published rows. shortest: years of its shortest pooling."""
    own = rows[(rows["table"] == table) & (rows["status"] != Status.IMPOSSIBLE)]
    hidden = int((own["status"] == Status.WITHHELD).sum())
    categories = [c for c in _categories(rows) if (own[c] != "").any()]
    inner = own[(own[categories] != ALL).all(axis=1)] if categories else own
    parts = inner[(inner["level"] == finest_level) & (inner[LAST] - inner[FIRST] + 1 == shortest)]
    totals = own[(own["level"] == COUNTRY) & (own[categories] == ALL).all(axis=1)]
    longest = totals.loc[(totals[LAST] - totals[FIRST]).idxmax()]
    shown = percent(int(parts[PEOPLE].fillna(0).sum()), longest[PEOPLE])
    left = None if shown is None else max(0, 100 - shown)
    return Withheld(table, len(own), hidden, percent(hidden, len(own)) or 0, left)
