"""Case workers: known by a code alone, kept by those whose they are, and never given a case behind somebody's back."""

from __future__ import annotations

import threading
from datetime import date

import pytest

from data import case_worker_errors as errors
from data import case_workers
from data.case_workers import NewWorker
from data.scope import Scope
from data.store import memory_store
from data.vocabulary import Role
from tests import carried_people as paper
from tests.small_register import PLANNER

MANAGER = Scope(Role.NGO_MANAGER, "manager", organisation_id="A")
OTHERS = Scope(Role.NGO_MANAGER, "other manager", organisation_id="B")
OFFICER = Scope(Role.DSW_OFFICER, "officer")
C1, C3, C4 = "c1/2023-07-10", "c3/2024-12-01", "c4/2023-07-10"


@pytest.fixture
def store():
    return paper.whole(memory_store())


def worker_of(store, assignment_id: str) -> str | None:
    found = store.read("SELECT worker_id FROM assignment WHERE assignment_id = $id", {"id": assignment_id})
    value = found["worker_id"].iloc[0]
    return None if value != value else value


def audited(store) -> list[tuple[str, str, str, str]]:
    rows = store.read("SELECT action, subject, actor, reason FROM audit_log ORDER BY seq")
    return list(rows.itertuples(index=False, name=None))


def untouched(store, call, error):
    """The call is refused, and leaves neither a row nor an audit row behind."""
    before = store.read("SELECT * FROM case_worker ORDER BY 1"), audited(store)
    with pytest.raises(error) as told:
        call()
    assert store.read("SELECT * FROM case_worker ORDER BY 1").equals(before[0])
    assert audited(store) == before[1]
    return told.value


def test_a_worker_is_recorded_with_an_audit_row(store):
    found = case_workers.add(store, MANAGER, NewWorker("A1", " cw 3 ", date(2024, 5, 1)))
    row = store.read("SELECT * FROM case_worker WHERE worker_id = $id", {"id": found}).iloc[0]
    assert (row["code"], row["presence_id"], row["recorded_by"]) == ("CW-3", "A1", "manager")
    assert audited(store) == [(case_workers.ADDED, found, "manager", "A1: CW-3")]


@pytest.mark.parametrize(
    "code", ["", "Thida", "MAAYE 1", "Daw Aye 2", "CW-12345", "CW", "7", "CW-1; x", "ဒေါ်အေး", "CW-၁"]
)
def test_what_might_be_a_name_is_no_code_and_is_not_repeated(store, code):
    told = untouched(store, lambda: case_workers.add(store, PLANNER, NewWorker("A1", code)), errors.WorkerCodeWrong)
    assert len(code) < 3 or code not in str(told)


def test_a_code_stands_once_in_a_room(store):
    untouched(store, lambda: case_workers.add(store, PLANNER, NewWorker("A2", "cw-1")), errors.WorkerCodeTaken)
    assert case_workers.add(store, PLANNER, NewWorker("B1", "CW-1"))


@pytest.mark.parametrize(
    ("scope", "presence"),
    [(OTHERS, "A1"), (OFFICER, "A1"), (Scope(Role.DONOR, "d"), "A1"), (Scope(Role.ADMINISTRATOR, "a"), "A1"),
     (MANAGER, "nowhere"), (PLANNER, "nowhere")],
)  # fmt: skip
def test_workers_of_others_are_not_kept(store, scope, presence):
    untouched(store, lambda: case_workers.add(store, scope, NewWorker(presence, "CW-7")), errors.WorkersNotYours)


def test_an_officer_keeps_those_of_government_offices(store):
    assert case_workers.add(store, OFFICER, NewWorker("G1", "SW-1"))


@pytest.mark.parametrize("on", [date(1999, 12, 31), date(2100, 1, 1)])
def test_first_days_that_cannot_be(store, on):
    untouched(store, lambda: case_workers.add(store, PLANNER, NewWorker("A1", "CW-7", on)), errors.WorkerDayWrong)


def test_a_case_goes_to_a_worker_and_the_log_keeps_who_had_it(store):
    case_workers.give(store, MANAGER, C1, "w2", seen="w1")
    case_workers.give(store, PLANNER, C1, None, seen="w2")
    assert worker_of(store, C1) is None
    assert audited(store) == [
        (case_workers.GIVEN, "c1", "manager", f"{C1}: w1 > w2"),
        (case_workers.GIVEN, "c1", "planner", f"{C1}: w2 > -"),
    ]


def test_to_whom_it_is_given_already_writes_nothing(store):
    case_workers.give(store, MANAGER, C1, "w1", seen="w1")
    assert audited(store) == []


def test_the_second_of_two_is_told_and_overwrites_nothing(store):
    case_workers.give(store, PLANNER, C1, "w2", seen="w1")
    told = untouched(store, lambda: case_workers.give(store, MANAGER, C1, None, "w1"), errors.WorkerChangedMeanwhile)
    assert (told.case_code, told.worker, told.by) == ("c1", "CW-2", "planner")
    assert worker_of(store, C1) == "w2"


def test_two_at_the_same_moment(store):
    wanted, told, ready = ["w2", None], [], threading.Barrier(2)

    def act(worker_id: str | None) -> None:
        ready.wait()
        try:
            case_workers.give(store, MANAGER, C1, worker_id, seen="w1")
        except errors.WorkerChangedMeanwhile as error:
            told.append(error)

    threads = [threading.Thread(target=act, args=(one,)) for one in wanted]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(told) == 1
    assert len(audited(store)) == 1
    assert worker_of(store, C1) in wanted


@pytest.mark.parametrize(
    ("scope", "assignment", "worker", "seen", "error"),
    [
        (MANAGER, C4, "w2", None, errors.CarriedCaseMissing),  # of another organisation
        (MANAGER, "unknown", "w2", None, errors.CarriedCaseMissing),
        (PLANNER, "c6/2023-07-10", "w2", None, errors.CarriedCaseMissing),  # closed
        (PLANNER, "c10/2024-10-01", "w2", None, errors.CarriedCaseMissing),  # waits for a provider
        (OFFICER, C1, "w2", "w1", errors.CarriedCaseMissing),
        (MANAGER, C1, "w9", "w1", errors.WorkerOfOthers),  # left
        (PLANNER, C4, "w1", None, errors.WorkerOfOthers),
        (MANAGER, C1, "nobody", "w1", errors.WorkerUnknown),
    ],
)
def test_cases_and_workers_of_others_stay_as_they_are(store, scope, assignment, worker, seen, error):
    untouched(store, lambda: case_workers.give(store, scope, assignment, worker, seen), error)
    assert worker_of(store, C1) == "w1"


def test_a_worker_of_the_base_takes_a_case_of_a_roving_place(store):
    case_workers.give(store, MANAGER, C3, "w2", seen="w9")
    assert worker_of(store, C3) == "w2"


def test_whoever_carries_people_cannot_leave(store):
    told = untouched(store, lambda: case_workers.leave(store, MANAGER, "w1", paper.DAY), errors.WorkerCarriesPeople)
    assert told.people == 2
    for assignment in (C1, "c2/2024-11-30"):
        case_workers.give(store, MANAGER, assignment, "w2", seen="w1")
    case_workers.leave(store, MANAGER, "w1", paper.DAY)
    untouched(store, lambda: case_workers.leave(store, MANAGER, "w1", paper.DAY), errors.WorkerGone)
    untouched(store, lambda: case_workers.leave(store, OTHERS, "w2", paper.DAY), errors.WorkersNotYours)
    assert audited(store)[-1] == (case_workers.LEFT, "w1", "manager", "CW-1: 2024-12-31")
