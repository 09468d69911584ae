"""Put the files that the map loads into static/map: Leaflet, our own map script, names of places. Never case data.

Streamlit serves static/ without sign-in at app/static/. The map lives in a component's frame two folders below the
app's address, so the links are relative and hold below a base path (server.baseUrlPath) too.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

import pandas as pd

from data import reference
from geo.published import map_dir, write_atomically

SCRIPTS = Path(__file__).resolve().parent / "map_script"
FROM_FRAME = "../../app/static/map/"
LEAFLET_FILES = (
    "leaflet.js",
    "leaflet.css",
    "images/layers.png",
    "images/layers-2x.png",
    "images/marker-icon.png",
    "images/marker-icon-2x.png",
    "images/marker-shadow.png",
)


@dataclass(frozen=True)
class MapFiles:
    """Names below static/map, in the order in which the map's frame must load them (the geometry apart)."""

    leaflet_js: str
    leaflet_css: str
    places_js: str
    script_js: str
    script_css: str

    def names(self) -> tuple[str, ...]:
        """All of them."""
        return (self.leaflet_js, self.leaflet_css, self.places_js, self.script_js, self.script_css)


def frame_link(name: str) -> str:
    """Address of a file of static/map as the map's frame sees it."""
    return FROM_FRAME + name


def prepare_static() -> MapFiles:
    """Write what is missing or differs; safe to repeat, and in several processes at once.

    Names carry a hash of the content, so a browser never keeps an older one.
    """
    folder = map_dir()
    leaflet = f"leaflet-{version('XStatic-Leaflet')}"
    for name in LEAFLET_FILES:
        _write(folder / leaflet / name, (files("xstatic.pkg.leaflet") / "data" / name).read_bytes())
    places, script, style = _places_script(), _map_script(), (SCRIPTS / "atlas.css").read_bytes()
    made = MapFiles(
        f"{leaflet}/leaflet.js",
        f"{leaflet}/leaflet.css",
        f"places-{_short(places)}.js",
        f"atlas-{_short(script)}.js",
        f"atlas-{_short(style)}.css",
    )
    for name, content in ((made.places_js, places), (made.script_js, script), (made.script_css, style)):
        _write(folder / name, content)
    return made


@cache
def map_files() -> MapFiles:
    """The files in place, prepared at the first call of this process."""
    return prepare_static()


def _write(path: Path, content: bytes) -> None:
    if not path.is_file() or path.read_bytes() != content:
        write_atomically(path, content)


def _short(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()[:12]


def _map_script() -> bytes:
    """Our scripts joined in the order of their numbers."""
    return b"\n".join(part.read_bytes() for part in sorted(SCRIPTS.glob("*.js")))


def _places_script() -> bytes:
    """Names and label points of every unit: t townships, d districts, s 18 states and regions, o the official 15.

    A township's row: code, English, Burmese, district, state of 18, state of 15, town's lat and lon, label's lat and
    lon; another unit's row: code, English, Burmese, label's lat and lon (degrees).
    """
    frame = reference.townships()
    columns = ["ts_pcode", "ts_name_en", "ts_name_my", "dt_pcode", "st_pcode", "sr_pcode", "lat", "lon"]
    places = {
        "t": frame[[*columns, "rep_lat", "rep_lon"]].round(4).to_numpy(object).tolist(),
        "d": _units(frame, "dt"),
        "s": _units(frame, "st"),
        "o": _units(frame, "sr"),
    }
    text = json.dumps(places, separators=(",", ":"), ensure_ascii=True).replace("<", "\\u003c")
    return f"window.atlasPlaces = {text};\n".encode()


@cache
def unit_codes(level: str) -> tuple[str, ...]:
    """Codes of the units of a level (t, d, s or o) in the order in which values are sent to the map."""
    column = {"t": "ts_pcode", "d": "dt_pcode", "s": "st_pcode", "o": "sr_pcode"}[level]
    return tuple(dict.fromkeys(reference.townships()[column]))


def _units(frame: pd.DataFrame, prefix: str) -> list[list[object]]:
    """The label stands at the township that is nearest to the unit's middle (mean of its townships by area)."""
    code = f"{prefix}_pcode"
    rows: list[list[object]] = []
    for unit, own in frame.groupby(code, sort=False):
        lat, lon = ((own[c] * own.area_km2).sum() / own.area_km2.sum() for c in ("rep_lat", "rep_lon"))
        nearest = own.loc[((own.rep_lat - lat) ** 2 + (own.rep_lon - lon) ** 2).idxmin()]
        names = [own[f"{prefix}_name_en"].iloc[0], own[f"{prefix}_name_my"].iloc[0]]
        rows.append([unit, *names, round(nearest.rep_lat, 4), round(nearest.rep_lon, 4)])
    return rows
