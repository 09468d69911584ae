"""What an allocation is asked: demand, ways to help with their cost and room, who is there already, and the limits.

Everything is counted in people and US dollars; nothing here decides anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from data.errors import N_
from data.vocabulary import Code


class Option(Code):
    """A way to bring help to a township that the planner may buy."""

    RESIDENT = "resident", N_("New resident provider")
    CASE_WORKER = "case_worker", N_("More case workers at an existing provider")
    ROVING = "roving", N_("Roving case worker (4.2)")
    DSW_OUTREACH = "dsw_outreach", N_("Outreach from a DSW office (4.3)")
    MINIMUM_CHILD = "minimum_child", N_("Minimum model, child (4.5.1)")
    MINIMUM_ADULT = "minimum_adult", N_("Minimum model, adult (4.5.2)")


PLACED: Final = (Option.RESIDENT, Option.CASE_WORKER, Option.ROVING, Option.DSW_OUTREACH)
MINIMUM: Final = (Option.MINIMUM_CHILD, Option.MINIMUM_ADULT)
UNLIMITED: Final = float("inf")


@dataclass(frozen=True)
class Price:
    """cost_usd: of one for a year (a person for the minimum model); capacity_people: that one can carry at once;
    most, least: how many a plan may, and must, have (most None: no limit).
    """

    cost_usd: float
    capacity_people: float = UNLIMITED
    most: int | None = None
    least: int = 0


@dataclass(frozen=True)
class LeastShare:
    """Of the people whom a plan newly reaches, at least share_0_1 belong to a corridor or come from a state.

    kind: 'corridor' or 'state'; code: Corridor code, or the P-code of one of the 18 states and regions.
    """

    kind: str
    code: str
    share_0_1: float


@dataclass(frozen=True)
class Limits:
    """What a plan must keep to.

    minimum_worth_0_1: worth of reaching a person by the minimum model, as a share of full support.
    keeps_existing: the room of existing providers is there for nothing; otherwise each must be paid for (upkeep_usd)
      or is left. excluded: P-codes where nothing new can be placed or sent. longest_km: between the base's and the
      served township's main towns, for roving workers and outreach. resident_reach_km: townships whose main town is
      this near are served by a resident provider too (0: only its own). roving_townships: townships beside the base.
    """

    budget_usd: float
    minimum_worth_0_1: float = 0.4
    keeps_existing: bool = True
    upkeep_usd: float = 0.0
    excluded: frozenset[str] = frozenset()
    least_shares: tuple[LeastShare, ...] = ()
    longest_km: float = UNLIMITED
    resident_reach_km: float = 0.0
    dsw_reach_km: float = 50.0
    roving_townships: int = 4
    case_workers_each: int = 3


DEMAND_COLUMNS: Final = ("ts_pcode", "is_child", "corridor", "people", "waiting_people", "weight")
EXISTING_COLUMNS: Final = (
    "pool_id", "organisation", "ts_pcode", "room_people", "serves_children", "serves_adults",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Problem:
    """townships: ts_pcode, st_pcode, lat, lon (main town, degrees), one row a township.

    demand: DEMAND_COLUMNS, one row a township, age class and corridor: people (float: those waiting and those
      expected), of whom waiting_people, and weight (worth of reaching one of them, > 0).
    links: ts_a, ts_b: townships that touch, each pair once or twice.
    existing: EXISTING_COLUMNS, one row a pool and township that it serves; room_people of the pool (null: not known,
      taken as none); serves_* null: not told, taken as yes. The first row of a pool is its base.
    offices: office_id, place, ts_pcode, lat, lon.
    unplaced_people: people waiting whose township is not known: no plan can reach them.
    """

    townships: pd.DataFrame
    demand: pd.DataFrame
    links: pd.DataFrame
    existing: pd.DataFrame
    offices: pd.DataFrame
    prices: Mapping[Option, Price]
    limits: Limits
    unplaced_people: float = 0.0
    order: tuple[str, ...] = field(init=False)

    def __post_init__(self) -> None:
        """Townships get an order that does not depend on their codes, so that new labels give the same plan."""
        rows = self.townships.assign(_lat=self.townships["lat"].round(6), _lon=self.townships["lon"].round(6))
        rows = rows.sort_values(["_lat", "_lon", "ts_pcode"])
        object.__setattr__(self, "order", tuple(rows["ts_pcode"].astype(str)))

    def price(self, option: Option) -> Price | None:
        """None where the option is not for sale."""
        price = self.prices.get(option)
        return None if price is None or price.most == 0 else price

    def demand_people(self) -> float:
        """People whom a plan could reach, those expected included."""
        return float(np.sum(self.demand["people"]))
