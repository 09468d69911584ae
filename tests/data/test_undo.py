"""A load is taken back as a whole while nothing depends on it; what depends is said, and nothing is deleted."""

from __future__ import annotations

import pytest

from data import pairs
from data.case_errors import LoadNeeded, LoadUnknown, MayNotDecide
from data.identifiers import REFERENCES
from data.load import load
from data.scope import Scope
from data.undo import dependents, undo
from data.vocabulary import Role
from tests.data.case_files import PLANNER, brought, checked, row
from tests.small_register import records

DIRECTORY = (
    "Organisation,Activity,Township P-code,Township,Reintegration,Last updated\n"
    "Help,Case work,MMR015009,Muse,yes,{day}\n"
)


def directory(store, day="2024-01-01"):
    return load(store, checked(DIRECTORY.format(day=day).encode(), "d.csv", "providers"), PLANNER)


def told(store, batch_id) -> str:
    return "; ".join(reason.message() for reason in dependents(store.read, batch_id))


def test_an_undone_load_is_hidden_and_kept_and_its_file_may_come_again():
    store, report = brought([row()])
    assert dependents(store.read, report.batch_id) == ()
    assert undo(store, PLANNER, report.batch_id).cases == 1
    for view in ("visible_case", "visible_assignment", "visible_event"):
        assert len(store.read(f"SELECT * FROM {view}('planner', NULL, [])")) == 0
    assert store.read("SELECT withdrawn FROM victim_case")["withdrawn"].tolist() == [True]
    assert store.read("SELECT action FROM audit_log ORDER BY seq DESC LIMIT 1")["action"].tolist() == ["undo load"]
    _, again = brought([row()], store)
    assert again.rows_loaded == 1
    codes = store.read("SELECT case_code FROM visible_case('planner', NULL, [])")["case_code"].tolist()
    assert codes == ["ATU-17"]


FILE = [
    row(Special_category="medical", Other_agencies="NGO"),
    row(Reference_code="170", Age="30", Sex="M", Closure="2020-01"),
    row(Source_agency="DSW", Reference_code="55"),
    row(Reference_code="18", Age="40"),
]
SEEN = {
    "visible_case('planner', NULL, [])": "*",
    "visible_source('planner', NULL, [])": "*",
    "visible_assignment('planner', NULL, [])": "* EXCLUDE (assignment_id, decided_at_utc)",
    "visible_event('planner', NULL, [])": "* EXCLUDE (event_id)",
}


def seen(store):
    """Everything that the standing register says, apart from what the load of the moment bears."""
    told = {view: records(store.read(f"SELECT {what} FROM {view} ORDER BY ALL")) for view, what in SEEN.items()}
    open_pairs = pairs.proposed(store.read).drop(columns=["recorded_on_a", "recorded_on_b"])
    flags = "SELECT * FROM case_flag WHERE case_code IN (SELECT case_code FROM victim_case WHERE NOT withdrawn)"
    return told | {"pairs": records(open_pairs), "flags": records(store.read(flags))}


def test_loaded_undone_and_loaded_again_is_the_register_that_loaded_once():
    once, _ = brought([row(Source_agency="NGO", Reference_code="9")])
    twice, _ = brought([row(Source_agency="NGO", Reference_code="9")])
    brought(FILE, once)
    _, first = brought(FILE, twice)
    undo(twice, PLANNER, first.batch_id)
    assert seen(twice) != seen(once)
    _, second = brought(FILE, twice)
    assert seen(twice) == seen(once)
    assert len(pairs.proposed(twice.read)) == 2, "with the DSW record; the ATU one names the NGO itself"
    assert undo(twice, PLANNER, second.batch_id).cases == 4
    brought(FILE, twice)
    assert seen(twice) == seen(once)
    stored = twice.read("SELECT count(*) AS n, count(DISTINCT case_code) AS codes FROM victim_case")
    assert records(stored) == [(13, 13)], "nothing is deleted: one case of the NGO, four of each of three loads"


def test_every_row_of_a_withdrawn_case_follows_its_code():
    store, first = brought(FILE)
    before = {
        f"{reference.table}.{reference.column}": len(store.read(f"SELECT * FROM {reference.table}"))
        for reference in REFERENCES
        if reference.target == "victim_case"
    }
    undo(store, PLANNER, first.batch_id)
    for name, rows in before.items():
        table, column = name.split(".")
        found = store.read(f"SELECT {column} AS code FROM {table} WHERE {column} IS NOT NULL")["code"]
        assert len(store.read(f"SELECT * FROM {table}")) == rows, table
        assert found.str.endswith(f"~{first.batch_id}").all(), name
        assert found.isin(store.read("SELECT case_code FROM victim_case")["case_code"]).all(), name
    assert len(store.read("SELECT * FROM case_pair")) == 1


def test_the_audit_log_says_where_the_withdrawn_cases_are_found():
    store, first = brought(FILE)
    undo(store, PLANNER, first.batch_id)
    said = store.read("SELECT action, subject, reason FROM audit_log ORDER BY seq DESC LIMIT 1").to_dict("records")[0]
    assert said["subject"] == first.batch_id
    assert said["reason"] == f"national.csv; codes of 4 cases now end with ~{first.batch_id}"


def test_a_pair_of_a_standing_and_a_withdrawn_case_keeps_its_decision():
    store, _ = brought([row()])
    _, second = brought([row(Source_agency="DSW", Reference_code="55")], store)
    pairs.decide(store, PLANNER, pairs.proposed(store.read)["pair_id"].iloc[0], accept=False)
    undo(store, PLANNER, second.batch_id)
    kept = store.read("SELECT case_code_a, case_code_b, state FROM case_pair")
    assert records(kept) == [("ATU-17", f"DSW-55~{second.batch_id}", "rejected")]


def test_no_file_can_bring_the_code_of_a_withdrawn_case():
    store, first = brought([row()])
    undo(store, PLANNER, first.batch_id)
    _, report = brought([row(Case_code=f"ATU-17~{first.batch_id[:12]}")], store)
    assert [type(fault).__name__ for fault in report.rejects] == ["ReferenceUnfit"]


def test_a_load_is_undone_once_and_by_planners_only():
    store, report = brought([row()])
    with pytest.raises(MayNotDecide):
        undo(store, Scope(Role.NGO_MANAGER, "manager"), report.batch_id)
    undo(store, PLANNER, report.batch_id)
    with pytest.raises(LoadUnknown):
        undo(store, PLANNER, report.batch_id)


def test_a_confirmed_pair_keeps_both_loads():
    store, first = brought([row()])
    _, second = brought([row(Source_agency="DSW", Reference_code="55")], store)
    pairs.decide(store, PLANNER, pairs.proposed(store.read)["pair_id"].iloc[0], accept=True)
    for report in (first, second):
        with pytest.raises(LoadNeeded) as caught:
            undo(store, PLANNER, report.batch_id)
        assert "1 of its cases were confirmed to be one person" in str(caught.value)
    assert not store.read("SELECT withdrawn FROM victim_case")["withdrawn"].any()


def test_a_proposed_pair_goes_with_its_load():
    store, _ = brought([row()])
    _, second = brought([row(Source_agency="DSW", Reference_code="55")], store)
    undo(store, PLANNER, second.batch_id)
    assert len(pairs.proposed(store.read)) == 0


def test_a_decision_about_a_case_keeps_its_load():
    store, report = brought([row()])
    with store.transaction() as cursor:
        cursor.execute("UPDATE assignment SET valid_to = DATE '2024-06-01', end_reason = 'closed'")
    assert "1 decisions about who carries its cases" in told(store, report.batch_id)


def test_an_event_recorded_since_keeps_its_load():
    store, report = brought([row()])
    with store.transaction() as cursor:
        cursor.execute(
            "INSERT INTO case_event (event_id, case_code, event_kind, occurred_on, recorded_on) "
            "VALUES ('e', 'ATU-17', 'first_visit', DATE '2024-06-01', DATE '2024-06-01')"
        )
    assert "1 events of its cases" in told(store, report.batch_id)


def test_a_directory_that_carries_a_case_stays_and_another_goes():
    from tests.data.test_shelter import shelter_row

    store, _ = brought([row()])
    providers = directory(store)
    brought([shelter_row(Organisation_assigned="Help")], store, "shelter")
    assert "1 cases are or were carried by its presences" in told(store, providers.batch_id)
    store, _ = brought([row()])
    providers = directory(store)
    assert undo(store, PLANNER, providers.batch_id).presences == 1
    assert directory(store).rows_loaded == 1


def test_a_renewed_confirmation_gets_its_earlier_date_back():
    store, _ = brought([row()])
    first = directory(store, "2024-01-01")
    second = directory(store, "2024-05-01")
    assert "1 of its presences were confirmed again by a later load" in told(store, first.batch_id)
    assert undo(store, PLANNER, second.batch_id).renewals == 1
    days = store.read("SELECT last_confirmed_on, withdrawn FROM provider_presence")
    assert [(f"{day:%F}", gone) for day, gone in records(days)] == [("2024-01-01", False)]
    assert dependents(store.read, first.batch_id) == ()
