"""Lists of hot spots on their page: read by role, frozen, kept when data arrive late, two sittings at once, steps."""

from __future__ import annotations

from datetime import date

import pytest

from data.hotspot_lists import verify
from data.vocabulary import Role
from tests.pages import hand_register as hand
from tests.pages.visit import register, visit, words
from tests.small_register import case, fill
from ui import cached

PAGE = "pages/see/hot_spots.py"
KNOWN = date(2023, 12, 31)
# Victims a year: Muse stands out, Lashio and Myitkyina less, Laukkaing in the later year alone; 2021 has none.
COUNTS = {
    2020: {hand.MUSE: 30, hand.LASHIO: 12},
    2022: {hand.MUSE: 30, hand.LASHIO: 12, hand.MYITKYINA: 9},
    2023: {hand.MUSE: 30, hand.MYITKYINA: 9, hand.LAUKKAING: 15},
}
MUSE_TICK = f"list_tick_2023_{hand.MUSE}"


def cases(counts, begin: str = "c", recorded_on: date | None = None):
    return [
        case(f"{begin}{year}{place}{i}", ts_pcode=place, identified_month=date(year, 5, 1),
             recorded_on=recorded_on or date(year, 12, 31))
        for year, of in counts.items() for place, n in of.items() for i in range(n)
    ]  # fmt: skip


@pytest.fixture
def years(tmp_path):
    with (
        pytest.MonkeyPatch.context() as patch,
        register(tmp_path, patch, lambda store: fill(store, victim_case=cases(COUNTS))),
    ):
        yield


def opened(part: str = "", role: Role = Role.PLANNER, **query: str):
    at = visit(PAGE, role, query | ({"part": part} if part else {}))
    assert not at.exception
    return at


def drawn(at) -> str:
    """Everything drawn as HTML."""
    return "\n".join(element.proto.body for element in at.get("html"))


def agree(at, year: int = 2023):
    at.checkbox(key=f"list_agreed_{year}").check().run()
    assert not at.exception
    return at


def frozen(at, year: int = 2023):
    agree(at, year).button(key="list_freeze").click().run()
    assert not at.exception
    return at


def kept():
    return cached.store().read("SELECT * FROM hotspot_entry ORDER BY ALL").to_csv()


def listed(list_id: str) -> dict[str, str]:
    rows = cached.store().read("SELECT ts_pcode, how FROM hotspot_entry WHERE list_id = $id", {"id": list_id})
    return dict(zip(rows["ts_pcode"], rows["how"], strict=True))


@pytest.mark.usefixtures("without_anything")
class TestBeforeTheFirst:
    def test_the_planner_is_told_how_to_freeze_the_first(self):
        at = opened("lists")
        assert "No list of hot spots has been frozen yet" in words(at)
        at.button(key="list_first").click().run()
        assert not at.exception
        assert at.query_params["part"] in ("freeze", ["freeze"])

    @pytest.mark.parametrize("role", [Role.DSW_OFFICER, Role.NGO_MANAGER])
    def test_others_are_told_who_freezes_it(self, role):
        said = words(opened("lists", role))
        assert "A planner freezes one after the annual meeting" in said
        assert "list_first" not in said

    def test_a_register_without_victims_proposes_nobody_and_an_empty_list_is_refused(self):
        at = opened("freeze")
        assert "the rule proposes nobody" in words(at)
        year = at.session_state["w_list_year"]
        frozen(at, year)
        assert f"The list of {year} has no township" in words(at)
        assert cached.store().read("SELECT count(*) AS n FROM hotspot_list")["n"].iloc[0] == 0


@pytest.mark.usefixtures("years")
class TestFreezing:
    def test_what_the_rule_proposes_is_frozen_as_version_1(self):
        at = frozen(opened("freeze"))
        assert "List of 2023, version 1 is frozen: 3 townships." in words(at)
        assert listed("hotspots-2023-v1") == {hand.MUSE: "rule", hand.LAUKKAING: "rule", hand.MYITKYINA: "rule"}
        assert verify(cached.store()) == ()

    def test_nothing_is_frozen_before_the_meeting_agrees(self):
        at = opened("freeze")
        assert at.button(key="list_freeze").disabled
        assert not agree(at).button(key="list_freeze").disabled

    def test_ticked_off_and_added_with_a_reason_and_a_note(self):
        at = opened("freeze")
        at.checkbox(key=MUSE_TICK).uncheck().run()
        at.selectbox(key="list_add_2023").set_value(hand.LASHIO)
        at.text_input(key="list_reason_2023").set_value("New road")
        at.button(key="list_add").click().run()
        assert not at.exception
        at.text_input(key="list_note_2023").set_value("Annual review").run()
        frozen(at)
        assert listed("hotspots-2023-v1") == {hand.LASHIO: "hand", hand.LAUKKAING: "rule", hand.MYITKYINA: "rule"}
        head = cached.store().read("SELECT note, rule_most, townships FROM hotspot_list").iloc[0]
        assert (head["note"], head["rule_most"], head["townships"]) == ("Annual review", 20, 3)
        said = drawn(opened("lists"))
        assert "picked by the meeting: New road" in said
        assert "people unassigned: 0" in said

    def test_what_was_added_can_be_taken_out_again(self):
        at = opened("freeze")
        at.selectbox(key="list_add_2023").set_value(hand.LASHIO)
        at.text_input(key="list_reason_2023").set_value("New road")
        at.button(key="list_add").click().run()
        at.button(key=f"list_remove_2023_{hand.LASHIO}").click().run()
        frozen(at)
        assert hand.LASHIO not in listed("hotspots-2023-v1")

    @pytest.mark.parametrize(
        ("reason", "said"),
        [("U Ba Maung told us", "seems to name a person"), ("", "Write something"), ("09 250 123 456", "telephone")],
    )
    def test_a_reason_that_cannot_be_kept_is_told_in_words(self, reason, said):
        at = opened("freeze")
        at.selectbox(key="list_add_2023").set_value(hand.LASHIO)
        at.text_input(key="list_reason_2023").set_value(reason)
        at.button(key="list_add").click().run()
        assert not at.exception
        assert said in words(at)
        assert "Lashio" in at.error[0].value
        assert hand.LASHIO not in listed_now(at)

    def test_a_note_that_names_a_person_is_told_and_not_frozen(self):
        at = opened("freeze")
        at.text_input(key="list_note_2023").set_value("Chaired by U Ba Maung").run()
        assert "the note seems to name a person" in at.error[0].value
        frozen(at)
        assert kept().count("\n") == 1

    def test_a_correction_is_version_2_and_says_so(self):
        at = frozen(opened("freeze"))
        at.checkbox(key=MUSE_TICK).uncheck().run()
        at.button(key="list_freeze").click().run()
        assert not at.exception
        assert "List of 2023, version 2 is frozen: 2 townships." in words(at)
        old = opened("lists", list="hotspots-2023-v1")
        assert "Version 2 has taken its place" in words(old)

    def test_two_sittings_at_once_one_freezes_and_the_other_is_told_and_may_correct(self):
        first, second = agree(opened("freeze")), agree(opened("freeze"))
        first.button(key="list_freeze").click().run()
        second.button(key="list_freeze").click().run()
        assert not second.exception
        assert "test.planner has frozen a list of 2023 already (version 1, 3 townships" in words(second).replace(
            "\\", ""
        )
        assert listed("hotspots-2023-v2") == {}
        second.button(key="list_start_from").click().run()
        assert not second.error
        second.button(key="list_freeze").click().run()
        assert "version 2 is frozen" in words(second)
        assert len(listed("hotspots-2023-v2")) == 3

    def test_a_list_frozen_meanwhile_is_told_before_anybody_tries(self):
        second = agree(opened("freeze"))
        frozen(opened("freeze"))
        second.run()
        assert "has frozen a list of 2023 meanwhile (version 1, 3 townships)" in words(second).replace("\\", "")

    def test_data_that_arrive_late_leave_the_list_and_are_told(self):
        frozen(opened("freeze"))
        assert "Nothing would differ with what is known on 31 Dec 2023." in words(opened("lists"))
        before = kept()
        fill(cached.store(), victim_case=cases({2023: {hand.LASHIO: 40}}, "late", date(2024, 2, 1)))
        said = words(opened("lists"))
        assert kept() == before
        assert "Would be listed today: Lashio." in said
        assert "With what is known on 1 Feb 2024" in said
        assert verify(cached.store()) == ()


def listed_now(at) -> set[str]:
    return {code for sitting in at.session_state["atlas_sittings"].values() for code, _reason in sitting.added}


@pytest.mark.usefixtures("years")
class TestReading:
    def test_against_the_list_of_the_year_before(self):
        frozen(opened("freeze", year="2022"), 2022)
        assert "There is no list of an earlier year" in words(opened("lists"))
        frozen(opened("freeze"))
        at = opened("lists")
        assert "Against the list of 2022 (version 1): 1 entered, 2 stayed, 1 left." in words(at)
        html = drawn(at)
        assert html.index("Laukkaing") < html.index("Lashio")

    @pytest.mark.parametrize("role", [Role.DSW_OFFICER, Role.NGO_MANAGER])
    def test_those_who_carry_out_see_rank_and_kind_and_no_count(self, role):
        at = opened("freeze")
        at.selectbox(key="list_add_2023").set_value(hand.LASHIO)
        at.text_input(key="list_reason_2023").set_value("New road")
        at.button(key="list_add").click().run()
        frozen(at)
        at = opened("freeze", role)  # the part is not theirs: they get the lists
        said = words(at) + drawn(at)
        assert "Muse" in said
        assert "rank 1 (between" in said
        for secret in ("unassigned", "New road", "If the list were made today", "list_freeze", "% of its victims"):
            assert secret not in said, secret
        assert "mainly to China" in said
        assert {b.key for b in at.get("download_button")} == {
            f"download_hotspot_list_2023_v1_{e}" for e in ("csv", "xlsx")
        }

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_nobody_else_opens_the_page(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    def test_a_year_without_victims_and_one_that_cannot_be_tested(self):
        assert "No victim with a known township is known of 2021" in words(opened("freeze", year="2021"))
        fill(cached.store(), victim_case=cases({2021: {hand.MUSE: 9}}, "few"))
        said = words(opened("freeze", year="2021"))
        assert "2021 cannot be tested for hot spots: Too few victims" in said


@pytest.mark.usefixtures("years")
class TestMeeting:
    def test_every_step_follows_the_other_and_stands_in_the_address(self):
        frozen(opened("freeze", year="2022"), 2022)
        at = opened("meeting", year="2023")
        said = []
        for step in ("", "changed", "candidates", "decide", "frozen"):
            assert at.query_params.get("step", "") in (step, [step]), step
            said.append(words(at) + drawn(at))
            if step != "frozen":
                at.button(key="meeting_next").click().run()
                assert not at.exception
        assert "List of 2022, version 1: 3 townships" in said[0]
        assert "Would enter" in said[1]
        assert "Nothing would differ" in said[1]
        assert "Candidates of 2023: 3 townships" in said[2]
        assert "Freeze the list of 2023 (3)" in said[3]
        assert "Not frozen yet" in said[4]
        assert at.button(key="meeting_next").disabled
        at.button(key="meeting_back").click().run()
        assert "Freeze the list of 2023 (3)" in words(at)

    def test_a_step_is_opened_by_its_address(self):
        assert "Candidates of 2023" in words(opened("meeting", step="candidates"))
        assert "No earlier list" in words(opened("meeting", step="nonsense"))

    def test_decisions_outlast_the_steps_and_freezing_leads_to_the_last(self):
        at = opened("meeting", step="decide")
        at.checkbox(key=MUSE_TICK).uncheck().run()
        at.button(key="meeting_back").click().run()
        at.button(key="meeting_next").click().run()
        assert not at.checkbox(key=MUSE_TICK).value
        frozen(at)
        assert "List of 2023, version 1 is frozen: 2 townships." in words(at)
        assert at.query_params["step"] in ("frozen", ["frozen"])
        assert hand.MUSE not in listed("hotspots-2023-v1")

    def test_without_an_earlier_list_everything_is_new(self):
        assert "this meeting freezes the first" in words(opened("meeting"))
        assert "Everything is new" in words(opened("meeting", step="changed"))
