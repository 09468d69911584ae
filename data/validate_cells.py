"""Read numbers, dates and codes from text, a column at once; what cannot be read is a fault with its place."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from data.columns import Layout, heading_key
from data.file_errors import DatesAmbiguous, DatesMixed
from data.row_errors import (
    CellError,
    DateMyanmarEra,
    DateOtherOrder,
    DateOutside,
    DateUnreadable,
    NumberNegative,
    NumberTooLarge,
    NumberUnreadable,
    RowFault,
    TextTooLong,
    ValueMissing,
    ValueNotInList,
)

MAX_TEXT_CHARS = 2000
_QUOTED_CHARS = 200
MAX_NUMBER = 100_000_000
EARLIEST, LATEST = dt.date(1990, 1, 1), dt.date(2099, 12, 31)
_SPREADSHEET_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|NAME\?|DIV/0!|NUM!|NULL!|SPILL!|GETTING_DATA)")
_BURMESE_DIGITS = {0x1040 + digit: str(digit) for digit in range(10)}
_GROUPED = re.compile(r"(-?)(\d{1,3}(?:[, \u00a0]\d{3})+|\d+)(?:\.0*)?")
_TIME = r"(?:[T ](?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:\.\d+)?)?)?"  # the time of day is not kept
_ISO = re.compile(rf"(\d{{4}})[-/.](\d{{1,2}})[-/.](\d{{1,2}})(?:{_TIME}|T00:00:00(?:\.0+)?Z)")
_NUMERIC = re.compile(rf"(\d{{1,2}})[-/. ](\d{{1,2}})[-/. ](\d{{4}}){_TIME}")
_NAMED = re.compile(r"(\d{1,2})[-/ ]?([A-Za-z]{3,9})\.?,?[-/ ]?(\d{4}|\d{2})")
_NAMED_FIRST = re.compile(r"([A-Za-z]{3,9})\.? (\d{1,2}),? (\d{4})")
_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_ENGLISH_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip
_BURMESE_MONTHS = (
    ("ဇန်နဝါရီ",), ("ဖေဖော်ဝါရီ", "ဖေဖေါ်ဝါရီ"), ("မတ်",), ("ဧပြီ",), ("မေ",), ("ဇွန်",), ("ဇူလိုင်",),
    ("ဩဂုတ်", "သြဂုတ်"), ("စက်တင်ဘာ",), ("အောက်တိုဘာ",), ("နိုဝင်ဘာ",), ("ဒီဇင်ဘာ",),
)  # fmt: skip
_BURMESE_MONTH_OF = {name: at for at, names in enumerate(_BURMESE_MONTHS, 1) for name in names}
_BURMESE_NAMES = sorted(_BURMESE_MONTH_OF, key=len, reverse=True)  # a name inside another comes after it
_BURMESE_FILLERS = frozenset({"ခုနှစ်", "ခု", "နှစ်", "လ", "ရက်", "ရက်နေ့", "နေ့"})
_ERA_YEAR = re.compile(r"\b1[34]\d\d\b")
_DECIMAL = re.compile(r"(\d{1,12}(?:\.\d{1,9})?)\s*(%)?")
_BLANK_WORDS = frozenset({"", "-", "–", "n/a", "na", "none", "null", "nil"})


class CellFault(Exception):
    """A text that a parser cannot read: the fault to report, without its place, and further facts."""

    def __init__(self, kind: Callable[..., RowFault], **facts: Any) -> None:
        super().__init__(getattr(kind, "__name__", ""))
        self.kind = kind
        self.facts = facts


@dataclass(frozen=True)
class Dates:
    """How a file writes dates. day_first: True 31/12/2024, False 12/31/2024, None not declared."""

    day_first: bool | None = None
    uses_1904: bool = False
    latest: dt.date = LATEST


def read_column(
    layout: Layout, key: str, parse: Callable[[str], Any], is_required: bool = False
) -> tuple[pd.Series, list[RowFault]]:
    """Parse each distinct text of a field once; blanks become None, or a fault where is_required.

    Returns the values (object, None where blank or at fault; same index as the data) and the faults, one a row.
    """
    texts = layout.texts(key)
    if key not in layout.columns:
        return pd.Series([None] * len(texts), index=texts.index, dtype=object), []
    places, distinct = pd.factorize(texts)
    values: list[Any] = []
    problems: dict[int, CellFault] = {}
    for position, text in enumerate(distinct):
        try:
            values.append(_read_one(text, parse, is_required))
        except CellFault as fault:
            values.append(None)
            problems[position] = fault
    column = layout.heading(key)
    faults = [
        problems[place].kind(row=int(row), column=column, written=quoted(distinct[place]), **problems[place].facts)
        for row, place in zip(texts.index, places, strict=True)
        if place in problems
    ]
    return pd.Series([values[place] for place in places], index=texts.index, dtype=object), faults


def _read_one(text: str, parse: Callable[[str], Any], is_required: bool) -> Any:
    if text.casefold() in _BLANK_WORDS:
        if is_required:
            raise CellFault(ValueMissing)
        return None
    refuse_unfit(text)
    return parse(text)


def refuse_unfit(text: str) -> None:
    """Raises CellFault for what no column takes: a text beyond all measure, or an error of the spreadsheet."""
    if len(text) > MAX_TEXT_CHARS:
        raise CellFault(TextTooLong, length=len(text), allowed=MAX_TEXT_CHARS)
    if _SPREADSHEET_ERROR.fullmatch(text.upper()):
        raise CellFault(CellError)


def quoted(text: str) -> str:
    """What a fault quotes of a cell: its beginning, where it is beyond all measure."""
    return text if len(text) <= MAX_TEXT_CHARS else f"{text[:_QUOTED_CHARS]} …"


def western_digits(text: str) -> str:
    """Burmese digits as 0-9."""
    return text if text.isascii() else text.translate(_BURMESE_DIGITS)


def whole_number(text: str) -> int:
    """30956, 30,956, 30956.0 or ၃၀၉၅၆ -> 30956; a fraction, a sign or words are faults."""
    found = _GROUPED.fullmatch(western_digits(text))
    if not found:
        raise CellFault(NumberUnreadable)
    number = int(re.sub(r"\D", "", found[2]))
    if found[1] and number:
        raise CellFault(NumberNegative)
    if number > MAX_NUMBER:
        raise CellFault(NumberTooLarge, allowed=MAX_NUMBER)
    return number


def decimal_number(text: str) -> float:
    """0.85, 12, 85% (as 0.85) or ၀.၈၅ -> a number; a sign or words are faults."""
    found = _DECIMAL.fullmatch(western_digits(text).strip())
    if not found:
        raise CellFault(NumberUnreadable)
    number = float(found[1]) / (100 if found[2] else 1)
    if number > MAX_NUMBER:
        raise CellFault(NumberTooLarge, allowed=MAX_NUMBER)
    return number


def code_reader(synonyms: Mapping[str, Any], labels: Sequence[str]) -> Callable[[str], Any]:
    """A parser of words in a list: case and punctuation free; `labels` are quoted to whoever wrote another word."""
    known = {heading_key(word): value for word, value in synonyms.items()}

    def read(text: str) -> Any:
        key = heading_key(text)
        if key not in known:
            raise CellFault(ValueNotInList, allowed=tuple(labels))
        return known[key]

    return read


def date_reader(dates: Dates) -> Callable[[str], dt.date]:
    """A parser of dates: ISO, 31 Dec 2024, day/month/year in the declared order, and serial numbers of spreadsheets."""

    def read(text: str) -> dt.date:
        plain = western_digits(text)
        day = _written_day(plain, dates)
        if day is None:
            era = _ERA_YEAR.search(plain) or "ခုနှစ်" in text or "မြန်မာ" in text
            raise CellFault(DateMyanmarEra if era else DateUnreadable)
        if not EARLIEST <= day <= dates.latest:
            if 1300 <= day.year <= 1450:
                raise CellFault(DateMyanmarEra)
            raise CellFault(DateOutside, first=EARLIEST.isoformat(), last=dates.latest.isoformat())
        return day

    return read


def _written_day(text: str, dates: Dates) -> dt.date | None:
    """The day, None if the text is no date; CellFault if it does not fit the declared order."""
    if found := _ISO.fullmatch(text):
        return _day(found[1], found[2], found[3])
    if found := _NAMED.fullmatch(text):
        return _day(full_year(found[3]), english_month(found[2]), found[1])
    if found := _NAMED_FIRST.fullmatch(text):
        return _day(found[3], english_month(found[1]), found[2])
    if (written := burmese_date(text)) and written[2]:
        return _day(*written)
    if _SERIAL.fullmatch(text):
        epoch = dt.date(1904, 1, 1) if dates.uses_1904 else dt.date(1899, 12, 30)
        return epoch + dt.timedelta(days=int(float(text)))
    if found := _NUMERIC.fullmatch(text):
        day, month = (found[1], found[2]) if dates.day_first is not False else (found[2], found[1])
        made = _day(found[3], month, day)
        if made is None and _day(found[3], day, month):
            raise CellFault(DateOtherOrder, order="day/month/year" if dates.day_first else "month/day/year")
        return made
    return None


def english_month(name: str) -> int:
    """1-12; 0: no month. At least three letters, and a beginning of the name."""
    short = name.lower()
    short = "sep" if short == "sept" else short
    return next((at for at, month in enumerate(_ENGLISH_MONTHS, 1) if len(short) > 2 and month.startswith(short)), 0)


def full_year(written: str) -> int:
    """A year of four digits, or of two: the only one of 1990 to 2089 that ends so."""
    return int(written) if len(written) == 4 else EARLIEST.year + (int(written) - EARLIEST.year) % 100


def burmese_date(text: str) -> tuple[int, int, int] | None:
    """(year, month, day; 0 where no day is written) of a Burmese month's name, a year of four digits and words for
    year, month and day; None where anything else stands in the text."""
    months: list[int] = []
    rest = text
    for name in _BURMESE_NAMES:
        if name in rest:
            months.append(_BURMESE_MONTH_OF[name])
            rest = rest.replace(name, " ", 1)
    numbers = re.findall(r"\d+", rest)
    words = set(re.split(r"[\s\d၊။,./-]+", rest)) - {""}
    years = [int(number) for number in numbers if len(number) == 4]
    days = [int(number) for number in numbers if len(number) <= 2]
    is_whole = len(years) + len(days) == len(numbers) and words <= _BURMESE_FILLERS
    if not is_whole or len(months) != 1 or len(years) != 1 or len(days) > 1:
        return None
    return years[0], months[0], (days or [0])[0]


def _day(year: str | int, month: str | int, day: str | int) -> dt.date | None:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        return None


def declared_order(file: str, layout: Layout, keys: Iterable[str], dates: Dates) -> Dates:
    """The order of day and month that the date columns themselves prove, where nobody declared one.

    A value such as 31/03/2024 settles its column; a column whose values can all be read both ways is asked about.
    Raises DatesAmbiguous, DatesMixed.
    """
    if dates.day_first is not None:
        return dates
    orders: dict[bool, tuple[str, int]] = {}
    for key in keys:
        found = _order_of_column(file, layout, key) if key in layout.columns else None
        if found is not None:
            orders[found[0]] = (layout.heading(key), found[1])
    if len(orders) == 2:
        raise DatesMixed(
            file=file,
            column=f"{orders[True][0]} / {orders[False][0]}",
            row_day_first=orders[True][1],
            row_month_first=orders[False][1],
        )
    return Dates(next(iter(orders), None), dates.uses_1904, dates.latest)


def _order_of_column(file: str, layout: Layout, key: str) -> tuple[bool, int] | None:
    """(day comes first, a row that proves it); None where no value depends on the order."""
    proof: dict[bool, int] = {}
    doubtful: tuple[int, str] | None = None
    for row, text in layout.texts(key).drop_duplicates().items():
        found = _NUMERIC.fullmatch(western_digits(str(text)))
        if not found:
            continue
        first, second = int(found[1]), int(found[2])
        if first > 12 >= second:
            proof.setdefault(True, int(str(row)))
        elif second > 12 >= first:
            proof.setdefault(False, int(str(row)))
        elif first != second and doubtful is None:
            doubtful = (int(str(row)), str(text))
    column = layout.heading(key)
    if len(proof) == 2:
        raise DatesMixed(file=file, column=column, row_day_first=proof[True], row_month_first=proof[False])
    if doubtful and not proof:
        raise DatesAmbiguous(file=file, column=column, row=doubtful[0], written=doubtful[1])
    return next(iter(proof.items()), None)
