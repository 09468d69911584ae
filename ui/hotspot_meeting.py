"""The annual meeting on a projector: one step after another in large type, by button or arrow key; the URL keeps it."""

from __future__ import annotations

from typing import Final

import streamlit as st

from data.errors import N_
from data.vocabulary import Code
from ui import hotspot_meeting_steps, hotspot_register_values, palette, state
from ui.hotspot_register_parts import Part, go
from ui.hotspot_register_values import Frozen, Proposal
from ui.hotspot_register_view import proposal_of_year
from ui.text import _, label, language

KEY: Final = "step"


class Step(Code):
    """The steps of the meeting, in their order."""

    LAST = "last", N_("Last list")
    CHANGED = "changed", N_("What changed")
    CANDIDATES = "candidates", N_("Candidates")
    DECIDE = "decide", N_("Decisions")
    FROZEN = "frozen", N_("Frozen")


STYLE: Final = f"""<style>
[data-testid="stSidebar"], [data-testid="stSidebarCollapsedControl"], [data-testid="stExpandSidebarButton"]
  {{ display: none; }}
[data-testid="stMainBlockContainer"] {{ max-width: none; padding-top: 1rem; padding-bottom: 4.2rem; }}
[data-testid="stMainBlockContainer"] h1 {{ position: absolute; width: 1px; height: 1px; overflow: hidden;
  clip-path: inset(50%); }}
[data-testid="stMainBlockContainer"] > [data-testid="stVerticalBlock"] {{ gap: .6rem; }}
.stApp {{ color: #000; }}
.stApp h3 {{ padding: 0 0 .4rem; font-size: 1.75rem; }}
.st-key-meeting_top [data-testid="stSelectbox"] {{ display: flex; align-items: center; gap: .7rem; }}
.st-key-meeting_top [data-testid="stSelectbox"] label {{ min-height: 0; margin: 0; white-space: nowrap; }}
.st-key-meeting_top [data-testid="stSelectbox"] > div {{ max-width: 7rem; }}
.stApp .st-key-meeting_step p, .stApp .st-key-meeting_step li {{ font-size: 1.1rem; }}
.stApp .st-key-meeting_step [data-testid="stCaptionContainer"] p {{ font-size: .85rem; }}
.st-key-meeting_step .reg-changes ul {{ font-size: 1.15rem; }}
.st-key-meeting_step .reg-changes h5 {{ font-size: 1.25rem; }}
.st-key-meeting_nav {{ position: fixed; bottom: 0; left: 0; right: 0; z-index: 90; background: {palette.PAPER};
  border-top: 2px solid {palette.PRIMARY}; padding: .35rem 1.5rem; }}
.meet-steps {{ display: flex; flex-wrap: wrap; gap: .2rem .9rem; list-style: none; margin: 0; padding: 0;
  color: {palette.INK_SOFT}; font-size: .85rem; justify-content: center; }}
.meet-steps li {{ margin: 0; font-size: inherit; white-space: nowrap; }}
.meet-steps li[aria-current] {{ color: #000; font-weight: 700; border-bottom: 3px solid {palette.PRIMARY}; }}
.meet-names {{ columns: 2; column-gap: 2rem; list-style: none; margin: 0; padding: 0; color: #000; }}
.meet-names:lang(my), .meet-candidates:lang(my), .meet-steps:lang(my) {{ line-height: 1.85; }}
.meet-names li {{ break-inside: avoid; display: flex; gap: .7rem; margin: 0; padding: .3rem 0; font-size: 1.2rem;
  border-bottom: 1px solid {palette.GRID}; align-items: baseline; }}
.meet-names b {{ min-width: 1.9rem; text-align: end; color: {palette.PRIMARY}; }}
.meet-names small, .meet-candidates small {{ color: {palette.INK_SOFT}; margin-left: .6rem; font-size: .9rem;
  white-space: nowrap; display: inline !important; }}
.stApp .meet-candidates {{ display: grid; grid-template-columns: 1fr 1fr; gap: 0 2.5rem; color: #000;
  font-size: 1.2rem; }}
.meet-candidates .row {{ display: grid; grid-template-columns: 2.2rem minmax(0, 1.3fr) minmax(7rem, 1fr)
  minmax(0, .8fr); gap: .2rem .8rem; align-items: center; border-bottom: 1px solid {palette.GRID}; padding: .3rem 0; }}
.meet-candidates b.rank, .meet-candidates .row > b {{ text-align: end; color: {palette.PRIMARY}; }}
.meet-candidates .kind {{ font-size: .85rem; }}
.meet-candidates .kind img {{ vertical-align: -3px; margin-right: .35rem; }}
.st-key-meeting_step [data-testid="stCheckbox"] label {{ align-items: center; }}
@media (min-width: 1500px) {{ html {{ font-size: 20px; }}
  .st-key-meeting_step .reg-changes ul:has(li:nth-child(11)) {{ columns: 2; column-gap: 1rem; }} }}
@media (max-width: 900px) {{
  .stApp h3 {{ font-size: 1.35rem; }}
  .meet-names {{ columns: 1; }} .stApp .meet-candidates {{ grid-template-columns: 1fr; }}
  .st-key-meeting_nav {{ padding: .3rem .6rem; }}
  [data-testid="stHeader"] {{ display: none; }}
  .st-key-meeting_top {{ flex-wrap: wrap; }}
  .meet-candidates .row {{ grid-template-columns: 2.2rem minmax(0, 1fr) minmax(7rem, 1fr); }}
  .meet-candidates .row > .kind {{ grid-column: 2 / -1; }}
  .meet-steps li:not([aria-current]) {{ display: none; }}
}}
</style>"""


def now() -> Step:
    """The step that the URL names."""
    return Step(state.page_value(KEY, tuple(map(str, Step)), str(Step.LAST)))


def to(step: Step) -> None:
    """Go to a step."""
    state.set_page_value(KEY, None if step is Step.LAST else str(step))


def meeting() -> None:
    """The step that is open, and the bar that leads on. For planners."""
    st.html(STYLE)
    step = now()
    with st.container(
        key="meeting_top", horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        shown = proposal_of_year()
        st.button(
            _("Leave the meeting"), key="meeting_leave", type="tertiary", icon=":material/close:", on_click=go,
            args=(Part.LISTS,),
        )  # fmt: skip
    with st.container(key="meeting_step"):
        _show(step, shown, hotspot_register_values.frozen_lists(state.scope()))
    _bar(step)


def _show(step: Step, shown: Proposal, lists: tuple[Frozen, ...]) -> None:
    if step is Step.LAST:
        hotspot_meeting_steps.last_list(shown, lists)
    elif step is Step.CHANGED:
        hotspot_meeting_steps.what_changed(shown, lists)
    elif step is Step.CANDIDATES:
        hotspot_meeting_steps.candidates(shown, lists)
    elif step is Step.DECIDE:
        hotspot_meeting_steps.decide(shown, lambda _list_id: to(Step.FROZEN))
    else:
        hotspot_meeting_steps.frozen(shown, lists)


def _bar(step: Step) -> None:
    """Back, where the meeting is, next; the arrow keys do the same."""
    order = list(Step)
    at = order.index(step)
    with st.container(key="meeting_nav", horizontal=True, vertical_alignment="center", gap="small"):
        st.button(
            _("Back"), key="meeting_back", disabled=at == 0, shortcut="Left", on_click=to,
            args=(order[max(at - 1, 0)],),
        )  # fmt: skip
        items = "".join(
            f"<li{' aria-current=step' if one is step else ''}>{i}. {label(one)}</li>" for i, one in enumerate(order, 1)
        )
        st.html(f'<ol class="meet-steps" lang="{language()}">{items}</ol>', width="stretch")
        st.button(
            _("Next"), key="meeting_next", type="primary", disabled=at == len(order) - 1, shortcut="Right", on_click=to,
            args=(order[min(at + 1, len(order) - 1)],),
        )  # fmt: skip
