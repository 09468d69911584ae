"""The Stages page in every role, on the people of returned_people: worked out on paper."""

from __future__ import annotations

import json

import pytest

from analysis.intervals import Interval
from data.vocabulary import Role
from tests.pages import returned_people as paper
from tests.pages.visit import register, scope_of, visit, words
from ui.stages_view import days_words
from ui.state import CASE_ROLES

PAGE = "pages/track/stages.py"
DAY = {"as_of": "2024-12-31"}


@pytest.fixture(scope="class")
def on_paper(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("stages"), patch, paper.whole):
        yield


def table_of(at, title: str):
    return next(frame.value for frame in at.dataframe if frame.proto.alt == title)


@pytest.mark.usefixtures("on_paper")
class TestOnPaper:
    def test_how_far_the_cohort_is(self):
        """Two returned in 2022; both home, A visited and closed; B stops at home."""
        at = visit(PAGE, Role.PLANNER, DAY)
        assert not at.exception
        assert at.selectbox(key="w_stages_cohort").value == "2022"
        assert "Of 2 people who returned in 2022: home 2, closed 1; most of the others stop at “Returned home” (1)" in (
            words(at)
        )
        rows = table_of(at, "How far those who returned are")
        assert rows["reached_people"].tolist() == [2, 2, 0, 1, 0, 1, 0]
        assert rows["passed_over_people"].tolist() == [0, 0, 1, 0, 1, 0, 0]
        assert rows["stopped_people"].tolist() == [0, 1, 0, 0, 0, 1, 0]

    def test_the_bars_add_up_to_the_cohort(self):
        figure = json.loads(visit(PAGE, Role.PLANNER, DAY).get("plotly_chart")[0].proto.spec)
        assert [sum(parts) for parts in zip(*(bar["x"] for bar in figure["data"]), strict=True)] == [2] * 7
        assert {bar["marker"]["pattern"]["shape"] for bar in figure["data"]} == {"", ".", "\\"}

    def test_how_long_it_takes(self):
        """28 and 303 days, and 30 so far: S(28) = 2/3, S(303) = 0."""
        at = visit(PAGE, Role.PLANNER, DAY | {"split": "none"})
        assert not at.exception
        rows = table_of(at, "Median of each group")
        assert rows[["group", "people", "over_people", "waiting_people", "median_days"]].to_numpy().tolist() == [
            ["Everybody", 3, 2, 1, 303]
        ]
        assert "Until repatriation, median – Everybody: 303 days" in words(at)
        assert "No log-rank test" in words(at)

    def test_the_numbers_at_risk_stand_below_the_axis(self):
        figure = json.loads(visit(PAGE, Role.PLANNER, DAY | {"split": "none"}).get("plotly_chart")[1].proto.spec)
        (below,) = [trace for trace in figure["data"] if trace.get("yaxis") == "y2"]
        assert below["x"] == [0, 60, 120, 180, 240, 300, 360]
        assert below["text"] == ["3", "1", "1", "1", "1", "1", "0"]
        assert len({trace["line"]["dash"] for trace in figure["data"] if trace.get("line", {}).get("dash")}) == 1

    @pytest.mark.parametrize(
        ("role", "way"),
        [
            *((Role.PLANNER, way) for way in ("shelter", "first_visit", "closure", "nonsense")),
            (Role.DSW_OFFICER, "shelter"),
            (Role.NGO_MANAGER, "shelter"),
        ],
    )
    def test_ways_and_roles(self, role, way):
        at = visit(PAGE, role, DAY | {"way": way, "split": "year", "cohort": "all"})
        assert not at.exception

    def test_a_manager_sees_the_own_people_and_no_shelters(self):
        at = visit(PAGE, Role.NGO_MANAGER, DAY)
        assert "Of 1 person who returned in 2022" in words(at)
        (ways,) = [one for one in at.get("button_group") if one.label == "What is waited for"]
        assert ways.options == ["Until repatriation", "Until the first visit at home", "Until closure"]

    @pytest.mark.parametrize("role", [role for role in Role if role not in CASE_ROLES])
    def test_others_have_no_such_page(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    def test_a_role_taken_away_closes_the_page(self):
        at = visit(PAGE, Role.PLANNER, DAY)
        at.session_state["atlas_scope"] = scope_of(Role.DONOR)
        at.run()
        assert not at.exception
        assert not at.dataframe
        assert "who returned in" not in words(at)

    def test_in_burmese(self):
        at = visit(PAGE, Role.PLANNER, DAY | {"lang": "my"})
        assert not at.exception
        assert at.title[0].value == "အဆင့်များ"


@pytest.mark.usefixtures("without_anything")
@pytest.mark.parametrize("role", CASE_ROLES)
def test_an_empty_register(role):
    at = visit(PAGE, role)
    assert not at.exception
    assert "None of the cases that you may see has a day of return yet." in words(at)


@pytest.mark.parametrize(
    ("low", "high", "said"),
    [
        (10.0, 17.0, "10 to 17"),
        (10.0, float("inf"), "10 to not reached"),
        (float("inf"), float("inf"), "not reached"),
        (None, None, "n/a"),
    ],
)
def test_the_bounds_of_a_median_in_words(low, high, said):
    assert days_words(Interval(12.0, low, high)) == said
