"""Statements and files written into search boxes and cells: they are looked for and kept as text, and nothing runs."""

from __future__ import annotations

from datetime import date

import pytest

from data.load import load
from data.providers_format import PROVIDERS
from data.store import Store
from data.validate import Options, check
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from queries import cases, matching, shelter_register
from queries.filters import Filters
from queries.shelter_register import Span
from tests.small_register import PLANNER, case, event, organisation, presence, small_store, unassigned

DAY = date(2024, 12, 31)
SEARCHED = [
    "'; DROP TABLE victim_case; --",
    "%' OR '1'='1",
    "' UNION SELECT case_code FROM victim_case --",
    "k1' --",
    "read_csv('/etc/passwd')",
    "k_",
]


@pytest.fixture(scope="module")
def store() -> Store:
    return small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[case("k1", shelter_id="SH-MMR015009"), case("k2")],
        case_event=[event("k1", "shelter_in", date(2023, 7, 1), shelter_id="SH-MMR015009")],
        assignment=[unassigned("k1", date(2024, 1, 1))],
    )


def found(store: Store, text: str) -> list[list[str]]:
    """Codes that each search by a part of a code finds."""
    filters, span = Filters(as_of=DAY), Span(date(2023, 1, 1), DAY, DAY)
    rows = (
        cases.case_list(store, PLANNER, filters, cases.Narrowed(search=text)),
        shelter_register.shelter_stays(store, PLANNER, span, text),
        matching.waiting_people(store, PLANNER, DAY, matching.Narrowed(text=text)),
    )
    return [frame["case_code"].tolist() for frame in rows]


def test_a_statement_in_a_search_box_is_a_text_that_no_code_holds(store):
    for text in SEARCHED:
        assert found(store, text) == [[], [], []], text
    assert found(store, "K1") == [["k1"], ["k1"], ["k1"]]


@pytest.mark.parametrize("text", SEARCHED)
def test_a_statement_in_the_search_for_a_place_finds_no_place(text):
    assert [hit for hit in default_gazetteer().search(text, 5) if hit.score >= 0.9] == []


FILES = ["read_csv('{secret}')", "SELECT * FROM '{secret}'", "'); COPY victim_case TO '{leak}'; --", "{secret}"]


@pytest.mark.parametrize("written", FILES)
def test_a_file_named_in_a_cell_is_neither_read_nor_written(store, written, tmp_path):
    secret, leak = tmp_path / "secret.csv", tmp_path / "leak.csv"
    secret.write_text("told,nobody\n", encoding="utf-8")
    text = written.format(secret=secret, leak=leak)
    head = "Organisation,Activity,Township P-code,Township,Status"
    raw = read_file(f'{head}\n"{text}","{text}",MMR001001,Myitkyina,Ongoing\n'.encode(), "directory.csv")
    report = load(store, check(raw, PROVIDERS, default_gazetteer(), Options(today=DAY)), PLANNER)
    assert (report.rows_loaded, report.rows_rejected) == (1, 0)
    kept = store.read("SELECT o.name, p.activity FROM provider_presence p JOIN organisation o USING (organisation_id)")
    assert [text, text] in kept.to_numpy().tolist()
    assert "nobody" not in kept.to_string()
    assert not leak.exists()
