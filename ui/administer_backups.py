"""The page Backups: the list, making one, proving one, and the command that puts one back."""

from __future__ import annotations

from pathlib import Path
from typing import Final

import pandas as pd
import streamlit as st

from data import backup
from data.errors import AtlasError
from data.permissions import Action, require
from ui import cached, failures, state
from ui.export import Column, Kind
from ui.frame import empty
from ui.tables import shown
from ui.text import _, number, plain

_SAID: Final = "atlas_backup_said"


def show() -> None:
    """The whole page."""
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, AtlasError):
        failures.show(said)
    elif said:
        st.success(plain(said), icon=":material/check_circle:")
    path = cached.store().path
    if path is None:
        empty(_("This register stands in memory only and cannot be backed up."))
        return
    st.button(_("Make a backup now"), type="primary", icon=":material/backup:", key="w_backup_make", on_click=_make)
    found = backup.kept(path)
    if found:
        _list(found)
    else:
        empty(_("There is no backup yet."))
    st.subheader(_("Putting a backup back"), anchor=False)
    st.markdown(_("Stop the atlas, then run this on its machine; the register that stands there is kept beside it."))
    st.code("python -m data.backup restore", language="bash")


def _list(found: list[backup.Kept]) -> None:
    rows = pd.DataFrame(
        {
            "file": [one.file.name for one in found],
            "made": [f"{one.made_at_utc:%Y-%m-%d %H:%M}" for one in found],
            "mb": [one.bytes / 1e6 for one in found],
            "encrypted": [one.encrypted for one in found],
        }
    )
    columns = [
        Column("file", _("File"), width="large"),
        Column("made", _("Made"), _("UTC")),
        Column("mb", _("Size"), _("MB"), Kind.DECIMAL),
        Column("encrypted", _("Encrypted"), kind=Kind.YES_NO),
    ]
    shown(rows, columns, "backups", _("Backups"), _("Source: the folder of backups on the atlas's machine."))
    chosen = st.selectbox(_("One backup"), list(rows["file"]), key="w_backup")
    st.button(_("Prove it"), icon=":material/verified:", key="w_backup_verify", on_click=_verify, args=(chosen,))


def _make() -> None:
    scope = state.scope()
    try:
        require(cached.store(), scope, Action.BACK_UP)
        with st.spinner(_("Copying and proving the register…")):
            file = backup.create(cached.store(), by=scope)
    except AtlasError as error:
        st.session_state[_SAID] = error
        return
    st.session_state[_SAID] = _("{file} was made and proven.").format(file=Path(file).name)


def _verify(name: str) -> None:
    path = cached.store().path
    try:
        require(cached.store(), state.scope(), Action.BACK_UP)
        # Only a file that is listed: a forged widget value names none.
        file = next((one.file for one in backup.kept(path) if one.file.name == name), None) if path else None
        if file is None:
            return
        found = backup.verify(file, backup.passphrase())
    except AtlasError as error:
        st.session_state[_SAID] = error
        return
    rows = sum(table.rows for table in found.tables.values())
    words = _("{file} is whole: {rows} rows in {tables} tables, each as it was when it was made.")
    st.session_state[_SAID] = words.format(file=name, rows=number(rows), tables=number(len(found.tables)))
