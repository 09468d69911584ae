"""A plan as it is read: headline, map, what to place where and why, the minimum model, and who stays without."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from analysis.allocation_hand import today_people
from analysis.allocation_plan import Placement, Plan
from analysis.allocation_problem import Option
from analysis.allocation_solve import Ended
from analysis.allocation_unreached import UnreachedReason
from ui import allocation_map as maps
from ui import allocation_words as words
from ui import state
from ui.allocation_work import Made, is_current, is_of_question
from ui.export import Column, Kind
from ui.frame import Card, cards, empty, source_note
from ui.maps import Pick
from ui.tables import reading_table, table
from ui.text import _, day, label, number, percent

_NAMED_TOWNSHIPS: Final = 6


def show(made: Made) -> None:
    """The whole plan of one search."""
    plan, source = made.plan, words.source(made.as_of)
    stale(made)
    cards(headline(plan))
    st.markdown(ended(plan))
    maps.draw(
        maps.plan_areas(plan), maps.marks_of(plan), "allocation_plan",
        _("Map of the plan: where something is placed, and how many people stay without in each township."),
        _("State as of {day}").format(day=day(made.as_of)), state.page_value("place") or None, _picked,
    )  # fmt: skip
    _one_township(plan)
    maps.plan_legend(_("People still without, by township"), shows_helped=True)
    placements(plan, source)
    minimum(plan, source)
    providers_of_plan(plan, source)
    unreached(plan, source)


def _picked(pick: Pick) -> None:
    state.set_page_value("place", pick.code)


def stale(made: Made) -> None:
    """Say where the view or the register has changed since."""
    if not is_of_question(made):
        st.warning(
            _("What is asked, or a setting, has changed since: this answers the question with {budget} to spend. "
              "Search again to bring it up to date.").format(budget=words.usd(made.asked.budget_usd)),
            icon=":material/history:",
        )  # fmt: skip
    if not is_current(made):
        st.warning(
            _("The filters or the register have changed since. This rests on the state of {day}, filters: {filters}. "
              "Search again to bring it up to date.").format(day=day(made.as_of), filters=made.filters_words),
            icon=":material/history:",
        )  # fmt: skip


def headline(plan: Plan) -> list[Card]:
    """The numbers that matter."""
    supported, left = plan.existing_people + plan.new_people, plan.unreached_people
    gained = supported - today_people(plan)
    share = percent(supported / plan.demand_people) if plan.demand_people else _("n/a")
    unit = _("people")
    return [
        Card(_("Need a place"), number(plan.demand_people), unit,
             _("People who wait and people who are expected, of townships that are known."),
             change=_("and {n} of no known township").format(n=number(plan.unplaced_people))),
        Card(_("Supported"), number(supported), unit,
             _("People with a place in existing room or in what the plan places."),
             change=_("{n} against today; {share} of all").format(n=_signed(gained), share=share),
             better="up"),
        Card(_("Minimum model"), number(plan.minimum_people), unit,
             _("People reached by the minimum model only (4.5), because nothing fuller can be paid or get there."),
             change=_("{usd} of the cost").format(usd=words.usd(sum(line.cost_usd for line in plan.minimum)))),
        Card(_("Still without"), number(left), unit,
             _("People of known townships who are reached in no way."),
             change=_("and {n} of no known township").format(n=number(plan.unplaced_people))),
        Card(_("Cost"), number(plan.cost_usd), _("US dollars a year"),
             _("What the placements and the minimum model cost."),
             change=_("of {n} to spend").format(n=number(plan.budget_usd))),
        Card(_("Proven within"), _gap(plan), "",
             _("No plan that keeps the same limits is better than this one by more, counted in weighted people."),
             change=_("{n} seconds").format(n=number(plan.seconds_s, 1))),
    ]  # fmt: skip


def _signed(people: float) -> str:
    """Fewer than today may be supported where existing providers need not be kept."""
    return f"+{number(people)}" if round(people) >= 0 else number(people)


def _gap(plan: Plan) -> str:
    return percent(plan.gap_0_1, 1) if plan.gap_0_1 != float("inf") else _("n/a")


def ended(plan: Plan) -> str:
    """How the search ended, in a sentence."""
    text = _("{ended}: {objective} weighted people, and no plan can exceed {bound}.").format(
        ended=label(Ended(plan.ended)), objective=number(plan.objective, 1), bound=number(plan.bound, 1)
    )
    left = len(plan.left_providers)
    return text + (" " + _("Existing providers that are not kept: {n}.").format(n=number(left)) if left else "")


def _one_township(plan: Plan) -> None:
    """What the plan does in the township that was clicked."""
    code = state.page_value("place")
    rows = maps.sums(plan)
    if code not in rows.index:
        st.caption(_("Click a township to see what the plan does there."))
        return
    own = rows.loc[code]
    by = [f"{p.order}. {label(p.option)} ({words.township(p.ts_pcode)})" for p in plan.placements if code in p.serves]
    st.markdown(
        _("**{township}**: {people} people need a place; {existing} in existing room, {new} newly supported, {minimum} "
          "by the minimum model, {left} still without. Served by: {by}.").format(
            township=words.township(code), people=words.people(own["people"]),
            existing=words.people(own["existing_people"]), new=words.people(own["new_people"]),
            minimum=words.people(own["minimum_people"]), left=words.people(own["unreached_people"]),
            by="; ".join(by) or _("nothing new"),
        )
    )  # fmt: skip


# --- Tables -----------------------------------------------------------------------------------------------------------


def placement_rows(plan: Plan) -> pd.DataFrame:
    """One row a placement: what, where, whom, and what it adds to those before it."""
    rows, total = [], plan.as_today_people
    for p in plan.placements:
        total += p.marginal_people
        rows.append((
            p.order, str(p.option), words.township(p.ts_pcode), p.ts_pcode, words.state_of(p.ts_pcode), p.number,
            words.townships(p.serves), round(p.cost_usd), p.capacity_people, p.reached_people, p.marginal_people, total,
            words.reason(p.why),
        ))  # fmt: skip
    return pd.DataFrame(rows, columns=[column.key for column in placement_columns()])


def placement_columns() -> list[Column]:
    """Columns of placement_rows."""
    people = _("people")
    return [
        Column("order", _("Order"), kind=Kind.NUMBER),
        Column("option", _("What"), codes=Option),
        Column("township", _("Based in")),
        Column("ts_pcode", _("P-code")),
        Column("state", _("State or region")),
        Column("number", _("How many"), kind=Kind.NUMBER),
        Column("serves", _("Townships served"), width="large"),
        Column("cost_usd", _("Cost"), _("US dollars a year"), Kind.NUMBER),
        Column("capacity_people", _("Can carry"), people, Kind.NUMBER),
        Column("reached_people", _("Supports"), people, Kind.DECIMAL),
        Column("marginal_people", _("Adds to those before"), people, Kind.DECIMAL),
        Column("cumulative_people", _("Supported with those before"), people, Kind.DECIMAL),
        Column("why", _("Why there"), width="large"),
    ]


def placements(plan: Plan, source: str) -> None:
    """What to place where: sentences to read, and the table with its downloads."""
    st.subheader(_("What to place where, and why"), anchor=False)
    if not plan.placements:
        empty(
            _("This plan places nothing: nothing new that these limits allow does more good than the plan without it.")
        )
        return
    title = _("Placements, by what each adds")
    said = [(p.order, label(p.option), words.township(p.ts_pcode), placement_words(p)) for p in plan.placements]
    reading_table(said, (_("Order"), _("What"), _("Based in"), _("Why there")), title)
    source_note(_("The greatest gain stands first; what each adds is counted with those before it in place."))
    with st.expander(_("As a table, with downloads"), icon=":material/table:"):
        table(placement_rows(plan), placement_columns(), "allocation_placements", title, source)


def placement_words(p: Placement) -> str:
    """A placement in sentences that stand alone."""
    others = [code for code in p.serves if code != p.ts_pcode]
    text = _("{order}. {what} in {township}").format(
        order=p.order, what=label(p.option), township=words.township(p.ts_pcode)
    )
    if p.number > 1:
        text += _(" (how many: {n})").format(n=number(p.number))
    if others:
        text += _(", also for {townships}").format(townships=words.townships(others, _NAMED_TOWNSHIPS))
    added = _("Adds {n} people to those before; costs {cost}.").format(
        n=words.people(p.marginal_people), cost=words.usd(p.cost_usd)
    )
    return f"{text}. {added} {words.reason(p.why)}"


def minimum_rows(plan: Plan) -> pd.DataFrame:
    """One row an age class."""
    rows = [(str(line.option), line.people, round(line.cost_usd), line.marginal_people) for line in plan.minimum]
    return pd.DataFrame(rows, columns=[column.key for column in minimum_columns()])


def minimum_columns() -> list[Column]:
    """Columns of minimum_rows."""
    return [
        Column("option", _("What"), codes=Option),
        Column("people", _("Reached by it only"), _("people"), Kind.DECIMAL),
        Column("cost_usd", _("Cost"), _("US dollars a year"), Kind.NUMBER),
        Column("marginal_people", _("Adds to those before"), _("people"), Kind.DECIMAL),
    ]


def minimum(plan: Plan, source: str) -> None:
    """The two lines of the minimum model."""
    st.subheader(_("Minimum model for those out of reach (4.5)"), anchor=False)
    note = _("Adults are added first, then children: a child counts more, so money may move from adults to children.")
    table(minimum_rows(plan), minimum_columns(), "allocation_minimum", _("Minimum model"), f"{note} {source}")


def provider_rows(plan: Plan) -> pd.DataFrame:
    """One row an existing provider that had to be paid for: whether the plan keeps it, and its upkeep."""
    there = plan.problem.existing.drop_duplicates("pool_id")
    kept = ~there["pool_id"].astype(str).isin(plan.left_providers)
    rows = there.assign(
        township=there["ts_pcode"].map(words.township), is_kept=kept.to_numpy(),
        cost_usd=kept.to_numpy() * plan.problem.limits.upkeep_usd,
    )  # fmt: skip
    return rows[[column.key for column in provider_columns()]].sort_values(["is_kept", "township"])


def provider_columns() -> list[Column]:
    """Columns of provider_rows."""
    return [
        Column("organisation", _("Organisation")),
        Column("township", _("Based in")),
        Column("is_kept", _("Kept"), kind=Kind.YES_NO),
        Column("cost_usd", _("Upkeep"), _("US dollars a year"), Kind.NUMBER),
    ]


def providers_of_plan(plan: Plan, source: str) -> None:
    """Where existing providers need not be kept: which are, which are not, and what their upkeep costs."""
    if plan.problem.limits.keeps_existing:
        return
    rows = provider_rows(plan)
    st.subheader(_("Existing providers"), anchor=False)
    text = _("{kept} are kept, at {usd} a year, which is part of the plan's cost; {left} are not.")
    kept = int(rows["is_kept"].sum())
    left, usd = number(len(rows) - kept), words.usd(rows["cost_usd"].sum())
    st.markdown(text.format(kept=number(kept), usd=usd, left=left))
    table(rows, provider_columns(), "allocation_existing", _("Existing providers in this plan"), source)


def unreached_rows(plan: Plan) -> pd.DataFrame:
    """One row a township where anybody stays without."""
    need = plan.people.groupby("ts_pcode")["people"].sum()
    rows = plan.unreached.assign(
        township=plan.unreached["ts_pcode"].map(words.township),
        state=plan.unreached["ts_pcode"].map(words.state_of),
        need_people=plan.unreached["ts_pcode"].map(need),
    )
    return rows[[column.key for column in unreached_columns()]]


def unreached_columns() -> list[Column]:
    """Columns of unreached_rows."""
    return [
        Column("township", _("Township")),
        Column("ts_pcode", _("P-code")),
        Column("state", _("State or region")),
        Column("need_people", _("Need a place"), _("people"), Kind.DECIMAL),
        Column("people", _("Still without"), _("people"), Kind.DECIMAL),
        Column("why", _("Why"), codes=UnreachedReason, width="large"),
    ]


def unreached(plan: Plan, source: str) -> None:
    """Who stays without, and why."""
    st.subheader(_("Who stays without, and why"), anchor=False)
    if plan.unplaced_people:
        st.markdown(
            _("{n} people wait whose township is not known: no plan can place them until it is recorded.").format(
                n=number(plan.unplaced_people)
            )
        )
    if plan.unreached.empty:
        st.success(_("Everybody whose township is known is reached."), icon=":material/check_circle:")
        return
    by_reason = plan.unreached.groupby("why")["people"].sum().sort_values(ascending=False)
    unit = _("{n} people")
    st.markdown("\n".join(
        f"- {unit.format(n=words.people(n))}: {label(UnreachedReason(str(why)))}" for why, n in by_reason.items()
    ))  # fmt: skip
    title = _("People still without, by township")
    table(unreached_rows(plan), unreached_columns(), "allocation_unreached", title, source)
