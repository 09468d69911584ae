"""How long one proposal for all who wait takes, and the candidates of one person.

    python -m benchmarks.matching [--quick]

People and presences are drawn from a seed on the 330 townships: two thirds of the presences have an office, the others
share the room of one; every tenth pool does not tell its room. Medians of at least 5 runs after a first one.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
import pandas as pd

from analysis.matching import Person, Places, Rule, candidates, places_of
from analysis.matching_propose import propose
from benchmarks.common import Timing, machine, measure, table, versions
from data import reference
from data.vocabulary import Service, UnassignedReason

GOAL_MS = 2_000.0
SIZES = ((600, 200), (2_000, 500), (5_000, 1_000))


@dataclass(frozen=True)
class Row:
    """One size: whole is the proposal from the judging of places to the reasons, one the candidates of one person."""

    people: int
    presences: int
    slots: int
    placed: int
    whole: Timing
    one: Timing


def run(quick: bool = False) -> tuple[Row, ...]:
    """Measure every size; quick: the first only."""
    return tuple(_row(people, presences) for people, presences in (SIZES[:1] if quick else SIZES))


def _row(people: int, presences: int) -> Row:
    who, places, rule = drawn_people(people), drawn_places(presences), Rule()
    found = propose(who, places, rule)
    rooms = places.rows.drop_duplicates("pool_id")["room_people"].fillna(0)
    whole = measure(lambda: propose(who, places, rule))
    one = measure(lambda: candidates(who[0], places, rule))
    return Row(people, presences, int(rooms.sum()), len(found.lines), whole, one)


def drawn_people(n: int, seed: int = 7) -> list[Person]:
    """Nobody held, so that everybody takes part; every other person has noted needs."""
    rng, codes = np.random.default_rng(seed), reference.townships()["ts_pcode"].to_numpy(str)
    weight = rng.lognormal(0, 1, len(codes))
    towns = rng.choice(codes, n, p=weight / weight.sum())
    services = [str(service) for service in Service]
    needs = [tuple(sorted(rng.choice(services, rng.integers(1, 4), replace=False))) * (i % 2) for i in range(n)]
    return [
        Person(
            f"c{i}", f"c{i}/1", str(towns[i]), bool(rng.random() < 0.2), bool(rng.random() < 0.1), needs[i],
            str(UnassignedReason.NO_PROVIDER), int(rng.integers(0, 900)), "positive",
        )
        for i in range(n)
    ]  # fmt: skip


def drawn_places(n: int, seed: int = 8) -> Places:
    """Offices with room for 0 to 11 people, and workers that share it."""
    rng, towns = np.random.default_rng(seed), reference.townships()
    offices = n * 2 // 3
    rows = []
    for i in range(n):
        base = i if i < offices else int(rng.integers(offices))
        told = sorted(rng.choice([str(s) for s in Service], rng.integers(1, 6), replace=False))
        rows.append((
            f"P{i}", f"O{base}", f"Organisation {base}", str(rng.choice(towns["ts_pcode"])),
            "resident" if i < offices else "roving", "; ".join(told), rng.random() < 0.8 or None, True, f"P{base}",
            None if base % 10 == 0 else 5 + base % 7, base % 11, True,
        ))  # fmt: skip
    names = (
        "presence_id", "organisation_id", "organisation", "ts_pcode", "presence_type", "services", "serves_children",
        "serves_adults", "pool_id", "pool_capacity_people", "pool_caseload_people", "is_confirmed",
    )  # fmt: skip
    kinds = {"serves_children": "boolean", "serves_adults": "boolean", "pool_capacity_people": "Int64"}
    return places_of(pd.DataFrame(rows, columns=list(names)).astype(kinds), towns)


def report(rows: tuple[Row, ...]) -> str:
    """The table, and whether the goal is met."""
    headings = ("people", "presences", "room, people", "placed", "proposal, ms", "least", "most", "candidates, ms")
    shown = [
        (
            r.people,
            r.presences,
            r.slots,
            r.placed,
            r.whole.median_ms,
            r.whole.least_ms,
            r.whole.most_ms,
            r.one.median_ms,
        )
        for r in rows
    ]
    met = rows[0].whole.median_ms < GOAL_MS
    goal = f"{SIZES[0][0]} people and {SIZES[0][1]} presences in under {GOAL_MS / 1000:.0f} s"
    return "\n".join([table(headings, shown), f"{goal}: {'met' if met else 'NOT met'}."])


def main(arguments: list[str] | None = None) -> None:
    """Print the table and the machine."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the first size only")
    chosen = parser.parse_args(arguments)
    print(machine().line())
    print(versions("scipy"))
    print(report(run(chosen.quick)))


if __name__ == "__main__":
    main()
