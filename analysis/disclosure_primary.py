"""Which figures are sensitive by themselves: small, all but small beside one organisation's own, or a row in one
category.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis.disclosure_cells import KEYS, Cells
from analysis.disclosure_rules import ALL, Rules, Zeros


def sensitive(
    cells: Cells, counts: NDArray[np.int64], known: tuple[NDArray[np.int64], ...], rules: Rules
) -> NDArray[np.bool_]:
    """(cells,) True where a figure must be withheld. counts: (unknowns,); known: of each organisation, (unknowns,)."""
    people = cells.of(counts)
    found = is_small(people, rules) | _all_in_one(cells.keys, people)
    for own in known:
        rest = people - cells.of(own)
        found |= (rest >= 1) & (rest < rules.least_shown)
    return found & cells.is_possible


def is_small(people: NDArray[np.int64], rules: Rules) -> NDArray[np.bool_]:
    """Below the threshold; noughts too, unless noughts are shown."""
    least = 0 if rules.zeros == Zeros.WITHHELD else 1
    return (people >= least) & (people < rules.least_shown)


def _all_in_one(keys: pd.DataFrame, people: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Figures of one code of a category that hold everybody of the margin: whoever is in the row is in the code."""
    found = np.zeros(len(keys), bool)
    categories = [c for c in keys.columns if c not in KEYS]
    counted = keys.assign(people=people)
    for category in categories:
        others = [*KEYS, *(c for c in categories if c != category)]
        margin = counted[counted[category] == ALL].set_index(others)["people"]
        rows = counted[~counted[category].isin(["", ALL])]
        whole = rows[others].merge(margin.rename("whole").reset_index(), on=others, how="left")["whole"].to_numpy()
        own = rows["people"].to_numpy()
        found[rows.index.to_numpy()] |= (own > 0) & (own == whole)
    return found
