"""The running search: best plan so far, proven bound, gap, seconds, and a button that stops it with the best kept."""

from __future__ import annotations

import time
from typing import Final

import streamlit as st

from analysis.allocation_solve import gap_of
from data.vocabulary import Role
from ui import allocation_words as words
from ui import allocation_work as work
from ui import state
from ui.allocation_work import Doing
from ui.text import _, number, percent, plain

_LOOK_EVERY_S: Final = 0.7


def collect() -> None:
    """Take over what has finished, and say what went wrong."""
    work.collect()
    now = work.current()
    if now.error is not None:
        st.error(words.refusal(now.error), icon=":material/block:")
    if now.note:
        st.info(plain(_(now.note)), icon=":material/stop_circle:")


@st.fragment(run_every=_LOOK_EVERY_S)
def watch() -> None:
    """How far the search is; the rest of the page runs again once it is done."""
    job = work.current().job
    if job is None or job.is_done or state.scope().role is not Role.PLANNER:
        st.rerun()
        return
    doing: Doing = job.progress
    with st.container(border=True, key="alloc_progress"):
        st.progress(share(doing, job.kind), title(doing, job.kind, job.is_stopped))
        if doing.best is not None or doing.bound is not None:
            st.markdown(so_far(doing))
        st.button(
            _("Stop and keep the best"), key="w_alloc_stop", icon=":material/stop_circle:", on_click=work.stop,
            disabled=job.is_stopped,
        )  # fmt: skip


def title(doing: Doing, kind: str, is_stopped: bool) -> str:
    """What is being done."""
    if is_stopped:
        return _("Stopping: the best plan so far is kept")
    if not doing.has_begun:
        return _("Waiting: other plans are being searched just now")
    if kind == "frontier":
        return _("Plans for {n} of {all} budgets").format(n=number(doing.done), all=number(doing.all))
    return _("Searching for the best plan: {n} seconds").format(n=number(time.monotonic() - doing.began_s))


def share(doing: Doing, kind: str) -> float:
    """How far, 0-1: budgets done, or how near the best comes to the proven bound."""
    if kind == "frontier":
        return doing.done / max(doing.all, 1)
    if not doing.best or not doing.bound:
        return 0.0
    return min(max(doing.best / doing.bound, 0.0), 1.0)


def so_far(doing: Doing) -> str:
    """Best plan and bound in a sentence; weighted people, beside the weight of all who need a place."""
    best = _("none yet") if doing.best is None else number(doing.best, 1)
    if doing.bound is None:
        return _("Best plan so far: {best} of {worth} weighted people.").format(best=best, worth=number(doing.worth, 1))
    gap = percent(gap_of(doing.best, doing.bound), 1) if doing.best else _("n/a")
    return _(
        "Best plan so far: {best} of {worth} weighted people. No plan can exceed {bound}, so at most {gap} is missing."
    ).format(best=best, worth=number(doing.worth, 1), bound=number(doing.bound, 1), gap=gap)
