"""The provider directory (3W/5W): what its columns are called and what its rows say of who helps where.

It reads directories with a row for each organisation and place, and aggregated ones that only count partners: a row of
those becomes a presence of an organisation that says that its name is not known.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import pandas as pd

from data import personal
from data.code_words import NO, YES, all_words, choices
from data.columns import Layout, heading_key
from data.errors import N_
from data.providers_bases import settle_bases
from data.providers_columns import DATE_FIELDS, FIELDS, KIND_WORDS, PRESENCE_WORDS, STATUS_WORDS, YES_NO_WORDS
from data.providers_target import UNNAMED, UNNAMED_MANY, UNNAMED_ONE, plan_presences
from data.reject_facts import kept_file_name
from data.remarks import Remark
from data.row_errors import DatesReversed, RowFault, ValueMissing
from data.validate import FileFormat, Options, Parsed, dates_of
from data.validate_cells import Dates, code_reader, date_reader, declared_order, read_column, whole_number
from data.validate_places import OWN_PLACE, TownshipMatcher, read_townships
from data.vocabulary import ActivityStatus, ImportFormat, OrganisationKind, PresenceType, Service
from data.workbook import RawTable

CLASSES_FILE = Path(__file__).resolve().parent / "reference" / "activity_classes.csv"
BASE_PLACE = {"township_pcode": "base_township_pcode", "township": "base_township"}
_DESCRIPTIONS = ("activity", "sector", "services", "target_group", "source")
_FREE_TEXTS = (*personal.NAMES_OF_ORGANISATIONS[:2], *_DESCRIPTIONS)
ASSUMED_PRESENCE = PresenceType.OUTREACH  # the weakest claim: an office nobody spoke of is not assumed

_CHILD = re.compile(r"\b(?:child|children|minors?|girls?|boys?|under 18|youth and children)\b|ကလေး")
_ADULT = re.compile(r"\b(?:adults?|women|men|woman|man|over 18|elderly)\b|လူကြီး|အမျိုးသမီး|အမျိုးသား")
_EVERYBODY = re.compile(r"\b(?:all|everyone|everybody|both|general population|all ages|mixed)\b|အားလုံး")


@cache
def _classes() -> tuple[tuple[tuple[str, ...], Service, bool], ...]:
    """Keywords (all must stand in the text), service, whether it is reintegration; longest keywords first."""
    table = pd.read_csv(CLASSES_FILE, keep_default_na=False)
    rows = [
        (
            tuple(heading_key(part) for part in row.keywords.split("+")),
            Service(row.service),
            row.is_reintegration == "yes",
        )
        for row in table.itertuples()
    ]
    return tuple(sorted(rows, key=lambda row: -max(len(part) for part in row[0])))


@lru_cache(maxsize=10_000)
def classify(text: str) -> tuple[tuple[Service, ...], bool]:
    """Services and reintegration yes/no by data/reference/activity_classes.csv; no services: nothing was recognised.

    A service named as the screen names it is taken as such, and only the other parts of the text are searched.
    A longer keyword uses up its words, so that "mental health" is not also "health".
    """
    parts = [part for part in re.split(r"[;\n]", text) if part.strip()]
    named = {known for part in parts if (known := _named_services().get(heading_key(part)))}
    text = " ".join(part for part in parts if heading_key(part) not in _named_services())
    rest = f" {heading_key(text)} "
    whole, services, is_reintegration = rest, set(named), False
    used: set[tuple[str, ...]] = set()
    for keywords, service, reintegration in _classes():
        several = len(keywords) > 1
        if keywords in used or all(_stands(keyword, whole if several else rest) for keyword in keywords):
            services.add(service)
            is_reintegration |= reintegration
            if not several and keywords not in used:
                rest = rest.replace(keywords[0] if not keywords[0].isascii() else f" {keywords[0]} ", " · ")
            used.add(keywords)
    return tuple(service for service in Service if service in services), is_reintegration


@cache
def _named_services() -> Mapping[str, Service]:
    return {heading_key(word): code for word, code in all_words(Service).items() if isinstance(code, Service)}


def _stands(keyword: str, text: str) -> bool:
    return (f" {keyword} " if keyword.isascii() else keyword) in text


def serves(text: str) -> tuple[bool, bool] | None:
    """(children, adults) that a "for whom" text names; None where it names neither."""
    plain = heading_key(text)
    if _EVERYBODY.search(plain):
        return True, True
    found = bool(_CHILD.search(plain)), bool(_ADULT.search(plain))
    return found if any(found) else None


def parse(raw: RawTable, layout: Layout, matcher: TownshipMatcher, options: Options) -> Parsed:
    """Read every row of a provider directory; see FIELDS for the columns. Raises DatesAmbiguous, DatesMixed."""
    dates = declared_order(raw.file_name, layout, DATE_FIELDS, dates_of(raw, options))
    faults: list[RowFault] = []
    rows = pd.DataFrame(index=layout.data.index)
    remarks: list[Remark] = []
    for column, fields, is_required in (("ts_pcode", OWN_PLACE, True), ("base_ts_pcode", BASE_PLACE, False)):
        told = read_townships(layout, matcher, fields, is_required)
        rows[column] = told.pcodes
        faults += told.faults
        remarks += told.remarks
    for key, reader, is_required in _readers(layout, dates, options):
        rows[key], found = read_column(layout, key, reader, is_required)
        faults += found
    faults += _reversed_dates(rows, layout)
    remarks += _from_zawgyi(rows, layout, matcher)
    faults += personal.refuse(rows, layout, personal.NAMES_OF_ORGANISATIONS, may_be_name=False)
    faults += personal.refuse(rows, layout, _DESCRIPTIONS)
    remarks += _fill_assumptions(rows, layout, options, raw.file_name)
    faults += settle_bases(rows, layout)
    rows["organisation"] = _organisation_names(rows, layout)
    faults += _nameless(rows, layout, {fault.row for fault in faults})
    remarks += _classify_rows(rows, layout)
    _split_target_group(rows)
    return Parsed(rows, tuple(faults), tuple(remarks))


def _readers(layout: Layout, dates: Dates, options: Options) -> list[tuple[str, Any, bool]]:
    """Field, its parser, and whether a blank is a fault."""
    confirmed = Dates(dates.day_first, dates.uses_1904, options.today)
    no_implementer = "implementing_partner" not in layout.columns
    return [
        ("organisation", str, no_implementer),
        ("implementing_partner", str, "organisation" not in layout.columns),
        ("acronym", str, False),
        ("organisation_kind", code_reader(KIND_WORDS, choices(OrganisationKind)), False),
        ("partners", whole_number, "organisation" not in layout.columns and no_implementer),
        ("activity", str, not {"services", "sector"} & set(layout.columns)),
        ("sector", str, False),
        ("services", str, False),
        ("presence_type", code_reader(PRESENCE_WORDS, choices(PresenceType)), True),
        ("is_reintegration", code_reader(YES_NO_WORDS, (YES, NO)), True),
        ("status", code_reader(STATUS_WORDS, choices(ActivityStatus)), True),
        ("case_workers", whole_number, False),
        ("capacity_people", whole_number, False),
        ("people_reached", whole_number, False),
        ("target_group", str, False),
        ("from_on", date_reader(dates), False),
        ("to_on", date_reader(dates), False),
        ("last_confirmed_on", date_reader(confirmed), False),
        ("source", str, False),
    ]


def _reversed_dates(rows: pd.DataFrame, layout: Layout) -> list[RowFault]:
    faults: list[RowFault] = []
    for row, begins, ends in zip(rows.index, rows["from_on"], rows["to_on"], strict=True):
        if pd.notna(begins) and pd.notna(ends) and ends < begins:
            column = layout.heading("to_on")
            faults.append(DatesReversed(row=int(row), column=column, written=str(ends), begins=str(begins)))
    return faults


def _from_zawgyi(rows: pd.DataFrame, layout: Layout, matcher: TownshipMatcher) -> list[Remark]:
    """Texts of columns that are written in Zawgyi become Unicode, said for each column."""
    remarks = []
    for key in [key for key in _FREE_TEXTS if key in layout.columns]:
        distinct = list(rows[key].dropna().unique())
        converted = dict(zip(distinct, matcher.unicode_texts(distinct), strict=True))
        changed = sum(old != new for old, new in converted.items())
        if changed:
            rows[key] = pd.Series([converted.get(text) for text in rows[key]], index=rows.index, dtype=object)
            text = N_("Column {column} is written in Zawgyi: {changed} different texts were converted to Unicode.")
            remarks.append(Remark(text, (("column", layout.heading(key)), ("changed", changed))))
    return remarks


def _fill_assumptions(rows: pd.DataFrame, layout: Layout, options: Options, file: str) -> list[Remark]:
    """Defaults where the file has no such column, each said."""
    remarks = []
    if "status" not in layout.columns:
        rows["status"] = ActivityStatus.ONGOING
        remarks.append(Remark(N_("The file has no column for the status: every activity was taken as ongoing.")))
    if "presence_type" not in layout.columns:
        rows["presence_type"] = ASSUMED_PRESENCE
        text = N_("The file has no column for the type of presence: each was taken as outreach, the weakest claim.")
        remarks.append(Remark(text))
    rows["organisation_kind"] = rows["organisation_kind"].where(
        rows["organisation_kind"].notna(), OrganisationKind.OTHER
    )
    rows["source"] = rows["source"].where(rows["source"].notna(), options.source or kept_file_name(file))
    without = rows["last_confirmed_on"].isna()
    if options.confirmed_on is not None:
        rows["last_confirmed_on"] = rows["last_confirmed_on"].where(~without, options.confirmed_on)
    elif without.any():
        text = N_("{rows} rows do not say when they were last confirmed: they will show as unconfirmed.")
        remarks.append(Remark(text, (("rows", int(without.sum())),)))
    return remarks


def _organisation_names(rows: pd.DataFrame, layout: Layout) -> pd.Series:
    """Who is there: the implementing partner where one is named, else the organisation, else the count, honestly."""
    if not {"organisation", "implementing_partner"} & set(layout.columns):
        return rows["partners"].map(_unnamed)
    implementers = rows["implementing_partner"]
    rows["acronym"] = rows["acronym"].where(implementers.isna() | (implementers == rows["organisation"]), None)
    return implementers.where(implementers.notna(), rows["organisation"])


def _nameless(rows: pd.DataFrame, layout: Layout, known: set[int]) -> list[RowFault]:
    """Rows whose columns for organisation and implementing partner are both blank."""
    key = "organisation" if "organisation" in layout.columns else "implementing_partner"
    empty = [int(row) for row in rows.index[rows["organisation"].isna()] if row not in known]
    return [ValueMissing(row=row, column=layout.heading(key), written="") for row in empty]


def _unnamed(partners: int | None) -> str:
    if partners is None or pd.isna(partners) or partners < 1:
        return UNNAMED
    return UNNAMED_ONE if partners == 1 else UNNAMED_MANY.format(partners=int(partners))


def _classify_rows(rows: pd.DataFrame, layout: Layout) -> list[Remark]:
    """Services from their column, else the activity, else the sector; reintegration from its column, else by words."""
    texts = [
        [str(text) for text in row if isinstance(text, str)]
        for row in rows[["services", "activity", "sector"]].to_numpy()
    ]
    classes = [next((found for text in row if (found := classify(text))[0]), ((), False)) for row in texts]
    assumed = sorted({row[0] for row, (services, _) in zip(texts, classes, strict=True) if row and not services})
    rows["services"] = [services or (Service.OTHER,) for services, _ in classes]
    remarks = []
    if assumed:
        text = N_("Class assumed (other service, not specific to trafficking) for: {activities}.")
        remarks.append(Remark(text, (("activities", "; ".join(assumed)),)))
    if "is_reintegration" not in layout.columns:
        said = [any(classify(text)[1] for text in row) for row in texts]
        rows["is_reintegration"] = said
        text = N_("{specific} rows are specific to trafficking by the words of their activity, {general} are not.")
        remarks.append(Remark(text, (("specific", sum(said)), ("general", len(said) - sum(said)))))
    return remarks


def _split_target_group(rows: pd.DataFrame) -> None:
    told: Mapping[Any, tuple[bool, bool] | None] = {t: serves(t) for t in rows["target_group"].dropna().unique()}
    groups = [told.get(text) for text in rows.pop("target_group")]
    rows["serves_children"] = pd.Series([g[0] if g else None for g in groups], index=rows.index, dtype="boolean")
    rows["serves_adults"] = pd.Series([g[1] if g else None for g in groups], index=rows.index, dtype="boolean")


PROVIDERS = FileFormat(
    code=ImportFormat.PROVIDERS,
    fields=FIELDS,
    required=(
        ("organisation", "implementing_partner", "partners"),
        ("activity", "services", "sector"),
        ("township_pcode", "township"),
    ),
    parse=parse,
    plan=plan_presences,
)
