"""A register whose true counts are easy to tell from published ones, its publication, and the same without any case."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import duckdb
import pandas as pd

from analysis.publication import Asked
from data import publications
from data.publications import Narrowest, NewPublication
from data.scope import Scope
from data.store import Store
from data.vocabulary import Role
from tests.small_register import PLANNER, Row, assigned, case, fill, organisation, presence
from ui import publish_work

AS_OF = date(2024, 12, 31)
MYITKYINA, WAINGMAW, LOIKAW, DEMOSO = "MMR001001", "MMR001002", "MMR002001", "MMR002002"
# Township, people, destination, purpose. Kachin's 2,250 are shown; no township and nothing of Kayah is.
GROUPS = (
    (MYITKYINA, 824, "CHN", "forced_labour"), (MYITKYINA, 413, "THA", "forced_marriage"),
    (WAINGMAW, 606, "CHN", "forced_labour"), (WAINGMAW, 407, "THA", "sexual_exploitation"),
    (LOIKAW, 7, "CHN", "forced_labour"), (DEMOSO, 1104, "CHN", "forced_labour"),
)  # fmt: skip
TRUE = (1237, 1013, 2541, 3361)
"""Of Myitkyina, Waingmaw, the corridor to China and all: only rounded does any of them leave the register."""
OPEN_TABLES = (
    "setting", "township", "township_alternate_name", "township_code_change", "organisation", "provider_presence",
    "presence_renewal", "presence_service", "dsw_office", "shelter", "publication", "publication_cell", "audit_log",
    "app_user", "import_batch", "recommendation_state",
)  # fmt: skip
"""All that a donor's visit may read or write; every other table tells of cases, of rows about them, or of plans."""


def people() -> list[Row]:
    """The cases of GROUPS in two years, four of five of them women, every third a child."""
    rows, number = [], 0
    for township, count, destination, purpose in GROUPS:
        for _ in range(count):
            number += 1
            rows.append(case(
                f"C{number}", ts_pcode=township, destination=destination, purpose=purpose,
                sex="male" if number % 5 == 0 else "female", age_years=15 if number % 3 == 0 else 25,
                identified_month=date(2023 + number % 2, 5, 1), recorded_on=date(2024, 6, 1),
            ))  # fmt: skip
    return rows


def cases(store: Store) -> Store:
    """The cases, one organisation and whom it carries."""
    there = presence("P", last_confirmed_on=date(2024, 12, 1))
    carried = [assigned(f"C{n}", "P", "A", date(2024, 7, 1)) for n in range(1, 31)]
    return fill(
        store, organisation=[organisation("A")], provider_presence=[there], victim_case=people(), assignment=carried
    )


def publish(store: Store, note: str | None = "For the meeting of donors") -> str:
    """Counted, audited and frozen by a planner, as the page does it."""
    preview = publish_work.prepare(store, PLANNER, Asked(2023, 2024), AS_OF)
    return publications.freeze(store, PLANNER, publish_work.new_publication(preview, note))


def published(store: Store) -> None:
    """The cases and their first publication."""
    publish(cases(store))


def without_cases(path: Path) -> None:
    """Take every table out of a closed register's file but the open ones."""
    connection = duckdb.connect(str(path))
    try:
        found = connection.execute("SELECT table_name FROM duckdb_tables() WHERE schema_name = 'main'").fetchall()
        left = {row[0] for row in found} - set(OPEN_TABLES)
        assert {"victim_case", "case_event", "assignment", "import_reject", "allocation_plan", "case_pair"} <= left
        while left:
            gone = {table for table in left if _dropped(connection, table)}
            assert gone, left
            left -= gone
    finally:
        connection.close()


def _dropped(connection: duckdb.DuckDBPyConnection, table: str) -> bool:
    try:
        connection.execute(f"DROP TABLE {table}")
    except duckdb.Error:  # another table of those that go still points to it
        return False
    return True


# --- As small as can be, for what is frozen ---------------------------------------------------------------------------


def figure(place: str = "", people: int | None = 10, **facts: object) -> Row:
    """A figure of the table of places."""
    row: Row = {
        "table_name": "place", "level": "country" if place == "" else "st_pcode", "place": place, "from_year": 2023,
        "to_year": 2024, "purpose_group": "", "corridor": "", "sex": "", "age_group": "", "people": people,
        "figure_status": "withheld" if people is None else "shown", "is_finest": people is not None,
    }  # fmt: skip
    return row | facts


def a_publication(*figures: Row, **facts: object) -> NewPublication:
    """Kachin 20, Kayah withheld, 30 in all; the audit left 0 to 9 open."""
    rows = figures or (figure("", 30), figure("MMR001", 20), figure("MMR002", None))
    plain: dict[str, object] = {
        "first_year": 2023, "last_year": 2024, "as_of": AS_OF, "data_version": "0123456789abcdef", "least_shown": 10,
        "rounded_to": 5, "figures": pd.DataFrame(rows).astype({"people": "Int64"}),
        "narrowest": (Narrowest("place", 0, 9),), "released": '{"version": "", "cells": {}}',
        "rules": {"zeros": "withheld"},
        "audit": {"programmes": 4}, "withheld": ({"table": "place", "cells": 3},), "note": "First",
    }  # fmt: skip
    return NewPublication(**(plain | facts))


DONOR = Scope(Role.DONOR, "donor")
