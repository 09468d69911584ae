"""The shelter spreadsheet: the one-page form becomes dated events; an organisation is met by its exact name only."""

from __future__ import annotations

import datetime as dt

import pytest

from data.load import load
from tests.data.case_files import PLANNER, as_csv, brought, checked
from tests.small_register import records

ROW = {
    "Reference code": "9", "Sex": "F", "Age": "20", "Home township": "Muse", "State": "Shan (North)",
    "Date of recruitment": "2022-11", "Date of return": "2023-05-02", "Destination country": "China",
    "Type of trafficking": "forced marriage", "Shelter": "Muse", "Date in": "2023-05-04", "Date out": "2023-06-01",
    "Needs assessed": "2023-05-06", "Medical informed": "yes", "Medical accepted": "no", "Medical assessed": "",
}  # fmt: skip
DIRECTORY = (
    "Organisation,Acronym,Activity,Township P-code,Township,Reintegration,Last updated\n"
    "Help Myanmar,HM,Case work,MMR015009,Muse,yes,2024-01-01\n"
    "Help Myanmar,HM,Case work,MMR013001,Insein,yes,2024-01-01\n"
    "Two Places,TP,Case work,MMR013001,Insein,yes,2024-01-01\n"
    "Two Places,TP,Case work,MMR013002,Mingaladon,yes,2024-01-01\n"
)


def shelter_row(**changed: str) -> dict[str, str]:
    return ROW | {heading.replace("_", " "): value for heading, value in changed.items()}


def faults(row):
    return [(fault.column, type(fault).__name__) for fault in checked(as_csv([row]), code="shelter").rejects]


def test_a_form_becomes_a_case_and_its_dated_events():
    store, report = brought([shelter_row()], code="shelter")
    assert (report.rows_loaded, report.rows_rejected) == (1, 0)
    (case,) = store.read("SELECT * FROM victim_case").to_dict("records")
    assert (case["case_code"], case["victim_type"], case["source_agency"], case["shelter_id"]) == (
        "DSW-9", "g2g", "dsw", "SH-MMR015009",
    )  # fmt: skip
    assert [f"{case[key]:%F}" for key in ("identified_month", "return_month")] == ["2023-05-01", "2023-05-01"]
    events = store.read("SELECT event_kind, occurred_on, shelter_id FROM case_event ORDER BY occurred_on, event_kind")
    here = "SH-MMR015009"
    assert records(events) == [
        ("identified", dt.date(2023, 5, 1), None),
        ("repatriated", dt.date(2023, 5, 1), None),
        ("medical_informed", dt.date(2023, 5, 4), here),
        ("shelter_in", dt.date(2023, 5, 4), here),
        ("needs_assessed", dt.date(2023, 5, 6), here),
        ("shelter_out", dt.date(2023, 6, 1), here),
    ]
    said = " ".join(remark.message() for remark in report.remarks)
    assert "one of DSW" in said
    assert "taken as returned government to government" in said


@pytest.mark.parametrize("written", ["Muse", "muse shelter", "DSW Muse", "MMR015009", "မူဆယ်", "Muse / မူဆယ်"])
def test_a_shelter_is_known_by_its_town(written):
    store, _ = brought([shelter_row(Shelter=written)], code="shelter")
    assert store.read("SELECT shelter_id FROM victim_case")["shelter_id"].tolist() == ["SH-MMR015009"]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Shelter": "Lashio"}, ("Shelter", "ValueNotInList")),
        ({"Date_out": "2023-05-01"}, ("Date out", "OrderImpossible")),
        ({"Needs_assessed": "2023-05-01"}, ("Needs assessed", "OrderImpossible")),
        ({"Date_in": "", "Date_out": "", "Needs_assessed": ""}, ("Medical informed", "DayNotTold")),
        ({"Medical_assessed": "soon"}, ("Medical assessed", "DateUnreadable")),
        ({"Date_of_return": "2022-10-01"}, ("Date of return", "OrderImpossible")),
    ],
)
def test_what_cannot_be(changed, fault):
    assert fault in faults(shelter_row(**changed))


def loaded_beside_a_directory(row):
    store, _ = brought([shelter_row(Reference_code="1")], code="shelter")
    load(store, checked(DIRECTORY.encode(), "d.csv", "providers"), PLANNER)
    return store, brought([row], store, "shelter")[1]


@pytest.mark.parametrize("name", ["Help Myanmar", "help  myanmar", "HM"])
def test_an_organisation_of_the_directory_carries_the_case_from_the_day_told(name):
    store, report = loaded_beside_a_directory(shelter_row(Organisation_assigned=name, Date_of_assignment="2023-07-01"))
    assert report.rejects == ()
    periods = store.read(
        "SELECT assignment_state, valid_from, valid_to, end_reason, p.ts_pcode FROM assignment a "
        "LEFT JOIN provider_presence p USING (presence_id) WHERE case_code = 'DSW-9' ORDER BY valid_from"
    )
    assert records(periods) == [
        ("unassigned", dt.date(2023, 5, 1), dt.date(2023, 7, 1), "assigned", None),
        ("assigned", dt.date(2023, 7, 1), None, None, "MMR015009"),
    ]


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Organisation_assigned": "Help Myanma"}, "OrganisationUnknown"),
        ({"Organisation_assigned": "TP"}, "AssignmentUnclear"),
        ({"Organisation_assigned": "HM", "Date_of_return": "", "Identification": "2023-05"}, "AssignmentTooEarly"),
    ],
)
def test_an_assignment_that_cannot_be_told_is_asked_about(changed, fault):
    _, report = loaded_beside_a_directory(shelter_row(**changed))
    assert [type(each).__name__ for each in report.rejects] == [fault]
