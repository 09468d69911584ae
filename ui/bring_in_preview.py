"""What loading a file would do, and what it did: counts, problems by reason, questions about places, doubles."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from data.columns import heading_key
from data.load import LoadReport
from data.load_rejects import write_rejects
from data.load_scope import ANSWERING_ROLES
from data.row_errors import RowFault, TownshipUnknown
from data.validate import Checked
from ui import bring_in_alike, cached, export, leafing, state
from ui import bring_in_words as words
from ui import bring_in_work as work
from ui.bring_in_work import Work
from ui.frame import empty
from ui.navigation import link
from ui.tables import reading_table
from ui.text import _, both_names, n_, number, plain

MOST_SHOWN: Final = 200
MOST_QUESTIONS: Final = 10
_OPEN_GROUPS: Final = 2
MAP, QUALITY = "pages/see/coverage_map.py", "pages/manage/quality.py"


@dataclass(frozen=True)
class Question:
    """A written name or code that no township could be told from. suggestions: P-codes, likeliest first."""

    written: str
    rows: int
    why: str
    suggestions: tuple[str, ...]


def show(now: Work) -> None:
    """Everything that is known before loading."""
    assert now.checked is not None and now.report is not None  # noqa: S101, PT018 (the step is not reached without)
    counts(now.report, _("Can be loaded"))
    remarks(now.report)
    if state.scope().role in ANSWERING_ROLES:
        ask_places(now)
    _what_is_not_loaded(now.report, now.round)
    rejects_file(now.checked, now.report)


def _what_is_not_loaded(report: LoadReport, file: int) -> None:
    """Records that look alike, problems and doubles; file: the number of the file in this visit."""
    bring_in_alike.show(report, file)
    problems(report.rejects, file)
    doubles(report, file)


def counts(report: LoadReport, loaded: str) -> None:
    """Loaded + rejected + doubles = rows in the file."""
    shown = (
        (_("Rows in the file"), report.rows_in_file),
        (loaded, report.rows_loaded),
        (_("Rejected, with reasons"), report.rows_rejected),
        (_("Doubles"), report.rows_double),
    )
    with st.container(key="atlas_counts"):
        places = st.columns(4)
    for place, (title, value) in zip(places, shown, strict=True):
        place.metric(title, number(value), border=True)


def remarks(report: LoadReport) -> None:
    """What a person should know although nothing is wrong."""
    said = [f"- {plain(remark.message(_))}" for remark in report.remarks]
    if said:
        with st.expander(_("Good to know ({n})").format(n=number(len(said))), icon=":material/info:"):
            st.markdown("\n".join(said))


# --- Problems ---------------------------------------------------------------------------------------------------------


def problems(rejects: Sequence[RowFault], file: int | str) -> None:
    """Rows that are not loaded, grouped by reason, most frequent first. file: tells files of this visit apart."""
    if not rejects:
        return
    st.subheader(_("Rows that are rejected, by reason"), anchor=False)
    groups: dict[str, list[RowFault]] = {}
    for fault in rejects:
        groups.setdefault(type(fault).__name__, []).append(fault)
    for place, (code, faults) in enumerate(sorted(groups.items(), key=lambda pair: -len(pair[1]))):
        title = f"{words.reason(code)} · {number(len(faults))}"
        with st.expander(title, expanded=place < _OPEN_GROUPS):
            _fault_table(faults, words.reason(code), f"{code}_{file}")


def _fault_table(faults: Sequence[RowFault], title: str, name: str) -> None:
    first = leafing.first_row(name, len(faults), MOST_SHOWN)
    rows = [(each.row, each.column, each.written, each.message(_)) for each in faults[first : first + MOST_SHOWN]]
    reading_table(rows, (_("Row"), _("Column"), _("Value"), _("Reason and what to do")), title)
    leafing.buttons(name, len(faults), MOST_SHOWN)


_DOUBLE_ROW: Final = re.compile(r"row (\d+)")
_CODE: Final = re.compile(r"\S+")


def doubles(report: LoadReport, file: int) -> None:
    """Rows that repeat another row of the file or a record that was loaded before."""
    if not report.doubles:
        return
    with st.expander(_("Doubles · {n}").format(n=number(len(report.doubles))), icon=":material/content_copy:"):
        name, all_rows = f"doubles_{file}", len(report.doubles)
        first = leafing.first_row(name, all_rows, MOST_SHOWN)
        rows = [(row, _repeats(what)) for row, what in list(report.doubles.items())[first : first + MOST_SHOWN]]
        frame = pd.DataFrame(rows, columns=["row", "repeats"])
        kinds = st.column_config
        st.dataframe(
            frame,
            hide_index=True,
            alt=_("Doubles"),
            column_config={
                "row": kinds.NumberColumn(_("Row"), format="%d", width="small"),
                "repeats": kinds.TextColumn(_("Repeats"), width="large"),
            },
        )
        leafing.buttons(name, all_rows, MOST_SHOWN)
        st.caption(_("They are not loaded a second time. Nothing is lost: what they say is in the register already."))


def _repeats(what: str) -> str:
    found = _DOUBLE_ROW.fullmatch(what)
    if found:
        return _("row {n} of this file").format(n=found[1])
    return _("case {code} of the register").format(code=what) if _CODE.fullmatch(what) else _(what)


# --- Questions about places -------------------------------------------------------------------------------------------


def questions(rejects: Sequence[RowFault]) -> list[Question]:
    """Each written text once, most rows first."""
    asked: dict[str, list[TownshipUnknown]] = {}
    for fault in rejects:
        if isinstance(fault, TownshipUnknown):
            asked.setdefault(heading_key(fault.written), []).append(fault)
    found = [
        Question(faults[0].written, len(faults), faults[0].note.message(_), codes_of(faults[0].suggestions))
        for faults in asked.values()
    ]
    return sorted(found, key=lambda question: (-question.rows, question.written))


def codes_of(suggestions: Sequence[str]) -> tuple[str, ...]:
    """P-codes of suggestions worded as "MMR001013 Mansi, Kachin"."""
    return tuple(found[0] for text in suggestions if (found := re.match(r"MMR\d{6}\b", text)))


def ask_places(now: Work) -> None:
    """Questions to answer or to leave; an answer holds for every row and every later file with that text."""
    assert now.report is not None  # noqa: S101
    asked = questions(now.report.rejects)
    if not asked and not now.answers and not is_open(now):
        return
    st.subheader(_("Places to confirm"), anchor=False)
    st.markdown(
        _(
            "Nothing is guessed: say which township is meant, or leave it for later. An answer is kept when the file "
            "is loaded, with your name and the day, and holds for every later file."
        )
    )
    name = f"places_{now.round}"
    first = leafing.first_row(name, len(asked), MOST_QUESTIONS)
    for question in asked[first : first + MOST_QUESTIONS]:
        _ask(now, question)
    leafing.buttons(name, len(asked), MOST_QUESTIONS)
    _answers_given(now)
    if is_open(now):
        st.button(
            _("Check again with the answers"),
            key="w_bring_in_recheck",
            type="primary",
            on_click=work.begin_checking,
            icon=":material/fact_check:",
        )


def township_names() -> dict[str, str]:
    """P-code -> name in both scripts with its state, for a list to choose from."""
    rows = cached.townships().to_dict("records")
    return {str(r["ts_pcode"]): f"{both_names(r)}, {both_names(r, 'st')} · {r['ts_pcode']}" for r in rows}


def choices(suggestions: Sequence[str], names: dict[str, str]) -> dict[str, str]:
    """What a question can be answered with: nothing, the suggestions, then every other township by name."""
    rest = sorted((code for code in names if code not in suggestions), key=names.__getitem__)
    first = {code: _("Suggested: {place}").format(place=names[code]) for code in suggestions if code in names}
    return {"": _("Leave for later"), **first, **{code: names[code] for code in rest}}


def _ask(now: Work, question: Question) -> None:
    key = f"w_bring_in_place_{now.round}_{heading_key(question.written)}"
    given = choices(question.suggestions, township_names())
    state.hold(key, dict(now.answers).get(question.written, ""))

    def changed() -> None:
        code = st.session_state[key]
        if code in given:
            work.answer(question.written, code)

    rows = n_("{n} row", "{n} rows", question.rows).format(n=number(question.rows))
    st.selectbox(
        f"“{plain(question.written)}” · {rows}",
        list(given),
        format_func=given.__getitem__,
        key=key,
        on_change=changed,
    )
    if question.why:
        st.caption(plain(question.why))


def _answers_given(now: Work) -> None:
    if not now.answers:
        return
    names, key = township_names(), f"w_bring_in_answers_{now.round}"
    state.hold(key, [written for written, _code in now.answers])
    answered = dict(now.answers)

    def changed() -> None:
        for written in set(answered) - set(st.session_state[key]):
            work.answer(written, "")

    st.multiselect(
        _("Your answers (remove one to take it back)"),
        list(answered),
        format_func=lambda written: f"{written} = {names[answered[written]]}",
        key=key,
        on_change=changed,
    )


def is_open(now: Work) -> bool:
    """True where answers were given or taken back since the last check."""
    return now.checked is not None and now.answers != now.answers_checked


# --- The end ----------------------------------------------------------------------------------------------------------


def rejects_file(checked: Checked, report: LoadReport) -> None:
    """The rejected rows in the file's own layout, with their reasons, to be mended and brought again."""
    if not report.rejects:
        return

    def make() -> bytes:
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "rejects.csv"
            write_rejects(path, checked, report.rejects)
            return path.read_bytes()

    export.download_file(
        make,
        f"{Path(report.file).stem}_rejected.csv",
        "text/csv",
        n_("Download {n} rejected row", "Download {n} rejected rows", report.rows_rejected).format(
            n=number(report.rows_rejected)
        ),
        _("The rows as they stand in the file, each with its reasons. Mend them there and bring that file."),
        records=report.rows_rejected,
    )


def done(now: Work) -> None:
    """What was loaded, what is left to mend, and where to look at it."""
    if now.report is None or now.checked is None:
        empty(_("Nothing was loaded."))
        return
    st.success(
        n_("{n} row was loaded.", "{n} rows were loaded.", now.report.rows_loaded).format(
            n=number(now.report.rows_loaded)
        ),
        icon=":material/check_circle:",
    )
    counts(now.report, _("Loaded"))
    remarks(now.report)
    _what_is_not_loaded(now.report, now.round)
    rejects_file(now.checked, now.report)
    link(MAP, _("See it on the map"))
    link(QUALITY, _("See how good the data are now"))
    st.button(_("Bring in another file"), key="w_bring_in_next", on_click=work.again, icon=":material/upload_file:")
