"""Values of indicators: one state of the register, parts that add up, and what is asked of whom."""

from __future__ import annotations

from datetime import date

import pytest

from data.demo import DEMO_AS_OF, make_demo
from data.indicator_files import indicators
from data.scope import Scope
from data.store import memory_store
from data.vocabulary import EventKind, Role
from data.vocabulary_indicators import Dimension, IndicatorKind, Period
from queries.filters import Filters
from queries.indicators import COLUMNS, cases_behind, values
from tests.indicators.hand import BY_KEY
from tests.small_register import PLANNER, assigned, case, event, organisation, presence, small_store

FILTERS = Filters(as_of=DEMO_AS_OF)
ADDITIVE = (IndicatorKind.SHARE, IndicatorKind.COUNT, IndicatorKind.RATIO)


@pytest.fixture(scope="module")
def demo_store():
    store = memory_store()
    make_demo(store)
    yield store
    store.close()


def test_every_kind_of_event_has_its_first_day():
    kinds = sorted(EventKind)
    first = {kind: date(2023, 2, 1 + number % 20) for number, kind in enumerate(kinds)}

    def told(kind, day, told_as, **values):
        return event("A", kind, day, event_id=f"{told_as} {kind}", withdrawn=told_as == "taken back", **values)

    store = small_store(
        victim_case=[case("A", recorded_on=date(2023, 1, 1))],
        case_event=[
            row
            for kind in kinds
            for row in (
                told(kind, first[kind], "first"),
                told(kind, date(2023, 3, 1), "second"),
                told(kind, date(2023, 1, 1), "taken back"),
                told(kind, date(2023, 1, 2), "later known", recorded_on=date(2025, 1, 1)),
            )
        ],
    )
    columns = ", ".join(f"f.{kind}_on" for kind in kinds)
    body = (
        "SELECT * FROM case_fact('planner', NULL, NULL, DATE '2024-12-31', NULL, NULL, NULL, NULL, NULL, NULL, NULL, "
        "NULL, NULL) f"
    )
    row = store.read(f"SELECT {columns} FROM ({body}) f").iloc[0]
    assert [day.date() for day in row] == list(first.values())


@pytest.fixture(scope="module")
def wholes(demo_store):
    return {period: values(demo_store, PLANNER, FILTERS, indicators(), None, period) for period in Period}


BROKEN_DOWN = [(dimension, Period.YEAR) for dimension in Dimension] + [(Dimension.STATE, Period.QUARTER)]


@pytest.mark.parametrize(("dimension", "period"), BROKEN_DOWN)
def test_parts_add_up_to_the_whole(demo_store, wholes, dimension, period):
    whole = wholes[period]
    parts = values(demo_store, PLANNER, FILTERS, indicators(), dimension, period)
    assert list(parts.columns) == list(COLUMNS)
    able = {one.key for one in indicators() if dimension in one.dimensions and period in one.periods}
    if able:
        assert set(parts["indicator"]) == able & set(whole["indicator"])
    for key in sorted(able & set(whole["indicator"])):
        for column in ("n", "d", "missing", "inside"):
            of_parts = parts[(parts["indicator"] == key) & (parts["level"] == "part")][column].sum()
            of_all = whole[(whole["indicator"] == key) & (whole["level"] == "all")][column].sum()
            assert of_parts == pytest.approx(of_all), (key, column)
        cells = parts[(parts["indicator"] == key) & (parts["level"] == "cell")]
        assert cells["part"].notna().all(), key


def test_nothing_to_divide_by_is_no_value(demo_store):
    found = values(demo_store, PLANNER, FILTERS, indicators(), Dimension.TOWNSHIP)
    shares = found[found["indicator"].map(lambda key: BY_KEY[key].kind is not IndicatorKind.COUNT)]
    assert shares.loc[shares["d"] == 0, "value"].isna().all()
    assert shares.loc[shares["d"] > 0, "value"].notna().mean() > 0.5


def test_a_scope_counts_its_own_cases_alone():
    day = date(2023, 1, 1)
    store = small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("P"), presence("Q", "B")],
        victim_case=[case(code, destination="THA", recorded_on=day) for code in "xyz"],
        case_event=[event(code, "admitted_abroad", day) for code in "xyz"]
        + [event("x", "repatriated", date(2023, 2, 1))],
        assignment=[assigned("x", "P", "A", date(2023, 3, 1)), assigned("y", "Q", "B", date(2023, 3, 1))],
    )
    one = [BY_KEY["abroad_within_six_months"]]
    filters = Filters(as_of=date(2024, 12, 31))
    manager = Scope(Role.NGO_MANAGER, "m", organisation_id="A")

    def counted(scope):
        found = values(store, scope, filters, one)
        return [tuple(row) for row in found[found["level"] == "all"][["n", "d"]].to_numpy()]

    assert counted(PLANNER) == [(1, 3)]
    assert counted(manager) == [(1, 1)]
    assert counted(Scope(Role.DONOR, "d")) == []
    behind = cases_behind(store, manager, filters, one[0])
    assert behind[["case_code", "outcome"]].to_numpy().tolist() == [["x", "met"]]
    assert len(cases_behind(store, PLANNER, filters, one[0], Dimension.DESTINATION, "CHN")) == 0
    assert len(cases_behind(store, PLANNER, filters, one[0], Dimension.DESTINATION, "THA")) == 3
    assert len(cases_behind(store, PLANNER, filters, one[0], first=date(2023, 1, 2))) == 0


def test_an_indicator_dropped_into_a_folder_is_counted(tmp_path, monkeypatch, demo_store):
    monkeypatch.setenv("ATLAS_INDICATORS", str(tmp_path))
    header = (
        "-- title: Of our own\n-- stage: shelter\n-- recommendation: 2.5\n-- kind: count\n-- unit: cases\n"
        "-- better: neither\n-- target: none\n-- numerator: Cases\n-- day: Month of identification\n"
        "-- dimensions: case\n"
    )
    body = "SELECT f.case_code, f.part, f.identified_month AS on_day, 1 AS amount FROM fact f\n"
    (tmp_path / "of_our_own.sql").write_text(header + body, encoding="utf-8")
    found = values(demo_store, PLANNER, FILTERS, [one for one in indicators() if one.key == "of_our_own"])
    everything = demo_store.read("SELECT count(*) AS n FROM visible_case('planner', NULL, NULL)")["n"].iloc[0]
    assert found[found["level"] == "all"]["value"].tolist() == [everything]


def test_what_is_missing_is_told_by_agency():
    """Kits of three of DSW (one not rated) and one of an NGO (rated); nobody declined a service."""
    store = small_store(
        victim_case=[case(code, source_agency="ngo" if code == "z" else "dsw") for code in "wxyz"],
        case_event=[
            *(event(code, "kit_given", date(2023, 7, 1)) for code in "wxyz"),
            *(event(code, "kit_rated", date(2023, 8, 1), amount=4) for code in "xyz"),
        ],
    )
    asked = [BY_KEY["kit_rated_suitable"], BY_KEY["services_declined"], BY_KEY["records_with_township"]]
    found = values(store, PLANNER, Filters(as_of=date(2024, 12, 31)), asked, Dimension.AGENCY)
    parts = found[found["level"] == "part"]
    told = {(row["indicator"], row["part"]): (row["d"], row["missing"]) for row in parts.to_dict("records")}
    assert told == {
        ("kit_rated_suitable", "dsw"): (2, 1),
        ("kit_rated_suitable", "ngo"): (1, 0),
        ("records_with_township", "dsw"): (3, 0),
        ("records_with_township", "ngo"): (1, 0),
    }
