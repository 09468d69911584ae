"""Write docs/data-dictionary.md from the schema's own comments and the code lists, so that it cannot drift."""

from __future__ import annotations

import sys
from pathlib import Path

import pandas as pd

from data.indicator_files import Indicator, indicators
from data.paths import ROOT
from data.settings import SETTINGS
from data.store import Store, memory_store
from data.vocabulary import CODE_LISTS, Code

HTCDS: dict[str, str] = {
    "victim_case.victim_type": "vic_TraffickingStatus (four types of 4.8)",
    "victim_case.sex": "prs_Gender",
    "victim_case.age_years": "from prs_Birthdate",
    "victim_case.destination": "vic_LocationOfExploitation (country)",
    "victim_case.purpose": "vic_TypeOfExploitation",
    "assignment.assignment_state": "cas_Status (extended)",
    "presence_service.service": "spl_Type",
    "organisation.kind": "org_Type",
}
DESTINATION = ROOT / "docs" / "data-dictionary.md"
OPENING = """# Data dictionary

Every table and column of the register, with its unit, every code list, setting and indicator. This page is written by
`make dictionary` from `data/schema.sql`, `data/vocabulary.py`, `data/settings.py` and `queries/sql/indicators`; a test
fails where it lags.

HTCDS is IOM's Human Trafficking Case Data Standard 2.0 (CC BY 4.0). It has no names for P-codes, repatriation,
shelters, family assessment or coverage: those columns are this project's extension and show "–".
"""


def columns(store: Store) -> pd.DataFrame:
    """table_name, column_name, data_type, is_nullable, comment of every column, in the order of the schema."""
    return store.read(
        "SELECT c.table_name, t.comment AS table_comment, c.column_name, c.data_type, c.is_nullable, c.comment "
        "FROM duckdb_columns() c JOIN duckdb_tables() t USING (table_oid) ORDER BY c.table_oid, c.column_index"
    )


def text(store: Store) -> str:
    """The whole page in Markdown."""
    parts = [OPENING, "## Tables\n"]
    for table, frame in columns(store).groupby("table_name", sort=False):
        parts.append(f"### {table}\n\n{frame['table_comment'].iloc[0]}\n")
        parts.append("| column | type | may be empty | meaning and unit | HTCDS |\n|---|---|---|---|---|")
        parts += [_column_row(str(table), row) for row in frame.to_dict("records")]
        parts.append("")
    parts.append("## Code lists\n")
    parts += [_code_list(name, codes) for name, codes in CODE_LISTS.items()]
    parts.append("## Settings\n\n| setting | meaning | default | unit | lowest | highest |\n|---|---|---|---|---|---|")
    parts += [
        f"| {s.key} | {s.label} | {s.default:g} | {s.unit} | {s.minimum:g} | {s.maximum:g} |" for s in SETTINGS.values()
    ]
    parts.append(
        "\n## Indicators\n\nOne file each in `queries/sql/indicators`. Definitions are proposals of this project.\n"
    )
    parts.append("| indicator | recommendation | title | unit | numerator | denominator | rests on |")
    parts.append("|---|---|---|---|---|---|---|")
    parts += [_indicator_row(one) for one in indicators()]
    return "\n".join(parts) + "\n"


def _indicator_row(one: Indicator) -> str:
    cells = (one.key, ", ".join(one.recommendations), one.title, one.unit, one.numerator, one.denominator, one.fields)
    return f"| {' | '.join(cell.replace('|', '/') or '–' for cell in cells)} |"


def _column_row(table: str, row: dict[str, object]) -> str:
    empty = "yes" if row["is_nullable"] else "no"
    htcds = HTCDS.get(f"{table}.{row['column_name']}", "–")
    return f"| {row['column_name']} | {row['data_type']} | {empty} | {row['comment']} | {htcds} |"


def _code_list(name: str, codes: type[Code]) -> str:
    rows = [f"| {code.value} | {code.label} | {code.htcds or '–'} |" for code in codes]
    return "\n".join([f"### {name}\n", "| code | meaning | HTCDS |\n|---|---|---|", *rows, ""])


def main() -> int:
    """Write the page; returns 0."""
    Path(DESTINATION).write_text(text(memory_store()), encoding="utf-8")
    sys.stdout.write(f"{DESTINATION} written\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
