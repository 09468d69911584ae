"""The stage of a case: worked out by hand, and the macro case_stage held equal to the rule in Python."""

from __future__ import annotations

from datetime import date, timedelta

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.case_rules import Event, Standing, stage, standing
from data.store import insert_frame
from data.vocabulary import EventKind as E
from data.vocabulary import Stage
from tests.small_register import case, event, small_store

BEGIN = date(2024, 1, 1)


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


def history(*told: tuple[E, int]) -> list[Event]:
    return [Event(kind, day(number)) for kind, number in told]


# What happened (kind, day) and the stage with its first day.
BY_HAND = [
    ((), Stage.PRE_RETURN, None),
    (((E.IDENTIFIED, 0), (E.ADMITTED_ABROAD, 3)), Stage.PRE_RETURN, 0),
    (((E.IDENTIFIED, 0), (E.REPATRIATED, 9), (E.SHELTER_IN, 10)), Stage.SHELTER, 9),
    (((E.IDENTIFIED, 0), (E.ASSIGNED, 9)), Stage.COMMUNITY, 9),
    (((E.REPATRIATED, 9), (E.ASSIGNED, 12)), Stage.SHELTER, 9),
    (((E.SHELTER_IN, 3), (E.SHELTER_OUT, 9), (E.RETURNED_HOME, 10), (E.FIRST_VISIT, 20)), Stage.COMMUNITY, 9),
    # Moved from one shelter to another in a day; came and went in a day; came back.
    (((E.SHELTER_IN, 3), (E.SHELTER_OUT, 9), (E.SHELTER_IN, 9)), Stage.SHELTER, 3),
    (((E.SHELTER_IN, 3), (E.SHELTER_OUT, 9), (E.SHELTER_IN, 9), (E.SHELTER_OUT, 12)), Stage.COMMUNITY, 12),
    (((E.SHELTER_IN, 3), (E.SHELTER_OUT, 3)), Stage.COMMUNITY, 3),
    (((E.SHELTER_IN, 3), (E.SHELTER_OUT, 9), (E.SHELTER_IN, 20)), Stage.SHELTER, 20),
    # An escape abroad changes nothing; one from a shelter here does.
    (((E.ADMITTED_ABROAD, 3), (E.ESCAPED, 9)), Stage.PRE_RETURN, 3),
    (((E.SHELTER_IN, 3), (E.ESCAPED, 9)), Stage.COMMUNITY, 9),
    (((E.RETURNED_HOME, 3), (E.CLOSED, 90), (E.REVISITED, 400)), Stage.CLOSED, 90),
    (((E.RETURNED_HOME, 3), (E.CLOSED, 90), (E.READMITTED, 400), (E.FIRST_VISIT, 410)), Stage.READMITTED, 400),
    (((E.CLOSED, 90), (E.READMITTED, 400), (E.CLOSED, 500)), Stage.CLOSED, 500),
    # Closed and readmitted on one day: open. Readmitted and closed again on one day: closed, and never open.
    (((E.CLOSED, 90), (E.READMITTED, 90)), Stage.READMITTED, 90),
    (((E.CLOSED, 90), (E.READMITTED, 95), (E.CLOSED, 95)), Stage.CLOSED, 90),
]


@pytest.mark.parametrize(("told", "reached", "since"), BY_HAND)
def test_the_stage_is_what_is_worked_out_by_hand(told, reached, since):
    expected = Standing(reached, None if since is None else day(since))
    assert standing(history(*told)) == expected
    assert standing(reversed(history(*told))) == expected
    assert stage(history(*told)) is reached


MOVING = [
    E.IDENTIFIED, E.REPATRIATED, E.SHELTER_IN, E.SHELTER_IN, E.SHELTER_OUT, E.SHELTER_OUT, E.RETURNED_HOME, E.ESCAPED,
    E.ASSIGNED, E.FIRST_VISIT, E.MINIMUM_REUNITED, E.MINIMUM_GRANT, E.CLOSED, E.CLOSED, E.READMITTED, E.FAMILY_ASSESSED,
]  # fmt: skip
EVENTS = st.lists(st.tuples(st.sampled_from(MOVING), st.integers(0, 9)), max_size=9)


@pytest.fixture(scope="module")
def store():
    return small_store(victim_case=[case(f"C{i}", recorded_on=BEGIN) for i in range(40)])


@settings(max_examples=40, deadline=None)
@given(histories=st.lists(EVENTS, min_size=15, max_size=40), late=st.integers(0, 12), as_of=st.integers(0, 10))
def test_the_macro_and_the_rule_in_python_agree_at_any_date(store, histories, late, as_of):
    """Every third event is recorded `late` days after it happened."""
    rows = [
        event(f"C{i}", str(kind), day(on), event_id=f"{i}/{n}", recorded_on=day(on + (late if n % 3 == 0 else 0)))
        for i, told in enumerate(histories)
        for n, (kind, on) in enumerate(told)
    ]
    with store.transaction() as cursor:
        cursor.execute("DELETE FROM case_event")
        if rows:
            insert_frame(cursor, "case_event", pd.DataFrame(rows))
    found = store.read("SELECT * FROM case_stage('planner', NULL, [], $d) ORDER BY case_code", {"d": day(as_of)})
    told = {row.case_code: (row.stage, None if pd.isna(row.since) else row.since.date()) for row in found.itertuples()}
    known = [row for row in rows if row["occurred_on"] <= day(as_of) and row["recorded_on"] <= day(as_of)]
    for i in range(40):
        mine = [Event(E(row["event_kind"]), row["occurred_on"]) for row in known if row["case_code"] == f"C{i}"]
        expected = standing(mine)
        assert told[f"C{i}"] == (str(expected.stage), expected.since), mine


@settings(max_examples=150, deadline=None)
@given(told=EVENTS, as_of=st.integers(0, 9))
def test_since_is_the_first_day_of_an_unbroken_stage(told, as_of):
    """Looked at day by day, the stage is the same from `since` to the last day, and another one the day before."""
    events = history(*told)
    by_day = [stage(e for e in events if e.occurred_on <= day(n)) for n in range(as_of + 1)]
    found = standing(e for e in events if e.occurred_on <= day(as_of))
    assert found.stage is by_day[-1]
    if found.since is not None:
        begun = (found.since - BEGIN).days
        assert set(by_day[begun:]) == {found.stage}
        assert begun == 0 or found.stage is Stage.PRE_RETURN or by_day[begun - 1] is not found.stage


def test_a_case_not_yet_recorded_has_no_stage(store):
    found = store.read("SELECT * FROM case_stage('planner', NULL, [], $d)", {"d": BEGIN - timedelta(days=1)})
    assert found.empty


def test_events_taken_back_move_nothing():
    made = small_store(
        victim_case=[case("C", recorded_on=BEGIN)],
        case_event=[event("C", "shelter_in", day(2), withdrawn=False), event("C", "closed", day(5), withdrawn=True)],
    )
    found = made.read("SELECT stage, since FROM case_stage('planner', NULL, [], $d)", {"d": day(9)})
    assert found["stage"].tolist() == ["shelter"]
    assert found["since"].dt.date.tolist() == [day(2)]


@pytest.mark.parametrize("role", ["donor", "administrator", "ngo_manager", None])
def test_stages_are_told_to_those_who_see_the_case(store, role):
    assert store.read("SELECT * FROM case_stage($r, NULL, [], $d)", {"r": role, "d": day(9)}).empty
