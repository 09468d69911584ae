"""A plan drawn by hand: click a township to place or take away, or use the list; then see it beside the best one."""

from __future__ import annotations

from dataclasses import replace

import pandas as pd
import streamlit as st

from analysis.allocation_hand import Against, ByHand
from analysis.allocation_problem import PLACED, Option, Problem
from data.vocabulary import PlanKind
from ui import allocation_compare_view as compare
from ui import allocation_map as maps
from ui import allocation_plan_view as plan_view
from ui import allocation_words as words
from ui import allocation_work as work
from ui import cached, state
from ui.assets import unit_codes
from ui.failures import explained
from ui.tables import table
from ui.text import _, label, number, plain

_OPTION = "w_alloc_draw_option"
_PLACE = "w_alloc_draw_place"


def show() -> None:
    """What to place, the map, the list, and the comparison."""
    st.markdown(
        _("Choose what to place, then click a township on the map: a second click takes it away. Or find the township "
          "by name and press the button.")
    )  # fmt: skip
    with explained():
        problem = work.present_problem()
    _choose()
    _by_name()
    now = work.current()
    if now.note:
        work.change(note="")
    drawn = now.drawn
    maps.draw(
        maps.need_areas(problem.demand, [base_of(one) for one in drawn]), maps.marks_drawn(drawn, base_of),
        "allocation_draw", _("Map for drawing a plan. The search above places the same by keyboard."), "",
        on_pick=lambda pick: toggle(work.current().place_option, pick.code),
    )  # fmt: skip
    maps.plan_legend(_("People who need a place, by township"), shows_helped=False)
    _list(drawn, problem)
    _against()


def _choose() -> None:
    state.hold(_OPTION, work.current().place_option)
    st.segmented_control(
        _("What to place"), list(PLACED), format_func=label, key=_OPTION,
        on_change=lambda: work.change(place_option=st.session_state[_OPTION] or work.current().place_option),
    )  # fmt: skip


def _by_name() -> None:
    names = words.search_labels()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            _("Township"), unit_codes("t"), None, format_func=names.__getitem__, key=_PLACE,
            placeholder=_("Name in English or Burmese"), width=360,
        )  # fmt: skip
        st.button(
            _("Place or take away"), key="w_alloc_draw_add", icon=":material/add_location:", disabled=chosen is None,
            on_click=lambda: toggle(work.current().place_option, str(st.session_state[_PLACE])),
        )  # fmt: skip


# --- What stands where ------------------------------------------------------------------------------------------------


def _pools() -> pd.DataFrame:
    """One row a pool: pool_id, organisation, ts_pcode of its base."""
    existing = work.the_need().facts.coverage.presences
    rows = existing[existing["is_reintegration"].astype(bool)]
    rows = rows.assign(is_beside=rows["presence_id"].astype(str) != rows["pool_id"].astype(str))
    return rows.sort_values(["pool_id", "is_beside", "ts_pcode"]).drop_duplicates("pool_id")


def keys_at(option: Option, ts_pcode: str) -> list[str]:
    """What of an option can stand in a township: itself, the pools based there, the DSW offices there."""
    if option in (Option.RESIDENT, Option.ROVING):
        return [ts_pcode]
    if option is Option.CASE_WORKER:
        rows = _pools()
        return rows.loc[rows["ts_pcode"] == ts_pcode, "pool_id"].astype(str).tolist()
    offices = cached.dsw_offices()
    return offices.loc[offices["ts_pcode"] == ts_pcode, "office_id"].astype(str).tolist()


def base_of(one: ByHand) -> str:
    """The township where a drawn placement is based; "" where it is not known any more."""
    if one.option in (Option.RESIDENT, Option.ROVING):
        return one.key
    rows, column = (_pools(), "pool_id") if one.option is Option.CASE_WORKER else (cached.dsw_offices(), "office_id")
    found = rows.loc[rows[column].astype(str) == one.key, "ts_pcode"]
    return str(found.iloc[0]) if len(found) else ""


def toggle(option: Option, ts_pcode: str) -> None:
    """Place the option there, or take it away; of several providers in one township, one after the other."""
    drawn, keys = work.current().drawn, keys_at(option, ts_pcode)
    there = [one for one in drawn if one.option == option and one.key in keys]
    free = [key for key in keys if key not in {one.key for one in there}]
    if not keys:
        text = _("“{option}” cannot stand in {township}: no such provider or office is based there.")
        st.toast(text.format(option=label(option), township=words.township(ts_pcode)), icon=":material/location_off:")
        return
    kept = tuple(one for one in drawn if one not in there)
    work.change(drawn=(*drawn, ByHand(option, free[0])) if free else kept, against=None)


def remove(position: int) -> None:
    """Take one away."""
    drawn = work.current().drawn
    work.change(drawn=drawn[:position] + drawn[position + 1 :], against=None)


def _renumber(position: int, number_: int) -> None:
    drawn = work.current().drawn
    changed = replace(drawn[position], number=number_)
    work.change(drawn=(*drawn[:position], changed, *drawn[position + 1 :]), against=None)


def name_of(one: ByHand) -> str:
    """A drawn placement in words."""
    text = _("{what} in {township}").format(what=label(one.option), township=words.township(base_of(one)))
    if one.option is Option.CASE_WORKER:
        rows = _pools()
        found = rows.loc[rows["pool_id"].astype(str) == one.key, "organisation"]
        text += f" ({plain(found.iloc[0])})" if len(found) else ""
    return text


def _list(drawn: tuple[ByHand, ...], problem: Problem) -> None:
    cost = sum(problem.prices[one.option].cost_usd * one.number for one in drawn)
    st.markdown(
        _("**Drawn: {n}**, for {cost} of {budget}.").format(
            n=number(len(drawn)), cost=words.usd(cost), budget=words.usd(problem.limits.budget_usd)
        )
    )
    for position, one in enumerate(drawn):
        with st.container(horizontal=True, vertical_alignment="center", key=f"alloc_drawn_{position}"):
            st.button(
                _("Remove"), key=f"w_alloc_remove_{position}", icon=":material/delete:", on_click=remove,
                args=(position,),
            )  # fmt: skip
            if one.option is Option.CASE_WORKER:
                key = f"w_alloc_workers_{position}"
                state.hold(key, one.number)
                st.number_input(
                    _("How many"), 1, 20, key=key, width=110, label_visibility="collapsed",
                    on_change=lambda at=position, k=key: _renumber(at, int(st.session_state[k])),
                )  # fmt: skip
            st.markdown(name_of(one))
    with st.container(horizontal=True):
        st.button(
            _("Compare with the best plan"), key="w_alloc_against", type="primary", icon=":material/compare_arrows:",
            disabled=not drawn or work.current().job is not None, on_click=work.begin_against,
        )  # fmt: skip
        st.button(
            _("Take all away"), key="w_alloc_clear", icon=":material/delete_sweep:", disabled=not drawn,
            on_click=lambda: work.change(drawn=(), against=None),
        )  # fmt: skip


# --- Beside the best --------------------------------------------------------------------------------------------------


def sentence(found: Against) -> str:
    """The drawn plan and the best one in a sentence."""
    hand, best = found.hand, found.best
    return _(
        "**Your plan supports {hand} of {all} people (and {hand_minimum} by the minimum model); the best with the same "
        "budget of {budget} supports {best} (and {best_minimum}).**"
    ).format(
        hand=number(hand.existing_people + hand.new_people), all=number(found.demand_people),
        hand_minimum=number(hand.minimum_people), budget=words.usd(found.budget_usd),
        best=number(best.existing_people + best.new_people), best_minimum=number(best.minimum_people),
    )  # fmt: skip


def _against() -> None:
    made = work.current().against
    if made is None:
        return
    found: Against = made.result
    plan_view.stale(made)
    st.markdown(sentence(found))
    rows = compare.total_rows({_("Drawn by hand"): found.hand, _("Best plan found"): found.best})
    source = words.source(made.as_of)
    table(rows, compare.total_columns(), "allocation_against", _("Your plan beside the best"), source)
    compare.save_form(made, found.hand, PlanKind.HAND)
