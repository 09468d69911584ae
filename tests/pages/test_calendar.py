"""The M&E calendar on the page: every cell in words, as the indicators count; what each role sees and enters."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from html import unescape

import pytest

from data.vocabulary import Role
from tests.pages.tracked import CALENDAR, html, opened, whole
from tests.pages.visit import metrics, register, words


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("tracked"), patch, whole):
        yield


def grid(at, title: str) -> list[list[str]]:
    (text,) = (body for body in html(at).split("<style>") if f'aria-label="{title}"' in body)
    rows = re.findall("<tr>(.*?)</tr>", text)
    return [[unescape(cell) for cell in re.findall("<t[hd][^>]*>(.*?)</t[hd]>", row)] for row in rows]


def test_each_provider_and_quarter_says_in_words_how_its_report_stands(atlas):
    """Reports are due 31 days after the quarter: 1 May for the first of 2023, 31 July for the second."""
    at = opened(page=CALENDAR, first="2023", as_of="2023-10-15")
    assert grid(at, "Reports of providers by quarter") == [
        ["Organisation", "2023 Q1", "2023 Q2", "2023 Q3"],
        ["Organisation A", "✓ On time", "◔ Late, 9 days", "… Not due yet"],
        ["Organisation B", "✕ Missing", "✕ Missing", "… Not due yet"],
    ]
    assert metrics(at)["On time, 2023 Q2"] == "0%"
    assert metrics(at)["Missing, 2023 Q2"] == "1"


def test_each_stage_and_year_says_when_it_was_assessed(atlas):
    at = opened(page=CALENDAR, as_of="2024-06-30", first="2023")
    assert grid(at, "Assessments of stages by year") == [
        ["Stage", "2023", "2024"],
        ["Pre-return and interim care", "✕ Not assessed", "… Not yet"],
        ["Reception and shelter", "✕ Not assessed", "✓ 3 Feb 2024 (NGOs); 12 victims asked"],
        ["Community reintegration", "✕ Not assessed", "… Not yet"],
    ]
    assert metrics(at)["Stages assessed, 2024"] == "1"


def test_the_calendar_counts_what_the_indicator_counts(atlas):
    """Of 2023, four quarters of two organisations: one report on time, one late, six missing."""
    at = opened(page=CALENDAR, first="2023", as_of="2024-06-30")
    of_2023 = [cell for row in grid(at, "Reports of providers by quarter")[1:] for cell in row[1:5]]
    assert Counter(of_2023) == {"✓ On time": 1, "✕ Missing": 6, "◔ Late, 9 days": 1}
    counted = opened(recommendation="4.9", as_of="2024-06-30").dataframe[0].value.iloc[0]
    assert (counted["period"], counted["n"], counted["d"]) == ("2023", 1, 8)


def test_a_manager_sees_its_own_organisation_alone_and_enters_nothing(atlas):
    at = opened(Role.NGO_MANAGER, CALENDAR, first="2023", as_of="2023-10-15")
    assert [row[0] for row in grid(at, "Reports of providers by quarter")] == ["Organisation", "Organisation A"]
    assert not [one for one in at.button if one.label == "Enter"]
    assert [one for one in opened(Role.DSW_OFFICER, CALENDAR).button if one.label == "Enter"]


def test_a_report_is_recorded_on_the_calendar(atlas):
    at = opened(page=CALENDAR, first="2023", as_of="2023-10-15")
    at.selectbox(key="w_register_provider_report_organisation_id_0").select("B")
    at.number_input(key="w_register_provider_report_report_year_0").set_value(2023)
    at.number_input(key="w_register_provider_report_report_quarter_0").set_value(1)
    at.date_input(key="w_register_provider_report_received_on_0").set_value(dt.date(2023, 5, 1))
    next(one for one in at.button if one.label == "Enter").click().run()
    assert not at.exception
    assert not at.error
    assert grid(at, "Reports of providers by quarter")[2] == [
        "Organisation B", "✓ On time", "✕ Missing", "… Not due yet",
    ]  # fmt: skip


@pytest.mark.usefixtures("without_anything")
def test_an_empty_register_says_what_to_do():
    at = opened(page=CALENDAR)
    assert "record the first one below" in words(at)
    assert metrics(opened())["Done"] == "0"
