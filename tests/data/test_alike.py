"""What the preview says of records of another agency is what loading proposes, and no more than the reader may see."""

from __future__ import annotations

import json

import pytest

from data.answers import read_answers
from data.case_errors import MayNotDecide
from data.errors import MayNotLoad
from data.load import as_json, as_text, load, preview
from data.scope import Scope
from data.store import memory_store
from data.vocabulary import Agency, Role
from data.workbook import read_file
from geo.gazetteer import default_gazetteer
from tests.data.case_files import PLANNER, as_csv, brought, checked, row
from tests.data.test_shelter import shelter_row
from tests.small_register import records

DSW = {"Source_agency": "DSW"}
# Rows 2, 3 and 6 of the file are doubles of others; row 4 is nobody's, row 5 differs in purpose.
REGISTER = [row(), row(Reference_code="18", Age="30", Township="Insein", State="Yangon", Sex="M")]
FILE = [
    row(**DSW, Reference_code="501"),
    row(**DSW, Reference_code="502", Age="31", Township="Insein", State="Yangon", Sex="M", Repatriation=""),
    row(**DSW, Reference_code="503", Age="40"),
    row(**DSW, Reference_code="504", Purpose="forced labour"),
    row(Source_agency="NGO", Reference_code="505", Recruitment="2019-04"),
]


def kept_pairs(store):
    return records(
        store.read(
            "SELECT case_code_a, case_code_b, round(score, 2) AS score, why FROM case_pair ORDER BY score DESC, pair_id"
        )
    )


def codes(report):
    file_codes = {2: "DSW-501", 3: "DSW-502", 6: "NGO-505"}
    return {(*sorted((file_codes[pair.row], pair.case_code)), round(pair.score, 2), pair.why) for pair in report.alike}


def test_the_preview_shows_exactly_the_pairs_that_loading_proposes():
    store, _ = brought(REGISTER)
    file = checked(as_csv(FILE))
    before = preview(store, file, PLANNER)
    assert len(store.read("SELECT * FROM case_pair")) == 0, "the preview writes nothing"
    assert {(pair.row, pair.case_code, pair.other_row, pair.agencies) for pair in before.alike} == {
        (2, "ATU-17", None, (Agency.ATU,)),
        (3, "ATU-18", None, (Agency.ATU,)),
        (6, "ATU-17", None, (Agency.ATU,)),
        (6, "DSW-501", 2, (Agency.DSW,)),
    }
    assert before.rows_alike == 3
    after = load(store, file, PLANNER)
    assert after.alike == before.alike
    assert codes(before) == set(kept_pairs(store))
    assert [pair.score for pair in before.alike] == sorted((pair.score for pair in before.alike), reverse=True)


def test_a_pair_that_was_decided_is_not_shown_again_and_none_is_shown_of_a_double():
    store, _ = brought(REGISTER)
    load(store, checked(as_csv(FILE)), PLANNER)
    again = preview(store, checked(as_csv([FILE[0] | {"Remarks": "again"}])), PLANNER)
    assert (again.rows_double, again.alike) == (1, ())


def test_the_shell_tells_the_count_and_the_pairs():
    store, _ = brought(REGISTER)
    report = preview(store, checked(as_csv(FILE)), PLANNER)
    told = json.loads(as_json(report))
    assert told["rows_alike"] == 3
    first = told["alike"][0]
    assert (first["row"], first["case_code"], first["agencies"], first["score"]) == (2, "ATU-17", ["atu"], 1.0)
    assert "same sex and township" in first["agrees"]
    assert "alike: row 2 and ATU-17" in as_text(report, is_dry_run=True)


# --- DSW officers -----------------------------------------------------------------------------------------------------

OFFICER = Scope(Role.DSW_OFFICER, "officer@test", shelter_ids=("SH-MMR015009",))


def shelter_file(*rows):
    return checked(as_csv(rows), code="shelter")


def test_an_officer_brings_in_the_people_of_the_own_shelters_only():
    store = memory_store()
    rows = (
        shelter_row(),
        shelter_row(Reference_code="10", Shelter="Yangon"),
        shelter_row(Reference_code="11", Shelter=""),
        shelter_row(Reference_code="10", Shelter="Yangon"),
    )
    file = shelter_file(*rows)
    before = preview(store, file, OFFICER)
    report = load(store, file, OFFICER)
    assert [(fault.row, type(fault).__name__) for fault in report.rejects] == [
        (3, "ShelterOutside"),
        (4, "ShelterNotTold"),
        (5, "ShelterOutside"),
    ]
    assert before.rejects == report.rejects
    assert str(report.rejects[0]).startswith('Row 3, column Shelter: "Yangon" is not one of your shelters (Muse).')
    assert (report.rows_loaded, report.rows_rejected, report.rows_double) == (1, 3, 0)
    assert store.read("SELECT case_code, shelter_id FROM victim_case").values.tolist() == [["DSW-9", "SH-MMR015009"]]
    audit = store.read("SELECT actor, role, action, records FROM audit_log ORDER BY seq DESC LIMIT 1")
    assert audit.values.tolist() == [["officer@test", "dsw_officer", "load shelter", 1]]


def test_an_officer_without_shelters_brings_in_nobody():
    report = load(memory_store(), shelter_file(shelter_row()), Scope(Role.DSW_OFFICER, "officer@test"))
    assert (report.rows_loaded, report.rows_rejected) == (0, 1)


def assigned(store, code):
    with store.transaction() as cursor:
        cursor.execute("INSERT INTO organisation VALUES ('A', 'A', NULL, 'ngo', NULL)")
        cursor.execute(
            "INSERT INTO provider_presence (presence_id, organisation_id, ts_pcode, presence_type, is_reintegration, "
            "activity_status, source) VALUES ('P', 'A', 'MMR015009', 'resident', true, 'ongoing', 'test')"
        )
        cursor.execute(
            "UPDATE assignment SET assignment_state = 'assigned', presence_id = 'P', organisation_id = 'A', "
            "unassigned_reason = NULL, waiting_since = NULL WHERE case_code = ?",
            [code],
        )


ATU_SAME = row(
    Reference_code="7", Age="20", Recruitment="2022-11", Identification="2023-05", Repatriation="2023-05"
)  # fmt: skip


def test_a_pair_outside_the_officers_scope_is_not_revealed_but_is_asked_of_a_planner():
    store, _ = brought([ATU_SAME])
    file = shelter_file(shelter_row())
    assert [pair.case_code for pair in preview(store, file, OFFICER).alike] == ["ATU-7"], "unassigned: in the scope"
    assigned(store, "ATU-7")
    assert preview(store, file, OFFICER).alike == ()
    assert [pair.case_code for pair in preview(store, file, PLANNER).alike] == ["ATU-7"]
    report = load(store, file, OFFICER)
    assert report.alike == ()
    assert "ATU-7" not in as_json(report)
    assert not any("look like one" in remark.message() for remark in report.remarks)
    assert kept_pairs(store)[0][:2] == ("ATU-7", "DSW-9")


@pytest.mark.parametrize("changed", [{}, {"Reference_code": ""}])
def test_a_double_outside_the_officers_scope_is_left_to_a_planner_without_its_code(changed):
    store, _ = brought([shelter_row(Shelter="Yangon", **changed)], code="shelter")
    code = store.read("SELECT case_code FROM victim_case")["case_code"].iloc[0]
    assigned(store, code)
    file = shelter_file(shelter_row(Needs_assessed="", **changed))
    seen, unseen = as_json(preview(store, file, PLANNER)), as_json(preview(store, file, OFFICER))
    assert code in seen
    assert code not in unseen
    assert "a planner will look at it" in unseen
    load(store, shelter_file(shelter_row(Needs_assessed="", **changed), shelter_row(Reference_code="70")), OFFICER)
    left = store.read("SELECT row_no, reason_code FROM import_reject")
    assert records(left) == [(2, "CaseThereUnseen")], "the planner finds the row"


def test_trying_tells_an_officer_nothing_of_a_record_outside_the_scope():
    """A code of another shelter's case, with its own facts and with wrong ones: the same answer to the letter."""
    store, _ = brought([shelter_row(Shelter="Yangon")], code="shelter")
    assigned(store, "DSW-9")
    right, wrong = (
        shelter_row(Needs_assessed=""),
        shelter_row(Needs_assessed="", Age="47", Sex="M", Type_of_trafficking="forced labour"),
    )
    told = [
        json.loads(as_json(preview(store, shelter_file(each, shelter_row(Reference_code="70")), OFFICER)))
        for each in (right, wrong)
    ]
    assert told[0] == told[1]
    assert told[0]["rows_rejected"] == 1
    by_planner = as_json(preview(store, shelter_file(wrong), PLANNER))
    assert "tell other facts" in by_planner


@pytest.mark.parametrize("use", [preview, load])
@pytest.mark.parametrize("role", [Role.NGO_MANAGER, Role.DONOR, Role.ADMINISTRATOR])
def test_no_other_role_brings_in_or_looks_at_a_shelter_spreadsheet(role, use):
    with pytest.raises(MayNotLoad):
        use(memory_store(), shelter_file(shelter_row()), Scope(role, "x@test", shelter_ids=OFFICER.shelter_ids))


@pytest.mark.parametrize("use", [preview, load])
def test_an_officer_brings_in_no_other_format(use):
    with pytest.raises(MayNotLoad):
        use(memory_store(), checked(as_csv([row(Source_agency="DSW")])), OFFICER)


def test_an_officer_keeps_no_answer_about_places():
    store = memory_store()
    answers = read_answers(read_file(b"written,ts_pcode\nYawng Lin,MMR015007\n", "a.csv"), default_gazetteer())
    with pytest.raises(MayNotDecide):
        load(store, shelter_file(shelter_row()), OFFICER, answers)
    assert len(store.read("SELECT * FROM import_batch")) == 0
