"""Indicators of coverage and coordination (section 4), worked out on paper."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.vocabulary_indicators import Dimension, Period
from tests.indicators.hand import (
    AS_OF,
    DAY,
    INSEIN,
    MAWLAMYINE,
    MYITKYINA,
    PUTAO,
    RECORDED,
    WAINGMAW,
    after,
    by,
    by_period,
    event,
    g2g,
    happened,
    person,
    total,
)
from tests.indicators.test_abroad import assessed
from tests.small_register import assigned, organisation, presence, unassigned


def test_hotspot_victims_covered_by_the_list_of_2010(put):
    """4.1. No list is frozen: Yangon, Mon and the others of 2010. A from Insein, with a provider (met), B from
    Mawlamyine, whose provider left in 2022 (not met), C from Myitkyina (no hot spot), D from nobody knows where
    (missing). N = 1, D = 2."""
    towns = {"A": INSEIN, "B": MAWLAMYINE, "C": MYITKYINA, "D": None}
    store = put(
        organisation=[organisation("A")],
        provider_presence=[presence("P", ts_pcode=INSEIN), presence("Q", ts_pcode=MAWLAMYINE, to_on=date(2022, 6, 1))],
        victim_case=[person(code, ts_pcode=town) for code, town in towns.items()],
    )
    assert total(store, "hotspot_victims_covered") == (1, 2, 1, 0, 0.5)


def test_hotspot_victims_covered_by_the_frozen_list_of_the_year(put):
    """4.1. The list of 2023 names Myitkyina alone; its second version Waingmaw alone, and holds. A from Waingmaw with a
    provider (met), B from Waingmaw too (met), C from Myitkyina and E from Insein: not counted. N = 2, D = 2."""
    store = put(
        organisation=[organisation("A")],
        provider_presence=[presence("P", ts_pcode=WAINGMAW)],
        victim_case=[
            person(code, ts_pcode=town)
            for code, town in {"A": WAINGMAW, "B": WAINGMAW, "C": MYITKYINA, "E": INSEIN}.items()
        ],
        hotspot_list=[frozen_list(1)],
        hotspot_entry=[frozen_entry(1, MYITKYINA)],
    )
    put(hotspot_list=[frozen_list(2)], hotspot_entry=[frozen_entry(2, WAINGMAW)])
    assert total(store, "hotspot_victims_covered") == (2, 2, 0, 0, 1)


def frozen_list(version):
    row = {
        "list_id": f"L{version}",
        "list_year": 2023,
        "version": version,
        "as_of": AS_OF,
        "rule_most": 20,
        "townships": 1,
    }
    row |= {"supersedes": f"L{version - 1}" if version > 1 else None, "data_version": "v", "method": "{}"}
    return row | {"content_sha256": "0", "frozen_by": "t", "frozen_at_utc": RECORDED["recorded_at_utc"]}


def frozen_entry(version, ts_pcode):
    row = {
        "list_id": f"L{version}",
        "ts_pcode": ts_pcode,
        "unit_pcode": ts_pcode,
        "rank": 1,
        "rank_low": 1,
        "rank_high": 1,
    }
    row |= {"is_hot": True, "is_cluster": False, "victims_people": 3, "corridor": "china", "corridor_share_0_1": 1.0}
    return row | {"tier": 1, "unassigned_people": 0, "how": "rule"}


def test_capacity_per_100(put):
    """4.1. Myitkyina: room for 10 and, of its four victims of 2023, three to China and one to Thailand: 7.5 places for
    3 people and 2.5 for 1: 250 for 100 on both sides. A second provider does not tell its room (missing). Insein: two
    more victims to Thailand without any room: 2.5 places for 3 people, 83 1/3 for 100."""
    store = put(
        organisation=[organisation("A")],
        provider_presence=[presence("P"), presence("Q", capacity_people=None)],
        victim_case=[
            *(person(code, destination="CHN") for code in "ABC"),
            person("D", destination="THA"),
            *(person(code, destination="THA", ts_pcode=INSEIN) for code in "EF"),
        ],
    )
    assert total(store, "capacity_per_100_china") == (7.5, 3, 1, 0, 250)
    assert total(store, "capacity_per_100_thailand") == (2.5, 3, 1, 0, pytest.approx(250 / 3))
    assert by(store, "capacity_per_100_thailand", Dimension.TOWNSHIP)[MYITKYINA] == (2.5, 1, 1, 0, 250)


def test_newly_in_reach_by_roving(put):
    """4.2. A from a township with a resident provider: not counted. B from one that a roving worker alone serves (met),
    C from one without anybody (not met), D from nobody knows where (missing). N = 1, D = 2."""
    towns = {"A": MYITKYINA, "B": WAINGMAW, "C": PUTAO, "D": None}
    store = put(
        organisation=[organisation("A")],
        provider_presence=[
            presence("P"),
            presence("R", presence_type="roving", base_presence_id="P", capacity_people=None),
            presence("S", ts_pcode=WAINGMAW, presence_type="roving", base_presence_id="P", capacity_people=None),
        ],
        victim_case=[person(code, ts_pcode=town) for code, town in towns.items()],
    )
    assert total(store, "newly_in_reach_by_roving") == (1, 2, 1, 0, 0.5)


def test_near_dsw_helped(put):
    """4.3. The office stands in Myitkyina. A, from there, assigned to the department (met), B, from Waingmaw beside it,
    given a service by it (met), C helped by an NGO (not met); D from Puta-O, too far; E from nobody knows where
    (missing); F needed no support. N = 2, D = 3."""
    towns = {"A": MYITKYINA, "B": WAINGMAW, "C": MYITKYINA, "D": PUTAO, "E": None, "F": MYITKYINA}
    store = put(
        organisation=[organisation("G", "government"), organisation("N")],
        provider_presence=[presence("P", "G"), presence("Q", "N")],
        victim_case=[person(code, ts_pcode=town) for code, town in towns.items()],
        assignment=[
            assigned("A", "P", "G", DAY),
            assigned("C", "Q", "N", DAY),
            *(unassigned(code, DAY) for code in "BDE"),
        ],
        case_event=[
            event("B", "service_given", after(5), organisation_id="G", detail="financial"),
            event("C", "service_given", after(5), organisation_id="N", detail="financial"),
        ],
    )
    assert total(store, "near_dsw_helped") == (2, 3, 1, 0, pytest.approx(2 / 3))


def test_formally_assigned_and_never_assigned(put):
    """4.4. Repatriated government to government: A assigned after waiting (met), B waits since 1 October 2024, 91 days,
    for a full provider, C has no period at all, F waited for 20 days and declined (not met). D is internal and waits.
    N = 1, D = 4; never assigned: 3. Waiting today: B and D."""
    store = put(
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[*(g2g(code) for code in "ABCF"), person("D")],
        case_event=[*(event(code, "repatriated", DAY) for code in "ABCF")],
        assignment=[
            unassigned("A", DAY, valid_to=after(9), end_reason="assigned"),
            assigned("A", "P", "A", after(9)),
            unassigned("B", date(2024, 10, 1), "provider_full"),
            unassigned("F", DAY, "declined", valid_to=after(20)),
            unassigned("D", date(2024, 12, 1)),
        ],
    )
    assert total(store, "formally_assigned") == (1, 4, 0, 0, 0.25)
    assert total(store, "never_assigned") == (3, None, 0, 0, 3)
    assert values_of(by(store, "never_assigned", Dimension.REASON)) == {"provider_full": 1, "unknown": 1, "declined": 1}
    assert values_of(by(store, "never_assigned", Dimension.WAIT)) == {"91-180": 1, "unknown": 1, "0-30": 1}
    assert total(store, "unassigned_people") == (2, None, 0, 0, 2)
    assert values_of(by(store, "unassigned_people", Dimension.REASON)) == {"provider_full": 1, "no_provider": 1}
    assert values_of(by(store, "unassigned_people", Dimension.WAIT)) == {"91-180": 1, "0-30": 1}


def values_of(parts):
    return {part: counted[-1] for part, counted in parts.items()}


def test_minimum_model(put):
    """4.5. Without a provider in reach, children: A with all four steps (met), B with three (not met); C of unknown age
    (missing); E waited for a full provider (not counted). N = 1, D = 2. Adults: D with transport and grant (met), F
    with transport alone; C missing. N = 1, D = 2."""
    ages = {"A": 10, "B": 10, "C": None, "D": 30, "E": 10, "F": 30}
    steps = ("minimum_accompanied", "minimum_reunited", "minimum_assessed", "minimum_items")
    store = put(
        victim_case=[person(code, age_years=age) for code, age in ages.items()],
        assignment=[unassigned(code, DAY, "provider_full" if code == "E" else "no_provider") for code in ages],
        case_event=[
            *(event("A", step, after(5)) for step in steps),
            *(event("B", step, after(5)) for step in steps[:3]),
            *(event("E", step, after(5)) for step in steps),
            *happened("D", minimum_transport=5, minimum_grant=5),
            *happened("F", minimum_transport=5),
        ],
    )
    assert total(store, "minimum_model_children") == (1, 2, 1, 0, 0.5)
    assert total(store, "minimum_model_adults") == (1, 2, 1, 0, 0.5)


def test_negative_assessments(put):
    """4.6. Latest assessment negative: A and D; B positive, C positive after a negative one. N = 2, D = 4. Of the two,
    A was discussed and has an alternative after the assessment, D both before it: 1 of 2 each."""
    store = put(
        victim_case=[person(code) for code in "ABCDE"],
        assessment=[
            assessed("A", 0, "negative"),
            assessed("B", 0),
            assessed("C", 0, "negative"),
            assessed("C", 9),
            assessed("D", 20, "negative"),
        ],
        case_event=[
            *(event(code, kind, after(5)) for code in "AD" for kind in ("discussed_at_meeting", "alternative_planned"))
        ],
    )
    assert total(store, "negative_assessments") == (2, 4, 0, 0, 0.5)
    assert total(store, "negative_discussed") == (1, 2, 0, 0, 0.5)
    assert total(store, "negative_with_alternative") == (1, 2, 0, 0, 0.5)


def test_accompanied_in_proceedings(put):
    """4.7. Proceedings: A's first accompanied by an organisation (met), A's second without anybody, B's accompanied but
    nobody says by whom (not met), C's begins next year (not counted), D's was taken back. N = 1, D = 3."""

    def proceeding(key, code, started_on=DAY, **values):
        row = {"proceeding_id": key, "case_code": code, "started_on": started_on, "proceeding_state": "trial"}
        return row | {"support_organisation_id": None, "accompanied_on": None, "withdrawn": False} | RECORDED | values

    store = put(
        organisation=[organisation("A")],
        victim_case=[person(code) for code in "ABCD"],
        legal_proceeding=[
            proceeding("a", "A", support_organisation_id="A", accompanied_on=after(9)),
            proceeding("b", "A"),
            proceeding("c", "B", accompanied_on=after(9)),
            proceeding("d", "C", AS_OF + timedelta(1)),
            proceeding("e", "D", withdrawn=True),
        ],
    )
    assert total(store, "accompanied_in_proceedings") == (1, 3, 0, 0, pytest.approx(1 / 3))


def test_records_of_agencies(put):
    """4.8. A of DSW (government to government), B of DSW and ATU (the same), C of an NGO (the same), D and E of ATU
    (internal, E without a township). With a township: 4 of 5. On record with one of the two alone: A of A and B.
    ATU less DSW: 3 (B, D, E) - 2 (A, B) = 1. Government to government: 3."""
    store = put(
        victim_case=[
            g2g("A"),
            g2g("B"),
            g2g("C", source_agency="ngo"),
            person("D", source_agency="atu"),
            person("E", source_agency="atu", ts_pcode=None),
        ],
        case_source=[{"case_code": "B", "agency": "atu"}],
    )
    assert total(store, "records_with_township") == (4, 5, 0, 0, 0.8)
    assert total(store, "records_of_one_agency_only") == (1, 2, 0, 0, 0.5)
    assert total(store, "agency_count_difference") == (1, None, 0, 0, 1)
    assert values_of(by(store, "victims_by_type", Dimension.VICTIM_TYPE)) == {"g2g": 3, "internal": 2}


def test_reports_on_time(put):
    """4.9. A is active throughout: its report on the first quarter of 2024 came within 31 days (met), on the second
    late (not met), on the third on the last of the 31 days (met); the fourth is not due (inside). B is active from
    October on (inside); C is no reintegration provider. N = 2, D = 3."""

    def report(number, organisation_id, quarter, received_on):
        row = {
            "report_id": f"r{number}",
            "organisation_id": organisation_id,
            "report_year": 2024,
            "report_quarter": quarter,
        }
        return row | {"received_on": received_on} | RECORDED

    store = put(
        organisation=[organisation(key) for key in "ABC"],
        provider_presence=[
            presence("P"),
            presence("Q", "B", from_on=date(2024, 10, 15)),
            presence("R", "C", is_reintegration=False),
        ],
        provider_report=[
            report(1, "A", 1, date(2024, 4, 20)),
            report(2, "A", 2, date(2024, 8, 15)),
            report(3, "A", 3, date(2024, 10, 31)),
        ],
    )
    assert total(store, "reports_on_time") == (2, 3, 0, 2, pytest.approx(2 / 3))
    assert by_period(store, "reports_on_time", Period.QUARTER)["2024-04"] == (0, 1, 0, 0, 0)


def test_stages_assessed(put):
    """4.10. 2023: the stage before the return, one of three. 2024, which is not over on its last day: the stage in the
    community, twice (met once); the other two inside. N = 2, D = 4."""

    def stage(number, code, day):
        row = {"stage_assessment_id": f"y{number}", "assessed_stage": code, "assessed_on": day, "body": "un"}
        return row | RECORDED

    store = put(
        stage_assessment=[
            stage(1, "pre_return", date(2023, 5, 5)),
            stage(2, "community", date(2024, 6, 6)),
            stage(3, "community", date(2024, 7, 7)),
        ]
    )
    assert total(store, "stages_assessed") == (2, 4, 0, 2, 0.5)
    assert by_period(store, "stages_assessed") == {
        "2023-01": (1, 3, 0, 0, pytest.approx(1 / 3)),
        "2024-01": (1, 1, 0, 2, 1),
    }
