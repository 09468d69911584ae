"""R&R operational meetings: what a sitting should speak about, what it decided, who came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from data.vocabulary_work import MeetingSite
from queries.ask import ask

SITE_TOWNS = {
    MeetingSite.MANDALAY: "MMR010001",
    MeetingSite.YANGON: "MMR013033",
    MeetingSite.MAWLAMYINE: "MMR011001",
}
"""Township of each meeting place: that of the DSW office there (data/reference/dsw_offices.csv)."""

OTHER_SITES = MeetingSite.YANGON
"""Where cases are spoken about whose township and shelter are both unknown, so that none is left out."""


def agenda(store: Store, scope: Scope, site: MeetingSite, as_of: date) -> pd.DataFrame:
    """Cases for a sitting at `site` on `as_of`, one row each; by item in the order of AgendaItem, the longest first.

    New returnees: came to need support, or were recorded, since the last meeting at the site. Waiting long: longer than
    the setting waiting_long_days. Negative assessments (or no wish to return) without an alternative, not closed.
    Special Cases: waiting, or flagged since the last meeting. Revisits: within the window of 3.6 after closure and not
    done. Whose site is whose: queries/sql/agenda.sql.

    case_code, agenda_item (the first), agenda_items (all, joined by "; "), since, days, ts_pcode, age_group, sex,
    victim_type, is_special, family_assessment, stage, assignment_id (what a decision calls `seen`), assignment_state,
    organisation, unassigned_reason, waiting_since.
    """
    names = ("waiting_long_days", "revisit_from_days", "revisit_to_days")
    days = {name: int(store.setting(name)) for name in names}
    sites = {"sites": [str(one) for one in SITE_TOWNS], "site_towns": list(SITE_TOWNS.values())}
    return ask(store, "agenda", scope, site=str(site), other_sites=str(OTHER_SITES), as_of=as_of, **sites, **days)


def meetings(store: Store, scope: Scope, site: MeetingSite | None = None) -> pd.DataFrame:
    """Meetings planned and held, the latest first; of one site where it is given.

    meeting_id, meeting_kind, meeting_site, st_pcode, planned_on, held_on, is_open (its minutes are), closed_at_utc,
    came_people (people), decisions (rows that the reader sees), note, recorded_by.
    """
    return ask(store, "meetings", scope, site=site and str(site))


def decisions(store: Store, scope: Scope, meeting_id: str) -> pd.DataFrame:
    """What a meeting decided, in the order of entry; facts of a case gone from the reader's sight are null.

    decision_id, case_code, agenda_item, decision, subject_id, presence_id, organisation, presence_ts_pcode,
    unassigned_reason, referral_state (now), note, ts_pcode, age_group, sex, is_special, decided_by, decided_at_utc.
    """
    return ask(store, "decisions", scope, meeting_id=meeting_id)


def attendance(store: Store, meeting_id: str) -> pd.DataFrame:
    """Who came to a meeting: body, people."""
    return ask(store, "attendance", meeting_id=meeting_id)


@dataclass(frozen=True)
class Minutes:
    """A meeting as its minutes show it. meeting: its row of `meetings`; the frames are those of the questions above."""

    meeting: pd.Series
    attendance: pd.DataFrame
    decisions: pd.DataFrame


def minutes(store: Store, scope: Scope, meeting_id: str) -> Minutes | None:
    """The minutes of a meeting; None where there is no such meeting."""
    found = meetings(store, scope)
    found = found[found["meeting_id"] == meeting_id]
    if found.empty:
        return None
    return Minutes(found.iloc[0], attendance(store, meeting_id), decisions(store, scope, meeting_id))
