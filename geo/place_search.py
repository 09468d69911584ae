"""A search box over townships in either language: prefixes first, then parts of names, then similar names."""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.match import Hit
from geo.matching import NameTable, place_key
from geo.zawgyi import has_burmese

WHOLE, PREFIX, INSIDE, AREA = 1.0, 0.9, 0.75, 0.6
SIMILAR_FROM = 0.65


class SearchBox:
    """Finds townships by any of their names, by code, and by the name of their district or state."""

    def __init__(
        self, townships: pd.DataFrame, names: dict[str, dict[str, object]], tables: tuple[NameTable, NameTable]
    ) -> None:
        """names: place key -> its townships; tables: the Latin and the Burmese names, in P-code order."""
        ordered = townships.sort_values("ts_pcode")
        self._pcodes = tuple(ordered["ts_pcode"])
        self._row = {code: row for row, code in enumerate(self._pcodes)}
        self._names = [(key, tuple(self._row[code] for code in codes)) for key, codes in names.items()]
        self._names += [(code.casefold(), (row,)) for row, code in enumerate(self._pcodes)]
        self._tables = tables
        self._labels = [
            (f"{row.ts_name_en}, {row.st_name_en}", f"{row.ts_name_my}၊ {row.st_name_my}")
            for row in ordered.itertuples()
        ]
        self._areas = [
            tuple(place_key(name) for name in (row.dt_name_en, row.dt_name_my, row.st_name_en, row.st_name_my))
            for row in ordered.itertuples()
        ]

    def label(self, ts_pcode: str) -> tuple[str, str]:
        """Township and state, in English and in Burmese."""
        return self._labels[self._row[ts_pcode]]

    def search(self, text: str, limit: int = 10) -> tuple[Hit, ...]:
        """At most `limit` townships, best first; empty for an empty text."""
        key = place_key(text)
        if not key or limit < 1:
            return ()
        scores = self._literal(key)
        if np.count_nonzero(scores >= INSIDE) < limit and len(key) > 2:
            similar = self._tables[has_burmese(key)].similarity([key], len(self._pcodes))[0]
            scores = np.maximum(scores, np.where(similar >= SIMILAR_FROM, similar * INSIDE, 0))
        order = [int(row) for row in np.argsort(-scores, kind="stable")[:limit] if scores[row] > 0]
        return tuple(Hit(self._pcodes[row], *self._labels[row], round(float(scores[row]), 3)) for row in order)

    def _literal(self, key: str) -> NDArray[np.float64]:
        """(n_townships,) score of names that are, begin with or contain the key, and of areas that begin with it."""
        scores = np.zeros(len(self._pcodes))
        for name, rows in self._names:
            if key in name:
                best = WHOLE if name == key else PREFIX if name.startswith(key) else INSIDE
                near = best if best == WHOLE else best - 0.1 * (1 - len(key) / len(name))
                for row in rows:
                    scores[row] = max(scores[row], near)
        for row, areas in enumerate(self._areas):
            if len(key) > 2 and any(area.startswith(key) for area in areas):
                scores[row] = max(scores[row], AREA)
        return scores
