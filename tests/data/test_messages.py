"""Each odd or hostile file of cases gets a sentence that says what is wrong, where, and what to do; nothing is lost."""

from __future__ import annotations

import io
import re
import string
import zipfile
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import pytest
import xlsxwriter

from data.burmese import burmese
from data.errors import AtlasError
from data.file_errors import FileRefused
from data.load import LoadReport, load
from data.store import memory_store
from tests.data.case_files import PLANNER, ROW, as_csv, checked, row
from tests.data.test_workbook import CONTENT_TYPES, repacked, workbook
from ui import bring_in_words, catalogue

BURMESE = re.compile("[\u1000-\u109f]")
GRID = [list(ROW), list(ROW.values())]


def table(*rows: dict[str, str], **options: object) -> bytes:
    rows = rows or (ROW,)
    return workbook([list(rows[0]), *(list(each.values()) for each in rows)], **options)


def with_formula(result: object) -> bytes:
    """A workbook whose age is a formula with, or without, a stored result."""
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Data")
        for column, (heading, value) in enumerate(ROW.items()):
            sheet.write(0, column, heading)
            if heading == "Age":
                sheet.write_formula(1, column, "=8+8", None, result)
            else:
                sheet.write(1, column, value)
    data = stream.getvalue()
    if result is not None and result != "":
        return data
    return repacked(data, lambda _name, part: re.sub(rb"(</f>)<v>[^<]*</v>", rb"\1", part) if _name else {})


def with_hidden_sheet() -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        for name in ("Data", "Old cases"):
            sheet = book.add_worksheet(name)
            for r, cells in enumerate(GRID):
                sheet.write_row(r, 0, cells)
        sheet.hide()
    return stream.getvalue()


def merged_headings() -> bytes:
    top = ["Age", "", "Sex", "Township", "Type of victim", "Identification", "Source agency"]
    return workbook([top, ["years", "months", "", "", "", "", ""], ["16", "2", "F", "Muse", "g2g", "2019-05", "ATU"]])


def far_cell() -> bytes:
    cell = b'<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
    row_xml = b'<row r="1048576">' + cell + b"</row></sheetData>"
    return repacked(table(), lambda name, part: part.replace(b"</sheetData>", row_xml) if name else {})


def bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("xl/workbook.xml", b" " * (110 * 1024 * 1024))
    return stream.getvalue()


def encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 40


def macros() -> bytes:
    return repacked(table(), lambda name, part: part if name else {"xl/vbaProject.bin": b"macro"})


def twice() -> bytes:
    return as_csv([row()]).replace(b"Village", b"Home township")


REFUSED: dict[str, tuple[Callable[[], bytes], str]] = {
    "empty file": (lambda: b"", "national.xlsx is empty. Save it again with its rows, or choose another file."),
    "headings without rows": (lambda: as_csv([row()]).splitlines()[0], "has headings in row 1 and no row below them"),
    "wrong type": (lambda: b"%PDF-1.7 x",
    "is not a spreadsheet: it looks like a PDF. Save the table as .xlsx or .csv."),
    "macro workbook renamed": (macros, "contains macros (xl/vbaProject.bin), whatever its name says. Save it"),
    "encrypted workbook": (encrypted, "is protected by a password. Save a copy without password and bring that."),
    "far cell": (far_cell, "something stands in cell XFD1048576, beyond 200000 rows or 256 columns. Delete it"),
    "zip bomb": (bomb, "would unpack to more than 100 MB. Remove what is not needed, or split it."),
    "two-row merged header": (merged_headings, "row 1: the heading Age spans several columns with headings"),
    "duplicate headings": (twice, "has several columns for Source township: Home township (F), Township (G)"),
    "blank headings": (lambda: b",,\nATU,F,16\n", "no row of headings was recognised"),
    "ambiguous dates": (lambda: as_csv([row(Repatriation="03/04/2020")]), "03/04/2020 (row 2) can be two days"),
    "both orders": (
        lambda: as_csv([row(Repatriation="13/04/2020"), row(Repatriation="04/13/2020")]),
        "column Repatriation mixes day/month (row 2) and month/day (row 3). Say which holds",
    ),
    "not UTF-8": (lambda: as_csv([row(Village="Caf\u00e9")]).decode().encode("latin-1"),
        'Save it again as "CSV UTF-8"'),
}  # fmt: skip

REJECTED: dict[str, tuple[Callable[[], bytes], str]] = {
    "Myanmar-era year": (
        lambda: as_csv([row(Recruitment="၁၃၈၁")]),
        'Row 2, column Recruitment: "၁၃၈၁" looks like the Myanmar era. Its year lies in the common years 2019, 2020',
    ),
    "unknown township": (
        lambda: as_csv([row(Township="Qwxyz", State="")]), 'no township could be told from "Qwxyz"',
    ),
    "shared township name": (
        lambda: as_csv([row(Township="Htantabin", State="")]), 'no township could be told from "Htantabin"',
    ),
    "retired code": (
        lambda: as_csv([row(Township="", State="") | {"Township P-code": "MMR013008"}]),
        'column Township P-code: no township could be told from "MMR013008"',
    ),
    "return before recruitment": (
        lambda: as_csv([row(Repatriation="2019-02")]),
        'column Repatriation: "2019-02" lies before "2019-03" in column Recruitment. Check both dates.',
    ),
    "age -1": (lambda: as_csv([row(Age="-1")]), 'Row 2, column Age: "-1" is no age. Write whole years from 0 to 110'),
    "age 200": (lambda: as_csv([row(Age="200")]), 'Row 2, column Age: "200" is no age. Write whole years'),
    "unknown code-list value": (
        lambda: as_csv([row(Sex="X1")]),
        'Row 2, column Sex: "X1" is not one of: Female / အမျိုးသမီး, Male / အမျိုးသား, Other / အခြား.',
    ),
    "formula without result": (
        lambda: with_formula(""), "Row 2, column Age: the formula has no stored result. Open the file in a spreadsheet",
    ),
    "5,000-character cell": (
        lambda: as_csv([row(Village="x" * 5000)]),
        "Row 2, column Village: the text has 5000 characters, more than the 2000 accepted. Shorten it.",
    ),
    "blank where a value must be": (
        lambda: as_csv([row(Type_of_victim="")]), "Row 2, column Type of victim is blank. Fill it in.",
    ),
    "cells beyond the headings": (
        lambda: as_csv([row()]).rstrip() + b",stray\r\n", 'has more cells than there are headings; "stray"',
    ),
}  # fmt: skip

LOADED: dict[str, tuple[Callable[[], bytes], str]] = {
    "hidden sheet": (with_hidden_sheet, "Hidden sheets were not read: Old cases."),
    "formula with its result": (lambda: with_formula(16), "1 cells hold formulas; their results as last saved"),
    "1904 dates": (lambda: table(row(Repatriation="42248"), date_1904=True), "The workbook counts dates from 1904"),
    "UTF-16 CSV": (lambda: as_csv([row()]).decode().encode("utf-16"), "The file is text in UTF-16; it was read so."),
    "semicolon CSV": (lambda: as_csv([row()], ";"), "separated by semicolons; they were read so."),
    "tab CSV": (lambda: as_csv([row()], "\t"), "separated by tabs; they were read so."),
    "Burmese digits": (
        lambda: as_csv([row(Age="၁၆ နှစ်", Recruitment="၂၀၁၉-၀၃", Village="ရွာသစ် ၃")]),
        "Numbers in Burmese digits were read, in the columns: Age, Recruitment.",
    ),
    "blank heading over a used column": (lambda: table(row() | {"": "note"}), "Columns not used: (N)."),
    "columns of names": (lambda: as_csv([row() | {"Name": "x"}]), "never kept were left out, also of the list"),
}  # fmt: skip


@dataclass(frozen=True)
class Outcome:
    """What came of a file, and what was said of it in each language."""

    report: LoadReport
    said: str
    said_my: str


def outcome(data: bytes) -> Outcome:
    store = memory_store()
    report = load(store, checked(data, "national.xlsx"), PLANNER)
    assert report.rows_loaded + report.rows_rejected + report.rows_double == report.rows_in_file
    told = (*report.remarks, *report.rejects)
    return Outcome(report, *("\n".join(each.message(speak) for each in told) for speak in (str, burmese)))


@cache
def collected() -> dict[str, str]:
    """Every text of the source that is marked for translation."""
    return catalogue.entries(catalogue.extracted())


def in_both_languages(failure: AtlasError) -> None:
    """Its sentence stands in the catalogue with its translation, and the Burmese one tells the same facts.

    Facts that are sentences or labels themselves are put into the reader's language and are not compared.
    """
    template, facts = type(failure).template, failure.facts()
    assert template in collected()
    assert len(BURMESE.findall(burmese(template))) > 20, template
    assert named(burmese(template)) == named(template), template
    said = failure.message(burmese)
    for name in named(template) - {"note"}:
        value = facts[name]
        assert str(value) in said or f"{value:g}" in said if isinstance(value, float) else str(value) in said


def named(template: str) -> set[str]:
    return {name for _text, name, _form, _conversion in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("item", REFUSED)
def test_a_file_that_is_refused_says_why_and_what_to_do(item):
    build, said = REFUSED[item]
    with pytest.raises(FileRefused) as caught:
        checked(build(), "national.xlsx")
    assert said in str(caught.value)
    assert str(caught.value).startswith("national.xlsx")
    in_both_languages(caught.value)
    assert "national.xlsx" in caught.value.message(burmese)
    on_the_page = bring_in_words.HERE.get(type(caught.value), type(caught.value).template)
    assert "--" not in on_the_page, "switches of the shell are no help there"
    assert named(burmese(on_the_page)) == named(on_the_page)
    assert len(BURMESE.findall(burmese(on_the_page))) > 20


@pytest.mark.parametrize("item", REJECTED)
def test_a_row_that_is_rejected_says_where_and_why(item):
    build, said = REJECTED[item]
    found = outcome(build())
    assert said in found.said
    assert (found.report.rows_loaded, found.report.rows_rejected) == (0, 1)
    for fault in found.report.rejects:
        assert fault.row == 2
        in_both_languages(fault)
        assert fault.message(burmese) in found.said_my


@pytest.mark.parametrize("item", LOADED)
def test_a_file_that_is_only_odd_is_loaded_and_what_was_done_is_said(item):
    build, said = LOADED[item]
    found = outcome(build())
    assert said in found.said
    assert (found.report.rows_loaded, found.report.rows_rejected) == (1, 0)
    for remark in found.report.remarks:
        assert remark.template in collected()
        assert len(BURMESE.findall(burmese(remark.template))) > 10
        assert named(burmese(remark.template)) == named(remark.template)
        assert remark.message(burmese) in found.said_my


def test_each_item_of_the_list_has_its_test():
    """What real life and hostile files bring; a kill stands in test_load_at_once.py and test_load_begun.py."""
    assert {
        "empty file", "wrong type", "macro workbook renamed", "encrypted workbook", "far cell", "zip bomb",
        "two-row merged header", "duplicate headings", "blank headings", "hidden sheet", "UTF-16 CSV",
        "semicolon CSV", "ambiguous dates", "1904 dates", "Burmese digits", "Myanmar-era year", "unknown township",
        "shared township name", "retired code", "return before recruitment", "age -1", "age 200",
        "unknown code-list value", "formula without result", "formula with its result", "5,000-character cell",
    } <= {*REFUSED, *REJECTED, *LOADED}  # fmt: skip


def test_dates_of_a_1904_workbook_fall_into_their_own_month():
    store = memory_store()
    load(store, checked(table(row(Repatriation="42248"), date_1904=True), "national.xlsx"), PLANNER)
    assert f"{store.read('SELECT return_month FROM victim_case')['return_month'].iloc[0]:%Y-%m}" == "2019-09"


def test_retired_and_shared_names_come_with_their_suggestions():
    said = outcome(REJECTED["retired code"][0]()).said
    assert "MMR013046" in said
    assert "MMR013047" in said
    shared = outcome(REJECTED["shared township name"][0]()).said
    assert len(re.findall(r"MMR\d{6} Htantabin", shared)) == 2
