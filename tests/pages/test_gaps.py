"""The Gaps page in every role, on a register worked out on paper."""

from __future__ import annotations

import re

import pytest

from analysis.coverage import Tier
from data.vocabulary import Role
from tests.pages import hand_register as hand
from tests.pages.visit import metrics, register, scope_of, visit, words

PAGE = "pages/decide/gaps.py"


@pytest.fixture(scope="class")
def paper(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("gaps"), patch, hand.whole):
        yield


@pytest.mark.usefixtures("paper")
class TestOnPaper:
    def test_the_planner_sees_the_totals(self):
        at = visit(PAGE, Role.PLANNER)
        assert not at.exception
        assert list(metrics(at).values()) == ["3", "6", "2", "396", "1"]

    def test_the_planner_sees_the_townships_worst_first_with_reason_and_help(self):
        said = words(visit(PAGE, Role.PLANNER))
        places = [said.index(text) for text in ("1\\\\. Muse", "2\\\\. Myitkyina", "3\\\\. Laukkaing")]
        assert places == sorted(places)
        assert "Resident providers are full: 1." in said
        assert "No active provider; the nearest DSW office is Lashio, 132 km away." in said
        assert "A new provider (4.1); until then the minimum model (4.5)" in said

    def test_every_table_can_be_taken_away_in_both_formats(self):
        at = visit(PAGE, Role.PLANNER)
        names = ("townships", "unassigned_by_reason", "unassigned_by_wait", "unassigned_by_state", "corridor_equity")
        keys = {button.key for button in at.get("download_button")}
        assert keys == {f"download_gaps_{name}_{ending}" for name in names for ending in ("csv", "xlsx")}

    def test_titles_say_the_conclusion(self):
        said = words(visit(PAGE, Role.PLANNER))
        assert "1 person of 4 has waited longer than a year (25%)" in said
        assert "China: 57% of the victims, 11% of the capacity. Thailand: 29% and 6%" in said

    def test_a_township_links_to_its_card_on_the_map(self):
        assert f"place={hand.MUSE}" in words(visit(PAGE, Role.PLANNER))

    def test_the_tiers_that_count_stand_in_the_url(self):
        at = visit(PAGE, Role.PLANNER, {"tiers": "1"})
        assert not at.exception
        assert list(metrics(at).values())[:4] == ["1", "1", "1", "10"]
        again = visit(PAGE, Role.PLANNER, {"tiers": "nonsense"})
        assert metrics(again)["Townships with a gap"] == "3"

    def test_a_state_and_a_text_narrow_the_list(self):
        at = visit(PAGE, Role.PLANNER, {"state": "MMR015"})
        assert not at.exception
        assert metrics(at)["Townships with a gap"] == "2"
        assert metrics(at)["Township not known"] == "1"
        at.text_input(key="w_gaps_text").set_value("lauk").run()
        assert not at.exception
        assert "2\\\\. Laukkaing" in words(at)
        assert "Muse" not in words(at)
        at.text_input(key="w_gaps_text").set_value(".*").run()
        assert "None of the 2 townships with a gap has this text in its name." in words(at)

    def test_choosing_a_state_in_the_page_writes_it_into_the_url(self):
        at = visit(PAGE, Role.PLANNER)
        at.selectbox(key="w_kept_state").set_value("MMR001").run()
        assert not at.exception
        assert metrics(at)["Townships with a gap"] == "1"
        assert at.query_params["state"] in ("MMR001", ["MMR001"])

    def test_only_confirmed_records(self):
        at = visit(PAGE, Role.PLANNER)
        at.toggle(key="w_kept_sure").set_value(True).run()
        assert not at.exception
        assert "Help is listed here, but nobody has confirmed it lately." in words(at)

    def test_filters_that_hold_nobody(self):
        at = visit(PAGE, Role.PLANNER, {"destination": "SGP"})
        assert not at.exception
        said = words(at)
        assert "No victim matches the filters" in said
        assert "Nobody in the filter is waiting" in said
        assert "no victims in the filter to compare" in said

    def test_no_gap_of_the_chosen_kind_says_what_the_filter_holds(self):
        at = visit(PAGE, Role.PLANNER, {"tiers": "3"})
        assert not at.exception
        assert "of the 8 victims and 4 unassigned people looked at" in words(at)

    def test_in_burmese(self):
        at = visit(PAGE, Role.PLANNER, {"lang": "my"})
        assert not at.exception
        assert "မူဆယ်" in words(at)

    def test_an_officer_sees_the_national_list_of_those_not_assigned(self):
        at = visit(PAGE, Role.DSW_OFFICER)
        assert not at.exception
        # No shelters: only the four who wait; Muse and Myitkyina are gaps, Laukkaing's victim is not visible.
        assert list(metrics(at).values()) == ["2", "2", "2", "396", "1"]

    def test_a_manager_sees_only_the_people_of_the_own_organisation(self):
        at = visit(PAGE, Role.NGO_MANAGER)
        assert not at.exception
        # Townships with a gap, victims from them, township not known; of who waits there is no number, not even nought.
        assert list(metrics(at).values()) == ["0", "0", "0"]
        assert not re.search(r"\d not assigned|\d unassigned|people-days", words(at))
        assert "Those assigned to nobody are seen by" in words(at)
        assert "only people assigned to your organisation" in words(at)

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_other_roles_have_no_such_page(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_a_role_taken_away_in_the_middle_of_a_visit_closes_the_page(self, role):
        at = visit(PAGE, Role.PLANNER)
        at.session_state["atlas_scope"] = scope_of(role)
        at.run()
        assert not at.exception
        assert "Townships with a gap" not in metrics(at)
        assert "Muse" not in words(at)
        assert not any("gaps" in button.key for button in at.get("download_button"))

    def test_choosing_tiers_in_the_page(self):
        at = visit(PAGE, Role.PLANNER)
        pills = next(group for group in at.get("button_group") if group.key == "w_gaps_tiers")
        pills.set_value([Tier.NONE]).run()
        assert not at.exception
        assert metrics(at)["Townships with a gap"] == "1"
        pills = next(group for group in at.get("button_group") if group.key == "w_gaps_tiers")
        pills.set_value([]).run()
        assert metrics(at)["Townships with a gap"] == "3"


def test_an_empty_register(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, lambda _store: None):
        at = visit(PAGE, Role.PLANNER)
        assert not at.exception
        assert metrics(at)["Townships with a gap"] == "0"
        assert "No victim matches the filters" in words(at)


def test_people_but_no_directory(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, hand.only_cases):
        at = visit(PAGE, Role.PLANNER)
        assert not at.exception
        # Muse and Laukkaing have nobody; Myitkyina and Lashio a DSW office, and people who wait.
        assert list(metrics(at).values())[:4] == ["4", "7", "3", "406"]
        assert "active: 0; of them, 0 do not tell" in words(at)
