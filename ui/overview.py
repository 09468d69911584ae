"""The few numbers that matter, each as it stands and as it stood a year before; nothing here draws."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Final

import numpy as np

from analysis.coverage import OUT_OF_REACH, Coverage, Tier, burden_by_township, victims_by_tier
from data.scope import Scope
from data.vocabulary import Role
from queries.filters import Filters
from ui import cached
from ui.frame import Card
from ui.text import _, day, number, percent

WITH_ROOM: Final = (int(Tier.RESIDENT_ROOM), int(Tier.ROVING_ROOM))
HISTORY_YEARS: Final = 8
MAP, GAPS, PROVIDERS = "pages/see/coverage_map.py", "pages/decide/gaps.py", "pages/see/providers.py"
QUALITY = "pages/manage/quality.py"


@dataclass(frozen=True)
class Measures:
    """The headline of one reader on one day.

    victims, unplaced, unassigned: people; placed: people whose township is known; with_room: those of them from
    townships with a provider with room; waiting: people-days; alone: townships with victims and nobody in reach.
    """

    victims: int
    unplaced: int
    placed: int
    with_room: int
    unassigned: int
    waiting: int
    alone: int

    @property
    def with_room_share_0_1(self) -> float:
        """Share of the people whose township is known; NaN where there are none."""
        return self.with_room / self.placed if self.placed else float("nan")

    @property
    def unplaced_share_0_1(self) -> float:
        """Share of all people; NaN where there are none."""
        return self.unplaced / self.victims if self.victims else float("nan")


def measures(scope: Scope, filters: Filters) -> Measures:
    """The headline for a reader's scope and filters, as known on filters.as_of."""
    people = cached.victims_by_township(scope, filters)
    waiting = cached.unassigned_by_township(scope, filters)
    cover: Coverage = cached.coverage(scope, filters.as_of)
    tiers = victims_by_tier(cover, people).set_index("tier")["victims_people"]
    known = tiers[tiers.index.notna()]
    burden = burden_by_township(cover, people, waiting)
    alone = burden["tier"].isin([int(tier) for tier in OUT_OF_REACH]) & (burden["victims_people"] > 0)
    total = int(people["victims_people"].sum())
    return Measures(
        victims=total,
        unplaced=total - int(known.sum()),
        placed=int(known.sum()),
        with_room=int(known.reindex(list(WITH_ROOM), fill_value=0).sum()),
        unassigned=int(waiting["unassigned_people"].sum()),
        waiting=int(waiting["waiting_days"].sum()),
        alone=int(alone.sum()),
    )


def a_year_before(on: date, years: int = 1) -> date:
    """The same day `years` earlier; 28 February for 29 February."""
    try:
        return on.replace(year=on.year - years)
    except ValueError:
        return on.replace(year=on.year - years, day=28)


def over_the_years(scope: Scope, filters: Filters, first_year: int) -> list[Measures]:
    """The headline on the same day of up to HISTORY_YEARS years, oldest first, the last one today's view."""
    count = min(HISTORY_YEARS, max(filters.as_of.year - first_year + 1, 1))
    days = [a_year_before(filters.as_of, back) for back in range(count - 1, 0, -1)]
    return [*(measures(scope, replace(filters, as_of=on)) for on in days), measures(scope, filters)]


def headline(scope: Scope, filters: Filters, first_year: int) -> list[Card]:
    """The cards of a role that sees cases; with their trends for those who see the whole register."""
    whole = scope.role is Role.PLANNER  # other scopes hold today's people: of earlier days they would count too few
    run = over_the_years(scope, filters, first_year) if whole else [measures(scope, filters)]
    now, before = run[-1], run[-2] if len(run) > 1 else None
    against = day(a_year_before(filters.as_of))
    found = [_victims(scope, run, before, against), _in_reach(run, before, against)]
    if scope.role is not Role.NGO_MANAGER:  # nobody whom no provider has taken on is in an organisation's scope
        found += [_unassigned(run, before, against), _waiting(run, before, against)]
    found += [_alone(run, before, against), _unplaced(now, run, before, against)]
    ends = (str(filters.as_of.year - len(run) + 1), str(filters.as_of.year))
    return [replace(card, history_ends=ends) for card in found]


def _change(now: float, before: float, against: str) -> str:
    gap = now - before
    sign = "+" if gap > 0 else "-" if gap < 0 else "±"
    return _("{change} against {day}").format(change=sign + number(abs(gap)), day=against)


def _points(now: float, before: float, against: str) -> str | None:
    if np.isnan(now) or np.isnan(before):
        return None
    points = round((now - before) * 100, 1)
    sign = "+" if points > 0 else "-" if points < 0 else "±"
    text = sign + number(abs(points), 1)
    return _("{change} percentage points against {day}").format(change=text, day=against)


def _victims(scope: Scope, run: list[Measures], before: Measures | None, against: str) -> Card:
    titles = {
        Role.PLANNER: _("Victims in the register"),
        Role.DSW_OFFICER: _("Victims in your shelters or unassigned"),
        Role.NGO_MANAGER: _("People carried by your organisation"),
    }
    return Card(
        titles[scope.role],
        number(run[-1].victims),
        _("people"),
        _("Everybody that the filters select and your role may see, recorded by the as-of date, open or closed."),
        _change(run[-1].victims, before.victims, against) if before else None,
        history=tuple(m.victims for m in run),
        to=(MAP, _("Where they come from")),
    )


def _in_reach(run: list[Measures], before: Measures | None, against: str) -> Card:
    now = run[-1]
    return Card(
        _("From townships with a provider that has room"),
        percent(now.with_room_share_0_1),
        _("of {n} people").format(n=number(now.placed)),
        _(
            "People from townships where a reintegration provider, resident or roving, can take on more people, as a "
            "share of those whose township is known. A provider that does not tell its capacity is not counted as "
            "having room."
        ),
        _points(now.with_room_share_0_1, before.with_room_share_0_1, against) if before else None,
        better="up",
        history=tuple(round(m.with_room_share_0_1 * 100, 1) for m in run if m.placed),
        to=(PROVIDERS, _("Who the providers are")),
    )


def _unassigned(run: list[Measures], before: Measures | None, against: str) -> Card:
    return Card(
        _("Unassigned now"),
        number(run[-1].unassigned),
        _("people"),
        _("People who need reintegration support on the as-of date and whom no provider has taken on (4.4)."),
        _change(run[-1].unassigned, before.unassigned, against) if before else None,
        better="down",
        history=tuple(m.unassigned for m in run),
        to=(GAPS, _("Who waits, and why")),
    )


def _waiting(run: list[Measures], before: Measures | None, against: str) -> Card:
    now = run[-1]
    return Card(
        _("Time spent waiting"),
        number(now.waiting),
        _("people-days"),
        _("Days since the wait began, summed over everybody unassigned now; {n} days a person on average.").format(
            n=number(now.waiting / now.unassigned if now.unassigned else None)
        ),
        _change(now.waiting, before.waiting, against) if before else None,
        better="down",
        history=tuple(m.waiting for m in run),
        to=(GAPS, _("Who has waited longest")),
    )


def _alone(run: list[Measures], before: Measures | None, against: str) -> Card:
    return Card(
        _("Townships with victims, without reintegration help"),
        number(run[-1].alone),
        _("townships"),
        _(
            "Townships that people of the view come from, where no reintegration provider is resident, no roving "
            "worker with room comes and no DSW office is near: at most projects for referral (3.7). Absence from the "
            "directory is not proof of absence."
        ),
        _change(run[-1].alone, before.alone, against) if before else None,
        better="down",
        history=tuple(m.alone for m in run),
        to=(GAPS, _("Which townships, and why")),
    )


def _unplaced(now: Measures, run: list[Measures], before: Measures | None, against: str) -> Card:
    return Card(
        _("Records that cannot be mapped"),
        number(now.unplaced),
        _("people, {share}").format(share=percent(now.unplaced_share_0_1, 1)),
        _("People whose township of origin is not known (4.8). They are counted in every total, but on no map."),
        _change(now.unplaced, before.unplaced, against) if before else None,
        better="down",
        history=tuple(m.unplaced for m in run),
        to=(QUALITY, _("What is missing, and where")),
    )


def directory_cards(scope: Scope, as_of: date, first_year: int) -> list[Card]:
    """The cards of a role that sees no cases: who works where, by the directory alone."""
    rows = cached.presences_by_year(scope, as_of, first_year=first_year)
    fresh = cached.freshness(scope, as_of)
    now = rows.iloc[-1]
    earlier = rows[rows["at_on"] <= np.datetime64(a_year_before(as_of))]
    stale = int(fresh.loc[fresh["confirmed_band"].isin(["366+", "never"]), "presences"].sum())
    total = int(fresh["presences"].sum())
    ends = (str(rows["at_on"].iloc[0].year), str(as_of.year))
    link = (PROVIDERS, _("The directory"))

    def card(title: str, column: str, unit: str, definition: str) -> Card:
        change = None
        if len(earlier):
            base = earlier.iloc[-1]
            change = _change(int(now[column]), int(base[column]), day(base["at_on"].date()))
        history = tuple(int(v) for v in rows[column])
        return Card(title, number(now[column]), unit, definition, change, "up", history, ends, link)

    return [
        card(
            _("Organisations at work"),
            "organisations",
            _("organisations"),
            _("Organisations with at least one presence that is active on the as-of date."),
        ),
        card(
            _("Townships with a reintegration provider"),
            "reintegration_townships",
            _("of {n} townships").format(n=number(len(cached.townships()))),
            _("Townships where a reintegration provider is resident or comes to visit, with room or without."),
        ),
        Card(
            _("Presences not confirmed for a year"),
            percent(stale / total if total else None),
            _("of {n} presences").format(n=number(total)),
            _("Presences in the directory that nobody has confirmed for more than 365 days before the as-of date."),
            to=link,
        ),
    ]
