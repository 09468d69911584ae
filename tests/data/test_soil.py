"""A national spreadsheet made from the demonstration register and soiled at random: no row is lost, none is changed."""

from __future__ import annotations

import random
from functools import cache

import pandas as pd
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data import reference
from data.cases_columns import NATIONAL_FIELDS
from data.cases_words import BURMESE
from data.demo import make_demo
from data.load import LoadReport, load
from data.national_export import national_rows
from data.store import Store, memory_store
from data.vocabulary import Destination, Sex
from tests.data.case_files import PLANNER, as_csv, checked
from tests.small_register import records

ROWS = 5000
COPIES = 60
TODAY = pd.Timestamp("2026-06-30").date()
FACTS = (
    "case_code, victim_type, source_agency, sex, age_years, ts_pcode, village_written, destination, recruitment_month, "
    "identified_month, return_month, purpose, is_special, family_assessment, recorded_on"
)
HEADINGS = {field.key: field.label for field in NATIONAL_FIELDS}
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
DIGITS = str.maketrans("0123456789", "၀၁၂၃၄၅၆၇၈၉")


@cache
def clean() -> tuple[tuple[dict[str, str], ...], dict[str, tuple[object, ...]]]:
    """The rows of the spreadsheet as text, and case code -> facts of the register that they were made from."""
    store = memory_store()
    make_demo(store, ROWS, events=False)
    frame = national_rows(store, PLANNER, with_village=True)
    rows = [
        {key: "" if value is None or pd.isna(value) else str(int(value)) if key == "age_years" else str(value)
         for key, value in record.items()}
        for record in frame.to_dict("records")
    ]  # fmt: skip
    return tuple(rows), facts(store)


def facts(store: Store) -> dict[str, tuple[object, ...]]:
    return {str(row[0]): row for row in records(store.read(f"SELECT {FACTS} FROM victim_case"))}


# What changes the writing and not the meaning, and what makes a row one that must not be loaded.


def respelt_month(text: str, rng: random.Random) -> str:
    year, month = text.split("-")
    return rng.choice(
        [f"{month}/{year}", f"{MONTHS[int(month) - 1]} {year}", f"{year}/{month}", text.translate(DIGITS), f" {text} "]
    )


SPELT = (
    "sex", "destination", "age_years", "recruitment", "identified", "returned", "township", "victim_type", "purpose",
)  # fmt: skip


def other_words(row: dict[str, str], key: str, rng: random.Random) -> None:
    """One cell in another spelling, script or case."""
    text = row[key]
    if not text:
        return
    if key in ("recruitment", "identified", "returned"):
        row[key] = respelt_month(text, rng)
    elif key == "age_years":
        row[key] = rng.choice([text.translate(DIGITS), f"{text} years", f"{text}.0"])
    elif key in ("sex", "destination"):
        kind = Sex if key == "sex" else Destination
        code = next(code for code in kind if text.startswith(code.label))
        row[key] = rng.choice([code.value, code.label.upper(), BURMESE[kind][code], f"{code.label}\u200b"])
    elif key == "township":
        names = township_names()[row["township_pcode"]]
        row["township"] = rng.choice([names, text.upper(), f"  {text}"])
    else:
        row[key] = rng.choice([text.upper(), text.split(" / ")[0], text.replace(" ", "  ")])


@cache
def township_names() -> dict[str, str]:
    return dict(reference.townships().set_index("ts_pcode")["ts_name_my"])


BAD: list[tuple[str, tuple[str, ...]]] = [
    ("age_years", ("-1", "200", "old", "15-17")),
    ("identified", ("", "1381", "soon", "2019", "2099-01", "၁၃၈၁ ခုနှစ်")),
    ("recruitment", ("2026-06", "1381-04", "03/19")),
    ("destination", ("Atlantis", "=1+1")),
    ("sex", ("X1",)),
    ("victim_type", ("", "3")),
    ("source_agency", ("", "Ministry of Magic")),
    ("reference", ("Daw Hla",)),
    ("village", ("x" * 5000,)),
    ("township_pcode", ("MMR013008", "MMR999999", "nowhere")),
]


def soiled(seed: int) -> tuple[list[dict[str, str]], int]:
    """The spreadsheet, soiled, with COPIES of its rows below it; and how many of its own must be rejected."""
    rng = random.Random(seed)
    rows, rejected = [], 0
    for original in clean()[0]:
        row = dict(original)
        for key in rng.sample(SPELT, rng.choice([0, 0, 1, 2])):
            other_words(row, key, rng)
        if rng.random() < 0.08:
            key, texts = rng.choice(BAD)
            text = rng.choice(texts)
            if not (key == "recruitment" and text == "2026-06" and original["identified"] >= text):
                row[key] = text
                rejected += 1
        rows.append(row)
    copies = rng.sample(rows, COPIES)
    return [*rows, *copies], rejected


def bring(seed: int) -> tuple[LoadReport, Store, list[dict[str, str]], int]:
    rows, rejected = soiled(seed)
    named = [{HEADINGS[key]: value for key, value in row.items()} for row in rows]
    store = memory_store()
    return load(store, checked(as_csv(named), "soiled.csv", today=TODAY), PLANNER), store, rows, rejected


@settings(max_examples=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(st.integers(0, 10**6))
def test_no_row_is_lost_and_what_is_loaded_equals_the_clean_original(seed):
    report, store, rows, rejected = bring(seed)
    assert report.rows_loaded + report.rows_rejected + report.rows_double == report.rows_in_file == len(rows)
    assert (report.rows_in_file, report.rows_loaded) == (ROWS + COPIES, ROWS - rejected)
    found, original = facts(store), clean()[1]
    assert len(found) == report.rows_loaded
    assert {code: row for code, row in found.items() if original[code] != row} == {}
    assert {fault.row for fault in report.rejects} & set(report.doubles) == set()


def test_the_same_seed_gives_the_same_result():
    (first, one, _, _), (second, two, _, _) = bring(7), bring(7)
    assert facts(one) == facts(two)
    assert [str(fault) for fault in first.rejects] == [str(fault) for fault in second.rejects]
    assert first.doubles == second.doubles
