"""Which township a written name or code means, answered once by a person and remembered; never against a known name."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import duckdb
import pandas as pd

from data import audit
from data.columns import Field, Layout, heading_key
from data.errors import N_
from data.file_errors import AnswersRefused, FileRefused
from data.load_rejects import ANSWER_HEADING, PLACE_HEADING
from data.reject_facts import kept_file_name
from data.remarks import Remark
from data.row_errors import AnswerNoTownship, AnswersDiffer, AnswerTaken, RowFault, TextTooLong, ValueMissing
from data.scope import Scope
from data.store import insert_frame
from data.validate import Read, choose_sheet
from data.validate_places import TownshipMatcher, places, township_label
from data.workbook import RawTable

NAME_CHARS_MAX = 200
ANSWER_FIELDS = (
    Field("written", N_("As written"), "ရေးထားသည့်အတိုင်း", ("written name", "name as written")),
    Field("ts_pcode", N_("Township P-code"), "မြို့နယ် P-code", ("ts p code", "township code", "pcode", "p code")),
)
REJECT_FIELDS = (Field("written", PLACE_HEADING, ""), Field("ts_pcode", ANSWER_HEADING, ""))
_REQUIRED = (("written",), ("ts_pcode",))
_BURMESE = re.compile("[\u1000-\u109f\uaa60-\uaa7f]")

MatcherFrom = Callable[[pd.DataFrame], TownshipMatcher]
"""Makes the matcher, given the alternate names that people have confirmed in the register: ts_pcode, alt_name."""


@dataclass(frozen=True)
class Answer:
    """What a person says that `written` means. row: where the file says so."""

    row: int
    written: str
    ts_pcode: str


@dataclass(frozen=True)
class Answers:
    """The answers of one file, each written text once, without those that the published names give by themselves."""

    file: str
    answers: tuple[Answer, ...]

    def added_to(self, confirmed: pd.DataFrame) -> pd.DataFrame:
        """Confirmed names (ts_pcode, alt_name) and these; an earlier answer for the same text gives way."""
        answered = {heading_key(answer.written) for answer in self.answers}
        kept = confirmed.loc[~confirmed["alt_name"].map(heading_key).isin(answered), ["ts_pcode", "alt_name"]]
        new = pd.DataFrame([(a.ts_pcode, a.written) for a in self.answers], columns=["ts_pcode", "alt_name"])
        return pd.concat([kept, new], ignore_index=True)


def confirmed_names(read: Read) -> pd.DataFrame:
    """What people have confirmed in the register: ts_pcode, alt_name, confirmed_by, confirmed_at_utc."""
    return read(
        "SELECT ts_pcode, alt_name, confirmed_by, confirmed_at_utc FROM township_alternate_name "
        "WHERE confirmed_by IS NOT NULL ORDER BY alt_name, ts_pcode",
        {},
    )


def no_names() -> pd.DataFrame:
    """What nobody has confirmed yet: no row."""
    return pd.DataFrame({"ts_pcode": [], "alt_name": []}, dtype=object)


def read_answers(raw: RawTable, matcher: TownshipMatcher) -> Answers:
    """Read columns written and ts_pcode, or a file of rejects whose column for answers is filled in.

    matcher: of the published names only, against which the answers are judged. A row without a P-code is left open.
    Raises AnswersRefused with every row that cannot be used, or another FileRefused.
    """
    try:
        _, layout = choose_sheet(raw, REJECT_FIELDS, _REQUIRED)
    except FileRefused:
        _, layout = choose_sheet(raw, ANSWER_FIELDS, _REQUIRED)
    written, codes = layout.texts("written"), layout.texts("ts_pcode").str.upper()
    given = [Answer(int(str(row)), written[row], codes[row]) for row in layout.data.index if codes[row]]
    faults = [fault for answer in given if (fault := _unusable(answer, layout))]
    faults = faults or _differing(given, layout)
    if not faults:
        given, faults = _judge(given, matcher, layout)
    if faults:
        raise AnswersRefused(file=raw.file_name, faults=tuple(faults))
    once = {heading_key(answer.written): answer for answer in reversed(given)}
    return Answers(raw.file_name, tuple(reversed(once.values())))


def _unusable(answer: Answer, layout: Layout) -> RowFault | None:
    if answer.ts_pcode not in places():
        return AnswerNoTownship(row=answer.row, column=layout.heading("ts_pcode"), written=answer.ts_pcode)
    column = layout.heading("written")
    if not answer.written:
        return ValueMissing(row=answer.row, column=column, written="")
    if len(answer.written) > NAME_CHARS_MAX:
        length = len(answer.written)
        return TextTooLong(row=answer.row, column=column, written=answer.written, length=length, allowed=NAME_CHARS_MAX)
    return None


def _differing(given: list[Answer], layout: Layout) -> list[RowFault]:
    first: dict[str, Answer] = {}
    faults: list[RowFault] = []
    for answer in given:
        other = first.setdefault(heading_key(answer.written), answer)
        if other.ts_pcode != answer.ts_pcode:
            faults.append(
                AnswersDiffer(
                    row=answer.row,
                    column=layout.heading("written"),
                    written=answer.written,
                    answer=answer.ts_pcode,
                    other=other.ts_pcode,
                    other_row=other.row,
                )
            )
    return faults


def _judge(given: list[Answer], matcher: TownshipMatcher, layout: Layout) -> tuple[list[Answer], list[RowFault]]:
    """Answers that add something, and those whose text is already another township's name or code."""
    useful: list[Answer] = []
    faults: list[RowFault] = []
    for answer, match in zip(given, matcher.match_many([answer.written for answer in given]), strict=True):
        column = layout.heading("written")
        if match.how == "blank":
            faults.append(ValueMissing(row=answer.row, column=column, written=answer.written))
            continue
        bearers = {match.ts_pcode} if match.ts_pcode else _bearers(answer.written, match.suggestions, matcher)
        others = sorted(bearers - {answer.ts_pcode})
        if others:
            faults.append(
                AnswerTaken(
                    row=answer.row,
                    column=column,
                    written=answer.written,
                    answer=answer.ts_pcode,
                    belongs_to="; ".join(map(township_label, others)),
                )
            )
        elif not bearers:
            useful.append(answer)
    return useful, faults


def _bearers(written: str, candidates: tuple[str, ...], matcher: TownshipMatcher) -> set[str]:
    """Townships that bear this name, told apart by their state and district: those of a name that several share."""
    here = [places()[code] for code in candidates]
    states, districts = [place.st_name_en for place in here], [place.dt_name_en for place in here]
    matches = matcher.match_many([written] * len(here), states, districts)
    return {match.ts_pcode for match in matches if match.ts_pcode}


def write_answers(cursor: duckdb.DuckDBPyConnection, answers: Answers, scope: Scope) -> tuple[Remark, ...]:
    """Keep the answers in an open transaction, with an audit row; a new answer takes the place of an earlier one.

    Returns what a person should know: how many were kept, and which earlier ones were replaced.
    """
    earlier = cursor.execute(
        "SELECT ts_pcode, alt_name, confirmed_by, confirmed_at_utc FROM township_alternate_name "
        "WHERE confirmed_by IS NOT NULL"
    ).df()
    rows, remarks = [], []
    file = kept_file_name(answers.file)
    now = dt.datetime.now(dt.UTC).replace(tzinfo=None)
    for answer in answers.answers:
        same = earlier[earlier["alt_name"].map(heading_key) == heading_key(answer.written)]
        if (same["ts_pcode"] == answer.ts_pcode).any():
            continue
        for old in same.to_dict("records"):
            remarks.append(_replace(cursor, old, answer))
        script = "mymr" if _BURMESE.search(answer.written) else "latn"
        rows.append((answer.ts_pcode, answer.written, script, file, scope.actor, now))
    if rows:
        columns = ["ts_pcode", "alt_name", "script", "source", "confirmed_by", "confirmed_at_utc"]
        insert_frame(cursor, "township_alternate_name", pd.DataFrame(rows, columns=columns))
        told = "; ".join(f"{written} = {code}" for code, written, *_ in rows)
        audit.append(cursor, scope, "answer places", file, len(rows), told)
        text = N_("{answers} answers were kept: the next file with these names or codes needs none.")
        remarks.insert(0, Remark(text, (("answers", len(rows)),)))
    return tuple(remarks)


def _replace(cursor: duckdb.DuckDBPyConnection, old: Mapping[object, object], answer: Answer) -> Remark:
    statement = "DELETE FROM township_alternate_name WHERE ts_pcode = $code AND alt_name = $name"
    cursor.execute(statement, {"code": old["ts_pcode"], "name": old["alt_name"]})
    text = N_(
        '"{written}" was answered with {old} by {who} on {day:%Y-%m-%d} and is now {new}. Rows that were loaded before '
        "stay where they are."
    )
    facts = {
        "written": answer.written,
        "old": old["ts_pcode"],
        "who": old["confirmed_by"],
        "day": old["confirmed_at_utc"],
        "new": answer.ts_pcode,
    }
    return Remark(text, tuple(facts.items()))
