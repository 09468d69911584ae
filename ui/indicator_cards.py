"""The cards of the Indicators page: one a number, with its interval, target, past and gaps; a click opens it."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.indicator_files import Indicator
from ui import indicator_figures as figures
from ui import indicator_words as say
from ui import palette, state
from ui.indicator_values import Answers, Measured, before, is_early, is_over, moved, period_name
from ui.text import _, language

PER_ROW: Final = 3
STYLE: Final = f"""<style>
.ind {{ display: flex; flex-direction: column; gap: .18rem; color: {palette.INK}; line-height: 1.45; }}
.ind:lang(my) {{ line-height: 1.85; }}
.ind .rec {{ font-size: .76rem; color: {palette.INK_SOFT}; }}
.ind .name {{ font-weight: 600; font-size: .95rem; min-height: 2.7em; }}
.ind .value {{ font-size: 1.75rem; font-weight: 600; line-height: 1.25; font-variant-numeric: tabular-nums; }}
.ind .value small {{ font-size: .82rem; font-weight: 400; color: {palette.INK_SOFT}; margin-left: .3rem; }}
.ind .line {{ font-size: .82rem; color: {palette.INK_SOFT}; font-variant-numeric: tabular-nums; }}
.ind .line b {{ color: {palette.INK}; font-weight: 600; }}
.ind .few {{ border: 1px solid {palette.INK_SOFT}; border-radius: 4px; padding: 0 .3rem; color: {palette.INK}; }}
.ind .past {{ margin-top: .35rem; }}
.ind .na {{ color: {palette.INK_SOFT}; }}
</style>"""


def grid(chosen: Sequence[Indicator], answers: Answers, at: pd.Timestamp | None) -> None:
    """The cards of some indicators, three beside each other where there is room. at: the period (None: all)."""
    st.html(STYLE)
    for start in range(0, len(chosen), PER_ROW):
        columns = st.columns(PER_ROW, gap="small")
        for column, one in zip(columns, chosen[start : start + PER_ROW], strict=False):
            with column, st.container(border=True, key=f"indicator_{one.key}", height="stretch"):
                st.html(card(one, answers, at))
                st.button(
                    _("Open"), key=f"w_indicator_{one.key}", type="tertiary", icon=":material/arrow_forward:",
                    on_click=open_one, args=(one.key,), help=_("Parts, periods, cases and definition"),
                )  # fmt: skip


def open_one(key: str | None) -> None:
    """Show one indicator (None: all of them)."""
    state.set_page_value("indicator", key)


def card(one: Indicator, answers: Answers, at: pd.Timestamp | None) -> str:
    """One card as HTML, every text escaped."""
    found = answers.measured(one.key, at)
    aim = answers.target(one.key, at)
    past = figures.points(answers, one.key, pd.Timestamp(state.as_of()))
    marked = "" if at is None else period_name(at, answers.period)
    recommendation = _("Recommendation {numbers}").format(numbers=", ".join(one.recommendations))
    lines = [_value_line(one, found), _sure_line(one, found), *_change_line(one, answers, at, found)]
    told = [say.target(one, found, aim), *([] if found is None else say.gaps(one, found))]
    if answers.period not in one.periods:
        told.append(_("counted by year only"))
    small = figures.spark(past, marked, aim)
    return (
        f'<div class="ind" lang="{language()}"><div class="rec">{escape(recommendation)}</div>'
        f'<div class="name">{escape(_(one.title))}</div>{"".join(lines)}'
        f'<div class="line">{escape(" · ".join(told))}</div><div class="past">{small}</div></div>'
    )


def _value_line(one: Indicator, found: Measured | None) -> str:
    if found is None or found.value.value is None:
        why = say.not_a_value(one, found)
        return f'<div class="value na">{escape(_("n/a"))}<small>{escape(why)}</small></div>'
    unit = say.unit(one)
    small = f"<small>{escape(unit)}</small>" if unit else ""
    return f'<div class="value">{escape(say.plain_value(one, found.value.value))}{small}</div>'


def _sure_line(one: Indicator, found: Measured | None) -> str:
    """The interval with N and D; a small number stands in a frame."""
    if found is None:
        return ""
    interval = say.bounds(one, found.value)
    counted = escape(say.counted(one, found))
    if found.is_few and counted:
        counted = f'<span class="few">{counted}</span>'
    parts = [escape(_("95 %: {bounds}").format(bounds=interval)) if interval else "", counted]
    return f'<div class="line">{" · ".join(part for part in parts if part)}</div>'


def _change_line(one: Indicator, answers: Answers, at: pd.Timestamp | None, found: Measured | None) -> list[str]:
    """The change since the period before; a period that is not over is not compared."""
    if at is None or found is None:
        return []
    if not is_over(at, answers.period, state.as_of()):
        text = _("{period} is not over yet: no change is told").format(period=period_name(at, answers.period))
    else:
        earlier = before(at, answers.period)
        since = moved(answers.measured(one.key, earlier), found)
        text = say.change(one, since, period_name(earlier, answers.period), is_early(one, found))
    return [f'<div class="line"><b>{escape(text)}</b></div>'] if text else []
