"""Small registers: what a form may enter, what a file is read as, doubles, taking back, the audit of each change."""

from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from data.answers import confirmed_names
from data.errors import MayNotLoad
from data.file_errors import FileAlreadyLoaded, HeadingsMissing
from data.load import load, preview
from data.register_errors import EntryGone, EntryOfOthers, EntryRefused, MayNotKeep, MeetingDecided
from data.registers import REGISTERS, Cell, readable
from data.registers_import import register_format
from data.registers_write import add, take_back
from data.scope import Scope
from data.undo import undo
from data.validate import Options, check
from data.vocabulary import Body, Role
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from queries import registers as questions
from tests.small_register import PLANNER, assigned, case, fill, organisation, presence, small_store

TODAY = dt.date(2024, 6, 30)
OFFICER = Scope(Role.DSW_OFFICER, "officer")
MANAGER = Scope(Role.NGO_MANAGER, "manager", "A")
DAY = dt.date(2024, 5, 2)
MANDALAY = "MMR010001"

# A right entry of every register.
RIGHT: dict[str, dict[str, object]] = {
    "training": {"held_on": DAY, "training_topic": "psychosocial", "body": "dsw", "people": 12, "ts_pcode": MANDALAY},
    "training_target": {"target_year": 2024, "training_topic": "psychosocial", "body": "dsw", "people": 40},
    "meeting": {
        "meeting_kind": "rr_operational", "meeting_site": "yangon", "planned_on": DAY, "held_on": DAY,
        "people_dsw": 3, "people_ngo": 5, "note": "held with a day's delay",
    },
    "joint_visit": {
        "visited_on": DAY, "ts_pcode": MANDALAY, "organisation_id": "A", "dsw_members": 1, "ngo_members": 1,
    },
    "health_site": {
        "name": "Site 4", "health_site_kind": "art", "ts_pcode": MANDALAY, "from_on": DAY, "source": "list of 2024",
    },
    "legal_proceeding": {"case_code": "C", "started_on": DAY, "proceeding_state": "trial"},
    "fund_entry": {"entry_on": DAY, "fund_entry_kind": "paid", "amount_mmk": 5_000_000, "people": 9},
    "shelter_census_abroad": {"counted_on": DAY, "destination": "THA", "myanmar_people": 31, "interpreters": 2},
    "provider_report": {"organisation_id": "A", "report_year": 2024, "report_quarter": 1, "received_on": DAY},
    "stage_assessment": {"assessed_stage": "shelter", "assessed_on": DAY, "body": "dsw", "victims_asked": 14},
    "health_advocacy": {"ts_pcode": MANDALAY, "held_on": DAY, "body": "health"},
    "indicator_target": {"indicator": "reports_on_time", "target_year": 2024, "target": 0.85},
}  # fmt: skip


def store_with_cases():
    return small_store(
        organisation=[organisation("A"), organisation("B")],
        provider_presence=[presence("P"), presence("Q", "B")],
        victim_case=[case("C"), case("D")],
        assignment=[assigned("C", "P", "A", dt.date(2024, 1, 1)), assigned("D", "Q", "B", dt.date(2024, 1, 1))],
    )


def rows(store, key: str, scope: Scope = PLANNER) -> pd.DataFrame:
    return questions.QUESTION_OF[key](store, scope, questions.ALL_ROWS)


def audited(store) -> list[tuple[str, str, int]]:
    found = store.read("SELECT action, subject, records FROM audit_log ORDER BY seq")
    return [tuple(row) for row in found.itertuples(index=False)]


@pytest.fixture(scope="module")
def filled():
    """One entry of every register."""
    store = store_with_cases()
    for key, register in REGISTERS.items():
        add(store, PLANNER, register, RIGHT[key], TODAY)
    return store


@pytest.mark.parametrize("key", REGISTERS)
def test_what_is_entered_is_read_back_as_it_was(key, filled):
    (row,) = rows(filled, key).to_dict("records")
    for column in REGISTERS[key].columns:
        found, asked = row[column.key], RIGHT[key].get(column.key)
        if asked is None:
            assert pd.isna(found), column.key
        else:
            assert (found.date() if isinstance(found, pd.Timestamp) else found) == asked, column.key
    assert (f"enter {key}", row["record_id"], 1) in audited(filled)


@pytest.fixture(scope="module")
def unchanged():
    """A register into which nothing is ever entered."""
    store = store_with_cases()
    yield store
    assert audited(store) == []


@pytest.mark.parametrize("key", REGISTERS)
def test_what_is_required_cannot_be_left_blank(key, unchanged):
    store = unchanged
    required = [column for column in REGISTERS[key].columns if column.is_required]
    for column in required:
        with pytest.raises(EntryRefused) as refused:
            add(store, PLANNER, REGISTERS[key], {**RIGHT[key], column.key: None}, TODAY)
        assert column.label in str(refused.value)
    with pytest.raises(EntryRefused) as refused:
        add(store, PLANNER, REGISTERS[key], {}, TODAY)
    assert len(refused.value.reasons) >= len(required)
    assert rows(store, key).empty


WRONG = [
    ("training", {"people": -1}), ("training", {"training_topic": "cooking"}), ("training", {"ts_pcode": "MMR999999"}),
    ("training", {"held_on": dt.date(2024, 7, 1)}), ("training", {"held_on": dt.date(1980, 1, 1)}),
    ("training", {"source": "told by Daw Aye Aye Maung"}), ("training", {"source": "call 09 450 123 456"}),
    ("training_target", {"people": 0}), ("training_target", {"target_year": 1999}),
    ("meeting", {"held_on": None, "planned_on": None, "people_dsw": None, "people_ngo": None}),
    ("meeting", {"meeting_site": None}), ("meeting", {"held_on": None}), ("meeting", {"st_pcode": "MMR999"}),
    ("joint_visit", {"dsw_members": 0, "ngo_members": 0}), ("joint_visit", {"organisation_id": "Z"}),
    ("health_site", {"to_on": dt.date(2024, 5, 1)}), ("health_site", {"name": "call 09 450 123 456"}),
    ("legal_proceeding", {"case_code": "Z"}), ("legal_proceeding", {"proceeding_state": "ended"}),
    ("legal_proceeding", {"ended_on": DAY}), ("legal_proceeding", {"accompanied_on": DAY}),
    ("legal_proceeding", {"support_organisation_id": "A", "accompanied_on": dt.date(2024, 5, 1)}),
    ("fund_entry", {"fund_entry_kind": "received"}), ("fund_entry", {"amount_mmk": 0}),
    ("shelter_census_abroad", {"destination": "ATLANTIS"}),
    ("provider_report", {"organisation_id": "Z"}), ("provider_report", {"report_quarter": 5}),
    ("provider_report", {"report_quarter": 3}), ("provider_report", {"received_on": dt.date(2024, 7, 1)}),
    ("stage_assessment", {"assessed_stage": "closed"}), ("stage_assessment", {"victims_asked": -1}),
    ("health_advocacy", {"ts_pcode": "MMR999999"}), ("indicator_target", {"indicator": "happiness"}),
    ("indicator_target", {"target": 85.0}), ("indicator_target", {"target": -0.1}),
    ("indicator_target", {"target": float("nan")}),
]  # fmt: skip


@pytest.mark.parametrize(("key", "wrong"), WRONG)
def test_what_cannot_be_is_refused_with_a_sentence(key, wrong, unchanged):
    store = unchanged
    with pytest.raises(EntryRefused) as refused:
        add(store, PLANNER, REGISTERS[key], RIGHT[key] | wrong, TODAY)
    assert len(refused.value.reasons) == 1
    assert "{" not in str(refused.value)
    for personal in ("Aye", "450"):
        assert personal not in str(refused.value)
    assert rows(store, key).empty


def test_a_visit_of_other_numbers_is_kept_and_marked():
    store = store_with_cases()
    register = REGISTERS["joint_visit"]
    add(store, PLANNER, register, RIGHT["joint_visit"], TODAY)
    add(store, PLANNER, register, RIGHT["joint_visit"] | {"dsw_members": 2}, TODAY)
    assert sorted(rows(store, "joint_visit")["is_exact"]) == [False, True]


@pytest.fixture(scope="module")
def changed():
    """A register in which each test changes another one of the small registers."""
    return store_with_cases()


@pytest.mark.parametrize("key", REGISTERS)
def test_the_same_entry_is_not_made_twice_until_it_is_taken_back(key, changed):
    store = changed
    entry = add(store, PLANNER, REGISTERS[key], RIGHT[key], TODAY)
    with pytest.raises(EntryRefused, match=entry):
        add(store, PLANNER, REGISTERS[key], RIGHT[key], TODAY)
    take_back(store, PLANNER, REGISTERS[key], entry)
    assert rows(store, key).empty
    assert int(store.read(f"SELECT count(*) AS n FROM {key}")["n"].iloc[0]) == 1, "the row stays"
    again = add(store, PLANNER, REGISTERS[key], RIGHT[key], TODAY)
    assert list(rows(store, key)["record_id"]) == [again]
    own = [row for row in audited(store) if row[0].endswith(key)]
    assert own == [(f"enter {key}", entry, 1), (f"take back {key}", entry, 1), (f"enter {key}", again, 1)]


def test_nothing_is_taken_back_twice_nor_what_others_entered_nor_a_meeting_with_decisions():
    store = store_with_cases()
    register = REGISTERS["meeting"]
    entry = add(store, PLANNER, register, RIGHT["meeting"], TODAY)
    with pytest.raises(EntryOfOthers):
        take_back(store, OFFICER, register, entry)
    decision = {"decision_id": "d", "meeting_id": entry, "case_code": "C", "agenda_item": "new_returnee"}
    fill(store, meeting_decision=[decision | {"decision": "discussed", "decided_by": "t", "decided_at_utc": TODAY}])
    with pytest.raises(MeetingDecided):
        take_back(store, PLANNER, register, entry)
    with store.transaction() as cursor:
        cursor.execute("UPDATE meeting_decision SET withdrawn = true")
    take_back(store, PLANNER, register, entry)
    with pytest.raises(EntryGone):
        take_back(store, PLANNER, register, entry)


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("key", REGISTERS)
def test_only_its_writers_write_a_register_and_only_its_readers_read_it(key, role, filled):
    store, register = filled, REGISTERS[key]
    scope = Scope(role, "somebody", "A" if role is Role.NGO_MANAGER else None)
    may_see = role in register.readers and (key != "legal_proceeding" or role is not Role.DSW_OFFICER)
    assert rows(store, key, scope).empty is not may_see
    assert (register in readable(role)) is (role in register.readers)
    if role not in register.writers:
        with pytest.raises(MayNotKeep):
            add(store, scope, register, RIGHT[key], TODAY)
        with pytest.raises(MayNotKeep):
            take_back(store, scope, register, str(rows(store, key)["record_id"].iloc[0]))


def test_a_manager_enters_proceedings_of_own_cases_and_learns_nothing_of_others():
    store, register = store_with_cases(), REGISTERS["legal_proceeding"]
    own = add(store, MANAGER, register, RIGHT["legal_proceeding"], TODAY)
    told = []
    for code in ("D", "Z"):
        with pytest.raises(EntryRefused) as refused:
            add(store, MANAGER, register, RIGHT["legal_proceeding"] | {"case_code": code}, TODAY)
        told.append(str(refused.value))
    assert told[0] == told[1], "a case of others is told in the same words as none"
    other = add(store, PLANNER, register, RIGHT["legal_proceeding"] | {"case_code": "D"}, TODAY)
    with pytest.raises(EntryGone):
        take_back(store, MANAGER, register, other)
    assert list(rows(store, "legal_proceeding", MANAGER)["record_id"]) == [own]


def test_trained_people_stand_against_their_target():
    store = store_with_cases()
    add(store, PLANNER, REGISTERS["training_target"], RIGHT["training_target"], TODAY)
    for people in (12, 7):
        add(store, PLANNER, REGISTERS["training"], RIGHT["training"] | {"people": people}, TODAY)
    add(store, PLANNER, REGISTERS["training"], RIGHT["training"] | {"body": "maaf"}, TODAY)
    found = questions.trained_against_target(store, PLANNER, TODAY)
    assert [tuple(None if pd.isna(v) else v for v in row) for row in found.itertuples(index=False)] == [
        (2024, "psychosocial", "dsw", 19, 40),
        (2024, "psychosocial", "maaf", 12, None),
    ]
    before = questions.trained_against_target(store, PLANNER, dt.date(2024, 5, 1))
    assert list(before["trained_people"]) == [0], "what came later is not counted"


# --- Files ------------------------------------------------------------------------------------------------------------

HEADS = {
    "training": "First day,Topic,Body,People trained,Township,Source",
    "joint_visit": "Day of the visit,Township P-code,Organisation,DSW staff,NGO staff",
}
TRAININGS = f"""{HEADS["training"]}
2024-05-02,Psychosocial support (3.2),dsw,12,Mandalay?,a list
2024-05-03,psychosocial,NGOs,12,,a list
2024-05-03,psychosocial,NGOs,12,,a list
2024-05-04,cooking,dsw,3,,
2030-01-01,psychosocial,dsw,3,,
,psychosocial,dsw,some,,
"""


def checked(key: str, text: str, store=None, name: str = "a.csv"):
    matcher = default_gazetteer().with_alternates(confirmed_names((store or small_store()).read))
    return check(read_file(text.encode(), name), register_format(key), matcher, Options(today=TODAY))


def test_each_row_of_a_file_is_loaded_or_rejected_with_row_column_value_and_reason():
    store = store_with_cases()
    report = load(store, checked("training", TRAININGS, store), PLANNER)
    assert (report.rows_in_file, report.rows_loaded, report.rows_double) == (6, 1, 1)
    faults = {(f.row, f.column, f.written, type(f).__name__) for f in report.rejects}
    assert {
        (5, "Topic", "cooking", "ValueNotInList"),
        (6, "First day", "2030-01-01", "DateOutside"),
        (7, "First day", "", "ValueMissing"),
        (7, "People trained", "some", "NumberUnreadable"),
    } <= faults
    assert (2, "Township", "Mandalay?") in {fault[:3] for fault in faults}, "an unclear place is asked about"
    assert list(rows(store, "training")["people"]) == [12]
    kept = store.read("SELECT row_no, column_name, reason_code FROM import_reject ORDER BY ALL")
    assert len(kept) == len(report.rejects)
    assert audited(store)[-1][:2] == ("load register", "a.csv")


def test_a_file_repeats_nothing_and_its_load_can_be_undone():
    store = store_with_cases()
    text = f"{HEADS['joint_visit']}\n2024-05-02,{MANDALAY},Organisation A,1,1\n2024-05-03,{MANDALAY},nobody,1,1\n"
    first = load(store, checked("joint_visit", text, store), PLANNER)
    assert (first.rows_loaded, [type(f).__name__ for f in first.rejects]) == (1, ["OrganisationUnknown"])
    with pytest.raises(FileAlreadyLoaded):
        preview(store, checked("joint_visit", text, store), PLANNER)
    entry = rows(store, "joint_visit")["record_id"].iloc[0]
    second = load(store, checked("joint_visit", text + f"2024-05-04,{MANDALAY},,1,2\n", store), PLANNER)
    assert (second.rows_loaded, second.doubles) == (1, {2: entry})
    undone = undo(store, PLANNER, str(first.batch_id))
    assert undone.entries == 1
    assert list(rows(store, "joint_visit")["ngo_members"]) == [2]
    assert load(store, checked("joint_visit", text, store), PLANNER).rows_loaded == 1, "the file can be brought again"


def test_a_file_of_targets_takes_shares_and_percentages_by_the_key_of_the_indicator():
    text = "Key of the indicator,From the year,Target\nreports_on_time,2024,85%\nstages_assessed,2025,0.5\n"
    text += "reports_on_time,2026,85\nhappiness,2025,1\nfund_paid_kyat,2025,2500000\nreports_on_time,2027,most\n"
    store = store_with_cases()
    report = load(store, checked("indicator_target", text), PLANNER)
    assert [(f.row, type(f).__name__) for f in report.rejects] == [
        (4, "EntryClashes"),
        (5, "ValueNotInList"),
        (7, "NumberUnreadable"),
    ]
    found = rows(store, "indicator_target").sort_values(["target_year", "indicator"])
    assert found[["indicator", "target_year", "target"]].to_numpy().tolist() == [
        ["reports_on_time", 2024, 0.85], ["fund_paid_kyat", 2025, 2_500_000], ["stages_assessed", 2025, 0.5],
    ]  # fmt: skip


def test_a_report_of_a_quarter_that_there_is_not_is_rejected():
    text = 'Organisation,Year of the report,"Quarter, 1 to 4",Received on\nA,2024,5,2024-05-02\nA,2024,0,2024-05-02\n'
    report = checked("provider_report", text)
    assert [(f.row, type(f).__name__) for f in report.rejects] == [(2, "NumberTooLarge"), (3, "NumberTooSmall")]


def test_files_are_for_planners_and_need_the_headings():
    store = store_with_cases()
    with pytest.raises(MayNotLoad):
        load(store, checked("training", TRAININGS, store), OFFICER)
    with pytest.raises(HeadingsMissing):
        checked("training", "First day,Topic\n2024-05-02,psychosocial\n")
    assert rows(store, "training").empty


def test_a_row_whose_cells_do_not_fit_together_is_rejected():
    text = "Kind of meeting,Site,Planned for,Held on,NGOs\nrr_operational,,2024-05-02,,\nrr_operational,yangon,,,3\n"
    report = checked("meeting", text)
    assert [(f.row, type(f).__name__) for f in report.rejects] == [
        (2, "EntryClashes"),
        (3, "EntryClashes"),
        (3, "EntryClashes"),
    ]
    assert "three sites" in str(report.rejects[0])


def test_a_name_or_telephone_in_a_file_is_rejected_and_not_repeated():
    begin = "2024-05-02,psychosocial,dsw,3,,"
    text = f"{HEADS['training']}\n{begin}Daw Aye Aye Maung\n{begin}09 450 123 456\n"
    report = checked("training", text)
    assert [type(f).__name__ for f in report.rejects] == ["NameInText", "TelephoneInText"]
    assert not any(part in str(f) for f in report.rejects for part in ("Aye", "450"))


def test_every_attendance_column_is_a_body_and_every_code_has_its_list():
    assert [c.body for c in REGISTERS["meeting"].columns if c.body] == list(Body)
    for register in REGISTERS.values():
        assert len({column.hxl for column in register.columns}) == len(register.columns), register.key
        for column in register.columns:
            assert (column.codes is not None) == (column.cell is Cell.CODE), column.key
