"""Fill an empty register with the demonstration register, inside one transaction."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pandas as pd

from data import audit, reference
from data.demonstration import assumptions
from data.demonstration.assumptions import AS_OF
from data.demonstration.places import place_weights
from data.demonstration.profiles import doubles, profiles
from data.demonstration.providers import directory
from data.demonstration.queue import Attempt, admit
from data.demonstration.registers import registers
from data.errors import N_
from data.scope import Scope
from data.store import insert_frame
from data.vocabulary import ImportFormat, RegisterKind, RiskItem, Role

Progress = Callable[[float, str], None]
SQL = Path(__file__).resolve().parent / "sql"
ACTOR = Scope(Role.ADMINISTRATOR, "demonstration")
MACROS = (
    # Hashed twice: hash(h, 'a') and hash(h, 'b') differ by one constant, so alone they would rise and fall together.
    "CREATE OR REPLACE TEMP MACRO draw(h, name) AS (hash(hash(h, name)) >> 11)::DOUBLE / 9007199254740992.0",
    # A skewed delay in whole days (log-logistic): the median, how wide, and at most how long.
    "CREATE OR REPLACE TEMP MACRO delay(u, median, width, most) AS "
    "least(most, greatest(1, round(median * pow(u / (1 - u), width))))::INTEGER",
    # The day where it lies within its bounds, the last bound where it lies after it; null where the first is null.
    "CREATE OR REPLACE TEMP MACRO inside(day, first_day, last_day) AS "
    "CASE WHEN first_day <= last_day THEN least(day, last_day) END",
    "CREATE OR REPLACE TEMP MACRO agency(u, atu, dsw) AS "
    "CASE WHEN u < atu THEN 'atu' WHEN u < atu + dsw THEN 'dsw' ELSE 'ngo' END",
    f"CREATE OR REPLACE TEMP MACRO past(day) AS CASE WHEN day <= DATE '{AS_OF.isoformat()}' THEN day END",
)
POOLS = """
    SELECT r.pool_no, r.pool_id, any_value(p.capacity_people)
    FROM reach r JOIN provider_presence p ON p.presence_id = r.pool_id
    GROUP BY ALL
"""
CASEWORK = ("01_person", "02_path", "03_double", "04_casework")
EVENTS = ("15_staged", "16_event", "17_care", "18_assessment", "19_risk", "20_need", "21_legal_proceeding")
TEMPORARY = (
    "person", "path", "double", "casework", "reach", "question", "taken", "outcome", "open_pool", "profile",
    "place_weight", "doubles_of_year", "a", "staged", "risk",
)  # fmt: skip


@dataclass(frozen=True)
class Plan:
    """What is to be made."""

    rows_by_year: dict[int, int]
    seed: int
    events: bool

    @property
    def cases(self) -> int:
        return sum(self.rows_by_year.values())

    @property
    def batch_id(self) -> str:
        return f"DEMO-{self.seed}-{self.cases}"


def fill(cursor: duckdb.DuckDBPyConnection, plan: Plan, progress: Progress) -> None:
    """Everything, inside the caller's open transaction on an empty register."""
    progress(0.02, N_("Drawing who, where and when"))
    values = assumptions.VALUES
    weights = _prepare(cursor, plan, values)
    _batch(cursor, plan)
    _directory(cursor, plan, weights)
    _run(cursor, plan, "09_case_worker", *CASEWORK)
    progress(0.25, N_("Writing the cases"))
    _run(cursor, plan, "05_victim_case", "06_case_source", "07_case_flag", "10_reach", "11_question")
    progress(0.50, N_("Assigning cases to providers"))
    _take(cursor)
    _run(cursor, plan, "13_outcome", "14_assignment")
    if plan.events:
        progress(0.65, N_("Writing the events"))
        _run(cursor, plan, *EVENTS)
    _run(cursor, plan, "22_census_abroad")
    _forget(cursor)
    audit.append(cursor, ACTOR, "demonstration register made", plan.batch_id, plan.cases)


def double_pairs(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> pd.DataFrame:
    """case_code, double_code of every person that stands in the register twice: drawn again, for nothing marks them."""
    _prepare(cursor, plan, assumptions.VALUES)
    _run(cursor, plan, *CASEWORK)
    pairs = cursor.execute(
        "SELECT p.case_code, d.case_code AS double_code FROM casework p JOIN casework d USING (person_no) "
        "WHERE p.has_double AND d.is_double ORDER BY p.case_no"
    ).df()
    _forget(cursor)
    return pairs


def _forget(cursor: duckdb.DuckDBPyConnection) -> None:
    for name in TEMPORARY:
        cursor.execute(f"DROP TABLE IF EXISTS temp.{name}")


def _prepare(cursor: duckdb.DuckDBPyConnection, plan: Plan, values: dict[str, float]) -> pd.DataFrame:
    for statement in MACROS:
        cursor.execute(statement)
    weights = place_weights(plan.seed, values)
    by_year = pd.DataFrame(
        [(year, doubles(rows, values["double_share"])) for year, rows in plan.rows_by_year.items()],
        columns=["case_year", "doubles"],
    )
    frames = {
        "a": pd.DataFrame([values]),
        "place_weight": weights,
        "profile": profiles(plan.rows_by_year, values["double_share"]),
        "doubles_of_year": by_year,
        "risk": pd.DataFrame([(str(item), item.about) for item in RiskItem], columns=["risk_item", "about"]),
    }
    for name, frame in frames.items():
        _temporary(cursor, name, frame)
    return weights


def _temporary(cursor: duckdb.DuckDBPyConnection, name: str, frame: pd.DataFrame) -> None:
    # Text becomes an ENUM: one byte a row where the same few words stand ten million times.
    words = frame.select_dtypes(include=["object", "string"]).columns
    cursor.register("incoming_rows", frame.astype(dict.fromkeys(words, "category")))
    cursor.execute(f"CREATE TEMP TABLE {name} AS SELECT * FROM incoming_rows")  # noqa: S608 a name of this module
    cursor.unregister("incoming_rows")


def _batch(cursor: duckdb.DuckDBPyConnection, plan: Plan) -> None:
    """The load that brings it: its hash is that of the assumptions and the plan, for there is no file."""
    told = "".join(sorted(f.read_text(encoding="utf-8") for f in reference.FOLDER.glob("demo_*.csv")))
    digest = hashlib.sha256(f"{plan}{told}".encode()).hexdigest()
    now = datetime.now(UTC).replace(tzinfo=None)
    row = [
        plan.batch_id,
        str(ImportFormat.DEMONSTRATION),
        "demonstration register (synthetic)",
        digest,
        ACTOR.actor,
        now,
    ]
    cursor.execute(
        "INSERT INTO import_batch VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0, NULL)", [*row, plan.cases, plan.cases]
    )
    cursor.execute("DELETE FROM setting WHERE key = 'register_kind'")
    cursor.execute(
        "INSERT INTO setting VALUES ('register_kind', ?, ?, ?)", [str(RegisterKind.DEMONSTRATION), ACTOR.actor, now]
    )


def _directory(cursor: duckdb.DuckDBPyConnection, plan: Plan, weights: pd.DataFrame) -> None:
    published = sum(assumptions.rows_by_year(None).values())
    scale = max(1.0, plan.cases / published)
    made = directory(plan.seed, weights, scale)
    insert_frame(cursor, "organisation", made.organisations.assign(batch_id=plan.batch_id))
    presences = made.presences.assign(batch_id=plan.batch_id)
    for column in ("from_on", "to_on", "last_confirmed_on"):
        presences[column] = pd.to_datetime(presences[column])
    insert_frame(cursor, "provider_presence", presences)
    insert_frame(cursor, "presence_service", made.services)
    for table, rows in registers(plan.seed, made.presences, made.organisations).items():
        if table != "meeting_attendance":
            rows = rows.assign(recorded_by=ACTOR.actor)
        if table not in ("meeting_attendance", "indicator_target"):
            rows = rows.assign(batch_id=plan.batch_id)
        insert_frame(cursor, table, rows)


def _run(cursor: duckdb.DuckDBPyConnection, plan: Plan, *names: str) -> None:
    known = {"seed": plan.seed, "as_of": AS_OF, "batch_id": plan.batch_id, "cases": plan.cases}
    for name in names:
        text = (SQL / f"{name}.sql").read_text(encoding="utf-8")
        used = set(re.findall(r"\$(\w+)", text))
        cursor.execute(text, {key: value for key, value in known.items() if key in used})


def _take(cursor: duckdb.DuckDBPyConnection) -> None:
    """The tables taken (case_no, day) and open_pool (pools whose room is not told)."""
    pools = cursor.execute(POOLS).fetchall()
    told = pd.DataFrame({"pool_id": [pool for _, pool, room in pools if room is None]}, dtype="str")
    _temporary(cursor, "open_pool", told)
    room_of = {number: room for number, _, room in pools}
    taken: list[tuple[int, int]] = []
    for number, attempts in _attempts(cursor):
        taken += admit(attempts, room_of[number]).items()
    _temporary(cursor, "taken", pd.DataFrame(taken, columns=["case_no", "day"], dtype="int32"))


def _attempts(cursor: duckdb.DuckDBPyConnection) -> Iterator[tuple[int, list[Attempt]]]:
    """Pool by pool (its number, what it is asked), so that Python's own objects stand for one pool at a time."""
    text = (SQL / "12_attempt.sql").read_text(encoding="utf-8")
    frame = cursor.execute(text, {"as_of": AS_OF}).df()
    for number, rows in frame.groupby("pool_no", sort=True):
        columns = (
            rows[name].tolist() for name in ("day", "case_no", "until_day", "is_urgent", "back_day", "back_until_day")
        )
        yield int(str(number)), [Attempt(*row) for row in zip(*columns, strict=True)]
