"""Which presence a roving worker's rows share their room with: the row of the township where the worker lives."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from data.columns import Layout, heading_key
from data.row_errors import BaseMissing, BaseOfResident, BaseUncertain, RoomOfCovered, RowFault
from data.validate_places import township_label
from data.vocabulary import ActivityStatus, PresenceType

_ENDED = (ActivityStatus.COMPLETED, ActivityStatus.SUSPENDED)


def settle_bases(rows: pd.DataFrame, layout: Layout) -> list[RowFault]:
    """Take the base off rows that name their own township (they are the base), and find rows that cannot have one.

    Reads and changes base_ts_pcode; reads ts_pcode, presence_type, capacity_people and case_workers.
    """
    rows["base_ts_pcode"] = rows["base_ts_pcode"].where(rows["base_ts_pcode"] != rows["ts_pcode"], None)
    faults: list[RowFault] = []
    places = _written(layout)
    for row, record in rows[rows["base_ts_pcode"].notna() & rows["ts_pcode"].notna()].iterrows():
        column, written = places[row]
        base = township_label(record["base_ts_pcode"])
        if record["presence_type"] == PresenceType.RESIDENT:
            faults.append(BaseOfResident(row=int(str(row)), column=column, written=written))
        for key in ("capacity_people", "case_workers"):
            if pd.notna(record[key]):
                told = str(record[key])
                faults.append(RoomOfCovered(row=int(str(row)), column=layout.heading(key), written=told, base=base))
    return faults


def find_bases(
    rows: pd.DataFrame, stored: pd.DataFrame, layout: Layout
) -> tuple[dict[Any, str], list[BaseMissing | BaseUncertain]]:
    """Row -> the presence whose room it shares, for rows with a base_ts_pcode, and the rows whose base is not told.

    rows: to be inserted, stored: of the same organisations in the register; both with presence_id and the columns of a
    presence. A base has no base itself, so chains and circles cannot arise.
    """
    columns = ["presence_id", "organisation_id", "ts_pcode", "is_reintegration", "activity", "activity_status", "to_on"]
    columns += ["capacity_people", "base_ts_pcode"]
    known = [*rows[columns].to_dict("records"), *stored[columns].to_dict("records")]
    at: dict[tuple[object, object], list[Mapping[str, Any]]] = {}
    for presence in known:
        if pd.isna(presence["base_ts_pcode"]):
            at.setdefault((presence["organisation_id"], presence["ts_pcode"]), []).append(presence)
    bases: dict[Any, str] = {}
    faults: list[BaseMissing | BaseUncertain] = []
    places = _written(layout)
    for row, record in rows[rows["base_ts_pcode"].notna()].iterrows():
        found = _fitting(at.get((record["organisation_id"], record["base_ts_pcode"]), []), record)
        if len(found) == 1:
            bases[row] = found[0]["presence_id"]
            continue
        column, written = places[row]
        place = {"organisation": record["organisation"], "base": township_label(record["base_ts_pcode"])}
        kind = BaseUncertain if found else BaseMissing
        faults.append(kind(row=int(str(row)), column=column, written=written, **place))
    return bases, faults


def _fitting(candidates: list[Mapping[str, Any]], record: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Those for the same purpose; of several, the ones not ended, of the same activity, and that tell a room."""
    found = [each for each in candidates if bool(each["is_reintegration"]) == bool(record["is_reintegration"])]
    activity = _words(record["activity"])
    preferences: tuple[Callable[[Mapping[str, Any]], bool], ...] = (
        lambda each: pd.isna(each["to_on"]) and each["activity_status"] not in _ENDED,
        lambda each: _words(each["activity"]) == activity,
        lambda each: pd.notna(each["capacity_people"]),
    )
    for preferred in preferences:
        found = [each for each in found if preferred(each)] or found
    return found


def _words(text: Any) -> str:
    return heading_key(text) if isinstance(text, str) else ""


def _written(layout: Layout) -> dict[Any, tuple[str, str]]:
    """Row -> heading and text of the base as it is written there; rows without one are left out."""
    written: dict[Any, tuple[str, str]] = {}
    for key in [key for key in ("base_township_pcode", "base_township") if key in layout.columns]:
        written |= {row: (layout.heading(key), text) for row, text in layout.texts(key).items() if text}
    return written
