"""A register in which every text that a person or a file can write is an attack on pages, maps and spreadsheets.

Each text says the column it stands in, so that what a page shows can be traced: [[organisation.name]] and so on.
"""

from __future__ import annotations

import re
from datetime import date, datetime
from functools import cache
from pathlib import Path

import pandas as pd

from data import audit
from data.demo import make_demo
from data.scope import Scope
from data.store import Store, insert_frame, memory_store, open_store
from data.vocabulary import Role

# Markup with a handler, template literals, a backtick, ends of script and style, an address that runs, a template,
# attributes that break out, Markdown, LaTeX, an icon's name.
MARKUP = (
    '<img src=x onerror="window.top.atlasHit=1"> ${window.top.atlasHit=2} `${window.top.atlasHit=3}` </script>'
    "<script>window.top.atlasHit=4</script></style><svg onload=window.top.atlasHit=5> {{ 7*7 }} "
    "[x](javascript:window.top.atlasHit=6) \"onmouseover='window.top.atlasHit=7' ' _a_b_ $x^2$ :material/home: "
    "javascript:window.top.atlasHit=8"
)
FORMULA = "=cmd|'/C calc'!A0"
MARK = re.compile(r"\[\[([a-z_]+\.[a-z_]+)\]\]")

# Columns of text that a person, a file or a sign-in can fill. Whatever stands neither here nor in WRITTEN_BY_THE_ATLAS
# fails a test: who adds a column says what it is.
FREE_TEXT: dict[str, tuple[str, ...]] = {
    "township_alternate_name": ("alt_name", "source", "confirmed_by"),
    "import_batch": ("file_name", "loaded_by"),
    "import_reject": ("column_name", "written_value", "reason"),
    "organisation": ("name", "acronym"),
    "provider_presence": ("activity", "source"),
    "victim_case": ("village_written",),
    "case_source": ("reference",),
    "case_pair": ("decided_by",),
    "case_flag": ("flagged_by",),
    "case_event": ("recorded_by",),
    "assignment": ("decided_by", "note"),
    "case_worker": ("code", "recorded_by"),
    "case_need": ("noted_by",),
    "assessment": ("recorded_by",),
    "referral": ("referred_by", "note", "decided_by", "decline_reason"),
    "meeting": ("note", "recorded_by"),
    "meeting_decision": ("note", "decided_by"),
    "training": ("source", "recorded_by"),
    "training_target": ("recorded_by",),
    "joint_visit": ("source", "recorded_by"),
    "health_site": ("name", "source", "recorded_by"),
    "legal_proceeding": ("recorded_by",),
    "fund_entry": ("source", "recorded_by"),
    "shelter_census_abroad": ("source", "recorded_by"),
    "provider_report": ("source", "recorded_by"),
    "stage_assessment": ("source", "recorded_by"),
    "health_advocacy": ("source", "recorded_by"),
    "indicator_target": ("recorded_by",),
    "recommendation_state": ("evidence", "note", "recorded_by"),
    "hotspot_list": ("note", "frozen_by"),
    "hotspot_entry": ("reason",),
    "allocation_plan": ("name", "made_by"),
    "audit_log": ("actor", "subject", "reason"),
}
# Tables and columns whose texts come from the atlas itself: place codes that it ships, keys that it makes, digests,
# numbers and JSON in its own form, words of its own lists.
WRITTEN_BY_THE_ATLAS: dict[str, tuple[str, ...]] = {
    "setting": ("*",),
    "township": ("*",),
    "township_alternate_name": ("script",),
    "township_code_change": ("*",),
    "dsw_office": ("*",),
    "shelter": ("*",),
    "import_batch": ("file_sha256",),
    "import_reject": ("reason_code", "facts"),
    "victim_case": ("merged_into",),
    "case_pair": ("why",),
    "case_event": ("detail",),
    "meeting": ("st_pcode",),
    "meeting_decision": ("subject_id",),
    "indicator_target": ("indicator",),
    "recommendation_state": ("recommendation", "supersedes"),
    "hotspot_list": ("supersedes", "data_version", "method", "content_sha256"),
    "hotspot_entry": ("unit_pcode",),
    "allocation_plan": ("data_version", "inputs", "result", "content_sha256"),
    "audit_log": ("role", "action", "previous_hash", "row_hash"),
}
_KEY = re.compile(r"(^|_)(id|code)(_[ab])?$|_pcode$")
DAY, MOMENT = date(2025, 11, 3), datetime(2025, 11, 3, 9, 0)
LIST_YEAR = 2024


def attack(table: str, column: str, number: int = 0) -> str:
    """The text that stands in a column; `number` tells rows apart where a column must not repeat itself."""
    return f"{FORMULA} [[{table}.{column}]] {number} {MARKUP}"


def undecided_columns(store: Store) -> list[str]:
    """Columns of text that no list of codes and no reference restricts, and of which nobody said who writes them."""
    columns = store.read(
        "SELECT table_name AS t, column_name AS c FROM duckdb_columns() WHERE data_type = 'VARCHAR' AND NOT internal"
    )
    rules = store.read(
        "SELECT table_name AS t, constraint_text AS rule FROM duckdb_constraints() WHERE constraint_type = 'CHECK'"
    )
    found = []
    for table, column in columns.itertuples(index=False):
        listed = any(re.search(rf"\b{column}\b\W+IN\b", rule) for rule in rules.loc[rules["t"] == table, "rule"])
        ours = WRITTEN_BY_THE_ATLAS.get(table, ())
        said = column in FREE_TEXT.get(table, ()) or column in ours or "*" in ours
        if not (listed or said or _KEY.search(column)):
            found.append(f"{table}.{column}")
    return found


@cache
def _peaceful() -> Store:
    store = memory_store()
    make_demo(store, 80)
    return store


def make_hostile(path: Path) -> tuple[str, str]:
    """A hostile register at `path`; returns what `fill_hostile` returns."""
    store = open_store(path)
    try:
        return fill_hostile(store)
    finally:
        store.close()


def fill_hostile(store: Store) -> tuple[str, str]:
    """Fill an empty register as a small demonstration, with a row in every table, whose free texts are all attacks.

    Returns the person who was referred and the sitting that decided it.
    """
    source = _peaceful()
    order = source.read("SELECT table_name AS t FROM duckdb_tables() WHERE NOT internal ORDER BY table_oid")["t"]
    held = {table for table in order if int(store.read(f"SELECT count(*) AS n FROM {table}")["n"].iloc[0])}
    with store.transaction() as cursor:
        for table in [table for table in order if table not in held | {"audit_log"}]:
            frame = source.read(f"SELECT * FROM {table}")
            rows = frame if len(frame) else _added(source, table)
            if len(rows):
                insert_frame(cursor, table, _poisoned(table, rows))
        _poison_names(cursor)
        scope = Scope(Role.PLANNER, attack("audit_log", "actor"))
        audit.append(cursor, scope, "export", attack("audit_log", "subject"), 3, attack("audit_log", "reason"))
    decision = _added(source, "meeting_decision").iloc[0]
    return str(decision["case_code"]), str(decision["meeting_id"])


def _poisoned(table: str, rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with an attack in each of their free texts."""
    texts = {c: [attack(table, c, n) for n in range(len(rows))] for c in FREE_TEXT.get(table, ())}
    return rows.assign(**{column: pd.Series(values, rows.index, dtype=object) for column, values in texts.items()})


def _poison_names(cursor) -> None:
    for column in FREE_TEXT["township_alternate_name"]:
        cursor.execute(
            f"UPDATE township_alternate_name SET {column} = ? || ts_pcode || rowid",
            [attack("township_alternate_name", column)],
        )


def _added(source: Store, table: str) -> pd.DataFrame:
    """Rows of a table that the demonstration leaves empty; their free texts are filled in afterwards."""
    first = source.read(
        "SELECT a.case_code, p.presence_id, p.organisation_id FROM assignment a, provider_presence p "
        "WHERE a.assignment_state = 'unassigned' AND a.valid_to IS NULL AND p.is_reintegration "
        "AND p.activity_status = 'ongoing' ORDER BY ALL LIMIT 1"
    ).iloc[0]
    batch = source.read("SELECT batch_id FROM import_batch")["batch_id"].iloc[0]
    codes = source.read("SELECT case_code FROM victim_case ORDER BY case_code LIMIT 2")["case_code"].tolist()
    meeting = source.read(
        "SELECT meeting_id FROM meeting WHERE held_on IS NOT NULL AND meeting_kind = 'rr_operational' "
        "ORDER BY held_on DESC, meeting_id LIMIT 1"
    )["meeting_id"].iloc[0]
    rows: dict[str, dict[str, object]] = {
        "import_reject": {"batch_id": batch, "row_no": 7, "reason_code": "Unknown"},
        "case_pair": {"pair_id": "PAIR-1", "case_code_a": codes[0], "case_code_b": codes[1], "score": 0.9,
                      "why": "[]", "state": "rejected", "decided_at_utc": MOMENT},
        "referral": {"referral_id": "RF-1", "case_code": first["case_code"], "presence_id": first["presence_id"],
                     "organisation_id": first["organisation_id"], "referral_state": "declined", "referred_on": DAY,
                     "meeting_id": meeting, "decided_at_utc": MOMENT},
        "meeting_decision": {"decision_id": "MD-1", "meeting_id": meeting, "case_code": first["case_code"],
                             "agenda_item": "waiting_long", "decision": "discussed", "decided_at_utc": MOMENT},
        "recommendation_state": {"state_id": "RS-1", "recommendation": "1.5", "recommendation_status": "done",
                                 "owner_body": "dsw", "due_on": DAY, "recorded_at_utc": MOMENT},
        "hotspot_list": {"list_id": "HL-1", "list_year": LIST_YEAR, "version": 1, "as_of": DAY, "data_version": "x",
                         "rule_most": 1, "method": "{}", "townships": 1, "content_sha256": "0" * 64,
                         "frozen_at_utc": MOMENT},
        "hotspot_entry": {"list_id": "HL-1", "ts_pcode": "MMR001001", "unit_pcode": "MMR001001", "rank": 1,
                          "rank_low": 1, "rank_high": 2, "space_time": "none", "is_hot": False, "is_cluster": False,
                          "victims_people": 12, "smoothed_per_100k": 4.0, "corridor": "china",
                          "corridor_share_0_1": 0.8, "tier": 6, "unassigned_people": 2, "how": "hand"},
        "allocation_plan": {"plan_id": "plan-1", "plan_kind": "today", "made_at_utc": MOMENT, "data_version": "x",
                            "as_of": DAY, "demand_people": 10.0, "reached_people": 5.0, "cost_usd": 0.0,
                            "objective": 5.0, "inputs": "{}", "result": "{}", "content_sha256": "0" * 64},
    }  # fmt: skip
    return pd.DataFrame([rows[table]] if table in rows else [])
