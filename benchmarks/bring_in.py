"""Bringing 100,000 rows in: reading and checking, beside what pandas needs to read the same workbook and check nothing.

    python -m benchmarks.bring_in [--quick]

Each measurement runs in a process of its own, so that its peak memory is its own (with the parsing process it starts).
"""

from __future__ import annotations

import argparse
import json
import random
import re
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks.common import machine, table, versions
from data.paths import ROOT

ROWS, QUICK_ROWS = 100_000, 10_000


@dataclass(frozen=True)
class Measured:
    """What one way of reading took. peak_mib: of the process and its child, added; rows: data rows that came out."""

    what: str
    seconds: float
    rows: int
    peak_mib: float

    @property
    def rows_per_second(self) -> float:
        return self.rows / self.seconds


def rows_of_cases(rows: int, seed: int = 2010) -> pd.DataFrame:
    """Invented cases worded as an agency would: English and Burmese, months in two writings; below 10 MB."""
    from data import reference

    rng = random.Random(seed)
    places = reference.townships()[["ts_pcode", "ts_name_en", "ts_name_my"]].to_numpy().tolist()
    months = [f"{year}-{month:02d}" for year in range(2012, 2024) for month in range(1, 13)]
    made = []
    for number in range(rows):
        code, english, burmese = rng.choice(places)
        at = rng.randrange(len(months) - 24)
        made.append(
            (
                f"A/{number}",
                rng.choice(("ATU", "DSW", "NGO")),
                rng.choice(("g2g", "internal", "self internal")),
                rng.choice(("F", "M", "မ")),
                str(rng.randrange(5, 60)),
                code,
                rng.choice((english, english, burmese)),
                months[at],
                f"{months[at + 6][5:]}/{months[at + 6][:4]}",
                months[at + 20],
                rng.choice(("China", "Thailand", "Malaysia")),
                rng.choice(("forced marriage", "forced labour", "")),
            )
        )
    columns = [
        "Reference code",
        "Agency",
        "Victim type",
        "Sex",
        "Age",
        "Township P-code",
        "Township",
        "Recruitment",
        "Identification",
        "Repatriation",
        "Destination",
        "Purpose",
    ]
    return pd.DataFrame(made, columns=columns)


def write_files(folder: Path, rows: int) -> dict[str, Path]:
    """The same rows as a workbook and as a CSV."""
    frame = rows_of_cases(rows)
    paths = {"xlsx": folder / "cases.xlsx", "csv": folder / "cases.csv"}
    frame.to_csv(paths["csv"], index=False)
    with pd.ExcelWriter(paths["xlsx"], engine="xlsxwriter") as writer:
        frame.to_excel(writer, index=False)
    return paths


def _read_and_check(path: Path) -> int:
    from data.load import FORMATS
    from data.validate import Options, check
    from data.workbook import read_file
    from geo.gazetteer import default_gazetteer

    found = check(read_file(path), FORMATS["national"], default_gazetteer(), Options(synthetic=True))
    if len(found.accepted) != found.rows_in_file:
        raise SystemExit(f"{found.rejects[:3]}")
    return found.rows_in_file


def _read_check_and_load(path: Path) -> int:
    from data.load import FORMATS, load
    from data.scope import Scope
    from data.store import memory_store
    from data.validate import Options, check
    from data.vocabulary import Role
    from data.workbook import read_file
    from geo.gazetteer import default_gazetteer

    found = check(read_file(path), FORMATS["national"], default_gazetteer(), Options(synthetic=True))
    return load(memory_store(), found, Scope(Role.PLANNER, "benchmark")).rows_loaded


def _pandas_openpyxl(path: Path) -> int:
    return len(pd.read_excel(path, engine="openpyxl", dtype=str))


def _pandas_csv(path: Path) -> int:
    return len(pd.read_csv(path, dtype=str))


WAYS: dict[str, tuple[str, Callable[[Path], int]]] = {
    "workbook: pandas.read_excel with openpyxl, reading alone": ("xlsx", _pandas_openpyxl),
    "workbook: read and check": ("xlsx", _read_and_check),
    "workbook: read, check and load": ("xlsx", _read_check_and_load),
    "CSV: pandas.read_csv, reading alone": ("csv", _pandas_csv),
    "CSV: read and check": ("csv", _read_and_check),
    "CSV: read, check and load": ("csv", _read_check_and_load),
}


def run(quick: bool = False) -> list[Measured]:
    """The fastest of three runs of every way, each in a fresh process, on files in a folder that goes away."""
    with tempfile.TemporaryDirectory() as folder:
        paths = write_files(Path(folder), QUICK_ROWS if quick else ROWS)
        runs = [[_apart(what, paths[kind]) for what, (kind, _) in WAYS.items()] for _ in range(1 if quick else 3)]
        return [min(same, key=lambda each: each.seconds) for same in zip(*runs, strict=True)]


def _apart(what: str, path: Path) -> Measured:
    line = [sys.executable, "-m", "benchmarks.bring_in", "--one", what, str(path)]
    done = subprocess.run(line, cwd=ROOT, capture_output=True, text=True, check=True)
    return Measured(what, **json.loads(done.stdout))


def _one(what: str, path: Path) -> None:
    """In the child: measure and print as JSON."""
    peaks: dict[str, float] = {}
    done = threading.Event()
    watcher = threading.Thread(target=_watch, args=(peaks, done))
    watcher.start()
    began = time.perf_counter()
    rows = WAYS[what][1](path)
    seconds = time.perf_counter() - began
    done.set()
    watcher.join()
    print(json.dumps({"seconds": seconds, "rows": rows, "peak_mib": sum(peaks.values())}))


def _watch(peaks: dict[str, float], done: threading.Event) -> None:
    """Peak memory (MiB) of this process and of its children by number, read until `done`; Linux only, else nothing.

    What getrusage says of a child includes what its parent held when it was started.
    """
    own = Path("/proc/self")
    while own.exists():
        numbers = [number for task in own.glob("task/*/children") for number in _text(task).split()]
        for name in ("self", *numbers):
            peak = re.search(r"VmHWM:\s+(\d+) kB", _text(Path("/proc", name, "status")))
            is_ours = name == "self" or "workbook_parse" in _text(Path("/proc", name, "cmdline"))
            if peak and is_ours:
                peaks[name] = int(peak[1]) / 1024
        if done.wait(0.02):
            return


def _text(path: Path) -> str:
    try:
        return path.read_text()
    except OSError:  # the process has ended meanwhile
        return ""


def report(measured: list[Measured]) -> str:
    """A table, and how often faster the workbook is read and checked than read alone."""
    by_name = {each.what: each for each in measured}
    names = list(WAYS)
    faster = by_name[names[0]].seconds / by_name[names[1]].seconds
    rows = [(m.what, m.rows, m.seconds, m.rows_per_second, m.peak_mib) for m in measured]
    return (
        table(("way", "rows", "seconds", "rows a second", "peak MiB"), rows)
        + f"\n\nReading and checking the workbook took {1 / faster:.2f} of the time of reading it alone with openpyxl."
        + f"\n{versions('pandas', 'openpyxl', 'python-calamine', 'duckdb')}"
    )


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.bring_in", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="10,000 rows")
    parser.add_argument("--one", nargs=2, metavar=("WAY", "FILE"), help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.one:
        _one(chosen.one[0], Path(chosen.one[1]))
        return
    print(machine().line())
    print(report(run(quick=chosen.quick)))


if __name__ == "__main__":
    main()
