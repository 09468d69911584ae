"""If somebody leaves: whose leaving loses most cover, and which townships hang on one provider."""

from __future__ import annotations

from datetime import date

import pandas as pd
import streamlit as st

from analysis.allocation_inputs import existing
from analysis.allocation_stress import STRESS_COLUMNS, Stress, stress
from data.scope import Scope
from data.vocabulary import PresenceType
from ui import allocation_map as maps
from ui import allocation_words as words
from ui import cached, state
from ui.export import Column, Kind
from ui.frame import empty, source_note
from ui.tables import table
from ui.text import _, day, number, plain

_ALL = ""


def found(scope: Scope, as_of: date) -> tuple[Stress, pd.DataFrame]:
    """Each provider leaving alone, and each roving worker leaving alone (roving(...)); from the cache."""
    return _found(as_of, cached.version(), str(scope.role), scope)


@st.cache_data(show_spinner=False, max_entries=4)
def _found(as_of: date, version: cached.Key, role: str, _scope: Scope) -> tuple[Stress, pd.DataFrame]:  # noqa: ARG001
    presences = cached.coverage(_scope, as_of).presences
    carried = cached.carried(_scope, as_of)
    carried = carried[carried["ts_pcode"].notna()]
    pools = existing(cached.coverage(_scope, as_of))
    return stress(pools, carried), roving(presences, pools, carried)


def roving(presences: pd.DataFrame, pools: pd.DataFrame, carried: pd.DataFrame) -> pd.DataFrame:
    """STRESS_COLUMNS for each roving worker who leaves while its base stays; pool_id holds the worker's presence.

    Those whom the worker carries go to others that serve the same township, its own base among them if that does.
    """
    helps = presences["is_reintegration"].astype(bool)
    workers = presences[helps & (presences["presence_type"] == str(PresenceType.ROVING))]
    workers = workers[workers["presence_id"].astype(str) != workers["pool_id"].astype(str)]
    rows = [_one_roving(worker, presences[helps], pools, carried) for worker in workers.to_dict("records")]
    made = pd.concat(rows, ignore_index=True) if rows else pd.DataFrame(columns=list(STRESS_COLUMNS))
    order = ["lost_people", "carried_people", "pool_id"]
    return made.sort_values(order, ascending=[False, False, True], ignore_index=True)


def _one_roving(
    worker: dict[str, object], presences: pd.DataFrame, pools: pd.DataFrame, carried: pd.DataFrame
) -> pd.DataFrame:
    """The worker as a provider of its own, without room, beside whoever else serves the same townships."""
    own, township = str(worker["presence_id"]), str(worker["ts_pcode"])
    served = carried[carried["presence_id"].astype(str) == own].assign(pool_id=own)
    places = {township, *served["ts_pcode"].astype(str)}
    others = pools[pools["ts_pcode"].isin(places)]
    same = (presences["pool_id"] == worker["pool_id"]) & (presences["ts_pcode"] == township)
    if int(same.sum()) == 1:  # nobody else of its base comes there
        others = others[~((others["pool_id"] == worker["pool_id"]) & (others["ts_pcode"] == township))]
    alone = pd.DataFrame([{
        "pool_id": own, "organisation": worker["organisation"], "ts_pcode": township, "room_people": 0.0,
        "serves_children": True, "serves_adults": True,
    }])  # fmt: skip
    every = pd.concat([alone.astype({"serves_children": "boolean", "serves_adults": "boolean"}), others])
    made = stress(every.reset_index(drop=True), served[["pool_id", "ts_pcode", "people"]]).pools
    return made[made["pool_id"] == own]


def show() -> None:
    """Headline, map, three tables."""
    as_of = state.as_of()
    providers, workers = found(state.scope(), as_of)
    source = _("Source: the register's assignments and provider directory, state of {day}.").format(day=day(as_of))
    if not providers.pools["carried_people"].sum():
        empty(_("Nobody of a known township is carried by a provider: there is no cover to lose."))
        return
    st.markdown(_conclusion(providers, workers))
    chosen = _chooser(providers)
    _map(providers, chosen, as_of)
    st.subheader(_("If a provider closes"), anchor=False)
    table(_named(providers.pools), _pool_columns(), "allocation_stress_providers", _("If a provider closes"), source)
    st.subheader(_("If a roving worker leaves and its base stays"), anchor=False)
    if workers.empty:
        empty(_("No roving worker is in the directory on this day."))
    else:
        title = _("If a roving worker leaves and its base stays")
        table(_named(workers), _pool_columns(), "allocation_stress_roving", title, source)
    st.subheader(_("Most fragile townships"), anchor=False)
    codes = providers.fragile["ts_pcode"]
    fragile = providers.fragile.assign(township=codes.map(words.township), state=codes.map(words.state_of))
    table(fragile, _fragile_columns(), "allocation_stress_townships", _("Most fragile townships"), source)
    source_note(
        _("Each leaves alone. Those whom it carries go to others that serve the same township, as many as these have "
          "room for; room that is not told counts as none.")
    )  # fmt: skip


def _conclusion(providers: Stress, workers: pd.DataFrame) -> str:
    worst = providers.pools.iloc[0]
    text = _(
        "If **{organisation}** in {township} closed, **{lost}** of the {carried} people whom it carries would have "
        "nobody with room."
    ).format(
        organisation=plain(worst["organisation"]), township=words.township(str(worst["base_ts_pcode"])),
        lost=number(worst["lost_people"]), carried=number(worst["carried_people"]),
    )  # fmt: skip
    if len(workers) and workers.iloc[0]["lost_people"] > 0:
        one = workers.iloc[0]
        told = _("Of the roving workers, that of {organisation} in {township} would be missed most: {lost}.")
        text += " " + told.format(
            organisation=plain(one["organisation"]), township=words.township(str(one["base_ts_pcode"])),
            lost=_("{n} people").format(n=number(one["lost_people"])),
        )  # fmt: skip
    alone = int((providers.fragile["providers"] == 1).sum())
    return text + " " + _("Townships where one provider alone carries people: {n}.").format(n=number(alone))


def _chooser(providers: Stress) -> str:
    rows = providers.pools[providers.pools["carried_people"] > 0]
    unit = _("{n} people")
    names = {_ALL: _("All: the one that carries most in each township")} | {
        str(r.pool_id): f"{r.organisation} · {words.township(str(r.base_ts_pcode))} "
        f"({unit.format(n=number(r.lost_people))})"
        for r in rows.itertuples()
    }
    return st.selectbox(_("Who leaves"), list(names), format_func=names.__getitem__, key="w_alloc_leaves")


def _map(providers: Stress, chosen: str, as_of: date) -> None:
    rows = providers.by_township[providers.by_township["pool_id"] == chosen] if chosen else providers.fragile
    lost, carried = (dict(zip(rows["ts_pcode"], rows[c], strict=True)) for c in ("lost_people", "carried_people"))
    title = _("People who would lose cover")
    maps.draw(
        maps.loss_areas(lost, title, [(_("Carried now (people)"), carried)]), (), "allocation_stress",
        _("Map of people who would lose cover, by township."), _("State as of {day}").format(day=day(as_of)),
    )  # fmt: skip
    maps.loss_legend(title)


def _named(rows: pd.DataFrame) -> pd.DataFrame:
    codes = rows["base_ts_pcode"].astype(str)
    return rows.assign(township=codes.map(words.township), state=codes.map(words.state_of))


def _pool_columns() -> list[Column]:
    people = _("people")
    return [
        Column("organisation", _("Organisation")),
        Column("township", _("Based in")),
        Column("state", _("State or region")),
        Column("lost_people", _("Would lose cover"), people, Kind.DECIMAL),
        Column("taken_over_people", _("Others have room for"), people, Kind.DECIMAL),
        Column("carried_people", _("Carried now"), people, Kind.NUMBER),
        Column("townships", _("Townships served"), kind=Kind.NUMBER),
        Column("sole_townships", _("Of these by nobody else"), kind=Kind.NUMBER),
        Column("pool_id", _("Record")),
    ]


def _fragile_columns() -> list[Column]:
    people = _("people")
    return [
        Column("township", _("Township")),
        Column("ts_pcode", _("P-code")),
        Column("state", _("State or region")),
        Column("lost_people", _("Would lose cover"), people, Kind.DECIMAL),
        Column("carried_people", _("Carried now"), people, Kind.NUMBER),
        Column("providers", _("Providers that serve it"), kind=Kind.NUMBER),
        Column("spare_room_people", _("Room of the others"), people, Kind.NUMBER),
    ]
