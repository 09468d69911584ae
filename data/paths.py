"""Where files live: the register, what the app generates, and what the browser may load."""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def local_dir() -> Path:
    """Folder of everything made on this machine; environment variable ATLAS_LOCAL overrides data/local."""
    return Path(os.environ.get("ATLAS_LOCAL") or ROOT / "data" / "local")


def database_path() -> Path:
    """The register's one file; environment variable ATLAS_DB overrides it."""
    return Path(os.environ.get("ATLAS_DB") or local_dir() / "atlas.duckdb")


def static_dir() -> Path:
    """Files that Streamlit serves without sign-in: geometry and Leaflet only, never case data."""
    return ROOT / "static"
