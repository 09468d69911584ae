"""Questions about the quality of the data, each with a register in which the answer can be counted by hand."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from data.scope import Scope
from data.vocabulary import Role
from queries import quality
from queries.filters import Filters
from tests.small_register import (
    PLANNER,
    assigned,
    case,
    event,
    fill,
    organisation,
    presence,
    records,
    small_store,
    unassigned,
)
from ui.quality_words import RULES

DAY = date(2024, 12, 31)
NOW = Filters(as_of=DAY)
MAY, JULY = date(2023, 5, 1), date(2023, 7, 1)


def broken(*cases, **tables):
    """(rule, case) of a register with one provider."""
    base = {"organisation": [organisation("A")], "provider_presence": [presence("A1")]}
    found = quality.impossible_sequences(small_store(victim_case=cases, **base, **tables), PLANNER, NOW)
    return [(row.rule, row.case_code) for row in found.itertuples()]


def person(code: str, **values):
    return case(code, **{"withdrawn": False, **values})


def sound(code: str, **values):
    """A case inside Myanmar, identified in May 2023, with its wait open since."""
    return case(code, **{"destination": "MMR", "withdrawn": False, **values})


def waiting(code: str, since: date = MAY, **values):
    return unassigned(code, since, **values)


class TestImpossibleSequences:
    def test_a_sound_record_breaks_no_rule(self):
        assert broken(sound("a"), assignment=[waiting("a")]) == []

    @pytest.mark.parametrize(
        ("rule", "row", "periods", "events"),
        [
            ("recorded_before_identified", sound("a", recorded_on=date(2023, 4, 30)), [waiting("a")], []),
            (
                "returned_before_identified",
                person("a", victim_type="g2g", return_month=date(2023, 4, 1)),
                [waiting("a")],
                [],
            ),
            (
                "returned_later_than_today",
                person("a", victim_type="g2g", return_month=date(2025, 1, 1)),
                [],
                [],
            ),
            ("inside_but_abroad", person("a", destination="CHN"), [waiting("a")], []),
            (
                "cross_border_but_inside",
                person("a", victim_type="self_cross_border", destination="MMR"),
                [waiting("a")],
                [],
            ),
            ("helped_before_identified", sound("a"), [waiting("a")], [event("a", "shelter_in", date(2023, 4, 30))]),
            (
                "closed_before_returned",
                person("a", victim_type="g2g", return_month=JULY),
                [],
                [event("a", "closed", date(2023, 6, 30))],
            ),
            (
                "left_before_entered",
                sound("a"),
                [waiting("a")],
                [event("a", "shelter_out", MAY), event("a", "shelter_in", JULY)],
            ),
            (
                "visited_before_assigned",
                sound("a"),
                [assigned("a", "A1", "A", JULY)],
                [event("a", "first_visit", date(2023, 6, 30))],
            ),
            ("closed_but_open", sound("a"), [waiting("a")], [event("a", "closed", JULY)]),
            ("open_twice", sound("a"), [waiting("a"), waiting("a", JULY)], []),
            ("nobody_and_not_waiting", sound("a"), [], []),
        ],
    )
    def test_each_rule_finds_its_record_and_no_other(self, rule, row, periods, events):
        clean = sound("z")
        found = broken(row, clean, assignment=[*periods, waiting("z")], case_event=events)
        assert found == [(rule, "a")]

    def test_every_rule_has_words_and_a_case_above(self):
        marks = TestImpossibleSequences.test_each_rule_finds_its_record_and_no_other.pytestmark
        assert {row[0] for row in marks[0].args[1]} == set(RULES)

    def test_readmission_opens_a_closed_case_again(self):
        events = [event("a", "closed", MAY), event("a", "readmitted", JULY)]
        assert broken(sound("a"), assignment=[waiting("a", JULY)], case_event=events) == []

    def test_what_was_recorded_later_is_not_known_yet(self):
        late = event("a", "closed", JULY, recorded_on=date(2025, 1, 1))
        assert broken(sound("a"), assignment=[waiting("a")], case_event=[late]) == []


class TestWhoHoldsWhat:
    def store(self):
        store = small_store(
            victim_case=[
                sound("a", source_agency="atu"),
                sound("b", source_agency="atu"),
                sound("c", source_agency="dsw", ts_pcode=None),
                sound("d", source_agency="ngo"),
                sound("e", source_agency="dsw", merged_into="b"),
                sound("f", source_agency="dsw", withdrawn=True),
            ],
            case_source=[
                {"case_code": "a", "agency": "atu"},
                {"case_code": "a", "agency": "dsw"},
                {"case_code": "d", "agency": "ngo"},
            ],
        )
        return store

    def test_each_person_counts_once_with_every_agency(self):
        rows = quality.agency_comparison(self.store(), PLANNER, NOW)
        assert records(rows) == [
            (2023, "internal", "MMR001", 3, 2, 2, 1, 2, 0, 0, 1),
            (2023, "internal", None, 1, 0, 1, 0, 0, 0, 1, 0),
        ]

    def test_completeness_by_agency(self):
        rows = quality.completeness_by_agency(self.store(), PLANNER, NOW)
        places = {r.agency: (r.filled_people, r.all_people) for r in rows.itertuples() if r.field == "ts_pcode"}
        assert places == {"atu": (2, 2), "dsw": (0, 1), "ngo": (1, 1)}

    def test_without_a_township(self):
        store = self.store()
        assert records(quality.unplaced_by_agency(store, PLANNER, NOW)) == [
            (2023, "atu", 0, 2),
            (2023, "dsw", 1, 1),
            (2023, "ngo", 0, 1),
        ]
        assert list(quality.unplaced_records(store, PLANNER, NOW)["case_code"]) == ["c"]

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_nothing_for_roles_that_see_no_cases(self, role):
        store, scope = self.store(), Scope(role, "x")
        for question in (quality.completeness_by_agency, quality.unplaced_by_agency, quality.agency_comparison):
            assert question(store, scope, NOW).empty
        assert quality.unplaced_records(store, scope, NOW).empty
        assert quality.impossible_sequences(store, scope, NOW).empty


class TestWaiting:
    def store(self):
        when = datetime(2024, 5, 1, 8, 0)
        batch = {
            "batch_id": "B",
            "import_format": "providers",
            "file_name": "a.csv",
            "file_sha256": "0" * 64,
            "loaded_by": "p",
            "loaded_at_utc": when,
            "rows_in_file": 3,
            "rows_loaded": 0,
            "rows_rejected": 3,
            "rows_double": 0,
        }
        pair, decided = {"case_code_a": "a", "why": "age_same"}, {"decided_by": "p", "decided_at_utc": when}
        gone = batch | {"batch_id": "U", "undone_at_utc": when}
        reject = {"batch_id": "B", "column_name": "Township", "reason_code": "TownshipUnknown", "reason": "?"}
        store = small_store(victim_case=[sound("a"), sound("b"), sound("c")])
        fill(store, import_batch=[batch, gone])
        fill(
            store,
            import_reject=[
                reject | {"row_no": 2, "written_value": "Ywathit"},
                reject | {"row_no": 3, "written_value": "Ywathit"},
                reject | {"row_no": 3, "written_value": "Else"},
                reject | {"row_no": 4, "written_value": "x", "reason_code": "ValueMissing"},
                reject | {"row_no": 2, "written_value": "Gone", "batch_id": "U"},
            ],
            case_pair=[
                pair | {"pair_id": "1", "case_code_b": "b", "score": 0.7, "state": "proposed"},
                pair | {"pair_id": "2", "case_code_b": "c", "score": 0.9, "state": "rejected"} | decided,
            ],
        )
        return store

    def test_names_of_loads_that_stand_most_rows_first(self):
        rows = quality.place_questions(self.store(), PLANNER)
        assert rows[["written", "asked_rows", "files"]].values.tolist() == [
            ["Ywathit", 2, "a.csv"],
            ["Else", 1, "a.csv"],
        ]

    def test_only_open_pairs_and_only_for_planners(self):
        rows = quality.pairs(self.store(), PLANNER)
        assert rows[["pair_id", "case_code_a", "case_code_b", "score"]].values.tolist() == [["1", "a", "b", "0.7"]]
        assert quality.pairs(self.store(), Scope(Role.DSW_OFFICER, "x")).empty

    def test_loads_and_their_rejects(self):
        store = self.store()
        assert sorted(quality.all_loads(store, PLANNER)["batch_id"]) == ["B", "U"]
        assert list(quality.rejects_of_load(store, PLANNER, "B")["row_no"]) == [2, 3, 3, 4]
        for role in set(Role) - {Role.PLANNER}:
            other = Scope(role, "x")
            assert quality.all_loads(store, other).empty
            assert quality.rejects_of_load(store, other, "B").empty
            assert quality.place_questions(store, other).empty
            assert quality.place_answers(store, other).empty
