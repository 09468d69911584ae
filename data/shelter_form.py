"""The one-page case form (2.12) filled in on the screen: a shelter spreadsheet of one row, checked and loaded so."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

import pandas as pd

from data.load import LoadReport, load, preview
from data.row_errors import ValueMissing
from data.scope import Scope
from data.shelter_columns import SHELTER_FIELDS
from data.shelter_format import SHELTER
from data.store import Store
from data.validate import Checked, Options, check
from data.validate_places import TownshipMatcher
from data.workbook import RawSheet, RawTable

FORM_NAME: Final = "one-page form"
ROW: Final = 2  # of the only row: the headings stand in the first
MINIMUM: Final = (
    "sex", "age_years", "township_pcode", "recruitment", "returned", "destination", "purpose", "shelter_id", "date_in",
    "needs_assessed", "medical_informed",
)  # fmt: skip
"""Fields that a complete form tells, beside the organisation assigned (or why there is none)."""
NEEDED: Final = ("shelter_id", "date_in")
"""Fields without which there is no stay, so that the form is not taken."""
_ALWAYS: Final = ("sex", "township_pcode", *NEEDED)  # a spreadsheet needs these columns, blank or not
_LABELS: Final = {field.key: field.label for field in SHELTER_FIELDS}


def as_table(told: Mapping[str, str]) -> RawTable:
    """The form as a file of one row. told: field key -> text; blanks are columns that the file does not have.

    Raises KeyError for a field that the shelter spreadsheet does not know.
    """
    filled = {key: text.strip() for key, text in told.items() if text.strip() or key in _ALWAYS}
    filled |= {key: "" for key in _ALWAYS if key not in filled}
    cells = pd.DataFrame([[_LABELS[key] for key in filled], list(filled.values())], dtype=object)
    cells.index = pd.RangeIndex(1, ROW + 1, name="row_no")
    written = json.dumps(filled, sort_keys=True, ensure_ascii=False).encode()
    return RawTable(FORM_NAME, hashlib.sha256(written).hexdigest(), "csv", (RawSheet("form", cells),))


def check_form(told: Mapping[str, str], matcher: TownshipMatcher, options: Options) -> Checked:
    """The form as the shelter spreadsheet checks it; without shelter or day of entry it is at fault too.

    Raises a FileRefused (DatesAmbiguous: a day that can be read in two ways).
    """
    checked = check(as_table(told), SHELTER, matcher, options)
    missing = [
        ValueMissing(row=ROW, column=_LABELS[key], written="") for key in NEEDED if not told.get(key, "").strip()
    ]
    if not missing:
        return checked
    return replace(checked, accepted=checked.accepted.iloc[:0], rejects=(*missing, *checked.rejects))


def record_form(store: Store, scope: Scope, checked: Checked) -> LoadReport:
    """Write the form's case with its events and its wait, as one load that can be undone; nothing where it is at fault.

    The report's batch_id is None where nothing was written: its rejects or doubles say why. Raises what load raises.
    """
    report = preview(store, checked, scope)
    return report if report.rows_loaded == 0 else load(store, checked, scope)
