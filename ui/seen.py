"""Whoever looks at rows of cases leaves an audit row, once a visit for the same rows."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Final

import streamlit as st

from data import audit
from ui import cached, state

_SEEN: Final = "atlas_seen"


def once(subject: str, records: int, content: Hashable) -> None:
    """Write the row unless this reader saw this content of this register before in the visit; nothing for no record."""
    done = st.session_state.setdefault(_SEEN, set())
    key = (state.scope(), subject, records, hash(content), cached.version())
    if records == 0 or key in done:
        return
    with cached.store().transaction(only_audit=True) as cursor:
        audit.append(cursor, state.scope(), "read cases", subject, records)
    done.add(key)
