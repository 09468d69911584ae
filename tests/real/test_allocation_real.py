"""The planner with the neighbours of MIMU's own boundaries, which stand beside the checkout and are never in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.allocation import DEMAND_COLUMNS, EXISTING_COLUMNS, Limits, Option, Plan, Price, Problem, plan
from data import paths
from data.reference import townships
from geo import boundaries
from geo.adjacency import reference_neighbours
from geo.neighbours import neighbours

FILE = Path(__file__).resolve().parents[3] / "shared" / "geo" / "mimu_townships_v93.geojson"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILE.exists(), reason=f"MIMU's boundary file is not at {FILE}"),
]


def roving_plan(pairs: pd.DataFrame) -> Plan:
    """The best eight roving workers of the country."""
    places = townships()[["ts_pcode", "st_pcode", "lat", "lon"]]
    people = np.random.default_rng(6).integers(1, 9, len(places)).astype(float)
    demand = pd.DataFrame({
        "ts_pcode": places["ts_pcode"], "is_child": False, "corridor": "china", "people": people,
        "waiting_people": 0.0, "weight": 1.0,
    })[list(DEMAND_COLUMNS)]  # fmt: skip
    nobody = pd.DataFrame(columns=list(EXISTING_COLUMNS))
    offices = pd.DataFrame(columns=["office_id", "place", "ts_pcode", "lat", "lon"])
    return plan(
        Problem(
            places, demand, pairs[["ts_a", "ts_b"]], nobody, offices, {Option.ROVING: Price(1.0, 30.0)}, Limits(8.0)
        )
    )


def test_roving_workers_of_the_installed_boundaries_go_where_they_touch_and_as_by_the_projects_table(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fallback = roving_plan(neighbours())  # of the schematic boundaries, in force before any are installed
    monkeypatch.setenv("ATLAS_LOCAL", str(tmp_path / "local"))
    monkeypatch.setattr(paths, "static_dir", lambda: tmp_path / "static")
    boundaries.install(FILE, "MIMU 9.3")
    assert boundaries.installed_neighbours() is not None
    here, table = roving_plan(neighbours()), roving_plan(reference_neighbours())
    touching = {frozenset(pair) for pair in neighbours()[["ts_a", "ts_b"]].itertuples(index=False, name=None)}
    assert len(here.placements) == 8
    for p in here.placements:
        assert all(frozenset((p.ts_pcode, code)) in touching for code in p.serves if code != p.ts_pcode)
    assert [(p.ts_pcode, p.serves) for p in here.placements] == [(p.ts_pcode, p.serves) for p in table.placements]
    assert here.objective == pytest.approx(table.objective)
    assert 0 < fallback.objective <= 8 * 30.0
