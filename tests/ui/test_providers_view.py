"""The Providers page's frames and titles, against a directory worked out on paper (tests/pages/hand_register)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pandas as pd
import pytest

from data.store import memory_store
from data.vocabulary import Role
from queries import places, providers
from tests.pages import hand_register as hand
from tests.pages.visit import scope_of
from tests.small_register import PLANNER, organisation, presence, records, small_store
from ui import providers_sections as sections
from ui import providers_view as view
from ui import state
from ui.providers_view import Choice, Standing


@pytest.fixture(scope="module")
def store():
    return hand.whole(memory_store())


@pytest.fixture(scope="module")
def rows(store):
    return view.prepared(providers.directory(store, PLANNER, hand.DAY), hand.DAY)


@pytest.fixture(scope="module")
def active(rows, store):
    return view.add_room(view.active(rows), providers.presences_at(store, PLANNER, hand.DAY))


@pytest.fixture
def reader(monkeypatch):
    def become(role: Role) -> None:
        monkeypatch.setattr(state, "scope", lambda: scope_of(role))

    return become


def test_where_each_record_stands():
    day, later = hand.DAY, hand.DAY + timedelta(days=1)
    made = [
        presence("active"),
        presence("planned", activity_status="planned"),
        presence("suspended", activity_status="suspended"),
        presence("completed", activity_status="completed"),
        presence("ended", to_on=day),
        presence("later", from_on=later),
    ]
    store = small_store(organisation=[organisation("A")], provider_presence=made)
    found = view.prepared(providers.directory(store, PLANNER, day), day)
    assert dict(zip(found["presence_id"], found["standing"], strict=True)) == {
        str(code): str(code) for code in Standing
    }
    assert list(view.active(found)["presence_id"]) == ["active"]
    assert list(view.inactive(found)["presence_id"]) == ["planned", "later", "suspended", "ended", "completed"]


def test_headline(rows):
    found = view.headline(view.active(rows))
    assert found == view.Headline(3, 4, 4, 2, 3, 1)


def test_cards_and_their_trend(rows):
    trend = pd.DataFrame({"organisations": [1, 3], "presences": [2, 4], "townships": [2, 4]})
    cards = view.cards(view.headline(view.active(rows)), 330, trend, 365)
    assert [card.value for card in cards] == ["3", "4", "4", "2", "25%"]
    assert cards[1].history == (2.0, 4.0)
    assert "365 days" in cards[4].definition


@pytest.mark.parametrize(
    ("choice", "found"),
    [
        (Choice(), ["A1", "B1", "B2", "C1"]),
        (Choice(kinds=("ingo",)), ["C1"]),
        (Choice(purposes=("reintegration",)), ["A1", "B1", "B2"]),
        (Choice(presence_types=("roving", "outreach")), ["B2"]),
        (Choice(services=("health", "food")), ["A1", "C1"]),
        (Choice(st_pcode="MMR015"), ["B1", "B2", "C1"]),
        (Choice(sure="no"), ["C1"]),
        (Choice(text="RICE and"), ["C1"]),
        (Choice(text="မူဆယ်"), ["C1"]),
        (Choice(text=".*"), ["C1"]),
        (Choice(text="[here]("), ["C1"]),
        (Choice(text="(a|b)"), []),
        (Choice(text="organisation b", st_pcode="MMR001"), []),
    ],
)
def test_choice_narrows_and_reads_text_as_it_stands(active, choice, found):
    assert sorted(view.chosen(active, choice)["presence_id"]) == found


def test_a_base_and_its_roving_worker_share_their_room(active):
    shown = active.set_index("presence_id")[list(view.ROOM_COLUMNS)]
    assert records(shown.loc[["A1", "B1", "B2", "C1"]]) == [(2, 2, 0), (10, 0, 10), (10, 0, 10), (None, 0, None)]


def test_whom_to_call_never_confirmed_first():
    made = [
        presence("fresh", last_confirmed_on=hand.DAY),
        presence("old", last_confirmed_on=date(2022, 1, 1)),
        presence("older", last_confirmed_on=date(2021, 1, 1)),
        presence("never_referral", is_reintegration=False),
        presence("never"),
        presence("tomorrow", last_confirmed_on=hand.DAY + timedelta(days=1)),
    ]
    store = small_store(organisation=[organisation("A")], provider_presence=made)
    found = view.to_call(view.active(view.prepared(providers.directory(store, PLANNER, hand.DAY), hand.DAY)))
    assert set(found["presence_id"][:2]) == {"never", "tomorrow"}
    assert list(found["presence_id"][2:]) == ["never_referral", "older", "old"]
    assert [None if pd.isna(days) else days for days in found["days_ago"]] == [None, None, None, 1460, 1095]


def test_roving_sets(active):
    found = view.roving_sets(active)
    shown = found[["organisation", "base", "st", "covered", "covered_townships", "case_workers", "room_people"]]
    assert records(shown) == [("Organisation B", "Lashio", "Shan (North)", "Kutkai", 1, 3, 10)]
    assert view.without_base(active) == 0


def test_a_set_whose_base_is_gone_and_a_worker_without_base():
    made = [
        presence("base", ts_pcode=hand.LASHIO, activity_status="completed"),
        presence("kutkai", ts_pcode=hand.KUTKAI, presence_type="roving", base_presence_id="base", capacity_people=None),
        presence("muse", ts_pcode=hand.MUSE, presence_type="outreach", base_presence_id="base", capacity_people=None),
        presence("alone", ts_pcode=hand.MUSE, presence_type="roving"),
    ]
    store = small_store(organisation=[organisation("A")], provider_presence=made)
    rows = view.active(view.prepared(providers.directory(store, PLANNER, hand.DAY), hand.DAY))
    found = view.roving_sets(view.add_room(rows, providers.presences_at(store, PLANNER, hand.DAY)))
    shown = found[["covered", "covered_townships", "case_workers", "room_people"]]
    assert records(shown) == [("Kutkai, Muse", 2, None, None)]
    assert view.without_base(rows) == 1


def test_served_by_state_counts_every_township_once(active, store):
    townships = places.townships(store)
    found = view.served_by_state(active, townships)
    assert (found[["reintegration", "referral_only", "nobody"]].sum(axis=1) == found["all_townships"]).all()
    assert found["all_townships"].sum() == 330
    north = found.set_index("st_pcode").loc["MMR015"]
    assert (north["reintegration"], north["referral_only"]) == (2, 1)
    title = sections.where_title(found)
    assert title == "A reintegration provider is active in 3 of 330 townships; nobody at all in 326"
    figure = sections.where_figure(found)
    assert [sum(trace.x) for trace in figure.data] == [3, 1, 326]


def test_completeness(store, reader):
    reader(Role.PLANNER)
    found = sections.filled(providers.completeness(store, PLANNER, hand.DAY)).set_index("field")
    # Of A1, B1, B2, C1: capacity is told by A1 and by B1 for B2 too; case workers by B1, for B2 too.
    assert found.loc["capacity_people", "share_0_1"] == 0.75
    assert found.loc["case_workers", "share_0_1"] == 0.5
    assert found.loc["people_reached", "share_0_1"] == 0.25
    assert set(found.index) == set(sections.FIELDS)
    title = sections.completeness_title(found.reset_index())
    assert title == "Least known: Serves adults, filled in for 0% of the presences"
    assert sections.completeness_title(found.reset_index().assign(share_0_1=1.0)) == "Every field is filled in"


def test_freshness_has_every_band(store):
    rows = sections.banded(providers.freshness(store, PLANNER, hand.DAY))
    assert records(rows[["confirmed_band", "presences"]]) == [
        ("0-90", 3), ("91-180", 0), ("181-365", 0), ("366+", 1), ("never", 0),
    ]  # fmt: skip
    assert sections.freshness_title(rows) == "75% were confirmed within the last 365 days (3 of 4 presences)"
    assert set(sections.BANDS) == set(providers.CONFIRMED_BANDS)


@pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
def test_who_may_not_know_room_gets_no_column_on_people(store, reader, role):
    reader(role)
    hidden = {"case_workers", "capacity_people", "people_reached", *view.ROOM_COLUMNS}
    frame = view.for_reader(providers.directory(store, replace(PLANNER, role=role), hand.DAY))
    assert not hidden & set(frame.columns)
    for columns in (view.columns(), view.columns(True), view.set_columns(), view.call_columns()):
        assert not hidden & {column.key for column in columns}
    fields = sections.filled(providers.completeness(store, PLANNER, hand.DAY))["field"]
    assert not hidden & set(fields)


def test_who_may_know_room_gets_it(store, reader, rows, active):
    reader(Role.NGO_MANAGER)
    assert set(view.ROOM_COLUMNS) <= {column.key for column in view.columns()}
    frames = {"active": active, "sets": view.roving_sets(active), "inactive": view.inactive(rows)}
    for name, columns in (("active", view.columns()), ("sets", view.set_columns()), ("inactive", view.columns(True))):
        assert [column.key for column in columns if column.key not in frames[name]] == []
