"""The project's own reference tables, read from the CSV files beside this module.

Sources and terms: NOTICE. Every function returns a fresh copy, so a caller may change it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent


@cache
def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, encoding="utf-8", keep_default_na=False, na_values=[""])


def townships() -> pd.DataFrame:
    """330 townships: P-codes, names in English and Burmese, district, state/region, coordinates (degrees), area (km²), 2014 census population (people)."""
    return _read("townships.csv").copy()


def township_adjacency() -> pd.DataFrame:
    """Pairs of townships that touch: ts_a, ts_b, seat_km, shared_border_km, link (land, link or sea)."""
    return _read("township_adjacency.csv").copy()


def township_alternate_names() -> pd.DataFrame:
    """Other spellings of townships: ts_pcode, alt_name, script, sources."""
    return _read("township_alternate_names.csv").copy()


def state_alternate_names() -> pd.DataFrame:
    """Other names of the 15 official states and regions: sr_pcode, sr_name_en, alt_names (joined by |)."""
    return _read("state_alternate_names.csv").copy()


def border_crossings() -> pd.DataFrame:
    """Border towns: town, township, the country and place opposite, coordinates in degrees."""
    return _read("border_crossings.csv").copy()


def shelters() -> pd.DataFrame:
    """DSW transit shelters, at the town's centroid: place, ts_pcode, lat, lon, role, evidence, precision."""
    return _read("shelters.csv").copy()
