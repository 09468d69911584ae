"""Frozen lists as they are read, and the part in which a planner freezes one."""

from __future__ import annotations

from typing import Final

import pandas as pd
import streamlit as st

from analysis.hotspot_list import Change
from data.vocabulary import Corridor, ListedHow, Role, SpaceTime
from ui import (
    frame,
    hotspot_register_drawing,
    hotspot_register_sitting,
    hotspot_register_values,
    hotspot_register_words,
    state,
)  # fmt: skip
from ui.export import Column, Kind, download
from ui.hotspot_register_decide import decisions
from ui.hotspot_register_parts import Part, go
from ui.hotspot_register_values import Frozen, Proposal
from ui.hotspots_views import counting
from ui.map_selection import sources
from ui.maps import in_force
from ui.text import _, day, plain

LIST_KEY: Final = "list"
YEAR_KEY: Final = "year"
_MAP_PX: Final = 520
_PLANNERS_COLUMNS: Final = ("victims_people", "smoothed_per_100k", "unassigned_people", "reason")


def changed_titles() -> dict[Change, str]:
    """Headings of what became of the townships of an earlier list."""
    return {Change.ENTERED: _("Entered"), Change.STAYED: _("Stayed"), Change.LEFT: _("Left")}


def lists_part() -> None:
    """The frozen lists, one after another: for planners with counts and late data, for others without."""
    reader = state.scope()
    lists = hotspot_register_values.frozen_lists(reader)
    if not lists:
        _none_yet()
        return
    chosen = _choose(lists)
    rows = hotspot_register_values.entries(reader, chosen)
    st.markdown(f"#### {hotspot_register_words.head(chosen)}")
    st.markdown(hotspot_register_words.about(chosen, lists))
    if chosen.note:
        st.markdown(_("Note: {note}").format(note=plain(chosen.note)))
    earlier = hotspot_register_values.before(lists, chosen.year)
    found = hotspot_register_values.against(reader, earlier, rows) if earlier else None
    _map_and_changes(chosen, rows, earlier, found)
    title = _("Townships on the list, best rank first")
    st.markdown(f"##### {title}")
    hotspot_register_drawing.table(rows, chosen.interval_0_1, title)
    _download(chosen, rows)
    if reader.role is Role.PLANNER:
        _late(chosen)


def _none_yet() -> None:
    st.info(_("No list of hot spots has been frozen yet."), icon=":material/lock_open:")
    if state.scope().role is not Role.PLANNER:
        st.markdown(_("A planner freezes one after the annual meeting; it then stands here."))
        return
    st.markdown(
        _("To freeze the first: look at the candidates of a year, tick off or add townships, and freeze the list.")
    )
    with st.container(horizontal=True):
        st.button(_("Freeze a list"), key="list_first", type="primary", on_click=go, args=(Part.FREEZE,))
        st.button(_("Hold the meeting"), key="list_first_meeting", on_click=go, args=(Part.MEETING,))


def _choose(lists: tuple[Frozen, ...]) -> Frozen:
    by_id = {one.list_id: one for one in lists}
    now = state.page_value(LIST_KEY, tuple(by_id), lists[0].list_id)
    state.hold("w_hotspots_list", now)

    def changed() -> None:
        picked = st.session_state["w_hotspots_list"]
        state.set_page_value(LIST_KEY, picked if picked in by_id and picked != lists[0].list_id else None)

    st.selectbox(
        _("Year and version"), list(by_id), format_func=lambda code: hotspot_register_words.choice(by_id[code]),
        key="w_hotspots_list", on_change=changed, width=460,
    )  # fmt: skip
    return by_id[now]


def _map_and_changes(chosen: Frozen, rows: pd.DataFrame, earlier: Frozen | None, found: pd.DataFrame | None) -> None:
    shape = in_force()
    on_map, beside = st.columns([1, 1], gap="medium")
    with on_map:
        hotspot_register_drawing.list_map(
            shape, rows, found, hotspot_register_words.head(chosen), "hotspot_list", _MAP_PX
        )  # fmt: skip
        frame.source_note(sources(shape))
    with beside:
        if earlier is None or found is None:
            st.markdown(_("There is no list of an earlier year: nothing can be compared."))
            return
        st.markdown("**" + hotspot_register_words.changes(found, earlier) + "**")
        hotspot_register_drawing.change_lists(found, changed_titles())


def _download(chosen: Frozen, rows: pd.DataFrame) -> None:
    states = hotspot_register_drawing.state_names()
    out = rows.assign(
        state=[states[str(code)] for code in rows["ts_pcode"]],
        why=[hotspot_register_words.reason(row, chosen.interval_0_1) for row in rows.to_dict("records")],
    )
    title = hotspot_register_words.head(chosen)
    source = _("Frozen by {who} on {day}; state of the register as of {as_of}. Filters change nothing in it.").format(
        who=chosen.frozen_by, day=day(chosen.frozen_on), as_of=day(chosen.as_of)
    )
    name = f"hotspot_list_{chosen.year}_v{chosen.version}"
    download(out, _columns(state.scope().role is Role.PLANNER), name, title, source)


def _columns(with_counts: bool) -> list[Column]:
    columns = [
        Column("rank", _("Rank"), kind=Kind.NUMBER),
        Column("rank_low", _("Rank, from"), kind=Kind.NUMBER),
        Column("rank_high", _("Rank, to"), kind=Kind.NUMBER),
        Column("ts_pcode", _("P-code")),
        Column("ts_name_en", _("Name in English")),
        Column("ts_name_my", _("Name in Burmese")),
        Column("state", _("State or region")),
        Column("space_time", _("Kind of hot spot"), codes=SpaceTime),
        Column("corridor", _("Main corridor"), codes=Corridor),
        Column("victims_people", _("Victims"), _("people"), Kind.NUMBER),
        Column("smoothed_per_100k", _("Smoothed per 100,000 a year"), kind=Kind.DECIMAL),
        Column("unassigned_people", _("Unassigned"), _("people"), Kind.NUMBER),
        Column("how", _("How it was listed"), codes=ListedHow),
        Column("reason", _("Reason of the meeting")),
        Column("why", _("Why it is listed")),
    ]
    return [column for column in columns if with_counts or column.key not in _PLANNERS_COLUMNS]


def _late(chosen: Frozen) -> None:
    """What would differ today: the list itself never does."""
    st.markdown(f"##### {_('If the list were made today')}")
    with counting() as tell:
        found = hotspot_register_values.late(state.scope(), chosen, tell)
    today = day(state.bounds().last_day)
    if found is None:
        st.markdown(_("The register does not count {year} any more; nothing can be said.").format(year=chosen.year))
        return
    lines = hotspot_register_words.late_words(found)
    if not lines:
        st.markdown(_("Nothing would differ with what is known on {day}.").format(day=today))
        return
    st.markdown(_("The frozen list stands as it is. With what is known on {day}:").format(day=today))
    st.markdown("\n".join(f"- {line}" for line in lines))
    with st.expander(_("Every fact that would differ")):
        _facts(found)


def _facts(found: pd.DataFrame) -> None:
    said = [
        {
            "place": hotspot_register_words.name(row["ts_pcode"]),
            "fact": _(hotspot_register_words.FACTS[fact]),
            "values": hotspot_register_words.fact_change(row, fact),
        }
        for row in found.to_dict("records")
        for fact in row["changed"]
    ]
    heads = (("place", _("Township")), ("fact", _("Fact")), ("values", _("On the list → today")))
    if said:
        st.dataframe(
            pd.DataFrame(said), hide_index=True, column_config=dict(heads), key="list_facts",
            alt=_("Every fact that would differ"),
        )  # fmt: skip


def freeze_part() -> None:
    """Candidates of a year, what the meeting makes of them, and the button that freezes the list. For planners."""
    shown = proposal_of_year()
    frozen = hotspot_register_sitting.sitting(shown.year).frozen
    if frozen:
        success(frozen)
    st.markdown(
        _("The rule proposes the {most} with the highest smoothed rates. Untick whom the meeting leaves out.").format(
            most=hotspot_register_words.townships(shown.rule.most)
        )
    )
    said = hotspot_register_words.untested(shown)
    if said:
        st.info(said, icon=":material/info:")
    beside = hotspot_register_words.as_high(shown)
    if beside:
        st.markdown(beside)
    decisions(shown, lambda _list_id: None)
    title = _("Why each is proposed")
    with st.expander(title):
        hotspot_register_drawing.table(shown.proposed(), shown.found.interval_0_1, title)


def proposal_of_year() -> Proposal:
    """The year that the reader chose, or the last whole one, with its candidates."""
    as_of = state.as_of()
    years, due = hotspot_register_values.years_to_list(as_of)
    now = int(state.page_value(YEAR_KEY, tuple(map(str, years)), str(due)))
    state.hold("w_list_year", now)
    st.selectbox(
        _("Year of the list"), years[::-1], key="w_list_year", width=160,
        on_change=lambda: state.set_page_value(YEAR_KEY, str(st.session_state["w_list_year"])),
    )  # fmt: skip
    with counting() as tell:
        return hotspot_register_values.proposal(now, as_of, tell=tell)


def success(list_id: str) -> None:
    """Says which list was frozen, and leads to it."""
    found = next((x for x in hotspot_register_values.frozen_lists(state.scope()) if x.list_id == list_id), None)
    if found is None:
        return
    st.success(
        _("{list} is frozen: {townships}.").format(
            list=hotspot_register_words.head(found), townships=hotspot_register_words.townships(found.townships)
        ),
        icon=":material/lock:",
    )

    def look() -> None:
        state.set_page_value(LIST_KEY, found.list_id)
        go(Part.LISTS)

    st.button(_("Look at the list"), key="list_look", type="tertiary", icon=":material/list:", on_click=look)
