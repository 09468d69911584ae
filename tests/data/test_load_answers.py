"""A person's answer is asked for once, kept with who and when, and never taken against a known name.

The pairs of special region areas and townships are examples of an answer, not statements about where they lie.
"""

from __future__ import annotations

import csv

import pytest

from data import file_errors as errors
from data.answers import confirmed_names, no_names, read_answers
from data.errors import MayNotLoad
from data.load import load
from data.load_rejects import write_rejects
from data.providers_format import PROVIDERS
from data.scope import Scope
from data.store import memory_store
from data.validate import check
from data.vocabulary import Role
from data.workbook import read_file
from geo.gazetteer import default_gazetteer

PLANNER = Scope(Role.PLANNER, "planner@test")
HEAD = "Organisation,Activity,State,Township P-code,Township"
YAWNG_LIN = "Help,Food,Shan (North),MMR015308,Yawng Lin"
MYSTERY = "Help,Food,,,Ywathit"


def answers_of(text: str):
    return read_answers(read_file(text.encode(), "answers.csv"), default_gazetteer())


def loaded(store, *rows: str, answers=None):
    confirmed = confirmed_names(store.read)
    matcher = default_gazetteer().with_alternates(answers.added_to(confirmed) if answers else confirmed)
    result = check(read_file("\n".join([HEAD, *rows]).encode(), "a.csv"), PROVIDERS, matcher)
    return load(store, result, PLANNER, answers)


@pytest.mark.parametrize(
    ("row", "written", "ts_pcode"),
    [
        (YAWNG_LIN, "MMR015308", "MMR015007"),
        (YAWNG_LIN.replace("MMR015308", ""), "Yawng Lin", "MMR015007"),
        (YAWNG_LIN, "Yawng Lin", "MMR015007"),
        (YAWNG_LIN.replace("MMR015308", "").replace("Yawng Lin", "ယောင်လင်း"), "ယောင်လင်း", "MMR015007"),
        (MYSTERY, "Ywathit", "MMR015009"),
        (YAWNG_LIN.replace("MMR015308", "MMR013008").replace("Shan (North)", ""), "MMR013008", "MMR013046"),
    ],
)
def test_an_answer_resolves_its_row_and_the_next_file_needs_none(row, written, ts_pcode):
    store = memory_store()
    assert loaded(store, row).rows_rejected == 1
    report = loaded(store, row, "", answers=answers_of(f"written,ts_pcode\n{written},{ts_pcode.lower()}\n"))
    assert (report.rows_loaded, report.rows_rejected) == (1, 0)
    assert "1 answers were kept" in report.remarks[0].message()
    again = loaded(store, row.replace("Help", "Other"))
    assert (again.rows_loaded, again.rows_rejected) == (1, 0)
    assert store.read("SELECT DISTINCT ts_pcode FROM provider_presence")["ts_pcode"].tolist() == [ts_pcode]


def test_who_answered_and_when_is_kept_with_an_audit_row_in_the_same_transaction(monkeypatch):
    store = memory_store()
    answers = answers_of("written,ts_pcode\nMMR015308,MMR015007\n")
    with monkeypatch.context() as broken:
        broken.setattr("data.load._write_batch", lambda *_: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            loaded(store, YAWNG_LIN, answers=answers)
    assert confirmed_names(store.read).empty
    assert store.read("SELECT count(*) n FROM audit_log")["n"].iloc[0] == 0
    loaded(store, YAWNG_LIN, answers=answers)
    kept = store.read("SELECT * FROM township_alternate_name WHERE confirmed_by IS NOT NULL").iloc[0]
    assert (kept["ts_pcode"], kept["alt_name"], kept["script"]) == ("MMR015007", "MMR015308", "latn")
    assert (kept["source"], kept["confirmed_by"]) == ("answers.csv", "planner@test")
    assert kept.notna()["confirmed_at_utc"]
    actions = store.read("SELECT action, subject, records, reason FROM audit_log ORDER BY seq")
    assert actions.iloc[0].tolist() == ["answer places", "answers.csv", 1, "MMR015308 = MMR015007"]
    assert actions["action"].tolist() == ["answer places", "load providers"]


def test_a_role_that_may_not_load_keeps_no_answer():
    store = memory_store()
    result = check(read_file(f"{HEAD}\n{YAWNG_LIN}\n".encode(), "a.csv"), PROVIDERS, default_gazetteer())
    with pytest.raises(MayNotLoad):
        load(store, result, Scope(Role.DONOR, "d"), answers_of("written,ts_pcode\nMMR015308,MMR015007\n"))
    assert confirmed_names(store.read).empty


@pytest.mark.parametrize(
    ("text", "row", "column", "value", "words"),
    [
        ("written,ts_pcode\nYawng Lin,MMR999999\n", 2, "ts_pcode", "MMR999999", "not the P-code of a township"),
        ("written,ts_pcode\nYawng Lin,MMR013008\n", 2, "ts_pcode", "MMR013008", "not the P-code of a township"),
        ("written,ts_pcode\nYawng Lin,MMR015007\nMuse,MMR015007\n", 3, "written", "Muse", "MMR015009 Muse"),
        ("written,ts_pcode\nMuse township,MMR015007\n", 2, "written", "Muse township", "MMR015009 Muse"),
        ("written,ts_pcode\nမူဆယ်,MMR015007\n", 2, "written", "မူဆယ်", "MMR015009 Muse"),
        ("written,ts_pcode\nMMR015009,MMR015007\n", 2, "written", "MMR015009", "MMR015009 Muse"),
        ("written,ts_pcode\nMinhla,MMR008009\n", 2, "written", "Minhla", "MMR009013 Minhla"),
        ("written,ts_pcode\nMinhla,MMR015007\n", 2, "written", "Minhla", "MMR008009 Minhla"),
        ("written,ts_pcode\n,MMR015007\n", 2, "written", "", "is blank"),
        ("written,ts_pcode\n-,MMR015007\n", 2, "written", "-", "is blank"),
        (f"written,ts_pcode\n{'x' * 201},MMR015007\n", 2, "written", "x" * 201, "201 characters"),
        ("written,ts_pcode\nYawng Lin,MMR015007\nyawng-lin,MMR015008\n", 3, "written", "yawng-lin", "in row 2"),
    ],
)
def test_answers_that_cannot_be_used_are_refused_with_row_column_and_value(text, row, column, value, words):
    with pytest.raises(errors.AnswersRefused) as caught:
        answers_of(text)
    (fault,) = caught.value.faults
    assert (fault.row, fault.column, fault.written) == (row, column, value)
    assert f"Row {row}, column {column}" in str(caught.value)
    assert words in str(caught.value)
    assert "no answer was kept" in str(caught.value)


def test_every_answer_that_cannot_be_used_is_named_in_either_language():
    with pytest.raises(errors.AnswersRefused) as caught:
        answers_of("written,ts_pcode\nYawng Lin,X\nYin Pang,Y\n")
    assert len(caught.value.faults) == 2
    fault = caught.value.faults[0].template
    said = caught.value.message({caught.value.template: "{file}: {faults}", fault: "{row}={written}"}.__getitem__)
    assert said == "answers.csv: 2=X 3=Y"


def test_what_is_left_open_or_known_anyway_is_no_answer():
    read = answers_of("written,ts_pcode\nYawng Lin,\nMuse,MMR015009\nYin Pang,MMR015008\nyin pang,MMR015008\n")
    assert [(answer.written, answer.ts_pcode) for answer in read.answers] == [("Yin Pang", "MMR015008")]
    assert answers_of("written,ts_pcode\nYawng Lin,\n").answers == ()


def test_a_file_that_holds_no_answers_is_refused():
    with pytest.raises(errors.HeadingsMissing, match="As written"):
        answers_of("name,ts_pcode\nYawng Lin,MMR015007\n")


def test_a_new_answer_takes_the_place_of_an_earlier_one_and_says_so():
    store = memory_store()
    loaded(store, YAWNG_LIN, answers=answers_of("written,ts_pcode\nMMR015308,MMR015007\n"))
    second = answers_of("written,ts_pcode\nmmr015308,MMR015008\n")
    report = loaded(store, YAWNG_LIN.replace("Help", "Other"), answers=second)
    said = " ".join(remark.message() for remark in report.remarks)
    assert '"mmr015308" was answered with MMR015007 by planner@test on 20' in said
    assert "is now MMR015008" in said
    assert confirmed_names(store.read)["ts_pcode"].tolist() == ["MMR015008"]
    found = store.read("SELECT ts_pcode FROM provider_presence ORDER BY ts_pcode")["ts_pcode"].tolist()
    assert found == ["MMR015007", "MMR015008"], "what was loaded before stays"
    unchanged = loaded(store, YAWNG_LIN.replace("Help", "Third"), answers=second)
    assert "answers were kept" not in " ".join(remark.message() for remark in unchanged.remarks)


def test_no_names_make_no_other_matcher():
    assert default_gazetteer().with_alternates(no_names()).match("Muse").ts_pcode == "MMR015009"


def test_rejects_with_their_last_column_filled_in_are_answers_and_come_in_themselves(tmp_path):
    text = f"Directory 2024,,,,,\n{HEAD},Reached\n{YAWNG_LIN},1\n{MYSTERY},2\nHelp,Food,,,Muse,-3\n"
    result = check(read_file(text.encode(), "a.csv"), PROVIDERS, default_gazetteer())
    path = tmp_path / "mend.csv"
    assert write_rejects(path, result, result.rejects) == 3
    rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    assert [row[-2:] for row in rows[2:]] == [["MMR015308", ""], ["Ywathit", ""], ["", ""]]
    rows[2][-1] = "MMR015007"
    rows[4][5] = "3"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows(rows)
    answers = read_answers(read_file(path), default_gazetteer())
    assert [(answer.row, answer.written, answer.ts_pcode) for answer in answers.answers] == [
        (3, "MMR015308", "MMR015007")
    ]
    store = memory_store()
    matcher = default_gazetteer().with_alternates(answers.added_to(no_names()))
    report = load(store, check(read_file(path), PROVIDERS, matcher), PLANNER, answers)
    assert (report.rows_loaded, report.rows_rejected) == (2, 1)
    assert report.rejects[0].written == "Ywathit"
