"""A plan is saved once, by planners, whole or not at all, and stays as it was."""

from __future__ import annotations

import math
import threading

import pytest

from data import plans
from data.frozen_errors import (
    LineEmpty,
    LineNamesPerson,
    LineTooLong,
    MayNotFreeze,
    PlanNameTaken,
    PlanTooLarge,
    PlanWrong,
)
from data.plans import save, verify
from data.scope import Scope
from data.vocabulary import Role
from tests.frozen_lists import AS_OF, a_plan
from tests.small_register import PLANNER, small_store


@pytest.fixture
def store():
    return small_store()


def rows(store, table: str) -> int:
    return int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])


@pytest.mark.parametrize(
    "new",
    [
        a_plan(),
        a_plan(plan_kind="hand", bound=None, gap_0_1=None),
        a_plan(plan_kind="today", budget_usd=None, bound=None, gap_0_1=None, cost_usd=0.0),
        a_plan(reached_people=0.0, objective=0.0, gap_0_1=math.inf),
        a_plan("နောက်နှစ် အစီအစဉ်", inputs='{"name": "မူဆယ်", "x": 0.1}'),
    ],
)
def test_what_is_saved_is_what_was_given(store, new):
    plan_id = save(store, PLANNER, new)
    row = store.read("SELECT * FROM allocation_plan").iloc[0]
    for name, value in new.__dict__.items():
        kept = row[name].date() if name == "as_of" else row[name]
        assert kept == value or (value is None and kept != kept), name
    assert (row["plan_id"], row["made_by"], new.as_of) == (plan_id, "planner", AS_OF)
    log = store.read("SELECT actor, action, subject, records, reason FROM audit_log").iloc[0].tolist()
    assert log == ["planner", "save plan", plan_id, 1, f"sha256 {row['content_sha256']}"]
    assert verify(store) == ()


@pytest.mark.parametrize("role", [role for role in Role if role != Role.PLANNER])
def test_nobody_but_planners_saves(store, role):
    with pytest.raises(MayNotFreeze, match=str(role)):
        save(store, Scope(role, "someone", "A"), a_plan())
    assert rows(store, "allocation_plan") == rows(store, "audit_log") == 0


REFUSED = [
    (a_plan("  "), LineEmpty, "the name of the plan"),
    (a_plan("Plan of U Ba Maung"), LineNamesPerson, "the name of the plan"),
    (a_plan("x" * 81), LineTooLong, "81 characters"),
    (a_plan(plan_kind="guess"), PlanWrong, "plan_kind = guess"),
    (a_plan(inputs="{"), PlanWrong, "inputs = {"),
    (a_plan(result=""), PlanWrong, "result = "),
    (a_plan(bound=None), PlanWrong, "bound = None"),
    (a_plan(bound=None, gap_0_1=None), PlanWrong, "bound = None"),
    (a_plan(gap_0_1=float("nan")), PlanWrong, "gap_0_1 = nan"),
    (a_plan(gap_0_1=-0.1), PlanWrong, "gap_0_1 = -0.1"),
    *(
        (a_plan(**{name: value}), PlanWrong, f"{name} = {value}")
        for name in ("demand_people", "reached_people", "cost_usd", "budget_usd", "objective", "bound")
        for value in (-1.0, float("nan"), math.inf)
    ),
]


@pytest.mark.parametrize(("new", "error", "said"), REFUSED)
def test_what_cannot_be_is_refused_with_its_facts_and_nothing_stays(store, new, error, said):
    with pytest.raises(error, match=said):
        save(store, PLANNER, new)
    assert rows(store, "allocation_plan") == rows(store, "audit_log") == 0


def test_too_long_a_plan_is_refused_with_its_size(store, monkeypatch):
    monkeypatch.setattr(plans, "LONGEST_MB", 0.001)
    with pytest.raises(PlanTooLarge, match=r"2\.0 MB long; at most 0\.001 MB"):
        save(store, PLANNER, a_plan(result='"' + "x" * 2_000_000 + '"'))


def test_a_name_stands_once_whatever_its_spaces_and_capitals(store):
    save(store, PLANNER, a_plan("Muse first"))
    with pytest.raises(PlanNameTaken, match=r"Muse first, by planner, 20\d\d-"):
        save(store, Scope(Role.PLANNER, "other"), a_plan(" MUSE   First "))
    assert rows(store, "allocation_plan") == rows(store, "audit_log") == 1


def test_of_two_at_once_with_one_name_one_is_kept(store):
    begin, results = threading.Barrier(2), []

    def one(name: str) -> None:
        begin.wait()
        try:
            results.append(save(store, Scope(Role.PLANNER, name), a_plan()))
        except PlanNameTaken as error:
            results.append(error)

    threads = [threading.Thread(target=one, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(result).__name__ for result in results) == ["PlanNameTaken", "str"]
    assert rows(store, "allocation_plan") == rows(store, "audit_log") == 1


@pytest.mark.parametrize(
    "statement",
    ["UPDATE allocation_plan SET reached_people = 84", "UPDATE allocation_plan SET result = '{}'",
     "UPDATE allocation_plan SET made_by = 'another'", "DELETE FROM allocation_plan", "DELETE FROM audit_log"],
)  # fmt: skip
def test_a_plan_changed_behind_the_atlas_is_told(store, statement):
    plan_id = save(store, PLANNER, a_plan())
    with store.transaction() as cursor:
        cursor.execute(statement)
    assert verify(store) == (plan_id,)
