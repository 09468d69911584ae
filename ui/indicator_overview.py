"""All indicators at a glance: the cards of a stage for one period, and the file with all of them."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from data.indicator_files import Indicator
from data.vocabulary_indicators import IndicatorKind, IndicatorStage
from ui import indicator_cards as cards
from ui import indicator_choice as choice
from ui import state
from ui.export import Column, Kind, download
from ui.frame import source_note
from ui.indicator_values import Answers, answered_0_1, answers, before, is_clear, is_early, moved, period_name
from ui.text import _, day


def show(every: Sequence[Indicator]) -> None:
    """The controls, the cards of a stage and the downloads."""
    stage = choice.stage(every)
    first, second, _rest = st.columns(3, vertical_alignment="bottom")
    with second:
        each = choice.each()
    found = answers(state.scope(), state.filters(), every, each)
    with first:
        at = choice.period(found)
    cards.grid([one for one in every if one.stage is stage], found, at)
    source_note(notes())
    st.markdown("##### " + _("All indicators as a file"))
    rows, heads = table_rows(every, found, at), columns()
    download(rows, heads, "indicators", _("Indicators"), source(), hxl=TAGS)


def source() -> str:
    """Where the numbers come from."""
    return _("Source: the register and the small registers of this installation, as known on {day}.").format(
        day=day(state.as_of())
    )


def notes() -> str:
    """How a card is read."""
    return " ".join([
        _("95 %: how far the number could have moved by chance alone (shares: Wilson; counts and rates: exact Poisson; "
          "medians: Kaplan–Meier band or order statistics)."),
        _("A change is told only where its 95 % interval holds no zero; n is told where it is below 20."),
        _("Bars: a dotted foot is n/a, the broken line is the target."),
        source(),
    ])  # fmt: skip


def table_rows(every: Sequence[Indicator], found: Answers, at: pd.Timestamp | None) -> pd.DataFrame:
    """Every indicator with its number of a period, one row each; columns as in columns()."""
    return pd.DataFrame([_row(one, found, at) for one in every]).astype(
        {"missing": "Int64", "inside": "Int64"} | dict.fromkeys(_FLOATS, "Float64")
    )


_FLOATS = ("value", "low", "high", "n", "d", "target", "answered_0_1", "change", "change_low", "change_high")


def _row(one: Indicator, found: Answers, at: pd.Timestamp | None) -> dict[str, object]:
    now = found.measured(one.key, at)
    since = moved(None if at is None else found.measured(one.key, before(at, found.period)), now)
    numbers = number_cells(one, found, at) | {
        "change": since.value, "change_low": since.low, "change_high": since.high,
        "clear": "" if since.value is None else _("yes") if is_clear(since) and not is_early(one, now) else _("no"),
    }  # fmt: skip
    return {
        "indicator": one.key, "title": _(one.title), "stage": str(one.stage),
        "recommendations": ", ".join(one.recommendations), "kind": str(one.kind), "unit": one.unit,
        "period": _("All together") if at is None else period_name(at, found.period),
        **{name: None if value == float("inf") else value for name, value in numbers.items()},
    }  # fmt: skip


def number_cells(one: Indicator, found: Answers, at: pd.Timestamp | None, part: str | None = None) -> dict[str, object]:
    """value, low, high, n, d, missing, inside, target and answered_0_1 of one number; null where n/a."""
    now = found.measured(one.key, at, part)
    if now is None:
        return dict.fromkeys(("value", "low", "high", "n", "d", "missing", "inside", "answered_0_1")) | {
            "target": found.target(one.key, at)
        }
    return {
        "value": now.value.value, "low": now.value.low, "high": now.value.high, "n": now.n, "d": now.d,
        "missing": now.missing, "inside": now.inside, "answered_0_1": answered_0_1(one, now),
        "target": found.target(one.key, at),
    }  # fmt: skip


def columns() -> list[Column]:
    """The columns of table_rows. Values are in the unit that stands beside them; a share is a fraction of 1."""
    return [
        Column("indicator", _("Indicator")),
        Column("title", _("Title"), width="large"),
        Column("stage", _("Stage"), codes=IndicatorStage),
        Column("recommendations", _("Recommendation")),
        Column("kind", _("Kind"), codes=IndicatorKind),
        Column("unit", _("Unit")),
        Column("period", _("Period")),
        *number_columns(),
        Column("change", _("Change since the period before"), kind=Kind.PLAIN),
        Column("change_low", _("Change, lower bound"), kind=Kind.PLAIN),
        Column("change_high", _("Change, upper bound"), kind=Kind.PLAIN),
        Column("clear", _("Beyond noise")),
    ]


def number_columns() -> list[Column]:
    """The columns of number_cells, each in the unit of its row."""
    return [
        Column("value", _("Value"), kind=Kind.PLAIN),
        Column("low", _("Lower bound (95 %)"), kind=Kind.PLAIN),
        Column("high", _("Upper bound (95 %)"), kind=Kind.PLAIN),
        Column("n", _("Numerator"), kind=Kind.PLAIN),
        Column("d", _("Denominator"), kind=Kind.PLAIN),
        Column("missing", _("Missing"), _("records"), Kind.NUMBER),
        Column("inside", _("Still in time or waiting"), _("records"), Kind.NUMBER),
        Column("target", _("Target"), kind=Kind.PLAIN),
        Column("answered_0_1", _("Records that can answer"), kind=Kind.SHARE),
    ]


NUMBER_TAGS = {
    "value": "#indicator+value+num", "low": "#indicator+value+num+low", "high": "#indicator+value+num+high",
    "n": "#indicator+numerator+num", "d": "#indicator+denominator+num", "missing": "#meta+missing+num",
    "inside": "#meta+pending+num", "target": "#indicator+target+num", "answered_0_1": "#meta+completeness+num",
}  # fmt: skip
TAGS = {
    "indicator": "#indicator+code", "title": "#indicator+name", "stage": "#sector+stage",
    "recommendations": "#meta+recommendation", "kind": "#indicator+type", "unit": "#indicator+unit",
    "period": "#date+period", **NUMBER_TAGS, "change": "#indicator+change+num",
    "change_low": "#indicator+change+num+low", "change_high": "#indicator+change+num+high", "clear": "#meta+clear",
}  # fmt: skip
