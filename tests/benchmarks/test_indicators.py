"""The benchmark of indicators asks what the page asks, each time in the state that it names, with pandas beside it."""

from __future__ import annotations

import pytest

from benchmarks import indicators
from benchmarks.common import Timing
from data import kept_file
from data.indicator_files import shipped
from data.kept_file import KeptFile
from data.vocabulary_indicators import Dimension
from queries import facts


@pytest.fixture(scope="module")
def told():
    """(rows, what was made before each of the questions that are asked once): a register of 200 cases, one run each."""
    made: list[str] = []
    whole = indicators._by_sex

    def by_sex(store, filters=indicators.FILTERS):
        made.clear()
        answer = whole(store, filters)
        seen.append(tuple(made))
        return answer

    def noting(word, step):
        return lambda *given: made.append(word) or step(*given)

    seen: list[tuple[str, ...]] = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_file, "LEAST_ROWS", 1)
        patch.setattr(indicators, "RUNS", 1)
        patch.setattr(indicators, "_by_sex", by_sex)
        patch.setattr(indicators, "measure", lambda ask: Timing(1.0, 1.0, 1.0, 5 if len(ask()) >= 0 else 0))
        patch.setattr(facts.Facts, "_make", noting("made", facts.Facts._make))
        patch.setattr(facts.Facts, "_choose", noting("chosen", facts.Facts._choose))
        patch.setattr(facts.Facts, "_renew", noting("renewed", facts.Facts._renew))
        patch.setattr(KeptFile, "_taken", noting("taken", KeptFile._taken))
        yield indicators.run_size(200), seen


def test_each_question_is_asked_in_the_state_that_it_names(told):
    _rows, seen = told
    first_of_all, after_start, before_filters, other_filters, before_event, after_event = seen
    assert first_of_all == ("made",)
    assert after_start == before_filters == ("taken",)
    assert other_filters == ("chosen",)
    assert before_event == ()
    assert after_event == ("renewed",)


def test_every_disaggregation_is_asked_and_pandas_beside_it(told):
    rows, _seen = told
    by_sex = sum(Dimension.SEX in one.dimensions for one in shipped())
    found = {row.question: row for row in rows}
    assert len(found) == 9
    assert found["the same in pandas, by year and sex alone"].counted == by_sex
    assert found["all indicators, all years, by sex"].counted == found["by sex, the first of all"].counted
    assert all(row.rows > 0 and row.timing.median_ms > 0 for row in rows)


def test_the_report_shows_the_sizes_side_by_side(told):
    rows, _seen = told
    more = [indicators.Row(r.question, 2000, r.counted, r.rows, Timing(3.0, 3.0, 3.0, 5)) for r in rows]
    lines = indicators.report([*rows, *more]).splitlines()
    assert "200 cases, ms" in lines[0]
    assert "2,000 cases, ms" in lines[0]
    assert len(lines) == 2 + len(rows)
