"""The shelter register in both roles, on a register worked out on paper: parts, form, further days, annual return."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from streamlit.testing.v1 import AppTest

from data import case_events
from data.paths import ROOT
from data.scope import Scope
from data.vocabulary import AssessmentOutcome, RiskRank, Role
from tests.pages.visit import arrive, metrics, register, visit, words
from tests.queries import test_shelter_register as paper
from tests.small_register import assigned, event, fill, organisation, presence
from ui import cached, shelter_return

PAGE = "pages/track/shelter_register.py"
PLANNER = Scope(Role.PLANNER, "test.planner")
OFFICER = paper.OFFICER
PARTS = ("moves", "census", "form", "complete", "return")
NOW = {"as_of": "2024-12-31"}


def whole(store) -> None:
    fill(
        store, organisation=[organisation("A")], provider_presence=[presence("P")], victim_case=paper.CASES,
        case_event=paper.EVENTS, assignment=paper.PERIODS,
    )  # fmt: skip


@pytest.fixture
def atlas(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, whole):
        yield


@pytest.fixture(scope="module")
def shared(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("shelters"), patch, whole):
        yield


def opened(scope: Scope = PLANNER, **query: str) -> AppTest:
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.session_state["atlas_scope"] = scope
    for key, value in (NOW | query).items():
        at.query_params[key] = value
    arrive(at, PAGE, scope.role)
    assert not at.exception
    return at


def table(at: AppTest, title: str):
    return next(frame.value for frame in at.dataframe if frame.proto.alt == title)


def looked() -> list[tuple[str, int]]:
    rows = cached.store().read("SELECT subject, records FROM audit_log WHERE action = 'read cases' ORDER BY seq")
    return list(rows.itertuples(index=False, name=None))


@pytest.mark.usefixtures("shared")
class TestParts:
    @pytest.mark.parametrize("part", PARTS)
    def test_every_part_opens_for_an_officer_and_in_burmese(self, part):
        opened(OFFICER, tab=part, lang="my")

    @pytest.mark.parametrize("role", [Role.NGO_MANAGER, Role.DONOR, Role.ADMINISTRATOR])
    def test_not_for_other_roles(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    def test_in_and_out_with_its_headline_and_one_audit_row_for_the_same_rows(self):
        at = opened()
        assert metrics(at) == {"Entered": "4", "Left": "4", "There at the end": "1", "Typical stay": "11"}
        rows = table(at, "In and out of DSW shelters")
        assert rows["case_code"].tolist() == ["c", "a", "e", "a", "b"]
        before = looked()
        at.run()
        assert looked() == before
        assert before[-1] == ("shelter register", 5)
        at.text_input(key="w_shelter_search").set_value("E").run()
        assert table(at, "In and out of DSW shelters")["case_code"].tolist() == ["e"]
        assert looked()[-1] == ("shelter register", 1)

    def test_one_shelter_of_the_address_and_an_officers_own_only(self):
        rows = table(opened(shelter=paper.MYAWADDY), "In and out of DSW shelters")
        assert rows["case_code"].tolist() == ["c"]
        at = opened(OFFICER, shelter=paper.MYAWADDY)
        assert set(table(at, "In and out of DSW shelters")["case_code"]) == {"a", "b", "e"}

    def test_the_census_of_one_day(self):
        at = opened(tab="census")
        at.date_input[0].set_value(date(2024, 3, 12)).run()
        assert "On **12 Mar 2024**: **0** people at the end of the day; 1 entered and 2 left on it." in words(at)

    def test_completeness_says_how_many_forms_are_whole(self):
        assert "0 of 3 forms have all minimum fields: 0%" in words(opened(tab="complete"))

    def test_the_return_by_shelter_with_its_total(self):
        rows = table(opened(tab="return"), "Annual return 2024, by DSW shelter entered")
        assert rows[["name", "returned_people", "negative_people"]].values.tolist() == [
            ["Myawaddy", 1, 1], ["Muse", 2, 1], ["not told", 1, 0], ["All who returned", 4, 2],
        ]  # fmt: skip


@pytest.mark.usefixtures("without_anything")
@pytest.mark.parametrize("part", PARTS)
def test_an_empty_register_is_said_and_breaks_nothing(part):
    opened(tab=part)


@pytest.mark.usefixtures("atlas")
class TestForm:
    def fill_in(self, at: AppTest, **changed) -> AppTest:
        key = "w_form_0"
        texts = {"reference": "D-7", "age_years": "15", "recruitment": "2024-01", "returned": "2024-06"} | changed
        for field, text in texts.items():
            at.text_input(key=f"{key}_{field}").set_value(text)
        at.selectbox(key=f"{key}_shelter").set_value(paper.MUSE)
        at.selectbox(key=f"{key}_township").set_value("MMR015009")
        at.date_input(key=f"{key}_date_in").set_value(date(2024, 6, 3))
        at.checkbox(key=f"{key}_invented").set_value(True)
        next(button for button in at.button if button.label == "Keep this form").click().run()
        assert not at.exception
        return at

    def test_a_new_person_is_kept_and_the_form_empty_again(self):
        at = self.fill_in(opened(OFFICER, tab="form"))
        assert "The form was kept." in words(at)
        found = cached.store().read("SELECT age_years, shelter_id FROM victim_case WHERE case_code = 'DSW-D-7'")
        assert found.values.tolist() == [[15, paper.MUSE]]
        assert at.text_input(key="w_form_1_reference").value == ""

    def test_what_is_wrong_is_said_by_its_field_and_what_was_written_stays(self):
        at = self.fill_in(opened(tab="form"), age_years="150", returned="2023-12")
        said = [error.value for error in at.error]
        assert any(text.startswith("**Age \\(years\\)**: An age that cannot be.") for text in said)
        assert any(
            text.startswith("**Month of repatriation or return**: Dates in an impossible order.") for text in said
        )
        assert not any("Row 2" in text for text in said)
        assert at.text_input(key="w_form_0_age_years").value == "150"
        assert cached.store().read("SELECT * FROM victim_case WHERE case_code = 'DSW-D-7'").empty

    def known(self, scope: Scope, code: str) -> AppTest:
        at = opened(scope, tab="form")
        at.segmented_control(key="w_shelter_form_which").set_value("known").run()
        at.text_input(key="w_shelter_case").set_value(code).run()
        assert not at.exception
        return at

    def test_further_days_of_a_person_who_is_there(self):
        at = self.known(OFFICER, "a")
        assert looked()[-1] == ("one-page form a", 1)
        days = {box.key.split("_a_")[0]: box for box in at.date_input if "w_day_" in str(box.key)}
        steps = ("needs_assessed", "medical_informed", "medical_accepted", "medical_assessed")
        assert set(days) == {f"w_day_{key}" for key in ("date_out", *steps)}
        days["w_day_date_out"].set_value(date(2024, 4, 1))
        next(button for button in at.button if button.label == "Record these days").click().run()
        assert not at.exception
        assert "Recorded." in words(at)
        rows = cached.store().read("SELECT max(occurred_on) AS day FROM case_event WHERE event_kind = 'shelter_out'")
        assert rows["day"].iloc[0].date() >= date(2024, 4, 1)
        assert "Record an entry into a shelter" in words(at)

    def test_a_code_outside_the_scope_is_answered_like_no_code_at_all(self):
        said = [[error.value for error in self.known(OFFICER, code).error] for code in ("d", "zzz")]
        assert said[0] == [text.replace("zzz", "d") for text in said[1]]
        assert len(said[0]) == 1


# --- The return comes out the same ------------------------------------------------------------------------------------

LATE = datetime(2025, 3, 1, 9)


def record_later(store) -> None:
    """Everything that people may record in 2025 and after, much of it dated back into 2024."""
    day = date(2025, 3, 1)
    store_events = [
        event("d", "shelter_in", date(2024, 6, 2), shelter_id=paper.MUSE, recorded_on=day),
        event("a", "shelter_out", date(2024, 5, 2), shelter_id=paper.MUSE, recorded_on=day),
        event("a", "closed", date(2024, 11, 1), recorded_on=day, recorded_by="somebody"),
    ]
    fill(store, victim_case=[paper.g2g("late", 7) | {"recorded_on": day}], case_event=store_events)
    with store.transaction() as cursor:  # as decided in March: b carried from October on, a closed in November
        cursor.execute(
            "UPDATE assignment SET valid_to = DATE '2024-10-01', end_reason = 'assigned' WHERE case_code = 'b'"
        )
        cursor.execute(
            "UPDATE assignment SET valid_to = DATE '2024-11-01', end_reason = 'closed' WHERE case_code = 'a'"
        )
    carried = [assigned(code, "P", "A", date(2024, 10, 1), decided_at_utc=LATE) for code in ("b", "d")]
    fill(store, assignment=carried)
    for code in ("a", "d"):
        is_child = code == "a"
        risks = dict.fromkeys(case_events.risk_items(is_child), RiskRank.LOW)
        negative = (date(2024, 8, 1), AssessmentOutcome.NEGATIVE, None, is_child, None, risks)
        case_events.record_assessment(store, PLANNER, case_events.NewAssessment(code, *negative))


@pytest.mark.usefixtures("atlas")
class TestReproducible:
    def test_the_same_file_whatever_was_recorded_later(self):
        scopes = (PLANNER, OFFICER)

        def files(as_of: date) -> list[bytes]:
            return [shelter_return.workbook(shelter_return.ask_return(2024, as_of, scope)) for scope in scopes]

        before = files(paper.YEAR_END)
        record_later(cached.store())
        assert files(paper.YEAR_END) == before
        after = files(date(2030, 1, 1))
        assert all(one != other for one, other in zip(after, before, strict=True))
        total = shelter_return.ask_return(2024, date(2030, 1, 1), PLANNER).rows.query("part == 'total'").iloc[0]
        # a closed; b and d carried; late has no period. c and now also a and d were assessed negatively, b no more.
        assert total[["returned_people", "carried_people", "closed_people", "none_people"]].tolist() == [5, 2, 2, 1]
        assert total["negative_people"] == 3
