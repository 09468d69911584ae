"""Freeze a year's list of hot spots: added with its audit row in one transaction, corrected only by a new version.

No statement of the atlas changes or removes a frozen row. Should somebody change one behind its back, verify() tells:
the list, its entries and its audit row all bear one SHA-256.
"""

from __future__ import annotations

import datetime as dt
import json
import math
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass

import duckdb
import pandas as pd

from data import audit, frozen
from data.errors import N_
from data.frozen_errors import (
    EntryWrong,
    ListDouble,
    ListEmpty,
    ListFrozenMeanwhile,
    ListToCorrectMissing,
    ListTownshipsUnknown,
    ListYearWrong,
    MayNotFreeze,
    ReasonMissing,
)
from data.lines import one_line
from data.permissions import Action, roles_of
from data.scope import Scope
from data.store import Store, insert_frame
from data.vocabulary import Corridor, ListedHow, SpaceTime

FREEZING_ROLES = frozenset(roles_of(Action.FREEZE_LISTS))
ACTION = "freeze hot-spot list"
FIRST_YEAR = 2000
_REASON_OF = N_("the reason of {place}")
_NOTE = N_("the note")
_TIERS = range(1, 7)
Check = Callable[["NewEntry"], bool]


@dataclass(frozen=True)
class NewEntry:
    """A township with the facts for which it is listed; columns and units are those of hotspot_entry.

    space_time: None where it could not be told. smoothed_per_100k: victims per 100,000 (None: population not known).
    corridor_share_0_1: None without a victim. reason: one line, needed where `how` is 'hand'.
    """

    ts_pcode: str
    unit_pcode: str
    rank: int
    rank_low: int
    rank_high: int
    space_time: str | None
    is_hot: bool
    is_cluster: bool
    victims_people: int
    smoothed_per_100k: float | None
    corridor: str
    corridor_share_0_1: float | None
    tier: int
    unassigned_people: int
    how: str = ListedHow.RULE
    reason: str | None = None


@dataclass(frozen=True)
class NewList:
    """What a meeting agreed on.

    data_version: data.fingerprint of the register that it was proposed from. rule_most: townships. supersedes: the
    list of that year that the meeting started from (None: there was none). method: constants, kept as JSON.
    """

    list_year: int
    as_of: dt.date
    data_version: str
    rule_most: int
    entries: tuple[NewEntry, ...]
    supersedes: str | None = None
    note: str | None = None
    method: Mapping[str, object] | None = None


_CANNOT_BE: tuple[tuple[str, Check], ...] = (
    ("rank_low", lambda e: not 1 <= e.rank_low <= e.rank),
    ("rank_high", lambda e: e.rank_high < e.rank),
    ("space_time", lambda e: e.space_time is not None and e.space_time not in set(SpaceTime)),
    ("victims_people", lambda e: e.victims_people < 0),
    ("smoothed_per_100k", lambda e: e.smoothed_per_100k is not None and not 0 <= e.smoothed_per_100k < math.inf),
    ("corridor", lambda e: e.corridor not in set(Corridor)),
    ("corridor_share_0_1", lambda e: e.corridor_share_0_1 is not None and not 0 <= e.corridor_share_0_1 <= 1),
    ("tier", lambda e: e.tier not in _TIERS),
    ("unassigned_people", lambda e: e.unassigned_people < 0),
    ("how", lambda e: e.how not in set(ListedHow)),
)


def entries_of(listed: pd.DataFrame, reasons: Mapping[str, str] | None = None) -> tuple[NewEntry, ...]:
    """Entries from rows as analysis.hotspot_list.propose gives them, in their order.

    reasons: township -> why the meeting listed it, in one line. One that the rule lists too (is_listed) stays listed
    by the rule and keeps its line; any other is listed by hand.
    """
    written = dict(reasons or {})
    return tuple(_entry(row, written.get(str(row["ts_pcode"]))) for row in listed.to_dict("records"))


def _entry(row: Mapping[str, object], reason: str | None) -> NewEntry:
    facts = {name: None if pd.isna(row[name]) else row[name] for name in _FACTS}
    kinds = {name: kind(facts[name]) for name, kind in _FACTS.items() if facts[name] is not None}
    how = ListedHow.RULE if bool(row["is_listed"]) else ListedHow.HAND
    return NewEntry(**(dict.fromkeys(_FACTS) | kinds), how=str(how), reason=reason)  # type: ignore[arg-type]


_FACTS: dict[str, type] = {
    "ts_pcode": str, "unit_pcode": str, "rank": int, "rank_low": int, "rank_high": int, "space_time": str,
    "is_hot": bool, "is_cluster": bool, "victims_people": int, "smoothed_per_100k": float, "corridor": str,
    "corridor_share_0_1": float, "tier": int, "unassigned_people": int,
}  # fmt: skip


def freeze(store: Store, scope: Scope, new: NewList) -> str:
    """Freeze a list; returns its identifier. The version is one more than the latest of that year.

    Raises MayNotFreeze, ListEmpty, ListYearWrong, ListDouble, ListTownshipsUnknown, EntryWrong, ReasonMissing,
    LineWrong (a reason or the note), ListFrozenMeanwhile and ListToCorrectMissing; nothing is written then.
    """
    if scope.role not in FREEZING_ROLES:
        raise MayNotFreeze(role=str(scope.role))
    _refuse_list(new)
    names = store.read("SELECT ts_pcode, ts_name_en || ' (' || ts_pcode || ')' AS said FROM township")
    rows = _entries(new, dict(zip(names["ts_pcode"], names["said"], strict=True)))
    note = one_line(new.note, _NOTE) if new.note and new.note.strip() else None
    with store.transaction() as cursor:
        version = _next_version(cursor, new)
        list_id = f"hotspots-{new.list_year}-v{version}"
        head = {
            "list_id": list_id, "list_year": new.list_year, "version": version, "supersedes": new.supersedes,
            "as_of": new.as_of, "data_version": new.data_version, "rule_most": new.rule_most,
            "method": json.dumps(dict(new.method or {}), sort_keys=True, ensure_ascii=False), "note": note,
            "townships": len(rows), "frozen_by": scope.actor, "frozen_at_utc": frozen.now(),
        }  # fmt: skip
        entries = rows.assign(list_id=list_id)
        digest = frozen.digest([head], entries.to_dict("records"))
        insert_frame(cursor, "hotspot_list", frozen.as_frame(head | {"content_sha256": digest}))
        insert_frame(cursor, "hotspot_entry", entries)
        audit.append(cursor, scope, ACTION, list_id, len(rows), frozen.said(digest))
    return list_id


def verify(store: Store) -> tuple[str, ...]:
    """Frozen lists whose content is no longer what was frozen, or whose audit row says otherwise; empty: all stand."""
    return frozen.changed(
        store, ACTION, "hotspot_list", "list_id",
        ("SELECT * EXCLUDE (content_sha256) FROM hotspot_list WHERE list_id = $id",
         "SELECT * FROM hotspot_entry WHERE list_id = $id"),
    )  # fmt: skip


def _refuse_list(new: NewList) -> None:
    if not new.entries:
        raise ListEmpty(year=new.list_year)
    if not FIRST_YEAR <= new.list_year <= new.as_of.year:
        raise ListYearWrong(year=new.list_year, as_of=str(new.as_of))


def _entries(new: NewList, names: Mapping[str, str]) -> pd.DataFrame:
    """The entries as rows of hotspot_entry, less list_id, in the order of their codes."""
    codes = [entry.ts_pcode for entry in new.entries]
    unknown = sorted(set(codes) - set(names))
    if unknown:
        raise ListTownshipsUnknown(year=new.list_year, codes=tuple(unknown), known=len(names))
    twice = sorted(code for code, times in Counter(codes).items() if times > 1)
    if twice:
        raise ListDouble(year=new.list_year, townships=tuple(names[c] for c in twice), entries=len(codes))
    for entry in new.entries:
        for column, is_wrong in _CANNOT_BE:
            if is_wrong(entry):
                raise EntryWrong(township=names[entry.ts_pcode], column=column, value=str(getattr(entry, column)))
    bare = [e.ts_pcode for e in new.entries if e.how == ListedHow.HAND and not (e.reason or "").strip()]
    if bare:
        raise ReasonMissing(townships=tuple(names[code] for code in sorted(bare)))
    rows = [asdict(entry) | {"reason": _reason(entry, names)} for entry in new.entries]
    kinds = {"space_time": "object", "smoothed_per_100k": "Float64", "corridor_share_0_1": "Float64"}
    return pd.DataFrame(rows).astype(kinds).sort_values("ts_pcode", ignore_index=True)


def _reason(entry: NewEntry, names: Mapping[str, str]) -> str | None:
    if not (entry.reason or "").strip():
        return None
    return one_line(str(entry.reason), _REASON_OF, names[entry.ts_pcode])


def _next_version(cursor: duckdb.DuckDBPyConnection, new: NewList) -> int:
    """One more than the latest of the year. Raises where the list was not made from the latest one."""
    last = cursor.execute(
        "SELECT list_id, version, townships, frozen_by, frozen_at_utc FROM hotspot_list WHERE list_year = ? "
        "ORDER BY version DESC LIMIT 1",
        [new.list_year],
    ).fetchone()
    if last is None:
        if new.supersedes is not None:
            raise ListToCorrectMissing(year=new.list_year, supersedes=new.supersedes)
        return 1
    found, version, townships, by, at = last
    if found != new.supersedes:
        raise ListFrozenMeanwhile(
            year=new.list_year, found=found, version=version, townships=townships, frozen_by=by,
            frozen_at=f"{at:%Y-%m-%d %H:%M}",
        )  # fmt: skip
    return int(version) + 1
