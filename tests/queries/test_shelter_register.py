"""Stays, census, completeness and the annual return on a register small enough to work out on paper."""

from __future__ import annotations

from datetime import date, datetime
from itertools import pairwise

import pytest

from data.scope import Scope
from data.vocabulary import Role, UnassignedReason
from queries import shelter_register as ask
from queries.shelter_register import Span
from tests.small_register import (
    PLANNER,
    assigned,
    case,
    event,
    organisation,
    presence,
    records,
    small_store,
    unassigned,
)

MUSE, MYAWADDY = "SH-MMR015009", "SH-MMR003005"
OFFICER = Scope(Role.DSW_OFFICER, "officer", shelter_ids=(MUSE,))
MANAGER = Scope(Role.NGO_MANAGER, "manager", organisation_id="A")
YEAR_END = date(2024, 12, 31)
YEAR = Span(date(2024, 1, 1), YEAR_END, YEAR_END)


def g2g(code: str, month: int = 3, **values: object):
    fixed = {"victim_type": "g2g", "return_month": date(2024, month, 1), "identified_month": date(2024, 1, 1)}
    return case(code, **fixed, recorded_on=date(2024, 1, 15), **values)


def stay(code: str, shelter: str, entered: date, left: date | None = None):
    moves = [event(code, "shelter_in", entered, shelter_id=shelter)]
    return moves + ([event(code, "shelter_out", left, shelter_id=shelter)] if left else [])


def decided(row, on: date):
    return row | {"decided_at_utc": datetime(on.year, on.month, on.day, 9)}


CASES = [
    g2g("a", shelter_id=MUSE, purpose=None, age_years=12),
    g2g("b", 4, shelter_id=MUSE, destination="THA"),
    g2g("c", 5, shelter_id=MYAWADDY, destination="THA", sex="male", ts_pcode=None),
    g2g("d", 6, shelter_id=None),
    case("e", shelter_id=MUSE),  # not government to government
]
EVENTS = [
    *stay("a", MUSE, date(2024, 3, 2), date(2024, 3, 12)),
    *stay("a", MUSE, date(2024, 3, 20)),
    *stay("b", MUSE, date(2023, 12, 20), date(2024, 1, 1)),
    *stay("c", MYAWADDY, date(2024, 5, 1), date(2024, 5, 21)),
    *stay("e", MUSE, date(2024, 3, 12), date(2024, 3, 12)),
    event("a", "needs_assessed", date(2024, 3, 4)),
    event("a", "medical_informed", date(2024, 3, 4)),
    event("b", "family_assessed", date(2024, 2, 1), detail="negative"),
    event("b", "family_assessed", date(2024, 6, 1), detail="positive", recorded_on=date(2025, 1, 10)),
    event("c", "family_assessed", date(2024, 6, 1), detail="negative"),
]
PERIODS = [
    decided(assigned("a", "P", "A", date(2024, 3, 1)), date(2024, 3, 1)),
    decided(unassigned("b", date(2024, 4, 1), "no_provider"), date(2024, 4, 1)),
    decided(unassigned("c", date(2024, 5, 1), "untraced", valid_to=date(2024, 9, 1)), date(2024, 5, 1)),
]


@pytest.fixture
def store():
    return small_store(
        organisation=[organisation("A")], provider_presence=[presence("P")], victim_case=CASES, case_event=EVENTS,
        assignment=PERIODS,
    )  # fmt: skip


def stays(store, scope=PLANNER, span=YEAR, **more):
    return records(ask.shelter_stays(store, scope, span, **more)[["case_code", "in_on", "out_on", "stay_days"]])


class TestStays:
    def test_an_entry_and_the_next_leaving_make_one_stay_latest_first(self, store):
        assert stays(store) == [
            ("c", date(2024, 5, 1), date(2024, 5, 21), 20),
            ("a", date(2024, 3, 20), None, 286),
            ("e", date(2024, 3, 12), date(2024, 3, 12), 0),
            ("a", date(2024, 3, 2), date(2024, 3, 12), 10),
            ("b", date(2023, 12, 20), date(2024, 1, 1), 12),
        ]

    def test_as_known_on_a_day_before_somebody_left(self, store):
        early = Span(date(2024, 1, 1), date(2024, 3, 5), date(2024, 3, 5))
        assert stays(store, span=early)[0] == ("a", date(2024, 3, 2), None, 3)

    def test_who_moves_to_another_shelter_without_a_leaving_has_left_the_first(self):
        moved = small_store(
            victim_case=[g2g("a")],
            case_event=[*stay("a", MUSE, date(2024, 3, 2)), *stay("a", MYAWADDY, date(2024, 3, 9))],
        )
        rows = ask.shelter_stays(moved, PLANNER, YEAR)
        assert records(rows[["shelter_id", "out_on"]]) == [(MYAWADDY, None), (MUSE, date(2024, 3, 9))]

    def test_who_leaves_one_shelter_and_enters_another_on_the_same_day_stays_in_the_other(self):
        change = date(2024, 3, 9)
        moves = [*stay("a", MUSE, date(2024, 3, 2), change), *stay("a", MYAWADDY, change, date(2024, 4, 1))]
        rows = ask.shelter_stays(small_store(victim_case=[g2g("a")], case_event=moves), PLANNER, YEAR)
        assert records(rows[["shelter_id", "in_on", "out_on"]]) == [
            (MYAWADDY, date(2024, 3, 9), date(2024, 4, 1)),
            (MUSE, date(2024, 3, 2), date(2024, 3, 9)),
        ]

    def test_pages_and_parts_of_a_code(self, store):
        assert [row[0] for row in stays(store, most=2, skip=1)] == ["a", "e"]
        assert [row[0] for row in stays(store, search="B")] == ["b"]
        assert stays(store, search="%") == []

    def test_an_officer_sees_the_own_shelters_and_a_manager_none(self, store):
        assert {row[0] for row in stays(store, OFFICER)} == {"a", "b", "e"}
        assert stays(store, MANAGER) == []

    def test_what_was_taken_back_is_no_stay(self):
        gone = small_store(
            victim_case=[g2g("a")],
            case_event=[event("a", "shelter_in", date(2024, 3, 2), shelter_id=MUSE, withdrawn=True)],
        )
        assert stays(gone) == []

    def test_the_headline(self, store):
        found = ask.shelter_stay_count(store, PLANNER, YEAR, long_days=30).iloc[0]
        # entered: a twice, c, e; left: a, b, c, e; there: a since 20 March; stays of 10, 12, 20 and 0 days: 11.
        assert found.to_dict() == {
            "all_stays": 5, "entered_people": 4, "left_people": 4, "present_people": 1, "long_people": 1,
            "typical_days": 11,
        }  # fmt: skip


class TestCensus:
    def census(self, store, scope=PLANNER, span=YEAR):
        rows = ask.shelter_census(store, scope, span)
        return {(day, shelter): tuple(counts) for day, shelter, *counts in records(rows)}

    def test_every_day_adds_up_to_the_day_before(self, store):
        found = self.census(store)
        assert len(found) == 2 * 366
        assert found[date(2024, 1, 1), MUSE] == (0, 1, 0)  # b was there, and left
        assert found[date(2024, 3, 2), MUSE] == (1, 0, 1)
        assert found[date(2024, 3, 12), MUSE] == (1, 2, 0)  # a left; e came and left
        assert found[YEAR_END, MUSE] == (0, 0, 1)
        assert found[date(2024, 5, 1), MYAWADDY] == (1, 0, 1)
        for shelter in (MUSE, MYAWADDY):
            days = sorted(day for day, where in found if where == shelter)
            for before, after in pairwise(days):
                entered, left, present = found[after, shelter]
                assert present == found[before, shelter][2] + entered - left

    def test_an_officer_sees_the_own_shelter(self, store):
        assert {shelter for _, shelter in self.census(store, OFFICER)} == {MUSE}


def test_completeness_counts_each_field_of_those_who_entered(store):
    rows = ask.form_completeness(store, PLANNER, YEAR)
    found = {(shelter, field): counts for shelter, field, *counts in records(rows)}
    assert found[MUSE, "purpose"] == [1, 2]  # a has none, e has one; b entered the year before
    assert found[MUSE, "needs_assessed"] == [1, 2]
    assert found[MUSE, "assigned_to"] == [1, 2]
    assert found[MUSE, "all_fields"] == [0, 2]
    assert found[MYAWADDY, "township"] == [0, 1]


class TestReturn:
    def counts(self, store, part, scope=PLANNER, as_of=YEAR_END):
        rows = ask.g2g_return(store, scope, 2024, as_of)
        return {row["code"]: row for row in rows[rows["part"] == part].to_dict("records")}

    def test_who_returned_government_to_government_once_in_every_part(self, store):
        total = self.counts(store, "total")["all"]
        assert (total["returned_people"], total["carried_people"], total["unassigned_people"]) == (4, 1, 1)
        assert (total["closed_people"], total["none_people"], total["negative_people"]) == (1, 1, 2)
        assert total["no_provider_people"] == 1
        rows = ask.g2g_return(store, PLANNER, 2024, YEAR_END)
        assert set(rows.groupby("part")["returned_people"].sum()) == {4}
        shelters = {code: row["returned_people"] for code, row in self.counts(store, "shelter").items()}
        assert shelters == {MUSE: 2, MYAWADDY: 1, "unknown": 1}

    def test_each_person_stands_in_one_place_and_the_reasons_add_up(self, store):
        rows = ask.g2g_return(store, PLANNER, 2024, YEAR_END)
        kinds = rows[["carried_people", "closed_people", "unassigned_people", "none_people"]].sum(axis=1)
        assert (kinds == rows["returned_people"]).all()
        reasons = [f"{reason}_people" for reason in UnassignedReason]
        assert (rows[reasons].sum(axis=1) == rows["unassigned_people"]).all()

    def test_an_officers_return_holds_those_who_entered_the_own_shelters(self, store):
        assert self.counts(store, "total", OFFICER)["all"]["returned_people"] == 2
        assert ask.g2g_return(store, MANAGER, 2024, YEAR_END).empty
