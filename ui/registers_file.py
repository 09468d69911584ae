"""Bring a file into a small register: read apart with limits, each row loaded or rejected with its reason."""

from __future__ import annotations

import hashlib
from typing import Any, Final

import streamlit as st

from data.answers import confirmed_names
from data.errors import AtlasError
from data.load import LoadReport, load, preview
from data.registers import Register
from data.registers_import import register_format
from data.validate import Checked, Options, check
from data.workbook import Limits, read_file
from geo.gazetteer import default_gazetteer
from ui import bring_in_preview, bring_in_words, cached, state, uploader
from ui.text import _, n_, number

_WORK: Final = "atlas_register_file"
_LIMITS: Final = Limits()


def show(register: Register) -> None:
    """Choose a file, see what would be loaded, load it."""
    st.markdown(
        _(
            "A table as .xlsx or .csv with the headings of the table above, in English or Burmese, or with its HXL "
            "tags. The download of the table is a file that can be filled in and brought back; what it already holds "
            "is told as a double."
        )
    )
    work = st.session_state.get(_WORK, {})
    if work.get("register") != register.key or work.get("owner") != state.scope():
        work = st.session_state[_WORK] = {
            "register": register.key,
            "owner": state.scope(),
            "round": work.get("round", 0),
        }
    uploader.words()
    file = st.file_uploader(
        _("File for this register"), type=["xlsx", "csv"], key=f"w_register_file_{register.key}_{work['round']}"
    )
    uploader.beforehand()
    if file is None:
        _forget(work)
        _loaded(work)
        return
    data = file.getvalue()
    if work.get("sha256") != hashlib.sha256(data).hexdigest():
        _forget(work)
        work.pop("loaded", None)
        work["sha256"] = hashlib.sha256(data).hexdigest()
        with st.spinner(_("Checking every row")):
            _check(register, work, file.name, data)
    if "error" in work:
        st.error(bring_in_words.refusal(work["error"]), icon=":material/block:")
    if "report" in work:
        _preview(work)


def _forget(work: dict[str, Any]) -> None:
    for name in ("sha256", "error", "checked", "report"):
        work.pop(name, None)


def _check(register: Register, work: dict[str, Any], name: str, data: bytes) -> None:
    store = cached.store()
    try:
        raw = read_file(data, name, _LIMITS)
        matcher = default_gazetteer().with_alternates(confirmed_names(store.read))
        checked = check(raw, register_format(register.key), matcher, Options(today=state.bounds().today))
        work["checked"], work["report"] = checked, preview(store, checked, state.scope())
    except AtlasError as error:
        work["error"] = error


def _preview(work: dict[str, Any]) -> None:
    checked: Checked = work["checked"]
    report: LoadReport = work["report"]
    bring_in_preview.counts(report, _("Would be loaded"))
    bring_in_preview.remarks(report)
    if report.rejects:
        bring_in_preview.problems(report.rejects, checked.raw.sha256[:12])
        bring_in_preview.rejects_file(checked, report)
    n = report.rows_loaded
    text = n_("Load {n} row", "Load {n} rows", n).format(n=number(n))
    if st.button(text, key="b_register_load", type="primary", icon=":material/download_done:", disabled=n == 0):
        _load(work, checked)


def _load(work: dict[str, Any], checked: Checked) -> None:
    try:
        work["loaded"] = load(cached.store(), checked, state.scope())
    except AtlasError as error:
        work["error"] = error
        st.error(bring_in_words.refusal(error), icon=":material/block:")
        return
    _forget(work)
    work["round"] += 1
    st.rerun()


def _loaded(work: dict[str, Any]) -> None:
    report: LoadReport | None = work.get("loaded")
    if report is None:
        return
    n = report.rows_loaded
    st.success(
        n_("{n} row was loaded.", "{n} rows were loaded.", n).format(n=number(n))
        + " "
        + _("Rejected: {rejected}. Already there: {doubles}. A planner can undo the load under Data quality.").format(
            rejected=number(report.rows_rejected), doubles=number(report.rows_double)
        ),
        icon=":material/check:",
    )
