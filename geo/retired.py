"""Townships that no longer exist: what their codes and names lead to, and whether that is certain."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo import match as notes
from geo.match import Note
from geo.matching import place_key


@dataclass(frozen=True)
class Retired:
    """A retired township: its successors (certain or likely), and whether one township certainly took all of it."""

    successors: tuple[str, ...]
    certain: bool
    reason: Note


class RetiredTownships:
    """Look-up of retired townships by code and by name."""

    def __init__(self, code_changes: pd.DataFrame, retired_names: pd.DataFrame) -> None:
        """Frames with the columns of data.reference.township_code_changes() and retired_townships()."""
        named = {row.old_ts_pcode: row for row in retired_names.itertuples()}
        self.by_code: dict[str, Retired] = {}
        self._by_name: dict[str, Retired] = {}
        for code, changes in code_changes.groupby("old_ts_pcode"):
            row = named.get(code)
            likely = tuple(row.likely_ts_pcodes.split("|")) if row is not None else ()
            old = f"{row.name_en} ({code})" if row is not None else str(code)
            retired = _conclude(old, tuple(changes["new_ts_pcode"].dropna()), likely)
            self.by_code[str(code)] = retired
            for name in (row.name_en, row.name_my) if row is not None else ():
                self._by_name[place_key(name)] = retired

    def named(self, key: str) -> Retired | None:
        """The retired township of that name's place key, if any."""
        return self._by_name.get(key)


def _conclude(old: str, successors: tuple[str, ...], likely: tuple[str, ...]) -> Retired:
    if len(successors) == 1:
        return Retired(successors, True, notes.recoded(old, successors[0]))
    if successors:
        return Retired(successors, False, notes.split(old, successors))
    return Retired(likely, False, notes.dissolved(old, likely))
