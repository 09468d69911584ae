"""One publication as it is shown: its figures, and the open directory beside them; no count of the register is read.

Everything on the page for donors - map, tooltips, charts, tables, files - is made from an Edition and nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd

from analysis.disclosure import percent
from analysis.levels import Level
from analysis.publication import UNKNOWN, PublishedTable
from data.publications import SHOWN
from data.scope import Scope
from ui import cached
from ui.assets import unit_codes
from ui.map_choice import LEVEL_KEYS
from ui.text import place_name

COUNTRY: Final = "country"
ALL: Final = "all"


@dataclass(frozen=True, eq=False)
class Edition:
    """A publication, or the preview of one (version None). figures: as queries.publications.publication_figures gives
    them. withheld: of each table its name, cells, withheld_cells, withheld_cells_percent, people_percent.
    """

    version: int | None
    first_year: int
    last_year: int
    as_of: date
    least_shown: int
    rounded_to: int
    figures: pd.DataFrame
    withheld: tuple[Mapping[str, Any], ...]
    published_on: date | None = None
    sha256: str = ""
    note: str = ""

    @property
    def years(self) -> tuple[int, ...]:
        """Years of identification that it covers."""
        return tuple(range(self.first_year, self.last_year + 1))

    def of(self, table: PublishedTable) -> pd.DataFrame:
        """The figures of one table."""
        return self.figures[self.figures["table_name"] == str(table)]

    def whole(self, table: PublishedTable) -> pd.DataFrame:
        """Those of them that are about the whole period."""
        rows = self.of(table)
        return rows[(rows["from_year"] == self.first_year) & (rows["to_year"] == self.last_year)]

    @property
    def total(self) -> int | None:
        """People of the whole period, rounded; None: withheld."""
        rows = self.whole(PublishedTable.PLACE)
        found = rows.loc[rows["level"] == COUNTRY, "people"]
        return None if found.empty or pd.isna(found.iloc[0]) else int(found.iloc[0])


def editions(scope: Scope) -> pd.DataFrame:
    """All publications, newest first; see queries.publications.publications."""
    return cached.publications_made(scope)


def edition(scope: Scope, row: Mapping[str, Any]) -> Edition:
    """One of them with its figures."""
    return Edition(
        int(row["version"]), int(row["first_year"]), int(row["last_year"]), pd.Timestamp(row["as_of"]).date(),
        int(row["least_shown"]), int(row["rounded_to"]),
        cached.publication_figures(scope, publication_id=str(row["publication_id"])),
        tuple(json.loads(row["withheld"])), pd.Timestamp(row["published_at_utc"]).date(), str(row["content_sha256"]),
        row["note"] if isinstance(row["note"], str) else "",
    )  # fmt: skip


# --- Places -----------------------------------------------------------------------------------------------------------


def helped(scope: Scope, as_of: date) -> pd.DataFrame:
    """By township with an active reintegration provider, from the directory alone: ts_pcode, resident_organisations,
    visiting_organisations (organisations that come by and are not resident).
    """
    rows = cached.directory(scope, as_of)
    rows = rows[rows["is_active"] & rows["is_reintegration"]]
    there = rows[rows["presence_type"] == "resident"].groupby("ts_pcode")["organisation_id"].nunique()
    every = rows.groupby("ts_pcode")["organisation_id"].nunique()
    resident = there.reindex(every.index, fill_value=0)
    return pd.DataFrame(
        {"ts_pcode": every.index, "resident_organisations": resident.to_numpy(),
         "visiting_organisations": (every - resident).to_numpy()}
    )  # fmt: skip


def places(edition: Edition, level: Level, help: pd.DataFrame) -> pd.DataFrame:
    """One row a place of the level, in the order of ui.assets.unit_codes, then the unknown place.

    place_pcode, name, state (names to read), people (Int64: null where withheld), is_shown, share_percent (of the
    published total; null where either is withheld), townships, helped_townships, resident_townships, helped_percent.
    """
    column = level.column
    townships = cached.townships().merge(help, on="ts_pcode", how="left")
    townships["is_helped"] = townships["resident_organisations"].notna()
    townships["is_resident"] = townships["resident_organisations"].fillna(0) > 0
    by = townships.groupby(column).agg(
        townships=("ts_pcode", "size"), helped_townships=("is_helped", "sum"), resident_townships=("is_resident", "sum")
    )
    names = townships.drop_duplicates(column).set_index(column)
    rows = edition.whole(PublishedTable.PLACE)
    rows = rows[rows["level"] == column].set_index("place")
    codes = [*unit_codes(LEVEL_KEYS[level]), UNKNOWN]
    own = rows.reindex(codes)
    out = pd.DataFrame({"place_pcode": codes, "people": own["people"].astype("Int64").to_numpy()})
    out["is_shown"] = (own["figure_status"] == SHOWN).to_numpy()
    out["share_percent"] = pd.array([percent(p, edition.total) for p in out["people"]], "Int64")
    short = {"ts_pcode": "ts", "dt_pcode": "dt", "st_pcode": "st"}[column]
    for title, part in (("name", short), ("state", "st")):
        out[title] = [place_name(names.loc[code], part) if code in names.index else "" for code in codes]
    for name in by.columns:
        out[name] = by[name].reindex(codes).astype("Int64").to_numpy()
    out["helped_percent"] = pd.array(
        [percent(h, t) for h, t in zip(out["helped_townships"], out["townships"], strict=True)], "Int64"
    )
    return out


def seen_percent(edition: Edition, level: Level) -> int | None:
    """Share (%) of the published total that stands in shown places of the level; None: the total is withheld."""
    rows = edition.whole(PublishedTable.PLACE)
    rows = rows[(rows["level"] == level.column) & (rows["place"] != UNKNOWN)]
    found = percent(int(rows["people"].fillna(0).sum()), edition.total)
    return None if found is None else min(found, 100)


def without_help(rows: pd.DataFrame) -> tuple[int, int]:
    """Of places(): shown places where no township has a provider, and the people in them."""
    alone = rows[rows["is_shown"] & (rows["helped_townships"] == 0)]
    return len(alone), int(alone["people"].sum())


# --- Years and categories ---------------------------------------------------------------------------------------------


def by_year(edition: Edition, table: PublishedTable, category: str) -> pd.DataFrame:
    """Country figures of single years: year, the category's code, people (null: withheld). `all` is the margin."""
    rows = edition.of(table)
    rows = rows[(rows["level"] == COUNTRY) & (rows["from_year"] == rows["to_year"])]
    return rows[["from_year", category, "people"]].rename(columns={"from_year": "year"})


def totals_by_year(edition: Edition) -> pd.DataFrame:
    """year, people of the whole country (null: withheld)."""
    rows = edition.of(PublishedTable.PLACE_YEAR)
    rows = rows[(rows["level"] == COUNTRY) & (rows["from_year"] == rows["to_year"])]
    return rows[["from_year", "people"]].rename(columns={"from_year": "year"}).sort_values("year")


def whole_by(edition: Edition, table: PublishedTable, category: str) -> pd.DataFrame:
    """Country figures of the whole period: the category's code and people (null: withheld), without the margin."""
    rows = edition.whole(table)
    rows = rows[(rows["level"] == COUNTRY) & (rows[category] != ALL)]
    return rows[[category, "people", "figure_status"]].reset_index(drop=True)


def sex_age(edition: Edition) -> pd.DataFrame:
    """Country figures of the whole period: sex, age_group (`all`: margin), people (null: withheld), figure_status."""
    rows = edition.whole(PublishedTable.SEX_AGE)
    return rows.loc[rows["level"] == COUNTRY, ["sex", "age_group", "people", "figure_status"]].reset_index(drop=True)
