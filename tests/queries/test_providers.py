"""Presences at a date: active, confirmed, pooled; and how complete and fresh the directory is."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from data.scope import Scope
from data.vocabulary import Role
from queries import loads, places, providers
from tests.small_register import PLANNER, assigned, case, fill, organisation, presence, records, small_store

DAY = date(2024, 6, 30)


def active_ids(rows, day=DAY):
    store = small_store(organisation=[organisation("A")], provider_presence=rows)
    return set(providers.presences_at(store, PLANNER, day)["presence_id"])


def test_active_on_its_first_day_and_no_longer_on_its_last():
    rows = [
        presence("begins", from_on=DAY),
        presence("tomorrow", from_on=DAY + timedelta(days=1)),
        presence("ends", from_on=date(2020, 1, 1), to_on=DAY),
        presence("ends_later", from_on=date(2020, 1, 1), to_on=DAY + timedelta(days=1)),
        presence("no_dates"),
    ]
    assert active_ids(rows) == {"begins", "ends_later", "no_dates"}


@pytest.mark.parametrize("status", ["planned", "suspended", "completed"])
def test_only_ongoing_presences_are_active(status):
    assert active_ids([presence("P", activity_status=status)]) == set()


def test_confirmed_within_the_setting_both_ends_included():
    days = {"today": 0, "last": 365, "too_old": 366, "future": -1}
    rows = [presence(name, last_confirmed_on=DAY - timedelta(days=ago)) for name, ago in days.items()]
    store = small_store(organisation=[organisation("A")], provider_presence=[*rows, presence("never")])
    found = providers.presences_at(store, PLANNER, DAY)
    assert set(found.loc[found["is_confirmed"], "presence_id"]) == {"today", "last"}
    assert len(found) == 5


def test_confirmed_follows_the_setting():
    row = presence("P", last_confirmed_on=DAY - timedelta(days=366))
    changed = {"key": "confirmed_within_days", "value": "400", "updated_by": "t", "updated_at_utc": DAY}
    store = small_store(organisation=[organisation("A")], provider_presence=[row], setting=[changed])
    assert providers.presences_at(store, PLANNER, DAY)["is_confirmed"].tolist() == [True]


@pytest.fixture(scope="module")
def pooled():
    """A base with room for 10 and two rows that share it: 3 + 1 + 1 people, one of them by a row that has ended.
    A base that has ended: its roving worker tells no capacity. A presence that tells none, with one person.
    """
    old = date(2024, 1, 1)
    rows = [
        presence("base"),
        presence("rove", presence_type="roving", base_presence_id="base", capacity_people=None, ts_pcode="MMR001002"),
        presence("gone", presence_type="outreach", base_presence_id="base", capacity_people=None, to_on=old),
        presence("ended", "B", to_on=old),
        presence("orphan", "B", presence_type="roving", base_presence_id="ended", capacity_people=None),
        presence("untold", "B", capacity_people=None),
    ]
    carried = {"C1": "base", "C2": "base", "C3": "base", "C4": "rove", "C5": "gone", "C6": "untold", "C7": "base"}
    owner = {row["presence_id"]: row["organisation_id"] for row in rows}
    periods = [assigned(code, where, owner[where], date(2024, 2, 1)) for code, where in carried.items() if code != "C7"]
    # C7 was closed on the as-of date itself: no longer carried.
    periods.append(assigned("C7", "base", "A", date(2024, 2, 1), valid_to=DAY))
    return small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=rows,
        presence_service=[{"presence_id": "base", "service": s} for s in ("psychosocial", "health")],
        victim_case=[case(code) for code in carried],
        assignment=periods,
    )


def test_pools_share_capacity_and_caseload(pooled):
    columns = ["presence_id", "pool_id", "pool_capacity_people", "pool_caseload_people", "caseload_people", "services"]
    assert records(providers.presences_at(pooled, PLANNER, DAY)[columns]) == [
        ("base", "base", 10, 5, 3, "health; psychosocial"),
        ("orphan", "ended", None, 0, 0, None),
        ("rove", "base", 10, 5, 1, None),
        ("untold", "untold", None, 1, 1, None),
    ]


@pytest.mark.parametrize(("role", "sees"), [(r, r in ("planner", "dsw_officer", "ngo_manager")) for r in Role])
def test_caseload_is_null_not_zero_for_those_who_may_not_see_it(pooled, role, sees):
    found = providers.presences_at(pooled, Scope(role, "x", organisation_id="A"), DAY)
    assert len(found) == 4
    for column in ("caseload_people", "pool_caseload_people"):
        assert found[column].notna().all() if sees else found[column].isna().all()


def test_directory_holds_every_presence_with_its_place(pooled):
    found = providers.directory(pooled, Scope(Role.DONOR, "x"), DAY).set_index("presence_id")
    assert len(found) == 6
    assert found["is_active"].to_dict() == {
        "base": True, "rove": True, "gone": False, "ended": False, "orphan": True, "untold": True,
    }  # fmt: skip
    assert found.loc["rove", ["ts_name_en", "base_ts_pcode", "st_pcode"]].tolist() == [
        "Waingmaw",
        "MMR001001",
        "MMR001",
    ]
    assert not {"caseload_people", "pool_caseload_people"} & set(found.columns)


def test_completeness_counts_what_the_base_tells(pooled):
    found = {field: (filled, of) for field, filled, of in records(providers.completeness(pooled, PLANNER, DAY))}
    assert found["capacity_people"] == (2, 4)  # base, and rove through it; not orphan (its base tells 10 but ended)
    assert found["services"] == (1, 4)
    assert found["last_confirmed_on"] == (0, 4)
    assert found["kind"] == (4, 4)


def test_freshness_bands_hold_their_last_day():
    ages = [0, 90, 91, 180, 181, 365, 366]
    rows = [presence(f"P{a}", last_confirmed_on=DAY - timedelta(days=a)) for a in ages]
    rows += [presence("never", "B"), presence("future", "B", last_confirmed_on=DAY + timedelta(days=1))]
    store = small_store(organisation=[organisation("A"), organisation("B")], provider_presence=rows)
    found = providers.freshness(store, PLANNER, DAY)
    assert tuple(found["confirmed_band"]) == providers.CONFIRMED_BANDS
    assert found["presences"].tolist() == [2, 2, 2, 1, 2]
    assert found["organisations"].tolist() == [1, 1, 1, 1, 1]


def test_presences_by_year_equals_presences_at_each_day():
    rows = [
        presence("a", from_on=date(2022, 5, 1)),
        presence("b", "B", from_on=date(2022, 5, 1), to_on=date(2023, 12, 31), ts_pcode="MMR001002"),
        presence("c", "B", is_reintegration=False, ts_pcode="MMR001002"),
        presence("d", activity_status="planned"),
    ]
    store = small_store(organisation=[organisation("A"), organisation("B")], provider_presence=rows)
    trend = providers.presences_by_year(store, PLANNER, DAY, 2021)
    assert records(trend) == [
        (date(2021, 12, 31), 1, 1, 1, 0, 0),
        (date(2022, 12, 31), 2, 3, 2, 2, 2),
        (date(2023, 12, 31), 2, 2, 2, 1, 1),
        (DAY, 2, 2, 2, 1, 1),
    ]
    for row in trend.itertuples():
        assert row.presences == len(providers.presences_at(store, PLANNER, row.at_on.date()))


def test_trend_of_the_last_day_of_a_year_counts_that_day_once():
    trend = providers.presences_by_year(small_store(), PLANNER, date(2023, 12, 31), 2022)
    assert trend["at_on"].dt.date.tolist() == [date(2022, 12, 31), date(2023, 12, 31)]


def test_places_are_all_there():
    store = small_store()
    townships = places.townships(store)
    assert (len(townships), townships["ts_pcode"].nunique(), townships["st_pcode"].nunique()) == (330, 330, 18)
    uncounted = set(townships.loc[townships["population_2014"].isna(), "ts_pcode"])
    assert uncounted == {"MMR013046", "MMR013047"}
    for frame in (places.dsw_offices(store), places.shelters(store)):
        assert set(frame["ts_pcode"]) <= set(townships["ts_pcode"])
        assert len(frame) > 0


def test_recent_loads_newest_first_without_those_undone():
    def batch(name, day, **values):
        row = {"batch_id": name, "import_format": "national", "file_name": f"{name}.csv", "file_sha256": name}
        row |= {"loaded_by": "t", "loaded_at_utc": day, "rows_in_file": 3, "rows_loaded": 2, "rows_rejected": 1}
        return row | {"undone_at_utc": None} | values

    rows = [batch("old", date(2024, 1, 1)), batch("new", date(2024, 3, 1)), batch("mid", date(2024, 2, 1))]
    store = fill(small_store(), import_batch=[*rows, batch("undone", date(2024, 4, 1), undone_at_utc=date(2024, 4, 2))])
    assert loads.recent_loads(store, PLANNER, 2)["batch_id"].tolist() == ["new", "mid"]
