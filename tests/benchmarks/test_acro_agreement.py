"""Small figures are those that acro withholds; acro stands in no requirement, so this is skipped where it is absent."""

from __future__ import annotations

import numpy as np
import pytest

from benchmarks import acro_agreement


def test_primary_suppression_agrees_with_acro():
    pytest.importorskip("acro", reason="acro is for an environment of its own: see benchmarks/acro_agreement.py")
    found = acro_agreement.compare(10, tables=3)
    assert found.differently == 0
    assert 0 < found.withheld < found.figures


def test_what_is_compared_holds_noughts_and_the_threshold_itself():
    people = acro_agreement.people_of(np.random.default_rng(7), 10)
    counts = people.groupby("place")["kind"].value_counts().unstack(fill_value=0).to_numpy()
    assert {0, 9, 10, 11} <= set(counts.ravel().tolist())
