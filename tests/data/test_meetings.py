"""A sitting: decisions with what carries them out, taken back together; who came; killed, nothing is half."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from datetime import UTC, date, datetime, timedelta

import pytest

from data import assignments, meetings
from data.assignment_errors import NotYourDecision, ReferralAnswered, TooLateToUndo
from data.case_errors_work import ChangedMeanwhile
from data.meeting_errors import (
    AttendanceMissing,
    AttendanceWrong,
    CaseDecided,
    DecisionIncomplete,
    DecisionNotFound,
    MayNotMeet,
    MeetingClosed,
    MeetingDayWrong,
    MeetingNotFound,
    MeetingPlaceMissing,
    MeetingThere,
)
from data.meetings import NewDecision
from data.paths import ROOT
from data.store import open_store
from data.vocabulary import EventKind, UnassignedReason
from data.vocabulary_work import AgendaItem, Body, Decision, MeetingKind, MeetingSite
from tests.data.assigning import (
    CARRIED,
    DAY,
    MANAGER_A,
    MANAGER_B,
    OFFICER,
    SINCE,
    WAITING,
    events,
    everything,
    history,
    register,
    to,
)
from tests.small_register import PLANNER, case, fill, organisation, presence, records, unassigned

WAITS = [("no_provider", SINCE, None, None)]
RR, YANGON = MeetingKind.RR_OPERATIONAL, MeetingSite.YANGON


@pytest.fixture
def store():
    return register()


@pytest.fixture
def sitting(store):
    return meetings.open_meeting(store, OFFICER, RR, YANGON, DAY)


def new(sitting, decision, case_code="W", item=AgendaItem.WAITING_LONG, **values):
    seen = {"W": WAITING, "C": CARRIED, "Z": f"Z/{SINCE}"}[case_code]
    return NewDecision(sitting, case_code, item, decision, **({"seen": seen} | values))


def decide(store, sitting, decision, case_code="W", scope=OFFICER, **values):
    return meetings.decide(store, scope, new(sitting, decision, case_code, **values))


def standing(store):
    sql = "SELECT case_code, decision FROM meeting_decision WHERE NOT withdrawn ORDER BY decided_at_utc"
    return records(store.read(sql))


CARRIED_OUT = {
    Decision.ASSIGN: ({"presence_id": "Q"}, ["discussed_at_meeting", "assigned"]),
    Decision.REFER: ({"presence_id": "Q"}, ["discussed_at_meeting"]),
    Decision.MINIMUM_MODEL: (
        {"step": EventKind.MINIMUM_GRANT, "amount_mmk": 9}, ["discussed_at_meeting", "minimum_grant"],
    ),
    Decision.ALTERNATIVE: ({}, ["discussed_at_meeting", "alternative_planned"]),
    Decision.REVISIT: ({}, ["discussed_at_meeting"]),
    Decision.KEEP_WAITING: ({"reason": UnassignedReason.UNTRACED}, ["discussed_at_meeting"]),
    Decision.DISCUSSED: ({}, ["discussed_at_meeting"]),
}  # fmt: skip


@pytest.mark.parametrize("decision", Decision)
def test_a_decision_is_carried_out_and_taken_back_with_all_that_it_did(store, sitting, decision):
    values, expected = CARRIED_OUT[decision]
    made = decide(store, sitting, decision, **values)
    assert [kind for kind, *_ in events(store, "W")] == expected
    assert (history(store, "W") != WAITS) == (decision in (Decision.ASSIGN, Decision.KEEP_WAITING))
    assert len(store.read("SELECT * FROM referral WHERE referral_state = 'open'")) == (decision is Decision.REFER)
    if decision is Decision.ASSIGN:
        sql = "SELECT meeting_id, valid_from FROM assignment WHERE presence_id = 'Q'"
        assert records(store.read(sql)) == [(sitting, DAY)]
    meetings.undo_decision(store, OFFICER, made)
    assert (history(store, "W"), events(store, "W"), standing(store)) == (WAITS, [], [])
    assert len(store.read("SELECT * FROM referral WHERE referral_state = 'open'")) == 0
    with pytest.raises(DecisionNotFound):
        meetings.undo_decision(store, OFFICER, made)


def test_what_cannot_be_carried_out_is_not_decided_either(store, sitting):
    before = everything(store)
    for decision, values, refusal in [
        (Decision.ASSIGN, {}, DecisionIncomplete),
        (Decision.REFER, {}, DecisionIncomplete),
        (Decision.KEEP_WAITING, {}, DecisionIncomplete),
        (Decision.ASSIGN, {"presence_id": "Q", "seen": "older"}, ChangedMeanwhile),
        (Decision.DISCUSSED, {"seen": None}, ChangedMeanwhile),
    ]:
        with pytest.raises(refusal):
            decide(store, sitting, decision, **values)
    with pytest.raises(MeetingNotFound):
        decide(store, "MT-none", Decision.DISCUSSED)
    with pytest.raises(MayNotMeet):
        decide(store, sitting, Decision.DISCUSSED, "C", scope=MANAGER_A)
    assert everything(store) == before


def test_two_items_of_one_case_and_only_one_decision_each(store, sitting):
    first = decide(store, sitting, Decision.DISCUSSED)
    with pytest.raises(CaseDecided, match="officer"):
        decide(store, sitting, Decision.ALTERNATIVE, scope=PLANNER)
    decide(store, sitting, Decision.ALTERNATIVE, item=AgendaItem.NEGATIVE_ASSESSMENT)
    meetings.undo_decision(store, OFFICER, first)
    assert [kind for kind, *_ in events(store, "W")] == ["discussed_at_meeting", "alternative_planned"]


def test_a_closed_case_is_spoken_about_without_being_opened(store, sitting):
    decide(store, sitting, Decision.REVISIT, "Z", scope=PLANNER, item=AgendaItem.REVISIT_DUE)
    assert (standing(store), events(store, "Z")) == ([("Z", "revisit")], [])


def test_a_decision_on_which_something_was_built_is_not_taken_back(store, sitting):
    asked = decide(store, sitting, Decision.REFER, presence_id="Q")
    (subject,) = store.read("SELECT subject_id FROM meeting_decision")["subject_id"]
    assignments.answer_referral(store, MANAGER_B, subject, accept=True, on=DAY)
    before = everything(store)
    with pytest.raises(ReferralAnswered):
        meetings.undo_decision(store, OFFICER, asked)
    assert everything(store) == before


def test_taking_the_assignment_back_takes_its_decision_along(store, sitting):
    decide(store, sitting, Decision.ASSIGN, presence_id="Q")
    (subject,) = store.read("SELECT subject_id FROM meeting_decision")["subject_id"]
    assignments.undo(store, OFFICER, subject)
    assert (history(store, "W"), standing(store)) == (WAITS, [])


def test_the_minutes_close_with_who_came_and_nothing_moves_after_that(store, sitting):
    made = decide(store, sitting, Decision.ASSIGN, presence_id="Q")
    with pytest.raises(AttendanceMissing):
        meetings.close_meeting(store, OFFICER, sitting, {Body.DSW: 0})
    with pytest.raises(AttendanceWrong):
        meetings.close_meeting(store, OFFICER, sitting, {Body.DSW: -1, Body.UN: 5})
    meetings.close_meeting(
        store, OFFICER, sitting, {Body.DSW: 4, Body.NGO: 2, Body.UN: 0}, note="short of case workers"
    )
    came = store.read("SELECT body, people FROM meeting_attendance ORDER BY 1")
    assert records(came) == [("dsw", 4), ("ngo", 2)]
    before = everything(store)
    for step in (
        lambda: decide(store, sitting, Decision.DISCUSSED, "C", scope=PLANNER),
        lambda: meetings.undo_decision(store, PLANNER, made),
        lambda: meetings.close_meeting(store, OFFICER, sitting, {Body.DSW: 4}),
    ):
        with pytest.raises(MeetingClosed):
            step()
    (subject,) = store.read("SELECT subject_id FROM meeting_decision")["subject_id"]
    with pytest.raises(TooLateToUndo):
        assignments.undo(store, PLANNER, subject)
    assert everything(store) == before


def test_others_decisions_are_taken_back_by_planners_only(store, sitting):
    made = decide(store, sitting, Decision.DISCUSSED, scope=PLANNER)
    with pytest.raises(NotYourDecision):
        meetings.undo_decision(store, OFFICER, made)


def test_which_meetings_can_be_opened(store, sitting):
    with pytest.raises(MeetingThere) as there:
        meetings.open_meeting(store, PLANNER, RR, YANGON, DAY)
    assert there.value.meeting_id == sitting
    with pytest.raises(MeetingPlaceMissing):
        meetings.open_meeting(store, PLANNER, RR, None, DAY)
    with pytest.raises(MeetingDayWrong):
        meetings.open_meeting(store, PLANNER, RR, YANGON, datetime.now(UTC).date() + timedelta(days=1))
    with pytest.raises(MayNotMeet):
        meetings.open_meeting(store, MANAGER_A, RR, YANGON, DAY)
    meetings.open_meeting(store, PLANNER, MeetingKind.EXPERIENCE_SHARING, None, DAY)


def test_a_planned_meeting_is_held_and_not_entered_twice(store):
    row = {"meeting_id": "PLAN", "meeting_kind": str(RR), "meeting_site": "yangon", "planned_on": date(2024, 3, 20)}
    fill(store, meeting=[row | {"recorded_by": "test", "recorded_at_utc": datetime(2024, 1, 1)}])
    assert meetings.open_meeting(store, OFFICER, RR, MeetingSite.MANDALAY, DAY) != "PLAN"
    assert meetings.open_meeting(store, OFFICER, RR, YANGON, date(2024, 3, 21)) == "PLAN"
    assert meetings.open_meeting(store, OFFICER, RR, YANGON, date(2024, 4, 2)) != "PLAN"


def at_once(*steps):
    """Run steps in a thread each, released together; what each returned or raised."""
    gate, results = threading.Barrier(len(steps)), [None] * len(steps)

    def run(i, step):
        gate.wait()
        try:
            results[i] = step()
        except Exception as error:
            results[i] = error

    threads = [threading.Thread(target=run, args=(i, step)) for i, step in enumerate(steps)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return results


def test_two_who_assign_the_same_person_at_once_one_is_told(store):
    results = at_once(
        lambda: assignments.assign(store, PLANNER, to("P")),
        lambda: assignments.assign(store, OFFICER, to("Q")),
    )
    assert sorted(isinstance(result, ChangedMeanwhile) for result in results) == [False, True]
    assert len(history(store, "W")) == 2
    assert len(store.read("SELECT * FROM audit_log WHERE action = 'assignment: assign'")) == 1


def test_the_last_place_is_given_once(store):
    fill(store, victim_case=[case("V")], assignment=[unassigned("V", SINCE)])
    results = at_once(
        lambda: assignments.assign(store, PLANNER, to("P")),
        lambda: assignments.assign(store, PLANNER, to("P2", "V", seen=f"V/{SINCE}")),
    )
    assert sorted(type(result).__name__ for result in results) == ["PresenceFull", "str"]


SITTING = """
import os, sys
from datetime import date
from data import meetings
from data.meetings import NewDecision
from data.store import open_store
from data.vocabulary import Role
from data.scope import Scope
from data.vocabulary_work import AgendaItem, Decision, MeetingKind, MeetingSite

store, scope, day = open_store(), Scope(Role.DSW_OFFICER, "officer"), date(2024, 3, 1)
sitting = meetings.open_meeting(store, scope, MeetingKind.RR_OPERATIONAL, MeetingSite.YANGON, day)

def decision(n):
    return NewDecision(sitting, f"K{n}", AgendaItem.WAITING_LONG, Decision.ASSIGN, f"K{n}/2024-01-10", "P")

for n in range(5):
    meetings.decide(store, scope, decision(n))
    print("confirmed", n, flush=True)

written = meetings.insert_frame
def stop(cursor, table, frame):
    written(cursor, table, frame)
    if table == "meeting_decision":
        print("written, not committed", flush=True)
        sys.stdin.readline()
meetings.insert_frame = stop
meetings.decide(store, scope, decision(5))
"""


@pytest.mark.skipif(os.name != "posix", reason="a process is killed by SIGKILL only on POSIX systems")
def test_kill_minus_9_in_the_middle_of_a_sitting(tmp_path):
    path = tmp_path / "atlas.duckdb"
    with_cases = open_store(path)
    fill(
        with_cases,
        organisation=[organisation("A")],
        provider_presence=[presence("P", capacity_people=None)],
        victim_case=[case(f"K{n}") for n in range(6)],
        assignment=[unassigned(f"K{n}", SINCE) for n in range(6)],
    )
    with_cases.close()
    environment = {**os.environ, "ATLAS_DB": str(path)}
    child = subprocess.Popen(
        [sys.executable, "-c", SITTING],
        cwd=ROOT,
        env=environment,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        told = [child.stdout.readline().strip() for _ in range(6)]
        assert told == [*(f"confirmed {n}" for n in range(5)), "written, not committed"]
        child.send_signal(signal.SIGKILL)
        assert child.wait(timeout=30) == -signal.SIGKILL
    finally:
        child.kill()
        child.stdin.close()
        child.stdout.close()
    store = open_store(path)
    decided = [(f"K{n}", "assign") for n in range(5)]
    assert standing(store) == decided
    for n in range(6):
        is_there = n < 5
        assert (history(store, f"K{n}")[-1] == ("P", DAY, None, None)) == is_there
        assert [kind for kind, *_ in events(store, f"K{n}")] == ["discussed_at_meeting", "assigned"] * is_there
    logged = store.read("SELECT count(*) AS n FROM audit_log WHERE action = 'meeting decision: assign'")
    assert records(logged) == [(5,)]
    (sitting,) = store.read("SELECT meeting_id FROM meeting WHERE closed_at_utc IS NULL")["meeting_id"]
    seen = f"K5/{SINCE}"
    meetings.decide(store, OFFICER, NewDecision(sitting, "K5", AgendaItem.WAITING_LONG, Decision.ASSIGN, seen, "P"))
    assert len(standing(store)) == 6
    store.close()
