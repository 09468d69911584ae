"""The page Cases: the list and the page of one case, on four people worked out on paper for 31 December 2024.

| case | where it stands                              | who carries it           | who sees it                      |
|------|----------------------------------------------|--------------------------|----------------------------------|
| S-1  | in the shelter of Muse since 1 Oct 2024      | nobody since 1 Oct 2024  | planner, officers (unassigned)   |
| A-1  | at home since 1 Jun 2024, not visited yet    | A since 5 Jun 2024       | planner, manager of A            |
| A-2  | closed on 1 Feb 2024                         | A until then             | planner, manager of A            |
| B-1  | at home since 1 Jun 2024                     | B                        | planner                          |
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

from data import assignments
from data.assignment_rules import Operation
from data.assignments import NewAssignment
from data.store import Store
from data.vocabulary import AssessmentOutcome, EventKind, RiskItem, RiskRank, Role, SpecialCategory
from tests.pages.visit import metrics, register, scope_of, visit, words
from tests.small_register import assigned, case, event, fill, organisation, presence, unassigned
from ui import cached
from ui.state import CASE_ROLES

PAGE = "pages/track/cases.py"
DAY = date(2024, 12, 31)
MUSE = "SH-MMR015009"
OFFICER = replace(scope_of(Role.DSW_OFFICER), shelter_ids=(MUSE,))
KNOWN = {"recorded_on": date(2024, 1, 2), "identified_month": date(2024, 1, 1)}


def home(code: str, carried_from: date) -> list[dict[str, object]]:
    return [
        event(code, "identified", date(2024, 1, 2)),
        event(code, "family_traced", date(2024, 2, 1)),
        event(code, "returned_home", date(2024, 6, 1)),
        event(code, "assigned", carried_from),
    ]


def people(store: Store) -> Store:
    return fill(
        store,
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("A1", "A"), presence("B1", "B")],
        victim_case=[
            case(
                "S-1", victim_type="g2g", shelter_id=MUSE, age_years=15, is_special=True, ts_pcode="MMR015009", **KNOWN
            ),
            case("A-1", recorded_on=DAY, identified_month=date(2024, 1, 1)),
            case("A-2", **KNOWN),
            case("B-1", **KNOWN),
        ],
        case_event=[
            event("S-1", "identified", date(2024, 1, 2)),
            event("S-1", "repatriated", date(2024, 9, 30)),
            event("S-1", "shelter_in", date(2024, 10, 1), shelter_id=MUSE),
            *home("A-1", date(2024, 6, 5)),
            event("A-2", "identified", date(2024, 1, 2)),
            event("A-2", "returned_home", date(2024, 1, 3)),
            event("A-2", "assigned", date(2024, 1, 4)),
            event("A-2", "closed", date(2024, 2, 1)),
            *home("B-1", date(2024, 6, 5)),
        ],
        assignment=[
            unassigned("S-1", date(2024, 10, 1), "not_considered"),
            assigned("A-1", "A1", "A", date(2024, 6, 5)),
            assigned("A-2", "A1", "A", date(2024, 1, 4), valid_to=date(2024, 2, 1)),
            assigned("B-1", "B1", "B", date(2024, 6, 5)),
        ],
    )


@pytest.fixture
def paper(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, people):
        yield


def opened(code: str, role: Role = Role.PLANNER, **query: str):
    at = visit(PAGE, role, {"case": code} | query)
    assert not at.exception
    return at


def listed(at) -> set[str]:
    return {button.label for button in at.button if str(button.key).startswith("w_case_open_")}


def audit_rows(action: str) -> list[tuple[str, int]]:
    found = cached.store().read("SELECT subject, records FROM audit_log WHERE action = $action ORDER BY seq",
                                {"action": action})  # fmt: skip
    return [(row.subject, row.records) for row in found.itertuples()]


def standing(code: str) -> list[tuple[str, object]]:
    """Open periods of the case: the presence that carries it, or the reason why nobody does, and its end."""
    sql = ("SELECT coalesce(presence_id, unassigned_reason) AS who, valid_to FROM assignment "
           "WHERE case_code = $code AND NOT withdrawn AND valid_to IS NULL")  # fmt: skip
    found = cached.store().read(sql, {"code": code})
    return [(row.who, None if pd.isna(row.valid_to) else row.valid_to) for row in found.itertuples()]


def htmls(at) -> str:
    return "\n".join(element.proto.body for element in at.get("html"))


@pytest.mark.usefixtures("paper")
class TestList:
    @pytest.mark.parametrize(
        ("role", "codes"),
        [(Role.PLANNER, {"S-1", "A-1", "A-2", "B-1"}), (Role.NGO_MANAGER, {"A-1", "A-2"}), (Role.DSW_OFFICER, {"S-1"})],
    )
    def test_everybody_sees_their_own(self, role, codes):
        at = visit(PAGE, role)
        assert not at.exception
        assert listed(at) == codes
        assert audit_rows("read cases") == [("list of cases", len(codes))]

    def test_by_stage_and_by_code(self):
        at = visit(PAGE, Role.PLANNER, {"stage": "shelter"})
        assert listed(at) == {"S-1"}
        at = visit(PAGE, Role.PLANNER)
        at.text_input(key="w_case_search").set_value("a-").run()
        assert not at.exception
        assert listed(at) == {"A-1", "A-2"}
        at.text_input(key="w_case_search").set_value("' OR 1=1 --").run()
        assert not at.exception
        assert "No case fits" in words(at)

    def test_what_is_due(self):
        at = visit(PAGE, Role.PLANNER, {"due": "first_visit"})
        assert not at.exception
        assert listed(at) == {"A-1", "B-1"}

    def test_who_needs_an_alternative_to_returning_home(self):
        at = visit(PAGE, Role.PLANNER, {"part": "alternatives"})
        assert "For nobody whom you see is an alternative" in words(at)
        fill(cached.store(), case_event=[event("S-1", "family_assessed", date(2024, 10, 5), detail="negative")])
        at = visit(PAGE, Role.DSW_OFFICER, {"part": "alternatives"})
        assert not at.exception
        assert "for 1 no alternative is agreed yet" in words(at)
        assert "the filters of cases change nothing on this page" in words(at)
        table = next(frame.value for frame in at.dataframe)
        assert table["case_code"].tolist() == ["S-1"]
        keys = {button.key for button in at.get("download_button")}
        assert keys == {f"download_file_alternatives_2024-12-31.{ending}" for ending in ("csv", "xlsx")}
        assert ("list of alternatives", 1) in audit_rows("read cases")

    def test_alternatives_are_read_by_the_page_and_taken_along_whole(self, monkeypatch):
        codes = [f"N-{i:02}" for i in range(30)]
        fill(
            cached.store(), victim_case=[case(code) for code in codes],
            case_event=[event(code, "family_assessed", date(2024, 10, 5), detail="negative") for code in codes],
        )  # fmt: skip
        made = {}
        monkeypatch.setattr("ui.export.download_file", lambda make, file, *_: made.update({file[-4:]: make}))
        at = visit(PAGE, Role.PLANNER, {"part": "alternatives", "row": "25"})
        assert not at.exception
        assert "**30 people** cannot or do not want to return home; for 30" in words(at)
        assert next(frame.value for frame in at.dataframe)["case_code"].tolist() == codes[25:]
        assert ("list of alternatives", 5) in audit_rows("read cases")
        assert [code for code in codes if code in made[".csv"]().decode("utf-8-sig")] == codes
        beyond = visit(PAGE, Role.PLANNER, {"part": "alternatives", "row": "999"})
        assert next(frame.value for frame in beyond.dataframe)["case_code"].tolist() == codes[25:]

    def test_the_list_can_be_taken_along(self):
        at = visit(PAGE, Role.NGO_MANAGER)
        keys = {button.key for button in at.get("download_button")}
        assert keys == {"download_file_cases.csv", "download_file_cases.xlsx"}

    def test_from_the_list_to_a_case_and_back(self):
        at = visit(PAGE, Role.PLANNER)
        at.button(key="w_case_open_A-1").click().run()
        assert not at.exception
        assert at.query_params["case"] in ("A-1", ["A-1"])
        at.button(key="w_case_back").click().run()
        assert "case" not in at.query_params
        assert listed(at) == {"S-1", "A-1", "A-2", "B-1"}


@pytest.mark.usefixtures("paper")
class TestCase:
    def test_where_it_stands_what_is_due_and_what_is_missing(self):
        at = opened("A-1")
        told = htmls(at)
        assert "Community reintegration" in told
        assert "since 1 Jun 2024" in told
        assert "First visit at home" in told
        assert "Organisation A" in told
        assert audit_rows("read cases") == [("case A-1", 1)]

    def test_looking_again_in_the_same_visit_is_one_look(self):
        at = opened("A-1")
        at.run()
        assert audit_rows("read cases") == [("case A-1", 1)]

    def test_a_code_of_others_is_as_unknown_as_one_that_does_not_exist(self):
        others, unknown = opened("B-1", Role.NGO_MANAGER), opened("Z-9", Role.NGO_MANAGER)
        assert words(others).replace("B-1", "?") == words(unknown).replace("Z-9", "?")
        assert htmls(others) == htmls(unknown)
        assert "There is no case" in words(others)
        assert audit_rows("read cases") == []

    def test_an_address_that_is_no_code_is_left_out(self):
        at = opened("<script>")
        assert listed(at) == {"S-1", "A-1", "A-2", "B-1"}
        assert "case" not in at.query_params

    def test_an_earlier_day_knows_less(self):
        told = htmls(opened("S-1", as_of="2024-09-30"))
        assert "Entered a DSW shelter" not in told

    def test_in_burmese(self):
        at = opened("A-1", lang="my")
        assert "လူမှုအသိုင်းအဝိုင်း" in htmls(at) or "ရပ်ရွာ" in htmls(at)

    def test_a_role_taken_away_in_the_middle_of_a_visit_closes_the_page(self):
        at = opened("A-1")
        at.session_state["atlas_scope"] = scope_of(Role.DONOR)
        at.run()
        assert not at.exception
        assert "A-1" not in htmls(at)

    def test_a_donor_has_no_such_page(self):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, Role.DONOR)


def choose(at, name: str, code: str, value: object):
    return at.selectbox(key=f"w_case_{name}_{code}_0").select(value).run()


def press(at, text: str):
    button = next(button for button in at.button if button.label == text)
    button.click().run()
    assert not at.exception
    return at


@pytest.mark.usefixtures("paper")
class TestForms:
    def test_a_visit_is_recorded_and_stands_in_the_state_of_today(self):
        at = opened("A-1", Role.NGO_MANAGER)
        choose(at, "kind", "A-1", EventKind.FIRST_VISIT)
        at.date_input(key="w_case_on_first_visit_A-1_0").set_value(date(2024, 6, 20))
        press(at, "Save")
        assert "Recorded: First visit at home, 20 Jun 2024." in words(at)
        assert "20 Jun 2024" in htmls(at)
        assert audit_rows("record event") == [("A-1", 1)]
        event_ = cached.store().read("SELECT organisation_id FROM case_event WHERE event_kind = 'first_visit'")
        assert list(event_["organisation_id"]) == ["A"]

    def test_what_cannot_be_is_refused_in_words_and_nothing_is_written(self):
        at = opened("A-1")
        choose(at, "kind", "A-1", EventKind.FIRST_VISIT)
        at.date_input(key="w_case_on_first_visit_A-1_0").set_value(date(2024, 5, 1))
        press(at, "Save")
        assert "cannot lie before" in " ".join(error.value for error in at.error)
        assert audit_rows("record event") == []

    def test_a_manager_is_not_offered_what_belongs_to_the_shelter(self):
        at = opened("A-1", Role.NGO_MANAGER)
        offered = at.selectbox(key="w_case_kind_A-1_0").options
        assert "First visit at home" in offered
        assert "Entered a DSW shelter" not in offered

    def test_a_mistake_is_taken_back_and_the_row_is_kept(self):
        at = opened("A-1", Role.NGO_MANAGER)
        choose(at, "kind", "A-1", EventKind.HEALTH_REFERRED)
        press(at, "Save")
        taken = next(box for box in at.selectbox if str(box.key).startswith("w_case_take_back_what"))
        taken.select_index(0)
        button = next(b for b in at.button if b.label == "Take back" and "take_back_A-1" in str(b.proto.form_id))
        button.click().run()
        assert not at.exception
        assert "Taken back: Health referral made" in words(at)
        kept = cached.store().read("SELECT withdrawn FROM case_event WHERE event_kind = 'health_referred'")
        assert list(kept["withdrawn"]) == [True]

    def test_an_assessment_asks_every_risk_of_the_list_for_children(self):
        at = opened("S-1")
        asked = [radio.key for radio in at.radio if "_risk_" in str(radio.key)]
        assert sum("school_out_of_reach" in key for key in asked) == 1
        assert not any("no_livelihood" in key for key in asked)
        at.radio(key="w_case_outcome_S-1_0").set_value(AssessmentOutcome.POSITIVE)
        press(at, "Save the assessment")
        assert "rank every risk" in " ".join(error.value for error in at.error)
        assert cached.store().read("SELECT count(*) AS n FROM assessment")["n"][0] == 0

    def test_an_assessment_with_every_risk_ranked_is_recorded_and_read(self):
        at = opened("S-1")
        for radio in at.radio:
            if "_risk_" in str(radio.key):
                radio.set_value(RiskRank.HIGH if RiskItem.STIGMA in str(radio.key) else RiskRank.LOW)
        at.radio(key="w_case_outcome_S-1_0").set_value(AssessmentOutcome.NEGATIVE)
        press(at, "Save the assessment")
        ranks = cached.store().read("SELECT risk_item, risk_rank FROM assessment_risk").set_index("risk_item")
        assert ranks.loc["stigma", "risk_rank"] == "high"
        assert len(ranks) == sum(item.about != "adult" for item in RiskItem)
        told = htmls(at)
        assert "Stigma in the community" in told
        assert "Family assessed: Negative" in told

    def test_a_special_need_is_flagged_and_taken_back(self):
        at = opened("S-1")
        at.selectbox(key="w_case_flag_what_S-1_0").select(SpecialCategory.MEDICAL)
        press(at, "Flag as a Special Case")
        assert "Flagged as a Special Case: Medical condition." in words(at)
        assert "Medical condition" in htmls(at)
        at.selectbox(key="w_case_unflag_what_S-1_1").select(SpecialCategory.MEDICAL)
        next(b for b in at.button if b.label == "Take back" and "unflag_S-1" in str(b.proto.form_id)).click().run()
        assert not at.exception
        assert "Taken back: Medical condition" in words(at)
        kept = cached.store().read("SELECT withdrawn FROM case_flag")
        assert list(kept["withdrawn"]) == [True]

    def test_closing_and_readmitting_keep_the_old_episode(self):
        at = opened("A-2", Role.NGO_MANAGER)
        choose(at, "decide", "A-2", Operation.REOPEN)
        press(at, "Readmit the person")
        assert "the earlier episode stays as it was" in words(at)
        periods = cached.store().read("SELECT valid_to, organisation_id FROM assignment WHERE case_code = 'A-2' "
                                      "AND NOT withdrawn ORDER BY valid_from")  # fmt: skip
        assert [str(day)[:10] for day in periods["valid_to"]] == ["2024-02-01", "NaT"]
        assert "Readmitted" in htmls(at)

    def test_a_decision_is_taken_back_in_the_same_visit(self):
        at = opened("A-1", Role.NGO_MANAGER)
        choose(at, "decide", "A-1", Operation.CLOSE)
        press(at, "Close the case")
        assert "The case is closed" in words(at)
        assert "Closed" in htmls(at)
        at.button(key="w_case_undo").click().run()
        assert not at.exception
        assert "what held before holds again" in words(at)
        assert standing("A-1") == [("A1", None)]
        assert audit_rows("assignment: undo") == [("A-1", 1)]

    def test_a_case_is_passed_on_to_the_provider_that_suits_and_taken_back(self):
        at = opened("A-1")
        choose(at, "decide", "A-1", Operation.TRANSFER)
        places = at.radio(key="w_case_place_transfer_A-1_0")
        assert places.options == ["Organisation B, Myitkyina"], "whoever carries the case is not offered"
        press(at, "Pass the case on to another provider")
        assert "is passed on to Organisation B." in words(at)
        assert standing("A-1")[0] == ("B1", None)
        assert audit_rows("assignment: transfer") == [("A-1", 1)]
        at.button(key="w_case_undo").click().run()
        assert standing("A-1") == [("A1", None)]

    def test_a_manager_asks_another_organisation_and_cannot_pass_on_to_it(self):
        at = opened("A-1", Role.NGO_MANAGER)
        choose(at, "decide", "A-1", Operation.TRANSFER)
        assert "No other provider of your organisation is in reach" in words(at)
        choose(at, "decide", "A-1", Operation.REFER)
        press(at, "Ask another provider to take the case")
        assert "Organisation B is asked to take" in words(at)
        assert standing("A-1") == [("A1", None)], "the case stays where it is until the answer"
        asked = cached.store().read("SELECT presence_id, referral_state FROM referral")
        assert asked.to_numpy().tolist() == [["B1", "open"]]

    def test_taking_back_what_somebody_built_on_is_refused_in_words(self):
        at = opened("A-1")
        choose(at, "decide", "A-1", Operation.LEFT)
        press(at, "Person moved away or lost contact")
        (seen,) = cached.store().read("SELECT assignment_id FROM assignment WHERE case_code = 'A-1' "
                                      "AND valid_to IS NULL")["assignment_id"]  # fmt: skip
        new = NewAssignment("A-1", "B1", date.today(), seen)
        assignments.assign(cached.store(), replace(scope_of(Role.PLANNER), actor="somebody else"), new)
        at.button(key="w_case_undo").click().run()
        assert not at.exception
        assert "has changed since you looked" in " ".join(error.value for error in at.error)
        assert standing("A-1")[0] == ("B1", None)

    def test_who_decides_on_what_no_longer_holds_is_told(self):
        at = opened("A-1", Role.NGO_MANAGER)
        choose(at, "decide", "A-1", Operation.CLOSE)
        with cached.store().transaction() as cursor:
            cursor.execute("UPDATE assignment SET assignment_id = 'other' WHERE case_code = 'A-1'")
        press(at, "Close the case")
        assert "was changed meanwhile" in " ".join(error.value for error in at.error)
        assert audit_rows("assignment: close") == []


def test_every_reader_of_cases_opens_an_empty_register(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, lambda _store: None):
        for role in CASE_ROLES:
            at = visit(PAGE, role)
            assert not at.exception
            assert "No case fits" in words(at)
            assert metrics(at) == {}
