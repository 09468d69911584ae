"""Family assessments of a case: each risk ranked, none passed over (1.8); the form to record one, and those before.

Tracing the family is another thing than assessing it, and has its own event.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from html import escape
from typing import Final

import streamlit as st

from data.vocabulary import AssessmentOutcome
from data.vocabulary_work import RiskItem, RiskRank
from ui import palette
from ui.text import _, day, label, language, n_, number, plain

PLACES: Final = ("family", "community")
# From none to high, each darker than the one before, and longer: the rank is never told by colour alone.
_RANK_LOOK: Final[dict[RiskRank, tuple[str, int]]] = {
    RiskRank.NONE: ("#c9d3d7", 4),
    RiskRank.LOW: ("#e3b982", 33),
    RiskRank.MEDIUM: ("#c8772f", 66),
    RiskRank.HIGH: ("#8a2f22", 100),
}
STYLE: Final = f"""<style>
.case-risks {{ display: grid; grid-template-columns: repeat(auto-fit, minmax(17rem, 1fr)); gap: .2rem 2rem;
  font-size: .88rem; line-height: 1.5; color: {palette.INK}; }}
.case-risks.my {{ line-height: 1.9; }}
.case-risks h6 {{ margin: .2rem 0; padding: 0; font-size: .84rem; color: {palette.INK_SOFT}; font-weight: 600; }}
.case-risks li {{ display: grid; grid-template-columns: minmax(0, 1fr) 4.5rem 4.2rem; gap: .6rem; align-items: center;
  border-bottom: 1px solid {palette.GRID}; padding: .18rem 0; margin: 0; font-size: inherit; line-height: inherit; }}
.case-risks ul {{ list-style: none; margin: 0; padding: 0; }}
.case-risks .bar {{ height: .55rem; background: {palette.PANEL}; border-radius: 3px; }}
.case-risks .bar div {{ height: 100%; border-radius: 3px; }}
.case-risks b {{ font-weight: 600; }}
</style>"""


@dataclass(frozen=True)
class Assessed:
    """One assessment that was recorded. wants_return: None where the person was not asked."""

    assessment_id: str
    on: date
    outcome: AssessmentOutcome
    wants_return: bool | None
    is_child: bool
    by: str
    risks: Mapping[RiskItem, RiskRank]


def age_words(on: date, today: date, stale_days: int, home_on: date | None = None) -> str:
    """How old an assessment is, or was on the day when the person came home, and whether that is stale (2.8)."""
    is_before_home = home_on is not None and on <= home_on <= today
    passed = ((home_on if is_before_home and home_on else today) - on).days
    if is_before_home:
        old = n_("{n} day old at the return home", "{n} days old at the return home", passed)
    else:
        old = n_("{n} day old", "{n} days old", passed)
    old = old.format(n=number(passed))
    if passed <= stale_days:
        return old
    stale = _("stale: older than {n} days (2.8)").format(n=number(stale_days))
    return f"{old}, {stale}"


def show(found: Sequence[Assessed], today: date, stale_days: int, home_on: date | None = None) -> None:
    """Every assessment, the newest one open. found: newest first. home_on: when the person came home; None: not yet.

    Age is said of the one that the return rested on, or will rest on: the last before the person came home.
    """
    rested_on = next((one for one in found if home_on is None or one.on <= home_on), None)
    for place, one in enumerate(found):
        title = _("{day}: {outcome}").format(day=day(one.on), outcome=label(one.outcome))
        with st.expander(title, expanded=place == 0, icon=":material/family_home:"):
            st.caption(" · ".join(_about(one, today, stale_days if one is rested_on else None, home_on)))
            if one.risks:
                st.html(html(one))
            else:
                st.caption(_("The risks were not ranked: this assessment was recorded before the ranking began."))


def _about(one: Assessed, today: date, stale_days: int | None, home_on: date | None) -> Iterator[str]:
    yield _("list for children") if one.is_child else _("list for adults")
    yield {
        True: _("the person wants to return home"),
        False: _("the person does not want to return home"),
        None: _("the person was not asked about returning home"),
    }[one.wants_return]
    if stale_days is not None:
        yield age_words(one.on, today, stale_days, home_on)
    if one.by:
        yield _("recorded by {who}").format(who=plain(one.by))


def html(one: Assessed) -> str:
    """Its risks by place, the gravest first, each with its rank in words and as a bar."""
    return f'{STYLE}<div class="case-risks {language()}">{"".join(_place(one, place) for place in PLACES)}</div>'


def _place(one: Assessed, place: str) -> str:
    order = list(RiskRank)
    told = [(item, rank) for item, rank in one.risks.items() if item.place == place]
    lines = "".join(_risk(item, rank) for item, rank in sorted(told, key=lambda pair: -order.index(pair[1])))
    return f"<div><h6>{escape(place_words(place))}</h6><ul>{lines}</ul></div>" if lines else ""


def _risk(item: RiskItem, rank: RiskRank) -> str:
    colour, width = _RANK_LOOK[rank]
    return (
        f"<li><span>{escape(label(item))}</span>"
        f'<div class="bar"><div style="width:{width}%;background:{colour}"></div></div>'
        f"<b>{escape(label(rank))}</b></li>"
    )


def place_words(place: str) -> str:
    """Where a risk lies."""
    return {"family": _("Risks in the family"), "community": _("Risks in the community")}[place]
