"""The real 5W of the first quarter of 2022 comes in as a provider directory, by the command line, whole."""

from __future__ import annotations

import csv
import datetime as dt
import json
import os
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
# Parts of the Kokang and Wa special regions: real codes, but of none of the 330 townships, so a person has to decide.
SPECIAL_REGION_CODES = {"MMR015202", "MMR015308", "MMR015312", "MMR015315", "MMR016321"}
MANSI_UNDER_SHAN = 105  # the row writes Shan (North) beside Mansi, which lies in Kachin

pytestmark = [
    pytest.mark.real,
    pytest.mark.skipif(not FILE.exists(), reason=f"the published file is not here: {FILE}"),
]


@pytest.fixture(scope="module")
def written() -> dict[int, dict[str, str]]:
    with FILE.open(encoding="utf-8") as stream:
        return dict(enumerate(csv.DictReader(stream), start=2))


@pytest.fixture(scope="module")
def register(tmp_path_factory):
    """(path of the register, exit status, report) after the file came in by the command line."""
    path = tmp_path_factory.mktemp("real") / "atlas.duckdb"
    line = [sys.executable, "-m", "data.load", str(FILE), "--as", "providers", "--json"]
    line += ["--confirmed-on", "2022-03-31", "--source", "Food Security Cluster 5W, Q1 2022"]
    environment = {**os.environ, "ATLAS_DB": str(path)}
    done = subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=120)
    return path, done.returncode, json.loads(done.stdout)


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
    asked = {row for row, cells in written.items() if cells["admin3_pcode"] in SPECIAL_REGION_CODES}
    assert set(rejected) == asked | {MANSI_UNDER_SHAN}
    assert {rejected[row]["code"] for row in asked} == {"TownshipUnknown"}
    assert all("Suggestions: MMR01" in rejected[row]["reason"] for row in asked)
    assert rejected[MANSI_UNDER_SHAN]["code"] == "StateDisagrees"
    codes = {cells["admin3_pcode"] for cells in written.values()}
    loaded = set(store.read("SELECT DISTINCT ts_pcode FROM provider_presence")["ts_pcode"])
    assert len(codes) == 73
    assert codes - loaded == SPECIAL_REGION_CODES


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
    assert len(reached) == 68
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
