"""The page R&R meeting: a whole sitting on the hand register, from opening it to the minutes, and who may do what."""

from __future__ import annotations

import io
from datetime import date

import pytest
from openpyxl import load_workbook

from data import meetings
from data.store import Store
from data.vocabulary import AgeGroup, Role, UnassignedReason
from data.vocabulary_work import AgendaItem, Body, Decision, MeetingKind, MeetingSite
from tests.pages import hand_register as hand
from tests.pages.test_cases import htmls
from tests.pages.visit import register, scope_of, visit, words
from tests.small_register import case, event, fill, records, unassigned
from ui import cached, rr_meeting_minutes, rr_meeting_sitting

PAGE = "pages/decide/rr_meeting.py"
DAY = date(2024, 12, 31)
FALAM = "MMR004001"  # in Chin State, far from every provider
HERE = "l1"  # waits in Lashio, where B has room; Mandalay is the nearest site


def whole(store: Store) -> Store:
    """The hand register, a negative child in Kutkai, a Special Case in Lashio, and somebody closed a year ago."""
    hand.whole(store)
    return fill(
        store,
        victim_case=[
            case("n1", ts_pcode=hand.KUTKAI, age_years=9, family_assessment="negative"),
            case("s1", ts_pcode=hand.LASHIO, is_special=True, age_years=None),
            case("r1", ts_pcode=hand.LASHIO),
        ],
        case_event=[
            event("r1", "returned_home", date(2023, 7, 1)),
            event("r1", "closed", date(2023, 12, 31)),
        ],
        assignment=[
            unassigned("n1", date(2024, 11, 1), "negative_assessment"),
            unassigned("s1", date(2024, 12, 20), "not_considered"),
        ],
    )


@pytest.fixture
def paper(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, whole):
        yield


def opened(role: Role = Role.PLANNER, **query: str):
    at = visit(PAGE, role, query)
    assert not at.exception
    return at


def started(role: Role = Role.PLANNER, **query: str):
    """A sitting in Mandalay on the last day, opened below the page."""
    sitting = meetings.open_meeting(
        cached.store(), scope_of(Role.PLANNER), MeetingKind.RR_OPERATIONAL, MeetingSite.MANDALAY, DAY
    )
    return sitting, opened(role, meeting=sitting, **query)


def listed(at) -> set[str]:
    return {str(b.key).removeprefix("w_rr_case_") for b in at.button if str(b.key).startswith("w_rr_case_")}


def press(at, text: str):
    next(button for button in at.button if button.label == text).click().run()
    assert not at.exception
    return at


def choose(at, decision: Decision, case_code: str, times: int = 0):
    return at.selectbox(key=f"w_rr_decision_{case_code}_{times}").select(decision).run()


def decided() -> list[tuple[object, ...]]:
    return records(
        cached.store().read("SELECT case_code, decision, withdrawn FROM meeting_decision ORDER BY decided_at_utc")
    )


@pytest.mark.usefixtures("paper")
class TestStart:
    @pytest.mark.parametrize("role", [Role.PLANNER, Role.DSW_OFFICER])
    def test_a_meeting_is_opened_and_shown(self, role):
        at = opened(role)
        assert "No R&R operational meeting is recorded yet" in words(at)
        at.date_input(key="w_rr_day").set_value(DAY)
        press(at, "Open the meeting")
        told = records(cached.store().read("SELECT meeting_site, held_on FROM meeting"))
        assert told == [("mandalay", DAY)]
        assert "Mandalay, 31 Dec 2024 · minutes open" in words(at)
        press(at, "All meetings")
        assert "Mandalay, 31 Dec 2024" in {button.label for button in at.button}

    def test_the_same_meeting_twice_is_told(self):
        started()
        at = opened()
        at.date_input(key="w_rr_day").set_value(DAY)
        press(at, "Open the meeting")
        assert "already has this meeting" in " ".join(error.value for error in at.error)

    @pytest.mark.parametrize("role", [Role.NGO_MANAGER, Role.DONOR, Role.ADMINISTRATOR])
    def test_not_for_other_roles(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    def test_an_address_of_no_meeting(self):
        assert "There is no R&R operational meeting of that address" in words(opened(meeting="MT-none"))


@pytest.mark.usefixtures("paper")
class TestSitting:
    def test_the_agenda_by_item_with_its_counts(self):
        _sitting, at = started()
        assert {HERE, "n1", "s1", "r1"} <= listed(at)
        told = words(at)
        assert "cases** without a decision yet; 0 decided in this sitting." in told
        assert "Special Case · 1" in told
        assert "Revisit due · 1" in told
        at = opened(meeting=_sitting, part="revisit_due")
        assert listed(at) == {"r1"}

    def test_a_person_is_assigned_and_the_decision_taken_back_with_it(self):
        sitting, at = started(case=HERE)
        choose(at, Decision.ASSIGN, HERE)
        press(at, "Write the decision")
        assert "Assign to a provider. Written and carried out" in words(at)
        standing = "case_code = 'l1' AND valid_to IS NULL AND NOT withdrawn"
        carried = f"SELECT organisation_id, meeting_id FROM assignment WHERE {standing}"
        assert records(cached.store().read(carried)) == [("B", sitting)]
        at = opened(meeting=sitting, step="minutes")
        at.selectbox(key="w_rr_take_back").select_index(0)
        press(at, "Take back")
        assert "Taken back: l1" in words(at)
        assert decided() == [(HERE, "assign", True)]
        still = f"SELECT assignment_state FROM assignment WHERE {standing}"
        assert records(cached.store().read(still)) == [("unassigned",)]

    @pytest.mark.parametrize(
        ("case_code", "decision", "kind"),
        [
            (HERE, Decision.REFER, None),
            (HERE, Decision.KEEP_WAITING, None),
            (HERE, Decision.MINIMUM_MODEL, None),
            ("n1", Decision.ALTERNATIVE, "alternative_planned"),
            ("s1", Decision.DISCUSSED, "discussed_at_meeting"),
            ("r1", Decision.REVISIT, None),
        ],
    )
    def test_each_decision_is_written(self, case_code, decision, kind):
        _sitting, at = started(case=case_code)
        choose(at, decision, case_code)
        press(at, "Write the decision")
        assert not at.error
        assert decided() == [(case_code, str(decision), False)]
        if kind:
            found = cached.store().read("SELECT event_kind FROM case_event WHERE case_code = $c", {"c": case_code})
            assert kind in set(found["event_kind"])

    def test_what_cannot_be_carried_out_is_not_offered(self):
        _sitting, at = started(case="r1")
        offered = at.selectbox(key="w_rr_decision_r1_0").options
        assert offered == ["Arrange the revisit", "Discussed, nothing decided"]

    def test_nobody_in_reach_is_said(self):
        rows = {"victim_case": [case("far", ts_pcode=FALAM)], "assignment": [unassigned("far", date(2024, 1, 1))]}
        fill(cached.store(), **rows)
        _sitting, at = started(case="far")
        choose(at, Decision.ASSIGN, "far")
        told = " ".join(warning.value for warning in at.warning)
        assert "No provider that takes part is in reach" in told

    def test_who_decides_on_what_changed_meanwhile_is_told_and_nothing_is_written(self):
        _sitting, at = started(case=HERE)
        choose(at, Decision.KEEP_WAITING, HERE)
        with cached.store().transaction() as cursor:
            cursor.execute("UPDATE assignment SET assignment_id = 'other' WHERE case_code = 'l1'")
        press(at, "Write the decision")
        assert "was changed meanwhile" in " ".join(error.value for error in at.error)
        assert decided() == []

    def test_a_second_one_who_decides_the_same_case_is_told(self):
        sitting, first = started(case="s1")
        second = opened(Role.DSW_OFFICER, meeting=sitting, case="s1")
        for at in (first, second):
            choose(at, Decision.DISCUSSED, "s1")
        press(first, "Write the decision")
        press(second, "Write the decision")
        assert "was changed meanwhile" in " ".join(error.value for error in second.error)
        assert decided() == [("s1", "discussed", False)]

    def test_a_name_in_the_note_is_refused(self):
        _sitting, at = started(case="s1")
        choose(at, Decision.DISCUSSED, "s1")
        at.text_input(key="w_rr_note_discussed_s1_0").set_value("call 09-450 123 456")
        press(at, "Write the decision")
        assert at.error
        assert decided() == []


@pytest.mark.usefixtures("paper")
class TestMinutes:
    def closed(self):
        sitting, at = started(case="s1")
        choose(at, Decision.DISCUSSED, "s1")
        press(at, "Write the decision")
        at = opened(meeting=sitting, step="close")
        press(at, "Close the minutes")
        assert "Say how many people of each body came" in " ".join(error.value for error in at.error)
        at.number_input(key=f"w_rr_came_dsw_{sitting}").set_value(3)
        at.number_input(key=f"w_rr_came_ngo_{sitting}").set_value(2)
        press(at, "Close the minutes")
        return sitting, at

    def test_closed_with_who_came_and_nothing_is_decided_any_more(self):
        sitting, at = self.closed()
        told = words(at)
        assert "Department of Social Welfare 3; NGOs 2" in told
        assert "minutes closed on" in told
        came = records(cached.store().read("SELECT body, people FROM meeting_attendance ORDER BY body"))
        assert came == [(str(Body.DSW), 3), (str(Body.NGO), 2)]
        at = opened(meeting=sitting, case=HERE)
        assert not any(str(box.key).startswith("w_rr_decision_") for box in at.selectbox)
        assert not any(button.label == "Take back" for button in at.button)

    def test_both_files_are_offered(self):
        _sitting, at = self.closed()
        keys = {button.key for button in at.get("download_button")}
        assert f"download_file_minutes-mandalay-{DAY}.xlsx" in keys
        assert f"download_file_minutes-mandalay-{DAY}.html" in keys

    def test_the_page_to_print_escapes_what_was_typed(self, monkeypatch):
        sitting, _at = started()
        new = meetings.NewDecision(
            sitting, "s1", AgendaItem.SPECIAL_CASE, Decision.KEEP_WAITING, "s1/2024-12-20",
            reason=UnassignedReason.UNTRACED, note="<b>see</b> ${x}",
        )  # fmt: skip
        meetings.decide(cached.store(), scope_of(Role.PLANNER), new)
        monkeypatch.setattr("ui.rr_meeting_sitting.state.scope", lambda: scope_of(Role.PLANNER))
        found = rr_meeting_sitting.read(sitting)
        assert found is not None
        html = rr_meeting_minutes.page(found)
        assert "<p>Mandalay, 31 Dec 2024 · minutes open</p>" in html
        assert "<b>see" not in html
        assert "&lt;b&gt;see" in html
        assert "<script" not in html
        assert "s1" in html
        book = load_workbook(io.BytesIO(rr_meeting_minutes.workbook(found)))
        cells = [str(cell.value) for cell in book["Decisions"][2]]
        assert cells[:3] == ["s1", "Special Case", "Keep waiting, with the reason"]
        assert str(AgeGroup.UNKNOWN.label) in cells

    def test_in_burmese(self):
        sitting, _at = started()
        at = opened(meeting=sitting, lang="my")
        assert "မန္တလေး" in words(at)
        assert 'lang="my"' in htmls(at)
