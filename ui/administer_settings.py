"""The page Settings: the table of all, one to change within its bounds, and what it was before."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from data import settings_write
from data.errors import AtlasError
from data.scope import Scope
from data.settings import SETTINGS, Setting
from queries import users as ask
from ui import cached, failures, state
from ui.export import Column, Kind
from ui.tables import shown, table
from ui.text import _, number, plain

_SAID: Final = "atlas_setting_said"


def show(scope: Scope) -> None:
    """The whole page."""
    said = st.session_state.pop(_SAID, None)
    if isinstance(said, AtlasError):
        failures.show(said)
    elif said:
        st.success(plain(said), icon=":material/check_circle:")
    source = _("Source: the register; a setting that nobody changed has its default.")
    table(rows(scope), _columns(), "settings", _("Settings"), source)
    st.subheader(_("Change a setting"), anchor=False)
    key = st.selectbox(_("Setting"), list(SETTINGS), format_func=lambda one: _(SETTINGS[one].label), key="w_setting")
    _change(SETTINGS[key], cached.settings()[key])
    _history(scope, key)


def rows(scope: Scope) -> pd.DataFrame:
    """label, value, unit, default, minimum, maximum, updated_by, updated_at_utc of every setting."""
    changed = ask.settings_changed(cached.store(), scope).set_index("key")
    now = cached.settings()
    told = [
        {
            "label": _(one.label), "value": now[key], "unit": _(one.unit), "default": one.default,
            "minimum": one.minimum, "maximum": one.maximum,
            "updated_by": changed["updated_by"].get(key), "updated_at_utc": changed["updated_at_utc"].get(key),
        }
        for key, one in SETTINGS.items()
    ]  # fmt: skip
    return pd.DataFrame(told)


def _columns() -> list[Column]:
    return [
        Column("label", _("Setting"), width="large"),
        Column("value", _("Value"), kind=Kind.DECIMAL),
        Column("unit", _("Unit"), width="medium"),
        Column("default", _("Default"), kind=Kind.DECIMAL),
        Column("minimum", _("At least"), kind=Kind.DECIMAL),
        Column("maximum", _("At most"), kind=Kind.DECIMAL),
        Column("updated_by", _("Changed by")),
        Column("updated_at_utc", _("Changed on"), kind=Kind.DAY),
    ]


def _change(one: Setting, now: float) -> None:
    widget = f"w_setting_value_{one.key}_{now:g}"
    value = st.number_input(
        f"{_(one.label)} ({_(one.unit)})", min_value=float(one.minimum), max_value=float(one.maximum), value=float(now),
        key=widget,
        help=_("Default {default}; from {minimum} to {maximum}.").format(
            default=number(one.default), minimum=number(one.minimum), maximum=number(one.maximum)
        ),
    )  # fmt: skip
    with st.container(horizontal=True, gap="small"):
        st.button(
            _("Save the change"), type="primary", icon=":material/save:", key="w_setting_save", on_click=_save,
            args=(one.key, value, now),
        )  # fmt: skip
        st.button(
            _("Back to the default"), icon=":material/undo:", key="w_setting_default", on_click=_save,
            args=(one.key, float(one.default), now), disabled=now == one.default,
        )  # fmt: skip


def _save(key: str, value: float, seen: float) -> None:
    try:
        settings_write.change(cached.store(), state.scope(), key, value, seen)
    except AtlasError as error:
        st.session_state[_SAID] = error
        return
    one = SETTINGS[key]
    words = _("{setting}: {value} {unit} from now on.")
    st.session_state[_SAID] = words.format(setting=_(one.label), value=number(value), unit=_(one.unit))


def _history(scope: Scope, key: str) -> None:
    found = ask.setting_history(cached.store(), scope, key)
    if found.empty:
        st.caption(_("Nobody has changed this setting yet."))
        return
    columns = [
        Column("at_utc", _("When"), _("UTC")),
        Column("actor", _("Who")),
        Column("reason", _("From what to what"), width="large"),
    ]
    found = found.assign(at_utc=pd.to_datetime(found["at_utc"]).dt.strftime("%Y-%m-%d %H:%M:%S"))
    source = _("Source: the audit log.")
    shown(found, columns, "setting_history", _("History of this setting"), source)
