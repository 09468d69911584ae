"""Files as offices keep them: merged cells, printed headings, odd dates; nothing is guessed, dropped or doubled."""

from __future__ import annotations

import datetime as dt
import io
import json
import time
from collections.abc import Sequence

import openpyxl
import pytest

from data.load import FORMATS, LoadReport, load
from data.month_cells import month_reader
from data.store import memory_store
from data.validate import Options, check
from data.validate_cells import CellFault, Dates, date_reader
from data.vocabulary import RegisterKind
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from tests.data.case_files import PLANNER, ROW, as_csv, brought, checked, row

TAGS = {
    "Reference code": "#meta+id", "Source agency": "#org+source", "Type of victim": "#affected+type",
    "Sex": "#affected+sex", "Age": "#affected+age", "Village": "#adm5", "Township": "#adm3", "State": "#adm1",
    "Recruitment": "#date+recruited", "Identification": "#date+identified", "Repatriation": "#date+returned",
    "Destination": "#country", "Purpose": "#cause",
}  # fmt: skip
HEADINGS, CELLS, TAG_ROW = list(ROW), list(ROW.values()), [TAGS[heading] for heading in ROW]


def text(*rows: list[str]) -> bytes:
    return "\n".join(",".join(cells) for cells in rows).encode()


def book(rows: Sequence[Sequence[object]], *merged: str) -> bytes:
    stream = io.BytesIO()
    made = openpyxl.Workbook()
    for cells in rows:
        made.active.append(cells)
    for area in merged:
        made.active.merge_cells(area)
    made.save(stream)
    return stream.getvalue()


def report_of(data: bytes, name: str = "a.csv") -> LoadReport:
    return load(memory_store(RegisterKind.DEMONSTRATION), checked(data, name), PLANNER)


def places(report: LoadReport) -> list[tuple[int, str, str]]:
    return [(fault.row, fault.column, type(fault).__name__) for fault in report.rejects]


def reading(read, written: str) -> str:
    try:
        return str(read(written))
    except CellFault as fault:
        return str(fault)


@pytest.mark.parametrize(
    ("written", "month", "day"),
    [
        ("2019-05-15 13:45:00", "2019-05-01", "2019-05-15"),
        ("15/05/2019 9:05", "2019-05-01", "2019-05-15"),
        ("43600.5729", "2019-05-01", "2019-05-15"),
        ("2019-05-31T18:00:00Z", "MonthUnreadable", "DateUnreadable"),  # another day in Myanmar than in Greenwich
        ("2019-05-15 25:00", "MonthUnreadable", "DateUnreadable"),
        ("15-May-98", "1998-05-01", "1998-05-15"),
        ("15-May-24", "2024-05-01", "2024-05-15"),
        ("May-98", "1998-05-01", "DateUnreadable"),
        ("15 Marble 2019", "MonthUnreadable", "DateUnreadable"),
        ("15-Mayor-2019", "MonthUnreadable", "DateUnreadable"),
        ("၁၅ မေလ ၂၀၁၉", "2019-05-01", "2019-05-15"),
        ("၂၀၁၉ ခုနှစ်၊ ဒီဇင်ဘာလ ၃ ရက်နေ့", "2019-12-01", "2019-12-03"),
        ("ဇွန်လ ၂၀၁၉ မတိုင်မီ", "MonthUnreadable", "DateUnreadable"),  # before June 2019
        ("မေး ၂၀၁၉", "MonthUnreadable", "DateUnreadable"),
        ("၃၂ မေလ ၂၀၁၉", "MonthUnreadable", "DateUnreadable"),
        ("2019.1", "MonthUnreadable", "DateUnreadable"),  # what a spreadsheet keeps of 2019.10
        ("2019.10", "2019-10-01", "DateUnreadable"),
        ("201905.0", "2019-05-01", "DateUnreadable"),
        ("2019.0", "MonthNotTold", "DateUnreadable"),
    ],
)
def test_days_and_months_are_told_or_asked_about(written, month, day):
    assert (reading(month_reader(Dates()), written), reading(date_reader(Dates()), written)) == (month, day)


@pytest.mark.parametrize("column", ["Township", "State", "Village", "Age", "Identification"])
@pytest.mark.parametrize("error", ["#N/A", "#REF!", "#value!"])
def test_an_error_of_the_spreadsheet_is_never_a_blank_nor_a_name(column, error):
    report = report_of(as_csv([ROW | {column: error}]))
    assert places(report) == [(2, column, "CellError")]


def test_a_place_beyond_all_measure_is_not_quoted_whole():
    report = report_of(as_csv([row(Township="က" * 5000), row(Reference_code="18", Village="x" * 5000)]))
    assert places(report) == [(2, "Township", "TextTooLong"), (3, "Village", "TextTooLong")]
    assert all(len(fault.written) < 300 for fault in report.rejects)


@pytest.mark.parametrize(
    "rows",
    [(TAG_ROW, HEADINGS, CELLS), (HEADINGS, TAG_ROW, CELLS), (TAG_ROW, HEADINGS, TAG_ROW, CELLS), (TAG_ROW, CELLS)],
)
def test_hxl_tags_stand_above_or_below_the_headings_or_both(rows):
    report = report_of(text(*rows))
    assert (report.rows_in_file, report.rows_loaded, places(report)) == (1, 1, [])


def test_headings_repeated_on_each_printed_page_are_no_rows_and_are_said():
    second = list(row(Reference_code="18").values())
    report = report_of(text(HEADINGS, CELLS, [heading.upper() for heading in HEADINGS], second))
    assert (report.rows_in_file, report.rows_loaded) == (2, 2)
    assert "Rows that only repeat the headings were not counted: 3." in [each.message() for each in report.remarks]


def test_a_row_that_only_begins_like_the_headings_is_a_row():
    report = report_of(text(HEADINGS, CELLS, [HEADINGS[0], *CELLS[1:]]))
    assert (report.rows_in_file, report.rows_loaded, report.rows_rejected) == (2, 1, 1)


def test_a_township_merged_over_several_rows_is_neither_lost_nor_filled_in():
    below = list(row(Reference_code="18", Township="", State="").values())
    report = report_of(book([HEADINGS, CELLS, below], "G2:G3", "H2:H3"), "a.xlsx")
    assert places(report) == [(3, "Township", "CellMerged"), (3, "State", "CellMerged")]
    assert "merged with G2" in str(report.rejects[0])
    assert (report.rows_loaded, report.rows_rejected) == (1, 1)


def test_titles_and_notes_merged_beside_the_rows_do_no_harm():
    title, note = ["Victims 2019", *[None] * 12], ["Source: annex 3", *[None] * 12]
    report = report_of(book([title, HEADINGS, CELLS, note], "A1:M1", "A4:M4"), "a.xlsx")
    assert (report.rows_loaded, report.rows_rejected) == (1, 1)
    assert (4, "Source agency", "CellMerged") in places(report)
    assert (4, "Source agency", "ValueMissing") not in places(report)


def test_merged_cells_that_overlap_are_refused_before_they_cost_time():
    areas = [f"A1:M{bottom}" for bottom in range(2, 40)]
    data = book([HEADINGS, CELLS], "A1:A1")
    made = openpyxl.load_workbook(io.BytesIO(data))
    for area in areas:
        made.active.merged_cells.ranges.add(openpyxl.worksheet.cell_range.CellRange(area))
    stream = io.BytesIO()
    made.save(stream)
    with pytest.raises(Exception, match="merged cells overlap"):
        read_file(stream.getvalue(), "a.xlsx")


def test_a_saved_again_file_without_codes_is_asked_about_and_not_counted_twice():
    rows = [row(Reference_code="", Age=age) for age in ("16", "17", "18")]
    store, first = brought(rows)
    _, again = brought(reversed(rows), store)
    assert (first.rows_loaded, again.rows_loaded, again.rows_rejected) == (3, 0, 3)
    assert {type(fault).__name__ for fault in again.rejects} == {"CaseThereAlready"}
    assert store.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0] == 3


@pytest.mark.parametrize("changed", [{"Village": "Other"}, {"Age": "20"}, {"Reference_code": "19"}])
def test_who_differs_in_a_fact_or_bears_a_code_is_another_person(changed):
    store, _ = brought([row(Reference_code="")])
    _, report = brought([row(**({"Reference_code": ""} | changed))], store)
    assert (report.rows_loaded, report.rows_rejected) == (1, 0)


def test_the_same_facts_from_another_agency_stay_a_pair_for_a_person_to_decide():
    store, _ = brought([row(Reference_code="")])
    _, report = brought([row(Reference_code="", Source_agency="DSW")], store)
    assert report.rows_loaded == 1
    assert store.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0] == 2


def test_a_telephone_column_by_its_short_name_is_left_out():
    found = checked(as_csv([ROW | {"Ph. No.": "09 123 456"}]))
    assert "09 123 456" not in json.dumps(found.layout.data.to_numpy().tolist())


def test_two_sided_limits_of_a_csv_name_a_cell():
    with pytest.raises(Exception, match="cell A200001"):
        read_file(as_csv([ROW]) + b"\n" * 250_000, "a.csv")


def test_two_digit_years_never_reach_into_the_future_of_a_directory():
    assert date_reader(Dates())("1-Jan-98") == dt.date(1998, 1, 1)


@pytest.mark.parametrize("written", ["x", "0", "a.", "ကို ", "09 ", "12/", "nrc "])
def test_long_texts_in_many_rows_do_not_hold_the_app_up(written):
    """A thousand cells of nearly the longest text; patterns that look ahead from each letter took 13 ms a cell."""
    rows = [row(Reference_code=str(at), Village=(written * 2000)[:1950] + str(at)) for at in range(1000)]
    raw = read_file(as_csv(rows), "a.csv")
    began = time.process_time()
    check(raw, FORMATS["national"], default_gazetteer(), Options(synthetic=True))
    assert time.process_time() - began < 10
