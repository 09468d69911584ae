"""Tables worked out from the register, kept in memory and brought after its data, lent to one reader at a time.

They are temporary tables of one cursor that only this room holds: no other statement can name them, they never stand in
the file, and they end with the program. A set is found again only by the whole of what it was made for:
whose eyes, which day, which filters. It knows which cases were written since; see data/changed.py.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import duckdb

from data.changed import MOST_CASES

MOST_SETS, MOST_ROWS = 16, 15_000_000
"""Sets kept at once, and rows in all their tables: the longest unused go first, the latest stays whatever its size."""
MOST_WRITES: Final = 1_000
"""Writes whose cases are remembered; a set that is further behind is made anew."""
_TRIES, _PAUSE_S = 80, 0.025


@dataclass(frozen=True)
class KeptSet:
    """Tables made together. made_for: all that their rows depend on besides the data; words: what was asked of them;
    behind: cases written since the tables were filled, whose rows are to be made anew before anybody counts them.
    """

    number: int
    version: int
    made_for: Hashable
    words: frozenset[str]
    behind: frozenset[str] = frozenset()

    def table(self, name: str) -> str:
        """The name under which a table of this set stands on the cursor."""
        return f"{name}_{self.number}"


class Writes:
    """How many commits of data were begun, how many are done, and the cases of each; kept by one writer at a time."""

    def __init__(self) -> None:
        self.begun = self.done = 0
        self._cases: dict[int, frozenset[str] | None] = {}

    def begin(self, cases: frozenset[str] | None) -> None:
        """A commit begins that writes these cases; None: which ones cannot be told."""
        self._cases[self.begun + 1] = cases
        self._cases.pop(self.begun + 1 - MOST_WRITES, None)
        self.begun += 1

    def settled(self) -> int | None:
        """The number done; None while one is under way: what a reader sees may then be before it or after it."""
        done = self.done  # before the other, so that one between the two is noticed
        return done if done == self.begun else None

    def since(self, version: int, now: int) -> frozenset[str] | None:
        """The cases that the commits after `version` wrote, up to `now`; None where that cannot be told."""
        if now - version > MOST_WRITES:
            return None
        found = [self._cases.get(number) for number in range(version + 1, now + 1)]
        return None if None in found else frozenset[str]().union(*(cases for cases in found if cases))


class Bench:
    """A cursor that sees one state of the register, and the sets that are kept of it."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, writes: Writes, sets: list[KeptSet], last: int) -> None:
        self.cursor = cursor
        self._writes = writes
        self._before = sets
        self.last = last
        self.version: int | None = None
        self.sets: list[KeptSet] = []
        self.begin()

    def begin(self) -> None:
        """See the register as it is now; sets of which it cannot be told what they lack are given up."""
        for _try in range(_TRIES):
            self.cursor.execute("BEGIN TRANSACTION")
            self.version = self._version_seen()
            if self.version is not None:
                break
            self.cursor.execute("ROLLBACK")
            time.sleep(_PAUSE_S)
        else:
            self.cursor.execute("BEGIN TRANSACTION")
        self.sets = [one for before in self._before if (one := self._brought(before)) is not None]

    def _version_seen(self) -> int | None:
        """The version that this transaction sees; None where a commit came between, so that it cannot be told."""
        before = self._writes.settled()
        self.cursor.execute("SELECT count(*) FROM setting").fetchall()  # a transaction begins with its first read
        return before if before == self._writes.settled() else None

    def _brought(self, one: KeptSet) -> KeptSet | None:
        """The set with what it is behind now; None: too much, or it cannot be told."""
        since = None if self.version is None else self._writes.since(one.version, self.version)
        if self.version is None or since is None or len(one.behind | since) > MOST_CASES:
            return None
        return replace(one, version=self.version, behind=one.behind | since)

    def settle(self) -> None:
        """Commit what was made, and see the register as it is then: rows that stand are read by all processors."""
        self._before = self.sets
        self.cursor.execute("COMMIT")
        self.begin()

    def found(self, made_for: Hashable, words: frozenset[str]) -> KeptSet | None:
        """The kept set that was made for just that and has all those words; it is then the latest used."""
        for one in self.sets:
            if one.made_for == made_for and words <= one.words:
                self.sets.remove(one)
                self.sets.append(one)
                return one
        return None

    def begun(self, made_for: Hashable, words: frozenset[str]) -> KeptSet:
        """A new set, whose tables the caller makes at once on the cursor."""
        self.last += 1
        one = KeptSet(self.last, -1 if self.version is None else self.version, made_for, words)
        self.sets.append(one)
        return one

    def renewed(self, one: KeptSet) -> None:
        """The caller made the rows of all cases anew that the set was behind."""
        self.sets[self.sets.index(one)] = replace(one, behind=frozenset())


class Keeping:
    """The kept sets of one store. new_cursor: makes a cursor of the store's present connection."""

    def __init__(self, new_cursor: Callable[[], duckdb.DuckDBPyConnection], writes: Writes) -> None:
        self._new_cursor = new_cursor
        self._writes = writes
        self._turn = threading.Lock()
        self._cursor: duckdb.DuckDBPyConnection | None = None
        self._sets: list[KeptSet] = []
        self._last = 0

    @contextmanager
    def lent(self) -> Iterator[Bench]:
        """One state of the register and what is kept of it, to one reader at a time; what fails leaves nothing new."""
        with self._turn:
            self._cursor = self._cursor or self._new_cursor()
            try:
                bench = Bench(self._cursor, self._writes, self._sets, self._last)
                yield bench
                stay = _staying(bench)
                _drop_all_but(self._cursor, stay)
                self._cursor.execute("COMMIT")
            except BaseException:
                self._let_go()
                raise
            self._sets, self._last = stay, bench.last

    def _let_go(self) -> None:
        """Close the cursor: its tables and whatever it had begun go with it."""
        if self._cursor is not None:
            self._cursor.close()
        self._cursor, self._sets = None, []

    def forget(self) -> None:
        """Give up everything that is kept, once nobody reads it; the next reader begins with a new cursor."""
        with self._turn:
            self._let_go()


def _staying(bench: Bench) -> list[KeptSet]:
    """The sets that stay after a reader, the longest unused first."""
    if bench.version is None:
        return []
    rows = "SELECT table_name, estimated_size FROM duckdb_tables() WHERE temporary"
    sizes = bench.cursor.execute(rows).fetchall()
    stay: list[KeptSet] = []
    room = MOST_ROWS
    for one in bench.sets[: -MOST_SETS - 1 : -1]:
        room -= sum(size for table, size in sizes if table.endswith(f"_{one.number}"))
        if room < 0 and stay:
            break
        stay.insert(0, one)
    return stay


def _drop_all_but(cursor: duckdb.DuckDBPyConnection, stay: list[KeptSet]) -> None:
    numbers = {one.number for one in stay}
    for (table,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        if int(table.rsplit("_", 1)[1]) not in numbers:
            cursor.execute(f"DROP TABLE {table}")
