"""The command line as a person runs it: exit status, messages, rejects, and what a killed load leaves behind."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import duckdb
import pytest

from data import load
from data.file_errors import FileEmpty, FileTooLarge
from data.paths import ROOT
from data.row_errors import NumberNegative
from data.store import open_store
from data.workbook_guard import MIB
from geo.gazetteer import default_gazetteer

HEAD = "Organisation,Activity,Township P-code,Township,Reached"
GOOD = "Help Myanmar,Food distribution,MMR015009,Muse,12"
BAD = "Help Myanmar,Food distribution,MMR015009,Muse,-12"


@pytest.fixture
def shell(tmp_path):
    """shell(file text, *options) -> the finished process; the register is tmp_path/atlas.duckdb."""
    environment = {**os.environ, "ATLAS_DB": str(tmp_path / "atlas.duckdb"), "PYTHONUTF8": "1"}

    def command(text: str | None, *options: str, name: str = "directory.csv"):
        line = [sys.executable, "-m", "data.load", str(written(tmp_path / name, text)), "--as", "providers", *options]
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)

    return command


@pytest.fixture
def run(tmp_path, monkeypatch):
    """The same without a process of its own, which takes two seconds to start."""
    monkeypatch.setenv("ATLAS_DB", str(tmp_path / "atlas.duckdb"))

    def command(text: str | None, *options: str, name: str = "directory.csv"):
        line = [str(written(tmp_path / name, text)), "--as", "providers", *options]
        out, err = io.StringIO(), io.StringIO()
        with redirect_stdout(out), redirect_stderr(err):
            try:
                status = load.main(line, lambda names: default_gazetteer().with_alternates(names))
            except SystemExit as ended:
                status = ended.code
        return subprocess.CompletedProcess(line, status, out.getvalue(), err.getvalue())

    return command


def written(path: Path, text: str | None) -> Path:
    if text is not None:
        path.write_text(text, encoding="utf-8")
    return path


def counts(path) -> dict[str, int]:
    tables = ("import_batch", "import_reject", "organisation", "provider_presence", "presence_service", "audit_log")
    with duckdb.connect(str(path)) as connection:
        return {table: connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in tables}


def test_all_loaded_is_exit_0(shell, tmp_path):
    done = shell(f"{HEAD}\n{GOOD}\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("directory.csv: 1 rows; 1 loaded, 0 rejected, 0 doubles.")
    assert counts(tmp_path / "atlas.duckdb")["provider_presence"] == 1


def test_some_rejected_is_exit_1_with_reasons_and_a_file_to_mend(run, tmp_path):
    out = tmp_path / "rejects.csv"
    done = run(f"{HEAD}\n{GOOD}\n{BAD}\n", "--rejects", str(out))
    assert done.returncode == 1
    assert 'rejected: Row 3, column Reached: "-12" is below zero.' in done.stdout
    lines = out.read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) == 2
    out.write_text(out.read_text(encoding="utf-8-sig").replace("'-12", "13"), encoding="utf-8")
    assert run(None, name="rejects.csv").returncode == 0
    assert counts(tmp_path / "atlas.duckdb")["provider_presence"] == 2


def test_a_refused_file_is_exit_2_and_says_why(run, tmp_path):
    assert run("x,y\n1,2\n").returncode == 2
    done = run(f"{HEAD}\n{GOOD}\n", "--map", "Reached=nothing")
    assert (done.returncode, done.stdout) == (2, "")
    assert "the column Reached cannot be read as nothing" in done.stderr
    missing = run(None, name="nowhere.csv")
    assert (missing.returncode, "There is no file" in missing.stderr) == (2, True)


def test_a_refused_file_creates_no_register(run, tmp_path):
    for text in ("x,y\n1,2\n", f"{HEAD.replace('Activity', 'Ding')}\n{GOOD}\n", f"{HEAD}\n", "", None):
        done = run(text, name="refused.csv" if text is not None else "nowhere.csv")
        assert (done.returncode, done.stdout) == (2, "")
        assert not (tmp_path / "atlas.duckdb").exists()
    (tmp_path / "answers.csv").write_text("written,ts_pcode\nMuse,MMR015001\n", encoding="utf-8")
    done = run(f"{HEAD}\n{GOOD}\n", "--answers", str(tmp_path / "answers.csv"))
    assert (done.returncode, "already is a name or code of MMR015009 Muse" in done.stderr) == (2, True)
    assert not (tmp_path / "atlas.duckdb").exists()


def test_answers_are_kept_with_a_load_and_not_by_a_dry_run(run, tmp_path):
    """The pair is an example of an answer, not a statement about where this area lies."""
    asked = "Help Myanmar,Food distribution,MMR015308,Yawng Lin,12"
    (tmp_path / "answers.csv").write_text("written,ts_pcode\nMMR015308,MMR015007\n", encoding="utf-8")
    option = ("--answers", str(tmp_path / "answers.csv"))
    assert run(f"{HEAD}\n{asked}\n", *option, "--dry-run").returncode == 0
    assert run(f"{HEAD}\n{asked}\n", "--dry-run").returncode == 1
    done = run(f"{HEAD}\n{asked}\n", *option)
    assert (done.returncode, "1 answers were kept" in done.stdout) == (0, True)
    assert run(f"{HEAD}\n{asked[:-2]}13\n", name="next.csv").returncode == 0
    store = open_store(tmp_path / "atlas.duckdb")
    try:
        found = store.read("SELECT confirmed_by FROM township_alternate_name WHERE alt_name = 'MMR015308'")
    finally:
        store.close()
    assert found["confirmed_by"].str.startswith("command line (").tolist() == [True]


def test_the_same_file_twice_is_exit_2(run, tmp_path):
    assert run(f"{HEAD}\n{GOOD}\n").returncode == 0
    done = run(f"{HEAD}\n{GOOD}\n")
    assert (done.returncode, "was already loaded on" in done.stderr) == (2, True)
    assert counts(tmp_path / "atlas.duckdb")["import_batch"] == 1


def test_a_dry_run_writes_nothing(run, tmp_path):
    done = run(f"{HEAD}\n{GOOD}\n{BAD}\n", "--dry-run")
    assert (done.returncode, "1 would be loaded" in done.stdout) == (1, True)
    assert not (tmp_path / "atlas.duckdb").exists()
    open_store(tmp_path / "atlas.duckdb").close()
    before = counts(tmp_path / "atlas.duckdb")
    run(f"{HEAD}\n{GOOD}\n{BAD}\n", "--dry-run")
    assert counts(tmp_path / "atlas.duckdb") == before


def test_json_for_another_program(shell):
    report = json.loads(shell(f"{HEAD}\n{GOOD}\n{GOOD}\n{BAD}\n", "--json").stdout)
    assert [report[key] for key in ("rows_in_file", "rows_loaded", "rows_rejected", "rows_double")] == [3, 1, 1, 1]
    (reject,) = report["rejects"]
    assert (reject["row"], reject["column"], reject["value"], reject["code"]) == (4, "Reached", "-12", "NumberNegative")
    assert reject["reason"].startswith('Row 4, column Reached: "-12" is below zero.')
    assert "-12" in reject["reason_my"]
    assert "below zero" not in reject["reason_my"]
    assert len(report["remarks"]) == len(report["remarks_my"]) > 0
    assert report["doubles"] == [{"row": 3, "repeats": "row 2"}]
    refused = shell("x,y\n1,2\n", "--json")
    assert (refused.returncode, json.loads(refused.stdout)["refused"]) == (2, "HeadingsUnknown")
    assert "no row of headings" not in json.loads(refused.stdout)["reason_my"]


def test_the_shell_says_what_is_wrong_in_both_languages(shell):
    from ui.text import catalogue

    translate = catalogue("my").gettext
    done = shell(f"{HEAD}\n{GOOD}\n{BAD}\n")
    fault = NumberNegative(row=3, column="Reached", written="-12")
    assert f"  rejected: {fault}\n    {fault.message(translate)}\n" in f"{done.stdout}\n"
    refused = shell("")
    empty = FileEmpty(file="directory.csv")
    assert refused.stderr == f"{empty}\n{empty.message(translate)}\n"
    assert len(set(refused.stderr.splitlines())) == 2


def test_a_file_over_10_mb_is_refused_unread_with_its_size_and_what_to_do(run, tmp_path):
    from ui.text import catalogue

    with (tmp_path / "large.csv").open("wb") as file:
        file.write(f"{HEAD}\n{GOOD}\n".encode())
        file.truncate(11 * MIB)
    done = run(None, name="large.csv")
    fault = FileTooLarge(file="large.csv", size_mb=11, allowed_mb=10)
    assert "large.csv has 11.0 MB; at most 10 MB are accepted." in str(fault)
    assert done.stderr == f"{fault}\n{fault.message(catalogue('my').gettext)}\n"
    assert (done.returncode, done.stdout, (tmp_path / "atlas.duckdb").exists()) == (2, "", False)


def test_a_terminal_that_cannot_show_burmese_still_gets_the_report(tmp_path):
    (tmp_path / "directory.csv").write_text(f"{HEAD}\n{GOOD}\n{BAD}\n", encoding="utf-8")
    line = [sys.executable, "-m", "data.load", str(tmp_path / "directory.csv"), "--as", "providers"]
    environment = {**os.environ, "ATLAS_DB": str(tmp_path / "atlas.duckdb"), "PYTHONIOENCODING": "ascii"}
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert (done.returncode, done.stderr) == (1, "")
    assert 'rejected: Row 3, column Reached: "-12" is below zero.' in done.stdout


def test_a_rejects_path_that_cannot_be_written_is_refused_before_loading(run, tmp_path):
    done = run(f"{HEAD}\n{BAD}\n", "--rejects", str(tmp_path / "no" / "folder" / "out.csv"))
    assert (done.returncode, "nothing was loaded" in done.stderr) == (2, True)
    assert not (tmp_path / "atlas.duckdb").exists()


def test_rejects_never_write_over_the_file_they_come_from(run, tmp_path):
    """A dry run would have left only its rejected rows of it."""
    text = f"{HEAD}\n{GOOD}\n{BAD}\n"
    done = run(text, "--dry-run", "--rejects", str(tmp_path / "sub" / ".." / "directory.csv"))
    assert (done.returncode, "nothing was loaded" in done.stderr) == (2, True)
    assert (tmp_path / "directory.csv").read_text(encoding="utf-8") == text


def test_a_register_open_in_the_running_app_is_exit_2(shell, tmp_path):
    store = open_store(tmp_path / "atlas.duckdb")
    try:
        done = shell(f"{HEAD}\n{GOOD}\n")
        before_reading = shell(None, name="nowhere.csv")
    finally:
        store.close()
    assert (done.returncode, done.stdout) == (2, "")
    assert "is open in another program, probably the running atlas" in done.stderr
    assert (before_reading.returncode, "is open in another program" in before_reading.stderr) == (2, True)
    assert counts(tmp_path / "atlas.duckdb")["import_batch"] == 0


def test_only_formats_that_exist_are_offered(run):
    done = run(f"{HEAD}\n{GOOD}\n", "--as", "demonstration")
    assert done.returncode == 2
    assert all(code in done.stderr for code in ("national", "shelter", "providers"))


def test_importing_the_loader_never_imports_places_or_pages():
    code = "import sys, data.load; print(sorted({'geo', 'queries', 'analysis', 'ui', 'streamlit'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


KILLED = """
import sys, data.load
real = data.load.audit.append
def stop(cursor, *rest):
    rows = cursor.execute("SELECT count(*) FROM provider_presence").fetchone()[0]
    print("written, not committed:", rows, flush=True)
    sys.stdin.read()
    return real(cursor, *rest)
data.load.audit.append = stop
from geo.gazetteer import default_gazetteer
data.load.main(sys.argv[1:], lambda names: default_gazetteer())
"""


@pytest.mark.skipif(os.name != "posix", reason="a process is killed by SIGKILL only on POSIX systems")
def test_kill_minus_9_in_the_middle_of_a_load_leaves_nothing_half(run, tmp_path):
    assert run(f"{HEAD}\n{GOOD}\n", name="first.csv").returncode == 0
    before = counts(tmp_path / "atlas.duckdb")
    path = tmp_path / "second.csv"
    path.write_text(HEAD + "\n" + "".join(f"Org {n},Food,MMR015009,Muse,{n}\n" for n in range(500)), encoding="utf-8")
    environment = {**os.environ, "ATLAS_DB": str(tmp_path / "atlas.duckdb")}
    line = [sys.executable, "-c", KILLED, str(path), "--as", "providers"]
    child = subprocess.Popen(line, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        assert child.stdout.readline().strip() == "written, not committed: 501"
        child.send_signal(signal.SIGKILL)
        assert child.wait(timeout=30) == -signal.SIGKILL
    finally:
        child.kill()
        child.stdin.close()
        child.stdout.close()
    assert counts(tmp_path / "atlas.duckdb") == before
    assert run(None, name="second.csv").returncode == 0
    assert counts(tmp_path / "atlas.duckdb")["provider_presence"] == 501
