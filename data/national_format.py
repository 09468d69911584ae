"""The single national spreadsheet of basic victim statistics (recommendation 4.8), from ATU, DSW and NGOs alike."""

from __future__ import annotations

from data.cases_columns import FORBIDDEN, NATIONAL_FIELDS
from data.cases_format import Shape, parse_cases
from data.cases_target import plan_cases
from data.columns import Layout
from data.validate import FileFormat, Options, Parsed
from data.validate_places import TownshipMatcher
from data.vocabulary import ImportFormat
from data.workbook import RawTable

SHAPE = Shape(agency=None, victim_type=None, identified_from=("returned",))


def parse(raw: RawTable, layout: Layout, matcher: TownshipMatcher, options: Options) -> Parsed:
    """Read every row; see NATIONAL_FIELDS for the columns. Raises DatesAmbiguous, DatesMixed, AgencyNotTold."""
    return parse_cases(raw, layout, matcher, options, SHAPE)


NATIONAL = FileFormat(
    code=ImportFormat.NATIONAL,
    fields=NATIONAL_FIELDS,
    required=(
        ("victim_type",),
        ("sex",),
        ("age_years",),
        ("township_pcode", "township"),
        ("identified", "returned"),
    ),
    parse=parse,
    plan=plan_cases,
    forbidden=FORBIDDEN,
    identity="reference",
    holds_cases=True,
)
