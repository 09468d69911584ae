"""The list of cases, one case, and what is due: each worked out by hand, in the scope of each reader."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data import case_events
from data.scope import Scope
from data.vocabulary import DueKind, Role
from data.vocabulary import EventKind as E
from queries import cases
from queries.cases import DueOf, Narrowed
from queries.filters import Filters
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

AS_OF = date(2024, 6, 30)
MANAGER = Scope(Role.NGO_MANAGER, "manager", "A")
EVERY = Filters(as_of=AS_OF)


def ago(days: int) -> date:
    return AS_OF - timedelta(days=days)


def told(code: str, **kinds: int) -> list[dict[str, object]]:
    """Events of a case: kind=days ago."""
    return [event(code, kind, ago(days)) for kind, days in kinds.items()]


def assessment(code: str, days: int, outcome: str, wants: bool | None) -> dict[str, object]:
    return {
        "assessment_id": f"{code}/{days}", "case_code": code, "assessed_on": ago(days), "recorded_on": ago(days),
        "outcome": outcome, "wants_return": wants, "is_child": False, "recorded_by": "t",
    }  # fmt: skip


CODES = ("ABROAD", "ALT", "CLOSED", "HEALTH", "HOME", "INSIDE", "NEW", "READM", "STALE", "UNWILL")


@pytest.fixture(scope="module")
def store():
    """Settings as they are: 183 days abroad, 180 an assessment, 30 a stay, a first visit and a referral, 304–425 a
    revisit; lists look 30 days ahead."""
    events = [
        *told("ABROAD", admitted_abroad=170),
        *told("STALE", admitted_abroad=200, repatriated=180, shelter_in=40, family_assessed=185),
        *told("INSIDE", shelter_in=10, shelter_out=9),
        *told("HOME", shelter_in=90, shelter_out=61, returned_home=60),
        *told("HEALTH", returned_home=90, first_visit=80, health_referred=31),
        *told("CLOSED", returned_home=900, closed=400),
        *told("READM", returned_home=900, first_visit=890, closed=800, readmitted=10),
        *told("ALT", shelter_in=20, family_assessed=15),
        *told("UNWILL", shelter_in=20, family_assessed=15),
    ]
    for row in events:
        if row["event_kind"] == "family_assessed":
            row["detail"] = "negative" if row["case_code"] == "ALT" else "positive"
    return small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("PA"), presence("PB", "B")],
        victim_case=[case(code, victim_type="g2g", recorded_on=ago(900)) for code in CODES],
        case_event=events,
        assignment=[
            assigned("HOME", "PA", "A", ago(59)),
            assigned("HEALTH", "PA", "A", ago(90), valid_to=ago(20), end_reason="transferred"),
            assigned("HEALTH", "PB", "B", ago(20)),
            assigned("CLOSED", "PA", "A", ago(890), valid_to=ago(400)),
            unassigned("NEW", ago(50)),
        ],
        assessment=[assessment("ALT", 15, "negative", True), assessment("UNWILL", 15, "positive", False)],
    )


DUE = {
    ("ABROAD", "abroad_6_months"): 13,
    ("STALE", "shelter_stay"): -10,
    ("STALE", "assessment_stale"): -5,
    ("HOME", "first_visit"): -30,
    ("HEALTH", "health_referral"): -1,
    ("CLOSED", "revisit"): 25,
    ("READM", "first_visit"): 20,
    ("ALT", "shelter_stay"): 10,
    ("ALT", "alternatives"): -15,
    ("UNWILL", "shelter_stay"): 10,
    ("UNWILL", "alternatives"): -15,
}


def due(store, scope=PLANNER, as_of=AS_OF, **narrowed):
    found = cases.due(store, scope, as_of, DueOf(**narrowed))
    return {(row.case_code, row.due_kind): row.days_left for row in found.itertuples()}


def test_what_is_due_is_what_is_worked_out_by_hand(store):
    assert due(store) == DUE
    assert {kind for _, kind in DUE} == {str(kind) for kind in DueKind}


def test_due_things_stand_latest_first_and_are_paged_in_order(store):
    every = records(cases.due(store, PLANNER, AS_OF))
    days = [row[4] for row in every]
    assert days == sorted(days)
    pages = [records(cases.due(store, PLANNER, AS_OF, limit=4, offset=n)) for n in (0, 4, 8)]
    assert [row for page in pages for row in page] == every


def test_due_things_name_who_carries_the_case(store):
    found = cases.due(store, PLANNER, AS_OF).set_index(["case_code", "due_kind"])["organisation_id"]
    assert found["HOME", "first_visit"] == "A"
    assert found["HEALTH", "health_referral"] == "B", "who carries it now"
    assert found["CLOSED", "revisit"] == "A", "who carried it last"
    assert due(store, carrier="B") == {("HEALTH", "health_referral"): -1}
    assert due(store, due_kind=DueKind.REVISIT) == {("CLOSED", "revisit"): 25}
    assert due(store, late=True) == {key: days for key, days in DUE.items() if days < 0}
    assert due(store, MANAGER) == {("HOME", "first_visit"): -30, ("CLOSED", "revisit"): 25}


def test_counts_of_due_things_add_up(store):
    found = cases.due_counts(store, PLANNER, AS_OF)
    assert found["things"].sum() == len(DUE)
    assert found["late"].sum() == sum(days < 0 for days in DUE.values())
    by_kind = found.groupby("due_kind")["things"].sum()
    assert by_kind["shelter_stay"] == 3


@pytest.mark.parametrize(
    ("later", "gone"),
    [
        (told("ABROAD", repatriated=1), ("ABROAD", "abroad_6_months")),
        (told("STALE", shelter_out=1), ("STALE", "shelter_stay")),
        (told("HOME", first_visit=1), ("HOME", "first_visit")),
        (told("READM", first_visit=1), ("READM", "first_visit")),
        (told("HEALTH", health_completed=1), ("HEALTH", "health_referral")),
        (told("CLOSED", revisited=1), ("CLOSED", "revisit")),
        (told("ALT", alternative_planned=1), ("ALT", "alternatives")),
        (told("UNWILL", returned_home=1), ("UNWILL", "alternatives")),
    ],
)
def test_what_was_done_is_no_longer_due(store, later, gone):
    with store.transaction() as cursor:
        row = later[0]
        cursor.execute(
            "INSERT INTO case_event (event_id, case_code, event_kind, occurred_on, recorded_on) VALUES (?, ?, ?, ?, ?)",
            ["later", row["case_code"], row["event_kind"], row["occurred_on"], row["occurred_on"]],
        )
    try:
        assert gone not in due(store)
        assert (gone in due(store, as_of=row["occurred_on"] - timedelta(days=1))) == (DUE[gone] < 28)
    finally:
        with store.transaction() as cursor:
            cursor.execute("DELETE FROM case_event WHERE event_id = 'later'")


def test_a_revisit_is_due_from_ten_months_after_closure_and_missed_two_years_after(store):
    closed = ago(400)
    for days, is_due in ((303, False), (304, True), (425, True), (425 + 365, True), (425 + 366, False)):
        assert (("CLOSED", "revisit") in due(store, as_of=closed + timedelta(days=days))) == is_due, days


def test_the_limits_are_settings(store):
    made = small_store(victim_case=[case("C", recorded_on=ago(900))], case_event=told("C", shelter_in=20))
    assert due(made) == {("C", "shelter_stay"): 10}
    with made.transaction() as cursor:
        cursor.execute("INSERT INTO setting VALUES ('shelter_stay_days', '14', 't', TIMESTAMP '2024-01-01')")
    assert due(made) == {("C", "shelter_stay"): -6}


STAGES = {
    "ABROAD": "pre_return", "ALT": "shelter", "CLOSED": "closed", "HEALTH": "community", "HOME": "community",
    "INSIDE": "community", "NEW": "pre_return", "READM": "readmitted", "STALE": "shelter", "UNWILL": "shelter",
}  # fmt: skip


def listed(store, scope=PLANNER, filters=EVERY, **narrowed):
    within = Narrowed(**narrowed)
    found = cases.case_list(store, scope, filters, within, limit=100)
    assert cases.case_count(store, scope, filters, within)["cases"].tolist() == [len(found)]
    return found["case_code"].tolist()


def test_the_list_tells_stage_carrier_and_what_is_due_first(store):
    found = cases.case_list(store, PLANNER, EVERY)
    assert dict(zip(found["case_code"], found["stage"], strict=True)) == STAGES
    row = found.set_index("case_code").loc["STALE"]
    assert (row["next_due_kind"], row["next_days_left"], row["things_due"]) == ("shelter_stay", -10, 2)
    row = found.set_index("case_code").loc["HEALTH"]
    assert (row["assignment_state"], row["organisation"]) == ("assigned", "Organisation B")
    assert found.set_index("case_code").loc["NEW", "waiting_since"].date() == ago(50)


@pytest.mark.parametrize(
    ("narrowed", "codes"),
    [
        ({}, list(CODES)),
        ({"stage": "shelter"}, ["ALT", "STALE", "UNWILL"]),
        ({"search": "al"}, ["ALT", "HEALTH", "STALE"]),
        ({"search": "%"}, []),
        ({"due_kind": "shelter_stay"}, ["ALT", "STALE", "UNWILL"]),
        ({"due_kind": "shelter_stay", "late": True}, ["STALE"]),
        ({"due_kind": "shelter_stay", "late": False}, ["ALT", "UNWILL"]),
        ({"late": False}, ["ABROAD", "ALT", "CLOSED", "READM", "UNWILL"]),
        ({"carrier": "A"}, ["HOME"]),
        ({"assignment_state": "assigned"}, ["HEALTH", "HOME"]),
        ({"assignment_state": "unassigned"}, ["NEW"]),
        ({"st_pcode": "MMR002"}, []),
        ({"st_pcode": "MMR001", "stage": "closed"}, ["CLOSED"]),
    ],
)
def test_the_list_is_narrowed_and_counted_alike(store, narrowed, codes):
    assert listed(store, **narrowed) == codes


def test_the_list_is_paged_and_keeps_to_the_reader(store):
    pages = [cases.case_list(store, PLANNER, EVERY, limit=4, offset=n)["case_code"].tolist() for n in (0, 4, 8, 12)]
    assert [code for page in pages for code in page] == list(CODES)
    assert listed(store, MANAGER) == ["CLOSED", "HOME"]
    assert listed(store, Scope(Role.DONOR, "d")) == []
    assert listed(store, filters=Filters(as_of=ago(901))) == []


def test_one_case_is_told_to_its_reader_alone(store):
    row = cases.case(store, PLANNER, "STALE", AS_OF).iloc[0]
    assert (row["stage"], row["since"].date(), row["events_later"]) == ("shelter", ago(180), 0)
    assert row["version"] == case_events.version(store, PLANNER, "STALE")
    before = cases.case(store, PLANNER, "STALE", ago(190)).iloc[0]
    assert (before["stage"], before["events_later"], before["version"]) == ("pre_return", 3, row["version"])
    assert cases.case(store, MANAGER, "STALE", AS_OF).empty
    assert cases.case(store, PLANNER, "no such", AS_OF).empty
    for ask in (cases.timeline, cases.case_flags, cases.case_needs, cases.assessments, cases.due_of_case):
        assert ask(store, MANAGER, "ALT", AS_OF).empty
    assert cases.timeline(store, PLANNER, "HOME", ago(60))["event_kind"].tolist() == [
        "shelter_in", "shelter_out", "returned_home",
    ]  # fmt: skip
    assert cases.due_of_case(store, PLANNER, "STALE", AS_OF)["days_left"].tolist() == [-10, -5]


def test_flags_needs_and_risks_of_a_case():
    made = small_store(victim_case=[case("C", recorded_on=ago(900))])
    from data.vocabulary import AssessmentOutcome, RiskRank, Service, SpecialCategory

    case_events.flag_special(made, PLANNER, "C", SpecialCategory.MEDICAL, ago(5))
    case_events.note_need(made, PLANNER, "C", Service.LEGAL, ago(4))
    case_events.note_need(made, PLANNER, "C", Service.HEALTH, ago(4))
    case_events.drop_need(made, PLANNER, "C", Service.HEALTH)
    risks = dict.fromkeys(case_events.risk_items(False), RiskRank.HIGH)
    new = case_events.NewAssessment("C", ago(3), AssessmentOutcome.NEGATIVE, None, False, None, risks)
    code = case_events.record_assessment(made, PLANNER, new)
    today = date.today() + timedelta(days=1)
    assert records(cases.case_flags(made, PLANNER, "C", today)) == [("medical", ago(5), "planner")]
    assert records(cases.case_needs(made, PLANNER, "C", today)) == [("legal", ago(4), "planner")]
    found = cases.assessments(made, PLANNER, "C", today).iloc[0]
    assert (found["assessment_id"], found["outcome"], found["wants_return"] is None) == (code, "negative", False)
    assert set(cases.risks(made, PLANNER, "C")["risk_item"]) == {str(item) for item in risks}
    assert cases.assessments(made, PLANNER, "C", AS_OF).empty, "recorded later than that day"
    assert cases.timeline(made, PLANNER, "C", today)["event_kind"].tolist() == [
        str(E.SPECIAL_FLAGGED), str(E.FAMILY_ASSESSED),
    ]  # fmt: skip


def test_alternatives_are_for_negative_and_unwilling_alike(store):
    found = cases.alternatives(store, PLANNER, AS_OF)
    assert records(found[["case_code", "because", "days"]]) == [("ALT", "negative", 15), ("UNWILL", "unwilling", 15)]
    assert cases.alternatives(store, PLANNER, ago(16)).empty
    page = cases.alternatives(store, PLANNER, AS_OF, limit=1, offset=1)
    assert records(page[["case_code", "all_people", "without_people"]]) == [("UNWILL", 2, 2)]
    assert cases.alternatives(store, MANAGER, AS_OF).empty
