"""docs/security.md: one row for each number, in order, and every test that it names exists."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TABLE = ROOT / "docs" / "security.md"
ROW = re.compile(r"^\| (\d+) \|(.+)\|(.+)\| ([^|]+) \|$", re.M)
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[tuple[int, str]]:
    """(number, last cell) of each row, in the order of the page."""
    return [(int(number), last) for number, _tried, _happens, last in ROW.findall(TABLE.read_text(encoding="utf-8"))]


@cache
def functions_of(file: str) -> frozenset[str]:
    """Names of the functions of a test file; none where there is no such file."""
    path = ROOT / file
    tree = ast.parse(path.read_text(encoding="utf-8")) if path.is_file() else ast.Module([], [])
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def test_each_number_stands_once_and_in_order():
    numbers = [number for number, _last in rows()]
    assert numbers == list(range(1, 67))


def test_every_row_names_tests_and_each_of_them_exists():
    named = {number: NAMED.findall(last) for number, last in rows()}
    assert [number for number, found in named.items() if not found] == []
    missing = [
        f"{n}: {file}::{test}" for n, found in named.items() for file, test in found if test not in functions_of(file)
    ]
    assert missing == []
