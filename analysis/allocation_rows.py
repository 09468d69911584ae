"""Columns and rows of a linear programme while it is written down."""

from __future__ import annotations

from dataclasses import dataclass, field

import highspy

Terms = list[tuple[int, float]]


@dataclass
class Columns:
    """Columns of the programme, as they are added."""

    worth: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    is_integer: list[bool] = field(default_factory=list)

    def add(self, worth: float, upper: float, is_integer: bool = False) -> int:
        """Number of the new column; its lower bound is 0."""
        self.worth.append(worth)
        self.upper.append(upper)
        self.is_integer.append(is_integer)
        return len(self.worth) - 1


@dataclass
class Rows:
    """Rows of the programme: lower <= sum of terms <= upper."""

    terms: list[Terms] = field(default_factory=list)
    lower: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)

    def at_most(self, terms: Terms, upper: float) -> None:
        """sum of terms <= upper"""
        self._add(terms, -highspy.kHighsInf, upper)

    def at_least(self, terms: Terms, lower: float) -> int:
        """sum of terms >= lower; the number of the row"""
        self._add(terms, lower, highspy.kHighsInf)
        return len(self.terms) - 1

    def _add(self, terms: Terms, lower: float, upper: float) -> None:
        self.terms.append(terms)
        self.lower.append(lower)
        self.upper.append(upper)
