"""What a case lacks: steps that the recommendations expect and nobody recorded, each in one declarative table.

A step is expected once another event has happened. It is open while the case still stands where the step is taken, and
past once it has moved on: then it was missed, or done and never recorded. Source: the recommendations named in `why`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final

from data.vocabulary import EventKind as E
from data.vocabulary import Stage

YOUNG_ADULT_YEARS: Final = range(18, 25)
_ANY: Final = frozenset(Stage)
_BEFORE_HOME: Final = frozenset({Stage.PRE_RETURN, Stage.SHELTER})
_AT_HOME: Final = frozenset({Stage.COMMUNITY, Stage.READMITTED})


@dataclass(frozen=True)
class Person:
    """What decides which steps are expected. is_child, age_years: None where the age is not recorded."""

    is_child: bool | None
    age_years: int | None
    is_special: bool
    from_china: bool
    assessed_negative: bool


@dataclass(frozen=True)
class Happened:
    """One event of the case."""

    kind: E
    on: date
    detail: str | None = None


@dataclass(frozen=True)
class Step:
    """kind is expected after `after`, and can be done while the case stands in one of `stages`.

    why: number of the recommendation, "" where none names the step. each_time: expected anew after a readmission.
    only: a further condition.
    """

    kind: E
    after: E
    stages: frozenset[Stage]
    why: str
    each_time: bool = False
    only: str = ""


STEPS: Final = (
    Step(E.CASE_FILE_RECEIVED, E.ADMITTED_ABROAD, frozenset({Stage.PRE_RETURN}), "1.6"),
    Step(E.FAMILY_CONTACT, E.ADMITTED_ABROAD, frozenset({Stage.PRE_RETURN}), "1.2"),
    Step(E.FAMILY_TOLD, E.ESCAPED, _ANY, "1.10"),
    Step(E.FAMILY_TRACED, E.IDENTIFIED, _BEFORE_HOME, "1.8"),
    Step(E.FAMILY_ASSESSED, E.FAMILY_TRACED, _BEFORE_HOME, "1.8"),
    Step(E.SPECIAL_FLAGGED, E.IDENTIFIED, _BEFORE_HOME, "1.7", only="special"),
    Step(E.PRENOTIFIED, E.REPATRIATED, frozenset({Stage.PRE_RETURN}), "2.4", only="china"),
    Step(E.VIDEO_SHOWN, E.REPATRIATED, _BEFORE_HOME, "1.11"),
    Step(E.STAY_OFFERED, E.SHELTER_IN, frozenset({Stage.SHELTER}), "2.1"),
    Step(E.NEEDS_ASSESSED, E.SHELTER_IN, frozenset({Stage.SHELTER}), "2.10.2"),
    Step(E.MEDICAL_INFORMED, E.SHELTER_IN, frozenset({Stage.SHELTER}), "2.11.1", only="adult"),
    Step(E.MEDICAL_ASSESSED, E.SHELTER_IN, frozenset({Stage.SHELTER}), "2.11.2", only="child"),
    Step(E.LIFE_PLAN, E.SHELTER_IN, frozenset({Stage.SHELTER}), "2.5"),
    Step(E.KIT_GIVEN, E.SHELTER_IN, frozenset({Stage.SHELTER}), "2.6"),
    Step(E.ASSESSMENT_REVIEWED, E.SHELTER_IN, frozenset({Stage.SHELTER}), "2.8"),
    Step(E.FAMILY_PREPARED, E.FAMILY_ASSESSED, _BEFORE_HOME, "1.10"),
    Step(E.DISCUSSED_AT_MEETING, E.FAMILY_ASSESSED, _ANY - {Stage.CLOSED}, "4.6", only="negative"),
    Step(E.ALTERNATIVE_PLANNED, E.FAMILY_ASSESSED, _ANY - {Stage.CLOSED}, "2.2", only="negative"),
    Step(E.FIRST_VISIT, E.ASSIGNED, _AT_HOME, "", each_time=True),
    Step(E.SERVICE_GIVEN, E.ASSIGNED, _AT_HOME, "3.3", each_time=True),
    Step(E.FAMILY_CONSULTED, E.SERVICE_GIVEN, _AT_HOME, "3.3", only="young"),
    Step(E.HEALTH_COMPLETED, E.HEALTH_REFERRED, _AT_HOME | {Stage.SHELTER}, "3.4"),
    Step(E.MONITORING_PLAN, E.ASSIGNED, _AT_HOME, "3.10", only="special"),
    Step(E.LEGAL_ACCOMPANIED, E.LEGAL_STARTED, _ANY - {Stage.CLOSED}, "4.7"),
)


@dataclass(frozen=True)
class Missing:
    """A step that is expected and not recorded; is_open: it can still be done where the case stands now."""

    kind: E
    why: str
    is_open: bool


def missing(person: Person, events: Iterable[Happened], stage: Stage | None) -> list[Missing]:
    """Expected steps without an event, the open ones first, each group in the order of STEPS."""
    told = sorted(events, key=lambda event: event.on)
    back = max((event.on for event in told if event.kind is E.READMITTED), default=None)
    found = []
    for step in STEPS:
        counted = [event for event in told if not step.each_time or back is None or event.on >= back]
        is_expected = _applies(step, person) and _has(counted, step.after)
        if is_expected and not _has(counted, step.kind):
            found.append(Missing(step.kind, step.why, stage in step.stages))
    return sorted(found, key=lambda one: not one.is_open)


def _has(events: Iterable[Happened], kind: E) -> bool:
    return any(event.kind is kind for event in events)


def _applies(step: Step, person: Person) -> bool:
    conditions = {
        "": True,
        "special": person.is_special,
        "china": person.from_china,
        "child": person.is_child is True,
        "adult": person.is_child is False,
        "young": person.age_years in YOUNG_ADULT_YEARS,
        "negative": person.assessed_negative,
    }
    return conditions[step.only]
