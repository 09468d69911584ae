"""What every page shares: role guard, banner, heading, as-of line, cards, sources and empty states."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import streamlit as st

from data import permissions
from data.vocabulary import RegisterKind, Role
from ui import accounts, cached, charts, look, state
from ui.navigation import can_open, link
from ui.text import _, day, label, number, plain

_REFUSED = "atlas_refused"


def page(title: str, roles: tuple[Role, ...], intro: str = "", about_cases: bool = True) -> None:
    """Open a page: guard, banner, heading, as-of line. Stops the script for a role that the page is not for.

    about_cases: whether the filters of cases change what the page shows.
    """
    look.apply()
    _banner()
    _dropped_notice()
    st.title(title, anchor=False)
    if state.scope().role not in roles:
        _refused(title)
        names = ", ".join(label(role) for role in roles)
        st.info(
            _("This page is for: {roles}. Your role has no access to it; choose another page on the left.").format(
                roles=names
            ),
            icon=":material/lock:",
        )
        st.stop()
    if intro:
        st.markdown(intro)
    _as_of_line(about_cases)


def _refused(title: str) -> None:
    """A refused page on record, once a visit."""
    told = st.session_state.setdefault(_REFUSED, set())
    if title not in told:
        told.add(title)
        permissions.note_refusal(cached.store(), state.scope(), title)


def _banner() -> None:
    if cached.store().kind() is RegisterKind.DEMONSTRATION:
        with st.container(key="atlas_banner"):
            st.markdown(
                ":material/science: "
                + _("**Demonstration register.** All cases are synthetic: no real person, and no real provider.")
            )


def _dropped_notice() -> None:
    names = state.take_dropped()
    if names:
        known = sorted({name for name in names if name in state.PARAMETERS})
        others = len(set(names)) - len(known)
        parts = [*known, *([_("{n} unknown").format(n=number(others))] if others else [])]
        st.info(_(state.DROPPED_NOTICE).format(names=", ".join(parts)), icon=":material/link_off:")


def _as_of_line(about_cases: bool) -> None:
    chosen = state.filters()
    parts = [_("State as of {day}").format(day=day(chosen.as_of))]
    if state.scope().role in state.CASE_ROLES:
        parts += _cases_shown() if about_cases else [_("the filters of cases change nothing on this page")]
    st.caption(" · ".join(parts))


def _cases_shown() -> list[str]:
    """Which cases the page counts: years, further filters, and the reader's own scope."""
    chosen = state.filters()
    first, last = chosen.years or (state.bounds().first_year, state.bounds().last_year)
    last = max(first, min(last, chosen.as_of.year))
    parts = [_("cases identified {first} to {last}").format(first=first, last=last)]
    narrowed = [
        chosen.victim_types,
        chosen.destinations,
        chosen.sexes,
        chosen.age_groups,
        chosen.purposes,
        chosen.special,
    ]
    filters_set = sum(part is not None for part in narrowed)
    if filters_set:
        parts.append(_("further filters set: {n}").format(n=number(filters_set)))
    return parts + own_scope()


def own_scope() -> list[str]:
    """The part of the register that the reader's role may see; nothing for a planner, who sees it whole."""
    reader, about = state.scope(), accounts.about(state.scope())
    scopes = {
        Role.DSW_OFFICER: _("only cases of your shelters ({places}) and the national list of the unassigned"),
        Role.NGO_MANAGER: _("only people assigned to your organisation ({organisation})"),
    }
    if reader.role not in scopes:
        return []
    name = plain(about) if about else _("none")
    parts = [scopes[reader.role].format(places=name, organisation=name)]
    if state.as_of() < state.bounds().last_day:
        parts.append(_("of earlier days, only people who are in your scope today"))
    return parts


@dataclass(frozen=True)
class Card:
    """One number that matters.

    value: already worded, with unit beside it. change: worded, begins with + or - where it rose or fell.
    better: which direction is good. history: values for the small bars, oldest first, in the unit of the value, and
    the names of the first and the last of them.
    to: file of the page where one acts on it, and the words of the link.
    """

    title: str
    value: str
    unit: str
    definition: str
    change: str | None = None
    better: Literal["up", "down", "neither"] = "neither"
    history: tuple[float, ...] = ()
    history_ends: tuple[str, str] = ("", "")
    to: tuple[str, str] | None = None


_DELTA_COLOUR: dict[str, Literal["normal", "inverse", "off"]] = {"up": "normal", "down": "inverse", "neither": "off"}


def cards(items: Sequence[Card], per_row: int = 3) -> None:
    """Cards of equal height, `per_row` beside each other on a wide screen, one below the other on a phone."""
    for start in range(0, len(items), per_row):
        columns = st.columns(per_row, gap="small")
        for place, (column, item) in enumerate(zip(columns, items[start : start + per_row], strict=False), start):
            with column, st.container(border=True, key=f"atlas_card_{place}", height="stretch"):
                _card(item)


def _card(item: Card) -> None:
    moved = bool(item.change) and str(item.change)[0] in "+-"
    st.metric(
        item.title,
        f"{item.value} :small[:gray[{item.unit}]]" if item.unit else item.value,
        delta=item.change,
        delta_color=_DELTA_COLOUR[item.better] if moved else "off",
        delta_arrow="auto" if moved else "off",
        help=item.definition,
    )
    bars = charts.spark(item.history, *item.history_ends)
    if bars:
        st.html(bars)
    if item.to and can_open(item.to[0]):
        link(*item.to)


def source_note(text: str) -> None:
    """Small print below a table or a figure: where it comes from and what it does not say."""
    st.caption(text)


def empty(text: str, icon: str = ":material/search_off:") -> None:
    """Where there is nothing to show: say so, say why, and offer the way out."""
    st.info(text, icon=icon)
    if state.is_filtered():
        st.caption(_("Clear the filters in the sidebar to see everything that the register holds."))


def sources() -> None:
    """Where the data of the atlas come from, for the foot of a page."""
    with st.expander(_("Sources and limits"), icon=":material/menu_book:"):
        st.markdown(
            "\n".join(
                f"- {line}"
                for line in (
                    _("Cases: the register of this installation; pseudonymous, without names or addresses."),
                    _("Providers: the directory of this installation, as organisations reported it."),
                    _("Places: MIMU place codes 9.3/9.6 and the 2014 census; towns, never addresses."),
                    _("National reference: UNODC, Global Report on Trafficking in Persons 2025."),
                    _("Definitions stand in docs/methods.md; they are this project's proposals."),
                )
            )
        )
