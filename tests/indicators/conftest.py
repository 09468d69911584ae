"""One register for all indicators worked out by hand: filled by a test, emptied after it."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from data.store import Store, memory_store
from tests.small_register import Row, fill

# Children before those that they name: a transaction each, since DuckDB checks references against its own deletions.
FILLED = (
    "assessment_risk", "assessment", "case_flag", "case_source", "case_event", "assignment", "legal_proceeding",
    "meeting_attendance", "meeting", "training", "training_target", "joint_visit", "health_site", "health_advocacy",
    "fund_entry", "shelter_census_abroad", "provider_report", "stage_assessment", "hotspot_entry", "hotspot_list",
    "setting", "victim_case", "provider_presence", "organisation",
)  # fmt: skip
# Rows that name others of their own table go first.
NAMED_BY_ITSELF = {
    "hotspot_list": ("supersedes IS NOT NULL", "true"), "provider_presence": ("base_presence_id IS NOT NULL", "true"),
}  # fmt: skip
LAST = ("assessment_risk", "meeting_attendance", "hotspot_entry")
Fill = Callable[..., Store]


@pytest.fixture(scope="session")
def one_register() -> Iterator[Store]:
    store = memory_store()
    yield store
    store.close()


@pytest.fixture
def put(one_register: Store) -> Iterator[Fill]:
    """put(table=[rows], …) fills the register, in the order given."""
    used: set[str] = set()

    def filled(**tables: list[Row]) -> Store:
        used.update(tables)
        later = {name: tables.pop(name) for name in LAST if name in tables}
        fill(one_register, **tables)
        return fill(one_register, **later) if later else one_register

    yield filled
    for table in (name for name in FILLED if name in used):
        for chosen in NAMED_BY_ITSELF.get(table, ("true",)):
            with one_register.transaction() as cursor:
                cursor.execute(f"DELETE FROM {table} WHERE {chosen}")
