"""What the Indicators page is asked for, kept in the URL: stage, indicator, periods, and what it is broken down by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from data.indicator_files import Indicator, indicators
from data.vocabulary_indicators import Dimension, IndicatorStage, Period
from ui import state
from ui.indicator_values import ALL, Answers, before, default_period, period_key, period_name
from ui.text import _, label, number

NONE: Final = "none"


@dataclass(frozen=True)
class Periods:
    """The period that is shown (None: all together) and the one that it is compared with (None: none)."""

    at: pd.Timestamp | None
    against: pd.Timestamp | None


def one_of(all_: Sequence[Indicator]) -> Indicator | None:
    """The indicator that the URL names."""
    known = {one.key: one for one in all_}
    return known.get(state.page_value("indicator"))


def every() -> tuple[Indicator, ...]:
    """All indicators. Raises IndicatorUnreadable."""
    return indicators()


def stage(all_: Sequence[Indicator]) -> IndicatorStage:
    """The stage whose cards are shown."""
    counts = {code: sum(one.stage is code for one in all_) for code in IndicatorStage}
    words = {str(code): code for code in IndicatorStage}
    now = words[state.page_value("area", tuple(words), str(IndicatorStage.PRE_RETURN))]
    state.hold("w_indicators_stage", now)

    def changed() -> None:
        state.set_page_value("area", str(st.session_state["w_indicators_stage"] or now))

    st.segmented_control(
        _("Stage"), list(IndicatorStage), required=True, key="w_indicators_stage", on_change=changed, wrap=True,
        format_func=lambda code: f"{label(code)} ({number(counts[code])})", label_visibility="collapsed",
    )  # fmt: skip
    return now


def each() -> Period:
    """Years or quarters."""
    now = Period(state.page_value("each", tuple(str(one) for one in Period), str(Period.YEAR)))
    state.hold("w_indicators_each", now)

    def changed() -> None:
        found = Period(st.session_state["w_indicators_each"] or now)
        state.set_page_value("each", None if found is Period.YEAR else str(found))
        state.set_page_value("at", None)
        state.set_page_value("against", None)

    st.segmented_control(
        _("Trend by"), list(Period), required=True, format_func=label, key="w_indicators_each", on_change=changed
    )
    return now


def period(answers: Answers, key: str | None = None) -> pd.Timestamp | None:
    """The period that is shown; None: all together. key: only those in which this indicator counted."""
    there = list(reversed(answers.periods(key)))
    names: dict[str, object] = {ALL: _("All together")} | {period_key(at, answers.period): at for at in there}
    first = default_period(there, answers.period, state.as_of())
    now = state.page_value("at", tuple(names), ALL if first is None else period_key(first, answers.period))
    _select("at", _("Period"), names, now, answers)
    found = names[now]
    return found if isinstance(found, pd.Timestamp) else None


def two_periods(answers: Answers, key: str, first: DeltaGenerator, second: DeltaGenerator) -> Periods:
    """The period of an indicator and the one to compare it with; first, second: where their choices are drawn."""
    with first:
        at = period(answers, key)
    if at is None:
        return Periods(None, None)
    there = [one for one in reversed(answers.periods(key)) if one != at]
    names: dict[str, object] = {NONE: _("nothing")} | {period_key(one, answers.period): one for one in there}
    earlier = period_key(before(at, answers.period), answers.period)
    now = state.page_value("against", tuple(names), earlier if earlier in names else NONE)
    with second:
        _select("against", _("Compared with"), names, now, answers)
    found = names[now]
    return Periods(at, found if isinstance(found, pd.Timestamp) else None)


def _select(key: str, title: str, names: dict[str, object], now: str, answers: Answers) -> None:
    widget = f"w_indicators_{key}"
    state.hold(widget, now)

    def changed() -> None:
        chosen = st.session_state[widget]
        state.set_page_value(key, chosen if chosen in names else None)

    def words(one: str) -> str:
        at = names.get(one, one)
        return period_name(at, answers.period) if isinstance(at, pd.Timestamp) else str(at)

    st.selectbox(title, list(names), format_func=words, key=widget, on_change=changed)


def dimension(one: Indicator) -> Dimension | None:
    """What the indicator is broken down by; None: it cannot be."""
    if not one.dimensions:
        return None
    words = {str(code): code for code in one.dimensions}
    now = words[state.page_value("by", tuple(words), str(one.dimensions[0]))]
    state.hold("w_indicators_by", now)

    def changed() -> None:
        state.set_page_value("by", str(st.session_state["w_indicators_by"]))

    st.selectbox(_("Broken down by"), list(one.dimensions), format_func=label, key="w_indicators_by", on_change=changed)
    return now
