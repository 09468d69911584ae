"""May the register of an earlier version be made anew? Only where it holds nothing but the demonstration register."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.connection import connect
from data.errors import RegisterUnreadable
from data.store import SCHEMA_VERSION, Store, schema_version
from data.vocabulary import RegisterKind


def remade_by_demo(path: Path) -> bool:
    """Whether a register of an earlier version holds nothing but the demonstration register, so it can be made anew.

    Raises RegisterInUse, RegisterUnreadable.
    """
    connection = connect(path)
    store = Store(connection, path)
    try:
        if store.kind() is RegisterKind.REAL or schema_version(store) >= SCHEMA_VERSION:
            return False
        others = "SELECT count(*) AS n FROM import_batch WHERE import_format <> 'demonstration'"
        return int(store.read(others)["n"].iloc[0]) == 0 and not _holds_decisions(store)
    except duckdb.Error as error:
        raise RegisterUnreadable(path=str(path), detail=str(error).splitlines()[0]) from error
    finally:
        store.close()


def _holds_decisions(store: Store) -> bool:
    """Whether anything was frozen or saved there; registers of earlier versions have no table for it."""
    kept = "('hotspot_list', 'allocation_plan', 'recommendation_state', 'app_user', 'publication')"
    made = {"publication": " WHERE published_by <> 'demonstration'"}  # the first version comes with the register
    there = store.read(f"SELECT table_name FROM duckdb_tables() WHERE table_name IN {kept}")["table_name"]  # noqa: S608 own names
    counts = (store.read(f"SELECT count(*) AS n FROM {name}{made.get(name, '')}")["n"].iloc[0] for name in there)  # noqa: S608
    return any(counts)
