"""Lengths of each way and the steps of those who returned, on a register worked out on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.scope import Scope
from data.vocabulary import Role
from queries.durations import cohort_reached, cohort_steps, durations
from queries.filters import Filters
from tests.small_register import PLANNER, assigned, case, event, organisation, presence, records, small_store

DAY = date(2024, 12, 31)
SHELTER = "SH-MMR015009"
FILTERS = Filters(as_of=DAY)


def after(days: int, begin: date = date(2023, 3, 1)) -> date:
    return begin + timedelta(days)


@pytest.fixture(scope="module")
def store():
    """A: abroad 10 days, in a shelter 20, home, visited 5 days later, closed 40 after the return, revisited.
    B: abroad and still waiting for 100 days. C: home without a day of repatriation, closed 30 days later, not visited.
    D: visited a day before the return home, which cannot be right. E: home on a day that was not known yet. F: a
    shelter alone, since 7 days."""
    begun = DAY - timedelta(100)
    found = small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("A1", "A")],
        victim_case=[
            case(code, destination="THA" if code == "B" else "CHN", recorded_on=date(2023, 1, 1)) for code in "ABCDEF"
        ],
        assignment=[assigned("A", "A1", "A", after(10))],
        case_event=[
            event("A", "admitted_abroad", after(0)), event("A", "repatriated", after(10)),
            event("A", "shelter_in", after(10), shelter_id=SHELTER),
            event("A", "shelter_out", after(30), shelter_id=SHELTER),
            event("A", "returned_home", after(30)), event("A", "assigned", after(33)),
            event("A", "first_visit", after(35)), event("A", "closed", after(70)), event("A", "revisited", after(440)),
            event("B", "admitted_abroad", begun),
            event("C", "admitted_abroad", after(0)), event("C", "returned_home", after(50)),
            event("C", "closed", after(80)),
            event("D", "returned_home", after(20)), event("D", "first_visit", after(19)),
            event("E", "returned_home", after(20), recorded_on=date(2025, 1, 1)),
            event("F", "shelter_in", DAY - timedelta(7), shelter_id=SHELTER),
        ],
    )  # fmt: skip
    yield found
    found.close()


def test_the_lengths(store):
    rows = records(durations(store, PLANNER, FILTERS))
    told = {(way, corridor, days): (over, waiting, out) for way, corridor, _year, days, over, waiting, out in rows}
    since = (DAY - after(20)).days
    assert told == {
        ("repatriation", "china", 10): (1, 0, 0),
        ("repatriation", "china", None): (0, 0, 1),
        ("repatriation", "thailand", 100): (0, 1, 0),
        ("shelter", "china", 20): (1, 0, 0),
        ("shelter", "china", 7): (0, 1, 0),
        ("first_visit", "china", 5): (1, 0, 0),
        ("first_visit", "china", 30): (0, 1, 0),
        ("first_visit", "china", None): (0, 0, 1),
        ("closure", "china", 40): (1, 0, 0),
        ("closure", "china", 30): (1, 0, 0),
        ("closure", "china", since): (0, 1, 0),
    }
    assert {year for _way, _corridor, year, *_rest in rows} == {2023, 2024}


def test_the_steps_that_are_recorded(store):
    """A all but a service; C and D home, C closed; F has entered a shelter. B is abroad; E's return is not known."""
    assert records(cohort_reached(store, PLANNER, FILTERS)) == [
        (2023, "china", "1100010", 1),
        (2023, "china", "1101000", 1),
        (2023, "china", "1111011", 1),
        (2024, "china", "1000000", 1),
    ]


def test_the_length_of_each_step(store):
    """A: home 20 days after the return, assigned 3, visited 2, closed 35 after the visit, revisited 370 after closure.
    C: home at once (no earlier day is known), closed 30 later, and waits for a revisit. D: home at once, the visit
    took 0 days, and the service is waited for since the visit. F waits to go home."""
    told = {
        (year, step, days): (over, waiting)
        for year, step, days, over, waiting in records(cohort_steps(store, PLANNER, FILTERS))
    }
    assert told == {
        (2023, 1, 0): (2, 0), (2023, 1, 20): (1, 0), (2023, 2, 3): (1, 0), (2023, 3, 0): (1, 0), (2023, 3, 2): (1, 0),
        (2023, 4, (DAY - after(19)).days): (0, 1), (2023, 5, 30): (1, 0), (2023, 5, 35): (1, 0),
        (2023, 6, 370): (1, 0), (2023, 6, (DAY - after(80)).days): (0, 1), (2024, 1, 7): (0, 1),
    }  # fmt: skip


def test_as_known_on_an_earlier_day(store):
    """On 20 March 2023 A is in the shelter since 9 days, and nobody is home."""
    rows = durations(store, PLANNER, Filters(as_of=after(19)))
    assert records(rows[rows["way"] == "shelter"][["days", "over_people", "waiting_people"]]) == [(9, 0, 1)]
    assert "closure" not in set(rows["way"])


def test_scopes(store):
    """A manager has the own people, and no stays in shelters; a donor has nothing."""
    manager = Scope(Role.NGO_MANAGER, "manager", organisation_id="A")
    rows = durations(store, manager, FILTERS)
    assert set(rows["way"]) == {"repatriation", "first_visit", "closure"}
    assert rows["over_people"].sum() == 3
    assert cohort_reached(store, manager, FILTERS)["people"].sum() == 1
    donor = Scope(Role.DONOR, "donor")
    assert durations(store, donor, FILTERS).empty
    assert cohort_reached(store, donor, FILTERS).empty
    assert cohort_steps(store, donor, FILTERS).empty
