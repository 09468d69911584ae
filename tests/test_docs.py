"""The documents say what the code does: every number in a methods table is read from the code and compared."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
METHODS = ROOT / "docs" / "methods.md"
ROW = re.compile(
    r"^\|(?P<what>[^|]+)\|(?P<value>[^|]+)\|(?P<unit>[^|]+)\| `(?P<where>[a-z_.]+):(?P<path>[^`]+)` \|$", re.M
)
LINK = re.compile(r"\[[^\]]+\]\(([^)#\s]+)(?:#[^)]*)?\)")


def stated() -> list[tuple[str, str, str, str]]:
    """(what, value as written, module, path) of every table row that names its place in the code."""
    text = METHODS.read_text(encoding="utf-8")
    return [(m["what"].strip(), m["value"].strip(), m["where"], m["path"]) for m in ROW.finditer(text)]


def in_code(module: str, path: str) -> object:
    """The value at `NAME`, `NAME[key]` or `NAME[key].attribute` of a module."""
    found: object = importlib.import_module(module)
    for name, key in re.findall(r"(\w+)(?:\[([^\]]+)\])?", path):
        found = getattr(found, name)
        if key:
            found = found[int(key) if key.isdigit() else key]  # type: ignore[index]
    return found


@pytest.mark.parametrize(("what", "value", "module", "path"), stated())
def test_a_stated_value_is_the_codes_value(what: str, value: str, module: str, path: str) -> None:
    actual = in_code(module, path)
    wanted = value.replace("\u202f", "").replace(" ", "")
    assert float(wanted) == float(actual), f"{what}: the page says {value}, {module}:{path} is {actual}"  # type: ignore[arg-type]


def test_the_methods_page_states_values() -> None:
    assert len(stated()) >= 10


def test_a_wrong_value_would_be_found() -> None:
    assert float("51") != float(in_code("data.settings", "SETTINGS[dsw_reach_km].default"))  # type: ignore[arg-type]


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    targets = [t for t in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t]
    assert [t for t in targets if not (page.parent / t).exists()] == []
