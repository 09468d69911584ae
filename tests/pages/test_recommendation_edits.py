"""Saying where a recommendation stands, on the page: written, refused, and two editors at once."""

from __future__ import annotations

import datetime as dt

import pytest

from data import recommendation_states
from queries.recommendations import recommendation_history
from tests.pages.tracked import OTHER, button, html, opened, told, whole
from tests.pages.visit import register
from tests.small_register import PLANNER
from ui import cached


@pytest.fixture(scope="module")
def atlas(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("tracked"), patch, whole):
        yield


def test_a_state_is_written_on_the_page_and_the_form_shows_what_holds(atlas):
    at = opened(recommendation="1.6")
    at.selectbox(key="w_rec_status_1.6_0").select("done")
    button(at, "Save").click().run()
    assert "needs evidence" in at.error[0].value
    at.text_area(key="w_rec_evidence_1.6_0").set_value("Report of the meeting\nhttps://example.org/r")
    at.date_input(key="w_rec_due_1.6_0").set_value(dt.date(2024, 5, 1))
    button(at, "Save").click().run()
    assert not at.exception
    assert not at.error
    assert at.success[0].value == "Recommendation 1.6: saved."
    row = recommendation_history(cached.store(), PLANNER).query("recommendation == '1.6'").iloc[0]
    assert (row["recommendation_status"], row["evidence"], row["due_on"].date()) == (
        "done", "Report of the meeting\nhttps://example.org/r", dt.date(2024, 5, 1),
    )  # fmt: skip
    assert at.selectbox(key="w_rec_status_1.6_1").value == "done"
    button(at, "Save").click().run()
    assert "Nothing differs" in at.error[0].value


def test_two_editors_at_once_lose_nothing(atlas):
    at = opened(recommendation="1.5")
    store = cached.store()
    (mine,) = recommendation_history(store, PLANNER).query("recommendation == '1.5'")["state_id"]
    theirs = told("1.5", note="theirs came first", due_on=dt.date(2025, 1, 1), supersedes=mine)
    second = recommendation_states.record(store, OTHER, theirs)
    at.text_input(key="w_rec_note_1.5_0").set_value("mine")
    button(at, "Save").click().run()
    assert not at.exception
    assert "Nothing of yours was written." in at.warning[0].value
    assert "theirs came first" in html(at)
    assert at.text_input(key="w_rec_note_1.5_0").value == "mine"
    assert len(recommendation_history(store, PLANNER).query("recommendation == '1.5'")) == 2
    button(at, "Go on with mine on top of it").click().run()
    assert not at.warning
    assert at.text_input(key="w_rec_note_1.5_0").value == "mine"
    button(at, "Save").click().run()
    every = recommendation_history(store, PLANNER).query("recommendation == '1.5'")
    assert every["note"].tolist() == ["mine", "theirs came first", "waits for the workshop"]
    assert every["state_id"].tolist()[1] == second


def test_a_second_editor_can_begin_anew_from_what_holds(atlas):
    at = opened(recommendation="1.11")
    store = cached.store()
    (first,) = recommendation_history(store, PLANNER).query("recommendation == '1.11'")["state_id"]
    recommendation_states.record(store, OTHER, told("1.11", note="money was found", supersedes=first))
    at.text_input(key="w_rec_note_1.11_0").set_value("mine").run()
    assert at.warning
    button(at, "Begin anew from it").click().run()
    assert not at.warning
    assert at.text_input(key="w_rec_note_1.11_1").value == "money was found"
    assert at.selectbox(key="w_rec_status_1.11_1").value == "under_way"
