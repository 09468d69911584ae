"""Whatever is written, in whatever order: what is kept equals what is worked out anew, for every reader."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

import duckdb
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.identifiers import release_case_codes
from data.indicator_files import indicators
from data.kept import Bench, Keeping
from data.scope import Scope
from data.store import Store, insert_frame
from data.vocabulary import EventKind, Role
from queries.facts import Facts, _after, _view
from queries.filters import Filters
from tests.small_register import (
    PLANNER,
    Row,
    assigned,
    case,
    event,
    organisation,
    presence,
    records,
    small_store,
    unassigned,
)

FIRST = date(2023, 1, 1)
CODES = "abcdef"
SCOPES = [
    PLANNER,
    Scope(Role.NGO_MANAGER, "m", organisation_id="A"),
    Scope(Role.DSW_OFFICER, "o", shelter_ids=("SH-MMR001001",)),
]
FILTERS = [
    Filters(as_of=date(2023, 12, 31)),
    Filters(as_of=date(2023, 4, 1), special=True),
    Filters(as_of=date(2023, 12, 31), special=False, years=(2023, 2023), sexes=("female", "unknown")),
    Filters(as_of=date(2023, 7, 1)),
    Filters(as_of=date(2023, 12, 31), destinations=("unknown", "CHN"), age_groups=("adult",)),
]
BODIES = [one.sql for one in indicators()]
TABLES = ("fact", "told_assessment", "told_event", "told_period", "told_stay")
KINDS = [*EventKind]

Cursor = duckdb.DuckDBPyConnection
Act = Callable[[Cursor, int], None]
days = st.integers(0, 300).map(lambda n: FIRST + timedelta(days=n))
codes = st.sampled_from(CODES)


def add(table: str, row: Row) -> Act:
    return lambda cursor, _number: insert_frame(cursor, table, pd.DataFrame([row])) and None


def run(statement: str, **bound: object) -> Act:
    return lambda cursor, _number: cursor.execute(statement, bound) and None


def an_event(code: str, kind: EventKind, on: date, late: int) -> Act:
    def act(cursor: Cursor, number: int) -> None:
        row = event(code, str(kind), on, event_id=f"E{number}", recorded_on=on + timedelta(days=late))
        insert_frame(cursor, "case_event", pd.DataFrame([row]))

    return act


def an_assessment(code: str, on: date, is_negative: bool, rank: str) -> Act:
    def act(cursor: Cursor, number: int) -> None:
        row = {"assessment_id": f"R{number}", "case_code": code, "assessed_on": on, "recorded_on": on}
        row |= {"outcome": "negative" if is_negative else "positive", "is_child": False, "recorded_by": "somebody"}
        insert_frame(cursor, "assessment", pd.DataFrame([row]))
        risk = {"assessment_id": f"R{number}", "risk_item": "family_debt", "risk_rank": rank}
        insert_frame(cursor, "assessment_risk", pd.DataFrame([risk]))

    return act


def a_period(code: str, on: date, whose: str) -> Act:
    def act(cursor: Cursor, number: int) -> None:
        row = assigned(code, f"P{whose}", whose, on) if whose else unassigned(code, on)
        insert_frame(cursor, "assignment", pd.DataFrame([row | {"assignment_id": f"A{number}"}]))

    return act


def a_new_case(code: str, special: bool) -> Act:
    def act(cursor: Cursor, number: int) -> None:
        row = case(f"new{number}", recorded_on=FIRST, is_special=special, batch_id="B")
        insert_frame(cursor, "victim_case", pd.DataFrame([row]))
        insert_frame(cursor, "case_source", pd.DataFrame([{"case_code": code, "agency": "atu", "batch_id": "B"}]))

    return act


def renamed(cursor: Cursor, _number: int) -> None:
    release_case_codes(cursor, "B")
    cursor.execute("UPDATE victim_case SET batch_id = NULL WHERE batch_id = 'B'")


ACTS = st.one_of(
    st.builds(an_event, codes, st.sampled_from(KINDS), days, st.sampled_from([0, 0, 40])),
    st.builds(an_assessment, codes, days, st.booleans(), st.sampled_from(["none", "high"])),
    st.builds(a_period, codes, days, st.sampled_from(["A", "B", ""])),
    st.builds(a_new_case, codes, st.booleans()),
    st.builds(
        lambda code, to: run(
            "UPDATE assignment SET valid_to = greatest(valid_from, $day), end_reason = 'closed' "
            "WHERE case_code = $code AND valid_to IS NULL",
            code=code,
            day=to,
        ),
        codes,
        days,
    ),
    codes.map(lambda code: run("UPDATE case_event SET withdrawn = true WHERE case_code = $c", c=code)),
    codes.map(lambda code: run("UPDATE assessment SET withdrawn = true WHERE case_code = $c", c=code)),
    codes.map(lambda code: run("UPDATE victim_case SET is_special = NOT is_special WHERE case_code = $c", c=code)),
    codes.map(lambda code: run("UPDATE victim_case SET shelter_id = 'SH-MMR001001' WHERE case_code = $c", c=code)),
    codes.map(lambda code: run("UPDATE victim_case SET withdrawn = NOT withdrawn WHERE case_code = $c", c=code)),
    st.tuples(codes, codes).map(
        lambda two: run("UPDATE victim_case SET merged_into = nullif($b, $a) WHERE case_code = $a", a=two[0], b=two[1])
    ),
    codes.map(lambda code: add("case_source", {"case_code": code, "agency": "atu"})),
    st.just(run("UPDATE organisation SET kind = 'government' WHERE organisation_id = 'B'")),
    st.just(run("UPDATE import_batch SET undone_at_utc = TIMESTAMP '2024-01-01' WHERE batch_id = 'B'")),
    st.just(renamed),
)


def register() -> Store:
    batch = {"batch_id": "B", "import_format": "national", "file_name": "f", "file_sha256": "s", "loaded_by": "x"}
    batch |= {"loaded_at_utc": pd.Timestamp(2023, 1, 1), "rows_in_file": 0, "rows_loaded": 0, "rows_rejected": 0}
    store = small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("PA"), presence("PB", "B")],
        import_batch=[batch],
    )
    with store.transaction() as cursor:
        unlike = {"b": {"sex": "male"}, "c": {"destination": None}, "d": {"age_years": 15}, "e": {"sex": None}}
        cases = [case(code, recorded_on=FIRST, **unlike.get(code, {})) for code in CODES]
        insert_frame(cursor, "victim_case", pd.DataFrame(cases))
        periods = [assigned("a", "PA", "A", FIRST), assigned("b", "PB", "B", FIRST), unassigned("c", FIRST)]
        insert_frame(cursor, "assignment", pd.concat([pd.DataFrame([row]) for row in periods]))
        made = [event(code, kind, FIRST) for code in "abc" for kind in ("identified", "repatriated", "shelter_in")]
        insert_frame(cursor, "case_event", pd.DataFrame(made))
    return store


def facts_of(bench: Bench, scope: Scope, filters: Filters) -> dict[str, list[tuple[object, ...]]]:
    """All tables of facts, the numbers of cases apart, in an order of their own."""
    return told(bench, Facts(bench, params_of(scope, filters), BODIES)._views, filters)


def params_of(scope: Scope, filters: Filters) -> dict[str, object]:
    return dict(scope.params()) | filters.params() | {"dimension": None}


def told(bench: Bench, views: dict[str, str], filters: Filters) -> dict[str, list[tuple[object, ...]]]:
    found = {}
    for table in TABLES:
        joined = "fact t" if table == "fact" else f"{table} t JOIN fact f ON f.case_no = t.case_no"
        code = "" if table == "fact" else ", f.case_code AS of_case"
        sql = _after(views, "told", f"SELECT t.* EXCLUDE (case_no){code} FROM {joined}") + " SELECT * FROM told"
        found[table] = sorted(records(bench.cursor.execute(sql, {"as_of": filters.as_of}).df()), key=repr)
    return found


def anew(store: Store, scope: Scope, filters: Filters) -> dict[str, list[tuple[object, ...]]]:
    """The same by a room that holds nothing yet, with these filters in the statements themselves."""
    other = Keeping(lambda: store._connection.cursor(), store._writes)
    with other.lent() as bench:
        assert not bench.sets
        facts = Facts(bench, params_of(scope, filters), [])
        one = bench.begun((), frozenset(re.findall(r"\w+", " ".join(BODIES))))
        facts._make(one, params_of(scope, filters))
        views = {table: _view(table, one.table(table), "NULL") for table in TABLES}
        found = told(bench, views, filters)
    other.forget()
    return found


@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    st.sampled_from(SCOPES),
    st.lists(st.sampled_from(FILTERS), min_size=1, max_size=2, unique=True),
    st.lists(st.lists(st.tuples(ACTS, st.booleans()), min_size=1, max_size=4), min_size=1, max_size=5),
)
def test_what_is_kept_equals_what_is_worked_out_anew(scope, asked, rounds):
    store = register()
    number = 0
    try:
        for filters in asked:
            with store.bench() as bench:
                facts_of(bench, scope, filters)
        for writes in rounds:
            for act, stays in writes:
                number += 1
                try:
                    with store.transaction() as cursor:
                        act(cursor, number)
                        if not stays:
                            raise RuntimeError("given up")
                except (duckdb.Error, RuntimeError):
                    pass  # what the register refuses, or what is given up, must leave no trace either
            for filters in asked:
                with store.bench() as bench:
                    kept = facts_of(bench, scope, filters)
                assert kept == anew(store, scope, filters)
    finally:
        store.close()


def made_before(store: Store) -> int:
    """How many tables were filled so far, by the number of the latest set."""
    return store._keeping._last


@pytest.mark.parametrize("scope", SCOPES, ids=lambda scope: str(scope.role))
def test_a_write_that_names_its_cases_makes_nothing_else_anew(scope):
    store = register()
    with store.bench() as bench:
        facts_of(bench, scope, FILTERS[0])
    first = made_before(store)
    for number in range(3):
        with store.transaction() as cursor:
            an_event("a", EventKind.VIDEO_SHOWN, FIRST, 0)(cursor, number)
        with store.bench() as bench:
            facts = facts_of(bench, scope, FILTERS[0])
        assert made_before(store) == first
        assert facts == anew(store, scope, FILTERS[0])
    with store.transaction() as cursor:
        cursor.execute("UPDATE organisation SET kind = 'government'")
    with store.bench() as bench:
        facts_of(bench, scope, FILTERS[0])
        assert len(bench.sets) == 1
    assert made_before(store) == first + 1
    store.close()


def test_a_set_that_nobody_asks_for_follows_when_it_is_asked_for_again():
    store = register()
    for filters in FILTERS[:2]:  # the second takes its rows from a set of its own day that nothing filters
        with store.bench() as bench:
            facts_of(bench, PLANNER, filters)
    first = made_before(store)
    assert first == 2
    assert len(store._keeping._sets) == 2
    for number, code in enumerate("abc"):
        with store.transaction() as cursor:
            an_event(code, EventKind.SPECIAL_FLAGGED, FIRST, 0)(cursor, number)
        with store.bench() as bench:
            facts_of(bench, PLANNER, FILTERS[0])
    behind = {repr(one.made_for[5:]): one.behind for one in store._keeping._sets}
    assert sorted(map(len, behind.values())) == [0, 3]
    with store.bench() as bench:
        assert facts_of(bench, PLANNER, FILTERS[1]) == anew(store, PLANNER, FILTERS[1])
    assert made_before(store) == first
    store.close()


def test_filters_take_their_rows_from_what_nothing_filters():
    store = register()
    day = date(2023, 12, 31)
    asked = Filters(as_of=day, sexes=("female",))
    with store.bench() as bench:
        assert facts_of(bench, PLANNER, asked) == anew(store, PLANNER, asked)
        kept = bench.sets[-1]
        fact = kept.table("fact")
        for table in TABLES[1:]:
            others = f"SELECT count(*) FROM {kept.table(table)} WHERE case_no NOT IN (SELECT case_no FROM {fact})"
            assert bench.cursor.execute(others).fetchall() == [(0,)]
    assert made_before(store) == 2
    with store.bench() as bench:
        facts_of(bench, PLANNER, Filters(as_of=day))
        facts_of(bench, PLANNER, Filters(as_of=day, sexes=("male",)))
    assert made_before(store) == 3
    store.close()


@pytest.mark.parametrize(
    ("filters", "codes"),
    [
        ({"sexes": ("male",)}, "b"),
        ({"sexes": ("unknown", "male")}, "be"),
        ({"destinations": ("unknown",)}, "c"),
        ({"age_groups": ("child",)}, "d"),
        ({"purposes": ()}, ""),
        ({"purposes": ("forced_labour",), "sexes": ("male",)}, "b"),
        ({"victim_types": ("internal",), "years": (2023, 2023)}, "abcdef"),
        ({"years": (2024, 2025)}, ""),
        ({"special": True}, ""),
    ],
    ids=str,
)
def test_each_filter_chooses_its_cases(filters, codes):
    store = register()
    asked = Filters(as_of=date(2023, 12, 31), **filters)
    with store.bench() as bench:
        found = facts_of(bench, PLANNER, asked)
        assert found == anew(store, PLANNER, asked)
        kept = bench.sets[-1].table("fact")
        assert bench.cursor.execute(f"SELECT string_agg(case_code, '' ORDER BY case_code) FROM {kept}").fetchall() == [
            (codes or None,)
        ]
    store.close()


@pytest.mark.parametrize(
    "last",
    [
        an_event("a", EventKind.VIDEO_SHOWN, FIRST, 200),
        an_assessment("a", FIRST + timedelta(days=200), True, "high"),
        a_period("a", FIRST + timedelta(days=200), "B"),
        add("victim_case", case("late", recorded_on=FIRST + timedelta(days=200))),
    ],
    ids=["event", "assessment", "period", "case"],
)
def test_before_the_last_day_of_whatever_is_told_a_day_has_a_set_of_its_own(last):
    store = register()
    with store.transaction() as cursor:
        last(cursor, 0)
    for days, made in ((200, 1), (300, 1), (199, 2)):
        asked = Filters(as_of=FIRST + timedelta(days=days))
        with store.bench() as bench:
            assert facts_of(bench, PLANNER, asked) == anew(store, PLANNER, asked)
        assert made_before(store) == made
    store.close()


def test_every_day_from_the_last_on_finds_the_same_set_and_an_earlier_one_its_own():
    store = register()
    with store.transaction() as cursor:
        an_event("a", EventKind.CLOSED, date(2023, 5, 1), 10)(cursor, 0)
    for day, made in ((date(2023, 5, 11), 1), (date(2024, 1, 1), 1), (date(2023, 5, 10), 2), (date(2025, 1, 1), 2)):
        with store.bench() as bench:
            assert facts_of(bench, PLANNER, Filters(as_of=day)) == anew(store, PLANNER, Filters(as_of=day))
        assert made_before(store) == made
    with store.transaction() as cursor:
        an_event("b", EventKind.CLOSED, date(2024, 6, 1), 0)(cursor, 1)
    for day, made in ((date(2024, 1, 1), 3), (date(2024, 6, 1), 3), (date(2024, 7, 1), 3)):
        with store.bench() as bench:
            assert facts_of(bench, PLANNER, Filters(as_of=day)) == anew(store, PLANNER, Filters(as_of=day))
        assert made_before(store) == made
    store.close()


def test_records_of_a_merged_case_count_for_the_one_that_stays():
    """Sources follow the record that stays, whichever of the two is written afterwards."""
    store = register()
    with store.transaction() as cursor:
        cursor.execute("UPDATE victim_case SET merged_into = 'a' WHERE case_code = 'b'")
    with store.bench() as bench:
        before = facts_of(bench, PLANNER, FILTERS[0])
    first = made_before(store)
    for number, write in enumerate(
        (
            add("case_source", {"case_code": "b", "agency": "atu"}),
            an_event("a", EventKind.VIDEO_SHOWN, FIRST, 0),
            an_event("b", EventKind.CLOSED, FIRST, 0),
        )
    ):
        with store.transaction() as cursor:
            write(cursor, number)
        with store.bench() as bench:
            found = facts_of(bench, PLANNER, FILTERS[0])
        assert found == anew(store, PLANNER, FILTERS[0])
        assert (found != before) is (number < 2)  # what is told of a record that is gone counts nowhere
        before = found
    assert made_before(store) == first
    store.close()
