"""Who borders whom: the table's rules, and nobody stands alone."""

from __future__ import annotations

import pandas as pd
import pytest
import shapely

from data.reference import townships
from geo import adjacency
from geo.neighbours import neighbours, neighbours_of
from tests.geo.boundary_files import use_scratch


@pytest.fixture(autouse=True)
def _scratch(tmp_path, monkeypatch):
    use_scratch(monkeypatch, tmp_path)


def test_without_boundaries_the_table_answers_and_nobody_is_alone():
    pairs = neighbours()
    assert (pairs.ts_a < pairs.ts_b).all()
    assert not pairs.duplicated(["ts_a", "ts_b"]).any()
    assert {*pairs.ts_a, *pairs.ts_b} == set(townships().ts_pcode)
    assert set(pairs.link) == {"land", "sea"}


def test_neighbours_are_mutual():
    for code in townships().ts_pcode[::40]:
        assert all(code in neighbours_of(other) for other in neighbours_of(code))
        assert code not in neighbours_of(code)
    assert neighbours_of("MMR999999") == ()


def test_cocokyun_is_linked_across_the_sea():
    assert neighbours_of("MMR013032") == ("MMR017004",)


def test_two_squares_that_touch_are_neighbours_and_the_rest_of_the_country_is_completed():
    first, second = townships().ts_pcode[:2]
    squares = [shapely.box(97, 25, 98, 26), shapely.box(98, 25, 99, 26)]
    pairs = adjacency.derive([first, second], squares)
    own = pairs[(pairs.ts_a == first) & (pairs.ts_b == second)]
    assert own.link.tolist() == ["land"]
    assert own.shared_border_km.tolist() == [pytest.approx(111.2, abs=0.1)]
    assert {*pairs.ts_a, *pairs.ts_b} == set(townships().ts_pcode)
    assert set(pairs.link) == {"land", "sea", "assumed"}


def test_a_township_cut_off_from_all_is_linked_to_the_nearest_town(monkeypatch):
    table = pd.DataFrame({"ts_pcode": ["A", "B", "C"], "lat": [20.0, 20.5, 23.0], "lon": [96.0, 96.0, 96.0]})
    monkeypatch.setattr(adjacency, "townships", lambda: table)
    monkeypatch.setattr(adjacency, "reference_neighbours", lambda: pd.DataFrame(columns=adjacency.COLUMNS))
    apart = [shapely.box(96, 20, 96.1, 20.1), shapely.box(96, 20.5, 96.1, 20.6), shapely.box(96, 23, 96.1, 23.1)]
    pairs = adjacency.derive(["A", "B", "C"], apart)
    assert pairs[["ts_a", "ts_b", "link"]].to_numpy().tolist() == [["A", "B", "nearest"], ["B", "C", "nearest"]]
