"""Events, flags, needs and assessments are written whole with their audit rows, or not at all; nothing is lost."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data import audit, case_events, frozen
from data.case_errors_work import (
    AmountWrong,
    BeforeIdentified,
    CaseNotSeen,
    ChangedMeanwhile,
    ComesTooEarly,
    DetailNoCode,
    EventUnknown,
    FlagMissing,
    FlagThere,
    InTheFuture,
    MayNotRecord,
    NotYours,
    RecordedElsewhere,
    RisksNotRanked,
    RisksOfOtherList,
    StillNeeded,
    WrongRiskList,
)
from data.case_events import NewAssessment, NewEvent
from data.scope import Scope
from data.vocabulary import AssessmentOutcome, RiskItem, RiskRank, Role, Service, SpecialCategory
from data.vocabulary import EventKind as E
from tests.small_register import PLANNER, assigned, case, event, organisation, presence, small_store, unassigned

DAY = date(2024, 3, 1)
MUSE = "SH-MMR015009"
MANAGER = Scope(Role.NGO_MANAGER, "manager", "A")
OTHER = Scope(Role.NGO_MANAGER, "other", "B")
OFFICER = Scope(Role.DSW_OFFICER, "officer", None, (MUSE,))
DONOR = Scope(Role.DONOR, "donor")


@pytest.fixture
def store():
    """C is carried by A, W waits; both identified on 1 February 2024, and C has a shelter stay."""
    return small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("P")],
        victim_case=[
            case("C", identified_month=date(2024, 2, 1), victim_type="g2g", age_years=20),
            case("W", identified_month=date(2024, 2, 1), victim_type="g2g", age_years=10),
        ],
        case_event=[event("C", "identified", date(2024, 2, 1), event_id="E1")],
        assignment=[assigned("C", "P", "A", DAY), unassigned("W", DAY)],
    )


def events(store, code="C"):
    found = store.read(
        "SELECT event_kind FROM case_event WHERE case_code = $c AND NOT withdrawn ORDER BY occurred_on", {"c": code}
    )
    return found["event_kind"].tolist()


def audited(store):
    rows = store.read("SELECT actor, action, subject, records FROM audit_log ORDER BY seq")
    return [tuple(row) for row in rows.itertuples(index=False)]


def about(store, column, code="C"):
    value = store.read(f"SELECT {column} FROM victim_case WHERE case_code = $c", {"c": code})[column].iloc[0]
    return value if isinstance(value, str) else (None if value != value or value is None else bool(value))


def test_an_event_is_written_with_who_and_when_and_its_audit_row(store):
    code = case_events.record(store, MANAGER, NewEvent("C", E.FIRST_VISIT, DAY))
    row = store.read("SELECT * FROM case_event WHERE event_id = $e", {"e": code}).iloc[0]
    assert (row["event_kind"], row["occurred_on"].date(), row["recorded_by"]) == ("first_visit", DAY, "manager")
    assert row["recorded_on"].date() == frozen.now().date()
    assert row["organisation_id"] == "A", "a manager records the acts of the own organisation"
    assert audited(store) == [("manager", "record event", "C", 1)]


@pytest.mark.parametrize(
    ("scope", "new", "refusal"),
    [
        (OTHER, NewEvent("C", E.FIRST_VISIT, DAY), CaseNotSeen),
        (MANAGER, NewEvent("W", E.FIRST_VISIT, DAY), CaseNotSeen),
        (OFFICER, NewEvent("C", E.FIRST_VISIT, DAY), CaseNotSeen),
        (PLANNER, NewEvent("no such", E.FIRST_VISIT, DAY), CaseNotSeen),
        (DONOR, NewEvent("C", E.FIRST_VISIT, DAY), MayNotRecord),
        (MANAGER, NewEvent("C", E.SHELTER_IN, DAY), MayNotRecord),
        (MANAGER, NewEvent("C", E.FIRST_VISIT, DAY, "B"), MayNotRecord),
        (PLANNER, NewEvent("C", E.CLOSED, DAY), RecordedElsewhere),
        (PLANNER, NewEvent("C", E.FAMILY_ASSESSED, DAY), RecordedElsewhere),
        (PLANNER, NewEvent("C", E.FIRST_VISIT, date(2024, 1, 31)), BeforeIdentified),
        (PLANNER, NewEvent("C", E.FIRST_VISIT, DAY + timedelta(days=36500)), InTheFuture),
        (PLANNER, NewEvent("C", E.SERVICE_GIVEN, DAY, detail="talked to U Ba"), DetailNoCode),
        (PLANNER, NewEvent("C", E.MINIMUM_GRANT, DAY, amount=-1.0), AmountWrong),
        (PLANNER, NewEvent("C", E.MINIMUM_GRANT, DAY, amount=float("nan")), AmountWrong),
    ],
)
def test_what_may_not_be_recorded_leaves_nothing_behind(store, scope, new, refusal):
    with pytest.raises(refusal) as refused:
        case_events.record(store, scope, new)
    assert "{" not in str(refused.value)
    assert events(store) == ["identified"]
    assert audited(store) == []


def test_a_foreign_and_an_unknown_code_get_the_same_answer(store):
    def told(code):
        with pytest.raises(CaseNotSeen) as refused:
            case_events.record(store, MANAGER, NewEvent(code, E.FIRST_VISIT, DAY))
        return str(refused.value).replace(code, "…")

    assert told("W") == told("no such")


def test_the_rules_are_judged_on_what_stands(store):
    shelter_in = case_events.record(store, PLANNER, NewEvent("C", E.SHELTER_IN, DAY, shelter_id=MUSE))
    with pytest.raises(ComesTooEarly):
        case_events.record(store, PLANNER, NewEvent("C", E.STAY_OFFERED, DAY - timedelta(days=1)))
    case_events.record(store, PLANNER, NewEvent("C", E.SHELTER_OUT, DAY, shelter_id=MUSE))
    with pytest.raises(StillNeeded):
        case_events.take_back(store, PLANNER, shelter_in, case_events.version(store, PLANNER, "C"))
    assert events(store).count("shelter_in") == 1


def test_the_shelter_of_a_case_follows_what_was_entered_first(store):
    assert about(store, "shelter_id") is None
    later = case_events.record(store, PLANNER, NewEvent("C", E.SHELTER_IN, DAY, shelter_id=MUSE))
    assert about(store, "shelter_id") == MUSE
    assert events(store) == ["identified", "shelter_in"]
    case_events.record(store, OFFICER, NewEvent("C", E.NEEDS_ASSESSED, DAY, shelter_id=MUSE))  # now the officer sees it
    case_events.take_back(store, PLANNER, later, case_events.version(store, PLANNER, "C"))
    assert about(store, "shelter_id") is None


def test_an_event_is_taken_back_by_who_recorded_it_or_a_planner_and_kept(store):
    mine = case_events.record(store, MANAGER, NewEvent("C", E.FIRST_VISIT, DAY))
    theirs = case_events.record(store, PLANNER, NewEvent("C", E.LIFE_PLAN, DAY))
    seen = case_events.version(store, MANAGER, "C")
    with pytest.raises(NotYours):
        case_events.take_back(store, MANAGER, theirs, seen)
    with pytest.raises(EventUnknown):
        case_events.take_back(store, OTHER, mine, seen)
    case_events.take_back(store, MANAGER, mine, seen)
    assert events(store) == ["identified", "life_plan"]
    assert store.read("SELECT count(*) AS n FROM case_event")["n"].iloc[0] == 3
    with pytest.raises(ChangedMeanwhile) as refused:
        case_events.take_back(store, MANAGER, mine, seen)
    assert refused.value.by == "manager"
    assert [action for _, action, _, _ in audited(store)] == ["record event", "record event", "take back event"]


def test_taking_back_on_an_old_look_is_refused(store):
    mine = case_events.record(store, MANAGER, NewEvent("C", E.FIRST_VISIT, DAY))
    seen = case_events.version(store, MANAGER, "C")
    case_events.record(store, PLANNER, NewEvent("C", E.LIFE_PLAN, DAY))
    with pytest.raises(ChangedMeanwhile, match=r"has changed since you looked.*planner"):
        case_events.take_back(store, MANAGER, mine, seen)
    assert "first_visit" in events(store)


def test_what_came_with_another_act_goes_back_with_it(store):
    with store.transaction() as cursor:
        closed = case_events.record_in(cursor, MANAGER, NewEvent("C", E.CLOSED, DAY))
    with pytest.raises(RecordedElsewhere):
        case_events.take_back(store, PLANNER, closed, case_events.version(store, PLANNER, "C"))
    with store.transaction() as cursor:
        case_events.withdraw_in(cursor, PLANNER, closed)
    assert events(store) == ["identified"]


def test_an_event_in_a_transaction_that_fails_is_not_there(store):
    def fail():
        with store.transaction() as cursor:
            case_events.record_in(cursor, PLANNER, NewEvent("C", E.CLOSED, DAY))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    assert (events(store), audited(store)) == (["identified"], [])


def test_a_flag_makes_a_special_case_until_the_last_one_is_taken_back(store):
    for category in (SpecialCategory.MEDICAL, SpecialCategory.DISABILITY):
        case_events.flag_special(store, OFFICER, "W", category, DAY)
    assert about(store, "is_special", "W") is True
    with pytest.raises(FlagThere):
        case_events.flag_special(store, PLANNER, "W", SpecialCategory.MEDICAL, DAY)
    case_events.unflag(store, PLANNER, "W", SpecialCategory.MEDICAL)
    assert about(store, "is_special", "W") is True
    assert events(store, "W") == ["special_flagged"]
    case_events.unflag(store, PLANNER, "W", SpecialCategory.DISABILITY)
    assert about(store, "is_special", "W") is False
    with pytest.raises(FlagMissing):
        case_events.unflag(store, PLANNER, "W", SpecialCategory.DISABILITY)
    case_events.flag_special(store, PLANNER, "W", SpecialCategory.MEDICAL, DAY)
    assert store.read("SELECT count(*) AS n FROM case_flag")["n"].iloc[0] == 3, "no row is lost or overwritten"
    with pytest.raises(CaseNotSeen):
        case_events.flag_special(store, OTHER, "W", SpecialCategory.MEDICAL, DAY)


def test_a_need_is_noted_once_and_can_be_taken_back(store):
    case_events.note_need(store, MANAGER, "C", Service.LEGAL, DAY)
    with pytest.raises(FlagThere):
        case_events.note_need(store, MANAGER, "C", Service.LEGAL, DAY)
    with pytest.raises(InTheFuture):
        case_events.note_need(store, MANAGER, "C", Service.HEALTH, DAY + timedelta(days=36500))
    with pytest.raises(MayNotRecord):
        case_events.note_need(store, DONOR, "C", Service.HEALTH, DAY)
    case_events.drop_need(store, MANAGER, "C", Service.LEGAL)
    with pytest.raises(FlagMissing):
        case_events.drop_need(store, MANAGER, "C", Service.LEGAL)
    assert [action for _, action, _, _ in audited(store)] == ["note need", "take back need"]


def assessed(code="C", is_child=False, on=DAY, outcome=AssessmentOutcome.NEGATIVE, **changed):
    risks = dict.fromkeys(case_events.risk_items(is_child), RiskRank.LOW)
    return NewAssessment(code, on, outcome, changed.get("wants", True), is_child, None, changed.get("risks", risks))


def test_the_lists_of_risks_for_children_and_adults_cover_family_and_community():
    child, adult = case_events.risk_items(True), case_events.risk_items(False)
    assert RiskItem.CAREGIVER_MISSING in child
    assert RiskItem.CAREGIVER_MISSING not in adult
    assert RiskItem.PARTNER_CONFLICT in adult
    assert RiskItem.PARTNER_CONFLICT not in child
    assert {item.place for item in child} == {item.place for item in adult} == {"family", "community"}
    assert set(child) | set(adult) == set(RiskItem)


def test_an_assessment_says_what_the_case_says_and_gives_it_back(store):
    first = case_events.record_assessment(store, MANAGER, assessed())
    assert about(store, "family_assessment") == "negative"
    assert events(store) == ["identified", "family_assessed"]
    ranks = store.read("SELECT risk_rank FROM assessment_risk WHERE assessment_id = $a", {"a": first})
    assert ranks["risk_rank"].tolist() == ["low"] * len(case_events.risk_items(False))
    # A second one says otherwise; one of an earlier day changes nothing.
    second = assessed(on=DAY + timedelta(days=9), outcome=AssessmentOutcome.POSITIVE)
    second_id = case_events.record_assessment(store, MANAGER, second)
    case_events.record_assessment(store, MANAGER, assessed(on=DAY - timedelta(days=9)))
    assert about(store, "family_assessment") == "positive"
    for taken, says in ((second_id, "negative"), (first, "negative")):
        case_events.take_back_assessment(store, MANAGER, taken, case_events.version(store, MANAGER, "C"))
        assert about(store, "family_assessment") == says
    assert store.read("SELECT count(*) AS n FROM assessment")["n"].iloc[0] == 3


def test_without_any_assessment_left_the_case_says_what_it_said_at_first(store):
    with store.transaction() as cursor:
        cursor.execute("UPDATE victim_case SET family_assessment = 'untraced' WHERE case_code = 'C'")
    ids = [case_events.record_assessment(store, MANAGER, assessed(on=DAY + timedelta(days=n))) for n in range(2)]
    for taken in ids:
        case_events.take_back_assessment(store, PLANNER, taken, case_events.version(store, PLANNER, "C"))
    assert about(store, "family_assessment") == "untraced"
    assert events(store) == ["identified"]


@pytest.mark.parametrize(
    ("wrong", "refusal"),
    [
        (assessed(risks={}), RisksNotRanked),
        (assessed(risks=dict.fromkeys(case_events.risk_items(False)[1:], RiskRank.NONE)), RisksNotRanked),
        (assessed(risks=dict.fromkeys(RiskItem, RiskRank.NONE)), RisksOfOtherList),
        (assessed(is_child=True), WrongRiskList),
        (assessed("W"), CaseNotSeen),
    ],
)
def test_an_assessment_that_leaves_a_risk_out_is_refused_whole(store, wrong, refusal):
    with pytest.raises(refusal) as refused:
        case_events.record_assessment(store, MANAGER, wrong)
    assert "{" not in str(refused.value)
    assert about(store, "family_assessment") == "not_done"
    assert (events(store), audited(store)) == (["identified"], [])


def test_an_assessment_is_taken_back_only_on_the_present_look_and_by_its_own(store):
    made = case_events.record_assessment(store, PLANNER, assessed())
    seen = case_events.version(store, PLANNER, "C")
    with pytest.raises(NotYours):
        case_events.take_back_assessment(store, MANAGER, made, seen)
    with pytest.raises(EventUnknown):
        case_events.take_back_assessment(store, OTHER, made, seen)
    case_events.take_back_assessment(store, PLANNER, made, seen)
    with pytest.raises(ChangedMeanwhile):
        case_events.take_back_assessment(store, PLANNER, made, seen)


def test_a_look_at_cases_is_told_to_the_audit_log(store):
    before = store.data_version
    audit.seen(store, MANAGER, "case list", 7)
    audit.seen(store, MANAGER, "case list", 0)
    assert audited(store) == [("manager", "read cases", "case list", 7)]
    assert store.data_version == before
