"""The demonstration register takes the place of another one only where it may, and whole or not at all."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import data.demonstration.build as build
from data import demo
from data.audit_head import head_path
from data.demo import ensure_demo, make_demo, rebuild_demo
from data.errors import RegisterHoldsCases, RegisterInUse, RegisterIsReal
from data.store import memory_store, open_store
from data.vocabulary import RegisterKind
from tests.data.demo_registers import made, number


def test_a_register_of_real_cases_is_never_replaced(tmp_path) -> None:
    path = tmp_path / "atlas.duckdb"
    open_store(path, RegisterKind.REAL).close()
    with pytest.raises(RegisterIsReal) as refusal:
        rebuild_demo(path, 50)
    assert str(path) in str(refusal.value)
    with pytest.raises(RegisterIsReal):
        make_demo(memory_store(RegisterKind.REAL), 50)
    store = open_store(path)
    assert store.kind() is RegisterKind.REAL
    store.close()


def test_a_register_with_cases_is_not_filled_twice() -> None:
    with pytest.raises(RegisterHoldsCases):
        make_demo(made(20), 20)


def _disk_full(*_: object) -> None:
    raise OSError("disk full")


def test_a_failure_leaves_the_old_register_and_nothing_beside_it(tmp_path, monkeypatch) -> None:
    path = tmp_path / "atlas.duckdb"
    rebuild_demo(path, 40)
    monkeypatch.setattr(build.audit, "append", _disk_full)
    with pytest.raises(OSError, match="disk full"):
        rebuild_demo(path, 80)
    assert sorted(file.name for file in tmp_path.iterdir()) == ["atlas.duckdb", "atlas.duckdb.head"]
    store = open_store(path)
    assert number(store, "SELECT count(*) FROM victim_case") == 40
    store.close()


def test_a_failure_in_an_open_register_leaves_it_empty(monkeypatch) -> None:
    store = memory_store()
    monkeypatch.setattr(build.audit, "append", _disk_full)
    with pytest.raises(OSError, match="disk full"):
        make_demo(store, 40)
    assert number(store, "SELECT (SELECT count(*) FROM victim_case) + (SELECT count(*) FROM organisation)") == 0
    monkeypatch.undo()
    assert make_demo(store, 40).cases == 40


def test_the_first_start_makes_a_register_once(tmp_path, monkeypatch) -> None:
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "deep" / "atlas.duckdb"))
    report = ensure_demo()
    assert report is not None
    assert report.cases == 2741
    assert ensure_demo() is None


def test_the_command_rebuilds_and_refuses_with_a_sentence(tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "atlas.duckdb"
    monkeypatch.setenv("ATLAS_DB", str(path))
    assert demo.main(["--cases", "30", "--no-events", "--seed", "3"]) == 0
    assert "30 synthetic cases" in capsys.readouterr().out
    path.unlink()
    open_store(path, RegisterKind.REAL).close()
    assert demo.main(["--cases", "30"]) == 1
    assert "holds real cases" in capsys.readouterr().err


@pytest.mark.parametrize("cases", ["-5", "0", "abc", "1.5", "99999999999999", "²"])
def test_a_size_that_cannot_be_made_is_refused_in_words(cases, tmp_path, monkeypatch, capsys) -> None:
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "atlas.duckdb"))
    with pytest.raises(SystemExit) as ended:
        demo.main([f"--cases={cases}"])
    assert ended.value.code == 2
    assert "a whole number from 1 to 100,000,000" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


BROUGHT = {
    "file": "INSERT INTO import_batch VALUES ('B', 'providers', 'f.csv', 'h', 't', now(), 0, 0, 0, 0, NULL)",
    "answer": "UPDATE township_alternate_name SET confirmed_by = 'Daw Mya' WHERE alt_name = 'Myitkyeena'",
    "event": "INSERT INTO case_event (event_id, case_code, event_kind, occurred_on, recorded_on, recorded_by)"
    " SELECT 'X', case_code, 'life_plan', '2025-12-01', '2025-12-01', 'planner' FROM victim_case LIMIT 1",
    "training": "INSERT INTO training VALUES"
    " ('T', 'other', 'dsw', '2025-01-01', NULL, 3, NULL, 'planner', now(), NULL, false)",
    "taken back": "UPDATE health_site SET withdrawn = true WHERE site_id = 'DEMO-HS-0001'",
    "setting": "INSERT INTO setting VALUES ('dsw_reach_km', '30', 'planner', now())",
    "user": "INSERT INTO app_user VALUES ('a@b', 1, 'planner', NULL, '', true, 'command line', now())",
    "list": "INSERT INTO hotspot_list VALUES"
    " ('H', 2024, 1, NULL, '2024-12-31', '0', 20, '{}', NULL, 1, '0', 'planner', now())",
    "plan": "INSERT INTO allocation_plan VALUES"
    " ('P', 'n', 'today', 't', now(), '0', '2024-12-31', 1, 1, 0, NULL, 1, NULL, NULL, '{}', '{}', '0')",
}


@pytest.fixture(scope="module")
def twenty_cases(tmp_path_factory) -> Path:
    """A demonstration register to which nobody added anything, to be copied."""
    path = tmp_path_factory.mktemp("twenty") / "atlas.duckdb"
    assert rebuild_demo(path, 20, events=False).kept is None
    return path


@pytest.mark.parametrize("what", BROUGHT)
def test_what_people_brought_is_kept_beside_the_new_register(what, twenty_cases, tmp_path, monkeypatch, capsys) -> None:
    path = tmp_path / "atlas.duckdb"
    monkeypatch.setenv("ATLAS_DB", str(path))
    for there, here in ((twenty_cases, path), (head_path(twenty_cases), head_path(path))):
        shutil.copy2(there, here)
    old = open_store(path)
    with old.transaction() as cursor:
        cursor.execute(BROUGHT[what])
    old.close()
    assert demo.main(["--cases", "30", "--no-events"]) == 0
    (kept,) = (file for file in tmp_path.glob("*.duckdb") if file != path)
    assert str(kept) in capsys.readouterr().out
    for file, cases in ((path, 30), (kept, 20)):
        store = open_store(file)
        assert number(store, "SELECT count(*) FROM victim_case") == cases
        assert number(store, demo.BROUGHT_BY_PEOPLE) == (file == kept)
        store.close()


def test_a_register_that_nobody_added_to_is_simply_replaced(tmp_path) -> None:
    path = tmp_path / "atlas.duckdb"
    for _ in range(2):
        assert rebuild_demo(path, 20, events=False).kept is None
    assert sorted(tmp_path.iterdir()) == [path, head_path(path)]


def test_a_register_open_elsewhere_is_left_alone(tmp_path) -> None:
    path = tmp_path / "atlas.duckdb"
    open_store(path).close()
    holder = subprocess.Popen(
        [sys.executable, "-c", f"import duckdb; c = duckdb.connect({str(path)!r}); print('held', flush=True); input()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    )
    try:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        with pytest.raises(RegisterInUse):
            rebuild_demo(path, 20)
    finally:
        holder.communicate(b"\n")
    assert sorted(file.name for file in tmp_path.iterdir()) == ["atlas.duckdb", "atlas.duckdb.head"]
