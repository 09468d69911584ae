"""Rows of a file that look like a record of another agency: shown before anything is loaded, and kept apart."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data import pairs
from data.load import LoadReport
from data.vocabulary import ImportFormat, Role
from ui import leafing, state
from ui.tables import reading_table
from ui.text import _, label, n_, number, percent

MOST_SHOWN: Final = 200


def show(report: LoadReport, file: int) -> None:
    """How many rows look so, and a table of them; nothing where none does. file: its number in this visit.

    Who may not see every record is always told that others may be looked at, so that its being told says nothing.
    """
    if report.alike:
        _listed(report, f"alike_{file}")
    if report.format != ImportFormat.PROVIDERS and state.scope().role is not Role.PLANNER:
        st.caption(_("Only records that you may see are listed here; a planner looks at any others that look alike."))


def _listed(report: LoadReport, name: str) -> None:
    title = _("Rows that look like a record of another agency")
    st.subheader(title, anchor=False)
    rows = report.rows_alike
    said = n_(
        "{n} row looks like a record that is already there, or like another row, from another agency.",
        "{n} rows look like a record that is already there, or like another row, from another agency.",
        rows,
    )
    kept = _("Both records are kept apart until a person confirms that they are one.")
    st.markdown(f"**{said.format(n=number(rows))}** {kept}")
    heads = (_("Row"), _("Looks like"), _("Held by"), _("Points that agree"), _("What agrees"))
    first = leafing.first_row(name, len(report.alike), MOST_SHOWN)
    reading_table([_told(pair) for pair in report.alike[first : first + MOST_SHOWN]], heads, title)
    leafing.buttons(name, len(report.alike), MOST_SHOWN)


def _told(pair: pairs.Alike) -> tuple[object, ...]:
    """The row, the other record, who holds it, how far they agree and in what, in words."""
    other = _("case {code} of the register").format(code=pair.case_code)
    if pair.other_row is not None:
        other = _("row {n} of this file").format(n=pair.other_row)
    agencies = ", ".join(label(agency) for agency in pair.agencies)
    why = ", ".join(_(reason.template) for reason in pairs.reasons(pair.why))
    said = _("Row {row} and {other}, held by {agencies}: {why}.")
    sentence = said.format(row=pair.row, other=other, agencies=agencies, why=why)
    return pair.row, other, agencies, percent(pair.score), sentence
