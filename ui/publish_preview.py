"""The preview before a version is frozen: what donors would see, the audit, the change against the last version."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.disclosure import Audit, TableAudit
from data.publications import KEY
from data.vocabulary import Role
from ui import cached, published_finest, published_view, state
from ui import publish_work as work
from ui import published_values as values
from ui import published_words as words
from ui.publish_work import Preview
from ui.published_values import Edition
from ui.tables import Column, Kind, table
from ui.text import _, day, label, n_, number


def show(preview: Preview, as_of: date) -> None:
    """The preview in tabs, and the form that freezes it."""
    edition = preview.edition
    if preview.fingerprint != cached.register_fingerprint():
        st.warning(_("The register has changed since this preview was made. Make it again before you freeze it."))
    st.markdown(_in_short(edition, preview.publication.audit))
    seen, hidden, checked, against = st.tabs(
        [_("What donors would see"), _("What is withheld"), _("Audit"), _("Against the last version")]
    )
    with seen:
        _as_donors(edition, as_of)
    with hidden:
        published_view.withheld(edition)
    with checked:
        audit_table(preview.publication.audit, preview.asked.least_shown)
    with against:
        _against_last(edition)
    _freeze(preview)


def _in_short(edition: Edition, audit: Audit) -> str:
    figures = edition.figures[edition.figures["figure_status"] != "impossible"]
    shown = int((figures["figure_status"] == "shown").sum())
    return _(
        "**{shown} of {n} figures** would be shown. The audit took {seconds} s and solved {programmes} linear "
        "programmes; it took {insiders} organisations' own knowledge and {earlier} earlier versions into account."
    ).format(
        shown=number(shown), n=number(len(figures)), seconds=number(audit.seconds_s, 1),
        programmes=number(audit.programmes), insiders=number(audit.insiders), earlier=number(audit.earlier),
    )  # fmt: skip


def _as_donors(edition: Edition, as_of: date) -> None:
    help_there = values.helped(state.scope(), as_of)
    published_view.headline(edition, help_there)
    published_view.where(edition, help_there, as_of)
    published_finest.show(edition)
    published_view.years(edition)
    published_view.purposes(edition)
    published_view.people(edition)


def audit_table(audit: Audit, least_shown: int) -> None:
    """Of each table: figures, withheld ones, and the tightest range that anybody could work out for one of them."""
    st.success(
        _("Passed: every withheld figure could still be anything from 0 to {n} at least.").format(
            n=number(least_shown - 1)),
        icon=":material/verified_user:",
    )  # fmt: skip
    rows = pd.DataFrame([
        {"table": words.table_title(str(part.table)), "cells": part.cells, "withheld": part.withheld,
         "range": _range(part)} for part in audit.tables
    ])  # fmt: skip
    heads = [
        Column("table", _("Table"), width="large"), Column("cells", _("Figures"), "", Kind.NUMBER),
        Column("withheld", _("Withheld"), _("figures"), Kind.NUMBER),
        Column("range", _("Tightest range of a withheld figure"), _("people")),
    ]  # fmt: skip
    source = _("Pattern of withheld figures: {method}.").format(method=label(audit.method))
    table(rows, heads, "publication_audit", _("Audit by linear programmes"), source)


def _range(part: TableAudit) -> str:
    if part.narrowest_from is None:
        return _("none withheld")
    if part.narrowest_to is None:
        return _("{low} or more").format(low=number(part.narrowest_from))
    return f"{number(part.narrowest_from)}–{number(part.narrowest_to)}"


def _against_last(edition: Edition) -> None:
    """What this version would add to the newest one, figure by figure."""
    found = values.editions(state.scope())
    if found.empty:
        st.info(_("This would be the first version."), icon=":material/looks_one:")
        return
    last = values.edition(state.scope(), found.iloc[0].to_dict())
    keys = list(KEY)
    both = edition.figures.merge(last.figures, on=keys, how="outer", suffixes=("", "_last"), indicator=True)
    new = both["figure_status"].eq("shown") & ~both["figure_status_last"].eq("shown").fillna(False)
    gone = both["figure_status_last"].eq("shown") & ~both["figure_status"].eq("shown").fillna(False)
    grown = (both["people"] != both["people_last"]).fillna(False)
    st.markdown(
        _("Against {name}: {new} figures are shown that were not, {gone} that were shown are not in this version; they "
          "stay in the earlier one, which was taken into account.").format(
            name=words.edition_name(last.version, last.first_year, last.last_year),
            new=number(int(new.sum())), gone=number(int(gone.sum())))
        + " " + _("{n} figures follow people who were recorded late; others stay as they were published.").format(
            n=number(int(grown.sum())))
    )  # fmt: skip
    rows = pd.DataFrame([
        {"table": words.table_title(str(name)), "new": int(new[own.index].sum()), "gone": int(gone[own.index].sum()),
         "grown": int(grown[own.index].sum())}
        for name, own in both.groupby("table_name", sort=True)
    ])  # fmt: skip
    heads = [
        Column("table", _("Table"), width="large"), Column("new", _("Newly shown"), _("figures"), Kind.NUMBER),
        Column("gone", _("Not in this version"), _("figures"), Kind.NUMBER),
        Column("grown", _("Follow late records"), _("figures"), Kind.NUMBER),
    ]  # fmt: skip
    table(rows, heads, "publication_against", _("Against the last version"), words.source(edition))


def _freeze(preview: Preview) -> None:
    st.subheader(_("Freeze and publish"), anchor=False)
    st.markdown(
        _("What is published is known and is never taken back: a later version replaces it on the page of the donors, "
          "and the earlier one stays to be found.")
    )  # fmt: skip
    with st.form("publish_freeze"):
        note = st.text_input(
            _("Note for readers"), key="w_publish_note", max_chars=200,
            placeholder=_("One line, without names; may stay empty"),
        )  # fmt: skip
        pressed = st.form_submit_button(
            _("Freeze and publish version {n}").format(n=number(preview.after + 1)),
            type="primary",
            icon=":material/lock:",
        )
    if pressed and state.scope().role is Role.PLANNER:
        work.freeze(note)
        st.rerun()


def past() -> None:
    """All publications with version and hash."""
    st.subheader(_("Published so far"), anchor=False)
    found = values.editions(state.scope())
    if found.empty:
        st.caption(_("Nothing yet. Donors see the directory of providers alone."))
        return
    rows = found.assign(
        years=[f"{a}–{b}" for a, b in zip(found["first_year"], found["last_year"], strict=True)],
        state=[_("newest") if n == found["version"].max() else _("superseded") for n in found["version"]],
    )
    heads = [
        Column("version", _("Version"), kind=Kind.NUMBER), Column("state", _("Status")), Column("years", _("Years")),
        Column("as_of", _("State as of"), kind=Kind.DAY), Column("published_at_utc", _("Published"), "UTC", Kind.DAY),
        Column("published_by", _("By")), Column("figures", _("Figures"), "", Kind.NUMBER), Column("note", _("Note")),
        Column("content_sha256", "SHA-256", width="large"),
    ]  # fmt: skip
    newest = day(pd.Timestamp(found["published_at_utc"].iloc[0]).date())
    source = n_("{n} version, the newest of {day}.", "{n} versions, the newest of {day}.", len(found)).format(
        n=number(len(found)), day=newest
    )
    table(rows, heads, "publications", _("Published so far"), source)
