"""Beside the simple rule, "at least two withheld in every line": it can be narrowed where ours cannot."""

from __future__ import annotations

import pandas as pd

from analysis.disclosure import Rules, publish
from analysis.disclosure_suppress import worths
from benchmarks.disclosure import TABLE, _counted, drawn, two_a_line
from tests.analysis.disclosure_attacker import Outsider

SIZE = (5, 4, 2)


def narrowed(base, periods, keys: pd.DataFrame, people, hidden) -> int:
    """Withheld figures whose range an attacker of the tests' own narrows to less than 0 to 9."""
    outsider = Outsider(base, periods)
    rows = keys.to_dict("records")
    for row, count, is_hidden in zip(rows, people, hidden, strict=True):
        if not is_hidden:
            outsider.rows.append(outsider.sums(row))
            outsider.sides.append(int(count))
    ranges = [outsider.range_of(row) for row, is_hidden in zip(rows, hidden, strict=True) if is_hidden]
    return sum(low > 0 or high < 9 for low, high in ranges)


def test_two_a_line_is_narrowed_where_ours_is_not():
    base, periods = drawn(SIZE)
    _, cells, people, sensitive = _counted(base, periods)
    simple = two_a_line(cells, people, sensitive)
    ours = (publish(base, TABLE, periods, Rules(time_limit_s=0.1)).rows["status"] == "withheld").to_numpy()
    assert simple.sum() > sensitive.sum(), "the simple rule withholds something, too"
    assert narrowed(base, periods, cells.keys, people, simple) > 0
    assert narrowed(base, periods, cells.keys, people, ours) == 0
    kept = [worths(people, Rules().worth)[~hidden].sum() for hidden in (simple, ours)]
    assert kept[0] >= kept[1], "protection costs information"
