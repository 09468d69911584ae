"""Every file that a page offers leaves through ui/export.py, which writes the audit row first."""

from __future__ import annotations

import ast

from data.paths import ROOT


def test_no_page_offers_a_file_past_the_one_export():
    offers = ("download_button", "DownloadButton")
    found = [
        path.relative_to(ROOT).as_posix()
        for folder in ("ui", "pages")
        for path in sorted((ROOT / folder).rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if (isinstance(node, ast.Attribute) and node.attr in offers)
        or (isinstance(node, ast.alias) and node.name in offers)
        or (isinstance(node, ast.Constant) and node.value in offers)
    ]
    assert set(found) == {"ui/export.py"}
