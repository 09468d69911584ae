"""python -m geo.gazetteer, as a person or another program runs it."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from pathlib import Path

import pytest

from geo.gazetteer import default_gazetteer

ROOT = Path(__file__).resolve().parents[2]


def run(*arguments: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "geo.gazetteer", *map(str, arguments)]
    return subprocess.run(
        command, cwd=ROOT, capture_output=True, timeout=60, check=False, env={"PATH": "/usr/bin:/bin"}
    )


def table(done: subprocess.CompletedProcess[bytes]) -> list[dict[str, str]]:
    assert done.returncode == 0, done.stderr.decode()
    return list(csv.DictReader(io.StringIO(done.stdout.decode("utf-8"), newline="")))


@pytest.mark.parametrize("mark", ["", "\ufeff"], ids=["no mark", "byte order mark"])
def test_matches_a_file(tmp_path, mark):
    file = tmp_path / "places.csv"
    file.write_text(
        f"{mark}id,NAME,State ,District\n1,Muse,,\n2,Htantabin,Yangon,\n"
        '3,Htantabin,,\n4,"Lasho, x",,\n5,မူဆယ်,,\n6,,,\n7\n',
        encoding="utf-8",
    )
    done = run("match", file)
    rows = table(done)
    assert done.stdout.startswith(b"name,ts_pcode,how,score,suggestions\n")
    assert [row["ts_pcode"] for row in rows] == ["MMR015009", "MMR013006", "", "", "MMR015009", "", ""]
    assert [row["how"] for row in rows[:3]] == ["exact_name", "exact_name", "ambiguous"]
    assert rows[2]["suggestions"].split("|") == ["MMR007014", "MMR013006"]
    assert rows[3]["name"] == "Lasho, x"
    assert rows[0]["score"] == "1"
    assert rows[2]["score"] == "0.5"
    assert rows[5]["how"] == rows[6]["how"] == "blank"


def test_only_a_name_column_is_needed_and_its_case_does_not_matter(tmp_path):
    file = tmp_path / "places.csv"
    file.write_bytes(b'Name\r\nLashio\r\n\r\n"two\nlines"\r\n')
    rows = table(run("match", file))
    assert [(row["name"], row["ts_pcode"]) for row in rows] == [("Lashio", "MMR015001"), ("two\nlines", "")]


def test_a_header_alone_gives_a_header_alone(tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("name\n", encoding="utf-8")
    assert run("match", file).stdout == b"name,ts_pcode,how,score,suggestions\n"


def refused(done: subprocess.CompletedProcess[bytes], *said: str) -> None:
    assert done.returncode == 2
    assert done.stdout == b""
    message = done.stderr.decode("utf-8")
    assert "Traceback" not in message
    for text in said:
        assert text in message


def test_a_missing_file_is_said(tmp_path):
    refused(run("match", tmp_path / "none.csv"), "There is no file", "none.csv")


def test_a_folder_is_no_file(tmp_path):
    refused(run("match", tmp_path), "cannot be read")


@pytest.mark.parametrize(
    ("content", "said"),
    [("township,state\nMuse,Shan\n", ["has no column name", "township, state"]), ("", ["has no column name"])],
    ids=["another column", "empty file"],
)
def test_a_missing_name_column_is_said(tmp_path, content, said):
    file = tmp_path / "places.csv"
    file.write_text(content, encoding="utf-8")
    refused(run("match", file), *said)


@pytest.mark.parametrize("content", ["name\nစ\n".encode("utf-16"), b"name\nCaf\xe9\n"], ids=["utf-16", "latin-1"])
def test_a_file_that_is_not_utf8_is_said(tmp_path, content):
    file = tmp_path / "places.csv"
    file.write_bytes(content)
    refused(run("match", file), "is not UTF-8", "CSV UTF-8")


def test_a_cell_larger_than_csv_allows_is_said(tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("name\n" + "a" * 200_000 + "\n", encoding="utf-8")
    refused(run("match", file), "cannot be read as a CSV file")


@pytest.mark.parametrize(
    "inside", ["\u2028", "\x85", "\x0b", "\x1e"], ids=["U+2028", "U+0085", "tab down", "separator"]
)
def test_only_line_ends_of_csv_end_a_row(tmp_path, inside):
    file = tmp_path / "places.csv"
    file.write_text(f"name,state\nLashio{inside},Shan\nMuse,\n", encoding="utf-8")
    assert [row["ts_pcode"] for row in table(run("match", file))] == ["MMR015001", "MMR015009"]


def test_an_open_quotation_mark_is_said_and_swallows_no_row(tmp_path):
    file = tmp_path / "places.csv"
    file.write_text('name,state\n"Lashio,Shan\nMuse,\nBago,\n', encoding="utf-8")
    refused(run("match", file), "cannot be read as a CSV file", "line 4")


def test_a_reader_that_leaves_early_is_no_failure(tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("name\n" + "Lashio\n" * 50_000, encoding="utf-8")
    command = [sys.executable, "-m", "geo.gazetteer", "match", str(file)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == b"name,ts_pcode,how,score,suggestions\n"
        running.stdout.close()
        assert running.stderr is not None
        assert running.stderr.read() == b""
    assert running.returncode == 141


def test_evaluate_prints_precision_and_recall():
    done = run("evaluate", Path(__file__).with_name("held_out_spellings.csv"))
    assert done.returncode == 0, done.stderr.decode()
    lines = done.stdout.decode().splitlines()
    assert lines[0].split()[:5] == ["kind", "rows", "silent", "wrong", "precision"]
    assert lines[1].split()[:1] == ["all"]
    assert lines[1].split()[3] == "0"


def test_evaluate_needs_the_expected_codes(tmp_path):
    file = tmp_path / "places.csv"
    file.write_text("name\nMuse\n", encoding="utf-8")
    refused(run("evaluate", file), "has no column expected")


def test_equal_rows_are_matched_once(monkeypatch):
    """A thousand rows of three spellings: three are looked at."""
    gazetteer, looked_at = default_gazetteer(), []
    match_row = type(gazetteer)._match_row
    monkeypatch.setattr(
        type(gazetteer), "_match_row", lambda self, *row: looked_at.append(row[0]) or match_row(self, *row)
    )
    matches = gazetteer.match_many([("Muse", "Lashoi", "Hakha")[row % 3] for row in range(1000)])
    assert sorted(looked_at) == ["Hakha", "Lashoi", "Muse"]
    assert len(matches) == 1000
    assert matches[0] == matches[999]
