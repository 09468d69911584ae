"""Who carried a case and who was asked to: what decisions of data/assignments.py are based on."""

from __future__ import annotations

from datetime import date

import pandas as pd

from data.scope import Scope
from data.store import Store
from data.vocabulary import ReferralState
from queries.ask import ask


def periods_of_case(store: Store, scope: Scope, case_code: str) -> pd.DataFrame:
    """The standing periods of one case that the reader sees, the latest first; empty: none, or not the reader's case.

    assignment_id (of the first row: what a decision calls `seen`; no row: None), assignment_state, presence_id,
    organisation, presence_ts_pcode, unassigned_reason, valid_from, valid_to, waiting_since, end_reason, worker_id,
    worker_code, meeting_id, meeting_site, note, decided_by, decided_at_utc.
    """
    return ask(store, "periods_of_case", scope, case_code=case_code)


def referrals(
    store: Store, scope: Scope, as_of: date, state: ReferralState | None = None, case_code: str | None = None
) -> pd.DataFrame:
    """Requests asked until `as_of`, the oldest first; a manager sees those to the own organisation.

    referral_id, case_code, presence_id, organisation_id, organisation, presence_ts_pcode, referral_state, referred_on,
    waiting_days (days; null: answered), referred_by; of the person ts_pcode, sex, age_group, is_special; note,
    meeting_id, decided_by, decided_at_utc, decline_reason.
    """
    return ask(store, "referrals", scope, as_of=as_of, state=state and str(state), case_code=case_code)
