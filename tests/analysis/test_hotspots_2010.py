"""What lies in the hot spots of 2010, on six units worked out by hand."""

from __future__ import annotations

import math

import pandas as pd
import pytest

from analysis.hotspots_2010 import ALL_ST_PCODES, ST_PCODES, HotSpot2010, against_2010, by_place
from data import reference

FRAME = pd.DataFrame(
    {
        "st_pcode": ["MMR015", "MMR013", "MMR007", "MMR008", "MMR001", "MMR010"],
        "population": [100_000, 200_000, 50_000, 50_000, 300_000, 300_000],
        "victims_people": [6, 2, 1, 0, 3, 0],
        "rank": [1, 3, 2, 5, 4, 6],
        "is_hot": [True, False, False, False, True, False],
    }
)


def test_shares_of_victims_population_and_the_top_list():
    told = against_2010(FRAME, most=3)
    assert (told.victims_people, told.placed_people) == (9, 12)
    assert told.victims_0_1 == 0.75
    assert told.population_0_1 == pytest.approx(0.4)
    assert (told.top_units, told.top_all, told.top_0_1) == (3, 3, 1.0)


def test_the_top_list_never_holds_a_unit_without_a_victim():
    told = against_2010(FRAME, most=6)
    assert (told.top_units, told.top_all) == (3, 4)


def test_place_by_place_bago_is_both_its_halves_and_the_rest_is_everywhere_else():
    rows = by_place(FRAME, most=2).set_index("hotspot", drop=False)
    assert list(rows["hotspot"])[:5] == [str(code) for code in HotSpot2010]
    bago, rest = rows.loc[str(HotSpot2010.BAGO)], rows.iloc[-1]
    assert (bago["victims_people"], bago["per_100k"], bago["top_units"]) == (1, 1.0, 1)
    assert (rest["victims_people"], rest["per_100k"], rest["hot_units"]) == (3, 0.5, 1)
    assert rows["victims_0_1"].sum() == pytest.approx(1)
    assert math.isnan(rows.loc[str(HotSpot2010.MON), "per_100k"])  # nobody of these six lives there


def test_nobody_at_all_has_no_shares():
    told = against_2010(FRAME.assign(victims_people=0), most=3)
    assert (told.victims_0_1, told.top_0_1, told.top_all) == (None, None, 0)


def test_the_codes_are_those_of_the_places_named():
    names = reference.states().set_index("st_pcode")["st_name_en"]
    assert names[list(ALL_ST_PCODES)].tolist() == [
        "Shan (North)", "Yangon", "Bago (East)", "Bago (West)", "Mon", "Kayin"
    ]  # fmt: skip
    assert list(ST_PCODES) == list(HotSpot2010)
