"""Townships, DSW offices and shelters as the register holds them."""

from __future__ import annotations

import pandas as pd

from data.store import Store
from queries.ask import ask


def townships(store: Store) -> pd.DataFrame:
    """330 rows: ts_, dt_, st_ (18 units) and sr_ (15 official) pcode, name_en and name_my; sr_type, self_admin;
    lat, lon of the main town and rep_lat, rep_lon of a point inside (degrees); area_km2;
    population_2014 (people, null: not counted separately).
    """
    return ask(store, "townships")


def dsw_offices(store: Store) -> pd.DataFrame:
    """office_id, place, ts_pcode, lat, lon (degrees), level, evidence, precision_note."""
    return ask(store, "dsw_offices")


def shelters(store: Store) -> pd.DataFrame:
    """shelter_id, place, ts_pcode, lat, lon (degrees), shelter_role, evidence, precision_note."""
    return ask(store, "shelters")
