"""Square grids of townships with people, victims and neighbours, for the statistics of hot spots."""

from __future__ import annotations

import numpy as np
import pandas as pd

from analysis.units import Panel, Units, panel, units_of

YEAR = 2024


def grid_units(side: int, population: object = 100_000) -> Units:
    """side × side townships named T000, T001 … row by row; population: people, one number or one a township."""
    n = side * side
    frame = pd.DataFrame({
        "ts_pcode": [f"T{i:03d}" for i in range(n)],
        "st_pcode": "S1",
        "lat": [20.0 - i // side for i in range(n)],
        "lon": [95.0 + i % side for i in range(n)],
        "population_2014": pd.array(np.broadcast_to(population, n).astype(int), "Int64"),
    })  # fmt: skip
    return units_of(frame)


def sides(side: int) -> pd.DataFrame:
    """Townships of the grid that share a side."""
    across = [(i, i + 1) for i in range(side * side) if i % side < side - 1]
    down = [(i, i + side) for i in range(side * (side - 1))]
    return pd.DataFrame([(f"T{a:03d}", f"T{b:03d}") for a, b in across + down], columns=["ts_a", "ts_b"])


def one_year(units: Units, counts: object) -> Panel:
    """Panel of one year; counts: people, one a unit."""
    frame = pd.DataFrame({"ts_pcode": units.codes, "case_year": YEAR, "victims_people": np.asarray(counts)})
    return panel(units, frame, [YEAR])
