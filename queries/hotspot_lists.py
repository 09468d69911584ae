"""Frozen lists of hot spots: planners see everything, those who carry them out no number of people, others nothing."""

from __future__ import annotations

import pandas as pd

from data.scope import Scope
from data.store import Store
from queries.ask import ask


def lists(store: Store, scope: Scope) -> pd.DataFrame:
    """Latest year and version first: list_id, list_year, version, supersedes (null: first of its year), is_latest (no
    later version of its year), as_of, data_version, rule_most, method (JSON), note (null: none, or not for this
    reader), townships, content_sha256, frozen_by, frozen_at_utc.
    """
    return ask(store, "lists", scope)


def entries(store: Store, scope: Scope, list_id: str) -> pd.DataFrame:
    """One row a township of a list, best rank first; nothing for an unknown list.

    ts_pcode, ts_name_en, ts_name_my, st_pcode, unit_pcode, rank, rank_low, rank_high, space_time (null: could not be
    told), is_hot, is_cluster, corridor, tier (1-6), how (ListedHow); for planners alone, else null: victims_people,
    smoothed_per_100k, corridor_share_0_1, unassigned_people, reason (null: by the rule alone).
    """
    return ask(store, "entries", scope, list_id=list_id)
