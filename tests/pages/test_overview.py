"""The Overview in every role, against the register of hand_register.

On 31 December 2024: eight people, one without a township; of the seven placed one comes from a township with room
(Lashio); Muse (referral only) and Laukkaing (nobody) have victims and nobody in reach. A year before: seven people
recorded (k1 came on the last day), one of them unassigned since that very day. The directory: A, B and C active in
four presences, C's not confirmed since January 2023; reintegration in Myitkyina, Lashio and Kutkai.
"""

from __future__ import annotations

import pytest

from data.vocabulary import Role
from tests.pages.visit import metrics, visit, words
from ui import state

PAGE = "pages/see/overview.py"


@pytest.mark.usefixtures("on_paper")
class TestOnPaper:
    @pytest.mark.parametrize("role", list(Role))
    @pytest.mark.parametrize("lang", ["en", "my"])
    def test_opens_in_every_role_and_language(self, role, lang):
        at = visit(PAGE, role, {"lang": lang})
        assert not at.exception
        assert at.title[0].value

    def test_the_planners_numbers(self):
        assert metrics(visit(PAGE, Role.PLANNER)) == {
            "Victims in the register": "8",
            "From townships with a provider that has room": "14%",
            "Unassigned now": "4",
            "Time spent waiting": "466",
            "Townships with victims, without reintegration help": "2",
            "Records that cannot be mapped": "1",
        }

    def test_the_change_is_that_against_the_year_before(self):
        at = visit(PAGE, Role.PLANNER)
        changes = {metric.label: metric.delta for metric in at.metric}
        assert changes["Victims in the register"] == "+1 against 31 Dec 2023"
        assert changes["Unassigned now"] == "+3 against 31 Dec 2023"
        assert changes["Time spent waiting"] == "+466 against 31 Dec 2023"
        assert changes["Townships with victims, without reintegration help"] == "±0 against 31 Dec 2023"

    def test_every_number_has_its_definition_at_hand_and_most_a_place_to_act(self):
        at = visit(PAGE, Role.PLANNER)
        assert all(metric.help for metric in at.metric)
        assert len(at.main.get("page_link")) == len(at.metric)

    def test_an_officer_sees_own_shelters_and_the_unassigned_list(self):
        found = metrics(visit(PAGE, Role.DSW_OFFICER))
        assert found["Victims in your shelters or unassigned"] == "4"
        assert found["Unassigned now"] == "4"

    @pytest.mark.parametrize("role", [Role.DSW_OFFICER, Role.NGO_MANAGER])
    def test_a_scope_that_holds_todays_people_only_has_no_trend_and_says_so(self, role):
        at = visit(PAGE, role)
        assert [metric.delta for metric in at.metric] == [""] * len(at.metric)
        assert "No trend: your role sees the people of today" in words(at)
        earlier = words(visit(PAGE, role, {"as_of": "2024-06-30"}))
        assert "of earlier days, only people who are in your scope today" in earlier

    def test_a_manager_sees_the_people_of_the_organisation_and_no_waiting_list(self):
        found = metrics(visit(PAGE, Role.NGO_MANAGER))
        assert found["People carried by your organisation"] == "2"
        assert "Unassigned now" not in found

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_without_cases_there_is_the_directory_and_no_count_of_people(self, role):
        at = visit(PAGE, role)
        assert metrics(at) == {
            "Organisations at work": "3",
            "Townships with a reintegration provider": "3",
            "Presences not confirmed for a year": "25%",
        }
        assert "people-days" not in words(at)
        assert "Victims over the years" not in words(at)

    def test_the_filters_narrow_the_numbers(self):
        found = metrics(visit(PAGE, Role.PLANNER, {"destination": "THA"}))
        assert found["Victims in the register"] == "2"
        assert found["Unassigned now"] == "1"

    def test_an_earlier_day_shows_what_was_known_then(self):
        found = metrics(visit(PAGE, Role.PLANNER, {"as_of": "2023-12-31"}))
        assert found["Victims in the register"] == "7"
        assert found["Time spent waiting"] == "0"

    def test_unodc_stands_beside_the_whole_register_only(self):
        assert "Dotted line" in words(visit(PAGE, Role.PLANNER))
        assert "Dotted line" not in words(visit(PAGE, Role.PLANNER, {"sex": "female"}))
        assert "Dotted line" not in words(visit(PAGE, Role.DSW_OFFICER))

    def test_filters_that_nothing_fits_leave_a_page_that_says_so(self):
        at = visit(PAGE, Role.PLANNER, {"destination": "SGP"})
        assert not at.exception
        assert "No victim in the register fits these filters." in words(at)
        assert metrics(at)["From townships with a provider that has room"] == "n/a"


@pytest.mark.usefixtures("without_anything")
@pytest.mark.parametrize("role", list(Role))
def test_an_empty_register_has_an_overview_too(role):
    at = visit(PAGE, role)
    assert not at.exception
    if role in state.CASE_ROLES:
        assert metrics(at)[at.metric[0].label] == "0"
