"""The documents say what the code does: every number in a methods table is read from the code and compared."""

from __future__ import annotations

import importlib
import re
from pathlib import Path

import pytest

from geo.gazetteer_cli import measure

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


def agrees(value: str, module: str, path: str) -> bool:
    """Whether a value as written on the page is the code's."""
    return float(value.replace("\u202f", "").replace(" ", "")) == float(in_code(module, path))  # type: ignore[arg-type]


@pytest.mark.parametrize(("what", "value", "module", "path"), stated())
def test_a_stated_value_is_the_codes_value(what: str, value: str, module: str, path: str) -> None:
    assert agrees(value, module, path), f"{what}: the page says {value}, {module}:{path} is {in_code(module, path)}"


def test_the_methods_page_states_values() -> None:
    assert len(stated()) >= 10


def test_a_wrong_value_would_be_found() -> None:
    assert agrees("50", "data.settings", "SETTINGS[dsw_reach_km].default")
    assert not agrees("51", "data.settings", "SETTINGS[dsw_reach_km].default")


def test_the_stated_quality_of_the_matcher_is_what_is_measured() -> None:
    quality = measure(ROOT / "tests" / "geo" / "held_out_spellings.csv")
    silent = [one for one in quality.judged if one.silent]
    right = len(silent) - len(quality.wrong)
    text = METHODS.read_text(encoding="utf-8")
    for stated_here in (
        f"On {len(quality.judged)} spellings",
        f"| silent matches that are right | {right} of {len(silent)} |",
        f"| rows answered silently, of those with a right answer | {quality.silent_recall:.3f} |",
        f"| right township first among the suggestions | {quality.suggestion_recall(1):.3f} |",
        f"| right township among the first five | {quality.suggestion_recall(5):.3f} |",
    ):
        assert stated_here in text


@pytest.mark.parametrize("page", [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))], ids=lambda p: p.name)
def test_links_inside_the_project_lead_somewhere(page: Path) -> None:
    targets = [t for t in LINK.findall(page.read_text(encoding="utf-8")) if "://" not in t]
    assert [t for t in targets if not (page.parent / t).exists()] == []
