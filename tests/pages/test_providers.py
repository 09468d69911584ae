"""The Providers page in every role, on a directory worked out on paper."""

from __future__ import annotations

import pytest

from data.vocabulary import Role
from tests.pages import hand_register as hand
from tests.pages.visit import metrics, register, scope_of, visit, words
from ui.state import DIRECTORY_ROLES

PAGE = "pages/see/providers.py"
TITLES = {
    "active": "Who does what, where and when",
    "to_confirm": "Presences to confirm",
    "not_active": "Presences that are not active",
}
TABLES = ("active", "by_state", "completeness", "freshness", "to_confirm", "roving_sets", "not_active")


@pytest.fixture(scope="class")
def paper(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch, register(tmp_path_factory.mktemp("providers"), patch, hand.whole):
        yield


def headings(at) -> set[str]:
    return {str(name) for frame in at.dataframe for name in frame.value.columns}


def shown_table(at, name: str):
    """The rows of one of TITLES, by what a screen reader calls it."""
    return next(frame.value for frame in at.dataframe if frame.proto.alt == TITLES[name])


@pytest.mark.usefixtures("paper")
class TestOnPaper:
    @pytest.mark.parametrize("role", DIRECTORY_ROLES)
    def test_the_headline_is_the_same_for_every_reader(self, role):
        at = visit(PAGE, role)
        assert not at.exception
        assert list(metrics(at).values()) == ["3", "4", "4", "2", "25%"]

    def test_room_for_those_who_refer_people_to_each_other(self):
        at = visit(PAGE, Role.NGO_MANAGER)
        assert not at.exception
        rows = shown_table(at, "active")
        found = dict(zip(rows["township"], rows["room_people"], strict=True))
        assert (found["Myitkyina"], found["Lashio"], found["Kutkai"]) == (0, 10, 10)
        assert dict(zip(rows["township"], rows["pool_caseload_people"], strict=True))["Myitkyina"] == 2

    def test_a_donor_sees_who_what_where_when_and_nothing_on_people(self):
        at = visit(PAGE, Role.DONOR)
        assert not at.exception
        seen = headings(at)
        assert {"organisation", "township", "services", "from_on", "source"} <= seen
        assert not {name for name in seen if name.endswith("_people") or name in ("case_workers", "people_reached")}
        said = words(at)
        for word in ("Caseload", "Capacity", "People reached", "Case workers", "Victims", "victims ("):
            assert word not in said

    def test_the_administrator_has_no_such_page(self):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, Role.ADMINISTRATOR)

    def test_a_role_taken_away_in_the_middle_of_a_visit_closes_the_page(self):
        at = visit(PAGE, Role.PLANNER)
        at.session_state["atlas_scope"] = scope_of(Role.ADMINISTRATOR)
        at.run()
        assert not at.exception
        assert "Active presences" not in metrics(at)
        assert "Organisation B" not in words(at)

    def test_every_table_can_be_taken_away_in_both_formats(self):
        at = visit(PAGE, Role.DONOR)
        keys = {button.key for button in at.get("download_button")}
        assert keys == {f"download_providers_{name}_{ending}" for name in TABLES for ending in ("csv", "xlsx")}

    def test_filters_stand_in_the_url_and_text_is_read_as_it_stands(self):
        at = visit(PAGE, Role.PLANNER, {"kind": "ingo"})
        assert not at.exception
        assert list(shown_table(at, "active")["township"]) == ["Muse"]
        at.text_input(key="w_providers_text").set_value("(a|b)").run()
        assert not at.exception
        assert "None of the 4 active presences fits" in words(at)

    def test_choosing_in_the_page_writes_it_into_the_url(self):
        at = visit(PAGE, Role.PLANNER)
        at.multiselect(key="w_kept_presence").set_value(["roving"]).run()
        assert not at.exception
        assert list(shown_table(at, "active")["township"]) == ["Kutkai"]
        assert at.query_params["presence"] in ("roving", ["roving"])

    def test_the_page_says_what_its_date_and_its_dashes_mean(self):
        at = visit(PAGE, Role.PLANNER, {"sex": "female"})
        said = "\n".join(caption.value for caption in at.caption)
        assert "the filters of cases change nothing on this page" in said
        assert "cases identified" not in said
        assert {table.proto.placeholder for table in at.dataframe} == {"–"}

    def test_what_is_not_active_stands_apart(self):
        at = visit(PAGE, Role.PLANNER)
        assert set(shown_table(at, "not_active")["township"]) == {"Namhkan", "Hopong"}
        assert not {"Namhkan", "Hopong"} & set(shown_table(at, "active")["township"])
        assert "Planned: 1; Suspended: 1." in words(at)

    def test_whom_to_call(self):
        at = visit(PAGE, Role.PLANNER)
        assert list(shown_table(at, "to_confirm")["days_ago"]) == [716]  # 15 Jan 2023 to 31 Dec 2024

    def test_an_earlier_day_shows_the_directory_of_that_day(self):
        at = visit(PAGE, Role.DONOR, {"as_of": "2019-06-30"})
        assert not at.exception
        assert metrics(at)["Active presences"] == "3"  # A1 begins in 2020

    def test_in_burmese(self):
        at = visit(PAGE, Role.DONOR, {"lang": "my"})
        assert not at.exception
        assert "မူဆယ်" in set(at.dataframe[0].value["township"])


def test_no_directory_at_all(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, hand.only_cases):
        at = visit(PAGE, Role.DONOR)
        assert not at.exception
        assert "no provider directory yet" in words(at)


def test_a_directory_of_which_nothing_is_active(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, hand.only_inactive):
        at = visit(PAGE, Role.PLANNER)
        assert not at.exception
        assert list(metrics(at).values()) == ["0", "0", "0", "0", "n/a"]
        assert "no presence that is active on this day" in words(at)
        assert len(shown_table(at, "not_active")) == 2
