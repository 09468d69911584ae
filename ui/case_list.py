"""The list of cases: searched by code, narrowed by stage and by what is due, a page of it at a time, to be taken along.

Only the page that is shown is read; the file is read when its button is pressed, in the scope of that reader.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from data.vocabulary import AgeGroup, Destination, Sex, Stage, UnassignedReason, VictimType
from data.vocabulary_work import DueKind
from queries import cases as ask
from queries.cases import Narrowed
from ui import cached, case_facts, case_pages, case_read, case_words, export, frame, kept, palette, seen, state
from ui.export import Column, Kind
from ui.text import _, day, label, language, n_, number, place_name

MOST_IN_A_FILE: Final = 100_000
_CHOSEN: Final = "atlas_case_chosen"
STYLE: Final = f"""<style>
[class*="st-key-case_row_"] {{ border-top: 1px solid {palette.GRID}; padding-top: .35rem; }}
[class*="st-key-case_row_"] button p {{ font-weight: 600; font-variant-numeric: tabular-nums; }}
.case-row {{ display: grid; grid-template-columns: minmax(0,1.5fr) minmax(0,1.5fr) minmax(0,1.2fr) minmax(0,1.8fr)
  minmax(0,1.6fr); gap: .1rem 1rem; font-size: .86rem; padding-top: .3rem; }}
.case-row .late {{ color: {palette.ACCENT}; font-weight: 600; }}
.case-row small {{ display: block; color: {palette.INK_SOFT}; font-size: .8rem; }}
@media (max-width: 900px) {{ .case-row {{ grid-template-columns: minmax(0,1fr) minmax(0,1fr); }} }}
</style>"""


def show() -> None:
    """The list with what narrows it, a page of it, and its downloads."""
    st.html(case_facts.STYLE + STYLE)
    narrowed = _controls()
    counted = ask.case_count(cached.store(), state.scope(), state.filters(), narrowed)
    found = int(counted["cases"].iloc[0])
    if not found:
        frame.empty(_("No case fits. Choose another stage or another part of a code, or clear the filters."))
        return
    first = case_pages.first_row(found)
    rows = ask.case_list(cached.store(), state.scope(), state.filters(), narrowed, limit=case_pages.ROWS, offset=first)
    seen.once("list of cases", len(rows), tuple(rows["case_code"]))
    case_pages.buttons(first, found)
    for row in rows.to_dict("records"):
        _row(row)
    frame.source_note(_source())
    _downloads(narrowed, found)


def _source() -> str:
    return _("Source: the register of this installation, records of your role, state of {day}.").format(
        day=day(state.as_of())
    )


def _row(row: Mapping[Any, Any]) -> None:
    code = str(row["case_code"])
    with st.container(key=f"case_row_{code}"):
        first, second = st.columns([1, 6], gap="small")
        with first:
            st.button(
                code.replace("_", "\\_"), key=f"w_case_open_{code}", type="tertiary", on_click=open_case, args=(code,),
                help=_("Open the case"),
            )  # fmt: skip
        with second:
            st.html(row_html(row))


def open_case(case_code: str) -> None:
    """Show the page of a case."""
    state.set_page_value(case_words.KEY, case_code)


def row_html(row: Mapping[Any, Any]) -> str:
    """Stage, person, place, who carries the case and what is due first; every text escaped."""
    cells = (_stage_cell(row), _person_cell(row), _place_cell(row), _carried_cell(row), _due_cell(row))
    return f'<div class="case-row {language()}">{"".join(cells)}</div>'


def _cell(first: str, second: str = "", kind: str = "") -> str:
    small = f"<small>{escape(second)}</small>" if second else ""
    return f'<div><span class="{kind}">{escape(first)}</span>{small}</div>'


def _stage_cell(row: Mapping[Any, Any]) -> str:
    stage = Stage(str(row["stage"]))
    since = case_read.a_day(row["since"])
    told = "" if since is None else _("since {day}").format(day=day(since))
    special = f' <span class="case-chip special">{escape(_("Special"))}</span>' if row["is_special"] else ""
    chip = f'<span class="case-chip {stage}">{escape(label(stage))}</span>'
    return f"<div>{chip}{special}<small>{escape(told)}</small></div>"


def _person_cell(row: Mapping[Any, Any]) -> str:
    sex = case_read.a_code(Sex, row["sex"])
    person = label(sex) if sex else _("Sex not recorded")
    age = AgeGroup(str(row["age_group"]))
    return _cell(f"{person}, {label(age)}", label(VictimType(str(row["victim_type"]))))


def _place_cell(row: Mapping[Any, Any]) -> str:
    return _cell(case_read.township(case_read.a_text(row["ts_pcode"])) or _("Township not known"))


def _carried_cell(row: Mapping[Any, Any]) -> str:
    organisation = case_read.a_text(row["organisation"])
    if organisation is not None:
        return _cell(organisation)
    reason = case_read.a_code(UnassignedReason, row["unassigned_reason"])
    return _cell(_("Nobody"), label(reason)) if reason else _cell("–")


def _due_cell(row: Mapping[Any, Any]) -> str:
    kind = case_read.a_code(DueKind, row["next_due_kind"])
    if kind is None:
        return _cell("–")
    left = int(row["next_days_left"])
    late = n_("{n} day overdue", "{n} days overdue", -left).format(n=number(-left))
    ahead = n_("{n} day left", "{n} days left", left).format(n=number(left))
    return _cell(label(kind), late if left < 0 else ahead, "late" if left < 0 else "")


# --- What narrows it --------------------------------------------------------------------------------------------------


def _controls() -> Narrowed:
    """Stage, what is due and a part of the code; the first two stand in the URL."""
    first, second, third = st.columns(3, vertical_alignment="bottom")
    with first:
        stage = kept.one("stage", _("Stage"), {str(one): label(one) for one in Stage}, _("All stages"))
    with second:
        due = kept.one("due", _("Due"), {str(one): label(one) for one in DueKind}, _("Due or not"))
    with third:
        text = st.text_input(_("Part of a case code"), key="w_case_search", max_chars=40)
    narrowed = Narrowed(stage=stage, search=text.strip() or None, due_kind=due)
    _from_the_top((narrowed, state.filters(), state.scope()))
    return narrowed


def _from_the_top(wanted: tuple[object, ...]) -> None:
    """Another choice begins with its first page."""
    before = st.session_state.setdefault(_CHOSEN, wanted)
    if before != wanted:
        st.session_state[_CHOSEN] = wanted
        case_pages.go_to(0)


# --- Files ------------------------------------------------------------------------------------------------------------


def columns() -> list[Column]:
    """The columns of the file."""
    return [
        Column("case_code", _("Case code")),
        Column("stage", _("Stage"), codes=Stage),
        Column("since", _("In this stage since"), kind=Kind.MONTH),
        Column("victim_type", _("Type"), codes=VictimType),
        Column("sex", _("Sex"), codes=Sex),
        Column("age_group", _("Age"), codes=AgeGroup),
        Column("township", _("Township of origin")),
        Column("ts_pcode", _("Township P-code")),
        Column("destination", _("Country of exploitation"), codes=Destination),
        Column("is_special", _("Special Case"), kind=Kind.YES_NO),
        Column("organisation", _("Carried by")),
        Column("unassigned_reason", _("Not assigned because"), codes=UnassignedReason),
        Column("next_due_kind", _("Due next"), codes=DueKind),
        Column("next_due_on", _("Due on"), kind=Kind.DAY),
        Column("next_days_left", _("Days left"), kind=Kind.NUMBER),
    ]


def _downloads(narrowed: Narrowed, found: int) -> None:
    """The whole list as CSV and XLSX: read when a button is pressed, worded as the page is worded now."""
    rows = min(found, MOST_IN_A_FILE)
    heads, cover, words = columns(), export.cover_of(_("Cases"), _source()), _wording()
    store, reader, filters = cached.store(), state.scope(), state.filters()

    def frame_of_all() -> pd.DataFrame:
        return words(ask.case_list(store, reader, filters, narrowed, limit=rows))

    with st.container(horizontal=True, gap="small"):
        for ending, make, mime in (
            ("csv", lambda: export.to_csv(frame_of_all(), heads), "text/csv"),
            ("xlsx", lambda: export.to_xlsx(frame_of_all(), heads, cover), export.XLSX_MIME),
        ):
            export.download_file(
                make, f"cases.{ending}", mime, _("Download {format}").format(format=ending.upper()),
                _("{n} rows; the download is recorded.").format(n=number(rows)), rows,
            )  # fmt: skip
    if found > rows:
        st.caption(_("A file holds at most {n} cases, by their codes; narrow the list for the others.").format(
            n=number(rows)))  # fmt: skip


def _wording() -> Callable[[pd.DataFrame], pd.DataFrame]:
    """Puts codes into words in the language of this moment: a file is made outside the visit."""
    labels = {c.key: {str(code): label(code) for code in c.codes} for c in columns() if c.codes is not None}
    places = {row["ts_pcode"]: place_name(row) for row in cached.townships().to_dict("records")}
    answers = {True: _("yes"), False: _("no")}

    def words(rows: pd.DataFrame) -> pd.DataFrame:
        told = {key: rows[key].map(names, na_action="ignore").astype(object) for key, names in labels.items()}
        return rows.assign(
            **told, township=rows["ts_pcode"].map(places).astype(object),
            is_special=rows["is_special"].map(answers).astype(object),
        )  # fmt: skip

    return words
