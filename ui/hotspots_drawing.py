"""Hot spots as the map draws them: looks, tooltips and the legend of each measure, read from one record."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from itertools import pairwise
from typing import Final

import numpy as np
import pandas as pd
import streamlit as st
from numpy.typing import NDArray

from analysis.hotspots import Hotspots, Units
from analysis.steps import steps
from data.vocabulary import SpaceTime
from ui import cached, palette
from ui.assets import unit_codes
from ui.hotspots_values import Change, Classes, by_township, unit_names
from ui.map_drawing import no_data_look
from ui.map_layers import Areas, Fact, Kind, Look, Place, Places
from ui.map_legend import picture, sign, swatch
from ui.text import _, label, n_, number, plain

_DARK_INK: Final = "rgba(27,42,51,0.5)"
_PALE_INK: Final = "rgba(255,255,255,0.55)"
_VEIL: Final = ("stripes", "rgba(255,255,255,0.62)")
_PALE_ON: Final = {"intensifying", "persistent", "diminishing"}
RATE_STEPS: Final = 5
CHANGE_STEPS: Final = 3
CHANGE_QUANTILE_0_1: Final = 0.99
SMALL_KM2: Final = 400.0
STYLE: Final = f"""<style>
.hot-legend {{ display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .84rem; color: {palette.INK};
  line-height: 1.5; }}
.hot-legend:lang(my) {{ line-height: 1.85; }}
.hot-legend b {{ flex-basis: 100%; font-weight: 600; }}
.hot-legend > span {{ display: inline-flex; align-items: baseline; gap: .4rem; }}
.hot-legend img {{ flex: none; transform: translateY(.15rem); }}
.hot-legend i {{ font-style: normal; color: {palette.INK_SOFT}; }}
</style>"""


@dataclass(frozen=True)
class Key:
    """One line of the legend: how it looks, its words, how many units have it, what it means and how it is called in
    short (both may be empty)."""

    look: Look
    text: str
    units: int
    rule: str = ""
    short: str = ""


@dataclass(frozen=True, eq=False)
class Painted:
    """areas: for the map; title and keys: of the legend; classes: (n unit,) position among the keys; standing_out:
    positions of what is worth finding even where it is too small to be seen.
    """

    areas: Areas
    title: str
    keys: tuple[Key, ...]
    classes: NDArray[np.int64]
    standing_out: frozenset[int] = frozenset()


def rate_steps(smoothed: NDArray[np.float64]) -> tuple[float, ...]:
    """Limits that all maps of a filter share. smoothed: (n unit, n year) per 100,000."""
    return steps(float(smoothed.max(initial=0.0)), RATE_STEPS)


def rate_colours(limits: Sequence[float]) -> list[str]:
    """A colour for each class between the limits, the lowest first."""
    return [palette.ZERO, *palette.sequential(len(limits))] if limits else [palette.ZERO]


def rate_words(limits: Sequence[float]) -> list[str]:
    """The classes in words, in the order of rate_colours."""
    if not limits:
        return ["0"]
    middle = [f"{_short(low)}–{_short(high)}" for low, high in pairwise(limits)]
    return [
        _("below {n}").format(n=_short(limits[0])), *middle, _("{low} or more").format(low=_short(limits[-1]))
    ]  # fmt: skip


def _short(value: float) -> str:
    return number(value, 6)


def rate_classes(values: NDArray[np.float64], limits: Sequence[float]) -> NDArray[np.int64]:
    """(n,) class of each value: how many limits it reaches."""
    return np.searchsorted(np.array(limits, float), values, side="right").astype(np.int64)


def paint_rate(
    units: Units, smoothed: NDArray[np.float64], limits: Sequence[float], facts: tuple[Fact, ...]
) -> Painted:
    """Smoothed rate of a year, in the classes that `limits` make."""
    looks = tuple(Look(colour) for colour in rate_colours(limits))
    title = _("Smoothed victims per 100,000 people and year")
    return _painted(units, title, looks, rate_words(limits), rate_classes(smoothed, limits), facts)


GI_LOOKS: Final = (
    Look(palette.HOT, ((palette.HOT_PATTERN, _PALE_INK),)),
    Look(palette.COLD, ((palette.COLD_PATTERN, _DARK_INK),)),
    Look(palette.NEITHER),
)


def gi_classes(found: Hotspots) -> NDArray[np.int64]:
    """(n unit,) 0 hot, 1 cold, 2 neither, 3 could not be tested."""
    if found.untested:
        return np.full(len(found.frame), 3, np.int64)
    hot, cold = found.frame["is_hot"].to_numpy(bool), found.frame["is_cold"].to_numpy(bool)
    return np.where(hot, 0, np.where(cold, 1, 2)).astype(np.int64)


def paint_gi(units: Units, found: Hotspots, facts: tuple[Fact, ...]) -> Painted:
    """Hot, cold or neither; all hatched where the year could not be tested."""
    words = [_("Hot: high rates lie together here"), _("Cold: low rates lie together here"),
             _("Neither: no more than chance"), _("Could not be tested")]  # fmt: skip
    painted = _painted(units, _("Getis-Ord Gi*"), (*GI_LOOKS, no_data_look()), words, gi_classes(found), facts)
    short = (_("hot"), _("cold"), "", "")
    keys = tuple(replace(key, short=word) for key, word in zip(painted.keys, short, strict=True))
    return replace(painted, keys=keys, standing_out=frozenset({0, 1}))


def class_look(code: SpaceTime) -> Look:
    """Colour and pattern of a space-time class."""
    ink = _PALE_INK if str(code) in _PALE_ON else _DARK_INK
    name = palette.SPACE_TIME_PATTERNS[str(code)]
    return Look(palette.SPACE_TIME_COLOURS[str(code)], () if name == "none" else ((name, ink),))


def paint_class(units: Units, classes: Classes, facts: tuple[Fact, ...]) -> Painted:
    """Space-time classes, the surest first; all hatched where there is none."""
    order = [SpaceTime(code) for code in palette.SPACE_TIME_COLOURS]
    position = {code: i for i, code in enumerate(order)}
    of = np.array([len(order) if c is None else position[SpaceTime(c)] for c in classes.frame["space_time"]], np.int64)
    looks = (*(class_look(code) for code in order), no_data_look())
    words = [*(label(code) for code in order), _("Could not be told")]
    rules = [*(_(code.rule) for code in order), ""]
    painted = _painted(units, _("Kind of hot spot over the years"), looks, words, of, facts, rules)
    keys = tuple(replace(key, short=key.text) for key in painted.keys)
    out = frozenset(i for i, code in enumerate(order) if code is not SpaceTime.NONE)
    return replace(painted, keys=keys, standing_out=out)


def town_signs(units: Units, painted: Painted) -> Places | None:
    """A sign at every unit that stands out and is too small to be seen on the country; None where none is."""
    rows = cached.townships().set_index("ts_pcode")
    position = {code: i for i, code in enumerate(unit_codes("t"))}
    kinds = sorted(painted.standing_out)
    signs = []
    for name, members, its_class in zip(unit_names(units), units.members, painted.classes, strict=True):
        row = rows.loc[members[0]]
        if int(its_class) in painted.standing_out and row.area_km2 < SMALL_KM2:
            kind = kinds.index(int(its_class))
            signs.append(Place(kind, name, "", float(row.rep_lat), float(row.rep_lon), position[members[0]]))
    looks = tuple(Kind(painted.keys[c].short, "diamond", painted.keys[c].look.fill) for c in kinds)
    # The surest kind comes first in the legend and is drawn last, above the others.
    return Places(looks, tuple(sorted(signs, key=lambda one: -one.kind))) if signs else None


def change_steps(difference: NDArray[np.float64]) -> tuple[float, ...]:
    """Limits of a change map, the same up and down, not stretched by the few largest: per 100,000 people and year."""
    size = np.abs(difference)
    return steps(float(np.quantile(size, CHANGE_QUANTILE_0_1) or size.max()), CHANGE_STEPS)


def paint_change(units: Units, change: Change, facts: tuple[Fact, ...]) -> Painted:
    """Rises lined and dark on one side, falls dotted on the other; broad stripes where it may be chance."""
    limits = change_steps(change.difference_per_100k)
    n = len(limits)
    up = np.searchsorted(np.array(limits), np.abs(change.difference_per_100k), side="right")
    classes = (n + np.sign(change.difference_per_100k) * up).astype(np.int64)
    middle = len(palette.CHANGE_COLOURS) // 2
    kept = range(middle - n, middle + n + 1)
    title = _("Change of the smoothed rate, per 100,000 people and year")
    words = _change_words(limits)
    looks = tuple(_change_look(i) for i in kept)
    veiled = tuple(by_township(units, [not sure for sure in change.is_sure]))
    return _painted(units, title, looks, words, classes, facts, veiled=veiled)


def _change_look(place: int) -> Look:
    dark = place in (0, 1, len(palette.CHANGE_COLOURS) - 1)
    pattern = palette.CHANGE_PATTERNS[place]
    ink = _PALE_INK if dark else _DARK_INK
    return Look(palette.CHANGE_COLOURS[place], () if pattern == "none" else ((pattern, ink),))


def _change_words(limits: Sequence[float]) -> list[str]:
    if not limits:
        return [_("no change")]
    steps_ = [_short(limit) for limit in limits]
    pairs = list(pairwise(steps_))
    falls = [f"−{high} … −{low}" for low, high in reversed(pairs)]
    return [
        _("−{n} or lower").format(n=steps_[-1]), *falls, _("less than ±{n}").format(n=steps_[0]),
        *(f"+{low} … +{high}" for low, high in pairs), _("+{n} or higher").format(n=steps_[-1]),
    ]  # fmt: skip


def _painted(
    units: Units,
    title: str,
    looks: tuple[Look, ...],
    words: Sequence[str],
    classes: NDArray[np.int64],
    facts: tuple[Fact, ...],
    rules: Sequence[str] = (),
    veiled: tuple[bool, ...] | None = None,
) -> Painted:
    counts = np.bincount(classes, minlength=len(looks))
    means = list(rules) or [""] * len(looks)
    keys = tuple(Key(*parts) for parts in zip(looks, words, map(int, counts), means, strict=True))
    areas = Areas("t", looks, tuple(by_township(units, [int(c) for c in classes])), facts, veiled, _VEIL)
    return Painted(areas, title, keys, classes)


def facts_of(units: Units, rows: pd.DataFrame) -> tuple[Fact, ...]:
    """The tooltip: people, smoothed rate, rank with its interval. rows: a row a unit, in the units' order."""
    people = tuple(by_township(units, [int(n) for n in rows["victims_people"]]))
    return (
        Fact(_("Victims (people)"), people),
        worded_fact(units, _("Smoothed, per 100,000"), [fixed(v, 2) for v in rows["smoothed_per_100k"]]),
        worded_fact(
            units,
            _("Rank (90 % interval)"),
            [rank_words(*r) for r in zip(rows["rank"], rows["rank_low"], rows["rank_high"], strict=True)],
        ),
    )


def change_facts(units: Units, change: Change, now: int, then: int) -> tuple[Fact, ...]:
    """The tooltip of a change: both numbers of people, the difference, and whether it is more than chance."""
    sure = {True: _("more than chance"), False: _("may be chance")}
    signed = [f"{value:+.2f}".replace("-", "−") for value in change.difference_per_100k]
    return (
        Fact(_("People, {year}").format(year=now), tuple(by_township(units, [int(n) for n in change.people_now]))),
        Fact(_("People, {year}").format(year=then), tuple(by_township(units, [int(n) for n in change.people_then]))),
        worded_fact(units, _("Change per 100,000"), signed),
        worded_fact(units, _("The numbers differ by"), [sure[bool(value)] for value in change.is_sure]),
    )


def worded_fact(units: Units, title: str, words: Sequence[str]) -> Fact:
    """A line of words; each wording is sent once."""
    known = {word: i for i, word in enumerate(dict.fromkeys(words))}
    return Fact(title, tuple(by_township(units, [known[word] for word in words])), tuple(known))


def fixed(value: object, digits: int = 1) -> str:
    """A number with so many decimals, nought or not, so that a column of them lines up; n/a where there is none."""
    amount = float(str(value))
    return number(None) if amount != amount else f"{amount:,.{digits}f}"


def rank_words(rank: int, low: int, high: int) -> str:
    """A rank with its interval: 7 (3 to 19)."""
    return _("{rank} ({low} to {high})").format(rank=number(rank), low=number(low), high=number(high))


def legend(
    painted: Painted, shows_2010: bool, striped: str = "", counts: bool = True, signs: Places | None = None
) -> None:
    """Everything that is drawn; counts: with how many townships have it. striped: what broad stripes mean."""
    items = [_item(key, counts) for key in painted.keys]
    if striped:
        items.append(f"<span>{swatch(Look('#998ec3', (_VEIL,)))}<span>{escape(striped)}</span></span>")
    if signs:
        mark = sign(Kind("", "diamond", palette.INK_SOFT))
        items.append(f"<span>{mark}<span>{escape(_('Sign: a marked township too small to be seen'))}</span></span>")
    if shows_2010:
        items.append(f"<span>{dashes()}<span>{escape(_('Hot spots that the workshop of 2010 named'))}</span></span>")
    st.html(f'{STYLE}<div class="hot-legend"><b>{escape(painted.title)}</b>{"".join(items)}</div>')


def _item(key: Key, counts: bool) -> str:
    count = n_("{n} township", "{n} townships", key.units).format(n=number(key.units)) if counts else ""
    more = "; ".join(part for part in (key.rule, count) if part)
    return f"<span>{swatch(key.look)}<span>{escape(key.text)} <i>{escape(more)}</i></span></span>"


def dashes() -> str:
    """The broken line around the hot spots of 2010, as a small image."""
    line = f"<path d='M0,8 H26' stroke='{palette.REFERENCE_2010}' stroke-width='2.6' stroke-dasharray='8 5'/>"
    return picture(f"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 26 16'>{line}</svg>", 26, 16)


def listed(names: Sequence[str], most: int = 6) -> str:
    """Names in a row for Markdown, and how many more there are."""
    shown = ", ".join(plain(name) for name in names[:most])
    left = len(names) - most
    return _("{names} and {n} more").format(names=shown, n=number(left)) if left > 0 else shown
