"""Read months, ages, codes of cases and "when" from text; a year of the Myanmar era is asked about, not converted."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

from data.columns import heading_key
from data.row_errors import (
    AgeImpossible,
    DateMyanmarEra,
    DateOutside,
    DateUnreadable,
    MonthMyanmarEra,
    MonthNotTold,
    MonthUnreadable,
    ReferenceUnfit,
)
from data.validate_cells import (
    EARLIEST,
    CellFault,
    Dates,
    burmese_date,
    date_reader,
    english_month,
    full_year,
    western_digits,
)

AGE_MAX = 110
REFERENCE_CHARS_MAX = 40
_YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})")
_YEAR_LAST = re.compile(r"(\d{1,2})[-/. ](\d{4})")
_CUT_NUMBER = re.compile(r"\d{4}\.1")  # a spreadsheet makes 2019.1 of 2019.10: October or January
_RUN_TOGETHER = re.compile(r"((?:19|20)\d\d)(0[1-9]|1[0-2])(?:\.0+)?")
_NAME_FIRST = re.compile(r"([A-Za-z]{3,9})\.?,?[-/ ]*'?(\d{4}|\d{2})")
_YEAR_THEN_NAME = re.compile(r"(\d{4}),?[-/ ]*([A-Za-z]{3,9})\.?")
_ONLY_YEAR = re.compile(r"(?:19|20)\d\d(?:\.0+)?")
_ERA_YEAR = re.compile(r"(?<!\d)(1[34]\d\d)(?!\d)")
_ERA_BEGAN = 638  # a year of the Myanmar era begins in April of the common year 638 later
_LUNAR_MONTHS = (
    "တန်ခူး", "ကဆုန်", "နယုန်", "ဝါဆို", "ဝါခေါင်", "တော်သလင်း", "သီတင်းကျွတ်", "တန်ဆောင်မုန်း", "နတ်တော်", "ပြာသို",
    "တပို့တွဲ", "တပေါင်း",
)  # fmt: skip
_AGE = re.compile(r"(-?\d{1,4})(?:\.0+)?(?: ?(?:years?(?: old)?|yrs?|y|နှစ်))?", re.IGNORECASE)
_REFERENCE = re.compile(r"[\w./#-]+(?: [\w./#-]+)*")


def month_reader(dates: Dates) -> Callable[[str], dt.date]:
    """A parser of months, as their first day: 2019-03, 03/2019, Mar 2019, ၂၀၁၉ ခုနှစ် မတ်လ, and any full date, cut."""
    full_date = date_reader(dates)

    def read(text: str) -> dt.date:
        plain = western_digits(text)
        if any(month in text for month in _LUNAR_MONTHS):
            raise _era(plain)
        if _CUT_NUMBER.fullmatch(plain):
            raise CellFault(MonthUnreadable)
        if _ONLY_YEAR.fullmatch(plain):
            raise CellFault(MonthNotTold)
        found = _month_and_year(plain) or _burmese(plain)
        if found is None:
            return _first_of(full_date, plain)
        year, month = found
        if 1300 <= year <= 1450:
            raise _era(plain)
        if not 1 <= month <= 12:
            raise CellFault(MonthUnreadable)
        first = dt.date(year, month, 1)
        if not EARLIEST <= first <= dates.latest:
            raise CellFault(DateOutside, first=f"{EARLIEST:%Y-%m}", last=f"{dates.latest:%Y-%m}")
        return first

    return read


def _first_of(full_date: Callable[[str], dt.date], text: str) -> dt.date:
    """The month of a full date, or why there is none."""
    try:
        return full_date(text).replace(day=1)
    except CellFault as fault:
        if fault.kind is DateMyanmarEra:
            raise _era(text) from fault
        if fault.kind is DateUnreadable:
            raise CellFault(MonthUnreadable) from fault
        raise


def _month_and_year(text: str) -> tuple[int, int] | None:
    """(year, month) of digits and English names; None: it is written otherwise."""
    if found := _YEAR_FIRST.fullmatch(text) or _RUN_TOGETHER.fullmatch(text):
        return int(found[1]), int(found[2])
    if found := _YEAR_LAST.fullmatch(text):
        return int(found[2]), int(found[1])
    if (found := _NAME_FIRST.fullmatch(text)) and (month := english_month(found[1])):
        return full_year(found[2]), month
    if (found := _YEAR_THEN_NAME.fullmatch(text)) and (month := english_month(found[2])):
        return int(found[1]), month
    return None


def _burmese(text: str) -> tuple[int, int] | None:
    """(year, month) of a Burmese month's name and a year, whatever day is there."""
    written = burmese_date(text)
    if written and written[2] > 31:
        raise CellFault(MonthUnreadable)
    return written[:2] if written else None


def _era(text: str) -> CellFault:
    """The question about a year of the Myanmar era, with the two common years that it lies in."""
    found = _ERA_YEAR.search(text)
    years = (str(int(found[1]) + _ERA_BEGAN), str(int(found[1]) + _ERA_BEGAN + 1)) if found else ("–",)
    return CellFault(MonthMyanmarEra, years=years)


def age_years(text: str) -> int:
    """0 to 110, as 15, 15.0, ၁၅, 15 years or ၁၅ နှစ်."""
    found = _AGE.fullmatch(western_digits(text))
    if not found or not 0 <= int(found[1]) <= AGE_MAX:
        raise CellFault(AgeImpossible, oldest=AGE_MAX)
    return int(found[1])


def reference_code(text: str) -> str:
    """An agency's own code of a case: short, with a digit in it; words without one could be a person's name."""
    plain = western_digits(text).upper()
    is_number = re.fullmatch(r"\d+\.0", plain)
    code = plain[:-2] if is_number else plain
    if len(code) > REFERENCE_CHARS_MAX or not _REFERENCE.fullmatch(code) or not re.search(r"\d", code):
        raise CellFault(ReferenceUnfit, longest=REFERENCE_CHARS_MAX)
    return code


def day_or_yes(dates: Dates, words: dict[str, bool | None]) -> Callable[[str], dt.date | bool]:
    """A parser of "when": the day, or only yes (True) or no (False)."""
    full_date = date_reader(dates)
    known = {heading_key(word): value for word, value in words.items()}

    def read(text: str) -> dt.date | bool:
        said = known.get(heading_key(text))
        return said if said is not None else full_date(text)

    return read
