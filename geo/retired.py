"""Codes and names outside the 330 townships, retired or of a special region: what they lead to, how certainly."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from geo import match as notes
from geo.match import Note
from geo.matching import place_key


@dataclass(frozen=True)
class Retired:
    """A retired township or special area: its successors (certain or likely); certain: one township took all of it."""

    successors: tuple[str, ...]
    certain: bool
    reason: Note


class RetiredTownships:
    """Look-up of retired townships and special areas by code and by name."""

    def __init__(self, code_changes: pd.DataFrame, retired_names: pd.DataFrame, special_areas: pd.DataFrame) -> None:
        """Frames with the columns of data.reference: township_code_changes, retired_townships, special_region_areas."""
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

        self._add_special_areas(special_areas)

    def _add_special_areas(self, areas: pd.DataFrame) -> None:
        for row in areas.itertuples():
            reason = notes.special_region(f"{row.name_en} ({row.area_pcode})", row.special_region)
            area = Retired(tuple(row.likely_ts_pcodes.split("|")), False, reason)
            self.by_code[row.area_pcode] = area
            for name in (row.name_en, row.name_my):
                if isinstance(name, str):
                    self._by_name[place_key(name)] = area

    def named(self, key: str) -> Retired | None:
        """The retired township of that name's place key, if any."""
        return self._by_name.get(key)


def _conclude(old: str, successors: tuple[str, ...], likely: tuple[str, ...]) -> Retired:
    if len(successors) == 1:
        return Retired(successors, True, notes.recoded(old, successors[0]))
    if successors:
        return Retired(successors, False, notes.split(old, successors))
    return Retired(likely, False, notes.dissolved(old, likely))
