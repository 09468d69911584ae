"""What the page of R&R meetings says of meetings and cases, and the large type that it says it in."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, Final

import pandas as pd

from data.vocabulary import AgeGroup, AssignmentState, FamilyAssessment, Sex, Stage, UnassignedReason, VictimType
from data.vocabulary_work import AgendaItem, MeetingSite
from ui import palette
from ui.text import _, day, label, language, n_, number

Row = Mapping[Any, Any]

STYLE: Final = f"""<style>
.st-key-rr_sitting p, .st-key-rr_sitting li, .st-key-rr_sitting label p {{ font-size: 1.2rem; }}
.st-key-rr_sitting [data-testid="stCaptionContainer"] p {{ font-size: .92rem; }}
.st-key-rr_sitting h3 {{ font-size: 1.7rem; }}
.st-key-rr_sitting button p {{ font-size: 1.05rem; font-variant-numeric: tabular-nums; }}
.rr-line {{ display: grid; grid-template-columns: minmax(0,1.3fr) minmax(0,1.5fr) minmax(0,1.5fr); gap: .1rem 1.2rem;
  font-size: 1.2rem; padding-top: .35rem; }}
.rr-line small {{ display: block; color: {palette.INK_SOFT}; font-size: .95rem; }}
.rr-mark {{ display: inline-block; border: 1px solid {palette.ACCENT}; color: {palette.ACCENT}; border-radius: 1rem;
  padding: 0 .6rem; font-size: .9rem; margin-left: .5rem; white-space: nowrap; }}
.rr-done {{ color: {palette.PRIMARY}; font-weight: 600; }}
.rr-line:lang(my) {{ line-height: 1.85; }}
[class*="st-key-rr_row_"] {{ border-top: 1px solid {palette.GRID}; padding-top: .35rem; }}
@media (min-width: 1500px) {{ .st-key-rr_sitting {{ font-size: 1.15em; }}
  .st-key-rr_sitting p, .st-key-rr_sitting li, .st-key-rr_sitting label p, .rr-line {{ font-size: 1.4rem; }} }}
@media (max-width: 900px) {{ .rr-line {{ grid-template-columns: minmax(0,1fr); }} }}
</style>"""


def meeting_name(meeting: Row) -> str:
    """Site and day of a meeting."""
    site = meeting["meeting_site"]
    place = label(MeetingSite(str(site))) if isinstance(site, str) else _("Elsewhere")
    on = meeting["held_on"] if not pd.isna(meeting["held_on"]) else meeting["planned_on"]
    return f"{place}, {day(pd.Timestamp(on).date())}"


def minutes_state(meeting: Row) -> str:
    """Whether the minutes are open, closed, or the meeting still lies ahead."""
    if pd.isna(meeting["held_on"]):
        return _("planned, not held yet")
    if meeting["is_open"]:
        return _("minutes open")
    closed = pd.Timestamp(meeting["closed_at_utc"])
    return _("minutes closed on {day}").format(day=day(closed.date()))


def items_of(row: Row) -> tuple[AgendaItem, ...]:
    """All items under which a case stands on the agenda."""
    return tuple(AgendaItem(part) for part in str(row["agenda_items"]).split("; "))


def case_line(row: Row, places: Mapping[str, str], decided: str = "") -> str:
    """A case of the agenda in three cells: why it is spoken of, who it is, how it stands; every text escaped."""
    why = ", ".join(label(item) for item in items_of(row))
    since = _since(row)
    mark = f'<span class="rr-mark">{escape(_("Special Case"))}</span>' if row["is_special"] else ""
    done = f'<small class="rr-done">✓ {escape(decided)}</small>' if decided else ""
    cells = (
        f"<div>{escape(why)}<small>{escape(since)}</small>{done}</div>",
        f"<div>{escape(person(row))}{mark}<small>{escape(place(row, places))}</small></div>",
        f"<div>{escape(standing(row))}<small>{escape(_family(row))}</small></div>",
    )
    return f'<div class="rr-line" lang="{language()}">{"".join(cells)}</div>'


def _since(row: Row) -> str:
    if pd.isna(row["since"]):
        return _("day not told")
    days = int(row["days"])
    told = n_("{n} day", "{n} days", days).format(n=number(days))
    return _("since {day}, {time}").format(day=day(pd.Timestamp(row["since"]).date()), time=told)


def person(row: Row) -> str:
    """Sex and age group."""
    sex = label(Sex(str(row["sex"]))) if isinstance(row["sex"], str) else _("Sex not recorded")
    return f"{sex}, {label(AgeGroup(str(row['age_group'])))}"


def place(row: Row, places: Mapping[str, str]) -> str:
    """Township, and the type of victim."""
    code = row["ts_pcode"]
    town = places.get(str(code), str(code)) if isinstance(code, str) else _("Township not known")
    return f"{town} · {label(VictimType(str(row['victim_type'])))}"


def standing(row: Row) -> str:
    """Stage, and who carries the case or why nobody does."""
    stage = label(Stage(str(row["stage"])))
    if row["assignment_state"] == AssignmentState.ASSIGNED:
        return f"{stage} · {row['organisation']}"
    if isinstance(row["unassigned_reason"], str):
        return f"{stage} · {_('not assigned')}: {label(UnassignedReason(row['unassigned_reason']))}"
    return stage


def _family(row: Row) -> str:
    return _("Family assessment: {result}").format(result=label(FamilyAssessment(str(row["family_assessment"]))))
