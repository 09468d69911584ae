"""Pure maximal cover: with room without end and one price, the planner and spopt's MCLP reach the same people."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pulp
import pytest
from spopt.locate import MCLP

from analysis.allocation import DEMAND_COLUMNS, EXISTING_COLUMNS, Limits, Option, Price, Problem, plan
from data import reference
from geo.distance import distances_km

RADIUS_KM = 60.0  # a township has 6 others in reach in the middle of the list; smaller: no overlap, larger: all covered


@pytest.fixture(scope="module")
def townships() -> pd.DataFrame:
    return reference.townships()[["ts_pcode", "st_pcode", "lat", "lon"]]


@pytest.fixture(scope="module")
def people() -> np.ndarray:
    return np.random.default_rng(13).integers(1, 40, 330).astype(float)


def cover_problem(townships: pd.DataFrame, people: np.ndarray, most: int) -> Problem:
    demand = pd.DataFrame({
        "ts_pcode": townships["ts_pcode"], "is_child": False, "corridor": "china", "people": people,
        "waiting_people": 0.0, "weight": 1.0,
    })[list(DEMAND_COLUMNS)]  # fmt: skip
    nobody = pd.DataFrame(columns=list(EXISTING_COLUMNS))
    offices = pd.DataFrame(columns=["office_id", "place", "ts_pcode", "lat", "lon"])
    limits = Limits(budget_usd=float(most), resident_reach_km=RADIUS_KM)
    links = pd.DataFrame(columns=["ts_a", "ts_b"])
    return Problem(townships, demand, links, nobody, offices, {Option.RESIDENT: Price(1.0)}, limits)


@pytest.mark.parametrize("most", [5, 10, 20, 50])
def test_the_pure_cover_equals_spopt(townships: pd.DataFrame, people: np.ndarray, most: int) -> None:
    ours = plan(cover_problem(townships, people, most), gap_0_1=0.0)
    lat, lon = townships["lat"].to_numpy(), townships["lon"].to_numpy()
    theirs = MCLP.from_cost_matrix(distances_km(lat, lon, lat, lon), people, RADIUS_KM, p_facilities=most)
    theirs = theirs.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=60))
    assert pulp.LpStatus[theirs.problem.status] == "Optimal"
    assert ours.objective == pytest.approx(pulp.value(theirs.problem.objective), abs=1e-6)
    assert ours.reached_people == pytest.approx(ours.objective, abs=1e-6)
    assert len(ours.placements) <= most
    assert ours.objective < people.sum()  # the radius leaves something to decide
