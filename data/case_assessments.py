"""Record a family assessment with every risk of its list ranked (1.8), or take it back; tracing is its own event."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final
from uuid import uuid4

import duckdb
import pandas as pd

from data import audit, frozen
from data.case_errors_work import (
    EventUnknown,
    MayNotRecord,
    RisksNotRanked,
    RisksOfOtherList,
    WrongRiskList,
)
from data.case_record import (
    NewEvent,
    changed,
    record_in,
    refuse_stranger,
    refuse_unseen,
    standing_events,
    version_in,
    withdraw_in,
)
from data.case_rules import RECORDING_ROLES
from data.errors import N_
from data.scope import Scope
from data.store import Store, insert_frame
from data.vocabulary import AssessmentOutcome, EventKind, FamilyAssessment, RiskItem, RiskRank, Role

_WHAT: Final = N_("a family assessment")
ADULT_YEARS: Final = 18


@dataclass(frozen=True)
class NewAssessment:
    """One family assessment. wants_return: None where not asked. is_child: whether the list for children was used."""

    case_code: str
    assessed_on: dt.date
    outcome: AssessmentOutcome
    wants_return: bool | None
    is_child: bool
    organisation_id: str | None
    risks: Mapping[RiskItem, RiskRank]


def risk_items(is_child: bool) -> tuple[RiskItem, ...]:
    """The risks that are asked about a child or an adult, of the family and of the community, in their order."""
    about = {"anybody", "child" if is_child else "adult"}
    return tuple(item for item in RiskItem if item.about in about)


def record_assessment(store: Store, scope: Scope, new: NewAssessment) -> str:
    """Record an assessment, its ranks, its event and what the case says of the family; returns its identifier.

    Raises CaseNotSeen, MayNotRecord, WrongRiskList, RisksNotRanked, RisksOfOtherList and what
    data.case_rules.refuse_impossible raises; nothing is written then.
    """
    if scope.role not in RECORDING_ROLES:
        raise MayNotRecord(str(scope.role), _WHAT)
    _refuse_risks(new)
    assessment_id = f"AS-{uuid4().hex[:16]}"
    with store.transaction() as cursor:
        refuse_unseen(cursor, scope, new.case_code)
        before = _refuse_list(cursor, new)
        event = NewEvent(
            new.case_code, EventKind.FAMILY_ASSESSED, new.assessed_on, new.organisation_id, detail=str(new.outcome)
        )
        record_in(cursor, scope, event, _event_of(assessment_id))
        _insert(cursor, scope, new, assessment_id, before)
        _say_latest(cursor, new.case_code)
        audit.append(cursor, scope, "record assessment", new.case_code, 1, f"{new.outcome} {assessment_id}")
    return assessment_id


def take_back_assessment(store: Store, scope: Scope, assessment_id: str, seen: str) -> None:
    """Withdraw an assessment and its event; the case says again what it said without it.

    seen: version of the case's time line as the reader saw it. Raises EventUnknown, ChangedMeanwhile, NotYours.
    """
    with store.transaction() as cursor:
        row = cursor.execute(
            "SELECT a.case_code, a.recorded_by, a.withdrawn FROM assessment a "
            "JOIN visible_case($role, $organisation, $shelters) v ON v.case_code = a.case_code "
            "WHERE a.assessment_id = $id",
            scope.params() | {"id": assessment_id},
        ).fetchone()
        if row is None:
            raise EventUnknown(assessment_id)
        case_code, by, is_withdrawn = row
        if is_withdrawn or seen != version_in(cursor, case_code):
            raise changed(cursor, case_code)
        refuse_stranger(scope, by, _WHAT)
        cursor.execute("UPDATE assessment SET withdrawn = true WHERE assessment_id = ?", [assessment_id])
        if any(event.event_id == _event_of(assessment_id) for event in standing_events(cursor, case_code)):
            withdraw_in(cursor, scope, _event_of(assessment_id))
        _say_latest(cursor, case_code)
        audit.append(cursor, scope, "take back assessment", case_code, 1, assessment_id)


def _event_of(assessment_id: str) -> str:
    return f"EV-{assessment_id}"


def _refuse_risks(new: NewAssessment) -> None:
    asked = risk_items(new.is_child)
    missing = tuple(item for item in asked if item not in new.risks)
    if missing:
        raise RisksNotRanked(new.case_code, missing)
    others = tuple(item for item in RiskItem if item in new.risks and item not in asked)
    if others:
        raise RisksOfOtherList(new.case_code, others)


def _refuse_list(cursor: duckdb.DuckDBPyConnection, new: NewAssessment) -> str:
    """What the case says of the family now. Raises WrongRiskList: a child may come of age, and not the reverse."""
    row = cursor.execute(
        "SELECT family_assessment, age_years FROM victim_case WHERE case_code = ?", [new.case_code]
    ).fetchone()
    before, age = row if row else (str(FamilyAssessment.NOT_DONE), None)
    if age is not None and age >= ADULT_YEARS and new.is_child:
        raise WrongRiskList(new.case_code, age)
    return str(before)


def _insert(
    cursor: duckdb.DuckDBPyConnection, scope: Scope, new: NewAssessment, assessment_id: str, before: str
) -> None:
    own = scope.organisation_id if scope.role is Role.NGO_MANAGER else new.organisation_id
    cursor.execute(
        "INSERT INTO assessment (assessment_id, case_code, assessed_on, recorded_on, organisation_id, outcome, "
        "wants_return, is_child, family_assessment_before, recorded_by) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [assessment_id, new.case_code, new.assessed_on, frozen.now().date(), own, str(new.outcome), new.wants_return,
         new.is_child, before, scope.actor],
    )  # fmt: skip
    ranks = [
        {"assessment_id": assessment_id, "risk_item": str(item), "risk_rank": str(RiskRank(rank))}
        for item, rank in new.risks.items()
    ]
    insert_frame(cursor, "assessment_risk", pd.DataFrame(ranks))


def _say_latest(cursor: duckdb.DuckDBPyConnection, case_code: str) -> None:
    """The case says the outcome of its latest family_assessed event; without one, what it said before the first."""
    results = [
        (event.occurred_on, event.detail)
        for event in standing_events(cursor, case_code)
        if event.event_kind is EventKind.FAMILY_ASSESSED and event.detail in set(AssessmentOutcome)
    ]
    if results:
        said = max(results, key=lambda result: result[0])[1]
    else:
        row = cursor.execute(
            "SELECT family_assessment_before FROM assessment WHERE case_code = ? "
            "AND family_assessment_before IS NOT NULL ORDER BY rowid LIMIT 1",
            [case_code],
        ).fetchone()
        said = row[0] if row else str(FamilyAssessment.NOT_DONE)
    cursor.execute("UPDATE victim_case SET family_assessment = ? WHERE case_code = ?", [said, case_code])
