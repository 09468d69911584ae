"""Who waits and where they could go, worked out on paper; by role, with what narrows and pages."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.scope import Scope
from data.vocabulary import Role
from queries.matching import Narrowed, minimum_steps, places_to_go, waiting_count, waiting_people
from tests.small_register import (
    PLANNER,
    assigned,
    case,
    event,
    organisation,
    presence,
    records,
    small_store,
    unassigned,
)

DAY = date(2024, 7, 1)
OFFICER = Scope(Role.DSW_OFFICER, "officer")
MANAGER = Scope(Role.NGO_MANAGER, "manager", organisation_id="A")


def need(case_code: str, service: str, noted_on: date) -> dict[str, object]:
    return {"case_code": case_code, "service": service, "noted_on": noted_on, "noted_by": "test"}


def request(referral_id: str, case_code: str, state: str = "open") -> dict[str, object]:
    decided = {} if state == "open" else {"decided_by": "test", "decided_at_utc": datetime(2024, 6, 2)}
    return {
        "referral_id": referral_id, "case_code": case_code, "presence_id": "A1", "organisation_id": "A",
        "referral_state": state, "referred_on": date(2024, 6, 1), "referred_by": "test", "decided_by": None,
        "decided_at_utc": None,
    } | decided  # fmt: skip


@pytest.fixture(scope="module")
def store():
    return small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[
            presence("A1"),
            presence("A2", is_reintegration=False),
            presence("B1", "B", activity_status="planned"),
            presence("B2", "B", presence_type="roving", base_presence_id="B1", capacity_people=None),
        ],
        victim_case=[
            case("old", age_years=9, is_special=True),
            case("new", ts_pcode="MMR015001"),
            case("nowhere", ts_pcode=None, age_years=None),
            case("carried"),
            case("later", recorded_on=date(2024, 7, 2)),
            case("done"),
        ],
        assignment=[
            {"withdrawn": False} | row
            for row in (
                unassigned("old", date(2024, 1, 1), valid_to=date(2024, 3, 1), end_reason="reason_changed"),
                unassigned("old", date(2024, 3, 1), "provider_full", waiting_since=date(2024, 1, 1)),
                unassigned("new", date(2024, 6, 1)),
                unassigned("nowhere", date(2024, 6, 1), "untraced", withdrawn=True, assignment_id="taken back"),
                unassigned("nowhere", date(2024, 5, 2), "untraced"),
                assigned("carried", "A1", "A", date(2024, 1, 1)),
                unassigned("later", date(2024, 6, 1)),
                unassigned("done", date(2024, 1, 1), valid_to=DAY, end_reason="closed"),
            )
        ],
        case_need=[
            need("old", "legal", date(2024, 2, 1)),
            need("old", "health", date(2024, 2, 1)),
            need("new", "food", date(2024, 7, 2)),
        ],
        referral=[request("R1", "new"), request("R2", "new"), request("R3", "old", "declined")],
        case_event=[
            event("new", "minimum_grant", date(2024, 6, 20), amount=90000.0),
            event("new", "minimum_transport", date(2024, 6, 10)),
            event("new", "minimum_items", date(2024, 6, 10), recorded_on=date(2024, 7, 2)),
            event("new", "first_visit", date(2024, 6, 10)),
        ],
    )


def codes(frame) -> list[str]:
    return frame["case_code"].to_list()


def test_one_row_a_person_longest_wait_first(store):
    found = waiting_people(store, PLANNER, DAY)
    assert codes(found) == ["old", "nowhere", "new"]
    first = records(found)[0]
    assert first == ("old", "old/2024-03-01", "MMR001001", True, True, "health; legal", "provider_full",
                     date(2024, 1, 1), 182, "not_done", "china", 0)  # fmt: skip
    last = records(found)[2]
    assert last[2:6] == ("MMR015001", False, False, None), "a need noted later is not known yet"
    assert last[-1] == 2, "requests that wait for an answer"
    assert records(found)[1][2:4] == (None, None)


def test_narrowed_and_paged_in_sql(store):
    assert codes(waiting_people(store, PLANNER, DAY, Narrowed(reason="no_provider"))) == ["new"]
    assert codes(waiting_people(store, PLANNER, DAY, Narrowed(st_pcode="MMR001"))) == ["old"]
    assert codes(waiting_people(store, PLANNER, DAY, Narrowed(text="E"))) == ["nowhere", "new"]
    assert codes(waiting_people(store, PLANNER, DAY, Narrowed(text="%"))) == []
    assert codes(waiting_people(store, PLANNER, DAY, case_code="new")) == ["new"]
    assert codes(waiting_people(store, PLANNER, DAY, limit=1, offset=1)) == ["nowhere"]
    assert codes(waiting_people(store, PLANNER, DAY, limit=5, offset=3)) == []


def test_counts_follow_the_list(store):
    assert records(waiting_count(store, PLANNER, DAY, 60)) == [(3, 2, 1, 1)]
    assert records(waiting_count(store, PLANNER, DAY, 61)) == [(3, 1, 1, 1)]
    assert records(waiting_count(store, PLANNER, DAY, 60, Narrowed(text="new"))) == [(1, 0, 0, 0)]
    assert records(waiting_count(store, PLANNER, date(2024, 1, 1), 60))[0][0] == 2


def test_officers_see_who_waits_and_managers_nobody(store):
    assert codes(waiting_people(store, OFFICER, DAY)) == ["old", "nowhere", "new"]
    assert codes(waiting_people(store, MANAGER, DAY)) == []
    assert records(waiting_count(store, MANAGER, DAY, 60)) == [(0, 0, 0, 0)]
    assert records(minimum_steps(store, MANAGER, DAY, "new")) == []


def test_steps_of_the_minimum_model_as_known_on_the_day(store):
    found = records(minimum_steps(store, PLANNER, DAY, "new"))
    assert [row[1:] for row in found] == [
        ("minimum_transport", date(2024, 6, 10), None),
        ("minimum_grant", date(2024, 6, 20), 90000.0),
    ]


def test_places_take_people_for_reintegration_and_a_base_that_is_not_there_tells_no_room(store):
    found = places_to_go(store, PLANNER, DAY)
    rows = found.set_index("presence_id")[["pool_capacity_people", "pool_caseload_people"]]
    assert records(rows.reset_index()) == [("A1", 10, 1), ("B2", None, 0)]
