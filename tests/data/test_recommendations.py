"""Recommendations: the list is whole and honest; a state is added, never changed; two editors at once; the audit."""

from __future__ import annotations

import datetime as dt
import re
import threading

import pandas as pd
import pytest

from data.indicator_files import indicators
from data.recommendation_errors import MayNotState, RecommendationUnknown, StateChanged, StateRefused, StateSame
from data.recommendation_states import NewState, record
from data.recommendations import recommendations
from data.scope import Scope
from data.vocabulary import Role
from data.vocabulary_indicators import IndicatorStage, RecommendationKind
from queries.recommendations import recommendation_history, recommendation_states
from tests.small_register import PLANNER, small_store

OTHER = Scope(Role.PLANNER, "other planner")
DUE = dt.date(2025, 6, 30)
# As the source numbers them; 2.10, 2.11 only head what stands below them.
NUMBERS = [
    *(f"1.{n}" for n in range(1, 13)),
    *(f"2.{n}" for n in range(1, 10)), "2.10.1", "2.10.2", "2.11.1", "2.11.2", "2.12", "2.13",
    *(f"3.{n}" for n in range(1, 11)),
    "4.1", "4.2", "4.3", "4.4", "4.5", "4.5.1", "4.5.2", "4.6", "4.7", "4.8", "4.9", "4.10",
]  # fmt: skip


def state(number: str = "1.5", **values: object) -> NewState:
    told: dict[str, object] = {
        "recommendation": number, "status": "under_way", "owner": "dsw", "due_on": DUE, "evidence": "", "note": "",
        "supersedes": None,
    }  # fmt: skip
    return NewState(**(told | values))  # type: ignore[arg-type]


def audited(store) -> list[tuple[str, str, str]]:
    found = store.read("SELECT actor, action, subject FROM audit_log ORDER BY seq")
    return [tuple(row) for row in found.itertuples(index=False)]


# --- The list ---------------------------------------------------------------------------------------------------------


def test_every_recommendation_of_the_source_stands_in_the_list_in_its_order():
    assert list(recommendations()) == NUMBERS
    for one in recommendations().values():
        assert one.stage == list(IndicatorStage)[int(one.number[0]) - 1]
        assert 8 <= len(one.title[0]) <= 70


def test_every_text_stands_in_both_languages():
    titles = [title for one in recommendations().values() for title in one.title]
    assert len(set(titles)) == len(titles)
    for one in recommendations().values():
        for english, burmese in (one.title, one.needed, one.gap):
            assert bool(english) == bool(burmese), one.number
            assert not english or re.search("[\u1000-\u109f]", burmese), one.number
            assert not re.search("[\u1040-\u1049]", burmese), "digits are 0-9 in both languages"


def test_what_no_indicator_measures_says_what_would_be_needed():
    measured = {number for one in indicators() for number in one.recommendations}
    assert measured <= set(recommendations()), "an indicator names a recommendation that there is not"
    for number, one in recommendations().items():
        assert (RecommendationKind.MEASURED in one.kinds) == (number in measured), number
        assert one.needed[0] or number in measured, number


def test_the_gaps_of_the_source_are_told():
    assert {number for number, one in recommendations().items() if one.gap[0]} == {"3.7", "4.6", "4.8"}


# --- States -----------------------------------------------------------------------------------------------------------


def test_a_state_is_added_with_its_audit_row_and_the_one_before_stays():
    store = small_store()
    first = record(store, PLANNER, state())
    done = state(status="done", evidence=" https://example.org/form?v=2 \n\nForm of the workshop ", supersedes=first)
    second = record(store, OTHER, done)
    (holds,) = recommendation_states(store, PLANNER).to_dict("records")
    assert (holds["state_id"], holds["version"], holds["recommendation_status"]) == (second, 2, "done")
    assert holds["evidence"] == "https://example.org/form?v=2\nForm of the workshop"
    history = recommendation_history(store, PLANNER)
    assert list(history["state_id"]) == [second, first]
    assert list(history["recorded_by"]) == ["other planner", "planner"]
    assert history["due_on"].dt.date.tolist() == [DUE, DUE]
    assert audited(store) == [
        ("planner", "state recommendation", "1.5"),
        ("other planner", "state recommendation", "1.5"),
    ]


def test_who_began_from_a_state_that_no_longer_holds_is_told_and_writes_nothing():
    store = small_store()
    first = record(store, PLANNER, state())
    record(store, OTHER, state(status="dropped", note="another way was found", supersedes=first))
    for seen in (None, first):
        with pytest.raises(StateChanged) as told:
            record(store, PLANNER, state(due_on=None, supersedes=seen))
        assert told.value.by == "other planner"
        assert "other planner" in str(told.value)
    with pytest.raises(StateChanged):
        record(store, PLANNER, state("1.6", supersedes=first))
    assert len(recommendation_history(store, PLANNER)) == 2
    assert len(audited(store)) == 2


def test_of_several_editors_at_once_exactly_one_writes():
    store = small_store()
    came: list[object] = []

    def edit(number: int) -> None:
        try:
            came.append(record(store, Scope(Role.PLANNER, f"p{number}"), state(note=f"version {number}")))
        except StateChanged as error:
            came.append(error)

    threads = [threading.Thread(target=edit, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(type(one).__name__ for one in came) == ["StateChanged"] * 3 + ["str"]
    assert len(recommendation_history(store, PLANNER)) == len(audited(store)) == 1


def test_the_same_again_is_not_a_new_state():
    store = small_store()
    first = record(store, PLANNER, state(note="as agreed"))
    with pytest.raises(StateSame):
        record(store, PLANNER, state(note=" as agreed ", supersedes=first))
    assert len(recommendation_history(store, PLANNER)) == 1


WRONG = [
    ({"status": "started"}, "Status"),
    ({"owner": "somebody"}, "Owner"),
    ({"due_on": dt.date(2009, 1, 1)}, "Due"),
    ({"status": "done"}, "evidence"),
    ({"status": "dropped"}, "say why"),
    ({"note": "told by Daw Aye Aye Maung"}, ""),
    ({"note": "call 09 450 123 456"}, ""),
    ({"evidence": "javascript:alert(1)"}, "line 1"),
    ({"evidence": "Minutes\nJavaScript:alert(1)"}, "line 2"),
    ({"evidence": "data:text/html,x"}, "line 1"),
    ({"evidence": "ftp://example.org/x"}, "line 1"),
    ({"evidence": "https://"}, "line 1"),
    ({"evidence": "https://me:secret@example.org"}, "line 1"),
    ({"evidence": "https://example.org/a b"}, "line 1"),
    ({"evidence": "https://[::1"}, "line 1"),
    ({"evidence": "Minutes \u202egpj.exe"}, "line 1"),
    ({"evidence": "x" * 301}, "300"),
    ({"evidence": "\n".join(f"Document {n}" for n in range(11))}, "10"),
    ({"evidence": "letter of Daw Aye Aye Maung"}, ""),
]


@pytest.fixture(scope="module")
def untouched():
    store = small_store()
    yield store
    assert audited(store) == []
    assert recommendation_history(store, PLANNER).empty


@pytest.mark.parametrize(("wrong", "said"), WRONG)
def test_what_cannot_be_kept_is_refused_with_a_sentence(wrong, said, untouched):
    with pytest.raises(StateRefused) as refused:
        record(untouched, PLANNER, state(**wrong))
    assert len(refused.value.reasons) == 1
    assert said in str(refused.value)
    assert "{" not in str(refused.value)
    for personal in ("Aye", "450", "secret"):
        assert personal not in str(refused.value)


def test_everything_that_is_wrong_is_told_at_once(untouched):
    with pytest.raises(StateRefused) as refused:
        record(untouched, PLANNER, state(status="dropped", owner="x", evidence="mailto:x@example.org"))
    assert len(refused.value.reasons) == 3


@pytest.mark.parametrize("line", [
    "http://example.org", "HTTPS://example.org/a?b=c#d", "Minutes: 12 March 2024", "DSW letter 14/2024 (page 3)",
    "https://example.org/\u1019\u103c\u1014\u103a\u1019\u102c",
    "\u1021\u1005\u100a\u103a\u1038\u1021\u101d\u1031\u1038",
])  # fmt: skip
def test_addresses_of_the_web_and_titles_of_documents_are_evidence(line):
    store = small_store()
    record(store, PLANNER, state(status="done", evidence=line))
    assert recommendation_states(store, PLANNER)["evidence"].tolist() == [line]


def test_an_unknown_recommendation_and_other_roles_write_nothing(untouched):
    for number in ("2.10", "5.1", ""):
        with pytest.raises(RecommendationUnknown):
            record(untouched, PLANNER, state(number))
    for role in set(Role) - {Role.PLANNER}:
        with pytest.raises(MayNotState):
            record(untouched, Scope(role, "x", "A" if role is Role.NGO_MANAGER else None), state())


def test_roles_of_cases_read_all_a_donor_no_notes_and_an_administrator_nothing():
    store = small_store()
    record(store, PLANNER, state(note="a remark", evidence="Minutes"))
    for role in (Role.PLANNER, Role.DSW_OFFICER, Role.NGO_MANAGER):
        scope = Scope(role, "x", "A" if role is Role.NGO_MANAGER else None)
        assert recommendation_states(store, scope)["note"].tolist() == ["a remark"]
        assert len(recommendation_history(store, scope)) == 1
    donor = recommendation_states(store, Scope(Role.DONOR, "d")).iloc[0]
    assert (donor["recommendation_status"], donor["evidence"]) == ("under_way", "Minutes")
    assert pd.isna(donor["note"])
    assert pd.isna(donor["recorded_by"])
    assert recommendation_history(store, Scope(Role.DONOR, "d")).empty
    assert recommendation_states(store, Scope(Role.ADMINISTRATOR, "a")).empty
