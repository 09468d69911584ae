"""Minutes of a sitting: what was decided by whom and when, taking back while they are open, who came; the files."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import pandas as pd
import streamlit as st

from data import meetings
from data.errors import AtlasError
from data.lines import LONGEST
from data.vocabulary import AgeGroup, Role, Sex, UnassignedReason
from data.vocabulary_work import AgendaItem, Body, Decision, ReferralState
from queries import meetings as ask
from ui import cached, export, failures, frame, printed, seen, state
from ui import rr_meeting_words as words
from ui.export import Column, Kind
from ui.tables import shown
from ui.text import _, day, label, n_, number, plain

if TYPE_CHECKING:
    from ui.rr_meeting_sitting import Sitting

_NAME: Final = "minutes"


def columns() -> list[Column]:
    """The columns of the decisions, on the screen, on paper and in the workbook."""
    return [
        Column("case_code", _("Case code")),
        Column("agenda_item", _("Item"), codes=AgendaItem),
        Column("decision", _("Decision"), codes=Decision),
        Column("what", _("Carried out by")),
        Column("note", _("Note")),
        Column("sex", _("Sex"), codes=Sex),
        Column("age_group", _("Age"), codes=AgeGroup),
        Column("township", _("Township of origin")),
        Column("decided_by", _("Entered by")),
        Column("at", _("Entered at (UTC)")),
    ]


def rows(sitting: Sitting) -> pd.DataFrame:
    """The decisions as they are shown."""
    found = sitting.decisions
    return found.assign(
        what=[_carried_out(row, sitting) for row in found.to_dict("records")],
        township=found["ts_pcode"].map(sitting.places).astype(object),
        at=[f"{pd.Timestamp(when):%Y-%m-%d %H:%M}" for when in found["decided_at_utc"]],
    )


def _carried_out(row: words.Row, sitting: Sitting) -> str:
    if isinstance(row["organisation"], str):
        place = sitting.places.get(str(row["presence_ts_pcode"]), "")
        told = f"{row['organisation']}, {place}".rstrip(", ")
        answer = row["referral_state"]
        return f"{told} ({label(ReferralState(answer))})" if isinstance(answer, str) else told
    if isinstance(row["unassigned_reason"], str):
        return label(UnassignedReason(row["unassigned_reason"]))
    return ""


def show(sitting: Sitting) -> None:
    """The decisions so far with their files; each can be taken back while the minutes are open."""
    found = rows(sitting)
    _came(sitting)
    if found.empty:
        frame.empty(_("This meeting decided on no case."))
    else:
        seen.once(f"minutes {sitting.meeting_id}", len(found), tuple(found["decision_id"]))
        shown(found, columns(), _NAME, _("Decisions of the meeting"), _source())
    if sitting.is_open:
        _take_back(found)
    _files(sitting, found)


def _source() -> str:
    return _("Source: the register of this installation, minutes of the meeting.")


def attendance(sitting: Sitting) -> pd.DataFrame:
    """body, people."""
    return ask.attendance(cached.store(), sitting.meeting_id)


def attendance_words(sitting: Sitting) -> str:
    """Who came, in one line."""
    came = attendance(sitting)
    told = [f"{label(Body(str(row['body'])))} {number(int(row['people']))}" for row in came.to_dict("records")]
    return "; ".join(told) or _("nobody recorded yet")


def _came(sitting: Sitting) -> None:
    st.markdown(_("**People who came:** {list}").format(list=plain(attendance_words(sitting))))
    note = sitting.meeting["note"]
    if isinstance(note, str) and note:
        st.markdown(_("**Note:** {note}").format(note=plain(note)))


# --- Taking back ------------------------------------------------------------------------------------------------------


def _take_back(found: pd.DataFrame) -> None:
    reader = state.scope()
    own = found if reader.role is Role.PLANNER else found[found["decided_by"] == reader.actor]
    if own.empty:
        return
    told = {
        str(r["decision_id"]): f"{r['case_code']} · {label(Decision(str(r['decision'])))}"
        for r in own.to_dict("records")
    }
    with st.form(key=f"rr_take_back_{len(found)}"):
        chosen = st.selectbox(
            _("Decision to take back"), list(told), index=None, format_func=told.__getitem__, key="w_rr_take_back",
            placeholder=_("Choose"),
        )  # fmt: skip
        pressed = st.form_submit_button(_("Take back"), icon=":material/undo:")
    if pressed and chosen is not None:
        try:
            meetings.undo_decision(cached.store(), state.scope(), chosen)
        except AtlasError as error:
            failures.show(error)
            return
        st.session_state["atlas_rr_said"] = _(
            "Taken back: {what}. What carried it out is undone; both stay in the record."
        ).format(what=plain(told[chosen]))
        st.rerun()


# --- Who came, and closing --------------------------------------------------------------------------------------------


def close(sitting: Sitting) -> None:
    """The form that closes the minutes with who came."""
    known = {str(row["body"]): int(row["people"]) for row in attendance(sitting).to_dict("records")}
    st.markdown(
        n_("{n} decision stands in these minutes. Once they are closed nothing is decided or taken back in them.",
           "{n} decisions stand in these minutes. Once they are closed nothing is decided or taken back in them.",
           len(sitting.decisions)).format(n=number(len(sitting.decisions)))
    )  # fmt: skip
    with st.form(key=f"rr_close_{sitting.meeting_id}"):
        came: dict[Body, int] = {}
        for column, bodies in zip(st.columns(3), (list(Body)[0::3], list(Body)[1::3], list(Body)[2::3]), strict=True):
            with column:
                for body in bodies:
                    came[body] = int(st.number_input(
                        _("{body} (people)").format(body=label(body)), 0, 500, known.get(str(body), 0),
                        key=f"w_rr_came_{body}_{sitting.meeting_id}", disabled=str(body) in known,
                    ))  # fmt: skip
        note = st.text_input(
            _("Note"), key=f"w_rr_close_note_{sitting.meeting_id}", max_chars=LONGEST,
            placeholder=_("One line, without names; may stay empty"),
        )  # fmt: skip
        pressed = st.form_submit_button(_("Close the minutes"), type="primary", icon=":material/lock:")
    if pressed:
        told = {body: people for body, people in came.items() if str(body) not in known}
        try:
            meetings.close_meeting(cached.store(), state.scope(), sitting.meeting_id, told, note.strip() or None)
        except AtlasError as error:
            failures.show(error)
            return
        state.set_page_value("step", None)
        st.rerun()


# --- Files ------------------------------------------------------------------------------------------------------------


def page(sitting: Sitting) -> str:
    """The minutes as one page that prints well, every text escaped."""
    found = rows(sitting)
    parts = [
        printed.paragraph(f"{words.meeting_name(sitting.meeting)} · {words.minutes_state(sitting.meeting)}"),
        printed.section(_("People who came"), printed.paragraph(attendance_words(sitting))),
        printed.section(_("Agenda"), printed.paragraph(_on_the_agenda(sitting))),
        printed.section(_("Decisions of the meeting"), printed.table(found, columns())),
        printed.paragraph(_source(), True),
        printed.paragraph(_("Codes of cases: do not pass this page on beyond those who work with them."), True),
    ]
    note = sitting.meeting["note"]
    if isinstance(note, str) and note:
        parts.insert(1, printed.paragraph(note))
    return printed.document(
        _("Minutes of the R&R operational meeting"), parts, words.meeting_name(sitting.meeting), _PAGE
    )


_PAGE: Final = (
    "@page { size: A4 landscape; } body { max-width: 277mm; } td:first-child, td:last-child { white-space: nowrap; }"
)


def _on_the_agenda(sitting: Sitting) -> str:
    told = [f"{label(item)} {number(sitting.count(item))}" for item in AgendaItem if sitting.count(item)]
    return "; ".join(told) or _("nothing")


def workbook(sitting: Sitting) -> bytes:
    """The minutes as a workbook: a cover, the decisions, and who came."""
    sheets = (_("About"), _("Decisions"))
    lines = (
        (_("Meeting"), words.meeting_name(sitting.meeting)), (_("Minutes"), words.minutes_state(sitting.meeting)),
        (_("People who came"), attendance_words(sitting)), (_("Agenda"), _on_the_agenda(sitting)),
        (_("State as of"), day(sitting.held_on)), (_("Source"), _source()),
    )  # fmt: skip
    cover = export.Cover(_("Minutes of the R&R operational meeting"), lines, sheets)
    came = attendance(sitting)
    came_columns = [Column("body", _("Body"), codes=Body), Column("people", _("People"), kind=Kind.NUMBER)]
    found = rows(sitting)
    return export.to_workbook(cover, [
        (sheets[1], export.worded(found, columns()), columns()),
        (_("Attendance"), export.worded(came, came_columns), came_columns),
    ])  # fmt: skip


def _files(sitting: Sitting, found: pd.DataFrame) -> None:
    site, on = str(sitting.meeting["meeting_site"]), sitting.held_on.isoformat()
    html, book = page(sitting).encode(), workbook(sitting)
    told = _("{n} rows; the download is recorded.").format(n=number(len(found)))
    with st.container(horizontal=True, gap="small"):
        export.download_file(lambda: book, f"minutes-{site}-{on}.xlsx", export.XLSX_MIME, _("Download XLSX"), told,
                             len(found))  # fmt: skip
        export.download_file(lambda: html, f"minutes-{site}-{on}.html", "text/html", _("Page to print"), told,
                             len(found))  # fmt: skip
