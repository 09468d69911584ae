"""Killed two hundred times at random while it loads and assigns: nothing confirmed is lost, nothing is half there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from data import audit_command
from data.start_check import examine
from data.store import open_store
from data.vocabulary import RegisterKind
from tests.small_register import case, fill, organisation, presence

ROOT = Path(__file__).resolve().parents[2]
ROUNDS = 200


@pytest.mark.slow
@pytest.mark.skipif(not hasattr(os, "fork"), reason="each round is a fork, which this system does not have")
def test_two_hundred_kills_lose_nothing_confirmed_and_leave_nothing_half(tmp_path, monkeypatch):
    path = tmp_path / "atlas.duckdb"
    monkeypatch.setenv("ATLAS_DB", str(path))
    store = open_store(path, RegisterKind.DEMONSTRATION)
    fill(
        store,
        organisation=[organisation("A")],
        provider_presence=[presence("P", capacity_people=None)],
        victim_case=[case(f"W{number}") for number in range(ROUNDS)],
    )
    store.close()
    command = [sys.executable, "-m", "tests.data.killed", str(path), str(ROUNDS), "2024"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    told = json.loads(done.stdout)
    assert [line for line in told["lines"] if line[0] == "failed"] == []
    assert told["killed"] == ROUNDS
    confirmed = {kind: {line[1] for line in told["lines"] if line[0] == kind} for kind in ("load", "begin", "assign")}
    assert min(map(len, confirmed.values())) > 20, "the rounds were long enough to do something"
    examine(path)
    assert audit_command.main(["verify"]) == 0
    everything_is_whole(path, confirmed)


def everything_is_whole(path: Path, confirmed: dict[str, set[str]]) -> None:
    store = open_store(path)
    batches = store.read(
        "SELECT b.batch_id, b.rows_loaded, count(v.case_code) AS cases, count(s.case_code) AS sources "
        "FROM import_batch b LEFT JOIN victim_case v USING (batch_id) "
        "LEFT JOIN case_source s ON s.case_code = v.case_code GROUP BY ALL"
    )
    assert confirmed["load"] <= set(batches["batch_id"])
    assert (batches["rows_loaded"] == batches["cases"]).all()
    assert (batches["cases"] == batches["sources"]).all()
    periods = set(store.read("SELECT assignment_id FROM assignment")["assignment_id"])
    assert confirmed["begin"] | confirmed["assign"] <= periods
    unconfirmed = len(batches) + len(periods) - sum(map(len, confirmed.values()))
    assert 0 <= unconfirmed <= ROUNDS, "a kill can leave at most one commit that nobody was told of"
    two_open = (
        "SELECT case_code FROM assignment WHERE valid_to IS NULL AND NOT withdrawn GROUP BY 1 HAVING count(*) > 1"
    )
    assert store.read(two_open).empty
    written = store.read("SELECT count(*) AS n FROM audit_log WHERE action LIKE 'load%'")["n"].iloc[0]
    assert written == len(batches)
    store.close()
