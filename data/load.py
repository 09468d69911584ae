"""Load a checked file into the register in one transaction, or nothing of it; the command line for bringing files in.

    python -m data.load FILE --as national|shelter|providers [--synthetic] [--dry-run] [--answers ANSWERS.csv]
                        [--rejects OUT.csv] [--json]

Exit status: 0 every row loaded (or a double), 1 some rows rejected, 2 the file was refused and nothing was loaded.
"""

from __future__ import annotations

import argparse
import datetime as dt
import getpass
import io
import json
import sys
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import duckdb
import pandas as pd

from data import audit
from data.answers import Answers, MatcherFrom, confirmed_names, no_names, read_answers, write_answers
from data.burmese import burmese
from data.case_errors import CasesNotReal, CasesNotSynthetic, MayNotDecide, RegisterMixed
from data.cases_target import differing_remarks
from data.errors import N_, AtlasError
from data.file_errors import FileAlreadyLoaded
from data.load_begun import broken_off, forget, noted
from data.load_rejects import refuse_unwritable, write_rejects
from data.load_scope import ANSWERING_ROLES, refuse_other_format, seen_by, within_scope
from data.national_format import NATIONAL
from data.pairs import Alike, alike, reasons
from data.paths import database_path
from data.personal import withheld
from data.providers_format import PROVIDERS
from data.reject_facts import as_facts, kept, kept_file_name
from data.remarks import Remark
from data.row_errors import RowFault
from data.scope import Scope
from data.shelter_format import SHELTER
from data.store import Store, insert_frame, memory_store, open_store
from data.validate import Checked, FileFormat, Options, Plan, Read, check
from data.vocabulary import ImportFormat, RegisterKind, Role
from data.workbook import read_file

FORMATS: dict[str, FileFormat] = {str(each.code): each for each in (NATIONAL, SHELTER, PROVIDERS)}
EXIT_LOADED, EXIT_REJECTS, EXIT_REFUSED = 0, 1, 2


@dataclass(frozen=True)
class LoadReport:
    """What came of a file: loaded + rejected + doubles = rows in the file. batch_id: None where nothing was written.

    alike: rows that look like a record of another agency, as far as the reader may see it; best first.
    """

    file: str
    format: str
    batch_id: str | None
    rows_in_file: int
    rows_loaded: int
    rows_rejected: int
    rows_double: int
    rejects: tuple[RowFault, ...]
    doubles: dict[int, str]
    remarks: tuple[Remark, ...]
    alike: tuple[Alike, ...] = ()

    @property
    def rows_alike(self) -> int:
        """Rows of the file that look like a record of another agency."""
        return len({pair.row for pair in self.alike})


def preview(store: Store, checked: Checked, scope: Scope) -> LoadReport:
    """What `load` would do, without doing it. Raises what `load` raises, but for the answers."""
    refuse_other_format(scope, checked.format.code)
    checked = within_scope(checked, scope)
    refuse_other_kind(store.read, checked, store.kind(), store.path)
    _refuse_loaded(store.read, checked)
    return _report(store.read, checked, _plan(store.read, checked), scope, None)


def load(store: Store, checked: Checked, scope: Scope, answers: Answers | None = None) -> LoadReport:
    """Write the accepted rows, the load, its rejects and an audit row in one transaction; with it, a person's answers.

    answers: those that the matcher of `checked` was built with. Rows of shelters outside the scope are rejected.
    Raises MayNotLoad, MayNotDecide (answers), FileAlreadyLoaded and what refuse_other_kind raises.
    """
    refuse_other_format(scope, checked.format.code)
    if answers and scope.role not in ANSWERING_ROLES:
        raise MayNotDecide(role=str(scope.role))
    checked = within_scope(checked, scope)
    kind, batch_id = store.kind(), f"LOAD-{uuid.uuid4().hex[:16]}"
    file = kept_file_name(checked.raw.file_name)
    with noted(store, batch_id, file, checked.raw.sha256, scope), store.transaction() as cursor:

        def read(sql: str, params: Mapping[str, object]) -> pd.DataFrame:
            return cursor.execute(sql, dict(params)).df()

        refuse_other_kind(read, checked, kind, store.path)
        _refuse_loaded(read, checked)
        plan = _plan(read, checked)
        report = _report(read, checked, plan, scope, batch_id)
        if answers:
            report = replace(report, remarks=(*write_answers(cursor, answers, scope), *report.remarks))
        _write_batch(cursor, checked, report, scope)
        report = replace(report, remarks=(*report.remarks, *(plan.write(cursor, str(report.batch_id)) or ())))
        reason = f"rejected {report.rows_rejected}, doubles {report.rows_double}"
        audit.append(cursor, scope, f"load {report.format}", file, report.rows_loaded, reason)
    return report


def refuse_other_kind(read: Read, checked: Checked, kind: RegisterKind, path: Path | None) -> None:
    """Invented cases enter a demonstration register only, others a real one only (docs/decisions/0011).

    Raises CasesNotSynthetic, CasesNotReal, RegisterMixed.
    """
    if not checked.format.holds_cases:
        return
    register = str(path or ":memory:")
    if kind is RegisterKind.DEMONSTRATION:
        if not checked.is_synthetic:
            raise CasesNotSynthetic(path=register)
        return
    if checked.is_synthetic:
        raise CasesNotReal(path=register)
    found = read(
        "SELECT count(*) AS n FROM victim_case JOIN import_batch USING (batch_id) WHERE import_format = $demo",
        {"demo": str(ImportFormat.DEMONSTRATION)},
    )
    if int(found["n"].iloc[0]):
        raise RegisterMixed(path=register, cases=int(found["n"].iloc[0]))


def _refuse_loaded(read: Read, checked: Checked) -> None:
    found = read(
        "SELECT import_format, loaded_by, loaded_at_utc FROM import_batch "
        "WHERE file_sha256 = $sha256 AND undone_at_utc IS NULL ORDER BY loaded_at_utc LIMIT 1",
        {"sha256": checked.raw.sha256},
    )
    if len(found):
        earlier = found.iloc[0]
        raise FileAlreadyLoaded(
            file=checked.raw.file_name,
            loaded_as=str(earlier["import_format"]),
            loaded_by=str(earlier["loaded_by"]),
            loaded_on=f"{earlier['loaded_at_utc']:%Y-%m-%d %H:%M}",
        )


def _plan(read: Read, checked: Checked) -> Plan:
    return checked.format.plan(read, checked.accepted, checked.layout)


def _report(read: Read, checked: Checked, plan: Plan, scope: Scope, batch_id: str | None) -> LoadReport:
    doubles, faults = seen_by(read, scope, checked.doubles | plan.doubles, plan.faults)
    rejects = tuple(sorted((*checked.rejects, *map(withheld, faults)), key=lambda fault: fault.row))
    pairs = () if plan.pairs is None else alike(read, scope, plan.pairs, plan.rows_by_code)
    differing = [row for row in plan.differing if row in doubles]
    told = _alike_remarks(pairs) if batch_id else []
    report = LoadReport(
        file=checked.raw.file_name,
        format=str(checked.format.code),
        batch_id=batch_id,
        rows_in_file=checked.rows_in_file,
        rows_loaded=plan.rows_loaded,
        rows_rejected=len({fault.row for fault in rejects}),
        rows_double=len(doubles),
        rejects=rejects,
        doubles=dict(sorted(doubles.items())),
        remarks=(*checked.remarks, *differing_remarks(differing), *plan.remarks, *told),
        alike=pairs,
    )
    if report.rows_loaded + report.rows_rejected + report.rows_double != report.rows_in_file:
        raise AssertionError(f"rows do not add up: {report}")
    return report


def _alike_remarks(pairs: Sequence[Alike]) -> list[Remark]:
    if not pairs:
        return []
    text = N_(
        "{pairs} records look like one already there from another agency: each waits for a decision, none was merged."
    )
    return [Remark(text, (("pairs", len(pairs)),))]


def _write_batch(cursor: duckdb.DuckDBPyConnection, checked: Checked, report: LoadReport, scope: Scope) -> None:
    batch = {
        "batch_id": report.batch_id,
        "import_format": report.format,
        "file_name": kept_file_name(report.file),
        "file_sha256": checked.raw.sha256,
        "loaded_by": scope.actor,
        "loaded_at_utc": dt.datetime.now(dt.UTC).replace(tzinfo=None),
        "rows_in_file": report.rows_in_file,
        "rows_loaded": report.rows_loaded,
        "rows_rejected": report.rows_rejected,
        "rows_double": report.rows_double,
    }
    insert_frame(cursor, "import_batch", pd.DataFrame([batch]))
    reasons = [
        (report.batch_id, fault.row, fault.column, fault.written, type(fault).__name__, str(fault), as_facts(fault))
        for fault in (kept(each, checked.format.holds_cases) for each in report.rejects)
    ]
    columns = ["batch_id", "row_no", "column_name", "written_value", "reason_code", "reason", "facts"]
    if reasons:
        insert_frame(cursor, "import_reject", pd.DataFrame(reasons, columns=columns))


# The command line


def main(arguments: Sequence[str], matcher_from: MatcherFrom) -> int:
    """Run the command; the matcher is handed in, because places are above this package. Returns the exit status."""
    asked = _parser().parse_args(arguments)
    try:
        report = _bring_in(asked, matcher_from)
    except AtlasError as error:
        if asked.json:
            told = {"refused": type(error).__name__, "reason": str(error), "reason_my": error.message(burmese)}
            print(json.dumps(told, ensure_ascii=False))
        else:
            print(f"{error}\n{error.message(burmese)}", file=sys.stderr)
        return EXIT_REFUSED
    print(as_json(report) if asked.json else as_text(report, asked.dry_run))
    return EXIT_REJECTS if report.rows_rejected else EXIT_LOADED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m data.load", description="Bring a CSV or XLSX file into the register."
    )
    parser.add_argument("file", type=Path)
    parser.add_argument("--as", dest="format", required=True, choices=sorted(FORMATS), help="what the file is")
    parser.add_argument("--dry-run", action="store_true", help="check and report, write nothing to the register")
    parser.add_argument(
        "--answers",
        type=Path,
        metavar="FILE.csv",
        help="what written names or codes mean (columns written, ts_pcode), or filled-in rejects",
    )
    parser.add_argument("--rejects", type=Path, metavar="OUT.csv", help="write rejected rows here, with their reasons")
    parser.add_argument("--json", action="store_true", help="report as JSON")
    parser.add_argument("--sheet", help="the sheet that is meant, where there are several")
    parser.add_argument("--map", action="append", default=[], metavar="HEADING=FIELD", help="what a column is")
    order = parser.add_mutually_exclusive_group()
    order.add_argument(
        "--day-first", dest="day_first", action="store_true", default=None, help="dates are day/month/year"
    )
    order.add_argument("--month-first", dest="day_first", action="store_false", help="dates are month/day/year")
    parser.add_argument(
        "--confirmed-on", type=dt.date.fromisoformat, metavar="YYYY-MM-DD", help="day the rows held true"
    )
    parser.add_argument(
        "--synthetic", action="store_true", help="every row is invented: for a demonstration register, and only for one"
    )
    parser.add_argument("--source", help="where the file comes from, for rows that do not say it")
    return parser


def _bring_in(asked: argparse.Namespace, matcher_from: MatcherFrom) -> LoadReport:
    """A register that exists is opened first, so that one in use is told at once; a new one only for a good file."""
    if asked.rejects:
        refuse_unwritable(asked.rejects, (asked.file, asked.answers))
    store = open_store() if database_path().exists() else None
    try:
        checked, answers = _check(asked, matcher_from, confirmed_names(store.read) if store else no_names())
        kind = _kind_of_new(checked)
        store = store or (memory_store(kind) if asked.dry_run else open_store(kind=kind))
        actor = Scope(Role.PLANNER, actor=f"command line ({_account()})")
        report = preview(store, checked, actor) if asked.dry_run else load(store, checked, actor, answers)
        report = _with_broken_off(report, store, actor)
    finally:
        if store:
            store.close()
    if asked.rejects:
        write_rejects(asked.rejects, checked, report.rejects)
    return report


def _with_broken_off(report: LoadReport, store: Store, actor: Scope) -> LoadReport:
    """The report that also says which loads a kill broke off; each is told once, after a load that stands."""
    notes = broken_off(store, actor)
    for note in notes if report.batch_id else ():
        forget(store, actor, note.batch_id)
    return replace(report, remarks=(*(note.remark for note in notes), *report.remarks))


def _kind_of_new(checked: Checked) -> RegisterKind:
    """What a register that does not exist yet becomes: one of real cases as soon as somebody brings some."""
    is_real = checked.format.holds_cases and not checked.is_synthetic
    return RegisterKind.REAL if is_real else RegisterKind.DEMONSTRATION


def _check(
    asked: argparse.Namespace, matcher_from: MatcherFrom, confirmed: pd.DataFrame
) -> tuple[Checked, Answers | None]:
    """The file checked with the names that people have confirmed, before or now. Raises a FileRefused."""
    raw = read_file(asked.file)
    answers = read_answers(read_file(asked.answers), matcher_from(no_names())) if asked.answers else None
    matcher = matcher_from(answers.added_to(confirmed) if answers else confirmed)
    mapping = dict(tuple(part.strip() for part in pair.rpartition("=")[::2]) for pair in asked.map)
    options = Options(
        mapping, asked.sheet, asked.day_first, asked.confirmed_on, asked.source, synthetic=asked.synthetic
    )
    return check(raw, FORMATS[asked.format], matcher, options), answers


def _account() -> str:
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):  # a container without account names
        return "unknown account"


def as_json(report: LoadReport) -> str:
    """The report for another program: counts, and each reject with its row, column, value, code and reason.

    What is a sentence stands in English, and in Burmese under the same name with _my.
    """
    rejects = [
        {"row": f.row, "column": f.column, "value": f.written, "code": type(f).__name__}
        | {"reason": str(f), "reason_my": f.message(burmese)}
        for f in report.rejects
    ]
    plain = {
        "file": report.file,
        "format": report.format,
        "batch_id": report.batch_id,
        "rows_in_file": report.rows_in_file,
        "rows_loaded": report.rows_loaded,
        "rows_rejected": report.rows_rejected,
        "rows_double": report.rows_double,
        "rows_alike": report.rows_alike,
        "rejects": rejects,
        "alike": [
            {
                "row": pair.row,
                "case_code": pair.case_code,
                "other_row": pair.other_row,
                "agencies": [str(agency) for agency in pair.agencies],
                "score": round(pair.score, 2),
                "agrees": [reason.message() for reason in reasons(pair.why)],
            }
            for pair in report.alike
        ],
        "doubles": [{"row": row, "repeats": what} for row, what in report.doubles.items()],
        "remarks": [remark.message() for remark in report.remarks],
        "remarks_my": [remark.message(burmese) for remark in report.remarks],
    }
    return json.dumps(plain, ensure_ascii=False, indent=1)


def as_text(report: LoadReport, is_dry_run: bool) -> str:
    """The report for a person; each remark and reason in English, and below it in Burmese."""
    verb = "would be loaded" if is_dry_run else "loaded"
    lines = [
        f"{report.file}: {report.rows_in_file} rows; {report.rows_loaded} {verb}, "
        f"{report.rows_rejected} rejected, {report.rows_double} doubles."
    ]
    for remark in report.remarks:
        lines += [f"  {remark.message()}", f"    {remark.message(burmese)}"]
    for fault in report.rejects:
        lines += [f"  rejected: {fault}", f"    {fault.message(burmese)}"]
    lines += [f"  double: row {row} repeats {what}" for row, what in report.doubles.items()]
    for pair in report.alike:
        agencies = ", ".join(agency.label for agency in pair.agencies)
        agrees = ", ".join(reason.message() for reason in reasons(pair.why))
        lines.append(f"  alike: row {pair.row} and {pair.case_code} ({agencies}), {pair.score:.0%}: {agrees}")
    return "\n".join(lines)


if __name__ == "__main__":
    # The command-line edge: a program, not the package, so it may name what stands above (docs/decisions/0002).
    from data.load import main as run
    from geo.gazetteer import default_gazetteer

    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal without Burmese must not end a load that stands
            stream.reconfigure(errors="backslashreplace")
    raise SystemExit(run(sys.argv[1:], lambda names: default_gazetteer().with_alternates(names)))
