"""The numbers behind a year's list: what is proposed, what a list is compared with, what late data would change.

A list counts everybody whom the register knows on a day; the filters of cases never change it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date

import pandas as pd

from analysis.hotspot_list import Rule, Standing, compare, constants, drift, judge
from analysis.hotspots import Hotspots
from analysis.ranks import INTERVAL_0_1
from data.hotspot_lists import NewList, entries_of
from data.scope import Scope
from queries.filters import Filters
from ui import cached, hotspots_values, state
from ui.hotspots_values import POOLED_YEARS, Classes, Numbers, Tell
from ui.maps import in_force


@dataclass(frozen=True)
class Frozen:
    """A frozen list without its entries; what they mean stands at queries.hotspot_lists.lists. interval_0_1: of its
    ranks.
    """

    list_id: str
    year: int
    version: int
    is_latest: bool
    as_of: date
    rule: Rule
    note: str | None
    townships: int
    frozen_by: str
    frozen_on: date
    interval_0_1: float


@dataclass(frozen=True, eq=False)
class Proposal:
    """rows: judge() of every township, best rank first, as known on as_of. data_version: the register's fingerprint."""

    year: int
    as_of: date
    rule: Rule
    found: Hotspots
    classes: Classes
    rows: pd.DataFrame
    data_version: str

    def proposed(self) -> pd.DataFrame:
        """What the rule lists."""
        return self.rows[self.rows["is_listed"]]

    def as_high(self) -> pd.DataFrame:
        """What the rule does not list although it may be as high."""
        return self.rows[self.rows["standing"] == Standing.BORDERLINE]

    def new_list(self, off: frozenset[str], added: dict[str, str], supersedes: str | None, note: str) -> NewList:
        """The list that a meeting agreed on. off: townships of the rule that it left out; added: township -> reason."""
        kept = (self.rows["is_listed"] & ~self.rows["ts_pcode"].isin(off)) | self.rows["ts_pcode"].isin(set(added))
        method = constants(self.found, self.rule) | {
            "class_pooled_years": POOLED_YEARS, "class_years": list(self.classes.years),
        }  # fmt: skip
        return NewList(
            self.year, self.as_of, self.data_version, self.rule.most, entries_of(self.rows[kept], added), supersedes,
            note or None, method,
        )  # fmt: skip


def numbers_on(day: date) -> Numbers:
    """Everybody as known on a day, whatever the filters of cases are."""
    bounds = state.bounds()
    return hotspots_values.numbers(
        state.scope(), Filters(as_of=day), in_force(), bounds.first_year, bounds.last_year
    )  # fmt: skip


def proposal(year: int, day: date, rule: Rule | None = None, tell: Tell | None = None) -> Proposal:
    """What the rule (where none is given, the setting's) says of a year on a day. ValueError: a year not counted."""
    scope, numbers = state.scope(), numbers_on(day)
    rule = rule or Rule(most=int(cached.settings()["hotspots_listed"]))
    found, classes = numbers.year(year), numbers.classes(year, tell)
    rows = judge(
        found, classes.frame, cached.coverage(scope, day), cached.unassigned_by_township(scope, Filters(as_of=day)),
        cached.victims_by_township(scope, Filters(as_of=day, years=(year, year))), rule,
    )  # fmt: skip
    return Proposal(year, day, rule, found, classes, rows, cached.register_fingerprint())


def years_to_list(day: date) -> tuple[tuple[int, ...], int]:
    """Years that can have a list, and the one that is due: the last whole one."""
    numbers = numbers_on(day)
    years = tuple(year for year in numbers.years() if year <= day.year) or (day.year,)
    return years, max((year for year in years if numbers.is_whole(year)), default=years[-1])


def frozen_lists(scope: Scope) -> tuple[Frozen, ...]:
    """All lists that the reader may see, the latest year and version first."""
    return tuple(_frozen(row) for row in cached.hotspot_lists_frozen(scope).to_dict("records"))


def _frozen(row: dict[str, object]) -> Frozen:
    method = json.loads(str(row["method"]))
    rule = Rule(
        int(str(row["rule_most"])), int(method.get("rule_least_victims_people", 1)),
        bool(method.get("rule_only_hot", False)),
    )  # fmt: skip
    return Frozen(
        str(row["list_id"]), int(str(row["list_year"])), int(str(row["version"])), bool(row["is_latest"]),
        pd.Timestamp(str(row["as_of"])).date(), rule, None if pd.isna(row["note"]) else str(row["note"]),
        int(str(row["townships"])), str(row["frozen_by"]), pd.Timestamp(str(row["frozen_at_utc"])).date(),
        float(method.get("interval_0_1", INTERVAL_0_1)),
    )  # fmt: skip


def latest(lists: tuple[Frozen, ...], year: int) -> Frozen | None:
    """The list that holds for a year."""
    return next((one for one in lists if one.year == year and one.is_latest), None)


def before(lists: tuple[Frozen, ...], year: int) -> Frozen | None:
    """The list that holds for the nearest year before that has one."""
    return next((one for one in lists if one.year < year and one.is_latest), None)


def entries(scope: Scope, one: Frozen) -> pd.DataFrame:
    """The townships of a list; see queries.hotspot_lists.entries."""
    return cached.hotspot_entries(scope, list_id=one.list_id)


def against(scope: Scope, earlier: Frozen, rows: pd.DataFrame) -> pd.DataFrame:
    """What became of an earlier list in `rows` (entries, or the listed rows of a proposal); see analysis' compare."""
    return compare(entries(scope, earlier), rows)


def late(scope: Scope, one: Frozen, tell: Tell | None = None) -> pd.DataFrame | None:
    """What would differ if the list were made today by its own rule; see analysis' drift. For planners.

    None where the register does not count the year any more.
    """
    today = state.bounds().last_day
    if one.year not in numbers_on(today).years():
        return None
    return drift(entries(scope, one), proposal(one.year, today, one.rule, tell).rows)
