"""What frozen lists and saved plans have in common: a SHA-256 over their content that their audit row repeats."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import math
from collections.abc import Iterable, Mapping

import pandas as pd

from data.store import Store

Rows = Iterable[Mapping[str, object]]


def now() -> dt.datetime:
    """UTC without its zone, as the register keeps it."""
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def as_frame(row: Mapping[str, object]) -> pd.DataFrame:
    """One row, its empty cells null whatever their column's kind."""
    return pd.DataFrame([dict(row)]).astype({name: "object" for name, value in row.items() if value is None})


def digest(*parts: Rows) -> str:
    """SHA-256 (64 hexadecimal digits) over rows; neither the order of rows nor that of columns matters."""
    plain = [sorted(json.dumps(_plain(row), sort_keys=True, ensure_ascii=False) for row in rows) for rows in parts]
    return hashlib.sha256(json.dumps(plain, ensure_ascii=False).encode()).hexdigest()


def _plain(row: Mapping[str, object]) -> dict[str, object]:
    return {str(name): _value(value) for name, value in row.items()}


def _value(value: object) -> object:
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    if isinstance(value, dt.datetime):
        return pd.Timestamp(value).isoformat(timespec="microseconds")
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and value.is_integer():
        return int(value)  # the same whether a column was read as whole numbers or not
    return str(value) if isinstance(value, str) else value


def said(content: str) -> str:
    """How an audit row names the content that it is about."""
    return f"sha256 {content}"


def changed(store: Store, action: str, table: str, key: str, parts: tuple[str, ...]) -> tuple[str, ...]:
    """Identifiers of rows of `table` that are not what their audit row says.

    parts: statements with $id whose rows are digested, dates as days. An audit row without its list counts too.
    """
    kept = store.read(f"SELECT {key} AS id, content_sha256 FROM {table} ORDER BY {key}")  # noqa: S608 the caller's own names
    log = store.read("SELECT subject, reason FROM audit_log WHERE action = $action", {"action": action})
    logged = dict(zip(log["subject"], log["reason"], strict=True))
    wrong = set(logged) - set(kept["id"])
    for identifier, content in zip(kept["id"], kept["content_sha256"], strict=True):
        rows = [_days(store.read(sql, {"id": identifier})).to_dict("records") for sql in parts]
        if digest(*rows) != content or logged.get(identifier) != said(content):
            wrong.add(identifier)
    return tuple(sorted(wrong))


def _days(frame: pd.DataFrame) -> pd.DataFrame:
    """Columns of dates as dates: DuckDB hands them over as timestamps."""
    return frame.assign(**{name: frame[name].dt.date.astype("object") for name in frame.columns if name == "as_of"})
