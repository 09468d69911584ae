"""Drawn tables: an independent attacker narrows nothing, and the optimum is that of trying every pattern."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st

from analysis.disclosure import (
    Method,
    NothingToPublish,
    Periods,
    Publication,
    Rules,
    Table,
    UnsafeToPublish,
    Worth,
    Zeros,
    publish,
)
from analysis.disclosure_suppress import worths
from tests.analysis.disclosure_attacker import (
    Outsider,
    assert_nothing_is_worked_out,
    brute_force_cost,
    true_people,
    withheld,
)
from tests.analysis.disclosure_small import PLACES, base_of

YEARS = Periods.of(2023, 2024, (1, 2))
CODES = {"purpose": ("p", "q"), "corridor": ("c", "d")}
TABLES = (Table("place", "ts"), Table("purpose", "st", ("purpose",)), Table("corridor", None, ("corridor",)))
QUICK = Rules(time_limit_s=0.1)
counts = st.one_of(st.integers(0, 14), st.sampled_from([0, 1, 9, 10, 11, 40, 200]))


def drawn(examples: int):
    """Draw, but do not shrink: a failing table is small already."""
    phases = (Phase.explicit, Phase.reuse, Phase.generate)
    return settings(max_examples=examples, deadline=None, phases=phases, suppress_health_check=[*HealthCheck])


def published(base, rules=QUICK, **more) -> Publication:
    """A publication; tables that leave nothing to show are passed over."""
    try:
        return publish(base, TABLES, YEARS, rules, **more)
    except NothingToPublish:
        assume(False)
        raise


@st.composite
def bases(draw):
    """Counts of 4 townships, 2 years, 2 purposes and 2 corridors; a third of the combinations empty."""
    rows = [
        (place, year, purpose, corridor, draw(counts))
        for place in PLACES["ts"]
        for year in YEARS.years
        for purpose in CODES["purpose"]
        for corridor in CODES["corridor"]
        if draw(st.integers(0, 2))
    ]
    known = [(*row[:-1], max(row[-1] - draw(st.integers(0, 12)), 0), "NGO") for row in rows if draw(st.booleans())]
    return base_of(rows, CODES, known=known)


@drawn(4)
@given(bases(), st.sampled_from([5, 10]))
def test_an_independent_attacker_narrows_no_withheld_figure(base, k):
    found = published(base, Rules(least_shown=k, time_limit_s=0.1))
    assert_nothing_is_worked_out(base, YEARS, [found], k)


@drawn(4)
@given(bases())
def test_no_figure_below_the_threshold_is_shown_and_shown_ones_are_true(base):
    found = published(base)
    for row in found.released.cells.to_dict("records"):
        assert int(row["people"]) == true_people(base, row) >= 10


@drawn(4)
@given(bases())
def test_an_organisation_that_subtracts_its_own_cases_learns_nothing(base):
    found = published(base)
    own = base.known.groupby(["ts", "year", "purpose", "corridor"])["people"].sum().to_dict()
    inside = Outsider(base, YEARS, own).learns(found)
    rest = base.people.merge(base.known.rename(columns={"people": "own"}), on=["ts", "st", "year", *CODES], how="left")
    rest = rest.assign(people=(rest["people"] - rest["own"].fillna(0)).astype(int))[base.people.columns]
    others = type(base)(rest, base.known, base.places, base.codes)
    for row in withheld(found):
        if true_people(others, row):
            low, high = inside.range_of(row)
            assert low <= 0
            assert high >= 9
    for row in found.released.cells.to_dict("records"):
        assert true_people(others, row) == 0 or true_people(others, row) >= 10


@drawn(4)
@given(bases(), bases())
def test_two_publications_together_give_nothing_away(first, second):
    """The second base is unrelated to the first: the hardest late correction."""
    one = published(first, version="1")
    try:
        two = published(second, earlier=(one.released,), version="2")
    except UnsafeToPublish:
        return
    assert_nothing_is_worked_out(second, YEARS, [one, two])
    before = one.released.cells.merge(two.released.cells, on=[c for c in one.released.cells if c != "people"])
    assert len(before) == len(one.released.cells)
    assert (before["people_x"] == before["people_y"]).all()


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("worth", [Worth.CELLS, Worth.LOG])
def test_the_optimum_is_that_of_trying_every_pattern(seed, worth):
    rng = np.random.default_rng(seed)
    year = Periods.of(2024, 2024)
    codes = {"purpose": ("p", "q", "r")}
    places = pd.DataFrame({"st": ["S1", "S2"]})
    rows = [(s, 2024, p, int(rng.choice([2, 4, 12, 15, 20, 30]))) for s in places["st"] for p in codes["purpose"]]
    base = base_of(rows, codes, places)
    found = publish(base, (Table("t", "st", ("purpose",)),), year, Rules(worth=worth, time_limit_s=20))
    people = np.array([true_people(base, row) for row in found.rows.to_dict("records")])
    sensitive = (people < 10).tolist()
    best = brute_force_cost(base, year, found, sensitive, worths(people, worth).tolist(), 10)
    assert found.audit.method == Method.OPTIMAL
    assert found.audit.cost == pytest.approx(best)


def test_shown_noughts_are_safe_as_well():
    base = base_of([("T1", 2024, "p", "c", 0), ("T2", 2024, "p", "c", 30), ("T3", 2024, "q", "d", 12)], CODES)
    found = publish(base, TABLES, YEARS, Rules(zeros=Zeros.SHOWN))
    assert (found.rows["people"] == 0).any()
    assert_nothing_is_worked_out(base, YEARS, [found])
