"""What the second computation counts from its records: n, d, missing, inside and value, by any part of them."""

from __future__ import annotations

import math

import pandas as pd
from lifelines import KaplanMeierFitter

from data.indicator_files import Indicator
from data.vocabulary_indicators import Dimension, IndicatorKind
from tests.indicators import recomputed, recomputed_later
from tests.indicators.recomputed import Raw

COLUMNS = {Dimension.SEX: "sex_told", Dimension.STATE: "state"}
Counted = tuple[float, float | None, int, int, float | None]


def again(one: Indicator, register: Raw) -> pd.DataFrame:
    """The records of an indicator, with its year and, of cases, sex and state."""
    rows = getattr(recomputed, one.key, None) or getattr(recomputed_later, one.key)
    found = rows(register).copy()
    found["year"] = pd.to_datetime(found["day"]).dt.year
    if one.counts_cases:
        for column in COLUMNS.values():
            found[column] = found["case_code"].map(register.cases[column])
    return found


def count(one: Indicator, rows: pd.DataFrame) -> Counted:
    """n, d, missing, inside and value of some records."""
    if one.kind is IndicatorKind.COUNT:
        n = float(rows["amount"].sum())
        return n, None, int(rows["amount"].isna().sum()), 0, n
    if one.kind is IndicatorKind.RATIO:
        lacks = rows["amount"].isna() | rows["out_of"].isna()
        n, d = float(rows.loc[~lacks, "amount"].sum()), float(rows.loc[~lacks, "out_of"].sum())
        return n, d, int(lacks.sum()), 0, (n / d * (100 if one.unit == "per-100" else 1) if d else None)
    if one.kind is IndicatorKind.MEDIAN:
        told = rows["days"].dropna()
        return len(told), len(told), int(rows["days"].isna().sum()), 0, (float(told.median()) if len(told) else None)
    met, missing, inside = (int(rows[column].sum()) for column in ("met", "missing", "inside"))
    if one.kind is IndicatorKind.WAITING:
        waits = rows[~rows["missing"].astype(bool)]
        half = math.inf
        if len(waits):
            curve = KaplanMeierFitter().fit(waits["days"], waits["over"].astype(bool)).survival_function_.iloc[:, 0]
            half = min(
                curve.index[curve <= 0.5 + 1e-9], default=math.inf
            )  # lifelines' own median stumbles over rounding
        return met, met + inside, missing, inside, (None if math.isinf(half) else float(half))
    d = len(rows) - missing - inside
    return met, d, missing, inside, (met / d if d else None)
