"""Indicators of the time in shelters abroad and of the preparation of the return (stage 1), worked out on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.vocabulary_indicators import Dimension, Period
from data.vocabulary_work import RiskItem
from tests.indicators.hand import (
    AS_OF,
    DAY,
    RECORDED,
    after,
    by,
    by_period,
    event,
    g2g,
    happened,
    person,
    total,
)


def test_abroad_within_six_months(put):
    """1.1. Admitted in Thailand: A home after 183 days (met), B after 184 (missed), C waits for 184 (missed), D for 183
    (inside); E returned home without a day of repatriation, H escaped, I repatriated before the admission (missing).
    F in China and G never admitted: not counted. N = 1, D = 3: A, B, C."""
    store = put(
        victim_case=[person(code, destination="CHN" if code == "F" else "THA") for code in "ABCDEFGHI"],
        case_event=[
            *happened("A", admitted_abroad=0, repatriated=183),
            *happened("B", admitted_abroad=0, repatriated=184),
            event("C", "admitted_abroad", AS_OF - timedelta(184)),
            event("D", "admitted_abroad", AS_OF - timedelta(183)),
            *happened("E", admitted_abroad=0, returned_home=300),
            *happened("F", admitted_abroad=0, repatriated=10),
            *happened("H", admitted_abroad=0, escaped=20),
            *happened("I", repatriated=0, admitted_abroad=5),
        ],
    )
    assert total(store, "abroad_within_six_months") == (1, 3, 3, 1, 1 / 3)
    assert by_period(store, "abroad_within_six_months") == {"2023-01": (1, 2, 3, 0, 0.5), "2024-01": (0, 1, 0, 1, 0)}


def test_abroad_median_wait_counts_those_still_waiting_as_censored(put):
    """1.1. Waits: 10 over, 20 over, 30 still waiting, 40 over, 50 still waiting; one closed without a day (missing).
    S(10) = 4/5; S(20) = 4/5 * 3/4 = 3/5; S(40) = 3/5 * 1/2 = 3/10 <= 1/2: the median is 40 days.
    The plain median of the three that are over would be 20. Of the men alone nobody's wait is over: n/a."""
    waits = {"A": (10, True), "B": (20, True), "C": (30, False), "D": (40, True), "E": (50, False), "F": (60, None)}
    store = put(
        victim_case=[person(code, sex="male" if code == "E" else "female") for code in waits],
        case_event=[
            *(event(code, "admitted_abroad", AS_OF - timedelta(days)) for code, (days, _over) in waits.items()),
            *(event(code, "repatriated", AS_OF) for code, (_days, over) in waits.items() if over),
            event("F", "closed", AS_OF),
        ],
    )
    assert total(store, "abroad_median_wait") == (3, 5, 1, 2, 40)
    assert by(store, "abroad_median_wait", Dimension.SEX)["male"] == (0, 1, 0, 1, None)
    assert by(store, "abroad_median_wait", Dimension.SEX)["female"] == (3, 4, 1, 1, 20)


def test_family_contact_in_quarter(put):
    """1.2. A from 10 May to 1 November 2024: quarters 2 (a contact in June), 3 (none), 4 (a contact in December, after
    leaving: none; the quarter is not over: inside). B from 15 October on: quarter 4, a contact. C from 1 July to
    1 October: quarter 3 alone, a contact. N = 3: A2, B4, C3; D = 4: with A3."""
    store = put(
        victim_case=[person(code) for code in "ABC"],
        case_event=[
            event("A", "admitted_abroad", date(2024, 5, 10)),
            event("A", "family_contact", date(2024, 6, 1)),
            event("A", "repatriated", date(2024, 11, 1)),
            event("A", "family_contact", date(2024, 12, 1)),
            event("B", "admitted_abroad", date(2024, 10, 15)),
            event("B", "family_contact", date(2024, 11, 11)),
            event("B", "family_contact", date(2024, 12, 12)),
            event("C", "admitted_abroad", date(2024, 7, 1)),
            event("C", "family_contact", date(2024, 7, 20)),
            event("C", "repatriated", date(2024, 10, 1)),
        ],
    )
    assert total(store, "family_contact_in_quarter") == (3, 4, 0, 1, 0.75)
    assert by_period(store, "family_contact_in_quarter", Period.QUARTER) == {
        "2024-04": (1, 1, 0, 0, 1),
        "2024-07": (1, 2, 0, 0, 0.5),
        "2024-10": (1, 1, 0, 1, 1),
    }


def test_training_that_fits(put):
    """1.3. A in a skill that fits, B in another one and later in one that fits (both met), C in another (not met), D
    without saying (missing), E not trained. N = 2, D = 3; B stands in the year of the first training, 2023."""
    store = put(
        victim_case=[person(code) for code in "ABCDE"],
        case_event=[
            event("A", "trained_abroad", DAY, detail="fits_home"),
            event("B", "trained_abroad", DAY, detail="other_skill"),
            event("B", "trained_abroad", date(2024, 3, 1), detail="fits_home"),
            event("C", "trained_abroad", date(2024, 4, 1), detail="other_skill"),
            event("D", "trained_abroad", DAY),
        ],
    )
    assert total(store, "training_that_fits") == (2, 3, 1, 0, pytest.approx(2 / 3))
    assert by_period(store, "training_that_fits") == {"2023-01": (2, 2, 1, 0, 1), "2024-01": (0, 1, 0, 0, 0)}


def test_china_basic_case_file(put):
    """1.4. Repatriated from China: A through a shelter and with a file (met), B with a file but no shelter, C through a
    shelter without a file, D with a file a day too late (not met). E came by herself, F from Thailand. N = 1, D = 4."""
    store = put(
        victim_case=[
            *(g2g(code, "CHN") for code in "ABCD"),
            person("E", victim_type="self_cross_border"),
            g2g("F", "THA"),
        ],
        case_event=[
            *happened("A", admitted_abroad=0, case_file_received=5, repatriated=10),
            *happened("B", case_file_received=5, repatriated=10),
            *happened("C", admitted_abroad=0, repatriated=10),
            *happened("D", admitted_abroad=0, repatriated=10, case_file_received=11),
            *happened("E", admitted_abroad=0, case_file_received=5, repatriated=10),
            *happened("F", admitted_abroad=0, case_file_received=5, repatriated=10),
        ],
    )
    assert total(store, "china_basic_case_file") == (1, 4, 0, 0, 0.25)


def test_family_background_complete(put):
    """1.5. Files: A complete (met), A again and B with gaps (not met), C basic (not counted), D of a kind that nobody
    told (missing). N = 1, D = 3, one missing."""
    store = put(
        victim_case=[person(code) for code in "ABCD"],
        case_event=[
            event("A", "case_file_received", DAY, detail="full"),
            event("A", "case_file_received", after(9), detail="gaps"),
            event("B", "case_file_received", DAY, detail="gaps"),
            event("C", "case_file_received", DAY, detail="basic"),
            event("D", "case_file_received", DAY),
        ],
    )
    assert total(store, "family_background_complete") == (1, 3, 1, 0, pytest.approx(1 / 3))


def test_case_files_from_thailand(put):
    """1.6. Returning government to government from Thailand: A has a full file after 10 days, B one with gaps after 30,
    C a basic one, D none and no day of admission, G a full one that came before the admission. E is in China, F
    returned by himself. N = 3 (A, B, G), D = 5. Of the Special Cases, A and C: N = 1, D = 2.
    Days: 10 and 30, median 20; C (no full file) and G (before the admission) are missing; D was never admitted."""
    store = put(
        victim_case=[
            *(g2g(code, is_special=code in "AC") for code in "ABCDG"),
            g2g("E", "CHN"),
            person("F", destination="THA", victim_type="self_cross_border"),
        ],
        case_event=[
            *(event(code, "admitted_abroad", DAY) for code in "ABCEF"),
            event("G", "admitted_abroad", after(20)),
            *(event(code, "case_file_received", after(10), detail="full") for code in "AEFG"),
            event("B", "case_file_received", after(30), detail="gaps"),
            event("C", "case_file_received", after(5), detail="basic"),
        ],
    )
    assert total(store, "full_case_file_received") == (3, 5, 0, 0, 0.6)
    assert total(store, "full_case_file_special") == (1, 2, 0, 0, 0.5)
    assert total(store, "case_file_days") == (2, 2, 2, 0, 20)


def test_special_flagged_before_return(put):
    """1.7. Special Cases that were repatriated: A flagged by an event the day before, B in the list of flags on the day
    itself (met), C the day after (not met), D without a day (missing). E is not back yet, F is none. N = 2, D = 3."""
    store = put(
        victim_case=[g2g(code, is_special=code != "F") for code in "ABCDEF"],
        case_event=[
            *happened("A", special_flagged=9, repatriated=10),
            *happened("B", repatriated=10),
            *happened("C", special_flagged=11, repatriated=10),
            *happened("D", repatriated=10),
            *happened("E", special_flagged=1),
            *happened("F", repatriated=10),
        ],
        case_flag=[{"case_code": "B", "special_category": "medical", "flagged_on": after(10), "flagged_by": "t"}],
    )
    assert total(store, "special_flagged_before_return") == (2, 3, 1, 0, pytest.approx(2 / 3))


def test_assessments_fully_ranked(put):
    """1.8. Of children twelve risks are asked, of adults eleven. A child with all (met), B child with eleven, C adult
    with all (met), D adult with ten and a risk that is asked of children. Tracing E is no assessment. N = 2, D = 4."""
    child = [str(item) for item in RiskItem if item.about in ("anybody", "child")]
    adult = [str(item) for item in RiskItem if item.about in ("anybody", "adult")]
    assert (len(child), len(adult)) == (12, 11)
    ranked = {"A": child, "B": child[1:], "C": adult, "D": [*adult[1:], "child_work"]}
    store = put(
        victim_case=[person(code) for code in "ABCDE"],
        case_event=[event("E", "family_traced", DAY)],
        assessment=[assessed(code, 0, is_child=code in "AB") for code in ranked],
        assessment_risk=[
            {"assessment_id": f"{code}/0", "risk_item": item, "risk_rank": "low"}
            for code, items in ranked.items()
            for item in items
        ],
    )
    assert total(store, "assessments_fully_ranked") == (2, 4, 0, 0, 0.5)


def assessed(code, days, outcome="positive", is_child=False, **values):
    row = {"assessment_id": f"{code}/{days}", "case_code": code, "assessed_on": after(days), "recorded_on": after(days)}
    return row | {"outcome": outcome, "is_child": is_child, "recorded_by": "t"} | values


def test_family_prepared_before_return(put):
    """1.10. Returned home: A visited the day before, B on the day (met), C the day after, D not at all. N = 2, D =
    4."""
    store = put(
        victim_case=[person(code) for code in "ABCDE"],
        case_event=[
            *happened("A", family_prepared=9, returned_home=10),
            *happened("B", family_prepared=10, returned_home=10),
            *happened("C", family_prepared=11, returned_home=10),
            *happened("D", returned_home=10),
            *happened("E", family_prepared=1),
        ],
    )
    assert total(store, "family_prepared_before_return") == (2, 4, 0, 0, 0.5)


def test_family_told_days(put):
    """1.10. Escaped: A's family was told after 2 days, B's after 6: median 4. C's never, D's before the escape:
    missing."""
    store = put(
        victim_case=[person(code) for code in "ABCD"],
        case_event=[
            *happened("A", escaped=0, family_told=2),
            *happened("B", escaped=0, family_told=6),
            *happened("C", escaped=0),
            *happened("D", escaped=5, family_told=3),
        ],
    )
    assert total(store, "family_told_days") == (2, 2, 2, 0, 4)


def test_return_video_shown(put):
    """1.11. Repatriated: from Thailand A (shown before) and B (after), from China C (on the day) and D (never).
    N = 2, D = 4, one of two in each country."""
    store = put(
        victim_case=[g2g(code, "THA" if code in "AB" else "CHN") for code in "ABCDE"],
        case_event=[
            *happened("A", video_shown=3, repatriated=10),
            *happened("B", video_shown=12, repatriated=10),
            *happened("C", video_shown=10, repatriated=10),
            *happened("D", repatriated=10),
            *happened("E", video_shown=3),
        ],
    )
    assert total(store, "return_video_shown") == (2, 4, 0, 0, 0.5)
    assert by(store, "return_video_shown", Dimension.DESTINATION) == {
        "THA": (1, 2, 0, 0, 0.5),
        "CHN": (1, 2, 0, 0, 0.5),
    }


def test_interpreters_per_100(put):
    """1.12. China: 50 people and 2 interpreters, 100 and 4; Thailand: 10 and 1; a count that was taken back.
    Together 7 for 160: 4.375 for 100; China 4, Thailand 10."""

    def census(number, destination, people, interpreters, **values):
        row = {
            "census_id": f"c{number}",
            "destination": destination,
            "counted_on": date(2024, number, 28),
            "withdrawn": False,
        }
        return row | {"myanmar_people": people, "interpreters": interpreters} | RECORDED | values

    store = put(
        shelter_census_abroad=[
            census(1, "CHN", 50, 2),
            census(2, "CHN", 100, 4),
            census(3, "THA", 10, 1),
            census(4, "THA", 9, 9, withdrawn=True),
        ]
    )
    assert total(store, "interpreters_per_100") == (7, 160, 0, 0, 4.375)
    assert by(store, "interpreters_per_100", Dimension.DESTINATION) == {
        "CHN": (6, 150, 0, 0, 4),
        "THA": (1, 10, 0, 0, 10),
    }
