"""Run one named statement of queries/sql with bound parameters; the header of the file says what comes back."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pandas as pd

from data.scope import Scope
from data.store import Store

FOLDER = Path(__file__).resolve().parent / "sql"
PARAMETER = re.compile(r"\$([a-z_0-9]+)")
_COLUMN = re.compile(r"^(?P<name>[a-z][a-z0-9_]*) (?P<unit>[a-z0-9/-]+)(?: \(null: (?P<null>[^)]+)\))?$")

COUNTED = frozenset(
    {"rank", "people", "people-days", "days", "year", "rows", "townships", "organisations", "presences"}
)
UNITS = COUNTED | {
    *("text", "date", "time", "yes/no", "degrees", "km", "km2"),
    *("share", "per-100k", "usd", "kyat", "amount", "expected-people", "weighted-people"),
}


@dataclass(frozen=True)
class Column:
    """A result column; null says what null means there, and is None where the column has none."""

    name: str
    unit: str
    null: str | None


@cache
def statement(name: str) -> str:
    """The text of queries/sql/<name>.sql."""
    return (FOLDER / f"{name}.sql").read_text(encoding="utf-8")


@cache
def declared_parameters(name: str) -> frozenset[str]:
    """Names of the $parameters that the statement uses, comments apart."""
    return frozenset(PARAMETER.findall(re.sub(r"--.*$", "", statement(name), flags=re.M)))


@cache
def declared_columns(name: str) -> tuple[Column, ...]:
    """The result columns that the header of the statement promises, in order."""
    return header_columns(statement(name))


def header_columns(text: str) -> tuple[Column, ...]:
    """Columns of a header comment: `-- name unit | name unit (null: what it means)`, after the question.

    The question is prose; the columns begin with the first line whose first word is a name and whose second is one
    of UNITS. Raises ValueError where a part is not of that form.
    """
    lines = [line[2:].strip() for line in re.match(r"(--.*\n)*", text).group().splitlines()]  # type: ignore[union-attr]
    begin = next((i for i, line in enumerate(lines) if _is_column_line(line)), len(lines))
    parts = [part.strip() for part in " ".join(lines[begin:]).split("|")]
    found = [_COLUMN.match(part) for part in parts]
    bad = [part for part, match in zip(parts, found, strict=True) if match is None or match["unit"] not in UNITS]
    if bad or begin == 0:
        raise ValueError(f"header needs its question, then `name unit | …` with units {sorted(UNITS)}; found {bad}")
    return tuple(Column(match["name"], match["unit"], match["null"]) for match in found if match)


def _is_column_line(line: str) -> bool:
    words = line.split(" ")
    return len(words) > 1 and re.fullmatch(r"[a-z][a-z0-9_]*", words[0]) is not None and words[1] in UNITS


def ask(store: Store, name: str, scope: Scope | None = None, **params: object) -> pd.DataFrame:
    """The answer to one question, with the columns that its header declares.

    The scope's $role, $organisation and $shelters are bound where the statement declares them. Counts are int64, or
    nullable Int64 where the header says what null means; yes/no is bool or nullable boolean in the same way.
    Raises TypeError where the parameters given are not those that the statement declares.
    """
    declared = declared_parameters(name)
    given = dict(params) | {k: v for k, v in (scope.params() if scope else {}).items() if k in declared}
    if set(given) != declared:
        raise TypeError(f"{name}: declared {sorted(declared)}, given {sorted(given)}")
    return _typed(store.read(statement(name), given), declared_columns(name))


def _typed(frame: pd.DataFrame, columns: tuple[Column, ...]) -> pd.DataFrame:
    kinds: dict[str, str] = {}
    for column in columns:
        if column.unit == "text":
            kinds[column.name] = "str"
        elif column.unit in COUNTED:
            kinds[column.name] = "Int64" if column.null else "int64"
        elif column.unit == "yes/no":
            kinds[column.name] = "boolean" if column.null else "bool"
    return frame.astype(kinds)
