"""The one-page form is checked and kept as a shelter spreadsheet of one row, as one load; nothing where it is wrong."""

from __future__ import annotations

import datetime as dt

import pytest

from data.case_errors import CasesNotSynthetic
from data.errors import MayNotLoad
from data.file_errors import FileAlreadyLoaded
from data.load import load
from data.scope import Scope
from data.shelter_form import MINIMUM, as_table, check_form, record_form
from data.store import memory_store
from data.undo import undo
from data.validate import Options
from data.vocabulary import RegisterKind, Role
from geo.gazetteer import default_gazetteer
from tests.data.case_files import PLANNER, TODAY, as_csv, checked
from tests.data.test_shelter import ROW
from tests.small_register import records

FORM = {
    "reference": "9", "victim_type": "g2g", "sex": "female", "age_years": "20", "township_pcode": "MMR015009",
    "recruitment": "2022-11", "returned": "2023-05", "destination": "CHN", "purpose": "forced_marriage",
    "shelter_id": "MMR015009", "date_in": "2023-05-04", "date_out": "2023-06-01", "needs_assessed": "2023-05-06",
    "medical_informed": "2023-05-04", "medical_accepted": "", "medical_assessed": "", "assigned_to": "",
    "special_category": "medical; pregnant_or_infant", "family_assessment": "",
}  # fmt: skip
OFFICER = Scope(Role.DSW_OFFICER, "officer", shelter_ids=("SH-MMR015009",))


def form(synthetic: bool = True, **changed: str):
    return check_form(FORM | changed, default_gazetteer(), Options(today=TODAY, synthetic=synthetic))


def kept(store, table="victim_case"):
    return int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])


def faults(checked_form):
    return [(fault.column, type(fault).__name__) for fault in checked_form.rejects]


def test_it_is_one_case_with_dated_events_its_wait_and_an_audit_row():
    store = memory_store()
    report = record_form(store, OFFICER, form())
    assert (report.rows_loaded, report.rejects) == (1, ())
    case = store.read("SELECT * FROM victim_case").iloc[0]
    assert (case["case_code"], case["victim_type"], case["shelter_id"], bool(case["is_special"])) == (
        "DSW-9", "g2g", "SH-MMR015009", True,
    )  # fmt: skip
    events = store.read("SELECT event_kind, occurred_on FROM case_event ORDER BY occurred_on, event_kind")
    assert records(events) == [
        ("identified", dt.date(2023, 5, 1)),
        ("repatriated", dt.date(2023, 5, 1)),
        ("medical_informed", dt.date(2023, 5, 4)),
        ("shelter_in", dt.date(2023, 5, 4)),
        ("needs_assessed", dt.date(2023, 5, 6)),
        ("shelter_out", dt.date(2023, 6, 1)),
    ]
    waits = store.read("SELECT assignment_state, valid_from FROM assignment")
    assert records(waits) == [("unassigned", dt.date(2023, 5, 1))]
    audited = store.read("SELECT actor, action, subject, records FROM audit_log ORDER BY seq DESC LIMIT 1")
    assert records(audited) == [("officer", "load shelter", "one-page form", 1)]


def test_the_form_and_the_spreadsheet_say_the_same():
    """The row of the spreadsheet's own tests, brought both ways, leaves the same case and events."""
    sheet, screen = memory_store(), memory_store()
    row = ROW | {"Medical informed": "2023-05-04", "Medical accepted": ""}
    load(sheet, checked(as_csv([row]), code="shelter"), PLANNER)
    record_form(screen, PLANNER, form(special_category=""))
    for table, left_out in (("victim_case", "batch_id"), ("case_event", "event_id"), ("case_source", "batch_id")):
        one, other = (
            store.read(f"SELECT * EXCLUDE ({left_out}) FROM {table} ORDER BY ALL") for store in (sheet, screen)
        )
        assert records(one) == records(other), table


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"date_out": "2023-05-01"}, ("Date of leaving", "OrderImpossible")),
        ({"needs_assessed": "2023-05-01"}, ("Needs assessed (day, or yes/no)", "OrderImpossible")),
        ({"age_years": "200"}, ("Age (years)", "AgeImpossible")),
        ({"returned": "2022"}, ("Month of repatriation or return", "MonthNotTold")),
        ({"recruitment": "2023-08"}, ("Month of repatriation or return", "OrderImpossible")),
        ({"reference": "Ma Hla"}, ("Reference code", "ReferenceUnfit")),
        ({"date_in": "2024-07-01", "date_out": ""}, ("Date of entry", "DateOutside")),
        ({"shelter_id": ""}, ("Shelter", "ValueMissing")),
        ({"date_in": ""}, ("Date of entry", "ValueMissing")),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_by_its_field_and_nothing_is_kept(changed, fault):
    store = memory_store()
    checked_form = form(**changed)
    assert fault in faults(checked_form)
    report = record_form(store, PLANNER, checked_form)
    assert report.batch_id is None
    assert kept(store) == kept(store, "import_batch") == 0


def test_the_same_reference_again_is_a_double_and_the_same_form_is_told_too():
    store = memory_store()
    record_form(store, PLANNER, form())
    with pytest.raises(FileAlreadyLoaded):
        record_form(store, PLANNER, form())
    report = record_form(store, PLANNER, form(age_years="21"))
    assert (report.batch_id, report.doubles) == (None, {2: "DSW-9"})
    assert kept(store) == 1


def test_who_may():
    for scope in (Scope(Role.NGO_MANAGER, "m", organisation_id="A"), Scope(Role.DONOR, "d")):
        with pytest.raises(MayNotLoad):
            record_form(memory_store(), scope, form())
    report = record_form(memory_store(), Scope(Role.DSW_OFFICER, "o", shelter_ids=("SH-MMR010001",)), form())
    assert (report.batch_id, [type(fault).__name__ for fault in report.rejects]) == (None, ["ShelterOutside"])
    with pytest.raises(CasesNotSynthetic):
        record_form(memory_store(RegisterKind.DEMONSTRATION), PLANNER, form(synthetic=False))


def test_a_form_can_be_taken_back_as_a_whole():
    store = memory_store()
    report = record_form(store, PLANNER, form())
    undo(store, PLANNER, report.batch_id)
    assert store.read("SELECT * FROM visible_case('planner', NULL, NULL)").empty


def test_minimum_fields_are_fields_of_the_form():
    table = as_table(dict.fromkeys(MINIMUM, "1"))
    assert len(table.sheets[0].cells.columns) == len(MINIMUM)
    with pytest.raises(KeyError):
        as_table({"name": "x"})
