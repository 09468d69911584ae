"""What an outsider does not know, as whole numbers: the finest counts behind all tables, no more of them than needed.

Taking every place, year and category together would make millions of unknowns. Two tables that share only margins need
no joint table: any two tables of noughts and whole numbers with equal shared margins are margins of one joint table.
For a family of tables whose shared attributes form a tree (a decomposable model) that holds for all of them at once
(N. N. Vorob'ev, Theory of Probability and its Applications 7 (1962) 147-163; S. L. Lauritzen, Graphical Models, 1996,
chapter 4). So the unknowns are one block of counts a table, tied by equal shared margins; where the tables form no
tree, blocks are joined until they do.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from math import prod
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy import sparse

from analysis.disclosure_errors import BaseWrong, TooLarge
from analysis.disclosure_rules import PEOPLE, YEAR, Base, Periods, Table

UNKNOWNS_MOST: Final = 200_000


@dataclass(frozen=True)
class Attributes:
    """What a block or a figure tells apart beside the year. place: index of its finest level, len(levels) = none."""

    place: int
    categories: frozenset[str]

    def holds(self, other: Attributes) -> bool:
        return self.place <= other.place and self.categories >= other.categories

    def with_(self, other: Attributes) -> Attributes:
        return Attributes(min(self.place, other.place), self.categories | other.categories)

    def shared(self, other: Attributes) -> Attributes:
        return Attributes(max(self.place, other.place), self.categories & other.categories)


@dataclass(frozen=True, eq=False)
class Block:
    """A table of unknowns: axes place, year, then categories in their order; first: number of its first unknown."""

    attributes: Attributes
    categories: tuple[str, ...]
    shape: tuple[int, ...]
    first: int

    @property
    def numbers(self) -> NDArray[np.int64]:
        """Numbers of the unknowns, in the block's shape."""
        return self.first + np.arange(prod(self.shape), dtype=np.int64).reshape(self.shape)


@dataclass(frozen=True, eq=False)
class Space:
    """blocks: of unknowns. links: (m, n) sums that are equal in two blocks, as differences that are 0.

    above: for each level (and the country) the number of the place there, of each place of each finer level.
    """

    base: Base
    periods: Periods
    levels: tuple[str, ...]
    codes_of: tuple[tuple[object, ...], ...]
    above: dict[tuple[int, int], NDArray[np.int64]]
    blocks: tuple[Block, ...]
    links: sparse.csr_matrix
    is_possible: NDArray[np.bool_]

    @property
    def unknowns(self) -> int:
        return sum(prod(block.shape) for block in self.blocks)

    def block_of(self, attributes: Attributes) -> Block:
        """The smallest block that tells these apart."""
        fit = [block for block in self.blocks if block.attributes.holds(attributes)]
        return min(fit, key=lambda block: prod(block.shape))

    def counts(self, frame: pd.DataFrame) -> NDArray[np.int64]:
        """(n,) people of a frame such as Base.people, one a unknown."""
        return np.concatenate([_counts(self, block, frame).ravel() for block in self.blocks])


def space_of(base: Base, tables: tuple[Table, ...], periods: Periods, earlier: tuple[Attributes, ...] = ()) -> Space:
    """The unknowns behind these tables and the figures published earlier. Raises TooLarge, BaseWrong."""
    levels = base.levels
    codes_of = tuple(tuple(dict.fromkeys(base.places[level])) for level in levels)
    places = (*(len(codes) for codes in codes_of), 1)
    wanted = [attributes_of(table, levels) for table in tables] + list(earlier)
    size = lambda a: places[a.place] * len(periods.years) * prod(len(base.codes[c]) for c in a.categories)  # noqa: E731
    cliques, tree = _tree_of(wanted, len(levels), size)
    blocks, first = [], 0
    for clique in cliques:
        own = tuple(c for c in base.codes if c in clique.categories)
        shape = (places[clique.place], len(periods.years), *(len(base.codes[c]) for c in own))
        blocks.append(Block(clique, own, shape, first))
        first += prod(shape)
        if first > UNKNOWNS_MOST:
            raise TooLarge(sum(size(c) for c in cliques), UNKNOWNS_MOST)
    above = _above(base, codes_of)
    links = sparse.vstack(
        [_link(blocks[i], blocks[j], above, first) for i, j in tree] or [sparse.csr_matrix((0, first))], format="csr"
    )
    space = Space(base, periods, levels, codes_of, above, tuple(blocks), links, np.ones(first, bool))
    return _without_impossible(space, tables)


def attributes_of(table: Table, levels: tuple[str, ...]) -> Attributes:
    return Attributes(len(levels) if table.place is None else levels.index(table.place), frozenset(table.categories))


def _tree_of(wanted: list[Attributes], levels: int, size) -> tuple[list[Attributes], list[tuple[int, int]]]:
    """Blocks whose shared attributes form a tree, and its edges; the cheapest pair is joined until they do."""
    blocks = _largest(wanted)
    while True:
        edges, weight = _spanning(blocks, levels)
        names = set().union(*(_names(b, levels) for b in blocks))
        if weight == sum(len(_names(b, levels)) for b in blocks) - len(names):
            return blocks, edges
        pair = min(combinations(blocks, 2), key=lambda p: size(p[0].with_(p[1])) - size(p[0]) - size(p[1]))
        blocks = _largest([*blocks, pair[0].with_(pair[1])])


def _names(attributes: Attributes, levels: int) -> set[object]:
    return {*range(attributes.place, levels), YEAR, *attributes.categories}


def _largest(wanted: list[Attributes]) -> list[Attributes]:
    """Each that is held by no other, in a fixed order."""
    found = [a for a in set(wanted) if not any(b != a and b.holds(a) for b in wanted)]
    return sorted(found, key=lambda a: (a.place, sorted(a.categories)))


def _spanning(blocks: list[Attributes], levels: int) -> tuple[list[tuple[int, int]], int]:
    """The spanning tree of the most shared attributes, and how many those are."""
    shared = {
        (i, j): len(_names(a, levels) & _names(b, levels)) for (i, a), (j, b) in combinations(enumerate(blocks), 2)
    }
    group, edges, weight = list(range(len(blocks))), [], 0
    for (i, j), common in sorted(shared.items(), key=lambda item: -item[1]):
        if group[i] != group[j]:
            edges.append((i, j))
            weight += common
            group = [group[i] if g == group[j] else g for g in group]
    return edges, weight


def _above(base: Base, codes_of: tuple[tuple[object, ...], ...]) -> dict[tuple[int, int], NDArray[np.int64]]:
    above: dict[tuple[int, int], NDArray[np.int64]] = {}
    for i, level in enumerate(base.levels):
        first = base.places.drop_duplicates(level).set_index(level)
        for j in range(i, len(base.levels)):
            number = {code: n for n, code in enumerate(codes_of[j])}
            names = codes_of[i] if i == j else first.loc[list(codes_of[i]), base.levels[j]]
            above[i, j] = np.array([number[code] for code in names], np.int64)
        above[i, len(base.levels)] = np.zeros(len(codes_of[i]), np.int64)
    above[len(base.levels), len(base.levels)] = np.zeros(1, np.int64)
    return above


def _link(one: Block, two: Block, above: dict[tuple[int, int], NDArray[np.int64]], unknowns: int) -> sparse.csr_matrix:
    shared = one.attributes.shared(two.attributes)
    return _sums(one, shared, above, unknowns) - _sums(two, shared, above, unknowns)


def _sums(
    block: Block, to: Attributes, above: dict[tuple[int, int], NDArray[np.int64]], unknowns: int
) -> sparse.csr_matrix:
    """(m, n): the sums of a block over everything that `to` does not tell apart; both blocks give the same order."""
    kept = [i for i, c in enumerate(block.categories) if c in to.categories]
    place = above[block.attributes.place, to.place]
    axes = [place, np.arange(block.shape[1]), *(np.arange(block.shape[2 + i]) for i in kept)]
    shape = tuple(int(axis.max()) + 1 for axis in axes)
    grid = np.indices(block.shape).reshape(len(block.shape), -1)
    rows = np.ravel_multi_index((place[grid[0]], grid[1], *(grid[2 + i] for i in kept)), shape)
    ones = np.ones(rows.size)
    return sparse.csr_matrix((ones, (rows, block.numbers.ravel())), shape=(prod(shape), unknowns))


def _counts(space: Space, block: Block, frame: pd.DataFrame) -> NDArray[np.int64]:
    found = np.zeros(block.shape, np.int64)
    if frame.empty:
        return found
    place = np.zeros(len(frame), np.int64)
    if block.attributes.place < len(space.levels):
        column = space.levels[block.attributes.place]
        place = pd.Index(space.codes_of[block.attributes.place]).get_indexer(frame[column])
    axes = [place, frame[YEAR].to_numpy(np.int64) - space.periods.first_year]
    axes += [pd.Index(space.base.codes[c]).get_indexer(frame[c]) for c in block.categories]
    np.add.at(found, tuple(axes), frame[PEOPLE].to_numpy(np.int64))
    return found


def _without_impossible(space: Space, tables: tuple[Table, ...]) -> Space:
    possible = space.is_possible
    for table in tables:
        for block in space.blocks:
            if not table.impossible or not block.attributes.categories >= frozenset(table.categories):
                continue
            for combination in table.impossible:
                at = dict(zip(table.categories, combination, strict=True))
                chosen = [space.base.codes[c].index(at[c]) if c in at else slice(None) for c in block.categories]
                possible[block.numbers[(slice(None), slice(None), *chosen)].ravel()] = False
    if space.counts(space.base.people)[~possible].any():
        raise BaseWrong("people", "people in a combination that is said to be impossible")
    return space
