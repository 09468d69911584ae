"""An indicator broken down: its parts beside each other, in two periods, and on the map where they are places."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from analysis.levels import Level
from data.indicator_files import Indicator
from data.vocabulary_indicators import Dimension, Period
from ui import charts, frame, state
from ui import indicator_choice as choice
from ui import indicator_figures as figures
from ui import indicator_words as say
from ui.export import Column, Kind
from ui.indicator_choice import Periods
from ui.indicator_figures import Point
from ui.indicator_map import show_map
from ui.indicator_overview import NUMBER_TAGS, source
from ui.indicator_rows import columns, row, typed, value_kind
from ui.indicator_values import Answers, answers, is_clear, is_early, is_over, moved, period_name
from ui.tables import table
from ui.text import _, label, number

LEVELS: Final = {Dimension.TOWNSHIP: Level.TOWNSHIP, Dimension.DISTRICT: Level.DISTRICT, Dimension.STATE: Level.STATE}
_PART_TAGS: Final = {
    Dimension.TOWNSHIP: ("#adm3+code", "#adm3+name"),
    Dimension.DISTRICT: ("#adm2+code", "#adm2+name"),
    Dimension.STATE: ("#adm1+code", "#adm1+name"),
    Dimension.PROVIDER: ("#org+code", "#org+name"),
}


def parts_section(one: Indicator, each: Period, when: Periods) -> None:
    """The chosen dimension: figure, map of places, table with both periods, downloads."""
    st.markdown("#### " + _("For whom, and where"))
    dimension = choice.dimension(one)
    if dimension is None:
        return
    found = answers(state.scope(), state.filters(), (one,), each, dimension)
    names = say.part_names(dimension, found.parts(one.key))
    points = parts_of(one, found, when, names)
    if not points:
        frame.empty(_("Nothing was counted in this period."))
        return
    if dimension in LEVELS:
        show_map(one, LEVELS[dimension], dict(points), source())
    figure = figures.parts(one, [point for _part, point in points], found.target(one.key, when.at))
    charts.show(figure, parts_title(one, dimension, points), _notes(len(points)), "indicator_parts")
    table(
        parts_rows(one, found, when, points), parts_columns(one, found, when), f"indicator_{one.key}_by_{dimension}",
        _("{title}, by {dimension}").format(title=_(one.title), dimension=label(dimension)), source(),
        hxl=parts_tags(dimension, when), not_told=_("n/a"),
    )  # fmt: skip


def parts_of(one: Indicator, found: Answers, when: Periods, names: dict[str, str]) -> list[tuple[str, Point]]:
    """Parts with their numbers of the period, those that rest on most first; a part without any is left out."""
    measured = {part: found.measured(one.key, when.at, part) for part in names}
    is_open = when.at is not None and not is_over(when.at, found.period, state.as_of())
    there = [(part, Point(names[part], told, is_open)) for part, told in measured.items() if told is not None]

    def weight(item: tuple[str, Point]) -> tuple[float, str]:
        told = item[1].found
        return (0.0 if told is None else -(told.n if told.d is None else told.d), item[1].name)

    return sorted(there, key=weight)


def parts_title(one: Indicator, dimension: Dimension, points: list[tuple[str, Point]]) -> str:
    """How far the parts lie apart, of those that rest on enough."""
    known = [point for _part, point in points if point.value is not None and point.found and not point.found.is_few]
    if len(known) < 2:
        return _("{dimension}: fewer than two parts rest on 20 or more").format(dimension=label(dimension))
    low, high = min(known, key=lambda p: p.value or 0), max(known, key=lambda p: p.value or 0)
    return _("{dimension}: from {low} ({low_name}) to {high} ({high_name}), of parts that rest on 20 or more").format(
        dimension=label(dimension), low=say.value(one, low.value), low_name=low.name, high=say.value(one, high.value),
        high_name=high.name,
    )  # fmt: skip


def _notes(parts: int) -> str:
    most = figures.most_parts()
    cut = _("The {n} parts that rest on most; all of them stand in the table.").format(n=number(most))
    return " ".join([_("Whiskers: 95 % interval."), *([cut] if parts > most else []), source()])


def parts_rows(one: Indicator, found: Answers, when: Periods, points: list[tuple[str, Point]]) -> pd.DataFrame:
    """A row a part; with two periods the other one's number and the difference beside it."""
    rows = []
    for part, point in points:
        told = row(one, point.name, point.found) | {"code": part}
        if when.against is not None:
            other = found.measured(one.key, when.against, part)
            since = moved(other, point.found)
            scale = 100.0 if one.unit == "share" else 1.0
            early = is_early(one, point.found)
            bounds = (since.low, since.high) if since.is_bounded else (None, None)
            moves = [None if value is None else value * scale for value in (since.value, *bounds)]
            told |= {
                "was": None if other is None else other.value.value,
                "was_d": None if other is None else (other.n if other.d is None else other.d),
                **dict(zip(("change", "change_low", "change_high"), moves, strict=True)),
                "clear": _("n/a") if since.value is None else _("yes") if is_clear(since) and not early else _("no"),
            }  # fmt: skip
        rows.append(told)
    frame_of = typed(pd.DataFrame(rows))
    return frame_of.astype({name: "Float64" for name in _MOVED if name in frame_of})


_MOVED: Final = ("was", "was_d", "change", "change_low", "change_high")


def parts_columns(one: Indicator, found: Answers, when: Periods) -> list[Column]:
    """The columns of parts_rows."""
    kind, unit = value_kind(one), say.unit(one)
    moved_unit = _("percentage points") if one.unit == "share" else unit
    heads = [Column("name", _("Part")), *columns(one)]
    if when.against is not None:
        other = period_name(when.against, found.period)
        heads[4:4] = [
            Column("was", _("Value in {period}").format(period=other), unit, kind),
            Column("was_d", _("Rested on in {period}").format(period=other), kind=Kind.NUMBER),
            Column("change", _("Difference"), moved_unit, Kind.DECIMAL),
            Column("change_low", _("Difference, lower bound"), moved_unit, Kind.DECIMAL),
            Column("change_high", _("Difference, upper bound"), moved_unit, Kind.DECIMAL),
            Column("clear", _("Beyond noise")),
        ]
    return [*heads, Column("code", _("Code"))]


def parts_tags(dimension: Dimension, when: Periods) -> dict[str, str]:
    """HXL tags of parts_columns."""
    code, name = _PART_TAGS.get(dimension, ("#meta+part+code", "#meta+part+name"))
    tags = {"name": name, "code": code} | {key: tag for key, tag in NUMBER_TAGS.items() if key != "target"}
    if when.against is None:
        return tags
    return tags | {
        "was": "#indicator+value+num+before", "was_d": "#indicator+denominator+num+before",
        "change": "#indicator+change+num", "change_low": "#indicator+change+num+low",
        "change_high": "#indicator+change+num+high", "clear": "#meta+clear",
    }  # fmt: skip
