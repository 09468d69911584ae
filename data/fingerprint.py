"""One short text for the state of a register: the same text, the same cases, periods, providers and settings."""

from __future__ import annotations

import hashlib

from data.store import Store

FINGERPRINTED = (
    "victim_case", "assignment", "organisation", "provider_presence", "presence_service", "setting",
    "dsw_office", "township",
)  # fmt: skip
"""What lists of hot spots and plans are computed from; dated events, loads and the audit log are not."""


def fingerprint(store: Store) -> str:
    """16 hexadecimal digits that do not depend on the order of rows and outlast a restart, unlike Store.data_version.

    Made with DuckDB's own hash of a row, so it may differ under another release of DuckDB.
    """
    parts = " UNION ALL ".join(
        f"SELECT '{table}' AS place, count(*) AS n, coalesce(bit_xor(hash({table})), 0)::VARCHAR AS digest FROM {table}"  # noqa: S608 names of this module
        for table in FINGERPRINTED
    )
    found = store.read(f"SELECT * FROM ({parts}) ORDER BY place")  # noqa: S608
    rows = [tuple(str(value) for value in row) for row in found.itertuples(index=False)]
    return hashlib.sha256(repr(rows).encode()).hexdigest()[:16]
