"""Two people loading at once both get an answer, and a load that is killed leaves nothing half done."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from data.file_errors import FileAlreadyLoaded
from data.load import load
from data.paths import ROOT
from data.store import memory_store, open_store
from tests.data.case_files import PLANNER, as_csv, checked, row

COUNTED = (
    "victim_case",
    "case_source",
    "case_event",
    "assignment",
    "case_pair",
    "import_batch",
    "import_reject",
    "audit_log",
)


def at_once(store, *files: bytes) -> list[object]:
    """Load each file in a thread of its own, all starting together; reports and refusals in the order of the files."""
    ready = [checked(data, f"{at}.csv") for at, data in enumerate(files)]
    start = threading.Barrier(len(files))

    def bring(each):
        start.wait(timeout=30)
        try:
            return load(store, each, PLANNER)
        except FileAlreadyLoaded as refused:
            return refused

    with ThreadPoolExecutor(len(files)) as pool:
        return list(pool.map(bring, ready))


def test_two_files_at_once_are_both_loaded_and_compared_with_each_other():
    store = memory_store()
    atu = as_csv([row(Reference_code=str(n), Age=str(10 + n)) for n in range(40)])
    dsw = as_csv([row(Reference_code=str(n), Age=str(10 + n), Source_agency="DSW") for n in range(40)])
    reports = at_once(store, atu, dsw)
    assert [report.rows_loaded for report in reports] == [40, 40]
    pairs = store.read("SELECT count(*) FILTER (score = 1) AS same, count(*) AS n FROM case_pair")
    assert (pairs["same"].iloc[0], pairs["n"].iloc[0]) == (40, 40 + 2 * 39)
    assert store.read("SELECT seq FROM audit_log ORDER BY seq")["seq"].tolist() == [1, 2]


def test_the_same_file_at_once_is_loaded_once_and_the_other_is_told():
    store = memory_store()
    same = as_csv([row()])
    answers = at_once(store, same, same)
    assert sorted(type(answer).__name__ for answer in answers) == ["FileAlreadyLoaded", "LoadReport"]
    assert len(store.read("SELECT * FROM victim_case")) == 1


def test_the_same_case_in_two_files_at_once_is_one_case():
    store = memory_store()
    answers = at_once(store, as_csv([row()]), as_csv([row(Age="17")]))
    assert sorted((answer.rows_loaded, answer.rows_double) for answer in answers) == [(0, 1), (1, 0)]


def command(tmp_path, *arguments, program=("-m", "data.load")):
    environment = {**os.environ, "ATLAS_DB": str(tmp_path / "atlas.duckdb")}
    return [sys.executable, *program, *arguments], environment


def run(tmp_path, *arguments):
    line, environment = command(tmp_path, *arguments)
    return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)


def test_a_register_that_another_program_holds_is_told_at_once(tmp_path):
    (tmp_path / "n.csv").write_bytes(as_csv([row()]))
    held = open_store(tmp_path / "atlas.duckdb")
    try:
        done = run(tmp_path, str(tmp_path / "n.csv"), "--as", "national", "--synthetic")
    finally:
        held.close()
    assert (done.returncode, "is open in another program" in done.stderr) == (2, True)


def test_cases_from_the_shell_need_a_register_of_their_kind(tmp_path):
    (tmp_path / "n.csv").write_bytes(as_csv([row(), row(Reference_code="2", Age="200")]))
    first = run(tmp_path, str(tmp_path / "n.csv"), "--as", "national", "--synthetic", "--json")
    assert (first.returncode, json.loads(first.stdout)["rows_loaded"]) == (1, 1)
    (tmp_path / "m.csv").write_bytes(as_csv([row(Reference_code="3")]))
    second = run(tmp_path, str(tmp_path / "m.csv"), "--as", "national")
    assert (second.returncode, "demonstration register: it takes invented cases only" in second.stderr) == (2, True)


def test_the_first_file_of_real_cases_makes_a_register_of_real_cases(tmp_path):
    (tmp_path / "n.csv").write_bytes(as_csv([row()]))
    assert run(tmp_path, str(tmp_path / "n.csv"), "--as", "national").returncode == 0
    store = open_store(tmp_path / "atlas.duckdb")
    assert str(store.kind()) == "real"
    store.close()


KILLED = """
import sys, data.load
def stop(cursor, *rest):
    print("written, not committed:", cursor.execute("SELECT count(*) FROM victim_case").fetchone()[0], flush=True)
    sys.stdin.read()
data.load.audit.append = stop
from geo.gazetteer import default_gazetteer
data.load.main(sys.argv[1:], lambda names: default_gazetteer())
"""


def counts(tmp_path) -> dict[str, int]:
    store = open_store(tmp_path / "atlas.duckdb")
    try:
        return {table: int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0]) for table in COUNTED}
    finally:
        store.close()


@pytest.mark.skipif(os.name != "posix", reason="a process is killed by SIGKILL only on POSIX systems")
def test_kill_minus_9_in_the_middle_of_a_load_of_cases_leaves_nothing_half(tmp_path):
    (tmp_path / "first.csv").write_bytes(as_csv([row(Source_agency="DSW")]))
    assert run(tmp_path, str(tmp_path / "first.csv"), "--as", "national", "--synthetic").returncode == 0
    before = counts(tmp_path)
    second = tmp_path / "second.csv"
    second.write_bytes(as_csv([row(Reference_code=str(n)) for n in range(500)]))
    line, environment = command(tmp_path, str(second), "--as", "national", "--synthetic", program=("-c", KILLED))
    child = subprocess.Popen(line, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout.readline().strip() == "written, not committed: 501"
        child.send_signal(signal.SIGKILL)
        assert child.wait(timeout=30) == -signal.SIGKILL
    finally:
        child.kill()
        child.stdin.close()
        child.stdout.close()
    assert counts(tmp_path) == before
    (tmp_path / "third.csv").write_bytes(as_csv([row(Reference_code="x1", Source_agency="NGO")]))
    third = run(tmp_path, str(tmp_path / "third.csv"), "--as", "national", "--synthetic")
    assert third.returncode == 0
    assert "The load of second.csv, begun on " in third.stdout
    assert "was broken off: the program ended in the middle. Nothing of it was loaded. Bring that file again." in (
        third.stdout
    )
    assert "second.csv" not in run(tmp_path, str(tmp_path / "first.csv"), "--as", "providers", "--dry-run").stdout
    assert run(tmp_path, str(second), "--as", "national", "--synthetic").returncode == 0
    after = counts(tmp_path)
    assert (after["victim_case"], after["case_pair"], after["import_batch"]) == (502, 1001, 3)
