"""The Indicators page in every role, on the people of returned_people: worked out on paper."""

from __future__ import annotations

import json
from html import unescape

import pytest

from data.vocabulary import Role
from data.vocabulary_indicators import IndicatorStage
from tests.pages import returned_people as paper
from tests.pages.visit import register, scope_of, visit, words
from ui import cached
from ui.state import CASE_ROLES

PAGE = "pages/track/indicators.py"
DAY = {"as_of": "2024-12-31"}
KEY = "abroad_within_six_months"
ONE = DAY | {"indicator": KEY}
TITLE = "Repatriated within six months of admission to a shelter abroad"
OWN = """-- title: Everybody on record, once
-- stage: pre_return
-- recommendation: 4.8
-- kind: count
-- unit: people
-- better: neither
-- target: none
-- numerator: People on record
-- day: Month of identification
-- dimensions: case
SELECT f.case_code, f.part, f.identified_month AS on_day, 1 AS amount
FROM fact f
WHERE f.case_code IS NOT NULL
"""


@pytest.fixture(scope="class")
def on_paper(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("indicators"), patch, paper.whole):
        yield


def fragments(at) -> list[str]:
    """The texts of what is drawn as HTML."""
    return [unescape(element.proto.body) for element in at.get("html")]


def card_of(at, title: str) -> str:
    return next(text for text in fragments(at) if 'class="ind"' in text and title in text)


def facts_of(at) -> str:
    return next(text for text in fragments(at) if 'class="ind-facts"' in text)


def table_of(at, title: str):
    return next(frame.value for frame in at.dataframe if title in frame.proto.alt)


def figure_of(at, number: int) -> dict:
    return json.loads(at.get("plotly_chart")[number].proto.spec)


def looks(at) -> list[tuple[str, int]]:
    sql = "SELECT subject, records FROM audit_log WHERE action = 'read cases' ORDER BY seq"
    return list(cached.store().read(sql).itertuples(index=False, name=None))


@pytest.mark.usefixtures("on_paper")
class TestOnPaper:
    def test_nothing_to_divide_by_is_na_on_the_card(self):
        at = visit(PAGE, Role.PLANNER, DAY)
        assert not at.exception
        card = card_of(at, TITLE)
        assert "n/a" in card
        assert "Nothing to divide by" in card
        assert "still in time: 1" in card
        assert "2022: 0.5; 2023: n/a; 2024: n/a" in card
        assert card.count("border-bottom:2px dotted") == 2
        assert looks(at) == []

    def test_a_small_number_says_how_small_and_the_target_is_the_years(self):
        card = card_of(visit(PAGE, Role.PLANNER, DAY | {"at": "2022"}), TITLE)
        assert "50%" in card
        assert "1 of 2 (n = 2)" in card
        assert "95 %: 9.5% to 91%" in card  # Wilson of 1 of 2: 0.0945 to 0.9055
        assert "target 40%: reached" in card

    @pytest.mark.parametrize("area", [str(stage) for stage in IndicatorStage])
    def test_every_stage_and_quarters(self, area):
        at = visit(PAGE, Role.PLANNER, DAY | {"area": area, "each": "quarter"})
        assert not at.exception
        assert sum('class="ind"' in text for text in fragments(at)) > 5

    def test_a_card_opens_and_closes(self):
        at = visit(PAGE, Role.PLANNER, DAY)
        at.button(key=f"w_indicator_{KEY}").click().run()
        assert not at.exception
        assert at.query_params["indicator"] in (KEY, [KEY])
        assert at.subheader[0].value == TITLE
        at.button(key="w_indicator_back").click().run()
        assert not at.exception
        assert card_of(at, TITLE)

    def test_gaps_are_gaps_in_the_figure(self):
        at = visit(PAGE, Role.PLANNER, ONE)
        assert not at.exception
        figure = figure_of(at, 0)
        (bars,) = figure["data"]
        assert bars["y"] == [0.5, None, None]
        told = [note for note in figure["layout"]["annotations"] if note["text"] == "n/a"]
        assert [note["x"] for note in told] == [1, 2]
        rows = table_of(at, "by period")
        assert rows["value"].isna().tolist() == [False, True, True]
        assert rows["d"].fillna(-1).tolist() == [2, -1, 0]

    def test_parts_of_a_period(self):
        at = visit(PAGE, Role.PLANNER, ONE | {"at": "2022", "by": "sex"})
        rows = table_of(at, "by Sex").set_index("name")
        assert rows["value"].to_dict() == {"Female": 1.0, "Male": 0.0}
        assert rows["d"].tolist() == [1, 1]
        assert rows.loc["Male", "high"] == pytest.approx(0.7935, abs=1e-4)

    def test_a_period_without_a_value_cannot_be_compared(self):
        facts = facts_of(visit(PAGE, Role.PLANNER, ONE | {"at": "2024", "against": "2022"}))
        assert "2022: 50%; cannot be compared" in facts

    def test_two_periods_of_a_median(self):
        at = visit(PAGE, Role.PLANNER, DAY | {"indicator": "abroad_median_wait", "at": "2022", "against": "2024"})
        assert not at.exception
        assert "28 days" in facts_of(at)  # of 28 and 303 days: S(28) = 1/2
        assert "cannot be compared" in facts_of(at)

    def test_places_on_the_map_and_off_it(self):
        at = visit(PAGE, Role.PLANNER, ONE | {"at": "2022", "by": "township"})
        assert not at.exception
        assert "Not on the map, since the place is not recorded: 1." in words(at)
        assert at.get("component_instance")

    def test_the_definition_is_one_click_away(self):
        at = visit(PAGE, Role.PLANNER, ONE)
        (expander,) = [one for one in at.expander if one.label == "Definition and source"]
        text = " ".join(unescape(element.proto.body) for element in expander.get("html"))
        assert "1.1" in text
        assert "183 days" in text
        assert f"{KEY}.sql" in text

    def test_the_cases_behind_are_shown_on_demand_and_recorded(self):
        at = visit(PAGE, Role.PLANNER, ONE | {"at": "2022"})
        before = looks(at)
        at.toggle(key="w_indicator_behind").set_value(True).run()
        assert not at.exception
        rows = table_of(at, "Cases behind")
        assert dict(zip(rows["case_code"], rows["outcome"], strict=True)) == {
            "A": "Counted in the numerator",
            "B": "In the denominator alone",
        }
        assert looks(at)[len(before) :] == [(f"indicator {KEY}", 2)]
        assert [one.proto.label for one in at.get("download_button")][-2:] == ["Download CSV", "Download XLSX"]

    def test_the_cases_of_one_part(self):
        at = visit(PAGE, Role.PLANNER, ONE | {"at": "2022", "by": "sex", "part": "male"})
        at.toggle(key="w_indicator_behind").set_value(True).run()
        assert table_of(at, "Cases behind")["case_code"].tolist() == ["B"]

    def test_completeness_by_agency(self):
        rows = table_of(visit(PAGE, Role.PLANNER, ONE | {"at": "2022"}), "by agency")
        assert rows.to_numpy().tolist() == [["Department of Social Welfare (DSW)", 2, 0, 1.0]]

    def test_a_manager_counts_the_own_people(self):
        at = visit(PAGE, Role.NGO_MANAGER, ONE | {"at": "2022"})
        assert not at.exception
        assert "1 of 1" in facts_of(at)
        at.toggle(key="w_indicator_behind").set_value(True).run()
        assert table_of(at, "Cases behind")["case_code"].tolist() == ["A"]

    def test_an_officer_without_shelters_counts_nobody(self):
        at = visit(PAGE, Role.DSW_OFFICER, ONE)
        assert not at.exception
        assert "n/a" in facts_of(at)
        assert not visit(PAGE, Role.DSW_OFFICER, DAY).exception

    @pytest.mark.parametrize("role", [role for role in Role if role not in CASE_ROLES])
    def test_others_have_no_such_page(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    def test_a_role_taken_away_closes_the_page(self):
        at = visit(PAGE, Role.PLANNER, ONE)
        at.session_state["atlas_scope"] = scope_of(Role.DONOR)
        at.run()
        assert not at.exception
        assert not at.dataframe
        assert not at.get("download_button")

    @pytest.mark.parametrize(
        "query",
        [{"indicator": "nothing"}, {"at": "1066"}, {"indicator": KEY, "by": "body", "against": "x", "part": "z"}],
    )
    def test_addresses_that_ask_for_what_is_not_there(self, query):
        assert not visit(PAGE, Role.PLANNER, DAY | query).exception

    def test_in_burmese(self):
        at = visit(PAGE, Role.PLANNER, ONE | {"lang": "my"})
        assert not at.exception
        assert at.title[0].value == "ညွှန်းကိန်းများ"

    def test_a_file_dropped_into_a_folder_is_an_indicator(self, tmp_path, monkeypatch):
        (tmp_path / "own_count.sql").write_text(OWN, encoding="utf-8")
        monkeypatch.setenv("ATLAS_INDICATORS", str(tmp_path))
        at = visit(PAGE, Role.PLANNER, DAY | {"at": "2022"})
        assert not at.exception
        card = card_of(at, "Everybody on record, once")
        assert '<div class="value">2<small>people</small></div>' in card
        at.button(key="w_indicator_own_count").click().run()
        assert not at.exception
        assert at.subheader[0].value == "Everybody on record, once"

    def test_a_file_that_cannot_be_used_is_told_in_words(self, tmp_path, monkeypatch):
        (tmp_path / "own_count.sql").write_text(OWN.replace("fact f", "victim_case f"), encoding="utf-8")
        monkeypatch.setenv("ATLAS_INDICATORS", str(tmp_path))
        at = visit(PAGE, Role.PLANNER, DAY)
        assert not at.exception
        assert "own\\_count.sql" in at.error[0].value or "own_count.sql" in at.error[0].value

    def test_a_statement_that_fails_is_told_in_words(self, tmp_path, monkeypatch):
        (tmp_path / "own_count.sql").write_text(OWN.replace("f.identified_month", "f.no_such_day"), encoding="utf-8")
        monkeypatch.setenv("ATLAS_INDICATORS", str(tmp_path))
        at = visit(PAGE, Role.PLANNER, DAY)
        assert not at.exception
        assert at.error


@pytest.mark.usefixtures("without_anything")
class TestEmpty:
    @pytest.mark.parametrize("role", CASE_ROLES)
    def test_an_empty_register(self, role):
        assert not visit(PAGE, role).exception
        at = visit(PAGE, role, {"indicator": KEY})
        assert not at.exception
        assert "n/a" in facts_of(at)
