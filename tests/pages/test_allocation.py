"""The allocation planner in every role, from question to frozen plan, on a register worked out on paper.

Of known townships three people wait: Myitkyina (its provider is full), Lashio (its provider has room) and Muse (nobody
near); one more waits of no known township.
"""

from __future__ import annotations

import io
import json
import re
import threading
from html.parser import HTMLParser
from itertools import pairwise

import openpyxl
import pytest
from streamlit.testing.v1 import AppTest

from analysis.allocation import Option, Progress
from analysis.allocation_hand import ByHand, as_today, by_hand, today_people
from analysis.allocation_io import from_json
from data.vocabulary import Role
from queries import plans
from tests.pages import hand_register as hand
from tests.pages.visit import register, scope_of, visit, words
from ui import allocation_work as work
from ui import cached, navigation, state

PAGE = "pages/decide/allocation.py"
NOT_PLANNERS = [role for role in Role if role is not Role.PLANNER]


@pytest.fixture
def paper(tmp_path):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path, patch, hand.whole):
        yield


def now(at: AppTest) -> work.Work:
    return at.session_state["atlas_allocation"]


def press(at: AppTest, label: str) -> AppTest:
    return next(button for button in at.button if button.label == label).click().run()


def finished(at: AppTest) -> AppTest:
    for _turn in range(20):
        job = now(at).job
        if job is None:
            break
        assert job.wait(60)
        at.run()
    assert now(at).job is None
    assert not at.exception
    return at


def asked(budget_usd: float = 30_000.0, **numbers: float) -> AppTest:
    at = visit(PAGE, Role.PLANNER)
    at.number_input(key="w_alloc_budget").set_value(budget_usd)
    for key, value in numbers.items():
        at.number_input(key=f"w_alloc_{key}").set_value(value)
    return press(at, "Find the best plan")


def planned(budget_usd: float = 30_000.0, **numbers: float) -> AppTest:
    return finished(asked(budget_usd, **numbers))


def view(at: AppTest, name: str) -> AppTest:
    at.segmented_control(key="w_alloc_view").set_value(name).run()
    assert not at.exception
    return at


# --- Who may see it ---------------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("on_paper")
class TestRoles:
    @pytest.mark.parametrize("role", NOT_PLANNERS)
    def test_others_are_told_politely_even_where_the_navigation_would_let_them_in(self, role, monkeypatch):
        entries = tuple(navigation.Entry(e.file, e.title, e.icon, state.ALL_ROLES) for e in navigation.PAGES)
        monkeypatch.setattr(navigation, "PAGES", entries)
        at = visit(PAGE, role)
        assert not at.exception
        assert "Your role has no access to it" in words(at)
        assert not at.number_input
        assert not at.metric

    @pytest.mark.parametrize("role", NOT_PLANNERS)
    def test_it_stands_in_no_other_role_s_navigation(self, role):
        assert PAGE not in {entry.file for entry in navigation.pages_of(role)}

    def test_a_planner_reads_what_will_be_asked(self):
        said = words(visit(PAGE, Role.PLANNER))
        assert "3 wait now" in said
        assert "are expected in 2025" in said
        assert "1 more waits whose township is not known: no plan can place them." in said


@pytest.mark.usefixtures("without_anything")
def test_an_empty_register_gets_words_in_every_view():
    at = press(visit(PAGE, Role.PLANNER), "Find the best plan")
    finished(at)
    assert "There is nobody to plan for" in at.error[0].value
    for name in ("frontier", "compare", "draw", "stress"):
        view(at, name)


# --- From question to plan --------------------------------------------------------------------------------------------


@pytest.mark.usefixtures("paper")
class TestPlan:
    def test_everybody_is_supported_or_by_the_minimum_model_or_without(self):
        at = planned()
        plan = now(at).plan.plan
        shown = {metric.label: metric.value for metric in at.metric}
        assert list(shown) == ["Need a place", "Supported", "Minimum model", "Still without", "Cost", "Proven within"]
        assert plan.existing_people + plan.new_people + plan.minimum_people + plan.unreached_people == pytest.approx(
            plan.demand_people
        )
        assert plan.cost_usd <= 30_000
        assert plan.gap_0_1 <= 0.01
        assert shown["Need a place"].startswith(str(round(plan.demand_people)))

    def test_the_full_provider_or_a_new_one_takes_the_one_who_waits_in_myitkyina(self):
        plan = now(planned()).plan.plan
        own = plan.people[plan.people["ts_pcode"] == hand.MYITKYINA]
        assert own["new_people"].sum() + own["minimum_people"].sum() == pytest.approx(own["people"].sum())

    def test_no_budget_for_more_than_the_minimum_model_places_nothing(self):
        at = planned(500.0)
        assert now(at).plan.plan.placements == ()
        assert now(at).plan.plan.minimum_people > 0
        assert "This plan places nothing" in words(at)

    def test_every_table_and_the_plan_itself_can_be_taken_away(self):
        keys = {button.key for button in planned().get("download_button")}
        for name in ("placements", "minimum", "unreached"):
            if name != "unreached" or len(keys) > 7:
                assert {f"download_allocation_{name}_csv", f"download_allocation_{name}_xlsx"} <= keys
        for ending in ("xlsx", "geojson", "html"):
            assert f"download_file_allocation_plan_2024-12-31.{ending}" in keys

    def test_a_cost_changed_for_this_plan_counts_and_the_register_keeps_its_own(self):
        at = planned(cost_roving_usd=1.0)
        assert dict(now(at).plan.values)["cost_roving_usd"] == 1.0
        assert now(at).plan.plan.problem.prices[Option.ROVING].cost_usd == 1.0
        assert cached.settings()["cost_roving_usd"] == 9600

    def test_a_plan_outlives_a_page_change_and_says_when_the_filters_have_changed(self):
        at = planned()
        at.switch_page("pages/see/overview.py").run()
        at.switch_page(PAGE).run()
        assert at.metric
        assert not at.warning
        at.query_params["sex"] = "female"
        at.run()
        assert not at.exception
        assert "The filters or the register have changed since" in at.warning[0].value


@pytest.mark.usefixtures("paper")
class TestImpossible:
    @pytest.mark.parametrize(
        ("given", "said"),
        [
            ({"budget_usd": 0.0}, r"budget of 0 US dollars pays for nothing: the cheapest .* at 250"),
            ({"least_roving": 3, "most_roving": 1}, r"Roving case worker.*at least 3 are asked for, but at most 1"),
            ({"least_resident": 5}, r"at least costs 120,000 US dollars, more than the budget of 30,000"),
            ({"least_roving": 600, "cost_roving_usd": 0.0}, r"at least 600 are asked for, but only \d+ could stand"),
        ],
    )
    def test_what_no_plan_can_keep_is_told_with_its_numbers(self, given, said):
        at = planned(**given)
        assert re.search(said, at.error[0].value.replace("\\", ""))
        assert now(at).plan is None

    def test_a_share_of_a_corridor_that_nobody_belongs_to(self):
        at = visit(PAGE, Role.PLANNER)
        at.selectbox(key="w_alloc_corridor").set_value("other_abroad")
        at.number_input(key="w_alloc_corridor_percent").set_value(60.0)
        finished(press(at, "Find the best plan"))
        assert now(at).plan is None
        assert "but nobody in the demand does" in " ".join(error.value for error in at.error)

    def test_a_share_and_a_township_left_out_reach_the_plan(self):
        at = visit(PAGE, Role.PLANNER)
        at.selectbox(key="w_alloc_state").set_value("MMR015")
        at.number_input(key="w_alloc_state_percent").set_value(60.0)
        at.multiselect(key="w_alloc_excluded").set_value([hand.MUSE])
        finished(press(at, "Find the best plan"))
        found = now(at).plan.plan
        (share,) = found.problem.limits.least_shares
        assert (share.kind, share.code, share.share_0_1) == ("state", "MMR015", 0.6)
        assert found.problem.limits.excluded == {hand.MUSE}
        assert all(hand.MUSE not in placement.serves for placement in found.placements)
        new = found.people[["new_people", "minimum_people"]].sum(axis=1)
        there = found.people["ts_pcode"].str.startswith("MMR015")
        assert new[there].sum() >= 0.6 * new.sum() - 1e-6


# --- While it runs ----------------------------------------------------------------------------------------------------


@pytest.fixture
def patient(monkeypatch):
    """A search that tells of itself until it is asked to stop; then it is the engine's own."""
    real = work.plan

    def until_stopped(problem, gap_0_1, time_limit_s, tell):
        while tell(Progress(10.0, 12.0, 1.0)):
            threading.Event().wait(0.02)
        return real(problem, gap_0_1, time_limit_s, tell)

    monkeypatch.setattr(work, "plan", until_stopped)
    monkeypatch.setattr(work, "_PATIENCE_S", 0.1)


@pytest.mark.usefixtures("paper", "patient")
class TestRunning:
    def test_it_says_how_far_it_is_and_stop_keeps_the_best(self):
        at = asked()
        assert "Best plan so far: 10 of" in words(at)
        assert "No plan can exceed 12, so at most 20.0% is missing." in words(at).replace("20%", "20.0%")
        at.button(key="w_alloc_stop").click().run()
        finished(at)
        assert now(at).plan is not None
        assert at.metric

    def test_at_most_two_search_at_once_and_a_third_waits_and_can_be_stopped(self):
        first, second, third = asked(), asked(), asked()
        assert "Waiting: other plans are being searched just now" in words(third)
        third.button(key="w_alloc_stop").click().run()
        finished(third)
        assert "Stopped before there was any plan." in words(third)
        for at in (first, second):
            now(at).job.stop()
            finished(at)
            assert now(at).plan is not None


# --- Frontier, save, compare, draw, stress ----------------------------------------------------------------------------


@pytest.mark.usefixtures("paper")
class TestViews:
    def test_the_frontier_has_at_least_ten_points_and_never_falls(self):
        at = finished(press(view(planned(), "frontier"), "Draw the curve"))
        found = now(at).frontier.result
        assert len(found.points) >= 10
        worth = [point.objective for point in found.points]
        assert all(b >= a - 1e-6 for a, b in pairwise(worth))
        assert {"download_allocation_frontier_csv", "download_allocation_frontier_xlsx"} <= {
            button.key for button in at.get("download_button")
        }

    def test_a_plan_is_saved_frozen_and_compared_with_today(self):
        at = planned()
        at.text_input(key="w_alloc_name_solved").set_value("With thirty thousand")
        press(at, "Save and freeze")
        assert not at.error
        saved = plans.plans(cached.store(), scope_of(Role.PLANNER))
        assert saved["name"].tolist() == ["With thirty thousand"]
        kept = plans.plan(cached.store(), scope_of(Role.PLANNER), saved["plan_id"].iloc[0]).iloc[0]
        assert from_json(kept["result"]).placements == now(at).plan.plan.placements
        assert json.loads(kept["inputs"])["asked"]["budget_usd"] == 30_000
        press(at, "Save and freeze")
        assert "With thirty thousand" in at.error[0].value
        view(at, "compare")
        at.multiselect(key="w_alloc_compare").set_value([saved["plan_id"].iloc[0], "today"]).run()
        assert not at.exception
        rows = at.dataframe[-1].value
        plan, today = now(at).plan.plan, as_today(now(at).plan.plan.problem)
        assert rows["difference_people"].sum() == pytest.approx(plan.reached_people - today.reached_people)

    def test_a_plan_that_leaves_providers_is_still_set_against_all_of_today(self):
        at = visit(PAGE, Role.PLANNER)
        at.toggle(key="w_alloc_keeps").set_value(False)
        at.number_input(key="w_alloc_budget").set_value(500.0)
        finished(press(at, "Find the best plan"))
        plan = now(at).plan.plan
        today = as_today(plan.problem).reached_people
        assert plan.left_providers
        assert plan.as_today_people < today
        assert today_people(plan) == pytest.approx(today)
        assert (
            "-" in next(metric.delta for metric in at.metric if metric.label == "Supported").split(" against today")[0]
        )

    def test_a_plan_says_when_another_question_was_asked_since(self):
        at = planned()
        assert not at.warning
        at.number_input(key="w_alloc_budget").set_value(0.0)
        finished(press(at, "Find the best plan"))
        assert "pays for nothing" in at.error[0].value
        assert "this answers the question with 30,000 US dollars to spend" in at.warning[0].value

    def test_the_filters_of_a_plan_are_told_in_the_language_of_the_reader(self):
        at = visit(PAGE, Role.PLANNER, {"sex": "female", "lang": "en"})
        finished(press(at, "Find the best plan"))
        at.query_params["lang"] = "my"
        at.query_params["sex"] = "male"
        at.run()
        assert not at.exception
        assert "emale" not in at.warning[0].value

    def test_today_is_the_room_of_existing_providers_alone(self):
        plan = now(planned()).plan.plan
        today = as_today(plan.problem)
        assert today.placements == ()
        assert today.reached_people == pytest.approx(plan.as_today_people)
        assert today.cost_usd == 0

    def test_a_plan_is_drawn_by_keyboard_and_set_beside_the_best(self):
        at = view(planned(), "draw")
        at.selectbox(key="w_alloc_draw_place").set_value(hand.MUSE).run()
        at.button(key="w_alloc_draw_add").click().run()
        assert now(at).drawn == (ByHand(Option.ROVING, hand.MUSE),)
        finished(press(at, "Compare with the best plan"))
        found = now(at).against.result
        alone = by_hand(now(at).plan.plan.problem, now(at).drawn)
        assert found.hand.reached_people == pytest.approx(alone.reached_people)
        assert found.best.objective >= found.hand.objective * 0.99
        assert "Your plan supports" in words(at)
        at.button(key="w_alloc_remove_0").click().run()
        assert now(at).drawn == ()
        assert now(at).against is None

    def test_more_case_workers_need_a_provider_and_a_second_click_takes_away(self):
        at = view(planned(), "draw")
        at.segmented_control(key="w_alloc_draw_option").set_value(Option.CASE_WORKER).run()
        at.selectbox(key="w_alloc_draw_place").set_value(hand.MUSE).run()
        at.button(key="w_alloc_draw_add").click().run()
        assert now(at).drawn == ()
        assert "cannot stand in Muse" in at.toast[0].value
        at.selectbox(key="w_alloc_draw_place").set_value(hand.LASHIO).run()
        at.button(key="w_alloc_draw_add").click().run()
        assert now(at).drawn == (ByHand(Option.CASE_WORKER, "B1"),)
        at.button(key="w_alloc_draw_add").click().run()
        assert now(at).drawn == ()

    def test_if_the_provider_of_myitkyina_closes_its_two_people_lose_cover(self):
        at = view(visit(PAGE, Role.PLANNER), "stress")
        assert "**A**" in words(at) or "Organisation A" in words(at)
        rows = at.dataframe[0].value
        assert rows.iloc[0]["lost_people"] == 2
        assert rows.iloc[0]["taken_over_people"] == 0


# --- Files ------------------------------------------------------------------------------------------------------------


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


@pytest.fixture
def made(paper):
    at = planned()
    return now(at).plan, at


def test_the_workbook_holds_the_plan_its_minimum_model_who_is_left_and_every_input(made, monkeypatch):
    from ui import allocation_files

    found, _at = made
    monkeypatch.setattr(allocation_files, "cover_of", lambda title, _source: allocation_files.Cover(title, ()))
    cover, sheets = allocation_files.workbook_parts(found)
    book = openpyxl.load_workbook(io.BytesIO(allocation_files.to_workbook(cover, sheets)))
    assert book.sheetnames == ["About", "Plan", "Minimum model", "Still without", "Inputs and sources"]
    assert book["Plan"].max_row - 1 == len(found.plan.placements)
    inputs = {row[0].value: [cell.value for cell in row[1:]] for row in book["Inputs and sources"].iter_rows(min_row=2)}
    assert inputs["Budget"] == ["30,000", "US dollars a year", "Chosen for this plan"]
    assert inputs["Cost of a roving case worker, travel included"][2] == "Assumed; to be set by your organisation"


def test_the_page_to_print_has_no_script_and_asks_for_nothing(made):
    from ui.allocation_print import page

    parser = _Tags()
    parser.feed(page(made[0]))
    assert not {tag for tag, _ in parser.tags} & {"script", "link", "iframe", "object", "embed"}
    for _tag, attributes in parser.tags:
        assert not {name for name in attributes if name.startswith("on")}
        assert str(attributes.get("src") or "data:").startswith("data:")


def test_hostile_names_stay_text_in_the_page_to_print(made, monkeypatch):
    from ui import allocation_print, allocation_words

    monkeypatch.setattr(allocation_words, "township", lambda _code: hand.HOSTILE)
    text = allocation_print.page(made[0])
    assert "<img src=x" not in text
    assert "&lt;img src=x" in text or not made[0].plan.placements
