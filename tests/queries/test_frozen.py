"""Who sees frozen lists and saved plans, and that data which arrive late leave a frozen list as it was."""

from __future__ import annotations

from datetime import date

import pandas as pd
import pytest

from analysis.coverage import coverage
from analysis.hotspot_list import Change, Rule, constants, differs, drift, judge
from analysis.hotspots import hotspots, panel, units_of
from analysis.spacetime import of_years
from data.fingerprint import fingerprint
from data.hotspot_lists import NewList, entries_of, freeze, verify
from data.plans import save
from data.scope import Scope
from data.vocabulary import Role
from geo.adjacency import reference_neighbours
from queries import hotspot_lists, places, plans, providers, unassigned, victims
from queries.filters import Filters
from tests.frozen_lists import AS_OF, BHAMO, HLAINGTHARYA_EAST, a_list, a_plan
from tests.small_register import PLANNER, case, fill, organisation, presence, records, small_store
from tests.small_register import unassigned as waits

READERS = [Scope(Role.DSW_OFFICER, "officer", None, ("SH-MMR015009",)), Scope(Role.NGO_MANAGER, "manager", "A")]
NOBODY = [Scope(Role.DONOR, "donor"), Scope(Role.ADMINISTRATOR, "administrator")]
FOR_PLANNERS = ["victims_people", "smoothed_per_100k", "corridor_share_0_1", "unassigned_people", "reason"]


@pytest.fixture(scope="module")
def kept():
    store = small_store()
    first = freeze(store, PLANNER, a_list())
    freeze(store, PLANNER, a_list(supersedes=first, note=None))
    freeze(store, PLANNER, a_list(list_year=2023))
    return store


def test_a_planner_sees_every_list_the_latest_first(kept):
    found = hotspot_lists.lists(kept, PLANNER)
    columns = ["list_id", "list_year", "version", "supersedes", "is_latest", "note", "townships"]
    assert records(found[columns]) == [
        ("hotspots-2024-v2", 2024, 2, "hotspots-2024-v1", True, None, 2),
        ("hotspots-2024-v1", 2024, 1, None, False, "Annual review", 2),
        ("hotspots-2023-v1", 2023, 1, None, True, "Annual review", 2),
    ]


def test_a_planner_sees_every_fact_of_an_entry(kept):
    found = hotspot_lists.entries(kept, PLANNER, "hotspots-2024-v1")
    assert records(found) == [
        (BHAMO, "Bhamo", "ဗန်းမော်", "MMR001", BHAMO, 2, 1, 5, "new", True, False, 3, 2.125, "china", 2 / 3, 6, 1, "rule",
         None),
        (HLAINGTHARYA_EAST, "Hlaingtharya (East)", "လှိုင်သာယာ (အရှေ့ပိုင်း)", "MMR013", "MMR013008", 9, 1, 9, None, True,
         False, 0, None, "unknown", None, 6, 1, "hand", "Returnees are expected in spring"),
    ]  # fmt: skip
    assert len(hotspot_lists.entries(kept, PLANNER, "hotspots-2022-v1")) == 0


@pytest.mark.parametrize("scope", READERS)
def test_those_who_carry_a_list_out_see_the_townships_and_no_number_of_people(kept, scope):
    lists, whole = hotspot_lists.lists(kept, scope), hotspot_lists.lists(kept, PLANNER)
    assert lists["note"].isna().all()
    pd.testing.assert_frame_equal(lists.drop(columns="note"), whole.drop(columns="note"))
    found = hotspot_lists.entries(kept, scope, "hotspots-2024-v1")
    planners = hotspot_lists.entries(kept, PLANNER, "hotspots-2024-v1")
    assert found[FOR_PLANNERS].isna().all(axis=None)
    pd.testing.assert_frame_equal(found.drop(columns=FOR_PLANNERS), planners.drop(columns=FOR_PLANNERS))
    assert planners["victims_people"].notna().all()


@pytest.mark.parametrize("scope", NOBODY)
def test_nobody_else_sees_a_list(kept, scope):
    assert len(hotspot_lists.lists(kept, scope)) == 0
    assert len(hotspot_lists.entries(kept, scope, "hotspots-2024-v1")) == 0


def test_plans_are_for_planners_alone():
    store = small_store()
    saved = [save(store, PLANNER, new) for new in (
        a_plan("first"),
        a_plan("second", plan_kind="today", budget_usd=None, bound=None, gap_0_1=None),
    )]  # fmt: skip
    found = plans.plans(store, PLANNER)
    assert found["plan_id"].tolist() == saved[::-1]
    numbers = ["name", "plan_kind", "demand_people", "reached_people", "budget_usd", "bound", "gap_0_1"]
    assert records(found[numbers]) == [
        ("second", "today", 140.25, 83.5, None, None, None),
        ("first", "solved", 140.25, 83.5, 60000.0, 91.0, 0.0097),
    ]
    one = plans.plan(store, PLANNER, saved[0])
    assert (one["inputs"].item(), one["result"].item()) == ('{"budget_usd": 60000}', '{"placements": []}')
    assert len(plans.plan(store, PLANNER, "plan-0")) == 0
    for scope in READERS + NOBODY:
        assert len(plans.plans(store, scope)) == len(plans.plan(store, scope, saved[0])) == 0


# --- A frozen list and data that arrive late --------------------------------------------------------------------------

NEIGHBOURS = reference_neighbours()
CASES = [("MMR015009", 20), ("MMR015010", 9), ("MMR001001", 6), ("MMR013046", 5), ("MMR009001", 2), (None, 3)]


def register():
    """45 victims of 2024, of whom one from Muse (MMR015009) waits; one provider."""
    places_of = [code for code, people in CASES for _ in range(people)]
    return small_store(
        organisation=[organisation("A")],
        provider_presence=[presence("P")],
        victim_case=[
            case(f"C{i}", ts_pcode=code, identified_month=date(2024, 3, 1), recorded_on=date(2024, 4, 1))
            for i, code in enumerate(places_of)
        ],
        assignment=[waits("C0", date(2024, 5, 1))],
    )


def as_it_is(store, rule: Rule) -> tuple[pd.DataFrame, dict[str, object]]:
    """What the register gives today for the list of 2024."""
    townships, filters = places.townships(store), Filters(as_of=AS_OF, years=(2024, 2024))
    by_year = victims.victims_by_township_year(store, PLANNER, filters)
    found = hotspots(panel(units_of(townships), by_year, [2024]), 2024, NEIGHBOURS, permutations=99)
    cover = coverage(
        townships, providers.presences_at(store, PLANNER, AS_OF), places.dsw_offices(store), AS_OF, 50
    )  # fmt: skip
    rows = judge(
        found, of_years([found], 2024), cover, unassigned.unassigned_by_township(store, PLANNER, filters),
        victims.victims_by_township(store, PLANNER, filters), rule,
    )  # fmt: skip
    return rows, constants(found, rule)


def test_data_that_arrive_late_leave_a_frozen_list_as_it_was_and_drift_shows_them():
    store, rule = register(), Rule(most=3)
    rows, method = as_it_is(store, rule)
    assert rows.loc[rows["is_listed"], "ts_pcode"].tolist()[0] == "MMR015009"
    version = fingerprint(store)
    listed = rows[rows["is_listed"] | (rows["ts_pcode"] == "MMR009001")]
    entries = entries_of(listed, {"MMR009001": "Known to recruiters"})
    list_id = freeze(store, PLANNER, NewList(2024, AS_OF, version, 3, entries, method=method))
    assert fingerprint(store) == version, "a frozen list is no new data"

    def frozen_text() -> str:
        return "".join(
            store.read(f"SELECT * FROM {t} ORDER BY ALL").to_csv() for t in ("hotspot_list", "hotspot_entry")
        )

    before, kept = frozen_text(), hotspot_lists.entries(store, PLANNER, list_id)
    assert not differs(drift(kept, as_it_is(store, rule)[0]))

    late = [
        case(f"L{i}", ts_pcode="MMR002001", identified_month=date(2024, 6, 1), recorded_on=date(2024, 12, 1))
        for i in range(15)
    ]
    fill(store, victim_case=late, assignment=[waits("C1", date(2024, 11, 1))])
    assert fingerprint(store) != version
    assert frozen_text() == before
    pd.testing.assert_frame_equal(hotspot_lists.entries(store, PLANNER, list_id), kept)
    assert verify(store) == ()

    found = drift(kept, as_it_is(store, rule)[0]).set_index("ts_pcode")
    assert found.at["MMR002001", "change"] == Change.ENTERED
    assert found.at["MMR002001", "victims_people_now"] == 15
    assert (found["change"] == Change.LEFT).sum() >= 1
    assert (found.at["MMR009001", "change"], found.at["MMR009001", "how"]) == (Change.STAYED, "hand")
    muse = found.loc["MMR015009"]
    assert (muse["unassigned_people_before"], muse["unassigned_people_now"]) == (1, 2)
    assert "unassigned_people" in muse["changed"]


@pytest.mark.parametrize(
    "statement",
    ["UPDATE victim_case SET ts_pcode = 'MMR001002' WHERE case_code = 'C1'",
     "UPDATE victim_case SET withdrawn = true WHERE case_code = 'C1'",
     "UPDATE provider_presence SET capacity_people = 11",
     "UPDATE assignment SET valid_to = DATE '2024-06-01', end_reason = 'left'",
     "INSERT INTO setting VALUES ('dsw_reach_km', '40', 'planner', TIMESTAMP '2024-01-01')"],
)  # fmt: skip
def test_the_fingerprint_tells_any_change_of_what_lists_and_plans_rest_on(statement):
    store, other = register(), register()
    with store.transaction() as cursor, other.transaction() as again:  # the day of making is not what is compared
        for made in (cursor, again):
            made.execute("UPDATE setting SET updated_at_utc = TIMESTAMP '2024-01-01'")
    assert fingerprint(store) == fingerprint(other)
    with store.transaction() as cursor:
        cursor.execute(statement)
    assert fingerprint(store) != fingerprint(other)
