"""How published figures are worded: codes with their margins, what is withheld and why, and where it comes from."""

from __future__ import annotations

from typing import Final

import pandas as pd

from analysis.publication import PublishedTable, PurposeGroup
from data.vocabulary import AgeGroup, Code, Corridor, Sex
from ui.published_values import ALL, COUNTRY, Edition
from ui.text import _, day, label, n_, number

LISTS: Final[dict[str, type[Code]]] = {
    "purpose_group": PurposeGroup, "corridor": Corridor, "sex": Sex, "age_group": AgeGroup,
}  # fmt: skip


def code(category: str, value: object) -> str:
    """A code of a published category in words; the margin is everybody, an unknown one is not recorded."""
    if value == ALL:
        return _("all")
    known = {str(one): one for one in LISTS[category]}
    if value in known:
        return label(known[str(value)])
    return _("not recorded") if value == "unknown" else str(value)


def figure(people: object) -> str:
    """A published number, or that it is withheld."""
    return _("withheld") if people is None or pd.isna(people) else number(float(people))  # type: ignore[arg-type]


def table_title(name: str) -> str:
    """The title of a table of the fixed list."""
    known = {str(one): one for one in PublishedTable}
    return label(known[name]) if name in known else name


def level_word(level: str) -> str:
    """What kind of place a code is."""
    words = {
        "ts_pcode": _("Township"), "dt_pcode": _("District"), "st_pcode": _("State or region"), COUNTRY: _("Country"),
    }  # fmt: skip
    return words.get(level, level)


def edition_name(version: int | None, first_year: int, last_year: int) -> str:
    """Version and years in a few words."""
    if version is None:
        return _("Preview: {first} to {last}").format(first=first_year, last=last_year)
    return _("Version {version}: {first} to {last}").format(version=version, first=first_year, last=last_year)


def about(edition: Edition) -> str:
    """What the reader looks at, in one line."""
    parts = [
        edition_name(edition.version, edition.first_year, edition.last_year),
        _("cases known on {day}").format(day=day(edition.as_of)),
        _("rounded to the nearest {n}").format(n=number(edition.rounded_to)),
        _("counts below {n} withheld").format(n=number(edition.least_shown)),
    ]
    if edition.published_on:
        parts.insert(1, _("published {day}").format(day=day(edition.published_on)))
    return " · ".join(parts)


def why(edition: Edition) -> str:
    """What withheld means; the same for every figure, since telling small ones apart would give them away."""
    return _(
        "Withheld means: fewer than {n} people, or withheld so that such a figure cannot be worked out from totals, "
        "from other tables or from earlier versions. Which of the two it is, is not told: that alone would give a "
        "small figure away. Withheld is not nought; noughts are withheld too."
    ).format(n=number(edition.least_shown))


def source(edition: Edition) -> str:
    """The line below every table and figure about victims."""
    return _(
        "Source: published tables of the national register, {edition}; people, rounded to the nearest {n}."
    ).format(edition=edition_name(edition.version, edition.first_year, edition.last_year), n=number(edition.rounded_to))


def source_with_directory(edition: Edition, as_of: str) -> str:
    """The same where the directory stands beside it."""
    return source(edition) + " " + _("Providers: the directory, state of {day}.").format(day=as_of)


def withheld_count(n: int) -> str:
    """How many figures of a drawing are not in it; nothing where all are."""
    if not n:
        return ""
    return n_("{n} figure is withheld and not drawn.", "{n} figures are withheld and not drawn.", n).format(n=number(n))
