"""A connection to a register's file, shut off from everything else."""

from __future__ import annotations

from pathlib import Path

import duckdb

from data.errors import RegisterInUse, RegisterUnreadable
from data.kept_file import KeptFile

HARDENING = (
    "SET python_enable_replacements=false",
    "SET autoinstall_known_extensions=false",
    "SET autoload_known_extensions=false",
    "SET enable_external_access=false",
    "SET lock_configuration=true",
)


def connect(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a register's file as it is. Raises RegisterInUse, RegisterUnreadable."""
    try:
        return duckdb.connect(str(path))
    except duckdb.Error as error:
        if "lock" in str(error).lower() or "being used" in str(error).lower():
            raise RegisterInUse(path=str(path)) from error
        raise RegisterUnreadable(path=str(path), detail=str(error).splitlines()[0]) from error


def harden(connection: duckdb.DuckDBPyConnection, beside: KeptFile | None = None) -> None:
    """Shut the connection off from everything but the register, and the file beside it."""
    if beside is not None:
        connection.execute("SET allowed_paths = $paths", {"paths": beside.paths()})
    for statement in HARDENING:
        connection.execute(statement)
