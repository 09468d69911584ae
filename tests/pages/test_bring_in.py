"""Bring data in, the whole way as a planner goes it, with small directories made by hand."""

from __future__ import annotations

import csv
import io
import re
import threading
import time

import pytest

from data.answers import confirmed_names
from data.paths import ROOT
from data.vocabulary import Role
from tests.data.case_files import as_csv, row
from tests.pages import hand_register as hand
from tests.pages.visit import reading_tables, register, scope_of, sentences, visit, words
from ui import bring_in_work, cached, state

PAGE = "pages/manage/bring_in.py"
HEAD = "Organisation,Activity,Township P-code,Township,Status"
GOOD = f"{HEAD}\nHelp,Food,MMR001001,Myitkyina,Ongoing\nHelp,Cash,MMR015001,Lashio,Ongoing\n"


@pytest.fixture
def atlas(tmp_path, monkeypatch):
    with register(tmp_path, monkeypatch, hand.whole):
        yield


def until_idle(at, seconds: float = 30):
    """Run until no work is going on beside the visit."""
    deadline = time.monotonic() + seconds
    while at.session_state["atlas_bring_in"].job is not None and time.monotonic() < deadline:
        job = at.session_state["atlas_bring_in"].job
        job.wait(deadline - time.monotonic())
        at.run()
        assert not at.exception
    assert at.session_state["atlas_bring_in"].job is None
    return at


def bring(at, text: str | bytes, name: str = "a.csv"):
    data = text if isinstance(text, bytes) else text.encode()
    at.file_uploader[0].set_value((name, data, "text/csv")).run()
    assert not at.exception
    return until_idle(at)


def press(at, name: str):
    at.button(key=f"w_bring_in_{name}").click().run()
    assert not at.exception
    return until_idle(at)


def opened(role: Role = Role.PLANNER, **query: str):
    at = visit(PAGE, role, query)
    assert not at.exception
    return at


def column(at, letter: str):
    """The box that says what a column holds."""
    return next(box for box in at.selectbox if box.label.startswith(f"{letter} · "))


def place(at, written: str):
    """The box that asks which township a written name means."""
    return next(box for box in at.selectbox if box.label.startswith(f"“{written}”"))


def step(at) -> str:
    return at.session_state["atlas_bring_in"].step


def numbers(at) -> list[str]:
    return [metric.value for metric in at.metric]


def loads():
    return cached.store().read("SELECT * FROM import_batch ORDER BY loaded_at_utc")


@pytest.mark.usefixtures("atlas")
class TestTheWholeWay:
    def test_a_good_file_is_loaded_in_four_steps(self):
        at = bring(opened(), GOOD)
        assert step(at) == "columns"
        assert "**5** of 5 columns were recognised" in words(at)
        assert "reads: Myitkyina · Lashio" in words(at)
        at = press(at, "check")
        assert (step(at), numbers(at)) == ("preview", ["2", "2", "0", "0"])
        assert len(loads()) == 0, "nothing is written before the last step"
        at = press(at, "load")
        assert step(at) == "done"
        assert "2 rows were loaded." in words(at)
        assert loads()[["file_name", "loaded_by", "rows_loaded"]].values.tolist() == [["a.csv", "test.planner", 2]]
        actions = cached.store().read("SELECT action FROM audit_log")["action"].tolist()
        assert actions == ["load providers"]

    def test_a_column_that_is_not_recognised_can_be_named(self):
        at = bring(opened(), GOOD.replace("Organisation", "Whoever").replace("Township P-code", "Code of place"))
        assert "Still missing: Organisation / Implementing partner / Number of partners" in words(at)
        assert at.button(key="w_bring_in_check").disabled
        first = column(at, "A")
        assert first.label == "A · Whoever"
        first.select("organisation").run()
        assert not at.exception
        assert "Still missing" not in words(at)
        at = press(at, "check")
        assert numbers(at) == ["2", "2", "0", "0"]
        assert list(at.session_state["atlas_bring_in"].checked.accepted["organisation"]) == ["Help", "Help"]

    def test_one_meaning_for_two_columns_is_said_and_not_checked(self):
        at = bring(opened(), GOOD)
        column(at, "B").select("organisation").run()
        assert not at.exception
        assert "Chosen for several columns: Organisation." in words(at)
        assert at.button(key="w_bring_in_check").disabled

    def test_a_forged_field_changes_nothing(self):
        at = bring(opened(), GOOD)
        now = at.session_state["atlas_bring_in"]
        assert now.options.mapping == {}
        with pytest.raises(ValueError, match="not in"):
            column(at, "A").select("case_code").run()

    def test_problems_stand_by_reason_with_row_column_and_value(self):
        rows = "Help,Food,MMR001001,Lashio,Ongoing\nHelp,Food,MMR001001,Myitkyina,Nearly\n"
        rows += ",Food,MMR001001,Myitkyina,Ongoing"
        at = press(bring(opened(), f"{GOOD}{rows}\n"), "check")
        assert numbers(at) == ["5", "2", "3", "0"]
        titles = {expander.label for expander in at.expander}
        assert {
            "A place's code and name disagree · 1",
            "A word that is not in the list · 1",
            "A value is missing · 1",
        } <= titles
        (cells,) = sentences(at)["A word that is not in the list"]
        assert cells[:3] == ["5", "Status", "Nearly"]
        assert cells[3].startswith('Row 5, column Status: "Nearly" is not one of: Planned / ')

    def test_markup_in_a_cell_stays_text(self):
        evil = "<img src=x onerror=alert(1)>"
        at = press(bring(opened(), f"{GOOD}Help,Food,MMR001001,Myitkyina,{evil}\n"), "check")
        (cells,) = sentences(at)["A word that is not in the list"]
        assert cells[2] == evil
        assert not [text for text in reading_tables(at) if "<img" in text]

    def test_reasons_in_burmese(self):
        at = press(bring(opened(lang="my"), f"{GOOD}Help,Food,MMR001001,Lashio,Nearly\n"), "check")
        reasons = [cells[-1] for rows in sentences(at).values() for cells in rows]
        assert reasons
        assert all(any("\u1000" <= c <= "\u109f" for c in text) for text in reasons)

    def test_a_name_is_asked_answered_and_remembered(self):
        odd = f"{HEAD}\nHelp,Food,,Ywathit,Ongoing\nHelp,Cash,,Ywathit,Ongoing\nHelp,Food,MMR001001,Myitkyina,Ongoing\n"
        at = press(bring(opened(), odd), "check")
        assert numbers(at) == ["3", "1", "2", "0"]
        asked = place(at, "Ywathit")
        assert asked.label.endswith("2 rows")
        asked.select("MMR015009").run()
        assert not at.exception
        assert at.button(key="w_bring_in_load").disabled, "not before the answers were checked"
        at = press(at, "recheck")
        assert numbers(at) == ["3", "3", "0", "0"]
        assert len(confirmed_names(cached.store().read)) == 0, "kept only with the load"
        at = press(at, "load")
        kept = confirmed_names(cached.store().read)
        assert kept[["ts_pcode", "alt_name", "confirmed_by"]].values.tolist() == [
            ["MMR015009", "Ywathit", "test.planner"]
        ]
        at = press(at, "next")
        at = press(bring(at, odd.replace("Help", "Other"), "later.csv"), "check")
        assert numbers(at) == ["3", "3", "0", "0"]

    def test_an_answer_can_be_taken_back(self):
        at = press(bring(opened(), f"{HEAD}\nHelp,Food,,Ywathit,Ongoing\n"), "check")
        place(at, "Ywathit").select("MMR015009").run()
        at = press(at, "recheck")
        at.multiselect(key="w_bring_in_answers_0").set_value([]).run()
        assert not at.exception
        at = press(at, "recheck")
        assert numbers(at) == ["1", "0", "1", "0"]
        assert at.button(key="w_bring_in_load").disabled

    def test_rejects_are_mended_and_brought_again(self, monkeypatch):
        made = {}
        monkeypatch.setattr(
            "ui.bring_in_preview.export.download_file",
            lambda make, file, *_rest, records=None: made.update({file: (make(), records)}),
        )
        at = press(bring(opened(), f"{GOOD}Help,Seeds,MMR001001,Myitkyina,Nearly\n"), "check")
        at = press(at, "load")
        assert "2 rows were loaded." in words(at)
        data, records = made["a_rejected.csv"]
        assert records == 1
        headings, row = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
        mended = [headings, ["Ongoing" if cell == "Nearly" else cell for cell in row]]
        text = io.StringIO()
        csv.writer(text).writerows(mended)
        at = press(at, "next")
        at = press(bring(at, text.getvalue(), "a_rejected.csv"), "check")
        assert numbers(at) == ["1", "1", "0", "0"]
        at = press(at, "load")
        assert loads()["rows_loaded"].tolist() == [2, 1]

    def test_doubles_are_named(self):
        at = press(bring(opened(), f"{GOOD}Help,Food,MMR001001,Myitkyina,Ongoing\n"), "check")
        assert numbers(at) == ["3", "2", "0", "1"]
        assert next(f.value for f in at.dataframe if f.proto.alt == "Doubles").values.tolist() == [
            [4, "row 2 of this file"]
        ]

    def test_the_same_file_twice_says_when_and_by_whom(self):
        at = press(press(bring(opened(), GOOD), "check"), "load")
        at = press(at, "next")
        at = bring(at, GOOD)
        assert step(at) == "file"
        said = at.error[0].value
        assert "was already loaded on" in said
        assert "by test\\.planner, as Provider directory" in said or "by test.planner, as Provider directory" in said

    def test_a_file_that_another_visitor_loads_meanwhile_is_not_loaded_twice(self):
        first, second = (press(bring(opened(), GOOD), "check") for _visitor in range(2))
        press(first, "load")
        second = press(second, "load")
        assert step(second) == "preview"
        assert "was already loaded" in second.error[0].value
        assert len(loads()) == 1

    def test_dates_that_may_be_two_days_are_asked_about_once(self):
        text = GOOD.replace(HEAD, f"{HEAD},Start date").replace("Ongoing\n", "Ongoing,03/04/2020\n")
        at = press(bring(opened(), text), "check")
        assert step(at) == "columns"
        assert "Say below whether the day or the month comes first" in at.error[0].value
        at.radio(key="w_bring_in_order_0").set_value("day").run()
        at = press(at, "check")
        assert [str(d) for d in at.session_state["atlas_bring_in"].checked.accepted["from_on"]] == ["2020-04-03"] * 2

    def test_source_and_confirmation_are_declared(self):
        import datetime as dt

        at = bring(opened(), GOOD)
        at.text_input(key="w_bring_in_source_0").set_value("Cluster, 2024").run()
        at.date_input(key="w_bring_in_confirmed_0").set_value(dt.date(2024, 3, 31)).run()
        assert not at.exception
        press(press(at, "check"), "load")
        found = cached.store().read(
            "SELECT DISTINCT p.source, p.last_confirmed_on FROM provider_presence p WHERE p.batch_id IS NOT NULL"
        )
        assert [str(v)[:13] for v in found.iloc[0]] == ["Cluster, 2024", "2024-03-31 00"]

    def test_back_and_again_lose_and_write_nothing(self):
        at = press(bring(opened(), GOOD), "check")
        at = press(at, "back")
        assert step(at) == "columns"
        at = press(at, "back")
        assert step(at) == "file"
        at = press(at, "go_on")
        assert step(at) == "columns"
        at = press(at, "again")
        assert (step(at), at.session_state["atlas_bring_in"].raw) == ("file", None)
        assert len(loads()) == 0

    def test_a_page_change_keeps_the_file_and_what_was_declared(self):
        at = bring(opened(), GOOD.replace("Organisation", "Whoever"))
        column(at, "A").select("organisation").run()
        at.switch_page("pages/see/overview.py").run()
        assert not at.exception
        at.switch_page(PAGE).run()
        assert not at.exception
        assert step(at) == "columns"
        assert column(at, "A").value == "organisation"

    def test_headings_that_nobody_knows_can_be_pointed_at(self):
        text = "A list of helpers,,\nWhoever,What they do there,Spot\nHelp,Food,Myitkyina\nHelp,Cash,Lashio\n"
        at = bring(opened(), text)
        assert "No heading was recognised" in words(at)
        at.number_input(key="w_bring_in_heading_row").set_value(2).run()
        assert not at.exception
        for field in ("organisation", "activity", "township"):
            label = {"organisation": "Whoever", "activity": "What they do there", "township": "Spot"}[field]
            next(box for box in at.selectbox if box.label.endswith(label)).select(field).run()
            assert not at.exception
        at = press(at, "check")
        assert numbers(at) == ["2", "2", "0", "0"]

    def test_two_columns_for_one_meaning_can_be_told_apart(self):
        text = "Organisation,Activity,Township,Township\nHelp,Food,Myitkyina,Lashio\n"
        at = bring(opened(), text)
        assert "Several columns could be: Township." in words(at)
        at = press(at, "check")
        assert step(at) == "preview"
        assert at.session_state["atlas_bring_in"].checked.accepted["ts_pcode"].tolist() == ["MMR001001"]


PEOPLE = (
    "Type of victim,Sex,Age,Source township,Month of identification,Destination country\n"
    "Internal victim of trafficking,Female,17,Myitkyina,2024-03,Inside Myanmar\n"
    "Internal victim of trafficking,Male,30,Ywathit,2024-04,Inside Myanmar\n"
)


@pytest.mark.usefixtures("atlas")
class TestPeople:
    def opened(self):
        at = opened()
        at.radio(key="w_bring_in_format").set_value("national").run()
        assert not at.exception
        return at

    def test_a_demonstration_register_takes_people_only_once_they_are_said_to_be_made_up(self):
        at = self.opened()
        assert "bring in made-up people only" in words(at)
        at = bring(at, PEOPLE, "people.csv")
        at.selectbox(key="w_bring_in_agency_0").select("dsw").run()
        at = press(at, "check")
        assert step(at) == "columns"
        assert "nobody has said that these are invented" in at.error[0].value
        at.checkbox(key="w_bring_in_invented_0").set_value(True).run()
        at = press(at, "check")
        assert numbers(at) == ["2", "1", "1", "0"]
        before = len(cached.store().read("SELECT 1 FROM victim_case"))
        at = press(at, "load")
        assert step(at) == "done"
        found = cached.store().read("SELECT * FROM victim_case WHERE batch_id IS NOT NULL")
        assert len(cached.store().read("SELECT 1 FROM victim_case")) == before + 1
        assert found[["source_agency", "age_years", "ts_pcode"]].values.tolist() == [["dsw", 17, hand.MYITKYINA]]
        waits = cached.store().read(
            "SELECT unassigned_reason FROM assignment WHERE case_code = $c", {"c": found["case_code"][0]}
        )
        assert waits["unassigned_reason"].tolist() == ["not_considered"]

    def test_a_file_without_an_agency_asks_for_it_here(self):
        at = bring(self.opened(), PEOPLE, "people.csv")
        at.checkbox(key="w_bring_in_invented_0").set_value(True).run()
        at = press(at, "check")
        assert step(at) == "columns"
        assert "Say it below for the whole file" in at.error[0].value


def test_nothing_of_a_file_or_a_record_is_kept_in_the_cache_that_visits_share():
    """Cached answers are aggregates and stand in ui/cached.py alone."""
    files = [*(ROOT / "ui").glob("bring_in*.py"), *(ROOT / "ui").glob("quality*.py")]
    assert len(files) >= 8
    assert [file.name for file in files if "cache_data" in file.read_text(encoding="utf-8")] == []
    rows_of_cases = ("unplaced_records", "impossible_sequences", "pairs")
    assert not [name for name in rows_of_cases if hasattr(cached, name)]


@pytest.mark.usefixtures("atlas")
@pytest.mark.parametrize("code", ["national", "shelter", "providers"])
def test_each_format_has_its_template(code):
    at = opened()
    at.radio(key="w_bring_in_format").set_value(code).run()
    assert not at.exception
    assert f"download_file_{code}_template.xlsx" in {button.key for button in at.get("download_button")}


@pytest.mark.usefixtures("atlas")
class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "data", "said"),
        [
            ("a.csv", b"", "is empty"),
            ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "old Excel format"),
            ("a.xlsx", b"%PDF-1.4 something", "not a spreadsheet"),
        ],
    )
    def test_a_file_that_cannot_be_read_says_why_and_another_can_follow(self, name, data, said):
        at = bring(opened(), data, name)
        assert step(at) == "file"
        assert said in at.error[0].value
        at = bring(at, GOOD)
        assert step(at) == "columns"

    def test_headings_without_rows(self):
        at = bring(opened(), HEAD + "\n")
        assert "no row below them" in at.error[0].value
        at = press(at, "again")
        assert step(at) == "file"

    def test_hostile_text_stays_text(self):
        at = bring(opened(), GOOD.replace("Help", "<img src=x onerror=alert(1)> [x](javascript:1) =1+1"), "<b>_x_.csv")
        said = "".join(c.value for c in at.caption)
        assert "\\<img" in said
        assert not re.search(r"(?<!\\)[<\[]", said)


@pytest.mark.usefixtures("atlas")
class TestStopping:
    def test_stopping_moves_on_at_once_and_nothing_is_loaded(self, monkeypatch):
        go_on = threading.Event()
        monkeypatch.setattr(bring_in_work, "_PATIENCE_S", 0.01)
        real = bring_in_work.read_file
        monkeypatch.setattr(bring_in_work, "read_file", lambda *a, **k: (go_on.wait(20), real(*a, **k))[1])
        at = opened()
        at.file_uploader[0].set_value(("a.csv", GOOD.encode(), "text/csv")).run()
        assert not at.exception
        job = at.session_state["atlas_bring_in"].job
        assert job is not None
        at.button(key="w_bring_in_stop").click().run()
        assert not at.exception
        assert at.session_state["atlas_bring_in"].job is None
        assert "Stopped. Nothing was loaded." in words(at)
        go_on.set()
        assert job.wait(20)
        assert job.result is None
        at.run()
        assert step(at) in ("file", "columns")


class TestRoles:
    @pytest.mark.parametrize("role", [role for role in Role if role not in state.LOADERS])
    @pytest.mark.usefixtures("on_paper")
    def test_not_for_other_roles(self, role):
        with pytest.raises(ValueError, match="Could not find a navigation page"):
            visit(PAGE, role)

    @pytest.mark.usefixtures("atlas")
    def test_a_role_taken_away_in_the_middle_ends_it(self):
        at = press(bring(opened(), GOOD), "check")
        at.session_state["atlas_scope"] = scope_of(Role.DONOR)
        at.run()
        assert not at.exception
        assert not [button for button in at.button if str(button.key).startswith("w_bring_in")]
        assert "a.csv" not in words(at)
        assert len(loads()) == 0

    @pytest.mark.usefixtures("atlas")
    def test_another_reader_of_the_same_visit_begins_anew(self):
        at = press(bring(opened(), GOOD), "check")
        at.session_state["atlas_scope"] = type(scope_of(Role.PLANNER))(Role.PLANNER, actor="somebody.else")
        at.run()
        assert not at.exception
        assert (step(at), at.session_state["atlas_bring_in"].raw) == ("file", None)


def test_a_file_of_another_kind_is_recognised_and_the_person_decides(atlas):
    """The page begins with the directory of providers; a newcomer brings the national spreadsheet."""
    at = opened()
    bring(at, as_csv([row()]))
    assert "look like those of another kind of file" in words(at)
    assert at.session_state["atlas_bring_in"].format == "providers"
    at.button(key="w_bring_in_as_national").click().run()
    assert not at.exception
    assert at.session_state["atlas_bring_in"].format == "national"
    assert not [b for b in at.button if b.key == "w_bring_in_as_national"]


def test_a_file_of_the_chosen_kind_suggests_nothing(atlas):
    at = opened()
    bring(at, GOOD)
    assert not [b for b in at.button if b.key == "w_bring_in_as_national"]
