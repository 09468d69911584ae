"""Countdown lists: what is due for whom, by when, and how many days are left; page by page, with its download.

The rows are rows of cases: read for this reader alone, never cached, and each look at them leaves an audit row.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from data.scope import Scope
from data.vocabulary import DueKind
from queries import cases as ask
from queries.cases import DueOf
from ui import cached, case_pages, case_words, charts, export, kept, palette, seen, state
from ui.axes import fitted, wrapped
from ui.charts import Series
from ui.export import Column, Kind
from ui.frame import empty
from ui.navigation import can_open
from ui.tables import shown
from ui.text import _, day, label, n_, number, place_name

MOST_IN_A_FILE: Final = 100_000
_FEW: Final = 8
_STATES: Final = (("overdue", palette.ACCENT, "diagonal"), ("due_soon", palette.PRIMARY, "none"))


@dataclass(frozen=True)
class Due:
    """What is due for the cases of one reader. by_kind: due_kind, overdue, due_soon; by_pool: pool_id, overdue,
    due_soon, revisits (steps of cases). overdue: the last day has passed; due_soon: it has not, and is near.
    """

    by_kind: pd.DataFrame
    by_pool: pd.DataFrame
    overdue: int
    soon: int


def counts(scope: Scope, as_of: date) -> Due:
    """The numbers of steps, by kind and by provider (a presence with all that shares its room)."""
    directory = cached.directory(scope, as_of)
    base = dict(
        zip(directory["presence_id"], directory["base_presence_id"].fillna(directory["presence_id"]), strict=True)
    )
    rows = cached.due_counts(scope, as_of)
    told = rows.assign(
        pool_id=rows["presence_id"].map(base),
        overdue=rows["late"],
        due_soon=rows["things"] - rows["late"],
        revisits=rows["things"].where(rows["due_kind"] == DueKind.REVISIT, 0),
    )
    kinds = told.groupby("due_kind")[["overdue", "due_soon"]].sum()
    by_kind = kinds.reindex([str(kind) for kind in DueKind], fill_value=0).reset_index(names="due_kind")
    by_pool = told.groupby("pool_id", as_index=False)[["overdue", "due_soon", "revisits"]].sum()
    return Due(by_kind, by_pool, int(told["overdue"].sum()), int(told["due_soon"].sum()))


def section(due: Due, source: str) -> None:
    """Steps by kind as a figure; then the list of one kind, or of all, the most overdue first."""
    if not due.overdue + due.soon:
        empty(_("Nothing is due for the cases that you may see."), ":material/check_circle:")
        return
    charts.show(figure(due.by_kind), title(due), source, "caseload_due")
    present = due.by_kind[due.by_kind["overdue"] + due.by_kind["due_soon"] > 0]
    names = {str(code): label(DueKind(code)) for code in present["due_kind"]}
    left, right = st.columns(2)
    with left:
        kind = kept.one("due", _("What is due"), names, _("Everything"))
    with right:
        when = kept.one("show", _("By when"), {"overdue": _("Overdue"), "due_soon": _("Due soon")}, _("Either"))
    chosen = present if kind is None else present[present["due_kind"] == kind]
    found = int(chosen[[when] if when else ["overdue", "due_soon"]].sum().sum())
    _list(DueOf(due_kind=kind, late=None if when is None else when == "overdue"), found, source)


def title(due: Due) -> str:
    """How many steps are overdue, and which kind most of all."""
    worst = due.by_kind.sort_values("overdue", ascending=False, kind="stable").iloc[0]
    if not due.overdue:
        return n_(
            "Nothing is overdue; {n} step is due soon", "Nothing is overdue; {n} steps are due soon", due.soon
        ).format(n=number(due.soon))
    text = n_("{n} step is overdue", "{n} steps are overdue", due.overdue).format(n=number(due.overdue))
    return _("{overdue}; most of all: {kind} ({n})").format(
        overdue=text, kind=label(DueKind(worst["due_kind"])), n=number(worst["overdue"])
    )


def figure(by_kind: pd.DataFrame) -> object:
    """Overdue and due soon, kind by kind, in the order of the stages."""
    words = {"overdue": _("Overdue"), "due_soon": _("Due soon")}
    series = [Series(words[key], tuple(by_kind[key]), colour, pattern) for key, colour, pattern in _STATES]
    names = [wrapped(label(DueKind(code)), 34) for code in by_kind["due_kind"]]
    drawn = charts.stacked_bars(names, series, _("steps"), 120 + 44 * len(names))
    if (by_kind["overdue"] + by_kind["due_soon"]).max() <= _FEW:
        drawn.update_xaxes(dtick=1)  # no halves of a step
    return fitted(drawn)


def _list(chosen: DueOf, found: int, source: str) -> None:
    """A page of the list, the way to the others, and the whole of it as a file."""
    if not found:
        empty(_("Nothing of this kind is due by then."))
        return
    first = case_pages.first_row(found)
    reader, as_of = state.scope(), state.as_of()
    rows = ask.due(cached.store(), reader, as_of, chosen, limit=case_pages.ROWS, offset=first)
    seen.once("countdown list", len(rows), (chosen, as_of, tuple(rows["case_code"]), tuple(rows["due_kind"])))
    told = _(
        "Last day: by the settings; days left count from {day}, and are negative once it has passed. A revisit is "
        "listed from the first day on which it may be made."
    )
    shown(
        named(rows, _names()), columns(), "caseload_countdown", _("What is due for whom"),
        " ".join((told.format(day=day(as_of)), source)),
    )  # fmt: skip
    case_pages.buttons(first, found)
    _open(rows)
    _downloads(chosen, found, source)


def named(rows: pd.DataFrame, places: dict[str, str]) -> pd.DataFrame:
    """The rows with place: name of the township of origin (null: not known)."""
    return rows.assign(place=rows["ts_pcode"].map(places))


def columns() -> list[Column]:
    """The columns of a countdown list."""
    return [
        Column("case_code", _("Case code")),
        Column("due_kind", _("What is due"), codes=DueKind, width="medium"),
        Column("due_on", _("Last day"), kind=Kind.DAY),
        Column("days_left", _("Days left"), _("days"), Kind.NUMBER),
        Column("is_special", _("Special Case"), kind=Kind.YES_NO),
        Column("organisation", _("Provider"), width="medium"),
        Column("place", _("Township of origin")),
    ]


def _names() -> dict[str, str]:
    return {str(row["ts_pcode"]): place_name(row) for row in cached.townships().to_dict("records")}


def _open(rows: pd.DataFrame) -> None:
    """The way to the page of each case that is shown, for whoever may open it."""
    if not can_open(case_words.PAGE):
        return
    with st.expander(_("Open one of these cases"), icon=":material/folder_open:"), st.container(horizontal=True):
        for code in dict.fromkeys(rows["case_code"].astype(str)):
            case_words.case_link(code)


def _downloads(chosen: DueOf, found: int, source: str) -> None:
    """The whole list, read when the button is pressed: outside the visit, so its words are those of the page."""
    register, reader, as_of = cached.store(), state.scope(), state.as_of()
    told, cover = columns(), export.cover_of(_("What is due for whom"), source)
    places = _names()
    kinds = {str(code): label(code) for code in DueKind}

    def rows() -> pd.DataFrame:
        whole = ask.due(register, reader, as_of, chosen, limit=MOST_IN_A_FILE)
        return named(whole.assign(due_kind=whole["due_kind"].map(kinds)), places)

    made: dict[str, tuple[Callable[[], bytes], str]] = {
        "csv": (lambda: export.to_csv(rows(), told), "text/csv"),
        "xlsx": (lambda: export.to_xlsx(rows(), told, cover), export.XLSX_MIME),
    }
    with st.container(horizontal=True, gap="small"):
        for ending, (make, mime) in made.items():
            text = _("Download {format}").format(format=ending.upper())
            help_ = _("{n} rows; the download is recorded.").format(n=number(min(found, MOST_IN_A_FILE)))
            name = f"due_{chosen.due_kind or 'everything'}_{as_of.isoformat()}.{ending}"
            export.download_file(make, name, mime, text, help_, records=min(found, MOST_IN_A_FILE))
