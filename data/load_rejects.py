"""Write rejected rows as a CSV in the file's own layout with their reasons, to be mended and brought again."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path

from data.burmese import burmese
from data.columns import REJECT_PREFIX, clean
from data.file_errors import RejectsUnwritable
from data.formulas import formula_safe
from data.personal_errors import Withheld
from data.row_errors import RowFault, TownshipUnknown
from data.validate import Checked
from data.workbook_guard import column_letters

PLACE_HEADING = f"{REJECT_PREFIX} place"  # the name or code that no township could be told from
ANSWER_HEADING = f"{REJECT_PREFIX} P-code of the place"  # blank: a person fills it in, once (data/answers.py)
REASONS_HEADING = f"{REJECT_PREFIX} reasons"
BURMESE_HEADING = f"{REJECT_PREFIX} reasons in Burmese / မသွင်းရသေးသည့် အကြောင်းရင်း"
_ADDED = (f"{REJECT_PREFIX} row", REASONS_HEADING, BURMESE_HEADING, PLACE_HEADING, ANSWER_HEADING)


def refuse_unwritable(path: Path, read: Iterable[Path | None] = ()) -> None:
    """Raises RejectsUnwritable while nothing is loaded yet, rather than after; also for one of the files to `read`."""
    if any(path.resolve() == other.resolve() for other in read if other):
        raise RejectsUnwritable(file=str(path), reason="it is a file that is read, and would be written over")
    try:
        with path.open("a", encoding="utf-8"):
            pass
    except OSError as error:
        raise RejectsUnwritable(file=str(path), reason=error.strerror or str(error)) from error


def write_rejects(path: Path, checked: Checked, faults: Iterable[RowFault]) -> int:
    """Write the rows named by `faults` to `path` (CSV, UTF-8 with byte order mark); returns how many rows.

    Rows above the table, headings and tags are kept. Columns of an earlier rejects file are not repeated. The last
    column is for a person's answer where a place is the question. Cells that are withheld are empty. The reasons
    stand in English and beside it in Burmese, whatever the reader's language, since others mend the file.
    """
    reasons: dict[int, list[RowFault]] = {}
    asked: dict[int, str] = {}
    emptied: set[tuple[int, str]] = set()
    for fault in faults:
        reasons.setdefault(fault.row, []).append(fault)
        if isinstance(fault, TownshipUnknown):
            asked.setdefault(fault.row, fault.written)
        if isinstance(fault, Withheld):
            emptied.add((fault.row, fault.column))
    layout = checked.layout
    kept = [at for at, heading in enumerate(layout.headings) if not heading.casefold().startswith(REJECT_PREFIX)]
    with path.open("w", encoding="utf-8-sig", newline="") as stream:
        writer = csv.writer(stream)
        for number, cells in zip(layout.above.index, layout.above.to_numpy().tolist(), strict=True):
            is_heading = number == layout.heading_row
            own = layout.headings if is_heading else cells
            writer.writerow([formula_safe(own[at]) for at in kept] + list(_ADDED if is_heading else [""] * len(_ADDED)))
        for row, why in sorted(reasons.items()):
            names = (heading or column_letters(at) for at, heading in enumerate(layout.headings, 1))
            told = zip(names, layout.data.loc[row].tolist(), strict=True)
            cells = ["" if (row, name) in emptied else cell for name, cell in told]
            both = [clean(" ".join(fault.message(language) for fault in why)) for language in (str, burmese)]
            added = [str(row), *both, asked.get(row, ""), ""]
            writer.writerow([formula_safe(text) for text in [cells[at] for at in kept] + added])
    return len(reasons)
