"""The store: closed to files and Python's variables, right under threads, all or nothing, one writer process."""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import duckdb
import pandas as pd
import pytest

from data import audit
from data.errors import RegisterInUse, RegisterUnreadable
from data.settings import SETTINGS
from data.store import insert_frame, memory_store, open_store, schema_statements
from data.vocabulary import RegisterKind
from tests.small_register import PLANNER, case, fill, small_store

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def store():
    return memory_store()


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM read_csv('{file}')",
        "SELECT * FROM '{file}'",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM glob('{folder}/*')",
        "COPY township TO '{folder}/out.csv'",
        "ATTACH '{folder}/other.duckdb'",
        "EXPORT DATABASE '{folder}/out'",
        "INSTALL httpfs",
        "LOAD httpfs",
    ],
)
def test_sql_reaches_no_file_and_no_extension(store, sql, tmp_path):
    file = tmp_path / "secret.csv"
    file.write_text("a,b\n1,2\n", encoding="utf-8")
    with pytest.raises(duckdb.Error):
        store.read(sql.format(file=file, folder=tmp_path))
    assert [path.name for path in tmp_path.iterdir()] == ["secret.csv"]


def test_sql_picks_up_no_python_variable(store):
    incoming = pd.DataFrame({"a": [1]})
    with pytest.raises(duckdb.CatalogException, match="incoming"):
        store.read("SELECT * FROM incoming")
    assert len(incoming) == 1


@pytest.mark.parametrize(
    "setting",
    ["enable_external_access=true", "lock_configuration=false", "python_enable_replacements=true", "threads=1",
     "autoinstall_known_extensions=true", "allow_unsigned_extensions=true"],
)  # fmt: skip
def test_the_configuration_is_locked(store, setting):
    with pytest.raises(duckdb.Error, match=r"locked|Cannot change"):
        store.read(f"SET {setting}")


def test_threads_get_their_own_rows(store):
    def ask(number: int) -> bool:
        found = store.read(
            "SELECT $n AS n, count(*) AS rows FROM township WHERE ts_pcode <> $s", {"n": number, "s": "x"}
        )
        return found["n"].tolist() == [number] and found["rows"].tolist() == [330]

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(ask, range(400)))


def test_reads_beside_a_write_see_all_of_it_or_nothing():
    made = small_store()
    seen, stop = set(), threading.Event()

    def watch():
        while not stop.is_set():
            seen.add(int(made.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0]))

    watcher = threading.Thread(target=watch)
    watcher.start()
    for batch in range(5):
        fill(made, victim_case=[case(f"C{batch}/{i}") for i in range(100)])
    stop.set()
    watcher.join()
    assert seen <= {0, 100, 200, 300, 400, 500}


def test_writers_take_turns():
    made = small_store()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda i: fill(made, victim_case=[case(f"C{i}")]), range(40)))
    assert made.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0] == 40


def test_a_failed_transaction_leaves_nothing_and_changes_no_version():
    made = small_store()
    before = made.data_version

    def fail_half_way():
        with made.transaction() as cursor:
            insert_frame(cursor, "victim_case", pd.DataFrame([case("C1")]))
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail_half_way()
    assert made.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0] == 0
    assert made.data_version == before
    fill(made, victim_case=[case("C1")])
    assert made.data_version != before


def test_a_refused_row_takes_its_whole_load_with_it():
    made = small_store()
    with pytest.raises(duckdb.ConstraintException):
        fill(made, victim_case=[case("C1"), case("C2", sex="?")])
    assert made.read("SELECT count(*) AS n FROM victim_case")["n"].iloc[0] == 0


@pytest.mark.parametrize(
    ("table", "column"), [("victim_case", "no_such"), ("no_such", "a"), ("setting; DROP TABLE setting", "key")]
)
def test_insert_frame_knows_only_tables_and_columns_that_exist(table, column):
    made = small_store()
    with pytest.raises(ValueError, match="no columns"), made.transaction() as cursor:
        insert_frame(cursor, table, pd.DataFrame({column: ["x"]}))
    assert made.read("SELECT count(*) AS n FROM setting")["n"].iloc[0] == 2


OPEN = "import sys; from pathlib import Path; from data.store import open_store; open_store(Path(sys.argv[1]))"


def test_a_second_process_is_told_that_the_register_is_in_use(tmp_path):
    path = tmp_path / "atlas.duckdb"
    first = open_store(path)
    second = [sys.executable, "-c", OPEN, str(path)]
    refused = subprocess.run(second, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False)
    assert "RegisterInUse" in refused.stderr
    first.close()
    assert subprocess.run(second, cwd=ROOT, capture_output=True, timeout=60, check=False).returncode == 0


def test_the_message_of_a_register_in_use_says_what_to_do():
    assert str(RegisterInUse(path="x.duckdb")).startswith("The register x.duckdb is open in another program")


def test_a_damaged_file_is_refused_and_left_as_it_is(tmp_path):
    path = tmp_path / "atlas.duckdb"
    path.write_bytes(b"this is no register" * 1000)
    with pytest.raises(RegisterUnreadable, match=r"atlas\.duckdb"):
        open_store(path)
    assert path.read_bytes() == b"this is no register" * 1000


def test_rows_kind_and_hardening_outlive_a_restart(tmp_path):
    path = tmp_path / "new" / "atlas.duckdb"
    made = open_store(path, RegisterKind.REAL)
    fill(made, victim_case=[case("C1")])
    made.close()
    again = open_store(path, RegisterKind.DEMONSTRATION)
    assert again.read("SELECT case_code FROM victim_case")["case_code"].tolist() == ["C1"]
    assert again.kind() == RegisterKind.REAL
    with pytest.raises(duckdb.Error):
        again.read("SET enable_external_access=true")
    again.close()


def test_an_unmarked_register_counts_as_real(store):
    made = memory_store()
    assert made.kind() == RegisterKind.DEMONSTRATION
    with made.transaction() as cursor:
        cursor.execute("DELETE FROM setting WHERE key = 'register_kind'")
    assert made.kind() == RegisterKind.REAL


def test_settings_have_defaults_and_can_be_changed():
    made = memory_store()
    assert {key: made.setting(key) for key in SETTINGS} == {key: s.default for key, s in SETTINGS.items()}
    fill(made, setting=[{"key": "dsw_reach_km", "value": "30", "updated_by": "t", "updated_at_utc": pd.Timestamp(0)}])
    assert made.setting("dsw_reach_km") == 30
    with pytest.raises(KeyError):
        made.setting("no_such_setting")
    assert all(s.minimum <= s.default <= s.maximum for s in SETTINGS.values())


def test_reference_tables_are_filled(store):
    counts = {
        table: int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])
        for table in ("township", "township_alternate_name", "township_code_change", "dsw_office", "shelter")
    }
    assert counts["township"] == 330
    assert all(counts.values())


def test_every_statement_of_the_schema_is_read_once():
    statements = schema_statements()
    written = (ROOT / "data" / "schema.sql").read_text(encoding="utf-8")
    for kind in ("CREATE TABLE", "CREATE MACRO", "COMMENT ON"):
        there = len(re.findall(f"^{kind} ", written, re.M))
        assert there > 10
        assert sum(s.startswith(kind) for s in statements) == there


def test_an_audit_row_alone_leaves_the_data_version_and_two_stores_never_share_one():
    made = memory_store()
    before = made.data_version
    with made.transaction(only_audit=True) as cursor:
        audit.append(cursor, PLANNER, "export", "test", 1)
    assert made.data_version == before
    assert made.read("SELECT count(*) AS n FROM audit_log")["n"].iloc[0] == 1
    assert memory_store().data_version != before
