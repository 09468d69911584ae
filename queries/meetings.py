"""R&R operational meetings: what a sitting should speak about, what it decided, who came."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from data.vocabulary_work import AgendaItem, MeetingSite
from queries.ask import ask

SITE_TOWNS = {
    MeetingSite.MANDALAY: "MMR010001",
    MeetingSite.YANGON: "MMR013033",
    MeetingSite.MAWLAMYINE: "MMR011001",
}
"""Township of each meeting place: that of the DSW office there (data/reference/dsw_offices.csv)."""

OTHER_SITES = MeetingSite.YANGON
"""Where cases are spoken about whose township and shelter are both unknown, so that none is left out."""


_LIMITS = ("waiting_long_days", "revisit_from_days", "revisit_to_days")


def _standing_for(store: Store, site: MeetingSite, as_of: date, meeting_id: str | None) -> dict[str, object]:
    """What the two questions about an agenda bind alike."""
    return {
        "site": str(site), "other_site": str(OTHER_SITES), "sites": [str(one) for one in SITE_TOWNS],
        "site_towns": list(SITE_TOWNS.values()), "as_of": as_of, "meeting_id": meeting_id,
        "limits": {name: int(store.setting(name)) for name in _LIMITS},
    }  # fmt: skip


def agenda(
    store: Store,
    scope: Scope,
    site: MeetingSite,
    as_of: date,
    meeting_id: str | None = None,
    item: AgendaItem | None = None,
    case_code: str | None = None,
    limit: int | None = None,
    offset: int = 0,
) -> pd.DataFrame:
    """Cases for a sitting at `site` on `as_of`, one row each: of one item, or of one case, where they are given.

    Those that the meeting decided on come last, else by item in the order of AgendaItem, the longest first; `limit`
    rows after the first `offset`, all where it is None.

    New returnees: came to need support, or were recorded, since the last meeting at the site. Waiting long: longer than
    the setting waiting_long_days. Negative assessments (or no wish to return) without an alternative, not closed.
    Special Cases: waiting, or flagged since the last meeting. Revisits: within the window of 3.6 after closure and not
    done. Whose site is whose: the macro agenda_item of data/schema.sql.

    case_code, agenda_item (the first), agenda_items (all, joined by "; "), since, days, is_decided (in the meeting),
    ts_pcode, age_group, sex, victim_type, is_special, family_assessment, stage, assignment_id (what a decision calls
    `seen`), assignment_state, organisation, unassigned_reason, waiting_since.
    """
    return ask(
        store, "agenda", scope, **_standing_for(store, site, as_of, meeting_id), item=item and str(item),
        codes=None if case_code is None else [case_code], limit=limit, offset=offset,
    )  # fmt: skip


def agenda_counts(
    store: Store, scope: Scope, as_of: date, site: MeetingSite, meeting_id: str | None = None
) -> pd.DataFrame:
    """How many cases stand on that agenda: agenda_item (null: any, each case once), cases, undecided (rows)."""
    return ask(store, "agenda_counts", scope, **_standing_for(store, site, as_of, meeting_id))


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
