"""What is told and kept of rejected rows: both languages in the file, facts and no person in the register."""

from __future__ import annotations

import csv
import io
from dataclasses import fields
from pathlib import Path
from typing import get_type_hints

import pytest

from data.answers import no_names, read_answers
from data.burmese import burmese
from data.load import load
from data.load_rejects import BURMESE_HEADING, REASONS_HEADING, write_rejects
from data.reject_facts import NOT_KEPT, as_facts, fault_of, kept, kept_file_name
from data.remarks import Remark
from data.row_errors import RowFault, TownshipUnknown, ValueNotInList
from data.store import memory_store
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from geo.match import Note
from tests.data.case_files import PLANNER, as_csv, checked, row
from tests.data.test_messages import REJECTED
from ui import bring_in_words, catalogue
from ui.text import catalogue as translations

UNLISTED = "Ja Seng"  # a name that no pattern recognises
DIRECTORY = "Organisation,Activity,Township P-code,Township,Status\nHelp,Food,MMR001001,Myitkyina,Nearly\n"
MY = translations("my").gettext


def every_kind() -> dict[str, type[RowFault]]:
    found, waiting = {}, [RowFault]
    while waiting:
        for kind in waiting.pop().__subclasses__():
            found[kind.__name__] = kind
            waiting.append(kind)
    return found


def made(kind: type[RowFault]) -> RowFault:
    """A fault of the kind with a fact of each field's type."""
    facts: dict[str, object] = {}
    hints = get_type_hints(kind)
    for field in fields(kind):
        if field.name == "note":
            facts[field.name] = Note("{old} is now {new}.", (("old", "a"), ("new", "b")))
        elif hints[field.name] is int:
            facts[field.name] = 7
        else:
            facts[field.name] = ("x", "y") if "tuple" in str(hints[field.name]) else "z"
    return kind(**facts)  # type: ignore[arg-type]


def stored(data: bytes, name: str = "national.csv", code: str = "national"):
    store = memory_store()
    report = load(store, checked(data, name, code), PLANNER)
    return store.read("SELECT * FROM import_reject ORDER BY row_no, column_name"), report, store


def everything_kept(store) -> str:
    tables = store.read("SELECT table_name FROM duckdb_tables() WHERE NOT internal")["table_name"]
    return "\n".join(store.read(f'SELECT * FROM "{table}"').to_csv() for table in tables)


def test_the_shell_reads_the_same_burmese_as_the_pages():
    texts = catalogue.entries(catalogue.read(catalogue.TRANSLATIONS["my"], "my"))
    assert len(texts) > 900
    assert [text for text in texts if burmese(text) != MY(text)] == []
    assert burmese("no text of the atlas") == "no text of the atlas"


@pytest.mark.parametrize("name", sorted(every_kind()))
def test_every_fault_is_the_same_in_both_languages_after_it_was_kept(name):
    fault = made(every_kind()[name])
    again = fault_of(name, as_facts(fault))
    assert type(again) is type(fault)
    assert again.message() == fault.message()
    assert again.message(MY) == fault.message(MY) != fault.message()
    assert name in bring_in_words.REASONS or name.startswith(("Answer", "Withheld"))


def test_facts_that_cannot_be_worded_are_told_so_that_the_stored_english_stands_in():
    good = as_facts(made(TownshipUnknown))
    assert fault_of("TownshipUnknown", good) is not None
    for code, facts in (
        ("NoSuchFault", good), ("ValueNotInList", good), ("TownshipUnknown", None), ("TownshipUnknown", "{"),
        ("TownshipUnknown", "[]"), ("TownshipUnknown", good.replace('"suggestions"', '"others"')),
    ):  # fmt: skip
        assert fault_of(code, facts) is None


@pytest.mark.parametrize("item", REJECTED)
def test_every_reject_of_a_file_is_stored_with_facts_that_say_its_stored_reason(item):
    rows, report, _store = stored(REJECTED[item][0](), "national.xlsx")
    assert len(rows) == len(report.rejects) > 0
    for each in rows.itertuples():
        again = fault_of(each.reason_code, each.facts)
        assert again is not None
        assert again.message() == each.reason
        assert (again.row, again.column, again.written) == (each.row_no, each.column_name, each.written_value)
        assert again.message(MY) != each.reason


@pytest.mark.parametrize("column", ["Sex", "Age", "Type of victim", "Source agency", "Recruitment", "Purpose", "State"])
def test_a_name_under_a_wrong_heading_does_not_rest_anywhere_in_the_register(column):
    rows, report, store = stored(as_csv([row() | {column: UNLISTED}, row(Reference_code="18")]))
    assert (report.rows_rejected, len(rows) >= 1) == (1, True)
    assert any(UNLISTED in str(fault) for fault in report.rejects), "the person who brings the file still sees it"
    assert UNLISTED not in everything_kept(store)
    assert NOT_KEPT in rows["written_value"].iloc[0] + rows["facts"].iloc[0]


def test_what_cannot_be_a_name_and_what_will_be_asked_about_rests():
    rows, _report, _store = stored(
        as_csv([row(Age="200"), row(Reference_code="2", Repatriation="2019-02"), row(Township="Qwxyz", State="")])
    )
    assert rows["written_value"].tolist() == ["200", "2019-02", "Qwxyz"]
    rows, _report, _store = stored(DIRECTORY.encode(), "3w.csv", "providers")
    assert rows["written_value"].tolist() == ["Nearly"], "a directory is about organisations"


def test_what_stands_beside_a_place_rests_in_no_note():
    note = Note("The state or district written here is not known: {areas}.", (("areas", UNLISTED),))
    fault = TownshipUnknown(row=2, column="Township", written="Qwxyz", note=note, suggestions=("none",))
    assert UNLISTED in str(fault)
    assert UNLISTED not in str(kept(fault, holds_cases=True)) + as_facts(kept(fault, holds_cases=True))
    named = TownshipUnknown(2, "Township", "Qwxyz", Remark("{areas}", (("areas", "Daw Khin Khin"),)), ())
    assert type(kept(named, holds_cases=False)).__name__ == "NameInText"


def test_answers_from_a_file_called_after_a_person_rest_without_its_name():
    store, none = memory_store(), default_gazetteer().with_alternates(no_names())
    answers = read_answers(read_file(b"written,ts_pcode\nYwathit,MMR015009\n", "Daw_Khin_Khin.csv"), none)
    load(store, checked(as_csv([row()])), PLANNER, answers)
    assert "Daw_Khin_Khin" not in everything_kept(store)
    kept_as = store.read("SELECT source FROM township_alternate_name WHERE confirmed_by IS NOT NULL")
    assert kept_as["source"].tolist() == ["….csv"]


def test_a_heading_that_is_a_person_rests_as_nothing():
    fault = kept(ValueNotInList(row=2, column="Daw Khin Khin", written="12", allowed=("a",)), holds_cases=True)
    assert (fault.column, "Khin" in str(fault)) == (NOT_KEPT, False)


@pytest.mark.parametrize(
    "name",
    [
        "Daw Khin Khin.csv", "Daw_Khin_Khin.csv", "cases of Ma Aye Aye 2024.csv", "ma-aye-aye.csv", "ဒေါ်အေးအေး.csv",
        "09250123456.csv", "call 09 250 123 456.csv",
        "12-LaMaNa(N)123456.csv", "12_LaMaNa(N)123456.csv", "MB123456.csv",
    ],
)  # fmt: skip
def test_a_file_called_after_a_person_rests_without_its_name(name):
    assert kept_file_name(name) == "….csv"
    _rows, _report, store = stored(as_csv([row()]), name)
    assert store.read("SELECT file_name FROM import_batch")["file_name"].tolist() == ["….csv"]
    assert Path(name).stem not in everything_kept(store)


def test_a_directory_called_after_a_person_gives_no_source_of_that_name():
    text = "Organisation,Activity,Township P-code,Township\nHelp,Food,MMR001001,Myitkyina\n"
    _rows, report, store = stored(text.encode(), "Daw_Khin_Khin.csv", "providers")
    assert report.rows_loaded == 1
    assert "Daw_Khin_Khin" not in everything_kept(store)
    assert store.read("SELECT source FROM provider_presence")["source"].tolist() == ["….csv"]


@pytest.mark.parametrize(
    "name",
    [
        "a.csv", "national victims 2019-2024 (final).xlsx", "MIMU_5W_2024-12-31.xlsx", "ATU_case_list_202412.csv",
        "3 Victims 2024.csv", "directory.csv", "a_rejected.csv",
        "Shan (North) shelters v2.xlsx", "ပြည်နယ်စာရင်း ၂၀၂၄.xlsx",
    ],
)  # fmt: skip
def test_an_ordinary_file_keeps_its_name(name):
    assert kept_file_name(name) == name


def test_the_file_of_rejects_tells_each_reason_in_both_languages_and_comes_in_again_once_mended(tmp_path):
    store, path = memory_store(), tmp_path / "rejects.csv"
    first = checked(as_csv([row(), row(Reference_code="18", Age="200", Sex="X1")]))
    report = load(store, first, PLANNER)
    write_rejects(path, first, report.rejects)
    (told,) = csv.DictReader(path.open(encoding="utf-8-sig", newline=""))
    assert told[REASONS_HEADING] == " ".join(fault.message() for fault in report.rejects)
    assert told[BURMESE_HEADING] == " ".join(fault.message(MY) for fault in report.rejects)
    assert 'Row 3, column Age: "200" is no age' in told[REASONS_HEADING]
    assert "200" in told[BURMESE_HEADING]
    assert len(report.rejects) == 2
    text = path.read_text(encoding="utf-8-sig").replace(",200,", ",20,").replace(",X1,", ",F,")
    mended = checked(text.encode(), "rejects.csv")
    assert not [remark for remark in mended.remarks if "Columns not used" in remark.message()]
    again = load(store, mended, PLANNER)
    assert (again.rows_loaded, again.rows_rejected, again.rows_double) == (1, 0, 0)
    assert len(store.read("SELECT * FROM victim_case")) == 2


def test_rejects_of_rejects_carry_each_added_column_once(tmp_path):
    found = checked(as_csv([row(Age="200")]))
    write_rejects(tmp_path / "1.csv", found, found.rejects)
    again = checked((tmp_path / "1.csv").read_bytes(), "1.csv")
    write_rejects(tmp_path / "2.csv", again, again.rejects)
    one, two = ((tmp_path / name).read_text(encoding="utf-8-sig") for name in ("1.csv", "2.csv"))
    headings = next(csv.reader(io.StringIO(two)))
    assert headings == next(csv.reader(io.StringIO(one)))
    assert headings.count(BURMESE_HEADING) == headings.count(REASONS_HEADING) == 1
