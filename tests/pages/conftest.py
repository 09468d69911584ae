"""Registers that page tests share."""

from __future__ import annotations

import pytest
from pandas.util import hash_pandas_object

from analysis.hotspots import hotspots
from tests.pages import hand_register as hand
from tests.pages.visit import register
from ui import hotspots_values


@pytest.fixture(scope="module")
def on_paper(tmp_path_factory):
    """The register worked out on paper in hand_register, as the app's own."""
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("paper"), patch, hand.whole):
        yield


@pytest.fixture(scope="module")
def without_anything(tmp_path_factory):
    """A register without cases, providers or loads."""
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("empty"), patch, lambda _store: None):
        yield


@pytest.fixture(scope="session", autouse=True)
def each_year_worked_out_once():
    """Hot spots take half a second a year; the same counts give the same answer in every test, so they are kept."""
    kept: dict[object, object] = {}

    def once(panel, year, neighbours, **more):
        pairs = hash_pandas_object(neighbours[["ts_a", "ts_b"]], index=False).to_numpy().tobytes()
        key = (panel.units.codes, panel.years, panel.counts.tobytes(), panel.unplaced, year, pairs, tuple(more.items()))
        if key not in kept:
            kept[key] = hotspots(panel, year, neighbours, **more)
        return kept[key]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hotspots_values, "hotspots", once)
        yield
