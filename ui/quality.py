"""How good the records are: the headline, completeness, records off the map, contradictions, stale presences."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from data import audit
from data.scope import Scope
from data.vocabulary import Agency, Role, VictimType
from queries import quality as ask
from queries.filters import Filters
from ui import cached, charts, palette, providers_sections, providers_view, quality_waiting, state
from ui.charts import Series
from ui.export import Column, Kind, download
from ui.frame import Card, empty
from ui.quality_words import FIELDS, RULES
from ui.tables import table
from ui.text import _, day, n_, number, percent

_READ: Final = "atlas_quality_read"
AGENCY_COLOURS: Final = {
    str(Agency.ATU): (palette.PRIMARY, "none"),
    str(Agency.DSW): ("#dd9327", "diagonal"),
    str(Agency.NGO): ("#98c9dc", "dots"),
}


def source(as_of: date) -> str:
    """Where the numbers of the page come from."""
    return _("Source: the register of this installation, records of your role, state of {day}.").format(day=day(as_of))


def headline(scope: Scope, filters: Filters) -> list[Card]:
    """What is to be mended, as numbers."""
    fields = cached.register_completeness(scope, filters)
    unplaced = cached.unplaced_by_agency(scope, filters)
    broken = ask.impossible_sequences(cached.store(), scope, filters)
    people = int(unplaced["all_people"].sum())
    found = [
        Card(
            _("Fields filled in"),
            percent(_filled(fields)),
            _("of {n} people").format(n=number(people)),
            _("Of the fields of the national spreadsheet (4.8) that may be left blank, the share that is filled in."),
        ),
        Card(
            _("Without a usable township"),
            number(unplaced["unplaced_people"].sum()),
            _("people"),
            _("People whose township of origin is not known (4.8). They are counted in every total, but on no map."),
        ),
        Card(
            _("Impossible sequences"),
            number(broken["case_code"].nunique()),
            _("people"),
            _("People whose dates or fields contradict each other by at least one of the rules below."),
        ),
        Card(_("Presences to confirm"), *_stale(scope, filters.as_of)),
    ]
    return found + (quality_waiting.headline(scope) if scope.role is Role.PLANNER else [])


def _filled(fields: pd.DataFrame) -> float | None:
    everything = int(fields["all_people"].sum())
    return int(fields["filled_people"].sum()) / everything if everything else None


def _stale(scope: Scope, as_of: date) -> tuple[str, str, str]:
    active = _active(scope, as_of)
    days = cached.settings()["confirmed_within_days"]
    return (
        number((~active["is_confirmed"]).sum()) if len(active) else number(0),
        _("of {n} presences").format(n=number(len(active))),
        _("Active presences that nobody has confirmed within {days} days before the as-of date.").format(
            days=number(days)
        ),
    )


def _active(scope: Scope, as_of: date) -> pd.DataFrame:
    directory = providers_view.for_reader(cached.directory(scope, as_of))
    if directory.empty:
        return pd.DataFrame({"is_confirmed": pd.Series(dtype=bool)})
    return providers_view.active(providers_view.prepared(directory, as_of))


# --- Completeness -----------------------------------------------------------------------------------------------------


def completeness(scope: Scope, filters: Filters) -> None:
    """Share of each field that is filled in, agency by agency."""
    st.subheader(_("Completeness by field and agency"), anchor=False)
    rows = cached.completeness_by_agency(scope, filters)
    if rows.empty:
        empty(_("No record fits."))
        return
    rows = rows.assign(share_0_1=rows["filled_people"] / rows["all_people"], name=[_(FIELDS[f]) for f in rows["field"]])
    least = rows.loc[rows["share_0_1"].idxmin()]
    title = _("Least complete: {field} in the records of {agency}, {share} filled in").format(
        field=least["name"], agency=_(Agency(least["agency"]).label), share=percent(least["share_0_1"])
    )
    wide = rows.pivot_table(index="name", columns="agency", values="share_0_1").loc[
        rows.groupby("name")["share_0_1"].min().sort_values().index
    ]
    series = [
        Series(_(Agency(code).label), tuple(wide[code]), *AGENCY_COLOURS[code])
        for code in AGENCY_COLOURS
        if code in wide.columns
    ]
    charts.show(
        charts.paired_bars(wide.index.tolist(), series, _("share filled in"), 90 + 66 * len(wide)),
        title,
        source(filters.as_of),
        "quality_completeness",
    )
    columns = [
        Column("name", _("Field")),
        Column("agency", _("Agency"), codes=Agency),
        Column("filled_people", _("Filled in"), _("people"), Kind.NUMBER),
        Column("all_people", _("All"), _("people"), Kind.NUMBER),
        Column("share_0_1", _("Share filled in"), kind=Kind.SHARE),
    ]
    download(rows, columns, "quality_completeness", _("Completeness by field and agency"), source(filters.as_of))


# --- Off the map ------------------------------------------------------------------------------------------------------


def unplaced(scope: Scope, filters: Filters) -> None:
    """Records whose township is not known: counts for everybody, the records themselves on request, audited."""
    st.subheader(_("Records without a usable township"), anchor=False)
    rows = cached.unplaced_by_agency(scope, filters)
    people = int(rows["unplaced_people"].sum())
    if not people:
        empty(_("Every record has a township of origin."), ":material/check_circle:")
        return
    by_agency = rows.groupby("agency", as_index=False)[["unplaced_people", "all_people"]].sum()
    by_agency["share_0_1"] = by_agency["unplaced_people"] / by_agency["all_people"]
    columns = [
        Column("agency", _("Agency"), codes=Agency),
        Column("unplaced_people", _("Without a township"), _("people"), Kind.NUMBER),
        Column("all_people", _("All"), _("people"), Kind.NUMBER),
        Column("share_0_1", _("Share"), kind=Kind.SHARE),
    ]
    table(by_agency, columns, "quality_unplaced", _("Records without a usable township"), source(filters.as_of))
    if _wants_records("unplaced", people):
        found = ask.unplaced_records(cached.store(), scope, filters)
        _log_reading("records without a township", len(found))
        _records(
            found, [Column("victim_type", _("Type"), codes=VictimType), *_dates()], "quality_unplaced_records", filters
        )


def _dates() -> list[Column]:
    return [
        Column("identified_month", _("Identified"), kind=Kind.MONTH),
        Column("recorded_on", _("Recorded on"), kind=Kind.DAY),
    ]


def _wants_records(name: str, people: int) -> bool:
    """A switch, off at first: reading records of people is logged."""
    text = n_(
        "Show the {n} record, to mend it at its source", "Show the {n} records, to mend them at their source", people
    )
    return st.toggle(
        text.format(n=number(people)), key=f"w_quality_{name}", help=_("Case codes only. That you looked is recorded.")
    )


def _log_reading(subject: str, records: int) -> None:
    """An audit row, once a visit for the same records."""
    done = st.session_state.setdefault(_READ, set())
    key = (subject, records, cached.version())
    if key not in done:
        with cached.store().transaction(only_audit=True) as cursor:
            audit.append(cursor, state.scope(), "read cases", subject, records)
        done.add(key)


def _records(rows: pd.DataFrame, more: list[Column], name: str, filters: Filters) -> None:
    columns = [Column("case_code", _("Case code")), Column("agency", _("Agency"), codes=Agency), *more]
    table(rows, columns, name, _("Records to mend"), source(filters.as_of))


# --- Contradictions ---------------------------------------------------------------------------------------------------


def impossible(scope: Scope, filters: Filters) -> None:
    """The stated rules, how many people break each, and which."""
    st.subheader(_("Impossible sequences"), anchor=False)
    rows = ask.impossible_sequences(cached.store(), scope, filters)
    counts = rows.groupby("rule")["case_code"].nunique().reindex(list(RULES), fill_value=0)
    ruled = pd.DataFrame({"name": [_(RULES[rule]) for rule in counts.index], "people": counts.to_numpy()})
    if rows.empty:
        text = _("None of the {n} rules is broken.")
        empty(text.format(n=number(len(RULES))), ":material/check_circle:")
    columns = [Column("name", _("What cannot be")), Column("people", _("People"), kind=Kind.NUMBER)]
    ruled = ruled.sort_values("people", ascending=False, kind="stable", ignore_index=True)
    with st.expander(_("The {n} rules").format(n=number(len(RULES))), expanded=not rows.empty):
        table(ruled, columns, "quality_rules", _("Impossible sequences"), source(filters.as_of))
    if len(rows) and _wants_records("impossible", rows["case_code"].nunique()):
        _log_reading("impossible sequences", len(rows))
        named = rows.assign(name=[_(RULES[rule]) for rule in rows["rule"]])
        more = [
            Column("name", _("What cannot be"), width="large"),
            Column("first_on", _("One day"), kind=Kind.DAY),
            Column("second_on", _("The other"), kind=Kind.DAY),
        ]
        _records(named, more, "quality_impossible_records", filters)


# --- Presences --------------------------------------------------------------------------------------------------------


def stale(scope: Scope, as_of: date) -> None:
    """Active presences that nobody has confirmed lately."""
    st.subheader(_("Stale presences"), anchor=False)
    active = _active(scope, as_of)
    if active.empty:
        empty(_("The directory holds no presence that is active on this day."))
        return
    text = _("Source: the provider directory, state of {day}; each row names its own source.")
    providers_sections.calls(active, text.format(day=day(as_of)))
