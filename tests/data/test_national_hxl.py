"""The national spreadsheet bears a row of HXL tags, by which alone it can be read back."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

from data.cases_columns import NATIONAL_FIELDS
from data.load import load
from data.national_export import national_csv, national_workbook
from data.store import memory_store
from tests.data.case_files import PLANNER, brought, checked, row
from tests.small_register import records

FACTS = (
    "SELECT case_code, victim_type, sex, age_years, ts_pcode, identified_month, destination, purpose FROM victim_case"
)
TAGS = [field.hxl[0] for field in NATIONAL_FIELDS if field.key != "village"]


def lines(data: bytes, kind: str) -> list[list[str]]:
    if kind == "csv":
        return list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    cells = openpyxl.load_workbook(io.BytesIO(data))["Data"].iter_rows(values_only=True)
    return [["" if cell is None else str(cell) for cell in line] for line in cells]


@pytest.mark.parametrize(("write", "kind"), [(national_csv, "csv"), (national_workbook, "xlsx")])
def test_the_tags_stand_below_the_headings_and_are_enough_to_read_it_back(write, kind):
    store, _ = brought([row(), row(Reference_code="18", Age="40", Sex="M")])
    found = lines(write(store, PLANNER), kind)
    at = found.index(TAGS)
    assert at == (1 if kind == "csv" else 2)
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([[f"column {n}" for n in range(len(TAGS))], *found[at:]])
    other = memory_store()
    report = load(other, checked(stream.getvalue().encode(), "tagged.csv"), PLANNER)
    assert (report.rows_loaded, report.rejects) == (2, ())
    assert records(other.read(f"{FACTS} ORDER BY 1")) == records(store.read(f"{FACTS} ORDER BY 1"))
