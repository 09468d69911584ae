"""What every benchmark needs: medians of repeated runs, the facts of the machine, and a plain table."""

from __future__ import annotations

import os
import platform
import statistics
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

RUNS = 5


@dataclass(frozen=True)
class Timing:
    """median_ms, least_ms, most_ms: wall-clock milliseconds over `runs` runs, the first (cold) one left out."""

    median_ms: float
    least_ms: float
    most_ms: float
    runs: int


def measure(work: Callable[[], object], runs: int = RUNS) -> Timing:
    """Run `work` once to warm up and then `runs` times (at least 5)."""
    if runs < RUNS:
        raise ValueError(f"a median of {runs} runs says too little; at least {RUNS}")
    work()
    taken = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        taken.append((time.perf_counter() - began) * 1000)
    return Timing(statistics.median(taken), min(taken), max(taken), runs)


@dataclass(frozen=True)
class Machine:
    """cores: those that this process may use; memory_gib of the machine; load: average of the last minute, or None."""

    processor: str
    cores: int
    memory_gib: float
    system: str
    python: str
    load: float | None

    def line(self) -> str:
        load = "" if self.load is None else f", load {self.load:.1f} at the start"
        return (
            f"{self.processor}, {self.cores} cores, {self.memory_gib:.0f} GiB, {self.system}, Python {self.python}"
            + load
        )


def machine() -> Machine:
    """The facts without which a number of milliseconds means nothing."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else None
    system = f"{platform.system()} {platform.release()}"
    return Machine(_processor(), cores, _memory_gib(), system, platform.python_version(), load)


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    names = [line for line in info.read_text().splitlines() if "model name" in line] if info.exists() else []
    return names[0].split(":", 1)[1].strip() if names else platform.processor() or platform.machine()


def _memory_gib() -> float:
    if not hasattr(os, "sysconf") or "SC_PHYS_PAGES" not in os.sysconf_names:
        return float("nan")
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30


def versions(*packages: str) -> str:
    """`name version` of each installed package, joined by commas."""
    found = []
    for package in packages:
        try:
            found.append(f"{package} {version(package)}")
        except PackageNotFoundError:
            found.append(f"{package} not installed")
    return ", ".join(found)


def table(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """A Markdown table with aligned columns; numbers to the right, floats with one decimal below 100."""
    cells = [[_cell(value) for value in row] for row in rows]
    rights = [bool(cells) and all(_is_number(row[i]) for row in cells) for i in range(len(headings))]
    widths = [max(len(str(h)), *(len(row[i]) for row in cells), 3) for i, h in enumerate(headings)]

    def line(values: Sequence[str]) -> str:
        padded = (v.rjust(w) if r else v.ljust(w) for v, w, r in zip(values, widths, rights, strict=True))
        return "| " + " | ".join(padded) + " |"

    rule = (
        "|"
        + "|".join(("-" * (w + 1) + ":") if r else ("-" * (w + 2)) for w, r in zip(widths, rights, strict=True))
        + "|"
    )
    return "\n".join([line(list(headings)), rule, *(line(row) for row in cells)])


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.1f}" if abs(value) < 100 else f"{value:,.0f}"
    return f"{value:,}" if isinstance(value, int) else str(value)


def _is_number(text: str) -> bool:
    return text.replace(",", "").replace(".", "").replace("×", "").replace(" ", "").isdigit()
