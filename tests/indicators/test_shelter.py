"""Indicators of reception and shelter care (stage 2), worked out on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.vocabulary_indicators import Dimension
from tests.indicators.hand import (
    AS_OF,
    DAY,
    RECORDED,
    after,
    by,
    event,
    g2g,
    happened,
    person,
    total,
)
from tests.indicators.test_abroad import assessed
from tests.small_register import assigned, organisation, presence, unassigned


def test_extended_stays(put):
    """2.1. In a shelter: A was offered a longer stay for health, and again without a reason (met), B left without an
    offer, D went home without a day of leaving (not met), C is still there (inside). N = 1, D = 3.
    Two offers: one for health, one of unknown reason."""
    store = put(
        victim_case=[person(code) for code in "ABCD"],
        case_event=[
            *happened("A", shelter_in=0, shelter_out=40),
            event("A", "stay_offered", after(5), detail="health"),
            event("A", "stay_offered", after(9)),
            *happened("B", shelter_in=0, shelter_out=10),
            *happened("C", shelter_in=0),
            *happened("D", shelter_in=0, returned_home=10),
        ],
    )
    assert total(store, "extended_stay_offered") == (1, 3, 0, 1, pytest.approx(1 / 3))
    assert total(store, "extended_stays") == (2, None, 0, 0, 2)
    assert by(store, "extended_stays", Dimension.REASON) == {
        "health": (1, None, 0, 0, 1),
        "unknown": (1, None, 0, 0, 1),
    }


def test_shelter_median_stay(put):
    """2.1. Stays of 10 and 20 days that are over and one of 30 that is not: S(10) = 2/3, S(20) = 1/3, the median is
    20."""
    store = put(
        victim_case=[person(code) for code in "ABC"],
        case_event=[
            *happened("A", shelter_in=0, shelter_out=10),
            *happened("B", shelter_in=0, shelter_out=20),
            event("C", "shelter_in", AS_OF - timedelta(30)),
        ],
    )
    assert total(store, "shelter_median_stay") == (2, 3, 0, 1, 20)


def test_alternative_plan(put):
    """2.2. A child assessed negatively, with a plan (met); B does not want to return (not met); C, whose family was not
    found, with a plan (met); D positive and E positive after a negative one: not counted. N = 2, D = 3."""
    store = put(
        victim_case=[
            person("A", age_years=12),
            person("B"),
            person("C", family_assessment="untraced"),
            person("D"),
            person("E"),
        ],
        case_event=[*happened("A", alternative_planned=5), *happened("C", alternative_planned=5)],
        assessment=[
            assessed("A", 0, "negative", is_child=True),
            assessed("B", 0, wants_return=False),
            assessed("D", 0, wants_return=True),
            assessed("E", 0, "negative"),
            assessed("E", 9),
        ],
    )
    assert total(store, "alternative_plan") == (2, 3, 0, 0, pytest.approx(2 / 3))
    assert by(store, "alternative_plan", Dimension.AGE_GROUP) == {"child": (1, 1, 0, 0, 1), "adult": (1, 2, 0, 0, 0.5)}


def test_announced_before_return(put):
    """2.4. From China: A announced the day before (met), B on the day, C not at all. D from Thailand. N = 1, D = 3."""
    store = put(
        victim_case=[g2g(code, "THA" if code == "D" else "CHN") for code in "ABCD"],
        case_event=[
            *happened("A", prenotified=9, repatriated=10),
            *happened("B", prenotified=10, repatriated=10),
            *happened("C", repatriated=10),
            *happened("D", prenotified=1, repatriated=10),
        ],
    )
    assert total(store, "announced_before_return") == (1, 3, 0, 0, pytest.approx(1 / 3))


def test_life_plan_before_leaving(put):
    """2.5. Left: A with a plan on that day (met), B a day too late, C without. D is still there. N = 1, D = 3."""
    store = put(
        victim_case=[person(code) for code in "ABCD"],
        case_event=[
            *happened("A", shelter_in=0, life_plan=10, shelter_out=10),
            *happened("B", shelter_in=0, life_plan=11, shelter_out=10),
            *happened("C", shelter_in=0, shelter_out=10),
            *happened("D", shelter_in=0, life_plan=10),
        ],
    )
    assert total(store, "life_plan_before_leaving") == (1, 3, 0, 0, pytest.approx(1 / 3))


def test_kit_rated_suitable(put):
    """2.6. Kits: A rated 4 (met), B rated 3, C rated 2 and later 5 (met), D not rated (missing); E rated one that
    nobody recorded as given. N = 2, D = 3, one missing; of children (A, D): 1 of 1."""
    store = put(
        victim_case=[person(code, age_years=10 if code in "AD" else 30) for code in "ABCDE"],
        case_event=[
            *(event(code, "kit_given", DAY) for code in "ABCD"),
            event("A", "kit_rated", after(5), amount=4),
            event("B", "kit_rated", after(5), amount=3),
            event("C", "kit_rated", after(5), amount=2),
            event("C", "kit_rated", after(9), amount=5),
            event("E", "kit_rated", after(5), amount=5),
        ],
    )
    assert total(store, "kit_rated_suitable") == (2, 3, 1, 0, pytest.approx(2 / 3))
    assert by(store, "kit_rated_suitable", Dimension.AGE_GROUP)["child"] == (1, 1, 1, 0, 1)


def test_services_in_shelter(put):
    """2.7. A was served by an NGO (met), B by government, C by MAAF (not met), D, still there, by nobody (inside).
    N = 1, D = 3. Declined: twice by A, once by B: 3."""
    store = put(
        organisation=[organisation("N"), organisation("G", "government"), organisation("M", "maaf")],
        victim_case=[person(code) for code in "ABCD"],
        case_event=[
            *(event(code, "shelter_in", DAY) for code in "ABCD"),
            *(event(code, "shelter_out", after(20)) for code in "ABC"),
            event("A", "shelter_service", after(3), organisation_id="N", detail="psychosocial"),
            event("B", "shelter_service", after(3), organisation_id="G", detail="psychosocial"),
            event("C", "shelter_service", after(3), organisation_id="M", detail="health"),
            event("A", "service_declined", after(4), detail="health"),
            event("A", "service_declined", after(5), detail="education"),
            event("B", "service_declined", after(4), detail="health"),
        ],
    )
    assert total(store, "ngo_service_in_shelter") == (1, 3, 0, 1, pytest.approx(1 / 3))
    assert total(store, "services_declined") == (3, None, 0, 0, 3)


def test_assessment_reviewed(put):
    """2.8. Left after an assessment: A, reviewed on that day (met), B reviewed a day later. C was never assessed, D
    only after leaving. N = 1, D = 2."""
    store = put(
        victim_case=[person(code) for code in "ABCD"],
        case_event=[
            *happened("A", family_assessed=0, shelter_in=1, assessment_reviewed=10, shelter_out=10),
            *happened("B", family_assessed=0, shelter_in=1, shelter_out=10, assessment_reviewed=11),
            *happened("C", shelter_in=1, shelter_out=10),
            *happened("D", shelter_in=1, shelter_out=10, family_assessed=15),
        ],
    )
    assert total(store, "assessment_reviewed") == (1, 2, 0, 0, 0.5)


def test_stale_assessment_refreshed(put):
    """2.8. Home after 200 days: A assessed on day 0 alone (not met), B again on day 150 (met), C first on day 100 (not
    stale), E again on day 210, after the return (not met). D home after 180 days: not older than that. N = 1, D = 3."""
    store = put(
        victim_case=[person(code) for code in "ABCDE"],
        case_event=[
            *happened("A", family_assessed=0, returned_home=200),
            *happened("B", family_assessed=0, returned_home=200),
            event("B", "family_assessed", after(150)),
            *happened("C", family_assessed=100, returned_home=200),
            *happened("D", family_assessed=0, returned_home=180),
            *happened("E", family_assessed=0, returned_home=200),
            event("E", "family_assessed", after(210)),
        ],
    )
    assert total(store, "stale_assessment_refreshed") == (1, 3, 0, 0, pytest.approx(1 / 3))


def test_operational_meetings(put):
    """2.9. Yangon: planned and held (met), planned and not held. Mandalay: held without a plan (met), planned for next
    year (not counted), taken back (not counted). A sharing meeting is another kind. N = 2, D = 3.
    Came: 3 of DSW and 5 of NGOs to the first, 2 of DSW to the second: 10."""

    def meeting(key, site, planned_on, held_on, **values):
        row = {"meeting_id": key, "meeting_kind": "rr_operational", "meeting_site": site, "planned_on": planned_on}
        return row | {"held_on": held_on, "withdrawn": False} | RECORDED | values

    store = put(
        meeting=[
            meeting("a", "yangon", date(2024, 2, 1), date(2024, 2, 3)),
            meeting("b", "yangon", date(2024, 5, 1), None),
            meeting("c", "mandalay", None, date(2024, 8, 8)),
            meeting("d", "mandalay", date(2025, 2, 1), None),
            meeting("e", "mandalay", date(2024, 9, 1), date(2024, 9, 1), withdrawn=True),
            meeting(
                "f", None, date(2024, 9, 1), date(2024, 9, 1), meeting_kind="experience_sharing", st_pcode="MMR001"
            ),
        ],
        meeting_attendance=[
            {"meeting_id": key, "body": body, "people": people}
            for key, body, people in (("a", "dsw", 3), ("a", "ngo", 5), ("c", "dsw", 2), ("e", "un", 9), ("f", "un", 9))
        ],
    )
    assert total(store, "rr_meetings_held") == (2, 3, 0, 0, pytest.approx(2 / 3))
    assert by(store, "rr_meetings_held", Dimension.SITE) == {"yangon": (1, 2, 0, 0, 0.5), "mandalay": (1, 1, 0, 0, 1)}
    assert total(store, "rr_attendance") == (10, None, 0, 0, 10)
    assert by(store, "rr_attendance", Dimension.BODY) == {"dsw": (5, None, 0, 0, 5), "ngo": (5, None, 0, 0, 5)}


def test_needs_assessed_in_shelter(put):
    """2.10.2. Repatriated: A assessed during the stay (met), B after it, D never in a shelter (not met), C still there
    (inside). N = 1, D = 3. Flags: two of A during the stay, one of B after it: 2."""
    store = put(
        victim_case=[g2g(code, is_special=code in "AB") for code in "ABCD"],
        case_event=[
            *happened("A", repatriated=0, shelter_in=1, needs_assessed=5, shelter_out=10),
            *happened("B", repatriated=0, shelter_in=1, shelter_out=10, needs_assessed=15),
            *happened("C", repatriated=0, shelter_in=1),
            *happened("D", repatriated=0),
        ],
        case_flag=[
            {"case_code": code, "special_category": category, "flagged_on": after(days), "flagged_by": "t"}
            for code, category, days in (("A", "medical", 4), ("A", "other", 10), ("B", "medical", 11))
        ],
    )
    assert total(store, "needs_assessed_in_shelter") == (1, 3, 0, 1, pytest.approx(1 / 3))
    assert total(store, "special_cases_found") == (2, None, 0, 0, 2)


def test_medical_assessment(put):
    """2.11. Adults: A informed and accepted, B informed, E neither, F neither but still in the shelter (inside); D of
    unknown age (missing). Informed: N = 2, D = 3; accepted: N = 1, D = 3.
    Children: C assessed (met), G not; D missing. N = 1, D = 2."""
    ages = {"A": 30, "B": 30, "C": 12, "D": None, "E": 30, "F": 30, "G": 12}
    store = put(
        victim_case=[g2g(code, age_years=age) for code, age in ages.items()],
        case_event=[
            *(event(code, kind, after(day)) for code in ages for kind, day in (("repatriated", 0), ("shelter_in", 1))),
            *(event(code, "shelter_out", after(10)) for code in ages if code != "F"),
            *happened("A", medical_informed=2, medical_accepted=2, medical_assessed=3),
            *happened("B", medical_informed=2),
            *happened("C", medical_informed=2, medical_accepted=2, medical_assessed=3),
        ],
    )
    assert total(store, "adults_informed_medical") == (2, 3, 1, 1, pytest.approx(2 / 3))
    assert total(store, "adults_accepted_medical") == (1, 3, 1, 1, pytest.approx(1 / 3))
    assert total(store, "children_medically_assessed") == (1, 2, 1, 0, 0.5)


def test_shelter_records_complete(put):
    """2.12. Government to government and in a shelter: A tells everything (met), B no month of recruitment, C no period
    of care, D no medical information. E came by herself. N = 1, D = 4."""
    told = {"recruitment_month": date(2022, 5, 1), "return_month": date(2023, 3, 1)}
    store = put(
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[
            g2g("A", **told),
            g2g("B", **(told | {"recruitment_month": None})),
            g2g("C", **told),
            g2g("D", **told),
            person("E", victim_type="self_cross_border", **told),
        ],
        case_event=[
            *(event(code, "shelter_in", after(1)) for code in "ABCDE"),
            *(event(code, "needs_assessed", after(2)) for code in "ABCDE"),
            *(event(code, "medical_informed", after(2)) for code in "ABCE"),
        ],
        assignment=[
            assigned("A", "P", "A", after(5)),
            *(unassigned(code, after(5)) for code in "BDE"),
        ],
    )
    assert total(store, "shelter_records_complete") == (1, 4, 0, 0, 0.25)


def test_g2g_annual_total(put):
    """2.12. A repatriated in 2023, B known to have returned in June 2024, C will return next year, D is internal: 2."""
    store = put(
        victim_case=[
            g2g("A"),
            g2g("B", return_month=date(2024, 6, 1)),
            g2g("C", return_month=date(2025, 2, 1)),
            person("D"),
        ],
        case_event=[*happened("A", repatriated=0), *happened("D", repatriated=0)],
    )
    assert total(store, "g2g_annual_total") == (2, None, 0, 0, 2)


def test_fund(put):
    """2.13. Paid 5 million kyat for 10 people and 1 million for nobody said how many; received 9 million; a payment
    that was taken back. 6 million paid; 10 people, one entry without their number."""

    def entry(number, kind, millions, people, **values):
        row = {"entry_id": f"f{number}", "entry_on": date(2024, number, 1), "fund_entry_kind": kind, "people": people}
        return row | {"amount_mmk": millions * 1_000_000, "withdrawn": False} | RECORDED | values

    store = put(
        fund_entry=[
            entry(1, "paid", 5, 10),
            entry(2, "paid", 1, None),
            entry(3, "received", 9, None),
            entry(4, "paid", 7, 7, withdrawn=True),
        ]
    )
    assert total(store, "fund_paid_kyat") == (6e6, None, 0, 0, 6e6)
    assert total(store, "fund_people_supported") == (10, None, 1, 0, 10)
