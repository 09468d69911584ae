"""A case as a story: its events, who carried it, the stage of every day, put into what the time line draws.

Stages come from the one rule (data.case_rules), asked for every day on which something happened.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape
from itertools import groupby, pairwise

import streamlit as st

from data.vocabulary import EndReason, EventKind, Stage, UnassignedReason
from ui import case_words, palette
from ui.case_timeline import Mark, Span
from ui.text import _, day, label, language, number


@dataclass(frozen=True)
class Event:
    """One thing that happened. organisation, shelter: names; None: none or not told. by: None: a load."""

    event_id: str
    kind: EventKind
    on: date
    recorded_on: date
    organisation: str | None
    shelter: str | None
    detail: str | None
    amount: float | None
    by: str | None

    def words(self) -> str:
        """What happened, with its detail and amount."""
        more = [case_words.detail(self.kind, self.detail), case_words.amount(self.kind, self.amount)]
        told = [part for part in more if part]
        return f"{label(self.kind)}: {', '.join(told)}" if told else label(self.kind)


@dataclass(frozen=True)
class Period:
    """One stretch in which somebody carried the case, or nobody did. end: first day on which it no longer holds.

    organisation: its name; None: nobody. worker: code of the case worker.
    """

    assignment_id: str
    organisation: str | None
    reason: UnassignedReason | None
    begin: date
    end: date | None
    end_reason: EndReason | None
    waiting_since: date | None
    by: str
    presence_id: str | None = None
    worker: str | None = None
    note: str | None = None

    def words(self) -> str:
        """Who carries the case, or why nobody does."""
        if self.organisation is not None:
            return self.organisation
        return _("Nobody: {reason}").format(reason=label(self.reason) if self.reason else _("not recorded"))


StageOf = Callable[[Sequence[Event]], Stage | None]


def stages(events: Sequence[Event], stage_of: StageOf, last: date) -> list[tuple[Stage, date, date]]:
    """(stage, first day, first day after it) from the first event to `last`; events in the order of their days."""
    turns: list[tuple[Stage, date]] = []
    for on, _same_day in groupby(events, key=lambda event: event.on):
        now = stage_of([event for event in events if event.on <= on])
        if now is not None and (not turns or turns[-1][0] is not now):
            turns.append((now, on))
    if not turns:
        return []
    ends = [*(begin for _stage, begin in turns[1:]), max(last, turns[-1][1])]
    return [(stage, begin, end) for (stage, begin), end in zip(turns, ends, strict=True)]


def stage_spans(events: Sequence[Event], stage_of: StageOf, last: date) -> list[Span]:
    """The stages as they are drawn."""
    return [
        Span(label(stage), begin, max(end, begin + timedelta(days=1)), stage.value, _stretch(label(stage), begin, end))
        for stage, begin, end in stages(events, stage_of, last)
    ]


def carried_spans(periods: Sequence[Period], last: date) -> list[Span]:
    """Who carried the case, as it is drawn; periods that ended on the day on which they began are left out."""
    drawn = [(period, period.end or max(last, period.begin + timedelta(days=1))) for period in periods]
    return [
        Span(
            period.words(), period.begin, end, "carried" if period.organisation else "waiting",
            _stretch(period.words(), period.begin, end),
        )
        for period, end in drawn if end > period.begin
    ]  # fmt: skip


def _stretch(what: str, begin: date, end: date) -> str:
    return _("{what}: {first} to {last}, {time}").format(
        what=what, first=day(begin), last=day(end), time=case_words.how_long(begin, end)
    )


def marks(events: Sequence[Event]) -> list[Mark]:
    """The events as they are drawn, numbered as in the list."""
    return [Mark(i, event.on, f"{i}. {event.words()}, {day(event.on)}") for i, event in enumerate(events, start=1)]


STYLE = f"""<style>
.case-events {{ font-size: .9rem; color: {palette.INK}; line-height: 1.5; overflow-wrap: anywhere; }}
.case-events.my {{ line-height: 1.9; }}
.case-events ol {{ list-style: none; margin: 0; padding: 0; }}
.case-events li {{ display: grid; grid-template-columns: 1.6rem 6.5rem minmax(0,1fr); gap: 0 .6rem; margin: 0;
  padding: .25rem 0; border-bottom: 1px solid {palette.GRID}; font-size: inherit; line-height: inherit; }}
.case-events.my li {{ grid-template-columns: 1.6rem 9rem minmax(0,1fr); }}
.case-events .no {{ background: {palette.INK}; color: {palette.PAPER}; border-radius: 50%; width: 1.35rem;
  height: 1.35rem; line-height: 1.35rem; text-align: center; font-size: .7rem; }}
.case-events .soft {{ color: {palette.INK_SOFT}; font-size: .82rem; }}
.case-events h6 {{ margin: .7rem 0 .1rem; padding: 0; font-size: .84rem; color: {palette.INK_SOFT}; font-weight: 600; }}
.case-events .wait {{ grid-column: 3; color: {palette.INK_SOFT}; font-size: .78rem; }}
@media (max-width: 640px) {{
  .case-events li, .case-events.my li {{ grid-template-columns: 1.6rem minmax(0,1fr); }}
  .case-events li > span:nth-child(3), .case-events .wait {{ grid-column: 2; }}
}}
</style>"""


def show(events: Sequence[Event]) -> None:
    """The numbered list of what happened, oldest first, with the time that passed in between."""
    before = [0, *((b.on - a.on).days for a, b in pairwise(events))]
    told = zip(events, before, strict=True)
    body = "".join(_line(i, event, passed) for i, (event, passed) in enumerate(told, start=1))
    st.html(f'{STYLE}<div class="case-events {language()}"><ol>{body}</ol></div>')


def _line(number_: int, event: Event, passed: int) -> str:
    where = [part for part in (event.organisation, event.shelter) if part]
    if event.recorded_on != event.on:
        where.append(_("recorded on {day}").format(day=day(event.recorded_on)))
    soft = f' <span class="soft">{escape(" · ".join(where))}</span>' if where else ""
    wait = (
        f'<span class="wait">{escape(_("{time} later").format(time=case_words.days(passed)))}</span>' if passed else ""
    )
    return (
        f'<li><span class="no">{number(number_)}</span><span>{escape(day(event.on))}</span>'
        f"<span>{escape(event.words())}{soft}</span>{wait}</li>"
    )
