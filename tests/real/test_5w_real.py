"""The real 5W of the first quarter of 2022 comes in as a provider directory, by the command line, whole."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
import shutil
import subprocess
import sys

import pytest

from analysis.coverage import Tier, coverage
from data.paths import ROOT
from data.scope import Scope
from data.store import open_store
from data.vocabulary import Role
from queries.places import dsw_offices, townships
from queries.providers import presences_at

FILE = ROOT.parent / "shared" / "real" / "fsc_5w_q1_2022_by_township_activity.csv"
PLANNER = Scope(Role.PLANNER, "test")
KOKANG, KOKANG_TOWNSHIP = "MMR015202", "MMR015022"  # a part of the Kokang special region, named after its township
# Parts of the Wa special region: real codes, but of none of the 330 townships, and each could lie in several.
WA_AREAS = {"MMR015308", "MMR015312", "MMR015315", "MMR016321"}
MANSI_UNDER_SHAN = 105  # the row writes Shan (North) beside code and name of Mansi, which lies in Kachin
# Examples of what a person may answer, chosen for this test: no statement about where these areas lie.
EXAMPLE_ANSWERS = {
    "MMR015308": "MMR015007",
    "MMR015312": "MMR015008",
    "MMR015315": "MMR015005",
    "MMR016321": "MMR016003",
}

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILE.exists(), reason=f"the published file is not here: {FILE}"),
]


@pytest.fixture(scope="module")
def written() -> dict[int, dict[str, str]]:
    with FILE.open(encoding="utf-8") as stream:
        return dict(enumerate(csv.DictReader(stream), start=2))


def bring_in(register, file, *options):
    """(exit status, report) of the command line."""
    line = [sys.executable, "-m", "data.load", str(file), "--as", "providers", "--json", *options]
    line += ["--confirmed-on", "2022-03-31", "--source", "Food Security Cluster 5W, Q1 2022"]
    environment = {**os.environ, "ATLAS_DB": str(register)}
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    return done.returncode, json.loads(done.stdout)


def read_from(register, sql):
    opened = open_store(register)
    try:
        return opened.read(sql)
    finally:
        opened.close()


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """(path of the register, exit status, report) after the file came in by the command line."""
    path = tmp_path_factory.mktemp("real") / "atlas.duckdb"
    return path, *bring_in(path, FILE, "--rejects", str(path.parent / "mend.csv"))


@pytest.fixture(scope="module")
def store(register):
    opened = open_store(register[0])
    yield opened
    opened.close()


def test_every_row_is_loaded_or_rejected_with_a_reason(register, written):
    _, status, report = register
    assert len(written) == report["rows_in_file"] == 122
    assert report["rows_loaded"] + report["rows_rejected"] == 122
    assert report["rows_double"] == 0
    assert status == 1
    assert all(reject["reason"].startswith(f"Row {reject['row']}, column ") for reject in report["rejects"])


def test_each_of_the_73_townships_is_known_and_only_questions_are_rejected(register, written, store):
    rejected = {reject["row"]: reject for reject in register[2]["rejects"]}
    assert {written[row]["admin3_pcode"] for row in rejected} == WA_AREAS
    assert {reject["code"] for reject in rejected.values()} == {"TownshipUnknown"}
    assert all("Suggestions: MMR01" in reject["reason"] for reject in rejected.values())
    codes = {cells["admin3_pcode"] for cells in written.values()}
    loaded = set(store.read("SELECT DISTINCT ts_pcode FROM provider_presence")["ts_pcode"])
    assert len(codes) == 73
    assert codes - loaded == WA_AREAS | {KOKANG}
    assert loaded - codes <= {KOKANG_TOWNSHIP}


def test_what_two_witnesses_carried_over_a_third_is_said(register, written):
    said = [remark for remark in register[2]["remarks"] if remark.startswith("Row ")]
    assert len(said) == 2
    assert said[0].startswith(f'Row {MANSI_UNDER_SHAN}, column admin1_pcode: "MMR015 Shan (North)" was not used.')
    (row,) = [row for row, cells in written.items() if cells["admin3_pcode"] == KOKANG]
    assert said[1].startswith(f'Row {row}, column admin3_pcode: "{KOKANG}" is not the code of a present township.')
    assert KOKANG_TOWNSHIP in said[1]


def test_with_a_persons_answers_every_row_is_loaded_and_every_code_matched(tmp_path, written):
    answers, path = tmp_path / "answers.csv", tmp_path / "atlas.duckdb"
    with answers.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([("written", "ts_pcode"), *EXAMPLE_ANSWERS.items()])
    status, report = bring_in(path, FILE, "--answers", str(answers))
    assert (status, report["rows_loaded"], report["rows_rejected"], report["rows_double"]) == (0, 122, 0, 0)
    matched = {code: code for code in {cells["admin3_pcode"] for cells in written.values()}}
    matched |= {KOKANG: KOKANG_TOWNSHIP, **EXAMPLE_ANSWERS}
    assert len(matched) == 73
    expected: dict[str, float] = {}
    for cells in written.values():
        place = matched[cells["admin3_pcode"]]
        expected[place] = expected.get(place, 0) + float(cells["reached"])
    found = read_from(path, "SELECT ts_pcode, sum(people_reached) n FROM provider_presence GROUP BY ts_pcode")
    assert dict(zip(found["ts_pcode"], found["n"], strict=True)) == expected
    later = tmp_path / "later.csv"
    later.write_text(FILE.read_text(encoding="utf-8").replace("food/cash", "cash/food"), encoding="utf-8")
    assert bring_in(path, later)[0] == 0, "the next file needs no answers"


def test_the_filled_in_rejects_bring_the_rest(register, tmp_path, written):
    path, mended = tmp_path / "atlas.duckdb", tmp_path / "mended.csv"
    shutil.copy(register[0], path)
    with (register[0].parent / "mend.csv").open(encoding="utf-8-sig", newline="") as stream:
        headings, *rows = csv.reader(stream)
    place = headings.index("admin3_pcode")
    filled = [[*row[:-1], EXAMPLE_ANSWERS[row[place]]] for row in rows]
    with mended.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([headings, *filled])
    status, report = bring_in(path, mended, "--answers", str(mended))
    assert (status, report["rows_loaded"]) == (0, 4)
    total = read_from(path, "SELECT sum(people_reached) n FROM provider_presence")["n"].iloc[0]
    assert total == sum(float(cells["reached"]) for cells in written.values())


def test_people_reached_add_up_to_the_files_own_numbers(register, written, store):
    rejected = {reject["row"] for reject in register[2]["rejects"]}
    expected = sum(float(cells["reached"]) for row, cells in written.items() if row not in rejected)
    assert store.read("SELECT sum(people_reached) n FROM provider_presence")["n"].iloc[0] == expected


def test_food_security_is_not_specific_to_trafficking_and_nothing_is_class_assumed(register, store):
    found = store.read("SELECT DISTINCT is_reintegration, activity_status FROM provider_presence")
    assert found.to_numpy().tolist() == [[False, "ongoing"]]
    services = set(store.read("SELECT DISTINCT service FROM presence_service")["service"])
    assert services == {"food", "livelihood", "financial", "education"}
    assert not any("Class assumed" in remark for remark in register[2]["remarks"])


def test_no_organisation_was_invented(store):
    names = store.read("SELECT name FROM organisation")["name"]
    assert names.str.match(r"Organisations? not named in the source \(\d partners?\)$").all()


def test_the_map_shows_these_townships_as_referral_only(written, store):
    as_of = dt.date(2022, 4, 1)
    presences = presences_at(store, PLANNER, as_of)
    tiers = coverage(townships(store), presences, dsw_offices(store), as_of, store.setting("dsw_reach_km")).townships
    tier = tiers.set_index("ts_pcode")["tier"]
    reached = set(presences["ts_pcode"])
    assert len(reached) == 69
    assert set(tier.loc[sorted(reached)]) == {int(Tier.NEAR_DSW), int(Tier.REFERRAL_ONLY)}
    assert (tier.loc[sorted(set(tier.index) - reached)] != int(Tier.REFERRAL_ONLY)).all()
    assert presences["is_confirmed"].all()


def test_without_a_declared_date_they_are_unconfirmed(tmp_path):
    environment = {**os.environ, "ATLAS_DB": str(tmp_path / "atlas.duckdb")}
    line = [sys.executable, "-m", "data.load", str(FILE), "--as", "providers"]
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    assert "122 rows do not say when they were last confirmed" in done.stdout
    opened = open_store(tmp_path / "atlas.duckdb")
    try:
        assert not presences_at(opened, PLANNER, dt.date(2022, 4, 1))["is_confirmed"].any()
    finally:
        opened.close()
