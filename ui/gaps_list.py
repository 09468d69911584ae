"""The ranked townships as they are read: a block each, with its tier in colour and words, why, and what would help."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from analysis.coverage import GAP_TIERS, Suggestion, Tier
from data.paths import ROOT
from ui import gaps_view, kept, palette, state
from ui.gaps_view import Choice, Picture
from ui.map_drawing import tier_look
from ui.map_legend import swatch
from ui.map_selection import KEY as MAP_KEY
from ui.navigation import can_open
from ui.text import _, language, number, place_name

MAP_PAGE: Final = "pages/see/coverage_map.py"
FIRST_ROWS: Final = 10
MORE_ROWS: Final = 20
_HELP_IN_FULL: Final = 2
_WIDTHS: Final = (2.1, 8)
_SHOWN: Final = "gaps_rows_shown"

STYLE: Final = f"""<style>
[class*="st-key-gap_row"] {{ border-top: 1px solid {palette.GRID}; padding-top: .6rem; }}
[class*="st-key-gap_row"] [data-testid="stPageLink"] a {{ padding: 0; min-height: 0; }}
[class*="st-key-gap_row"] [data-testid="stPageLink"] p {{ font-size: 1rem; font-weight: 600; white-space: normal; }}
.gap-place {{ color: {palette.INK_SOFT}; font-size: .84rem; line-height: 1.5; }}
.gap-place b {{ color: {palette.INK}; font-size: 1rem; font-weight: 600; }}
.gap {{ display: grid; grid-template-columns: minmax(0,1.25fr) minmax(0,1.35fr) minmax(0,1.9fr); gap: .35rem 1.5rem;
  font-size: .88rem; line-height: 1.5; color: {palette.INK}; overflow-wrap: anywhere; }}
.gap .tier {{ display: flex; gap: .5rem; align-items: baseline; font-weight: 600; }}
.gap .tier svg {{ flex: none; transform: translateY(.15rem); }}
.gap-figures {{ display: grid; grid-template-columns: repeat(3,minmax(0,1fr)); gap: .1rem .8rem; text-align: right; }}
.gap-figures b {{ display: block; font-size: 1.1rem; font-weight: 600; font-variant-numeric: tabular-nums;
  line-height: 1.35; }}
.gap-figures span, .gap-note {{ color: {palette.INK_SOFT}; font-size: .8rem; }}
.gap-figures span {{ display: none; }}
.gap-figures .gap-note {{ grid-column: 1/-1; }}
.gap ol {{ margin: 0; padding-left: 1.1rem; }} .gap li {{ margin: 0; font-size: .88rem; line-height: inherit; }}
.gap h6 {{ display: none; }}
.gap-head {{ color: {palette.INK_SOFT}; font-size: .82rem; align-items: end; }}
.gap.my {{ line-height: 1.8; }}
@media (max-width: 1000px) {{
  .gap {{ grid-template-columns: minmax(0,1fr); }}
  .gap-figures {{ text-align: left; }} .gap-figures span {{ display: block; }}
  .gap h6 {{ display: block; margin: .15rem 0 0; padding: 0; font-size: .8rem; color: {palette.INK_SOFT}; }}
  .st-key-gap_head {{ display: none; }}
}}
</style>"""


@dataclass(frozen=True)
class Row:
    """One township as it is read; text is plain and escaped when it is drawn."""

    rank: int
    ts_pcode: str
    name: str
    other_name: str
    state: str
    tier: Tier
    tier_words: str
    is_unconfirmed: bool
    figures: tuple[tuple[str, str], ...]
    longest_wait: str
    reason: str
    help: tuple[tuple[str, str], ...]


def controls(whole: Picture) -> tuple[Choice, str]:
    """What counts as a gap and where to look, and the text to search for; all but the text stand in the URL."""
    tiers = _tiers()
    first, second, third = st.columns([1.1, 1.1, 1], vertical_alignment="bottom")
    records = whole.townships.drop_duplicates("st_pcode").to_dict("records")
    with first:
        names = kept.places([(row["st_pcode"], place_name(row, "st")) for row in records])
        st_pcode = kept.one("state", _("State or region"), names, _("Whole country"))
    with second:
        text = st.text_input(_("Township"), key="w_gaps_text", max_chars=60, placeholder=_("Name, in either language"))
    with third:
        sure = kept.flag(
            "sure",
            _("Only confirmed records"),
            _("Judge each township by the providers that were confirmed lately, as if the others were not there."),
        )
    return Choice(tiers, st_pcode, sure), text


def _tiers() -> tuple[Tier, ...]:
    now = gaps_view.read_tiers(state.page_value("tiers"))
    state.hold("w_gaps_tiers", list(now))

    def changed() -> None:
        chosen = [tier for tier in Tier if tier in st.session_state["w_gaps_tiers"]]
        state.set_page_value("tiers", gaps_view.write_tiers(chosen))

    st.pills(
        _("Which townships count as a gap"),
        list(Tier),
        selection_mode="multi",
        format_func=lambda tier: _(tier.label),
        key="w_gaps_tiers",
        on_change=changed,
        help=_("With a provider or a DSW office in reach, a township counts only where somebody waits."),
    )
    if now != tuple(sorted(GAP_TIERS)):
        st.caption(_("Not the usual choice. Choosing none brings back: {tiers}.").format(
            tiers="; ".join(_(tier.label) for tier in sorted(GAP_TIERS))))  # fmt: skip
    return now


# --- Rows -------------------------------------------------------------------------------------------------------------


def rows_of(whole: Picture, rows: pd.DataFrame, confirmed_only: bool, shows_waiting: bool = True) -> list[Row]:
    """The rows of gaps_view.ranked as they are read; shows_waiting: whether the reader may know who waits."""
    offices = gaps_view.office_names(whole)
    found = gaps_view.helps(whole, rows)
    return [
        _row(row, suggestions, offices, confirmed_only, shows_waiting)
        for row, suggestions in zip(rows.to_dict("records"), found, strict=True)
    ]


def _row(
    row: dict[str, object],
    suggestions: Sequence[Suggestion],
    offices: dict[str, str],
    confirmed_only: bool,
    shows_waiting: bool,
) -> Row:
    tier, other = gaps_view.tier_of(row, confirmed_only), "my" if language() == "en" else "en"
    figures: tuple[tuple[str, str], ...] = ((number(float(str(row["victims_people"]))), _("victims")),)
    if shows_waiting:
        figures += (
            (number(float(str(row["unassigned_people"]))), _("not assigned")),
            (number(float(str(row["waiting_days"]))), _("people-days")),
        )
    waited = _("longest wait {n} days").format(n=number(float(str(row["longest_wait_days"]))))
    return Row(
        int(str(row["rank"])), str(row["ts_pcode"]), place_name(row), str(row[f"ts_name_{other}"]),
        place_name(row, "st"), tier, gaps_view.tier_words(tier, row["resident_room"]),
        bool(row["is_unconfirmed"]) and not confirmed_only, figures, waited if row["unassigned_people"] else "",
        gaps_view.words(row["reason"], offices),  # type: ignore[arg-type]
        tuple(gaps_view.help_words(suggestions, offices)),
    )  # fmt: skip


def township_list(rows: Sequence[Row]) -> None:
    """Draw the rows, each with a link to the township's card on the coverage map."""
    with st.container(key="gap_head"):
        first, second = st.columns(_WIDTHS, gap="small", vertical_alignment="bottom")
        heading = _("Township")
        first.html(f'<div class="gap-place">{escape(heading)}</div>')
        second.html(head_html(max((len(row.figures) for row in rows), default=0)))
    for row in rows:
        with st.container(key=f"gap_row_{row.ts_pcode}"):
            first, second = st.columns(_WIDTHS, gap="small")
            with first, st.container(gap=None):
                _place(row)
            with second:
                st.html(row_html(row))


def _place(row: Row) -> None:
    name = f"{row.rank}. {row.name}"
    linked = can_open(MAP_PAGE)
    if linked:
        st.page_link(
            ROOT / MAP_PAGE,
            label=plain_label(name),
            query_params=map_query(row.ts_pcode),
            help=_("Open the township's card on the coverage map"),
        )
    heading = "" if linked else f"<b>{escape(name)}</b><br>"
    st.html(f'<div class="gap-place">{heading}{escape(row.other_name)}<br>{escape(row.state)}</div>')


def plain_label(text: str) -> str:
    """A label in which Markdown finds nothing: a number with its full stop would become a list."""
    return text.replace(". ", "\\. ", 1)


def map_query(ts_pcode: str) -> dict[str, str]:
    """The URL parameters of the coverage map with this view's filters and the township's card open."""
    query = state.to_query(replace(state.view(), page=()), language())
    return query | {MAP_KEY: ts_pcode}


def head_html(figures_shown: int = 3) -> str:
    """The headings above the rows, on a wide screen; on a narrow one each row says what its numbers are."""
    units = ((_("Victims"), _("people")), (_("Not assigned"), _("people")), (_("Time waited"), _("people-days")))
    figures = "".join(f"<div>{escape(title)}<br>({escape(unit)})</div>" for title, unit in units[:figures_shown])
    reach, helps = _("Help in reach, and why it counts as a gap"), _("What would help, first things first")
    return (
        f'<div class="gap gap-head {language()}"><div>{escape(reach)}</div>'
        f'<div class="gap-figures">{figures}</div><div>{escape(helps)}</div></div>'
    )


def row_html(row: Row) -> str:
    """Tier, figures, reason and help of one township; every text escaped."""
    figures = "".join(f"<div><b>{escape(value)}</b><span>{escape(unit)}</span></div>" for value, unit in row.figures)
    waited = f'<div class="gap-note">{escape(row.longest_wait)}</div>' if row.longest_wait else ""
    note = " " + _("The best help rests on unconfirmed records.") if row.is_unconfirmed else ""
    tier = f'<div class="tier">{swatch(tier_look(row.tier))}<span>{escape(row.tier_words)}</span></div>'
    return (
        f'<div class="gap {language()}"><div>{tier}<div class="gap-note">{escape(row.reason + note)}</div></div>'
        f'<div class="gap-figures">{figures}{waited}</div><div>{help_html(row.help)}</div></div>'
    )


def help_html(items: Sequence[tuple[str, str]]) -> str:
    """What would help: the first suggestions with their facts, the others by name; empty for none."""
    if not items:
        return ""
    first = items[:_HELP_IN_FULL]
    full = "".join(f'<li><b>{escape(what)}</b> <span class="gap-note">{escape(why)}</span></li>' for what, why in first)
    rest = "; ".join(what for what, _why in items[_HELP_IN_FULL:])
    heading, others = _("What would help"), _("Also: {list}").format(list=rest)
    also = f'<div class="gap-note">{escape(others)}</div>' if rest else ""
    return f"<h6>{escape(heading)}</h6><ol>{full}</ol>{also}"


# --- How many ---------------------------------------------------------------------------------------------------------


def shown_rows(rows: pd.DataFrame, asked: tuple[object, ...]) -> pd.DataFrame:
    """The rows to draw now: the first ones, and more where they were asked for in this very view (`asked`)."""
    remembered = st.session_state.get(_SHOWN)
    most = remembered[1] if remembered and remembered[0] == asked else FIRST_ROWS
    return rows.head(most)


def more_button(all_rows: int, shown: int, asked: tuple[object, ...]) -> None:
    """Offer the next rows."""
    if shown >= all_rows:
        return
    step = min(MORE_ROWS, all_rows - shown)

    def more() -> None:
        st.session_state[_SHOWN] = (asked, shown + step)

    st.button(
        _("Show {n} more of {all} townships").format(n=number(step), all=number(all_rows)),
        on_click=more,
        icon=":material/expand_more:",
        key="w_gaps_more",
    )
