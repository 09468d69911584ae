"""For a moment a cursor sees nothing but some cases: temporary tables under the names of the register's own.

An unqualified name means a temporary table first, also inside the register's macros, so every statement that is run
meanwhile answers as in a register that holds those cases alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import duckdb

from data.changed import KEYS


@contextmanager
def cases_alone(cursor: duckdb.DuckDBPyConnection, cases: Iterable[str], name: str) -> Iterator[None]:
    """While it lasts: the rows of these cases, of those they are merged into, and of all that are merged into either.

    name: of a temporary table with the first two, case_code, which stands meanwhile. To be used inside a transaction;
    where something fails, the caller gives the cursor up.
    """
    read = f"read_{name}"
    cursor.execute(
        f"""
        CREATE TEMP TABLE {name} AS
        WITH written AS (SELECT unnest($codes::VARCHAR[]) AS case_code)
        SELECT w.case_code FROM written w
        UNION
        SELECT v.merged_into FROM victim_case v JOIN written w ON w.case_code = v.case_code
        WHERE v.merged_into IS NOT NULL
        """,  # noqa: S608 the caller's constant
        {"codes": sorted(cases)},
    )
    cursor.execute(
        f"""
        CREATE TEMP TABLE {read} AS
        SELECT c.case_code FROM {name} c
        UNION
        SELECT v.case_code FROM victim_case v JOIN {name} c ON c.case_code = v.merged_into
        """  # noqa: S608 the same
    )
    for table, key in KEYS.items():
        holders = read if key == "case_code" else "temp.assessment"
        own = f"SELECT t.* FROM {table} t WHERE t.{key} IN (SELECT h.{key} FROM {holders} h)"  # noqa: S608 constants
        cursor.execute(f"CREATE TEMP TABLE {table} AS {own}")
    yield
    for table in (*KEYS, read, name):
        cursor.execute(f"DROP TABLE temp.{table}")
