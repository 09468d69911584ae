"""What rows of a spreadsheet of cases become: a case, its source, its flags and events, and the wait it begins."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from data import pairs
from data.columns import Layout, heading_key
from data.errors import N_
from data.remarks import Remark
from data.row_errors import CaseThereAlready, RowFault
from data.store import insert_frame
from data.validate import Plan, Read
from data.vocabulary import AssignmentState, EndReason, EventKind, UnassignedReason, VictimType

_FACTS = (
    "victim_type", "sex", "age_years", "ts_pcode", "recruitment", "identified", "returned", "destination", "purpose",
)  # fmt: skip
_STORED_FACTS = """
SELECT s.agency, s.reference, v.case_code, v.victim_type, v.sex, v.age_years, v.ts_pcode, v.destination, v.purpose,
    v.village_written AS village, v.recruitment_month AS recruitment, v.identified_month AS identified,
    v.return_month AS returned
FROM victim_case v JOIN case_source s USING (case_code)
WHERE NOT v.withdrawn
"""
_LONG_WAIT_DAYS = 2 * 365


@dataclass(frozen=True)
class Further:
    """What a format adds to the plain case. events: row index, event_kind, occurred_on, organisation_id, detail.

    faults: rows that clash with the register. assigned: row index, presence_id, organisation_id, assigned_on.
    """

    faults: tuple[RowFault, ...] = ()
    events: pd.DataFrame | None = None
    assigned: pd.DataFrame | None = None


def plan_cases(
    read: Read,
    accepted: pd.DataFrame,
    _layout: Layout,
    further: Callable[[Read, pd.DataFrame], Further] = lambda _read, _rows: Further(),
) -> Plan:
    """Compare accepted rows with the register: an agency's reference that it knows makes a double, and a row without
    one that tells what a record of its agency tells is a question."""
    rows = accepted.assign(case_code=_codes(accepted))
    known = _known(read, rows)
    doubles, differing = _doubles(rows, known)
    rows = rows.drop(index=list(doubles))
    there = _there_already(read, rows)
    rows = rows.drop(index=[fault.row for fault in there])
    added = further(read, rows)
    rows = rows.drop(index=sorted({fault.row for fault in added.faults}))
    found = None if rows.empty else pairs.find(read, _cases(rows), _sources(rows))

    def write(cursor: duckdb.DuckDBPyConnection, batch_id: str) -> None:
        _write(cursor, batch_id, rows, added, found)

    return Plan(
        rows_loaded=len(rows),
        doubles=doubles,
        faults=(*there, *added.faults),
        remarks=tuple(_long_waits(rows)),
        write=write,
        pairs=found,
        rows_by_code={str(code): int(row) for row, code in rows["case_code"].items()},
        differing=tuple(differing),
    )


def _codes(rows: pd.DataFrame) -> pd.Series:
    """The register's own code where the file tells one, else the agency's name and its reference: ATU-2019-17."""
    agency = rows["source_agency"].astype(str).str.upper()
    reference = rows["reference"].astype(str)
    bare = pd.Series(
        [code.removeprefix(f"{who}-").removeprefix(f"{who} ") for code, who in zip(reference, agency, strict=True)],
        index=rows.index,
        dtype=object,
    )
    return rows["case_code"].where(rows["case_code"].notna(), agency + "-" + bare)


def _known(read: Read, rows: pd.DataFrame) -> pd.DataFrame:
    """Standing records that bear a code or a reference of these rows, with the facts to compare."""
    stored = read(_STORED_FACTS, {})
    bears = stored["reference"].isin(set(rows["reference"])) | stored["case_code"].isin(set(rows["case_code"]))
    return stored[bears]


def _doubles(rows: pd.DataFrame, known: pd.DataFrame) -> tuple[dict[int, str], list[int]]:
    """Rows that repeat a record or an earlier row, with what they repeat; those of them that tell other facts."""
    doubles: dict[int, str] = {}
    differing: list[int] = []
    records = {
        key: record
        for record in known.to_dict("records")
        for key in ((str(record["agency"]), record["reference"]), ("", record["case_code"]))
    }
    first: dict[tuple[str, str], int] = {}
    keys = zip(rows.index, rows["source_agency"].astype(str), rows["reference"], rows["case_code"], strict=True)
    for row, agency, reference, code in keys:
        record = records.get((agency, reference)) or records.get(("", code))
        earlier = first.setdefault((agency, reference), row)
        earlier = min(earlier, first.setdefault(("", code), row))
        if record is not None:
            doubles[int(row)] = str(record["case_code"])
            other = record
        elif earlier != row:
            doubles[int(row)] = f"row {int(earlier)}"
            other = rows.loc[earlier].to_dict()
        else:
            continue
        if _facts(other) != _facts(rows.loc[row].to_dict()):
            differing.append(int(row))
    return doubles, differing


def _there_already(read: Read, rows: pd.DataFrame) -> list[CaseThereAlready]:
    """Rows without a reference of their own whose facts and village are those of a record of the same agency."""
    asked = rows[rows["is_made_reference"].astype(bool)]
    if asked.empty:
        return []
    stored = read(_STORED_FACTS, {})
    alike = stored["identified"].isin(pd.to_datetime(asked["identified"]))
    alike &= stored["agency"].isin(asked["source_agency"].astype(str))
    records: dict[tuple[str, ...], str] = {}
    for record in stored[alike].sort_values("case_code").to_dict("records"):
        records.setdefault((record["agency"], _village(record), *_facts(record)), record["case_code"])
    faults = []
    for row, told in zip(asked.index, asked.to_dict("records"), strict=True):
        code = records.get((str(told["source_agency"]), _village(told), *_facts(told)))
        if code is not None:
            faults.append(CaseThereAlready(row=int(row), column="–", written="", case_code=code))
    return faults


def _village(record: dict) -> str:
    return "" if pd.isna(record["village"]) else heading_key(record["village"])


def _facts(record: dict) -> tuple[str, ...]:
    values = (record[key] for key in _FACTS)
    return tuple(
        "" if v is None or pd.isna(v) else str(int(v)) if isinstance(v, (int, float)) else str(v)[:10] for v in values
    )


def differing_remarks(rows: Sequence[int]) -> list[Remark]:
    """That these rows bear a recorded code but tell other facts; nothing where there is none."""
    if not rows:
        return []
    text = N_(
        "Rows {rows} bear a reference code that is already recorded but tell other facts. They were not loaded: compare"
        " them with the record, and give a code of its own to whoever is another person."
    )
    return [Remark(text, (("rows", ", ".join(map(str, rows))),))]


def need_from(rows: pd.DataFrame) -> pd.Series:
    """First day from which a case needs support: return (government to government) or identification; NaT: not yet."""
    from_return = rows["victim_type"] == VictimType.G2G
    return pd.to_datetime(rows["returned"]).where(from_return, pd.to_datetime(rows["identified"]))


def _long_waits(rows: pd.DataFrame) -> list[Remark]:
    if rows.empty:
        return []
    waited = (pd.to_datetime(rows["today"]) - need_from(rows)).dt.days
    long = int(((waited > _LONG_WAIT_DAYS) & rows["closed"].isna()).sum())
    if not long:
        return []
    text = N_(
        "{cases} cases have needed support for more than two years and the file names no month of closure: they count "
        "as waiting until somebody closes or assigns them."
    )
    return [Remark(text, (("cases", long),))]


def _write(
    cursor: duckdb.DuckDBPyConnection, batch_id: str, rows: pd.DataFrame, added: Further, found: pd.DataFrame | None
) -> None:
    if rows.empty:
        return
    insert_frame(cursor, "victim_case", _cases(rows).assign(batch_id=batch_id))
    insert_frame(cursor, "case_source", _sources(rows).assign(batch_id=batch_id))
    insert_frame(cursor, "case_flag", _flags(rows))
    insert_frame(cursor, "case_event", _events(rows, batch_id, added.events))
    loaded = cursor.execute(
        "SELECT loaded_by, loaded_at_utc FROM import_batch WHERE batch_id = ?", [batch_id]
    ).fetchone()
    actor, now = loaded if loaded else ("", dt.datetime.now(dt.UTC).replace(tzinfo=None))
    waits = _waits(rows, batch_id, added.assigned)
    insert_frame(cursor, "assignment", waits.assign(decided_by=actor, decided_at_utc=now))
    if found is not None:
        pairs.propose(cursor, found)


def _cases(rows: pd.DataFrame) -> pd.DataFrame:
    cases = pd.DataFrame(index=rows.index)
    texts = {"victim_type": "victim_type", "source_agency": "source_agency", "sex": "sex", "ts_pcode": "ts_pcode",
             "village": "village_written", "destination": "destination", "purpose": "purpose",
             "family_assessment": "family_assessment", "case_code": "case_code"}  # fmt: skip
    for key, column in texts.items():
        cases[column] = rows[key].astype("string")
    cases["shelter_id"] = rows["shelter_id"].astype("string") if "shelter_id" in rows else pd.NA
    cases["shelter_id"] = cases["shelter_id"].astype("string")
    cases["age_years"] = pd.array(rows["age_years"].tolist(), dtype="Int64")
    months = {"recruitment": "recruitment_month", "identified": "identified_month", "returned": "return_month"}
    for key, column in months.items():
        cases[column] = pd.to_datetime(rows[key]).dt.to_period("M").dt.to_timestamp()
    cases["is_special"] = rows["is_special"].astype("boolean")
    cases["recorded_on"] = pd.to_datetime(rows["recorded_on"])
    return cases


def _sources(rows: pd.DataFrame) -> pd.DataFrame:
    """The agency of the row with its reference, and the further agencies that it names."""
    own = pd.DataFrame(
        {
            "case_code": rows["case_code"].astype("string"),
            "agency": rows["source_agency"].astype("string"),
            "row_no": rows.index.astype("int64"),
            "reference": rows["reference"].astype("string"),
        }
    )
    others = [
        (code, str(agency), int(row))
        for row, code, own_agency, told in zip(
            rows.index, rows["case_code"], rows["source_agency"], rows["other_agencies"], strict=True
        )
        for agency in told or ()
        if agency != own_agency
    ]
    further = pd.DataFrame(others, columns=["case_code", "agency", "row_no"]).astype({"row_no": "int64"})
    return pd.concat(
        [own, further.assign(reference=pd.Series([pd.NA] * len(further), dtype="string"))], ignore_index=True
    )


def _flags(rows: pd.DataFrame) -> pd.DataFrame:
    flagged = rows[rows["special_category"].notna()]
    flags = pd.DataFrame(
        {
            "case_code": flagged["case_code"].astype("string"),
            "special_category": flagged["special_category"].map(lambda codes: [str(code) for code in codes]),
            "flagged_on": pd.to_datetime(flagged["recorded_on"]),
            "flagged_by": flagged["source_agency"].astype(str).str.upper(),
        }
    ).explode("special_category")
    return flags.astype({"special_category": "string"})


def _events(rows: pd.DataFrame, batch_id: str, further: pd.DataFrame | None) -> pd.DataFrame:
    """Identification, repatriation and closure at the first day of their months, and what the format adds."""
    told = [
        _event(rows, EventKind.IDENTIFIED, rows["identified"]),
        _event(rows[rows["victim_type"] == VictimType.G2G], EventKind.REPATRIATED, rows["returned"]),
        _event(rows, EventKind.CLOSED, rows["closed"]),
    ]
    if further is not None and len(further):
        told.append(further[further.index.isin(rows.index)])
    events = pd.concat(told)
    recorded = pd.to_datetime(rows["recorded_on"]).reindex(events.index)
    events["case_code"] = rows["case_code"].reindex(events.index).astype("string")
    events["recorded_on"] = recorded.where(recorded >= events["occurred_on"], events["occurred_on"])
    events["event_id"] = [
        f"{batch_id}-{row}-{kind}" for row, kind in zip(events.index, events["event_kind"], strict=True)
    ]
    for column in ("organisation_id", "shelter_id", "detail"):
        events[column] = (
            events[column].astype("string") if column in events else pd.array([pd.NA] * len(events), "string")
        )
    return events.astype({"event_kind": "string"})


def _event(rows: pd.DataFrame, kind: EventKind, days: pd.Series) -> pd.DataFrame:
    occurred = pd.to_datetime(days.reindex(rows.index)).dropna()
    return pd.DataFrame({"event_kind": str(kind), "occurred_on": occurred}, index=occurred.index)


def _waits(rows: pd.DataFrame, batch_id: str, assigned: pd.DataFrame | None) -> pd.DataFrame:
    """One open period for each case that needs support; before an assignment told by the file, the wait until then."""
    need = need_from(rows)
    open_now = rows[need.notna() & rows["closed"].isna()]
    need = need.reindex(open_now.index)
    waits = pd.DataFrame(
        {
            "assignment_id": [f"{batch_id}-{row}" for row in open_now.index],
            "case_code": open_now["case_code"].astype("string"),
            "assignment_state": str(AssignmentState.UNASSIGNED),
            "unassigned_reason": str(UnassignedReason.NOT_CONSIDERED),
            "valid_from": need,
            "waiting_since": need,
        },
        index=open_now.index,
    )
    if assigned is None or assigned.empty:
        return waits
    return _with_assignments(waits, assigned.loc[assigned.index.intersection(waits.index)])


def _with_assignments(waits: pd.DataFrame, assigned: pd.DataFrame) -> pd.DataFrame:
    from_on = pd.to_datetime(assigned["assigned_on"]).combine_first(waits["valid_from"].reindex(assigned.index))
    carried = pd.DataFrame(
        {
            "assignment_id": waits["assignment_id"].reindex(assigned.index) + "-A",
            "case_code": waits["case_code"].reindex(assigned.index),
            "assignment_state": str(AssignmentState.ASSIGNED),
            "presence_id": assigned["presence_id"].astype("string"),
            "organisation_id": assigned["organisation_id"].astype("string"),
            "valid_from": from_on,
        }
    )
    ended = waits.loc[assigned.index]
    before = ended[from_on > ended["valid_from"]]
    before = before.assign(valid_to=from_on.reindex(before.index), end_reason=str(EndReason.ASSIGNED))
    return pd.concat([waits.drop(index=assigned.index), before, carried])
