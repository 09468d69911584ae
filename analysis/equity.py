"""Whether reintegration capacity follows the victims of each corridor (recommendation 4.1)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.tiers import Coverage
from data.vocabulary import Corridor

CORRIDOR_COLUMNS: dict[Corridor, str] = {
    Corridor.CHINA: "china_people",
    Corridor.THAILAND: "thailand_people",
    Corridor.OTHER_ABROAD: "other_abroad_people",
    Corridor.INTERNAL: "internal_people",
    Corridor.UNKNOWN: "unknown_destination_people",
}


@dataclass(frozen=True, eq=False)
class CorridorEquity:
    """corridors: one row a corridor: corridor, victims_people, unplaced_people, victims_share_0_1, capacity_people
    (float), capacity_share_0_1, ratio (capacity share / victims share; 1 = in proportion; NaN where undefined).

    pools, pools_untold: reintegration pools active, and those that do not tell their capacity (left out).
    capacity_elsewhere_people: capacity of pools that serve only townships where no victim of the view comes from.
    unplaced_people: victims whose township is not known (counted in no share).
    """

    corridors: pd.DataFrame
    pools: int
    pools_untold: int
    capacity_elsewhere_people: int
    unplaced_people: int


def corridor_equity(coverage: Coverage, victims: pd.DataFrame) -> CorridorEquity:
    """Share of reintegration capacity against share of victims, corridor by corridor.

    victims: ts_pcode and the columns of CORRIDOR_COLUMNS, people. The capacity of a pool (a base with its roving and
    outreach presences) is divided among the corridors in proportion to the victims that come from the townships which
    the pool serves; both shares are taken over victims whose township is known.

    What it cannot tell: whom a provider really serves (in a mixed township its capacity is split by proportion, so
    the ratio shows where capacity lies, not who is favoured); whether the capacity is good, or free; and capacity
    that is not told is missing from it. Unconfirmed presences count.
    """
    columns = list(CORRIDOR_COLUMNS.values())
    placed = victims[victims["ts_pcode"].isin(coverage.townships["ts_pcode"])]
    counts = placed.groupby("ts_pcode")[columns].sum()
    totals = counts.sum().to_numpy(float)
    capacity, elsewhere, pools, untold = _capacity_by_corridor(coverage, counts)
    victims_share = _share(totals)
    capacity_share = _share(capacity)
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = np.where(victims_share > 0, capacity_share / victims_share, np.nan)
    unplaced = victims[columns].sum().to_numpy() - counts.sum().to_numpy()
    rows = pd.DataFrame({
        "corridor": [str(corridor) for corridor in CORRIDOR_COLUMNS],
        "victims_people": totals.astype("int64"),
        "unplaced_people": unplaced.astype("int64"),
        "victims_share_0_1": victims_share,
        "capacity_people": capacity,
        "capacity_share_0_1": capacity_share,
        "ratio": ratio,
    })  # fmt: skip
    return CorridorEquity(rows, pools, untold, elsewhere, int(unplaced.sum()))


def _capacity_by_corridor(coverage: Coverage, counts: pd.DataFrame) -> tuple[np.ndarray, int, int, int]:
    """Capacity by corridor (people), capacity that serves no source township, number of pools, of those untold."""
    helping = coverage.presences[coverage.presences["is_reintegration"].astype(bool)]
    served = helping.drop_duplicates(["pool_id", "ts_pcode"])
    capacity = helping.groupby("pool_id")["pool_capacity_people"].first()
    told = capacity.dropna().astype(float)
    victims = counts.reindex(served["ts_pcode"], fill_value=0).set_axis(served["pool_id"])
    by_pool = victims.groupby(level=0).sum().reindex(told.index)
    people = by_pool.sum(axis=1)
    weight = by_pool.div(people.where(people > 0), axis=0).fillna(0.0)
    split = weight.mul(told, axis=0).sum().to_numpy(float)
    elsewhere = int(told[people == 0].sum())
    return split, elsewhere, len(capacity), int(capacity.isna().sum())


def _share(values: np.ndarray) -> np.ndarray:
    return values / values.sum() if values.sum() > 0 else np.full(len(values), np.nan)
