"""What a planner chooses before publishing, and how far the audit is."""

from __future__ import annotations

from typing import Final

import streamlit as st

from analysis.disclosure import Step
from analysis.disclosure_rules import ROUNDED_TO
from analysis.publication import Asked, usual_years
from data.settings import SETTINGS
from data.vocabulary import Role
from ui import cached, failures, state
from ui import publish_work as work
from ui import published_values as values
from ui.text import _, label, number

_LOOK_EVERY_S: Final = 0.7
_YEARS: Final = "w_publish_years"
_LEAST: Final = "published_least_people"


def form() -> None:
    """The years, what is fixed, and the button that makes the preview."""
    bounds, now = state.bounds(), work.current()
    earlier = values.editions(state.scope())
    before = (int(earlier["first_year"].min()), int(earlier["last_year"].max())) if len(earlier) else None
    first, last = usual_years(state.as_of(), bounds.first_year, bounds.last_year, before)
    least = int(cached.settings()[_LEAST])
    if bounds.first_year < bounds.last_year:
        st.slider(
            _("Years of identification"), bounds.first_year, bounds.last_year, (first, last), key=_YEARS,
            help=_("A year that has not ended yet grows afterwards; leave it out. Years published before must stay in, "
                   "since all versions are audited together."),
        )  # fmt: skip
    else:
        st.session_state[_YEARS] = (first, last)
    st.caption(
        _("Fixed: the list of tables; counts below {least} are withheld (a setting, never below {floor}); shown "
          "figures are rounded to the nearest {to}; noughts are withheld like small counts.").format(
            least=number(least), floor=number(SETTINGS[_LEAST].minimum), to=number(ROUNDED_TO))
    )  # fmt: skip
    st.button(
        _("Make the preview"), key="w_publish_begin", type="primary", icon=":material/preview:",
        disabled=now.job is not None, on_click=_begin, args=(least,),
    )  # fmt: skip


def _begin(least: int) -> None:
    """Years are checked again: a widget's value can be forged."""
    bounds = state.bounds()
    first, last = (int(year) for year in st.session_state[_YEARS])
    first, last = max(first, bounds.first_year), min(last, bounds.last_year)
    if state.scope().role is Role.PLANNER and first <= last:
        work.begin(Asked(first, last, least))


def collect() -> None:
    """Take over what has finished, and say what went wrong or was published."""
    work.collect()
    now = work.current()
    if now.error is not None:
        failures.show(now.error)
    if now.note:
        st.info(_(now.note), icon=":material/stop_circle:")
    if now.published:
        st.success(
            _("Published as {name}. Donors see it from now on.").format(name=now.published), icon=":material/public:"
        )


@st.fragment(run_every=_LOOK_EVERY_S)
def watch() -> None:
    """How far the audit is; the rest of the page runs again once it is done."""
    job = work.current().job
    if job is None or job.is_done or state.scope().role is not Role.PLANNER:
        st.rerun()
        return
    step: Step = job.progress
    with st.container(border=True, key="publish_progress"):
        st.progress(min(step.done / max(step.of, 1), 1.0), said(step))
        st.button(
            _("Stop"), key="w_publish_stop", icon=":material/stop_circle:", on_click=work.stop, disabled=job.is_stopped
        )


def said(step: Step) -> str:
    """The stage in words, with how far it is."""
    return _("{stage}: {done} of {of}").format(stage=label(step.stage), done=number(step.done), of=number(step.of))
