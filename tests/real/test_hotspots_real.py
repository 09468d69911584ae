"""Hot spots with the neighbours of MIMU's own boundaries, which stand beside the checkout and are never in it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analysis.hotspots import hotspots, links, units_of
from data import paths
from data.reference import townships
from geo import boundaries
from geo.adjacency import reference_neighbours
from geo.neighbours import neighbours
from tests.analysis.hot_grid import YEAR, one_year

FILE = Path(__file__).resolve().parents[3] / "shared" / "geo" / "mimu_townships_v93.geojson"
pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILE.exists(), reason=f"MIMU's boundary file is not at {FILE}"),
]


@pytest.fixture
def installed(tmp_path, monkeypatch):
    """The neighbours derived from MIMU's polygons, installed in a folder of their own."""
    monkeypatch.setenv("ATLAS_LOCAL", str(tmp_path / "local"))
    monkeypatch.setattr(paths, "static_dir", lambda: tmp_path / "static")
    boundaries.install(FILE, "MIMU 9.3")
    assert boundaries.installed_neighbours() is not None
    return neighbours()


def test_hot_spots_of_the_installed_boundaries_are_those_of_the_projects_table(installed):
    units = units_of(townships())
    assert not links(units, installed).islands
    rng = np.random.default_rng(8)
    counts = rng.poisson(units.population * np.where(np.array(units.st_pcode) == "MMR015", 6e-5, 1e-5))
    here = hotspots(one_year(units, counts), YEAR, installed).frame
    table = hotspots(one_year(units, counts), YEAR, reference_neighbours()).frame
    assert here["is_hot"].any()
    assert set(here.loc[here["is_hot"], "st_pcode"]) & {"MMR015"}
    pd.testing.assert_frame_equal(here, table)
