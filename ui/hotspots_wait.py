"""Says which years are being worked out, once that takes time."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from ui.hotspots_values import POOLED_YEARS, Tell
from ui.hotspots_words import period
from ui.text import _

_PATIENCE_S: Final = 0.3


@contextmanager
def counting(place: DeltaGenerator | None = None, pool: int = POOLED_YEARS) -> Iterator[Tell]:
    """A line with its progress in `place` (or here), taken away when it is done; pool: years counted together."""
    line, began = place or st.empty(), time.monotonic()

    def tell(done: int, of_about: int, year: int) -> None:
        if time.monotonic() - began > _PATIENCE_S:
            words = _("Looking for hot spots in {years} …").format(years=period(year, pool))
            line.progress(min(done / of_about, 1.0), words)

    try:
        yield tell
    finally:
        line.empty()
