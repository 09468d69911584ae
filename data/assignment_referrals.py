"""Requests to take a case as rows: ask, look up, answer, take back; always in the caller's transaction."""

from __future__ import annotations

import datetime as dt
import secrets
from dataclasses import dataclass
from typing import Any

from data.assignment_errors import ReferralAnswered
from data.assignment_rows import Act, Period, audit_row
from data.frozen import as_frame
from data.store import insert_frame
from data.vocabulary import ReferralState


@dataclass(frozen=True)
class Referral:
    """A request; columns as in the schema, and the name of the organisation that is asked."""

    referral_id: str
    case_code: str
    presence_id: str
    organisation_id: str
    organisation: str
    state: ReferralState
    referred_on: dt.date
    referred_by: str
    meeting_id: str | None
    decided_by: str | None
    decided_at_utc: dt.datetime | None


_REFERRALS = """
SELECT r.referral_id, r.case_code, r.presence_id, r.organisation_id, o.name, r.referral_state, r.referred_on,
    r.referred_by, r.meeting_id, r.decided_by, r.decided_at_utc
FROM referral r JOIN organisation o ON o.organisation_id = r.organisation_id
JOIN victim_case v ON v.case_code = r.case_code AND NOT v.withdrawn AND v.merged_into IS NULL
"""


def _one(act: Act, condition: str, value: str) -> Referral | None:
    row = act.cursor.execute(_REFERRALS + condition, [value]).fetchone()
    return _referral(*row) if row else None


def _referral(*row: Any) -> Referral:
    referral_id, case_code, presence_id, organisation_id, organisation, state, *others = row
    return Referral(referral_id, case_code, presence_id, organisation_id, organisation, ReferralState(state), *others)


def find(act: Act, referral_id: str) -> Referral | None:
    """The request, whatever became of it; None where there is none, or its case no longer stands."""
    return _one(act, "WHERE r.referral_id = ?", referral_id)


def open_referral(act: Act, case_code: str) -> Referral | None:
    """The request about a case that waits for an answer: there is at most one."""
    return _one(act, "WHERE r.case_code = ? AND r.referral_state = 'open'", case_code)


def refuse_answered(referral: Referral) -> None:
    """Raises ReferralAnswered where the request is no longer open."""
    if referral.state is not ReferralState.OPEN:
        when = f"{referral.decided_at_utc:%Y-%m-%d %H:%M} UTC"
        raise ReferralAnswered(referral.case_code, referral.state.label, str(referral.decided_by), when)


def ask(act: Act, row: dict[str, object]) -> str:
    """Insert an open request; row: what differs from one to the next. Returns its identifier."""
    referral_id = f"RF-{secrets.token_hex(8)}"
    made = {"referral_id": referral_id, "referral_state": str(ReferralState.OPEN), "referred_by": act.scope.actor}
    insert_frame(act.cursor, "referral", as_frame(row | made))
    return referral_id


def settle(act: Act, referral: Referral, state: ReferralState, reason: str | None = None) -> None:
    """Write what became of an open request."""
    act.cursor.execute(
        "UPDATE referral SET referral_state = ?, decided_by = ?, decided_at_utc = ?, decline_reason = ? "
        "WHERE referral_id = ?",
        [str(state), act.scope.actor, act.now, reason, referral.referral_id],
    )


def take_back(act: Act, referral: Referral) -> None:
    settle(act, referral, ReferralState.TAKEN_BACK)
    audit_row(act, "take back request", referral.case_code, referral.referral_id)


def reopen_referrals(act: Act, period: Period) -> None:
    """Requests that the decision for this period settled wait for an answer again: they bear its moment and author."""
    act.cursor.execute(
        "UPDATE referral SET referral_state = 'open', decided_by = NULL, decided_at_utc = NULL, decline_reason = NULL "
        "WHERE case_code = ? AND decided_by = ? AND decided_at_utc = ? "
        "AND referral_state IN ('accepted', 'taken_back')",
        [period.case_code, period.decided_by, period.decided_at_utc],
    )
