"""What indicators count from, worked out as soon as a register is open, so that nobody waits for it afterwards.

At a million cases that takes some ten seconds, or one where the last run left it (data/kept_file.py), at ten thousand
a moment. Only the view that most begin with is made: a planner's, of everybody, on the last recorded day, from which
those with filters are taken; others are made when they are asked for (data/kept.py).
"""

from __future__ import annotations

import logging
import threading
from datetime import date

import pandas as pd

from data.indicator_files import indicators
from data.scope import Scope
from data.store import Store
from data.vocabulary import Role
from queries import victims
from queries.filters import Filters
from queries.indicators import prepare

WHOLE = Scope(Role.PLANNER, actor="atlas")


def begin(store: Store) -> threading.Thread:
    """Start, beside whatever else is done. Where it fails, the log says so: whoever asks works it out then, and is told
    what is wrong.
    """
    work = threading.Thread(target=_work, args=(store,), name="atlas-prepared", daemon=True)
    work.start()
    return work


def _work(store: Store) -> None:
    try:
        if (last := last_day(store, date.today())) is not None:
            prepare(store, WHOLE, Filters(as_of=last), indicators())
    except Exception as error:  # a thread has nobody to tell
        logging.getLogger(__name__).warning("Indicators were not prepared: %s", type(error).__name__)


def last_day(store: Store, today: date) -> date | None:
    """The last recorded day of the whole register, today at most; None: nothing is recorded."""
    found = victims.register_totals(store, WHOLE, Filters(as_of=today)).iloc[0]["last_recorded_on"]
    return None if pd.isna(found) else min(pd.Timestamp(found).date(), today)
