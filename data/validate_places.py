"""Tell each row's township from its code, its name and its state; where they disagree, the row is a question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import pandas as pd

from data import reference
from data.columns import Layout
from data.errors import N_
from data.remarks import Remark, Sentence, of_rows
from data.row_errors import RowFault, StateDisagrees, TownshipDisagrees, TownshipUnknown, ValueMissing
from data.validate_cells import CellFault, quoted, refuse_unfit

OWN_PLACE = {part: part for part in ("township_pcode", "township", "state_pcode", "state", "district")}
"""What says where a row is: part of a place -> field of the format."""

_NONE = ("–",)
_STATE_UNUSED = N_(
    'Row {rows}, column {column}: "{written}" was not used. The code {code} and the name "{name}" agree on {township}, '
    "which lies in {lies_in}."
)
_CODE_OF_A_PART = N_(
    'Row {rows}, column {column}: "{written}" is not the code of a present township. What is known of it fits the name '
    '"{name}" beside it, so {township} was taken.'
)


class PlaceMatch(Protocol):
    """What the matcher answers for one written name or code: a township's P-code, or None with suggestions and why."""

    @property
    def ts_pcode(self) -> str | None: ...
    @property
    def how(self) -> str: ...
    @property
    def suggestions(self) -> tuple[str, ...]: ...
    @property
    def reason(self) -> Sentence | None: ...


class TownshipMatcher(Protocol):
    """Written names or codes, with their states and districts, to townships; never guesses in silence."""

    def match_many(
        self, texts: Sequence[Any], states: Sequence[Any] | None = None, districts: Sequence[Any] | None = None
    ) -> Sequence[PlaceMatch]: ...

    def unicode_texts(self, texts: Sequence[str]) -> Sequence[str]:
        """The texts of one column, converted to Unicode where the column as a whole is Zawgyi."""
        ...


@cache
def places() -> dict[str, Any]:
    """P-code -> the township's row of the reference table."""
    return {row.ts_pcode: row for row in reference.townships().itertuples()}


def township_label(ts_pcode: str) -> str:
    """Code, name and state, as a fault quotes it: "MMR001013 Mansi, Kachin"; the code alone if it is unknown."""
    place = places().get(ts_pcode)
    return f"{ts_pcode} {place.ts_name_en}, {place.st_name_en}" if place is not None else ts_pcode


@dataclass(frozen=True)
class Townships:
    """P-code of each row (None at fault or blank; index = row numbers), a fault for each row at fault, and remarks."""

    pcodes: pd.Series
    faults: tuple[RowFault, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True)
class _Row:
    """One row's written parts of a place, and the headings that they stand under."""

    number: int
    written: dict[str, str]
    columns: dict[str, str]


@dataclass(frozen=True)
class _Answers:
    """What the matcher says of a row. code: alone, then within the state and within the district that are written;
    name: within both, then alone."""

    code: PlaceMatch
    code_in_state: PlaceMatch
    code_in_district: PlaceMatch
    name: PlaceMatch
    name_alone: PlaceMatch


_Decision = str | RowFault | tuple[str, Remark]


def read_townships(
    layout: Layout, matcher: TownshipMatcher, fields: Mapping[str, str] = OWN_PLACE, is_required: bool = True
) -> Townships:
    """Tell the township of each row from `fields`; a row where nothing is written is a fault if is_required.

    Every written part must agree; a name agrees with a code if it resolves to it, is shared by it, or suggests it
    first. Two things are loaded with a remark: a state against a code and a name that agree, and a code of a part of a
    township (or of one that was divided) beside the name of a township that it is known to belong to.
    """
    texts = {part: layout.texts(fields.get(part, "")).tolist() for part in OWN_PLACE}
    columns = {part: layout.heading(field) for part, field in fields.items() if field in layout.columns}
    values: list[str | None] = []
    faults: list[RowFault] = []
    remarks: list[tuple[int, Remark]] = []
    written = list(zip(*texts.values(), strict=True))
    unfit = {
        parts: fault for parts in dict.fromkeys(written) if (fault := _unfit(dict(zip(texts, parts, strict=True))))
    }
    distinct = [parts for parts in dict.fromkeys(written) if parts not in unfit]
    asked = _ask(matcher, {part: [row[at] for row in distinct] for at, part in enumerate(texts)})
    answers_to = dict(zip(distinct, asked, strict=True))
    settled: dict[tuple[str, ...], str] = {}
    for number, parts in zip(layout.data.index, written, strict=True):
        if parts in settled:
            values.append(settled[parts])
            continue
        row = _Row(int(number), dict(zip(texts, parts, strict=True)), columns)
        if parts in unfit:
            values.append(None)
            faults.append(_fault_of(row, *unfit[parts]))
            continue
        answers = answers_to[parts]
        decision = None if not is_required and _is_blank(row, answers) else _decide(row, answers)
        if isinstance(decision, str):
            settled[parts] = decision
        values.append(decision[0] if isinstance(decision, tuple) else decision if isinstance(decision, str) else None)
        if isinstance(decision, RowFault):
            faults.append(decision)
        elif isinstance(decision, tuple):
            remarks.append((row.number, decision[1]))
    pcodes = pd.Series(values, index=layout.data.index, dtype=object)
    return Townships(pcodes, tuple(faults), tuple(of_rows(remarks)))


def _unfit(written: Mapping[str, str]) -> tuple[str, CellFault] | None:
    """The first part of a place that is an error of the spreadsheet or beyond all measure: no matcher is asked."""
    for part, text in written.items():
        try:
            refuse_unfit(text)
        except CellFault as fault:
            return part, fault
    return None


def _fault_of(row: _Row, part: str, fault: CellFault) -> RowFault:
    return fault.kind(row=row.number, column=row.columns[part], written=quoted(row.written[part]), **fault.facts)


def _is_blank(row: _Row, answers: _Answers) -> bool:
    """Neither code nor name, or only a word for not known."""
    parts = ((row.written["township_pcode"], answers.code), (row.written["township"], answers.name_alone))
    return all(not written or str(match.how) == "blank" for written, match in parts)


def _ask(matcher: TownshipMatcher, texts: Mapping[str, list[str]]) -> list[_Answers]:
    codes, names, districts = texts["township_pcode"], texts["township"], texts["district"]
    states = _area_names(texts["state"], texts["state_pcode"])
    answers = (
        matcher.match_many(codes),
        matcher.match_many(codes, states),
        matcher.match_many(codes, None, districts),
        matcher.match_many(names, states, districts),
        matcher.match_many(names),
    )
    return [_Answers(*row) for row in zip(*answers, strict=True)]


def _area_names(states: Sequence[str], codes: Sequence[str]) -> list[str]:
    """The written state, else the name of the state that the written code stands for."""
    names = {place.sr_pcode: place.sr_name_en for place in places().values()}
    names |= {place.st_pcode: place.st_name_en for place in places().values()}
    return [state or names.get(code.upper(), "") for state, code in zip(states, codes, strict=True)]


def _decide(row: _Row, answers: _Answers) -> _Decision:
    """The township's code, with a remark where one is due, or why there is none."""
    if not row.written["township_pcode"]:
        named = answers.name.ts_pcode
        if named is None:
            return _unknown(row, "township", answers.name, answers.name.suggestions)
        return _state_fault(row, named, answers.name) or named
    found = answers.code.ts_pcode
    if found is None:
        return _decide_by_name(row, answers)
    state_fault = _state_fault(row, found, answers.code_in_state)
    district_fault = _district_fault(row, found, answers.code_in_district)
    if state_fault and not district_fault and _is_two_witnesses(found, answers):
        return found, _state_unused(row, found, state_fault)
    if state_fault or district_fault:
        return state_fault or district_fault or found
    if not row.written["township"] or _agrees(answers, found):
        return found
    said = answers.name.ts_pcode or next(iter(answers.name.suggestions), None)
    return TownshipDisagrees(
        row=row.number,
        column=row.columns["township_pcode"],
        written=row.written["township_pcode"],
        code_is=township_label(found),
        name_is=township_label(said) if said else row.written["township"],
    )


def _decide_by_name(row: _Row, answers: _Answers) -> _Decision:
    """A code that is no present township's: the name decides if the code is known to belong there, else a question."""
    named = answers.name.ts_pcode
    if named is None or named not in answers.code.suggestions:
        known = (named,) if named else answers.name.suggestions
        return _unknown(row, "township_pcode", answers.code, answers.code.suggestions or known)
    fault = _state_fault(row, named, answers.name)
    if fault:
        return fault
    facts = {
        "column": row.columns["township_pcode"],
        "written": row.written["township_pcode"],
        "name": row.written["township"],
        "township": township_label(named),
    }
    return named, Remark(_CODE_OF_A_PART, tuple(facts.items()))


def _is_two_witnesses(found: str, answers: _Answers) -> bool:
    """A present township's own code and a name that only this township of the whole country bears."""
    return answers.code.how == "exact_code" and answers.name_alone.ts_pcode == found


def _state_unused(row: _Row, found: str, fault: StateDisagrees) -> Remark:
    facts = {
        "column": fault.column,
        "written": fault.written,
        "code": row.written["township_pcode"],
        "name": row.written["township"],
        "township": township_label(found),
        "lies_in": fault.lies_in,
    }
    return Remark(_STATE_UNUSED, tuple(facts.items()))


def _agrees(answers: _Answers, found: str) -> bool:
    """The name does not speak against the code; where a person answered for the code, only another township's would."""
    name = answers.name
    if name.ts_pcode is not None:
        return name.ts_pcode == found
    shared = name.how == "ambiguous" and found in name.suggestions
    answered = answers.code.how == "alternate_name"
    return shared or answered or name.suggestions[:1] == (found,)


def _unknown(row: _Row, part: str, match: PlaceMatch, suggested: Sequence[str]) -> RowFault:
    written = row.written[part]
    column = row.columns.get(part) or next(iter(row.columns.values()), "")
    if not written:
        return ValueMissing(row=row.number, column=column, written="")
    labels = tuple(township_label(place) for place in suggested) or _NONE
    note = match.reason or Remark("")
    return TownshipUnknown(row=row.number, column=column, written=written, note=note, suggestions=labels)


def _state_fault(row: _Row, found: str, in_state: PlaceMatch) -> StateDisagrees | None:
    """The written state, by code or by name, is another one than the township's."""
    state_code = row.written["state_pcode"].upper()
    if state_code and state_code not in (places()[found].st_pcode, places()[found].sr_pcode):
        return _disagrees(row, "state_pcode", f"{state_code} {row.written['state']}".strip(), found)
    if in_state.ts_pcode is None:
        return _disagrees(row, "state", row.written["state"], found)
    return None


def _district_fault(row: _Row, found: str, in_district: PlaceMatch) -> StateDisagrees | None:
    if in_district.ts_pcode is None:
        return _disagrees(row, "district", row.written["district"], found)
    return None


def _disagrees(row: _Row, part: str, written: str, found: str) -> StateDisagrees:
    place = places()[found]
    lies_in = (
        f"{place.dt_name_en} ({place.dt_pcode})" if part == "district" else f"{place.st_name_en} ({place.st_pcode})"
    )
    return StateDisagrees(
        row=row.number,
        column=row.columns.get(part, ""),
        written=written,
        township=township_label(found),
        lies_in=lies_in,
    )
