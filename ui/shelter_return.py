"""The annual return on people who came back government to government (2.12, 4.4, 4.6): shown, and as a workbook.

Asked for the same as-of date it comes out the same, whatever is recorded later. What is taken back later (a decision,
an event, a whole load, a double merged) is gone from it, since it was wrong.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from data.national_export import EXPORTING_ROLES, national_workbook
from data.scope import Scope
from data.vocabulary import Role, UnassignedReason
from queries import shelter_register as ask
from ui import cached, export, frame, shelter_span, state
from ui import shelter_words as words
from ui.export import Column, Cover, Kind
from ui.tables import shown
from ui.text import _, day, label, number

_PART: Final = "w_shelter_part"
_REASONS: Final = {f"{reason}_people": reason for reason in UnassignedReason}


@dataclass(frozen=True)
class Return:
    """One year's return as known on a day. rows: as queries.shelter_register.g2g_return gives them."""

    year: int
    as_of: date
    scope: Scope
    rows: pd.DataFrame


def ask_return(year: int, as_of: date, scope: Scope) -> Return:
    """The return of a year for a reader."""
    return Return(year, as_of, scope, ask.g2g_return(cached.store(), scope, year, as_of))


def show() -> None:
    """The part of the page."""
    span = shelter_span.choose(with_shelter=False)
    made = ask_return(span.first.year, span.as_of, state.scope())
    if made.rows.empty:
        frame.empty(_("Nobody came back government to government in this year, as far as the register knew."))
        _national()
        return
    total = made.rows[made.rows["part"] == "total"].iloc[0]
    if span.last < date(made.year, 12, 31):
        st.info(_("The year is not over on the as-of date: these are the totals so far."), icon=":material/pending:")
    frame.cards(_headline(total), 3)
    _parts(made)
    _download(made, int(total["returned_people"]))
    _national()


def _headline(total: pd.Series) -> list[frame.Card]:
    reasons = "; ".join(f"{label(reason)}: {number(total[key])}" for key, reason in _REASONS.items() if int(total[key]))
    return [
        frame.Card(
            _("Returned government to government"), number(total["returned_people"]), _("people"),
            _("People whose month of return lies in the year, as known on the as-of date."),
        ),
        frame.Card(
            _("Not assigned (4.4)"), number(total["unassigned_people"]), _("people"),
            _("Of those who returned: nobody carries them. {reasons}").format(reasons=reasons),
        ),
        frame.Card(
            _("Negative family assessment (4.6)"), number(total["negative_people"]), _("people"),
            _("Of those who returned: the latest family assessment known was negative."),
        ),
    ]  # fmt: skip


def _parts(made: Return) -> None:
    chosen = st.segmented_control(
        _("Counted by"), [part for part in words.PARTS if part != "total"], key=_PART, default="shelter",
        format_func=lambda part: _(words.PARTS[part]),
    )  # fmt: skip
    part = chosen or "shelter"
    rows = _named(made.rows[made.rows["part"].isin(["total", part])])
    title = _("Annual return {year}, by {part}").format(year=made.year, part=_(words.PARTS[part]))
    head, source = Column("name", _(words.PARTS[part])), _("Numbers of people.") + " " + words.source(made.as_of)
    shown(rows, [head, *_standings()], "g2g_return", title, source)
    st.markdown(f"##### {_('Not assigned, by reason')}")
    shown(rows, [head, *_reasons()], "g2g_return_reasons", _("Not assigned, by reason"), source)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows with the names of what they count; the total last."""
    named = rows.assign(
        part_name=[_(words.PARTS[part]) for part in rows["part"]],
        name=[words.part_value(part, code) for part, code in zip(rows["part"], rows["code"], strict=True)],
        order=[list(words.PARTS).index(part) if part != "total" else -1 for part in rows["part"]],
    )
    keys = named["order"].where(named["order"] >= 0, len(words.PARTS))
    return named.assign(order=keys).sort_values(["order", "code"], kind="stable", ignore_index=True)


def _standings() -> list[Column]:
    return [
        Column("returned_people", _("Returned"), kind=Kind.NUMBER),
        Column("carried_people", _("Assigned to a provider"), kind=Kind.NUMBER),
        Column("unassigned_people", _("Not assigned"), kind=Kind.NUMBER),
        Column("closed_people", _("Case closed"), kind=Kind.NUMBER),
        Column("none_people", _("Nothing recorded about support"), kind=Kind.NUMBER),
        Column("negative_people", _("Negative family assessment"), kind=Kind.NUMBER),
    ]


def _reasons() -> list[Column]:
    return [
        Column("unassigned_people", _("Not assigned"), kind=Kind.NUMBER),
        *(Column(key, label(reason), kind=Kind.NUMBER) for key, reason in _REASONS.items()),
    ]


# --- The workbook -----------------------------------------------------------------------------------------------------


def workbook(made: Return) -> bytes:
    """The return as XLSX: what it is, the totals by each thing, those not assigned by reason.

    It bears the as-of date as its own, so the same return is the same file.
    """
    named = _named(made.rows)
    heads = [Column("part_name", _("Counted by")), Column("name", _("Which"))]
    sheets = [
        (_("Totals"), named, [*heads, *_standings()]),
        (_("Not assigned"), named, [*heads, *_reasons()]),
    ]
    return export.to_workbook(_cover(made), sheets, made_on=made.as_of)


def _cover(made: Return) -> Cover:
    lines = [
        (_("Year"), str(made.year)),
        (_("Unit"), _("people")),
        (_("State as of"), day(made.as_of)),
        (_("Scope"), _scope_words(made.scope)),
        (_("Register"), label(cached.store().kind())),
        (_("Who is counted"), _("People who returned government to government with their return in the year, once "
                                "each in every part. Records merged into another are not counted.")),
        (_("How it was known"), _("Only what the register knew on the day above: what was recorded later, or dated "
                                  "back to before it, changes nothing. What was taken back since is left out.")),
        (_("Note"), _("Counts of people are small: do not pass this file on beyond those who may see the page it came "
                      "from.")),
    ]  # fmt: skip
    return Cover(_("Annual return: government to government, {year}").format(year=made.year), tuple(lines),
                 (_("About"), _("Data")))  # fmt: skip


def _scope_words(scope: Scope) -> str:
    if scope.role is Role.DSW_OFFICER:
        return _("people whose latest entry was into: {shelters}").format(
            shelters=", ".join(words.shelters(scope).values()) or "–"
        )
    return _("the whole register")


def _download(made: Return, people: int) -> None:
    file = f"g2g_return_{made.year}_{made.as_of.isoformat()}.xlsx"
    content = workbook(made)
    export.download_file(
        lambda: content, file, export.XLSX_MIME, _("Download the annual return (XLSX)"),
        _("The totals and the reasons; the download is recorded."), records=people,
    )  # fmt: skip


def _national() -> None:
    """The national spreadsheet (4.8), which comes back in as it went out; for those who may take it."""
    reader, register = state.scope(), cached.store()
    if reader.role not in EXPORTING_ROLES:
        return
    st.subheader(_("National spreadsheet (4.8)"), anchor=False)
    st.markdown(
        _(
            "Every standing case in the format that comes in, with headings in both languages and a row of HXL tags, "
            "without villages. The download is recorded."
        )
    )
    export.download_file(
        lambda: national_workbook(register, reader), "national.xlsx", export.XLSX_MIME,
        _("Download the national spreadsheet (XLSX)"),
    )  # fmt: skip
