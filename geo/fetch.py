"""Get MIMU's township layer from its public web feature service, when a person asks for it and never otherwise."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from data.errors import (
    BoundaryDownloadCut,
    BoundaryDownloadWrong,
    BoundaryServerRefused,
    BoundaryServerSlow,
    BoundaryServerUnreachable,
)
from geo import published

# MIMU's township boundaries at 1:250,000, as its GeoNode publishes them (place codes 9.4).
MIMU_URL = (
    "https://geonode.themimu.info/geoserver/wfs?service=WFS&version=1.0.0&request=GetFeature"
    "&typeName=geonode:mmr_polbnda_adm3_250k_mimu_1&srsName=EPSG:4326&outputFormat=application/json"
)
SOURCE = "MIMU (themimu.info), township boundaries 1:250,000"
TIMEOUT_S = 60.0
LONGEST = 20  # the whole download may take this many time-outs
BYTES_ALLOWED = 300_000_000
_CHUNK = 1 << 16

# Called with the bytes received and the bytes expected (None: the server does not say).
Received = Callable[[int, int | None], None]


def default_url() -> str:
    """Where the layer is fetched from; environment variable ATLAS_BOUNDARY_URL overrides MIMU's own address."""
    return os.environ.get("ATLAS_BOUNDARY_URL") or MIMU_URL


def fetch(url: str | None = None, timeout_s: float = TIMEOUT_S, received: Received | None = None) -> Path:
    """Download the layer to local_dir()/boundaries/downloads and return the file, a whole GeoJSON.

    timeout_s: the longest silence, in seconds. Raises BoundaryServerUnreachable, BoundaryServerRefused,
    BoundaryServerSlow, BoundaryDownloadCut, BoundaryDownloadWrong; then no file is left behind.
    """
    address = url or default_url()
    if urllib.parse.urlsplit(address).scheme not in ("http", "https"):
        raise BoundaryServerUnreachable(url=address, reason="the address must begin with http:// or https://")
    content, kind = _download(address, timeout_s, received)
    _refuse_other_than_geojson(address, content, kind)
    day = datetime.now(UTC).strftime("%Y-%m-%d")
    target = published.boundary_dir() / "downloads" / f"mimu-townships-{day}.geojson"
    published.write_atomically(target, content)
    return target


def _download(url: str, timeout_s: float, received: Received | None) -> tuple[bytes, str]:
    so_far = bytearray()
    try:
        request = urllib.request.Request(url, headers={"Accept": "application/json"})  # noqa: S310 - scheme checked
        with urllib.request.urlopen(request, timeout=timeout_s) as answer:  # noqa: S310 - scheme checked
            kind = answer.headers.get("Content-Type") or "content of no stated type"
            _receive(url, answer, so_far, timeout_s, received)
        return bytes(so_far), kind
    except urllib.error.HTTPError as refused:
        raise BoundaryServerRefused(url=url, status=refused.code, reason=str(refused.reason)) from refused
    except TimeoutError as slow:
        raise BoundaryServerSlow(url=url, timeout_s=timeout_s, received_bytes=len(so_far)) from slow
    except urllib.error.URLError as failure:
        if isinstance(failure.reason, TimeoutError):
            raise BoundaryServerSlow(url=url, timeout_s=timeout_s, received_bytes=0) from failure
        raise BoundaryServerUnreachable(url=url, reason=str(failure.reason)) from failure
    except (http.client.HTTPException, ConnectionError) as cut:
        if so_far:
            reason = str(cut) or type(cut).__name__
            raise BoundaryDownloadCut(url=url, received_bytes=len(so_far), reason=reason) from cut
        raise BoundaryServerUnreachable(url=url, reason=str(cut) or type(cut).__name__) from cut
    except (OSError, ValueError) as failure:
        raise BoundaryServerUnreachable(url=url, reason=str(failure)) from failure


def _receive(
    url: str, answer: http.client.HTTPResponse, so_far: bytearray, timeout_s: float, received: Received | None
) -> None:
    """Read the answer into so_far, piece by piece; a server that drips is given up after LONGEST time-outs."""
    length = answer.headers.get("Content-Length")
    expected = int(length) if length and length.isdigit() else None
    deadline = time.monotonic() + LONGEST * timeout_s
    while piece := answer.read1(_CHUNK):
        so_far += piece
        if received:
            received(len(so_far), expected)
        if len(so_far) > BYTES_ALLOWED:
            raise BoundaryDownloadWrong(url=url, content_type="an endless answer", begins=_beginning(bytes(so_far)))
        if time.monotonic() > deadline:
            raise BoundaryServerSlow(url=url, timeout_s=LONGEST * timeout_s, received_bytes=len(so_far))
    if expected is not None and len(so_far) < expected:
        raise BoundaryDownloadCut(url=url, received_bytes=len(so_far), reason=f"{expected} bytes were announced")


def _refuse_other_than_geojson(url: str, content: bytes, kind: str) -> None:
    """The server's error pages are HTML or XML with status 200; a cut answer without a length is unfinished JSON."""
    wrong = BoundaryDownloadWrong(url=url, content_type=kind, begins=_beginning(content))
    if not content.lstrip().startswith(b"{"):
        raise wrong
    try:
        read = json.loads(content)
    except (ValueError, RecursionError) as reason:
        raise BoundaryDownloadCut(url=url, received_bytes=len(content), reason="the JSON has no end") from reason
    if read.get("type") != "FeatureCollection" or not isinstance(read.get("features"), list):
        raise wrong
    promised = read.get("totalFeatures", read.get("numberMatched"))
    if isinstance(promised, int) and len(read["features"]) < promised:
        raise BoundaryDownloadCut(
            url=url, received_bytes=len(content), reason=f"{len(read['features'])} of {promised} areas"
        )


def _beginning(content: bytes) -> str:
    return " ".join(content[:80].decode("utf-8", "replace").split()) or "(nothing)"
