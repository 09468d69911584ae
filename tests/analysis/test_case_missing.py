"""What a case lacks, worked out by hand."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.case_missing import STEPS, Happened, Missing, Person, missing
from data.vocabulary import EventKind as E
from data.vocabulary import Stage

ADULT = Person(is_child=False, age_years=30, is_special=False, from_china=False, assessed_negative=False)


def happened(*kinds: E, first: date = date(2024, 1, 1)) -> list[Happened]:
    """One event a day."""
    return [Happened(kind, date.fromordinal(first.toordinal() + i)) for i, kind in enumerate(kinds)]


def kinds(found: list[Missing], is_open: bool) -> set[E]:
    return {one.kind for one in found if one.is_open is is_open}


def test_in_the_shelter_the_steps_of_the_shelter_are_open():
    found = missing(ADULT, happened(E.IDENTIFIED, E.SHELTER_IN, E.NEEDS_ASSESSED), Stage.SHELTER)
    assert kinds(found, True) == {
        E.FAMILY_TRACED, E.STAY_OFFERED, E.MEDICAL_INFORMED, E.LIFE_PLAN, E.KIT_GIVEN, E.ASSESSMENT_REVIEWED,
    }  # fmt: skip
    assert not kinds(found, False)


def test_once_home_what_was_not_done_in_the_shelter_is_past_and_stands_last():
    events = happened(E.IDENTIFIED, E.SHELTER_IN, E.SHELTER_OUT, E.RETURNED_HOME, E.ASSIGNED)
    found = missing(ADULT, events, Stage.COMMUNITY)
    assert kinds(found, True) == {E.FIRST_VISIT, E.SERVICE_GIVEN}
    assert E.LIFE_PLAN in kinds(found, False)
    assert [one.is_open for one in found] == sorted((one.is_open for one in found), reverse=True)


@pytest.mark.parametrize(
    ("person", "kind"),
    [
        (Person(True, 12, False, False, False), E.MEDICAL_ASSESSED),
        (ADULT, E.MEDICAL_INFORMED),
        (Person(False, 30, True, False, False), E.SPECIAL_FLAGGED),
    ],
)
def test_children_adults_and_special_cases_are_asked_different_things(person, kind):
    found = {one.kind for one in missing(person, happened(E.IDENTIFIED, E.SHELTER_IN), Stage.SHELTER)}
    assert found & {E.MEDICAL_ASSESSED, E.MEDICAL_INFORMED, E.SPECIAL_FLAGGED} >= {kind}
    assert not {E.MEDICAL_ASSESSED, E.MEDICAL_INFORMED} <= found


def test_an_age_that_nobody_recorded_asks_neither():
    unknown = Person(None, None, False, False, False)
    found = {one.kind for one in missing(unknown, happened(E.SHELTER_IN), Stage.SHELTER)}
    assert not {E.MEDICAL_ASSESSED, E.MEDICAL_INFORMED} & found


def test_a_negative_assessment_asks_for_the_meeting_and_an_alternative():
    events = happened(E.IDENTIFIED, E.FAMILY_TRACED, E.FAMILY_ASSESSED)
    negative = Person(False, 30, False, False, True)
    assert kinds(missing(negative, events, Stage.SHELTER), True) >= {E.DISCUSSED_AT_MEETING, E.ALTERNATIVE_PLANNED}
    assert not kinds(missing(ADULT, events, Stage.SHELTER), True) & {E.DISCUSSED_AT_MEETING, E.ALTERNATIVE_PLANNED}


def test_after_a_readmission_the_first_visit_and_a_service_are_expected_anew():
    before = (E.IDENTIFIED, E.RETURNED_HOME, E.ASSIGNED, E.FIRST_VISIT, E.SERVICE_GIVEN, E.CLOSED)
    assert not kinds(missing(ADULT, happened(*before), Stage.CLOSED), True)
    again = happened(*before, E.READMITTED, E.ASSIGNED)
    assert kinds(missing(ADULT, again, Stage.READMITTED), True) == {E.FIRST_VISIT, E.SERVICE_GIVEN}
    assert not kinds(missing(ADULT, happened(*before, E.READMITTED), Stage.READMITTED), True)


def test_only_those_from_china_are_announced():
    events = happened(E.IDENTIFIED, E.REPATRIATED)
    china = Person(False, 30, False, True, False)
    assert E.PRENOTIFIED in {one.kind for one in missing(china, events, Stage.SHELTER)}
    assert E.PRENOTIFIED not in {one.kind for one in missing(ADULT, events, Stage.SHELTER)}


@given(st.lists(st.sampled_from(list(E)), max_size=25), st.sampled_from(list(Stage)), st.booleans())
def test_what_was_recorded_is_never_missing_and_nothing_is_missing_without_its_cause(found, stage, is_special):
    person = Person(False, 20, is_special, True, True)
    lacking = missing(person, happened(*found), stage)
    if E.READMITTED not in found:
        assert not {one.kind for one in lacking} & set(found)
    causes = {step.kind: step.after for step in STEPS}
    assert all(causes[one.kind] in found for one in lacking)
    assert len({one.kind for one in lacking}) == len(lacking)
