"""Places for which the census has one population: a township, or townships that it counted together."""

from __future__ import annotations

from data.reference import POPULATION_2014_BEFORE_SPLIT, comparable_unit

__all__ = ["census_unit", "population_of_unit"]


def census_unit(ts_pcode: str) -> str:
    """Code of the place that the census counted: the township's own, or that of the township before its split."""
    return comparable_unit(ts_pcode)


def population_of_unit(unit_pcode: str) -> int | None:
    """People in 2014 of a township that has been split since; null for any other code."""
    return POPULATION_2014_BEFORE_SPLIT.get(unit_pcode)
