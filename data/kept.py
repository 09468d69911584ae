"""Tables worked out from the register, kept in memory and brought after its data, lent to one reader at a time.

They are temporary tables of one cursor that only this room holds: no other statement can name them, they never stand
in the register's file, and they end with the program; of a large register one set outlasts it (data/kept_file.py). A
set is found again only by the whole of what it was made for: whose eyes, which day, which filters. It knows which cases
were written since; see data/changed.py.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Final

import duckdb

from data import kept_file
from data.changed import MOST_CASES
from data.kept_file import KeptFile, Told

MOST_SETS, MOST_ROWS = 16, 15_000_000
"""Sets kept at once, and rows in all their tables: the longest unused go first. The latest stays whatever its size, and
so does what others are chosen from.
"""
MOST_WRITES: Final = 1_000
"""Writes whose cases are remembered; a set that is further behind is made anew."""
_TRIES, _PAUSE_S = 80, 0.025
_LAST_WAIT_S: Final = 5.0
"""How long closing waits for a reader who has not finished."""

MadeFor = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class KeptSet:
    """Tables made together. made_for: all that their rows depend on besides the data; words: what was asked of them;
    behind: cases written since the tables were filled, whose rows are to be made anew before anybody counts them;
    lasts: worth keeping for the next start; in_file: its rows are those that the file beside the register holds.
    """

    number: int
    version: int
    made_for: MadeFor
    words: frozenset[str]
    behind: frozenset[str] = frozenset()
    lasts: bool = False
    in_file: bool = False

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

    def found(self, made_for: MadeFor, words: frozenset[str]) -> KeptSet | None:
        """The kept set that was made for just that and has all those words; it is then the latest used."""
        for one in self.sets:
            if one.made_for == made_for and words <= one.words:
                self.sets.remove(one)
                self.sets.append(one)
                return one
        return None

    def begun(self, made_for: MadeFor, words: frozenset[str], lasts: bool = False) -> KeptSet:
        """A new set, whose tables the caller makes at once on the cursor."""
        self.last += 1
        one = KeptSet(self.last, -1 if self.version is None else self.version, made_for, words, lasts=lasts)
        self.sets.append(one)
        return one

    def renewed(self, one: KeptSet) -> None:
        """The caller made the rows of all cases anew that the set was behind."""
        self.sets[self.sets.index(one)] = replace(one, behind=frozenset(), in_file=False)


class Keeping:
    """The kept sets of one store. new_cursor: a cursor of the store's present connection; file: what outlasts it."""

    def __init__(
        self, new_cursor: Callable[[], duckdb.DuckDBPyConnection], writes: Writes, file: KeptFile | None = None
    ) -> None:
        self._new_cursor = new_cursor
        self._writes = writes
        self._file, self._is_taken = file, file is None
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
                self._take_over()
                bench = Bench(self._cursor, self._writes, self._sets, self._last)
                yield bench
                stay = _staying(bench)
                _drop_all_but(self._cursor, stay)
                self._cursor.execute("COMMIT")
            except BaseException:
                self._let_go()
                raise
            self._sets, self._last = stay, bench.last

    def _take_over(self) -> None:
        """Once: what the file beside the register holds of the state in which it was opened."""
        if self._is_taken or self._file is None or self._cursor is None:
            return
        self._is_taken = True
        if (told := self._file.take(self._cursor, self._last + 1)) is not None:
            self._last += 1
            words, behind = frozenset(told.words), frozenset(told.behind)
            self._sets.append(KeptSet(self._last, 0, told.made_for, words, behind, lasts=True, in_file=True))

    def close(self) -> None:
        """Give up everything, but leave for the next start what is worth it; once, and nothing is asked afterwards."""
        if self._turn.acquire(timeout=_LAST_WAIT_S):
            try:
                self._leave()
                self._let_go()
            finally:
                self._file, self._is_taken = None, True
                self._turn.release()

    def _leave(self) -> None:
        if self._file is None:
            return
        now = self._writes.settled()
        if not self._is_taken:
            self._file.leave(None if now is None else self._writes.since(0, now))
            return
        one = max((one for one in self._sets if one.lasts), key=lambda one: len(one.words), default=None)
        since = None if one is None or now is None else self._writes.since(one.version, now)
        if one is None or since is None or self._cursor is None or len(one.behind | since) > MOST_CASES:
            self._file.remove()
        elif one.in_file:
            self._file.leave(since)
        else:
            sizes = _sizes(self._cursor, one)
            if sum(sizes.values()) < kept_file.LEAST_ROWS:
                self._file.remove()
            else:
                told = Told(one.made_for, tuple(sorted(one.words)), tuple(sizes), tuple(sorted(one.behind | since)))
                self._file.put(self._cursor, one.number, told)

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
    """The sets that stay after a reader, the longest unused first: the latest whatever its size, the latest of those
    that others are chosen from, and of the rest as many as there is room for.
    """
    if bench.version is None:
        return []
    latest = bench.sets[-1:] + [one for one in bench.sets[::-1] if one.lasts][:1]
    rest = [one for one in bench.sets[::-1] if one not in latest]
    room = MOST_ROWS - sum(_rows(bench.cursor, one) for one in latest)
    stay = set(latest)
    for one in rest[: max(MOST_SETS - len(latest), 0)]:
        room -= _rows(bench.cursor, one)
        if room < 0:
            break
        stay.add(one)
    return [one for one in bench.sets if one in stay]


def _sizes(cursor: duckdb.DuckDBPyConnection, one: KeptSet) -> dict[str, int]:
    """The tables of a set, and about how many rows each has."""
    rows = cursor.execute("SELECT table_name, estimated_size FROM duckdb_tables() WHERE temporary").fetchall()
    ending = f"_{one.number}"
    return {table.removesuffix(ending): size for table, size in rows if table.endswith(ending)}


def _rows(cursor: duckdb.DuckDBPyConnection, one: KeptSet) -> int:
    return sum(_sizes(cursor, one).values())


def _drop_all_but(cursor: duckdb.DuckDBPyConnection, stay: list[KeptSet]) -> None:
    numbers = {one.number for one in stay}
    for (table,) in cursor.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall():
        if int(table.rsplit("_", 1)[1]) not in numbers:
            cursor.execute(f"DROP TABLE {table}")
