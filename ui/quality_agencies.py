"""Which agency holds records that another lacks (4.8), by year, type or state, beside UNODC's national figures."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from data.errors import N_
from data.scope import Scope
from data.vocabulary import VictimType
from queries.filters import Filters
from ui import cached, charts, palette, quality, state
from ui.charts import Reference, Series
from ui.export import Column, Kind
from ui.frame import empty
from ui.overview_figures import UNODC, unodc_totals
from ui.tables import table
from ui.text import _, label, number, percent, place_name

BY: Final = {"year": N_("By year"), "type": N_("By type"), "state": N_("By state or region")}
_KEYS: Final = {"year": "case_year", "type": "victim_type", "state": "st_pcode"}
COUNTS: Final = (
    "all_people", "atu_people", "dsw_people", "ngo_people", "atu_and_dsw_people", "atu_not_dsw_people",
    "dsw_not_atu_people", "only_ngo_people",
)  # fmt: skip
# Every person stands in exactly one of these.
_PARTS: Final = (
    ("atu_not_dsw_people", N_("ATU has a record, DSW has none"), palette.PRIMARY, "none"),
    ("atu_and_dsw_people", N_("ATU and DSW both"), "#4a8a68", "backdiagonal"),
    ("dsw_not_atu_people", N_("DSW has a record, ATU has none"), "#dd9327", "diagonal"),
    ("only_ngo_people", N_("Only an NGO"), "#98c9dc", "dots"),
)


def show(scope: Scope, filters: Filters) -> None:
    """The comparison, along the dimension that is chosen."""
    st.subheader(_("ATU, DSW and NGO: who holds which records"), anchor=False)
    rows = cached.agency_comparison(scope, filters)
    if rows.empty:
        empty(_("No record fits."))
        return
    names = {code: _(title) for code, title in BY.items()}
    by = st.segmented_control(
        _("Compare"), list(names), format_func=names.__getitem__, default="year", key="w_quality_by", required=True
    )
    by = by if by in BY else "year"
    found = compared(rows, by)
    _figure(found, by, filters)
    _table(found, by, filters)


def compared(rows: pd.DataFrame, by: str) -> pd.DataFrame:
    """The counts of COUNTS by year, type or state: key, name (translated), and for years unodc_people (nullable)."""
    grouped = rows.groupby(_KEYS[by], dropna=False, as_index=False)[list(COUNTS)].sum()
    grouped = grouped.rename(columns={_KEYS[by]: "key"})
    grouped["name"] = [_name(value, by) for value in grouped["key"]]
    if by == "year":
        published = unodc_totals().set_index("year")["value_people"]
        grouped["unodc_people"] = [published.get(int(year)) for year in grouped["key"]]
        return grouped.sort_values("key", ignore_index=True)
    return grouped.sort_values("all_people", ascending=False, kind="stable", ignore_index=True)


def _name(value: object, by: str) -> str:
    if by == "year":
        return str(value)
    if by == "type":
        return label(VictimType(str(value)))
    if pd.isna(value):
        return _("Township not known")
    places = cached.townships().drop_duplicates("st_pcode").set_index("st_pcode")
    return place_name(places.loc[str(value)].to_dict(), "st")


def title(found: pd.DataFrame) -> str:
    """What the comparison comes to."""
    total = found[list(COUNTS)].sum()
    return _(
        "ATU and DSW both hold a record of {share} of {n} people; {atu} are known to ATU and not to DSW, "
        "{dsw} to DSW and not to ATU"
    ).format(
        share=percent(total["atu_and_dsw_people"] / total["all_people"] if total["all_people"] else None),
        n=number(total["all_people"]),
        atu=number(total["atu_not_dsw_people"]),
        dsw=number(total["dsw_not_atu_people"]),
    )


def _figure(found: pd.DataFrame, by: str, filters: Filters) -> None:
    series = [Series(_(name), tuple(int(v) for v in found[key]), *style) for key, name, *style in _PARTS]
    said = (
        quality.source(filters.as_of)
        + " "
        + _("Records of the same person count twice until somebody confirms that they are one.")
    )
    if by == "year":
        told = found[found["unodc_people"].notna()]
        reference = Reference(
            _("UNODC: victims detected in Myanmar"), tuple(told["key"]), tuple(float(v) for v in told["unodc_people"])
        )
        figure = charts.stacked_by_year(found["key"].tolist(), series, _("people"), reference)
        said += " " + _("Dotted line: {unodc}, the whole country without any filter.").format(unodc=UNODC)
    else:
        figure = charts.stacked_bars(found["name"].tolist(), series, _("people"), 130 + 30 * len(found))
    charts.show(figure, title(found), said, f"quality_agencies_{by}")


def _table(found: pd.DataFrame, by: str, filters: Filters) -> None:
    heads = {
        "all_people": _("All"), "atu_people": _("ATU"), "dsw_people": _("DSW"), "ngo_people": _("NGO"),
        "atu_and_dsw_people": _("ATU and DSW both"), "atu_not_dsw_people": _("ATU has a record, DSW has none"),
        "dsw_not_atu_people": _("DSW has a record, ATU has none"), "only_ngo_people": _("Only an NGO"),
    }  # fmt: skip
    first = {"year": _("Year"), "type": _("Type"), "state": _("State or region")}[by]
    columns = [Column("name", first)]
    columns += [Column(key, head, _("people"), Kind.NUMBER) for key, head in heads.items()]
    if by == "year":
        columns.append(Column("unodc_people", _("UNODC: victims detected in Myanmar"), _("people"), Kind.NUMBER))
    text = _("ATU, DSW and NGO: who holds which records")
    if state.scope().role in state.CASE_ROLES:
        table(found, columns, f"quality_agencies_{by}", text, quality.source(filters.as_of))
