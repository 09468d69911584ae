"""The Data quality page in every role, on the register worked out on paper and on files brought in by the test."""

from __future__ import annotations

import pytest

from data.answers import confirmed_names
from data.load import FORMATS, load
from data.scope import Scope
from data.validate import Options, check
from data.vocabulary import Role
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from queries import quality as ask
from queries.filters import Filters
from tests.pages import hand_register as hand
from tests.pages.visit import metrics, register, scope_of, sentences, visit, words
from tests.small_register import case, fill, presence
from ui import cached, state

PAGE = "pages/manage/quality.py"
HEAD = "Organisation,Activity,Township P-code,Township,Status"
FILE = f"{HEAD}\nHelp,Food,MMR001001,Myitkyina,Ongoing\nHelp,Food,,Ywathit,Ongoing\nHelp,Food,MMR001001,,Nearly\n"
PLANNER = Scope(Role.PLANNER, "somebody")
NOW = Filters(as_of=hand.DAY)
TWINS = [
    case("t1", source_agency="atu", ts_pcode=hand.MUSE, withdrawn=False),
    case("t2", source_agency="dsw", ts_pcode=hand.MUSE, withdrawn=False),
]


def with_files(store) -> None:
    hand.whole(store)
    fill(store, victim_case=TWINS)
    pair = {"pair_id": "PAIR-1", "case_code_a": "t1", "case_code_b": "t2", "score": 0.75}
    fill(store, case_pair=[pair | {"why": "sex_and_township age_same", "state": "proposed"}])
    raw = read_file(FILE.encode(), "a.csv")
    load(store, check(raw, FORMATS["providers"], default_gazetteer(), Options()), PLANNER)


@pytest.fixture
def atlas(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, with_files):
        yield


def opened(role: Role = Role.PLANNER, **query: str):
    at = visit(PAGE, role, query)
    assert not at.exception
    return at


def table(at, title: str):
    return next(frame.value for frame in at.dataframe if frame.proto.alt == title)


def audited() -> list[tuple[str, str, int]]:
    rows = cached.store().read("SELECT action, subject, records FROM audit_log ORDER BY seq")
    return [tuple(row) for row in rows.itertuples(index=False)]


@pytest.mark.usefixtures("on_paper")
class TestRoles:
    @pytest.mark.parametrize("role", state.CASE_ROLES)
    def test_opens_and_hides_what_is_not_for_the_role(self, role):
        at = opened(role)
        tabs = [tab.label for tab in at.tabs]
        own = ["Waiting for a person", "Past loads"] if role is Role.PLANNER else []
        assert tabs == ["Records", "Who holds what", "Providers", *own]

    @pytest.mark.parametrize("role", [Role.DONOR, Role.ADMINISTRATOR])
    def test_not_for_roles_without_cases(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    @pytest.mark.parametrize("role", state.CASE_ROLES)
    def test_in_burmese(self, role):
        assert not opened(role, lang="my").exception

    def test_the_overview_leads_here(self):
        at = visit("pages/see/overview.py", Role.PLANNER)
        assert "quality" in words(at)


@pytest.mark.usefixtures("without_anything")
@pytest.mark.parametrize("role", state.CASE_ROLES)
def test_an_empty_register_is_said_and_breaks_nothing(role):
    at = opened(role)
    assert metrics(at)["Impossible sequences"] == "0"
    assert "No record fits." in words(at)


@pytest.mark.usefixtures("atlas")
class TestContents:
    def test_the_headline(self):
        at = opened()
        found = metrics(at)
        assert found["Without a usable township"] == "1"
        assert found["Pairs waiting for a decision"] == "1"
        assert found["Names waiting for an answer"] == "1"
        # All are said to be internal, and went abroad but for l1 and u1; four of these eight also wait nowhere.
        assert found["Impossible sequences"] == "8"

    def test_records_are_shown_on_request_and_the_reading_is_audited_once(self):
        at = opened()
        before = len(audited())
        at.toggle(key="w_quality_unplaced").set_value(True).run()
        at.run()
        assert not at.exception
        assert list(table(at, "Records to mend")["case_code"]) == ["u1"]
        assert audited()[before:] == [("read cases", "records without a township", 1)]

    def test_who_holds_what_by_year_type_and_state(self):
        at = opened()
        assert list(table(at, "ATU, DSW and NGO: who holds which records")["all_people"]) == [10]
        at.segmented_control(key="w_quality_by").set_value("state").run()
        assert not at.exception
        rows = table(at, "ATU, DSW and NGO: who holds which records")
        assert rows["all_people"].sum() == 10
        assert "Township not known" in set(rows["name"])

    def test_stale_presences(self):
        assert "Presences to confirm" in {frame.proto.alt for frame in opened().dataframe}


@pytest.mark.usefixtures("atlas")
class TestPairs:
    def test_side_by_side_without_names_and_with_what_agrees(self):
        at = opened()
        said = words(at)
        assert "75% of the points agree" in said
        assert "same sex and township, same age" in said
        shown = at.table[0].value
        assert list(shown.columns) == ["t1", "t2"]
        assert "a village" not in str(shown)

    def test_confirmed_becomes_one_case(self):
        at = opened()
        at.button(key="w_pair_PAIR-1_yes").click().run()
        assert not at.exception
        assert "Kept as one case with two sources." in words(at)
        assert metrics(at)["Pairs waiting for a decision"] == "0"
        rows = ask.agency_comparison(cached.store(), PLANNER, NOW)
        assert rows["all_people"].sum() == 9
        assert rows["atu_and_dsw_people"].sum() == 1

    def test_rejected_stays_two(self):
        at = opened()
        at.button(key="w_pair_PAIR-1_no").click().run()
        assert not at.exception
        assert ask.agency_comparison(cached.store(), PLANNER, NOW)["all_people"].sum() == 10
        decided = cached.store().read("SELECT state, decided_by FROM case_pair")
        assert decided.values.tolist() == [["rejected", "test.planner"]]

    def test_a_role_taken_away_since_the_page_was_drawn_decides_nothing(self):
        at = opened()
        at.session_state["atlas_scope"] = scope_of(Role.NGO_MANAGER)
        at.button(key="w_pair_PAIR-1_yes").click().run()
        assert not at.exception
        assert cached.store().read("SELECT state FROM case_pair")["state"].tolist() == ["proposed"]


@pytest.mark.usefixtures("atlas")
class TestNames:
    def test_an_answer_is_kept_with_who_and_when_and_leaves_the_queue(self):
        at = opened()
        box = next(box for box in at.selectbox if box.label.startswith("“Ywathit”"))
        box.select("MMR015009").run()
        at.button(key=f"{box.key}_keep").click().run()
        assert not at.exception
        assert "“Ywathit” now means Muse" in words(at)
        assert metrics(at)["Names waiting for an answer"] == "0"
        kept = confirmed_names(cached.store().read)
        assert kept[["ts_pcode", "alt_name", "confirmed_by"]].values.tolist() == [
            ["MMR015009", "Ywathit", "test.planner"]
        ]
        assert kept["confirmed_at_utc"].notna().all()
        assert table(at, "Answers about places")["confirmed_by"].tolist() == ["test.planner"]

    def test_a_role_taken_away_since_the_page_was_drawn_answers_nothing(self):
        at = opened()
        box = next(box for box in at.selectbox if box.label.startswith("“Ywathit”"))
        box.select("MMR015009").run()
        at.session_state["atlas_scope"] = scope_of(Role.NGO_MANAGER)
        at.button(key=f"{box.key}_keep").click().run()
        assert not at.exception
        assert confirmed_names(cached.store().read).empty


def test_a_name_that_several_townships_bear_is_not_asked_but_a_code_of_an_area_is(tmp_path, monkeypatch):
    rows = "Help,Food,,Htantabin,Ongoing\nHelp,Food,MMR015308,Yawng Lin,Ongoing\n"

    def bring(store):
        raw = read_file(f"{HEAD}\n{rows}".encode(), "a.csv")
        load(store, check(raw, FORMATS["providers"], default_gazetteer(), Options()), PLANNER)

    with register(tmp_path, monkeypatch, bring):
        at = opened()
        assert [box.label for box in at.selectbox if box.label.startswith("“")] == ["“MMR015308” · 1 row"]
        assert "only the state written beside the name can tell: Htantabin" in words(at)


@pytest.mark.usefixtures("atlas")
class TestLoads:
    def batch(self) -> str:
        return str(cached.store().read("SELECT batch_id FROM import_batch")["batch_id"].iloc[0])

    def test_a_load_with_its_fingerprint_and_rejects(self):
        at = opened()
        rows = table(at, "Past loads")
        assert rows[["file_name", "rows_in_file", "rows_loaded", "rows_rejected"]].values.tolist() == [
            ["a.csv", 3, 1, 2]
        ]
        assert len(rows["file_sha256"].iloc[0]) == 64
        rejects = sentences(at)["Rejected rows of one load"]
        assert [(cells[0], cells[3].split(". ")[0]) for cells in rejects] == [
            ("3", "A place that could not be told"),
            ("4", "A word that is not in the list"),
        ]

    def test_undone_only_behind_a_second_look_and_then_gone_from_the_directory(self):
        at = opened()
        batch = self.batch()
        assert at.button(key=f"w_undo_{batch}_do").disabled
        at.checkbox(key=f"w_undo_{batch}").set_value(True).run()
        at.button(key=f"w_undo_{batch}_do").click().run()
        assert not at.exception
        assert "The load was undone." in words(at)
        assert table(at, "Past loads")["state"].tolist() == ["undone"]
        assert "This load was undone on" in words(at)

    def test_what_depends_on_it_is_said_and_there_is_no_button(self):
        store = cached.store()
        found = store.read("SELECT presence_id FROM provider_presence WHERE batch_id IS NOT NULL")["presence_id"].iloc[
            0
        ]
        later = presence("Z", "A", presence_type="roving", base_presence_id=found, capacity_people=None)
        fill(store, provider_presence=[later])
        at = opened()
        assert "1 presences of other loads share the room" in words(at)
        assert not [button for button in at.button if str(button.key).startswith("w_undo")]
