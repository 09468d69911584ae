"""Where the disk has no room, that is told, nothing confirmed is lost, reading goes on, and work resumes with room."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from data.start_check import examine
from data.store import open_store

pytest.importorskip("resource", reason="this system has no limit on the size of files")
ROOT = Path(__file__).resolve().parents[2]
# A limit on the size of any file stands for the full disk: writing beyond it fails as writing to a full one does.
WRITER = """
import json, os, resource, signal, sys
from pathlib import Path
from data import audit
from data.audit_errors import DiskFull
from data.store import insert_frame, open_store
from tests.small_register import PLANNER, case
import pandas as pd
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
path, room = Path(sys.argv[1]), int(sys.argv[2])
store = open_store(path)
hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]

def count():
    return int(store.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0])

def add(number):
    with store.transaction() as cursor:
        rows = [case(f"C{number}-{each}", village_written=os.urandom(4000).hex()) for each in range(50)]
        insert_frame(cursor, "victim_case", pd.DataFrame(rows))
        audit.append(cursor, PLANNER, "load", f"file {number}", 50)

said = {"told": [], "untold": []}
add(0)
resource.setrlimit(resource.RLIMIT_FSIZE, (room, hard))
kept = 1
for number in range(1, 1000):
    try:
        add(number)
        kept += 1
    except DiskFull as error:
        said["told"].append(str(error))
    said["untold"] += [type(one).__name__ for one in store.untold]
    if len(said["told"]) == 3 or len(said["untold"]) == 3:
        break
said["read_while_full"] = [kept * 50, count()]
resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
add("last")
said["read_after"] = [(kept + 1) * 50, count()]
said["untold_after"] = [type(one).__name__ for one in store.untold]
print(json.dumps(said))
sys.stdout.flush()
os.kill(os.getpid(), signal.SIGKILL)
"""


def full(path: Path, room_bytes: int) -> dict[str, list[object]]:
    """What a process tells that runs out of room at so many bytes a file, and is killed in the end."""
    command = [sys.executable, "-c", WRITER, str(path), str(room_bytes)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=300, check=False)
    assert done.stdout, done.stderr[-3000:]
    return json.loads(done.stdout)


def in_the_file(path: Path) -> int:
    examine(path)
    store = open_store(path)
    try:
        return int(store.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0])
    finally:
        store.close()


def test_no_room_for_a_change_is_told_and_the_change_alone_is_missing(tmp_path):
    said = full(tmp_path / "atlas.duckdb", 3_500_000)
    assert len(said["told"]) == 3
    assert "The disk is full" in said["told"][0]
    assert str(tmp_path) in said["told"][0]
    assert said["read_while_full"][0] == said["read_while_full"][1]
    assert said["read_after"][0] == said["read_after"][1] == in_the_file(tmp_path / "atlas.duckdb")


def test_no_room_to_tidy_up_keeps_the_change_and_tells(tmp_path):
    """The write-ahead log is written into the file at 16 MiB; files that may grow no more have no room for it."""
    said = full(tmp_path / "atlas.duckdb", 17_000_000)
    assert said["read_while_full"][0] == said["read_while_full"][1]
    assert said["read_after"][0] == said["read_after"][1] == in_the_file(tmp_path / "atlas.duckdb")
    assert said["told"] or said["untold"]
