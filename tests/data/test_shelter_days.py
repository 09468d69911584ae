"""Further days of a stay are checked like a row of the shelter spreadsheet and like events, all written or none."""

from __future__ import annotations

import datetime as dt

import pytest

from data import case_record
from data.case_errors_work import CaseNotSeen, ChangedMeanwhile, EventImpossible, MayNotRecord
from data.scope import Scope
from data.scope_errors import ShelterOutside
from data.shelter_days import KINDS, DaysAtFault, Stay, record_days, record_entry
from data.vocabulary import Role
from geo.gazetteer import default_gazetteer
from queries.shelter_register import form_of_case
from tests.small_register import PLANNER, case, event, records, small_store

MUSE, MYAWADDY = "SH-MMR015009", "SH-MMR003005"
OFFICER = Scope(Role.DSW_OFFICER, "officer", shelter_ids=(MUSE,))
IN = dt.date(2024, 3, 2)
TODAY = dt.date(2026, 1, 1)
STAY = Stay(MUSE, IN)


@pytest.fixture
def store():
    g2g = {"victim_type": "g2g", "return_month": dt.date(2024, 3, 1), "identified_month": dt.date(2024, 1, 1)}
    return small_store(
        victim_case=[case("a", shelter_id=MUSE, **g2g), case("b", shelter_id=MYAWADDY, **g2g)],
        case_event=[event("a", "repatriated", dt.date(2024, 3, 1)), event("a", "shelter_in", IN, shelter_id=MUSE)],
    )


def day(number: int) -> dt.date:
    return dt.date(2024, 3, number)


def recorded(store, scope=OFFICER, code="a", seen=None, **told):
    seen = case_record.version(store, PLANNER, code) if seen is None else seen
    return record_days(store, scope, code, STAY, seen, told, default_gazetteer())


def events(store):
    rows = store.read("SELECT event_kind, occurred_on, shelter_id FROM case_event ORDER BY occurred_on, event_kind")
    return records(rows)


def test_days_become_events_of_the_shelter_and_stand_in_the_form(store):
    made = recorded(store, date_out=day(20), needs_assessed=day(4), medical_informed=day(3))
    assert len(made) == len(set(made)) == 3
    form = form_of_case(store, OFFICER, "a", TODAY + dt.timedelta(days=3650)).iloc[0]
    said = {key: form[key].date() if form[key] == form[key] else None for key in KINDS}
    assert said == {
        "date_in": IN, "date_out": day(20), "needs_assessed": day(4), "medical_informed": day(3),
        "medical_accepted": None, "medical_assessed": None,
    }  # fmt: skip
    assert {shelter for kind, _, shelter in events(store) if kind != "repatriated"} == {MUSE}
    audited = store.read("SELECT count(*) AS n FROM audit_log WHERE action = 'record event' AND subject = 'a'")
    assert int(audited["n"].iloc[0]) == 3


@pytest.mark.parametrize("told", [{"date_out": day(1)}, {"needs_assessed": day(1)}, {"date_out": dt.date(2100, 1, 1)}])
def test_what_the_spreadsheet_rejects_is_refused_with_its_field_and_nothing_is_written(store, told):
    before = events(store)
    with pytest.raises(DaysAtFault) as caught:
        recorded(store, medical_informed=day(5), **told)
    assert len(caught.value.faults) == 1
    assert events(store) == before


def test_all_or_none(store):
    """Accepting what nobody was informed of passes the spreadsheet and is refused as an event: no other day is kept."""
    before = events(store)
    with pytest.raises(EventImpossible):
        recorded(store, needs_assessed=day(3), medical_accepted=day(5), date_out=day(10))
    assert events(store) == before


def test_the_second_of_two_who_record_at_once_is_told_and_overwrites_nothing(store):
    seen = case_record.version(store, PLANNER, "a")
    recorded(store, seen=seen, date_out=day(20))
    before = events(store)
    with pytest.raises(ChangedMeanwhile) as caught:
        recorded(store, PLANNER, seen=seen, date_out=day(25))
    assert caught.value.by == "officer"
    assert events(store) == before


def test_who_may(store):
    with pytest.raises(CaseNotSeen):
        recorded(store, code="b", date_out=day(20))
    with pytest.raises(CaseNotSeen):
        recorded(store, code="a", scope=Scope(Role.DSW_OFFICER, "o", shelter_ids=(MYAWADDY,)), date_out=day(20))
    with pytest.raises((MayNotRecord, CaseNotSeen)):
        recorded(store, Scope(Role.DONOR, "d"), date_out=day(20))


def test_an_entry_makes_a_stay_in_the_own_shelter_only(store):
    with pytest.raises(ShelterOutside):
        record_entry(store, OFFICER, "a", MYAWADDY, day(25))
    with pytest.raises(EventImpossible):
        record_entry(store, OFFICER, "a", MUSE, day(25))  # has not left
    recorded(store, date_out=day(20))
    record_entry(store, OFFICER, "a", MUSE, day(25))
    form = form_of_case(store, OFFICER, "a", TODAY + dt.timedelta(days=3650)).iloc[0]
    assert (form["date_in"].date(), form["shelter_id"]) == (day(25), MUSE)
    assert form.isna()["date_out"]
