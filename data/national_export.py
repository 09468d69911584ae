"""The register as the national spreadsheet (recommendation 4.8), which the same format reads back."""

from __future__ import annotations

import csv
import io
from typing import Any

import pandas as pd

from data import audit
from data.case_errors import MayNotExport
from data.cases_columns import NATIONAL_FIELDS
from data.code_words import NO, YES, choice
from data.columns import Field
from data.formulas import formula_safe
from data.permissions import Action, roles_of
from data.scope import Scope
from data.store import Store
from data.templates import filled
from data.vocabulary import (
    Agency,
    Code,
    Destination,
    FamilyAssessment,
    ImportFormat,
    Purpose,
    Sex,
    SpecialCategory,
    VictimType,
)

EXPORTING_ROLES = frozenset(roles_of(Action.EXPORT_REGISTER))
_CODES: dict[str, type[Code]] = {
    "source_agency": Agency, "victim_type": VictimType, "sex": Sex, "destination": Destination, "purpose": Purpose,
    "family_assessment": FamilyAssessment,
}  # fmt: skip
_ROWS = """
WITH own AS (
    SELECT s.case_code, any_value(s.reference) FILTER (s.agency = v.source_agency) AS reference,
        list(DISTINCT s.agency ORDER BY s.agency) FILTER (s.agency <> v.source_agency) AS other_agencies
    FROM case_source s JOIN victim_case v USING (case_code)
    GROUP BY s.case_code
),
flags AS (
    SELECT case_code, list(special_category ORDER BY special_category) AS categories FROM case_flag
    WHERE NOT withdrawn GROUP BY case_code
),
closures AS (
    SELECT e.case_code, max(occurred_on) AS closed_on FROM case_event e
    WHERE event_kind = 'closed' AND NOT e.withdrawn AND NOT EXISTS (
        SELECT 1 FROM assignment a WHERE a.case_code = e.case_code AND a.valid_to IS NULL AND NOT a.withdrawn)
    GROUP BY e.case_code
)
SELECT
    v.case_code, coalesce(o.reference, v.case_code) AS reference, v.source_agency, o.other_agencies,
    v.victim_type, v.sex, v.age_years, v.village_written AS village,
    t.ts_name_en AS township, v.ts_pcode AS township_pcode,
    t.dt_name_en AS district, t.st_name_en AS state, t.st_pcode AS state_pcode,
    strftime(v.recruitment_month, '%Y-%m') AS recruitment, strftime(v.identified_month, '%Y-%m') AS identified,
    strftime(v.return_month, '%Y-%m') AS returned, strftime(c.closed_on, '%Y-%m') AS closed,
    v.destination, v.purpose, v.is_special, f.categories AS special_category, v.family_assessment,
    strftime(v.recorded_on, '%Y-%m-%d') AS recorded_on
FROM victim_case v
LEFT JOIN own o USING (case_code)
LEFT JOIN township t USING (ts_pcode)
LEFT JOIN flags f USING (case_code)
LEFT JOIN closures c USING (case_code)
WHERE NOT v.withdrawn AND v.merged_into IS NULL
ORDER BY v.case_code
"""


def national_rows(store: Store, scope: Scope, with_village: bool = False) -> pd.DataFrame:
    """Every standing case as a row of the national spreadsheet, worded as its drop-downs; columns: NATIONAL_FIELDS.

    with_village: only to move the register; otherwise villages stay where they are. Raises MayNotExport.
    """
    if scope.role not in EXPORTING_ROLES:
        raise MayNotExport(role=str(scope.role))
    rows = store.read(_ROWS)
    if not with_village:
        rows["village"] = None
    for key, kind in _CODES.items():
        words = {str(code): choice(code) for code in kind}
        rows[key] = rows[key].map(words)
    rows["is_special"] = rows["is_special"].map({True: YES, False: NO})
    rows["other_agencies"] = rows["other_agencies"].map(lambda codes: _joined(codes, Agency))
    rows["special_category"] = rows["special_category"].map(lambda codes: _joined(codes, SpecialCategory))
    return rows[[field.key for field in NATIONAL_FIELDS]]


def _joined(codes: Any, kind: type[Code]) -> str:
    return (
        "; ".join(choice(kind(code)) for code in codes)
        if isinstance(codes, (list, tuple)) or hasattr(codes, "tolist")
        else ""
    )


def national_workbook(store: Store, scope: Scope, with_village: bool = False) -> bytes:
    """The national spreadsheet as XLSX, formula-safe, with an audit row. Raises MayNotExport."""
    fields, rows = _told(store, scope, with_village)
    return filled(str(ImportFormat.NATIONAL), rows, fields)


def national_csv(store: Store, scope: Scope, with_village: bool = False) -> bytes:
    """The same as CSV, UTF-8 with byte order mark. Raises MayNotExport."""
    fields, rows = _told(store, scope, with_village)
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([field.label for field in fields])
    writer.writerow([field.hxl[0] for field in fields])
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return stream.getvalue().encode("utf-8-sig")


def _told(store: Store, scope: Scope, with_village: bool) -> tuple[list[Field], list[list[Any]]]:
    frame = national_rows(store, scope, with_village)
    fields = [field for field in NATIONAL_FIELDS if with_village or field.key != "village"]
    columns = [[_plain(value) for value in frame[field.key].tolist()] for field in fields]
    with store.transaction(only_audit=True) as cursor:
        reason = "with villages" if with_village else None
        audit.append(cursor, scope, "export national", "national spreadsheet", len(frame), reason)
    return fields, [list(row) for row in zip(*columns, strict=True)]


def _plain(value: Any) -> Any:
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    return int(value) if isinstance(value, (int, float)) else formula_safe(str(value))
