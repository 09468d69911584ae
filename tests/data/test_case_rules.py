"""What can happen to a case in which order: each rule by hand, and whatever the rules let through taken together."""

from __future__ import annotations

import inspect
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data import case_errors_work as errors
from data.case_rules import (
    ABROAD,
    AFTER_CLOSURE,
    COMES_WITH_ANOTHER_ACT,
    NEEDS,
    NEVER_BEFORE,
    ONCE,
    CaseFacts,
    Event,
    kinds_for,
    refuse_impossible,
    refuse_loose,
)
from data.errors import AtlasError
from data.vocabulary import EventKind as E
from data.vocabulary import Role, VictimType
from tests.data.demo_registers import published

BEGIN = date(2024, 1, 1)
FACTS = CaseFacts("C", BEGIN, VictimType.G2G)
LAST = 600


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


def told(*happened: tuple[E, int]) -> list[Event]:
    return [Event(kind, day(number), f"{i}") for i, (kind, number) in enumerate(happened)]


# What stands, what is to be recorded, and the refusal; None: it is taken.
BY_HAND = [
    (((E.ADMITTED_ABROAD, 5),), (E.REPATRIATED, 4), errors.ReturnBeforeAdmission),
    (((E.ADMITTED_ABROAD, 5),), (E.REPATRIATED, 5), None),
    (((E.REPATRIATED, 5),), (E.ADMITTED_ABROAD, 6), errors.ComesTooLate),
    (((E.ADMITTED_ABROAD, 1), (E.REPATRIATED, 5)), (E.ADMITTED_ABROAD, 9), None),
    (((E.RETURNED_HOME, 5),), (E.FIRST_VISIT, 4), errors.VisitBeforeReturn),
    ((), (E.FIRST_VISIT, 4), None),
    (((E.FAMILY_TRACED, 5),), (E.FAMILY_ASSESSED, 4), errors.ComesTooEarly),
    ((), (E.SHELTER_OUT, 4), errors.NothingBefore),
    (((E.SHELTER_IN, 5),), (E.SHELTER_OUT, 4), errors.NothingBefore),
    (((E.SHELTER_IN, 5),), (E.SHELTER_IN, 6), errors.StillInShelter),
    (((E.SHELTER_IN, 5), (E.SHELTER_OUT, 6)), (E.SHELTER_IN, 6), None),
    (((E.SHELTER_IN, 5), (E.SHELTER_OUT, 6)), (E.SHELTER_OUT, 8), errors.NotInShelter),
    ((), (E.HEALTH_COMPLETED, 4), errors.NothingBefore),
    (((E.HEALTH_REFERRED, 4),), (E.HEALTH_COMPLETED, 4), None),
    ((), (E.REVISITED, 4), errors.NothingBefore),
    (((E.CLOSED, 4),), (E.REVISITED, 400), None),
    (((E.CLOSED, 4),), (E.CLOSED, 9), errors.ClosedTwice),
    (((E.CLOSED, 9),), (E.CLOSED, 4), errors.ClosedTwice),
    (((E.CLOSED, 4), (E.READMITTED, 9)), (E.CLOSED, 9), None),
    (((E.SERVICE_GIVEN, 9),), (E.CLOSED, 4), errors.ClosedTooEarly),
    (((E.SERVICE_GIVEN, 9),), (E.CLOSED, 9), None),
    (((E.LEGAL_STARTED, 9),), (E.CLOSED, 4), None),
    ((), (E.READMITTED, 4), errors.ReadmittedWhileOpen),
    (((E.IDENTIFIED, 0),), (E.READMITTED, 4), errors.ReadmittedWhileOpen),
    (((E.CLOSED, 4), (E.READMITTED, 9)), (E.READMITTED, 10), errors.ReadmittedWhileOpen),
    (((E.CLOSED, 4), (E.READMITTED, 9)), (E.READMITTED, 5), errors.ReadmittedWhileOpen),
    (((E.CLOSED, 4),), (E.SERVICE_GIVEN, 5), errors.AfterClosure),
    (((E.CLOSED, 4),), (E.SERVICE_GIVEN, 4), None),
    (((E.CLOSED, 4), (E.READMITTED, 9)), (E.SERVICE_GIVEN, 9), None),
    (((E.CLOSED, 4), (E.READMITTED, 9)), (E.SERVICE_GIVEN, 8), errors.AfterClosure),
    (((E.REPATRIATED, 4),), (E.REPATRIATED, 9), errors.AlreadyRecorded),
    (((E.FIRST_VISIT, 4),), (E.FIRST_VISIT, 9), errors.AlreadyRecorded),
    (((E.FIRST_VISIT, 4), (E.CLOSED, 9), (E.READMITTED, 20)), (E.FIRST_VISIT, 25), None),
    (((E.SERVICE_GIVEN, 4),), (E.SERVICE_GIVEN, 4), errors.AlreadyRecorded),
    (((E.SERVICE_GIVEN, 4),), (E.SERVICE_GIVEN, 5), None),
    ((), (E.SERVICE_GIVEN, -1), errors.BeforeIdentified),
    ((), (E.SERVICE_GIVEN, LAST + 1), errors.InTheFuture),
    ((), (E.SERVICE_GIVEN, LAST), None),
]


@pytest.mark.parametrize(("standing", "new", "refusal"), BY_HAND)
def test_each_rule_refuses_what_contradicts_and_takes_what_does_not(standing, new, refusal):
    event = Event(new[0], day(new[1]))
    if refusal is None:
        refuse_impossible(told(*standing), event, FACTS, day(LAST))
        return
    with pytest.raises(errors.EventImpossible if issubclass(refusal, errors.EventImpossible) else refusal) as refused:
        refuse_impossible(told(*standing), event, FACTS, day(LAST))
    assert type(refused.value) is refusal
    assert "C" in str(refused.value)
    assert "{" not in str(refused.value)


@pytest.mark.parametrize("kind", sorted(ABROAD))
def test_nothing_happens_abroad_in_a_case_inside_myanmar(kind):
    with pytest.raises(errors.AbroadForInternal):
        refuse_impossible([], Event(kind, BEGIN), CaseFacts("C", BEGIN, VictimType.INTERNAL))


def test_every_refusal_is_met_by_a_test_of_this_file_or_of_the_writing():
    """A refusal that nothing raises would be a promise about nothing."""
    made = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, AtlasError)}
    here = inspect.getsource(inspect.getmodule(day)) + (  # type: ignore[arg-type]
        inspect.getsource(__import__("tests.data.test_case_events", fromlist=["x"]))
    )
    assert {name for name in made - {"AtlasError"} if name not in here} == set()


def test_a_refusal_is_worded_in_the_language_of_its_reader():
    refused = errors.ComesTooEarly("C", E.FIRST_VISIT, "2024-01-01", E.RETURNED_HOME, "2024-01-05")
    said = refused.message(lambda text: text.upper() if "{" not in text else text)
    assert "“FIRST VISIT AT HOME” on 2024-01-01 cannot lie before “RETURNED HOME”" in said


KINDS = [
    E.IDENTIFIED, E.ADMITTED_ABROAD, E.REPATRIATED, E.SHELTER_IN, E.SHELTER_OUT, E.RETURNED_HOME, E.ASSIGNED,
    E.FIRST_VISIT, E.SERVICE_GIVEN, E.HEALTH_REFERRED, E.HEALTH_COMPLETED, E.CLOSED, E.REVISITED, E.READMITTED,
    E.FAMILY_TRACED, E.FAMILY_ASSESSED,
]  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(KINDS), st.integers(0, 14)), max_size=25))
def test_what_the_rules_let_through_is_a_possible_history(tried):
    taken: list[Event] = []
    for number, (kind, on) in enumerate(tried):
        event = Event(kind, day(on), str(number))
        try:
            refuse_impossible(taken, event, FACTS, day(14))
        except AtlasError:
            continue
        taken.append(event)
    _assert_possible(taken)


def _assert_possible(events: list[Event]) -> None:
    """Written apart from the rules: looked at day by day, as a reader would."""
    days = {kind: sorted(e.occurred_on for e in events if e.event_kind is kind) for kind in E}
    for kind in ONCE:
        assert len(days[kind]) <= 1
    for earlier, later, _ in NEVER_BEFORE:
        if days[earlier] and days[later]:
            assert days[later][0] >= days[earlier][0], (earlier, later)
    for kind, needed in NEEDS.items():
        assert not days[kind] or (days[needed] and days[needed][0] <= days[kind][0]), kind
    closed = 0
    for on in sorted({event.occurred_on for event in events}):
        of_day = [event.event_kind for event in events if event.occurred_on == on]
        before, closed = closed, closed + of_day.count(E.CLOSED) - of_day.count(E.READMITTED)
        assert closed in (0, 1), "closed and readmitted take turns"
        if before and closed and E.READMITTED not in of_day:
            assert set(of_day) <= AFTER_CLOSURE


def test_what_others_rest_on_is_not_taken_back_before_them():
    events = told((E.SHELTER_IN, 1), (E.SHELTER_OUT, 5), (E.HEALTH_REFERRED, 6), (E.HEALTH_COMPLETED, 7))
    for number in (0, 2):
        with pytest.raises(errors.StillNeeded):
            refuse_loose(events, events[number], "C")
    for number in (1, 3):
        refuse_loose(events, events[number], "C")


def test_who_may_record_what():
    assert kinds_for(Role.DONOR) == kinds_for(Role.ADMINISTRATOR) == ()
    for role in (Role.PLANNER, Role.DSW_OFFICER, Role.NGO_MANAGER):
        assert not set(kinds_for(role)) & COMES_WITH_ANOTHER_ACT
    assert E.SHELTER_IN not in kinds_for(Role.NGO_MANAGER)
    assert {E.FIRST_VISIT, E.REVISITED} <= set(kinds_for(Role.NGO_MANAGER))


def test_no_history_of_the_demonstration_register_contradicts_the_rules():
    """Every twelfth case, recorded again in the order of its days and, within a day, of the stages."""
    store = published()
    rows = store.read(
        "SELECT e.case_code, e.event_kind, e.occurred_on AS day, e.event_id, e.shelter_id, e.detail, v.victim_type "
        "FROM case_event e JOIN victim_case v ON v.case_code = e.case_code "
        "WHERE hash(e.case_code) % 12 = 0"
    )
    order = {kind: number for number, kind in enumerate(E)}
    wrong = []
    for case_code, frame in rows.groupby("case_code"):
        events = [
            Event(E(row.event_kind), row.day.date(), row.event_id, row.shelter_id, row.detail)
            for row in frame.itertuples()
        ]
        events.sort(key=lambda event: (event.occurred_on, order[event.event_kind]))
        facts = CaseFacts(str(case_code), None, VictimType(frame["victim_type"].iloc[0]))
        for number, event in enumerate(events):
            try:
                refuse_impossible(events[:number], event, facts)
            except AtlasError as error:
                wrong.append(str(error))
    assert len(rows) > 1000
    assert not wrong, wrong[:20]
