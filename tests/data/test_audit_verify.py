"""What was done to the audit log is found, with its entry and its kind; a register taken as it is says so on record."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import duckdb
import pytest

from data import audit, audit_command, audit_verify
from data.audit_errors import NothingToAccept, RegisterInTheWay, RegisterQuarantined
from data.audit_head import head_path, read_head
from data.start_check import examine
from data.store import memory_store, open_store
from data.vocabulary import RegisterKind
from tests.small_register import PLANNER, case, fill

ROWS = 6


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    path = tmp_path_factory.mktemp("made") / "atlas.duckdb"
    store = open_store(path, RegisterKind.REAL)
    fill(store, victim_case=[case("C1")])
    for number in range(ROWS):
        with store.transaction() as cursor:
            audit.append(cursor, PLANNER, "test", f"thing {number}", number)
    store.close()
    return path


@pytest.fixture
def path(made, tmp_path, monkeypatch) -> Path:
    for file in (made, head_path(made)):
        shutil.copy2(file, tmp_path)
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / made.name))
    return tmp_path / made.name


def harm(path: Path, *statements: str) -> None:
    connection = duckdb.connect(str(path))
    for statement in statements:
        connection.execute(statement)
    connection.close()


def rehash(path: Path, first: int) -> None:
    """Write the chain anew from an entry on, as somebody who knows how it is made would."""
    connection = duckdb.connect(str(path))
    for row in connection.execute("SELECT * FROM audit_log WHERE seq >= ? ORDER BY seq", [first]).fetchall():
        before = connection.execute("SELECT row_hash FROM audit_log WHERE seq = ?", [row[0] - 1]).fetchone()
        previous = before[0] if before else audit.FIRST_HASH
        digest = audit.row_hash((*row[:9], previous))
        connection.execute(
            "UPDATE audit_log SET previous_hash = ?, row_hash = ? WHERE seq = ?", [previous, digest, row[0]]
        )
    connection.close()


def verdict_of(capsys) -> tuple[int, dict]:
    code = audit_command.main(["verify", "--json"])
    return code, json.loads(capsys.readouterr().out)


def test_a_whole_log_is_whole(path, capsys):
    code, said = verdict_of(capsys)
    assert (code, said["whole"], said["entries"], said["head_seq"]) == (0, True, ROWS, ROWS)
    assert audit_command.main(["verify"]) == 0
    assert "is whole: 6 entries" in capsys.readouterr().out


def old_copy(path: Path) -> None:
    old = path.read_bytes()
    store = open_store(path)
    with store.transaction() as cursor:
        audit.append(cursor, PLANNER, "test", "later", 1)
    store.close()
    path.write_bytes(old)


LATER = "UPDATE setting SET updated_at_utc = now()::TIMESTAMP + INTERVAL 1 HOUR WHERE key = 'register_kind'"
STRANGER = "UPDATE setting SET value = 'b' WHERE key = 'register_id'"
CASES = {
    "what it says": (["UPDATE audit_log SET records = 0 WHERE seq = 3"], None, "edited", 3, 10),
    "who did it": (["UPDATE audit_log SET actor = 'another' WHERE seq = 1"], None, "edited", 1, 10),
    "with its own hash": (["UPDATE audit_log SET reason = 'x' WHERE seq = 4"], 4, "rewritten", ROWS, 14),
    "one removed": (["DELETE FROM audit_log WHERE seq = 3"], None, "deleted", 3, 11),
    "the first removed": (["DELETE FROM audit_log WHERE seq <= 2"], None, "deleted", 1, 11),
    "the end cut off": (["DELETE FROM audit_log WHERE seq > 4", LATER], None, "cut_tail", 4, 12),
    "all cut off": (["DELETE FROM audit_log", LATER], None, "cut_tail", 0, 12),
    "another register": ([STRANGER], None, "other_register", ROWS, 15),
}  # fmt: skip


@pytest.mark.parametrize("what", CASES)
def test_what_was_done_to_the_log_is_found_with_its_entry(what, path, capsys):
    statements, rehashed, kind, seq, code = CASES[what]
    harm(path, *statements)
    if rehashed:
        rehash(path, rehashed)
    found, said = verdict_of(capsys)
    first = said["findings"][0]
    assert (found, said["whole"], first["kind"], first["seq"]) == (code, False, kind, seq)
    assert audit_command.main(["verify"]) == code
    assert first["sentence"] in capsys.readouterr().out


def test_an_entry_whose_own_hash_alone_was_made_anew_is_found_by_the_next(path, capsys):
    connection = duckdb.connect(str(path))
    row = list(connection.execute("SELECT * FROM audit_log WHERE seq = 3").fetchone())
    row[7] = 99
    connection.execute(
        "UPDATE audit_log SET records = 99, row_hash = ? WHERE seq = 3", [audit.row_hash(tuple(row[:10]))]
    )
    connection.close()
    _code, said = verdict_of(capsys)
    assert [(one["kind"], one["seq"]) for one in said["findings"]] == [("edited", 3)]


def test_an_old_copy_put_back_is_told_from_a_cut_end(path, capsys):
    old_copy(path)
    code, said = verdict_of(capsys)
    assert (code, said["findings"][0]["kind"], said["last_seq"], said["head_seq"]) == (13, "old_copy", ROWS, ROWS + 1)


def test_a_head_that_is_missing_is_told(path, capsys):
    head_path(path).unlink()
    assert verdict_of(capsys)[0] == 16


def test_several_findings_stand_gravest_first(path, capsys):
    harm(path, "DELETE FROM audit_log WHERE seq = 2", "UPDATE audit_log SET actor = 'x' WHERE seq = 5")
    code, said = verdict_of(capsys)
    assert code == 10
    assert [one["kind"] for one in said["findings"]] == ["edited", "deleted"]


def test_nothing_is_changed_by_looking(path, capsys):
    before = path.read_bytes(), head_path(path).read_bytes()
    verdict_of(capsys)
    assert (path.read_bytes(), head_path(path).read_bytes()) == before


def test_a_register_that_is_not_there_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "none.duckdb"))
    assert audit_command.main(["verify"]) == 1
    assert "cannot be opened" in capsys.readouterr().err


def test_an_open_register_and_one_in_memory_are_verified_in_the_app():
    store = memory_store()
    with store.transaction() as cursor:
        audit.append(cursor, PLANNER, "test", "thing", 1)
    assert audit_verify.verify(store) == audit_verify.Verdict(1, 1, None, ())


def test_what_was_moved_aside_can_be_accepted_and_that_is_on_record(path):
    old_copy(path)
    with pytest.raises(RegisterQuarantined) as caught:
        examine(path)
    folder = Path(caught.value.folder)
    aside = (folder / path.name).read_bytes()
    assert audit_command.accept(path, folder, "the copy of Monday is right") == ROWS + 1
    assert (folder / path.name).read_bytes() == aside
    examine(path)
    store = open_store(path)
    last = store.read("SELECT action, subject, reason FROM audit_log ORDER BY seq DESC LIMIT 1").iloc[0]
    assert tuple(last) == ("accept register", f"head {ROWS + 1}, found {ROWS}", "the copy of Monday is right")
    assert read_head(path).seq == ROWS + 1
    store.close()


def test_a_damaged_write_ahead_log_can_be_left_behind(path, capsys):
    wal = path.with_name(path.name + ".wal")
    store = open_store(path)
    for number in range(20):
        with store.transaction(only_audit=True) as cursor:
            audit.append(cursor, PLANNER, "test", f"thing {number}", 1)
    register, log = path.read_bytes(), bytearray(wal.read_bytes())
    store.close()
    log[len(log) // 2] ^= 1
    path.write_bytes(register)
    wal.write_bytes(bytes(log))
    with pytest.raises(RegisterQuarantined) as caught:
        examine(path)
    folder = caught.value.folder
    assert audit_command.main(["accept", "--from", folder, "--without-wal", "--reason", "the log is lost"]) == 0
    assert "accepted with 7 entries" in capsys.readouterr().out
    assert audit_command.main(["verify"]) == 0
    assert (Path(folder) / wal.name).exists()


def test_nothing_is_put_over_a_register_and_nothing_cannot_be_accepted(path, tmp_path):
    with pytest.raises(RegisterInTheWay):
        audit_command.accept(path, path, "x")
    with pytest.raises(NothingToAccept):
        audit_command.accept(tmp_path / "none.duckdb", None, "x")
