"""Tell each row's township from its code, its name and its state; where they disagree, the row is a question."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol

import pandas as pd

from data import reference
from data.columns import Layout
from data.row_errors import RowFault, StateDisagrees, TownshipDisagrees, TownshipUnknown, ValueMissing

PLACE_FIELDS = ("township_pcode", "township", "state_pcode", "state", "district")
_NONE = ("–",)


class PlaceMatch(Protocol):
    """What the matcher answers for one written name or code: a township's P-code, or None with suggestions and why."""

    @property
    def ts_pcode(self) -> str | None: ...
    @property
    def how(self) -> str: ...
    @property
    def suggestions(self) -> tuple[str, ...]: ...
    @property
    def note(self) -> str: ...


class TownshipMatcher(Protocol):
    """Written names or codes, with their states and districts, to townships; never guesses in silence."""

    def match_many(
        self, texts: Sequence[Any], states: Sequence[Any] | None = None, districts: Sequence[Any] | None = None
    ) -> Sequence[PlaceMatch]: ...


@cache
def _places() -> dict[str, Any]:
    return {row.ts_pcode: row for row in reference.townships().itertuples()}


def township_label(ts_pcode: str) -> str:
    """Code, name and state, as a fault quotes it: "MMR001013 Mansi, Kachin"; the code alone if it is unknown."""
    place = _places().get(ts_pcode)
    return f"{ts_pcode} {place.ts_name_en}, {place.st_name_en}" if place is not None else ts_pcode


def read_townships(layout: Layout, matcher: TownshipMatcher) -> tuple[pd.Series, list[RowFault]]:
    """P-code of each row (None at fault), and one fault for each row without one.

    Reads the fields township_pcode, township, state_pcode, state and district. Every written part must agree; a name
    agrees with a code if it resolves to it, is shared by it, or suggests it first.
    """
    texts = {part: layout.texts(part).tolist() for part in PLACE_FIELDS}
    areas = _area_names(texts["state"], texts["state_pcode"])
    answers = zip(
        matcher.match_many(texts["township_pcode"]),
        matcher.match_many(texts["township_pcode"], areas, texts["district"]),
        matcher.match_many(texts["township"], areas, texts["district"]),
        strict=True,
    )
    columns = {part: layout.heading(part) for part in PLACE_FIELDS if part in layout.columns}
    values, faults = [], []
    for at, (row, (by_code, code_in_area, by_name)) in enumerate(zip(layout.data.index, answers, strict=True)):
        written = {part: column[at] for part, column in texts.items()}
        decision = _decide(_Row(int(row), written, columns), by_code, code_in_area, by_name)
        values.append(decision if isinstance(decision, str) else None)
        if isinstance(decision, RowFault):
            faults.append(decision)
    return pd.Series(values, index=layout.data.index, dtype=object), faults


@dataclass(frozen=True)
class _Row:
    """One row's written places, and the headings that they stand under."""

    number: int
    written: dict[str, str]
    columns: dict[str, str]


def _area_names(states: Sequence[str], codes: Sequence[str]) -> list[str]:
    """The written state, else the name of the state that the written code stands for."""
    names = {place.sr_pcode: place.sr_name_en for place in _places().values()}
    names |= {place.st_pcode: place.st_name_en for place in _places().values()}
    return [state or names.get(code.upper(), "") for state, code in zip(states, codes, strict=True)]


def _decide(row: _Row, by_code: PlaceMatch, code_in_area: PlaceMatch, by_name: PlaceMatch) -> str | RowFault:
    """The township's code, or why there is none."""
    code, name = row.written["township_pcode"], row.written["township"]
    if not code:
        named_at = by_name.ts_pcode
        if named_at is None:
            return _unknown(row, "township", by_name, by_name.suggestions)
        return _state_fault(row, named_at, by_name) or named_at
    if by_code.ts_pcode is None:
        named = (by_name.ts_pcode,) if by_name.ts_pcode else by_name.suggestions
        return _unknown(row, "township_pcode", by_code, by_code.suggestions or named)
    found = by_code.ts_pcode
    fault = _state_fault(row, found, code_in_area)
    if fault or not name or _agrees(by_name, found):
        return fault or found
    said = by_name.ts_pcode or next(iter(by_name.suggestions), None)
    return TownshipDisagrees(
        row=row.number,
        column=row.columns["township_pcode"],
        written=code,
        code_is=township_label(found),
        name_is=township_label(said) if said else name,
    )


def _agrees(by_name: PlaceMatch, found: str) -> bool:
    shared = by_name.how == "ambiguous" and found in by_name.suggestions
    return shared or by_name.ts_pcode == found or (by_name.ts_pcode is None and by_name.suggestions[:1] == (found,))


def _unknown(row: _Row, part: str, match: PlaceMatch, suggested: Sequence[str]) -> RowFault:
    written = row.written[part]
    column = row.columns.get(part) or next(iter(row.columns.values()), "")
    if not written:
        return ValueMissing(row=row.number, column=column, written="")
    labels = tuple(township_label(place) for place in suggested) or _NONE
    return TownshipUnknown(row=row.number, column=column, written=written, note=match.note, suggestions=labels)


def _state_fault(row: _Row, found: str, code_in_area: PlaceMatch) -> RowFault | None:
    """The written state, by code or by name, is another one than the township's."""
    place = _places()[found]
    state_code = row.written["state_pcode"].upper()
    if state_code and state_code not in (place.st_pcode, place.sr_pcode):
        part, written = "state_pcode", f"{state_code} {row.written['state']}".strip()
    elif code_in_area.ts_pcode is None:
        part = "state" if row.written["state"] else "district"
        written = row.written[part]
    else:
        return None
    return StateDisagrees(
        row=row.number,
        column=row.columns.get(part, ""),
        written=written,
        township=township_label(found),
        lies_in=f"{place.st_name_en} ({place.st_pcode})",
    )
