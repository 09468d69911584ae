"""A proposal for all who wait, which a person accepts line by line; and who stays without, with the reason.

The proposal is kept for this visit as it was made. Accepting a line writes it with what the proposal saw: whoever was
decided on in the meantime is told, and nothing is overwritten.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Final

import pandas as pd
import streamlit as st

from analysis.matching import people_of
from analysis.matching_propose import Line, Proposal, Stays, Way, propose, ways
from data import assignments
from data.assignments import NewAssignment
from data.errors import AtlasError
from data.scope import Scope
from ui import assign_values, assign_words, cached, case_pages, state
from ui.assign_list import four_cards
from ui.assign_say import Outcome, tell, undone
from ui.export import Column, Kind, download
from ui.frame import Card, empty
from ui.tables import table
from ui.text import _, day, label, number, plain

_KEPT: Final = "atlas_assign_proposal"
LINES: Final = 10


@dataclass(frozen=True)
class Kept:
    """A proposal with what it was made for; accepted: case code -> period; refused: codes not written."""

    scope: Scope
    as_of: date
    every_need: bool
    includes_held: bool
    proposal: Proposal
    accepted: dict[str, str] = field(default_factory=dict)
    refused: set[str] = field(default_factory=set)


def show() -> None:
    """What to ask of a proposal, and the one that was made."""
    st.html(assign_words.STYLE)
    st.markdown(
        _("As many people as there is room for, those first who weigh more (children, Special Cases, the China "
          "corridor, longer waits, as in the allocation planner); among all ways of doing so the one that fits best. "
          "Nothing is decided until you accept a line.")
    )  # fmt: skip
    with st.container(horizontal=True, vertical_alignment="center", gap="medium"):
        every = st.toggle(_("Only where every service needed is offered"), key="w_asg_every")
        held = st.toggle(
            _("Also those whose family or who themselves should be heard first"), key="w_asg_held",
            help=_("Negative assessment, family not traced, or the person declined."),
        )  # fmt: skip
    st.button(_("Propose for all"), type="primary", icon=":material/auto_awesome:", key="w_asg_propose",
              on_click=_make, args=(every, held))  # fmt: skip
    found: Kept | None = st.session_state.get(_KEPT)
    if found is None or found.scope != state.scope():
        return
    _forget_undone(found)
    st.caption(_("Made on the state of {day}.").format(day=day(found.as_of)))
    if (found.every_need, found.includes_held) != (every, held):
        st.caption(_("The switches were changed since; propose again for them to count."))
    _shown(found)


def _make(every_need: bool, includes_held: bool) -> None:
    rows = assign_values.everybody()
    assign_values.record("proposal for all who wait", rows["case_code"])
    made = propose(people_of(rows), assign_values.places(), assign_values.rule(every_need, includes_held))
    st.session_state[_KEPT] = Kept(state.scope(), state.as_of(), every_need, includes_held, made)
    case_pages.go_to(0)


def _shown(found: Kept) -> None:
    proposal, by_way = found.proposal, ways(found.proposal)
    people = _("people")
    own = by_way[Way.RESIDENT] + by_way[Way.COMES]
    four_cards(
        (
            Card(_("Proposed"), number(len(proposal.lines)), people, _("People for whom there is a place in reach.")),
            Card(_("In their own township"), number(own), people,
                 _("By an office there, or by somebody who comes there.")),
            Card(_("Stay without"), number(len(proposal.without)), people, _("People for whom nothing is proposed.")),
            Card(_("Accepted"), number(len(found.accepted)), people, _("Lines of this proposal that you accepted.")),
        )
    )  # fmt: skip
    _lines(found)
    _without(proposal)


def _lines(found: Kept) -> None:
    lines = found.proposal.lines
    if not lines:
        empty(_("There is no room in reach for anybody who waits. The reasons stand below."))
        return
    st.markdown("#### " + _("Who goes where"))
    known = assign_words.names()
    today = state.bounds().today
    on = st.date_input(
        _("Day of the decisions"), min(assign_values.usual_day(), today), min_value=state.EARLIEST_AS_OF,
        max_value=today, format="YYYY-MM-DD", key="w_asg_propose_day", width=180,
    )  # fmt: skip
    first = case_pages.first_row(len(lines), LINES)
    page = lines[first : first + LINES]
    for line in page:
        _line(line, found, known, on)
    case_pages.buttons(first, len(lines), LINES)
    left = [line for line in page if line.person.case_code not in found.accepted]
    if left and assign_values.decides_now():
        st.button(
            _("Accept the {n} lines shown").format(n=number(len(left))), icon=":material/done_all:",
            key="w_asg_accept_page", on_click=_accept, args=(tuple(left), found, on),
        )  # fmt: skip
    with st.expander(_("Take the proposal along"), icon=":material/download:"):
        frame = _frame(found, known)
        download(frame, _columns(), "assignment_proposal", _("Proposal for all who wait"), _("Computed proposal"))


def _line(line: Line, found: Kept, known: dict[str, str], on: date) -> None:
    code = line.person.case_code
    with st.container(key=f"asg_row_line_{code}"):
        who, where, act = st.columns([2.2, 3.4, 1.1], gap="small", vertical_alignment="center")
        who.markdown(f"**{plain(code)}**")
        who.html(assign_words.person_html(line.person, known))
        where.markdown(assign_words.candidate_title(line.candidate, known))
        left = _("room left with all lines accepted: {n}").format(n=number(line.room_after_people))
        where.caption(f"{plain(assign_words.sentence(line.candidate.why, known))} · {plain(left)}")
        with act:
            _act(line, found, on)


def _act(line: Line, found: Kept, on: date) -> None:
    code = line.person.case_code
    if code in found.accepted:
        st.markdown(":material/check_circle: " + _("Accepted"))
    elif code in found.refused:
        st.markdown(":material/cancel: " + _("Not written"))
    elif assign_values.decides_now():
        st.button(_("Accept"), key=f"w_asg_accept_{code}", on_click=_accept, args=((line,), found, on),
                  help=_("Assign {code} to this provider").format(code=plain(code)), width="stretch")  # fmt: skip


def _accept(lines: tuple[Line, ...], found: Kept, on: date) -> None:
    errors: list[AtlasError] = []
    done: list[str] = []
    for line in lines:
        code = line.person.case_code
        new = NewAssignment(code, line.candidate.presence_id, on, line.person.assignment_id)
        try:
            found.accepted[code] = assignments.assign(cached.store(), state.scope(), new)
            done.append(code)
        except AtlasError as error:
            found.refused.add(code)
            errors.append(error)
    said = ""
    if len(done) == 1:
        said = _("{code} is assigned to {organisation}.").format(
            code=plain(done[0]), organisation=plain(_organisation(lines, done[0]))
        )
    elif done:
        said = _("{n} people are assigned.").format(n=number(len(done)))
    undo = found.accepted[done[0]] if len(done) == 1 else None
    tell(Outcome(said, tuple(errors), undo), on if done else state.as_of())


def _organisation(lines: tuple[Line, ...], code: str) -> str:
    return next(line.candidate.organisation for line in lines if line.person.case_code == code)


def _forget_undone(found: Kept) -> None:
    """A line whose decision was taken back can be accepted again."""
    for code in [code for code, period in found.accepted.items() if period in undone()]:
        del found.accepted[code]


# --- Who stays without ------------------------------------------------------------------------------------------------


def _without(proposal: Proposal) -> None:
    if not proposal.without:
        return
    st.markdown("#### " + _("Who stays without, and why"))
    counted = Counter(one.stays for one in proposal.without)
    st.markdown(
        "\n".join(f"- {plain(label(why))}: **{number(counted[why])}** {_('people')}" for why in Stays if counted[why])
    )
    known = assign_words.names()
    frame = pd.DataFrame(
        [
            {
                "case_code": one.person.case_code,
                "township": assign_words.township(one.person.ts_pcode, known),
                "stays": str(one.stays),
                "days_waiting": one.person.days_waiting,
                "why": assign_words.sentence(one.why, known),
            }
            for one in proposal.without
        ]
    )
    columns = [
        Column("case_code", _("Case code")),
        Column("township", _("Township")),
        Column("stays", _("Stays without"), codes=Stays),
        Column("days_waiting", _("Waits"), _("days"), Kind.NUMBER),
        Column("why", _("Why"), width="large"),
    ]
    table(frame, columns, "assignment_without", _("Who stays without a proposal"), _("Computed proposal"))


def _frame(found: Kept, known: dict[str, str]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "case_code": line.person.case_code,
                "township": assign_words.township(line.person.ts_pcode, known),
                "organisation": line.candidate.organisation,
                "place": known.get(line.candidate.ts_pcode, line.candidate.ts_pcode),
                "km": line.candidate.km,
                "why": assign_words.sentence(line.candidate.why, known),
                "accepted": line.person.case_code in found.accepted,
            }
            for line in found.proposal.lines
        ]
    )


def _columns() -> list[Column]:
    return [
        Column("case_code", _("Case code")),
        Column("township", _("Township")),
        Column("organisation", _("Provider")),
        Column("place", _("Township of the provider")),
        Column("km", _("Distance"), _("km"), Kind.DECIMAL),
        Column("why", _("Why"), width="large"),
        Column("accepted", _("Accepted"), kind=Kind.YES_NO),
    ]
