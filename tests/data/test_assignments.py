"""Each decision on who carries a case leaves the rows worked out on paper; a refused one leaves none."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from data import assignments
from data.assignment_errors import (
    DayOutside,
    HeldByOther,
    MayNotAssign,
    NothingToUndo,
    NotPossible,
    NotYourDecision,
    PresenceFull,
    PresenceNotTaking,
    PresenceOutside,
    PresenceSame,
    PresenceUnknown,
    ReasonNotTold,
    ReferralAnswered,
    ReferralNotFound,
    ReferralWaiting,
    TooLateToUndo,
    WorkerElsewhere,
)
from data.assignment_rules import MINIMUM_STEPS, TRANSITIONS, Held, Operation, allowed, possible
from data.assignments import MinimumStep, NewReferral
from data.case_errors_work import CaseNotSeen, ChangedMeanwhile
from data.case_events import NewEvent, record, take_back, version
from data.frozen_errors import LineEmpty, LineNamesPerson
from data.vocabulary import EndReason, EventKind, Role, UnassignedReason
from tests.data.assigning import (
    CARRIED,
    DAY,
    DONOR,
    LATER,
    MANAGER_A,
    MANAGER_B,
    OFFICER,
    SINCE,
    WAITING,
    actions,
    change,
    events,
    everything,
    history,
    register,
    to,
)
from tests.small_register import PLANNER, fill, records, unassigned

WAITED = ("no_provider", SINCE, DAY, "assigned")
HELD = ("P", SINCE, DAY)


@pytest.fixture
def store():
    return register()


def open_id(store, case_code: str) -> str:
    sql = "SELECT assignment_id FROM assignment WHERE case_code = $case AND valid_to IS NULL AND NOT withdrawn"
    (found,) = store.read(sql, {"case": case_code})["assignment_id"]
    return found


def test_assigning_ends_the_wait_and_opens_a_period_with_event_and_audit_row(store):
    made = assignments.assign(store, OFFICER, to("P", worker_id="W-P", note="close to the mother"))
    assert history(store, "W") == [WAITED, ("P", DAY, None, None)]
    assert events(store, "W") == [("assigned", DAY, "A", "officer")]
    assert actions(store) == [("assignment: assign", "officer", "W")]
    row = store.read("SELECT worker_id, note, decided_by FROM assignment WHERE assignment_id = $id", {"id": made})
    assert records(row) == [("W-P", "close to the mother", "officer")]


def test_who_saw_something_else_is_told_what_holds_and_overwrites_nothing(store):
    assignments.assign(store, OFFICER, to("P"))
    before = everything(store)
    with pytest.raises(HeldByOther) as told:
        assignments.assign(store, PLANNER, to("Q"))
    assert (told.value.case_code, told.value.now, told.value.organisation, told.value.by) == (
        "W", "assigned to a provider", "Organisation A", "officer",
    )  # fmt: skip
    with pytest.raises(ChangedMeanwhile) as told:  # gone from the officer's sight: not to whom
        assignments.assign(store, OFFICER, to("Q"))
    assert "Organisation" not in str(told.value)
    assert everything(store) == before


@pytest.mark.parametrize("scope", [MANAGER_A, MANAGER_B])
def test_a_case_of_others_is_the_same_as_no_case(store, scope):
    with pytest.raises(CaseNotSeen) as hidden:
        assignments.assign(store, scope, to("P"))
    with pytest.raises(CaseNotSeen) as missing:
        assignments.assign(store, scope, to("P", "NONE", seen=WAITING))
    assert hidden.value.message().replace("W", "X") == missing.value.message().replace("NONE", "X")


@pytest.mark.parametrize(
    ("presence_id", "refusal"),
    [("OTHER", PresenceNotTaking), ("GONE", PresenceNotTaking), ("NONE", PresenceUnknown)],
)
def test_a_presence_that_cannot_take_it(store, presence_id, refusal):
    before = everything(store)
    with pytest.raises(refusal):
        assignments.assign(store, PLANNER, to(presence_id))
    assert everything(store) == before


def test_the_room_of_a_pool_is_shared_and_kept_unless_somebody_says_so(store):
    assignments.assign(store, PLANNER, to("P2"))  # 1 at P and 1 at P2 fill the room for 2
    fill(store, victim_case=[], assignment=[unassigned("N", SINCE)])
    with pytest.raises(PresenceFull) as full:
        assignments.assign(store, PLANNER, to("P", "N", seen=f"N/{SINCE}"))
    assert (full.value.caseload_people, full.value.capacity_people) == (2, 2)
    assignments.transfer(store, PLANNER, to("P2", "C"))  # within the pool no room is needed
    assignments.assign(store, PLANNER, to("P", "N", seen=f"N/{SINCE}", over_capacity=True))


def test_room_that_is_not_told_is_not_full(store):
    for code in "WC":
        move = assignments.assign if code == "W" else assignments.transfer
        move(store, PLANNER, to("Q", code))
    assert len(store.read("SELECT * FROM assignment WHERE presence_id = 'Q'")) == 2


@pytest.mark.parametrize("worker_id", ["W-Q", "W-GONE", "NONE"])
def test_a_worker_of_another_place_or_gone(store, worker_id):
    with pytest.raises(WorkerElsewhere):
        assignments.assign(store, PLANNER, to("P", worker_id=worker_id))


def test_a_worker_of_the_base_works_for_its_outposts(store):
    assignments.assign(store, PLANNER, to("P2", worker_id="W-P"))
    carried = store.read("SELECT presence_id, worker_id FROM assignment WHERE case_code = 'W' AND valid_to IS NULL")
    assert records(carried) == [("P2", "W-P")]


TOMORROW = datetime.now(UTC).date() + timedelta(days=1)


@pytest.mark.parametrize("on", [SINCE - timedelta(days=1), TOMORROW])
def test_a_day_before_the_period_or_in_the_future(store, on):
    with pytest.raises(DayOutside) as refused:
        assignments.assign(store, PLANNER, to("P", on=on))
    assert refused.value.earliest == str(SINCE)


def test_a_note_with_a_name_is_refused_and_nothing_is_written(store):
    before = everything(store)
    with pytest.raises(LineNamesPerson):
        assignments.assign(store, PLANNER, to("P", note="Daw Aye Aye Maung asks for it"))
    assert everything(store) == before


def test_passing_on(store):
    assignments.transfer(store, PLANNER, to("Q", "C"))
    assert history(store, "C") == [(*HELD, "transferred"), ("Q", DAY, None, None)]
    assert events(store, "C") == [("assigned", DAY, "B", "planner")]


def test_a_manager_passes_on_within_the_own_organisation_only(store):
    with pytest.raises(PresenceOutside):
        assignments.transfer(store, MANAGER_A, to("Q", "C"))
    with pytest.raises(PresenceSame):
        assignments.transfer(store, MANAGER_A, to("P", "C"))
    assignments.transfer(store, MANAGER_A, to("P2", "C"))
    assert history(store, "C")[-1] == ("P2", DAY, None, None)


def test_a_person_who_declines_waits_again_for_that_reason(store):
    assignments.decline(store, MANAGER_A, change())
    assert history(store, "C") == [(*HELD, "declined"), ("declined", DAY, None, None)]
    sql = "SELECT waiting_since FROM assignment WHERE case_code = 'C' AND valid_to IS NULL"
    assert records(store.read(sql)) == [(DAY,)]


def test_another_reason_does_not_break_the_wait(store):
    assignments.set_reason(store, OFFICER, change("W", reason=UnassignedReason.PROVIDER_FULL))
    assert history(store, "W") == [("no_provider", SINCE, DAY, "reason_changed"), ("provider_full", DAY, None, None)]
    sql = "SELECT waiting_since FROM assignment WHERE case_code = 'W' AND valid_to IS NULL"
    assert records(store.read(sql)) == [(SINCE,)]
    with pytest.raises(ReasonNotTold):
        assignments.set_reason(store, OFFICER, change("W", seen=open_id(store, "W")))


@pytest.mark.parametrize(
    ("how", "reason"), [(EndReason.PROVIDER_LEFT, "no_provider"), (EndReason.LEFT, "not_considered")]
)
def test_a_provider_or_a_person_who_leaves_lets_the_case_wait(store, how, reason):
    assignments.end(store, MANAGER_A, change(), how)
    assert history(store, "C") == [(*HELD, str(how)), (reason, DAY, None, None)]


def test_closing_and_readmission_keep_the_old_episode(store):
    assert assignments.end(store, MANAGER_A, change(), EndReason.CLOSED) is None
    assert history(store, "C") == [(*HELD, "closed")]
    assignments.reopen(store, PLANNER, change(on=LATER), presence_id="Q")
    assert history(store, "C") == [(*HELD, "closed"), ("Q", LATER, None, None)]
    assert [kind for kind, *_ in events(store, "C")] == ["closed", "readmitted"]


def test_readmission_to_the_list_of_those_who_wait(store):
    assignments.reopen(store, MANAGER_A, change("Z", on=LATER))
    assert history(store, "Z")[-1] == ("not_considered", LATER, None, None)


def test_a_case_that_came_closed_and_without_a_period_can_be_readmitted(store):
    with store.transaction() as cursor:
        cursor.execute("UPDATE assignment SET withdrawn = true WHERE case_code = 'Z'")
    made = assignments.reopen(store, PLANNER, assignments.Change("Z", LATER, None))
    assert history(store, "Z") == [("not_considered", LATER, None, None)]
    assignments.undo(store, PLANNER, made)
    assert history(store, "Z") == []


def test_who_may_do_what_is_refused_as_the_table_says(store):
    for step, scope in [
        (lambda s: assignments.assign(store, s, to("Q", "C")), PLANNER),
        (lambda s: assignments.transfer(store, s, to("Q", "W")), PLANNER),
        (lambda s: assignments.reopen(store, s, change("C", on=DAY)), PLANNER),
        (lambda s: assignments.set_reason(store, s, change("C", reason=UnassignedReason.DECLINED)), PLANNER),
    ]:
        with pytest.raises(NotPossible):
            step(scope)
    with pytest.raises(MayNotAssign):
        assignments.set_reason(store, MANAGER_A, change("C", reason=UnassignedReason.DECLINED))
    with pytest.raises(CaseNotSeen):
        assignments.assign(store, DONOR, to("P"))


def test_the_table_has_one_way_from_each_state_by_each_step_and_role():
    ways = [(step.operation, step.before, step.after) for step in TRANSITIONS]
    assert len(ways) == len(set(ways))
    assert {step.operation for step in TRANSITIONS} == set(Operation)
    assert all(step.opens or step.after in (step.before, Held.CLOSED) for step in TRANSITIONS)
    assert possible(Held.CLOSED, Role.PLANNER) == (Operation.REOPEN,)
    assert possible(Held.CARRIED, Role.DONOR) == ()
    with pytest.raises(NotPossible, match="closed"):
        allowed(Operation.CLOSE, Held.CLOSED, Role.PLANNER, "X")


def ask(store, presence_id="Q", case_code="W", scope=OFFICER, **values):
    new = to(presence_id, case_code)
    return assignments.refer(store, scope, NewReferral(new.case_code, presence_id, DAY, new.seen, **values))


def test_an_accepted_request_gives_the_case_and_a_second_answer_is_refused(store):
    asked = ask(store)
    assert history(store, "W") == [("no_provider", SINCE, None, None)]
    for scope in (MANAGER_A, OFFICER):
        with pytest.raises(ReferralNotFound):
            assignments.answer_referral(store, scope, asked, accept=True)
    assignments.answer_referral(store, MANAGER_B, asked, accept=True, on=LATER, worker_id="W-Q")
    assert history(store, "W") == [("no_provider", SINCE, LATER, "assigned"), ("Q", LATER, None, None)]
    assert events(store, "W") == [("assigned", LATER, "B", "manager of B")]
    with pytest.raises(ReferralAnswered, match="Accepted"):
        assignments.answer_referral(store, PLANNER, asked, accept=False, reason="too late")


def test_a_declined_request_leaves_the_case_where_it_was_and_says_why(store):
    asked = ask(store)
    with pytest.raises(LineEmpty):
        assignments.answer_referral(store, MANAGER_B, asked, accept=False)
    assert assignments.answer_referral(store, MANAGER_B, asked, accept=False, reason="no female case worker") is None
    assert history(store, "W") == [("no_provider", SINCE, None, None)]
    row = store.read("SELECT referral_state, decline_reason, decided_by FROM referral")
    assert records(row) == [("declined", "no female case worker", "manager of B")]
    ask(store, "P")  # somebody else can be asked


def test_one_request_at_a_time_and_none_is_left_behind(store):
    asked = ask(store)
    with pytest.raises(ReferralWaiting, match="Organisation B"):
        ask(store, "P")
    with pytest.raises(ReferralWaiting):
        assignments.end(store, PLANNER, change("W"), EndReason.CLOSED)
    made = assignments.assign(store, OFFICER, to("P"))
    state = "SELECT referral_state FROM referral"
    assert records(store.read(state)) == [("taken_back",)]
    with pytest.raises(ReferralAnswered):
        assignments.answer_referral(store, MANAGER_B, asked, accept=True)
    assignments.undo(store, OFFICER, made)
    assert records(store.read(state)) == [("open",)]


def test_a_request_about_a_carried_case_passes_it_on(store):
    asked = ask(store, case_code="C", scope=MANAGER_A)
    assignments.answer_referral(store, MANAGER_B, asked, accept=True, on=DAY)
    assert history(store, "C") == [(*HELD, "transferred"), ("Q", DAY, None, None)]


def test_a_request_is_taken_back_by_who_asked_or_a_planner(store):
    asked = ask(store)
    with pytest.raises(ReferralNotFound):
        assignments.take_back_referral(store, MANAGER_A, asked)
    assignments.take_back_referral(store, OFFICER, asked)
    with pytest.raises(ReferralAnswered):
        assignments.take_back_referral(store, PLANNER, asked)


def test_a_full_provider_may_be_asked_and_says_itself_that_it_goes_beyond_its_room(store):
    with store.transaction() as cursor:
        cursor.execute("UPDATE provider_presence SET capacity_people = 0 WHERE presence_id = 'Q'")
    asked = ask(store)
    with pytest.raises(PresenceFull):
        assignments.answer_referral(store, MANAGER_B, asked, accept=True)
    assignments.answer_referral(store, MANAGER_B, asked, accept=True, over_capacity=True)


UNDONE = {
    "assign": lambda s: assignments.assign(s, PLANNER, to("P")),
    "transfer": lambda s: assignments.transfer(s, PLANNER, to("Q", "C")),
    "decline": lambda s: assignments.decline(s, PLANNER, change()),
    "reason": lambda s: assignments.set_reason(s, PLANNER, change("W", reason=UnassignedReason.UNTRACED)),
    "left": lambda s: assignments.end(s, PLANNER, change(), EndReason.LEFT),
    "close": lambda s: assignments.end(s, PLANNER, change(), EndReason.CLOSED) or CARRIED,
    "close waiting": lambda s: assignments.end(s, PLANNER, change("W"), EndReason.CLOSED) or WAITING,
    "reopen": lambda s: assignments.reopen(s, PLANNER, change("Z", on=LATER)),
    "accept": lambda s: assignments.answer_referral(s, PLANNER, ask(s), accept=True, on=DAY),
}


@pytest.mark.parametrize("decide", UNDONE.values(), ids=UNDONE.keys())
def test_undo_gives_back_what_held_before_and_keeps_both_in_the_log(store, decide):
    before = [(history(store, code), events(store, code)) for code in "WCZ"]
    made = decide(store)
    assert [(history(store, code), events(store, code)) for code in "WCZ"] != before
    rows = store.read("SELECT count(*) AS n FROM assignment")["n"].iloc[0]
    assignments.undo(store, PLANNER, made)
    assert [(history(store, code), events(store, code)) for code in "WCZ"] == before
    assert store.read("SELECT count(*) AS n FROM assignment")["n"].iloc[0] == rows
    assert actions(store)[-1][0] == "assignment: undo"
    with pytest.raises((ChangedMeanwhile, NothingToUndo)):
        assignments.undo(store, PLANNER, made)


def test_only_the_last_decision_by_its_author_or_a_planner(store):
    made = assignments.assign(store, OFFICER, to("P"))
    with pytest.raises(NotYourDecision):
        assignments.undo(store, MANAGER_A, made)
    passed = assignments.transfer(store, PLANNER, to("Q", seen=made))
    with pytest.raises(ChangedMeanwhile, match="planner"):
        assignments.undo(store, OFFICER, made)
    assignments.undo(store, PLANNER, passed)
    assignments.undo(store, OFFICER, made)  # no longer in the officer's sight, but the officer's own decision
    with pytest.raises(NothingToUndo):
        assignments.undo(store, PLANNER, WAITING)
    with pytest.raises(CaseNotSeen):
        assignments.undo(store, PLANNER, "AS-none")


def test_on_a_later_day_a_decision_is_no_longer_taken_back(store):
    made = assignments.assign(store, OFFICER, to("P"))
    with store.transaction() as cursor:
        cursor.execute("UPDATE assignment SET decided_at_utc = decided_at_utc - INTERVAL 1 DAY WHERE case_code = 'W'")
    with pytest.raises(TooLateToUndo):
        assignments.undo(store, OFFICER, made)


def test_the_minimum_model_is_for_those_who_wait(store):
    given = MinimumStep("W", EventKind.MINIMUM_GRANT, DAY, WAITING, amount_mmk=150_000)
    assignments.give_minimum(store, OFFICER, given)
    amount = store.read("SELECT event_kind, amount FROM case_event WHERE case_code = 'W'")
    assert records(amount) == [("minimum_grant", 150_000)]
    with pytest.raises(NotPossible):
        assignments.give_minimum(store, PLANNER, MinimumStep("C", EventKind.MINIMUM_GRANT, DAY, CARRIED))
    with pytest.raises(NotPossible):
        assignments.give_minimum(store, PLANNER, MinimumStep("W", EventKind.FIRST_VISIT, DAY, WAITING))
    told = {step for steps in MINIMUM_STEPS.values() for step in steps}
    assert told == {kind for kind in EventKind if kind.startswith("minimum_")}


def test_the_wait_begins_with_the_return_and_goes_with_it(store):
    made = record(store, PLANNER, NewEvent("N", EventKind.REPATRIATED, DAY))
    assert history(store, "N") == [("not_considered", DAY, None, None)]
    with pytest.raises(NothingToUndo):
        assignments.undo(store, PLANNER, open_id(store, "N"))
    take_back(store, PLANNER, made, version(store, PLANNER, "N"))
    assert history(store, "N") == []
    again = record(store, PLANNER, NewEvent("N", EventKind.REPATRIATED, DAY))
    assignments.assign(store, PLANNER, to("Q", "N", seen=open_id(store, "N"), on=LATER))
    take_back(store, PLANNER, again, version(store, PLANNER, "N"))
    assert history(store, "N") == [("not_considered", DAY, LATER, "assigned"), ("Q", LATER, None, None)]


def test_nothing_is_dated_before_the_register_began(store):
    with pytest.raises(DayOutside):
        assignments.begin(store, PLANNER, assignments.Change("N", date(1999, 1, 1), None))
    assignments.begin(store, PLANNER, assignments.Change("N", DAY, None))
    assert history(store, "N") == [("not_considered", DAY, None, None)]
