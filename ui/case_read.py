"""Everything that the page of one case shows, read anew for its reader each time; no case row is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final, TypeVar

import pandas as pd

from data.scope import Scope
from data.vocabulary import (
    AgeGroup,
    AssessmentOutcome,
    Code,
    Destination,
    EndReason,
    EventKind,
    FamilyAssessment,
    Purpose,
    RiskItem,
    RiskRank,
    Role,
    Service,
    Sex,
    SpecialCategory,
    Stage,
    UnassignedReason,
    VictimType,
)
from data.vocabulary_work import DueKind
from queries import assignments as periods_ask
from queries import cases as ask
from ui import cached, state
from ui.case_assessment import Assessed
from ui.case_flags import Flag, Need
from ui.case_record import Around
from ui.case_story import Event, Period
from ui.text import place_name

C = TypeVar("C", bound=Code)
Row = Mapping[Any, Any]
_GIVES: Final = frozenset({EventKind.SERVICE_GIVEN, EventKind.SHELTER_SERVICE})


@dataclass(frozen=True)
class DueThing:
    """One thing to be done by a day. days_left: until that day; negative: overdue."""

    kind: DueKind
    on: date
    days_left: int


@dataclass(frozen=True)
class Case:
    """One case as its reader may see it on a day. None: not recorded. periods: oldest first.

    version: of the time line. events_later: how many events the day does not know. is_earlier: something was
    recorded or decided since.
    """

    case_code: str
    as_of: date
    stage: Stage
    since: date | None
    is_special: bool
    victim_type: VictimType
    sex: Sex | None
    age_years: int | None
    age_group: AgeGroup
    ts_pcode: str | None
    township: str | None
    destination: Destination | None
    purpose: Purpose | None
    identified_month: date
    return_month: date | None
    family_assessment: FamilyAssessment
    version: str
    events_later: int
    events: tuple[Event, ...]
    periods: tuple[Period, ...]
    flags: tuple[Flag, ...]
    needs: tuple[Need, ...]
    assessments: tuple[Assessed, ...]
    due: tuple[DueThing, ...]
    around: Around
    stale_days: int
    is_earlier: bool


def a_day(value: object) -> date | None:
    """A date of a row; None where there is none."""
    return None if value is None or pd.isna(value) else pd.Timestamp(str(value)).date()


def a_code(codes: type[C], value: object) -> C | None:
    """A code of a row; None where there is none."""
    return None if value is None or pd.isna(value) else codes(str(value))


def a_text(value: object) -> str | None:
    """A text of a row; None where there is none."""
    return None if value is None or pd.isna(value) else str(value)


def of_case(case_code: str) -> Case | None:
    """The case in the state of the view's day; None where there is none that this reader sees on that day."""
    store, reader, as_of = cached.store(), state.scope(), state.as_of()
    found = ask.case(store, reader, case_code, as_of)
    if found.empty:
        return None
    row = found.iloc[0].to_dict()
    shelters = dict(zip(cached.shelters()["shelter_id"], cached.shelters()["place"], strict=True))
    told = ask.timeline(store, reader, case_code, as_of).to_dict("records")
    events = tuple(_event(line, shelters) for line in told)
    decided = periods_ask.periods_of_case(store, reader, case_code).iloc[::-1].to_dict("records")
    now = tuple(_period(line) for line in decided)
    periods = tuple(_as_of(period, as_of) for period in now if period.begin <= as_of)
    return Case(
        **_facts(row),
        as_of=as_of,
        events=events,
        periods=periods,
        flags=_flags(ask.case_flags(store, reader, case_code, as_of)),
        needs=_needs(ask.case_needs(store, reader, case_code, as_of), events),
        assessments=_assessments(case_code),
        due=_due(ask.due_of_case(store, reader, case_code, as_of)),
        around=Around(_shelters(reader, shelters), _organisations(reader), a_text(row["shelter_id"]),
                      a_text(row["organisation_id"])),
        stale_days=int(cached.settings()["assessment_stale_days"]),
        is_earlier=periods != now or int(row["events_later"]) > 0,
    )  # fmt: skip


def _as_of(period: Period, as_of: date) -> Period:
    """The period as it stood on a day: one that ended later was still open."""
    if period.end is None or period.end <= as_of:
        return period
    return replace(period, end=None, end_reason=None)


def _facts(row: Row) -> dict[str, Any]:
    return {
        "case_code": str(row["case_code"]),
        "stage": Stage(str(row["stage"])),
        "since": a_day(row["since"]),
        "is_special": bool(row["is_special"]),
        "victim_type": VictimType(str(row["victim_type"])),
        "sex": a_code(Sex, row["sex"]),
        "age_years": None if pd.isna(row["age_years"]) else int(row["age_years"]),
        "age_group": AgeGroup(str(row["age_group"])),
        "ts_pcode": a_text(row["ts_pcode"]),
        "township": township(a_text(row["ts_pcode"])),
        "destination": a_code(Destination, row["destination"]),
        "purpose": a_code(Purpose, row["purpose"]),
        "identified_month": a_day(row["identified_month"]),
        "return_month": a_day(row["return_month"]),
        "family_assessment": FamilyAssessment(str(row["family_assessment"])),
        "version": str(row["version"]),
        "events_later": int(row["events_later"]),
    }


def township(ts_pcode: str | None) -> str | None:
    """A township with its state, in the reader's language; None where it is not known."""
    places = cached.townships()
    found = places[places["ts_pcode"] == ts_pcode]
    if found.empty:
        return ts_pcode
    row = found.iloc[0].to_dict()
    return f"{place_name(row)}, {place_name(row, 'st')}"


def _event(row: Row, shelters: Mapping[str, str]) -> Event:
    return Event(
        str(row["event_id"]), EventKind(str(row["event_kind"])), _on(row["occurred_on"]), _on(row["recorded_on"]),
        a_text(row["organisation"]), shelters.get(str(row["shelter_id"])), a_text(row["detail"]),
        None if pd.isna(row["amount"]) else float(row["amount"]), a_text(row["recorded_by"]),
    )  # fmt: skip


def _on(value: object) -> date:
    return pd.Timestamp(str(value)).date()


def _period(row: Row) -> Period:
    return Period(
        str(row["assignment_id"]), a_text(row["organisation"]), a_code(UnassignedReason, row["unassigned_reason"]),
        _on(row["valid_from"]), a_day(row["valid_to"]), a_code(EndReason, row["end_reason"]),
        a_day(row["waiting_since"]), str(row["decided_by"]), a_text(row["presence_id"]), a_text(row["worker_code"]),
        a_text(row["note"]),
    )  # fmt: skip


def _flags(rows: pd.DataFrame) -> tuple[Flag, ...]:
    told = rows.to_dict("records")
    return tuple(
        Flag(SpecialCategory(str(row["special_category"])), _on(row["flagged_on"]), str(row["flagged_by"]))
        for row in told
    )


def _needs(rows: pd.DataFrame, events: tuple[Event, ...]) -> tuple[Need, ...]:
    """The needs; one counts as met where that service was given on its day or later."""
    given = [(event.detail, event.on) for event in events if event.kind in _GIVES]
    told = [(Service(str(row["service"])), _on(row["noted_on"])) for row in rows.to_dict("records")]
    return tuple(Need(service, on, any(what == service and when >= on for what, when in given)) for service, on in told)


def _assessments(case_code: str) -> tuple[Assessed, ...]:
    store, reader = cached.store(), state.scope()
    ranks: dict[str, dict[RiskItem, RiskRank]] = {}
    for row in ask.risks(store, reader, case_code).to_dict("records"):
        ranked = ranks.setdefault(str(row["assessment_id"]), {})
        ranked[RiskItem(str(row["risk_item"]))] = RiskRank(str(row["risk_rank"]))
    return tuple(
        Assessed(
            str(row["assessment_id"]), _on(row["assessed_on"]), AssessmentOutcome(str(row["outcome"])),
            None if pd.isna(row["wants_return"]) else bool(row["wants_return"]), bool(row["is_child"]),
            str(row["recorded_by"]), ranks.get(str(row["assessment_id"]), {}),
        )
        for row in ask.assessments(store, reader, case_code, state.as_of()).to_dict("records")
    )  # fmt: skip


def _due(rows: pd.DataFrame) -> tuple[DueThing, ...]:
    told = [
        DueThing(DueKind(str(r["due_kind"])), _on(r["due_on"]), int(r["days_left"])) for r in rows.to_dict("records")
    ]
    return tuple(sorted(told, key=lambda one: one.on))


def _shelters(reader: Scope, places: Mapping[str, str]) -> dict[str, str]:
    """The shelters that the reader may name: an officer those of the own scope, a manager none."""
    if reader.role is Role.NGO_MANAGER:
        return {}
    return {code: place for code, place in places.items() if reader.role is Role.PLANNER or code in reader.shelter_ids}


def _organisations(reader: Scope) -> dict[str, str]:
    """Organisations of the directory by their id, in the order of their names."""
    known = cached.directory(reader, state.bounds().today)
    if known.empty:
        return {}
    pairs = sorted(set(zip(known["organisation_id"], known["organisation"], strict=True)), key=lambda pair: pair[1])
    return dict(pairs)
