"""The small registers as tables and files: headings with units, names beside codes, and the HXL tag of each column."""

from __future__ import annotations

from typing import Final

import pandas as pd

from data.indicator_files import indicators
from data.registers import Cell, Register, RegisterColumn
from ui import cached
from ui.tables import Column, Kind
from ui.text import _, language

_KINDS: Final = {
    Cell.DAY: Kind.DAY,
    Cell.PLANNED: Kind.DAY,
    Cell.NUMBER: Kind.NUMBER,
    Cell.DECIMAL: Kind.TEXT,
    Cell.YEAR: Kind.TEXT,
}
_ORGANISATION: Final = "organisation"


def columns(register: Register) -> list[tuple[Column, str]]:
    """Each column of the table and its HXL tag, in order; the identifier of the entry comes last."""
    made: list[tuple[Column, str]] = []
    for column in register.columns:
        made += _columns_of(column)
    if register.key == "joint_visit":
        made.append((Column("is_exact", _("One of each (3.9)"), kind=Kind.YES_NO), "#status+exact"))
    return [*made, (Column("record_id", _("Entry")), "#meta+record")]


def _columns_of(column: RegisterColumn) -> list[tuple[Column, str]]:
    title, unit = _(column.label), _(column.unit) if column.unit else ""
    match column.cell:
        case Cell.TOWNSHIP:
            return [
                (Column("township", title), "#adm3+name"),
                (Column("township_state", _("State or region")), "#adm1+name"),
                (Column(column.key, _("Township P-code")), column.hxl),
            ]
        case Cell.STATE:
            return [(Column("state", title), column.hxl)]
        case Cell.ORGANISATION:
            return [(Column(_ORGANISATION, title), column.hxl)]
        case Cell.INDICATOR:
            return [
                (Column("indicator_title", _("Title of the indicator")), "#indicator+name"),
                (Column(column.key, _("Key of the indicator")), column.hxl),
            ]
    kind = _KINDS.get(column.cell, Kind.TEXT)
    return [(Column(column.key, title, unit, kind, column.codes), column.hxl)]


def with_names(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with the names of townships and states in the reader's language."""
    named = rows.copy()
    places = cached.townships()
    if "ts_pcode" in named:
        names = places.set_index("ts_pcode")
        named["township"] = named["ts_pcode"].map(names[f"ts_name_{language()}"])
        named["township_state"] = named["ts_pcode"].map(names[f"st_name_{language()}"])
    if "st_pcode" in named:
        names_of_states = places.drop_duplicates("st_pcode").set_index("st_pcode")[f"st_name_{language()}"]
        named["state"] = named["st_pcode"].map(names_of_states)
    if "indicator" in named:
        named["indicator_title"] = named["indicator"].map(indicator_titles()).astype(object)
    return named


def indicator_titles() -> dict[str, str]:
    """Key of each indicator -> its title in the reader's language."""
    return {one.key: _(one.title) for one in indicators()}


def state_names() -> dict[str, str]:
    """P-code of each of the 18 states and regions -> its name in the reader's language."""
    states = cached.townships().drop_duplicates("st_pcode")
    return dict(zip(states["st_pcode"], states[f"st_name_{language()}"], strict=True))


def township_names() -> dict[str, str]:
    """P-code of each township -> its name with its state, in the reader's language, in the order of the names."""
    places = cached.townships().sort_values(f"ts_name_{language()}")
    names = places[f"ts_name_{language()}"] + ", " + places[f"st_name_{language()}"]
    return dict(zip(places["ts_pcode"], names, strict=True))
