"""Save a plan of where help should go: added with its audit row in one transaction, never overwritten or removed."""

from __future__ import annotations

import datetime as dt
import json
import math
import secrets
from dataclasses import asdict, dataclass

import duckdb

from data import audit, frozen
from data.errors import N_
from data.frozen_errors import MayNotFreeze, PlanNameTaken, PlanTooLarge, PlanWrong
from data.lines import one_line
from data.permissions import Action, roles_of
from data.scope import Scope
from data.store import Store, insert_frame
from data.vocabulary import PlanKind

SAVING_ROLES = frozenset(roles_of(Action.SAVE_PLANS))
ACTION = "save plan"
LONGEST_MB = 32
LONGEST_NAME = 80
_NAME = N_("the name of the plan")
_NUMBERS = ("demand_people", "reached_people", "cost_usd", "budget_usd", "objective", "bound")


@dataclass(frozen=True)
class NewPlan:
    """A plan as it is to be kept; columns and units are those of allocation_plan.

    inputs, result: JSON texts (analysis.allocation_io). data_version: data.fingerprint of the register that it was
    computed from. bound and gap_0_1: both None where nothing was solved; gap_0_1 may be infinite (a plan that reaches
    nobody). budget_usd: None where none was set.
    """

    name: str
    plan_kind: str
    data_version: str
    as_of: dt.date
    demand_people: float
    reached_people: float
    cost_usd: float
    objective: float
    inputs: str
    result: str
    budget_usd: float | None = None
    bound: float | None = None
    gap_0_1: float | None = None


def save(store: Store, scope: Scope, new: NewPlan) -> str:
    """Keep a plan; returns its identifier. Names differ in more than spaces and capitals.

    Raises MayNotFreeze, LineWrong (the name), PlanWrong, PlanTooLarge, PlanNameTaken; nothing is written then.
    """
    if scope.role not in SAVING_ROLES:
        raise MayNotFreeze(role=str(scope.role))
    name = " ".join(one_line(new.name, _NAME, longest=LONGEST_NAME).split())
    _refuse_wrong(new)
    plan_id = f"plan-{frozen.now():%Y%m%d}-{secrets.token_hex(4)}"
    row = asdict(new) | {"name": name, "plan_id": plan_id, "made_by": scope.actor, "made_at_utc": frozen.now()}
    with store.transaction() as cursor:
        _refuse_taken(cursor, name)
        digest = frozen.digest([row])
        insert_frame(cursor, "allocation_plan", frozen.as_frame(row | {"content_sha256": digest}))
        audit.append(cursor, scope, ACTION, plan_id, 1, frozen.said(digest))
    return plan_id


def verify(store: Store) -> tuple[str, ...]:
    """Saved plans that are no longer what was saved, or whose audit row says otherwise; empty: all stand."""
    sql = "SELECT * EXCLUDE (content_sha256) FROM allocation_plan WHERE plan_id = $id"
    return frozen.changed(store, ACTION, "allocation_plan", "plan_id", (sql,))


def _refuse_wrong(new: NewPlan) -> None:
    if new.plan_kind not in set(PlanKind):
        raise PlanWrong(column="plan_kind", value=str(new.plan_kind))
    for column in _NUMBERS:
        value = getattr(new, column)
        if value is not None and not 0 <= value < math.inf:
            raise PlanWrong(column=column, value=str(value))
    if new.gap_0_1 is not None and not new.gap_0_1 >= 0:
        raise PlanWrong(column="gap_0_1", value=str(new.gap_0_1))
    if (new.bound is None) != (new.gap_0_1 is None) or (new.plan_kind == PlanKind.SOLVED and new.bound is None):
        raise PlanWrong(column="bound", value=str(new.bound))
    size_mb = (len(new.inputs.encode()) + len(new.result.encode())) / 1e6
    if size_mb > LONGEST_MB:
        raise PlanTooLarge(size_mb=round(size_mb, 1), most_mb=LONGEST_MB)
    for column in ("inputs", "result"):
        try:
            json.loads(getattr(new, column))
        except ValueError as error:
            raise PlanWrong(column=column, value=getattr(new, column)[:40]) from error


def _refuse_taken(cursor: duckdb.DuckDBPyConnection, name: str) -> None:
    found = cursor.execute(
        "SELECT name, made_by, made_at_utc FROM allocation_plan WHERE lower(name) = lower(?)", [name]
    ).fetchone()
    if found:
        raise PlanNameTaken(name=found[0], made_by=found[1], made_at=f"{found[2]:%Y-%m-%d %H:%M}")
