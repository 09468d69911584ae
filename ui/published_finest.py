"""The finest published figure of each place: its township's, else its district's, its state's or the country's."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.levels import Level
from analysis.publication import UNKNOWN, PublishedTable
from data.publications import SHOWN
from ui import cached, published_files
from ui import published_words as words
from ui.published_values import COUNTRY, Edition
from ui.tables import Column, Kind, table
from ui.text import _, number, place_name

_FINEST_FIRST: Final = (Level.TOWNSHIP, Level.DISTRICT, Level.STATE)
_PARTS: Final = {Level.TOWNSHIP: "ts", Level.DISTRICT: "dt", Level.STATE: "st"}
_ORDER: Final = (Level.STATE.column, Level.DISTRICT.column, Level.TOWNSHIP.column, COUNTRY)


def folded(edition: Edition) -> pd.DataFrame:
    """Every township with the finest shown figure that it is part of: the columns of cached.townships(), level and
    place of that figure (null: not even the country's is shown).
    """
    rows = edition.whole(PublishedTable.PLACE)
    rows = rows[rows["figure_status"] == SHOWN]
    out = cached.townships().reset_index(drop=True)
    country = rows["level"].eq(COUNTRY).any()
    out = out.assign(level=COUNTRY if country else None, place="" if country else None)
    for level in reversed(_FINEST_FIRST):
        own = out[level.column].isin(rows.loc[rows["level"] == level.column, "place"])
        out.loc[own, "level"], out.loc[own, "place"] = level.column, out.loc[own, level.column]
    return out


def finest(edition: Edition) -> pd.DataFrame:
    """One row a figure that is the finest of some township: state and name (to read), place_pcode, level, townships
    (whose finest figure it is), people, years (those with a figure of their own, in words).
    """
    places = folded(edition).dropna(subset=["level"])
    rows = edition.whole(PublishedTable.PLACE).set_index(["level", "place"])["people"]
    years = _single_years(edition)
    out = []
    for (level, place), own in places.groupby(["level", "place"], sort=False):
        first = own.iloc[0]
        part = next((_PARTS[one] for one in Level if one.column == level), None)
        out.append({
            "state": _("Country") if part is None else place_name(first, "st"),
            "name": "" if part is None else place_name(first, part), "place_pcode": place, "level": str(level),
            "townships": len(own), "people": rows[level, place], "years": years.get((level, place), ""),
        })  # fmt: skip
    at = {level: number for number, level in enumerate(_ORDER)}
    found = pd.DataFrame(out, columns=["state", "name", "place_pcode", "level", "townships", "people", "years"])
    order = found.assign(country=found["level"].eq(COUNTRY), at=found["level"].map(at))
    order = order.sort_values(["country", "state", "at", "name"], kind="stable")
    return found.loc[order.index].astype({"people": "Int64"}).reset_index(drop=True)


def _single_years(edition: Edition) -> dict[tuple[object, object], str]:
    rows = edition.of(PublishedTable.PLACE_YEAR)
    rows = rows[(rows["from_year"] == rows["to_year"]) & (rows["figure_status"] == SHOWN) & (rows["place"] != UNKNOWN)]
    rows = rows.sort_values("from_year")
    return {
        (level, place): " · ".join(
            f"{year}: {number(people)}" for year, people in zip(own["from_year"], own["people"], strict=True)
        )
        for (level, place), own in rows.groupby(["level", "place"])
    }


def show(edition: Edition) -> None:
    """In a sentence how far down the figures go, and the table."""
    rows, source = finest(edition), words.source(edition)
    if rows.empty:
        return
    of = rows.groupby("level")["townships"].sum().reindex(_ORDER, fill_value=0)
    st_, dt_, ts_, country = (number(int(of[level])) for level in _ORDER)
    title = _("The finest figure of each place")
    told = rows.assign(level=rows["level"].map(words.level_word))
    heads = [
        Column("state", _("State or region")), Column("name", _("Place")), Column("place_pcode", _("P-code")),
        Column("level", _("Level")), Column("people", _("Victims"), _("people"), Kind.NUMBER),
        Column("townships", _("Townships whose finest figure it is"), "", Kind.NUMBER),
        Column("years", _("Single years that are shown"), _("people"), width="large",
               help=_("Townships and districts have figures of the whole period alone.")),
    ]  # fmt: skip
    table(
        told, heads, "published_finest", title,
        _("Townships with a figure of their own: {ts}; others stand in their district's figure: {dt}, in their state's "
          "or region's: {st}, in the country's alone: {country}.").format(ts=ts_, dt=dt_, st=st_, country=country)
        + " " + source,
        cover=published_files.cover(edition, title, source),
    )  # fmt: skip
