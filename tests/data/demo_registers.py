"""Demonstration registers, made once for the tests that read them, and how two of them are compared."""

from __future__ import annotations

from functools import cache

from data.demo import make_demo
from data.store import Store, memory_store

COMPARED = (
    "victim_case", "case_source", "case_flag", "case_event", "assignment",
    "organisation", "provider_presence", "presence_service", "case_worker", "case_need", "assessment",
    "assessment_risk", "legal_proceeding", "meeting", "meeting_attendance", "training", "training_target",
    "joint_visit", "health_site", "fund_entry", "shelter_census_abroad", "provider_report", "stage_assessment",
    "health_advocacy", "indicator_target",
)  # fmt: skip


@cache
def published() -> Store:
    """The register as everybody gets it: the published size, the default seed."""
    return made(None)


@cache
def large() -> Store:
    """50,000 cases: enough for shares to settle."""
    return made(50_000)


def made(cases: int | None, **more: int) -> Store:
    store = memory_store()
    make_demo(store, cases, **more)
    return store


def number(store: Store, sql: str, **params: object) -> float:
    """The one number that a statement returns."""
    return float(store.read(sql, params).iloc[0, 0])


def fingerprint(store: Store) -> dict[str, tuple[int, int]]:
    """Table -> rows and the exclusive-or of their hashes: the same for the same rows in any order."""
    found = {}
    for table in COMPARED:
        row = store.read(f"SELECT count(*) AS n, coalesce(bit_xor(hash(t)), 0)::VARCHAR AS h FROM {table} t").iloc[0]
        found[table] = (int(row["n"]), int(row["h"]))
    return found
