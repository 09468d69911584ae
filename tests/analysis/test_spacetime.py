"""Space-time classes: every sequence of years has exactly one; the trend test; constructed 3×3 grids; real years."""

from __future__ import annotations

import dataclasses
import re
from itertools import combinations, product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import kendalltau, norm

from analysis.clusters import gi_star_z
from analysis.hotspots import Hotspots, Untested, hotspots
from analysis.spacetime import (
    TREND_ALPHA,
    YEARS_LEAST,
    Untold,
    classes,
    classify,
    mann_kendall,
    most_years,
    of_years,
    space_time,
    untold,
)
from analysis.units import Panel, Units, links
from data.vocabulary import SpaceTime
from tests.grid import CODES, NEIGHBOURS

S = SpaceTime
YEARS = (2019, 2020, 2021, 2022, 2023)


def rules(text: str, z: float, p: float) -> dict[SpaceTime, bool]:
    """The page's rules, stated a second time over a text of 0 and 1: each on its own, none by what is left over."""
    hot = text.count("1")
    # Four of five years, without the function under test.
    is_most = 5 * hot >= 4 * len(text)
    now_most = is_most and text.endswith("1") and hot > 1
    return {
        S.NEW: re.fullmatch("0+1", text) is not None,
        S.CONSECUTIVE: not is_most and re.fullmatch("0+11+", text) is not None,
        S.INTENSIFYING: now_most and p <= TREND_ALPHA and z > 0,
        S.PERSISTENT: now_most and p > TREND_ALPHA,
        S.DIMINISHING: now_most and p <= TREND_ALPHA and z <= 0,
        S.SPORADIC: not is_most and re.fullmatch("[01]*10+1+", text) is not None,
        S.HISTORICAL: "1" in text and text.endswith("0"),
        S.NONE: set(text) == {"0"},
    }


def class_of(text: str, z: float = 0.0, p: float = 1.0) -> SpaceTime:
    (found,) = classify(np.array([[c == "1" for c in text]]), np.array([z]), np.array([p]))
    return found


@given(st.text("01", min_size=YEARS_LEAST, max_size=25), st.floats(-5, 5).filter(bool))
def test_the_rules_exclude_each_other_leave_nothing_out_and_are_the_ones_computed(text: str, z: float) -> None:
    p = float(2 * norm.sf(abs(z)))
    holds = [name for name, held in rules(text, z, p).items() if held]
    assert holds == [class_of(text, z, p)]


def test_every_sequence_of_five_to_eight_years_under_every_trend_has_the_one_class_of_the_rules() -> None:
    seen = set()
    for years in range(5, 9):
        for text in map("".join, product("01", repeat=years)):
            for z in (-3.0, 0.0, 3.0):
                p = float(2 * norm.sf(abs(z)))
                holds = [name for name, held in rules(text, z, p).items() if held]
                assert holds == [class_of(text, z, p)], (text, z)
                seen.add(holds[0])
    assert seen == set(SpaceTime)


@pytest.mark.parametrize(
    ("text", "z", "expected"),
    [
        ("00001", 0, S.NEW), ("00011", 3, S.CONSECUTIVE), ("00111", 0, S.CONSECUTIVE), ("01111", 3, S.INTENSIFYING),
        ("11011", 0, S.PERSISTENT), ("11111", 1.7, S.INTENSIFYING), ("11111", -1.6, S.PERSISTENT),
        ("11111", -3, S.DIMINISHING), ("10001", 0, S.SPORADIC), ("01101", 3, S.SPORADIC),
        ("11110", 3, S.HISTORICAL), ("10000", 0, S.HISTORICAL), ("00000", 3, S.NONE), ("0011111111", 0, S.PERSISTENT),
        ("0001111111", 0, S.CONSECUTIVE),
    ],
)  # fmt: skip
def test_classes_worked_by_hand(text: str, z: float, expected: SpaceTime) -> None:
    assert class_of(text, z, 2 * norm.sf(abs(z))) is expected


@pytest.mark.parametrize(("years", "most"), [(5, 4), (6, 5), (7, 6), (9, 8), (10, 8), (11, 9), (15, 12)])
def test_most_years_are_four_of_five(years: int, most: int) -> None:
    assert most_years(years) == most


def test_fewer_than_five_years_have_no_class() -> None:
    with pytest.raises(ValueError, match="at least 5"):
        class_of("1111")


# The trend.
def test_mann_kendall_worked_by_hand() -> None:
    # S = 10, variance 5·4·15/18 = 50/3: z = 9/√(50/3). With two pairs of equals S = 8 and the variance (300 − 36)/18.
    # All equal: no variance, no trend.
    z, p = mann_kendall(np.array([[1, 2, 3, 4, 5], [1, 1, 2, 2, 3], [5, 4, 3, 2, 1], [7, 7, 7, 7, 7.0]]))
    assert z == pytest.approx([9 / (50 / 3) ** 0.5, 7 / (264 / 18) ** 0.5, -9 / (50 / 3) ** 0.5, 0])
    assert p == pytest.approx([0.02749, 0.06757, 0.02749, 1], abs=1e-4)


@given(st.lists(st.integers(-3, 3), min_size=3, max_size=12))
def test_mann_kendall_is_kendalls_tau_against_time_with_the_correction_for_continuity(values: list[int]) -> None:
    series = np.array(values, float)
    z, p = mann_kendall(series[None, :])
    s = sum(np.sign(b - a) for a, b in combinations(series, 2))
    if len(set(values)) == 1:
        assert (z[0], p[0]) == (0, 1)
    else:
        plain_p = kendalltau(np.arange(len(series)), series, method="asymptotic").pvalue
        if s:
            assert z[0] == pytest.approx(np.sign(s) * norm.isf(plain_p / 2) * (abs(s) - 1) / abs(s), abs=1e-9)
        else:
            assert z[0] == 0
    back, _ = mann_kendall(series[None, ::-1])
    assert back[0] == pytest.approx(-z[0])


def test_one_year_has_no_trend_and_a_missing_value_is_refused() -> None:
    assert mann_kendall(np.array([[3.0]]))[0].tolist() == [0]
    with pytest.raises(ValueError, match="finite"):
        mann_kendall(np.array([[1.0, np.nan]]))


# Constructed 3×3 grids: people in each township, ten thousand inhabitants each.
def grid_units() -> Units:
    order = sorted(CODES)
    return Units(tuple(order), tuple((c,) for c in order), np.full(9, 1e4), ("all",) * 9, np.zeros(9), np.zeros(9))


def grid(rows: str) -> np.ndarray:
    """(9,) people of a grid written row by row, in the units' order."""
    return np.array([float(rows.split()[CODES.index(code)]) for code in sorted(CODES)])


def classes_on_grids(*grids: str, threshold: float = 1.645) -> dict[str, SpaceTime]:
    """Classes where a township is hot in a year if its Gi* there is above the threshold."""
    w = links(grid_units(), NEIGHBOURS)
    z = np.column_stack([gi_star_z(grid(rows), w) for rows in grids])
    told = classes(sorted(CODES), range(2020 - len(grids), 2020), z > threshold, z)
    return dict(zip(told["unit_pcode"], told["space_time"], strict=True))


# Gi* of a corner sums it and its two sides; that of the centre sums five townships.
NW = "9 9 1  9 1 1  1 1 1"
SE = "1 1 1  1 1 9  1 9 9"
EVEN = "1 1 2  2 2 1  1 2 1"


def test_a_corner_that_lights_up_in_the_last_year_is_new_and_the_far_one_nothing() -> None:
    found = classes_on_grids(EVEN, EVEN, EVEN, EVEN, NW)
    assert found.pop("NW") is S.NEW
    assert set(found.values()) == {S.NONE}


def test_a_corner_that_goes_out_is_historical_while_the_other_is_consecutive() -> None:
    found = classes_on_grids(NW, NW, EVEN, SE, SE)
    assert (found["NW"], found["SE"]) == (S.HISTORICAL, S.CONSECUTIVE)
    assert {found[code] for code in CODES if code not in ("NW", "SE")} == {S.NONE}


def test_a_corner_on_and_off_is_sporadic() -> None:
    assert classes_on_grids(NW, SE, NW, SE, NW)["NW"] is S.SPORADIC


def test_a_hot_corner_without_a_trend_is_persistent_also_with_a_year_off() -> None:
    assert classes_on_grids(NW, NW, NW, NW, NW)["NW"] is S.PERSISTENT
    assert classes_on_grids(NW, NW, SE, NW, NW)["NW"] is S.PERSISTENT


def test_a_hot_corner_stands_out_more_and_more_or_less_and_less() -> None:
    # The same peak over an ever emptier rest: Gi* of the corner rises every year, S = 10, p = 0.027.
    rising = [f"9 9 {rest}  9 {rest} 0  {rest} 0 0" for rest in (4, 3, 2, 1, 0)]
    assert classes_on_grids(*rising, threshold=1.0)["NW"] is S.INTENSIFYING
    assert classes_on_grids(*rising[::-1], threshold=1.0)["NW"] is S.DIMINISHING


def test_hot_years_are_named_and_an_undefined_score_counts_as_nobody_standing_out() -> None:
    hot = np.array([[1, 0, 1, 0, 0], [0, 0, 0, 0, 0]], bool)
    z = np.array([[2, np.nan, 2, -1, -2], [1, np.nan, 2, 3, 4]], float)
    told = classes(["A", "B"], YEARS, hot, z)
    assert told["hot_years"].tolist() == [(2019, 2021), ()]
    assert told["space_time"].tolist() == [S.HISTORICAL, S.NONE]
    assert told["trend_z"].tolist() == mann_kendall(np.array([[2, 0, 2, -1, -2.0], [1, 0, 2, 3, 4]]))[0].tolist()


# From the hot spots of each year.
SIDE = 12


def big_grid(*years: tuple[int, ...]) -> tuple[Panel, pd.DataFrame]:
    """12×12 townships of ten thousand that touch as a king moves, years from 2019; which 3×3 blocks are hot in each."""
    codes = [f"T{r:02}{c:02}" for r in range(SIDE) for c in range(SIDE)]
    row, column = np.divmod(np.arange(SIDE**2), SIDE)
    block = row // 3 * 4 + column // 3
    counts = np.column_stack([(np.arange(SIDE**2) * 7 % 3) + 30 * np.isin(block, hot) for hot in years])
    units = Units(
        tuple(codes), tuple((c,) for c in codes), np.full(SIDE**2, 1e4), ("all",) * SIDE**2, row * 1.0, column * 1.0
    )
    touching = [(a, b) for a, b in combinations(range(SIDE**2), 2)
                if max(abs(row[a] - row[b]), abs(column[a] - column[b])) == 1]  # fmt: skip
    pairs = pd.DataFrame([(codes[a], codes[b]) for a, b in touching], columns=["ts_a", "ts_b"])
    return Panel(units, tuple(range(2019, 2019 + len(years))), counts, (0,) * len(years)), pairs


@pytest.fixture(scope="module")
def six_years():
    return big_grid((0,), (0, 5), (0,), (0, 5, 15), (0, 15), (0, 5, 10, 15))


def test_blocks_of_a_real_grid_have_their_classes_at_their_centres(six_years) -> None:
    panel, pairs = six_years
    told = space_time(panel, pairs, 2024, years=6, permutations=9999).set_index("unit_pcode")["space_time"]
    centres = {0: "T0101", 5: "T0404", 10: "T0707", 15: "T1010"}
    assert {block: told[code] for block, code in centres.items()} == {
        0: S.PERSISTENT, 5: S.SPORADIC, 10: S.NEW, 15: S.CONSECUTIVE,
    }  # fmt: skip
    assert told["T1101"] is S.NONE
    earlier = space_time(panel, pairs, 2023, permutations=9999).set_index("unit_pcode")
    assert earlier.loc["T0404", "space_time"] is S.HISTORICAL
    assert earlier.loc["T0404", "hot_years"] == (2020, 2022)
    assert set(earlier["years"]) == {YEARS}


@pytest.fixture(scope="module")
def yearly(six_years) -> list[Hotspots]:
    panel, pairs = six_years
    return [hotspots(panel, year, pairs, permutations=9999) for year in panel.years]


def without(year: int, yearly: list[Hotspots]) -> list[Hotspots]:
    """The same where nothing could be tested in that year."""
    nothing = {"is_hot": False, "is_cold": False, "gi_z": 0.0}
    return [
        dataclasses.replace(one, untested=Untested.TOO_FEW, frame=one.frame.assign(**nothing))
        if one.year == year
        else one
        for one in yearly
    ]


def test_classes_of_years_found_before_are_those_computed_anew(six_years, yearly) -> None:
    panel, pairs = six_years
    anew = space_time(panel, pairs, 2024, permutations=9999)
    pd.testing.assert_frame_equal(of_years(reversed(yearly), 2024), anew)


def test_a_year_that_cannot_be_tested_is_left_out_and_breaks_nothing(yearly) -> None:
    told = of_years(without(2022, yearly), 2024).set_index("unit_pcode")
    assert set(told["years"]) == {(2019, 2020, 2021, 2023, 2024)}
    assert told.loc["T0101", "space_time"] is S.PERSISTENT
    assert told.loc["T1010", "space_time"] is S.CONSECUTIVE


def test_without_enough_tested_years_or_a_tested_last_one_there_is_no_class_and_a_reason(yearly) -> None:
    for found, last, reason in (
        (yearly, 2022, Untold.FEW_YEARS),
        (without(2020, yearly), 2023, Untold.FEW_YEARS),
        (without(2024, yearly), 2024, Untold.LAST_YEAR),
    ):
        assert untold(found, last) is reason
        told = of_years(found, last)
        assert len(told) == SIDE**2
        assert told["space_time"].isna().all()
        assert told["trend_z"].isna().all()
    assert untold(yearly, 2023) is None


def test_a_year_that_was_not_found_and_too_few_years_asked_for_are_refused(yearly) -> None:
    with pytest.raises(ValueError, match="2030"):
        of_years(yearly, 2030)
    with pytest.raises(ValueError, match="at least 5"):
        of_years(yearly, 2024, years=4)


def test_every_class_has_a_label_and_a_rule_of_its_own() -> None:
    assert len({code.label for code in SpaceTime} | {code.rule for code in SpaceTime}) == 16
    assert all(code.label and code.rule for code in SpaceTime)
