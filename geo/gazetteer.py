"""Match written place names to P-codes; never guess silently.

Order: township code, retired code, official English name, alternate name, Burmese name (Unicode, or Zawgyi when the
whole column is), then suggestions that a person must confirm. A code is returned only if exactly one township bears
the name within the state and district that were written; whatever is doubtful comes back without one, with the reason.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from data import reference
from data.errors import UnknownTownshipCodes
from geo import match as notes
from geo.areas import Areas, Scope, is_country
from geo.match import SURENESS, Hit, How, Match, Note
from geo.matching import NameTable, place_key, visible
from geo.place_search import SearchBox
from geo.retired import RetiredTownships
from geo.zawgyi import Encoding, Judgement, has_burmese, judge, to_unicode

__all__ = ["Gazetteer", "Hit", "How", "Match", "default_gazetteer"]

SUGGESTIONS_MAX = 5
SUGGEST_FROM = 0.6  # least similarity (0-1) worth showing to a person
SAME_AREA_BONUS = 0.15  # a suggestion inside the written state or district comes before one outside
_CHUNK = 2000

_PLACE_CODE = re.compile(r"(MMR\d{6})(\d{1,6})?")
_PARTS = re.compile(r"[,;(（၊]")
_PLACEHOLDERS = frozenset({"na", "nan", "none", "null", "nil", "unknown", "notknown", "notstated", "မသိ", "မသိရ"})


@dataclass(frozen=True)
class PlaceTables:
    """The tables that a gazetteer is built from, with the columns of the functions of that name in data.reference."""

    townships: pd.DataFrame
    township_alternate_names: pd.DataFrame
    state_alternate_names: pd.DataFrame
    township_code_changes: pd.DataFrame
    retired_townships: pd.DataFrame
    special_region_areas: pd.DataFrame

    @classmethod
    def reference(cls) -> PlaceTables:
        """The project's own tables."""
        return cls(
            reference.townships(),
            reference.township_alternate_names(),
            reference.state_alternate_names(),
            reference.township_code_changes(),
            reference.retired_townships(),
            reference.special_region_areas(),
        )


@dataclass(frozen=True)
class _Pending:
    """A match that still wants suggestions: keys to compare, and the area whose townships come before others."""

    match: Match
    keys: tuple[str, ...] = ()
    inside: frozenset[str] | None = None


@dataclass(frozen=True)
class _Reading:
    """One way to read a text: its keys, the townships that bear the name, the area written, and words left over."""

    keys: tuple[str, ...]
    found: dict[str, How]
    scope: Scope
    leftover: bool = False


class Gazetteer:
    """Every name of every township, built once; asking it changes nothing."""

    def __init__(self, tables: PlaceTables) -> None:
        """Raises UnknownTownshipCodes if an alternate name belongs to no township of the table."""
        unknown = sorted(set(tables.township_alternate_names["ts_pcode"]) - set(tables.townships["ts_pcode"]))
        if unknown:
            raise UnknownTownshipCodes(codes=tuple(unknown))
        self._tables = tables
        self.pcodes: tuple[str, ...] = tuple(sorted(tables.townships["ts_pcode"]))
        self._row = {code: row for row, code in enumerate(self.pcodes)}
        self._index = _index_names(tables)
        self._retired = RetiredTownships(
            tables.township_code_changes, tables.retired_townships, tables.special_region_areas
        )
        self._areas = Areas(tables.townships, tables.state_alternate_names, _spellings(tables))
        named = [(self._row[code], key) for key, codes in self._index.items() for code in codes]
        self._latin = NameTable.build([pair for pair in named if not has_burmese(pair[1])])
        self._burmese = NameTable.build([pair for pair in named if has_burmese(pair[1])])
        names: dict[str, dict[str, object]] = {key: dict(codes) for key, codes in self._index.items()}
        self._search_box = SearchBox(tables.townships, names, (self._latin, self._burmese))

    def with_alternates(self, frame: pd.DataFrame) -> Gazetteer:
        """A new gazetteer that also knows these names (ts_pcode, alt_name), such as those that people have confirmed.

        An alt_name may be a code that is no township's, such as that of a part of a special region.
        A confirmed name that already is another township's makes the name ambiguous; it never takes it away.
        Raises UnknownTownshipCodes.
        """
        known = self._tables.township_alternate_names
        added = pd.concat([known, frame[["ts_pcode", "alt_name"]]], ignore_index=True)
        return Gazetteer(replace(self._tables, township_alternate_names=added))

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """For a search box in either language: at most `limit` townships, best first. It finds, it does not decide."""
        return self._search_box.search(text, limit)

    def label(self, ts_pcode: str) -> tuple[str, str]:
        """Township and state in English and in Burmese: ("Minhla, Bago (West)", …). Raises KeyError for no township."""
        return self._search_box.label(ts_pcode)

    def match(self, text: object, state: object = None, district: object = None) -> Match:
        """One written name. Its encoding is judged from this text alone; where there is a column, use match_many."""
        return self.match_many([text], [state], [district])[0]

    def match_many(
        self,
        texts: Sequence[object],
        states: Sequence[object] | None = None,
        districts: Sequence[object] | None = None,
    ) -> list[Match]:
        """One Match for each text, in order. Encoding is judged over all texts together; equal rows are done once.

        Missing values (None, NaN, NA) count as blank. Raises ValueError if the lists differ in length.
        """
        nothing = [None] * len(texts)
        rows = zip(
            texts, nothing if states is None else states, nothing if districts is None else districts, strict=True
        )
        written = [(_text(text), _text(state), _text(district)) for text, state, district in rows]
        unique = list(dict.fromkeys(written))
        judgement = judge(visible(part) for row in unique for part in row)
        matches = self._with_suggestions([self._match_row(*row, judgement) for row in unique])
        done = dict(zip(unique, matches, strict=True))
        return [done[row] for row in written]

    def unicode_texts(self, texts: Sequence[str]) -> list[str]:
        """The texts of one column in Unicode: converted where the column as a whole is Zawgyi, else as they are.

        A text of such a column that cannot be converted whole stays as it is.
        """
        if judge(texts).encoding is not Encoding.ZAWGYI:
            return list(texts)
        return [(to_unicode(text) if has_burmese(text) else None) or text for text in texts]

    def _match_row(self, text: str, state: str, district: str, judgement: Judgement) -> _Pending:
        shown = visible(text)
        key = place_key(shown)
        if not key or key in _PLACEHOLDERS:
            return _Pending(Match(text, None, How.BLANK, 0.0, (), notes.BLANK))
        scope = self._scope(state, district, judgement)
        code = _PLACE_CODE.fullmatch(key.upper())
        if code and (code[0] in self._row or key not in self._index):  # else a person has answered for this code
            return _Pending(self._match_code(text, code[1], code[2], scope))
        as_written = self._read(shown, scope)
        converted = to_unicode(shown) if has_burmese(shown) else None
        if converted is None or place_key(converted) == key:
            return self._conclude(text, as_written)
        return self._match_burmese(text, as_written, _from_zawgyi(self._read(converted, scope)), judgement)

    def _match_burmese(self, text: str, as_written: _Reading, as_zawgyi: _Reading, judgement: Judgement) -> _Pending:
        """Choose between two readings that differ: as the column is written, else the one that is a name, else ask.

        A text that as it stands is a township's name, and as Zawgyi is none, is not asked about: the characters of a
        name are no accident. A text that is a name only after conversion is, unless the whole column is Zawgyi.
        """
        if judgement.encoding is Encoding.UNICODE and as_written.found:
            return self._conclude(text, as_written)
        if judgement.encoding is Encoding.ZAWGYI and (as_zawgyi.found or not as_written.found):
            return self._conclude(text, as_zawgyi)
        if judgement.encoding is not Encoding.ZAWGYI and not as_zawgyi.found:
            return self._conclude(text, as_written)
        both = _Reading((*as_written.keys, *as_zawgyi.keys), as_written.found | as_zawgyi.found, as_written.scope)
        return self._ask(text, both, notes.encoding(judgement.probability))

    def _scope(self, state: str, district: str, judgement: Judgement) -> Scope:
        """Where the row says that the place lies."""
        scope = Scope()
        for written, look_up in ((state, self._areas.state), (district, self._areas.district)):
            shown = visible(written)
            key = place_key(shown)
            if not key or key in _PLACEHOLDERS or is_country(shown):
                continue
            townships = look_up(shown)
            if townships is None and has_burmese(shown) and judgement.encoding is not Encoding.UNICODE:
                converted = to_unicode(shown)
                townships = look_up(converted) if converted else None
            scope = scope.narrowed(townships, shown)
        return scope

    def _read(self, shown: str, scope: Scope) -> _Reading:
        """Townships named by the whole text; else by what stands before a comma or bracket, if areas stand after it."""
        key = place_key(shown)
        if key in self._index:
            return _Reading((key,), self._index[key], scope)
        head, *rest = (part.strip(" )）") for part in _PARTS.split(shown))
        tails = [part for part in rest if place_key(part)]
        found = self._index.get(place_key(head), {}) if tails else {}
        keys = tuple(dict.fromkeys(part for part in (key, place_key(head)) if part))
        leftover = False
        while tails:
            taken, area = self._area_at_the_front(tails)
            if area is not None:
                scope = scope.narrowed(area, " ".join(tails[:taken]))
            elif not is_country(tails[0]) and not self._index.get(place_key(tails[0]), {}).keys() & found.keys():
                leftover = True
            tails = tails[taken:]
        return _Reading(keys, found, scope, leftover)

    def _area_at_the_front(self, parts: list[str]) -> tuple[int, frozenset[str] | None]:
        """How many of the parts name one area ("Shan", "North": two), and its townships; (1, None): they name none."""
        for taken in (2, 1):
            together = " ".join(parts[:taken])
            area = self._areas.state(together) or self._areas.district(together)
            if area is not None:
                return min(taken, len(parts)), area
        return 1, None

    def _conclude(self, text: str, reading: _Reading) -> _Pending:
        """The rule: the one township that bears the name inside every written area; anything else is a question."""
        scope, found = reading.scope, reading.found
        if not found:
            return self._conclude_unnamed(text, reading)
        inside = {code: how for code, how in found.items() if scope.townships is None or code in scope.townships}
        if not inside:
            match = Match(text, None, How.CONTRADICTION, 0.0, tuple(sorted(found)), notes.contradiction(text))
            return _Pending(match, reading.keys, scope.townships)
        if scope.unrecognised:
            return self._ask(text, replace(reading, found=inside), notes.unrecognised_area(scope.unrecognised))
        if reading.leftover:
            return self._ask(text, replace(reading, found=inside), notes.LEFTOVER)
        if len(inside) > 1:
            return _Pending(_ambiguous(text, tuple(sorted(inside)), notes.ambiguous(len(inside))))
        ((code, how),) = inside.items()
        return _Pending(Match(text, code, how, SURENESS[how]))

    def _ask(self, text: str, reading: _Reading, reason: Note) -> _Pending:
        """A question although the name is known: the townships that bear it come first."""
        match = Match(text, None, How.SUGGESTION, 0.0, tuple(sorted(reading.found)), reason)
        return _Pending(match, reading.keys, reading.scope.townships)

    def _conclude_unnamed(self, text: str, reading: _Reading) -> _Pending:
        """No present township bears the name: it is a retired one's, an area's, or something to suggest for."""
        scope = reading.scope
        old = next((retired for key in reading.keys if (retired := self._retired.named(key))), None)
        if old and not reading.leftover and (scope.townships is None or scope.townships & set(old.successors)):
            match = _ambiguous(text, old.successors, old.reason)
            return _Pending(match, reading.keys if len(old.successors) == 1 else (), scope.townships)
        whole = visible(text)
        if self._areas.state(whole) or self._areas.district(whole):
            return _Pending(Match(text, None, How.UNKNOWN, 0.0, (), notes.AREA_ONLY))
        reason = notes.unrecognised_area(scope.unrecognised) if scope.unrecognised else notes.SIMILAR
        return _Pending(Match(text, None, How.UNKNOWN, 0.0, (), reason), reading.keys[:1], scope.townships)

    def _match_code(self, text: str, code: str, longer: str | None, scope: Scope) -> Match:
        """A code is a township's, a retired township's, or that of a place inside one (then longer)."""
        old = self._retired.by_code.get(code)
        if code not in self._row and not old:
            return Match(text, None, How.UNKNOWN, 0.0, (), notes.UNKNOWN_CODE)
        meant = old.successors if old else (code,)
        if scope.townships is not None and not scope.townships & set(meant):
            return Match(text, None, How.CONTRADICTION, 0.0, meant, notes.contradiction(text))
        if longer:
            return Match(text, None, How.SUGGESTION, 0.5, meant, notes.longer_code(code))
        if old:
            sure = Match(text, meant[0], How.RETIRED_CODE, SURENESS[How.RETIRED_CODE], (), old.reason)
            return sure if old.certain else _ambiguous(text, meant, old.reason)
        reason = notes.unrecognised_area(scope.unrecognised) if scope.unrecognised else None
        return Match(text, code, How.EXACT_CODE, SURENESS[How.EXACT_CODE], (), reason)

    def _with_suggestions(self, pending: list[_Pending]) -> list[Match]:
        """Fill in the suggestions of those that want some; similarity is computed for many at once."""
        results = [entry.match for entry in pending]
        wanting = [row for row, entry in enumerate(pending) if entry.keys]
        for start in range(0, len(wanting), _CHUNK):
            rows = wanting[start : start + _CHUNK]
            scores = self._similarities([pending[row].keys for row in rows])
            for row, score in zip(rows, scores, strict=True):
                results[row] = self._suggest(pending[row], score)
        return results

    def _similarities(self, keys: list[tuple[str, ...]]) -> NDArray[np.float32]:
        """(n, n_townships) best similarity 0-1 over each entry's keys: Burmese with Burmese names, Latin with Latin."""
        scores = np.zeros((len(keys), len(self.pcodes)), np.float32)
        for place in range(max(map(len, keys))):
            for table, burmese in ((self._latin, False), (self._burmese, True)):
                rows = [
                    r
                    for r, several in enumerate(keys)
                    if len(several) > place and has_burmese(several[place]) is burmese
                ]
                if rows:
                    found = table.similarity([keys[row][place] for row in rows], len(self.pcodes))
                    scores[rows] = np.maximum(scores[rows], found)
        return scores

    def _suggest(self, entry: _Pending, score: NDArray[np.float32]) -> Match:
        """The match with similar townships after those that bear the name; never with a P-code of its own."""
        match, order = entry.match, score.copy()
        if entry.inside is not None:
            order[[self._row[code] for code in entry.inside]] += SAME_AREA_BONUS
        first = sorted(match.suggestions, key=lambda code: (-score[self._row[code]], code))
        ranked = [self.pcodes[row] for row in np.argsort(-order, kind="stable") if score[row] >= SUGGEST_FROM]
        suggestions = (*first, *[code for code in ranked if code not in first])[: max(SUGGESTIONS_MAX, len(first))]
        if not suggestions:
            return replace(match, reason=notes.NOTHING_SIMILAR) if match.reason == notes.SIMILAR else match
        if match.how is How.CONTRADICTION:
            return replace(match, suggestions=suggestions)
        top = max(float(score[self._row[code]]) for code in suggestions)
        return replace(match, how=How.SUGGESTION, score=round(min(top, 0.99), 3), suggestions=suggestions)


def _text(value: object) -> str:
    """The value as text; empty for None, NaN and NA."""
    return "" if value is None or value is pd.NA or value != value else str(value)


def _ambiguous(text: str, townships: tuple[str, ...], reason: Note) -> Match:
    """A question between townships of which none is likelier than another."""
    how = How.AMBIGUOUS if len(townships) > 1 else How.SUGGESTION
    return Match(text, None, how, round(1 / max(len(townships), 2), 3), townships, reason)


def _from_zawgyi(reading: _Reading) -> _Reading:
    """The reading of a converted text, whose finds say so."""
    return replace(reading, found=dict.fromkeys(reading.found, How.ZAWGYI_NAME))


def _index_names(tables: PlaceTables) -> dict[str, dict[str, How]]:
    """Place key -> the townships that bear the name, each with how; a name's better standing wins."""
    index: dict[str, dict[str, How]] = {}
    for row in tables.townships.itertuples():
        index.setdefault(place_key(row.ts_name_en), {})[row.ts_pcode] = How.EXACT_NAME
        index.setdefault(place_key(row.ts_name_my), {})[row.ts_pcode] = How.BURMESE_NAME
    for row in tables.township_alternate_names.itertuples():
        how = How.BURMESE_NAME if has_burmese(row.alt_name) else How.ALTERNATE_NAME
        index.setdefault(place_key(row.alt_name), {}).setdefault(row.ts_pcode, how)
    index.pop("", None)
    return index


def _spellings(tables: PlaceTables) -> dict[str, list[str]]:
    """P-code -> every written name in Latin or Burmese letters, for districts that are named after a township."""
    spelled = {row.ts_pcode: [row.ts_name_en, row.ts_name_my] for row in tables.townships.itertuples()}
    for row in tables.township_alternate_names.itertuples():
        spelled[row.ts_pcode].append(row.alt_name)
    return spelled


@cache
def default_gazetteer() -> Gazetteer:
    """The gazetteer of the project's own reference tables, built once a process."""
    return Gazetteer(PlaceTables.reference())


if __name__ == "__main__":
    from geo.gazetteer_cli import main

    sys.exit(main(sys.argv[1:]))
