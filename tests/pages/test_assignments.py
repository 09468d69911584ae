"""The Assignments page: who waits, the candidates, decisions, the proposal, requests; two readers at once."""

from __future__ import annotations

from datetime import date

import pytest

from data.assignments import NewReferral, refer
from data.store import Store
from data.vocabulary import Role, UnassignedReason
from tests.pages import hand_register as hand
from tests.pages.visit import metrics, register, scope_of, visit, words
from tests.small_register import case, fill, records, unassigned
from ui import cached

PAGE = "pages/manage/assignments.py"
HERE = "l1"  # waits in Lashio, where B has room


def needing(case_code: str, service: str) -> dict[str, object]:
    return {"case_code": case_code, "service": service, "noted_on": date(2024, 12, 1), "noted_by": "test"}


def whole(store: Store) -> Store:
    """The hand register, a child in Kutkai to whom a worker comes, one who declined, and twelve more for the pages."""
    more = [case("q1", ts_pcode=hand.KUTKAI, age_years=9), case("d1", ts_pcode=hand.LASHIO)]
    many = [case(f"z{i:02d}", ts_pcode=None) for i in range(12)]
    waits = [
        unassigned("q1", date(2024, 11, 1)),
        unassigned("d1", date(2024, 11, 2), "declined"),
        *(unassigned(str(row["case_code"]), date(2024, 12, 30), "untraced") for row in many),
    ]
    hand.whole(store)
    return fill(store, victim_case=[*more, *many], assignment=waits, case_need=[needing("k3", "health")])


@pytest.fixture
def paper(tmp_path):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path, patch, whole):
        yield


@pytest.fixture(scope="class")
def read_only(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("assign"), patch, whole):
        yield


def button(at, key: str):
    return next(one for one in at.button if one.key == key)


def submit(at, label: str):
    """The button of a form; a form's own key is not known to the test."""
    return next(one for one in at.button if one.label == label)


def holds(case_code: str) -> list[tuple[object, ...]]:
    """Periods of a case in the register: state, presence, end; the latest last."""
    sql = (
        "SELECT assignment_state, presence_id, end_reason, withdrawn FROM assignment "
        "WHERE case_code = $code ORDER BY decided_at_utc"
    )
    return records(cached.store().read(sql, {"code": case_code}))


def audited(action: str) -> list[tuple[object, ...]]:
    sql = "SELECT subject, records FROM audit_log WHERE starts_with(action, $action) ORDER BY seq"
    return records(cached.store().read(sql, {"action": action}))


@pytest.mark.usefixtures("read_only")
class TestReading:
    @pytest.mark.parametrize("role", [Role.PLANNER, Role.DSW_OFFICER])
    def test_who_waits_longest_first_a_page_at_a_time(self, role):
        at = visit(PAGE, role)
        assert not at.exception
        assert list(metrics(at).values()) == ["18", "3", "1", "0"]
        opens = [one.label for one in at.button if (one.key or "").startswith("w_asg_open_")]
        assert opens[:4] == ["m1", "q1", "u1", "d1"]
        assert len(opens) == 10
        assert "waits 366 days · No provider in reach" in words(at)
        button(at, "w_case_row_chevron_right").click().run()
        assert len([one for one in at.button if (one.key or "").startswith("w_asg_open_")]) == 8

    def test_narrowed_by_reason_and_code(self):
        at = visit(PAGE, Role.PLANNER, {"purpose": "untraced", "row": "10"})
        assert not at.exception
        assert "Reason" in words(at)
        at.text_input(key="w_asg_text").set_value("U1").run()
        assert [one.label for one in at.button if (one.key or "").startswith("w_asg_open_")] == ["u1"]
        at.text_input(key="w_asg_text").set_value("%").run()
        assert "Nobody of this kind is waiting" in words(at)

    def test_a_look_is_recorded_once_and_not_at_every_redrawing(self):
        before = len(audited("read cases"))
        at = visit(PAGE, Role.PLANNER, {"purpose": "declined"})
        at.run()
        assert audited("read cases")[before:] == [("waiting people", 1)]

    def test_the_candidates_of_a_person_with_their_reasons(self):
        at = visit(PAGE, Role.PLANNER, {"case": "q1"})
        assert not at.exception
        (choice,) = at.radio
        assert choice.options[0] == "Organisation B, Kutkai"
        captions = list(choice.proto.captions)
        assert captions[0].startswith("Comes to the township from Lashio, ")
        assert "does not tell whether it takes children · would carry 1 of 10" in captions[0]
        assert choice.options[1] == "Organisation B, Lashio"

    def test_a_full_provider_can_be_chosen_and_says_so(self):
        at = visit(PAGE, Role.PLANNER, {"case": "k3"})
        assert at.radio[0].options == ["Organisation A, Myitkyina — **Full**"]
        assert "Health" in at.radio[0].proto.captions[0]

    def test_who_should_be_heard_first_is_said(self):
        assert "The person declined; ask again" in words(visit(PAGE, Role.PLANNER, {"case": "d1"}))

    def test_where_nobody_comes_the_minimum_model_is_open(self):
        at = visit(PAGE, Role.PLANNER, {"case": "m1"})
        assert not at.exception
        said = words(at)
        assert "Nobody comes here" in said or "in reach" in said
        assert "Minimum model: transport paid" in said
        assert "Minimum model: accompanied home" not in said

    @pytest.mark.parametrize("code", ["k1", "no-such-code"])
    def test_a_code_of_nobody_who_waits_is_told_like_one_that_does_not_exist(self, code):
        at = visit(PAGE, Role.DSW_OFFICER, {"case": code})
        assert not at.exception
        assert "waits for a provider among those you see" in words(at)
        assert not at.radio

    def test_on_an_earlier_day_nothing_can_be_decided(self):
        at = visit(PAGE, Role.PLANNER, {"case": "m1", "as_of": "2024-06-30"})
        assert not at.exception
        assert "You look at an earlier day" in words(at)
        assert not [one for one in at.button if one.label in ("Assign", "Write the reason down", "Record the step")]

    def test_a_manager_sees_requests_only(self):
        at = visit(PAGE, Role.NGO_MANAGER, {"case": HERE, "part": "all"})
        assert not at.exception
        assert "No request waits for an answer" in words(at)
        assert not at.radio
        assert not metrics(at)
        assert HERE not in [one.label for one in at.button]

    def test_in_burmese(self):
        for more in ({}, {"part": "all"}, {"part": "asked"}, {"case": "q1"}):
            at = visit(PAGE, Role.PLANNER, {"lang": "my"} | more)
            assert not at.exception

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_other_roles_have_no_such_page(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)


@pytest.mark.usefixtures("paper")
class TestDeciding:
    def test_assign_say_it_and_take_it_back(self):
        at = visit(PAGE, Role.PLANNER, {"case": HERE})
        submit(at, "Assign").click().run()
        assert not at.exception
        assert "l1 is assigned to Organisation B." in words(at)
        assert holds(HERE) == [("unassigned", None, "assigned", False), ("assigned", "B1", None, False)]
        assert audited("assignment: assign") == [(HERE, 1)]
        button(at, "w_asg_undo").click().run()
        assert "Taken back" in words(at)
        assert holds(HERE) == [("unassigned", None, None, False), ("assigned", "B1", None, True)]
        assert at.radio, "the person waits again"

    def test_two_readers_at_once_the_second_is_told_and_nothing_is_overwritten(self):
        first, second = visit(PAGE, Role.PLANNER, {"case": HERE}), visit(PAGE, Role.DSW_OFFICER, {"case": HERE})
        submit(first, "Assign").click().run()
        submit(second, "Assign").click().run()
        assert not second.exception
        (error,) = second.error
        assert "Case l1 has changed" in error.value
        assert "test.planner" in error.value
        assert [row[1] for row in holds(HERE)] == [None, "B1"]
        assert len(audited("assignment: assign")) == 1

    def test_ask_then_the_manager_who_is_asked_accepts(self):
        at = visit(PAGE, Role.PLANNER, {"case": "d1"})
        at.radio[0].set_value("B1")
        submit(at, "Ask the provider first").click().run()
        assert "Organisation B is asked to take d1" in words(at)
        assert submit(at, "Ask the provider first").disabled
        assert "No request waits" in words(visit(PAGE, Role.NGO_MANAGER)), "another organisation was asked"
        answer = visit(PAGE, Role.PLANNER, {"part": "asked"})
        assert "1 request waits for an answer." in words(answer)
        submit(answer, "Accept").click().run()
        assert not answer.exception
        assert holds("d1")[-1] == ("assigned", "B1", None, False)
        assert "No request waits" in words(answer)

    def test_the_manager_declines_with_a_reason_never_without(self):
        refer(cached.store(), scope_of(Role.PLANNER), NewReferral("k3", "A1", hand.DAY, "k3/2024-12-01"))
        at = visit(PAGE, Role.NGO_MANAGER)
        assert "Myitkyina · Adult" in words(at)
        submit(at, "Decline").click().run()
        assert at.error, "a reason is asked for"
        next(one for one in at.text_input if one.key.startswith("w_asg_why_")).set_value("no room before May")
        submit(at, "Decline").click().run()
        assert not at.error
        assert "Declined: k3 stays as it is." in words(at)
        assert holds("k3") == [("unassigned", None, None, False)]

    def test_a_full_provider_takes_somebody_only_where_that_is_said(self):
        at = visit(PAGE, Role.PLANNER, {"case": "k3"})
        submit(at, "Assign").click().run()
        assert "is full" in at.error[0].value
        assert holds("k3") == [("unassigned", None, None, False)]
        next(one for one in at.checkbox if one.label.startswith("Assign although")).check()
        submit(at, "Assign").click().run()
        assert not at.error
        assert holds("k3")[-1] == ("assigned", "A1", None, False)

    def test_keep_waiting_with_another_reason(self):
        at = visit(PAGE, Role.DSW_OFFICER, {"case": "m1"})
        next(one for one in at.selectbox if one.label.startswith("Reason why")).set_value(
            UnassignedReason.PROVIDER_FULL
        )
        submit(at, "Write the reason down").click().run()
        assert not at.exception
        assert "m1 keeps waiting: Provider full" in words(at)
        assert "waits 366 days · Provider full" in words(at)

    def test_a_step_of_the_minimum_model_with_its_cost(self):
        at = visit(PAGE, Role.PLANNER, {"case": "m1"})
        next(one for one in at.number_input if one.label.startswith("Cost")).set_value(60000)
        submit(at, "Record the step").click().run()
        assert not at.exception
        assert "31 Dec 2024, 60,000 kyat" in words(at)
        found = cached.store().read(
            "SELECT event_kind, amount FROM case_event WHERE case_code = 'm1' AND starts_with(event_kind, 'minimum_')"
        )
        assert records(found) == [("minimum_transport", 60000.0)]


@pytest.mark.usefixtures("paper")
class TestProposal:
    def proposed(self):
        at = visit(PAGE, Role.PLANNER, {"part": "all"})
        button(at, "w_asg_propose").click().run()
        assert not at.exception
        return at

    def test_who_goes_where_and_who_stays_and_why(self):
        at = self.proposed()
        shown = metrics(at)
        assert int(shown["Proposed"]) + int(shown["Stay without"]) == 18
        lines = [one.key for one in at.button if (one.key or "").startswith("w_asg_accept_")]
        assert {"w_asg_accept_q1", "w_asg_accept_l1"} <= set(lines)
        assert "w_asg_accept_d1" not in lines, "declined: to be heard first"
        stays = at.dataframe[0].value.set_index("case_code")["stays"]
        assert stays["d1"] == "Family or person to be heard first"
        assert stays["z00"] == "Family or person to be heard first"
        assert {button.key for button in at.get("download_button")} >= {"download_assignment_proposal_xlsx"}

    def test_a_line_is_accepted_and_another_taken_meanwhile_is_told(self):
        first, second = self.proposed(), self.proposed()
        button(first, "w_asg_accept_l1").click().run()
        assert metrics(first)["Accepted"] == "1"
        assert not [one for one in first.button if one.key == "w_asg_accept_l1"]
        button(second, "w_asg_accept_page").click().run()
        assert not second.exception
        assert [error.value for error in second.error if "Case l1 has changed" in error.value]
        assert [row[1] for row in holds(HERE)] == [None, "B1"]
        assert holds("q1")[-1][0] == "assigned", "the other lines are written all the same"
        button(first, "w_asg_undo").click().run()
        assert metrics(first)["Accepted"] == "0"
        assert button(first, "w_asg_accept_l1")

    def test_switches_changed_after_the_proposal_are_said_to_count_for_the_next(self):
        at = self.proposed()
        at.toggle(key="w_asg_held").set_value(True).run()
        assert "The switches were changed since" in words(at)
        button(at, "w_asg_propose").click().run()
        assert "w_asg_accept_d1" in [one.key for one in at.button]


def test_an_empty_register(without_anything):
    for more in ({}, {"part": "all"}, {"part": "asked"}, {"case": "x"}):
        at = visit(PAGE, Role.PLANNER, more)
        assert not at.exception
    at = visit(PAGE, Role.PLANNER, {"part": "all"})
    button(at, "w_asg_propose").click().run()
    assert not at.exception
    assert "There is no room in reach" in words(at)
