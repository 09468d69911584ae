"""Who has nobody at a date: periods worked out on paper, and every date against plain Python."""

from __future__ import annotations

import random
from collections import defaultdict
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.scope import Scope
from data.vocabulary import Role
from queries import assigned as assigning
from queries import unassigned as waiting
from queries.filters import Filters
from tests.small_register import PLANNER, assigned, case, organisation, presence, records, small_store, unassigned

AS_OF = date(2024, 12, 31)
EVERYTHING = Filters(as_of=AS_OF)
KACHIN, YANGON = "MMR001001", "MMR013046"


@pytest.fixture(scope="module")
def paper():
    """C1 waits since 1 Dec (30 days). C2 since 30 Nov (31 days), reason changed on 10 Dec.
    C3 was taken on on the as-of date: no longer waits. C4 begins to wait on the as-of date (0 days).
    C5 begins the day after: not yet. C6's township is not known, waits since 1 Jan (365 days).
    C7, in Yangon, waits since 31 Dec 2023 (366 days). C8 waits but was recorded after the as-of date.
    """
    codes = {"C1": KACHIN, "C2": KACHIN, "C3": KACHIN, "C4": KACHIN, "C5": KACHIN, "C6": None, "C7": YANGON}
    late = case("C8", recorded_on=date(2025, 1, 1))
    return small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P1")],
        victim_case=[*(case(code, ts_pcode=place) for code, place in codes.items()), late],
        assignment=[
            unassigned("C1", date(2024, 12, 1)),
            unassigned("C2", date(2024, 11, 30), valid_to=date(2024, 12, 10), end_reason="reason_changed"),
            unassigned("C2", date(2024, 12, 10), "provider_full", waiting_since=date(2024, 11, 30)),
            unassigned("C3", date(2024, 5, 1), valid_to=AS_OF, end_reason="assigned"),
            assigned("C3", "P1", "A", AS_OF),
            unassigned("C4", AS_OF, "declined"),
            unassigned("C5", date(2025, 1, 1)),
            unassigned("C6", date(2024, 1, 1), "untraced"),
            unassigned("C7", date(2023, 12, 31)),
            unassigned("C8", date(2024, 12, 1)),
        ],
    )


def test_by_township(paper):
    assert records(waiting.unassigned_by_township(paper, PLANNER, EVERYTHING)) == [
        (KACHIN, 3, 30 + 31 + 0, 31),
        (YANGON, 1, 366, 366),
        (None, 1, 365, 365),
    ]


def test_by_reason_everywhere_and_in_one_township(paper):
    assert records(waiting.unassigned_by_reason(paper, PLANNER, EVERYTHING)) == [
        ("no_provider", 2, 396),
        ("declined", 1, 0),
        ("provider_full", 1, 31),
        ("untraced", 1, 365),
    ]
    assert records(waiting.unassigned_by_reason(paper, PLANNER, EVERYTHING, YANGON)) == [("no_provider", 1, 366)]


def test_by_state(paper):
    assert records(waiting.unassigned_by_state(paper, PLANNER, EVERYTHING)) == [
        ("MMR001", "declined", 1),
        ("MMR001", "no_provider", 1),
        ("MMR001", "provider_full", 1),
        ("MMR013", "no_provider", 1),
        (None, "untraced", 1),
    ]


def test_waiting_demand_puts_each_person_in_one_row_and_counts_a_long_wait_to_its_cap():
    """Days waiting of D1 to D7: 30, 31, 731, 730, 10, 0, 900; D8 was taken on on that day."""
    facts = {
        "D1": {"age_years": 17}, "D2": {"age_years": 10}, "D3": {"age_years": 18}, "D4": {"age_years": 40},
        "D5": {"age_years": None}, "D6": {"is_special": True}, "D7": {"ts_pcode": None, "destination": None}, "D8": {},
    }  # fmt: skip
    days = {"D1": 30, "D2": 31, "D3": 731, "D4": 730, "D5": 10, "D6": 0, "D7": 900, "D8": 50}
    store = small_store(
        victim_case=[case(code, **({"ts_pcode": KACHIN} | more)) for code, more in facts.items()],
        assignment=[
            unassigned(code, AS_OF - timedelta(days=n), **(
                {"valid_to": AS_OF, "end_reason": "left"} if code == "D8" else {}
            )) for code, n in days.items()
        ],
    )  # fmt: skip
    found = waiting.waiting_demand(store, PLANNER, EVERYTHING, 730)
    assert records(found) == [
        (KACHIN, True, "china", False, 2, 61),
        (KACHIN, False, "china", False, 2, 730 + 730),
        (KACHIN, False, "china", True, 1, 0),
        (KACHIN, None, "china", False, 1, 10),
        (None, False, "unknown", False, 1, 730),
    ]
    uncapped = waiting.waiting_demand(store, PLANNER, EVERYTHING, 10_000)
    whole = waiting.unassigned_by_township(store, PLANNER, EVERYTHING)
    assert uncapped["people"].sum() == whole["unassigned_people"].sum() == 7
    assert uncapped["waiting_days"].sum() == whole["waiting_days"].sum()


def test_by_wait_bands_hold_their_last_day(paper):
    assert records(waiting.unassigned_by_wait(paper, PLANNER, EVERYTHING)) == [
        ("0-30", "declined", 1),
        ("0-30", "no_provider", 1),
        ("31-90", "provider_full", 1),
        ("181-365", "untraced", 1),
        ("366+", "no_provider", 1),
    ]


def test_each_band_is_one_of_those_named():
    days = [0, 30, 31, 90, 91, 180, 181, 365, 366]
    store = small_store(
        victim_case=[case(f"C{d}") for d in days],
        assignment=[unassigned(f"C{d}", AS_OF - timedelta(days=d)) for d in days],
    )
    found = waiting.unassigned_by_wait(store, PLANNER, EVERYTHING)
    assert tuple(found["wait_band"]) == waiting.WAIT_BANDS
    assert found["unassigned_people"].tolist() == [2, 2, 2, 2, 1]


def test_trend_equals_the_state_on_each_day(paper):
    trend = waiting.unassigned_by_year(paper, PLANNER, EVERYTHING)
    assert trend["at_on"].dt.date.tolist() == [date(2023, 12, 31), AS_OF]
    for row in trend.itertuples():
        then = waiting.unassigned_by_township(paper, PLANNER, Filters(as_of=row.at_on.date()))
        assert row.unassigned_people == then["unassigned_people"].sum()
        assert row.waiting_days == then["waiting_days"].sum()
    assert trend["unassigned_people"].tolist() == [1, 5]


def test_assigned_share_counts_those_who_need_support_and_those_ever_assigned():
    store = small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P1")],
        victim_case=[
            case("G1", victim_type="g2g", return_month=date(2024, 12, 1)),  # returned and assigned
            case("G2", victim_type="g2g", return_month=date(2025, 1, 1)),  # not back yet
            case("G3", victim_type="g2g"),  # return not recorded
            case("G4", victim_type="g2g", return_month=date(2024, 1, 1)),  # returned, waits
            case("I1", identified_month=date(2022, 3, 1)),  # assigned once, closed since
            case("S1", victim_type="self_internal"),  # assigned after the as-of date
        ],
        assignment=[
            unassigned("G1", date(2024, 12, 1), valid_to=date(2024, 12, 31), end_reason="assigned"),
            assigned("G1", "P1", "A", date(2024, 12, 31)),
            unassigned("G4", date(2024, 1, 1)),
            assigned("I1", "P1", "A", date(2022, 4, 1), valid_to=date(2023, 4, 1)),
            assigned("S1", "P1", "A", date(2025, 1, 1)),
        ],
    )
    assert records(assigning.assigned_share(store, PLANNER, EVERYTHING)) == [(2022, 1, 1, 0, 0), (2023, 3, 1, 2, 1)]


DRAW = random.Random(4104)
PLACES = [None, KACHIN, YANGON]


def _random_register():
    cases, periods = [], []
    for i in range(120):
        code = f"R{i}"
        cases.append(case(code, ts_pcode=DRAW.choice(PLACES), recorded_on=date(2020, DRAW.randint(1, 12), 5)))
        begin = since = date(2020, 1, 1) + timedelta(days=DRAW.randint(0, 300))
        for _ in range(DRAW.randint(1, 3)):
            end = begin + timedelta(days=DRAW.randint(0, 200))
            periods.append(unassigned(code, begin, waiting_since=since, valid_to=end, end_reason="reason_changed"))
            begin = end
        if DRAW.random() < 0.5:
            periods.append(unassigned(code, begin, "provider_full", waiting_since=since))
    return cases, periods


CASES, PERIODS = _random_register()


@pytest.fixture(scope="module")
def random_register():
    return small_store(victim_case=CASES, assignment=PERIODS)


@settings(max_examples=50, deadline=None)
@given(as_of=st.dates(date(2019, 12, 25), date(2022, 3, 1)))
def test_any_date_gives_what_plain_python_gives(random_register, as_of):
    place = {row["case_code"]: row["ts_pcode"] for row in CASES if row["recorded_on"] <= as_of}
    people, days = defaultdict(int), defaultdict(int)
    for row in PERIODS:
        open_then = row["valid_from"] <= as_of and (row["valid_to"] is None or as_of < row["valid_to"])
        if row["case_code"] in place and open_then:
            people[place[row["case_code"]]] += 1
            days[place[row["case_code"]]] += (as_of - row["waiting_since"]).days
    found = waiting.unassigned_by_township(random_register, PLANNER, Filters(as_of=as_of))
    assert {code: (n, d) for code, n, d, _ in records(found)} == {code: (people[code], days[code]) for code in people}
    trend = waiting.unassigned_by_year(random_register, PLANNER, Filters(as_of=as_of))
    if len(trend):
        assert trend["unassigned_people"].iloc[-1] == sum(people.values())


def test_carried_counts_each_person_with_the_presence_that_carries_them_and_its_pool():
    """P is a base in Kachin with a roving worker R of its own; Q stands alone. C4 came to P on the as-of date, C5 left
    on it, C6 comes the day after; C7's township is not known.
    """
    rover = presence("R", ts_pcode=YANGON, presence_type="roving", base_presence_id="P", capacity_people=None)
    periods = {"C1": "P", "C2": "P", "C3": "R", "C4": "P", "C7": "Q"}
    begins = dict.fromkeys(periods, date(2024, 1, 1)) | {"C4": AS_OF}
    store = small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P"), rover, presence("Q", ts_pcode=YANGON)],
        victim_case=[
            *(case(code, ts_pcode=YANGON if code == "C2" else KACHIN) for code in ("C1", "C2", "C3", "C4", "C5", "C6")),
            case("C7", ts_pcode=None),
        ],
        assignment=[
            *(assigned(code, where, "A", begins[code]) for code, where in periods.items()),
            assigned("C5", "P", "A", date(2024, 1, 1), valid_to=AS_OF),
            assigned("C6", "P", "A", date(2025, 1, 1)),
        ],
    )
    found = assigning.carried(store, PLANNER, AS_OF)
    assert records(found) == [
        ("P", "P", KACHIN, 2), ("P", "P", YANGON, 1), ("P", "R", KACHIN, 1), ("Q", "Q", None, 1)
    ]  # fmt: skip
    load = store.read("SELECT * FROM presence_caseload('planner', $d)", {"d": AS_OF})
    assert found.groupby("presence_id")["people"].sum().to_dict() == dict(
        zip(load["presence_id"], load["caseload_people"], strict=True)
    )
    for role, people in ((Role.NGO_MANAGER, 5), (Role.DONOR, 0), (Role.ADMINISTRATOR, 0)):
        assert assigning.carried(store, Scope(role, "x", "A"), AS_OF)["people"].sum() == people
        assert waiting.waiting_demand(store, Scope(role, "x", "A"), EVERYTHING, 1)["people"].sum() == 0
