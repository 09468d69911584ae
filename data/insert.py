"""Rows into tables by column name, and the reference tables of a new register."""

from __future__ import annotations

import duckdb
import pandas as pd

from data import reference
from data.vocabulary import ShelterRole


def insert_frame(cursor: duckdb.DuckDBPyConnection, table: str, frame: pd.DataFrame) -> int:
    """Insert a frame's rows by column name into `table`; returns the number of rows. Columns left out become null."""
    try:
        known = {name for (name,) in cursor.execute("SELECT name FROM pragma_table_info(?)", [table]).fetchall()}
    except duckdb.CatalogException:
        known = set()
    unknown = set(frame.columns) - known
    if not known or unknown:
        raise ValueError(f"table {table!r} has no columns {sorted(unknown)}")
    cursor.register("incoming_rows", frame)
    try:
        columns = ", ".join(frame.columns)
        cursor.execute(f"INSERT INTO {table} ({columns}) SELECT {columns} FROM incoming_rows")  # noqa: S608 names checked above
    finally:
        cursor.unregister("incoming_rows")
    return len(frame)


def fill_reference(cursor: duckdb.DuckDBPyConnection) -> None:
    """Townships with their other names and old codes, DSW offices and shelters, from data/reference."""
    insert_frame(cursor, "township", reference.townships().drop(columns="coord_source"))
    names = reference.township_alternate_names().rename(columns={"sources": "source"})
    insert_frame(cursor, "township_alternate_name", names)
    insert_frame(
        cursor, "township_code_change", reference.township_code_changes().drop(columns="share", errors="ignore")
    )
    offices = reference.dsw_offices().rename(columns={"precision": "precision_note"})
    insert_frame(cursor, "dsw_office", offices.assign(office_id="DSW-" + offices["ts_pcode"]))
    shelters = reference.shelters().rename(columns={"precision": "precision_note"})
    roles = {"border transit": ShelterRole.BORDER_TRANSIT, "secure shelter": ShelterRole.TRANSIT_SHELTER}
    shelters["shelter_role"] = shelters.pop("role").map(lambda role: str(roles[role]))
    insert_frame(cursor, "shelter", shelters.assign(shelter_id="SH-" + shelters["ts_pcode"]))
