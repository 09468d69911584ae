"""What a meeting has decided so far on a year's list: kept for this visit alone until it is frozen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

import streamlit as st

from data import hotspot_lists
from data.errors import N_, AtlasError
from data.lines import one_line
from data.vocabulary import ListedHow
from ui import cached, state
from ui.hotspot_register_values import Frozen, Proposal, entries, frozen_lists, latest

_SITTINGS: Final = "atlas_sittings"
_PROBLEM: Final = "atlas_sitting_problem"
_REASON_OF: Final = N_("the reason of {place}")
_NOTE: Final = N_("the note")


@dataclass(frozen=True)
class Sitting:
    """supersedes: the list of that year that was there at the start (None: none was). off: townships of the rule that
    are left out; added: (township, reason), in their order. frozen: identifier of the list once it is frozen.
    """

    year: int
    supersedes: str | None = None
    off: frozenset[str] = frozenset()
    added: tuple[tuple[str, str], ...] = ()
    note: str = ""
    frozen: str | None = None


def sitting(year: int) -> Sitting:
    """The sitting on a year; a new one starts from the list that holds for it, with what was picked by hand there."""
    kept: dict[int, Sitting] = st.session_state.setdefault(_SITTINGS, {})
    if year not in kept:
        kept[year] = _started(year)
    return kept[year]


def _started(year: int) -> Sitting:
    there = latest(frozen_lists(state.scope()), year)
    if there is None:
        return Sitting(year)
    rows = entries(state.scope(), there)
    by_hand = rows[rows["how"] == ListedHow.HAND]
    added = tuple((str(code), str(reason)) for code, reason in zip(by_hand["ts_pcode"], by_hand["reason"], strict=True))
    return Sitting(year, there.list_id, added=added)


def keep(now: Sitting) -> None:
    """Remember the sitting for this visit."""
    st.session_state.setdefault(_SITTINGS, {})[now.year] = now


def begin_again(year: int) -> None:
    """Forget what was decided on a year."""
    st.session_state.get(_SITTINGS, {}).pop(year, None)
    st.session_state.pop(_PROBLEM, None)


def start_from(year: int, there: Frozen) -> None:
    """Keep the decisions, but let them correct the list that somebody froze meanwhile."""
    keep(replace(sitting(year), supersedes=there.list_id))
    st.session_state.pop(_PROBLEM, None)


def is_overtaken(now: Sitting) -> Frozen | None:
    """The list of the year that was frozen after this sitting began; None where there is none."""
    there = latest(frozen_lists(state.scope()), now.year)
    return there if there and there.list_id not in (now.supersedes, now.frozen) else None


def tick(year: int, ts_pcode: str, is_on: bool) -> None:
    """Leave a township of the rule out, or take it in again."""
    now = sitting(year)
    keep(replace(now, off=now.off - {ts_pcode} if is_on else now.off | {ts_pcode}))


def add(year: int, ts_pcode: str | None, reason: str, name: Callable[[str], str]) -> bool:
    """Take a township in by name; a reason that cannot be kept is told and nothing changes."""
    if ts_pcode is None:
        return False
    now = sitting(year)
    try:
        line = one_line(reason, _REASON_OF, name(ts_pcode))
    except AtlasError as error:
        st.session_state[_PROBLEM] = (year, error)
        return False
    st.session_state.pop(_PROBLEM, None)
    others = tuple(pair for pair in now.added if pair[0] != ts_pcode)
    keep(replace(now, added=(*others, (ts_pcode, line)), off=now.off - {ts_pcode}))
    return True


def remove(year: int, ts_pcode: str) -> None:
    """Take out again what was added by name."""
    now = sitting(year)
    keep(replace(now, added=tuple(pair for pair in now.added if pair[0] != ts_pcode)))


def write_note(year: int, note: str) -> None:
    """Keep the note as it is written; freezing checks it, this tells early."""
    keep(replace(sitting(year), note=note))
    st.session_state.pop(_PROBLEM, None)
    if note.strip():
        try:
            one_line(note, _NOTE)
        except AtlasError as error:
            st.session_state[_PROBLEM] = (year, error)


def freeze(shown: Proposal) -> str | None:
    """Freeze what was shown with what was decided; the list's identifier, or None where it was refused."""
    now = sitting(shown.year)
    new = shown.new_list(now.off, dict(now.added), now.supersedes, now.note)
    try:
        list_id = hotspot_lists.freeze(cached.store(), state.scope(), new)
    except AtlasError as error:
        st.session_state[_PROBLEM] = (shown.year, error)
        return None
    st.session_state.pop(_PROBLEM, None)
    keep(replace(now, supersedes=list_id, frozen=list_id, note=""))
    return list_id


def problem(year: int) -> AtlasError | None:
    """What was wrong with the last thing that was tried on a year's list."""
    found = st.session_state.get(_PROBLEM)
    return found[1] if found and found[0] == year else None
