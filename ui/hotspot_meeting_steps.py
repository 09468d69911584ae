"""What each step of the meeting shows: few words, large type."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from typing import Final

import pandas as pd
import streamlit as st

from analysis.hotspot_list import Change
from ui import (
    hotspot_register_drawing,
    hotspot_register_sitting,
    hotspot_register_values,
    hotspot_register_words,
    hotspots_ranking,
    state,
)  # fmt: skip
from ui.hotspot_register_decide import decisions
from ui.hotspot_register_values import Frozen, Proposal
from ui.hotspot_register_view import changed_titles, success
from ui.hotspot_register_words import name
from ui.hotspots_drawing import rank_words
from ui.hotspots_ranking import interval_bar
from ui.hotspots_views import counting
from ui.maps import in_force
from ui.text import _, day, language, number

_MAP_PX: Final = 640


def last_list(shown: Proposal, lists: tuple[Frozen, ...]) -> None:
    """The list that the meeting of an earlier year froze, on the map and by name."""
    earlier = hotspot_register_values.before(lists, shown.year)
    if earlier is None:
        st.markdown(f"### {_('No earlier list')}")
        st.markdown(
            _("No list of a year before {year} was frozen: this meeting freezes the first.").format(year=shown.year)
        )
        return
    rows = hotspot_register_values.entries(state.scope(), earlier)
    head = hotspot_register_words.head(earlier)
    st.markdown(f"### {head}: {hotspot_register_words.townships(len(rows))}")
    on_map, beside = st.columns([2, 3], gap="medium")
    with on_map:
        hotspot_register_drawing.list_map(in_force(), rows, None, head, "hotspot_meeting", _MAP_PX)
    with beside:
        _numbered(rows)


def _numbered(rows: pd.DataFrame) -> None:
    """Names with rank and interval, best first, in columns."""
    items = "".join(
        f"<li><b>{escape(number(int(row['rank'])))}</b><span>{escape(name(row['ts_pcode']))}"
        f"<small>{escape(_ranks(row))}</small></span></li>"
        for row in rows.to_dict("records")
    )
    st.html(f'<ul class="meet-names" lang="{language()}">{items}</ul>')


def _ranks(row: Mapping[str, object]) -> str:
    return rank_words(*(int(str(row[key])) for key in ("rank", "rank_low", "rank_high")))


def what_changed(shown: Proposal, lists: tuple[Frozen, ...]) -> None:
    """What the rule would change against the earlier list, and what that list would be with today's data."""
    earlier = hotspot_register_values.before(lists, shown.year)
    if earlier is None:
        st.markdown(f"### {_('Everything is new')}")
        st.markdown(_("There is no list of an earlier year: nothing can be compared."))
        return
    found = hotspot_register_values.against(state.scope(), earlier, shown.proposed())
    st.markdown("### " + _("From {before} to {year}, by the rule").format(before=earlier.year, year=shown.year))
    titles = {
        Change.ENTERED: _("Would enter"), Change.STAYED: _("Would stay"), Change.LEFT: _("Would leave"),
    }  # fmt: skip
    changes, late = st.columns([3, 1], gap="medium")
    with changes:
        hotspot_register_drawing.change_lists(found, titles)
    with late:
        _late(earlier)


def _late(earlier: Frozen) -> None:
    st.markdown("#### " + _("Late data on {year}").format(year=earlier.year))
    with counting() as tell:
        found = hotspot_register_values.late(state.scope(), earlier, tell)
    if found is None:
        st.markdown(_("The register does not count {year} any more; nothing can be said.").format(year=earlier.year))
        return
    lines = hotspot_register_words.late_words(found)
    if not lines:
        st.markdown(_("Nothing would differ with what is known on {day}.").format(day=day(state.bounds().last_day)))
    else:
        st.markdown("\n".join(f"- {line}" for line in lines))


def candidates(shown: Proposal, lists: tuple[Frozen, ...]) -> None:
    """What the rule proposes, each with the interval of its rank drawn."""
    del lists
    rows = shown.proposed()
    st.markdown(
        f"### {_('Candidates of {year}').format(year=shown.year)}: {hotspot_register_words.townships(len(rows))}"
    )
    said = hotspot_register_words.untested(shown)
    if said:
        st.info(said, icon=":material/info:")
    if len(rows):
        _drawn(rows)
        st.caption(
            _("Mark: the rank by the smoothed rate. Bar: where the rank lies, 90 % sure. The scale is logarithmic.")
        )
    beside = hotspot_register_words.as_high(shown, most=6)
    if beside:
        st.markdown(beside)


def _drawn(rows: pd.DataFrame) -> None:
    whole = hotspot_register_drawing.ranked_units()
    half = -(-len(rows) // 2)
    st.html(hotspots_ranking.STYLE)
    blocks = "".join(
        f'<div><div class="row"><span></span><span></span>{hotspots_ranking.axis(whole)}<span></span></div>'
        + "".join(_candidate(row, whole) for row in part.to_dict("records"))
        + "</div>"
        for part in (rows.iloc[:half], rows.iloc[half:])
        if len(part)
    )
    st.html(f'<div class="hot-rank meet-candidates" lang="{language()}">{blocks}</div>')


def _candidate(row: Mapping[str, object], whole: int) -> str:
    ranks = {key: int(str(row[key])) for key in ("rank", "rank_low", "rank_high")}
    return (
        f'<div class="row"><b>{escape(number(ranks["rank"]))}</b><span>{escape(name(row["ts_pcode"]))}'
        f"<small>{escape(rank_words(*ranks.values()))}</small></span>{interval_bar(ranks, whole)}"
        f"<span class=kind>{hotspot_register_drawing.kind(row['space_time'])}</span></div>"
    )


def decide(shown: Proposal, done: Callable[[str], None]) -> None:
    """Ticks, townships by name, note, freezing."""
    st.markdown(f"### {_('The list of {year}').format(year=shown.year)}")
    decisions(shown, done)


def frozen(shown: Proposal, lists: tuple[Frozen, ...]) -> None:
    """The list as it is frozen, or that it is not yet."""
    there = hotspot_register_values.latest(lists, shown.year)
    if there is None:
        st.markdown(f"### {_('Not frozen yet')}")
        st.markdown(_("Go back to the decisions and freeze the list of {year}.").format(year=shown.year))
        return
    mine = hotspot_register_sitting.sitting(shown.year).frozen
    if mine == there.list_id:
        success(mine)
    rows = hotspot_register_values.entries(state.scope(), there)
    st.markdown(f"### {hotspot_register_words.head(there)}: {hotspot_register_words.townships(len(rows))}")
    if mine != there.list_id:
        st.markdown(hotspot_register_words.about(there, lists))
    earlier = hotspot_register_values.before(lists, shown.year)
    if earlier is None:
        _numbered(rows)
        return
    found = hotspot_register_values.against(state.scope(), earlier, rows)
    st.markdown("**" + hotspot_register_words.changes(found, earlier) + "**")
    hotspot_register_drawing.change_lists(found, changed_titles())
