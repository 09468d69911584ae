"""Figures of the Gaps page: who waits and why (4.4), and whether capacity follows the victims (4.1).

Each has a frame that is drawn and downloaded alike, a title that says what it shows, and the figure itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd
import plotly.graph_objects as go

from analysis.coverage import CorridorEquity
from data.vocabulary import Corridor, UnassignedReason
from queries.unassigned import WAIT_BANDS
from ui import palette
from ui.axes import fitted, wrapped
from ui.charts import Series, bars, stacked_bars
from ui.export import Column, Kind
from ui.text import _, label, n_, number, percent

REASONS: Final = tuple(str(reason) for reason in UnassignedReason)
LONGEST_BAND: Final = WAIT_BANDS[-1]
_UNASSIGNED_COLOUR: Final = palette.ACCENT
_VICTIMS_COLOUR: Final = palette.SEQUENTIAL[3]
_WRAP_LETTERS: Final = 14
_HEIGHT_PX: Final = 270


# --- By reason --------------------------------------------------------------------------------------------------------


def by_reason(frame: pd.DataFrame) -> pd.DataFrame:
    """Unassigned people by reason, most first: unassigned_reason, unassigned_people, waiting_days, share_0_1."""
    rows = frame.sort_values(["unassigned_people", "unassigned_reason"], ascending=[False, True], ignore_index=True)
    everybody = int(rows["unassigned_people"].sum())
    return rows.assign(share_0_1=rows["unassigned_people"] / everybody if everybody else float("nan"))


def reason_title(rows: pd.DataFrame) -> str:
    """The commonest reason with its people; rows: by_reason, at least one."""
    first = rows.iloc[0]
    return _("Most often: {reason} ({people} of {all} people, {share})").format(
        reason=label(UnassignedReason(first["unassigned_reason"])),
        people=number(first["unassigned_people"]),
        all=number(rows["unassigned_people"].sum()),
        share=percent(first["share_0_1"]),
    )


def reason_figure(rows: pd.DataFrame) -> go.Figure:
    """Bars of by_reason."""
    names = [wrapped(label(UnassignedReason(code)), 22) for code in rows["unassigned_reason"]]
    return fitted(
        bars(names, rows["unassigned_people"].tolist(), _("unassigned people"), _UNASSIGNED_COLOUR, _HEIGHT_PX)
    )


def reason_columns() -> list[Column]:
    """The columns of by_reason."""
    return [
        Column("unassigned_reason", _("Reason"), codes=UnassignedReason),
        Column("unassigned_people", _("Not assigned"), _("people"), Kind.NUMBER),
        Column("waiting_days", _("Time waited"), _("people-days"), Kind.NUMBER),
        Column("share_0_1", _("Share of all"), kind=Kind.SHARE),
    ]


# --- By days waiting --------------------------------------------------------------------------------------------------


def by_wait(frame: pd.DataFrame) -> pd.DataFrame:
    """Unassigned people by days waited: wait_band (all WAIT_BANDS, in order), a column a reason, all_people."""
    table = _spread(frame, "wait_band").reindex(list(WAIT_BANDS), fill_value=0)
    return table.rename_axis("wait_band").reset_index()


def wait_title(rows: pd.DataFrame) -> str:
    """How many have waited longer than a year; rows: by_wait, with at least one person."""
    everybody = int(rows["all_people"].sum())
    long = int(rows.loc[rows["wait_band"] == LONGEST_BAND, "all_people"].sum())
    if not long:
        return _("Nobody has waited longer than a year")
    text = n_(
        "{n} person of {all} has waited longer than a year ({share})",
        "{n} people of {all} have waited longer than a year ({share})",
        long,
    )
    return text.format(n=number(long), all=number(everybody), share=percent(long / everybody))


def wait_figure(rows: pd.DataFrame) -> go.Figure:
    """Bars of by_wait, shortest wait at the top."""
    names = [_("{days} days").format(days=band.replace("-", "–")) for band in rows["wait_band"]]
    return fitted(bars(names, rows["all_people"].tolist(), _("unassigned people"), _UNASSIGNED_COLOUR, _HEIGHT_PX))


def wait_columns() -> list[Column]:
    """The columns of by_wait."""
    return [Column("wait_band", _("Days waited"), _("days")), *_reason_columns()]


# --- By state and reason ----------------------------------------------------------------------------------------------


def by_state(frame: pd.DataFrame, names: Mapping[str, str]) -> pd.DataFrame:
    """Unassigned people by state or region, most first, those without a known township last.

    names: st_pcode -> name. Columns: st_pcode (null: township not known), place, a column a reason, all_people.
    """
    table = _spread(frame.assign(st_pcode=frame["st_pcode"].fillna("")), "st_pcode")
    table = table.rename_axis("st_pcode").reset_index()
    table["_unknown"] = table["st_pcode"] == ""
    table = table.sort_values(["_unknown", "all_people", "st_pcode"], ascending=[True, False, True], ignore_index=True)
    place = [names.get(code, code) if code else _("Township not known") for code in table["st_pcode"]]
    table.insert(1, "place", place)
    return table.assign(st_pcode=table["st_pcode"].replace("", None)).drop(columns="_unknown")


def state_title(rows: pd.DataFrame) -> str:
    """Where most people wait; rows: by_state, at least one person."""
    everybody = number(rows["all_people"].sum())
    known = rows[rows["st_pcode"].notna()]
    if known.empty:
        return _("The township is known of none of the {all} people").format(all=everybody)
    first = known.iloc[0]
    return _("Most wait in {place}: {people} of {all} people").format(
        place=first["place"], people=number(first["all_people"]), all=everybody
    )


def state_figure(rows: pd.DataFrame) -> go.Figure:
    """People by place (downwards) and reason (across); darker is more, the number stands in the cell."""
    codes = [code for code in REASONS if rows[code].sum()]
    names = [wrapped(label(UnassignedReason(code)), _WRAP_LETTERS) for code in codes]
    people = rows[codes].to_numpy()
    figure = stacked_bars([], [], "", height_px=130 + 27 * len(rows))
    figure.add_heatmap(
        x=names,
        y=[f"{row.place} ({number(row.all_people)})" for row in rows.itertuples()],
        z=people,
        text=[[number(n) if n else "" for n in line] for line in people.tolist()],
        texttemplate="%{text}",
        hovertemplate="%{y}, %{x}: %{z:,}<extra></extra>",
        colorscale=_heat(int(people.max())),
        showscale=False,
        xgap=2,
        ygap=2,
    )
    figure.update_xaxes(side="top", showgrid=False, type="category", title=_("people"))
    figure.update_yaxes(type="category", tickmode="linear")
    return fitted(figure)


def state_columns() -> list[Column]:
    """The columns of by_state."""
    return [
        Column("st_pcode", _("State or region P-code")),
        Column("place", _("State or region")),
        *_reason_columns(),
    ]


def _spread(frame: pd.DataFrame, by: str) -> pd.DataFrame:
    """People by `by` (rows) and reason (a column each, all REASONS), with all_people."""
    table = frame.pivot_table(index=by, columns="unassigned_reason", values="unassigned_people", aggfunc="sum")
    table = table.reindex(columns=list(REASONS)).fillna(0).astype("int64")
    return table.assign(all_people=table.sum(axis=1).astype("int64"))


def _reason_columns() -> list[Column]:
    people = _("people")
    found = [Column(str(reason), label(reason), people, Kind.NUMBER) for reason in UnassignedReason]
    return [*found, Column("all_people", _("All reasons"), people, Kind.NUMBER)]


def _heat(most: int) -> list[tuple[float, str]]:
    """Plotly's colour scale: zero apart, then the palette's classes up to `most` people."""
    steps = palette.sequential(7)[:6]
    first = min(0.5 / max(most, 1), 0.5)
    rest = [(first + (1 - first) * place / (len(steps) - 1), colour) for place, colour in enumerate(steps)]
    return [(0.0, palette.ZERO), (first, palette.ZERO), *rest[:-1], (1.0, steps[-1])]


# --- Corridor equity --------------------------------------------------------------------------------------------------


def equity_title(equity: CorridorEquity) -> str:
    """China against Thailand, as recommendation 4.1 compares them."""
    rows = equity.corridors.set_index("corridor")
    return _("China: {v} of the victims, {c} of the capacity. Thailand: {v2} and {c2}").format(
        v=percent(rows.loc["china", "victims_share_0_1"]),
        c=percent(rows.loc["china", "capacity_share_0_1"]),
        v2=percent(rows.loc["thailand", "victims_share_0_1"]),
        c2=percent(rows.loc["thailand", "capacity_share_0_1"]),
    )


def equity_figure(equity: CorridorEquity) -> go.Figure:
    """Two bars a corridor: its share of the victims and of the reintegration capacity."""
    rows = equity.corridors
    rows = rows[(rows["victims_people"] > 0) | (rows["capacity_people"] > 0)]
    names = [wrapped(label(Corridor(code)), 22) for code in rows["corridor"]]
    series = [
        Series(_("Share of victims"), tuple(rows["victims_share_0_1"]), _VICTIMS_COLOUR),
        Series(
            _("Share of reintegration capacity"),
            tuple(rows["capacity_share_0_1"].fillna(0)),
            palette.PRIMARY,
            "diagonal",
        ),
    ]
    figure = stacked_bars(names, series, _("share of the whole country's total"), 110 + 52 * len(names), share=True)
    figure.update_layout(barmode="group", bargap=0.28, bargroupgap=0.06)
    figure.update_traces(texttemplate="%{x:.0%}", textposition="outside", cliponaxis=False)
    figure.update_layout(legend={"y": 1.02, "yanchor": "bottom"}, margin={"t": 34})
    return fitted(figure)


def equity_columns() -> list[Column]:
    """The columns of CorridorEquity.corridors."""
    people = _("people")
    return [
        Column("corridor", _("Corridor"), codes=Corridor),
        Column("victims_people", _("Victims"), people, Kind.NUMBER),
        Column("unplaced_people", _("Township not known"), people, Kind.NUMBER),
        Column("victims_share_0_1", _("Share of victims"), kind=Kind.SHARE),
        Column("capacity_people", _("Reintegration capacity"), people, Kind.DECIMAL),
        Column("capacity_share_0_1", _("Share of reintegration capacity"), kind=Kind.SHARE),
        Column("ratio", _("Capacity share ÷ victims share"), kind=Kind.DECIMAL),
    ]


def equity_note(equity: CorridorEquity) -> str:
    """What was left out of the comparison, with its numbers."""
    return _(
        "Reintegration teams active: {pools}; of them, {untold} do not tell their capacity and are left out. "
        "Capacity that lies where no victim of the filter comes from: {elsewhere} people. Victims without a known "
        "township: {unplaced}. A team's capacity is divided among the corridors of the townships that it serves: this "
        "shows where capacity lies, not whom a provider favours."
    ).format(
        pools=number(equity.pools),
        untold=number(equity.pools_untold),
        elsewhere=number(equity.capacity_elsewhere_people),
        unplaced=number(equity.unplaced_people),
    )
