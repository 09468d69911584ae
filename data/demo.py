"""The demonstration register: synthetic, seeded, scaled to published national totals; never a real case.

    python -m data.demo [--cases N] [--seed S] [--no-events]

Assumptions and their sources: data/reference/demo_*.csv and docs/demonstration-register.md.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data.audit_head import head_path
from data.demo_earlier import remade_by_demo
from data.demonstration import assumptions, build
from data.demonstration.build import Plan, Progress
from data.errors import AtlasError, RegisterHoldsCases, RegisterIsReal
from data.paths import database_path
from data.store import Store, open_store
from data.vocabulary import RegisterKind

DEMO_AS_OF = assumptions.AS_OF
DEFAULT_SEED = 2010
CASES_MOST = 100_000_000
# What people have put into a register: files, answers about places, settings, frozen lists, saved plans, casework.
BROUGHT_BY_PEOPLE = """
    SELECT (SELECT count(*) FROM import_batch WHERE import_format <> 'demonstration')
         + (SELECT count(*) FROM township_alternate_name WHERE confirmed_by IS NOT NULL)
         + (SELECT count(*) FROM setting WHERE updated_by NOT IN ('atlas', 'demonstration'))
         + (SELECT count(*) FROM hotspot_list) + (SELECT count(*) FROM allocation_plan)
         + (SELECT count(*) FROM app_user)
         + (SELECT count(*) FROM publication WHERE published_by <> 'demonstration')
         + (SELECT count(*) FROM case_event WHERE recorded_by IS NOT NULL OR withdrawn)
         + (SELECT count(*) FROM assignment WHERE decided_by <> 'demonstration' OR withdrawn)
         + (SELECT count(*) FROM case_pair WHERE decided_by IS NOT NULL)
         + (SELECT count(*) FROM case_need WHERE noted_by <> 'demonstration')
         + (SELECT count(*) FROM referral) + (SELECT count(*) FROM meeting_decision)
         + (SELECT count(*) FROM (
                SELECT recorded_by, false AS withdrawn FROM case_worker
                UNION ALL SELECT recorded_by, withdrawn FROM assessment
                UNION ALL SELECT recorded_by, withdrawn FROM meeting
                UNION ALL SELECT recorded_by, withdrawn FROM training
                UNION ALL SELECT recorded_by, withdrawn FROM training_target
                UNION ALL SELECT recorded_by, withdrawn FROM joint_visit
                UNION ALL SELECT recorded_by, withdrawn FROM health_site
                UNION ALL SELECT recorded_by, withdrawn FROM legal_proceeding
                UNION ALL SELECT recorded_by, withdrawn FROM fund_entry
                UNION ALL SELECT recorded_by, withdrawn FROM shelter_census_abroad
                UNION ALL SELECT recorded_by, withdrawn FROM provider_report
                UNION ALL SELECT recorded_by, withdrawn FROM stage_assessment
                UNION ALL SELECT recorded_by, withdrawn FROM health_advocacy
                UNION ALL SELECT recorded_by, withdrawn FROM indicator_target
                UNION ALL SELECT recorded_by, false FROM recommendation_state
            ) WHERE recorded_by <> 'demonstration' OR withdrawn) AS n
"""
TABLES = ("victim_case", "organisation", "provider_presence", "assignment", "case_event")


@dataclass(frozen=True)
class DemoReport:
    """What was made: rows of each kind, people per year, and how long it took (seconds).

    kept: where the register that it replaced was kept, because people had put something into it; None: nobody had.
    """

    cases: int
    organisations: int
    presences: int
    assignments: int
    events: int
    cases_by_year: dict[int, int]
    seed: int
    seconds: float
    kept: Path | None = None


def make_demo(
    store: Store,
    cases: int | None = None,
    seed: int = DEFAULT_SEED,
    events: bool = True,
    progress: Progress | None = None,
) -> DemoReport:
    """Fill an empty register with the demonstration register, in one transaction.

    cases: rows (default: the published totals). events False: no case_event rows, for benchmarks.
    progress(share_0_1, text): called as it goes. Raises RegisterIsReal, RegisterHoldsCases.
    """
    began = time.perf_counter()
    _refuse_unless_empty(store)
    rows = assumptions.rows_by_year(cases)
    with store.transaction() as cursor:
        build.fill(cursor, Plan(rows, seed, events), progress or _quiet)
    cases_made, organisations, presences, assignments, events_made = (_count(store, table) for table in TABLES)
    return DemoReport(
        cases=cases_made,
        organisations=organisations,
        presences=presences,
        assignments=assignments,
        events=events_made,
        cases_by_year=rows,
        seed=seed,
        seconds=time.perf_counter() - began,
    )


def _count(store: Store, table: str) -> int:
    return int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])  # noqa: S608 a name of this module


def _quiet(share_0_1: float, text: str) -> None:
    """Progress that nobody watches."""


def double_pairs(store: Store, cases: int | None = None, seed: int = DEFAULT_SEED) -> pd.DataFrame:
    """The truth about doubles in a demonstration register of that size and seed: case_code, double_code.

    For measuring a matcher of doubles; the register itself does not mark them. Writes nothing that stays.
    """
    with store.transaction() as cursor:
        return build.double_pairs(cursor, Plan(assumptions.rows_by_year(cases), seed, events=False))


def _refuse_unless_empty(store: Store) -> None:
    path = str(store.path or ":memory:")
    if store.kind() is RegisterKind.REAL:
        raise RegisterIsReal(path=path)
    if cases := _count(store, "victim_case"):
        raise RegisterHoldsCases(path=path, cases=cases)


def rebuild_demo(
    path: Path | None = None,
    cases: int | None = None,
    seed: int = DEFAULT_SEED,
    events: bool = True,
    progress: Progress | None = None,
) -> DemoReport:
    """Make the register anew beside the old file, then put it in its place; a crash leaves the old one.

    An old one into which people brought files, answers or settings is kept under another name (DemoReport.kept).
    Raises RegisterIsReal where the old one holds real cases, RegisterInUse and RegisterUnreadable as open_store does.
    """
    path = path or database_path()
    precious = path.exists() and not remade_by_demo(path) and _holds_work(path)
    fresh = path.with_name(path.name + ".new")
    _remove(fresh)
    try:
        store = open_store(fresh)
        try:
            report = make_demo(store, cases, seed, events, progress)
        finally:
            store.close()
        kept = _copied_aside(path) if precious else None
        _put_in_place(fresh, path)
    finally:
        _remove(fresh)
    return replace(report, kept=kept)


def _holds_work(path: Path) -> bool:
    """Whether people have put anything into the register. Raises RegisterIsReal where it may not be replaced at all."""
    old = open_store(path)
    try:
        if old.kind() is RegisterKind.REAL:
            raise RegisterIsReal(path=str(path))
        return int(old.read(BROUGHT_BY_PEOPLE)["n"].iloc[0]) > 0
    finally:
        old.close()


def _copied_aside(path: Path) -> Path:
    now = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    aside = path.with_name(f"{path.stem}-before-{now}{path.suffix}")
    if head_path(path).exists():
        shutil.copy2(head_path(path), head_path(aside))
    return Path(shutil.copy2(path, aside))


def _put_in_place(fresh: Path, path: Path) -> None:
    """The new register and its audit log's end take the old ones' places; a crash in between leaves no wrong end."""
    head_path(path).unlink(missing_ok=True)
    fresh.replace(path)
    if head_path(fresh).exists():
        head_path(fresh).replace(head_path(path))


def _remove(path: Path) -> None:
    for leftover in (path, path.with_name(path.name + ".wal"), head_path(path)):
        leftover.unlink(missing_ok=True)


def ensure_demo(progress: Progress | None = None) -> DemoReport | None:
    """Make the register where there is none yet, or only a demonstration of an earlier version; None: one stands."""
    path = database_path()
    if path.exists() and not _is_old_demo(path):
        return None
    return rebuild_demo(progress=progress)


def _is_old_demo(path: Path) -> bool:
    try:
        return remade_by_demo(path)
    except AtlasError:  # told, with its reason, by whoever opens the register next
        return False


def main(arguments: list[str] | None = None) -> int:
    """The command; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m data.demo", description="Rebuild the demonstration register.")
    parser.add_argument("--cases", type=_rows, help="rows of the register (default: the published national totals)")
    parser.add_argument("--seed", type=int, default=DEFAULT_SEED)
    parser.add_argument("--no-events", action="store_true", help="no dated events, for benchmarks")
    given = parser.parse_args(arguments)
    try:
        report = rebuild_demo(None, given.cases, given.seed, not given.no_events, _print_progress)
    except AtlasError as error:
        print(error, file=sys.stderr)
        return 1
    print(
        f"{report.cases:,} synthetic cases, {report.organisations} organisations, {report.presences} presences, "
        f"{report.assignments:,} periods of assignment, {report.events:,} events in {report.seconds:.1f} s: "
        f"{database_path()}"
    )
    if report.kept:
        print(f"The register before it held what people had brought in, and was kept as {report.kept}")
    return 0


def _rows(text: str) -> int:
    if not text.isascii() or not text.isdigit() or not 0 < int(text) <= CASES_MOST:
        raise argparse.ArgumentTypeError(f"give a whole number from 1 to {CASES_MOST:,}, not {text!r}")
    return int(text)


def _print_progress(share_0_1: float, text: str) -> None:
    print(f"{share_0_1:4.0%}  {text}", file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
