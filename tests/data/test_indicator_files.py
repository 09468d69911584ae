"""Indicators are read from their files: what a header must say, what a statement may do; one more file is one more."""

from __future__ import annotations

import pytest

from data import dictionary
from data.indicator_errors import IndicatorUnreadable
from data.indicator_files import FOLDER, TEXTS, indicators, read
from data.store import memory_store
from data.vocabulary_indicators import CASE_DIMENSIONS, Better, Dimension, IndicatorKind, IndicatorStage, Period

GOOD = """-- title: Cases with a life plan
-- stage: shelter
-- recommendation: 2.5, 2.10.1
-- kind: share
-- unit: share
-- better: higher
-- target: 0.9
-- numerator: With a plan before leaving
--   the shelter
-- denominator: Left a shelter
-- day: Day of leaving
-- dimensions: case
SELECT f.case_code, f.part, f.shelter_out_on AS on_day, CASE WHEN f.life_plan_on IS NULL THEN 'not_met' ELSE 'met' END
    AS outcome
FROM fact f
WHERE f.shelter_out_on < $as_of - $shelter_stay_days::INTEGER
"""


def test_a_header_says_everything_that_is_known_of_an_indicator():
    found = read("life_plans.sql", GOOD)
    assert (found.key, found.title, found.stage) == ("life_plans", "Cases with a life plan", IndicatorStage.SHELTER)
    assert found.recommendations == ("2.5", "2.10.1")
    assert (found.kind, found.unit, found.better) == (IndicatorKind.SHARE, "share", Better.HIGHER)
    assert found.target == 0.9
    assert found.numerator == "With a plan before leaving the shelter"
    assert (found.missing, found.inside, found.note) == ("", "", "")
    assert found.dimensions == CASE_DIMENSIONS
    assert found.periods == (Period.YEAR, Period.QUARTER)
    assert found.parameters == {"as_of", "shelter_stay_days"}
    assert found.counts_cases


def test_what_is_counted_otherwise_has_its_own_dimensions():
    text = GOOD.replace("dimensions: case", "dimensions: topic body").replace("target: 0.9", "target: none")
    found = read("x.sql", text)
    assert (found.dimensions, found.target, found.counts_cases) == ((Dimension.TOPIC, Dimension.BODY), None, False)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("-- title: Cases with a life plan\n", "", "lacks ['title']"),
        ("-- day:", "-- colour: red\n-- day:", "['colour'] is not known"),
        ("stage: shelter", "stage: prison", "'prison' is none of"),
        ("kind: share", "kind: guess", "'guess' is none of"),
        ("unit: share", "unit: furlong", "'furlong' is none of"),
        ("better: higher", "better: bigger", "'bigger' is none of"),
        ("target: 0.9", "target: most", "'most' is neither a number nor none"),
        ("recommendation: 2.5", "recommendation: 5.2", "5.2"),
        ("-- denominator: Left a shelter\n", "", "needs a denominator"),
        ("dimensions: case", "dimensions: colour", "'colour' is none of"),
        ("--   the shelter\n", "-- the shelter\n", "line 9"),
        ("::INTEGER\n", "::INTEGER; DROP TABLE setting\n", "one SELECT"),
        ("SELECT f.case_code", "DELETE FROM fact; SELECT f.case_code", "one SELECT"),
        ("SELECT f.case_code", "SELEC f.case_code", "syntax error"),
        ("FROM fact f", "FROM victim_case f", "raw table victim_case"),
        ("FROM fact f", "FROM fact f JOIN /* */ case_event e ON true", "raw table case_event"),
        ("FROM fact f", "FROM fact_12 f", "raw table fact_12"),
        ("FROM fact f", "FROM fact f JOIN told_event_3 e ON true", "raw table told_event_3"),
        ("$as_of", "$nothing", "nothing is bound to ['nothing']"),
    ],
)
def test_what_is_wrong_is_said_with_the_file(old, new, said):
    assert old in GOOD
    with pytest.raises(IndicatorUnreadable) as wrong:
        read("life_plans.sql", GOOD.replace(old, new, 1))
    assert wrong.value.file == "life_plans.sql"
    assert said in wrong.value.what


def test_a_header_alone_is_no_indicator():
    with pytest.raises(IndicatorUnreadable, match="no statement"):
        read("x.sql", GOOD[: GOOD.index("SELECT")])


def test_those_of_the_atlas_stand_in_the_order_of_the_recommendations():
    found = indicators()
    assert len(found) == len(list(FOLDER.glob("*.sql"))) > 0
    order = [tuple(int(part) for part in one.recommendations[0].split(".")) for one in found]
    assert order == sorted(order)
    assert all(getattr(one, text) == getattr(one, text).strip() for one in found for text in TEXTS)


def test_one_more_file_is_one_more_indicator(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_INDICATORS", str(tmp_path))
    before = {one.key for one in indicators()}
    (tmp_path / "life_plans_of_our_own.sql").write_text(GOOD, encoding="utf-8")
    assert {one.key for one in indicators()} - before == {"life_plans_of_our_own"}
    assert "| life_plans_of_our_own | 2.5, 2.10.1 | Cases with a life plan | share |" in dictionary.text(memory_store())


def test_two_files_of_one_name_are_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ATLAS_INDICATORS", str(tmp_path))
    (tmp_path / f"{indicators()[0].key}.sql").write_text(GOOD, encoding="utf-8")
    with pytest.raises(IndicatorUnreadable, match="same name"):
        indicators()
