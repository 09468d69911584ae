"""Every benchmark in one run, side by side on this machine: python -m benchmarks [--quick] [--ten-million]."""

from __future__ import annotations

import argparse

from benchmarks import (
    allocation,
    bring_in,
    disclosure,
    forecast,
    indicators,
    lists,
    map_change,
    map_query,
    matching,
    sessions,
    start_up,
)
from benchmarks.common import machine


def main() -> None:
    """Print the machine, then each benchmark's table; nothing is written."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer sizes, for a first look")
    parser.add_argument("--ten-million", action="store_true", help="also 10 million cases (half an hour, 4 GB of disk)")
    chosen = parser.parse_args()
    print(machine().line(), flush=True)
    print("\n## Changing a filter on the coverage map\n", flush=True)
    print(map_change.report(map_change.run(quick=chosen.quick)), flush=True)
    print("\n## Bringing 100,000 rows in\n", flush=True)
    print(bring_in.report(bring_in.run(quick=chosen.quick)), flush=True)
    print("\n## Planning where help should go\n", flush=True)
    print(allocation.report(allocation.run(quick=chosen.quick)), flush=True)
    print("\n## A proposal for all who wait\n", flush=True)
    print(matching.report(matching.run(quick=chosen.quick)), flush=True)
    print("\n## From the start to the first map\n", flush=True)
    print(start_up.report(start_up.run(quick=chosen.quick)), flush=True)
    print("\n## Many visitors at once\n", flush=True)
    print(sessions.report(sessions.run(5, 15.0, 500) if chosen.quick else sessions.run()), flush=True)
    print("\n## Next year's expectation\n", flush=True)
    print(forecast.report(forecast.run(quick=chosen.quick)), flush=True)
    print("\n## Publishing tables for donors\n", flush=True)
    print(disclosure.report(disclosure.run(quick=chosen.quick)), flush=True)
    print("\n## All indicators\n", flush=True)
    print(indicators.report(indicators.run(quick=chosen.quick)), flush=True)
    print("\n## Lists of cases\n", flush=True)
    print(lists.report(lists.run(quick=chosen.quick)), flush=True)
    print("\n## The map's query\n", flush=True)
    print(map_query.report(map_query.run(quick=chosen.quick, ten_million=chosen.ten_million)), flush=True)


if __name__ == "__main__":
    main()
