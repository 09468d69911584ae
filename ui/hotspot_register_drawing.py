"""A year's list as it is drawn: rows with their interval and why, who entered, stayed and left, and the map."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from analysis.classes import Method
from analysis.hotspot_list import Change
from analysis.hotspots import units_of
from analysis.levels import Level
from data.vocabulary import SpaceTime
from geo.published import Boundaries
from ui import cached, hotspot_register_words, hotspots_ranking, map_selection, palette
from ui.assets import unit_codes
from ui.hotspots_drawing import class_look, rank_words
from ui.hotspots_ranking import interval_bar
from ui.map_choice import Layer, MapChoice
from ui.map_layers import Areas, Fact, Look
from ui.map_legend import swatch
from ui.maps import MapView, atlas_map
from ui.text import _, label, language, number

_TOWNSHIPS: Final = MapChoice(Layer.VICTIMS, Level.TOWNSHIP, (), Method.NATURAL, 5, (), ())
_PALE: Final = "rgba(255,255,255,0.55)"
_DARK: Final = "rgba(27,42,51,0.5)"
PLAIN: Final = Look(palette.NEITHER)
LOOKS: Final = {
    Change.ENTERED: Look("#e9a23b", (("diagonal", _DARK),)),
    Change.STAYED: Look(palette.HOT),
    Change.LEFT: Look("#a9c9e0", (("dots", _DARK),)),
}
SIGNS: Final = {Change.ENTERED: "+", Change.STAYED: "=", Change.LEFT: "−"}
STYLE: Final = f"""<style>
.reg td:last-child {{ width: 46%; }}
.reg-changes {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); gap: .6rem 1.6rem;
  color: {palette.INK}; }}
.reg-changes:lang(my), .reg-legend:lang(my) {{ line-height: 1.85; }}
.reg-changes h5 {{ font-size: 1rem; margin: 0 0 .3rem; padding: 0; display: flex; gap: .5rem; align-items: center; }}
.reg-changes ul {{ list-style: none; margin: 0; padding: 0; font-size: .9rem; }}
.reg-changes li {{ margin: 0; padding: .1rem 0; font-size: inherit; overflow-wrap: anywhere; }}
.reg-changes li b {{ font-weight: 600; display: inline-block; width: 1.1rem; }}
.reg-changes small, .reg-legend i {{ color: {palette.INK_SOFT}; font-style: normal; }}
.reg-legend {{ display: flex; flex-wrap: wrap; gap: .25rem 1.1rem; font-size: .84rem; color: {palette.INK}; }}
.reg-legend span {{ display: inline-flex; gap: .4rem; align-items: center; }}
</style>"""


def ranked_units() -> int:
    """How many units are ranked."""
    return len(units_of(cached.townships()))


def state_names() -> dict[str, str]:
    """Township -> name of its state or region, in the reader's language."""
    rows = cached.townships()
    return dict(zip(rows["ts_pcode"], rows[f"st_name_{language()}"], strict=True))


def table(rows: pd.DataFrame, interval_0_1: float, title: str) -> None:
    """The townships of a list, best rank first: interval drawn, kind, and why in one line. rows: entries or judge()."""
    whole, states = ranked_units(), state_names()
    heads = [_("Rank"), _("Township"), _("Rank, 90 % interval"), _("Kind of hot spot"), _("Why it is listed")]
    head = "".join(
        f'<th scope="col" class="{"n" if i == 0 else ""}">{escape(text)}'
        f"{hotspots_ranking.axis(whole) if i == 2 else ''}</th>"
        for i, text in enumerate(heads)
    )
    body = "".join(_row(row, whole, states, heads, interval_0_1) for row in rows.to_dict("records"))
    st.html(
        f'{hotspots_ranking.STYLE}{STYLE}<div class="hot-rank reg" lang="{language()}" role="region" tabindex="0" '
        f'aria-label="{escape(title)}"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(row: Mapping[str, object], whole: int, states: dict[str, str], heads: list[str], interval_0_1: float) -> str:
    code = str(row["ts_pcode"])
    place = f"<b>{escape(hotspot_register_words.name(code))}</b><small>{escape(states[code])}</small>"
    cells = [
        ("n", heads[0], escape(number(int(str(row["rank"]))))),
        ("", "", place),
        ("w", heads[2], interval(row, whole)),
        ("", heads[3], kind(row["space_time"])),
        ("w", heads[4], escape(hotspot_register_words.reason(row, interval_0_1))),
    ]
    drawn = (f'<td class="{css}"><span class="lab">{escape(lab)}</span>{text}</td>' for css, lab, text in cells)
    return f"<tr>{''.join(drawn)}</tr>"


def interval(row: Mapping[str, object], whole: int) -> str:
    """The rank with its interval as a bar, and in words below."""
    ranks = {key: int(str(row[key])) for key in ("rank", "rank_low", "rank_high")}
    return f"{interval_bar(ranks, whole)}<small>{escape(rank_words(*ranks.values()))}</small>"


def kind(code: object) -> str:
    """The space-time class with its look."""
    if code is None or code != code:
        return escape(_("could not be told"))
    if code == SpaceTime.NONE:
        return "–"
    return swatch(class_look(SpaceTime(str(code)))) + escape(label(SpaceTime(str(code))))


def change_lists(found: pd.DataFrame, titles: Mapping[Change, str]) -> None:
    """Three lists of names with their ranks beside each other, told apart by sign and look. found: compare()."""
    blocks = "".join(_block(found, change, title) for change, title in titles.items())
    st.html(f'{STYLE}<div class="reg-changes" lang="{language()}">{blocks}</div>')


def _block(found: pd.DataFrame, change: Change, title: str) -> str:
    rows = hotspot_register_words.of_change(found, change)
    items = "".join(
        f"<li><b>{SIGNS[change]}</b>{escape(hotspot_register_words.name(row['ts_pcode']))} "
        f"<small>{escape(_rank_change(row))}</small></li>"
        for row in rows.to_dict("records")
    ) or f"<li><small>{escape(_('no township'))}</small></li>"  # fmt: skip
    return f"<div><h5>{swatch(LOOKS[change])}{escape(title)} ({number(len(rows))})</h5><ul>{items}</ul></div>"


def _rank_change(row: Mapping[str, object]) -> str:
    told = [number(int(str(value))) for value in (row["rank_before"], row["rank_now"]) if not pd.isna(value)]
    return _("rank {ranks}").format(ranks=" → ".join(told if len(set(told)) > 1 else told[:1]))


def list_map(
    shape: Boundaries, rows: pd.DataFrame, found: pd.DataFrame | None, caption: str, key: str, height_px: int
) -> None:
    """The townships of a list; found: compare() with the list before, None where there is none."""
    codes = {str(code): Change.STAYED for code in rows["ts_pcode"]}
    if found is not None:
        codes |= {str(c): change for c, change in zip(found["ts_pcode"], found["change"], strict=True)}
    order = list(LOOKS)
    classes = tuple(order.index(codes[code]) + 1 if code in codes else 0 for code in unit_codes("t"))
    areas = Areas("t", (PLAIN, *LOOKS.values()), classes, _facts(rows))
    frame = replace(map_selection.frame(shape, _TOWNSHIPS), caption=caption, selected=None, focus=None)
    atlas_map(shape, MapView(areas, frame), key, height_px=height_px)
    _legend({change: sum(one == change for one in codes.values()) for change in order}, found is not None)


def _facts(rows: pd.DataFrame) -> tuple[Fact, ...]:
    ranks = {
        str(r["ts_pcode"]): rank_words(int(r["rank"]), int(r["rank_low"]), int(r["rank_high"]))
        for _i, r in rows.iterrows()
    }
    words = (_("not on the list"), *dict.fromkeys(ranks.values()))
    at = tuple(words.index(ranks[code]) if code in ranks else 0 for code in unit_codes("t"))
    return (Fact(_("Rank (90 % interval)"), at, words),)


def _legend(counts: Mapping[Change, int], compared: bool) -> None:
    words = {
        Change.ENTERED: _("Entered"),
        Change.STAYED: _("Stayed") if compared else _("Listed"),
        Change.LEFT: _("Left"),
    }
    shown = [change for change in LOOKS if compared or change == Change.STAYED]
    items = [
        f"<span>{swatch(LOOKS[one])}{escape(words[one])} "
        f"<i>{escape(hotspot_register_words.townships(counts[one]))}</i></span>"
        for one in shown
    ]
    items.append(f"<span>{swatch(PLAIN)}{escape(_('Not on the list'))}</span>")
    st.html(f'{STYLE}<div class="reg-legend" lang="{language()}">{"".join(items)}</div>')
