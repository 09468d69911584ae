"""Numbers of indicators as they are judged, worded and drawn: n/a is a gap, noise is no change, few is said."""

from __future__ import annotations

import math
from dataclasses import replace
from html import unescape

import numpy as np
import pandas as pd
import pytest

from analysis.intervals import Interval, count, share
from data.indicator_files import indicators
from data.vocabulary_indicators import Better, IndicatorKind, Period
from ui import indicator_figures as figures
from ui import indicator_values as values
from ui import indicator_words as say
from ui.indicator_figures import Point
from ui.indicator_values import Answers, Measured

BY_KEY = {one.key: one for one in indicators()}
SHARE = replace(BY_KEY["abroad_within_six_months"], target=0.8)
COUNT = BY_KEY["unassigned_people"]
WAIT = BY_KEY["abroad_median_wait"]
NOTHING = Measured(Interval(None), 0.0, 0.0, 0, 3)


def measured(met: float, of: float, missing: int = 0, inside: int = 0) -> Measured:
    return Measured(share(met, of), met, of, missing, inside)


POINTS = [
    Point("2021", measured(1, 4)),
    Point("2022", None),
    Point("2023", NOTHING),
    Point("2024", measured(3, 4), True),
]


def test_a_gap_is_neither_a_bar_nor_nought():
    figure = figures.trend(SHARE, POINTS, 0.8)
    assert figure.data[0].y == (0.25, None, None, 0.75)
    assert [note.x for note in figure.layout.annotations if note.text == "n/a"] == [1, 2]
    assert figure.data[0].marker.pattern.shape == ("", "", "", "/")
    (line,) = figure.layout.shapes
    assert (line.y0, line.y1, line.line.dash) == (0.8, 0.8, "dash")


def test_whiskers_reach_the_bounds():
    figure = figures.trend(SHARE, POINTS, None)
    low, high = share(1, 4).low, share(1, 4).high
    assert figure.data[0].error_y.array[0] == pytest.approx(high - 0.25)
    assert figure.data[0].error_y.arrayminus[0] == pytest.approx(0.25 - low)
    assert figure.data[0].error_y.array[1] == 0


def test_parts_say_on_what_they_rest_and_are_no_markup():
    figure = figures.parts(SHARE, [Point("<b>A</b>", measured(1, 4)), Point("B", NOTHING)], None)
    assert figure.layout.yaxis.ticktext == ("&lt;b&gt;A&lt;/b&gt; · 1 of 4", "B · 0 of 0")
    assert [note.y for note in figure.layout.annotations if note.text == "n/a"] == [1]


def test_small_bars_leave_gaps_and_tell_them():
    text = unescape(figures.spark(POINTS, "2024", 0.8))
    assert text.count("border-bottom:2px dotted") == 2
    assert "2021: 0.25; 2022: n/a; 2023: n/a; 2024: 0.75" in text
    assert "bottom:100%" in text  # the target is the highest
    assert figures.spark(POINTS[1:3], "2023", None) == ""
    assert figures.spark([], "2023", 0.8) == ""


@pytest.mark.parametrize(
    ("better", "change", "is_better"),
    [
        (Better.HIGHER, Interval(0.2, 0.1, 0.3), True),
        (Better.HIGHER, Interval(-0.2, -0.3, -0.1), False),
        (Better.LOWER, Interval(-0.2, -0.3, -0.1), True),
        (Better.NEITHER, Interval(0.2, 0.1, 0.3), None),
        (Better.HIGHER, Interval(0.2, -0.1, 0.3), None),
    ],
)
def test_better_or_worse_only_beyond_noise(better, change, is_better):
    assert values.is_better(replace(SHARE, better=better), change) is is_better


def test_changes_in_words():
    assert say.change(SHARE, Interval(0.2, 0.1, 0.3), "2023") == "▲ +20 points against 2023 (better)"
    assert say.change(SHARE, Interval(-0.2, -0.3, -0.1), "2023") == "▼ −20 points against 2023 (worse)"
    assert say.change(SHARE, Interval(0.2, -0.1, 0.3), "2023") == "no clear change against 2023"
    assert say.change(SHARE, Interval(0.2), "2023") == "change against 2023 not judged: no interval"
    assert say.change(SHARE, Interval(None), "2023") == ""


def test_nothing_is_claimed_while_most_are_still_in_time():
    """Two of two met, and 135 still in time: those who were early say little of all."""
    early = measured(2, 2, inside=135)
    clear = values.moved(measured(40, 200), early)
    assert values.is_clear(clear)
    assert values.is_early(SHARE, early)
    assert not values.is_early(SHARE, measured(2, 2, inside=1))
    assert say.change(SHARE, clear, "2023", early=True) == "change against 2023 not judged: most are still in time"


def test_values_and_bounds_in_words():
    assert say.value(SHARE, None) == "n/a"
    assert say.value(SHARE, 0.0) == "0%"
    assert say.value(SHARE, 0.052) == "5.2%"
    assert say.value(COUNT, 1234.0) == "1,234 people"
    assert say.bounds(WAIT, Interval(40, 30, math.inf)) == "30 or more"
    assert say.bounds(WAIT, Interval(None, 30, math.inf)) == "30 or more"
    assert say.bounds(SHARE, Interval(0.5)) == ""
    assert say.counted(COUNT, Measured(count(4), 4, None, 0, 0)) == "n = 4"
    assert say.counted(COUNT, Measured(count(40), 40, None, 0, 0)) == ""
    assert say.counted(SHARE, measured(1, 4)) == "1 of 4 (n = 4)"
    assert say.counted(SHARE, measured(10, 40)) == "10 of 40"


def test_targets():
    assert say.target(SHARE, measured(9, 10), 0.8) == "target 80%: reached"
    assert say.target(SHARE, measured(7, 10), 0.8) == "target 80%: not reached"
    assert say.target(SHARE, NOTHING, 0.8) == "target 80%"
    assert say.target(SHARE, None, None) == "no target"
    assert values.is_reached(WAIT, 100.0, 183.0) is True
    assert values.is_reached(WAIT, 200.0, 183.0) is False


def test_records_that_can_answer():
    """Of 10 counted, 2 in time and 4 missing, 12 of 16 can answer; those of a median wait stand in its denominator."""
    assert values.answered_0_1(SHARE, measured(3, 10, missing=4, inside=2)) == 12 / 16
    assert values.answered_0_1(WAIT, Measured(Interval(5), 3, 10, 5, 4)) == 10 / 15
    assert values.answered_0_1(BY_KEY["weighted_caseload_per_worker"], measured(3, 10, missing=4)) is None
    assert values.answered_0_1(BY_KEY["fund_paid_kyat"], Measured(Interval(5), 5, None, 1, 0)) is None
    assert values.answered_0_1(SHARE, measured(0, 0)) is None


def frame(*rows: tuple[object, ...]) -> pd.DataFrame:
    names = ["indicator", "level", "period_on", "part", "n", "d", "missing", "inside", "value"]
    return pd.DataFrame(list(rows), columns=names)


def answered(*rows: tuple[object, ...], spells: pd.DataFrame | None = None, targets: object = ()) -> Answers:
    lengths = pd.DataFrame(columns=["indicator", "period_on", "part", "days", "over_people", "waiting_people"])
    aims = pd.DataFrame(list(targets), columns=["indicator", "target_year", "target"])  # type: ignore[call-overload]
    return Answers(
        BY_KEY, None, Period.YEAR, values.by_place(frame(*rows)), lengths if spells is None else spells, aims
    )


Y22, Y24 = pd.Timestamp(2022, 1, 1), pd.Timestamp(2024, 1, 1)


def test_answers_by_place():
    key = SHARE.key
    found = answered(
        (key, "cell", Y22, "a", 1.0, 4.0, 2, 0, 0.25),
        (key, "period", Y22, None, 1.0, 4.0, 2, 0, 0.25),
        (key, "period", pd.NaT, None, 9.0, 9.0, 0, 0, 1.0),
        (key, "all", pd.NaT, None, 10.0, 13.0, 2, 0, 10 / 13),
        targets=[(key, 2024, 0.9), (key, 2022, 0.5)],
    )
    assert found.periods(key) == [Y22]
    assert found.measured(key, Y22, "a").value == share(1, 4)
    assert found.measured(key, None).n == 10
    assert found.measured(key, Y24) is None
    assert (found.target(key, Y24), found.target(key, Y22), found.target(key, None)) == (0.9, 0.5, 0.9)
    assert found.target(key, pd.Timestamp(2019, 1, 1)) == BY_KEY[key].target


def test_intervals_by_kind():
    """Kyat and weights have none; a rate per 100 has that of its count."""
    found = answered(
        ("fund_paid_kyat", "all", pd.NaT, None, 500.0, np.nan, 0, 0, 500.0),
        ("interpreters_per_100", "all", pd.NaT, None, 10.0, 200.0, 0, 0, 5.0),
        ("weighted_caseload_per_worker", "all", pd.NaT, None, 10.0, 5.0, 0, 0, 2.0),
    )
    assert found.measured("fund_paid_kyat", None).value == Interval(500.0)
    assert found.measured("weighted_caseload_per_worker", None).value == Interval(2.0)
    rate = found.measured("interpreters_per_100", None).value
    assert (rate.low, rate.high) == pytest.approx((4.795 / 2, 18.390 / 2), abs=5e-4)
    assert BY_KEY["interpreters_per_100"].kind is IndicatorKind.RATIO


def test_periods_and_their_gaps():
    assert [at.year for at in values.every_period([Y24, Y22], Period.YEAR)] == [2022, 2023, 2024]
    quarter = pd.Timestamp(2024, 4, 1)
    assert (values.period_key(quarter, Period.QUARTER), values.period_name(quarter, Period.QUARTER)) == (
        "2024-2",
        "2024 Q2",
    )
    assert str(values.last_day(quarter, Period.QUARTER)) == "2024-06-30"
    assert values.before(pd.Timestamp(2024, 1, 1), Period.QUARTER) == pd.Timestamp(2023, 10, 1)
    day = pd.Timestamp(2024, 12, 30).date()
    assert values.default_period([Y22, Y24], Period.YEAR, day) == Y22
    assert values.default_period([Y24], Period.YEAR, day) == Y24
    assert values.default_period([], Period.YEAR, day) is None
