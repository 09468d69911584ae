"""The time line of one case, drawn: stages, who carried it, numbered events and what is due, on one scale of days.

Boxes of HTML alone, placed in per cent of the width, so that it fits any screen, prints, and needs no script. Every
text is escaped. What is drawn is also said: the list of events below bears the same numbers.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from typing import Final

from data.vocabulary import Stage
from ui import palette
from ui.text import _, day, language, number

STAGE_COLOURS: Final[dict[Stage, tuple[str, str]]] = {
    Stage.PRE_RETURN: ("#d3e6e8", palette.INK),
    Stage.SHELTER: ("#93bfc6", palette.INK),
    Stage.COMMUNITY: (palette.PRIMARY, palette.PAPER),
    Stage.CLOSED: ("#e9ecee", palette.INK),
    Stage.READMITTED: (palette.ACCENT, palette.PAPER),
}
_MOST_TICKS: Final = 9
_MONTHS_BETWEEN_TICKS: Final = (1, 2, 3, 6, 12, 24, 60, 120)
_MARK_PERCENT: Final = 2.1
_SHORTEST_DAYS: Final = 60
_LAST_WORD_PERCENT: Final = 88
_NARROW_PX: Final = 620


@dataclass(frozen=True)
class Span:
    """A stretch of days, the end not included. look: a Stage, carried or waiting. title: for a pointer."""

    name: str
    begin: date
    end: date
    look: str
    title: str


@dataclass(frozen=True)
class Mark:
    """One day that is told. number: the same as in the list below; None for what is due and has not happened."""

    number: int | None
    on: date
    title: str
    is_late: bool = False


@dataclass(frozen=True)
class Drawing:
    """What is drawn, from the day `begin` to the day `end`; today: the day whose state is shown."""

    stages: tuple[Span, ...]
    carried: tuple[Span, ...]
    events: tuple[Mark, ...]
    due: tuple[Mark, ...]
    today: date
    begin: date
    end: date


def framed(
    stages: Sequence[Span], carried: Sequence[Span], events: Sequence[Mark], due: Sequence[Mark], today: date
) -> Drawing:
    """The drawing with a frame that holds everything and is not too short to be read."""
    days = [mark.on for mark in (*events, *due)] + [d for span in (*stages, *carried) for d in (span.begin, span.end)]
    begin, end = min(days, default=today), max(days, default=today)
    edge = timedelta(days=max(3, round((end - begin).days * 0.02)))
    begin, end = begin - edge, max(end, begin + timedelta(days=_SHORTEST_DAYS)) + edge
    return Drawing(tuple(stages), tuple(carried), tuple(events), tuple(due), today, begin, end)


def place_percent(on: date, drawing: Drawing) -> float:
    """Where a day stands, 0 at the left edge and 100 at the right one."""
    return 100 * (on - drawing.begin).days / max(1, (drawing.end - drawing.begin).days)


def ticks(begin: date, end: date) -> list[date]:
    """First days of months, evenly spaced, at most _MOST_TICKS; of years where there is room for no more."""
    months = (end.year - begin.year) * 12 + end.month - begin.month
    step = next((s for s in _MONTHS_BETWEEN_TICKS if months // s < _MOST_TICKS), _MONTHS_BETWEEN_TICKS[-1])
    found = []
    for index in range(begin.year * 12 + begin.month - 1, end.year * 12 + end.month):
        first = date(index // 12, index % 12 + 1, 1)
        if index % step == 0 and begin <= first <= end:
            found.append(first)
    return found


def rows_of_marks(places: Sequence[float], width: float = _MARK_PERCENT) -> list[int]:
    """For marks in the order of their days: the first row, from 0, in which each does not touch the one before it."""
    ends: list[float] = []
    found = []
    for at in places:
        row = next((i for i, end in enumerate(ends) if end <= at), len(ends))
        if row == len(ends):
            ends.append(0.0)
        ends[row] = at + width
        found.append(row)
    return found


def html(drawing: Drawing) -> str:
    """The drawing with its style and a sentence for those who do not see it."""
    told = _("Time line from {first} to {last}; the events are listed below by number.").format(
        first=day(drawing.begin), last=day(drawing.end)
    )
    lanes = [
        _lane(_("Stage"), _spans(drawing.stages, drawing)),
        _lane(_("Carried by"), _spans(drawing.carried, drawing)) if drawing.carried else "",
        _marks_lane(_("Events"), drawing.events, drawing),
        _marks_lane(_("Due"), drawing.due, drawing) if drawing.due else "",
        _lane("", _axis(drawing), "axis"),
    ]
    return (
        f'{STYLE}<div class="case-line {language()}" role="img" aria-label="{escape(told)}">'
        f"{''.join(lanes)}{_today(drawing)}</div>"
    )


def _lane(name: str, inside: str, kind: str = "bars", height: str = "") -> str:
    style = f' style="height:{height}"' if height else ""
    return (
        f'<div class="lane {kind}"><div class="name">{escape(name)}</div><div class="track"{style}>{inside}</div></div>'
    )


def _spans(spans: Sequence[Span], drawing: Drawing) -> str:
    return "".join(_span(span, drawing) for span in spans)


def _span(span: Span, drawing: Drawing) -> str:
    left = place_percent(span.begin, drawing)
    width = max(0.4, place_percent(span.end, drawing) - left)
    return (
        f'<div class="span {span.look}" style="left:{left:.2f}%;width:{width:.2f}%" title="{escape(span.title)}">'
        f"<span>{escape(span.name)}</span></div>"
    )


def _marks_lane(name: str, marks: Sequence[Mark], drawing: Drawing) -> str:
    places = [place_percent(mark.on, drawing) for mark in marks]
    rows = rows_of_marks(places)
    inside = "".join(
        f'<div class="{_mark_class(mark)}" style="left:{at:.2f}%;top:{row * 1.45:.2f}rem" title="{escape(mark.title)}">'
        f"{'' if mark.number is None else number(mark.number)}</div>"
        for mark, at, row in zip(marks, places, rows, strict=True)
    )
    return _lane(name, inside, "marks", f"{1.45 * (max(rows, default=0) + 1):.2f}rem")


def _mark_class(mark: Mark) -> str:
    if mark.number is not None:
        return "mark"
    return "mark due late" if mark.is_late else "mark due"


def _axis(drawing: Drawing) -> str:
    found = ticks(drawing.begin, drawing.end)
    by_year = all(tick.month == 1 for tick in found)
    words = [str(tick.year) if by_year else f"{tick.year}-{tick.month:02d}" for tick in found]
    fitting = [_fitting(text, tick, drawing) for tick, text in zip(found, words, strict=True)]
    return "".join(
        f'<div class="tick" style="left:{place_percent(tick, drawing):.2f}%">{escape(text)}</div>'
        for tick, text in zip(found, fitting, strict=True)
    )


def _fitting(text: str, tick: date, drawing: Drawing) -> str:
    """No word at the right edge, where it would be cut off."""
    return text if place_percent(tick, drawing) <= _LAST_WORD_PERCENT else ""


def _today(drawing: Drawing) -> str:
    if not drawing.begin <= drawing.today <= drawing.end:
        return ""
    text = _("State as of {day}").format(day=day(drawing.today))
    at = place_percent(drawing.today, drawing)
    return f'<div class="over"><div class="today" style="left:{at:.2f}%" title="{escape(text)}"></div></div>'


_STAGES: Final = "".join(
    f".case-line .{code} {{ background: {fill}; color: {ink}; }}\n" for code, (fill, ink) in STAGE_COLOURS.items()
)
STYLE: Final = f"""<style>
.case-line {{ position: relative; container-type: inline-size; font-size: .82rem; color: {palette.INK};
  padding: .5rem 0 .2rem; --name: 6.5rem; }}
.case-line.my {{ --name: 8.5rem; line-height: 1.9; }}
.case-line .lane {{ display: flex; align-items: flex-start; gap: .6rem; margin-bottom: .45rem; }}
.case-line .name {{ flex: none; width: var(--name); color: {palette.INK_SOFT}; padding-top: .15rem; }}
.case-line .track {{ position: relative; flex: 1; height: 1.9rem; }}
.case-line .bars .track {{ background: {palette.PANEL}; border-radius: 4px; }}
.case-line .span {{ position: absolute; top: 0; bottom: 0; border-radius: 4px; overflow: hidden;
  border: 1px solid {palette.PAPER}; box-sizing: border-box; }}
.case-line .span span {{ display: block; padding: .2rem .45rem; white-space: nowrap; text-overflow: ellipsis;
  overflow: hidden; line-height: 1.4rem; }}
{_STAGES}.case-line .closed {{
  background-image: repeating-linear-gradient(45deg, transparent 0 5px, #d5dade 5px 6px); }}
.case-line .carried {{ background: {palette.PAPER}; border: 2px solid {palette.PRIMARY}; }}
.case-line .waiting {{ background: {palette.PAPER}; border: 1px dashed {palette.INK_SOFT}; color: {palette.INK_SOFT}; }}
.case-line .mark {{ position: absolute; transform: translateX(-50%); width: 1.35rem; height: 1.35rem;
  border-radius: 50%; background: {palette.INK}; color: {palette.PAPER}; font-size: .7rem; line-height: 1.35rem;
  text-align: center; font-variant-numeric: tabular-nums; }}
.case-line .due {{ width: .8rem; height: .8rem; top: .2rem; border-radius: 0; background: {palette.PAPER};
  border: 2px solid {palette.PRIMARY}; transform: translateX(-50%) rotate(45deg); }}
.case-line .late {{ border-color: {palette.ACCENT}; background: {palette.ACCENT}; }}
.case-line .axis {{ margin: 0; }} .case-line .axis .track {{ height: 1.3rem; border-top: 1px solid {palette.GRID}; }}
.case-line .tick {{ position: absolute; padding-left: .25rem; border-left: 1px solid {palette.GRID};
  color: {palette.INK_SOFT}; font-size: .74rem; line-height: 1.3rem; white-space: nowrap; }}
.case-line .over {{ position: absolute; top: 0; bottom: 0; right: 0; left: calc(var(--name) + .6rem);
  pointer-events: none; }}
.case-line .today {{ position: absolute; top: 0; bottom: 1.3rem; border-left: 2px dotted {palette.INK_SOFT}; }}
@container (max-width: {_NARROW_PX}px) {{
  .case-line .lane {{ display: block; }} .case-line .name {{ width: auto; padding: 0; }}
  .case-line .marks {{ display: none; }} .case-line .axis .tick:nth-child(even) {{ display: none; }}
  .case-line .over {{ display: none; }}
}}
</style>"""
