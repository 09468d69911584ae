"""What was brought into the register, and when."""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


def recent_loads(store: Store, scope: Scope, most: int = 10) -> pd.DataFrame:
    """The latest `most` loads that stand, newest first: batch_id, import_format, file_name, loaded_by, loaded_at_utc;
    rows_in_file, rows_loaded, rows_rejected, rows_double: rows.
    """
    return ask(store, "recent_loads", scope, most=most)


def same_file(store: Store, scope: Scope, sha256: str) -> pd.DataFrame:
    """Loads of the file with this SHA-256 that stand, earliest first: batch_id, import_format, loaded_by,
    loaded_at_utc.
    """
    return ask(store, "same_file", scope, file_hash=sha256)
