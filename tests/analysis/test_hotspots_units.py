"""Units: Hlaingtharya as the census counted it, nobody without a neighbour, counts placed or told as unplaced."""

from __future__ import annotations

import pandas as pd
import pytest

from analysis.units import links, panel, units_of
from data.reference import townships
from geo.adjacency import reference_neighbours
from geo.neighbours import neighbours
from tests.analysis.hot_grid import grid_units, sides

COLUMNS = ["ts_pcode", "case_year", "victims_people"]
PARTS = ("MMR013046", "MMR013047")


def test_the_two_parts_of_hlaingtharya_are_one_unit_with_the_census_population():
    units = units_of(townships())
    at = units.codes.index("MMR013008")
    assert len(units) == 329
    assert units.members[at] == PARTS
    assert units.population[at] == 687_867
    # The census's total less the 2,826 people of Seikkan, whose township is not settled.
    assert units.population.sum() == 51_486_253 - 2_826
    assert {ts for inside in units.members for ts in inside} == set(townships()["ts_pcode"])
    assert units.st_pcode[at] == "MMR013"
    assert units.lat[at] == pytest.approx((16.88167 + 16.87845) / 2)


def test_a_population_that_nobody_knows_is_refused():
    lacking = townships().assign(population_2014=lambda t: t["population_2014"].mask(t["ts_pcode"] == "MMR001001"))
    with pytest.raises(ValueError, match="MMR001001"):
        units_of(lacking)


def test_counts_are_summed_over_the_parts_and_the_unknown_are_counted_apart():
    units = units_of(townships())
    rows = [("MMR013046", 2020, 2), ("MMR013047", 2020, 3), ("MMR013008", 2020, 1), ("MMR001001", 2022, 7)]
    rows += [(None, 2020, 4), (None, 2021, 5), ("MMR001001", 2019, 99)]
    found = panel(units, pd.DataFrame(rows, columns=COLUMNS), [2020, 2021, 2022])
    assert found.of(2020)[units.codes.index("MMR013008")] == 6
    assert found.counts.sum(axis=0).tolist() == [6, 0, 7]
    assert found.unplaced == (4, 5, 0)
    with pytest.raises(ValueError, match="2019"):
        found.of(2019)


def test_a_register_without_cases_is_all_noughts():
    found = panel(grid_units(3), pd.DataFrame([], columns=COLUMNS), [2020])
    assert found.counts.sum() == 0
    assert found.unplaced == (0,)


def test_a_code_of_no_unit_is_refused():
    with pytest.raises(ValueError, match="MMR999999"):
        panel(units_of(townships()), pd.DataFrame([("MMR999999", 2020, 1)], columns=COLUMNS), [2020])


@pytest.mark.parametrize("pairs", [neighbours, reference_neighbours])
def test_nobody_is_without_a_neighbour_and_the_pair_is_joined(pairs):
    units = units_of(townships())
    w = links(units, pairs())
    assert not w.islands
    assert w.id_order == list(units.codes)
    assert (w.sparse != w.sparse.T).nnz == 0
    assert set(w.sparse.data) == {1.0}
    beside = {b if a in PARTS else a for a, b in pairs()[["ts_a", "ts_b"]].to_numpy() if (a in PARTS) != (b in PARTS)}
    assert set(w.neighbors["MMR013008"]) == beside


def test_the_sea_links_join_the_islands():
    pairs = reference_neighbours()
    with pytest.raises(ValueError, match="without a neighbour"):
        links(units_of(townships()), pairs[pairs["link"] != "sea"])


def test_on_a_grid_the_middle_has_four_neighbours():
    assert links(grid_units(3), sides(3)).neighbors["T004"] == ["T001", "T003", "T005", "T007"]
