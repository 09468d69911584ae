"""A small register with states of recommendations, reports, an assessment of a stage and a target, all on paper."""

from __future__ import annotations

import datetime as dt

from streamlit.testing.v1 import AppTest

from data import recommendation_states
from data.recommendation_states import NewState
from data.registers import REGISTERS
from data.registers_write import add
from data.scope import Scope
from data.vocabulary import Role
from tests.pages.visit import visit
from tests.small_register import PLANNER, case, event, fill, organisation, presence

PAGE, CALENDAR = "pages/track/recommendations.py", "pages/track/calendar.py"
DAY = dt.date(2024, 6, 30)
OTHER = Scope(Role.PLANNER, "other planner")
HOSTILE = "<script>alert(1)</script> ${x} [a](javascript:b)"


def told(number: str, status: str = "under_way", **values: object) -> NewState:
    base = {"owner": "dsw", "due_on": None, "evidence": "", "note": "", "supersedes": None}
    return NewState(number, status, **(base | values))  # type: ignore[arg-type]


def whole(store) -> None:
    """Two people repatriated from Thailand, one within 183 days; two organisations, one of which reported; states."""
    admitted = dt.date(2023, 1, 10)
    fill(
        store,
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("P"), presence("Q", "B")],
        victim_case=[case(code, destination="THA", recorded_on=admitted) for code in "xy"]
        + [case("z", recorded_on=DAY)],
        case_event=[event(code, "admitted_abroad", admitted) for code in "xy"]
        + [event("x", "repatriated", dt.date(2023, 3, 1)), event("y", "repatriated", dt.date(2023, 12, 1))],
    )
    reports = REGISTERS["provider_report"]
    for quarter, received in ((1, dt.date(2023, 4, 10)), (2, dt.date(2023, 8, 9))):
        values = {"organisation_id": "A", "report_year": 2023, "report_quarter": quarter, "received_on": received}
        add(store, PLANNER, reports, values, DAY)
    stage = {"assessed_stage": "shelter", "assessed_on": dt.date(2024, 2, 3), "body": "ngo", "victims_asked": 12}
    add(store, PLANNER, REGISTERS["stage_assessment"], stage, DAY)
    target = {"indicator": "abroad_within_six_months", "target_year": 2020, "target": 0.4}
    add(store, PLANNER, REGISTERS["indicator_target"], target, DAY)
    for one in (
        told("1.5", due_on=dt.date(2024, 1, 31), note="waits for the workshop", evidence=HOSTILE),
        told("1.8", "done", evidence="https://example.org/guidelines"),
        told("1.11", "dropped", note="no money for it"),
    ):
        recommendation_states.record(store, OTHER, one)


def opened(role: Role = Role.PLANNER, page: str = PAGE, **query: str) -> AppTest:
    at = visit(page, role, query)
    assert not at.exception
    return at


def button(at: AppTest, label: str):
    return next(one for one in at.button if one.label == label)


def html(at: AppTest) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))
