"""Does primary suppression agree with that of acro? It applies to small counts of single tables.

    PYTHONPATH=. OTHER/bin/python -m benchmarks.acro_agreement

OTHER is an environment of its own with acro (1.0.2) and scipy; the atlas does not need acro. Tables are drawn from a
seed: places by categories of every thinness, many noughts. acro's crosstab withholds counts below its threshold,
noughts included, as ours does by default; both are asked about the same people, one row a person. Ends with 1 if a
figure is judged differently.
"""

from __future__ import annotations

import logging
import sys
import warnings
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO

import numpy as np
import pandas as pd

from analysis.disclosure_primary import is_small
from analysis.disclosure_rules import LEAST_SHOWN, LEAST_SHOWN_EVER, Rules

THRESHOLDS = (LEAST_SHOWN_EVER, LEAST_SHOWN, 15)
TABLES = 60


@dataclass(frozen=True)
class Agreement:
    """figures: compared; withheld: by both; differently: judged so; noughts, at_the_threshold: of the figures."""

    figures: int
    withheld: int
    differently: int
    noughts: int
    at_the_threshold: int


def people_of(rng: np.random.Generator, least_shown: int) -> pd.DataFrame:
    """One row a person: place, category. Counts from 0 to well above the threshold."""
    places, kinds = int(rng.integers(2, 19)), int(rng.integers(2, 7))
    counts = rng.choice([0, 1, least_shown - 1, least_shown, least_shown + 1, 3 * least_shown], (places, kinds))
    counts[:, 0] += 1  # every place and category occurs, so that both speak of the same figures
    counts[0, :] += 1
    at = [(f"P{p:02}", f"k{k}") for (p, k), n in np.ndenumerate(counts) for _ in range(n)]
    return pd.DataFrame(at, columns=["place", "kind"])


def compare(least_shown: int, tables: int = TABLES, seed: int = 7) -> Agreement:
    """Drawn tables judged by both. Raises ImportError where acro is not installed."""
    from acro import ACRO  # only in an environment of its own

    rng, found = np.random.default_rng(seed), []
    for _ in range(tables):
        people = people_of(rng, least_shown)
        tool = ACRO(suppress=True)
        tool.sdc_checks.risk_appetite["safe_threshold"] = least_shown
        theirs = tool.crosstab(people["place"], people["kind"]).isna()
        counts = pd.crosstab(people["place"], people["kind"])
        small = is_small(counts.to_numpy(np.int64), Rules(least_shown=least_shown))
        ours = pd.DataFrame(small, counts.index, counts.columns)
        theirs = theirs.reindex(index=ours.index, columns=ours.columns)
        found.append((counts.to_numpy(), ours.to_numpy(), theirs.to_numpy(bool)))
    counts, ours, theirs = (np.concatenate([part[at].ravel() for part in found]) for at in range(3))
    return Agreement(
        len(counts), int((ours & theirs).sum()), int((ours != theirs).sum()), int((counts == 0).sum()),
        int((counts == least_shown).sum()),
    )  # fmt: skip


def main() -> int:
    """Print one line a threshold."""
    worst = 0
    logging.disable(logging.CRITICAL)
    warnings.simplefilter("ignore")
    for least_shown in THRESHOLDS:
        with redirect_stdout(StringIO()):  # acro prints each table
            one = compare(least_shown)
        worst = max(worst, one.differently)
        print(
            f"threshold {least_shown}: {one.figures:,} figures ({one.noughts} noughts, {one.at_the_threshold} at the "
            f"threshold), {one.withheld} withheld by both, {one.differently} judged differently"
        )
    return 1 if worst else 0


if __name__ == "__main__":
    sys.exit(main())
