"""The schema keeps bad rows out, says what every column means, and holds the code lists of data/vocabulary.py."""

from __future__ import annotations

import re
from datetime import date, datetime

import duckdb
import pytest

from data.vocabulary import CODE_LISTS
from tests.data import work_rows
from tests.small_register import assigned, case, event, fill, organisation, presence, small_store, unassigned

DAY, BEFORE = date(2024, 5, 1), date(2024, 4, 1)
NOW = datetime(2024, 5, 1, 12, 0)

# A right row of every table, in the order in which they can be inserted.
TOWNSHIP = {
    **{f"{level}_{part}": "x" for level in ("ts", "dt", "st", "sr") for part in ("pcode", "name_en", "name_my")},
    "sr_type": "State", "self_admin": None, "lat": 20.0, "lon": 96.0, "rep_lat": 20.0, "rep_lon": 96.0,
    "area_km2": 1.0, "population_2014": None,
}  # fmt: skip
PLACE = {"place": "Town", "ts_pcode": "x", "lat": 20.0, "lon": 96.0, "evidence": "test", "precision_note": "test"}
GOOD: dict[str, dict[str, object]] = {
    "setting": {"key": "k", "value": "1", "updated_by": "t", "updated_at_utc": NOW},
    "township": TOWNSHIP,
    "township_alternate_name": {"ts_pcode": "x", "alt_name": "y", "script": "latn", "source": "test"},
    "township_code_change": {"old_ts_pcode": "y", "new_ts_pcode": "x", "kind": "recode", "note": "test"},
    "import_batch": {
        "batch_id": "b", "import_format": "national", "file_name": "f", "file_sha256": "0", "loaded_by": "t",
        "loaded_at_utc": NOW, "rows_in_file": 3, "rows_loaded": 1, "rows_rejected": 1, "rows_double": 1,
    },
    "import_reject": {"batch_id": "b", "row_no": 1, "reason_code": "r", "reason": "r"},
    "dsw_office": {"office_id": "o", "level": "district"} | PLACE,
    "shelter": {"shelter_id": "s", "shelter_role": "abroad"} | PLACE,
    "organisation": organisation("A") | {"batch_id": "b"},
    "app_user": {
        "account": "a@b", "revision": 1, "role": "ngo_manager", "organisation_id": "A", "is_active": True,
        "changed_by": "t", "changed_at_utc": NOW,
    },
    "provider_presence": presence("P", ts_pcode="x", case_workers=1, people_reached=1, from_on=BEFORE, to_on=DAY)
    | {"batch_id": "b"},
    "presence_service": {"presence_id": "P", "service": "health"},
    "victim_case": case("C", ts_pcode="x", recruitment_month=BEFORE, identified_month=DAY, return_month=DAY)
    | {"shelter_id": "s", "batch_id": "b"},
    "case_source": {"case_code": "C", "agency": "atu", "batch_id": "b", "row_no": 2, "reference": "ATU-1"},
    "case_pair": {"pair_id": "Q", "case_code_a": "C", "case_code_b": "z", "score": 0.9, "why": "sex",
    "state": "proposed"},
    "presence_renewal": {"batch_id": "b", "presence_id": "P", "confirmed_after": DAY},
    "case_flag": {"case_code": "C", "special_category": "medical", "flagged_on": DAY, "flagged_by": "t"},
    "case_event": event("C", "repatriated", DAY),
    "assignment": unassigned("C", DAY, valid_to=DAY, end_reason="closed"),
    **work_rows.GOOD,
    "hotspot_list": {
        "list_id": "h", "list_year": 2024, "version": 1, "as_of": DAY, "data_version": "0", "rule_most": 1,
        "method": "{}", "note": "n", "townships": 1, "content_sha256": "0", "frozen_by": "t", "frozen_at_utc": NOW,
    },
    "hotspot_entry": {
        "list_id": "h", "ts_pcode": "x", "unit_pcode": "x", "rank": 2, "rank_low": 1, "rank_high": 3,
        "space_time": "new", "is_hot": True, "is_cluster": False, "victims_people": 2, "smoothed_per_100k": 1.5,
        "corridor": "china", "corridor_share_0_1": 0.5, "tier": 6, "unassigned_people": 1, "how": "hand", "reason": "r",
    },
    "allocation_plan": {
        "plan_id": "p", "name": "n", "plan_kind": "solved", "made_by": "t", "made_at_utc": NOW, "data_version": "0",
        "as_of": DAY, "demand_people": 2.5, "reached_people": 1.5, "cost_usd": 1.0, "budget_usd": 2.0, "objective": 1.5,
        "bound": 1.5, "gap_0_1": 0.0, "inputs": "{}", "result": "{}", "content_sha256": "0",
    },
    "publication": {
        "publication_id": "p", "version": 1, "first_year": 2023, "last_year": 2024, "as_of": DAY, "data_version": "0",
        "least_shown": 10, "rounded_to": 5, "rules": "{}", "audit": "{}", "withheld": "[]", "figures": 1,
        "released": "{}", "note": "n", "content_sha256": "0", "published_by": "t", "published_at_utc": NOW,
    },
    "publication_cell": {
        "publication_id": "p", "table_name": "place", "level": "ts_pcode", "place": "x", "from_year": 2023,
        "to_year": 2024, "purpose_group": "", "corridor": "", "sex": "", "age_group": "", "people": 10,
        "figure_status": "shown", "is_finest": True,
    },
    "audit_log": {
        "seq": 1, "at_utc": NOW, "actor": "t", "role": "planner", "action": "a", "subject": "s", "records": 1,
        "previous_hash": "0", "row_hash": "1",
    },
}  # fmt: skip

# What makes the right row wrong, beside the code lists, which are all tried below.
BAD: list[tuple[str, dict[str, object]]] = [
    ("app_user", {"account": "A@b"}), ("app_user", {"revision": 0}), ("app_user", {"organisation_id": None}),
    ("app_user", {"role": "king", "organisation_id": None}), ("app_user", {"shelter_ids": "s"}),
    *((table, {column: value}) for table in ("township", "dsw_office", "shelter")
      for column, value in (("lat", 8.9), ("lat", 29.1), ("lon", 91.9), ("lon", 102.1))),
    *(("township", {column: value}) for column, value in (("rep_lat", 8.9), ("rep_lon", 102.1), ("area_km2", 0.0),
                                                           ("population_2014", -1))),
    ("import_batch", {"rows_in_file": -1, "rows_loaded": -3}),
    ("import_batch", {"rows_loaded": -1, "rows_in_file": 1}),
    ("import_batch", {"rows_rejected": -1, "rows_in_file": 1}),
    ("import_batch", {"rows_double": -1, "rows_in_file": 1}),
    ("import_batch", {"rows_in_file": 4}),
    ("import_reject", {"row_no": 0}),
    ("provider_presence", {"case_workers": -1}),
    ("provider_presence", {"capacity_people": -1}),
    ("provider_presence", {"people_reached": -1}),
    ("provider_presence", {"to_on": date(2024, 3, 31)}),
    ("provider_presence", {"base_presence_id": "Q", "capacity_people": None, "case_workers": None}),
    ("provider_presence", {"base_presence_id": "Q", "presence_type": "roving", "case_workers": None}),
    ("victim_case", {"age_years": -1}),
    ("victim_case", {"age_years": 111}),
    ("victim_case", {"recruitment_month": date(2024, 4, 2)}),
    ("victim_case", {"identified_month": date(2024, 5, 2)}),
    ("victim_case", {"return_month": date(2024, 5, 2)}),
    ("victim_case", {"recruitment_month": date(2024, 6, 1), "return_month": None}),
    ("victim_case", {"return_month": date(2024, 3, 1)}),
    ("case_event", {"recorded_on": BEFORE}),
    ("case_pair", {"score": -0.1}),
    ("case_pair", {"score": 1.1}),
    ("case_pair", {"case_code_b": "C"}),
    ("case_pair", {"state": "confirmed"}),
    ("case_pair", {"decided_at_utc": NOW}),
    ("assignment", {"presence_id": "P"}),
    ("assignment", {"organisation_id": "A"}),
    ("assignment", {"unassigned_reason": None}),
    ("assignment", {"waiting_since": None}),
    ("assignment", {"waiting_since": date(2024, 5, 2)}),
    ("assignment", {"valid_to": BEFORE}),
    ("assignment", {"end_reason": None}),
    ("audit_log", {"records": -1}),
    *(("hotspot_list", wrong) for wrong in (
        {"list_year": 1999}, {"list_year": 2101}, {"version": 0, "supersedes": "h"}, {"supersedes": "h"},
        {"version": 2}, {"rule_most": 0}, {"townships": 0},
    )),
    *(("hotspot_entry", wrong) for wrong in (
        {"rank": 0, "rank_low": 1}, {"rank": 4}, {"rank_low": 0}, {"victims_people": -1}, {"smoothed_per_100k": -0.1},
        {"corridor_share_0_1": -0.1}, {"corridor_share_0_1": 1.1}, {"tier": 0}, {"tier": 7},
        {"unassigned_people": -1}, {"reason": None},
    )),
    *(("allocation_plan", {column: -0.1}) for column in (
        "demand_people", "reached_people", "cost_usd", "budget_usd", "objective", "gap_0_1",
    )),
    ("allocation_plan", {"bound": None}),
    ("allocation_plan", {"bound": None, "gap_0_1": None}),
    *(("publication", wrong) for wrong in (
        {"version": 0}, {"first_year": 1989}, {"last_year": 2022}, {"least_shown": 4}, {"rounded_to": 0},
        {"figures": 0},
    )),
    *(("publication_cell", wrong) for wrong in (
        {"level": "village"}, {"people": -1}, {"people": None}, {"figure_status": "withheld"}, {"to_year": 2022},
        {"figure_status": "nothing", "people": None},
    )),
    *work_rows.BAD,
]  # fmt: skip

# What a second right row of a table needs of its own.
KEYS = {
    "township": ("ts_pcode",), "import_batch": ("batch_id",), "dsw_office": ("office_id",), "shelter": ("shelter_id",),
    "organisation": ("organisation_id", "name"), "provider_presence": ("presence_id",), "victim_case": ("case_code",),
    "case_pair": ("pair_id",), "hotspot_list": ("list_id",), "allocation_plan": ("plan_id", "name"),
    "publication": ("publication_id",),
    **work_rows.KEYS,
}  # fmt: skip

# Column of the schema -> code list, where the names differ; kinds of code change are no vocabulary of the app.
LIST_OF = {
    ("organisation", "kind"): "organisation_kind", ("victim_case", "source_agency"): "agency",
    ("case_pair", "state"): "pair_state", ("hotspot_entry", "how"): "listed_how",
    ("assessment", "family_assessment_before"): "family_assessment",
}  # fmt: skip
NO_LIST = {("township_code_change", "kind"), ("publication_cell", "level"), ("publication_cell", "figure_status")}
# Lists that no column stores: derived, or held elsewhere than in a column of their own.
DERIVED = {
    "role", "age_group", "stage", "due_kind", "register_kind", "report_state", "recommendation_kind",
}  # fmt: skip


@pytest.fixture(scope="module")
def store():
    """One right row of every table."""
    made = small_store()
    for table, row in GOOD.items():
        fill(made, **{table: [row]})
        if table == "victim_case":
            fill(made, victim_case=[row | {"case_code": other} for other in ("y", "z")])
    return made


def constraints(store, kind):
    return store.read(
        "SELECT table_name, constraint_text, constraint_column_names FROM duckdb_constraints()"
        " WHERE constraint_type = $k",
        {"k": kind},
    )


def code_checks(store):
    """(table, column, codes) of every CHECK (column IN (…))."""
    for row in constraints(store, "CHECK").itertuples():
        found = re.fullmatch(r"CHECK\(\((\w+) IN \((.*)\)\)\)", row.constraint_text)
        if found:
            yield row.table_name, found[1], re.findall(r"'([^']*)'", found[2])


def another(table: str) -> dict[str, object]:
    """A second right row of the table."""
    own = {
        "audit_log": {"seq": 2}, "case_pair": {"case_code_b": "y"}, "hotspot_list": {"list_year": 2023},
        "hotspot_entry": {"ts_pcode": "MMR001001"}, "publication": {"version": 2}, "app_user": {"revision": 2},
        "publication_cell": {"place": "MMR001001"}, **work_rows.OTHERS,
    }  # fmt: skip
    return GOOD[table] | dict.fromkeys(KEYS.get(table, ()), "another") | own.get(table, {})


def refusal(store, table, row) -> str:
    with pytest.raises(duckdb.ConstraintException) as refused:
        fill(store, **{table: [row]})
    return str(refused.value)


def test_a_right_row_of_every_table_is_taken(store):
    tables = store.read("SELECT table_name FROM duckdb_tables()")["table_name"]
    assert set(tables) == set(GOOD)


def test_code_lists_equal_the_vocabulary(store):
    seen = set()
    for table, column, codes in code_checks(store):
        if (table, column) not in NO_LIST:
            name = LIST_OF.get((table, column), column)
            assert codes == [code.value for code in CODE_LISTS[name]], (table, column)
            seen.add(name)
    assert seen | DERIVED == set(CODE_LISTS)
    assert not seen & DERIVED


def test_every_check_refuses_its_bad_row(store):
    """Each CHECK of the schema is met by at least one bad row, and each bad row by a CHECK."""
    bad = [*BAD, *((table, {column: "no such code"}) for table, column, _ in code_checks(store))]
    met = set()
    for table, wrong in bad:
        text = refusal(store, table, another(table) | wrong)
        assert "CHECK constraint failed" in text, (table, wrong)
        met.add((table, text.split("with expression ")[1]))
    every = {(row.table_name, row.constraint_text) for row in constraints(store, "CHECK").itertuples()}
    assert met == every


def test_no_check_of_a_table_that_others_point_to_names_its_key(store):
    """DuckDB rewrites a row whose CHECK names its key: an UPDATE would then break the references to it."""
    keys = constraints(store, "PRIMARY KEY").set_index("table_name")["constraint_column_names"]
    for row in constraints(store, "CHECK").itertuples():
        named = set(re.findall(r"\w+", row.constraint_text))
        assert not named & set(keys.get(row.table_name, [])), (row.table_name, row.constraint_text)


def test_every_reference_must_exist(store):
    keys = [(r.table_name, r.constraint_column_names[0]) for r in constraints(store, "FOREIGN KEY").itertuples()]
    assert len(keys) >= 15
    for table, column in keys:
        good = another(table) if table != "assignment" else assigned("C", "P", "A", DAY)
        assert ': nowhere"' in refusal(store, table, good | {column: "nowhere"}), (table, column)


@pytest.mark.parametrize(
    "table", ["setting", "township", "import_batch", "organisation", "provider_presence", "victim_case", "audit_log",
              "dsw_office", "shelter", "presence_service", "case_flag", "township_alternate_name", "case_pair",
              "hotspot_list", "hotspot_entry", "allocation_plan", "publication", "publication_cell",
              *work_rows.GOOD],
)  # fmt: skip
def test_the_same_key_twice_is_refused(store, table):
    assert re.search("uplicate key", refusal(store, table, GOOD[table]))


def test_every_table_and_column_is_explained(store):
    tables = store.read("SELECT table_name, comment FROM duckdb_tables()")
    columns = store.read("SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main'"
                         " AND NOT internal")  # fmt: skip
    assert len(columns) > 100
    for row in [*tables.itertuples(), *columns.itertuples()]:
        assert isinstance(row.comment, str), row
        assert row.comment.endswith("."), row


# A number's comment names its unit, or what it counts.
UNIT = re.compile(
    r"degrees|kilometres|\bpeople\b|People|\brows?\b|Row number|\byears?\b|Year|Sequence|records|kyat|townships|Version"
    r"|[Rr]ank|dollars|0 to 1|\bshare\b|1 \(best\) to 6"
)


def test_every_number_has_its_unit(store):
    numbers = store.read(
        "SELECT table_name, column_name, comment FROM duckdb_columns() WHERE schema_name = 'main' AND NOT internal"
        " AND data_type IN ('TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT', 'HUGEINT', 'FLOAT', 'DOUBLE', 'DECIMAL')"
    )
    assert len(numbers) >= 20
    assert [(r.table_name, r.column_name) for r in numbers.itertuples() if not UNIT.search(r.comment)] == []


def test_what_null_means_is_said_of_every_column_of_a_case_that_may_be_null(store):
    columns = store.read(
        "SELECT column_name, comment FROM duckdb_columns() WHERE table_name IN"
        " ('victim_case', 'case_event', 'assignment', 'provider_presence') AND is_nullable"
    )
    assert [row.column_name for row in columns.itertuples() if "null:" not in row.comment] == []
