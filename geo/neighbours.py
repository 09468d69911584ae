"""Which townships are neighbours: those that share a border or a corner, and islands by the sea links between them.

With an installed boundary file the list is derived from it; otherwise it is the project's own table. Every township
has at least one neighbour.
"""

from __future__ import annotations

import pandas as pd

from geo import boundaries
from geo.adjacency import reference_neighbours


def neighbours() -> pd.DataFrame:
    """Pairs ts_a < ts_b with link (land, sea, assumed or nearest) and shared_border_km (0 for a corner or a sea link).

    assumed: a township that the installed file lacks, linked as in the project's table.
    """
    written = boundaries.installed_neighbours()
    return reference_neighbours() if written is None else written


def neighbours_of(ts_pcode: str) -> tuple[str, ...]:
    """P-codes of a township's neighbours, sorted; empty only for a code that is no township's."""
    pairs = neighbours()
    found = {*pairs.ts_b[pairs.ts_a == ts_pcode], *pairs.ts_a[pairs.ts_b == ts_pcode]}
    return tuple(sorted(found))
