"""Records of two agencies that may be one person: proposed with a score, one case only when a person confirms it.

Two records are compared when they agree in sex and township, differ by at most one year of age, and are held by
different agencies (or one of them bears no reference of its own). They are proposed when no month that both tell
lies further apart than one month, at least one does not, and no destination or purpose that both tell differs.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import duckdb
import pandas as pd

from data import audit
from data.case_errors import MayNotDecide, PairDecided, PairUnknown
from data.errors import N_
from data.remarks import Remark
from data.scope import Scope
from data.store import Store
from data.validate import Read
from data.vocabulary import EndReason, PairState, Role

DECIDING_ROLES = frozenset({Role.PLANNER})
WEIGHTS = {
    "sex_and_township": 0.25, "age_same": 0.15, "age_near": 0.08, "recruitment_same": 0.15, "recruitment_near": 0.08,
    "identification_same": 0.1, "identification_near": 0.06, "return_same": 0.15, "return_near": 0.08,
    "destination": 0.1, "purpose": 0.1,
}  # fmt: skip
"""Points of each agreement; all of the better ones together make 1. What is not told on both sides gives none."""

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
_PROPOSE = f"""
INSERT INTO case_pair (pair_id, case_code_a, case_code_b, score, why, state)
WITH standing AS (
    SELECT v.*, year(recruitment_month) * 12 + month(recruitment_month) AS recruited,
        year(identified_month) * 12 + month(identified_month) AS identified,
        year(return_month) * 12 + month(return_month) AS returned
    FROM victim_case v
    WHERE NOT withdrawn AND merged_into IS NULL AND sex IS NOT NULL AND ts_pcode IS NOT NULL AND age_years IS NOT NULL
),
agencies AS (
    SELECT case_code, list(agency) AS agencies,
        bool_or(coalesce(reference LIKE 'F________-%', true)) AS has_no_reference
    FROM case_source GROUP BY case_code
),
brought AS (SELECT s.*, unnest([-1, 0, 1]) + age_years AS age_sought FROM standing s WHERE batch_id = $batch),
met AS (
    SELECT
        least(n.case_code, o.case_code) AS case_code_a, greatest(n.case_code, o.case_code) AS case_code_b,
        abs(n.age_years - o.age_years) AS age_apart, abs(n.recruited - o.recruited) AS recruited_apart,
        abs(n.identified - o.identified) AS identified_apart, abs(n.returned - o.returned) AS returned_apart,
        n.destination = o.destination AS destination, n.purpose = o.purpose AS purpose
    FROM brought n
    JOIN standing o ON o.ts_pcode = n.ts_pcode AND o.sex = n.sex AND o.age_years = n.age_sought
    JOIN agencies an ON an.case_code = n.case_code
    JOIN agencies ao ON ao.case_code = o.case_code
    WHERE o.case_code <> n.case_code
      AND (NOT list_has_any(an.agencies, ao.agencies)
           OR (o.batch_id IS DISTINCT FROM n.batch_id AND an.has_no_reference AND ao.has_no_reference))
      AND coalesce(n.destination = o.destination, true) AND coalesce(n.purpose = o.purpose, true)
      AND coalesce(abs(n.recruited - o.recruited) <= 1, true) AND coalesce(abs(n.identified - o.identified) <= 1, true)
      AND coalesce(abs(n.returned - o.returned) <= 1, true)
),
told AS (
    SELECT DISTINCT case_code_a, case_code_b, [
        'sex_and_township',
        CASE age_apart WHEN 0 THEN 'age_same' ELSE 'age_near' END,
        CASE recruited_apart WHEN 0 THEN 'recruitment_same' WHEN 1 THEN 'recruitment_near' END,
        CASE identified_apart WHEN 0 THEN 'identification_same' WHEN 1 THEN 'identification_near' END,
        CASE returned_apart WHEN 0 THEN 'return_same' WHEN 1 THEN 'return_near' END,
        CASE WHEN destination THEN 'destination' END,
        CASE WHEN purpose THEN 'purpose' END
    ] AS reasons
    FROM met
)
SELECT 'PAIR-' || left(md5(case_code_a || '|' || case_code_b), 16), case_code_a, case_code_b,
    list_sum([{_POINTS} FOR reason IN reasons IF reason IS NOT NULL]),
    list_aggregate([reason FOR reason IN reasons IF reason IS NOT NULL], 'string_agg', ' '),
    'proposed'
FROM told t
WHERE NOT EXISTS (SELECT 1 FROM case_pair p WHERE p.case_code_a = t.case_code_a AND p.case_code_b = t.case_code_b)
"""  # noqa: S608 points and names of this module


def propose(cursor: duckdb.DuckDBPyConnection, batch_id: str) -> int:
    """Propose the pairs that the cases of a load make, in its open transaction; none that was decided before.

    Returns how many were proposed.
    """
    before = _count(cursor)
    cursor.execute(_PROPOSE, {"batch": batch_id})
    return _count(cursor) - before


def _count(cursor: duckdb.DuckDBPyConnection) -> int:
    found = cursor.execute("SELECT count(*) FROM case_pair").fetchone()
    return int(found[0]) if found else 0


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
        "LEFT JOIN assignment a ON a.case_code = v.case_code AND a.valid_to IS NULL "
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
    "AND special_category NOT IN (SELECT special_category FROM case_flag WHERE case_code = $stays)",
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
