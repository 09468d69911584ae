"""What the hot spots say in a sentence, and what the numbers cannot tell; every claim with its doubt."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analysis.hotspots import Hotspots
from analysis.hotspots_2010 import Against2010
from analysis.spacetime import YEARS_LEAST
from data.vocabulary import SpaceTime
from ui.hotspots_choice import HotspotChoice
from ui.hotspots_drawing import fixed, listed, rank_words
from ui.hotspots_values import POOLED_YEARS, Change, Classes, Numbers, unit_names
from ui.text import _, day, label, language, n_, number, percent, plain

HOT_CODES = (
    SpaceTime.INTENSIFYING, SpaceTime.PERSISTENT, SpaceTime.DIMINISHING, SpaceTime.CONSECUTIVE, SpaceTime.SPORADIC,
    SpaceTime.NEW,
)  # fmt: skip
_NAMED = 6


def period(year: int, pool: int) -> str:
    """The years counted: 2024, or 2022–2024."""
    return str(year) if pool == 1 else f"{year - pool + 1}–{year}"


def rate(found: Hotspots, rows: pd.DataFrame, pool: int) -> str:
    """Who stands at the top, with the doubt of the ranks. rows: ranked."""
    first = rows.iloc[0]
    level = int((rows["rank_low"] <= first["rank_high"]).sum())
    start = _("**{people} people** with a known township were identified in {years}.").format(
        people=number(found.placed_people), years=period(found.year, pool)
    )
    if rows["rank_high"].min() == len(rows):
        return start + " " + _("Rates differ between townships no more than by chance: nobody can be ranked.")
    middle = _("The highest smoothed rate is that of **{name}**: {rate} per 100,000 a year, rank {rank}.").format(
        name=plain(name_of(first)), rate=fixed(first["smoothed_per_100k"]), rank=rank_of(first)
    )
    end = n_(
        "{n} township could as well be among the first {last}.",
        "{n} townships could as well be among the first {last}.",
        level,
    ).format(n=number(level), last=number(first["rank_high"]))
    return f"{start} {middle} {end}"


def name_of(row: pd.Series) -> str:
    """A ranked row's name in the reader's language."""
    return str(row[f"name_{language()}"])


def rank_of(row: pd.Series) -> str:
    """A ranked row's rank with its interval."""
    return rank_words(int(row["rank"]), int(row["rank_low"]), int(row["rank_high"]))


def gi(found: Hotspots, rows: pd.DataFrame, pool: int) -> str:
    """Where high and low rates lie together, or why that cannot be told."""
    if found.untested:
        return _("{years}: **no hot spot can be told.** {why} ({people} people with a known township).").format(
            years=period(found.year, pool), why=label(found.untested), people=number(found.placed_people)
        )
    hot, cold = rows[rows["is_hot"]], rows[rows["is_cold"]]
    if hot.empty and cold.empty:
        text = _("{years}: **no township is hot or cold**: high rates lie together no more than chance would put them.")
        return text.format(years=period(found.year, pool))
    told = [
        n_("{n} hot township", "{n} hot townships", len(hot)).format(n=number(len(hot))) + _names(hot),
        n_("{n} cold township", "{n} cold townships", len(cold)).format(n=number(len(cold))) + _names(cold),
    ]
    return f"{period(found.year, pool)}: **{told[0]}**; {told[1]}."


def _names(rows: pd.DataFrame) -> str:
    return f" ({listed([name_of(row) for _i, row in rows.iterrows()], _NAMED)})" if len(rows) else ""


def about_gi() -> str:
    """What hot means, in plain words."""
    return _(
        "A township is hot when it and the townships that touch it together have higher rates than chance would give, "
        "even when all townships are asked at once (5 % false discoveries), and when so many people there are unlikely "
        "in themselves. A single high township among quiet ones is not hot; it stands at the top of the ranking."
    )


def about_rate() -> str:
    """What smoothing does, in plain words."""
    return _(
        "With few people a single victim makes a rate jump. So each township's rate is drawn towards the country's, "
        "the more the fewer people live there. Colours have the same limits in every year and can be compared."
    )


def classes(found: Classes, numbers: Numbers, year: int) -> str:
    """How many townships are hot now and how it came, or why that cannot be told."""
    if found.untold:
        text = _("{year}: **no kind of hot spot can be told.** {why}. Years that can be tested: {years}.")
        return text.format(year=year, why=label(found.untold), years=", ".join(map(str, found.years)) or _("none"))
    codes = found.frame["space_time"]
    names = dict(zip(found.frame["unit_pcode"], unit_names(numbers.units()), strict=True))
    parts = []
    for code in (*HOT_CODES, SpaceTime.HISTORICAL):
        own = [names[unit] for unit, c in zip(found.frame["unit_pcode"], codes, strict=True) if c == code]
        if own:
            parts.append(f"**{label(code)}**: {listed(own, _NAMED)}")
    if not parts:
        return _("{year}: **no township is or was a hot spot** in the years looked at.").format(year=year)
    return f"{year}: " + "; ".join(parts) + "."


def about_classes(found: Classes) -> str:
    """On which counts the classes rest."""
    text = _(
        "Yearly counts are too small for this: each year is counted together with the {n} before it, and {least} such "
        "periods are looked at (ending {years}). Years that cannot be tested are left out."
    )
    return text.format(n=POOLED_YEARS - 1, least=YEARS_LEAST, years=", ".join(map(str, found.years)) or _("none"))


def change(found: Change, numbers: Numbers, choice: HotspotChoice) -> str:
    """How two years differ: people, and the townships where it is more than chance."""
    names = unit_names(numbers.units())
    risen = found.is_sure & (found.people_now > found.people_then)
    fallen = found.is_sure & (found.people_now < found.people_then)
    text = _("From {then} to {now}: **{before} → {after} people** with a known township.").format(
        then=period(choice.versus or choice.year, choice.pool), now=period(choice.year, choice.pool),
        before=number(found.people_then.sum()), after=number(found.people_now.sum()),
    )  # fmt: skip
    parts = [text]
    for changed, words in ((risen, _("More, beyond chance: {names}.")), (fallen, _("Fewer, beyond chance: {names}."))):
        own = [name for name, yes in zip(names, changed, strict=True) if yes]
        parts.append(words.format(names=listed(own, _NAMED) if own else _("no township")))
    return " ".join(parts)


def reference(told: Against2010, years: str) -> str:
    """What of the year lies where the workshop saw hot spots."""
    if told.victims_0_1 is None:
        return _("{years}: no victim with a known township.").format(years=years)
    return _(
        "{years}: **{share} of the victims** ({people} of {all}) come from the five hot spots of 2010, where "
        "{population} of the country lives; of the {most} highest ranks with a victim {top} lie there."
    ).format(
        years=years, share=percent(told.victims_0_1), people=number(told.victims_people),
        all=number(told.placed_people), population=percent(told.population_0_1), most=number(told.top_all),
        top=number(told.top_units),
    )  # fmt: skip


def limits(numbers: Numbers, found: Sequence[Hotspots], pool: int) -> list[str]:
    """What the page cannot show, a line each."""
    lines = []
    for one in found:
        if one.unplaced_people:
            lines.append(
                _("{years}: {n} people whose township is not known are in no rate.").format(
                    years=period(one.year, pool), n=number(one.unplaced_people)
                )
            )
        if not numbers.is_whole(one.year):
            lines.append(
                _("{year} is counted until {day} only: it is not comparable with whole years.").format(
                    year=one.year, day=day(numbers.as_of)
                )
            )
    if any(len(inside) > 1 for inside in numbers.units().members):
        lines.append(_("Hlaingtharya East and West are one: the census of 2014 counted them together."))
    return lines
