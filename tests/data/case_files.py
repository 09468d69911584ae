"""Small spreadsheets of cases for tests: rows with sensible values, written as CSV, and the way into a register."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections.abc import Iterable

from data.load import FORMATS, LoadReport, load
from data.scope import Scope
from data.store import Store, memory_store
from data.validate import Checked, Options, check
from data.vocabulary import RegisterKind, Role
from data.workbook import read_file
from geo.gazetteer import default_gazetteer

PLANNER = Scope(Role.PLANNER, "planner@test")
TODAY = dt.date(2024, 6, 30)
ROW = {
    "Reference code": "17", "Source agency": "ATU", "Type of victim": "g2g", "Sex": "F", "Age": "16",
    "Village": "Ywa Thit",
    "Township": "Muse", "State": "Shan (North)", "Recruitment": "2019-03", "Identification": "2019-05",
    "Repatriation": "2019-08", "Destination": "China", "Purpose": "forced marriage",
}  # fmt: skip


def row(**changed: str) -> dict[str, str]:
    """A good row, with headings given as Words_with_underscores."""
    return ROW | {heading.replace("_", " "): value for heading, value in changed.items()}


def as_csv(rows: Iterable[dict[str, str]], delimiter: str = ",") -> bytes:
    rows = list(rows)
    headings = list(dict.fromkeys(heading for each in rows for heading in each))
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([[each.get(heading, "") for heading in headings] for each in rows])
    return stream.getvalue().encode()


def checked(data: bytes, name: str = "national.csv", code: str = "national", **options: object) -> Checked:
    declared = {"today": TODAY, "synthetic": True} | options
    return check(read_file(data, name), FORMATS[code], default_gazetteer(), Options(**declared))


def brought(
    rows: Iterable[dict[str, str]], store: Store | None = None, code: str = "national", **options: object
) -> tuple[Store, LoadReport]:
    store = store or memory_store(RegisterKind.DEMONSTRATION)
    return store, load(store, checked(as_csv(rows), code=code, **options), PLANNER)
