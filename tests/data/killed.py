"""A process that loads and assigns, killed again and again at random moments; run by test_kill.py on its own.

    python -m tests.data.killed REGISTER ROUNDS SEED

Everything is imported once and each round is a fork of it, since starting Python would take most of the time. What a
child was told to be committed it writes into a pipe at once; all of that is printed as JSON at the end.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import time
from datetime import date
from pathlib import Path

from data.assignments import Change, NewAssignment, assign, begin
from data.load import load
from data.start_check import examine
from data.store import Store, open_store
from tests.data.case_files import PLANNER, as_csv, checked, row

DAY = date(2024, 3, 1)
ROWS_A_FILE = 2


def work(path: Path, number: int, tell: int) -> None:
    """Assign people who wait and load small files until killed; each line is written after the commit it tells of."""
    if number % 5 == 0:
        examine(path)
    store = open_store(path)
    os.write(tell, b"ready -\n")
    waiting = [f"W{number}"]
    for turn in range(10_000):
        for code in waiting:
            period = waits_already(store, code)
            if period is None:
                period = begin(store, PLANNER, Change(code, DAY, None))
                os.write(tell, f"begin {period}\n".encode())
            given = assign(store, PLANNER, NewAssignment(code, "P", DAY, period))
            os.write(tell, f"assign {given}\n".encode())
        file = as_csv(row(Reference_code=f"{number}.{turn}.{each}", Age=str(15 + each)) for each in range(ROWS_A_FILE))
        report = load(store, checked(file, f"{number}-{turn}.csv"), PLANNER)
        os.write(tell, f"load {report.batch_id}\n".encode())
        found = store.read("SELECT case_code FROM victim_case WHERE batch_id = $batch", {"batch": report.batch_id})
        waiting = found["case_code"].tolist()


def waits_already(store: Store, code: str) -> str | None:
    """The open period of a case whose wait began with the load that brought it; None: it has none."""
    sql = "SELECT assignment_id FROM assignment WHERE case_code = $code AND valid_to IS NULL AND NOT withdrawn"
    found = store.read(sql, {"code": code})["assignment_id"]
    return None if found.empty else str(found.iloc[0])


def one_round(path: Path, number: int, rng: random.Random) -> tuple[list[list[str]], int]:
    """(lines that the child wrote, its exit status) of one child that is killed."""
    read, write = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            work(path, number, write)
        except BaseException as error:
            os.write(write, f"failed {type(error).__name__}:{str(error).replace(chr(10), ' ')[:200]}\n".encode())
        finally:
            os._exit(3)
    os.close(write)
    told, wanted = b"", rng.choice((0, 1, 1, 2, 2, 3, 3, 4, 5))  # 0: while it opens the register
    while told.count(b"\n") < wanted and (more := os.read(read, 65536)):
        told += more
    time.sleep(rng.uniform(0, 0.04))
    os.kill(child, signal.SIGKILL)
    _pid, status = os.waitpid(child, 0)
    while more := os.read(read, 65536):
        told += more
    os.close(read)
    return [line.split(" ", 1) for line in told.decode().splitlines()], status


def main() -> None:
    path, rounds, rng = Path(sys.argv[1]), int(sys.argv[2]), random.Random(int(sys.argv[3]))
    checked(as_csv([row()]))
    lines, killed = [], 0
    for number in range(rounds):
        told, status = one_round(path, number, rng)
        lines += told
        killed += os.WIFSIGNALED(status)
    print(json.dumps({"lines": lines, "killed": killed}))


if __name__ == "__main__":
    main()
