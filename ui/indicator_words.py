"""Indicators in words: values with their unit, intervals, targets, changes, and the names of parts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from analysis.intervals import Interval
from data.errors import N_
from data.indicator_files import Indicator
from data.vocabulary import (
    AgeGroup,
    Agency,
    Code,
    Corridor,
    Destination,
    Purpose,
    Sex,
    UnassignedReason,
    VictimType,
)
from data.vocabulary_indicators import Better, Dimension, IndicatorKind
from data.vocabulary_work import Body, MeetingSite, TrainingTopic
from queries.filters import UNRECORDED
from ui import cached, state
from ui.case_words import StayReason
from ui.indicator_values import Measured, answered_0_1, is_better, is_clear, is_reached
from ui.text import _, label, number, percent, place_name

UNIT_WORDS: Final = {
    "share": "",
    "people": N_("people"),
    "cases": N_("cases"),
    "records": N_("records"),
    "forms": N_("forms"),
    "days": N_("days"),
    "visits": N_("visits"),
    "meetings": N_("meetings"),
    "trainings": N_("trainings"),
    "townships": N_("townships"),
    "stages": N_("stages"),
    "providers": N_("providers"),
    "kyat": N_("kyat"),
    "points": N_("points"),
    "per-100": N_("per 100"),
    "weighted-cases": N_("weighted cases"),
    "times": N_("times"),
}
_DIGITS: Final = {"per-100": 1, "weighted-cases": 1, "times": 2, "points": 1}
_CODES: Final[Mapping[Dimension, type[Code]]] = {
    Dimension.SEX: Sex,
    Dimension.AGE_GROUP: AgeGroup,
    Dimension.DESTINATION: Destination,
    Dimension.CORRIDOR: Corridor,
    Dimension.VICTIM_TYPE: VictimType,
    Dimension.PURPOSE: Purpose,
    Dimension.AGENCY: Agency,
    Dimension.TOPIC: TrainingTopic,
    Dimension.BODY: Body,
    Dimension.SITE: MeetingSite,
}
_PLACES: Final = {Dimension.TOWNSHIP: "ts", Dimension.DISTRICT: "dt", Dimension.STATE: "st"}
_NONE: Final = "none"


# --- Values -----------------------------------------------------------------------------------------------------------


def unit(one: Indicator) -> str:
    """The unit of the value, translated; "" for a share, which is written in percent."""
    return _(UNIT_WORDS[one.unit])


def plain_value(one: Indicator, value: float | None) -> str:
    """The value without its unit, a share in percent; n/a where there is none."""
    if value is None:
        return _("n/a")
    if one.unit == "share":
        return percent(value, 0 if value in (0, 1) or abs(value) >= 0.1 else 1)
    return number(value, _DIGITS.get(one.unit, 0 if float(value).is_integer() else 1))


def value(one: Indicator, of: float | None) -> str:
    """The value with its unit."""
    return plain_value(one, of) if of is None or not unit(one) else f"{plain_value(one, of)} {unit(one)}"


def not_a_value(one: Indicator, found: Measured | None) -> str:
    """Why there is no value."""
    if found is None:
        return _("Nothing was counted")
    if one.kind is IndicatorKind.WAITING and found.d:
        return _("Half of them still wait")
    return _("Nothing to divide by") if found.d == 0 else ""


def bounds(one: Indicator, found: Interval) -> str:
    """The 95 % interval in words; "" where none can be told."""
    if found.value is None and (found.low is None or found.low == float("inf")):
        return ""
    if found.low is None or found.high is None:
        return ""
    low = plain_value(one, found.low)
    if found.high == float("inf"):
        return _("{low} or more").format(low=low)
    return _("{low} to {high}").format(low=low, high=plain_value(one, found.high))


def counted(one: Indicator, found: Measured) -> str:
    """N and D: 103 of 236; a median says on how many it rests; a small one is called so."""
    if found.d is None:
        return _("n = {n}").format(n=number(found.n)) if found.is_few else ""
    if one.kind is IndicatorKind.MEDIAN or found.is_few:
        if one.kind in (IndicatorKind.MEDIAN, IndicatorKind.WAITING):
            return _("n = {n}").format(n=number(found.d))
        return _("{n} of {d} (n = {d})").format(n=number(found.n, 1), d=number(found.d, 1))
    return _("{n} of {d}").format(n=number(found.n, 1), d=number(found.d, 1))


def gaps(one: Indicator, found: Measured) -> list[str]:
    """What cannot be counted, what is not counted yet, and the share of records that can answer."""
    told = []
    if found.missing:
        told.append(_("missing: {n}").format(n=number(found.missing)))
    if found.inside:
        waiting = _("still waiting: {n}") if one.kind is IndicatorKind.WAITING else _("still in time: {n}")
        told.append(waiting.format(n=number(found.inside)))
    answered = answered_0_1(one, found)
    if answered is not None:
        told.append(_("can answer: {share}").format(share=percent(answered)))
    return told


def target(one: Indicator, found: Measured | None, aim: float | None) -> str:
    """The target and whether it is met."""
    if aim is None:
        return _("no target")
    reached = is_reached(one, None if found is None else found.value.value, aim)
    words = {True: _("target {target}: reached"), False: _("target {target}: not reached"), None: _("target {target}")}
    return words[reached].format(target=value(one, aim))


def change(one: Indicator, found: Interval, against: str, early: bool = False) -> str:
    """What has changed since another period; within noise, or while most are still in time (early), nothing is claimed.

    "" where either number is n/a.
    """
    if found.value is None:
        return ""
    if early:
        return _("change against {period} not judged: most are still in time").format(period=against)
    if found.low is None or found.high is None:
        return _("change against {period} not judged: no interval").format(period=against)
    if not is_clear(found):
        return _("no clear change against {period}").format(period=against)
    sign = "▲" if found.value > 0 else "▼"
    good = {True: _("better"), False: _("worse"), None: ""}[is_better(one, found)]
    text = _("{sign} {change} against {period}").format(sign=sign, change=difference(one, found.value), period=against)
    return f"{text} ({good})" if good else text


def difference(one: Indicator, moved: float | None) -> str:
    """A difference with its sign; of shares in percentage points."""
    if moved is None:
        return _("n/a")
    sign = "+" if moved > 0 else "−" if moved < 0 else ""
    if one.unit == "share":
        return _("{sign}{n} points").format(sign=sign, n=number(abs(moved) * 100, 1))
    digits = _DIGITS.get(one.unit, 0 if float(moved).is_integer() else 1)
    return f"{sign}{number(abs(moved), digits)} {unit(one)}".strip()


def difference_bounds(one: Indicator, found: Interval) -> str:
    """The interval of a difference; n/a where it is not known or has no end."""
    if found.low is None or found.high is None or not found.is_bounded:
        return _("n/a")
    return _("{low} to {high}").format(low=difference(one, found.low), high=difference(one, found.high))


def direction(one: Indicator) -> str:
    """Which way is better."""
    return label(Better(one.better))


# --- Parts ------------------------------------------------------------------------------------------------------------


def part_names(dimension: Dimension, parts: list[str]) -> dict[str, str]:
    """Each part's name in the reader's language; a code that no list knows stays as it is."""
    known = _names(dimension)
    blank = {UNRECORDED: _("Not recorded"), _NONE: _("None")}
    return {part: known.get(part) or blank.get(part, part) for part in parts}


def _names(dimension: Dimension) -> dict[str, str]:
    if dimension in _CODES:
        return {str(code): label(code) for code in _CODES[dimension]}
    if dimension is Dimension.REASON:  # why nobody took a case, or why somebody was offered to stay
        return {str(code): label(code) for codes in (UnassignedReason, StayReason) for code in codes}
    if dimension in _PLACES:
        level = _PLACES[dimension]
        return {str(row[f"{level}_pcode"]): place_name(row, level) for row in cached.townships().to_dict("records")}
    if dimension is Dimension.SPECIAL:
        return {"yes": _("Special Case"), "no": _("Other cases")}
    if dimension is Dimension.WAIT:
        return {one: _("{days} days").format(days=one.replace("-", "–")) for one in WAITS}
    if dimension is Dimension.PROVIDER:
        return _organisations()
    return {}


WAITS: Final = ("0-30", "31-90", "91-180", "181-365", "366+")


def _organisations() -> dict[str, str]:
    """Name of each organisation of the directory; a manager's own one is in it too."""
    rows = cached.directory(state.scope(), state.as_of())
    return dict(zip(rows["organisation_id"].astype(str), rows["organisation"].astype(str), strict=True))
