"""What a visit knows of the file that it brings in, kept in plain session state: a page change loses nothing.

Nothing is written to the register before the last step. Rows of cases stand here and in no cache.
"""

from __future__ import annotations

import hashlib
import threading
from dataclasses import dataclass, field, replace
from typing import Any, Final

import pandas as pd
import streamlit as st

from data.answers import Answers, confirmed_names, no_names, read_answers
from data.errors import N_, AtlasError
from data.file_errors import FileAlreadyLoaded
from data.load import FORMATS, LoadReport, load, preview
from data.load_scope import formats_of
from data.scope import Scope
from data.store import Store
from data.validate import Checked, Options, check
from data.vocabulary import ImportFormat
from data.workbook import RawSheet, RawTable, read_file
from geo.gazetteer import default_gazetteer
from queries.loads import same_file
from ui import cached, state
from ui.bring_in_job import Job, Tell
from ui.jobs import taken_over

HEADING_ROW: Final = "w_bring_in_heading_row"
_WORK: Final = "atlas_bring_in"
_PATIENCE_S: Final = 1.2  # a small file is done by then, without a progress bar that only flickers
STEPS: Final = ("file", "columns", "preview", "done")


Outcome = tuple[Checked, LoadReport, tuple[tuple[str, str], ...]]
"""A file checked, what loading it would do, and the answers that it was checked with."""


@dataclass(frozen=True)
class Work:
    """One file on its way. owner: who brings it; round: counts files, so that each has widgets of its own.

    options: what a person declared; left_out: letters of columns that repeat another one's meaning.
    answers: written name or code -> P-code, as chosen in the preview; answers_checked: those of the last check.
    error: why the last step failed.
    tried: SHA-256 of the file that was read last, so that it is not read again at every run.
    """

    owner: Scope
    round: int = 0
    step: str = "file"
    format: str = ""
    tried: str = ""
    raw: RawTable | None = None
    options: Options = field(default_factory=Options)
    left_out: tuple[str, ...] = ()
    answers: tuple[tuple[str, str], ...] = ()
    answers_checked: tuple[tuple[str, str], ...] = ()
    checked: Checked | None = None
    report: LoadReport | None = None
    error: AtlasError | None = None
    job: Job | None = None
    was_stopped: bool = False


def current() -> Work:
    """The file of this visit and this reader; a new reader begins anew."""
    found, owner = st.session_state.get(_WORK), state.scope()
    if found is None or found.owner != owner:
        if found is not None and found.job:
            found.job.stop()
        format_first = next(iter(formats()), "")
        found = Work(owner, 0 if found is None else found.round + 1, format=format_first)
        st.session_state[_WORK] = found
    return found


def formats() -> list[str]:
    """The formats that the reader may bring in; a planner's begins with the directory of providers."""
    allowed = [str(code) for code in formats_of(state.scope().role)]
    return sorted(allowed, key=lambda code: code != ImportFormat.PROVIDERS)


def change(**fields: Any) -> Work:
    """Change what is known; returns it."""
    st.session_state[_WORK] = replace(current(), **fields)
    return st.session_state[_WORK]


def again() -> None:
    """Begin with another file; nothing of this one is kept."""
    now = current()
    if now.job:
        now.job.stop()
    st.session_state[_WORK] = Work(now.owner, now.round + 1, format=now.format)


def back(step: str) -> None:
    """Return to an earlier step; what was declared there stands."""
    change(step=step, error=None, checked=None, report=None, was_stopped=False)


def declare(**options: Any) -> None:
    """Change what a person declares about the file."""
    change(options=replace(current().options, **options), error=None)


def leave_out(letters: tuple[str, ...]) -> None:
    """Remember which columns are not used unless a person says so."""
    if current().left_out != letters:
        change(left_out=letters)


def answer(written: str, ts_pcode: str) -> None:
    """Keep what a written name or code means; "" takes the answer back."""
    others = tuple(pair for pair in current().answers if pair[0] != written)
    change(answers=(*others, (written, ts_pcode)) if ts_pcode else others)


def heading_row() -> int:
    """The row in which a person says the headings stand; 0 where nobody said."""
    return int(st.session_state.get(HEADING_ROW, 0))


def is_new(data: bytes) -> bool:
    """True for bytes other than those read last."""
    return hashlib.sha256(data).hexdigest() != current().tried


# --- Work beside the visit --------------------------------------------------------------------------------------------


def begin_reading(name: str, data: bytes) -> None:
    """Read a file as text; the result is the work's raw table. The same bytes are read once."""
    sha256 = hashlib.sha256(data).hexdigest()
    store, reader = cached.store(), state.scope()
    change(tried=sha256, raw=None, options=Options(), answers=(), answers_checked=(), checked=None, report=None)

    def work(tell: Tell, stop: threading.Event) -> RawTable:
        tell(0.1, N_("Looking whether it was brought before"))
        refuse_same_file(store, reader, name, sha256)
        tell(0.3, N_("Reading the file"))
        return read_file(data, name, stop=stop)

    _start(Job("read", work))


def refuse_same_file(store: Store, reader: Scope, name: str, sha256: str) -> None:
    """Raises FileAlreadyLoaded, with when and by whom, before time is spent on the file."""
    found = same_file(store, reader, sha256)
    if len(found):
        earlier = found.iloc[0]
        raise FileAlreadyLoaded(
            file=name,
            loaded_as=str(earlier["import_format"]),
            loaded_by=str(earlier["loaded_by"]),
            loaded_on=f"{earlier['loaded_at_utc']:%Y-%m-%d %H:%M}",
        )


def begin_checking() -> None:
    """Check the file as declared, with the answers given so far, and see what loading it would do."""
    now, store, reader = current(), cached.store(), state.scope()
    raw, chosen, code = now.raw, now.answers, now.format
    options = replace(now.options, mapping=dict.fromkeys(now.left_out, "") | dict(now.options.mapping))
    if raw is None:
        return

    def work(tell: Tell, _stop: threading.Event) -> Outcome:
        tell(0.1, N_("Learning the names of places"))
        answers = answers_of(raw.file_name, chosen)
        confirmed = confirmed_names(store.read)
        matcher = default_gazetteer().with_alternates(answers.added_to(confirmed) if answers else confirmed)
        tell(0.3, N_("Checking every row"))
        checked = check(raw, FORMATS[code], matcher, options)
        tell(0.8, N_("Comparing with the register"))
        return checked, preview(store, checked, reader), chosen

    _start(Job("check", work))


def answers_of(file: str, chosen: tuple[tuple[str, str], ...]) -> Answers | None:
    """The answers judged against the published names; None where none was given. Raises AnswersRefused."""
    if not chosen:
        return None
    cells = pd.DataFrame([("written", "ts_pcode"), *chosen], dtype=object)
    cells.index = pd.RangeIndex(1, len(cells) + 1, name="row_no")
    table = RawTable(file, "", "csv", (RawSheet("answers", cells),))
    return read_answers(table, default_gazetteer().with_alternates(no_names()))


def begin_loading() -> None:
    """Load what was checked, in one transaction, as the reader of this moment. It cannot be stopped half-way."""
    now, store, reader = current(), cached.store(), state.scope()
    checked, chosen = now.checked, now.answers
    if checked is None:
        return

    def work(tell: Tell, _stop: threading.Event) -> LoadReport:
        tell(0.3, N_("Loading, all or nothing"))
        return load(store, checked, reader, answers_of(checked.raw.file_name, chosen))

    _start(Job("load", work, may_stop=False))


def give_up() -> None:
    """Stop the job and go on at once; what it still does is dropped."""
    job = current().job
    if job is not None and job.may_stop:
        job.stop()
        change(job=None, was_stopped=True, tried="" if job.kind == "read" else current().tried)


def _start(job: Job) -> None:
    change(job=job.start(), error=None, was_stopped=False)
    job.wait(_PATIENCE_S)
    collect()


def collect() -> None:
    """Take over what the job has finished. Raises what nobody expected, in the visit that waits for it."""
    done = taken_over(current().job, change)
    if done is None:
        return
    if done.result is None:
        change(was_stopped=True)
    elif done.kind == "read":
        change(raw=done.result, step="columns")
    elif done.kind == "check":
        checked, report, answers = done.result
        change(checked=checked, report=report, answers_checked=answers, step="preview")
    else:
        change(report=done.result, step="done")
