"""Read the rows of a spreadsheet of cases: months, not days; codes, not names; what is not told stays unknown."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data import personal
from data.cases_columns import MONTH_FIELDS
from data.cases_words import (
    AGENCY_WORDS,
    CATEGORY_WORDS,
    DESTINATION_WORDS,
    FAMILY_WORDS,
    PURPOSE_WORDS,
    SEX_WORDS,
    VICTIM_TYPE_WORDS,
    YES_NO_UNKNOWN_WORDS,
)
from data.code_words import NO, YES, choices
from data.columns import Layout, heading_key
from data.errors import N_
from data.file_errors import AgencyNotTold
from data.month_cells import age_years, month_reader, reference_code
from data.remarks import Remark
from data.row_errors import OrderImpossible, RowFault, SpecialContradicts, ValueMissing, ValueNotInList
from data.validate import Options, Parsed, dates_of
from data.validate_cells import CellFault, Dates, code_reader, date_reader, declared_order, read_column
from data.validate_places import TownshipMatcher, read_townships
from data.vocabulary import Agency, Destination, FamilyAssessment, Purpose, Sex, SpecialCategory, VictimType
from data.workbook import RawTable

_LATER = (("recruitment", "identified"), ("recruitment", "returned"), ("identified", "closed"), ("returned", "closed"))
Reader = tuple[str, Callable[[str], Any], bool]


@dataclass(frozen=True)
class Shape:
    """How one kind of spreadsheet of cases differs from another.

    agency, victim_type: whose and what the rows are where the file has no such column (None: it must say so).
    identified_from: columns that stand in for the month of identification where there is none, in order.
    days: further columns with full dates. readers: of further columns. later: pairs of columns in their order of time.
    """

    agency: Agency | None
    victim_type: VictimType | None
    identified_from: tuple[str, ...]
    days: tuple[str, ...] = ()
    readers: Callable[[Dates], Sequence[Reader]] = lambda _dates: ()
    later: tuple[tuple[str, str], ...] = ()


def parse_cases(raw: RawTable, layout: Layout, matcher: TownshipMatcher, options: Options, shape: Shape) -> Parsed:
    """Read every row of a spreadsheet of cases.

    Raises DatesAmbiguous, DatesMixed, AgencyNotTold.
    """
    written = Dates(options.day_first, raw.uses_1904, options.today)
    dated = (*MONTH_FIELDS, *shape.days, "recorded_on")
    order = declared_order(raw.file_name, layout, dated, dates_of(raw, options))
    dates = Dates(order.day_first, written.uses_1904, options.today)
    places = read_townships(layout, matcher, is_required=False)
    rows = pd.DataFrame({"ts_pcode": places.pcodes}, index=layout.data.index)
    faults: list[RowFault] = list(places.faults)
    for key, reader, is_required in (*_readers(dates), *shape.readers(dates)):
        rows[key], found = read_column(layout, key, reader, is_required)
        faults += found
    remarks = [*places.remarks, *_village_in_unicode(rows, layout, matcher)]
    faults += personal.refuse(rows, layout, ("village",), is_place=True)
    remarks += _fill_assumptions(rows, layout, options, raw.file_name, shape)
    faults += _without_identification(rows, layout, shape, {fault.row for fault in faults})
    faults += _impossible_orders(rows, layout, (*_LATER, *shape.later))
    faults += _contradictions(rows, layout)
    rows["is_made_reference"] = rows["reference"].isna()
    made = [f"F{raw.sha256[:8].upper()}-{row}" for row in rows.index]
    rows["reference"] = rows["reference"].where(~rows["is_made_reference"], pd.Series(made, index=rows.index))
    rows["today"] = options.today
    remarks += _places_without_township(rows, layout)
    return Parsed(rows, tuple(faults), tuple(remarks))


def _readers(dates: Dates) -> list[Reader]:
    """Field, its parser, and whether a blank is a fault."""
    month = month_reader(dates)
    return [
        ("case_code", personal.reader_without(reference_code), False),
        ("reference", personal.reader_without(reference_code), False),
        ("source_agency", code_reader(AGENCY_WORDS, choices(Agency)), True),
        ("other_agencies", _list_of(AGENCY_WORDS, choices(Agency)), False),
        ("victim_type", code_reader(VICTIM_TYPE_WORDS, choices(VictimType)), True),
        ("sex", code_reader(SEX_WORDS, choices(Sex)), False),
        ("age_years", _unless_unknown(age_years), False),
        ("village", str, False),
        ("recruitment", _unless_unknown(month), False),
        ("identified", month, True),
        ("returned", _unless_unknown(month), False),
        ("closed", _unless_unknown(month), False),
        ("destination", code_reader(DESTINATION_WORDS, choices(Destination)), False),
        ("purpose", code_reader(PURPOSE_WORDS, choices(Purpose)), False),
        ("is_special", code_reader(YES_NO_UNKNOWN_WORDS, (YES, NO)), False),
        ("special_category", _list_of(CATEGORY_WORDS, choices(SpecialCategory)), False),
        ("family_assessment", code_reader(FAMILY_WORDS, choices(FamilyAssessment)), False),
        ("recorded_on", date_reader(dates), False),
    ]


def _unless_unknown(read: Callable[[str], Any]) -> Callable[[str], Any]:
    """The parser, but "unknown" and the like are blanks."""
    unknown = {heading_key(word) for word, value in YES_NO_UNKNOWN_WORDS.items() if value is None} - {""}
    return lambda text: None if heading_key(text) in unknown else read(text)


def _list_of(words: dict[str, Any], labels: tuple[str, ...]) -> Callable[[str], tuple[Any, ...]]:
    """A parser of one word or several, separated by semicolons, commas or line ends; in the order of the code list."""
    read_one = code_reader(words, labels)

    def read(text: str) -> tuple[Any, ...]:
        try:
            return (read_one(text),)
        except CellFault:
            parts = [part for part in re.split(r"[;,\n၊]|\s/\s(?=[a-z])", text) if part.strip()]
        if not parts:
            raise CellFault(ValueNotInList, allowed=labels)
        found = {read_one(part.strip()) for part in parts}
        return tuple(sorted(found, key=str))

    return read


def _village_in_unicode(rows: pd.DataFrame, layout: Layout, matcher: TownshipMatcher) -> list[Remark]:
    distinct = list(rows["village"].dropna().unique())
    converted = dict(zip(distinct, matcher.unicode_texts(distinct), strict=True))
    changed = sum(old != new for old, new in converted.items())
    if not changed:
        return []
    rows["village"] = pd.Series([converted.get(text) for text in rows["village"]], index=rows.index, dtype=object)
    text = N_("Column {column} is written in Zawgyi: {changed} different texts were converted to Unicode.")
    return [Remark(text, (("column", layout.heading("village")), ("changed", changed)))]


def _fill_assumptions(rows: pd.DataFrame, layout: Layout, options: Options, file: str, shape: Shape) -> list[Remark]:
    """Agency, type and month of identification where the file has no such column; each said."""
    remarks = []
    if "source_agency" not in layout.columns:
        agency = _declared_agency(options, file, shape)
        rows["source_agency"] = agency
        text = N_("The file has no column for the agency: every record was taken as one of {agency}.")
        remarks.append(Remark(text, (("agency", agency.upper()),)))
    if "victim_type" not in layout.columns and shape.victim_type:
        rows["victim_type"] = shape.victim_type
        text = N_(
            "The file has no column for the type of victim: every case was taken as returned government to government."
        )
        remarks.append(Remark(text))
    if "identified" not in layout.columns:
        for key in shape.identified_from:
            told = rows[key].map(lambda day: day.replace(day=1) if day is not None else None)
            rows["identified"] = rows["identified"].where(rows["identified"].notna(), told)
        text = N_(
            "The file has no column for the month of identification: the first month after recruitment that it tells "
            "was taken."
        )
        remarks.append(Remark(text))
    if "family_assessment" not in layout.columns:
        remarks.append(
            Remark(N_("The file has no column for the family assessment: every family counts as not assessed yet."))
        )
    assessed = rows["family_assessment"]
    rows["family_assessment"] = assessed.where(assessed.notna(), FamilyAssessment.NOT_DONE)
    rows["recorded_on"] = rows["recorded_on"].where(rows["recorded_on"].notna(), options.today)
    return remarks


def _declared_agency(options: Options, file: str, shape: Shape) -> Agency:
    known = {heading_key(word): code for word, code in AGENCY_WORDS.items()}
    agency = known.get(heading_key(options.source or "")) or shape.agency
    if agency is None:
        raise AgencyNotTold(file=file)
    return agency


def _without_identification(rows: pd.DataFrame, layout: Layout, shape: Shape, known: set[int]) -> list[RowFault]:
    """Rows of a file without that column whose other months are blank too."""
    if "identified" in layout.columns:
        return []
    key = next(key for key in shape.identified_from if key in layout.columns)
    empty = [int(row) for row in rows.index[rows["identified"].isna()] if row not in known]
    return [ValueMissing(row=row, column=layout.heading(key), written="") for row in empty]


def _impossible_orders(rows: pd.DataFrame, layout: Layout, pairs: Iterable[tuple[str, str]]) -> list[RowFault]:
    """Rows where what must come later lies earlier: months by month, days by day."""
    faults: list[RowFault] = []
    for earlier, later in pairs:
        if earlier not in layout.columns or later not in layout.columns:
            continue
        first, second = pd.to_datetime(rows[earlier], errors="coerce"), pd.to_datetime(rows[later], errors="coerce")
        if earlier in MONTH_FIELDS or later in MONTH_FIELDS:
            first, second = first.dt.to_period("M"), second.dt.to_period("M")
        texts, before = layout.texts(later), layout.texts(earlier)
        for row in rows.index[(first > second).fillna(False)]:
            facts = {"earlier_column": layout.heading(earlier), "earlier": before[row]}
            faults.append(OrderImpossible(row=int(row), column=layout.heading(later), written=texts[row], **facts))
    return faults


def _contradictions(rows: pd.DataFrame, layout: Layout) -> list[RowFault]:
    """No Special Case, but a category of one; and a case recorded before it was identified."""
    faults: list[RowFault] = []
    has_category = rows["special_category"].notna()
    said, recorded_texts = layout.texts("is_special"), layout.texts("recorded_on")
    for row in rows.index[has_category & (rows["is_special"] == False)]:  # noqa: E712 None is neither
        category = ", ".join(code.label for code in rows.at[row, "special_category"])
        column = layout.heading("is_special")
        faults.append(SpecialContradicts(row=int(row), column=column, written=said[row], category=category))
    rows["is_special"] = rows["is_special"].map(lambda told: told is True) | has_category
    recorded = pd.to_datetime(rows["recorded_on"])
    for row in rows.index[(recorded < pd.to_datetime(rows["identified"])).fillna(False)]:
        earlier = str(rows.at[row, "identified"])[:7]
        facts = {
            "earlier_column": layout.heading("identified") if "identified" in layout.columns else "–",
            "earlier": earlier,
        }
        column = layout.heading("recorded_on")
        faults.append(OrderImpossible(row=int(row), column=column, written=recorded_texts[row], **facts))
    return faults


def _places_without_township(rows: pd.DataFrame, layout: Layout) -> list[Remark]:
    """Rows that say only a state or a district: they are loaded, and no township is guessed."""
    said = (layout.texts("state") != "") | (layout.texts("district") != "") | (layout.texts("state_pcode") != "")
    only = rows["ts_pcode"].isna() & said & (layout.texts("township") == "") & (layout.texts("township_pcode") == "")
    if not only.any():
        return []
    text = N_(
        "{rows} rows name a state or district but no township: they are loaded as cases whose township is not known."
    )
    return [Remark(text, (("rows", int(only.sum())),))]
