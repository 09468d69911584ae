"""Small counts for the tests of disclosure control, written out so that every sum can be checked by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd

from analysis.disclosure import Base

PLACES = pd.DataFrame(
    {"ts": ["T1", "T2", "T3", "T4"], "st": ["S1", "S1", "S2", "S2"]},
)


def base_of(
    rows: Sequence[tuple[object, ...]],
    categories: Mapping[str, tuple[str, ...]] | None = None,
    places: pd.DataFrame = PLACES,
    known: Sequence[tuple[object, ...]] = (),
) -> Base:
    """rows: (finest place, year, *codes, people); known: the same with the provider at the end."""
    categories = dict(categories or {})
    finest = places.columns[0]
    columns = [finest, "year", *categories, "people"]

    def placed(frame: pd.DataFrame) -> pd.DataFrame:
        return frame.merge(places, on=finest, how="left")

    return Base(
        placed(pd.DataFrame(list(rows), columns=columns)),
        placed(pd.DataFrame(list(known), columns=[*columns, "provider"])),
        places,
        categories,
    )


def shown(rows: pd.DataFrame) -> pd.DataFrame:
    return rows[rows["status"] == "shown"]
