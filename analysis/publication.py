"""The fixed list of tables that donors get, and how they are made from the register's counts; no other is published.

The list, its levels and its categories stand here alone; docs/methods.md gives the reasons. Whether a township has a
provider is no category: the directory is open, so a table by it would only be a sum of townships.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import pandas as pd

from analysis.disclosure import Base, Periods, Publication, Released, Rules, Step, Table, publish
from analysis.disclosure_rules import LEAST_SHOWN, ROUNDED_TO, TIME_LIMIT_S
from analysis.publication_late import late_of, with_late
from data.errors import N_
from data.vocabulary import AgeGroup, Code, Corridor, Purpose, Sex

UNKNOWN: Final = "unknown"
LEVELS: Final = ("ts_pcode", "dt_pcode", "st_pcode")
CATEGORIES: Final = ("purpose", "corridor", "sex", "age_group")
USUAL_YEARS: Final = 5


class PurposeGroup(Code):
    """Purposes as they are published: rare ones together, since each alone would be withheld nearly everywhere."""

    FORCED_MARRIAGE = "forced_marriage", N_("Forced marriage")
    FORCED_LABOUR = "forced_labour", N_("Forced labour")
    SEXUAL_EXPLOITATION = "sexual_exploitation", N_("Sexual exploitation")
    OTHER = "other", N_("Other purposes")
    UNKNOWN = "unknown", N_("Purpose not recorded")


class PublishedTable(Code):
    """The tables by name."""

    PLACE = "place", N_("Victims by place, whole period")
    PLACE_YEAR = "place_year", N_("Victims by state or region and year")
    STATE_PURPOSE = "state_purpose", N_("Victims by state or region and purpose, whole period")
    PURPOSE = "purpose", N_("Victims by purpose and year")
    CORRIDOR = "corridor", N_("Victims by corridor and year")
    SEX_AGE = "sex_age", N_("Victims by sex and age, whole period")


@dataclass(frozen=True)
class Asked:
    """What a planner chooses: the years of identification, both included, and the threshold (people). search_s: for
    how long at most a better pattern is looked for; the audit is the same.
    """

    first_year: int
    last_year: int
    least_shown: int = LEAST_SHOWN
    search_s: float = TIME_LIMIT_S

    @property
    def years(self) -> int:
        """How many years."""
        return self.last_year - self.first_year + 1

    @property
    def periods(self) -> Periods:
        """Each year, and all of them."""
        return Periods.of(self.first_year, self.last_year, (1,))

    @property
    def rules(self) -> Rules:
        """The rules with this threshold."""
        return Rules(least_shown=self.least_shown, rounded_to=ROUNDED_TO, time_limit_s=self.search_s)

    @property
    def tables(self) -> tuple[Table, ...]:
        """The fixed list over these years; a year on its own only where something of it can be shown."""
        whole, each = (self.years,), (1,)
        return (
            Table(PublishedTable.PLACE, "ts_pcode", widths=whole),
            Table(PublishedTable.PLACE_YEAR, "st_pcode", widths=each),
            Table(PublishedTable.STATE_PURPOSE, "st_pcode", ("purpose",), widths=whole),
            Table(PublishedTable.PURPOSE, None, ("purpose",), widths=each),
            Table(PublishedTable.CORRIDOR, None, ("corridor",), widths=each),
            Table(PublishedTable.SEX_AGE, None, ("sex", "age_group"), widths=whole),
        )


CODES: Final[dict[str, tuple[str, ...]]] = {
    "purpose": tuple(map(str, PurposeGroup)),
    "corridor": tuple(map(str, Corridor)),
    "sex": (*map(str, Sex), UNKNOWN),
    "age_group": tuple(map(str, AgeGroup)),
}
_GROUP_OF: Final = {
    str(purpose): str(purpose) if str(purpose) in CODES["purpose"] else str(PurposeGroup.OTHER) for purpose in Purpose
} | {UNKNOWN: UNKNOWN}


def usual_years(as_of: date, first: int, last: int, earlier: tuple[int, int] | None = None) -> tuple[int, int]:
    """Years to propose: the latest that had ended on the day, as many as usual, with all that were published before.

    first, last: years of the register; earlier: first and last year of all earlier publications together.
    """
    end = max(min(last, (as_of + timedelta(days=1)).year - 1), first)
    begin = max(first, end - USUAL_YEARS + 1)
    if earlier:
        begin, end = min(begin, earlier[0]), max(end, earlier[1])
    return begin, end


@dataclass(frozen=True, eq=False)
class Counts:
    """True counts as queries.publications gives them. people, known: of each year as known on the day on which it was
    first published; late_people, late_known: those recorded after it (None: nobody).
    """

    people: pd.DataFrame
    known: pd.DataFrame
    late_people: pd.DataFrame | None = None
    late_known: pd.DataFrame | None = None


def make(
    counts: Counts,
    townships: pd.DataFrame,
    asked: Asked,
    earlier: tuple[Released, ...] = (),
    tell: Callable[[Step], bool] | None = None,
) -> Publication:
    """What may be published. townships: ts_pcode, dt_pcode, st_pcode.

    Raises what analysis.disclosure.publish raises; nothing of it holds a withheld count.
    """
    places, what = _places(townships), (asked.tables, asked.periods, asked.rules)
    first = publish(_base(counts.people, counts.known, places), *what, earlier, tell)
    if counts.late_people is None or counts.late_known is None:
        return first
    base = _base(counts.late_people, counts.late_known, places)
    late = late_of(base, *what, earlier, first.released.cells, tell)
    return first if late is None else with_late(first, late, *what)


def _base(people: pd.DataFrame, known: pd.DataFrame, places: pd.DataFrame) -> Base:
    return Base(_counted(people, places), _counted(known, places), places, CODES)


def _places(townships: pd.DataFrame) -> pd.DataFrame:
    known = townships[list(LEVELS)].drop_duplicates(LEVELS[0])
    nowhere = pd.DataFrame([dict.fromkeys(LEVELS, UNKNOWN)])
    return pd.concat([known, nowhere], ignore_index=True).astype(str)


def _counted(counts: pd.DataFrame, places: pd.DataFrame) -> pd.DataFrame:
    """The counts with their places and published groups; a township that is not listed counts as not recorded."""
    listed = counts["ts_pcode"].isin(places["ts_pcode"])
    own = counts.assign(
        ts_pcode=counts["ts_pcode"].where(listed, UNKNOWN), purpose=counts["purpose"].map(_GROUP_OF).fillna(UNKNOWN)
    )
    return own.merge(places, on="ts_pcode", how="left")


_STORED: Final = {
    "table": "table_name", "first_year": "from_year", "last_year": "to_year", "purpose": "purpose_group",
    "status": "figure_status", "finest": "is_finest",
}  # fmt: skip


def as_figures(publication: Publication) -> pd.DataFrame:
    """The published rows under the names by which the register keeps them; a category that a table lacks is ""."""
    rows = publication.rows.copy()
    for category in CATEGORIES:
        rows[category] = rows[category].fillna("") if category in rows else ""
    rows["table"], rows["status"] = rows["table"].map(str), rows["status"].map(str)
    return rows.rename(columns=_STORED)


def rules_of(asked: Asked) -> dict[str, object]:
    """Tables and rules in plain words and numbers, to be kept with the publication."""
    rules = asked.rules
    tables = [
        {"name": str(t.name), "finest": t.place or "country", "categories": list(t.categories),
         "widths": list(t.widths or ())} for t in asked.tables
    ]  # fmt: skip
    return {
        "tables": tables, "least_shown": rules.least_shown, "rounded_to": rules.rounded_to,
        "zeros": str(rules.zeros), "worth": str(rules.worth),
    }  # fmt: skip
