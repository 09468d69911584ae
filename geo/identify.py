"""Say which township each polygon is, and leave out, by name, what cannot be said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from numpy.typing import NDArray

from data.errors import N_, BoundaryElsewhere, BoundaryNoTownship
from data.reference import retired_townships, townships
from geo.findings import Finding
from geo.gazetteer import default_gazetteer
from geo.match import How, Match
from geo.reading import RawLayer, within_myanmar
from geo.simplify import to_equal_area

MISPLACED_KM = 10.0
REPAIR_NOTED_KM2 = 0.01

EMPTY_SHAPES = N_("{count} rows have no polygon and were left out: {items}.")
REPAIRED = N_("The outlines of {count} townships crossed themselves and were repaired: {items}.")
UNKNOWN = N_("{count} codes are not township codes and were left out: {items}.")
RETIRED = N_("{count} codes are of townships that no longer exist, and were left out: {items}. {reason}")
RECODED = N_("{count} old codes were read as the townships that bear new codes now: {items}.")
UNSURE = N_("{count} names could not be told apart with certainty and were left out: {items}.")
BY_PLACE = N_("{count} names were settled by where the polygon lies, not by the name alone: {items}.")
DUPLICATED = N_("{count} townships have several rows, which were joined: {items}.")
MISSING = N_("{count} townships have no polygon in this file and will not be drawn: {items}.")
MISPLACED = N_("{count} polygons lie more than {km} km from where their township is: {items}. Check the codes.")
FINER = N_("The rows are parts of townships (such as village tracts); they were joined by their township's code.")


@dataclass(frozen=True)
class Identified:
    """frame: [ts_pcode, geometry], one valid polygon a township, sorted; what happened on the way."""

    frame: gpd.GeoDataFrame
    findings: tuple[Finding, ...]


def identify(raw: RawLayer) -> Identified:
    """Townships of the layer's rows. Raises BoundaryNoTownship or BoundaryElsewhere where nothing usable is left."""
    rows, findings = _with_polygons(raw)
    rows = rows.assign(ts_pcode=None)
    rows, told = _name_rows(rows, by_code=raw.layout.code is not None)
    known = rows[rows.ts_pcode.notna()]
    if known.empty:
        examples = tuple(dict.fromkeys(rows["code"].fillna(rows["name"]).dropna()))[:5]
        raise BoundaryNoTownship(path=str(raw.path), rows=len(raw.frame), examples=examples or ("-",))
    inside = within_myanmar(known.geometry.bounds.to_numpy())
    if inside.mean() < 0.5:
        bounds = tuple(round(float(v), 2) for v in known.total_bounds)
        raise BoundaryElsewhere(path=str(raw.path), bounds=bounds)
    frame, repaired = _mend(known[inside])
    notes = (*_join_notes(raw, known), *_misplaced(frame, known.ts_pcode[~inside]), *_missing(frame))
    return Identified(frame, (*raw.findings, *findings, *told, *repaired, *notes))


def _finding(code: str, template: str, items: Iterable[str], is_warning: bool = True, **facts: object) -> list[Finding]:
    """A finding about these items; nothing if there are none."""
    listed = tuple(dict.fromkeys(map(str, items)))
    return [Finding(code, template, tuple((k, str(v)) for k, v in facts.items()), listed, is_warning)] if listed else []


def _with_polygons(raw: RawLayer) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    kinds = shapely.get_type_id(raw.frame.geometry.values)
    usable = np.isin(kinds, (3, 6, 7)) & ~shapely.is_empty(raw.frame.geometry.values)
    lost = raw.frame[~usable]
    labels = lost["code"].fillna(lost["name"]).fillna("row " + (lost.index + 1).astype("string").to_series(lost.index))
    return raw.frame[usable], _finding("empty_shapes", EMPTY_SHAPES, labels)


def _name_rows(rows: gpd.GeoDataFrame, by_code: bool) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    return _by_code(rows) if by_code else _by_name(rows)


def _by_code(rows: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """Only a township's own code counts; an old code does where one township certainly took its place."""
    matches = default_gazetteer().match_many(rows["code"].tolist())
    sure = (How.EXACT_CODE, How.RETIRED_CODE)
    codes = [match.ts_pcode if match.how in sure else None for match in matches]
    recoded = [f"{m.written} > {m.ts_pcode}" for m in matches if m.how is How.RETIRED_CODE]
    old_codes = set(retired_townships().old_ts_pcode)
    retired = [m for m in matches if m.ts_pcode is None and m.written.upper() in old_codes]
    unknown = [m.written or "(empty)" for m in matches if m.ts_pcode is None and m not in retired]
    unknown += [m.written for m in matches if m.ts_pcode and m.how not in sure]
    reasons = " ".join(dict.fromkeys(m.note for m in retired))
    return rows.assign(ts_pcode=codes), [
        *_finding("unknown", UNKNOWN, unknown),
        *_finding("retired", RETIRED, (m.written for m in retired), reason=reasons),
        *_finding("recoded", RECODED, recoded, is_warning=False),
    ]


def _by_name(rows: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """The matcher first; where it asks, the polygon may answer if it holds the point of exactly one it suggests."""
    matches = default_gazetteer().match_many(rows["name"].tolist())
    codes: list[str | None] = [match.ts_pcode for match in matches]
    settled, unsure = [], []
    for place, (match, held) in enumerate(zip(matches, _points_held(rows.geometry.values), strict=True)):
        if match.ts_pcode:
            continue
        if len(held) == 1 and held[0] in match.suggestions:
            codes[place] = held[0]
            settled.append(f"{match.written} = {held[0]}")
        else:
            unsure.append(_question(match))
    return rows.assign(ts_pcode=codes), [
        *_finding("by_place", BY_PLACE, settled, is_warning=False),
        *_finding("unsure", UNSURE, unsure),
    ]


def _question(match: Match) -> str:
    return f"{match.written or '(no name)'} ({' or '.join(match.suggestions[:3]) or '?'})"


def _points_held(polygons: NDArray[np.object_]) -> list[list[str]]:
    """For each polygon the townships whose representative point lies in it."""
    table = townships()
    points = shapely.points(table.rep_lon, table.rep_lat)
    tree = shapely.STRtree(points)
    held: list[list[str]] = [[] for _ in polygons]
    valid = shapely.make_valid(np.asarray(polygons, object))
    for polygon, point in tree.query(valid, predicate="intersects").T:
        held[polygon].append(table.ts_pcode[point])
    return held


def _mend(known: gpd.GeoDataFrame) -> tuple[gpd.GeoDataFrame, list[Finding]]:
    """One valid polygon a township: rows joined, crossings untangled, lines and points that result dropped."""
    shapes = np.asarray(known.geometry.values, object)
    crossed = ~shapely.is_valid(shapes)
    shapes = np.array([areas_only(shape) for shape in shapely.make_valid(shapes)], object)
    mended = gpd.GeoDataFrame({"ts_pcode": known.ts_pcode.to_numpy()}, geometry=list(shapes), crs="EPSG:4326")
    joined = mended.dissolve("ts_pcode", sort=True).reset_index()[["ts_pcode", "geometry"]]
    joined = joined[~joined.geometry.is_empty].reset_index(drop=True)
    return joined, _finding("repaired", REPAIRED, known.ts_pcode[crossed])


def areas_only(shape: shapely.Geometry) -> shapely.Geometry:
    """The polygons of a geometry, as a Polygon or MultiPolygon; empty if it has none."""
    if shape.geom_type in ("Polygon", "MultiPolygon"):
        return shape
    parts = shapely.get_parts(shapely.get_parts(shape))
    return shapely.union_all(parts[shapely.get_type_id(parts) == 3])


def _join_notes(raw: RawLayer, known: gpd.GeoDataFrame) -> list[Finding]:
    several = known.ts_pcode[known.ts_pcode.duplicated()]
    if raw.layout.is_finer:
        return [Finding("finer", FINER)] if len(several) else []
    return _finding("duplicated", DUPLICATED, sorted(several))


def _misplaced(frame: gpd.GeoDataFrame, elsewhere: pd.Series) -> list[Finding]:
    """Polygons far from where they belong; those outside Myanmar (`elsewhere`) are not drawn: the map would shrink."""
    table = townships().set_index("ts_pcode").loc[frame.ts_pcode]
    points = to_equal_area(shapely.points(table.rep_lon, table.rep_lat))
    km = shapely.distance(to_equal_area(np.asarray(frame.geometry.values, object)), points)
    far = [*frame.ts_pcode[km > MISPLACED_KM], *elsewhere]
    return _finding("misplaced", MISPLACED, far, km=f"{MISPLACED_KM:.0f}")


def _missing(frame: gpd.GeoDataFrame) -> list[Finding]:
    codes: pd.Series = townships().ts_pcode
    return _finding("missing", MISSING, codes[~codes.isin(frame.ts_pcode)])
