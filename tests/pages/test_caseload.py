"""The Caseload page in every role, on the people of tests/carried_people: worked out on paper."""

from __future__ import annotations

import pytest

from data.vocabulary import Role
from tests import carried_people as paper
from tests.pages.visit import metrics, register, scope_of, sentences, visit, words
from ui import cached
from ui.state import CASE_ROLES

PAGE = "pages/track/caseload.py"
DAY = {"as_of": "2024-12-31"}
LOADS, WORKERS, CASES = "Caseload of each provider", "Caseload of each case worker", "People whom the provider carries"


@pytest.fixture(scope="class")
def on_paper(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("caseload"), patch, paper.with_events):
        yield


def rows_of(at, title: str):
    """The rows of a table, by what a screen reader calls it."""
    return next(frame.value for frame in at.dataframe if frame.proto.alt == title)


def looks(at) -> list[tuple[str, int]]:
    """What the visit left in the audit log: subject and records of each look at cases."""
    sql = "SELECT subject, records FROM audit_log WHERE action = 'read cases' ORDER BY seq"
    return list(cached.store().read(sql).itertuples(index=False, name=None))


@pytest.mark.usefixtures("on_paper")
class TestOnPaper:
    def test_a_planner_sees_everybody(self):
        at = visit(PAGE, Role.PLANNER, DAY)
        assert not at.exception
        found = metrics(at)
        assert (found["People carried"], found["Weighted caseload"], found["Room"]) == ("7", "10", "11")
        assert (found["Overloaded"], found["Closed within a year"], found["Overdue"]) == ("1", "1", "1")
        rows = rows_of(at, LOADS)
        assert dict(zip(rows["organisation"], rows["band"], strict=True)) == {
            "Organisation B": "Not active any more",  # B2 stands behind B1
            "Organisation A": "Nearly full",
            "Organisation D": "Has room",
            "Organisation G": "Capacity not told",
        }
        assert rows["weighted_people"].tolist() == [4, 4, 0, 1, 1]
        steps = rows.set_index("organisation")[["overdue", "due_soon", "revisits"]]
        assert steps.loc["Organisation A"].tolist() == [1, 1, 0]
        assert sorted(steps.loc["Organisation B", "revisits"].tolist()) == [0, 1]
        assert looks(at) == []  # numbers of people are no look at cases

    def test_who_is_full_and_who_near_has_room(self):
        at = visit(PAGE, Role.PLANNER, DAY)
        told = dict(sentences(at)["Room near full providers"])
        assert set(told) == {"Organisation B (Lashio)", "Organisation A (Myitkyina)"}
        assert told["Organisation B (Lashio)"].endswith("4 of 2 by weight. Nobody within reach has room.")
        assert "Organisation D (Waingmaw)" in told["Organisation A (Myitkyina)"]

    def test_a_manager_sees_the_own_organisation(self):
        at = visit(PAGE, Role.NGO_MANAGER, DAY)
        assert not at.exception
        assert metrics(at)["People carried"] == "3"
        assert any("only people assigned to your organisation" in caption.value for caption in at.caption)
        assert set(rows_of(at, LOADS)["organisation"]) == {"Organisation A"}
        assert "Near DSW offices" not in at.get("button_group")[0].options

    def test_an_officer_sees_the_own_people_beside_everybody(self):
        at = visit(PAGE, Role.DSW_OFFICER, DAY)
        assert not at.exception
        assert metrics(at)["People carried"] == "0"
        rows = rows_of(at, LOADS)
        assert rows["people"].sum() == 7
        assert rows["seen_people"].sum() == 0
        assert "a load may be higher than it reads" in words(at)

    def test_an_officer_is_not_told_a_load_that_rests_on_a_part(self):
        at = visit(PAGE, Role.DSW_OFFICER, DAY | {"part": "workers"})
        assert not at.exception
        assert not {"load_0_1", "band_shown"} & set(rows_of(at, WORKERS).columns)
        assert "their whole caseload is not told here" in words(at)

    @pytest.mark.parametrize("role", [role for role in Role if role not in CASE_ROLES])
    def test_others_have_no_such_page(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    def test_a_role_taken_away_closes_the_page(self):
        at = visit(PAGE, Role.PLANNER, DAY | {"part": "workers", "pool": "A1"})
        at.session_state["atlas_scope"] = scope_of(Role.DONOR)
        at.run()
        assert not at.exception
        assert not at.dataframe
        assert "Organisation A" not in words(at)

    @pytest.mark.parametrize(
        ("role", "part"),
        [
            (Role.DSW_OFFICER, "workers"),
            (Role.DSW_OFFICER, "dsw"),
            (Role.NGO_MANAGER, "dsw"),
            (Role.PLANNER, "nonsense"),
        ],
    )
    def test_parts_and_roles(self, role, part):
        at = visit(PAGE, role, DAY | {"part": part})
        assert not at.exception

    def test_near_dsw_offices(self):
        at = visit(PAGE, Role.PLANNER, DAY | {"part": "dsw"})
        rows = rows_of(at, "Those in need of support near DSW offices").set_index("place")
        assert rows.loc["Lashio", ["government_people", "others_people", "unassigned_people"]].tolist() == [1, 3, 0]
        assert rows.loc["Myitkyina", ["government_people", "others_people", "unassigned_people"]].tolist() == [0, 3, 0]
        assert "township not known: 1" in words(at)

    def test_countdown_lists_and_the_look_at_them(self):
        at = visit(PAGE, Role.PLANNER, DAY | {"part": "due"})
        assert not at.exception
        rows = rows_of(at, "What is due for whom")
        assert list(zip(rows["case_code"], rows["due_kind"], rows["days_left"], strict=True)) == [
            ("c2", "First visit at home", -1),
            ("c1", "First visit at home", 30),
            ("c6", "Revisit a year after closure (3.6)", 61),
        ]
        assert rows["organisation"].tolist() == ["Organisation A", "Organisation A", "Organisation B"]
        assert looks(at)[-1] == ("countdown list", 3)
        at.selectbox(key="w_kept_show").select("due_soon").run()
        assert rows_of(at, "What is due for whom")["case_code"].tolist() == ["c1", "c6"]
        at.selectbox(key="w_kept_due").select("revisit").run()
        assert rows_of(at, "What is due for whom")["case_code"].tolist() == ["c6"]
        assert "1 step is overdue; most of all: First visit at home (1)" in words(at)

    def test_a_manager_counts_down_the_own_cases(self):
        at = visit(PAGE, Role.NGO_MANAGER, DAY | {"part": "due", "due": "revisit"})
        assert not at.exception
        assert rows_of(at, "What is due for whom")["case_code"].tolist() == ["c2", "c1"]

    def test_what_each_case_worker_has_to_do(self):
        at = visit(PAGE, Role.NGO_MANAGER, DAY | {"part": "workers"})
        rows = rows_of(at, WORKERS).set_index("worker")
        assert rows.loc["CW-1", ["people", "special_people", "overdue_steps", "soon_steps"]].tolist() == [2, 1, 1, 1]
        assert rows.loc["CW-9", "band_shown"] == "Not active any more"

    def test_workers_in_burmese(self):
        at = visit(PAGE, Role.NGO_MANAGER, DAY | {"part": "workers", "lang": "my"})
        assert not at.exception

    def test_an_earlier_day(self):
        at = visit(PAGE, Role.PLANNER, {"as_of": "2024-11-29"})
        assert not at.exception
        assert metrics(at)["People carried"] == "5"  # c1 with A, c4 c5 c8 with B, c9 with DSW


class TestWorkers:
    """Each test has a register of its own, for it writes."""

    @pytest.fixture(autouse=True)
    def own(self, tmp_path, monkeypatch):
        self.path = tmp_path / "atlas.duckdb"
        with register(tmp_path, monkeypatch, paper.whole):
            yield

    def opened(self, role: Role = Role.NGO_MANAGER, pool: str = "A1"):
        at = visit(PAGE, role, DAY | {"part": "workers", "pool": pool})
        assert not at.exception
        return at

    def test_a_look_at_the_cases_is_recorded_once(self):
        at = self.opened()
        assert rows_of(at, CASES)["case_code"].tolist() == ["c1", "c2", "c3"]
        at.run()
        assert looks(at) == [("caseload of a provider", 3)]

    def test_a_case_is_given_to_another_worker(self):
        at = self.opened()
        at.selectbox(key="w_caseload_case_0").select("c1")
        at.selectbox(key="w_caseload_worker_0").select("w2")
        self.press(at, "Give the case")
        assert "Case c1 is now with: CW-2." in words(at)
        rows = rows_of(at, CASES)
        assert dict(zip(rows["case_code"], rows["worker_code"], strict=True))["c1"] == "CW-2"

    def test_of_two_who_give_at_once_the_second_is_told(self):
        first, second = self.opened(), self.opened(Role.PLANNER)
        for at, worker in ((first, "w2"), (second, "")):
            at.selectbox(key="w_caseload_case_0").select("c1")
            at.selectbox(key="w_caseload_worker_0").select(worker)
        self.press(first, "Give the case")
        self.press(second, "Give the case")
        assert "was changed meanwhile by test.ngo" in words(second)
        found = cached.store().read("SELECT worker_id FROM assignment WHERE assignment_id = 'c1/2023-07-10'")
        assert found["worker_id"].tolist() == ["w2"]

    def test_a_worker_is_added_by_code_and_a_name_is_refused(self):
        at = self.opened()
        at.text_input(key="w_caseload_code_0").input("Daw Aye Aye")
        self.press(at, "Add the case worker")
        assert "never a name" in words(at)
        at.text_input(key="w_caseload_code_0").input("cw-7")
        self.press(at, "Add the case worker")
        assert "The case worker was added." in words(at)
        assert "CW-7" in rows_of(at, WORKERS)["worker"].tolist()

    def test_workers_of_others_have_no_form(self):
        at = self.opened(pool="B1")  # the manager's own organisation is A
        assert not [button for button in at.button if button.label == "Give the case"]

    @staticmethod
    def press(at, label: str) -> None:
        next(button for button in at.button if button.label == label).click()
        at.run()
        assert not at.exception


def test_nobody_at_all(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, lambda _store: None):
        for role in CASE_ROLES:
            at = visit(PAGE, role)
            assert not at.exception
            assert "No provider in your scope carries anybody" in words(at)
