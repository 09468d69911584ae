"""Past loads: which file, when, by whom, what came of it; their rejects; undoing one while nothing depends on it."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from data import undo
from data.errors import AtlasError
from data.reject_facts import NOT_KEPT, fault_of
from data.scope import Scope
from data.vocabulary import ImportFormat
from queries import quality as ask
from ui import bring_in_words, cached, leafing, state
from ui.bring_in_preview import MOST_SHOWN
from ui.export import Column, Kind, download
from ui.frame import empty
from ui.quality_waiting import ERROR, SAID
from ui.quality_words import STANDS, UNDONE
from ui.tables import reading_table, table
from ui.text import _, day, label, plain


def show(scope: Scope) -> None:
    """The table of loads, and one of them in full."""
    st.subheader(_("Past loads"), anchor=False)
    rows = ask.all_loads(cached.store(), scope)
    if rows.empty:
        empty(_("No file was brought in yet."))
        return
    rows = rows.assign(state=[_(UNDONE) if pd.notna(on) else _(STANDS) for on in rows["undone_at_utc"]])
    table(rows, _columns(), "quality_loads", _("Past loads"), _("Source: the register's own record of every file."))
    names = {str(row.batch_id): _name(row) for row in rows.itertuples()}
    chosen = st.selectbox(_("One load in full"), list(names), format_func=names.__getitem__, key="w_quality_load")
    _in_full(scope, rows[rows["batch_id"] == chosen].iloc[0])


def _columns() -> list[Column]:
    return [
        Column("file_name", _("File")),
        Column("import_format", _("Read as"), codes=ImportFormat),
        Column("loaded_at_utc", _("Loaded on"), kind=Kind.DAY),
        Column("loaded_by", _("By")),
        Column("rows_in_file", _("In the file"), _("rows"), Kind.NUMBER),
        Column("rows_loaded", _("Loaded"), _("rows"), Kind.NUMBER),
        Column("rows_rejected", _("Rejected"), _("rows"), Kind.NUMBER),
        Column("rows_double", _("Doubles"), _("rows"), Kind.NUMBER),
        Column("state", _("State")),
        Column("file_sha256", _("Fingerprint (SHA-256)"), width="medium"),
    ]


def _name(row: Any) -> str:
    loaded = pd.Timestamp(row.loaded_at_utc)
    read_as = label(ImportFormat(row.import_format))
    return f"{row.file_name} · {read_as} · {day(loaded.date())} {loaded:%H:%M} UTC"


def _in_full(scope: Scope, load: pd.Series) -> None:
    st.caption(_("Fingerprint (SHA-256): {hash}").format(hash=plain(load["file_sha256"])))
    _rejects(scope, str(load["batch_id"]))
    if pd.notna(load["undone_at_utc"]):
        st.info(_("This load was undone on {day}.").format(day=day(pd.Timestamp(load["undone_at_utc"]).date())))
    elif load["import_format"] != ImportFormat.DEMONSTRATION:
        _undoing(str(load["batch_id"]))


def _rejects(scope: Scope, batch: str) -> None:
    rows = ask.rejects_of_load(cached.store(), scope, batch)
    if rows.empty:
        st.caption(_("No row of this file was rejected."))
        return
    rows = rows.assign(kind=[bring_in_words.reason(code) for code in rows["reason_code"]], said=_worded(rows))
    columns = [
        Column("row_no", _("Row"), kind=Kind.NUMBER, width="small"),
        Column("column_name", _("Column"), width="small"),
        Column("written_value", _("Value"), width="small"),
        Column("kind", _("Reason"), width="medium"),
        Column("said", _("Reason and what to do"), width="large"),
    ]
    text, title = _("Rows that were rejected, with every reason."), _("Rejected rows of one load")
    name = f"rejects_{batch}"
    first = leafing.first_row(name, len(rows), MOST_SHOWN)
    shown = [
        (row.row_no, row.column_name, row.written_value, f"{row.kind}. {row.said}")
        for row in rows.iloc[first : first + MOST_SHOWN].itertuples()
    ]
    reading_table(shown, (_("Row"), _("Column"), _("Value"), _("Reason and what to do")), title)
    leafing.buttons(name, len(rows), MOST_SHOWN)
    st.caption(text)
    if rows["said"].str.contains(NOT_KEPT, regex=False).any():
        st.caption(_("… stands for what was written and is not kept here, because it might name a person."))
    download(rows, columns, "quality_rejects", title, text)


def _worded(rows: pd.DataFrame) -> list[str]:
    """Each reason in the reader's language; the stored English of one that this version cannot word anew."""
    faults = [fault_of(code, facts) for code, facts in zip(rows["reason_code"], rows["facts"], strict=True)]
    return [str(old) if new is None else new.message(_) for new, old in zip(faults, rows["reason"], strict=True)]


def _undoing(batch: str) -> None:
    """What depends on the load, or the button that undoes it, behind a second look."""
    depending = undo.dependents(cached.store().read, batch)
    if depending:
        said = "\n".join(f"- {plain(each.message(_))}" for each in depending)
        st.warning(
            _("This load cannot be undone any more, because later work rests on it:") + "\n" + said,
            icon=":material/link:",
        )
        return
    sure = st.checkbox(_("I want to undo this whole load; its rows leave every map and count."), key=_sure_key(batch))
    st.button(
        _("Undo this load"),
        key=f"w_undo_{batch}_do",
        icon=":material/undo:",
        disabled=not sure,
        on_click=_undo,
        args=(batch,),
    )


def _sure_key(batch: str) -> str:
    return f"w_undo_{batch}"


def _undo(batch: str) -> None:
    """From a button; the role is judged where it is written, by the scope of this moment."""
    if not st.session_state.get(_sure_key(batch)):
        return
    try:
        undo.undo(cached.store(), state.scope(), batch)
        st.session_state[SAID] = _("The load was undone. The same file can be brought again.")
    except AtlasError as error:
        st.session_state[ERROR] = error
