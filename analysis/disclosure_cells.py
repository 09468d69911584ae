"""The figures that the tables ask for, each as a sum of unknowns; figures published earlier as such sums too."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.disclosure_errors import EarlierNotCovered
from analysis.disclosure_rules import ALL, COUNTRY, Base, Periods, Table
from analysis.disclosure_space import Attributes, Space, attributes_of

FIRST, LAST = "first_year", "last_year"
KEYS = ("table", "level", "place", FIRST, LAST)


@dataclass(frozen=True, eq=False)
class Cells:
    """keys: one row a figure (table, level, place, first_year, last_year, one column a category: "" where the table
    has none of it). sums: (cells, unknowns) noughts and ones. is_possible: (cells,).
    """

    keys: pd.DataFrame
    sums: sparse.csr_matrix
    is_possible: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.keys)

    def of(self, counts: NDArray[np.int64]) -> NDArray[np.int64]:
        """(cells,) people, from the unknowns' true counts."""
        return np.asarray(np.rint(self.sums @ counts), np.int64)


def cells_of(space: Space, tables: tuple[Table, ...], base: Base, periods: Periods) -> Cells:
    """Every figure of every table: all levels from its finest to the country, all windows, all margins."""
    keys = pd.concat([_keys(space, table, base, periods) for table in tables], ignore_index=True)
    return Cells(keys, *_sums(space, keys, tuple(base.codes)))


def earlier_cells(space: Space, keys: pd.DataFrame, version: str) -> sparse.csr_matrix:
    """(cells, unknowns) of figures published earlier. Raises EarlierNotCovered."""
    categories = tuple(space.base.codes)
    _check_covered(space, keys, version, categories)
    return _sums(space, keys, categories)[0]


def attributes_of_keys(keys: pd.DataFrame, levels: tuple[str, ...], version: str) -> tuple[Attributes, ...]:
    """What figures published earlier tell apart. Raises EarlierNotCovered for a level that is not known."""
    found = set()
    categories = [c for c in keys.columns if c not in (*KEYS, "people")]
    for level in set(keys["level"]) - {COUNTRY, *levels}:
        raise EarlierNotCovered(version, "level", str(level))
    for (_, level), rows in keys.groupby(["table", "level"], sort=True):
        place = len(levels) if level == COUNTRY else levels.index(str(level))
        found.add(Attributes(place, frozenset(c for c in categories if (rows[c] != "").any())))
    return tuple(sorted(found, key=lambda a: (a.place, sorted(a.categories))))


def _keys(space: Space, table: Table, base: Base, periods: Periods) -> pd.DataFrame:
    finest = attributes_of(table, space.levels).place
    places = [(space.levels[i], code) for i in range(finest, len(space.levels)) for code in space.codes_of[i]]
    places.append((COUNTRY, ""))
    codes = [(*base.codes[c], ALL) if c in table.categories else ("",) for c in base.codes]
    rows = [
        (table.name, level, place, *window, *chosen)
        for (level, place), window, chosen in product(places, periods.windows(table.widths), product(*codes))
    ]
    return pd.DataFrame(rows, columns=[*KEYS, *base.codes])


def _sums(space: Space, keys: pd.DataFrame, categories: tuple[str, ...]) -> tuple[sparse.csr_matrix, NDArray[np.bool_]]:
    members: list[NDArray[np.int64]] = []
    columns = [keys[c] if c in keys else [""] * len(keys) for c in ("level", "place", FIRST, LAST, *categories)]
    for level, place, first, last, *chosen in zip(*columns, strict=True):
        codes = {c: code for c, code in zip(categories, chosen, strict=True) if code not in ("", ALL)}
        members.append(_members(space, level, place, (int(first), int(last)), codes))
    possible = [found[space.is_possible[found]] for found in members]
    numbers = np.concatenate(possible) if possible else np.zeros(0, np.int64)
    ends = np.concatenate([[0], np.cumsum([len(p) for p in possible])])
    sums = sparse.csr_matrix((np.ones(len(numbers)), numbers, ends), shape=(len(keys), space.unknowns))
    return sums, np.array([len(p) > 0 for p in possible], bool)


def _members(
    space: Space, level: str, place: object, years: tuple[int, int], codes: dict[str, str]
) -> NDArray[np.int64]:
    at = len(space.levels) if level == COUNTRY else space.levels.index(level)
    block = space.block_of(Attributes(at, frozenset(codes)))
    number = 0 if level == COUNTRY else space.codes_of[at].index(place)
    inside = np.flatnonzero(space.above[block.attributes.place, at] == number)
    window = slice(years[0] - space.periods.first_year, years[1] - space.periods.first_year + 1)
    chosen = tuple(space.base.codes[c].index(codes[c]) if c in codes else slice(None) for c in block.categories)
    return block.numbers[(inside, window, *chosen)].ravel()


def _check_covered(space: Space, keys: pd.DataFrame, version: str, categories: tuple[str, ...]) -> None:
    for column in set(keys.columns) - {*KEYS, "people", *categories}:
        if (keys[column] != "").any():
            raise EarlierNotCovered(version, "category", column)
    periods = space.periods
    for column, beyond in ((FIRST, keys[FIRST] < periods.first_year), (LAST, keys[LAST] > periods.last_year)):
        if beyond.any():
            raise EarlierNotCovered(version, "year", str(keys.loc[beyond, column].iloc[0]))
    for at, level in enumerate(space.levels):
        odd = set(keys.loc[keys["level"] == level, "place"]) - set(space.codes_of[at])
        if odd:
            raise EarlierNotCovered(version, level, str(sorted(map(str, odd))[0]))
    for category in categories:
        odd = set(keys.get(category, pd.Series(dtype=str))) - {"", ALL, *space.base.codes[category]}
        if odd:
            raise EarlierNotCovered(version, category, str(sorted(map(str, odd))[0]))
