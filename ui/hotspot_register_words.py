"""What is said about a year's list: what it is, why a township is on it, who entered and left, what came late."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

import pandas as pd

from analysis.coverage import Tier
from analysis.hotspot_list import Change, why
from data.errors import N_
from data.vocabulary import Corridor, SpaceTime
from ui.hotspot_register_values import Frozen, Proposal
from ui.hotspots_words import rank_of
from ui.map_selection import township_names
from ui.text import _, day, label, language, n_, number, plain

# Columns of analysis.hotspot_list.COMPARED, in the order in which they are told.
FACTS: Final = {
    "victims_people": N_("number of victims"),
    "rank": N_("rank"),
    "rank_low": N_("interval of the rank"),
    "rank_high": N_("interval of the rank"),
    "space_time": N_("kind of hot spot"),
    "is_hot": N_("hot or not"),
    "corridor": N_("corridor"),
    "tier": N_("help in reach"),
    "unassigned_people": N_("people unassigned"),
}


def name(ts_pcode: object) -> str:
    """A township's name in the reader's language."""
    return township_names()[str(ts_pcode)][language()]


def names(codes: Iterable[object]) -> str:
    """Names in a row for Markdown."""
    return ", ".join(plain(name(code)) for code in codes) or _("no township")


def townships(n: int) -> str:
    """A number of townships with its unit."""
    return n_("{n} township", "{n} townships", n).format(n=number(n))


def reason(row: Mapping[str, object], interval_0_1: float) -> str:
    """Why a township is listed, in the reader's language."""
    return why(row, interval_0_1).text(_, lambda value: number(value) if isinstance(value, int) else str(value))


def head(one: Frozen) -> str:
    """The list's name: year and version."""
    return _("List of {year}, version {version}").format(year=one.year, version=one.version)


def choice(one: Frozen) -> str:
    """The list in a menu."""
    return f"{head(one)} · {townships(one.townships)} · {day(one.frozen_on)}"


def about(one: Frozen, lists: tuple[Frozen, ...]) -> str:
    """Who froze it, when, from which state of the register, by which rule, and whether it holds."""
    text = _("Frozen by {who} on {day}; state of the register as of {as_of}. The rule lists at most {most}.").format(
        who=plain(one.frozen_by), day=day(one.frozen_on), as_of=day(one.as_of), most=townships(one.rule.most)
    )
    if one.is_latest:
        return text
    last = next(other for other in lists if other.year == one.year and other.is_latest)
    return text + " **" + _("Version {version} has taken its place.").format(version=last.version) + "**"


def changes(found: pd.DataFrame, earlier: Frozen) -> str:
    """How many entered, stayed and left, against a list."""
    n = found["change"].value_counts()
    return _("Against the list of {year} (version {version}): {entered} entered, {stayed} stayed, {left} left.").format(
        year=earlier.year, version=earlier.version,
        **{str(change): number(int(n.get(change, 0))) for change in Change},
    )  # fmt: skip


def of_change(found: pd.DataFrame, change: Change) -> pd.DataFrame:
    """The rows of one change."""
    return found[found["change"] == change]


def late_words(found: pd.DataFrame) -> list[str]:
    """What late data would change, a line each; empty where nothing differs."""
    entered, left = of_change(found, Change.ENTERED), of_change(found, Change.LEFT)
    lines = []
    if len(entered):
        lines.append(_("Would be listed today: {names}.").format(names=names(entered["ts_pcode"])))
    if len(left):
        lines.append(_("Would not be listed today: {names}.").format(names=names(left["ts_pcode"])))
    stayed = of_change(found, Change.STAYED)
    moved = stayed[stayed["changed"].map(len) > 0]
    if len(moved):
        facts = {name for changed in moved["changed"] for name in changed}
        told = list(dict.fromkeys(_(words) for fact, words in FACTS.items() if fact in facts))
        lines.append(
            n_(
                "{n} township would stay with other facts ({facts}).",
                "{n} townships would stay with other facts ({facts}).",
                len(moved),
            ).format(n=number(len(moved)), facts=", ".join(told))
        )
    return lines


def fact_change(row: Mapping[str, object], fact: str) -> str:
    """A fact as the list has it and as it would be today: 3 → 4."""
    return f"{_value(row[f'{fact}_before'], fact)} → {_value(row[f'{fact}_now'], fact)}"


def _value(value: object, fact: str) -> str:
    if value is None or value is pd.NA or value != value:
        return _("not told")
    if fact in ("space_time", "corridor"):
        return label({"space_time": SpaceTime, "corridor": Corridor}[fact](str(value)))
    if fact == "tier":
        return _(Tier(int(str(value))).label)
    return (_("yes") if value else _("no")) if fact == "is_hot" else number(int(str(value)))


def untested(shown: Proposal) -> str | None:
    """What cannot be told of the year that a list is made for; None: nothing is missing."""
    if shown.found.placed_people == 0:
        return _(
            "No victim with a known township is known of {year} on {day}: the rule proposes nobody. Townships can "
            "still be added by name."
        ).format(year=shown.year, day=day(shown.as_of))
    said = []
    if shown.found.untested:
        said.append(
            _(
                "{year} cannot be tested for hot spots: {why} ({people} people). The ranks stand, with their doubt."
            ).format(year=shown.year, why=label(shown.found.untested), people=number(shown.found.placed_people))
        )
    if shown.proposed().empty:
        said.append(_("The rule proposes nobody: nobody's rank can be told from the others'."))
    return " ".join(said) or None


def as_high(shown: Proposal, most: int = 8) -> str:
    """Who is not proposed although it may be as high."""
    rows = shown.as_high()
    if rows.empty:
        return ""
    first = [f"{plain(name(row['ts_pcode']))} {rank_of(row)}" for _i, row in rows.head(most).iterrows()]
    more = _(" and {n} more").format(n=number(len(rows) - most)) if len(rows) > most else ""
    return n_(
        "{n} more township may be as high as those proposed: {names}.",
        "{n} more townships may be as high as those proposed: {names}.",
        len(rows),
    ).format(n=number(len(rows)), names=", ".join(first) + more)
