"""A load is taken back as a whole while nothing depends on it; what depends is said, and nothing is deleted."""

from __future__ import annotations

import pytest

from data import pairs
from data.case_errors import LoadNeeded, LoadUnknown, MayNotDecide
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
    assert codes == ["ATU-17-2"]


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
