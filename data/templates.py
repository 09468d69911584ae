"""Empty workbooks to fill in: headings in both languages, tags, drop-downs, guidance; their own format reads them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from data import reference
from data.cases_columns import NATIONAL_FIELDS
from data.code_words import NO, YES, choices
from data.columns import Field
from data.providers_columns import FIELDS as PROVIDER_FIELDS
from data.shelter_columns import DONE, SHELTER_FIELDS, shelter_choices
from data.template_guidance import write_guidance
from data.validate import TEMPLATE_SHEETS
from data.vocabulary import (
    ActivityStatus,
    Agency,
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
_WHETHER_OR_WHEN = dict.fromkeys((field.key for field in DONE), _YES_NO)
_CASE_CHOICES: dict[str, tuple[str, ...]] = {
    "source_agency": choices(Agency), "other_agencies": choices(Agency), "victim_type": choices(VictimType),
    "sex": choices(Sex), "destination": choices(Destination), "purpose": choices(Purpose), "is_special": _YES_NO,
    "special_category": choices(SpecialCategory), "family_assessment": choices(FamilyAssessment),
    "shelter_id": shelter_choices(), **_WHETHER_OR_WHEN,
}  # fmt: skip
_PROVIDER_CHOICES: dict[str, tuple[str, ...]] = {
    "organisation_kind": choices(OrganisationKind), "presence_type": choices(PresenceType),
    "is_reintegration": _YES_NO, "status": choices(ActivityStatus), "services": choices(Service),
    "target_group": ("Children / ကလေးများ", "Adults / လူကြီးများ", "All / အားလုံး"),
}  # fmt: skip
# Drop-downs whose cells may also hold something else: several words, a day, a text.
_OPEN_LISTS = frozenset({"special_category", "services", "other_agencies", "target_group", *_WHETHER_OR_WHEN})
_PCODES = ("township_pcode", "base_township_pcode")


def offered(code: str) -> dict[str, tuple[str, ...]]:
    """Field key -> what its drop-down offers, for one format."""
    if code == ImportFormat.PROVIDERS:
        return _PROVIDER_CHOICES
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
        "bold": book.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
    }
    data = book.add_worksheet(DATA_SHEET)
    guidance = book.add_worksheet(GUIDANCE_SHEET)
    ranges = write_guidance(guidance, styles, code, fields, offered(code))
    ranges |= dict.fromkeys(_PCODES, _write_places(book.add_worksheet(PLACES_SHEET), styles))
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
            rule = {"validate": "list", "source": ranges[field.key], "ignore_blank": True}
            rule |= {"error_type": "information"} if field.key in _OPEN_LISTS else {}
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
