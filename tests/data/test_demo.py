"""The demonstration register: published totals and shares, places, drift, doubles, gaps; how it is rebuilt."""

from __future__ import annotations

import re

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data import demo, reference
from data.demo import DEMO_AS_OF, double_pairs, make_demo
from data.demonstration import assumptions, providers, registers
from data.demonstration.places import place_weights, township_lean
from data.demonstration.profiles import MARGINS, fit
from data.demonstration.queue import Attempt, admit
from data.paths import ROOT
from data.store import memory_store
from data.vocabulary import RegisterKind
from tests.data.demo_registers import fingerprint, large, made, number, published

VALUES = assumptions.VALUES


def unodc(year: int, **wanted: str) -> int:
    """The one figure that UNODC prints for these."""
    table = reference.unodc_detected_victims()
    given_ = {"sex": "total", "age_group": "total", "dimension": "Total", "category": "Total"} | wanted
    found = table[(table["year"] == year) & (table[list(given_)] == pd.Series(given_)).all(axis=1)]
    assert len(found) == 1
    return int(found["value_people"].iloc[0])


def share(store, condition: str, among: str = "true") -> float:
    return number(store, f"SELECT count(*) FILTER ({condition}) / count(*) FROM victim_case WHERE {among}")


@pytest.mark.parametrize("year", range(2015, 2023))
def test_a_published_year_has_the_published_number_of_cases(year: int) -> None:
    assert number(published(), "SELECT count(*) FROM victim_case WHERE year(identified_month) = $y", y=year) == unodc(
        year
    )


def test_the_years_without_a_published_total_follow_the_stated_rule() -> None:
    mean = sum(unodc(year) for year in (2017, 2018, 2019)) / 3
    rows = assumptions.rows_by_year(None)
    assert [rows[year] for year in (2023, 2024, 2025)] == [round(mean / 4), round(mean / 2), round(mean * 3 / 4)]
    assert list(rows) == list(range(2015, 2026))


@pytest.mark.parametrize("year", [2015, 2017, 2018, 2019, 2020, 2021, 2022])
def test_the_margins_by_sex_and_age_are_the_printed_ones(year: int) -> None:
    table = reference.demo_margins()
    own = table[(table["case_year"] == year) & (table["dimension"] == "sex_age")].set_index("category")["people"]
    assert own["female child"] == unodc(year, sex="female", age_group="child")
    assert own["female adult"] == unodc(year, sex="female", age_group="adult")
    assert own["female child"] + own["male child"] == unodc(year, age_group="child")
    assert own["female adult"] + own["male adult"] == unodc(year, age_group="adult")


def test_2016_follows_the_press_and_the_printed_contradiction_is_real() -> None:
    printed = unodc(2016, sex="female")
    forms = reference.unodc_detected_victims().query(
        "year == 2016 and sex == 'female' and dimension == 'by form of exploitation'"
    )
    assert forms["value_people"].sum() > printed, "UNODC's own forms of exploitation count more women than its total"
    press = reference.published_figures().query("period == '2016' and measure == 'victims women'")
    own = reference.demo_margins().query("case_year == 2016 and dimension == 'sex_age'").set_index("category")["people"]
    assert own["female child"] + own["female adult"] == press["value"].iloc[0]


def test_figures_printed_as_below_five_stay_text_without_a_number() -> None:
    table = reference.unodc_detected_victims()
    hidden = table["value_text"] == "<5"
    assert hidden.sum() > 50
    assert (table["value_people"].isna() == hidden).all()


@pytest.mark.parametrize("year", range(2015, 2026))
def test_the_fitted_profile_keeps_all_three_margins(year: int) -> None:
    cells = fit(year)
    for dimension in MARGINS:
        target = assumptions.margin(year, dimension)
        found = cells.groupby(dimension)["share"].sum().reindex(target.index).fillna(0)
        assert (found - target).abs().max() < 0.002, dimension


@pytest.mark.parametrize("register", [published, pytest.param(large, marks=pytest.mark.slow)])
@pytest.mark.parametrize("year", range(2015, 2023))
def test_sex_and_destination_follow_the_margins(register, year: int) -> None:
    store = register()
    people = number(store, "SELECT count(*) FROM victim_case WHERE year(identified_month) = $y", y=year)
    room = 0.02 + 3 / people
    margins = assumptions.margin(year, "sex_age")
    female = margins["female child"] + margins["female adult"]
    among = f"year(identified_month) = {year} AND "
    assert share(store, "sex = 'female'", among + "sex IS NOT NULL") == pytest.approx(female, abs=room)
    china = assumptions.margin(year, "destination")["CHN"]
    assert share(store, "destination = 'CHN'", among + "destination IS NOT NULL") == pytest.approx(china, abs=room)


def test_forced_marriage_is_what_women_are_taken_to_china_for() -> None:
    # Press, 2016: 85 of 97 cases of forced marriage and prostitution were forced marriage.
    among = (
        "destination = 'CHN' AND sex = 'female' AND purpose IN ('forced_marriage', 'sexual_exploitation', 'surrogacy')"
    )
    assert share(published(), "purpose = 'forced_marriage'", among) == pytest.approx(85 / 97, abs=0.04)
    assert share(published(), "purpose = 'forced_marriage'", "destination = 'MMR'") == 0


@pytest.mark.parametrize(
    ("state", "area"), [("Shan", "Shan State"), ("Yangon", "Yangon Region"), ("Kachin", "Kachin State")]
)
def test_states_of_2017_stand_near_the_published_shares_of_cases(state: str, area: str) -> None:
    table = reference.published_figures().query("period == '2017 January-November'").set_index("area")["value"]
    found = number(
        published(),
        """SELECT count(*) FILTER (t.sr_name_en = $state) / count(*) FROM victim_case v JOIN township t USING (ts_pcode)
        WHERE year(identified_month) = 2017""",
        state=state,
    )
    assert found == pytest.approx(table[area] / table["Myanmar"], abs=0.06)


def test_the_hot_spots_that_the_recommendations_name_have_more_than_their_people() -> None:
    row = (
        published()
        .read(
            """WITH named AS (SELECT *, st_name_en IN
            ('Shan (North)', 'Yangon', 'Bago (East)', 'Bago (West)', 'Mon', 'Kayin') AS is_named FROM township)
        SELECT (SELECT count(*) FILTER (is_named) / count(*) FROM victim_case JOIN named USING (ts_pcode)) AS victims,
               (SELECT sum(population_2014) FILTER (is_named) / sum(population_2014) FROM named) AS people"""
        )
        .iloc[0]
    )
    assert row["victims"] > 1.3 * row["people"]


def test_about_as_many_townships_as_published_have_cases_and_many_have_few() -> None:
    counts = published().read("SELECT ts_pcode, count(*) AS n FROM victim_case WHERE ts_pcode IS NOT NULL GROUP BY 1")[
        "n"
    ]
    assert len(counts) == pytest.approx(271, abs=20)
    assert (counts < 10).mean() > 0.5


def test_some_townships_rise_and_some_fall() -> None:
    # Expected rates follow the drift exactly; drawn counts follow it too, at fifty thousand cases.
    trend = township_lean(demo.DEFAULT_SEED, VALUES).set_index("ts_pcode")["trend"]
    assert {-1, 0, 1} == set(trend)
    counts = large().read(
        """WITH counted AS (SELECT ts_pcode, count(*) FILTER (year(identified_month) <= 2018) AS early,
            count(*) FILTER (year(identified_month) >= 2023) AS late
            FROM victim_case WHERE ts_pcode IS NOT NULL GROUP BY ts_pcode HAVING count(*) >= 100)
        SELECT ts_pcode, early / sum(early) OVER () AS early, late / sum(late) OVER () AS late FROM counted"""
    )
    change = (counts["late"] / counts["early"]).groupby(counts["ts_pcode"].map(trend)).median()
    assert change[1] > 1.5 * change[0] > 2 * change[-1]


def test_doubles_are_two_rows_of_two_agencies_with_small_differences() -> None:
    store = published()
    pairs = double_pairs(store)
    expected = sum(round(rows * VALUES["double_share"]) for rows in assumptions.rows_by_year(None).values())
    assert len(pairs) == expected > 50
    cases = store.read("SELECT * FROM victim_case").set_index("case_code")
    one, two = cases.loc[pairs["case_code"]].reset_index(), cases.loc[pairs["double_code"]].reset_index()
    assert (one["source_agency"] == "atu").all()
    assert (two["source_agency"] == "dsw").all()
    for column in ("identified_month", "victim_type", "return_month"):
        assert ((one[column] == two[column]) | one[column].isna()).all(), column
    same = one["ts_pcode"].notna() & two["ts_pcode"].notna()
    assert (one["ts_pcode"] == two["ts_pcode"])[same].all()
    years_apart = (one["age_years"] - two["age_years"]).abs().dropna()
    assert years_apart.max() == 1
    assert 0.1 < (years_apart == 1).mean() < 0.5
    assert (one["recruitment_month"] != two["recruitment_month"]).mean() > 0.2


def test_the_truth_about_doubles_leaves_the_register_as_it_is() -> None:
    store = made(300)
    before = fingerprint(store)
    double_pairs(store, 300)
    assert fingerprint(store) == before


@pytest.mark.slow
@pytest.mark.parametrize("agency", ["atu", "dsw", "ngo"])
def test_fields_are_missing_at_the_rates_of_their_agency(agency: str) -> None:
    among = f"source_agency = '{agency}'"
    for column, key in (("age_years", "age"), ("purpose", "purpose"), ("recruitment_month", "recruitment")):
        rate = VALUES[f"missing_{key}_{agency}"]
        assert share(large(), f"{column} IS NULL", among) == pytest.approx(rate, abs=0.015), column
    assert share(large(), "ts_pcode IS NULL", among) == pytest.approx(VALUES["missing_township"], abs=0.01)


@pytest.mark.slow
@pytest.mark.parametrize("victim_type", ["internal", "self_internal", "self_cross_border"])
def test_what_is_drawn_for_one_thing_says_nothing_about_another(victim_type: str) -> None:
    # Results that are out by 2025: the same share of negative families whatever the type of victim.
    among = f"victim_type = '{victim_type}' AND year(identified_month) < 2024"
    assert share(large(), "family_assessment = 'negative'", among) == pytest.approx(VALUES["negative_share"], abs=0.02)
    assert share(large(), "is_special", among) == pytest.approx(VALUES["special_share"], abs=0.02)


@pytest.mark.slow
def test_fifty_thousand_cases_have_the_shape_of_the_published_size() -> None:
    for year, rows in assumptions.rows_by_year(None).items():
        found = number(large(), "SELECT count(*) FROM victim_case WHERE year(identified_month) = $y", y=year)
        assert found == pytest.approx(rows * 50_000 / 2741, abs=1)
    for condition in ("assignment_state = 'assigned'", "unassigned_reason = 'no_provider'", "valid_to IS NULL"):
        sql = f"SELECT count(DISTINCT case_code) FILTER ({condition}) / count(DISTINCT case_code) FROM assignment"
        assert number(large(), sql) == pytest.approx(number(published(), sql), abs=0.08), condition
    assert 10 <= number(large(), "SELECT count(*) / 50000 FROM case_event") <= 15


def test_open_and_unassigned_cases_stand_where_planned() -> None:
    open_cases = "SELECT count(*) FROM assignment WHERE valid_to IS NULL"
    assert 550 <= number(published(), open_cases) <= 650
    reasons = (
        published().read("SELECT DISTINCT unassigned_reason AS r FROM assignment WHERE valid_to IS NULL")["r"].dropna()
    )
    assert set(reasons) == {
        "no_provider",
        "provider_full",
        "negative_assessment",
        "untraced",
        "declined",
        "not_considered",
    }


def test_the_directory_is_as_large_and_as_uneven_as_told() -> None:
    store = published()
    assert number(store, "SELECT count(*) FROM organisation") == 120
    assert number(store, "SELECT count(*) FROM organisation WHERE name NOT LIKE 'Demo %'") == 0
    assert 470 <= number(store, "SELECT count(*) FROM provider_presence") <= 530
    sets = store.read(
        """SELECT base_presence_id, count(*) AS n,
        bool_and(EXISTS (SELECT 1 FROM provider_presence b
            WHERE b.presence_id = p.base_presence_id
            AND b.organisation_id = p.organisation_id AND b.presence_type = 'resident')) AS has_base
        FROM provider_presence p WHERE presence_type = 'roving' GROUP BY 1"""
    )
    assert len(sets) > 20
    assert sets["n"].between(3, 4).all()
    assert sets["has_base"].all()
    touching = {(a, b) for a, b in reference.township_adjacency()[["ts_a", "ts_b"]].itertuples(index=False)}
    pairs = store.read(
        """SELECT p.ts_pcode AS near, b.ts_pcode AS base FROM provider_presence p
        JOIN provider_presence b ON b.presence_id = p.base_presence_id"""
    )
    assert all((near, base) in touching or (base, near) in touching for near, base in pairs.itertuples(index=False))
    nobody = number(
        store,
        """SELECT count(DISTINCT ts_pcode) FROM victim_case WHERE ts_pcode NOT IN
        (SELECT ts_pcode FROM provider_presence WHERE is_reintegration AND activity_status = 'ongoing')""",
    )
    assert nobody > 60
    old = "SELECT count(*) FROM provider_presence WHERE last_confirmed_on IS NULL OR last_confirmed_on < $d - 365"
    assert 0.2 < number(store, old, d=DEMO_AS_OF) / number(store, "SELECT count(*) FROM provider_presence") < 0.5
    room = """SELECT count(*) FILTER (capacity_people IS NULL) / count(*) FROM provider_presence
        WHERE is_reintegration AND presence_type = 'resident'"""
    assert 0.05 < number(store, room) < 0.4
    assert set(store.read("SELECT DISTINCT activity_status AS s FROM provider_presence")["s"]) == {
        "planned", "ongoing", "suspended", "completed",
    }  # fmt: skip


def test_the_same_seed_gives_the_same_register_and_another_one_another() -> None:
    first, again, other = fingerprint(made(400)), fingerprint(made(400)), fingerprint(made(400, seed=7))
    assert first == again
    assert all(
        first[table] != other[table] for table in ("victim_case", "assignment", "case_event", "provider_presence")
    )


@pytest.mark.parametrize("cases", [1, 11, 60])
def test_a_small_register_has_exactly_the_cases_asked_for(cases: int) -> None:
    assert number(made(cases), "SELECT count(*) FROM victim_case") == cases


def test_without_events_the_cases_and_assignments_stay_the_same() -> None:
    quick, whole = fingerprint(made(200, events=False)), fingerprint(made(200))
    for table in ("case_event", "case_need", "assessment", "assessment_risk", "legal_proceeding"):
        assert quick.pop(table) == (0, 0), table
        assert whole.pop(table)[0] > 0, table
    assert quick == whole


def test_the_load_adds_up_and_is_audited() -> None:
    store = published()
    batch = store.read("SELECT * FROM import_batch").iloc[0]
    assert batch["import_format"] == "demonstration"
    assert batch["rows_in_file"] == batch["rows_loaded"] == number(store, "SELECT count(*) FROM victim_case")
    assert re.fullmatch(r"[0-9a-f]{64}", batch["file_sha256"])
    assert number(store, "SELECT count(*) FROM audit_log WHERE action = 'demonstration register made'") == 1
    assert store.kind() is RegisterKind.DEMONSTRATION
    assert number(store, "SELECT count(*) FROM victim_case v WHERE batch_id IS NULL") == 0


def test_progress_rises_to_the_end() -> None:
    told: list[tuple[float, str]] = []
    make_demo(memory_store(), 50, progress=lambda share_0_1, text: told.append((share_0_1, text)))
    shares = [share_0_1 for share_0_1, _ in told]
    assert len(shares) >= 4
    assert shares == sorted(shares)
    assert all(0 < s <= 1 for s in shares)


def test_township_weights_sum_to_one_and_leave_no_township_out() -> None:
    weights = place_weights(1, VALUES)
    sums = weights.groupby(["case_year", "place_group"])["share"].sum()
    assert len(sums) == 55
    assert (sums - 1).abs().max() < 1e-9
    assert set(weights["ts_pcode"]) == set(reference.townships()["ts_pcode"])
    assert (weights["share"] > 0).all()


@given(
    st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40), st.booleans()), max_size=40),
    st.one_of(st.none(), st.integers(0, 4)),
)
def test_the_queue_takes_whoever_finds_room_and_nobody_else(
    asked: list[tuple[int, int, bool]], capacity: int | None
) -> None:
    attempts = [Attempt(day, no, day + lasts, urgent) for no, (day, lasts, urgent) in enumerate(sorted(asked))]
    taken = admit(attempts, capacity)
    carried: list[Attempt] = []
    for attempt in attempts:
        present = sum(other.day <= attempt.day < other.until_day for other in carried)
        finds_room = capacity is None or present < capacity or attempt.is_urgent
        assert (attempt.case_no in taken) == finds_room
        if finds_room:
            carried.append(attempt)


def test_the_queue_takes_nobody_twice() -> None:
    again = [Attempt(0, 1, 100, False), Attempt(10, 1, 110, False), Attempt(20, 2, 120, False)]
    assert admit(again, 2) == {1: 0, 2: 20}


def test_the_page_states_every_assumption_with_its_value() -> None:
    page = (ROOT / "docs" / "demonstration-register.md").read_text(encoding="utf-8")
    for row in reference.demo_assumptions().itertuples():
        line = re.search(
            rf"^\|[^|]+\| ([^|]+) \| {re.escape(row.unit)} \| `[a-z_.]+:VALUES\[{row.key}\]` \|$", page, re.M
        )
        assert line is not None, row.key
        assert float(line[1]) == row.value, row.key
    constants = re.findall(r"\| ([\d.]+) \| [a-z ]+ \| `data\.demonstration\.(providers|registers):(\w+)` \|", page)
    assert len(constants) == 7 + 13
    for value, module, name in constants:
        assert float(value) == getattr({"providers": providers, "registers": registers}[module], name), name
    for year, rows in assumptions.rows_by_year(None).items():
        assert re.search(rf"^\| {year} \| {rows} \|", page, re.M), year


def test_every_assumption_is_used() -> None:
    folder = ROOT / "data" / "demonstration"
    code = "".join(f.read_text(encoding="utf-8") for pattern in ("*.py", "sql/*.sql") for f in folder.glob(pattern))
    assert [key for key in VALUES if f"a.{key}" not in code and f'"{key}"' not in code and f".{key}" not in code] == []
