"""A backup is proven when it is made, found out where it is damaged, and put back with nothing written over."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import threading
import zipfile
from pathlib import Path

import duckdb
import pytest

from data import audit_command, backup, backup_command, doorbell
from data.audit_head import head_path
from data.backup import kept, restore, verify
from data.backup_errors import BackupDamaged, BackupLocked, BackupNotWritten, NoBackup, PassphraseUnusable
from data.errors import DoorbellUnanswered, RegisterInUse
from data.start_check import examine
from data.store import Store, memory_store, open_store
from data.vocabulary import RegisterKind
from tests.small_register import assigned, case, fill, organisation, presence

ROOT = Path(__file__).resolve().parent.parent.parent
PHRASE = "a long enough passphrase"


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """A closed register with two cases and a backup of it."""
    path = tmp_path_factory.mktemp("made") / "atlas.duckdb"
    store = open_store(path, RegisterKind.REAL)
    fill(
        store,
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[case("C1"), case("C2", ts_pcode=None)],
        assignment=[assigned("C1", "P", "A", case("C1")["recorded_on"])],
    )
    backup.create(store)
    store.close()
    return path


@pytest.fixture
def path(made, tmp_path, monkeypatch) -> Path:
    for name in ("ATLAS_BACKUPS", "ATLAS_BACKUP_PASSPHRASE", "ATLAS_BACKUP_PASSPHRASE_FILE"):
        monkeypatch.delenv(name, raising=False)
    for file in (made, head_path(made)):
        shutil.copy2(file, tmp_path)
    shutil.copytree(backup.backups_dir(made), tmp_path / "backups")
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / made.name))
    return tmp_path / made.name


def contents(store: Store) -> dict[str, list[tuple[object, ...]]]:
    return {
        table: sorted(map(repr, store.read(f"SELECT * FROM {table}").itertuples(index=False)))
        for table in ("victim_case", "assignment", "organisation", "provider_presence", "township", "setting")
    }


def contents_of(path: Path) -> dict[str, list[tuple[object, ...]]]:
    store = open_store(path)
    try:
        return contents(store)
    finally:
        store.close()


def test_a_backup_tells_rows_and_hash_of_every_table(path):
    manifest = verify(backup.newest(path))
    assert (manifest.tables["victim_case"].rows, manifest.tables["township"].rows) == (2, 330)
    assert manifest.kind == "real"
    store = open_store(path)
    assert len(manifest.tables) == len(store.read("SELECT table_name FROM duckdb_tables()"))
    last = store.read("SELECT action, records, seq FROM audit_log ORDER BY seq DESC LIMIT 1").iloc[0]
    assert (last["action"], int(last["records"])) == ("backup", manifest.rows)
    assert int(last["seq"]) == manifest.last_seq + 1
    store.close()


def test_what_is_restored_is_what_was_there_and_the_register_before_is_kept(path, capsys):
    whole = contents_of(path)
    store = open_store(path)
    with store.transaction() as cursor:
        cursor.execute("DELETE FROM assignment")
        cursor.execute("UPDATE victim_case SET sex = 'male'")
    store.close()
    harmed = path.read_bytes()
    assert backup_command.main(["restore"]) == 0
    assert "was restored" in capsys.readouterr().out
    assert contents_of(path) == whole
    before = list(path.parent.glob("atlas-before-restore-*.duckdb"))
    assert [file.read_bytes() for file in before] == [harmed]
    examine(path)
    assert audit_command.main(["verify"]) == 0


def test_it_is_restored_where_nothing_stands_and_where_the_file_is_damaged(path):
    whole = contents_of(path)
    path.unlink()
    assert restore(path, backup.newest(path)).kept is None
    assert contents_of(path) == whole
    path.write_bytes(b"\0" * 5000)
    assert restore(path, backup.newest(path)).kept is not None
    assert contents_of(path) == whole


def test_a_register_that_is_in_use_is_not_restored_over(path):
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        holder.stdout.readline()
        with pytest.raises(RegisterInUse):
            restore(path, backup.newest(path))
    finally:
        holder.communicate(timeout=30)


def rewritten(file: Path, change) -> None:
    """Take a backup apart, change the register in it and what the manifest says of its bytes, and pack it again."""
    room = file.parent / "room"
    with zipfile.ZipFile(file) as book:
        book.extractall(room)
    change(room)
    with zipfile.ZipFile(file, "w") as book:
        for name in (backup.MANIFEST, backup.INSIDE):
            if (room / name).exists():
                book.write(room / name, name)


def edit_a_row(room: Path) -> None:
    connection = duckdb.connect(str(room / backup.INSIDE))
    connection.execute("UPDATE victim_case SET sex = 'male' WHERE case_code = 'C1'")
    connection.close()
    read = json.loads((room / backup.MANIFEST).read_text())
    read["file_sha256"] = backup.sha256(room / backup.INSIDE)
    (room / backup.MANIFEST).write_text(json.dumps(read))


def lose_the_manifest(room: Path) -> None:
    (room / backup.MANIFEST).unlink()


def change_a_byte(room: Path) -> None:
    register = bytearray((room / backup.INSIDE).read_bytes())
    register[len(register) // 2] ^= 1
    (room / backup.INSIDE).write_bytes(bytes(register))


@pytest.mark.parametrize(
    ("change", "said"), [(edit_a_row, "victim_case"), (lose_the_manifest, "manifest"), (change_a_byte, "not the one")]
)
def test_a_backup_that_was_tampered_with_is_found_out(change, said, path, capsys):
    file = backup.newest(path)
    rewritten(file, change)
    before = path.read_bytes()
    with pytest.raises(BackupDamaged, match=said):
        verify(file)
    assert backup_command.main(["restore"]) == 1
    assert "Nothing was changed" in capsys.readouterr().err
    assert path.read_bytes() == before


def test_a_backup_that_is_cut_off_is_found_out(path):
    file = backup.newest(path)
    file.write_bytes(file.read_bytes()[:-2000])
    with pytest.raises(BackupDamaged):
        verify(file)
    assert not [one for one in file.parent.iterdir() if one.name.startswith(".work")], "nothing is left lying about"


def test_an_encrypted_backup_opens_with_its_passphrase_alone(path, monkeypatch, tmp_path):
    (tmp_path / "pass.txt").write_text(PHRASE + "\n", encoding="utf-8")
    monkeypatch.setenv("ATLAS_BACKUP_PASSPHRASE_FILE", str(tmp_path / "pass.txt"))
    store = open_store(path)
    file = backup.create(store)
    store.close()
    assert file.name.endswith(".atlas.zip.age")
    assert file.read_bytes().startswith(b"age-encryption.org/v1")
    assert b"register.duckdb" not in file.read_bytes()
    assert verify(file).tables["victim_case"].rows == 2
    assert kept(path)[0].encrypted
    monkeypatch.setenv("ATLAS_BACKUP_PASSPHRASE", "another long passphrase")
    with pytest.raises(BackupLocked):
        verify(file)


def test_a_passphrase_that_is_too_short_or_missing_makes_no_backup(path, monkeypatch, tmp_path):
    store = open_store(path)
    for name, value in (("ATLAS_BACKUP_PASSPHRASE", "short"), ("ATLAS_BACKUP_PASSPHRASE_FILE", str(tmp_path / "no"))):
        with monkeypatch.context() as patch:
            patch.setenv(name, value)
            with pytest.raises(PassphraseUnusable):
                backup.create(store)
    store.close()
    assert len(kept(path)) == 1


def test_only_the_newest_are_kept_when_that_is_asked_for(path, capsys):
    first = backup.newest(path)
    assert backup_command.main(["create", "--keep", "1"]) == 0
    assert "Made and proven" in capsys.readouterr().out
    assert len(kept(path)) == 1
    assert not first.exists()
    assert backup_command.main(["list"]) == 0
    assert str(backup.newest(path)) in capsys.readouterr().out
    assert backup_command.main(["verify"]) == 0


def test_no_backup_is_told(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "atlas.duckdb"))
    for command in ("verify", "restore"):
        assert backup_command.main([command]) == 1
        assert "There is no backup" in capsys.readouterr().err
    assert backup_command.main(["list"]) == 0
    assert backup_command.main(["create"]) == 1
    with pytest.raises(NoBackup):
        verify(tmp_path / "none.atlas.zip")
    with pytest.raises(BackupNotWritten):
        backup.create(memory_store())


def test_a_copy_made_while_others_read_and_write_is_one_state(path):
    """Each transaction adds a case and its assignment: a copy in between has as many of the one as of the other."""
    store, stop = open_store(path), threading.Event()

    def work() -> None:
        number = 0
        while not stop.is_set():
            number += 1
            code = f"N{number}"
            fill(store, victim_case=[case(code)], assignment=[assigned(code, "P", "A", case(code)["recorded_on"])])

    worker = threading.Thread(target=work)
    worker.start()
    try:
        tables = [verify(backup.create(store)).tables for _ in range(3)]
    finally:
        stop.set()
        worker.join()
    assert [table["victim_case"].rows - table["assignment"].rows for table in tables] == [1, 1, 1]
    assert tables[0]["victim_case"].rows < tables[-1]["victim_case"].rows
    second = [sys.executable, "-c", "import duckdb, sys; duckdb.connect(sys.argv[1])", str(path)]
    refused = subprocess.run(second, capture_output=True, text=True, check=False)
    assert "lock" in refused.stderr.lower(), "copying took DuckDB's lock away"
    store.close()


def test_the_running_atlas_makes_the_backup_and_looks_at_the_log_when_the_shell_asks(path, monkeypatch, capsys):
    monkeypatch.setattr(doorbell, "EVERY_S", 0.02)
    store = open_store(path)
    backup_command.attend(store)
    shell = {"cwd": ROOT, "capture_output": True, "text": True, "check": False}
    made = subprocess.run([sys.executable, "-m", "data.backup", "create"], **shell)
    assert "Made and proven" in made.stdout, made.stderr
    looked = subprocess.run([sys.executable, "-m", "data.audit", "verify", "--json"], **shell)
    assert json.loads(looked.stdout)["whole"] is True
    assert len(kept(path)) == 2
    assert not list(doorbell.folder_of(path).iterdir())
    monkeypatch.setenv("ATLAS_BACKUPS", "/proc/nowhere")
    with pytest.raises(doorbell.DoorbellRefused, match="No backup was made"):
        doorbell.ring(path, doorbell.BACKUP)
    store.close()


def test_a_program_that_does_not_answer_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(doorbell, "PICKED_UP_S", 0.05)
    with pytest.raises(DoorbellUnanswered):
        doorbell.ring(tmp_path / "atlas.duckdb", doorbell.VERIFY)
    assert not list(doorbell.folder_of(tmp_path / "atlas.duckdb").iterdir())


def test_only_what_is_known_is_done_on_request(tmp_path):
    register = tmp_path / "atlas.duckdb"
    folder = doorbell.folder_of(register)
    folder.mkdir()
    (folder / "delete-1.ask").write_text('{"kind": "verify"}')
    assert doorbell.answer_waiting(register, {doorbell.VERIFY: dict}) == 1
    assert "nothing called delete" in (folder / "delete-1.answer").read_text()
