"""Candidates by hand, and the proposal beside every proposal that there is, on small instances."""

from __future__ import annotations

from itertools import product

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.allocation_demand import Weights
from analysis.matching import Obstacle, Person, Places, Rule, Way, candidates, judge, people_of, places_of, worth
from analysis.matching_places import POINTS_MOST, POINTS_NEAR, POINTS_SERVICES
from analysis.matching_propose import Stays, propose
from analysis.tiers import Tier

DEGREE_KM = 111.19508  # one degree of latitude on the sphere of geo.distance
# Four towns on one meridian: B is half a degree from A, C a whole one, D five.
TOWNS = pd.DataFrame({"ts_pcode": list("ABCD"), "lat": [16.0, 16.5, 17.0, 21.0], "lon": [96.0] * 4})


def place(presence_id: str, ts_pcode: str, room: int | None = 1, **values: object) -> dict[str, object]:
    row: dict[str, object] = {
        "presence_id": presence_id, "organisation_id": f"O{presence_id}", "organisation": f"Organisation {presence_id}",
        "ts_pcode": ts_pcode, "presence_type": "resident", "services": None, "serves_children": True,
        "serves_adults": True, "pool_id": presence_id, "pool_capacity_people": None if room is None else room + 2,
        "pool_caseload_people": 2, "is_confirmed": True,
    }  # fmt: skip
    return row | values


def places(*rows: dict[str, object]) -> Places:
    frame = pd.DataFrame(list(rows), columns=list(place("", "A")))
    kinds = dict.fromkeys(("serves_children", "serves_adults"), "boolean")
    kinds |= dict.fromkeys(("pool_capacity_people", "pool_caseload_people"), "Int64")
    return places_of(frame.astype(kinds), TOWNS)


def person(code: str = "p", ts_pcode: str | None = "A", **values: object) -> Person:
    plain = {"is_child": False, "is_special": False, "needs": (), "reason": "no_provider", "days_waiting": 0}
    given: dict[str, object] = {"assignment_id": f"{code}/1", "family_assessment": "positive", **plain, **values}
    return Person(case_code=code, ts_pcode=ts_pcode, **given)  # type: ignore[arg-type]


def said(found: Places, who: Person | None = None, rule: Rule | None = None) -> list[tuple[str, Obstacle | None]]:
    return [(one.presence_id, one.obstacle) for one in candidates(who or person(), found, rule)]


class TestCandidates:
    def test_own_office_then_who_comes_then_the_nearer_office(self):
        found = places(
            place("far", "C"),
            place("near", "B"),
            place("comes", "A", presence_type="roving", pool_id="near"),
            place("own", "A"),
        )
        shown = candidates(person(), found, Rule(reach_km=120))
        assert [one.presence_id for one in shown] == ["own", "comes", "near", "far"]
        assert [one.way for one in shown] == [Way.RESIDENT, Way.COMES, Way.NEAR, Way.NEAR]
        assert [one.tier for one in shown] == [Tier.RESIDENT_ROOM, Tier.ROVING_ROOM, None, None]
        assert [one.km for one in shown] == pytest.approx([0, DEGREE_KM / 2, DEGREE_KM / 2, DEGREE_KM], abs=0.01)
        near = POINTS_MOST - 300 + round(POINTS_NEAR * (1 - DEGREE_KM / 2 / 120))
        assert [one.fit for one in shown] == [1000, 940, near, POINTS_MOST - 300 + round(200 * (1 - DEGREE_KM / 120))]

    def test_the_reach_ends_at_its_limit_and_a_worker_comes_to_one_township_only(self):
        found = places(place("near", "B"), place("visits", "B", presence_type="outreach"))
        assert said(found, rule=Rule(reach_km=55.5)) == []
        assert said(found, rule=Rule(reach_km=55.6)) == [("near", None)]

    def test_full_or_silent_places_stand_behind_and_can_be_told_apart(self):
        found = places(place("full", "A", 0), place("silent", "A", None), place("free", "B"))
        assert said(found) == [("free", None), ("full", Obstacle.FULL), ("silent", Obstacle.NOT_TOLD)]

    def test_more_carried_than_room_is_full_not_less_than_nothing(self):
        found = places(place("over", "A", pool_capacity_people=1, pool_caseload_people=4))
        (one,) = candidates(person(), found)
        assert (one.room_people, one.obstacle) == (0, Obstacle.FULL)
        assert "full: carries 4, has room for 1" in str(one.why)

    @pytest.mark.parametrize(
        ("children", "adults", "is_child", "obstacle"),
        [
            (False, True, True, Obstacle.AGE),
            (False, True, False, None),
            (None, True, True, None),
            (False, True, None, Obstacle.AGE),
            (None, None, None, None),
        ],
    )
    def test_age(self, children, adults, is_child, obstacle):
        found = places(place("x", "A", serves_children=children, serves_adults=adults))
        assert said(found, person(is_child=is_child)) == [("x", obstacle)]

    def test_who_says_to_take_children_stands_before_who_does_not_say(self):
        found = places(place("a", "A", serves_children=None), place("b", "A"))
        assert [name for name, _ in said(found, person(is_child=True))] == ["b", "a"]

    def test_services_needed(self):
        found = places(
            place("all", "A", services="health; legal"),
            place("half", "A", services="health"),
            place("nothing", "A", services="food"),
            place("silent", "A", services=None),
        )
        who = person(needs=("health", "legal"))
        assert said(found, who) == [("all", None), ("half", None), ("silent", None), ("nothing", Obstacle.NEEDS)]
        points = {one.presence_id: one.fit for one in candidates(who, found)}
        assert points["all"] - points["half"] == POINTS_SERVICES // 2
        strict = dict(said(found, who, Rule(every_need=True)))
        assert strict["all"] is None
        assert set(strict.values()) == {None, Obstacle.NEEDS}
        assert [one.missing for one in candidates(who, found)][1] == ("legal",)

    def test_reasons_in_words(self):
        one = candidates(person(is_child=True), places(place("x", "B", is_confirmed=False)))[0]
        assert str(one.why) == (
            "office in B, 56 km away · does not tell its services · takes children · would carry 3 of 3 · "
            "not confirmed lately"
        )

    def test_nobody_is_in_reach_of_an_unknown_township(self):
        assert said(places(place("x", "A")), person(ts_pcode=None)) == []

    def test_rows_of_the_register_become_people(self):
        row = {
            "case_code": "k", "assignment_id": "k/1", "ts_pcode": None, "is_child": pd.NA, "is_special": True,
            "needs": "health; legal", "unassigned_reason": "untraced", "days_waiting": 9,
            "family_assessment": "untraced", "corridor": "china", "requests_open": 1,
        }  # fmt: skip
        (one,) = people_of(pd.DataFrame([row, row | {"case_code": "l", "needs": None}]))[:1]
        assert (one.ts_pcode, one.is_child, one.needs, one.is_held) == (None, None, ("health", "legal"), True)
        assert people_of(pd.DataFrame([row | {"needs": None}]))[0].needs == ()


def test_the_weight_of_a_person_is_that_of_demand():
    weights = Weights(child=1.5, special=2.0, china=1.25, year_waiting=0.25)
    assert worth(person(), weights) == 100
    assert worth(person(is_child=True, is_special=True, corridor="china"), weights) == 375
    assert worth(person(days_waiting=5000), weights) == 150
    assert worth(person(is_child=None), weights) == 100


class TestProposal:
    def test_one_place_goes_to_the_special_case_and_the_other_is_told_why(self):
        found = propose([person("a"), person("b", is_special=True)], places(place("x", "A", 1)))
        assert [line.person.case_code for line in found.lines] == ["b"]
        assert found.lines[0].room_after_people == 0
        assert [(w.person.case_code, w.stays) for w in found.without] == [("a", Stays.OTHERS_FIRST)]
        assert found.weight == 2.0

    def test_two_are_placed_though_the_first_would_fit_best_where_only_the_second_can_go(self):
        own, near = place("own", "A", 1), place("near", "B", 1)
        found = propose([person("here"), person("there", "C")], places(own, near), Rule(reach_km=60))
        assert {line.person.case_code: line.candidate.presence_id for line in found.lines} == {
            "here": "own",
            "there": "near",
        }
        both = propose([person("here", "B"), person("there", "C")], places(own, near), Rule(reach_km=60))
        assert {line.person.case_code: line.candidate.presence_id for line in both.lines} == {
            "here": "own",
            "there": "near",
        }

    def test_a_roving_worker_and_the_base_share_one_room(self):
        base = place("base", "A", 1)
        roving = place("rove", "B", 1, presence_type="roving", pool_id="base")
        found = propose([person("a", "A"), person("b", "B")], places(base, roving), Rule(reach_km=1))
        assert len(found.lines) == 1
        assert found.pools == 1

    def test_why_each_of_them_stays(self):
        rows = [
            place("full", "A", 0), place("silent", "B", None), place("adults", "C", serves_children=False),
            place("food", "C", services="food"),
        ]  # fmt: skip
        people = [
            person("held", "C", family_assessment="negative", reason="negative_assessment"),
            person("no town", None),
            person("far", "D"),
            person("full", "A"),
            person("silent", "B"),
            person("needs", "C", needs=("legal",), is_child=True),
            person("declined", "C", reason="declined"),
        ]
        found = propose(people, places(*rows), Rule(reach_km=1))
        assert found.lines == ()
        assert {w.person.case_code: w.stays for w in found.without} == {
            "held": Stays.HELD, "no town": Stays.NO_TOWNSHIP, "far": Stays.NOBODY, "full": Stays.FULL,
            "silent": Stays.UNTOLD, "needs": Stays.NEEDS, "declined": Stays.HELD,
        }  # fmt: skip
        why = {w.person.case_code: str(w.why) for w in found.without}
        assert why["far"] == "Nobody comes here, and no office lies within 1 km; the nearest is in C, 445 km away."

    def test_who_is_held_is_placed_where_the_rule_says_so(self):
        people = [person("held", family_assessment="negative", reason="negative_assessment")]
        assert len(propose(people, places(place("x", "A")), Rule(includes_held=True)).lines) == 1

    def test_nobody_and_nothing(self):
        assert propose([], places(place("x", "A"))).lines == ()
        assert propose([person()], places()).without[0].stays is Stays.NOBODY


RULES = st.builds(Rule, reach_km=st.sampled_from([1.0, 60.0, 120.0]), every_need=st.booleans())
PEOPLE = st.lists(
    st.builds(
        lambda ts, child, special, needs, days, corridor: person(
            "", ts, is_child=child, is_special=special, needs=needs, days_waiting=days, corridor=corridor
        ),
        st.sampled_from(["A", "B", "C", None]),
        st.sampled_from([True, False, None]),
        st.booleans(),
        st.sampled_from([(), ("health",), ("health", "legal")]),
        st.integers(0, 900),
        st.sampled_from(["china", "thailand"]),
    ),
    max_size=5,
)
PRESENCES = st.lists(
    st.tuples(
        st.sampled_from("ABC"),
        st.sampled_from([0, 1, 2, None]),
        st.sampled_from([None, "health", "health; legal", "food"]),
        st.sampled_from([True, False, None]),
        st.booleans(),
    ),
    max_size=3,
)


@settings(max_examples=150, deadline=None)
@given(PEOPLE, PRESENCES, st.booleans(), RULES)
def test_no_proposal_is_better(people, presences, has_roving, rule):
    """Beside every way of giving each person a pool or nobody, within the room of the pools."""
    rows = [
        place(f"P{i}", town, room, services=services, serves_children=children, is_confirmed=sure)
        for i, (town, room, services, children, sure) in enumerate(presences)
    ]
    if has_roving and rows:
        shared = {key: rows[0][key] for key in ("pool_capacity_people", "pool_caseload_people")}
        rows.append(place("R", "C", presence_type="roving", pool_id="P0") | shared)
    found = places(*rows)
    people = [Person(**(vars(p) | {"case_code": f"c{i}"})) for i, p in enumerate(people)]
    proposal = propose(people, found, rule)
    value, most = _best(people, found, rule)
    placed = [worth(line.person, rule.weights) for line in proposal.lines]
    assert (sum(placed), proposal.fit) == value
    assert len(placed) == most, "weighing costs nobody a place"
    _stands(proposal, people, found, rule)


def _stands(proposal, people, found, rule):
    """Nobody twice, nobody lost, no pool over its room, nobody where an obstacle stands."""
    codes = [line.person.case_code for line in proposal.lines] + [w.person.case_code for w in proposal.without]
    assert sorted(codes) == sorted(p.case_code for p in people)
    room = found.rows.drop_duplicates("pool_id").set_index("pool_id")["room_people"]
    given = pd.Series([line.candidate.pool_id for line in proposal.lines], dtype="str").value_counts()
    assert all(n <= room[pool] for pool, n in given.items())
    for line in proposal.lines:
        assert line.candidate.obstacle is None
        assert line.room_after_people == room[line.candidate.pool_id] - given[line.candidate.pool_id]
        assert line.candidate in candidates(line.person, found, rule)


def _best(people, found, rule):
    """(sum of weights, sum of fits) of the best, and how many people can be placed at most."""
    pools = found.rows["pool_id"].to_list()
    room = {pool: 0 if pd.isna(r) else int(r) for pool, r in zip(pools, found.rows["room_people"], strict=True)}
    options = []
    for who in people:
        judged, best = judge(who, found, rule), {}
        for at, fit, obstacle in zip(judged.place, judged.fit, judged.obstacle, strict=True):
            if not obstacle:
                best[pools[at]] = max(best.get(pools[at], -1), int(fit))
        options.append([(None, 0), *best.items()])
    best_value, most = (0, 0), 0
    for chosen in product(*options):
        used = [pool for pool, _ in chosen if pool]
        if any(used.count(pool) > room[pool] for pool in set(used)):
            continue
        weight = sum(worth(p, rule.weights) for p, (pool, _) in zip(people, chosen, strict=True) if pool)
        best_value = max(best_value, (weight, sum(fit for _, fit in chosen)))
        most = max(most, len(used))
    return best_value, most


def test_a_large_sum_of_fits_never_outweighs_one_hundredth():
    """300 who fit best elsewhere do not push out one of them who waited a few days longer."""
    people = [person(f"p{i:03d}", days_waiting=i % 40) for i in range(300)]
    found = propose(people, places(place("own", "A", 150), place("near", "B", 149)))
    assert len(found.lines) == 299
    left = found.without[0].person
    assert worth(left, Weights()) == 100
    assert np.isclose(found.weight * 100, sum(worth(p, Weights()) for p in people if p is not left))
