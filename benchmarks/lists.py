"""How long a page of each list takes, with 10 thousand and with 1 million cases, as the app asks for it.

    python -m benchmarks.lists [--quick]

One synthetic register of each size with all its events. Each list is asked for its first page, for a page in its middle
and, where it can be searched, by part of a case code; the counts that head a list are measured beside it. Scope, bound
parameters and the frame that comes back are in the time; drawing the table is not.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pandas as pd

from benchmarks.common import Timing, machine, measure, table, versions
from data.demo import DEMO_AS_OF, make_demo
from data.scope import Scope
from data.store import Store, open_store
from data.vocabulary import DueKind, Role, Stage
from data.vocabulary_work import MeetingSite
from queries import caseload, cases, matching, meetings, shelter_register
from queries.cases import DueOf, Narrowed
from queries.filters import Filters

PLANNER = Scope(Role.PLANNER, "benchmark")
PAGE = 25
Question = Callable[[], pd.DataFrame]


@dataclass(frozen=True)
class Row:
    """One measured question; all_rows: of the list; answer_rows: that came back; reader: the role that asked."""

    question: str
    reader: str
    cases: int
    all_rows: int
    answer_rows: int
    timing: Timing


def run(quick: bool = False) -> list[Row]:
    """Measure at each size."""
    return [row for cases in ((10_000, 100_000) if quick else (10_000, 1_000_000)) for row in run_size(cases)]


def run_size(cases: int) -> list[Row]:
    """Every question on one register of `cases` cases in a temporary folder."""
    with tempfile.TemporaryDirectory(prefix="atlas-bench-") as folder:
        began = time.perf_counter()
        store = open_store(Path(folder) / "atlas.duckdb")
        make_demo(store, cases=cases)
        print(f"{cases:,} cases prepared in {time.perf_counter() - began:.0f} s", file=sys.stderr)
        try:
            return measured(store, cases)
        finally:
            store.close()


def measured(store: Store, size: int) -> list[Row]:
    """Every question on an open register, for a planner and for the manager of the fullest provider."""
    loads = caseload.caseload(store, PLANNER, DEMO_AS_OF)
    fullest = loads.sort_values(["caseload_people", "pool_id"]).iloc[-1]
    manager = Scope(Role.NGO_MANAGER, "benchmark", organisation_id=str(fullest["organisation_id"]))
    pool_id, people = str(fullest["pool_id"]), int(fullest["caseload_people"])
    return [
        _row(name, scope, size, all_rows, ask)
        for scope in (PLANNER, manager)
        for name, all_rows, ask in (
            *_cases(store, scope),
            *_due(store, scope),
            *_caseload(store, scope, pool_id, people),
            *_waiting(store, scope),
            *_sittings(store, scope),
        )
    ]


def _row(name: str, scope: Scope, size: int, all_rows: int, ask: Question) -> Row:
    answer = ask()
    if all_rows and answer.empty:
        raise AssertionError(f"{name}: no row of {all_rows} came back")
    return Row(name, str(scope.role), size, all_rows, len(answer), measure(ask))


Asked = list[tuple[str, int, Question]]


def _cases(store: Store, scope: Scope) -> Asked:
    """The list of cases, and one case of it."""
    everything = Filters(as_of=DEMO_AS_OF)
    all_rows = int(cases.case_count(store, scope, everything)["cases"].iloc[0])

    def page(offset: int = 0, **narrowed: str) -> Question:
        return lambda: cases.case_list(store, scope, everything, Narrowed(**narrowed), PAGE, offset)  # type: ignore[arg-type]

    code = str(page(all_rows // 2)()["case_code"].iloc[0])
    return [
        ("cases, how many", 0, lambda: cases.case_count(store, scope, everything)),
        ("cases, first page", all_rows, page()),
        ("cases, in the middle", all_rows, page(all_rows // 2)),
        ("cases, searched by a code", 1, page(search=code)),
        ("cases in the community, first page", 0, page(stage=str(Stage.COMMUNITY))),
        ("one case", 1, lambda: cases.case(store, scope, code, DEMO_AS_OF)),
        ("time line of one case", 0, lambda: cases.timeline(store, scope, code, DEMO_AS_OF)),
    ]


def _due(store: Store, scope: Scope) -> Asked:
    things = int(cases.due_counts(store, scope, DEMO_AS_OF)["things"].sum())

    def page(offset: int = 0, kind: str | None = None) -> Question:
        return lambda: cases.due(store, scope, DEMO_AS_OF, DueOf(due_kind=kind), PAGE, offset)

    return [
        ("what is due, how much", 0, lambda: cases.due_counts(store, scope, DEMO_AS_OF)),
        ("what is due, first page", things, page()),
        ("what is due, in the middle", things, page(things // 2)),
        ("revisits due, first page", 0, page(kind=str(DueKind.REVISIT))),
    ]


def _caseload(store: Store, scope: Scope, pool_id: str, people: int) -> Asked:
    day = DEMO_AS_OF
    providers = len(caseload.caseload(store, scope, day))

    def page(offset: int) -> Question:
        return lambda: caseload.carried_cases(store, scope, day, pool_id, PAGE, offset)

    return [
        ("caseload of every provider", providers, lambda: caseload.caseload(store, scope, day)),
        ("caseload of every case worker", 0, lambda: caseload.caseload_by_worker(store, scope, day)),
        ("caseload by month", 24, lambda: caseload.caseload_by_month(store, scope, day)),
        ("cases of a provider, first page", people, page(0)),
        ("cases of a provider, in the middle", people, page(people // 2)),
    ]


def _waiting(store: Store, scope: Scope) -> Asked:
    if scope.role is not Role.PLANNER:
        return []

    def counts() -> pd.DataFrame:
        return matching.waiting_count(store, scope, DEMO_AS_OF, long_days=60)

    waiting = int(counts()["waiting_people"].iloc[0])

    def people(offset: int) -> Question:
        return lambda: matching.waiting_people(store, scope, DEMO_AS_OF, limit=PAGE, offset=offset)

    return [
        ("unassigned people, how many", 1, counts),
        ("unassigned people, first page", waiting, people(0)),
        ("unassigned people, in the middle", waiting, people(waiting // 2)),
    ]


def _sittings(store: Store, scope: Scope) -> Asked:
    """What a sitting and a shelter look at: the agenda of a site, alternatives to returning home, stays of a year."""
    if scope.role is not Role.PLANNER:
        return []
    day, year, site = (
        DEMO_AS_OF,
        shelter_register.Span(date(DEMO_AS_OF.year, 1, 1), DEMO_AS_OF, DEMO_AS_OF),
        MeetingSite.YANGON,
    )

    def counts() -> pd.DataFrame:
        return meetings.agenda_counts(store, scope, day, site)

    def agenda(offset: int) -> Question:
        return lambda: meetings.agenda(store, scope, site, day, limit=PAGE, offset=offset)

    def alternatives(offset: int) -> Question:
        return lambda: cases.alternatives(store, scope, day, PAGE, offset)

    on_agenda = counts()
    called = int(on_agenda.loc[on_agenda["agenda_item"].isna(), "cases"].sum())
    without_home = int(alternatives(0)()["all_people"].max())
    stays = int(shelter_register.shelter_stay_count(store, scope, year, long_days=30)["all_stays"].iloc[0])
    return [
        ("agenda of a sitting, how many", 0, counts),
        ("agenda of a sitting, first page", called, agenda(0)),
        ("agenda of a sitting, in the middle", called, agenda(called // 2)),
        ("alternatives to returning home, first page", without_home, alternatives(0)),
        ("alternatives to returning home, in the middle", without_home, alternatives(without_home // 2)),
        ("stays in DSW shelters, first page", stays,
         lambda: shelter_register.shelter_stays(store, scope, year, most=PAGE)),
    ]  # fmt: skip


def report(rows: list[Row]) -> str:
    """A line a question and reader: the sizes side by side, and how the time grows."""
    sizes = sorted({row.cases for row in rows})
    lines = []
    for question, reader in dict.fromkeys((row.question, row.reader) for row in rows):
        found = {row.cases: row for row in rows if (row.question, row.reader) == (question, reader)}
        medians = [found[size].timing.median_ms if size in found else float("nan") for size in sizes]
        last = found[max(found)]
        growth = f"× {medians[-1] / medians[0]:.1f} for × {sizes[-1] / sizes[0]:.0f}" if len(sizes) > 1 else ""
        lines.append([question, reader, last.all_rows, last.answer_rows, *medians, last.timing.most_ms, growth])
    headings = [f"{size:,} cases, ms" for size in sizes]
    most = f"slowest of {sizes[-1]:,}, ms"
    return table(["list", "reader", "rows in the list", "rows asked", *headings, most, "growth"], lines)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="10 thousand and 100 thousand cases only")
    given = parser.parse_args(arguments)
    print(machine().line())
    print(versions("duckdb", "pandas") + "; medians of at least 5 runs\n")
    print(report(run(given.quick)))


if __name__ == "__main__":
    main()
