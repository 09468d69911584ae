"""A sitting: its agenda by item, one case after another, then who came and the minutes; the address keeps it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

import pandas as pd
import streamlit as st

from data.errors import N_
from data.vocabulary import Code
from data.vocabulary_work import AgendaItem, Decision, MeetingSite
from queries import meetings as ask
from ui import cached, case_pages, frame, rr_meeting_case, rr_meeting_minutes, rr_meeting_start, seen, state
from ui import rr_meeting_words as words
from ui.text import _, label, n_, number, place_name

ROWS: Final = 10
_STEP: Final = "w_rr_step"
_ITEM: Final = "w_rr_item"


class Step(Code):
    AGENDA = "agenda", N_("Agenda")
    CLOSE = "close", N_("Who came, and close")
    MINUTES = "minutes", N_("Minutes")


@dataclass(frozen=True)
class Sitting:
    """A meeting that is open or over, with what it decided so far. places: P-code -> name.

    counts: how many cases stand on its agenda; see queries.meetings.agenda_counts.
    """

    meeting: Mapping[Any, Any]
    counts: pd.DataFrame
    decisions: pd.DataFrame
    places: dict[str, str]

    @property
    def meeting_id(self) -> str:
        return str(self.meeting["meeting_id"])

    @property
    def held_on(self) -> date:
        return pd.Timestamp(self.meeting["held_on"]).date()

    @property
    def site(self) -> MeetingSite:
        return MeetingSite(str(self.meeting["meeting_site"]))

    @property
    def is_open(self) -> bool:
        return bool(self.meeting["is_open"])

    def count(self, item: AgendaItem | None = None, undecided: bool = False) -> int:
        """Cases on the agenda, under one item or under any; undecided: only those without a decision yet."""
        kept = self.counts["agenda_item"].isna() if item is None else self.counts["agenda_item"] == str(item)
        return int(self.counts.loc[kept, "undecided" if undecided else "cases"].sum())

    def agenda(self, item: AgendaItem | None = None, case_code: str | None = None, limit: int | None = None,
               offset: int = 0) -> pd.DataFrame:  # fmt: skip
        """Rows of the agenda as its reader sees them now; see queries.meetings.agenda."""
        return ask.agenda(
            cached.store(), state.scope(), self.site, self.held_on, self.meeting_id, item, case_code, limit, offset
        )

    def decided(self, case_code: str) -> str:
        """What was decided on a case in this sitting, in words; "" for nothing yet."""
        found = self.decisions[self.decisions["case_code"] == case_code]["decision"]
        return ", ".join(label(Decision(str(one))) for one in found)


def read(meeting_id: str) -> Sitting | None:
    """The sitting as its reader sees it now; None where there is none that was held."""
    store, reader = cached.store(), state.scope()
    found = ask.minutes(store, reader, meeting_id)
    if found is None or pd.isna(found.meeting["held_on"]) or not isinstance(found.meeting["meeting_site"], str):
        return None
    held_on = pd.Timestamp(found.meeting["held_on"]).date()
    counts = cached.agenda_counts(reader, held_on, site=str(found.meeting["meeting_site"]), meeting_id=meeting_id)
    places = {str(row["ts_pcode"]): place_name(row) for row in cached.townships().to_dict("records")}
    return Sitting(found.meeting.to_dict(), counts, found.decisions, places)


def show(meeting_id: str) -> None:
    """The sitting; a meeting that is not there is said so."""
    st.html(words.STYLE)
    st.button(_("All meetings"), icon=":material/arrow_back:", on_click=rr_meeting_start.go_to, args=(None,),
              key="w_rr_back")  # fmt: skip
    sitting = read(meeting_id)
    if sitting is None:
        frame.empty(_("There is no R&R operational meeting of that address that was held. Choose one from the list."))
        return
    with st.container(key="rr_sitting"):
        st.subheader(f"{words.meeting_name(sitting.meeting)} · {words.minutes_state(sitting.meeting)}", anchor=False)
        rr_meeting_case.said()
        case_code = state.page_value("case")
        if case_code and sitting.is_open:
            rr_meeting_case.show(sitting, case_code)
            return
        step = _step(sitting)
        {Step.AGENDA: _agenda, Step.CLOSE: rr_meeting_minutes.close, Step.MINUTES: rr_meeting_minutes.show}[step](
            sitting
        )


def _step(sitting: Sitting) -> Step:
    """Agenda, closing or minutes, as the address says; minutes alone once they are closed."""
    if not sitting.is_open:
        return Step.MINUTES
    now = Step(state.page_value("step", tuple(str(step) for step in Step), str(Step.AGENDA)))
    state.hold(_STEP, now)
    st.segmented_control(
        _("Step"), list(Step), format_func=label, key=_STEP, label_visibility="collapsed", on_change=_to_step
    )
    return now


def _to_step() -> None:
    chosen = st.session_state.get(_STEP)
    state.set_page_value("step", str(chosen) if chosen in set(Step) and chosen is not Step.AGENDA else None)


# --- The agenda -------------------------------------------------------------------------------------------------------


def _agenda(sitting: Sitting) -> None:
    if not sitting.count():
        frame.empty(
            _("Nothing stands on the agenda of this site: nobody new, nobody who waits for long, no revisit due.")
        )
        return
    item = _item(sitting)
    found, left = sitting.count(item), sitting.count(item, undecided=True)
    done = int(sitting.decisions["case_code"].nunique())
    st.markdown(
        n_("**{n} case** without a decision yet; {done} decided in this sitting.",
           "**{n} cases** without a decision yet; {done} decided in this sitting.",
           left).format(n=number(left), done=number(done))
    )  # fmt: skip
    first = case_pages.first_row(found, ROWS)
    shown = sitting.agenda(item, limit=ROWS, offset=first)
    seen.once(f"agenda {sitting.meeting_id}", len(shown), tuple(shown["case_code"]))
    for row in shown.to_dict("records"):
        _line(sitting, row)
    case_pages.buttons(first, found, ROWS)
    with st.expander(_("Which cases stand here"), icon=":material/info:"):
        st.markdown(_rule())


def _rule() -> str:
    settings = cached.settings()
    return _(
        "A case belongs to the site nearest to the main town of its township (great circle); without a township, to "
        "the one nearest to its shelter; with neither, to Yangon. New returnees: since the last meeting here. "
        "Unassigned for long: more than {long} days. Negative assessments, or no wish to return, without an "
        "alternative. Special Cases: unassigned, or flagged since the last meeting. Revisits: {first} to {last} days "
        "after closure, not done yet."
    ).format(
        long=number(settings["waiting_long_days"]), first=number(settings["revisit_from_days"]),
        last=number(settings["revisit_to_days"]),
    )  # fmt: skip


def _item(sitting: Sitting) -> AgendaItem | None:
    """One item of the agenda, each with how many stand under it; None: all."""
    items = [one for one in AgendaItem if sitting.count(one)]
    now = next((one for one in items if str(one) == state.page_value("part")), None)
    words_of = {"": f"{_('All')} · {number(sitting.count())}"} | {
        str(one): f"{label(one)} · {number(sitting.count(one))}" for one in items
    }
    state.hold(_ITEM, str(now or ""))
    st.segmented_control(
        _("Item of the agenda"), list(words_of), format_func=words_of.__getitem__, key=_ITEM, on_change=_to_item
    )
    return now


def _to_item() -> None:
    chosen = st.session_state.get(_ITEM)
    case_pages.go_to(0)
    state.set_page_value("part", str(chosen) if chosen in set(AgendaItem) else None)


def _line(sitting: Sitting, row: words.Row) -> None:
    code = str(row["case_code"])
    with st.container(key=f"rr_row_{code}"):
        left, right = st.columns([1, 5], gap="small")
        with left:
            st.button(
                code.replace("_", "\\_"), key=f"w_rr_case_{code}", on_click=rr_meeting_case.open_case, args=(code,),
                disabled=not sitting.is_open,
            )  # fmt: skip
        with right:
            st.html(words.case_line(row, sitting.places, sitting.decided(code)))
