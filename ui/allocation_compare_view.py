"""Plans side by side: saved ones, the present one, the drawn one, and as today; difference on the map and in tables."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Final

import pandas as pd
import streamlit as st

from analysis.allocation_compare import difference, totals
from analysis.allocation_hand import Against, as_today
from analysis.allocation_io import from_json, to_json
from analysis.allocation_plan import Plan
from analysis.allocation_problem import PLACED
from analysis.allocation_unreached import NOBODY_PEOPLE
from data.errors import N_
from data.plans import LONGEST_NAME, NewPlan, save
from data.vocabulary import PlanKind
from ui import allocation_map as maps
from ui import allocation_words as words
from ui import allocation_work as work
from ui import cached, failures, state
from ui.allocation_work import Made
from ui.export import Column, Kind
from ui.frame import empty
from ui.tables import table
from ui.text import _, label, number

TODAY: Final = "today"
NOW: Final = "now"
DRAWN: Final = "drawn"
_OWN: Final = {NOW: N_("The plan above"), DRAWN: N_("Drawn by hand"), TODAY: N_("As today")}
_FIRST_CHOSEN: Final = 2


# --- Saving -----------------------------------------------------------------------------------------------------------


def save_form(made: Made, plan: Plan | None = None, kind: PlanKind = PlanKind.SOLVED) -> None:
    """Save a plan under a name; it is frozen then. plan: where it is not the result itself."""
    with (
        st.form(key=f"alloc_save_{kind}", border=False, clear_on_submit=False),
        st.container(horizontal=True, vertical_alignment="bottom"),
    ):
        name = st.text_input(
            _("Name of the plan, to compare it later"), key=f"w_alloc_name_{kind}", max_chars=LONGEST_NAME, width=320
        )
        pressed = st.form_submit_button(_("Save and freeze"), icon=":material/lock:")
    if pressed:
        with failures.explained(stop=False):
            save(cached.store(), state.scope(), as_new(made, plan or made.plan, name, kind))
            st.success(_("Saved. It never changes; compare it under “Compare plans”."), icon=":material/lock:")


def as_new(made: Made, plan: Plan, name: str, kind: PlanKind) -> NewPlan:
    """The record that is kept: the question as asked, and the whole answer."""
    inputs = {
        "asked": made.asked.written(), "filters": made.filters.params(), "filters_words": made.filters_words,
        "values": dict(made.values), "settings": dict(made.settings),
    }  # fmt: skip
    solved = kind is PlanKind.SOLVED
    return NewPlan(
        name=name, plan_kind=str(kind), data_version=made.fingerprint, as_of=made.as_of,
        demand_people=plan.demand_people, reached_people=plan.reached_people, cost_usd=plan.cost_usd,
        objective=plan.objective, inputs=json.dumps(inputs, default=str), result=to_json(plan),
        budget_usd=plan.budget_usd, bound=plan.bound if solved else None, gap_0_1=plan.gap_0_1 if solved else None,
    )  # fmt: skip


def opened(plan_id: str) -> Plan:
    """A saved plan; read once a visit, since it never changes."""
    known = dict(work.current().opened)
    if plan_id not in known:
        rows = cached.saved_plan(state.scope(), plan_id=plan_id)
        known[plan_id] = from_json(str(rows.iloc[0]["result"]))
        work.change(opened=tuple(known.items()))
    return known[plan_id]


# --- Comparing --------------------------------------------------------------------------------------------------------


def show() -> None:
    """Choose two or more plans; totals, then the difference of two."""
    names = available()
    if len(names) < _FIRST_CHOSEN:
        empty(_("There is nothing to compare yet. Find a plan, or draw one, and save it under a name."),
              ":material/compare_arrows:")  # fmt: skip
        return
    _saved_table()
    chosen = st.multiselect(
        _("Plans to compare"), list(names), list(names)[:_FIRST_CHOSEN], format_func=names.__getitem__,
        key="w_alloc_compare", placeholder=_("Choose two or more"),
    )  # fmt: skip
    with failures.explained():
        plans = {key: plan_of(key) for key in chosen if key in names}
    if len(plans) < _FIRST_CHOSEN:
        empty(_("Choose two or more plans."), ":material/compare_arrows:")
        return
    source = _("Source: the plans named, each with the data and limits that it was made with.")
    by_name = {names[key]: plan for key, plan in plans.items()}
    table(total_rows(by_name), total_columns(), "allocation_compare", _("Plans compared"), source)
    _warn_of_other_demand(by_name)
    _difference(names, plans, source)


def available() -> dict[str, str]:
    """Key -> name of every plan that can be compared, the present ones first."""
    now = work.current()
    keys = [NOW] if now.plan else []
    keys += [DRAWN] if now.against else []
    saved = cached.saved_plans(state.scope())
    names = {key: _(_OWN[key]) for key in keys}
    names |= {str(row.plan_id): f"{row.name} ({label(PlanKind(row.plan_kind))})" for row in saved.itertuples()}
    return names | ({TODAY: _(_OWN[TODAY])} if names else {})


def plan_of(key: str) -> Plan:
    """The plan of a key. Raises AtlasError."""
    now = work.current()
    if key == NOW and now.plan:
        return now.plan.plan
    if key == DRAWN and now.against:
        found: Against = now.against.result
        return found.hand
    if key == TODAY:
        first = next(other for other in available() if other != TODAY)
        return as_today(now.plan.plan.problem if now.plan else plan_of(first).problem)
    return opened(key)


def _saved_table() -> None:
    saved = cached.saved_plans(state.scope())
    if saved.empty:
        return
    with st.expander(_("Saved plans: {n}").format(n=number(len(saved))), icon=":material/lock:"):
        columns = [
            Column("name", _("Name")),
            Column("plan_kind", _("How made"), codes=PlanKind),
            Column("made_by", _("By")),
            Column("made_at_utc", _("On (UTC)"), kind=Kind.DAY),
            Column("as_of", _("State as of"), kind=Kind.DAY),
            Column("demand_people", _("Need a place"), _("people"), Kind.DECIMAL),
            Column("reached_people", _("Reached in any way"), _("people"), Kind.DECIMAL),
            Column("cost_usd", _("Cost"), _("US dollars a year"), Kind.NUMBER),
            Column("budget_usd", _("Budget"), _("US dollars a year"), Kind.NUMBER),
            Column("gap_0_1", _("Proven within"), kind=Kind.SHARE),
        ]
        table(saved, columns, "allocation_saved", _("Saved plans"), _("Source: plans saved in this register."))


def total_rows(plans: Mapping[str, Plan]) -> pd.DataFrame:
    """analysis.allocation_compare.totals, with supported people."""
    rows = totals(plans, as_today=False)
    rows[["cost_usd", "usd_per_person"]] = rows[["cost_usd", "usd_per_person"]].round()
    return rows.assign(supported_people=rows["existing_people"] + rows["new_people"])


def total_columns() -> list[Column]:
    """Columns of total_rows."""
    people, usd = _("people"), _("US dollars a year")
    return [
        Column("name", _("Plan")),
        Column("supported_people", _("Supported"), people, Kind.DECIMAL),
        Column("minimum_people", _("Minimum model only"), people, Kind.DECIMAL),
        Column("unreached_people", _("Still without"), people, Kind.DECIMAL),
        Column("demand_people", _("Need a place"), people, Kind.DECIMAL),
        Column("cost_usd", _("Cost"), usd, Kind.NUMBER),
        Column("usd_per_person", _("Cost for each person more than today"), _("US dollars"), Kind.NUMBER),
        Column("objective", _("Worth"), _("weighted people"), Kind.DECIMAL),
        *(Column(f"{option}_number", label(option), kind=Kind.NUMBER) for option in PLACED),
    ]


def _warn_of_other_demand(plans: Mapping[str, Plan]) -> None:
    needs = {round(plan.demand_people, 3) for plan in plans.values()}
    if len(needs) > 1:
        st.warning(
            _("These plans were made for different numbers of people in need ({numbers}): compare with care.").format(
                numbers=", ".join(number(n) for n in sorted(needs))
            ),
            icon=":material/warning:",
        )  # fmt: skip


def _difference(names: Mapping[str, str], plans: Mapping[str, Plan], source: str) -> None:
    """The first two of the chosen, or any other two of them."""
    st.subheader(_("Where two of them differ"), anchor=False)
    keys = list(plans)
    with st.container(horizontal=True):
        a = st.selectbox(_("This plan"), keys, 0, format_func=names.__getitem__, key="w_alloc_a", width=320)
        others = [key for key in keys if key != a]
        b = st.selectbox(_("against"), others, 0, format_func=names.__getitem__, key="w_alloc_b", width=320)
    rows = difference(plans[a], plans[b])
    pair = (names[a], names[b])
    maps.draw(
        maps.difference_areas(rows, pair), maps.marks_of(plans[a]), "allocation_difference",
        _("Map of the difference between two plans by township."), "",
    )  # fmt: skip
    maps.difference_legend(pair)
    changed = rows[rows["difference_people"].abs() > NOBODY_PEOPLE]
    if changed.empty:
        empty(_("The two plans reach the same people in every township."), ":material/equal:")
        return
    changed = changed.reindex(changed["difference_people"].abs().sort_values(ascending=False).index)
    changed = changed.assign(
        township=changed["ts_pcode"].map(words.township), state=changed["ts_pcode"].map(words.state_of)
    )
    columns = [
        Column("township", _("Township")),
        Column("ts_pcode", _("P-code")),
        Column("state", _("State or region")),
        Column("a_people", pair[0], _("people"), Kind.DECIMAL),
        Column("b_people", pair[1], _("people"), Kind.DECIMAL),
        Column("difference_people", _("Difference"), _("people"), Kind.DECIMAL),
    ]
    table(changed, columns, "allocation_difference", _("Reached in any way, by township"), source)
