"""Deciding on a year's list: ticks, townships by name with a reason, a note, freezing; page and meeting share it."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping
from html import escape
from typing import Any, Final

import streamlit as st

from ui import failures, hotspot_register_sitting, hotspot_register_words, hotspots_ranking, state
from ui.hotspot_register_drawing import kind, ranked_units, state_names
from ui.hotspot_register_sitting import Sitting, sitting
from ui.hotspot_register_values import Proposal
from ui.hotspot_register_words import name
from ui.hotspots_drawing import rank_words
from ui.hotspots_ranking import interval_bar
from ui.text import _, day, language, number, plain

Done = Callable[[str], None]
_LONGEST: Final = 200
STYLE: Final = """<style>
[class*="st-key-list_pick"] { container-type: inline-size; }
[class*="st-key-list_row_"] [data-testid="stHtml"] .hot-rank { font-size: .84rem; }
[class*="st-key-list_"] [data-testid="stCheckbox"] p { white-space: normal; overflow: visible; }
[data-testid="stCheckbox"] [data-testid="stWidgetLabel"] * { white-space: normal; }
@media (max-width: 640px) {
  .st-key-list_picks [data-testid="stHorizontalBlock"] { gap: .2rem; padding-bottom: .3rem; }
}
.list-rank { display: grid; grid-template-columns: minmax(6rem, 1.3fr) 6.5rem minmax(0, 1.7fr); gap: .2rem .8rem;
  align-items: center; }
.list-rank .iv { min-width: 6rem; }
.list-rank span, .list-rank div { overflow-wrap: anywhere; }
</style>"""


def decisions(shown: Proposal, done: Done, columns: int = 2) -> None:
    """Everything that a meeting decides, and the button that freezes it. done: called with the new list."""
    now = sitting(shown.year)
    st.html(hotspots_ranking.STYLE + STYLE)
    _told(shown, now)
    _ticks(shown, now, columns)
    left, right = st.columns(2, gap="medium")
    with left:
        _add(shown, now)
    with right:
        _added(shown, now)
        _note(shown.year)
        _freeze(shown, done)


def _told(shown: Proposal, now: Sitting) -> None:
    """What stands in the way, in words: somebody else's list, or the last thing that was refused."""
    there = hotspot_register_sitting.is_overtaken(now)
    problem = hotspot_register_sitting.problem(shown.year)
    if problem:
        failures.show(problem)
    if there is None:
        return
    if not problem:
        st.warning(
            _("{who} has frozen a list of {year} meanwhile (version {version}, {townships}).").format(
                who=plain(there.frozen_by), year=there.year, version=there.version,
                townships=hotspot_register_words.townships(there.townships),
            ),
            icon=":material/group:",
        )  # fmt: skip
    st.button(
        _("Keep my decisions as a correction of version {version}").format(version=there.version),
        key="list_start_from",
        on_click=hotspot_register_sitting.start_from,
        args=(shown.year, there),
    )


def _ticks(shown: Proposal, now: Sitting, columns: int) -> None:
    rows = shown.proposed()
    whole = ranked_units()
    added = dict(now.added)
    per_column = -(-len(rows) // columns) if len(rows) else 0
    with st.container(key="list_picks"):
        for place, column in enumerate(st.columns(columns, gap="medium")):
            part = rows.iloc[place * per_column : (place + 1) * per_column]
            with column, st.container(gap=None):
                for row in part.to_dict("records"):
                    _tick(shown.year, row, str(row["ts_pcode"]) not in now.off, str(row["ts_pcode"]) in added, whole)


def _tick(year: int, row: dict[str, object], is_on: bool, is_added: bool, whole: int) -> None:
    code = str(row["ts_pcode"])
    key = f"list_tick_{year}_{code}"
    state.hold(key, is_on or is_added)
    first, second = st.columns([2, 3], gap="small", vertical_alignment="center")
    with first:
        st.checkbox(
            f"{row['rank']} · {name(code)}",
            key=key,
            disabled=is_added,
            on_change=lambda: hotspot_register_sitting.tick(year, code, bool(st.session_state[key])),
        )
    ranks = {fact: int(str(row[fact])) for fact in ("rank", "rank_low", "rank_high")}
    second.html(
        f'<div class="hot-rank list-rank" lang="{language()}">{interval_bar(ranks, whole)}'
        f"<span>{escape(rank_words(*ranks.values()))}</span><span>{kind(row['space_time'])}</span></div>"
    )


def _add(shown: Proposal, now: Sitting) -> None:
    """A township by name, with a reason in one line; those that may be as high come first."""
    st.markdown(f"##### {_('Add a township by name')}")
    year, states = shown.year, state_names()
    taken = set(shown.proposed()["ts_pcode"]) | {code for code, _reason in now.added}
    free = shown.rows[~shown.rows["ts_pcode"].isin(taken)]
    words = {str(row["ts_pcode"]): _option(row, states) for row in free.to_dict("records")}
    where, line = f"list_add_{year}", f"list_reason_{year}"
    st.selectbox(
        _("Township"), list(words), index=None, format_func=lambda code: words.get(code, code), key=where,
        placeholder=_("Name, in either language"),
    )  # fmt: skip
    st.text_input(
        _("Reason, in one line"), key=line, max_chars=_LONGEST,
        placeholder=_("What the figures do not show; never a person's name"),
    )  # fmt: skip

    def add() -> None:
        if hotspot_register_sitting.add(year, st.session_state[where], st.session_state[line], name):
            st.session_state[where], st.session_state[line] = None, ""

    st.button(_("Add"), key="list_add", icon=":material/add:", on_click=add)


def _option(row: Mapping[Hashable, Any], states: dict[str, str]) -> str:
    code = str(row["ts_pcode"])
    rank = rank_words(int(row["rank"]), int(row["rank_low"]), int(row["rank_high"]))
    return f"{name(code)}, {states[code]} · {_('rank {ranks}').format(ranks=rank)}"


def _added(shown: Proposal, now: Sitting) -> None:
    if not now.added:
        return
    st.markdown(f"##### {_('Added by the meeting')}")
    for code, reason in now.added:
        with st.container(horizontal=True, vertical_alignment="center", gap="small"):
            st.markdown(f"**{plain(name(code))}**: {plain(reason)}", width="stretch")
            st.button(
                _("Take out"), key=f"list_remove_{shown.year}_{code}", type="tertiary", icon=":material/close:",
                help=_("Take {name} out again").format(name=name(code)),
                on_click=hotspot_register_sitting.remove, args=(shown.year, code),
            )  # fmt: skip


def _note(year: int) -> None:
    key = f"list_note_{year}"
    state.hold(key, sitting(year).note)
    st.text_input(
        _("Note for the list (may stay empty)"), key=key, max_chars=_LONGEST,
        on_change=lambda: hotspot_register_sitting.write_note(year, st.session_state[key]),
    )  # fmt: skip


def listed_now(shown: Proposal, now: Sitting) -> int:
    """Townships on the list as decided so far."""
    codes = set(shown.proposed()["ts_pcode"]) - now.off
    return len(codes | {code for code, _reason in now.added})


def _freeze(shown: Proposal, done: Done) -> None:
    now, key = sitting(shown.year), f"list_agreed_{shown.year}"
    n = listed_now(shown, now)
    st.checkbox(
        _("The meeting agrees on {townships}, as known on {day}").format(
            townships=hotspot_register_words.townships(n), day=day(shown.as_of)
        ),
        key=key,
        help=_("A frozen list never changes. It can only be corrected by a new version, which stands beside it."),
    )

    def freeze() -> None:
        list_id = hotspot_register_sitting.freeze(shown)
        if list_id:
            done(list_id)

    st.button(
        _("Freeze the list of {year} ({n})").format(year=shown.year, n=number(n)), key="list_freeze", type="primary",
        icon=":material/lock:", disabled=not st.session_state.get(key), on_click=freeze,
    )  # fmt: skip
    st.caption(_("Decisions are kept in this window until they are frozen; reloading the page forgets them."))
