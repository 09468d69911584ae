"""Facts that the reference tables of places must keep."""

from __future__ import annotations

import re
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import Point

from data import reference
from geo.distance import distances_km
from geo.matching import place_key

SHARED_GEO = Path(__file__).resolve().parents[3] / "shared" / "geo"
HLAINGTHARYA = {"MMR013046", "MMR013047"}


@pytest.fixture(scope="module")
def townships() -> pd.DataFrame:
    return reference.townships()


def test_330_townships_each_with_its_own_well_formed_code(townships):
    assert len(townships) == townships["ts_pcode"].nunique() == 330
    assert townships["ts_pcode"].map(lambda code: bool(re.fullmatch(r"MMR\d{6}", code))).all()
    assert townships["ts_pcode"].str.startswith("MMR013008").sum() == 0


def test_a_township_code_begins_with_its_state_and_its_district_lies_in_one_state(townships):
    assert (townships["ts_pcode"].str[:6] == townships["st_pcode"]).all()
    assert townships.groupby("dt_pcode")["st_pcode"].nunique().max() == 1
    assert townships["dt_pcode"].nunique() == 80


def test_18_units_of_mimu_make_15_official_ones(townships):
    states = reference.states()
    assert len(states) == states["st_pcode"].nunique() == 18
    assert states["sr_pcode"].nunique() == 15
    parts = states.groupby("sr_name_en")["st_name_en"].apply(set)
    assert parts["Shan"] == {"Shan (South)", "Shan (North)", "Shan (East)"}
    assert parts["Bago"] == {"Bago (East)", "Bago (West)"}
    assert parts.drop(["Shan", "Bago"]).map(len).eq(1).all()
    assert states["sr_type"].value_counts().to_dict() == {"State": 9, "Region": 8, "Union Territory": 1}


def test_only_htantabin_and_minhla_name_two_townships_in_either_language(townships):
    for column, expected in (("ts_name_en", {"Htantabin", "Minhla"}), ("ts_name_my", {"ထန်းတပင်", "မင်းလှ"})):
        counts = townships[column].value_counts()
        assert set(counts[counts > 1].index) == expected
        assert counts.max() == 2
    where = townships.groupby("ts_name_en")["st_name_en"].apply(set)
    assert where["Htantabin"] == {"Bago (East)", "Yangon"}
    assert where["Minhla"] == {"Bago (West)", "Magway"}


def test_no_name_is_lost_by_normalising(townships):
    """Two townships may share a key only if they share the name."""
    for column in ("ts_name_en", "ts_name_my"):
        assert townships[column].map(place_key).nunique() == townships[column].nunique() == 328


def test_populations_are_those_of_the_2014_census(townships):
    """51,486,253 people in all; the parent of the two new townships had 687,867; 2,826 lived in Seikkan."""
    missing = townships["population_2014"].isna()
    assert set(townships.loc[missing, "ts_pcode"]) == HLAINGTHARYA
    assert townships["population_2014"].sum() + 687_867 + 2_826 == 51_486_253


def test_coordinates_lie_in_myanmar_and_near_the_township(townships):
    for lat, lon in (("lat", "lon"), ("rep_lat", "rep_lon")):
        assert townships[lat].between(9.5, 28.6).all()
        assert townships[lon].between(92.1, 101.2).all()
    apart_km = distances_km(townships["lat"], townships["lon"], townships["rep_lat"], townships["rep_lon"]).diagonal()
    far = townships[apart_km > 1.5 * townships["area_km2"] ** 0.5]
    assert set(far["ts_name_en"]) == {"Cocokyun"}, "the Coco and Preparis islands lie 80 km apart"
    assert townships["area_km2"].sum() == pytest.approx(676_578, rel=0.02)


def test_five_zones_and_the_wa_division():
    zones = reference.self_administered_zones()
    sizes = zones.groupby("self_admin").size().to_dict()
    assert sizes == {"Danu": 2, "Kokang": 2, "Naga": 3, "Pa Laung": 2, "Pa-O": 3, "Wa": 6}


def test_adjacency_joins_every_township_by_valid_pairs_given_once(townships):
    pairs = reference.township_adjacency()
    codes = set(townships["ts_pcode"])
    assert set(pairs["ts_a"]) | set(pairs["ts_b"]) == codes
    assert (pairs["ts_a"] != pairs["ts_b"]).all()
    assert len({frozenset(pair) for pair in zip(pairs["ts_a"], pairs["ts_b"], strict=True)}) == len(pairs) == 860
    assert set(pairs["link"]) <= {"land", "link", "sea"}
    reached, frontier = set(), {"MMR001001"}
    neighbours = pd.concat([pairs[["ts_a", "ts_b"]], pairs[["ts_b", "ts_a"]].set_axis(["ts_a", "ts_b"], axis=1)])
    beside = neighbours.groupby("ts_a")["ts_b"].apply(set)
    while frontier:
        reached |= frontier
        frontier = set().union(*(beside[code] for code in frontier)) - reached
    assert reached == codes


def test_alternate_names_belong_to_townships_and_take_no_other_townships_name(townships):
    names = reference.township_alternate_names()
    assert set(names["ts_pcode"]) <= set(townships["ts_pcode"])
    assert not names.duplicated(["ts_pcode", "alt_name"]).any()
    assert names[["alt_name", "script", "sources"]].notna().all().all()
    burmese = names["alt_name"].str.contains(r"[\u1000-\u109f]")
    assert (burmese == (names["script"] == "mymr")).all()
    own = {}
    for column in ("ts_name_en", "ts_name_my"):
        for code, name in zip(townships["ts_pcode"], townships[column], strict=True):
            own.setdefault(place_key(name), set()).add(code)
    for row in names.itertuples():
        assert own.get(place_key(row.alt_name), {row.ts_pcode}) == {row.ts_pcode}, row


def test_only_spellings_of_the_split_township_are_alternates_of_two(townships):
    names = reference.township_alternate_names()
    owners = names.groupby(names["alt_name"].map(place_key))["ts_pcode"].apply(set)
    assert set(map(frozenset, owners[owners.map(len) > 1])) == {frozenset(HLAINGTHARYA)}


def test_state_alternates_cover_the_15_official_units():
    alternates, states = reference.state_alternate_names(), reference.states()
    assert set(alternates["sr_pcode"]) == set(states["sr_pcode"])
    assert len(alternates) == 15


@pytest.mark.parametrize("table", [reference.border_crossings, reference.shelters, reference.dsw_offices])
def test_places_lie_near_the_township_that_they_name(table, townships):
    places, towns = table(), townships.set_index("ts_pcode")
    assert set(places["ts_pcode"]) <= set(towns.index)
    at = towns.loc[places["ts_pcode"]]
    apart_km = distances_km(places["lat"], places["lon"], at["rep_lat"], at["rep_lon"]).diagonal()
    assert (apart_km < 1.5 * at["area_km2"].to_numpy() ** 0.5).all()


def test_border_crossings_face_four_countries_across_a_near_border():
    crossings = reference.border_crossings()
    assert set(crossings["country_opposite"]) == {"China", "Thailand", "India", "Bangladesh"}
    assert (crossings["km_to_border"] < 5).all()


def test_one_office_in_each_capital_and_its_evidence_is_said(townships):
    offices = reference.dsw_offices()
    regional = offices[offices["level"] == "state_region"]
    official = townships.set_index("ts_pcode")["sr_pcode"]
    assert len(regional) == official.loc[regional["ts_pcode"]].nunique() == 15
    assert set(offices["level"]) == {"state_region", "district"}
    assert offices["evidence"].str.len().gt(20).all()
    assert offices["evidence"].str.startswith("assumed:").sum() >= 15
    assert offices["precision"].eq("town centroid (not an office address)").all()
    towns = townships.set_index("ts_pcode").loc[offices["ts_pcode"]]
    assert (offices["lat"].to_numpy() == towns["lat"].to_numpy()).all()
    assert (offices["lon"].to_numpy() == towns["lon"].to_numpy()).all()


def test_code_changes_lead_from_retired_to_present_codes(townships):
    changes, codes = reference.township_code_changes(), set(townships["ts_pcode"])
    assert not set(changes["old_ts_pcode"]) & codes
    assert set(changes["new_ts_pcode"].dropna()) <= codes
    assert set(changes["kind"]) <= {"split", "merge", "recode"}
    assert changes["note"].str.len().gt(10).all()
    split = changes[changes["old_ts_pcode"] == "MMR013008"]
    assert set(split["new_ts_pcode"]) == HLAINGTHARYA
    assert split["share"].isna().all(), "no division of the old counts is published"


def test_seikkans_successor_needs_a_person():
    change = reference.township_code_changes().set_index("old_ts_pcode").loc["MMR013045"]
    assert pd.isna(change["new_ts_pcode"])
    assert change["note"].startswith("Needs a person")
    assert reference.comparable_unit("MMR013045") == "MMR013045"


def test_retired_townships_are_those_of_the_changes(townships):
    retired = reference.retired_townships()
    assert set(retired["old_ts_pcode"]) == set(reference.township_code_changes()["old_ts_pcode"])
    likely = retired["likely_ts_pcodes"].str.split("|").explode()
    assert set(likely) <= set(townships["ts_pcode"])


def test_special_region_areas_have_codes_and_names_of_their_own(townships):
    areas = reference.special_region_areas()
    assert len(areas) == areas["area_pcode"].nunique() == 26
    assert not set(areas["area_pcode"]) & set(townships["ts_pcode"])
    assert set(areas["likely_ts_pcodes"].str.split("|").explode()) <= set(townships["ts_pcode"])
    states = townships.set_index("ts_pcode")["st_pcode"]
    for row in areas.itertuples():
        assert {states[code] for code in row.likely_ts_pcodes.split("|")} == {row.area_pcode[:6]}
    own = {place_key(name) for column in ("ts_name_en", "ts_name_my") for name in townships[column]}
    assert not own & set(areas["name_en"].map(place_key))


def test_counts_before_and_after_the_split_can_be_summed_and_shown_together():
    """3 in the old township in 2015 and 2 + 4 in the new ones in 2023 are one line: 3, then 6; others keep theirs."""
    cases = pd.DataFrame(
        {
            "year": [2015, 2023, 2023, 2015, 2023],
            "ts_pcode": ["MMR013008", "MMR013046", "MMR013047", "MMR013001", "MMR013001"],
            "victims": [3, 2, 4, 5, 7],
        }
    )
    unit = cases["ts_pcode"].map(reference.comparable_unit)
    table = cases.groupby([unit, cases["year"]])["victims"].sum()
    assert table.to_dict() == {
        ("MMR013008", 2015): 3,
        ("MMR013008", 2023): 6,
        ("MMR013001", 2015): 5,
        ("MMR013001", 2023): 7,
    }


def test_comparable_units_list_every_code_once_with_the_groups_name(townships):
    units = reference.comparable_units()
    assert len(units) == units["ts_pcode"].nunique() == 332
    assert units["current"].sum() == 330
    joined = units[units["ts_pcode"] != units["comparable_pcode"]].set_index("ts_pcode")
    assert set(joined.index) == HLAINGTHARYA
    assert set(joined["name_en"]) == {"Hlaingtharya"}
    assert units[["name_en", "name_my"]].notna().all().all()


def test_merges_and_chains_of_changes_keep_one_name(monkeypatch):
    """A merged into B, B recoded to C, D split into E and F: A, B and C go by C; E and F by D."""
    rows = [("A", "B", "merge"), ("B", "C", "recode"), ("D", "E", "split"), ("D", "F", "split"), ("G", None, "merge")]
    table = pd.DataFrame(rows, columns=["old_ts_pcode", "new_ts_pcode", "kind"])
    monkeypatch.setattr(reference, "_read", lambda _: table)
    groups = reference._comparison_groups.__wrapped__()
    assert groups == {"A": "C", "B": "C", "C": "C", "D": "D", "E": "D", "F": "D"}


@pytest.mark.parametrize(
    "table",
    [
        reference.townships,
        reference.states,
        reference.districts,
        reference.self_administered_zones,
        reference.township_code_changes,
        reference.dsw_offices,
        reference.comparable_units,
        reference.retired_townships,
        reference.special_region_areas,
    ],
)
def test_a_caller_may_change_what_it_was_given(table):
    first = table()
    first.iloc[0, 0] = "changed"
    assert table().iloc[0, 0] != "changed"


@pytest.fixture(scope="module")
def published() -> gpd.GeoDataFrame:
    """MIMU's townships in degrees, indexed by P-code."""
    path = SHARED_GEO / "mimu_townships_250k_v93_shapefile.zip"
    if not path.exists():
        pytest.skip(f"MIMU's boundaries are not beside this checkout ({path}); they may not be redistributed")
    return gpd.read_file(f"zip://{path}").to_crs(4326).set_index("TS_PCODE")


@pytest.mark.real
def test_the_strip_where_seikkan_lay_belongs_to_lanmadaw_in_mimus_boundaries(published):
    """The evidence for the likely successor: these points lie on the quay south of Latha, Pabedan and Kyauktada."""
    for lon, lat in ((96.1502, 16.7715), (96.1553, 16.7705), (96.1583, 16.7698), (96.1613, 16.7688)):
        assert list(published.index[published.contains(Point(lon, lat))]) == ["MMR013035"]


@pytest.mark.real
def test_every_town_and_every_representative_point_lies_inside_its_township(published, townships):
    for lat, lon in (("lat", "lon"), ("rep_lat", "rep_lon")):
        points = gpd.GeoSeries(
            gpd.points_from_xy(townships[lon], townships[lat]), index=townships["ts_pcode"], crs=4326
        )
        assert published.geometry.loc[points.index].covers(points).all()
