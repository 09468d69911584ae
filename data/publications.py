"""Publish tables for donors: frozen with their audit row in one transaction, never changed, never taken back.

No statement of the atlas changes or removes a published figure: what was published is known. A later version replaces
it on the page, and is audited together with all earlier ones. A withheld count is stored nowhere.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import pandas as pd

from data import audit, frozen
from data.errors import N_
from data.lines import one_line
from data.permissions import Action, roles_of
from data.publication_errors import AuditFailed, FigureWrong, MayNotPublish, NoFigures, PublishedMeanwhile
from data.scope import Scope
from data.store import Store, insert_frame

PUBLISHING_ROLES = frozenset(roles_of(Action.PUBLISH))
ACTION = "publish tables"
KEY = (
    "table_name", "level", "place", "from_year", "to_year", "purpose_group", "corridor", "sex", "age_group",
)  # fmt: skip
SHOWN, WITHHELD, IMPOSSIBLE = "shown", "withheld", "impossible"
_NOTE = N_("the note")


@dataclass(frozen=True)
class Narrowest:
    """Of one table: the tightest range (people) that the audit found for a withheld figure; None twice: none withheld;
    to_people None: no upper end.
    """

    table: str
    from_people: int | None
    to_people: int | None


@dataclass(frozen=True, eq=False)
class NewPublication:
    """What is to be published. figures: KEY, people (Int64, rounded; null where not shown), figure_status, is_finest.

    after: version of the publication that the preview was audited with (0: none). narrowest: one a table. released:
    JSON of shown counts before rounding. rules, audit, withheld: kept as JSON; they hold no withheld count.
    """

    first_year: int
    last_year: int
    as_of: dt.date
    data_version: str
    least_shown: int
    rounded_to: int
    figures: pd.DataFrame
    narrowest: tuple[Narrowest, ...]
    released: str
    rules: Mapping[str, object]
    audit: Mapping[str, object]
    withheld: Sequence[Mapping[str, object]]
    after: int = 0
    note: str | None = None


def freeze(store: Store, scope: Scope, new: NewPublication) -> str:
    """Publish; returns the identifier, such as publication-v3.

    Raises MayNotPublish, LineWrong (the note), NoFigures, FigureWrong, AuditFailed, PublishedMeanwhile; nothing is
    written then.
    """
    if scope.role not in PUBLISHING_ROLES:
        raise MayNotPublish(role=str(scope.role))
    note = one_line(new.note, _NOTE) if new.note and new.note.strip() else None
    _refuse_figures(new)
    _refuse_audit(new)
    with store.transaction() as cursor:
        version = _next_version(cursor, new)
        identifier = f"publication-v{version}"
        head = {
            "publication_id": identifier, "version": version, "first_year": new.first_year, "last_year": new.last_year,
            "as_of": new.as_of, "data_version": new.data_version, "least_shown": new.least_shown,
            "rounded_to": new.rounded_to, "rules": _json(new.rules), "audit": _json(new.audit),
            "withheld": _json(list(new.withheld)), "figures": len(new.figures), "released": new.released, "note": note,
            "published_by": scope.actor, "published_at_utc": frozen.now(),
        }  # fmt: skip
        cells = new.figures[[*KEY, "people", "figure_status", "is_finest"]].assign(publication_id=identifier)
        digest = frozen.digest([head], cells.to_dict("records"))
        insert_frame(cursor, "publication", frozen.as_frame(head | {"content_sha256": digest}))
        insert_frame(cursor, "publication_cell", cells)
        audit.append(cursor, scope, ACTION, identifier, len(cells), frozen.said(digest))
    return identifier


def verify(store: Store) -> tuple[str, ...]:
    """Publications that are no longer what was published, or whose audit row says otherwise; empty: all stand."""
    return frozen.changed(
        store, ACTION, "publication", "publication_id",
        ("SELECT * EXCLUDE (content_sha256) FROM publication WHERE publication_id = $id",
         "SELECT * FROM publication_cell WHERE publication_id = $id"),
    )  # fmt: skip


def least_rounded(least_shown: int, rounded_to: int) -> int:
    """What the threshold itself becomes when rounded to the nearest multiple, a half upwards (people)."""
    return (2 * least_shown + rounded_to) // (2 * rounded_to) * rounded_to


def _refuse_figures(new: NewPublication) -> None:
    """No number where a figure is not shown; none below the threshold (noughts apart), none that is not rounded."""
    figures = new.figures
    if figures.empty:
        raise NoFigures()
    shown = figures["figure_status"] == SHOWN
    people = figures["people"]
    few = people.gt(0) & people.lt(least_rounded(new.least_shown, new.rounded_to))
    refused = {
        "people": (people.notna() & ~shown) | (people.isna() & shown) | few.fillna(False),
        "rounded_to": people.mod(new.rounded_to).ne(0).fillna(False),
        "figure_status": ~figures["figure_status"].isin([SHOWN, WITHHELD, IMPOSSIBLE]),
    }
    for column, wrong in refused.items():
        if wrong.any():
            row = figures[wrong.astype(bool)].iloc[0]
            raise FigureWrong(str(row["table_name"]), column, str(row["figure_status"]))


def _refuse_audit(new: NewPublication) -> None:
    """Every table was audited, and each withheld figure could be anything from nought to one below the threshold."""
    told = {one.table: one for one in new.narrowest}
    withheld = new.figures["figure_status"] == WITHHELD
    for table, is_withheld in withheld.groupby(new.figures["table_name"]):
        one = told.get(str(table))
        is_open = one is not None and one.from_people == 0
        is_wide = one is not None and (one.to_people is None or one.to_people >= new.least_shown - 1)
        if is_withheld.any() and not (is_open and is_wide):
            raise AuditFailed(str(table), new.least_shown)


def _next_version(cursor: duckdb.DuckDBPyConnection, new: NewPublication) -> int:
    """One more than the newest. Raises PublishedMeanwhile where the preview was not audited with that one."""
    last = cursor.execute(
        "SELECT version, published_by, published_at_utc FROM publication ORDER BY version DESC LIMIT 1"
    ).fetchone()
    if last is not None and last[0] != new.after:
        raise PublishedMeanwhile(version=last[0], published_by=last[1], published_at=f"{last[2]:%Y-%m-%d %H:%M}")
    return (last[0] if last else 0) + 1


def _json(value: object) -> str:
    return json.dumps(value, sort_keys=True, ensure_ascii=False)
