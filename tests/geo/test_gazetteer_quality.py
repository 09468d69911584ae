"""Precision and recall on held_out_spellings.csv: spellings that were fixed before the matcher answered.

Where the spellings come from: 147 transliterations that public lists of townships use (drawn at random out of 248; of
the others, most became alternate names), slips of the pen, spacing, invisible characters, Burmese in Unicode and, as a
column of its own, in Zawgyi, shared names with and without state, contradictions, and places that are no townships.
None of them may ever be copied into the alternate names.
"""

from __future__ import annotations

import csv
from pathlib import Path

import geopandas as gpd
import pytest

from data import reference
from geo.gazetteer import default_gazetteer
from geo.gazetteer_cli import measure
from geo.match import How, Match
from geo.match_quality import Judged, Quality
from geo.matching import place_key

HELD_OUT = Path(__file__).with_name("held_out_spellings.csv")


@pytest.fixture(scope="module")
def quality() -> Quality:
    return measure(HELD_OUT)


def test_the_held_out_spellings_are_many_varied_and_no_alternates():
    rows = list(csv.DictReader(HELD_OUT.open(encoding="utf-8")))
    assert len(rows) >= 350
    assert len({row["kind"] for row in rows}) == 11
    townships = reference.townships()
    official = {place_key(name) for column in ("ts_name_en", "ts_name_my") for name in townships[column]}
    alternates = {place_key(name) for name in reference.township_alternate_names()["alt_name"]} - official
    copied = [row["name"] for row in rows if place_key(row["name"]) in alternates]
    assert copied == []


def test_no_silent_match_is_wrong(quality):
    assert quality.wrong == ()
    assert quality.silent_precision == 1.0


def test_nothing_that_must_stay_open_is_closed(quality):
    for kind in ("ambiguous", "contradiction", "not_a_township"):
        part = quality.of_kind(kind)
        assert len(part.judged) >= 10
        assert not [one.match for one in part.judged if one.silent]
    assert all(one.suggested(5) for one in quality.of_kind("ambiguous").judged)


def test_what_only_differs_in_form_is_matched_silently(quality):
    for kind in ("spacing", "zero_width", "zawgyi", "code", "ambiguous_with_state"):
        assert quality.of_kind(kind).silent_recall == 1.0, kind


def test_recall_does_not_fall_below_what_was_measured(quality):
    print("\n" + quality.report())
    assert quality.silent_recall >= 0.35
    assert quality.suggestion_recall(1) >= 0.91
    assert quality.suggestion_recall(5) >= 0.97
    assert quality.found_recall(5) >= 0.98


def test_the_measures_are_those_worked_out_by_hand():
    """Silent: A right, B wrong, and one that is no township; asked: C second, D not at all; E and F share a name."""

    def judged(expected: tuple[str, ...], code: str | None, *suggestions: str) -> Judged:
        return Judged("k", expected, Match("x", code, How.EXACT_NAME if code else How.SUGGESTION, 1.0, suggestions))

    quality = Quality(
        (
            judged(("A",), "A"),
            judged(("B",), "X"),
            judged((), "Y"),
            judged(("C",), None, "X", "C"),
            judged(("D",), None, "X"),
            judged(("E", "F"), None, "F", "E"),
        )
    )
    assert len(quality.wrong) == 2
    assert quality.silent_precision == pytest.approx(1 / 3)
    assert quality.silent_recall == pytest.approx(1 / 4)
    assert quality.suggestion_recall(1) == 0.0
    assert quality.suggestion_recall(5) == pytest.approx(1 / 2)
    assert quality.found_recall(5) == pytest.approx(2 / 4)
    assert Quality(()).silent_precision is None
    assert quality.report().splitlines()[1].split()[:4] == ["all", "6", "3", "2"]


@pytest.mark.real
def test_a_real_5w_resolves_to_the_codes_that_it_carries_or_asks():
    """73 places with name, state and code: townships, Laukkaing by its name, four parts of the Wa special region;

    and Mansi of Kachin once written beside Shan (North): the file's own slip, which is reported.
    """
    path = Path(__file__).resolve().parents[3] / "shared" / "real" / "fsc_5w_q1_2022_by_township_activity.csv"
    if not path.exists():
        pytest.skip(f"the published 5W is not beside this checkout ({path})")
    rows = {
        (row["admin3_pcode"], row["state"]): row["township"] for row in csv.DictReader(path.open(encoding="utf-8-sig"))
    }
    matches = default_gazetteer().match_many(list(rows.values()), [state for _, state in rows])
    differing = {
        place: match.ts_pcode for place, match in zip(rows, matches, strict=True) if match.ts_pcode != place[0]
    }
    assert len({code for code, _ in rows}) == 73
    assert differing == {
        ("MMR015202", "Shan (North)"): "MMR015022",
        ("MMR001013", "Shan (North)"): None,
        ("MMR015308", "Shan (North)"): None,
        ("MMR015312", "Shan (North)"): None,
        ("MMR015315", "Shan (North)"): None,
        ("MMR016321", "Shan (East)"): None,
    }


@pytest.mark.real
def test_mimus_330_names_resolve_in_both_languages():
    path = Path(__file__).resolve().parents[3] / "shared" / "geo" / "mimu_townships_250k_v93_shapefile.zip"
    if not path.exists():
        pytest.skip(f"MIMU's boundaries are not beside this checkout ({path}); they may not be redistributed")
    published = gpd.read_file(f"zip://{path}", encoding="utf-8", ignore_geometry=True)
    for names in ("TS", "TS_MMR4"):
        matches = default_gazetteer().match_many(list(published[names]), list(published["ST"]), list(published["DT"]))
        assert [match.ts_pcode for match in matches] == list(published["TS_PCODE"])
