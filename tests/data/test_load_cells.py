"""Numbers, dates and codes: what is read, what is a fault, and that a doubtful date is asked about once."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import file_errors as errors
from data import row_errors as faults
from data.columns import Field, recognise
from data.validate_cells import CellFault, Dates, date_reader, declared_order, read_column, whole_number
from data.workbook import read_file

FIELDS = (Field("day", "Day", ""), Field("other", "Other", ""))


def layout(*days: str):
    text = "Day;Other\n" + "".join(f"{day};x\n" for day in days)
    return recognise("a.csv", read_file(text.encode(), "a.csv").sheets[0], FIELDS)


def fault_of(read, text: str) -> str:
    with pytest.raises(CellFault) as caught:
        read(text)
    return caught.value.kind.__name__


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("0", 0),
        ("30956", 30956),
        ("30956.0", 30956),
        ("30,956", 30956),
        ("1 234 567", 1234567),
        ("၃၀၉၅၆", 30956),
        ("-0", 0),
    ],
)
def test_whole_numbers(text, number):
    assert whole_number(text) == number


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("-5", "NumberNegative"),
        ("12.5", "NumberUnreadable"),
        ("3,09,56", "NumberUnreadable"),
        ("30.956", "NumberUnreadable"),
        ("about 40", "NumberUnreadable"),
        ("1e5", "NumberUnreadable"),
        ("900000000", "NumberTooLarge"),
    ],
)
def test_numbers_that_are_faults(text, fault):
    assert fault_of(whole_number, text) == fault


@given(st.integers(0, 10**8))
def test_a_number_is_read_the_same_however_it_is_grouped_or_written(number):
    burmese = str(number).translate({48 + d: chr(0x1040 + d) for d in range(10)})
    assert {
        whole_number(str(number)),
        whole_number(f"{number:,}"),
        whole_number(f"{number}.0"),
        whole_number(burmese),
    } == {number}


@pytest.mark.parametrize(
    "text",
    [
        "2022-03-31",
        "2022/3/31",
        "2022-03-31 00:00:00",
        "31/03/2022",
        "31.3.2022",
        "31 March 2022",
        "31-Mar-22",
        "Mar 31, 2022",
        "44651",
        "၃၁/၀၃/၂၀၂၂",
    ],
)
def test_dates(text):
    assert date_reader(Dates())(text) == dt.date(2022, 3, 31)


def test_serial_dates_count_from_the_workbooks_epoch():
    assert date_reader(Dates(uses_1904=True))("43189") == dt.date(2022, 3, 31)
    assert date_reader(Dates())("43189") == dt.date(2018, 3, 30)


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("1384-05-01", "DateMyanmarEra"),
        ("၁၃၈၄ ခုနှစ်", "DateMyanmarEra"),
        ("31/02/2022", "DateUnreadable"),
        ("2022", "DateUnreadable"),
        ("03/04/22", "DateUnreadable"),
        ("soon", "DateUnreadable"),
        ("1889-01-01", "DateOutside"),
        ("2022-13-01", "DateUnreadable"),
    ],
)
def test_dates_that_are_faults(text, fault):
    assert fault_of(date_reader(Dates()), text) == fault


def test_a_value_that_contradicts_the_declared_order_is_a_fault():
    assert fault_of(date_reader(Dates(day_first=False)), "31/03/2022") == "DateOtherOrder"
    assert fault_of(date_reader(Dates(day_first=True)), "03/31/2022") == "DateOtherOrder"


def test_one_value_settles_the_order_of_its_column():
    dates = declared_order("a.csv", layout("03/04/2022", "31/03/2022"), ["day"], Dates())
    assert dates.day_first is True
    assert declared_order("a.csv", layout("03/04/2022", "03/31/2022"), ["day"], Dates()).day_first is False


def test_a_column_that_can_be_read_both_ways_is_asked_about_once():
    with pytest.raises(errors.DatesAmbiguous) as caught:
        declared_order("a.csv", layout("2022-01-01", "03/04/2022", "05/06/2022"), ["day"], Dates())
    assert (caught.value.row, caught.value.written) == (3, "03/04/2022")
    assert "--day-first" in str(caught.value)


def test_the_same_day_and_month_is_not_ambiguous():
    assert declared_order("a.csv", layout("03/03/2022"), ["day"], Dates()).day_first is None
    values, found = read_column(layout("03/03/2022"), "day", date_reader(Dates()))
    assert (values.tolist(), found) == ([dt.date(2022, 3, 3)], [])


def test_a_column_with_both_orders_is_asked_about():
    with pytest.raises(errors.DatesMixed) as caught:
        declared_order("a.csv", layout("31/03/2022", "03/31/2022"), ["day"], Dates())
    assert (caught.value.row_day_first, caught.value.row_month_first) == (2, 3)


@given(st.dates(dt.date(1990, 1, 1), dt.date(2090, 12, 31)))
def test_a_date_is_read_the_same_in_every_order_that_is_declared(day):
    assert date_reader(Dates(True))(f"{day:%d/%m/%Y}") == day
    assert date_reader(Dates(False))(f"{day:%m/%d/%Y}") == day
    assert date_reader(Dates())(str((day - dt.date(1899, 12, 30)).days)) == day


def test_every_fault_names_row_column_and_value():
    values, found = read_column(
        layout("2022-01-01", "#N/A", "x" * 5000, "-", "never"), "day", date_reader(Dates()), True
    )
    assert values.isna().tolist() == [False, True, True, True, True]
    assert [type(f) for f in found] == [
        faults.CellError,
        faults.TextTooLong,
        faults.ValueMissing,
        faults.DateUnreadable,
    ]
    assert [f.row for f in found] == [3, 4, 5, 6]
    assert str(found[1]).startswith("Row 4, column Day: the text has 5000 characters")
    assert str(found[3]) == 'Row 6, column Day: "never" is not a date. Write it as 2024-12-31.'
