"""How the shelter register words shelters, fields and parts of the return, in the reader's language."""

from __future__ import annotations

from datetime import date
from typing import Final

import pandas as pd

from data.errors import N_
from data.scope import Scope
from data.shelter_columns import DONE, SHELTER_FIELDS
from data.vocabulary import AgeGroup, Code, Destination, Purpose, Role, Sex
from ui import cached
from ui.text import _, day, label, language, place_name

PARTS: Final = {
    "total": N_("All"),
    "shelter": N_("DSW shelter entered"),
    "month": N_("Month of return"),
    "destination": N_("Country"),
    "sex": N_("Sex"),
    "age_group": N_("Age group"),
    "purpose": N_("Purpose of trafficking"),
    "state": N_("State or region of origin"),
}
_CODES: Final[dict[str, type[Code]]] = {
    "destination": Destination,
    "sex": Sex,
    "age_group": AgeGroup,
    "purpose": Purpose,
}
_FIELDS: Final = {field.key: field for field in SHELTER_FIELDS}
_OWN_WORDS: Final = {
    "all_fields": N_("All minimum fields"),
    "assigned_to": N_("Organisation assigned, or why none"),
}
FIELD_LABELS: Final = {field.key: field.label for field in SHELTER_FIELDS}
_DONE: Final = {field.key for field in DONE}
NOT_TOLD: Final = N_("not told")


def field(key: str) -> str:
    """A field of the one-page form."""
    return _(_OWN_WORDS[key]) if key in _OWN_WORDS else plain_field(key)


def field_other(key: str) -> str:
    """The same field in Burmese, as the spreadsheet heads it."""
    return _FIELDS[key].label_my


def shelters(scope: Scope) -> dict[str, str]:
    """shelter_id -> name, of those that the reader's role may see; a DSW officer the own ones."""
    known = cached.shelters()
    if scope.role is Role.DSW_OFFICER:
        known = known[known["shelter_id"].isin(scope.shelter_ids)]
    return {str(code): shelter(code) for code in known["shelter_id"]}


def shelter(shelter_id: object) -> str:
    """One shelter's town: in English as the list of shelters has it, in Burmese the township's name."""
    if shelter_id is None or shelter_id != shelter_id:
        return _(NOT_TOLD)
    known = cached.shelters().set_index("shelter_id")
    if shelter_id not in known.index:
        return _(NOT_TOLD)
    if language() == "en":
        return str(known.at[shelter_id, "place"])
    return place_name(cached.townships().set_index("ts_pcode").loc[known.at[shelter_id, "ts_pcode"]].to_dict())


def states() -> dict[str, str]:
    """st_pcode -> name of the state or region (18 units)."""
    rows = cached.townships()[["st_pcode", "st_name_en", "st_name_my"]].drop_duplicates().to_dict("records")
    return {str(row["st_pcode"]): place_name(row, "st") for row in rows}


def part_value(part: str, code: str) -> str:
    """What a line of the return counts."""
    if part == "total":
        return _("All who returned")
    if code == "unknown" and part != "age_group":
        return _(NOT_TOLD)
    if part == "shelter":
        return shelter(code)
    if part == "state":
        return states().get(code, code)
    return label(_CODES[part](code)) if part in _CODES else code


def source(as_of: date) -> str:
    """Where the numbers come from."""
    return _("Source: the register, as known on {day}.").format(day=day(as_of))


def named_shelters(frame: pd.DataFrame) -> pd.DataFrame:
    """The frame with a column shelter: the names of shelter_id."""
    names = {code: shelter(code) for code in frame["shelter_id"].dropna().unique()}
    return frame.assign(shelter=[names.get(code, _(NOT_TOLD)) for code in frame["shelter_id"]])


def plain_field(key: str) -> str:
    """A field without the note in brackets that its column of the spreadsheet bears."""
    text = _(FIELD_LABELS[key])
    return text.split(" (")[0] if key in _DONE else text
