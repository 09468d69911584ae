"""The spreadsheet of DSW shelter staff with the fields of the one-page form (recommendation 2.12)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

import pandas as pd

from data.cases_columns import FORBIDDEN
from data.cases_format import Reader, Shape, parse_cases
from data.cases_target import Further, need_from, plan_cases
from data.cases_words import YES_NO_UNKNOWN_WORDS
from data.columns import Layout, heading_key
from data.month_cells import day_or_yes
from data.row_errors import AssignmentTooEarly, AssignmentUnclear, DayNotTold, OrganisationUnknown, RowFault
from data.shelter_columns import DAY_FIELDS, DONE, SHELTER_FIELDS, shelter_choices, shelter_words
from data.validate import FileFormat, Options, Parsed, Plan, Read
from data.validate_cells import Dates, code_reader, date_reader
from data.validate_places import TownshipMatcher, township_label
from data.vocabulary import Agency, EventKind, ImportFormat, VictimType
from data.workbook import RawTable

_EVENTS = {"date_in": EventKind.SHELTER_IN, "date_out": EventKind.SHELTER_OUT} | {
    field.key: EventKind(field.key) for field in DONE
}


def _readers(dates: Dates) -> Sequence[Reader]:
    day, done = date_reader(dates), day_or_yes(dates, YES_NO_UNKNOWN_WORDS)
    return (
        ("shelter_id", code_reader(shelter_words(), shelter_choices()), False),
        ("date_in", day, False),
        ("date_out", day, False),
        *((field.key, done, False) for field in DONE),
        ("assigned_to", str, False),
        ("assigned_on", day, False),
    )


SHAPE = Shape(
    agency=Agency.DSW,
    victim_type=VictimType.G2G,
    identified_from=("returned", "date_in"),
    days=DAY_FIELDS,
    readers=_readers,
    later=(("date_in", "date_out"), ("recruitment", "date_in"), *(("date_in", field.key) for field in DONE)),
)


def parse(raw: RawTable, layout: Layout, matcher: TownshipMatcher, options: Options) -> Parsed:
    """Read every row; see SHELTER_FIELDS for the columns. Raises DatesAmbiguous, DatesMixed."""
    parsed = parse_cases(raw, layout, matcher, options, SHAPE)
    rows, faults = parsed.rows, list(parsed.faults)
    known = {fault.row for fault in faults}
    for key in (field.key for field in DONE):
        texts, said = layout.texts(key), rows[key].map(lambda told: told is True)
        for row in rows.index[said & rows["date_in"].isna()]:
            if row not in known:
                faults.append(DayNotTold(row=int(row), column=layout.heading(key), written=texts[row]))
    rows["heading_of_assigned"] = layout.heading("assigned_to") if "assigned_to" in layout.columns else ""
    return Parsed(rows, tuple(faults), parsed.remarks)


def plan(read: Read, accepted: pd.DataFrame, layout: Layout) -> Plan:
    """As for every case, and the stay in the shelter and the organisation that took the case."""
    return plan_cases(read, accepted, layout, _further)


def _further(read: Read, rows: pd.DataFrame) -> Further:
    assigned, faults = _assignments(read, rows)
    return Further(tuple(faults), _shelter_events(rows), assigned)


def _shelter_events(rows: pd.DataFrame) -> pd.DataFrame:
    """One event for each day told; a bare yes is dated by the day of entry."""
    told = []
    for key, kind in _EVENTS.items():
        days = [_day(value, entry) for value, entry in zip(rows[key], rows["date_in"], strict=True)]
        occurred = pd.to_datetime(pd.Series(days, index=rows.index, dtype=object)).dropna()
        shelters = rows["shelter_id"].reindex(occurred.index)
        told.append(
            pd.DataFrame(
                {"event_kind": str(kind), "occurred_on": occurred, "shelter_id": shelters.astype("string")},
                occurred.index,
            )
        )
    return pd.concat(told)


def _day(value: Any, entry: Any) -> dt.date | None:
    return entry if value is True else value if isinstance(value, dt.date) else None


_PRESENCES = """
SELECT o.organisation_id, o.name, o.acronym, p.presence_id, p.ts_pcode
FROM organisation o LEFT JOIN provider_presence p
    ON p.organisation_id = o.organisation_id AND p.is_reintegration AND p.activity_status = 'ongoing'
    AND NOT p.withdrawn
"""


def _assignments(read: Read, rows: pd.DataFrame) -> tuple[pd.DataFrame, list[RowFault]]:
    """Presence of each organisation named (exactly, by name or acronym) that can carry the case: one, or a fault.

    The one in the case's township, else the organisation's only one.
    """
    named = rows[rows["assigned_to"].notna()]
    presences = read(_PRESENCES, {}) if len(named) else pd.DataFrame()
    found: list[tuple[int, str, str, Any]] = []
    faults: list[RowFault] = []
    needs = need_from(named) if len(named) else {}
    for row, record in zip(named.index, named.to_dict("records"), strict=True):
        place = {"row": int(row), "column": record["heading_of_assigned"], "written": record["assigned_to"]}
        own = presences[_is_called(presences, record["assigned_to"])]
        if own["organisation_id"].nunique() != 1:
            faults.append(OrganisationUnknown(**place))
            continue
        standing = own.dropna(subset=["presence_id"])
        here = standing[standing["ts_pcode"] == record["ts_pcode"]]
        fitting = here if len(here) else standing
        if len(fitting) != 1:
            township = township_label(record["ts_pcode"]) if isinstance(record["ts_pcode"], str) else "–"
            faults.append(AssignmentUnclear(**place, township=township, presences=len(fitting)))
        elif pd.isna(needs[row]):
            faults.append(AssignmentTooEarly(**place))
        else:
            found.append(
                (row, fitting["presence_id"].iloc[0], fitting["organisation_id"].iloc[0], record["assigned_on"])
            )
    columns = ["row", "presence_id", "organisation_id", "assigned_on"]
    return pd.DataFrame(found, columns=columns).set_index("row"), faults


def _is_called(presences: pd.DataFrame, written: str) -> pd.Series:
    key = heading_key(written)
    return (presences["name"].map(heading_key) == key) | (presences["acronym"].fillna("").map(heading_key) == key)


SHELTER = FileFormat(
    code=ImportFormat.SHELTER,
    fields=SHELTER_FIELDS,
    required=(
        ("sex",),
        ("township_pcode", "township"),
        ("identified", "returned", "date_in"),
    ),
    parse=parse,
    plan=plan,
    forbidden=FORBIDDEN,
    identity="reference",
    holds_cases=True,
)
