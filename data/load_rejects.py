"""Write rejected rows as a CSV in the file's own layout with their reasons, to be mended and brought again."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from data.columns import REJECT_PREFIX, clean
from data.file_errors import RejectsUnwritable
from data.row_errors import RowFault
from data.validate import Checked

_RUN_BY_SPREADSHEETS = "=+-@|%"


def formula_safe(text: str) -> str:
    """Text that a spreadsheet would run as a formula, with the apostrophe that makes it text (taken off on reading)."""
    start = text.lstrip("\ufeff\t\r\n \u00a0")[:1]
    return f"'{text}" if start and start in _RUN_BY_SPREADSHEETS else text


def refuse_unwritable(path: Path) -> None:
    """Raises RejectsUnwritable while nothing is loaded yet, rather than after."""
    try:
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise RejectsUnwritable(file=str(path), reason=error.strerror or str(error)) from error


def write_rejects(path: Path, checked: Checked, faults: Iterable[RowFault]) -> int:
    """Write the rows named by `faults` to `path` (CSV, UTF-8 with byte order mark); returns how many rows.

    Rows above the table, headings and tags are kept. Columns of an earlier rejects file are not repeated.
    """
    reasons: dict[int, list[str]] = {}
    for fault in faults:
        reasons.setdefault(fault.row, []).append(str(fault))
    layout = checked.layout
    kept = [at for at, heading in enumerate(layout.headings) if not heading.casefold().startswith(REJECT_PREFIX)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        for number, cells in zip(layout.above.index, layout.above.to_numpy().tolist(), strict=True):
            extra = [f"{REJECT_PREFIX} row", f"{REJECT_PREFIX} reasons"] if number == layout.heading_row else ["", ""]
            own = layout.headings if number == layout.heading_row else cells
            writer.writerow([formula_safe(own[at]) for at in kept] + extra)
        for row, why in sorted(reasons.items()):
            cells = layout.data.loc[row].tolist()
            writer.writerow([formula_safe(cells[at]) for at in kept] + [str(row), formula_safe(clean(" ".join(why)))])
    return len(reasons)
