"""What indicators count from is there before the first question, where the atlas is served."""

from __future__ import annotations

import logging
from datetime import date

import pytest

from data.demo import make_demo
from data.indicator_files import indicators
from data.scope import Scope
from data.store import memory_store
from data.vocabulary import Role
from data.vocabulary_indicators import Dimension
from queries.filters import Filters
from queries.indicators import values
from tests.pages.visit import register, visit
from ui import cached, prepared
from ui.doorkeeper import Doorkeeper
from ui.navigation import pages_of


@pytest.fixture
def small(tmp_path, monkeypatch):
    """A demonstration register of 40 cases as the app's own."""
    with register(tmp_path, monkeypatch, lambda store: make_demo(store, cases=40)):
        yield


def sets_made(store):
    return store._keeping._last


def test_the_first_question_of_a_planner_finds_what_was_prepared():
    store = memory_store()
    make_demo(store, cases=40)
    prepared.begin(store).join()
    assert sets_made(store) == 1
    last = prepared.last_day(store, date.today())
    found = values(store, Scope(Role.PLANNER, "somebody"), Filters(as_of=last), indicators(), Dimension.SEX)
    assert len(found)
    assert sets_made(store) == 1
    store.close()


def test_an_empty_register_is_left_alone():
    store = memory_store()
    assert prepared.last_day(store, date.today()) is None
    prepared.begin(store).join()
    assert sets_made(store) == 0
    store.close()


def test_a_failure_is_logged_by_its_kind_alone(monkeypatch, caplog):
    def fail(*_facts):
        raise ValueError("case DM-0000001")

    store = memory_store()
    make_demo(store, cases=40)
    monkeypatch.setattr(prepared, "prepare", fail)
    with caplog.at_level(logging.WARNING):
        prepared.begin(store).join()
    assert "ValueError" in caplog.text
    assert "DM-" not in caplog.text
    store.close()


@pytest.mark.parametrize("stands", [False, True])
def test_it_is_prepared_once_where_the_atlas_is_served(small, monkeypatch, stands):
    monkeypatch.setattr(Doorkeeper, "stands", stands)
    begun = []
    monkeypatch.setattr(prepared, "begin", lambda store: begun.append(store) or store)
    for _again in range(2):
        assert not visit(pages_of(Role.PLANNER)[0].file, Role.PLANNER).exception
    assert [store is cached.store() for store in begun] == [True] * stands
    assert prepared.last_day(cached.store(), date.today()) == cached.register_span(cached.version(), date.today())[2]
