"""The coverage map page in every role, on a register worked out on paper: what the map is sent, legend, card, table."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html import escape

import pytest
from streamlit.testing.v1 import AppTest

from analysis.classes import Method
from data.vocabulary import Role
from tests.pages import hand_register as hand
from tests.pages.visit import visit, words
from ui import navigation
from ui.assets import unit_codes

PAGE = "pages/see/coverage_map.py"
CASE_ROLES = (Role.PLANNER, Role.DSW_OFFICER, Role.NGO_MANAGER)


def page(role: Role = Role.PLANNER, **query: str) -> AppTest:
    at = visit(PAGE, role, query)
    assert not at.exception
    return at


def sent(at: AppTest, part: str) -> dict | None:
    """What one part of the map was told; None where it was not sent."""
    arguments = json.loads(at.get("component_instance")[0].proto.json_args)
    found = re.search(rf'window\.atlas\.part\(\s*map_div, "{part}", (.*)\n', arguments["feature_group"])
    return json.loads(found[1]) if found else None


def by_code(at: AppTest, fact: int, level: str = "t") -> dict[str, int | None]:
    """Values of one line of the tooltip, other than 0, by unit."""
    values = sent(at, "areas")["facts"][fact]["values"]
    return {code: value for code, value in zip(unit_codes(level), values, strict=True) if value != 0}


@pytest.mark.usefixtures("on_paper")
class TestOnPaper:
    def test_the_map_is_sent_the_victims_and_the_unassigned_of_each_township(self):
        at = page()
        assert by_code(at, 0) == {hand.MYITKYINA: 3, hand.LASHIO: 1, hand.MUSE: 2, hand.LAUKKAING: 1}
        assert by_code(at, 1) == {hand.MYITKYINA: 1, hand.LASHIO: 1, hand.MUSE: 1}

    def test_the_legend_counts_every_township_once(self):
        said = words(page())
        # Victims: 326 townships have none; 1, 2 and 3 are distinct values, so each is its own class.
        for text in ("0 <i>326 townships</i>", "1 <i>2 townships</i>", "2 <i>1 township</i>", "3 <i>1 township</i>"):
            assert f">{text}" in said, text
        assert "No data <i>0 townships</i>" in said

    def test_the_people_that_no_map_can_hold_are_counted_beside_it(self):
        assert "Township not known, so not on the map: 1 of all victims, 1 of those not assigned." in words(page())

    def test_the_conclusion_counts_those_without_help(self):
        # Muse (2, referral only) and Laukkaing (1, nobody) of 8 victims.
        assert "**3 of 8 victims (38%)**" in words(page())

    def test_tiers_by_township(self):
        at = page(layer="tier")
        areas = sent(at, "areas")
        tier = dict(zip(unit_codes("t"), areas["classes"], strict=True))
        found = [int(tier[c]) + 1 for c in (hand.LASHIO, hand.MYITKYINA, hand.KUTKAI, hand.MUSE, hand.LAUKKAING)]
        assert found == [1, 2, 3, 5, 6]
        veiled = {c for c, v in zip(unit_codes("t"), areas["veiled"], strict=True) if v == "1"}
        assert veiled == {hand.MUSE}

    def test_a_state_sums_its_townships(self):
        at = page(level="state")
        assert by_code(at, 0, "s") == {"MMR001": 3, "MMR015": 4}

    def test_circles_stand_for_the_chosen_measure(self):
        circles = sent(page(show="circles", layer="unassigned"), "circles")
        assert circles["maximum"] == 1
        assert sum(circles["values"]) == 3
        assert sent(page(show="none"), "circles") is None

    def test_signs_are_the_active_presences_with_their_kind(self):
        at = page(show="providers")
        codes = unit_codes("t")
        rows = sent(at, "providers")["rows"]
        # Kinds: resident, roving, outreach, referral; only C's record is older than a year.
        assert {(codes[t], kind, doubt) for t, _org, kind, _bits, doubt in rows} == {
            (hand.MYITKYINA, 0, 0),
            (hand.LASHIO, 0, 0),
            (hand.KUTKAI, 1, 0),
            (hand.MUSE, 3, 1),
        }
        assert hand.HOSTILE in sent(at, "providers")["organisations"]
        assert "Presences on the map: 4 of 4 active." in words(at)

    def test_offices_have_a_circle_only_where_it_is_asked_for(self):
        plain = sent(page(show="offices"), "places")["rows"]
        with_reach = sent(page(show="offices,reach"), "places")["rows"]
        assert plain
        assert {row[5] for row in plain} == {None}
        assert {row[5] for row in with_reach} == {50.0}

    def test_the_card_of_a_township_says_who_is_in_reach_and_who_waits(self):
        said = words(page(place=hand.MYITKYINA))
        for text in ("<h3>Myitkyina<small>မြစ်ကြီးနား</small></h3>", "Resident provider, no known room", "Organisation A",
                     ">full<", "Case management, Health", "Provider full", "waiting 30 days on average"):  # fmt: skip
            assert text in said, text
        assert "<strong>3</strong>Victims" in said
        assert "<strong>317,604</strong>Population 2014" in said

    def test_the_card_says_what_is_not_confirmed_and_escapes_names(self):
        said = words(page(place=hand.MUSE))
        assert escape(hand.HOSTILE) in said
        assert hand.HOSTILE not in said.replace(escape(hand.HOSTILE), "")
        assert "last confirmed 15 Jan 2023" in said
        assert "counting only confirmed records it would be “Nobody in reach”" in said

    def test_the_card_names_the_neighbours_as_buttons(self):
        at = page(place=hand.KUTKAI)
        names = [button.label for button in at.button if button.key.startswith("map_open_")]
        assert any("Muse" in name and "Only projects for referral" in name for name in names)
        assert len(names) == len(set(names)) > 3

    def test_a_neighbour_opens_its_own_card_and_moves_the_map(self):
        at = page(place=hand.KUTKAI)
        turn = sent(at, "frame")["focus"]["turn"]
        at.button(key=f"map_open_{hand.MUSE}").click().run()
        assert not at.exception
        assert at.query_params["place"] in (hand.MUSE, [hand.MUSE])
        focus = sent(at, "frame")["focus"]
        assert focus["code"] == hand.MUSE
        assert focus["turn"] == turn + 1

    def test_a_larger_unit_has_a_card_of_its_own(self):
        said = words(page(level="state", place="MMR015"))
        assert "<h3>Shan (North)" in said
        assert "<strong>4</strong>Victims" in said

    def test_the_search_offers_every_township_in_both_scripts(self):
        box = next(box for box in page().selectbox if box.label == "Find a township")
        assert len(box.options) == 330
        assert any("Muse" in option and "မူဆယ်" in option for option in box.options)
        at = page()
        next(box for box in at.selectbox if box.label == "Find a township").select(hand.MUSE).run()
        assert sent(at, "frame")["selected"] == hand.MUSE

    def test_the_table_of_the_mapped_values_can_be_taken_away(self):
        at = page()
        assert not at.dataframe
        at.toggle(key="w_map_table").set_value(True).run()
        assert not at.exception
        assert len(at.dataframe[0].value) == 330
        assert {b.key for b in at.get("download_button")} == {
            f"download_coverage_township_{e}" for e in ("csv", "xlsx")
        }

    def test_an_address_with_nonsense_falls_back(self):
        at = page(layer="<b>", level="village", place="MMR999999", show="x,y")
        assert sent(at, "areas")["level"] == "t"
        assert sent(at, "frame")["selected"] is None

    def test_filters_that_select_nothing_leave_the_map(self):
        at = page(type="self_internal")
        assert "No victim fits these filters" in words(at)
        assert by_code(at, 0) == {}

    @pytest.mark.parametrize("role", CASE_ROLES)
    def test_the_page_stands_in_every_case_role(self, role: Role):
        assert sent(page(role), "areas") is not None

    def test_a_manager_reads_no_number_of_those_who_wait_not_even_nought(self):
        at = page(Role.NGO_MANAGER, place=hand.MYITKYINA, layer="unassigned")
        assert not re.search(r"[Nn]ot assigned|unassigned|[Nn]obody waits", words(at))
        assert [fact["label"] for fact in sent(at, "areas")["facts"]] == [
            "Victims (people)", "In reach", "Room in reach (people)",
        ]  # fmt: skip
        assert "Not assigned" in words(page(Role.DSW_OFFICER, place=hand.MYITKYINA))

    def test_the_way_of_cutting_classes_stands_in_the_address(self):
        at = page(method="equal_interval", classes="3")
        assert "Victims (people): Equal steps" in words(at)
        at.selectbox(key="w_map_method").select(Method.QUANTILES).run()
        at.slider(key="w_map_classes").set_value(4).run()
        assert (at.query_params["method"], at.query_params["classes"]) == ("quantiles", "4")
        assert "Victims (people): Equal numbers of places" in words(at)
        assert "Natural breaks" in words(page(method="moon", classes="99"))

    def test_the_card_is_in_burmese_whole(self):
        said = words(page(lang="my", place=hand.MYITKYINA))
        for english in ("Victims by year", "Neighbouring townships", "Schematic boundaries", "Not assigned"):
            assert english not in said

    def test_a_manager_sees_only_their_own_cases_and_is_told_so(self):
        at = page(Role.NGO_MANAGER)
        # k1 and k2 are carried by A; k3 waits and is nobody's.
        assert by_code(at, 0) == {hand.MYITKYINA: 2}
        assert "Counts hold only the cases that your role may see." in words(at)

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_others_get_no_map(self, role: Role, monkeypatch: pytest.MonkeyPatch):
        open_to_all = [replace(entry, roles=tuple(Role)) for entry in navigation.PAGES]
        monkeypatch.setattr(navigation, "PAGES", open_to_all)
        at = visit(PAGE, role)
        assert not at.get("component_instance")
        assert "Your role has no access to it" in words(at)


@pytest.mark.usefixtures("without_anything")
def test_an_empty_register_shows_an_empty_map_without_an_error():
    at = page(place=hand.MUSE, layer="tier", show="circles,providers")
    assert "No victim fits these filters" in words(at)
    assert sent(at, "providers")["rows"] == []
