"""Townships, DSW offices and shelters as the register holds them."""

from __future__ import annotations

import pandas as pd

from data.store import Store
from queries.ask import ask


def townships(store: Store) -> pd.DataFrame:
    """330 rows: ts_pcode, ts_name_en, ts_name_my; the same of the district (dt_), the state or region as MIMU divides
    them (st_pcode, st_name_en, st_name_my: 18 units) and officially (sr_: 15 units); sr_type, self_admin; lat, lon of
    the main town and rep_lat, rep_lon of a point inside (degrees); area_km2; population_2014 (people, null: not
    counted separately).
    """
    return ask(store, "townships")


def dsw_offices(store: Store) -> pd.DataFrame:
    """office_id, place, ts_pcode, lat, lon (degrees), level, evidence, precision_note."""
    return ask(store, "dsw_offices")


def shelters(store: Store) -> pd.DataFrame:
    """shelter_id, place, ts_pcode, lat, lon (degrees), shelter_role, evidence, precision_note."""
    return ask(store, "shelters")
