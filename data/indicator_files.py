"""Indicators as they are written: one SQL file each, with everything that is known of it in its header.

The register of indicators is read from these files and kept nowhere else: adding an indicator is adding a file, here or
in the folder that the environment variable ATLAS_INDICATORS names.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TypeVar

import duckdb

from data.code import Code
from data.indicator_errors import IndicatorUnreadable
from data.paths import ROOT
from data.settings import SETTINGS
from data.vocabulary_indicators import CASE_DIMENSIONS, Better, Dimension, IndicatorKind, IndicatorStage, Period

FOLDER = ROOT / "queries" / "sql" / "indicators"
UNITS = frozenset(
    {
        *(
            "share",
            "people",
            "cases",
            "records",
            "forms",
            "days",
            "visits",
            "meetings",
            "trainings",
            "townships",
            "stages",
        ),
        *("providers", "kyat", "points", "per-100", "weighted-cases", "times"),
    }
)
BOUND = frozenset({"role", "organisation", "shelters", "as_of", "dimension", "period"})
"""Parameters that a statement may use; besides them, the key of any setting."""
RAW_TABLES = re.compile(
    r"\b(victim_case|case_event|case_flag|case_need|case_source|assignment|assessment|assessment_risk|referral"
    r"|legal_proceeding|meeting_decision|hotspot_list|hotspot_entry|allocation_plan|audit_log|import_reject"
    r"|(?:fact|told_[a-z]+)_\d+)\b",  # tables kept for some reader, see data/kept.py
    re.I,
)
REQUIRED = ("title", "stage", "recommendation", "kind", "unit", "better", "target", "numerator", "day", "dimensions")
OPTIONAL = ("denominator", "missing", "inside", "fields", "periods", "note")
TEXTS = ("title", "numerator", "denominator", "day", "missing", "inside", "note")
C = TypeVar("C", bound=Code)
_HEADER = re.compile(r"^-- (?P<key>[a-z]+): (?P<value>.+)$")
_RECOMMENDATION = re.compile(r"[1-4]\.\d{1,2}(\.\d)?")


@dataclass(frozen=True)
class Indicator:
    """One indicator. Texts are gettext msgids, "" where there is none to tell.

    key: the stem of its file. target: in the unit of the value (a share from 0 to 1), None: none is set.
    day: which day places a record in its year or quarter. fields: the tables and columns that it rests on.
    """

    key: str
    title: str
    stage: IndicatorStage
    recommendations: tuple[str, ...]
    kind: IndicatorKind
    unit: str
    better: Better
    target: float | None
    numerator: str
    denominator: str
    day: str
    missing: str
    inside: str
    note: str
    fields: str
    dimensions: tuple[Dimension, ...]
    periods: tuple[Period, ...]
    sql: str

    @property
    def parameters(self) -> frozenset[str]:
        """Names of the bound parameters that the statement uses."""
        return frozenset(re.findall(r"\$([a-z_0-9]+)", self.sql))

    @property
    def counts_cases(self) -> bool:
        """Whether single cases stand behind the number."""
        return Dimension.SEX in self.dimensions


def indicators() -> tuple[Indicator, ...]:
    """All indicators by recommendation, then by name of file. Raises IndicatorUnreadable."""
    return _ordered(_of(path) for folder in folders() for path in sorted(folder.glob("*.sql")))


def shipped() -> tuple[Indicator, ...]:
    """Those that come with the atlas. Raises IndicatorUnreadable."""
    return _ordered(_of(path) for path in sorted(FOLDER.glob("*.sql")))


def _of(path: Path) -> Indicator:
    return _indicator(path, path.stat().st_mtime_ns)


def _ordered(read: Iterable[Indicator]) -> tuple[Indicator, ...]:
    found = list(read)
    if twice := sorted({one.key for one in found if sum(other.key == one.key for other in found) > 1}):
        raise IndicatorUnreadable(file=f"{twice[0]}.sql", what="another file has the same name")
    return tuple(sorted(found, key=lambda one: (_order(one.recommendations[0]), one.key)))


def folders() -> tuple[Path, ...]:
    """Where indicators stand: those of the atlas, then those of this installation (ATLAS_INDICATORS), if any."""
    own = os.environ.get("ATLAS_INDICATORS")
    return (FOLDER, Path(own)) if own else (FOLDER,)


def _order(recommendation: str) -> tuple[int, ...]:
    return tuple(int(part) for part in recommendation.split("."))


@cache
def _indicator(path: Path, changed: int) -> Indicator:  # noqa: ARG001 a changed file is read anew
    return read(path.name, path.read_text(encoding="utf-8"))


def read(file: str, text: str) -> Indicator:
    """The indicator that a file describes. Raises IndicatorUnreadable."""
    header, sql = _split(file, text)
    lacking = [key for key in REQUIRED if key not in header]
    unknown = [key for key in header if key not in (*REQUIRED, *OPTIONAL)]
    if lacking or unknown:
        raise IndicatorUnreadable(file=file, what=f"its header lacks {lacking}, and {unknown} is not known")
    kind = _code(file, IndicatorKind, header["kind"])
    if header["unit"] not in UNITS:
        raise IndicatorUnreadable(file=file, what=f"the unit {header['unit']!r} is none of {sorted(UNITS)}")
    if kind in (IndicatorKind.SHARE, IndicatorKind.RATIO) and "denominator" not in header:
        raise IndicatorUnreadable(file=file, what="a share or a ratio needs a denominator")
    _refuse_other_sql(file, sql)
    return Indicator(
        key=Path(file).stem,
        stage=_code(file, IndicatorStage, header["stage"]),
        recommendations=_recommendations(file, header["recommendation"]),
        kind=kind,
        unit=header["unit"],
        better=_code(file, Better, header["better"]),
        target=_target(file, header["target"]),
        fields=header.get("fields", ""),
        dimensions=_dimensions(file, header["dimensions"]),
        periods=tuple(_code(file, Period, word) for word in header.get("periods", "year quarter").split()),
        sql=sql,
        **{key: header.get(key, "") for key in TEXTS},
    )


def _split(file: str, text: str) -> tuple[dict[str, str], str]:
    """Header by key, a line that is indented going on with the one before; and the statement."""
    header: dict[str, str] = {}
    lines = text.strip().splitlines()
    last = ""
    for number, line in enumerate(lines):
        if not line.startswith("--"):
            return header, "\n".join(lines[number:])
        if line.startswith("--   ") and last:
            header[last] += f" {line[2:].strip()}"
        elif match := _HEADER.match(line):
            last = match["key"]
            header[last] = match["value"].strip()
        else:
            raise IndicatorUnreadable(file=file, what=f"line {number + 1} of its header is not `-- key: value`: {line}")
    raise IndicatorUnreadable(file=file, what="no statement follows its header")


def _code(file: str, codes: type[C], word: str) -> C:
    try:
        return codes(word)
    except ValueError:
        raise IndicatorUnreadable(file=file, what=f"{word!r} is none of {[str(code) for code in codes]}") from None


def _recommendations(file: str, written: str) -> tuple[str, ...]:
    found = tuple(written.replace(",", " ").split())
    if wrong := [one for one in found if not _RECOMMENDATION.fullmatch(one)]:
        raise IndicatorUnreadable(file=file, what=f"{wrong} is no recommendation such as 2.10.1")
    return found


def _target(file: str, written: str) -> float | None:
    try:
        return None if written == "none" else float(written)
    except ValueError:
        raise IndicatorUnreadable(file=file, what=f"the target {written!r} is neither a number nor none") from None


def _dimensions(file: str, written: str) -> tuple[Dimension, ...]:
    words = [] if written == "none" else written.split()
    rest = tuple(_code(file, Dimension, word) for word in words if word != "case")
    return (*CASE_DIMENSIONS, *rest) if "case" in words else rest


def _refuse_other_sql(file: str, sql: str) -> None:
    """One SELECT with known parameters that reads cases only through the macros of a scope."""
    plain = re.sub(r"/\*.*?\*/", " ", re.sub(r"--.*$", "", sql, flags=re.M), flags=re.S)
    try:
        statements = duckdb.extract_statements(sql)
    except duckdb.Error as error:
        raise IndicatorUnreadable(file=file, what=str(error).splitlines()[0]) from error
    if len(statements) != 1 or statements[0].type != duckdb.StatementType.SELECT:
        raise IndicatorUnreadable(file=file, what="it must be one SELECT")
    if raw := RAW_TABLES.search(plain):
        raise IndicatorUnreadable(file=file, what=f"it names the raw table {raw.group()}")
    asked = set(re.findall(r"\$([a-z_0-9]+)", plain))
    if unknown := sorted(asked - BOUND - set(SETTINGS)):
        raise IndicatorUnreadable(file=file, what=f"nothing is bound to {unknown}")
