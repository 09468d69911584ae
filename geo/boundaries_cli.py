"""The shell's way to the boundaries: install, fetch, remove and show."""

from __future__ import annotations

import argparse
import json
import sys
import warnings
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from data.errors import AtlasError
from geo import boundaries, fetch
from geo.boundaries import InstallReport

OK, WITH_WARNINGS, REFUSED = 0, 1, 2

STAGES = {
    "read": "Reading the file",
    "identify": "Matching polygons to townships",
    "simplify": "Simplifying shared edges",
    "neighbours": "Finding neighbours",
    "draw": "Drawing the schematic",
    "done": "Done",
}


def main(arguments: Sequence[str]) -> int:
    """Run one command; 0 done, 1 done with warnings, 2 refused with the reason on standard error."""
    chosen = _parser().parse_args(arguments)
    try:
        return int(chosen.run(chosen))
    except AtlasError as refusal:
        _clear_line()
        if chosen.json:
            print(json.dumps({"error": type(refusal).__name__, "message": refusal.message()}, ensure_ascii=False))
        else:
            print(refusal.message(), file=sys.stderr)
        return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python -m geo.boundaries", description=__doc__)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    def add(name: str, what: str, run: object) -> argparse.ArgumentParser:
        command = commands.add_parser(name, help=what, description=what)
        command.add_argument("--json", action="store_true", help="print the result as JSON")
        command.set_defaults(run=run)
        return command

    source = "the text that stands under the map"
    install = add("install", "Put the township polygons of a file in force.", _install)
    install.add_argument("file", metavar="FILE", help="GeoJSON, zipped shapefile or GeoPackage")
    install.add_argument("--source", help=source)
    get = add("fetch", "Download MIMU's township layer and put it in force.", _fetch)
    get.add_argument("--url", help="another address (also: environment variable ATLAS_BOUNDARY_URL)")
    get.add_argument("--timeout", type=_seconds, default=fetch.TIMEOUT_S, help="longest silence, s (%(default)s)")
    get.add_argument("--source", help=source)
    add("remove", "Go back to the schematic.", _remove)
    add("show", "Say what is in force.", _show)
    return parser


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 < seconds < 86_400:
        raise argparse.ArgumentTypeError("give seconds between 0 and a day")
    return seconds


def _install(chosen: argparse.Namespace) -> int:
    return _report(boundaries.install(Path(chosen.file), chosen.source, _progress), chosen.json)


def _fetch(chosen: argparse.Namespace) -> int:
    url = chosen.url or fetch.default_url()
    print(f"Fetching {url}", file=sys.stderr)
    file = fetch.fetch(url, chosen.timeout, _received)
    _clear_line()
    print(f"Kept as {file}", file=sys.stderr)
    source = chosen.source or (fetch.SOURCE if url == fetch.MIMU_URL else None)
    return _report(boundaries.install(file, source, _progress), chosen.json)


def _remove(chosen: argparse.Namespace) -> int:
    removed = boundaries.uninstall()
    if chosen.json:
        print(json.dumps({"removed": removed}))
    else:
        print("Removed: the schematic is in force." if removed else "No boundary file is installed.")
    return OK


def _show(chosen: argparse.Namespace) -> int:
    with warnings.catch_warnings(record=True) as told:
        warnings.simplefilter("always", boundaries.BoundaryWarning)
        kept = boundaries.ensure_static(_progress)
    _clear_line()
    if chosen.json:
        print(json.dumps(asdict(kept), ensure_ascii=False, indent=1))
    else:
        print(f"{kept.source}\n{kept.kind}, {kept.townships_drawn} townships, {_size(kept)}, {kept.geometry_file}")
    for warning in told:
        print(str(warning.message), file=sys.stderr)
    return WITH_WARNINGS if told else OK


def _report(report: InstallReport, as_json: bool) -> int:
    _clear_line()
    if as_json:
        print(json.dumps(report.as_json(), ensure_ascii=False, indent=1))
    else:
        print("\n".join(_lines(report)))
    return WITH_WARNINGS if report.has_warnings else OK


def _size(kept: boundaries.Boundaries) -> str:
    return f"{kept.bytes_raw / 1000:,.0f} kB ({kept.bytes_gzip / 1000:,.0f} kB compressed)"


def _lines(report: InstallReport) -> list[str]:
    kept = report.boundaries
    error = f"{kept.area_error_max_0_1:.2%} at most, {kept.area_error_median_0_1:.3%} in the middle"
    return [
        f"Installed {kept.townships_drawn} of {report.townships_known} townships from {report.file}",
        f"  source      {kept.source}",
        f"  layout      {report.layout}, layer {report.layer}, {report.rows_read} rows",
        f"  repaired    {len(report.repaired)} outlines",
        f"  map         {_size(kept)}, {kept.points:,} points, static/map/{kept.geometry_file}",
        f"  area error  {error}",
        f"  neighbours  {report.neighbour_pairs} pairs",
        f"  took        {report.seconds:.1f} s",
        *(f"{'Warning' if f.is_warning else 'Note'}: {f.message()}" for f in report.findings),
    ]


def _progress(stage: str, share: float) -> None:
    if sys.stderr.isatty():
        filled = round(share * 30)
        print(f"\r\033[K[{'#' * filled}{'.' * (30 - filled)}] {STAGES.get(stage, stage)}", end="", file=sys.stderr)


def _received(so_far: int, expected: int | None) -> None:
    share = f" of {expected / 1e6:.1f} MB ({so_far / expected:.0%})" if expected else " MB"
    if sys.stderr.isatty():
        print(f"\r\033[KReceived {so_far / 1e6:.1f}{share}", end="", file=sys.stderr, flush=True)


def _clear_line() -> None:
    if sys.stderr.isatty():
        print("\r\033[K", end="", file=sys.stderr)
