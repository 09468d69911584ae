"""`make bench` runs every benchmark that there is."""

from __future__ import annotations

import re

from data.paths import ROOT


def test_every_benchmark_is_run_and_its_report_shown():
    folder = ROOT / "benchmarks"
    there = {file.stem for file in folder.glob("*.py") if "\ndef report(" in file.read_text(encoding="utf-8")}
    shown = re.findall(r"print\((\w+)\.report\(", (folder / "__main__.py").read_text(encoding="utf-8"))
    assert len(shown) == len(set(shown))
    assert set(shown) == there
