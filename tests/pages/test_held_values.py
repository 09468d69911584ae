"""Widgets show what the visit holds, and are not told again and again what they show already.

A value that is handed over in every run reaches the browser with every run, and a slow run that ends after the person
chose anew would take the choice back.
"""

from __future__ import annotations

from datetime import date

import pytest

from data.vocabulary import Role
from tests.pages.visit import visit
from ui import state

PAGES = {
    "pages/see/overview.py": {"type": "cross_border", "years": "2017-2023", "special": "yes"},
    "pages/see/coverage_map.py": {"layer": "rate", "method": "quantile", "classes": "4", "show": "presences"},
    "pages/decide/gaps.py": {"tiers": "3,4", "state": "MMR015"},
    "pages/see/hot_spots.py": {"measure": "class", "year": "2023"},
    "pages/decide/allocation.py": {"view": "draw"},
    "pages/see/providers.py": {"kind": "ngo"},
}


def told(at) -> list[str]:
    """Keys of the widgets that this run told the browser to change."""
    return [
        element.key or element.type
        for element in [*at.main, *at.sidebar]
        if getattr(getattr(element, "proto", None), "set_value", False)
    ]


def values(at) -> dict[str, object]:
    """Key -> value of every widget that the visit keeps elsewhere."""
    return {key: at.session_state[key] for key in at.session_state["atlas_held"]}


@pytest.fixture(scope="module", autouse=True)
def _register(on_paper):
    return on_paper


@pytest.mark.parametrize("page", PAGES)
class TestHeld:
    def test_what_is_shown_is_not_told_again(self, page):
        at = visit(page, Role.PLANNER, PAGES[page])
        before = values(at)
        assert before
        at.run()
        assert not at.exception
        assert told(at) == []
        assert values(at) == before

    def test_another_language_shows_the_same_values(self, page):
        at = visit(page, Role.PLANNER, PAGES[page])
        before = values(at)
        at.sidebar.segmented_control(key="w_language").set_value("my").run()
        assert not at.exception
        after = values(at)
        assert after.pop("w_language") == "my"
        assert after == {key: value for key, value in before.items() if key != "w_language"}


def test_a_choice_is_kept_and_one_that_the_register_cannot_answer_is_put_back():
    at = visit("pages/see/overview.py", Role.PLANNER)
    at.sidebar.date_input(key="w_as_of").set_value(date(2020, 5, 1)).run()
    assert at.session_state["w_as_of"] == date(2020, 5, 1)
    assert told(at) == []
    at.sidebar.segmented_control(key="w_language").set_value(None).run()
    assert at.session_state["w_language"] == "en"


def test_a_widget_made_anew_with_other_options_is_drawn_once_more_with_its_value(monkeypatch):
    import streamlit as st

    shown = {"w_x": "old"}
    asked: list[bool] = []
    monkeypatch.setattr(st, "session_state", shown)
    monkeypatch.setattr(st, "rerun", lambda: asked.append(True))
    state.hold("w_x", "wanted")
    assert shown["w_x"] == "wanted"
    shown["w_x"] = "first option"
    state.settle()
    assert asked == [True]
    state.hold("w_x", "wanted")
    assert shown["w_x"] == "wanted"
    shown["w_x"] = "first option"
    state.settle()
    assert asked == [True], "a value that no option holds must not draw the page for ever"
