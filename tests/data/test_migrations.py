"""Files of earlier versions, as those versions made them, open with all their rows in the newest tables."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import date, datetime
from pathlib import Path

import duckdb
import pytest

from data import migrations, store
from data.audit import FIRST_HASH, row_hash
from data.errors import RegisterInUse, RegisterNewer, RegisterNotBroughtForward
from data.migrations import OLDEST, STEPS, Step
from data.store import SCHEMA_VERSION, open_store, schema_statements

HERE = Path(__file__).resolve().parent
KEPT = (6, 8)
FIRST = (1, datetime(2026, 1, 2, 3, 4, 5), "maker", "planner", None, "load", "a file", 1, None, FIRST_HASH)
STATE = (
    "INSERT INTO recommendation_state VALUES "
    "('S-1', '2.1', 'done', 'dsw', NULL, NULL, NULL, NULL, 'p', now()::TIMESTAMP)"
)


def old_register(path: Path, version: int, *more: str) -> Path:
    """A file made by the statements of that version, with a case, an assignment to wait and a row of audit."""
    connection = duckdb.connect(str(path))
    text = (HERE / "versions" / f"{version}.sql").read_text(encoding="utf-8")
    for statement in re.sub(r"^--.*$", "", text, flags=re.M).split(";\n"):
        if statement.strip():
            connection.execute(statement)
    for key, value in (("schema_version", str(version)), ("register_kind", "real")):
        connection.execute("INSERT INTO setting VALUES (?, ?, 'atlas', now()::TIMESTAMP)", [key, value])
    connection.execute(
        "INSERT INTO victim_case (case_code, victim_type, source_agency, sex, is_special, family_assessment, "
        "identified_month, recorded_on) "
        "VALUES ('C-1', 'internal', 'dsw', 'female', false, 'not_done', '2023-12-01', '2024-01-05')"
    )
    connection.execute(f"INSERT INTO audit_log VALUES ({', '.join('?' * 11)})", [*FIRST, row_hash(FIRST)])
    for statement in more:
        connection.execute(statement)
    connection.close()
    return path


def shape(opened: store.Store) -> dict[str, list[tuple[object, ...]]]:
    """All that a register's schema consists of: columns, rules, macros and comments."""
    asked = {
        "tables": "SELECT table_name, comment FROM duckdb_tables() ORDER BY ALL",
        "columns": "SELECT table_name, column_index, column_name, data_type, is_nullable, column_default, comment "
        "FROM duckdb_columns() ORDER BY ALL",
        "rules": "SELECT table_name, constraint_type, constraint_text FROM duckdb_constraints() ORDER BY ALL",
        "macros": "SELECT function_name, parameters, macro_definition FROM duckdb_functions() "
        "WHERE function_type = 'table_macro' AND NOT internal ORDER BY function_name",
        "schemas": "SELECT DISTINCT schema_name FROM duckdb_tables() ORDER BY ALL",
    }
    return {
        what: [tuple(map(str, row)) for row in opened.read(sql).itertuples(index=False)] for what, sql in asked.items()
    }


@pytest.fixture(scope="module")
def newest(tmp_path_factory) -> dict[str, list[tuple[object, ...]]]:
    """The shape of a new register that was closed and opened again."""
    path = tmp_path_factory.mktemp("new") / "atlas.duckdb"
    open_store(path).close()
    opened = open_store(path)
    found = shape(opened)
    opened.close()
    return found


def test_the_files_kept_here_reach_from_the_oldest_version_to_the_one_before():
    assert min(KEPT) == OLDEST
    assert [step.to_version for step in STEPS] == list(range(OLDEST + 1, SCHEMA_VERSION + 1))


@pytest.mark.parametrize("version", KEPT)
def test_an_older_file_gets_the_schema_of_a_new_one_and_keeps_every_row(version, tmp_path, newest):
    path = old_register(tmp_path / "atlas.duckdb", version, *([STATE] if version == 8 else []))
    before = path.read_bytes()
    opened = open_store(path)
    assert shape(opened) == newest
    assert opened.setting("dsw_reach_km") == 50
    assert opened.kind() == "real"
    case = opened.read("SELECT case_code, recorded_on, withdrawn FROM victim_case").iloc[0]
    assert (case["case_code"], case["recorded_on"].date(), bool(case["withdrawn"])) == ("C-1", date(2024, 1, 5), False)
    owners = opened.read("SELECT owner_body FROM recommendation_state")["owner_body"].tolist()
    assert owners == (["dsw"] if version == 8 else [])
    opened.close()
    copies = list(tmp_path.glob(f"atlas-version{version}-*.duckdb"))
    assert [copy.read_bytes() for copy in copies] == [before]
    assert not list(tmp_path.glob("*.forward*"))


def test_what_was_done_is_the_next_row_of_the_chain(tmp_path):
    opened = open_store(old_register(tmp_path / "atlas.duckdb", 8))
    rows = opened.read("SELECT seq, actor, action, subject, previous_hash, row_hash FROM audit_log ORDER BY seq")
    assert rows["action"].tolist() == ["load", "bring forward"]
    assert rows["subject"][1] == f"version 8 to {SCHEMA_VERSION}"
    assert rows["previous_hash"][1] == rows["row_hash"][0]
    opened.close()


def test_a_name_in_an_older_file_is_a_name_and_no_statement(tmp_path):
    leak = tmp_path / "leak.csv"
    name = f"x AS SELECT 1; COPY (SELECT 1) TO '{leak}'; --"
    path = old_register(tmp_path / "atlas.duckdb", 8, f'CREATE TABLE "{name}" (a INTEGER)')
    with pytest.raises(RegisterNotBroughtForward, match="the newest version has no table"):
        open_store(path)
    assert not leak.exists()


def test_it_is_done_once(tmp_path):
    path = old_register(tmp_path / "atlas.duckdb", 8)
    told: list[float] = []
    assert store.bring_forward(path, lambda share_0_1, _text: told.append(share_0_1)) is not None
    assert told == sorted(told)
    assert told[-1] == 1.0
    assert store.bring_forward(path) is None
    open_store(path).close()
    assert len(list(tmp_path.glob("atlas-version8-*"))) == 1


def test_a_newer_file_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "atlas.duckdb"
    made = open_store(path)
    with made.transaction() as cursor:
        cursor.execute("UPDATE setting SET value = '999' WHERE key = 'schema_version'")
    made.close()
    before = path.read_bytes()
    with pytest.raises(RegisterNewer, match="newer atlas") as caught:
        open_store(path)
    assert (caught.value.found, caught.value.wanted) == (999, SCHEMA_VERSION)
    assert path.read_bytes() == before
    assert list(tmp_path.glob("*.duckdb")) == [path]


BROKEN = {
    "a statement fails": (Step(9, "wrong", ("ALTER TABLE no_such RENAME COLUMN a TO b",)), "no_such"),
    "a column is lost": (Step(9, "forgotten"), "no column body"),
    "a table is lost": (Step(9, "left over", ("CREATE TABLE left_over (a INTEGER)",)), "no table left_over"),
    "a row breaks a rule": (
        Step(9, "rule", (*STEPS[2].statements, "UPDATE victim_case SET sex = '?'")),
        "CHECK constraint",
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", BROKEN)
def test_what_fails_leaves_the_old_file_and_its_copy_and_says_so(why, tmp_path):
    step, said = BROKEN[why]
    path = old_register(tmp_path / "atlas.duckdb", 8, STATE)
    before = path.read_bytes()
    with pytest.raises(RegisterNotBroughtForward) as caught:
        migrations.bring_forward(path, 8, schema_statements(), (*STEPS[:2], step))
    assert said in caught.value.detail
    assert path.read_bytes() == before
    assert Path(caught.value.backup).read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 2
    open_store(path).close()


def test_a_copy_that_cannot_be_written_stops_it_before_anything_is_done(tmp_path, monkeypatch):
    def full(*_paths: object) -> None:
        raise OSError(28, "No space left on device")

    path = old_register(tmp_path / "atlas.duckdb", 8)
    before = path.read_bytes()
    monkeypatch.setattr(migrations.shutil, "copy2", full)
    with pytest.raises(RegisterNotBroughtForward, match="No space left"):
        open_store(path)
    assert path.read_bytes() == before


def test_a_register_that_another_program_holds_is_told(tmp_path):
    path = old_register(tmp_path / "atlas.duckdb", 8)
    assert isinstance(_in_use(path), RegisterInUse)


def _in_use(path: Path) -> Exception | None:
    hold = "import duckdb, sys; c = duckdb.connect(sys.argv[1]); print('held', flush=True); sys.stdin.read()"
    holder = subprocess.Popen([sys.executable, "-c", hold, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    try:
        holder.stdout.readline()
        migrations.bring_forward(path, 8, schema_statements())
    except RegisterInUse as error:
        return error
    finally:
        holder.stdin.close()
        holder.wait(timeout=30)
    return None
