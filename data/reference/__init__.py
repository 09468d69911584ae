"""The project's own reference tables, read from the CSV files beside this module.

Sources and terms: NOTICE. Every function that returns a table returns a fresh copy, so a caller may change it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).resolve().parent

# The 2014 census counted Hlaingtharya before its split into East and West; the note in township_code_changes says so.
POPULATION_2014_BEFORE_SPLIT = {"MMR013008": 687_867}


@cache
def _read(name: str) -> pd.DataFrame:
    return pd.read_csv(FOLDER / name, encoding="utf-8", keep_default_na=False, na_values=[""])


def townships() -> pd.DataFrame:
    """330 townships: P-codes, names in English and Burmese, district, state/region, coordinates, area, population.

    lat, lon: the chief town in degrees; rep_lat, rep_lon: a point inside the township; area_km2; population_2014 from
    the census (null for MMR013046 and MMR013047, which it counted as one: see township_code_changes).
    """
    return _read("townships.csv").copy()


def states() -> pd.DataFrame:
    """18 states and regions as MIMU codes them (Shan in three, Bago in two): st_pcode, st_name_en, st_name_my,
    with the official state or region each belongs to (15 of them): sr_pcode, sr_name_en, sr_name_my, sr_type."""
    columns = ["st_pcode", "st_name_en", "st_name_my", "sr_pcode", "sr_name_en", "sr_name_my", "sr_type"]
    return _read("townships.csv")[columns].drop_duplicates().sort_values("st_pcode", ignore_index=True)


def districts() -> pd.DataFrame:
    """80 districts and self-administered zones: dt_pcode, dt_name_en, dt_name_my, st_pcode, sr_pcode."""
    columns = ["dt_pcode", "dt_name_en", "dt_name_my", "st_pcode", "sr_pcode"]
    return _read("townships.csv")[columns].drop_duplicates().sort_values("dt_pcode", ignore_index=True)


def self_administered_zones() -> pd.DataFrame:
    """Townships of the five self-administered zones and the Wa division: self_admin, ts_pcode."""
    rows = _read("townships.csv").dropna(subset=["self_admin"])
    return rows[["self_admin", "ts_pcode"]].sort_values(["self_admin", "ts_pcode"], ignore_index=True)


def township_adjacency() -> pd.DataFrame:
    """Pairs of townships that touch: ts_a, ts_b, seat_km, shared_border_km, link (land, link or sea)."""
    return _read("township_adjacency.csv").copy()


def township_alternate_names() -> pd.DataFrame:
    """Other spellings of townships: ts_pcode, alt_name, script (latn, my), sources."""
    return _read("township_alternate_names.csv").copy()


def code_labels_my() -> pd.DataFrame:
    """Burmese labels of the codes that a file may write: list (a key of CODE_LISTS), code, label_my."""
    return _read("code_labels_my.csv").copy()


def template_guidance() -> pd.DataFrame:
    """What the templates say of each column: format, field, needed (yes, no, or another field that would do), write_en,
    write_my, example."""
    return _read("template_guidance.csv").fillna("")


@cache
def _recommendations() -> pd.DataFrame:
    # As text throughout: 1.10 is another recommendation than 1.1.
    return pd.read_csv(FOLDER / "recommendations.csv", encoding="utf-8", dtype=str, keep_default_na=False)


def recommendations() -> pd.DataFrame:
    """The recommendations of October 2010 in this project's own words: number, stage, kinds (codes of
    RecommendationKind), body (proposed owner), title_en, title_my, needed_en, needed_my (data that nothing measures
    yet; blank: none), gap_en, gap_my (what the source leaves open; blank: nothing)."""
    return _recommendations().copy()


def name_words() -> pd.DataFrame:
    """Latin words that tell a person's name from a place (kind, word): address, a form of address; name, a common part
    of Burmese names; place, an ending of names of
    places and institutions. Chosen by hand."""
    return _read("name_words.csv").copy()


def state_alternate_names() -> pd.DataFrame:
    """Other names of the 15 official states and regions: sr_pcode, sr_name_en, alt_names (joined by |)."""
    return _read("state_alternate_names.csv").copy()


def border_crossings() -> pd.DataFrame:
    """Border towns: town, township, the country and place opposite, coordinates in degrees."""
    return _read("border_crossings.csv").copy()


def shelters() -> pd.DataFrame:
    """DSW transit shelters, at the town's centroid: place, ts_pcode, lat, lon, role, evidence, precision."""
    return _read("shelters.csv").copy()


def dsw_offices() -> pd.DataFrame:
    """Offices of the Department of Social Welfare, at the town's centroid: 15 capitals, two districts.

    place, ts_pcode, lat, lon (degrees, from the township table), level (state_region, district), evidence (a source, or
    "assumed": no list of addresses is published), precision.
    """
    return _read("dsw_offices.csv").copy()


def township_code_changes() -> pd.DataFrame:
    """Retired township codes and what came after them, one row for each pair.

    old_ts_pcode, new_ts_pcode (null: not known, a person has to find out), kind (split, merge, recode), changed_in
    (year; null: not established), note, share (part of an old count that belongs to the new code, 0-1; null: not known,
    so old counts are never divided).
    """
    return _read("township_code_changes.csv").copy()


def retired_townships() -> pd.DataFrame:
    """Retired townships: old_ts_pcode, name_en, name_my, likely_ts_pcodes (joined by |, only to suggest)."""
    return _read("retired_townships.csv").copy()


def special_region_areas() -> pd.DataFrame:
    """MIMU's own codes for parts of the Kokang and Wa special regions, which files of aid agencies use.

    They lie inside, and sometimes across, the 330 townships: area_pcode, name_en, name_my (null: not known),
    special_region, likely_ts_pcodes (joined by |; from the special region's district, to suggest only).
    """
    return _read("special_region_areas.csv").copy()


@cache
def _comparison_groups() -> dict[str, str]:
    """Code -> the code that stands for its group, for every code in a change whose successor is known."""
    group: dict[str, str] = {}
    for change in _read("township_code_changes.csv").dropna(subset=["new_ts_pcode"]).itertuples():
        keep, follow = change.new_ts_pcode, change.old_ts_pcode
        if change.kind == "split":
            keep, follow = follow, keep
        keep, follow = group.get(keep, keep), group.get(follow, follow)
        group = {code: keep if head == follow else head for code, head in group.items()}
        group |= {keep: keep, follow: keep}
    return group


def comparable_unit(ts_pcode: str) -> str:
    """P-code under which counts of all years can be compared: sum the counts of all codes that share it.

    A township that was split goes by its old code (MMR013046 and MMR013047 go by MMR013008, so the sum of the two new
    townships stands beside the one old township); a merged or recoded one goes by its new code; any other township by
    its own. A code without a known successor (MMR013045) joins nothing: its counts stand alone until it is known.
    """
    return _comparison_groups().get(ts_pcode, ts_pcode)


def comparable_units() -> pd.DataFrame:
    """Every present and retired township code with its group: ts_pcode, comparable_pcode, name_en, name_my, current.

    name_en, name_my: the group's name (that of the old township after a split); current: the code is in use today.
    """
    now = _read("townships.csv")[["ts_pcode", "ts_name_en", "ts_name_my"]]
    old = _read("retired_townships.csv")[["old_ts_pcode", "name_en", "name_my"]]
    names = pd.concat([now, old.set_axis(now.columns, axis=1)], ignore_index=True).set_index("ts_pcode")
    table = pd.DataFrame({"ts_pcode": names.index, "comparable_pcode": [comparable_unit(c) for c in names.index]})
    table["name_en"] = names["ts_name_en"].loc[table["comparable_pcode"]].to_numpy()
    table["name_my"] = names["ts_name_my"].loc[table["comparable_pcode"]].to_numpy()
    table["current"] = table["ts_pcode"].isin(now["ts_pcode"])
    return table.sort_values("ts_pcode", ignore_index=True)


def unodc_detected_victims() -> pd.DataFrame:
    """UNODC's detected victims, as printed.

    Columns: year, sex, age_group, dimension, category, value_text, value_people (null where "<5"), source.
    """
    return _read("unodc_detected_victims.csv").copy()


def published_figures() -> pd.DataFrame:
    """Figures printed in the press.

    Columns: period, area, measure, value (cases, victims or townships, as the measure says), source.
    """
    return _read("published_figures.csv").copy()


def demo_assumptions() -> pd.DataFrame:
    """Assumptions of the demonstration register: key, value, unit, meaning, source."""
    return _read("demo_assumptions.csv").copy()


def demo_margins() -> pd.DataFrame:
    """Margins that each year of the demonstration register follows: case_year, dimension, category, people, source."""
    return _read("demo_margins.csv").copy()


def demo_purposes() -> pd.DataFrame:
    """Affinities before fitting: purpose_group, purpose, destination (* = every country), sex_age, weight, source."""
    return _read("demo_purposes.csv").copy()


def demo_places() -> pd.DataFrame:
    """Weight of each of the 18 states and regions in a corridor.

    Columns: st_pcode, st_name_en, china, thailand, sea, other, internal.
    """
    return _read("demo_places.csv").copy()
