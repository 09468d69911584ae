"""Bring data in: records of another agency shown before loading; DSW officers bring in the people of their shelters."""

from __future__ import annotations

import pytest

from data.load import FORMATS
from data.load_scope import MAY_LOAD, formats_of
from data.scope import Scope
from data.vocabulary import ImportFormat, Role
from tests.data.case_files import as_csv, brought, row
from tests.data.test_shelter import shelter_row
from tests.pages.test_bring_in import PAGE, bring, loads, numbers, opened, press, step
from tests.pages.visit import register, sentences, visit, words
from ui import cached, state

OFFICER = Scope(Role.DSW_OFFICER, "test.officer", shelter_ids=("SH-MMR015009",))
KEPT = "Both records are kept apart until a person confirms that they are one."
OTHERS = "a planner looks at any others that look alike"
TABLE = "Rows that look like a record of another agency"
SAME = {"Reference_code": "7", "Age": "20", "Recruitment": "2022-11", "Identification": "2023-05",
        "Repatriation": "2023-05"}  # fmt: skip


@pytest.fixture
def atlas(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, lambda store: brought([row(), row(**SAME)], store)):
        yield


def as_officer():
    at = visit(PAGE, Role.DSW_OFFICER)
    at.session_state["atlas_scope"] = OFFICER
    at.run()
    assert not at.exception
    return at


def check(at, rows):
    at = bring(at, as_csv(rows))
    next(box for box in at.checkbox if box.label.startswith("Every person in this file is made up")).check().run()
    assert not at.exception
    return press(at, "check")


def test_who_may_bring_in_what_is_the_same_on_the_page_and_below_it():
    assert set(state.LOADERS) == set(MAY_LOAD)
    assert set(map(str, MAY_LOAD[Role.PLANNER])) == set(FORMATS)
    for role in set(Role) - set(MAY_LOAD):
        assert formats_of(role) == ()


@pytest.mark.usefixtures("atlas")
class TestAlike:
    def test_the_preview_shows_what_looks_like_a_case_already_there(self):
        at = opened()
        at.radio(key="w_bring_in_format").set_value("national").run()
        at = check(
            at, [row(Source_agency="DSW", Reference_code="55"), row(Source_agency="DSW", Reference_code="56", Age="50")]
        )
        assert numbers(at) == ["2", "2", "0", "0"]
        assert "1 row looks like a record that is already there" in words(at)
        assert KEPT in words(at)
        (told,) = sentences(at)[TABLE]
        assert told[:4] == ["2", "case ATU-17 of the register", "Anti-trafficking unit (ATU)", "100%"]
        assert told[4].startswith("Row 2 and case ATU-17 of the register, held by Anti-trafficking unit")
        assert "same month of return" in told[4]
        assert len(cached.store().read("SELECT * FROM case_pair")) == 0
        at = press(at, "load")
        assert step(at) == "done"
        assert len(sentences(at)[TABLE]) == 1
        assert len(cached.store().read("SELECT * FROM case_pair WHERE state = 'proposed'")) == 1

    def test_nothing_is_said_where_nothing_looks_alike(self):
        at = opened()
        at.radio(key="w_bring_in_format").set_value("national").run()
        at = check(at, [row(Source_agency="DSW", Reference_code="56", Age="50")])
        assert KEPT not in words(at)
        assert OTHERS not in words(at), "a planner sees every record"
        assert TABLE not in sentences(at)


@pytest.mark.usefixtures("atlas")
class TestOfficers:
    def test_an_officer_is_offered_the_shelter_spreadsheet_only(self):
        at = as_officer()
        assert at.radio(key="w_bring_in_format").options == ["DSW shelter spreadsheet"]
        assert "You bring in the people of your shelters only: Muse." in words(at)

    def test_an_officer_loads_the_own_people_and_the_others_are_rejected(self):
        at = check(as_officer(), [shelter_row(), shelter_row(Reference_code="10", Shelter="Yangon")])
        assert numbers(at) == ["2", "1", "1", "0"]
        faults = sentences(at)["A person of another shelter"]
        assert faults[0][:3] == ["3", "Shelter", "Yangon"]
        assert "is not one of your shelters (Muse)" in faults[0][3]
        assert OTHERS in words(at), "said whether or not there are any"
        assert len(sentences(at)[TABLE]) == 1, "the other agency's record waits unassigned, so the officer may see it"
        at = press(at, "load")
        assert step(at) == "done"
        assert loads()[["loaded_by", "rows_loaded", "rows_rejected"]].values.tolist()[-1] == ["test.officer", 1, 1]
        audit = cached.store().read("SELECT actor, role, action FROM audit_log ORDER BY seq DESC LIMIT 1")
        assert audit.values.tolist() == [["test.officer", "dsw_officer", "load shelter"]]

    def test_a_pair_outside_the_scope_is_not_revealed(self):
        with cached.store().transaction() as cursor:
            cursor.execute("UPDATE assignment SET valid_to = DATE '2024-06-01', end_reason = 'closed'")
        at = check(as_officer(), [shelter_row()])
        assert TABLE not in sentences(at)
        assert "ATU-7" not in words(at)
        assert OTHERS in words(at)

    @pytest.mark.parametrize("code", [ImportFormat.NATIONAL, ImportFormat.PROVIDERS])
    def test_a_forged_format_is_refused_below_the_page(self, code):
        at = as_officer()
        at.session_state["atlas_bring_in"] = _forged(at.session_state["atlas_bring_in"], str(code))
        text = (
            as_csv([row(Source_agency="DSW", Reference_code="99")])
            if code == ImportFormat.NATIONAL
            else (b"Organisation,Activity,Township P-code,Township,Status\nHelp,Food,MMR001001,Myitkyina,Ongoing\n")
        )
        at = bring(at, text)
        at.session_state["atlas_bring_in"] = _forged(at.session_state["atlas_bring_in"], str(code))
        at.run()
        before = len(loads())
        at = press(at, "check")
        assert "may not bring in this file" in words(at)
        assert step(at) == "columns"
        assert len(loads()) == before

    def test_an_officer_answers_no_questions_about_places(self):
        at = check(as_officer(), [shelter_row(Home_township="Muze", State="")])
        assert "Places to confirm" not in words(at)
        assert "A place that could not be told" in sentences(at)

    def test_what_a_planner_checked_is_not_left_to_an_officer_of_the_same_account(self):
        at = opened()
        at.radio(key="w_bring_in_format").set_value("national").run()
        at = check(at, [row(Source_agency="DSW", Reference_code="55")])
        planner = at.session_state["atlas_scope"]
        at.session_state["atlas_scope"] = Scope(Role.DSW_OFFICER, planner.actor)
        at.run()
        assert not at.exception
        assert (step(at), at.session_state["atlas_bring_in"].report) == ("file", None)


def _forged(work, code):
    return type(work)(**{**vars(work), "format": code})
