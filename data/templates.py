"""Empty workbooks to fill in: headings in both languages, tags, drop-downs, guidance; their own format reads them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from data import reference
from data.cases_columns import NATIONAL_FIELDS
from data.cases_words import NO, YES, choices
from data.columns import Field
from data.providers_columns import FIELDS as PROVIDER_FIELDS
from data.shelter_columns import SHELTER_FIELDS, shelter_choices
from data.validate import TEMPLATE_SHEETS
from data.vocabulary import (
    ActivityStatus,
    Agency,
    Code,
    Destination,
    FamilyAssessment,
    ImportFormat,
    OrganisationKind,
    PresenceType,
    Purpose,
    Service,
    Sex,
    SpecialCategory,
    VictimType,
)

DATA_SHEET = "Data"
GUIDANCE_SHEET, PLACES_SHEET = TEMPLATE_SHEETS
ROWS_PREPARED = 5000  # rows with drop-downs
HEADING_ROWS = 3  # Burmese, English, tags
FIELDS: dict[str, tuple[Field, ...]] = {
    str(ImportFormat.NATIONAL): tuple(field for field in NATIONAL_FIELDS if field.key != "case_code"),
    str(ImportFormat.SHELTER): tuple(field for field in SHELTER_FIELDS if field.key != "case_code"),
    str(ImportFormat.PROVIDERS): PROVIDER_FIELDS,
}
_YES_NO = (YES, NO)
_CASE_CHOICES: dict[str, tuple[str, ...]] = {
    "source_agency": choices(Agency), "victim_type": choices(VictimType), "sex": choices(Sex),
    "destination": choices(Destination), "purpose": choices(Purpose), "is_special": _YES_NO,
    "special_category": choices(SpecialCategory), "family_assessment": choices(FamilyAssessment),
    "shelter_id": shelter_choices(),
}  # fmt: skip
_MONTH = (
    "The month and year as 2024-12, 12/2024 or Dec 2024; a day is not kept. Years of the Myanmar era cannot be read."
)
_DAY = "The day as 2024-12-31; a day that can be read two ways (03/04/2024) is asked about."
_DAY_OR_YES = "The day as 2024-12-31, or yes or no. A bare yes counts from the date of entry."
_PLACE = (
    "The P-code or the name with its state; the sheet Places lists all townships. Leave it blank if it is not known."
)
_GUIDANCE: dict[str, str] = {
    "reference": "Your agency's own code of the case, with a digit in it; never a name. The same again is a double.",
    "other_agencies": "Further agencies known to hold a record: ATU; DSW; NGO.",
    "age_years": "Whole years at identification, 0 to 110. Leave it blank if it is not known.",
    "village": "As written. It is kept and shown nowhere.",
    "township": _PLACE, "township_pcode": _PLACE,
    "recruitment": _MONTH, "identified": _MONTH, "returned": _MONTH, "closed": _MONTH,
    "special_category": "One category or several, separated by semicolons.",
    "recorded_on": _DAY + " Blank: the day on which the file is loaded.",
    "date_in": _DAY, "date_out": _DAY, "assigned_on": _DAY, "from_on": _DAY, "to_on": _DAY, "last_confirmed_on": _DAY,
    "needs_assessed": _DAY_OR_YES, "medical_informed": _DAY_OR_YES, "medical_accepted": _DAY_OR_YES,
    "medical_assessed": _DAY_OR_YES,
    "assigned_to": "The organisation's full name or acronym exactly as in the provider directory.",
}  # fmt: skip
_INTRODUCTION = (
    "Fill in the sheet Data from row 4 on; keep its three rows of headings. One row is one case (or one presence).",
    "Never write names, identity numbers, telephone numbers or addresses of victims: such columns are left out.",
    "Blank means not known. Every row that cannot be read comes back with its reason, to be mended and brought again.",
    "ဒေတာစာမျက်နှာ၏ အတန်း ၄ မှစ၍ ဖြည့်ပါ။ အမည်၊ မှတ်ပုံတင်၊ ဖုန်း၊ လိပ်စာ မရေးပါနှင့်။",
)


def _provider_choices() -> dict[str, tuple[str, ...]]:
    def codes(kind: type[Code]) -> tuple[str, ...]:
        return tuple(code.value for code in kind)

    return {
        "organisation_kind": codes(OrganisationKind),
        "presence_type": codes(PresenceType),
        "is_reintegration": ("yes", "no"),
        "status": codes(ActivityStatus),
        "services": tuple(code.label for code in Service if code is not Service.OTHER),
    }


def offered(code: str) -> dict[str, tuple[str, ...]]:
    """Field key -> what its drop-down offers, for one format."""
    if code == ImportFormat.PROVIDERS:
        return _provider_choices()
    keys = {field.key for field in FIELDS[code]}
    return {key: words for key, words in _CASE_CHOICES.items() if key in keys}


def template(code: str) -> bytes:
    """The template of a format (a key of FIELDS) as an XLSX file. Raises KeyError for another code."""
    return filled(code, ())


def filled(code: str, rows: Iterable[Sequence[Any]], fields: Sequence[Field] | None = None) -> bytes:
    """A template with rows in it: texts and whole numbers, in the order of `fields` (default: those of the template).

    Texts are written as texts, so nothing in them runs as a formula.
    """
    fields = tuple(fields or FIELDS[code])
    stream = io.BytesIO()
    book = xlsxwriter.Workbook(
        stream, {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False, "in_memory": True}
    )
    styles = {
        "heading": book.add_format(
            {"bold": True, "text_wrap": True, "valign": "top", "bg_color": "#DDE6EE", "border": 1}
        ),
        "tag": book.add_format({"font_color": "#666666", "italic": True}),
        "text": book.add_format({"num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
        "bold": book.add_format({"bold": True}),
    }
    data = book.add_worksheet(DATA_SHEET)
    guidance = book.add_worksheet(GUIDANCE_SHEET)
    ranges = _write_guidance(guidance, styles, fields, offered(code))
    ranges["township_pcode"] = _write_places(book.add_worksheet(PLACES_SHEET), styles)
    _write_data(data, styles, fields, ranges, rows)
    book.close()
    return stream.getvalue()


def _write_data(
    sheet: Any, styles: dict[str, Any], fields: Sequence[Field], ranges: dict[str, str], rows: Iterable[Sequence[Any]]
) -> None:
    for column, field in enumerate(fields):
        sheet.write_string(0, column, field.label_my, styles["heading"])
        sheet.write_string(1, column, field.label, styles["heading"])
        sheet.write_string(2, column, field.hxl[0], styles["tag"])
        sheet.set_column(column, column, max(14, min(30, len(field.label) + 2)), styles["text"])
        if field.key in ranges:
            is_list = field.key in ("special_category", "services")  # several words may stand in one cell
            rule = {"validate": "list", "source": ranges[field.key], "ignore_blank": True}
            rule |= {"error_type": "information"} if is_list else {}
            sheet.data_validation(HEADING_ROWS, column, HEADING_ROWS + ROWS_PREPARED - 1, column, rule)
    sheet.freeze_panes(HEADING_ROWS, 0)
    for number, row in enumerate(rows, HEADING_ROWS):
        for column, value in enumerate(row):
            if value is None or value == "":
                continue
            if isinstance(value, int):
                sheet.write_number(number, column, value)
            else:
                sheet.write_string(number, column, str(value), styles["text"])


def _write_guidance(
    sheet: Any, styles: dict[str, Any], fields: Sequence[Field], lists: dict[str, tuple[str, ...]]
) -> dict[str, str]:
    """What each column wants; below it the lists, whose cells the drop-downs refer to. Returns field key -> range."""
    for row, text in enumerate(_INTRODUCTION):
        sheet.write_string(row, 0, text)
    first = len(_INTRODUCTION) + 1
    for row, field in enumerate(fields, first):
        sheet.write_string(row, 0, f"{field.label} / {field.label_my}", styles["bold"])
        choice = "Choose from the list; several languages are read." if field.key in lists else "Text."
        sheet.write_string(row, 1, _GUIDANCE.get(field.key, choice), styles["wrap"])
    sheet.set_column(0, 0, 48)
    sheet.set_column(1, 1, 90)
    ranges = {}
    for column, (key, words) in enumerate(lists.items(), 3):
        sheet.set_column(column, column, 30)
        sheet.write_string(
            first, column, next(f"[{field.label}]" for field in fields if field.key == key), styles["bold"]
        )
        for row, word in enumerate(words, first + 1):
            sheet.write_string(row, column, word)
        letter = xlsxwriter.utility.xl_col_to_name(column, True)
        ranges[key] = f"={GUIDANCE_SHEET}!{letter}${first + 2}:{letter}${first + 1 + len(words)}"
    return ranges


def _write_places(sheet: Any, styles: dict[str, Any]) -> str:
    """All townships with their codes; returns the range of the codes."""
    townships = reference.townships()
    columns = ["ts_pcode", "ts_name_en", "ts_name_my", "dt_name_en", "st_name_en", "st_name_my"]
    for column, name in enumerate(columns):
        sheet.set_column(column, column, 22)
        sheet.write_string(0, column, f"[{name}]", styles["bold"])
        for row, value in enumerate(townships[name], 1):
            sheet.write_string(row, column, value)
    return f"={PLACES_SHEET}!$A$2:$A${len(townships) + 1}"
