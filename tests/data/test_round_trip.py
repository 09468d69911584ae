"""Whatever the national spreadsheet can say survives template, load, export and load into an empty register; and what
it cannot say is exactly what docs/methods.md lists."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import reference
from data.demo import make_demo
from data.load import load
from data.national_export import national_csv, national_workbook
from data.paths import ROOT
from data.store import Store, memory_store
from data.templates import FIELDS, filled, offered
from data.vocabulary import RegisterKind
from tests.data.case_files import PLANNER, checked
from tests.data.test_templates import SAME, example
from tests.small_register import records

NOT_HELD = ("shelter_id", "batch_id", "merged_into", "withdrawn")  # columns of a case that the spreadsheet cannot say
HELD = f"SELECT * EXCLUDE ({', '.join(NOT_HELD)}) FROM victim_case WHERE merged_into IS NULL ORDER BY case_code"
ONE_WHO_STANDS = "case_code IN (SELECT case_code FROM victim_case WHERE merged_into IS NULL)"
VILLAGES = (
    "Ywa Thit",
    "ရွာသစ်",
    "=1+1 ရွာ",
    "-Kone",
    "@ ward 5",
    "a; b, c",
    "'quoted",
    'say "so" kone',
    "၅ မိုင်ရွာ",
    "|x|+y%",
)
PLACES = reference.townships().to_dict("records")
DIGITS = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")


def month(number: int) -> str:
    """Months since 2000, as the template asks for them."""
    return f"{2000 + number // 12}-{number % 12 + 1:02d}"


@st.composite
def rows(draw: st.DrawFn) -> dict[str, object]:
    """A row that the template can be filled with, every field that may stay blank blank at times."""
    words = offered("national")

    def one_of(key: str) -> str:
        return draw(st.sampled_from(words[key]))

    def maybe(value: st.SearchStrategy) -> object:
        return draw(st.one_of(st.just(""), value))

    def some(key: str) -> str:
        return "; ".join(draw(st.lists(st.sampled_from(words[key]), max_size=3, unique=True)))

    identified = draw(st.integers(0, 12 * 24 + 5))
    recruited = draw(st.integers(max(0, identified - 60), identified))
    last = 12 * 24 + 5
    returned = maybe(st.integers(recruited, last).map(month))
    closed = maybe(st.integers(identified, last).map(month))
    place = draw(st.sampled_from(PLACES))
    where = draw(st.sampled_from(["", "code", "english", "burmese"]))
    category = some("special_category")
    blank_or_told = maybe(st.integers(0, 110))
    if returned and closed and closed < returned:
        closed = ""
    return {
        "reference": maybe(st.sampled_from(("a/", "ATU-", "# ", "W.", ""))),
        "source_agency": one_of("source_agency"),
        "other_agencies": some("other_agencies"),
        "victim_type": one_of("victim_type"),
        "sex": maybe(st.sampled_from(words["sex"])),
        "age_years": str(blank_or_told).translate(DIGITS) if draw(st.booleans()) else blank_or_told,
        "village": maybe(st.sampled_from(VILLAGES)),
        "township": {"english": place["ts_name_en"], "burmese": place["ts_name_my"]}.get(where, ""),
        "township_pcode": place["ts_pcode"] if where == "code" else "",
        "district": place["dt_name_en"] if where not in ("", "code") else "",
        "state": place["st_name_en"] if where not in ("", "code") else "",
        "recruitment": draw(st.sampled_from(["", month(recruited)])),
        "identified": month(identified),
        "returned": returned,
        "closed": closed,
        "destination": maybe(st.sampled_from(words["destination"])),
        "purpose": maybe(st.sampled_from(words["purpose"])),
        "is_special": words["is_special"][0] if category else maybe(st.sampled_from(words["is_special"])),
        "special_category": category,
        "family_assessment": maybe(st.sampled_from(words["family_assessment"])),
        "recorded_on": maybe(st.integers(identified, last).map(lambda number: f"{month(number)}-28")),
    }


def fill(told: list[dict[str, object]]) -> bytes:
    """The template filled with the rows, references made different."""
    for number, each in enumerate(told):
        each["reference"] = f"{each['reference']}{number}" if each["reference"] else ""
    return filled("national", [[each.get(field.key) for field in FIELDS["national"]] for each in told])


def brought(data: bytes, name: str) -> tuple[Store, object]:
    store = memory_store(RegisterKind.DEMONSTRATION)
    return store, load(store, checked(data, name), PLANNER)


@given(st.lists(rows(), min_size=30, max_size=60), st.sampled_from([national_workbook, national_csv]))
@settings(
    max_examples=5,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.large_base_example, HealthCheck.data_too_large],
)
def test_whatever_the_template_can_say_comes_back_the_same(told, write):
    first, report = brought(fill(told), "filled.xlsx")
    # Equal rows without a code are asked about, never counted twice: they are the only ones that stay out.
    assert {type(fault).__name__ for fault in report.rejects} <= {"CaseIndistinct", "CaseThereAlready"}
    assert report.rows_loaded + report.rows_rejected == report.rows_in_file == len(told)
    second, again = brought(write(first, PLANNER, with_village=True), "exported")
    assert (again.rows_loaded, again.rejects, again.doubles) == (report.rows_loaded, (), {})
    for question in SAME:
        assert records(second.read(question)) == records(first.read(question)), question


@pytest.fixture(scope="module")
def moved() -> tuple[Store, Store]:
    """A demonstration register with all its events and decisions, and the register that its spreadsheet makes."""
    first = memory_store(RegisterKind.DEMONSTRATION)
    make_demo(first, 400)
    data = national_csv(first, PLANNER, with_village=True)
    second = memory_store(RegisterKind.DEMONSTRATION)
    today = pd.Timestamp("2026-06-30").date()
    report = load(second, checked(data, "moved.csv", today=today), PLANNER)
    assert (report.rows_rejected, report.rows_double) == (0, 0)
    return first, second


@pytest.mark.parametrize(
    "question",
    [
        HELD,
        f"SELECT case_code, agency FROM case_source WHERE {ONE_WHO_STANDS} ORDER BY ALL",
        f"SELECT case_code, special_category FROM case_flag WHERE NOT withdrawn AND {ONE_WHO_STANDS} ORDER BY ALL",
    ],
)
def test_a_whole_register_comes_back_in_what_the_spreadsheet_holds(moved, question):
    first, second = moved
    assert records(second.read(question)) == records(first.read(question))
    assert len(first.read(question)) > 20


def test_what_does_not_come_back_is_what_the_methods_say(moved):
    """Tables that a moved register has no row of, or only what follows from the months."""
    first, second = moved
    tables = ("case_event", "assignment", "case_need", "assessment", "referral", "case_pair", "case_worker", "meeting")
    lost = {
        table
        for table in tables
        if len(first.read(f"SELECT * FROM {table}")) > len(second.read(f"SELECT * FROM {table}"))
    }
    assert {"case_event", "assignment", "case_need", "assessment"} <= lost
    kinds = set(second.read("SELECT DISTINCT event_kind FROM case_event")["event_kind"])
    assert kinds <= {"identified", "repatriated", "closed"}
    text = (ROOT / "docs" / "methods.md").read_text(encoding="utf-8")
    section = text.split("### What the national spreadsheet does not hold")[1].split("\n#")[0]
    for word in ("shelter", "event", "assignment", "need", "assessment", "referral", "reference", "day", "pair"):
        assert re.search(rf"\b{word}s?\b", section), word


def test_the_shelter_spreadsheet_goes_out_as_the_national_one_without_stay_and_assignment():
    first = memory_store(RegisterKind.DEMONSTRATION)
    told = [example("shelter", assigned_to="", assigned_on="", reference=f"W/2019-{n}", age_years=n) for n in range(3)]
    data = filled("shelter", [[each.get(field.key) for field in FIELDS["shelter"]] for each in told])
    assert load(first, checked(data, "shelter.xlsx", "shelter"), PLANNER).rows_loaded == 3
    second, report = brought(national_workbook(first, PLANNER, with_village=True), "exported.xlsx")
    assert (report.rows_loaded, report.rejects) == (3, ())
    assert records(second.read(HELD)) == records(first.read(HELD))
    assert first.read("SELECT shelter_id FROM victim_case")["shelter_id"].notna().all()
    assert second.read("SELECT shelter_id FROM victim_case")["shelter_id"].isna().all()
    kinds = set(first.read("SELECT DISTINCT event_kind FROM case_event")["event_kind"])
    kept = set(second.read("SELECT DISTINCT event_kind FROM case_event")["event_kind"])
    assert kept == kinds & {"identified", "repatriated", "closed"}
    assert "shelter_in" in kinds - kept
