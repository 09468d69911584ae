"""The figures of the overview: victims by year beside UNODC's, capacity by corridor, freshness and quality."""

from __future__ import annotations

from datetime import date

import pandas as pd

from analysis.coverage import corridor_equity
from data import reference
from data.scope import Scope
from data.vocabulary import Corridor, ImportFormat, RegisterKind, Role
from queries.filters import Filters
from ui import cached, charts, palette, state
from ui.frame import empty
from ui.tables import Column, Kind, table
from ui.text import _, day, label, n_, number, percent

UNODC = "UNODC, Global Report on Trafficking in Persons 2025"


def by_year(scope: Scope, filters: Filters) -> None:
    """Victims by year of identification and corridor, with UNODC's national figures where they can be compared."""
    found = cached.victims_by_year(scope, filters)
    if found.empty:
        empty(_("No victim in the register fits these filters."))
        return
    first, last = filters.years or (state.bounds().first_year, state.bounds().last_year)
    years = list(range(first, last + 1))
    names = {str(code): label(code) for code in Corridor}
    comparable = scope.role is Role.PLANNER and not _narrowed(filters)
    figure = charts.stacked_by_year(
        years,
        charts.corridor_series(found, years, names),
        _("people"),
        _published(years) if comparable else None,
    )
    charts.show(figure, _by_year_title(found, years), _by_year_source(comparable), "overview_by_year")


def _narrowed(filters: Filters) -> bool:
    parts = (
        filters.victim_types,
        filters.destinations,
        filters.sexes,
        filters.age_groups,
        filters.purposes,
        filters.special,
    )
    return any(part is not None for part in parts)


def _published(years: list[int]) -> charts.Reference:
    """UNODC's totals of victims detected in Myanmar, for the years shown in which there is one."""
    figures = unodc_totals()
    figures = figures[figures["year"].isin(years)]
    return charts.Reference(
        _("UNODC: victims detected in Myanmar"),
        tuple(int(y) for y in figures["year"]),
        tuple(int(v) for v in figures["value_people"]),
    )


def unodc_totals() -> pd.DataFrame:
    """Year and number of victims detected in Myanmar, all sexes and ages, as published: year, value_people."""
    rows = reference.unodc_detected_victims()
    whole = (rows["dimension"] == "Total") & (rows["category"] == "Total")
    whole &= (rows["sex"] == "total") & (rows["age_group"] == "total") & rows["value_people"].notna()
    return rows.loc[whole, ["year", "value_people"]].sort_values("year")


def _by_year_title(found: pd.DataFrame, years: list[int]) -> str:
    totals = found.groupby("case_year")["victims_people"].sum().reindex(years, fill_value=0)
    last, peak = years[-1], int(totals.idxmax())
    china = found.loc[found["corridor"] == str(Corridor.CHINA), "victims_people"].sum() / totals.sum()
    text = n_("{n} victim identified in {year}", "{n} victims identified in {year}", int(totals[last]))
    parts = [text.format(n=number(totals[last]), year=last)]
    if totals[peak] > totals[last]:
        parts.append(_("most in {year}: {n}").format(year=peak, n=number(totals[peak])))
    if china > 0:
        parts.append(_("{share} of all taken to China").format(share=percent(china)))
    return "; ".join(parts)


def _by_year_source(comparable: bool) -> str:
    parts = [_register_source()]
    if comparable:
        parts.append(
            _(
                "Dotted line: {unodc}, the national figure that the authorities report: victims detected in Myanmar, "
                "whatever their township or later path. An outside reference, not a count of the same people."
            ).format(unodc=UNODC)
        )
        if cached.store().kind() is RegisterKind.DEMONSTRATION:
            parts.append(_("The synthetic register was scaled to these totals where there are any."))
    else:
        parts.append(_("UNODC's figures are national totals: they are drawn only for the whole register, unfiltered."))
    return " ".join(parts)


def _register_source() -> str:
    return _("Source: {register}, as of {day}.").format(
        register=label(cached.store().kind()), day=day(state.filters().as_of)
    )


def corridors(scope: Scope, filters: Filters) -> None:
    """Share of victims against share of reintegration capacity by corridor (recommendation 4.1)."""
    people = cached.victims_by_township(scope, filters)
    equity = corridor_equity(cached.coverage(scope, filters.as_of), people)
    rows = equity.corridors
    rows = rows[rows["victims_people"] > 0]
    if rows.empty:
        empty(_("No victim with a known township fits these filters, so capacity cannot be compared."))
        return
    names = [label(Corridor(code)) for code in rows["corridor"]]
    figure = charts.paired_bars(
        names,
        [
            charts.Series(_("victims"), tuple(rows["victims_share_0_1"]), palette.SEQUENTIAL[3]),
            charts.Series(_("capacity"), tuple(rows["capacity_share_0_1"].fillna(0)), palette.PRIMARY, "diagonal"),
        ],
        _("share of the total (%)"),
    )
    source = _(
        "{register} Capacity of {pools} provider pools, divided by where the victims of their townships were taken; "
        "{untold} pools do not tell their capacity and are left out. Where capacity lies, not whom it favours (4.1)."
    ).format(register=_register_source(), pools=number(equity.pools), untold=number(equity.pools_untold))
    charts.show(figure, _equity_title(rows), source, "overview_equity")


def _equity_title(rows: pd.DataFrame) -> str:
    china = rows[rows["corridor"] == str(Corridor.CHINA)]
    if china.empty or pd.isna(china["ratio"].iloc[0]):
        return _("Share of victims and share of capacity, by destination")
    row = china.iloc[0]
    facts = {"victims": percent(row["victims_share_0_1"]), "capacity": percent(row["capacity_share_0_1"])}
    if abs(row["ratio"] - 1) <= 0.1:
        return _("Capacity follows the victims taken to China: {capacity} of it for {victims} of them").format(**facts)
    if row["ratio"] < 1:
        return _("China: {victims} of the victims, only {capacity} of the capacity").format(**facts)
    return _("China: {victims} of the victims, {capacity} of the capacity").format(**facts)


def freshness(scope: Scope, as_of: date) -> None:
    """How long ago the presences of the directory were last confirmed."""
    bands = cached.freshness(scope, as_of)
    total = int(bands["presences"].sum())
    if not total:
        empty(_("No presence in the directory is active on this day."))
        return
    words = {"366+": _("more than 365 days ago"), "never": _("never")}
    names = [
        words.get(band) or _("{band} days ago").format(band=band.replace("-", "–")) for band in bands["confirmed_band"]
    ]
    recent = int(bands.loc[~bands["confirmed_band"].isin(list(words)), "presences"].sum())
    title = _("{share} of the presences were confirmed within a year").format(share=percent(recent / total))
    source = _("Source: provider directory, {n} presences active on {day}. Unconfirmed is not absent.").format(
        n=number(total), day=day(as_of)
    )
    figure = charts.bars(names, [int(v) for v in bands["presences"]], _("presences"))
    charts.show(figure, title, source, "overview_freshness")


def completeness(scope: Scope, filters: Filters) -> None:
    """How well the fields of the national spreadsheet are filled."""
    rows = cached.register_completeness(scope, filters)
    total = int(rows["all_people"].max()) if len(rows) else 0
    if not total:
        empty(_("No record fits these filters, so there is nothing to check."))
        return
    names = {
        "ts_pcode": _("Township of origin"),
        "age_years": _("Age"),
        "sex": _("Sex"),
        "destination": _("Destination"),
        "purpose": _("Purpose of trafficking"),
        "recruitment_month": _("Month of recruitment"),
        "return_month": _("Month of return"),
    }
    rows = rows.assign(missing=rows["all_people"] - rows["filled_people"]).sort_values("missing", ascending=False)
    worst = rows.iloc[0]
    if not worst["missing"]:
        title = _("Every field of the national spreadsheet is filled in")
    else:
        title = _("{field}: missing in {share} of the records").format(
            field=names.get(worst["field"], worst["field"]), share=percent(worst["missing"] / total, 1)
        )
    figure = charts.bars(
        [names.get(f, f) for f in rows["field"]],
        [int(v) for v in rows["missing"]],
        _("records without it"),
        palette.ACCENT,
    )
    charts.show(figure, title, _register_source(), "overview_completeness")


def national_figures() -> None:
    """UNODC's national figures alone: published, so for every role."""
    figures = unodc_totals().tail(12)
    years = [int(y) for y in figures["year"]]
    last = figures.iloc[-1]
    series = charts.Series(_("victims detected"), tuple(int(v) for v in figures["value_people"]), palette.SEQUENTIAL[3])
    figure = charts.stacked_by_year(years, [series], _("people"))
    title = _("{n} victims detected in Myanmar in {year}, the last year published").format(
        n=number(last["value_people"]), year=int(last["year"])
    )
    source = _("Source: {unodc}. National totals as the authorities reported them.").format(unodc=UNODC)
    charts.show(figure, title, source, "overview_national")


def recent_loads(scope: Scope) -> None:
    """The latest files brought in."""
    rows = cached.recent_loads(cached.version(), scope)
    if rows.empty:
        empty(_("No file has been brought in yet."))
        return
    columns = [
        Column("loaded_at_utc", _("Loaded on"), kind=Kind.DAY),
        Column("import_format", _("Format"), codes=ImportFormat),
        Column("file_name", _("File")),
        Column("loaded_by", _("By")),
        Column("rows_in_file", _("In the file"), _("rows"), Kind.NUMBER),
        Column("rows_loaded", _("Loaded"), _("rows"), Kind.NUMBER),
        Column("rows_rejected", _("Rejected"), _("rows"), Kind.NUMBER),
    ]
    source = _("Source: the register's list of loads; dates in UTC.")
    table(rows, columns, "recent_loads", _("Files brought in"), source)
