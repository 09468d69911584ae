"""Records of two agencies that may be one person: proposed with a score, one case only when a person confirms it.

Two records are compared when they agree in sex and township, differ by at most one year of age, and are held by
different agencies (or one of them bears no reference of its own). They are proposed when no month that both tell
lies further apart than one month, at least one does not, and no destination or purpose that both tell differs.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from data import audit
from data.case_errors import MayNotDecide, PairDecided, PairUnknown
from data.errors import N_
from data.permissions import Action, roles_of
from data.remarks import Remark
from data.scope import Scope
from data.store import Store, insert_frame
from data.validate import Read
from data.vocabulary import Agency, EndReason, PairState

DECIDING_ROLES = frozenset(roles_of(Action.DECIDE_RECORDS))
WEIGHTS = {
    "sex_and_township": 0.25, "age_same": 0.15, "age_near": 0.08, "recruitment_same": 0.15, "recruitment_near": 0.08,
    "identification_same": 0.1, "identification_near": 0.06, "return_same": 0.15, "return_near": 0.08,
    "destination": 0.1, "purpose": 0.1,
}  # fmt: skip
"""Points of each agreement; all of the better ones together make 1. What is not told on both sides gives none."""

AGE_APART_YEARS = 1
MONTHS_APART = 1
"""Records further apart than these are never proposed: in age, and in any month that both tell."""

REASONS = {
    "sex_and_township": N_("same sex and township"),
    "age_same": N_("same age"),
    "age_near": N_("age one year apart"),
    "recruitment_same": N_("same month of recruitment"),
    "recruitment_near": N_("month of recruitment one apart"),
    "identification_same": N_("same month of identification"),
    "identification_near": N_("month of identification one apart"),
    "return_same": N_("same month of return"),
    "return_near": N_("month of return one apart"),
    "destination": N_("same destination"),
    "purpose": N_("same purpose"),
}

_POINTS = "CASE reason " + " ".join(f"WHEN '{reason}' THEN {points}" for reason, points in WEIGHTS.items()) + " END"
_FACTS = {
    "case_code": "VARCHAR", "sex": "VARCHAR", "ts_pcode": "VARCHAR", "age_years": "INTEGER", "destination": "VARCHAR",
    "purpose": "VARCHAR", "recruitment_month": "DATE", "identified_month": "DATE", "return_month": "DATE",
}  # fmt: skip
_HELD = {"case_code": "VARCHAR", "agency": "VARCHAR", "reference": "VARCHAR"}


def _bound(prefix: str, columns: dict[str, str]) -> str:
    """The select list of rows that are handed over as one bound list a column."""
    return ", ".join(f"unnest(${prefix}_{name}::{kind}[]) AS {name}" for name, kind in columns.items())


_FIND = f"""
WITH brought AS (SELECT {_bound("case", _FACTS)}),
brought_source AS (SELECT {_bound("held", _HELD)}),
record AS (
    SELECT {", ".join(_FACTS)}, true AS is_brought FROM brought
    UNION ALL
    SELECT {", ".join(_FACTS)}, false FROM victim_case
    WHERE NOT withdrawn AND merged_into IS NULL AND ts_pcode IN (SELECT b.ts_pcode FROM brought b)
      AND case_code NOT IN (SELECT b.case_code FROM brought b)
),
standing AS (
    SELECT r.*, year(recruitment_month) * 12 + month(recruitment_month) AS recruited,
        year(identified_month) * 12 + month(identified_month) AS identified,
        year(return_month) * 12 + month(return_month) AS returned
    FROM record r WHERE sex IS NOT NULL AND ts_pcode IS NOT NULL AND age_years IS NOT NULL
),
source AS (
    SELECT {", ".join(_HELD)} FROM brought_source
    UNION ALL
    SELECT {", ".join(_HELD)} FROM case_source
    WHERE case_code IN (SELECT s.case_code FROM standing s WHERE NOT s.is_brought)
),
agencies AS (
    SELECT case_code, list_sort(list(DISTINCT agency)) AS agencies,
        bool_or(coalesce(reference LIKE 'F________-%', true)) AS has_no_reference
    FROM source GROUP BY case_code
),
sought AS (
    SELECT s.*, unnest(range(-{AGE_APART_YEARS}, {AGE_APART_YEARS} + 1)) + age_years AS age_sought
    FROM standing s WHERE is_brought
),
met AS (
    SELECT
        least(n.case_code, o.case_code) AS case_code_a, greatest(n.case_code, o.case_code) AS case_code_b,
        abs(n.age_years - o.age_years) AS age_apart, abs(n.recruited - o.recruited) AS recruited_apart,
        abs(n.identified - o.identified) AS identified_apart, abs(n.returned - o.returned) AS returned_apart,
        n.destination = o.destination AS destination, n.purpose = o.purpose AS purpose
    FROM sought n
    JOIN standing o ON o.ts_pcode = n.ts_pcode AND o.sex = n.sex AND o.age_years = n.age_sought
    JOIN agencies an ON an.case_code = n.case_code
    JOIN agencies ao ON ao.case_code = o.case_code
    WHERE o.case_code <> n.case_code
      AND (NOT list_has_any(an.agencies, ao.agencies)
           OR (NOT o.is_brought AND an.has_no_reference AND ao.has_no_reference))
      AND coalesce(n.destination = o.destination, true) AND coalesce(n.purpose = o.purpose, true)
      AND coalesce(abs(n.recruited - o.recruited) <= {MONTHS_APART}, true)
      AND coalesce(abs(n.identified - o.identified) <= {MONTHS_APART}, true)
      AND coalesce(abs(n.returned - o.returned) <= {MONTHS_APART}, true)
),
told AS (
    SELECT DISTINCT case_code_a, case_code_b, [
        'sex_and_township',
        CASE age_apart WHEN 0 THEN 'age_same' ELSE 'age_near' END,
        CASE WHEN recruited_apart = 0 THEN 'recruitment_same' WHEN recruited_apart > 0 THEN 'recruitment_near' END,
        CASE WHEN identified_apart = 0 THEN 'identification_same'
            WHEN identified_apart > 0 THEN 'identification_near' END,
        CASE WHEN returned_apart = 0 THEN 'return_same' WHEN returned_apart > 0 THEN 'return_near' END,
        CASE WHEN destination THEN 'destination' END,
        CASE WHEN purpose THEN 'purpose' END
    ] AS reasons
    FROM met
)
SELECT 'PAIR-' || left(md5(t.case_code_a || '|' || t.case_code_b), 16) AS pair_id, t.case_code_a, t.case_code_b,
    list_sum([{_POINTS} FOR reason IN reasons IF reason IS NOT NULL]) AS score,
    list_aggregate([reason FOR reason IN reasons IF reason IS NOT NULL], 'string_agg', ' ') AS why,
    array_to_string(a.agencies, ' ') AS agencies_a, array_to_string(b.agencies, ' ') AS agencies_b
FROM told t
JOIN agencies a ON a.case_code = t.case_code_a
JOIN agencies b ON b.case_code = t.case_code_b
WHERE NOT EXISTS (SELECT 1 FROM case_pair p WHERE p.case_code_a = t.case_code_a AND p.case_code_b = t.case_code_b)
ORDER BY score DESC, pair_id
"""  # noqa: S608 names and points of this module
_KEPT = ["pair_id", "case_code_a", "case_code_b", "score", "why", "state"]


def find(read: Read, cases: pd.DataFrame, sources: pd.DataFrame) -> pd.DataFrame:
    """Pairs that new records make among themselves and with the register, best first; none that was asked about before.

    cases: columns of victim_case; sources: case_code, agency, reference. Returns pair_id, case_code_a (the lesser),
    case_code_b, score (0-1), why (codes of REASONS), agencies_a, agencies_b (codes, separated by spaces).
    """
    bound = {f"case_{name}": _plain(cases[name]) for name in _FACTS}
    return read(_FIND, bound | {f"held_{name}": _plain(sources[name]) for name in _HELD})


def _plain(column: pd.Series) -> list[object]:
    """The values for binding: dates without a time, None where nothing is told."""
    if pd.api.types.is_datetime64_any_dtype(column):
        column = column.dt.strftime("%Y-%m-%d")
    return [None if missing else value for value, missing in zip(column.tolist(), column.isna(), strict=True)]


def propose(cursor: duckdb.DuckDBPyConnection, found: pd.DataFrame) -> int:
    """Keep what `find` found as questions for a person, in the open transaction of the load; returns how many."""
    if found.empty:
        return 0
    return insert_frame(cursor, "case_pair", found.assign(state=str(PairState.PROPOSED))[_KEPT])


@dataclass(frozen=True)
class Alike:
    """A row of a file that looks like a record of another agency. row, other_row: as a spreadsheet numbers them.

    case_code: of the record that is there already; of the other row where both stand in the file (other_row).
    agencies: who holds that record. score: 0-1. why: codes of REASONS separated by spaces.
    """

    row: int
    case_code: str
    other_row: int | None
    agencies: tuple[Agency, ...]
    score: float
    why: str


def alike(read: Read, scope: Scope, found: pd.DataFrame, rows: Mapping[str, int]) -> tuple[Alike, ...]:
    """What `find` found, seen from the file, best first; a record that the reader may not see is not told of.

    rows: case code -> row in the file.
    """
    if found.empty:
        return ()
    visible = read("SELECT case_code FROM visible_case($role, $organisation, $shelters)", scope.params())
    seen = set(visible["case_code"]) | set(rows)
    told = []
    for pair in found.to_dict("records"):
        sides = [(rows.get(pair[f"case_code_{side}"]), side) for side in ("a", "b")]
        row, own = max((row, side) for row, side in sides if row is not None)
        other = "b" if own == "a" else "a"
        code = str(pair[f"case_code_{other}"])
        agencies = tuple(Agency(agency) for agency in str(pair[f"agencies_{other}"]).split())
        if code in seen:
            told.append(Alike(row, code, rows.get(code), agencies, float(pair["score"]), str(pair["why"])))
    return tuple(told)


def proposed(read: Read) -> pd.DataFrame:
    """Pairs that wait for a decision, best first, with the facts of both records.

    pair_id, score (0-1), why (codes of REASONS), then each column of a case with _a and _b; never the village.
    """
    facts = (
        "case_code", "source_agency", "victim_type", "sex", "age_years", "ts_pcode", "destination", "purpose",
        "recruitment_month", "identified_month", "return_month", "is_special", "family_assessment", "recorded_on",
    )  # fmt: skip
    columns = ", ".join(f"{side}.{fact} AS {fact}_{side}" for fact in facts for side in ("a", "b"))
    return read(
        f"SELECT p.pair_id, p.score, p.why, {columns} FROM case_pair p "  # noqa: S608 names of this module
        "JOIN victim_case a ON a.case_code = p.case_code_a JOIN victim_case b ON b.case_code = p.case_code_b "
        "WHERE p.state = 'proposed' AND NOT a.withdrawn AND NOT b.withdrawn "
        "AND a.merged_into IS NULL AND b.merged_into IS NULL ORDER BY p.score DESC, p.pair_id",
        {},
    )


def reasons(why: str) -> tuple[Remark, ...]:
    """The codes of a pair as sentences for the reader."""
    return tuple(Remark(REASONS[code]) for code in why.split())


@dataclass(frozen=True)
class Decision:
    """What came of a pair. stays, merged: codes of the cases; both stay where it was rejected (merged None)."""

    pair_id: str
    state: PairState
    stays: str
    merged: str | None


def decide(store: Store, scope: Scope, pair_id: str, accept: bool) -> Decision:
    """Confirm that a pair is one person, or that it is two; in one transaction with an audit row.

    Confirmed: one record stays, with the sources, flags and missing facts of the other; the other's periods end today
    and its history is kept. Raises MayNotDecide, PairUnknown, PairDecided.
    """
    if scope.role not in DECIDING_ROLES:
        raise MayNotDecide(role=str(scope.role))
    with store.transaction() as cursor:
        codes = _open_pair(cursor, pair_id)
        state = PairState.CONFIRMED if accept else PairState.REJECTED
        stays, other = _order(cursor, codes)
        if accept:
            _merge(cursor, stays, other)
        statement = "UPDATE case_pair SET state = ?, decided_by = ?, decided_at_utc = ? WHERE pair_id = ?"
        cursor.execute(statement, [str(state), scope.actor, _now(), pair_id])
        audit.append(cursor, scope, f"pair {state}", pair_id, 2, f"{other} and {stays}")
    return Decision(pair_id, state, stays, other if accept else None)


def _now() -> dt.datetime:
    return dt.datetime.now(dt.UTC).replace(tzinfo=None)


def _open_pair(cursor: duckdb.DuckDBPyConnection, pair_id: str) -> tuple[str, str]:
    found = cursor.execute(
        "SELECT p.case_code_a, p.case_code_b, p.state, a.withdrawn OR b.withdrawn, "
        "a.merged_into IS NOT NULL OR b.merged_into IS NOT NULL "
        "FROM case_pair p JOIN victim_case a ON a.case_code = p.case_code_a "
        "JOIN victim_case b ON b.case_code = p.case_code_b WHERE p.pair_id = ?",
        [pair_id],
    ).fetchone()
    if not found:
        raise PairUnknown(pair_id=pair_id)
    if found[2] != PairState.PROPOSED or found[3] or found[4]:
        state = found[2] if found[2] != PairState.PROPOSED else "withdrawn" if found[3] else "merged"
        raise PairDecided(pair_id=pair_id, state=state)
    return found[0], found[1]


def _order(cursor: duckdb.DuckDBPyConnection, codes: tuple[str, str]) -> tuple[str, str]:
    """The record that stays and the other: carried before waiting before neither, then the one recorded first."""
    rows = cursor.execute(
        "SELECT v.case_code FROM victim_case v "
        "LEFT JOIN assignment a ON a.case_code = v.case_code AND a.valid_to IS NULL AND NOT a.withdrawn "
        "WHERE v.case_code IN (?, ?) ORDER BY coalesce(a.assignment_state, 'z'), v.recorded_on, v.case_code",
        list(codes),
    ).fetchall()
    return rows[0][0], rows[-1][0]


_FILL = """
UPDATE victim_case AS s SET
    destination = coalesce(s.destination, o.destination), purpose = coalesce(s.purpose, o.purpose),
    recruitment_month = CASE WHEN o.recruitment_month <= least(s.identified_month, s.return_month)
        THEN coalesce(s.recruitment_month, o.recruitment_month) ELSE s.recruitment_month END,
    return_month = CASE WHEN coalesce(o.return_month >= s.recruitment_month, true)
        THEN coalesce(s.return_month, o.return_month) ELSE s.return_month END,
    family_assessment = CASE s.family_assessment WHEN 'not_done' THEN o.family_assessment ELSE s.family_assessment END,
    is_special = s.is_special OR o.is_special
FROM victim_case o
WHERE s.case_code = $stays AND o.case_code = $other
"""
_MERGING = (
    _FILL,
    "INSERT INTO case_source (case_code, agency, batch_id, row_no, reference) "
    "SELECT $stays, agency, batch_id, row_no, reference FROM case_source WHERE case_code = $other",
    "INSERT INTO case_flag (case_code, special_category, flagged_on, flagged_by) "
    "SELECT $stays, special_category, flagged_on, flagged_by FROM case_flag WHERE case_code = $other "
    "AND NOT withdrawn AND special_category NOT IN "
    "(SELECT special_category FROM case_flag WHERE case_code = $stays AND NOT withdrawn)",
    "UPDATE victim_case SET merged_into = $stays WHERE case_code = $other OR merged_into = $other",
)


def _merge(cursor: duckdb.DuckDBPyConnection, stays: str, other: str) -> None:
    both: dict[str, Any] = {"stays": stays, "other": other}
    for statement in _MERGING:
        cursor.execute(statement, {name: value for name, value in both.items() if f"${name}" in statement})
    cursor.execute(
        "UPDATE assignment SET valid_to = greatest(valid_from, ?), "
        "end_reason = CASE assignment_state WHEN 'assigned' THEN ? ELSE ? END WHERE case_code = ? AND valid_to IS NULL",
        [dt.date.today(), str(EndReason.TRANSFERRED), str(EndReason.REASON_CHANGED), other],
    )
    _move_open_pairs(cursor, stays, other)


def _move_open_pairs(cursor: duckdb.DuckDBPyConnection, stays: str, other: str) -> None:
    """Questions about the record that is gone are asked about the one that stays."""
    cursor.execute(
        """
        INSERT INTO case_pair (pair_id, case_code_a, case_code_b, score, why, state)
        SELECT 'PAIR-' || left(md5(least($stays, third) || '|' || greatest($stays, third)), 16),
            least($stays, third), greatest($stays, third), score, why, 'proposed'
        FROM (SELECT CASE case_code_a WHEN $other THEN case_code_b ELSE case_code_a END AS third, score, why
              FROM case_pair WHERE state = 'proposed' AND $other IN (case_code_a, case_code_b))
        WHERE third <> $stays AND NOT EXISTS (
            SELECT 1 FROM case_pair p
            WHERE p.case_code_a = least($stays, third) AND p.case_code_b = greatest($stays, third))
        """,
        {"stays": stays, "other": other},
    )
