"""The ranking with its doubt drawn: a bar for each rank's interval on a logarithmic scale, and the file of all rows."""

from __future__ import annotations

import math
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from data.vocabulary import SpaceTime
from ui import palette
from ui.export import Column, Kind
from ui.hotspots_drawing import GI_LOOKS, class_look, fixed, rank_words
from ui.map_legend import swatch
from ui.text import _, label, language, number

FIRST_ROWS: Final = 20
MORE_ROWS: Final = 40
_SHOWN: Final = "hotspots_rows_shown"
_TICKS: Final = (1, 3, 10, 30, 100, 300)
STYLE: Final = f"""<style>
.hot-rank {{ container-type: inline-size; font-size: .88rem; color: {palette.INK}; line-height: 1.45; }}
.hot-rank:lang(my) {{ line-height: 1.8; }}
.hot-rank:focus-visible {{ outline: 2px solid {palette.PRIMARY}; outline-offset: 2px; }}
.hot-rank table {{ width: 100%; border-collapse: collapse; margin: 0; }}
.hot-rank th, .hot-rank td {{ border: 0; border-top: 1px solid {palette.GRID}; padding: .32rem .5rem;
  text-align: start; vertical-align: middle; }}
.hot-rank th {{ border-top: 0; color: {palette.INK_SOFT}; font-weight: 600; font-size: .8rem; vertical-align: bottom; }}
.hot-rank .n {{ text-align: end; font-variant-numeric: tabular-nums; white-space: nowrap; }}
.hot-rank small {{ display: block; color: {palette.INK_SOFT}; font-size: .78rem; }}
.hot-rank td img {{ vertical-align: -3px; margin-right: .35rem; }}
.hot-rank .iv {{ position: relative; height: 1.15rem; min-width: 9rem; }}
.hot-rank .iv i {{ position: absolute; top: 0; bottom: 0; width: 1px; background: {palette.GRID}; }}
.hot-rank .iv b {{ position: absolute; top: .36rem; height: .42rem; border-radius: 3px; background: #9fb9be; }}
.hot-rank .iv u {{ position: absolute; top: .12rem; width: .32rem; height: .9rem; margin-left: -.16rem;
  border-radius: 2px; background: {palette.PRIMARY}; }}
.hot-rank .ax {{ position: relative; height: 1rem; min-width: 9rem; font-weight: 400; }}
.hot-rank .ax span {{ position: absolute; transform: translateX(-50%); font-size: .74rem; }}
.hot-rank .lab {{ display: none; color: {palette.INK_SOFT}; font-size: .78rem; }}
@container (max-width: 760px) {{
  .hot-rank thead {{ position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }}
  .hot-rank table, .hot-rank tbody {{ display: block; }}
  .hot-rank tr {{ display: grid; grid-template-columns: 1fr 1fr; gap: .1rem .8rem; padding: .5rem 0;
    border-top: 1px solid {palette.GRID}; }}
  .hot-rank td {{ border: 0; padding: 0; display: block; }} .hot-rank td.w {{ grid-column: 1/-1; }}
  .hot-rank .n {{ text-align: start; }} .hot-rank .lab {{ display: block; }}
  .hot-rank td.rank {{ display: none; }} .hot-rank td.place {{ font-weight: 600; font-size: 1rem; }}
  .hot-rank td.place small {{ font-weight: 400; }}
}}
</style>"""


def shown(rows: pd.DataFrame, asked: tuple[object, ...]) -> pd.DataFrame:
    """The rows to draw now: the first ones, and more where they were asked for in this very view (`asked`)."""
    remembered = st.session_state.get(_SHOWN)
    return rows.head(remembered[1] if remembered and remembered[0] == asked else FIRST_ROWS)


def more_button(all_rows: int, so_far: int, asked: tuple[object, ...]) -> None:
    """Offer the next rows."""
    if so_far >= all_rows:
        return
    step = min(MORE_ROWS, all_rows - so_far)

    def more() -> None:
        st.session_state[_SHOWN] = (asked, so_far + step)

    st.button(
        _("Show {n} more of {all} townships").format(n=number(step), all=number(all_rows)),
        on_click=more,
        icon=":material/expand_more:",
        key="w_hotspots_more",
    )


def table(rows: pd.DataFrame, whole: int, next_year: int | None, untested: bool, title: str) -> None:
    """The rows drawn. rows: ui.hotspots_values.ranked; whole: units that are ranked; next_year: that is expected."""
    heads = [
        (_("Rank"), "n"), (_("Township"), ""), (_("Rank, 90 % interval"), ""), (_("Victims (people)"), "n"),
        (_("Per 100,000 a year"), "n"), (_("Smoothed"), "n"), (_("Kind of hot spot (3-year periods)"), ""),
        (_("Gi*"), ""),
        (_("Expected {year} (people, 90 %)").format(year=next_year) if next_year else "", "n"),
    ]  # fmt: skip
    head = "".join(
        f'<th scope="col" class="{css}">{escape(text)}{axis(whole) if i == 2 else ""}</th>'
        for i, (text, css) in enumerate(heads)
        if text
    )
    names = [text for text, _css in heads]
    body = "".join(_row(row, whole, names, untested) for row in rows.to_dict("records"))
    st.html(
        f'{STYLE}<div class="hot-rank" lang="{language()}" role="region" tabindex="0" aria-label="{escape(title)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def _at(rank: float, whole: int) -> float:
    """Place of a rank on the logarithmic axis, in percent."""
    return 100 * math.log(rank) / math.log(max(whole, 2))


def axis(whole: int) -> str:
    """The ranks at which lines are drawn, above a column of intervals."""
    ticks = "".join(f'<span style="left:{_at(t, whole):.1f}%">{t}</span>' for t in _TICKS if t <= whole)
    return f'<div class="ax" aria-hidden="true">{ticks}</div>'


def interval_bar(row: dict[str, int], whole: int) -> str:
    """One rank with its interval as boxes; said in words for a screen reader by the cell's text."""
    low, high, rank = (_at(row[name], whole) for name in ("rank_low", "rank_high", "rank"))
    lines = "".join(f'<i style="left:{_at(t, whole):.1f}%"></i>' for t in _TICKS if t <= whole)
    return (
        f'<div class="iv" aria-hidden="true">{lines}<b style="left:{low:.1f}%;width:{max(high - low, 0.6):.1f}%"></b>'
        f'<u style="left:{rank:.1f}%"></u></div>'
    )


def _row(row: dict[str, object], whole: int, names: list[str], untested: bool) -> str:
    written = language()
    interval = rank_words(*(int(str(row[name])) for name in ("rank", "rank_low", "rank_high")))
    place = f"{escape(str(row[f'name_{written}']))}<small>{escape(str(row[f'state_{written}']))}</small>"
    cells = [
        ("n rank", "", escape(number(_float(row["rank"])))),
        ("w place", "", place),
        ("w", names[2], f"{interval_bar(row, whole)}<small>{escape(interval)}</small>"),  # type: ignore[arg-type]
        ("n", names[3], escape(number(_float(row["victims_people"])))),
        ("n", names[4], escape(fixed(row["rate_per_100k"]))),
        ("n", names[5], escape(fixed(row["smoothed_per_100k"]))),
        ("", names[6], _class_words(row["space_time"])),
        ("", names[7], _gi_words(row, untested)),
    ]
    if names[8]:
        cells.append(("n", names[8], escape(expected_words(row))))
    return "<tr>" + "".join(f'<td class="{css}">{_lab(lab)}{text}</td>' for css, lab, text in cells) + "</tr>"


def _lab(text: str) -> str:
    return f'<span class="lab">{escape(text)}</span>' if text else ""


def _float(value: object) -> float:
    return float(str(value))


def _class_words(code: object) -> str:
    if code is None:
        return escape(_("could not be told"))
    if code == SpaceTime.NONE:
        return "–"
    return swatch(class_look(SpaceTime(str(code)))) + escape(label(SpaceTime(str(code))))


def _gi_words(row: dict[str, object], untested: bool) -> str:
    if untested:
        return escape(_("not tested"))
    if row["is_hot"]:
        return swatch(GI_LOOKS[0]) + escape(_("hot"))
    return swatch(GI_LOOKS[1]) + escape(_("cold")) if row["is_cold"] else "–"


def expected_words(row: dict[str, object]) -> str:
    """What is expected next year: 2.3 (0 to 6)."""
    return _("{expected} ({low} to {high})").format(
        expected=fixed(row["expected_people"]), low=number(_float(row["low_people"])),
        high=number(_float(row["high_people"])),
    )  # fmt: skip


def file_rows(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows as they leave in a file: P-codes in one cell, hot or cold as words, unknown kept empty."""
    gi = [_("hot") if hot else _("cold") if cold else _("neither")
          for hot, cold in zip(rows["is_hot"], rows["is_cold"], strict=True)]  # fmt: skip
    moran = [
        quadrant if sure else "" for quadrant, sure in zip(rows["moran_quadrant"], rows["is_cluster"], strict=True)
    ]
    return rows.assign(ts_pcodes=["; ".join(codes) for codes in rows["ts_pcodes"]], gi=gi, moran=moran)


def file_columns(next_year: int | None) -> list[Column]:
    """The columns of the file."""
    columns = [
        Column("rank", _("Rank"), kind=Kind.NUMBER),
        Column("rank_low", _("Rank, from"), kind=Kind.NUMBER),
        Column("rank_high", _("Rank, to"), kind=Kind.NUMBER),
        Column("name_en", _("Name in English")),
        Column("name_my", _("Name in Burmese")),
        Column("ts_pcodes", _("P-code")),
        Column(f"state_{language()}", _("State or region")),
        Column("population", _("Population 2014"), _("people"), Kind.NUMBER),
        Column("victims_people", _("Victims"), _("people"), Kind.NUMBER),
        Column("rate_per_100k", _("Victims per 100,000 a year"), kind=Kind.DECIMAL),
        Column("smoothed_per_100k", _("Smoothed per 100,000 a year"), kind=Kind.DECIMAL),
        Column("space_time", _("Kind of hot spot"), codes=SpaceTime),
        Column("gi", _("Gi*")),
        Column("gi_z", _("Gi* (standard score)"), kind=Kind.DECIMAL),
        Column("moran", _("Cluster by local Moran (HH, HL, LH, LL; empty: none)")),
        Column("around_people", _("Victims here and in the townships around"), _("people"), Kind.NUMBER),
        Column("around_expected_people", _("As many would be expected there"), _("people"), Kind.DECIMAL),
    ]
    if next_year:
        title = _("Expected {year}").format(year=next_year)
        columns += [
            Column("expected_people", title, _("people"), Kind.DECIMAL),
            Column("low_people", _("{what}, from").format(what=title), _("people"), Kind.NUMBER),
            Column("high_people", _("{what}, to").format(what=title), _("people"), Kind.NUMBER),
        ]
    return columns
