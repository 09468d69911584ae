"""What rows of a provider directory become in the register: organisations, presences, services; no silent merge."""

from __future__ import annotations

import datetime as dt
import difflib
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from data.columns import Layout, heading_key
from data.errors import N_
from data.providers_bases import find_bases
from data.remarks import Remark
from data.row_errors import OrganisationUncertain, RoomTwice, RowFault
from data.store import insert_frame
from data.validate import Plan, Read
from data.validate_places import township_label
from data.vocabulary import OrganisationKind

UNNAMED_ONE = "Organisation not named in the source (1 partner)"
UNNAMED_MANY = "Organisations not named in the source ({partners} partners)"
UNNAMED = "Organisation not named in the source"
SIMILAR_FROM = 0.84  # share of letters in common from which two names are shown as a question
_COMPARED_NAMES_MAX = 2000

_UNNAMED_STARTS = ("Organisation not named in the source", "Organisations not named in the source")

_CONTENT = (
    "organisation_id", "ts_pcode", "presence_type", "is_reintegration", "activity", "activity_status", "services",
    "case_workers", "capacity_people", "people_reached", "serves_children", "serves_adults", "from_on", "to_on",
    "base_ts_pcode",
)  # fmt: skip
_TEXT_COLUMNS = (
    "presence_id", "organisation_id", "ts_pcode", "presence_type", "activity", "activity_status", "source",
    "base_presence_id",
)  # fmt: skip
_PLACE = ("organisation_id", "ts_pcode", "presence_type", "is_reintegration", "activity")
_STORED = """
SELECT p.*, b.ts_pcode AS base_ts_pcode,
    (SELECT string_agg(s.service, ' ' ORDER BY s.service) FROM presence_service s
     WHERE s.presence_id = p.presence_id) AS services
FROM provider_presence p
LEFT JOIN provider_presence b ON b.presence_id = p.base_presence_id
WHERE p.organisation_id IN (SELECT unnest($organisations::VARCHAR[])) AND NOT p.withdrawn
"""
_KEEP_RENEWAL = """
INSERT INTO presence_renewal (batch_id, presence_id, confirmed_before, confirmed_after)
SELECT $batch, presence_id, last_confirmed_on, $day::DATE FROM provider_presence WHERE presence_id = $presence
"""


@dataclass(frozen=True)
class _People:
    """Organisations: key of name or acronym -> identifier; new ones; acronyms that several share."""

    ids: dict[str, str]
    new: pd.DataFrame
    uncertain: dict[str, tuple[str, ...]]
    remarks: tuple[Remark, ...]


def plan_presences(read: Read, accepted: pd.DataFrame, layout: Layout) -> Plan:
    """Compare accepted rows with the register: what is new, what repeats or renews a record, what clashes with one.

    A row equal to a loaded presence is a double; if it was confirmed later, the presence's confirmation is renewed.
    """
    people = _recognise_organisations(read, accepted)
    column = layout.heading("organisation" if "organisation" in layout.columns else next(iter(layout.columns)))
    faults: list[RowFault] = []
    rows = accepted.rename(columns={"status": "activity_status"})
    keys = rows["organisation"].map(heading_key)
    for row, key in keys[keys.isin(list(people.uncertain))].items():
        names = people.uncertain[key]
        faults.append(
            OrganisationUncertain(
                row=int(str(row)), column=column, written=rows.at[row, "organisation"], candidates=names
            )
        )
    rows = rows[~keys.isin(list(people.uncertain))]
    rows = rows.assign(
        organisation_id=keys.map(people.ids).reindex(rows.index),
        services=rows["services"].map(lambda services: " ".join(sorted(map(str, services)))),
    )
    known = sorted(set(people.ids.values()) - set(people.new["organisation_id"]))
    stored = read(_STORED, {"organisations": known})
    return _divide(rows, stored, people, faults, layout)


def _divide(rows: pd.DataFrame, stored: pd.DataFrame, people: _People, faults: list[RowFault], layout: Layout) -> Plan:
    """Rows to insert, rows that renew a stored presence, doubles of stored ones, and rooms counted twice."""
    on_record: dict[tuple[object, ...], list[Any]] = {}
    rooms: dict[tuple[object, ...], str] = {}
    for record in stored.to_dict("records"):
        on_record.setdefault(_key(record, _CONTENT), []).append(record)
        if _room(record) and _plain(record["to_on"]) is None:
            rooms[_key(record, _PLACE)] = f"{_room(record)}, in the register"
    doubles, renewals, inserted = {}, {}, []
    for row, record in zip(rows.index, rows.to_dict("records"), strict=True):
        twins = on_record.get(_key(record, _CONTENT))
        if twins:
            twin = twins.pop(0)
            if _later(record["last_confirmed_on"], twin["last_confirmed_on"]):
                renewals[twin["presence_id"]] = record["last_confirmed_on"]
            else:
                doubles[int(row)] = N_("a presence in the register")
            continue
        place = _key(record, _PLACE)
        if _room(record) and place in rooms:
            faults.append(_room_twice(int(row), record, rooms[place], layout))
            continue
        if _room(record):
            rooms[place] = f"{_room(record)}, row {row}"
        inserted.append(row)
    new, base_faults = _with_bases(rows.loc[inserted], stored, layout)
    faults += base_faults
    remarks = list(people.remarks)
    if renewals:
        text = N_("{rows} rows confirm a presence that is already in the register; its date was renewed.")
        remarks.append(Remark(text, (("rows", len(renewals)),)))

    def write(cursor: duckdb.DuckDBPyConnection, batch_id: str) -> None:
        used = people.new[people.new["organisation_id"].isin(new["organisation_id"])]
        _write(cursor, batch_id, used, new, renewals)

    return Plan(len(new) + len(renewals), doubles, tuple(faults), tuple(remarks), write)


def _with_bases(new: pd.DataFrame, stored: pd.DataFrame, layout: Layout) -> tuple[pd.DataFrame, list[RowFault]]:
    """New rows with their presence_id and base_presence_id, without those whose base cannot be told, and these."""
    new = new.assign(presence_id=[f"PR-{uuid.uuid4().hex[:16]}" for _ in new.index])
    bases, faults = find_bases(new, stored, layout)
    new = new[~new.index.isin([fault.row for fault in faults])]
    return new.assign(base_presence_id=[bases.get(row) for row in new.index]), list(faults)


def _room_twice(row: int, record: Mapping[str, Any], other: str, layout: Layout) -> RoomTwice:
    key = "capacity_people" if _plain(record["capacity_people"]) is not None else "case_workers"
    return RoomTwice(
        row=row,
        column=layout.heading(key),
        written=_room(record),
        organisation=record["organisation"],
        township=township_label(record["ts_pcode"]),
        other=other,
    )


def _room(record: Mapping[str, Any]) -> str:
    """The room that a record tells, in words; "" if none."""
    told = []
    if (capacity := _plain(record["capacity_people"])) is not None:
        told.append(f"capacity {capacity}")
    if (workers := _plain(record["case_workers"])) is not None:
        told.append(f"case workers {workers}")
    return ", ".join(told)


def _plain(value: Any) -> Any:
    """None, bool, int, ISO date or text: the same for a value read from a file and one read from the register."""
    if value is None or pd.isna(value):
        return None
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()[:10]
    if isinstance(value, str):
        return str(value)
    return int(value)


def _key(record: Mapping[str, Any], columns: Iterable[str]) -> tuple[object, ...]:
    plain = {column: _plain(record[column]) for column in columns}
    plain["activity"] = heading_key(plain["activity"] or "")
    return tuple(plain.values())


def _later(new: Any, old: Any) -> bool:
    now, before = _plain(new), _plain(old)
    return now is not None and (before is None or now > before)


def _recognise_organisations(read: Read, accepted: pd.DataFrame) -> _People:
    """By exact name or acronym, case and punctuation free; a similar name is only a question."""
    stored = read("SELECT organisation_id, name, acronym FROM organisation", {})
    ids = {heading_key(name): key for name, key in zip(stored["name"], stored["organisation_id"], strict=True)}
    names = dict(zip(stored["organisation_id"], stored["name"], strict=True))
    short: dict[str, set[str]] = {}
    for acronym, identifier in zip(stored["acronym"], stored["organisation_id"], strict=True):
        if isinstance(acronym, str):
            short.setdefault(heading_key(acronym), set()).add(identifier)
    rows = accepted.assign(key=accepted["organisation"].map(heading_key))
    rows = rows.assign(short=rows["acronym"].map(lambda text: heading_key(text) if isinstance(text, str) else ""))
    new = []
    for key, group in rows.groupby("key", sort=False):
        acronym = next((text for text in group["acronym"] if isinstance(text, str)), None)
        is_acronym = str(key) in short or ((rows["short"] == key) & (rows["key"] != key)).any()
        if key in ids or is_acronym:
            continue
        identifier = f"ORG-{uuid.uuid4().hex[:16]}"
        kinds = [kind for kind in group["organisation_kind"] if kind != OrganisationKind.OTHER]
        name = group["organisation"].iloc[0]
        new.append((identifier, name, acronym, str(kinds[0] if kinds else OrganisationKind.OTHER)))
        ids[str(key)], names[identifier] = identifier, name
        if acronym:
            short.setdefault(heading_key(acronym), set()).add(identifier)
    written = set(rows["key"]) - set(ids)
    uncertain = {key: tuple(sorted(names[i] for i in short[key])) for key in written if len(short[key]) > 1}
    ids |= {key: next(iter(short[key])) for key in written if len(short[key]) == 1}
    frame = pd.DataFrame(new, columns=["organisation_id", "name", "acronym", "kind"])
    remarks = _questions(frame["name"].tolist(), stored["name"].tolist())
    met = set(rows["key"])
    return _People({key: found for key, found in ids.items() if key in met}, frame, uncertain, tuple(remarks))


def _questions(new: list[str], stored: list[str]) -> list[Remark]:
    """New names that look like others: to be asked, not merged."""
    remarks: list[Remark] = []
    earlier = {heading_key(name): name for name in stored[:_COMPARED_NAMES_MAX] if not name.startswith(_UNNAMED_STARTS)}
    named = [name for name in new if not name.startswith(_UNNAMED_STARTS)]
    for name in named[:_COMPARED_NAMES_MAX]:
        key = heading_key(name)
        close = difflib.get_close_matches(key, earlier, n=3, cutoff=SIMILAR_FROM)
        if close:
            text = N_("{written} was entered as a new organisation; is it the same as {similar}? Nothing was merged.")
            similar = ", ".join(earlier[match] for match in close)
            remarks.append(Remark(text, (("written", name), ("similar", similar))))
        earlier[key] = name
    return remarks


def _write(
    cursor: duckdb.DuckDBPyConnection,
    batch_id: str,
    people: pd.DataFrame,
    new: pd.DataFrame,
    renewals: Mapping[str, Any],
) -> None:
    insert_frame(cursor, "organisation", people.assign(batch_id=batch_id))
    for presence_id, confirmed_on in renewals.items():
        cursor.execute(_KEEP_RENEWAL, {"batch": batch_id, "presence": presence_id, "day": confirmed_on})
        statement = "UPDATE provider_presence SET last_confirmed_on = $day WHERE presence_id = $presence"
        cursor.execute(statement, {"day": confirmed_on, "presence": presence_id})
    if (new["base_presence_id"] == new["presence_id"]).any():  # no CHECK of the schema can say so
        raise AssertionError("a presence cannot be its own base")
    presences = pd.DataFrame(index=new.index)
    for column in _TEXT_COLUMNS:
        presences[column] = new[column].astype("string")
    for column in ("case_workers", "capacity_people", "people_reached"):
        presences[column] = pd.array(new[column].tolist(), dtype="Int64")
    for column in ("from_on", "to_on", "last_confirmed_on"):
        presences[column] = pd.to_datetime(new[column])
    for column in ("is_reintegration", "serves_children", "serves_adults"):
        presences[column] = new[column].astype("boolean")
    insert_frame(cursor, "provider_presence", presences.assign(batch_id=batch_id))
    services = pd.DataFrame({"presence_id": presences["presence_id"], "service": new["services"].str.split(" ")})
    insert_frame(cursor, "presence_service", services.explode("service"))
