"""The national spreadsheet comes in: what a row becomes, in how many ways it may be written, and what is never kept."""

from __future__ import annotations

import datetime as dt

import pytest

from data import file_errors as errors
from data.case_errors import CasesNotReal, CasesNotSynthetic, RegisterMixed
from data.load import load, preview
from data.load_rejects import write_rejects
from data.month_cells import age_years, month_reader, reference_code
from data.store import memory_store
from data.validate_cells import CellFault, Dates
from data.vocabulary import RegisterKind
from tests.data.case_files import PLANNER, TODAY, as_csv, brought, checked, row
from tests.small_register import records


def one(store, table: str):
    (found,) = store.read(f"SELECT * FROM {table}").to_dict("records")
    return found


def faults(*rows):
    return [(fault.row, fault.column, type(fault).__name__) for fault in checked(as_csv(rows)).rejects]


def test_a_row_becomes_a_case_with_its_source_events_and_open_wait():
    store, report = brought(
        [row(Special_Case="yes", Special_category="medical; unaccompanied", Family_assessment="negative")]
    )
    assert (report.rows_in_file, report.rows_loaded, report.rows_rejected, report.rows_double) == (1, 1, 0, 0)
    case = one(store, "victim_case")
    assert (case["case_code"], case["victim_type"], case["source_agency"], case["sex"], case["age_years"]) == (
        "ATU-17", "g2g", "atu", "female", 16,
    )  # fmt: skip
    assert (case["ts_pcode"], case["village_written"], case["destination"], case["purpose"]) == (
        "MMR015009", "Ywa Thit", "CHN", "forced_marriage",
    )  # fmt: skip
    months = [f"{case[key]:%F}" for key in ("recruitment_month", "identified_month", "return_month", "recorded_on")]
    assert months == ["2019-03-01", "2019-05-01", "2019-08-01", "2024-06-30"]
    assert (case["is_special"], case["family_assessment"], case["batch_id"]) == (True, "negative", report.batch_id)
    source = one(store, "case_source")
    assert (source["agency"], source["row_no"], source["reference"]) == ("atu", 2, "17")
    flags = store.read("SELECT special_category, flagged_by FROM case_flag ORDER BY 1")
    assert records(flags) == [("child_alone", "ATU"), ("medical", "ATU")]
    events = store.read("SELECT event_kind, occurred_on, recorded_on FROM case_event ORDER BY occurred_on")
    assert records(events) == [
        ("identified", dt.date(2019, 5, 1), TODAY),
        ("repatriated", dt.date(2019, 8, 1), TODAY),
    ]
    wait = one(store, "assignment")
    assert (wait["assignment_state"], wait["unassigned_reason"], f"{wait['valid_from']:%F}",
    f"{wait['waiting_since']:%F}") == (
        "unassigned", "not_considered", "2019-08-01", "2019-08-01",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("changed", "wait_from"),
    [
        ({"Repatriation": ""}, None),
        ({"Type_of_victim": "internal", "Repatriation": ""}, "2019-05-01"),
        ({"Type_of_victim": "self-returned cross border"}, "2019-05-01"),
        ({"Closed": "2020-01"}, None),
    ],
)
def test_a_case_waits_from_its_need_until_it_is_closed(changed, wait_from):
    store, _ = brought([row(**changed)])
    waits = store.read("SELECT valid_from FROM assignment WHERE valid_to IS NULL")["valid_from"]
    assert [f"{day:%F}" for day in waits] == ([wait_from] if wait_from else [])


@pytest.mark.parametrize(
    "text",
    ["2019-03", "2019/3", "2019.03", "03/2019", "3-2019", "201903", "Mar 2019", "March 2019", "Mar-19", "Mar. 2019",
     "2019 March", "၂၀၁၉-၀၃", "၀၃/၂၀၁၉", "၂၀၁၉ ခုနှစ် မတ်လ", "မတ်လ ၂၀၁၉", "2019-03-14", "14/03/2019", "14 March 2019",
     "43538", "43538.0", "၂၀၁၉ ခုနှစ် မတ်လ ၁၄ ရက်"],
)  # fmt: skip
def test_a_month_is_read_in_many_writings(text):
    assert month_reader(Dates())(text) == dt.date(2019, 3, 1)


def test_serial_months_count_from_the_workbooks_epoch():
    assert month_reader(Dates(uses_1904=True))("42076") == dt.date(2019, 3, 1)


@pytest.mark.parametrize(
    ("name", "number"),
    [("ဇန်နဝါရီ", 1), ("ဖေဖော်ဝါရီ", 2), ("မတ်", 3), ("ဧပြီ", 4), ("မေ", 5), ("ဇွန်", 6), ("ဇူလိုင်", 7), ("သြဂုတ်", 8),
     ("ဩဂုတ်", 8), ("စက်တင်ဘာ", 9), ("အောက်တိုဘာ", 10), ("နိုဝင်ဘာ", 11), ("ဒီဇင်ဘာ", 12)],
)  # fmt: skip
def test_every_burmese_month(name, number):
    assert month_reader(Dates())(f"{name}လ ၂၀၁၉") == dt.date(2019, number, 1)


@pytest.mark.parametrize(
    ("text", "fault"),
    [("1381", "MonthMyanmarEra"), ("၁၃၈၁ ခုနှစ်", "MonthMyanmarEra"), ("1381-05",
    "MonthMyanmarEra"), ("ကဆုန် ၁၃၈၁", "MonthMyanmarEra"),
     ("2019", "MonthNotTold"), ("2019-13", "MonthUnreadable"), ("soon", "MonthUnreadable"), ("1889-01", "DateOutside"),
     ("03/19", "MonthUnreadable"), ("2019-03-32", "MonthUnreadable")],
)  # fmt: skip
def test_months_that_are_asked_about(text, fault):
    with pytest.raises(CellFault) as caught:
        month_reader(Dates())(text)
    assert caught.value.kind.__name__ == fault


def test_a_year_of_the_myanmar_era_names_the_common_years_it_lies_in():
    with pytest.raises(CellFault) as caught:
        month_reader(Dates())("၁၃၈၁")
    assert caught.value.facts["years"] == ("2019", "2020")


def test_no_month_lies_in_the_future():
    assert faults(row(Repatriation="2024-07")) == [(2, "Repatriation", "DateOutside")]


@pytest.mark.parametrize(
    ("text", "age"), [("0", 0), ("15", 15), ("၁၅", 15), ("15.0", 15), ("15 years", 15), ("၁၅ နှစ်", 15), ("110", 110)]
)
def test_ages(text, age):
    assert age_years(text) == age


@pytest.mark.parametrize("text", ["-1", "200", "111", "15.5", "child", "15-17"])
def test_ages_that_are_none(text):
    with pytest.raises(CellFault) as caught:
        age_years(text)
    assert caught.value.kind.__name__ == "AgeImpossible"


@pytest.mark.parametrize(
    ("text", "code"), [("17", "17"), ("17.0", "17"), ("a/2019-၁၇", "A/2019-17"), ("ATU 17", "ATU 17")]
)
def test_reference_codes(text, code):
    assert reference_code(text) == code


@pytest.mark.parametrize("text", ["Ma Hla", "ဒေါ်လှ", "x" * 41 + "1", "a;1", "Hla <b>1</b>"])
def test_what_may_be_a_name_is_no_reference_and_is_not_repeated(text):
    (fault,) = checked(as_csv([row(Reference_code=text)])).rejects
    assert (type(fault).__name__, fault.written, text in str(fault)) == ("ReferenceUnfit", "", False)


def test_not_known_is_null_and_not_a_fault():
    store, report = brought(
        [
            row(
                Age="unknown",
                Sex="not known",
                Township="unknown",
                State="",
                Recruitment="-",
                Destination="?",
                Purpose="မသိ",
                Village="",
            )
        ]
    )
    assert report.rows_rejected == 0
    case = store.read(
        "SELECT age_years, sex, ts_pcode, recruitment_month, destination, purpose, village_written FROM victim_case"
    )
    assert case.isna().all(axis=None)


def test_a_state_alone_is_said_and_no_township_guessed():
    store, report = brought([row(Township="")])
    assert store.read("SELECT ts_pcode FROM victim_case").isna().all(axis=None)
    assert any("name a state or district but no township" in remark.message() for remark in report.remarks)


def test_a_row_without_a_code_gets_one_that_is_the_same_each_time():
    rows = [row(Reference_code=""), row(Reference_code="", Age="17")]
    codes = [
        brought(rows)[0].read("SELECT case_code FROM victim_case ORDER BY 1")["case_code"].tolist() for _ in range(2)
    ]
    assert codes[0] == codes[1]
    assert len(set(codes[0])) == 2


def test_the_same_code_of_the_same_agency_is_a_double_and_of_another_is_not():
    store, report = brought([row(), row(Age="40"), row(Source_agency="DSW", Age="40", Reference_code="17")])
    assert (report.rows_loaded, report.doubles) == (2, {3: "row 2"})
    assert any("tell other facts" in remark.message() and "Rows 3 " in remark.message() for remark in report.remarks)
    _, again = brought([row(), row(Reference_code="ATU-17", Age="16"), row(Reference_code="18", Age="50")], store)
    assert (again.rows_loaded, again.doubles) == (1, {2: "ATU-17", 3: "ATU-17"})


def test_equal_rows_without_a_code_are_asked_about_and_neither_lost_nor_counted_twice():
    _, report = brought([row(Reference_code=""), row(Reference_code="")])
    assert (report.rows_loaded, report.rows_rejected, report.rows_double) == (1, 1, 0)
    assert "same as row 2 in every cell" in str(report.rejects[0])


def test_two_people_who_differ_only_in_their_names_are_two():
    _, report = brought([row(Reference_code="", Name="A"), row(Reference_code="", Name="B")])
    assert report.rows_loaded == 2


FORBIDDEN = ("Name", "Victim's name", "Full name (English)", "အမည်", "Father's name", "အဘအမည်", "NRC", "NRC No.",
"Phone number", "Home address", "လိပ်စာ", "DOB")  # fmt: skip


@pytest.mark.parametrize("heading", FORBIDDEN)
def test_columns_of_names_are_left_out_everywhere_and_the_report_says_so(heading, tmp_path):
    hidden = "Daw Secret 12/ABC"
    store, report = brought([row() | {heading: hidden}, row(Reference_code="18", Age="200") | {heading: hidden}])
    assert (report.rows_loaded, report.rows_rejected) == (1, 1)
    assert any(
        f"left out, also of the list of rejected rows: {heading}" in remark.message() for remark in report.remarks
    )
    for table in store.read("SELECT table_name FROM duckdb_tables()")["table_name"]:
        assert "Secret" not in store.read(f"SELECT * FROM {table}").to_csv()
    out = tmp_path / "rejects.csv"
    rejected = checked(as_csv([row(Age="200") | {heading: hidden}]))
    write_rejects(out, rejected, rejected.rejects)
    assert "Secret" not in out.read_text(encoding="utf-8")


def test_a_column_of_names_cannot_be_mapped_to_a_field():
    with pytest.raises(errors.NamesNotStored) as caught:
        checked(as_csv([row() | {"Full name": "x"}]), mapping={"Full name": "village"})
    assert "Full name" in str(caught.value)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Repatriation": "2019-01"}, ("Repatriation", "OrderImpossible")),
        ({"Identification": "2019-01"}, ("Identification", "OrderImpossible")),
        ({"Closed": "2019-04"}, ("Closed", "OrderImpossible")),
        ({"Destination": "Atlantis"}, ("Destination", "ValueNotInList")),
        ({"Type_of_victim": "3"}, ("Type of victim", "ValueNotInList")),
        ({"Special_Case": "no", "Special_category": "medical"}, ("Special Case", "SpecialContradicts")),
        ({"Identification": ""}, ("Identification", "ValueMissing")),
        ({"Recorded_on": "2018-01-01"}, ("Recorded on", "OrderImpossible")),
        ({"Village": "x" * 5000}, ("Village", "TextTooLong")),
    ],
)
def test_impossible_rows_are_rejected_with_their_place(changed, fault):
    found = checked(as_csv([row(**changed)])).rejects
    assert {(each.column, type(each).__name__) for each in found} >= {fault}
    assert {each.row for each in found} == {2}


def test_where_the_file_names_no_identification_the_return_is_taken_and_said():
    rows = [{heading: value for heading, value in row().items() if heading != "Identification"}]
    store, report = brought(rows)
    assert f"{one(store, 'victim_case')['identified_month']:%Y-%m}" == "2019-08"
    assert any("no column for the month of identification" in remark.message() for remark in report.remarks)


def test_a_file_without_agencies_must_say_whose_it_is():
    rows = [{heading: value for heading, value in row().items() if heading != "Source agency"}]
    with pytest.raises(errors.AgencyNotTold):
        checked(as_csv(rows))
    store, _ = brought(rows, source="DSW")
    assert one(store, "victim_case")["source_agency"] == "dsw"


def test_ambiguous_days_are_asked_about_once_for_the_file():
    rows = [row(Repatriation="03/08/2019")]
    with pytest.raises(errors.DatesAmbiguous):
        checked(as_csv(rows))
    months = [one(brought(rows, day_first=first)[0], "victim_case")["return_month"] for first in (True, False)]
    assert [f"{month:%Y-%m}" for month in months] == ["2019-08", "2019-03"]


# real and invented apart


def test_a_demonstration_register_takes_declared_inventions_only():
    store = memory_store(RegisterKind.DEMONSTRATION)
    for use in (preview, load):
        with pytest.raises(CasesNotSynthetic):
            use(store, checked(as_csv([row()]), synthetic=False), PLANNER)
    assert store.read("SELECT count(*) AS n FROM import_batch")["n"].iloc[0] == 0


def test_a_real_register_takes_no_inventions_and_nothing_while_inventions_stand_in_it():
    store = memory_store(RegisterKind.REAL)
    with pytest.raises(CasesNotReal):
        load(store, checked(as_csv([row()])), PLANNER)
    assert load(store, checked(as_csv([row()]), synthetic=False), PLANNER).rows_loaded == 1
    mixed = memory_store(RegisterKind.DEMONSTRATION)
    load(mixed, checked(as_csv([row()])), PLANNER)
    with mixed.transaction() as cursor:
        cursor.execute("UPDATE import_batch SET import_format = 'demonstration'")
        cursor.execute("UPDATE setting SET value = 'real' WHERE key = 'register_kind'")
    with pytest.raises(RegisterMixed):
        load(mixed, checked(as_csv([row()]), synthetic=False), PLANNER)
