"""The numbers of one indicator as rows of a table, with their columns and HXL tags."""

from __future__ import annotations

import pandas as pd

from data.indicator_files import Indicator
from data.vocabulary_indicators import IndicatorKind
from ui import indicator_words as say
from ui.export import Column, Kind
from ui.indicator_overview import NUMBER_TAGS
from ui.indicator_values import Measured, answered_0_1
from ui.text import _


def row(one: Indicator, name: str, found: Measured | None) -> dict[str, object]:
    """One number as a row of a table; columns as in columns()."""
    blank = dict.fromkeys(("value", "low", "high", "n", "d", "missing", "inside", "answered_0_1"))
    if found is None:
        return {"name": name, **blank}
    low, high = (None if bound == float("inf") else bound for bound in (found.value.low, found.value.high))
    return {
        "name": name, "value": found.value.value, "low": low, "high": high, "n": found.n, "d": found.d,
        "missing": found.missing, "inside": found.inside, "answered_0_1": answered_0_1(one, found),
    }  # fmt: skip


def typed(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with numbers that may be lacking."""
    floats = [name for name in ("value", "low", "high", "n", "d", "answered_0_1") if name in rows]
    whole = [name for name in ("missing", "inside") if name in rows]
    return rows.astype(dict.fromkeys(floats, "Float64") | dict.fromkeys(whole, "Int64"))


def value_kind(one: Indicator) -> Kind:
    """How the value is written: a share in percent, whole numbers as such."""
    if one.unit == "share":
        return Kind.SHARE
    return Kind.NUMBER if one.kind in (IndicatorKind.COUNT, IndicatorKind.WAITING) else Kind.DECIMAL


def columns(one: Indicator) -> list[Column]:
    """The columns of row(), after its name."""
    kind = value_kind(one)
    bound_kind = Kind.DECIMAL if one.kind is IndicatorKind.COUNT else kind
    counts = Kind.NUMBER if one.kind is not IndicatorKind.RATIO else Kind.DECIMAL
    unit = say.unit(one)
    both = [Column("n", _("Numerator"), kind=counts), Column("d", _("Denominator"), kind=counts)]
    return [
        Column("value", _("Value"), unit, kind),
        Column("low", _("Lower bound (95 %)"), unit, bound_kind),
        Column("high", _("Upper bound (95 %)"), unit, bound_kind),
        *(both if one.denominator or one.kind is IndicatorKind.MEDIAN else []),
        Column("missing", _("Missing"), _("records"), Kind.NUMBER),
        Column("inside", _("Still in time or waiting"), _("records"), Kind.NUMBER),
        Column("answered_0_1", _("Records that can answer"), kind=Kind.SHARE),
    ]


def tags(name: str) -> dict[str, str]:
    """HXL tags of row(); name: of its first column."""
    return {"name": name} | {key: tag for key, tag in NUMBER_TAGS.items() if key != "target"}
