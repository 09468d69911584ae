"""Reading files: each hostile or odd file is refused with its reason or read without loss, in a process of its own."""

from __future__ import annotations

import copy
import datetime as dt
import io
import signal
import subprocess
import sys
import threading
import zipfile

import openpyxl
import pandas as pd
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from data import file_errors as errors
from data import workbook as workbook_module
from data.paths import ROOT
from data.workbook import Limits, read_file
from data.workbook_guard import column_letters, column_number, survey
from data.workbook_parse import decode, parse

CONTENT_TYPES = (
    b'<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    b'<Override PartName="/xl/workbook.xml" ContentType='
    b'"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>'
)


def workbook(rows, **options) -> bytes:
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(stream, options)
    sheet = book.add_worksheet("Data")
    for r, row in enumerate(rows):
        for c, value in enumerate(row):
            sheet.write(r, c, value)
    book.close()
    return stream.getvalue()


def repacked(data: bytes, change) -> bytes:
    """The same package, its parts put through change(name, content) -> content, and what change(None, b"") adds."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in (change(None, b"") or {}).items():
            new.writestr(name, content)
    return stream.getvalue()


def refusal(data: bytes, name: str = "providers.xlsx", limits: Limits | None = None) -> errors.FileRefused:
    with pytest.raises(errors.FileRefused) as caught:
        read_file(data, name, limits)
    assert name in str(caught.value)
    return caught.value


def cells(data: bytes, name: str = "providers.csv") -> list[list[str]]:
    (sheet,) = read_file(data, name).sheets
    return sheet.cells.to_numpy().tolist()


# what is read


@pytest.mark.parametrize(
    ("data", "encoding", "delimiter"),
    [
        ("name,people\nမူဆယ်,3\n".encode(), "utf-8", ","),
        ("\ufeffname;people\nမူဆယ်;3\n".encode(), "utf-8", ";"),
        ("\ufeffname\tpeople\nမူဆယ်\t3\n".encode("utf-16-le"), "utf-16", "\t"),
        ("\ufeffname\tpeople\r\nမူဆယ်\t3\r\n".encode("utf-16-be"), "utf-16", "\t"),
        (b"sep=;\nname;people\n\xe1\x80\x99\xe1\x80\xb0\xe1\x80\x86\xe1\x80\x9a\xe1\x80\xba;3\n", "utf-8", ";"),
    ],
)
def test_a_csv_is_read_in_any_usual_encoding_and_separator(data, encoding, delimiter):
    table = read_file(data, "a.csv")
    assert (table.kind, table.encoding, table.delimiter) == ("csv", encoding, delimiter)
    assert table.sheets[0].cells.to_numpy().tolist() == [["name", "people"], ["မူဆယ်", "3"]]


def test_utf16_without_a_mark_is_recognised_by_its_zero_bytes():
    assert decode("a.csv", "state,township\nShan,Muse\n".encode("utf-16-le")) == (
        "state,township\nShan,Muse\n",
        "utf-16-le",
    )


def test_a_separator_inside_quotation_marks_does_not_mislead():
    text = b'name;what\n"food, cash, seed, tools";1\n"a, b, c, d";2\n'
    assert cells(text)[1] == ["food, cash, seed, tools", "1"]


def test_rows_are_numbered_as_a_spreadsheet_shows_them():
    text = b'a,b\n\n"two\nlines",2\n,\nx,3\n'
    (sheet,) = read_file(text, "a.csv").sheets
    assert sheet.cells.index.tolist() == [1, 3, 5]


def test_everything_in_a_workbook_becomes_text():
    book = openpyxl.Workbook()
    book.active.append(
        ["text", 30956.0, 2.5, True, dt.date(2022, 3, 31), dt.datetime(2022, 3, 31, 4, 5), dt.time(1, 2)]
    )
    stream = io.BytesIO()
    book.save(stream)
    expected = ["text", "30956", "2.5", "TRUE", "2022-03-31", "2022-03-31 04:05:00", "01:02:00"]
    assert cells(stream.getvalue(), "a.xlsx") == [expected]


def test_error_values_are_kept_and_not_blank():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B3"] = "head", "#N/A"
    stream = io.BytesIO()
    book.save(stream)
    assert cells(stream.getvalue(), "a.xlsx") == [["head", ""], ["", "#N/A"]]


def test_formulas_are_counted_and_those_without_a_result_are_named():
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "head", "=1+1"
    stream = io.BytesIO()
    book.save(stream)
    (sheet,) = read_file(stream.getvalue(), "a.xlsx").sheets
    assert (sheet.formulas, sheet.valueless) == (1, {(2, 1)})
    assert sheet.cells.index.tolist() == [1, 2]
    stored = io.BytesIO()
    with xlsxwriter.Workbook(stored) as second:
        second.add_worksheet().write_formula("A1", "=6*7", None, 42)
    (sheet,) = read_file(stored.getvalue(), "a.xlsx").sheets
    assert (sheet.formulas, sheet.valueless, sheet.cells.iloc[0, 0]) == (1, frozenset(), "42")


def test_the_1904_epoch_and_hidden_sheets_are_told():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"date_1904": True}) as book:
        book.add_worksheet("Shown").write(0, 0, "a")
        hidden = book.add_worksheet("Secret")
        hidden.write(0, 0, "b")
        hidden.hide()
    table = read_file(stream.getvalue(), "a.xlsx")
    assert table.uses_1904
    assert ([sheet.name for sheet in table.sheets], table.hidden_sheets) == (["Shown"], ("Secret",))


def test_formatted_blank_cells_far_away_do_no_harm():
    book = openpyxl.Workbook()
    book.active["A1"] = "head"
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    stream = io.BytesIO()
    book.save(stream)
    assert cells(stream.getvalue(), "a.xlsx") == [["head"]]


@given(
    st.lists(
        st.lists(st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"])), min_size=2, max_size=2),
        min_size=1,
        max_size=8,
    )
)
@settings(max_examples=60, deadline=None)
def test_any_text_written_as_csv_is_read_back(rows):
    stream = io.StringIO(newline="")
    pd.DataFrame([["head", "head"], *rows]).to_csv(stream, header=False, index=False)
    read = parse("a.csv", ("\ufeff" + stream.getvalue()).encode(), Limits())["sheets"][0]["rows"]
    assert read == [["head", "head"], *(row for row in rows if any(cell.strip() for cell in row))]


@given(st.integers(1, 16384))
def test_column_letters_and_numbers_are_inverse(number):
    assert column_number(column_letters(number)) == number


# what is refused


@pytest.mark.parametrize("data", [b"", b"   \r\n\r\n", b"\xef\xbb\xbf", b"\xff\xfe"])
def test_an_empty_file(data):
    assert isinstance(refusal(data), errors.FileEmpty)


def test_a_workbook_without_a_single_entry():
    assert isinstance(refusal(workbook([])), errors.FileEmpty)


def test_a_missing_file(tmp_path):
    with pytest.raises(errors.FileMissing, match=r"nothing\.csv"):
        read_file(tmp_path / "nothing.csv")


@pytest.mark.parametrize(
    ("start", "looks_like"),
    [
        (b"%PDF-1.7", "a PDF"),
        (b"\x89PNG\r\n\x1a\n", "a picture"),
        (b"<html><table><tr><td>1", "a web page"),
        (b"\x1f\x8b\x08", "a compressed file (.gz)"),
        (b"MZ\x90\x00", "a program"),
        (b"\x00\x01\x02\x03binary", "a binary file"),
    ],
)
def test_a_wrong_type_whatever_its_name_says(start, looks_like):
    refused = refusal(start + b" " * 40, "providers.csv")
    assert isinstance(refused, errors.FileTypeWrong)
    assert refused.looks_like == looks_like


def test_a_plain_zip_and_an_opendocument_file():
    for parts, looks_like in (
        (["a.txt"], "a compressed file (.zip)"),
        (["mimetype", "content.xml"], "an OpenDocument file"),
    ):
        stream = io.BytesIO()
        with zipfile.ZipFile(stream, "w") as package:
            for part in parts:
                package.writestr(part, "x" * 50)
        assert refusal(stream.getvalue()).looks_like == looks_like


def test_too_large_a_file_by_bytes_and_by_path(tmp_path):
    refused = refusal(b"a,b\n" * 3_000_000, "big.csv")
    assert (refused.allowed_mb, round(refused.size_mb)) == (10, 11)
    path = tmp_path / "big.csv"
    path.write_bytes(b"a,b\n" * 3_000_000)
    with pytest.raises(errors.FileTooLarge, match=r"11\.4 MB"):
        read_file(path)


def test_an_old_binary_workbook_even_if_renamed():
    assert isinstance(
        refusal(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "providers.xlsx"), errors.WorkbookOld
    )


def test_an_encrypted_workbook():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 40
    assert isinstance(refusal(data), errors.WorkbookEncrypted)


def test_a_macro_workbook_renamed_to_xlsx():
    data = repacked(workbook([["a"]]), lambda name, part: part if name else {"xl/vbaProject.bin": b"macro"})
    refused = refusal(data)
    assert isinstance(refused, errors.WorkbookMacro)
    assert refused.part == "xl/vbaProject.bin"


def test_a_macro_workbook_that_only_its_content_types_give_away():
    def change(name, part):
        return part.replace(b"spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main") if name else {}

    assert isinstance(refusal(repacked(workbook([["a"]]), change)), errors.WorkbookMacro)


def test_a_binary_workbook_renamed_to_xlsx():
    data = repacked(workbook([["a"]]), lambda name, part: part if name else {"xl/workbook.bin": b"x"})
    assert isinstance(refusal(data), errors.WorkbookBinary)


def test_a_document_type_declaration_in_any_encoding():
    for encoding in ("utf-8", "utf-16"):
        text = '<!DOCTYPE x [<!ENTITY a "aaaa">]><sst xmlns="s"/>'.encode(encoding)
        data = repacked(
            workbook([["a"]]), lambda name, part, text=text: text if name == "xl/sharedStrings.xml" else part or {}
        )
        refused = refusal(data)
        assert isinstance(refused, errors.WorkbookDtd)
        assert refused.part == "xl/sharedStrings.xml"


LAUGHS = "<!DOCTYPE l [<!ENTITY a 'ha'>{}]><sst xmlns='s'><si><t>&i;</t></si></sst>".format(
    "".join(f"<!ENTITY {one} '{f'&{before};' * 10}'>" for before, one in zip("abcdefgh", "bcdefghi", strict=True))
)
OUTSIDE = "<!DOCTYPE l [<!ENTITY x SYSTEM 'file:///etc/hostname'>]><sst xmlns='s'><si><t>&x;</t></si></sst>"
FETCHED = "<!DOCTYPE l SYSTEM 'http://127.0.0.1:9/x.dtd'><sst xmlns='s'><si><t>a</t></si></sst>"


@pytest.mark.parametrize("text", [LAUGHS, OUTSIDE, FETCHED], ids=["billion laughs", "a file", "an address"])
@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "docProps/core.xml"])
def test_entities_that_grow_or_reach_outside_are_refused_unread(part, text):
    data = repacked(workbook([["a"]]), lambda name, old: text.encode() if name == part else old or {})
    refused = refusal(data)
    assert isinstance(refused, errors.WorkbookDtd)
    assert refused.part == part


def test_fifty_thousand_merged_ranges_cost_nothing_and_hide_nothing():
    ranges = "".join(f'<mergeCell ref="C{row}:D{row}"/>' for row in range(2, 50_002))
    merged = f'</sheetData><mergeCells count="50000">{ranges}</mergeCells>'.encode()

    def change(name, part):
        return part.replace(b"</sheetData>", merged) if name == "xl/worksheets/sheet1.xml" else part or {}

    (sheet,) = read_file(repacked(workbook([["a", "b"], ["c", "d"]]), change), "a.xlsx").sheets
    assert sheet.cells.iloc[:2, :2].to_numpy().tolist() == [["a", "b"], ["c", "d"]]


def test_a_far_cell_is_refused_by_name_and_quickly():
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream) as book:
        sheet = book.add_worksheet("Data")
        sheet.write("A1", "a")
        sheet.write("XFD1048576", 1)
    assert len(stream.getvalue()) < 10_000
    refused = refusal(stream.getvalue())
    assert isinstance(refused, errors.CellTooFar)
    assert (refused.sheet, refused.cell) == ("Data", "XFD1048576")


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps RLIMIT_AS reliably")
def test_a_far_cell_hidden_from_the_survey_meets_the_memory_limit():
    def change(name, part):
        disguised = (
            part.replace(b'<c r="A1">', b'<c cm=">" r="XFD1048576">') if name == "xl/worksheets/sheet1.xml" else part
        )
        return disguised if name else {}

    data = repacked(workbook([[1], [2]]), change)
    assert survey(zipfile.ZipFile(io.BytesIO(data)).read("xl/worksheets/sheet1.xml")).last_column == 1
    assert isinstance(refusal(data, "far.xlsx"), errors.ReadingTooHeavy)


def test_a_zip_bomb_by_its_real_size():
    def change(name, part):
        return part if name else {"xl/media/zeros.xml": b"0" * (150 * 2**20)}

    data = repacked(workbook([["a"]]), change)
    assert len(data) < 10 * 2**20
    refused = refusal(data)
    assert isinstance(refused, errors.UnpackedTooLarge)
    assert "100 MB" in str(refused)


def test_a_zip_bomb_that_lies_about_its_size():
    bomb = bytearray(
        repacked(workbook([["a"]]), lambda name, part: part if name else {"xl/x.xml": b"0" * (150 * 2**20)})
    )
    honest = (150 * 2**20).to_bytes(4, "little")
    assert bomb.count(honest) == 2  # local header and directory
    assert isinstance(refusal(bytes(bomb).replace(honest, (1000).to_bytes(4, "little"))), errors.UnpackedTooLarge)


def test_a_package_much_denser_than_workbooks_are():
    data = repacked(workbook([["a"]]), lambda name, part: part if name else {"xl/x.xml": b"0" * (20 * 2**20)})
    refused = refusal(data)
    assert isinstance(refused, errors.UnpackedTooDense)
    assert refused.ratio > 100


def test_a_cut_and_a_corrupted_workbook():
    data = workbook([["a"] * 20] * 50)
    assert isinstance(refusal(data[: len(data) // 2]), errors.WorkbookDamaged)
    at = data.index(b"PK\x03\x04", 4) + 60
    assert isinstance(refusal(data[:at] + b"\xff" * 80 + data[at + 80 :]), errors.FileRefused)


def test_too_many_cells_rows_or_columns():
    small = Limits(rows=50, columns=10, cells=300)
    assert refusal(b"a,b\n" * 60, "a.csv", small).cell == "B51"
    assert refusal(b",".join([b"a"] * 12), "a.csv", small).cell == "L1"
    assert isinstance(refusal(workbook([["x"] * 9] * 40), "a.xlsx", small), errors.TooManyCells)


def test_text_in_another_encoding_names_the_row():
    refused = refusal("name,people\nok,1\nCafé,2\n".encode("latin-1"), "a.csv")
    assert isinstance(refused, errors.TextUnreadable)
    assert refused.row == 3


def test_an_open_quotation_mark_names_the_row():
    refused = refusal(b'a,b\n1,2\n"open,3\n4,5\n', "a.csv")
    assert isinstance(refused, errors.QuoteOpen)
    assert refused.row == 3


def test_only_hidden_sheets():
    def change(name, part):
        return part.replace(b'<sheet name="Data"', b'<sheet state="hidden" name="Data"') if name else {}

    refused = refusal(repacked(workbook([["a"]]), change))
    assert isinstance(refused, errors.SheetsHidden)
    assert refused.sheets == ("Data",)


def test_the_time_limit_ends_the_reading():
    refused = refusal(b"a,b\n1,2\n", "slow.csv", Limits(wall_seconds=0.001))
    assert isinstance(refused, errors.ReadingTooSlow)
    assert "0.001 seconds" in str(refused)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps RLIMIT_CPU reliably")
def test_the_limit_of_computing_ends_the_reading():
    """A child that computes for ever within its limits ends as the reader reads it: given up, and why."""
    code = "from data import workbook_parse as w; w._limit(w.Limits(seconds=0))\nwhile True: pass"
    ended = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True).returncode
    refused = workbook_module._crash("slow.csv", ended, "", Limits())
    assert isinstance(refused, errors.ReadingTooSlow)
    assert "20 seconds" in str(refused)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux keeps RLIMIT_AS reliably")
def test_the_memory_limit_ends_the_reading():
    rows = [[f"{row} {column} some text" for column in range(20)] for row in range(12_000)]
    refused = refusal(workbook(rows), "heavy.xlsx", Limits(memory_bytes=48 * 2**20))
    assert isinstance(refused, errors.ReadingTooHeavy)


def test_the_parsing_process_loads_neither_pandas_nor_the_store():
    code = "import sys, data.workbook_parse as p; print(sorted({'pandas', 'duckdb', 'streamlit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_reading_works_from_another_folder_and_thread(tmp_path, monkeypatch):
    from concurrent.futures import ThreadPoolExecutor

    monkeypatch.chdir(tmp_path)
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda n: cells(f"a,b\n{n},2\n".encode()), range(4)))
    assert [rows[1][0] for rows in results] == ["0", "1", "2", "3"]


def test_overlapping_entries_are_counted_each_time():
    """Entries that share one compressed body unpack as often as they are named."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", CONTENT_TYPES)
        package.writestr("xl/part0.xml", b"0" * (4 * 2**20))
        for number in range(1, 30):
            again = copy.copy(package.getinfo("xl/part0.xml"))
            again.filename = f"xl/part{number}.xml"
            package.filelist.append(again)
    assert len(stream.getvalue()) < 10_000
    assert isinstance(refusal(stream.getvalue()), errors.UnpackedTooLarge)


def test_a_stop_ends_the_reading_and_its_process(monkeypatch):
    """Four million cells take longer to read than the first look whether somebody stopped."""
    started = []
    popen = subprocess.Popen

    def watched(*arguments, **options):
        started.append(popen(*arguments, **options))
        return started[-1]

    monkeypatch.setattr("data.workbook.subprocess.Popen", watched)
    monkeypatch.setattr("data.workbook._LOOK_EVERY_S", 0.05)
    stop = threading.Event()
    stop.set()
    with pytest.raises(errors.ReadingStopped, match=r"Reading big\.csv was stopped"):
        read_file((b"1," * 40 + b"1\n") * 100_000, "big.csv", stop=stop)
    assert [child.poll() for child in started] == [-signal.SIGKILL]


def test_a_stop_counts_even_where_the_reading_was_quicker():
    stop = threading.Event()
    stop.set()
    with pytest.raises(errors.ReadingStopped):
        read_file(b"a,b\n1,2\n", "small.csv", stop=stop)


def test_what_nobody_stops_is_read_whole(monkeypatch):
    """Also by a child that starts too slowly to take the file before somebody first looks after it."""
    monkeypatch.setattr(workbook_module, "_LOOK_EVERY_S", 0.001)
    table = read_file(b"a,b\n" + b"11,22\n" * 50_000, "long.csv", stop=threading.Event())
    assert len(table.sheets[0].cells) == 50_001
