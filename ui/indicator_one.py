"""One indicator: its number, its definition, its past, its parts, the records that cannot answer, the cases behind."""

from __future__ import annotations

from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.indicator_files import Indicator
from data.vocabulary import Agency
from data.vocabulary_indicators import Dimension, IndicatorKind, IndicatorStage, Period
from ui import charts, frame, palette, state
from ui import indicator_choice as choice
from ui import indicator_figures as figures
from ui import indicator_words as say
from ui.export import Column, Kind
from ui.indicator_behind import behind
from ui.indicator_cards import open_one
from ui.indicator_choice import Periods
from ui.indicator_overview import source
from ui.indicator_parts import parts_section
from ui.indicator_rows import columns, row, tags, typed
from ui.indicator_values import Answers, Measured, answered_0_1, answers, is_early, is_over, moved, period_name, records
from ui.navigation import can_open
from ui.tables import table
from ui.text import _, label, number

RECOMMENDATIONS: Final = "pages/track/recommendations.py"
STYLE: Final = f"""<style>
.ind-facts {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .5rem; }}
.ind-facts div {{ background: {palette.PANEL}; border-radius: 6px; padding: .5rem .7rem; font-size: .82rem;
  color: {palette.INK_SOFT}; line-height: 1.6; }}
.ind-facts strong {{ display: block; font-size: 1.3rem; color: {palette.INK}; line-height: 1.4;
  font-variant-numeric: tabular-nums; }}
</style>"""


def show(one: Indicator) -> None:
    """Everything on one indicator."""
    st.button(
        _("All indicators"), icon=":material/arrow_back:", key="w_indicator_back", on_click=open_one, args=(None,)
    )
    st.subheader(_(one.title), anchor=False)
    places = st.columns([1, 1, 1], vertical_alignment="bottom")
    with places[2]:
        each = choice.each() if len(one.periods) > 1 else Period(one.periods[0])
    found = answers(state.scope(), state.filters(), (one,), each)
    when = choice.two_periods(found, one.key, places[0], places[1])
    now = found.measured(one.key, when.at)
    st.html(STYLE + facts(one, found, when, now))
    definition(one)
    _trend(one, found)
    if one.dimensions:
        parts_section(one, each, when)
    _completeness(one, each, when)
    behind(one, each, when)


# --- Number and definition --------------------------------------------------------------------------------------------


def facts(one: Indicator, found: Answers, when: Periods, now: Measured | None) -> str:
    """The number with its interval, N and D, target, change and gaps, as HTML."""
    value = None if now is None else now.value.value
    cells = [(say.value(one, value), _interval_words(one, now))]
    if now is not None:
        n = number(now.n, 0 if float(now.n).is_integer() else 1)
        cells.append((n if now.d is None else _("{n} of {d}").format(n=n, d=number(now.d, 1)), _counted_words(one)))
    aim = found.target(one.key, when.at)
    cells.append((_("none") if aim is None else say.value(one, aim), _target_words(one, now, aim)))
    if when.against is not None and when.at is not None:
        other = found.measured(one.key, when.against)
        since = moved(other, now)
        name = period_name(when.against, found.period)
        was = _("{period}: {value}").format(
            period=name, value=say.value(one, None if other is None else other.value.value)
        )
        told = say.change(one, since, name, is_early(one, now)) if since.value is not None else _("cannot be compared")
        bounds = _("95 %: {bounds}").format(bounds=say.difference_bounds(one, since))
        if not is_over(when.at, found.period, state.as_of()):
            told = f"{told}; {_('{period} is not over yet').format(period=period_name(when.at, found.period))}"
        cells.append((say.difference(one, since.value), f"{was}; {told}; {bounds}"))
    if now is not None:
        cells.append((_answered(one, now), "; ".join(say.gaps(one, now)[:2]) or _("no record is missing")))
    made = "".join(f"<div><strong>{escape(big)}</strong>{escape(small)}</div>" for big, small in cells)
    return f'<div class="ind-facts">{made}</div>'


def _interval_words(one: Indicator, now: Measured | None) -> str:
    if now is None or now.value.value is None:
        return say.not_a_value(one, now)
    bounds = say.bounds(one, now.value)
    return _("95 %: {bounds}").format(bounds=bounds) if bounds else _("no interval can be told")


def _counted_words(one: Indicator) -> str:
    if not one.denominator:
        return _(one.numerator)
    return _("{numerator}, of: {denominator}").format(numerator=_(one.numerator), denominator=_(one.denominator))


def _target_words(one: Indicator, now: Measured | None, aim: float | None) -> str:
    return say.direction(one) if aim is None else f"{say.target(one, now, aim)}. {say.direction(one)}"


def _answered(one: Indicator, now: Measured) -> str:
    share = answered_0_1(one, now)
    if share is None:
        return _("{n} missing").format(n=number(now.missing))
    return _("{share} can answer").format(share=f"{number(share * 100, 0 if share in (0, 1) else 1)}%")


def definition(one: Indicator) -> None:
    """Definition and source, one click away."""
    with st.expander(_("Definition and source"), icon=":material/menu_book:"):
        lines = [
            (_("Recommendation"), ", ".join(one.recommendations)),
            (_("Stage"), label(IndicatorStage(one.stage))),
            (_("Numerator"), _(one.numerator)),
            (_("Denominator"), _(one.denominator)),
            (_("Placed by"), _(one.day)),
            (_("Missing"), _(one.missing)),
            (_("Still in time or waiting"), _(one.inside)),
            (_("Kind"), label(IndicatorKind(one.kind))),
            (_("Better"), say.direction(one)),
            (_("Note"), _(one.note)),
            (_("Rests on"), one.fields),
            (_("File"), f"{one.key}.sql"),
        ]
        st.html(_list([(what, told) for what, told in lines if told]))
        st.caption(_("The definition is a proposal of this project; docs/methods.md says how it was decided."))
        if can_open(RECOMMENDATIONS):
            for recommendation in one.recommendations:
                _to_recommendation(recommendation)


def _to_recommendation(recommendation: str) -> None:
    """A button to the page of the recommendation that the indicator answers to."""
    text = _("Recommendation {numbers}").format(numbers=recommendation)
    if st.button(text, icon=":material/arrow_forward:", key=f"w_indicator_recommendation_{recommendation}"):
        state.set_page_value("recommendation", recommendation)
        st.switch_page(RECOMMENDATIONS)


def _list(lines: list[tuple[str, str]]) -> str:
    """Terms and what they mean."""
    rows = "".join(
        f'<div style="display:flex;flex-wrap:wrap;gap:.1rem 1rem;padding:.2rem 0">'
        f'<span style="flex:0 0 11rem;color:{palette.INK_SOFT}">{escape(what)}</span>'
        f'<span style="flex:1 1 14rem;overflow-wrap:anywhere">{escape(told)}</span></div>'
        for what, told in lines
    )
    return f'<div style="font-size:.88rem;line-height:1.6">{rows}</div>'


# --- Through time -----------------------------------------------------------------------------------------------------


def _trend(one: Indicator, found: Answers) -> None:
    points = figures.points(found, one.key, pd.Timestamp(state.as_of()))
    st.markdown("#### " + _("Through time"))
    if not points:
        frame.empty(_("Nothing was counted in any period with these filters."))
        return
    figure = figures.trend(one, points, found.target(one.key, None))
    note = _("Whiskers: 95 % interval. Lined: not over yet. n/a: nothing to divide by. {note}").format(
        note=_(one.note) + ("." if one.note else "")
    )
    charts.show(figure, trend_title(one, points), f"{note} {source()}", "indicator_trend")
    rows = pd.DataFrame([row(one, point.name, point.found) for point in points])
    table(
        typed(rows), [Column("name", _("Period")), *columns(one)], f"indicator_{one.key}_by_period",
        _("{title}, by period").format(title=_(one.title)), source(), hxl=tags("#date+period"),
        not_told=_("n/a"),
    )  # fmt: skip


def trend_title(one: Indicator, points: list[figures.Point]) -> str:
    """The first and the last period that are over and have a value."""
    known = [point for point in points if point.value is not None and not point.is_open]
    if not known:
        return _("{title}: no period that is over has a value").format(title=_(one.title))
    first, last = known[0], known[-1]
    told = _("{title}: {last} in {last_period}").format(
        title=_(one.title), last=say.value(one, last.value), last_period=last.name
    )
    if first is last:
        return told
    return _("{told}, {first} in {first_period}").format(
        told=told, first=say.value(one, first.value), first_period=first.name
    )


# --- What cannot answer -----------------------------------------------------------------------------------------------


def _completeness(one: Indicator, each: Period, when: Periods) -> None:
    """Which agency's records cannot answer."""
    if Dimension.AGENCY not in one.dimensions:
        return
    st.markdown("#### " + _("Records that can answer"))
    found = answers(state.scope(), state.filters(), (one,), each, Dimension.AGENCY)
    names = say.part_names(Dimension.AGENCY, [str(agency) for agency in Agency])
    rows = [
        {"agency": names[part], "asked": records(one, told), "missing": told.missing,
         "answered_0_1": answered_0_1(one, told)}
        for part in found.parts(one.key)
        if (told := found.measured(one.key, when.at, part)) is not None
    ]  # fmt: skip
    if not rows:
        frame.empty(_("No record of this period is asked."))
        return
    frame_of = pd.DataFrame(rows).astype({"asked": "Int64", "missing": "Int64", "answered_0_1": "Float64"})
    st.markdown(completeness_words(frame_of))
    heads = [
        Column("agency", _("Agency that recorded the case")),
        Column("asked", _("Asked"), _("records"), Kind.NUMBER),
        Column("missing", _("Cannot answer"), _("records"), Kind.NUMBER),
        Column("answered_0_1", _("Records that can answer"), kind=Kind.SHARE),
    ]
    table(frame_of, heads, f"indicator_{one.key}_completeness", _("Records that can answer, by agency"), source())


def completeness_words(rows: pd.DataFrame) -> str:
    """Whose records cannot answer."""
    lacking = rows[rows["missing"] > 0].sort_values("missing", ascending=False)
    if lacking.empty:
        return _("Every record that is asked can answer.")
    told = ", ".join(f"{row['agency']} ({number(row['missing'])})" for row in lacking.to_dict("records"))
    return _("Cannot answer: {agencies} records.").format(agencies=told)
