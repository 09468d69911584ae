"""Who loses cover when somebody leaves: worked out by hand, and against every way of passing people on."""

from __future__ import annotations

from itertools import product

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analysis.allocation import EXISTING_COLUMNS
from analysis.allocation_stress import stress


def existing(*rows):
    """(pool, township, room)"""
    frame = [(pool, f"Organisation {pool}", ts, room, None, None) for pool, ts, room in rows]
    return pd.DataFrame(frame, columns=list(EXISTING_COLUMNS))


def carried(*rows):
    return pd.DataFrame(rows, columns=["pool_id", "ts_pcode", "people"])


def test_three_providers_on_paper():
    """A carries 5 in NW and 2 in N; B also serves NW and has room for 3; nobody else comes to N. C carries 4 in SE."""
    there = existing(("A", "NW", 0), ("A", "N", 0), ("B", "NW", 3), ("C", "SE", 1))
    found = stress(there, carried(("A", "NW", 5), ("A", "N", 2), ("C", "SE", 4)))
    rows = found.pools.set_index("pool_id")
    assert rows.loc["A", ["carried_people", "taken_over_people", "lost_people"]].tolist() == [7, 3, 4]
    assert rows.loc["B", ["carried_people", "lost_people", "sole_townships"]].tolist() == [0, 0, 0]
    assert rows.loc["C", ["lost_people", "sole_townships"]].tolist() == [4, 1]
    assert rows.loc["A", ["townships", "sole_townships", "base_ts_pcode"]].tolist() == [2, 1, "NW"]
    lost = found.by_township.set_index(["pool_id", "ts_pcode"])["lost_people"]
    assert lost.to_dict() == pytest.approx({("A", "NW"): 2, ("A", "N"): 2, ("C", "SE"): 4})
    fragile = found.fragile.set_index("ts_pcode")
    assert fragile.loc["NW", ["carried_people", "providers", "spare_room_people", "lost_people"]].tolist() == [
        5,
        2,
        3,
        2,
    ]
    assert fragile.index[0] == "SE"


def test_room_that_is_not_told_takes_nobody_over():
    found = stress(existing(("A", "NW", 0), ("B", "NW", None)), carried(("A", "NW", 5)))
    assert found.pools.set_index("pool_id").at["A", "lost_people"] == 5


def test_room_of_a_roving_worker_is_shared_by_its_townships():
    """B serves NW and N with room for 3 in all."""
    there = existing(("A", "NW", 0), ("A", "N", 0), ("B", "NW", 3), ("B", "N", 3))
    found = stress(there, carried(("A", "NW", 2), ("A", "N", 2)))
    assert found.pools.set_index("pool_id").at["A", "lost_people"] == 1


def test_nobody_carried_is_nobody_lost():
    found = stress(existing(("A", "NW", 2)), carried())
    assert found.pools["lost_people"].tolist() == [0]
    assert found.fragile.empty


def most_taken_over(there, people, pool):
    """The best of every way to send each township's people to the others that serve it."""
    places = [(ts, n) for (own, ts), n in people.items() if own == pool]
    room = {p: r for p, _, r in there}
    others = {ts: sorted({p for p, t, _ in there if t == ts and p != pool}) for ts, _ in places}
    ways = []
    for ts, n in places:
        splits = [s for s in product(range(n + 1), repeat=len(others[ts])) if sum(s) <= n]
        ways.append([dict(zip(others[ts], split, strict=True)) for split in splits])
    best = 0
    for way in product(*ways):
        used = {p: sum(part.get(p, 0) for part in way) for p in room}
        if all(used[p] <= room[p] for p in room):
            best = max(best, sum(used.values()))
    return best


@settings(max_examples=60, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from("ABC"), st.sampled_from(["NW", "N", "C"])), min_size=1, max_size=6, unique=True),
    st.fixed_dictionaries({pool: st.integers(0, 4) for pool in "ABC"}),
    st.data(),
)
def test_as_many_are_taken_over_as_in_the_best_of_all_ways(pairs, room, data):
    there = [(pool, ts, room[pool]) for pool, ts in sorted(pairs)]
    people = {pair: data.draw(st.integers(0, 4)) for pair in pairs}
    rows = carried(*((pool, ts, n) for (pool, ts), n in people.items()))
    found = stress(existing(*there), rows).pools.set_index("pool_id")
    for pool in found.index:
        assert found.at[pool, "taken_over_people"] == pytest.approx(most_taken_over(there, people, pool))
        assert found.at[pool, "lost_people"] + found.at[pool, "taken_over_people"] == pytest.approx(
            found.at[pool, "carried_people"]
        )
