"""Two agencies' records of one person: proposed by stated rules, one case only when confirmed, never asked twice."""

from __future__ import annotations

import pytest

from data import audit, pairs
from data.case_errors import MayNotDecide, PairDecided, PairUnknown
from data.demo import double_pairs, make_demo
from data.scope import Scope
from data.store import memory_store
from data.vocabulary import PairState, Role
from tests.data.case_files import PLANNER, brought, row
from tests.small_register import records

DSW = {"Source_agency": "DSW", "Reference_code": "55"}


def stored_pairs(store, batch):
    """What the rule finds in the records of a load as they stand in the register."""
    of_batch = "WHERE case_code IN (SELECT case_code FROM victim_case WHERE batch_id = $batch)"
    cases = store.read(f"SELECT * FROM victim_case {of_batch}", {"batch": batch})
    sources = store.read(f"SELECT * FROM case_source {of_batch}", {"batch": batch})
    return pairs.find(store.read, cases, sources)


def proposals(first: dict, second: dict):
    store, _ = brought([first])
    brought([second], store)
    return store, pairs.proposed(store.read)


def test_the_points_of_full_agreement_make_one():
    best = (
        "sex_and_township",
        "age_same",
        "recruitment_same",
        "identification_same",
        "return_same",
        "destination",
        "purpose",
    )
    assert sum(pairs.WEIGHTS[reason] for reason in best) == pytest.approx(1)
    assert set(pairs.WEIGHTS) == set(pairs.REASONS)


def test_the_same_person_told_by_another_agency_is_proposed_and_both_records_are_loaded():
    store, found = proposals(row(), row(**DSW))
    assert len(store.read("SELECT * FROM victim_case")) == 2
    assert (found["case_code_a"].tolist(), found["case_code_b"].tolist()) == (["ATU-17"], ["DSW-55"])
    assert found["score"].iloc[0] == pytest.approx(1)
    assert "same month of return" in [reason.message() for reason in pairs.reasons(found["why"].iloc[0])]
    assert not [column for column in found if "village" in column]


@pytest.mark.parametrize(
    ("changed", "score"),
    [
        ({"Age": "17"}, 0.93),
        ({"Recruitment": "2019-04"}, 0.93),
        ({"Repatriation": ""}, 0.85),
        ({"Purpose": "", "Destination": ""}, 0.8),
        ({"Age": "18"}, None),
        ({"Age": ""}, None),
        ({"Sex": "M"}, None),
        ({"Sex": ""}, None),
        ({"Township": "Insein", "State": "Yangon"}, None),
        ({"Recruitment": "2019-01"}, None),
        ({"Identification": "2019-08"}, None),
        ({"Destination": "Thailand"}, None),
        ({"Purpose": "forced labour"}, None),
        ({"Source_agency": "ATU"}, None),
    ],
)
def test_what_still_is_a_pair_and_what_is_none(changed, score):
    _, found = proposals(row(), row(**(DSW | changed)))
    assert found["score"].round(2).tolist() == ([] if score is None else [score])


def test_two_agencies_in_one_file_are_compared_too():
    store, report = brought([row(), row(**DSW)])
    assert len(pairs.proposed(store.read)) == 1
    assert any("1 records look like one already there" in remark.message() for remark in report.remarks)


def test_a_confirmed_pair_is_one_case_with_two_sources_and_its_history_kept():
    store, found = proposals(row(Purpose=""), row(**DSW, Special_category="medical", Family_assessment="negative"))
    done = pairs.decide(store, PLANNER, found["pair_id"].iloc[0], accept=True)
    assert (done.state, done.stays, done.merged) == (PairState.CONFIRMED, "ATU-17", "DSW-55")
    visible = store.read("SELECT * FROM visible_case('planner', NULL, [])").to_dict("records")
    assert [
        (case["case_code"], case["purpose"], case["is_special"], case["family_assessment"]) for case in visible
    ] == [("ATU-17", "forced_marriage", True, "negative")]
    sources = store.read("SELECT agency, reference FROM case_source WHERE case_code = 'ATU-17' ORDER BY agency")
    assert records(sources) == [("atu", "17"), ("dsw", "55")]
    assert store.read("SELECT special_category FROM case_flag WHERE case_code = 'ATU-17'")[
        "special_category"
    ].tolist() == ["medical"]
    periods = store.read("SELECT case_code, valid_to IS NULL AS is_open, end_reason FROM assignment ORDER BY 1")
    assert records(periods) == [("ATU-17", True, None), ("DSW-55", False, "reason_changed")]
    assert len(store.read("SELECT * FROM visible_assignment('planner', NULL, [])")) == 1
    assert store.read("SELECT action FROM audit_log ORDER BY seq DESC LIMIT 1")["action"].tolist() == ["pair confirmed"]


def test_after_a_merge_a_record_of_either_agency_is_a_double():
    store, found = proposals(row(), row(**DSW))
    pairs.decide(store, PLANNER, found["pair_id"].iloc[0], accept=True)
    _, report = brought([row(**DSW, Remarks="again"), row(Remarks="again")], store)
    assert (report.rows_loaded, report.rows_double) == (0, 2)


def test_a_rejected_pair_stays_two_cases_and_is_not_asked_again():
    store, found = proposals(row(), row(**DSW))
    pairs.decide(store, PLANNER, found["pair_id"].iloc[0], accept=False)
    batch = store.read("SELECT batch_id FROM victim_case WHERE case_code = 'DSW-55'")["batch_id"].iloc[0]
    with store.transaction() as cursor:
        assert pairs.propose(cursor, stored_pairs(store, batch)) == 0
    assert len(pairs.proposed(store.read)) == 0
    assert len(store.read("SELECT * FROM visible_case('planner', NULL, [])")) == 2


def test_the_case_that_somebody_carries_stays():
    store, found = proposals(row(), row(**DSW))
    with store.transaction() as cursor:
        cursor.execute("INSERT INTO organisation VALUES ('A', 'A', NULL, 'ngo', NULL)")
        cursor.execute(
            "INSERT INTO provider_presence (presence_id, organisation_id, ts_pcode, presence_type, is_reintegration, "
            "activity_status, source) VALUES ('P', 'A', 'MMR015009', 'resident', true, 'ongoing', 'test')"
        )
        cursor.execute(
            "UPDATE assignment SET assignment_state = 'assigned', presence_id = 'P', organisation_id = 'A', "
            "unassigned_reason = NULL, waiting_since = NULL WHERE case_code = 'DSW-55'"
        )
    assert pairs.decide(store, PLANNER, found["pair_id"].iloc[0], accept=True).stays == "DSW-55"


def test_a_question_about_the_merged_record_is_asked_about_the_one_that_stays():
    store, _ = proposals(row(), row(**DSW))
    brought([row(Source_agency="NGO", Reference_code="9")], store)
    found = pairs.proposed(store.read).set_index(["case_code_a", "case_code_b"])["pair_id"]
    assert len(found) == 3
    pairs.decide(store, PLANNER, found["ATU-17", "DSW-55"], accept=True)
    left = pairs.proposed(store.read)
    assert records(left[["case_code_a", "case_code_b"]]) == [("ATU-17", "NGO-9")]


def test_a_pair_is_decided_once_and_by_planners_only():
    store, found = proposals(row(), row(**DSW))
    pair = found["pair_id"].iloc[0]
    with pytest.raises(MayNotDecide):
        pairs.decide(store, Scope(Role.DSW_OFFICER, "officer"), pair, accept=True)
    with pytest.raises(PairUnknown):
        pairs.decide(store, PLANNER, "PAIR-0", accept=True)
    pairs.decide(store, PLANNER, pair, accept=False)
    with pytest.raises(PairDecided):
        pairs.decide(store, PLANNER, pair, accept=True)


def test_nothing_is_half_decided(monkeypatch):
    store, found = proposals(row(), row(**DSW))

    def fails(*_args):
        raise RuntimeError("the audit log cannot be written")

    monkeypatch.setattr(audit, "append", fails)
    with pytest.raises(RuntimeError):
        pairs.decide(store, PLANNER, found["pair_id"].iloc[0], accept=True)
    assert store.read("SELECT * FROM victim_case")["merged_into"].isna().all()
    assert len(pairs.proposed(store.read)) == 1


def test_on_the_demonstration_register_most_doubles_are_proposed_and_most_proposals_are_doubles():
    store = memory_store()
    make_demo(store, 3000, events=False)
    truth = {tuple(sorted(pair)) for pair in double_pairs(store, 3000).itertuples(index=False)}
    batch = store.read("SELECT batch_id FROM import_batch")["batch_id"].iloc[0]
    with store.transaction() as cursor:
        pairs.propose(cursor, stored_pairs(store, batch))
    found = set(records(pairs.proposed(store.read)[["case_code_a", "case_code_b"]]))
    assert len(truth) > 50
    assert len(found & truth) / len(truth) > 0.75
    assert len(found & truth) / len(found) > 0.75
