"""Indicators of reintegration in the community (stage 3), worked out on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.vocabulary_indicators import Dimension
from tests.indicators.hand import (
    AS_OF,
    DAY,
    INSEIN,
    LOIKAW,
    MAWLAMYINE,
    MYITKYINA,
    RECORDED,
    WAINGMAW,
    after,
    by,
    by_period,
    event,
    happened,
    person,
    total,
)
from tests.small_register import assigned, organisation, presence


def test_psychosocial_and_income(put):
    """3.3. Income support: A with psychosocial support before it (met), B cash alone, D and E livelihood alone (not
    met); C psychosocial alone (not counted). N = 1, D = 4. Of those aged 18 to 24: A consulted (met), B not; D of
    unknown age (missing), E is 25. N = 1, D = 2."""
    ages = {"A": 20, "B": 24, "C": 20, "D": None, "E": 25}
    store = put(
        victim_case=[person(code, age_years=age) for code, age in ages.items()],
        case_event=[
            event("A", "service_given", DAY, detail="psychosocial", event_id="A1"),
            event("A", "service_given", after(9), detail="livelihood", event_id="A2"),
            event("B", "service_given", DAY, detail="financial"),
            event("C", "service_given", DAY, detail="psychosocial"),
            event("D", "service_given", DAY, detail="livelihood"),
            event("E", "service_given", DAY, detail="livelihood"),
            *(event(code, "family_consulted", after(3)) for code in "ACE"),
        ],
    )
    assert total(store, "psychosocial_and_income") == (1, 4, 0, 0, 0.25)
    assert total(store, "family_consulted_young_adults") == (1, 2, 1, 0, 0.5)


def test_health_referrals_completed(put):
    """3.4. A completed after 10 days, D after 60 (met), B open for 31 days (not met), C for 30 (inside). N = 2, D =
    3."""
    store = put(
        victim_case=[person(code) for code in "ABCD"],
        case_event=[
            *happened("A", health_referred=0, health_completed=10),
            *happened("D", health_referred=0, health_completed=60),
            event("B", "health_referred", AS_OF - timedelta(31)),
            event("C", "health_referred", AS_OF - timedelta(30)),
        ],
    )
    assert total(store, "health_referrals_completed") == (2, 3, 0, 1, pytest.approx(2 / 3))


def test_health_advocacy_in_the_townships_of_most_returns(put):
    """3.4. The two townships of most returns are asked for. 2023: two to Myitkyina (advocacy in 2022: met), one each to
    Waingmaw (advocacy in 2024: not yet) and Insein (third by its P-code: not counted), one to an unknown township
    (missing): N = 1, D = 2. 2024: one to Waingmaw (met). Together 2 of 3."""

    def advocacy(number, ts_pcode, year, **values):
        row = {"advocacy_id": f"h{number}", "ts_pcode": ts_pcode, "held_on": date(year, 5, 5), "body": "health"}
        return row | {"withdrawn": False} | RECORDED | values

    towns = {"A": MYITKYINA, "B": MYITKYINA, "C": WAINGMAW, "D": INSEIN, "E": None, "F": WAINGMAW}
    store = put(
        setting=[
            {"key": "return_townships", "value": "2", "updated_by": "t", "updated_at_utc": RECORDED["recorded_at_utc"]}
        ],
        victim_case=[person(code, ts_pcode=town) for code, town in towns.items()],
        case_event=[
            *(event(code, "returned_home", DAY) for code in "ABCDE"),
            event("F", "returned_home", date(2024, 6, 1)),
        ],
        health_advocacy=[
            advocacy(1, MYITKYINA, 2022),
            advocacy(2, WAINGMAW, 2024),
            advocacy(3, WAINGMAW, 2022, withdrawn=True),
        ],
    )
    assert by_period(store, "health_advocacy_done") == {"2023-01": (1, 2, 1, 0, 0.5), "2024-01": (1, 1, 0, 0, 1)}
    assert total(store, "health_advocacy_done") == (2, 3, 1, 0, pytest.approx(2 / 3))


def test_townships_with_art_in_reach(put):
    """3.5. Victims of 2023 come from Myitkyina (a site in Waingmaw, 7 km away: met), Loikaw (a site that closed in
    2022) and Insein (another hospital, and a site from 2024 on: not met), one from nobody knows where (missing). N = 1,
    D = 3; in Kachin 1 of 1."""

    def site(number, ts_pcode, kind="art", from_on=date(2015, 1, 1), to_on=None):
        row = {"site_id": f"s{number}", "name": "Site", "ts_pcode": ts_pcode, "health_site_kind": kind, "to_on": to_on}
        return row | {"from_on": from_on, "source": "test"} | RECORDED

    towns = {"A": MYITKYINA, "B": MYITKYINA, "C": LOIKAW, "D": INSEIN, "E": None}
    store = put(
        victim_case=[person(code, ts_pcode=town) for code, town in towns.items()],
        health_site=[
            site(1, WAINGMAW),
            site(2, LOIKAW, to_on=date(2022, 6, 1)),
            site(3, INSEIN, "hospital"),
            site(4, INSEIN, from_on=date(2024, 1, 1)),
        ],
    )
    assert total(store, "townships_with_art_in_reach") == (1, 3, 1, 0, pytest.approx(1 / 3))
    assert by(store, "townships_with_art_in_reach", Dimension.STATE)["MMR001"] == (1, 1, 0, 0, 1)


def test_revisited_after_year(put):
    """3.6. Closed on day 0 and revisited after A 304 and C 425 days (met), B 303 and D 426 (not met). E was closed 425
    days ago (inside), F 426 (not met), G in January 2024 and revisited in December (met, though there was time left).
    N = 3, D = 6. Readmitted: A. N = 1, D = 7."""
    store = put(
        victim_case=[person(code) for code in "ABCDEFG"],
        case_event=[
            *happened("A", closed=0, revisited=304, readmitted=310),
            *happened("B", closed=0, revisited=303),
            *happened("C", closed=0, revisited=425),
            *happened("D", closed=0, revisited=426),
            event("E", "closed", AS_OF - timedelta(425)),
            event("F", "closed", AS_OF - timedelta(426)),
            event("G", "closed", date(2024, 1, 10)),
            event("G", "revisited", date(2024, 12, 1)),
        ],
    )
    assert total(store, "revisited_after_year") == (3, 6, 0, 1, 0.5)
    assert total(store, "readmitted_after_closure") == (1, 7, 0, 0, pytest.approx(1 / 7))


def test_townships_with_projects(put):
    """3.7. Victims of 2023 come from Myitkyina (a project: met), Waingmaw (reintegration alone), Insein (a project that
    ended in 2022) and Mawlamyine (a planned one: not met); one from nobody knows where (missing). N = 1, D = 4."""
    towns = {"A": MYITKYINA, "B": WAINGMAW, "C": INSEIN, "D": MAWLAMYINE, "E": None}
    store = put(
        organisation=[organisation("A")],
        provider_presence=[
            presence("P", is_reintegration=False, activity="Savings groups"),
            presence("Q", ts_pcode=WAINGMAW),
            presence("R", ts_pcode=INSEIN, is_reintegration=False, to_on=date(2022, 6, 1)),
            presence("S", ts_pcode=MAWLAMYINE, is_reintegration=False, activity_status="planned"),
        ],
        victim_case=[person(code, ts_pcode=town) for code, town in towns.items()],
    )
    assert total(store, "townships_with_projects") == (1, 4, 1, 0, 0.25)


def test_sharing_meetings_per_state(put):
    """3.8. Kachin: two in 2023 and one in 2024; one that was only planned. Eighteen states and regions, two years:
    3 for 36; in Kachin 3 for 2, in 2023 2 for 18."""

    def meeting(key, held_on, **values):
        row = {"meeting_id": key, "meeting_kind": "experience_sharing", "st_pcode": "MMR001", "held_on": held_on}
        return row | {"planned_on": date(2023, 1, 1)} | RECORDED | values

    store = put(
        meeting=[
            meeting("a", date(2023, 3, 1)),
            meeting("b", date(2023, 9, 1)),
            meeting("c", date(2024, 3, 1)),
            meeting("d", None),
        ]
    )
    assert total(store, "sharing_meetings_per_state") == (3, 36, 0, 0, pytest.approx(1 / 12))
    assert by(store, "sharing_meetings_per_state", Dimension.STATE)["MMR001"] == (3, 2, 0, 0, 1.5)
    assert by_period(store, "sharing_meetings_per_state")["2023-01"] == (2, 18, 0, 0, pytest.approx(1 / 9))


def test_joint_visits_exact(put):
    """3.9. One of each (met); two of DSW; nobody of an NGO (not met); one that was taken back. N = 1, D = 3."""

    def visit(number, dsw, ngo, **values):
        row = {"visit_id": f"v{number}", "visited_on": DAY, "ts_pcode": MYITKYINA, "organisation_id": "A"}
        return row | {"dsw_members": dsw, "ngo_members": ngo, "withdrawn": False} | RECORDED | values

    store = put(
        organisation=[organisation("A")],
        joint_visit=[visit(1, 1, 1), visit(2, 2, 1), visit(3, 1, 0), visit(4, 1, 1, withdrawn=True)],
    )
    assert total(store, "joint_visits_exact") == (1, 3, 0, 0, pytest.approx(1 / 3))


def test_weighted_caseload_per_worker(put):
    """3.10. P has two workers and carries A, who left in June 2024, the Special Case B (weight 2), and C by its roving
    worker; Q does not tell its workers (missing). End of 2023: (1 + 2 + 1) / 2 = 2; end of 2024: (2 + 1) / 2 = 1.5.
    Special Cases that were carried: B with a monitoring plan, E without; D was never carried. N = 1, D = 2."""
    store = put(
        organisation=[organisation("A")],
        provider_presence=[
            presence("P", case_workers=2),
            presence("Q", ts_pcode=INSEIN),
            presence("R", ts_pcode=WAINGMAW, presence_type="roving", base_presence_id="P", capacity_people=None),
        ],
        victim_case=[person(code, is_special=code in "BDE") for code in "ABCDE"],
        assignment=[
            assigned("A", "P", "A", DAY, valid_to=date(2024, 6, 1)),
            assigned("B", "P", "A", DAY),
            assigned("C", "R", "A", DAY),
            assigned("E", "Q", "A", DAY),
        ],
        case_event=[event("B", "monitoring_plan", after(5)), event("D", "monitoring_plan", after(5))],
    )
    assert by_period(store, "weighted_caseload_per_worker") == {
        "2023-01": (4, 2, 1, 0, 2),
        "2024-01": (3, 2, 1, 0, 1.5),
    }
    assert total(store, "special_with_monitoring_plan") == (1, 2, 0, 0, 0.5)
