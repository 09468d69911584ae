"""The audit log's end outside the database: after a crash behind it, never ahead; and what is told of each state."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from data import audit, audit_head
from data.audit_errors import (
    AuditHeadMissing,
    AuditHeadNotWritten,
    AuditHeadUnreadable,
    RegisterGone,
    RegisterLostRows,
    RegisterQuarantined,
    RegisterRewritten,
)
from data.audit_head import head_path, read_head
from data.start_check import examine
from data.store import Store, open_store
from data.vocabulary import RegisterKind
from tests.small_register import PLANNER, case, fill

ROOT = Path(__file__).resolve().parent.parent.parent
# Adds rows of cases and of audit until it is killed, and prints each that was committed.
WRITER = """
import sys
from pathlib import Path
from data import audit
from data.store import open_store
from tests.small_register import PLANNER
store = open_store(Path(sys.argv[1]))
for number in range(int(sys.argv[2])):
    with store.transaction(only_audit=True) as cursor:
        audit.append(cursor, PLANNER, "test", f"row {number}", 1)
    print(number, flush=True)
sys.stdin.read()
"""


def note(store: Store, rows: int = 1) -> None:
    for number in range(rows):
        with store.transaction() as cursor:
            audit.append(cursor, PLANNER, "test", f"row {number}", 1)


def register(path: Path, rows: int = 3, kind: RegisterKind = RegisterKind.REAL) -> Path:
    """A closed register with one case and that many rows of audit."""
    store = open_store(path, kind)
    fill(store, victim_case=[case("C1")])
    note(store, rows)
    store.close()
    return path


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    return register(tmp_path_factory.mktemp("made") / "atlas.duckdb")


@pytest.fixture
def path(made, tmp_path) -> Path:
    """A copy of that register with its head."""
    for file in (made, head_path(made)):
        shutil.copy2(file, tmp_path)
    return tmp_path / made.name


def killed(path: Path, rows: int) -> tuple[Path, Path]:
    """A register whose process was killed after `rows` commits: its file and its write-ahead log."""
    command = [sys.executable, "-c", WRITER, str(path), str(rows)]
    child = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    for _ in range(rows):
        assert child.stdout.readline()
    child.kill()
    child.wait(timeout=30)
    for pipe in (child.stdin, child.stdout):
        pipe.close()
    return path, path.with_name(path.name + ".wal")


def last_row(path: Path) -> int:
    store = open_store(path)
    try:
        return int(store.read("SELECT coalesce(max(seq), 0) AS n FROM audit_log")["n"].iloc[0])
    finally:
        store.close()


def test_the_head_says_the_last_row_after_each_commit(path):
    store = open_store(path)
    for expected in (4, 5):
        note(store)
        head = read_head(path)
        row = store.read("SELECT row_hash FROM audit_log WHERE seq = $seq", {"seq": expected})["row_hash"].iloc[0]
        assert (head.seq, head.row_hash, head.kind) == (expected, row, "real")
    store.close()


def test_a_transaction_rolled_back_leaves_the_head(path):
    def fail(store: Store) -> None:
        with store.transaction() as cursor:
            audit.append(cursor, PLANNER, "test", "never", 1)
            raise RuntimeError

    store = open_store(path)
    with pytest.raises(RuntimeError):
        fail(store)
    assert read_head(path).seq == 3
    store.close()


def test_a_head_that_lags_is_what_a_crash_leaves_and_is_caught_up(path):
    early = head_path(path).read_bytes()
    store = open_store(path)
    note(store)
    store.close()
    head_path(path).write_bytes(early)
    examine(path)
    store = open_store(path)
    assert store.untold == ()
    assert read_head(path).seq == 4
    store.close()


def test_a_head_that_cannot_be_written_is_told_and_nothing_is_lost(path, monkeypatch):
    def full(*_given: object) -> None:
        raise OSError(28, "No space left on device")

    store = open_store(path)
    with monkeypatch.context() as patch:
        patch.setattr(audit_head, "write_head", full)
        note(store)
        assert [type(told) for told in store.untold] == [AuditHeadNotWritten]
        assert "No space left" in str(store.untold[0])
    note(store)
    assert store.untold == ()
    assert read_head(path).seq == 5
    store.close()


def test_a_head_that_was_removed_is_told(path):
    head_path(path).unlink()
    store = open_store(path)
    assert [type(told) for told in store.untold] == [AuditHeadMissing]
    assert read_head(path).seq == 3
    store.close()


def test_a_head_that_is_damaged_stops_the_opening(path):
    head_path(path).write_text("{", encoding="utf-8")
    with pytest.raises(AuditHeadUnreadable):
        open_store(path)
    with pytest.raises(AuditHeadUnreadable):
        examine(path)
    assert path.exists()


def ahead(path: Path) -> None:
    """As an old copy put back looks: the register that went on is the one the head knows."""
    old = path.read_bytes()
    store = open_store(path)
    note(store, 2)
    store.close()
    path.write_bytes(old)


def rewritten(path: Path) -> None:
    connection = duckdb.connect(str(path))
    connection.execute("UPDATE audit_log SET row_hash = repeat('a', 64) WHERE seq = 3")
    connection.close()


def another(path: Path) -> None:
    head_path(path).rename(path.parent / "kept")
    path.unlink()
    register(path, 5)
    (path.parent / "kept").replace(head_path(path))


def cut(path: Path) -> None:
    connection = duckdb.connect(str(path))
    connection.execute("DELETE FROM audit_log WHERE seq = 3")
    connection.close()


def half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def first_bytes(path: Path) -> None:
    path.write_bytes(b"\0" * 4096 + path.read_bytes()[4096:])


def emptied(path: Path) -> None:
    path.write_bytes(b"")


@pytest.mark.parametrize("harm", [ahead, cut, rewritten, another, half, first_bytes, emptied])
def test_what_is_not_the_register_that_was_left_is_moved_aside_whole(harm, path):
    harm(path)
    found = path.read_bytes()
    with pytest.raises(RegisterQuarantined) as caught:
        examine(path)
    folder = Path(caught.value.folder)
    assert not path.exists()
    assert (folder / path.name).read_bytes() == found
    assert json.loads((folder / head_path(path).name).read_text())["seq"] >= 3
    assert "data.backup restore" in (folder / "WHY.txt").read_text(encoding="utf-8")
    with pytest.raises(RegisterGone):
        examine(path)
    with pytest.raises(RegisterGone):
        open_store(path)


@pytest.mark.parametrize(
    ("harm", "said"), [(ahead, RegisterLostRows), (cut, RegisterLostRows), (rewritten, RegisterRewritten),
                       (another, RegisterRewritten)],
)  # fmt: skip
def test_a_command_refuses_the_same_and_moves_nothing(harm, said, path):
    harm(path)
    before = path.read_bytes()
    with pytest.raises(said):
        open_store(path)
    assert path.read_bytes() == before


def test_a_stranger_s_file_is_left_where_it_is(tmp_path):
    path = tmp_path / "photograph.jpg"
    path.write_bytes(b"not a database" * 1000)
    examine(path)
    assert path.exists()


def test_a_demonstration_register_that_is_gone_may_be_made_anew(tmp_path):
    path = register(tmp_path / "atlas.duckdb", 2, RegisterKind.DEMONSTRATION)
    path.unlink()
    examine(path)
    store = open_store(path)
    assert store.untold == ()
    store.close()


@pytest.fixture(scope="module")
def crashed(tmp_path_factory) -> tuple[Path, Path]:
    """A register killed after 40 commits: all of them stand in its write-ahead log alone."""
    path, wal = killed(register(tmp_path_factory.mktemp("crashed") / "atlas.duckdb", 0), 40)
    assert wal.stat().st_size > 0
    return path, wal


def copied(crashed: tuple[Path, Path], folder: Path, wal: bytes) -> Path:
    shutil.copy2(crashed[0], folder)
    shutil.copy2(head_path(crashed[0]), folder)
    (folder / crashed[1].name).write_bytes(wal)
    return folder / crashed[0].name


def test_a_crash_alone_loses_nothing_and_alarms_nobody(crashed, tmp_path):
    path = copied(crashed, tmp_path, crashed[1].read_bytes())
    examine(path)
    assert (tmp_path / crashed[1].name).read_bytes() == crashed[1].read_bytes(), "the check itself changes nothing"
    assert last_row(path) == 40


def test_a_register_killed_right_after_it_was_made_opens_again(tmp_path):
    path, _wal = killed(tmp_path / "atlas.duckdb", 2)
    examine(path)
    assert last_row(path) == 2


@pytest.mark.parametrize("share_0_1", [0, 0.02, 0.3, 0.6, 0.9, 0.98])
def test_a_write_ahead_log_cut_anywhere_is_found(share_0_1, crashed, tmp_path):
    whole = crashed[1].read_bytes()
    _moved_aside_with(crashed, tmp_path, whole[: int(len(whole) * share_0_1)])


@pytest.mark.parametrize("share_0_1", [0, 0.02, 0.3, 0.6, 0.9, 0.9999])
def test_a_write_ahead_log_with_one_bit_wrong_is_found(share_0_1, crashed, tmp_path):
    flipped = bytearray(crashed[1].read_bytes())
    flipped[int((len(flipped) - 1) * share_0_1)] ^= 0x10
    _moved_aside_with(crashed, tmp_path, bytes(flipped))


def _moved_aside_with(crashed: tuple[Path, Path], folder: Path, wal: bytes) -> None:
    path = copied(crashed, folder, wal)
    with pytest.raises(RegisterQuarantined) as caught:
        examine(path)
    aside = Path(caught.value.folder)
    assert (aside / path.name).read_bytes() == crashed[0].read_bytes()
    assert (aside / crashed[1].name).read_bytes() == wal
