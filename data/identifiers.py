"""What a store's keys promise, checked in the writing transaction: no identifier twice, no reference to nothing.

DuckDB has no key on the largest tables, since an index over millions of rows is slow, and DuckLake has no keys at all.
So every transaction that adds rows is looked through once before it is committed.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import duckdb

# Table -> the column that identifies a row; the application makes it.
IDENTIFIERS = {
    "import_batch": "batch_id",
    "organisation": "organisation_id",
    "provider_presence": "presence_id",
    "victim_case": "case_code",
    "case_event": "event_id",
    "assignment": "assignment_id",
}

# Table -> what may stand once only among the rows that were not taken back.
STANDING_ONCE = {
    "case_flag": ("case_code", "special_category"),
    "case_need": ("case_code", "service"),
}


RELEASED = "~"
"""Stands behind the code of a case whose load was undone; no code that a file brings may hold it."""

_RELEASE_PAIRS = """
UPDATE case_pair SET case_code_a = n.a, case_code_b = n.b, pair_id = 'PAIR-' || left(md5(n.a || '|' || n.b), 16)
FROM (
    SELECT pair_id, least(a, b) AS a, greatest(a, b) AS b
    FROM (
        SELECT pair_id, case_code_a || CASE WHEN case_code_a IN {own} THEN $suffix ELSE '' END AS a,
            case_code_b || CASE WHEN case_code_b IN {own} THEN $suffix ELSE '' END AS b
        FROM case_pair WHERE case_code_a IN {own} OR case_code_b IN {own}
    )
) n
WHERE case_pair.pair_id = n.pair_id
"""


@dataclass(frozen=True)
class Reference:
    """A column whose values must stand in another table's identifier, where the schema has no foreign key for it."""

    table: str
    column: str
    target: str
    target_column: str


REFERENCES = (
    Reference("case_event", "case_code", "victim_case", "case_code"),
    Reference("case_source", "case_code", "victim_case", "case_code"),
    Reference("case_pair", "case_code_a", "victim_case", "case_code"),
    Reference("case_pair", "case_code_b", "victim_case", "case_code"),
    Reference("case_flag", "case_code", "victim_case", "case_code"),
    Reference("assignment", "case_code", "victim_case", "case_code"),
    Reference("victim_case", "merged_into", "victim_case", "case_code"),
    Reference("provider_presence", "base_presence_id", "provider_presence", "presence_id"),
    Reference("case_event", "organisation_id", "organisation", "organisation_id"),
    Reference("case_event", "shelter_id", "shelter", "shelter_id"),
    Reference("assignment", "organisation_id", "organisation", "organisation_id"),
    Reference("assignment", "worker_id", "case_worker", "worker_id"),
    Reference("assignment", "meeting_id", "meeting", "meeting_id"),
    Reference("case_need", "case_code", "victim_case", "case_code"),
    Reference("assessment", "case_code", "victim_case", "case_code"),
    Reference("referral", "case_code", "victim_case", "case_code"),
    Reference("referral", "meeting_id", "meeting", "meeting_id"),
    Reference("meeting_decision", "case_code", "victim_case", "case_code"),
    Reference("legal_proceeding", "case_code", "victim_case", "case_code"),
    Reference("meeting", "st_pcode", "township", "st_pcode"),
    Reference("app_user", "organisation_id", "organisation", "organisation_id"),
)


_WATCHED = tuple(dict.fromkeys((*IDENTIFIERS, *(reference.table for reference in REFERENCES))))


def last_rows(cursor: duckdb.DuckDBPyConnection) -> dict[str, int]:
    """Table -> highest row number before anything is written, -1 where it is empty; tables to come are left out."""
    try:
        return _last_of(cursor, _WATCHED)
    except duckdb.CatalogException:  # a register that is being made
        there = cursor.execute("SELECT table_name FROM duckdb_tables() WHERE NOT temporary").fetchall()
        return _last_of(cursor, [table for table in _WATCHED if (table,) in there])


def _last_of(cursor: duckdb.DuckDBPyConnection, tables: Collection[str]) -> dict[str, int]:
    """One statement for all: each by itself would take four times as long."""
    if not tables:
        return {}
    asked = ", ".join(f"(SELECT coalesce(max(rowid), -1) FROM {table})" for table in tables)  # noqa: S608 own names
    (found,) = cursor.execute(f"SELECT {asked}").fetchall()
    return dict(zip(tables, found, strict=True))


def refuse_wrong_keys(cursor: duckdb.DuckDBPyConnection, last: dict[str, int]) -> None:
    """Look through the rows added since `last`.

    Raises duckdb.ConstraintException, as the schema's own keys do, for an identifier or a flag that stands twice and
    for a reference to what does not exist.
    """
    now = _last_of(cursor, last)
    grown = {table: row for table, row in last.items() if now[table] > row}
    for table, row in grown.items():
        if table in IDENTIFIERS:
            _refuse_doubles(cursor, table, IDENTIFIERS[table], row)
        if table in STANDING_ONCE:
            _refuse_standing_twice(cursor, table, ", ".join(STANDING_ONCE[table]), row)
    for reference in REFERENCES:
        if reference.table in grown:
            _refuse_dangling(cursor, reference, grown[reference.table])


def release_case_codes(cursor: duckdb.DuckDBPyConnection, batch_id: str) -> None:
    """Free the codes of a load's cases, in the transaction that withdraws them: "~" and the load are put behind.

    Every row that names such a case follows it, so nothing comes loose; the codes can then be given once more.
    """
    bound = {"suffix": f"{RELEASED}{batch_id}", "batch": batch_id}
    own = "(SELECT v.case_code FROM victim_case v WHERE v.batch_id = $batch)"
    cursor.execute(_RELEASE_PAIRS.format(own=own), bound)
    for reference in REFERENCES:
        if reference.target == "victim_case" and reference.table != "case_pair":
            column = reference.column
            cursor.execute(
                f"UPDATE {reference.table} SET {column} = {column} || $suffix WHERE {column} IN {own}",  # noqa: S608
                bound,
            )
    cursor.execute("UPDATE victim_case SET case_code = case_code || $suffix WHERE batch_id = $batch", bound)


def _refuse_doubles(cursor: duckdb.DuckDBPyConnection, table: str, key: str, last: int) -> None:
    new = f"SELECT {key} FROM {table} WHERE rowid > {last}"  # noqa: S608 names of this module and a number
    doubled = _one(cursor, f"SELECT count(*) - count(DISTINCT {key}) FROM ({new})")  # noqa: S608
    if not doubled and last >= 0:
        doubled = _one(cursor, f"SELECT count(*) FROM {table} WHERE rowid <= {last} AND {key} IN ({new})")  # noqa: S608
    if doubled:
        found = cursor.execute(
            f"SELECT {key} FROM {table} WHERE {key} IN ({new}) GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1"  # noqa: S608
        ).fetchone()
        raise duckdb.ConstraintException(
            f'Duplicate key "{key}: {found[0] if found else None}": {doubled} rows of {table}'
        )


def _refuse_standing_twice(cursor: duckdb.DuckDBPyConnection, table: str, keys: str, last: int) -> None:
    new = f"SELECT {keys} FROM {table} WHERE rowid > {last}"  # noqa: S608 names of this module and a number
    found = cursor.execute(
        f"SELECT {keys} FROM {table} WHERE NOT withdrawn AND ({keys}) IN ({new}) "  # noqa: S608
        "GROUP BY ALL HAVING count(*) > 1 ORDER BY ALL LIMIT 1"
    ).fetchone()
    if found:
        raise duckdb.ConstraintException(f'Duplicate key "{keys}: {", ".join(map(str, found))}" of {table}')


def _refuse_dangling(cursor: duckdb.DuckDBPyConnection, reference: Reference, last: int) -> None:
    found = cursor.execute(
        f"SELECT {reference.column} FROM {reference.table} WHERE rowid > {last} AND {reference.column} IS NOT NULL "  # noqa: S608
        f"AND {reference.column} NOT IN (SELECT {reference.target_column} FROM {reference.target}) LIMIT 1"
    ).fetchone()
    if found:
        raise duckdb.ConstraintException(
            f'"{reference.column}: {found[0]}" of {reference.table} does not exist in {reference.target}'
        )


def _one(cursor: duckdb.DuckDBPyConnection, sql: str) -> int:
    row = cursor.execute(sql).fetchone()
    return int(row[0]) if row else 0
