"""Which text a spreadsheet would run as a formula: one answer for every file that leaves the atlas."""

from __future__ import annotations

import re
from typing import Final

# The signs that begin a formula, also in their full width, which East Asian versions of Excel read alike.
_SIGNS: Final = "=+-@|%＝＋－＠"
_RUNS: Final = re.compile(rf"^[\ufeff\u200b-\u200f\u2060\s\x00-\x1f]*[{re.escape(_SIGNS)}]")


def runs(text: str) -> bool:
    """True where the text begins like a formula, behind byte order marks, spaces and invisible characters too."""
    return _RUNS.match(text) is not None


def formula_safe(text: str) -> str:
    """Text that a spreadsheet would run, with the apostrophe that makes it text (taken off on reading)."""
    return f"'{text}" if runs(text) else text
