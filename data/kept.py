"""Tables worked out from the register, kept in memory until its data change, lent to one reader at a time.

They are temporary tables of one cursor that only this room holds: no other statement can name them, they never stand in
the file, and they end with the program. A set is found again only by the whole of what it was made for:
whose eyes, which day, which filters.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Final

import duckdb

MOST_SETS: Final = 2
"""Sets kept at once, the longest unused given up first: one of a million cases takes some hundreds of megabytes."""


@dataclass(frozen=True)
class KeptSet:
    """Tables made together. made_for: all that their rows depend on besides the data; words: what was asked of them."""

    number: int
    version: int
    made_for: Hashable
    words: frozenset[str]

    def table(self, name: str) -> str:
        """The name under which a table of this set stands on the cursor."""
        return f"{name}_{self.number}"


class Bench:
    """A cursor that sees one state of the register, and the sets that were made from that very state."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection, version: int, sets: list[KeptSet], last: int) -> None:
        self.cursor = cursor
        self._version = version
        self.sets = sets
        self.last = last

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
        one = KeptSet(self.last, self._version, made_for, words)
        self.sets.append(one)
        return one


class Writes:
    """How many commits of data were begun, and how many are done; whoever writes keeps both, one writer at a time."""

    def __init__(self) -> None:
        self.begun = self.done = 0

    def settled(self) -> int | None:
        """The number done; None while one is under way: what a reader sees may then be before it or after it."""
        done = self.done  # before the other, so that one between the two is noticed
        return done if done == self.begun else None


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
            self._cursor.execute("BEGIN TRANSACTION")
            try:
                version = self._version_seen(self._cursor)
                kept = [one for one in self._sets if one.version == version]
                bench = Bench(self._cursor, -1 if version is None else version, list(kept), self._last)
                yield bench
                stay = [one for one in bench.sets if version is not None][-MOST_SETS:]
                self._drop_all_but(self._cursor, stay)
                self._cursor.execute("COMMIT")
            except BaseException:
                self._let_go()
                raise
            self._sets, self._last = stay, bench.last

    def _version_seen(self, cursor: duckdb.DuckDBPyConnection) -> int | None:
        """The version that this transaction sees; None where a commit came between, so that it cannot be told."""
        before = self._writes.settled()
        cursor.execute("SELECT count(*) FROM setting").fetchall()  # a transaction begins with its first read
        return before if before == self._writes.settled() else None

    def _drop_all_but(self, cursor: duckdb.DuckDBPyConnection, stay: list[KeptSet]) -> None:
        numbers = {one.number for one in stay}
        tables = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE temporary").fetchall()
        for (table,) in tables:
            if int(table.rsplit("_", 1)[1]) not in numbers:
                cursor.execute(f"DROP TABLE {table}")

    def _let_go(self) -> None:
        """Close the cursor: its tables and whatever it had begun go with it."""
        if self._cursor is not None:
            self._cursor.close()
        self._cursor, self._sets = None, []

    def forget(self) -> None:
        """Give up everything that is kept, once nobody reads it; the next reader begins with a new cursor."""
        with self._turn:
            self._let_go()
