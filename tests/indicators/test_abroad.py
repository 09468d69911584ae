"""Indicators of the time in shelters abroad, worked out on paper."""

from __future__ import annotations

from datetime import date, timedelta

from data.vocabulary_indicators import Dimension
from tests.indicators.hand import AS_OF, by, by_period, event, small_store, total
from tests.small_register import case


def test_abroad_within_six_months():
    """Admitted in Thailand: A home after 183 days (met), B after 184 (missed), C waits for 184 (missed), D for 183
    (inside), E returned home without a day of repatriation (missing). F in China and G never admitted: not counted.
    N = 1, D = 3: A, B, C."""
    day = date(2023, 3, 1)
    store = small_store(
        victim_case=[
            case(code, destination="CHN" if code == "F" else "THA", recorded_on=date(2023, 1, 1)) for code in "ABCDEFG"
        ],
        case_event=[
            *(event(code, "admitted_abroad", day) for code in "ABEF"),
            event("A", "repatriated", day + timedelta(183)),
            event("B", "repatriated", day + timedelta(184)),
            event("C", "admitted_abroad", AS_OF - timedelta(184)),
            event("D", "admitted_abroad", AS_OF - timedelta(183)),
            event("E", "returned_home", day + timedelta(300)),
            event("F", "repatriated", day + timedelta(10)),
        ],
    )
    assert total(store, "abroad_within_six_months") == (1, 3, 1, 1, 1 / 3)
    assert by_period(store, "abroad_within_six_months") == {"2023-01": (1, 2, 1, 0, 0.5), "2024-01": (0, 1, 0, 1, 0.0)}


def test_abroad_median_wait_counts_those_still_waiting_as_censored():
    """Waits: 10 over, 20 over, 30 still waiting, 40 over, 50 still waiting; one case without a day (missing).
    S(10) = 4/5; S(20) = 4/5 * 3/4 = 3/5; S(40) = 3/5 * 1/2 = 3/10 <= 1/2: the median is 40 days.
    The plain median of the three that are over would be 20. Of the men alone nobody's wait is over: n/a."""
    waits = {"A": (10, True), "B": (20, True), "C": (30, False), "D": (40, True), "E": (50, False), "F": (60, None)}
    store = small_store(
        victim_case=[
            case(code, sex="male" if code == "E" else "female", recorded_on=date(2023, 1, 1)) for code in waits
        ],
        case_event=[
            *(event(code, "admitted_abroad", AS_OF - timedelta(days)) for code, (days, _over) in waits.items()),
            *(event(code, "repatriated", AS_OF) for code, (_days, over) in waits.items() if over),
            event("F", "closed", AS_OF),
        ],
    )
    assert total(store, "abroad_median_wait") == (3, 5, 1, 2, 40)
    assert by(store, "abroad_median_wait", Dimension.SEX)["male"] == (0, 1, 0, 1, None)
    assert by(store, "abroad_median_wait", Dimension.SEX)["female"] == (3, 4, 1, 1, 20)
