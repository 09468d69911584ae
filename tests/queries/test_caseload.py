"""Who carries whom, against the table of tests/carried_people."""

from __future__ import annotations

from datetime import date

import pytest

from data.scope import Scope
from data.store import memory_store
from data.vocabulary import Role
from queries import caseload, providers
from tests import carried_people as paper
from tests.carried_people import DAY
from tests.small_register import PLANNER, records

MANAGER = Scope(Role.NGO_MANAGER, "manager", organisation_id="A")
OTHER_MANAGER = Scope(Role.NGO_MANAGER, "manager", organisation_id="B")
OFFICER = Scope(Role.DSW_OFFICER, "officer")
DONOR = Scope(Role.DONOR, "donor")


@pytest.fixture(scope="module")
def store():
    return paper.whole(memory_store())


def counted(store, scope, as_of=DAY) -> dict[str, tuple[object, ...]]:
    rows = caseload.caseload(store, scope, as_of)
    columns = ["caseload_people", "seen_people", "special_people", "closed_people", "other_end_people"]
    return dict(zip(rows["pool_id"], records(rows[columns]), strict=True))


def test_each_pool_counts_its_people_once(store):
    assert counted(store, PLANNER) == {
        "A1": (3, 3, 1, 0, 0),
        "B1": (2, 2, 2, 1, 1),
        "B2": (1, 1, 0, 0, 0),
        "D1": (0, 0, 0, 0, 0),
        "G1": (1, 1, 0, 0, 0),
    }


def test_the_caseload_is_that_of_the_directory(store):
    rows = caseload.caseload(store, PLANNER, DAY).set_index("pool_id")
    told = providers.presences_at(store, PLANNER, DAY).drop_duplicates("pool_id").set_index("pool_id")
    for pool in ("A1", "B1", "D1", "G1"):
        assert rows.at[pool, "caseload_people"] == told.at[pool, "pool_caseload_people"]
    assert records(rows.loc[["A1", "B2"], ["capacity_people", "case_workers", "covered_townships", "is_active"]]) == [
        (4, 2, 2, True),
        (None, None, 0, False),  # who has left tells no capacity, and still carries somebody
    ]


def test_a_manager_sees_the_own_organisation_and_an_officer_the_own_cases(store):
    assert counted(store, MANAGER) == {"A1": (3, 3, 1, 0, 0)}
    assert counted(store, OTHER_MANAGER) == {"B1": (2, 2, 2, 1, 1), "B2": (1, 1, 0, 0, 0)}
    assert {pool: row[:2] for pool, row in counted(store, OFFICER).items()} == {
        "A1": (3, 0), "B1": (2, 0), "B2": (1, 0), "D1": (0, 0), "G1": (1, 0),
    }  # fmt: skip
    assert {row[1:] for row in counted(store, DONOR).values()} == {(0, 0, 0, 0)}
    assert caseload.caseload(store, DONOR, DAY)["caseload_people"].isna().all()


def test_an_earlier_day_shows_the_people_of_that_day(store):
    day = date(2024, 11, 29)  # before c2 and c3 came to A, and c8 went from B1 to B2
    found = counted(store, PLANNER, day)
    assert {pool: row[0] for pool, row in found.items()} == {"A1": 1, "B1": 3, "D1": 0, "G1": 1}


def test_case_workers_and_people_without_one(store):
    rows = caseload.caseload_by_worker(store, PLANNER, DAY)
    assert records(rows[["pool_id", "worker_code", "is_there", "people", "special_people"]]) == [
        ("A1", "CW-1", True, 2, 1),
        ("A1", "CW-2", True, 0, 0),
        ("A1", "CW-9", False, 1, 0),  # c3 comes from the roving A2, whose workers are those of A1
        ("B1", None, False, 2, 2),
        ("B2", None, False, 1, 0),
        ("G1", None, False, 1, 0),
    ]
    assert set(caseload.caseload_by_worker(store, OTHER_MANAGER, DAY)["pool_id"]) == {"B1", "B2"}
    assert caseload.caseload_by_worker(store, DONOR, DAY).empty


def test_the_trend_ends_with_the_caseload_of_the_day(store):
    rows = caseload.caseload_by_month(store, PLANNER, DAY, months=3)
    assert records(rows) == [
        (date(2024, 10, 31), 5, 2, 0, 0, 0),
        (date(2024, 11, 30), 6, 3, 1, 0, 0),
        (date(2024, 12, 31), 7, 3, 2, 0, 1),
    ]
    whole = caseload.caseload_by_month(store, PLANNER, DAY, months=24)
    assert list(whole.tail(3).itertuples(index=False)) == list(rows.itertuples(index=False))
    assert whole["taken_people"].sum() - whole["closed_people"].sum() - whole["other_end_people"].sum() == 7
    assert records(caseload.caseload_by_month(store, PLANNER, DAY, 2, "A1")[["carried_people"]]) == [(2,), (3,)]


@pytest.mark.parametrize("day", [date(2024, 6, 15), date(2024, 1, 1), date(2023, 7, 9)])
def test_the_trend_of_any_day_ends_with_the_caseload_of_that_day(store, day):
    last = caseload.caseload_by_month(store, PLANNER, day, months=12).iloc[-1]
    assert last["at_on"].date() == day
    assert last["carried_people"] == caseload.caseload(store, PLANNER, day)["caseload_people"].sum()


def test_support_by_township_and_by_who_gives_it(store):
    assert records(caseload.support_by_township(store, PLANNER, DAY)) == [
        (paper.MYITKYINA, 0, 3, 0),
        (paper.LASHIO, 1, 3, 0),
        (None, 0, 0, 1),
    ]
    assert records(caseload.support_by_township(store, MANAGER, DAY)) == [(paper.MYITKYINA, 0, 3, 0)]


def test_cases_of_a_provider_page_by_page(store):
    first = caseload.carried_cases(store, PLANNER, DAY, "A1", limit=2)
    rest = caseload.carried_cases(store, PLANNER, DAY, "A1", limit=2, offset=2)
    assert records(first[["case_code", "worker_code", "carried_days", "is_special"]]) == [
        ("c1", "CW-1", 540, False),  # 10 July 2023 to 31 December 2024: 174 + 366
        ("c2", "CW-1", 31, True),
    ]
    assert records(rest[["case_code", "presence_id", "worker_code"]]) == [("c3", "A2", "CW-9")]
    assert list(caseload.carried_cases(store, PLANNER, DAY, "B1")["case_code"]) == ["c4", "c5"]
    assert caseload.carried_cases(store, MANAGER, DAY, "B1").empty
    assert caseload.carried_cases(store, DONOR, DAY, "A1").empty


def test_steps_of_each_case_worker():
    store = paper.with_events(memory_store())
    assert records(caseload.due_by_worker(store, PLANNER, DAY)) == [("w1", 1, 1, 0)]
    assert records(caseload.due_by_worker(store, PLANNER, date(2024, 12, 30))) == [("w1", 0, 1, 0)]
    assert caseload.due_by_worker(store, OTHER_MANAGER, DAY).empty  # the revisit of c6 is no case worker's


def test_a_closed_case_is_counted_for_its_worker():
    store = paper.whole(memory_store())
    with store.transaction() as cursor:
        cursor.execute("UPDATE assignment SET valid_to = ?, end_reason = 'closed' WHERE case_code = 'c1'", [DAY])
    rows = caseload.caseload_by_worker(store, PLANNER, DAY).set_index("worker_code")
    assert rows.loc["CW-1", ["people", "closed_people"]].tolist() == [1, 1]
    assert rows.loc["CW-2", ["people", "closed_people"]].tolist() == [0, 0]
