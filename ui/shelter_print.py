"""The one-page case form as a page that prints well: filled in from the register, or blank to write on by hand."""

from __future__ import annotations

from datetime import date
from html import escape
from typing import Any, Final

import pandas as pd

from data.errors import N_
from data.vocabulary import Code, Destination, FamilyAssessment, Purpose, Sex, UnassignedReason, VictimType
from ui import cached, palette
from ui import shelter_words as words
from ui.printed import document, paragraph, section
from ui.text import _, day, label, language, month, number, place_name

_STYLE: Final = f"""
body {{ font-size: 9.5pt; line-height: 1.3; }} html:lang(my) body {{ line-height: 1.5; }}
h1 {{ font-size: 14pt; }} h2 {{ font-size: 10.5pt; margin: 3mm 0 1mm; }}
table {{ font-size: 9.5pt; }} th {{ width: 56%; font-weight: 600; }} td {{ height: 5.5mm; }}
th small {{ font-weight: 400; color: {palette.INK_SOFT}; margin-left: 2mm; }}
.signed {{ display: flex; gap: 8mm; margin-top: 8mm; }}
.signed div {{ flex: 1; border-top: .3mm solid {palette.INK}; padding-top: 1mm; }}
"""
_SECTIONS: Final = (
    (N_("The person"), ("reference", "victim_type", "sex", "age_years", "township", "is_special")),
    (N_("Trafficking and return"), ("recruitment", "identified", "returned", "destination", "purpose",
                                    "family_assessment")),
    (N_("In the shelter"), ("shelter_id", "date_in", "date_out", "needs_assessed", "medical_informed",
                            "medical_accepted", "medical_assessed")),
    (N_("Referral"), ("assigned_to", "assigned_on")),
)  # fmt: skip
_CODES: Final[dict[str, type[Code]]] = {
    "victim_type": VictimType, "sex": Sex, "destination": Destination, "purpose": Purpose,
    "family_assessment": FamilyAssessment,
}  # fmt: skip
_MONTHS: Final = frozenset({"recruitment", "identified", "returned"})
_DAYS: Final = frozenset(
    {"date_in", "date_out", "needs_assessed", "medical_informed", "medical_accepted", "medical_assessed", "assigned_on"}
)


def page(form: pd.Series | None, as_of: date | None = None) -> str:
    """The page as HTML. form: a row of queries.shelter_register.form_of_case; None: blank."""
    title = _("One-page case form, DSW shelter (2.12)")
    said = _("Without name, address, telephone or identity number. Blank: not recorded.")
    parts = [paragraph(said, True), sections(form)]
    if form is None:
        parts.append(_signed())
    else:
        parts.append(paragraph(words.source(as_of) if as_of else "", True))
    return document(title, parts, "" if form is None else str(form["case_code"]), _STYLE)


def sections(form: pd.Series | None) -> str:
    """The fields in their sections, as HTML that also stands on a page of the atlas."""
    return "".join(section(_(head), _fields(keys, form)) for head, keys in _SECTIONS)


def _fields(keys: tuple[str, ...], form: pd.Series | None) -> str:
    shown = ["case_code" if key == "reference" and form is not None else key for key in keys]
    rows = "".join(f"<tr>{_head(key)}<td>{escape(value(key, form)) if form is not None else ''}</td></tr>"
                   for key in shown)  # fmt: skip
    return f"<table><tbody>{rows}</tbody></table>"


def _head(key: str) -> str:
    other = f"<small lang=my>{escape(words.field_other(key))}</small>" if language() == "en" else ""
    return f'<th scope="row">{escape(words.plain_field(key))}{other}</th>'


def _signed() -> str:
    where = (_("Filled in by (staff code)"), _("Day"))
    return '<div class="signed">' + "".join(f"<div>{escape(text)}</div>" for text in where) + "</div>"


def value(key: str, form: pd.Series) -> str:
    """One field of a filled form, worded; blank where it is not recorded."""
    found: Any = form.get({"township": "ts_pcode"}.get(key, key))
    if key == "assigned_to":
        return _assigned(form)
    if found is None or pd.isna(found):
        return ""
    if key == "township":
        return place_name(cached.townships().set_index("ts_pcode").loc[str(found)].to_dict())
    if key == "shelter_id":
        return words.shelter(found)
    if key == "is_special":
        return _("yes") if found else _("no")
    if key in _CODES:
        return label(_CODES[key](str(found)))
    if key in _MONTHS or key in _DAYS:
        return (month if key in _MONTHS else day)(pd.Timestamp(found).date())
    return number(found) if key == "age_years" else str(found)


def _assigned(form: pd.Series) -> str:
    """The organisation, or why nobody carries the case."""
    if not pd.isna(form["organisation"]):
        return str(form["organisation"])
    if pd.isna(form["unassigned_reason"]):
        return ""
    return _("nobody: {reason}").format(reason=label(UnassignedReason(str(form["unassigned_reason"]))))
