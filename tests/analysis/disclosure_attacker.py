"""An attacker of its own, who shares no code with the product: the whole joint table as unknowns, solved by scipy.

It reads what was published (which figures, and as the worst case their values before rounding) and nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp

from analysis.disclosure import Base, Periods, Publication

NOT_CATEGORIES = {"table", "level", "place", "first_year", "last_year", "people", "status", "finest"}


@dataclass
class Outsider:
    """atoms: every combination of finest place, year and codes, each an unknown whole number."""

    base: Base
    periods: Periods
    own: Mapping[tuple[object, ...], int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        places = self.base.places.to_dict("records")
        years = range(self.periods.first_year, self.periods.last_year + 1)
        self.categories = list(self.base.codes)
        codes = [self.base.codes[c] for c in self.categories]
        self.atoms = [
            {**place, "year": year, **dict(zip(self.categories, chosen, strict=True))}
            for place, year, chosen in product(places, years, product(*codes))
        ]
        self.rows: list[np.ndarray] = []
        self.sides: list[int] = []
        finest = self.base.places.columns[0]
        keys = [(a[finest], a["year"], *(a[c] for c in self.categories)) for a in self.atoms]
        self.lower = np.array([self.own.get(key, 0) for key in keys], float)

    def sums(self, row: Mapping[str, object]) -> np.ndarray:
        """Which unknowns a published row speaks of."""

        def inside(atom: Mapping[str, object]) -> bool:
            if row["level"] != "country" and atom[str(row["level"])] != row["place"]:
                return False
            if not int(row["first_year"]) <= int(atom["year"]) <= int(row["last_year"]):
                return False
            return all(row.get(c, "") in ("", "all", atom[c]) for c in self.categories)

        return np.array([inside(atom) for atom in self.atoms], float)

    def learns(self, *publications: Publication) -> Outsider:
        """Take in figures that are shown, as they were before rounding."""
        for publication in publications:
            for row in publication.released.cells.to_dict("records"):
                self.rows.append(self.sums(row))
                self.sides.append(int(row["people"]))
        return self

    def range_of(self, row: Mapping[str, object]) -> tuple[int, float]:
        """The least and the most whole number (inf: no limit) that this row can have beside one's own cases."""
        aim = self.sums(row)
        return self._end(aim, 1), self._end(aim, -1)

    def _end(self, aim: np.ndarray, sign: int) -> float:
        """A linear programme; where its corner is not whole, an integer programme."""
        sums, sides = (np.array(self.rows), np.array(self.sides)) if self.rows else (None, None)
        cap = 10_000
        bounds = np.column_stack([self.lower, np.full(len(aim), np.inf)])
        found = linprog(sign * aim, A_eq=sums, b_eq=sides, A_ub=aim[None, :], b_ub=[cap], bounds=bounds)
        assert found.success, found.message
        if np.abs(found.x - np.rint(found.x)).max() > 1e-6:
            known = [LinearConstraint(sums, sides, sides)] if self.rows else []
            known.append(LinearConstraint(aim, -np.inf, cap))
            within = Bounds(self.lower, np.inf)
            found = milp(sign * aim, constraints=known, integrality=np.ones(len(aim)), bounds=within)
            assert found.success, found.message
        value = round(float(aim @ np.rint(found.x)) - float(aim @ self.lower))
        return float("inf") if value >= cap - 1_000 else value


def withheld(publication: Publication) -> list[dict[str, object]]:
    return publication.rows[publication.rows["status"] == "withheld"].to_dict("records")


def assert_nothing_is_worked_out(
    base: Base, periods: Periods, publications: Sequence[Publication], k: int = 10, least: int = 0
) -> None:
    """Every figure withheld in the last publication could be anything from `least` to k - 1."""
    outsider = Outsider(base, periods).learns(*publications)
    rows = {tuple(map(str, outsider.sums(row))): row for row in withheld(publications[-1])}
    for row in rows.values():
        low, high = outsider.range_of(row)
        assert low <= least, f"at least {low}: {row}"
        assert high >= k - 1, f"at most {high}: {row}"


def true_people(base: Base, row: Mapping[str, object]) -> int:
    """The true count of a row, summed by hand from the cases."""
    frame = base.people
    if row["level"] != "country":
        frame = frame[frame[str(row["level"])] == row["place"]]
    frame = frame[frame["year"].between(row["first_year"], row["last_year"])]
    for category in base.codes:
        if row[category] not in ("", "all"):
            frame = frame[frame[category] == row[category]]
    return int(frame["people"].sum())


def brute_force_cost(
    base: Base, periods: Periods, publication: Publication, sensitive: Sequence[bool], worth: Sequence[float], k: int
) -> float:
    """The least worth of figures withheld beside sensitive ones, by trying every pattern."""
    rows = publication.rows.to_dict("records")
    free = [i for i in range(len(rows)) if not sensitive[i]]
    people = [true_people(base, row) for row in rows]
    best = float("inf")
    patterns = sorted(
        product((False, True), repeat=len(free)),
        key=lambda pattern: sum(worth[i] for i, h in zip(free, pattern, strict=True) if h),
    )
    lines = _lines(base, periods, rows)
    for pattern in patterns:
        hidden = {i for i, h in zip(free, pattern, strict=True) if h} | {i for i in range(len(rows)) if sensitive[i]}
        cost = sum(worth[i] for i, h in zip(free, pattern, strict=True) if h)
        if any(len(hidden & line) == 1 for line in lines):
            continue  # the only one withheld of a line is a difference
        outsider = Outsider(base, periods)
        for i, row in enumerate(rows):
            if i not in hidden:
                outsider.rows.append(outsider.sums(row))
                outsider.sides.append(people[i])
        if all(_is_safe(outsider, rows[i], k) for i in hidden):
            best = cost
            break
    return best


def _lines(base: Base, periods: Periods, rows: Sequence[Mapping[str, object]]) -> list[set[int]]:
    """Figures of which one is the sum of the others: the margin and the parts of one category, or of one level."""
    outsider = Outsider(base, periods)
    sums = [outsider.sums(row) for row in rows]
    lines = []
    for whole, row in enumerate(rows):
        for name in (*base.codes, "level"):
            others = [c for c in ("level", "place", "first_year", "last_year", *base.codes) if c != name]
            others = [c for c in others if name != "level" or c != "place"]
            parts = {
                i for i, part in enumerate(rows)
                if i != whole and all(part[c] == row[c] for c in others) and part[name] not in ("all", row[name])
            }  # fmt: skip
            if parts and (sum(sums[i] for i in parts) == sums[whole]).all():
                lines.append(parts | {whole})
    return lines


def _is_safe(outsider: Outsider, row: Mapping[str, object], k: int) -> bool:
    low, high = outsider.range_of(row)
    return low <= 0 and high >= k - 1
